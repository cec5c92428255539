// The form of a draft, and its blast radius: what would change in the edition, seen before anything is saved.

const input = (id, label, control, hint = "") =>
  el("div", { class: "line" }, el("label", { for: id }, label), control, hint && el("p", { class: "soft", id: `${id}-hint` }, hint));

function drawForm() {
  const of = draft();
  $("draft").hidden = !of;
  $("error").replaceChildren();
  if (!of) { $("form-body").replaceChildren(); drawRadius(); return; }
  const focused = document.activeElement?.id;
  $("draft-title").textContent = w(`review.do_${of.action}`);
  const body = { correct: correctBody, accept: acceptBody, reject: rejectBody, merge: mergeBody, split: splitBody }[of.action](of);
  $("form-body").replaceChildren(...body, reasonLine(of));
  if (focused?.startsWith("draft-")) $(focused)?.focus();
  drawRadius();
}

function reasonLine(of) {
  const isNeeded = of.action === "reject" || (of.action === "correct" && (of.none || !of.words));
  const control = el("input", { id: "draft-reason", value: of.reason, autocomplete: "off", maxlength: "1000", required: isNeeded, dir: "auto",
    oninput: (event) => { of.reason = event.target.value; changed(); } });
  return input("draft-reason", w(isNeeded ? "review.reason_needed" : "review.reason"), control);
}

function correctBody(of) {
  const field = fieldOf(of.field);
  const read = mention().facts.find((one) => one.field === of.field);
  return [
    input("draft-field", w("review.which_field"), fieldSelect(of)),
    read ? el("p", { class: "soft" }, `${w("review.was_read")} `, outside(shown(of.field, read.value, desk.project.currency))) : "",
    input("draft-value", w("review.right_value"), valueControl(of, field), field ? w(`review.form_${field.form}`) : ""),
    wordsLine(of),
    el("p", { class: "line" }, el("label", {}, el("input", { id: "draft-none", type: "checkbox", checked: of.none,
      onchange: (event) => { of.none = event.target.checked; changed({ redraw: true }); } }), ` ${w("review.page_says_nothing")}`)),
  ];
}

/** All that can be corrected here: the fields by family, and the parts of the sums that were read. */
function fieldSelect(of) {
  const sums = mention().facts.filter((one) => /^amounts\[\d+\]$/.test(one.field));
  const options = [
    ...desk.fields.map(({ field }) => [field, fieldName(field)]),
    ...sums.flatMap(({ field, value }) => ["value", "role"].map((part) => [`${field}.${part}`, `${fieldName(`${field}.${part}`)} (${shown(field, value)})`])),
  ];
  const groups = FAMILIES.map((family) => el("optgroup", { label: w(`common.family_${family}`) },
    options.filter(([field]) => fieldOf(field).family === family).map(([field, text]) => el("option", { value: field }, text))));
  const select = el("select", { id: "draft-field", onchange: (event) => {
    Object.assign(of, { field: event.target.value || null, also: [] });
    changed({ redraw: true });
    focusInput("value");
  } }, el("option", { value: "" }, w("review.choose_field")), groups.filter((group) => group.children.length));
  select.value = of.field ?? "";
  return select;
}

function valueControl(of, field) {
  const change = (event) => { Object.assign(of, { value: event.target.value, none: false }); changed(); };
  if (field?.form === "choice" && field.choices) {
    const list = LISTS[of.field.split(".").pop()];
    const select = el("select", { id: "draft-value", disabled: of.none, onchange: change }, el("option", { value: "" }, w("review.choose")),
      field.choices.map((choice) => el("option", { value: choice }, list ? named(list, choice) : choice)));
    select.value = of.value;
    return select;
  }
  if (field?.form === "list" && field.choices) return choiceTicks(of, field);
  return el("input", { id: "draft-value", value: of.none ? "" : of.value, disabled: of.none, autocomplete: "off", spellcheck: "false", dir: "auto",
    maxlength: "4000", "aria-describedby": "draft-value-hint", oninput: change });
}

/** A list whose items are of a closed list: each is ticked. */
function choiceTicks(of, field) {
  const items = () => of.value.split("; ").filter(Boolean);
  const toggle = (choice) => (event) => {
    of.value = field.choices.filter((one) => (one === choice ? event.target.checked : items().includes(one))).join("; ");
    changed();
  };
  return el("div", { class: "choices", role: "group", "aria-label": w("review.right_value") }, field.choices.map((choice, at) => el("label", {},
    el("input", { type: "checkbox", id: at ? null : "draft-value", disabled: of.none, checked: items().includes(choice), onchange: toggle(choice) }), ` ${named(LISTS[of.field], choice)}`)));
}

function wordsLine(of) {
  if (of.none) return "";
  if (!of.words) return el("p", { class: "soft" }, w("review.select_words"));
  const quote = of.mention_id === mention().mention_id
    ? desk.page.text.slice(desk.page.places.unit(of.words.start), desk.page.places.unit(of.words.end)) : "…";
  return el("p", { class: "words" }, `${w("review.words")} `, el("q", {}, outside(quote)), " ",
    el("button", { type: "button", class: "quiet", onclick: () => { of.words = null; changed({ redraw: true }); focusInput("value"); } }, w("review.without_words")));
}

function acceptBody(of) {
  const value = of.field && desk.project.fields.find((one) => one.field === of.field)?.value;
  return [el("p", {}, of.field ? [w("review.accept_field", { field: fieldName(of.field) }), " ", el("strong", {}, outside(shown(of.field, value, desk.project.currency)))] : w("review.accept_all"))];
}

function mentionTicks(of, hint) {
  const toggle = (id) => (event) => {
    of.mentions = event.target.checked ? [...of.mentions, id] : of.mentions.filter((one) => one !== id);
    changed();
  };
  return el("fieldset", {}, el("legend", {}, hint), desk.project.mentions.map((one, at) => el("label", {},
    el("input", { type: "checkbox", id: at ? null : "draft-mentions", checked: of.mentions.includes(one.mention_id), onchange: toggle(one.mention_id) }),
    " ", outside(one.title || w("review.untitled")), " ", el("small", {}, outside(one.place)))));
}

function rejectBody(of) {
  if (desk.project.mentions.length < 2) return [el("p", {}, w("review.reject_project"))];
  const choice = (whole, text) => el("label", {}, el("input", { type: "radio", name: "whole", checked: of.whole === whole,
    onchange: () => { of.whole = whole; changed({ redraw: true }); } }), ` ${text}`);
  return [el("fieldset", {}, el("legend", {}, w("review.what_to_reject")), choice(true, w("review.reject_whole")), choice(false, w("review.reject_some"))),
    of.whole ? "" : mentionTicks(of, w("review.which_mentions"))];
}

const splitBody = (of) => [mentionTicks(of, w("review.split_off"))];

const mergeBody = (of) => [el("p", {}, w("review.merge_with")), el("p", {}, el("strong", {}, outside(of.title ?? of.projects[1])))];

// ---- the radius

let timer = null;
let asking = null;

/** Asks for the radius of the draft when a person pauses. */
function tryDraft() {
  clearTimeout(timer);
  asking?.abort();
  asking = null;
  $("error").replaceChildren();
  const of = draft();
  const lacks = of && missing(of);
  if (!of || (lacks && lacks !== "reason")) { desk.radius = null; drawRadius(); return; }
  if (desk.radius?.key === draftKey(of)) { drawRadius(); return; }
  timer = setTimeout(() => attempt(tryNow), 300);
  drawRadius();
}

/** Asks for the radius at once. It is that of the draft as it is now; an answer about an earlier one is thrown away. */
async function tryNow() {
  clearTimeout(timer);
  asking?.abort();
  const of = draft();
  const key = draftKey(of);
  const here = new AbortController();
  asking = here;
  drawRadius();
  try {
    // What would change can be seen before the reason is told.
    const sent = payload(of);
    const answer = await ask("api/preview", { ...sent, reason: sent.reason ?? "…" }, here.signal);
    if (asking !== here || draft() !== of) return;
    const before = desk.radius?.elsewhere ?? new Map();
    const others = answer.impact.elsewhere.map((one) => [one.mention_id, one]);
    const kept = [...before].filter(([id]) => of.also?.includes(id));
    desk.radius = { ...answer, key, elsewhere: new Map([...kept, ...others]) };
    announce(radiusInShort(answer.impact));
  } catch (error) {
    if (error.name === "AbortError" || asking !== here) return;
    if (!(error instanceof Refusal)) throw error;
    desk.radius = null;
    $("error").replaceChildren(...refusal(error));
  } finally {
    if (asking === here) { asking = null; drawRadius(); }
  }
}

const isSeen = (of) => desk.radius?.key === draftKey(of);

/** Tables that say something of projects: that of the corrections grows with every answer. */
const inData = (tables) => tables.filter((one) => one.table !== "corrections");

/** A note is a name, with a number if it tells one: `elsewhere_more:12`. */
const noteText = (note) => { const [name, n] = note.split(":"); return texts[`review.note_${name}`] ? w(`review.note_${name}`, { n: n ?? "" }) : said(note); };

function radiusInShort(impact) {
  const rows = inData(impact.tables).reduce((sum, one) => sum + one.added + one.changed + one.removed, 0);
  const sums = impact.sums.map((one) => `${named("column", one.column)}: ${signed(one.before, one.after)}`);
  return rows ? [w("review.radius_short", { rows: decimal(rows), fields: decimal(impact.fields.length) }), ...sums].join("; ") : w("review.nothing_changes");
}

/** The difference of two sums in PLN, with its sign. */
function signed(before, after, currency = "PLN") {
  const by = difference(before ?? "0", after ?? "0");
  if (by === null) return "";
  if (/^-?0(\.0*)?$/.test(by)) return money(by.replace("-", ""), currency);
  return by.startsWith("-") ? `−${money(by.slice(1), currency)}` : `+${money(by, currency)}`;
}

function drawRadius() {
  const of = draft();
  const isReady = Boolean(of) && isSeen(of) && !asking;
  $("save").setAttribute("aria-disabled", String(!isReady || Boolean(missing(of))));
  $("save-stay").setAttribute("aria-disabled", String(!isReady || Boolean(missing(of))));
  $("radius").setAttribute("aria-busy", String(Boolean(asking)));
  $("lacks").textContent = of && missing(of) ? w(`review.lacks_${missing(of)}`) : "";
  if (!of) { $("radius").replaceChildren(); return; }
  if (!isReady) {
    const isCounting = asking || (!missing(of) && !$("error").childNodes.length);
    $("radius").replaceChildren(isCounting ? el("p", { class: "soft" }, w("review.counting")) : "");
    return;
  }
  const { impact, normalised, warnings, elsewhere } = desk.radius;
  $("radius").replaceChildren(...[
    el("h4", {}, w("review.radius")),
    of.action === "correct" && !of.none && el("p", {}, `${w("review.stands_as")} `, el("strong", {}, outside(shown(of.field, normalised, desk.project.currency)))),
    warnings?.length && el("ul", { class: "warnings" }, warnings.map((one) => el("li", {}, `⚠ ${said(one)}`))),
    impact.notes.length && el("ul", { class: "notes" }, impact.notes.map((one) => el("li", {}, noteText(one)))),
    !inData(impact.tables).length && !impact.fields.length && el("p", {}, w("review.nothing_changes")),
    changeTable("review.sums", impact.sums.map((one) => [named("column", one.column), one.before, one.after])),
    fieldList(impact.fields),
    tableOfTables(impact.tables),
    projectList("review.projects_added", impact.projects_added),
    projectList("review.projects_removed", impact.projects_removed.map(([id, title]) => title || id)),
    impact.municipalities.length && el("details", {}, el("summary", {}, w("review.municipalities", { n: decimal(impact.municipalities.length) })),
      changeTable("review.municipality_sums", impact.municipalities.slice(0, 60).map((one) =>
        [`${visible(one.municipality)}${one.of ? `, ${one.of}` : ""}: ${named("column", one.column)}`, one.before, one.after, one.column === "projects"]))),
    elsewhereTicks(of, [...elsewhere.values()]),
  ].filter(Boolean));
}

/** Sums before and after. Their columns name the currency; of a number of projects there is none. */
function changeTable(title, rows) {
  if (!rows.length) return null;
  const told = (value, isCount) => (value === null ? w("review.nothing") : isCount ? decimal(value) : money(value, ""));
  const by = (before, after, isCount) => (isCount ? signed(before, after, "").replace(/[.,]00$/, "") : signed(before, after, ""));
  return el("div", { class: "wide" }, el("table", {}, el("caption", {}, w(title)),
    el("thead", {}, el("tr", {}, ["review.sum", "review.before", "review.after", "review.by"].map((one) => el("th", { scope: "col" }, w(one))))),
    el("tbody", {}, rows.map(([name, before, after, isCount]) => el("tr", {}, el("th", { scope: "row" }, name),
      el("td", {}, told(before, isCount)), el("td", {}, told(after, isCount)), el("td", {}, el("strong", {}, by(before, after, isCount))))))));
}

function fieldList(fields) {
  if (!fields.length) return null;
  return el("div", {}, el("h5", {}, w("review.fields_change")), el("ul", { class: "changes" }, fields.slice(0, 60).map((one) => el("li", {},
    one.project_id === desk.project.project_id ? "" : [outside(one.title ?? one.project_id), " – "],
    `${fieldName(one.field)}: `, el("s", {}, outside(shown(one.field, one.before, one.currency))), " → ", el("strong", {}, outside(shown(one.field, one.after, one.currency))))),
    fields.length > 60 && el("li", {}, w("review.and_more", { n: decimal(fields.length - 60) }))));
}

function tableOfTables(tables) {
  if (!tables.length) return null;
  const columns = ["added", "changed", "removed"];
  return el("div", { class: "wide" }, el("table", {}, el("caption", {}, w("review.rows")),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, w("review.table")), columns.map((one) => el("th", { scope: "col" }, w(`review.rows_${one}`))))),
    el("tbody", {}, tables.map((one) => el("tr", {}, el("th", { scope: "row" }, named("table", one.table)), columns.map((of) => el("td", {}, one[of] ? decimal(one[of]) : "–")))))));
}

const projectList = (title, titles) => (titles.length
  ? el("div", {}, el("h5", {}, w(title)), el("ul", {}, titles.slice(0, 60).map((one) => el("li", {}, outside(one))))) : null);

/** Other places where the same words stand for the same field: each can be ticked to be corrected as well. */
function elsewhereTicks(of, others) {
  if (of.action !== "correct" || !others.length) return null;
  const toggle = (id) => (event) => {
    of.also = event.target.checked ? [...of.also, id] : of.also.filter((one) => one !== id);
    changed();
  };
  return el("fieldset", {}, el("legend", {}, w("review.elsewhere")), others.slice(0, 100).map((one) => el("label", {},
    el("input", { type: "checkbox", id: `draft-also-${one.mention_id}`, checked: of.also.includes(one.mention_id), onchange: toggle(one.mention_id) }), " ",
    el("q", {}, outside(one.quote)), " ", el("small", {}, outside(one.page), ` · ${w(one.same_project ? "review.same_project" : "review.other_project")}`))));
}
