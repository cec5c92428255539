// The queue: what is doubtful, most valuable first; and which case is seen.

const KINDS = ["contradicted", "lapsed", "ambiguous", "disagreeing", "unproved"];

const queuePath = (offset, limit) => {
  const { reason, find, state } = desk.filter;
  return `api/queue?${new URLSearchParams({ reason, find, state, offset, limit })}`;
};

/** Asks for the queue anew, as much of it as is seen. */
async function loadQueue({ fromStart = false } = {}) {
  const { offset, items } = desk.queue;
  const from = fromStart ? 0 : offset;
  const limit = fromStart ? PAGE : Math.max(PAGE, Math.min(items.length, WINDOW));
  const path = queuePath(from, limit);
  const answer = await ask(path);
  // A slower answer to an older filter is not shown.
  if (path !== queuePath(from, limit)) return;
  desk.queue = { ...answer, offset: from };
  await loadOthers();
  drawQueue();
}

/** Projects that are searched for and nothing is asked about: whoever knows better can open any of them. */
async function loadOthers() {
  const { find, reason } = desk.filter;
  desk.others = [];
  if (!find.trim() || reason) return;
  const { items } = await ask(`api/projects?${new URLSearchParams({ find, limit: 20 })}`);
  if (find !== desk.filter.find) return;
  const listed = new Set(desk.queue.items.map((one) => one.project_id));
  desk.others = items.filter((one) => !listed.has(one.project_id));
}

/** Asks for more of it, after or before what is seen; what is more than the window holds is let go at the other end. */
async function moreOfQueue(isAfter) {
  const { offset, items } = desk.queue;
  const from = isAfter ? offset + items.length : Math.max(0, offset - PAGE);
  const more = await ask(queuePath(from, isAfter ? PAGE : offset - from));
  const all = isAfter ? [...items, ...more.items] : [...more.items, ...items];
  const over = Math.max(0, all.length - WINDOW);
  desk.queue = { ...more, items: isAfter ? all.slice(over) : all.slice(0, WINDOW), offset: isAfter ? offset + over : from };
  drawQueue();
}

function drawQueue() {
  const { items, total, open, done, counts, offset } = desk.queue;
  $("progress").max = Math.max(1, open + done);
  $("progress").value = done;
  $("progress-words").textContent = w("review.progress", { done: decimal(done), all: decimal(open + done) });
  $("found").textContent = items.length
    ? w("review.found", { from: decimal(offset + 1), to: decimal(offset + items.length), total: decimal(total) }) : "";
  const options = ["", ...KINDS].map((kind) => {
    const label = kind ? `${named("question", kind)} (${decimal(counts[kind] ?? 0)})` : w("review.all_reasons");
    return el("option", { value: kind }, label);
  });
  $("reason-filter").replaceChildren(...options);
  $("reason-filter").value = desk.filter.reason;
  const focused = document.activeElement?.closest?.("[data-case]")?.dataset.case;
  $("cases").replaceChildren(...items.map(drawCase));
  if (desk.others.length) $("cases").append(el("li", { class: "empty" }, w("review.others")), ...desk.others.map(drawCase));
  if (focused) caseButton(focused)?.focus();
  if (!items.length && !desk.others.length) {
    const isFiltered = desk.filter.reason || desk.filter.find || desk.filter.state !== "open";
    $("cases").append(el("li", { class: "empty" }, w(isFiltered ? "review.none_match" : "review.none_open")));
  }
  $("earlier").hidden = offset === 0;
  $("more").hidden = offset + items.length >= total;
}

function drawCase(item) {
  const isSeen = item.project_id === desk.project?.project_id;
  const reasons = [...new Map((item.reasons ?? []).map((reason) => [reasonText(reason), reason.kind]))];
  const begun = desk.drafts[item.project_id];
  return el("li", {}, el("button", { type: "button", class: "case", "data-case": item.project_id, "aria-current": isSeen && "true",
    onclick: () => attempt(() => openProject(item.project_id)) },
    el("span", { class: "case-title" }, item.title ? outside(item.title) : w("review.untitled")),
    el("span", { class: "case-about" }, [item.municipality, item.beneficiary].filter(Boolean).map((one) => visible(one)).join(" · ")),
    el("span", { class: "case-value" }, item.value ? money(item.value, item.currency) : w("review.no_value"),
      item.pages > 1 ? ` · ${w("review.pages", { pages: decimal(item.pages) })}` : ""),
    el("span", { class: "tags" },
      item.answered && el("span", { class: "tag good" }, `✓ ${w("review.answered")}`),
      begun && el("span", { class: "tag" }, `✎ ${w("review.begun")}`),
      reasons.map(([text, kind]) => el("span", { class: `tag ${kind}` }, text)))));
}

/** Why a case is in the queue, in a few words. */
const reasonText = ({ kind, field }) => (field ? `${named("question", kind)}: ${fieldName(field)}` : named("question", kind));

const caseButton = (id) => [...document.querySelectorAll("[data-case]")].find((one) => one.dataset.case === id);

/** Marks the case that is seen, without drawing the queue anew. */
function markCase() {
  for (const one of document.querySelectorAll("[data-case]")) {
    const isSeen = one.dataset.case === desk.project?.project_id;
    if (isSeen) one.setAttribute("aria-current", "true"); else one.removeAttribute("aria-current");
    if (isSeen) one.scrollIntoView({ block: "nearest" });
  }
}

/** The case after (1) or before (-1) the one that is seen: of the list, and of the server where the list ends. */
function neighbour(direction) {
  const { items } = desk.queue;
  const at = items.findIndex((item) => item.project_id === desk.project?.project_id);
  if (at >= 0 && items[at + direction]) return items[at + direction].project_id;
  if (at < 0 && items.length && !desk.project?.queue) return items[0].project_id;
  return (direction > 0 ? desk.project?.queue?.next : desk.project?.queue?.previous) ?? null;
}

async function move(direction) {
  const at = desk.queue.items.findIndex((item) => item.project_id === desk.project?.project_id);
  const isLast = at === desk.queue.items.length - 1 && desk.queue.offset + desk.queue.items.length < desk.queue.total;
  if (direction > 0 && isLast) await moreOfQueue(true);
  if (direction < 0 && at === 0 && desk.queue.offset > 0) await moreOfQueue(false);
  const id = neighbour(direction);
  if (id) await openProject(id); else announce(w(direction > 0 ? "review.last_case" : "review.first_case"));
}

/** Opens a project. The one that was asked for last is the one that is shown, whatever order the answers come in. */
let wanted = null;
async function openProject(id, { focus = true, mention = 0 } = {}) {
  wanted = id;
  const project = await ask(projectPath(id));
  if (wanted !== id) return;
  Object.assign(desk, { project, radius: null });
  const of = draft();
  const drafted = of?.mention_id ? project.mentions.findIndex((one) => one.mention_id === of.mention_id) : -1;
  // A rebuilt edition may know the mention by another name: what was typed stays, its words have to be shown again.
  if (of?.mention_id && drafted < 0) Object.assign(of, { mention_id: project.mentions[0]?.mention_id, words: null, also: [] });
  history.replaceState(null, "", `#${encodeURIComponent(id)}`);
  await openMention(drafted >= 0 ? drafted : mention);
  if (wanted !== id) return;
  markCase();
  drawAnswer();
  if (of) tryDraft();
  if (focus) $("case").focus({ preventScroll: innerWidth >= 760 });
}

/** Asks for the state of the desk: counts, the rebuild, what can be undone. */
async function refreshState() {
  desk.state = await ask("api/state");
  drawState();
}

function drawState() {
  const { edition, created, corrections, pending, last, rebuild, by, lost, corrections_file: file } = desk.state;
  $("edition").replaceChildren(outside(edition), created ? ` · ${moment(created)}` : "", by ? " · " : "", by ? outside(by) : "");
  $("pending").textContent = pending
    ? w("review.pending", { pending: decimal(pending), corrections: decimal(corrections) })
    : w("review.no_pending", { corrections: decimal(corrections) });
  if (lost?.length) $("pending").append(` · ${w("review.lost", { ids: lost.slice(0, 20).join(", ") })}`);
  $("pending").title = visible(file ?? "");
  $("undo").setAttribute("aria-disabled", String(!last));
  $("undo").title = last ? lastText(last) : "";
  const isRunning = rebuild.status === "running";
  $("rebuild").hidden = !rebuild.possible;
  $("rebuild").setAttribute("aria-disabled", String(isRunning || !pending));
  $("rebuild-state").textContent = { idle: "", running: w("review.rebuilding"), done: pending ? "" : w("review.rebuilt"), failed: w("review.rebuild_failed") }[rebuild.status] ?? "";
  // What there are words for is said; the rest, in the program's own, is for those who ask.
  const told = rebuild.status === "failed" ? [rebuild.message, rebuild.remedy].filter(Boolean) : [];
  $("rebuild-state").append(told.filter((one) => texts[one]).map((one) => ` ${w(one)}`).join(""));
  const rest = told.filter((one) => !texts[one]).map((one) => visible(one));
  $("rebuild-details").hidden = rest.length === 0;
  $("rebuild-told").replaceChildren(...rest.map((one) => el("p", {}, one)));
}

/** What undo would take back, in words. */
const lastText = ({ id, action, field, value, title, summary }) =>
  [`${id} – ${named("action", action)}`, field ? `${fieldName(field)}: ${shown(field, value)}` : visible(title ?? summary ?? "")].filter(Boolean).join(", ");

/** Builds the edition anew and reads everything again when that is done. */
async function rebuild() {
  if ($("rebuild").getAttribute("aria-disabled") === "true") return;
  await ask("api/rebuild", {});
  await refreshState();
  announce(w("review.rebuilding"));
  await watchRebuild();
}

async function watchRebuild() {
  while (desk.state.rebuild.status === "running") {
    await new Promise((over) => setTimeout(over, 700));
    // A server that is away for a moment is asked again.
    await refreshState().catch(() => {});
  }
  if (desk.state.rebuild.status !== "done") { announce($("rebuild-state").textContent); return; }
  desk.fields = await ask("api/fields");
  await loadQueue();
  const id = desk.project?.project_id;
  await openProject(id, { focus: false, mention: desk.mention }).catch(() => openFirst());
  toast(w("review.rebuilt"));
}

/** Opens the first case of the queue, or says that there is none. */
async function openFirst() {
  const first = desk.queue.items[0];
  if (first) { await openProject(first.project_id, { focus: false }); return; }
  Object.assign(desk, { project: null, page: null });
  drawNotice();
  drawAnswer();
}
