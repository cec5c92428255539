// Saving, taking back, and looking for the project to join with.

let isSaving = false;

/** Saves the draft whose radius is seen; if it is not seen yet, it is shown, and saving has to be asked for again. */
async function save(isStaying = false) {
  const of = draft();
  if (!of || isSaving) return;
  const lacks = missing(of);
  if (lacks) { announce(w(`review.lacks_${lacks}`)); focusInput(lacks); return; }
  if (asking || !isSeen(of)) {
    await tryNow();
    if (isSeen(of)) announce(`${radiusInShort(desk.radius.impact)}. ${w("review.again_to_save")}`);
    return;
  }
  const id = desk.project.project_id;
  const next = isStaying ? null : neighbour(1);
  isSaving = true;
  try {
    const { ids, state } = await ask("api/corrections", payload(of));
    delete desk.drafts[id];
    keepDrafts();
    desk.saved.set(ids.at(-1), { of, project: id });
    desk.radius = null;
    if (state) { desk.state = state; drawState(); } else await refreshState();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const changes = isStale(error) ? await catchUp() : "";
    $("error").replaceChildren(...refusal(error), changes && ` ${changes}`);
    $("save").focus();
    return;
  } finally {
    isSaving = false;
  }
  toast(w("review.saved", { action: named("action", of.action) }), { text: w("review.undo"), run: () => attempt(undo) });
  await attempt(async () => {
    await loadQueue();
    await openProject(next && next !== id ? next : id, { mention: next ? 0 : desk.mention });
  });
}

/** Takes back what was saved last, and lays the draft back as it was. What was not saved in this tab is somebody's work of another day. */
async function undo() {
  const last = desk.state?.last;
  if (!last) { announce(w("review.nothing_to_undo")); return; }
  const known = desk.saved.get(last.id);
  if (!known && !(await isMeant(last))) return;
  // One answer for several places is several corrections: the server takes them back together.
  const { state } = await ask("api/undo", { id: last.id });
  desk.state = state;
  drawState();
  if (known) {
    desk.saved.delete(last.id);
    desk.drafts[known.project] ??= known.of;
    keepDrafts();
  }
  toast(w("review.undone", { what: lastText(last) }));
  await loadQueue();
  const id = known?.project ?? desk.project?.project_id;
  if (id) await openProject(id); else await openFirst();
}

/** Asks whether an answer that was not given in this tab is to be taken back: which, of when, and whose. */
function isMeant(last) {
  const more = (last.ids?.length ?? 1) - 1;
  const who = last.by ? w("review.undo_made_by", { when: moment(last.made), by: visible(last.by) }) : w("review.undo_made", { when: moment(last.made) });
  $("ask-what").replaceChildren(el("strong", {}, lastText(last)), last.title && last.field ? [" · ", outside(last.title)] : "");
  $("ask-who").textContent = [who, more > 0 ? w("review.undo_more", { more: decimal(more) }) : ""].filter(Boolean).join(" ");
  const dialog = $("ask");
  dialog.returnValue = "";
  dialog.showModal();
  $("ask-no").focus();
  return new Promise((answered) => dialog.addEventListener("close", () => answered(dialog.returnValue === "yes"), { once: true }));
}

// ---- joining two projects

function startMerge() {
  if (isOff("merge")) return;
  $("merge-find").value = "";
  $("merge-sides").replaceChildren();
  $("merge").showModal();
  $("merge-find").focus();
  attempt(findToMerge);
}

let looking = 0;
async function findToMerge() {
  const turn = ++looking;
  const { items } = await ask(`api/projects?${new URLSearchParams({ find: $("merge-find").value, limit: 20 })}`);
  if (turn !== looking) return;
  const others = items.filter((one) => one.project_id !== desk.project.project_id);
  $("merge-found").replaceChildren(...others.map((one) => el("li", {}, el("button", { type: "button", class: "case", onclick: () => attempt(() => compare(one.project_id)) },
    el("span", { class: "case-title" }, outside(one.title || w("review.untitled"))),
    el("span", { class: "case-about" }, [visible(one.municipality ?? ""), one.value ? money(one.value, one.currency) : ""].filter(Boolean).join(" · "))))));
  if (!others.length) $("merge-found").append(el("li", { class: "empty" }, w("review.none_match")));
}

/** Both projects side by side, what differs marked by a sign. */
async function compare(id) {
  const other = await ask(projectPath(id));
  const value = (project, field) => project.fields.find((one) => one.field === field)?.value ?? null;
  const rows = desk.fields.map(({ field }) => [field, value(desk.project, field), value(other, field)]).filter(([, one, two]) => one !== null || two !== null);
  const cell = (project, field, of) => el("td", {}, of === null ? w("review.nothing") : outside(shown(field, of, project.currency)));
  const join = () => {
    $("merge").close();
    begin({ action: "merge", projects: [desk.project.project_id, id], title: other.title, reason: "" });
    focusInput("reason");
  };
  $("merge-sides").replaceChildren(
    el("div", { class: "wide", tabindex: "0", role: "group", "aria-label": w("review.side_by_side") }, el("table", {}, el("caption", {}, w("review.side_by_side")),
      el("thead", {}, el("tr", {}, ["review.field", "review.this_one", "review.other_one"].map((one) => el("th", { scope: "col" }, w(one))))),
      el("tbody", {}, rows.map(([field, one, two]) => el("tr", { class: one === two ? "" : "differs" },
        el("th", { scope: "row" }, one === two ? "" : "≠ ", fieldName(field)), cell(desk.project, field, one), cell(other, field, two)))))),
    el("button", { type: "button", class: "main", onclick: join, id: "merge-join" }, w("review.join_these")));
  $("merge-join").focus();
}
