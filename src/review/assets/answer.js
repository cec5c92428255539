// The answer: what is doubtful about a case, what was read of it, and what a person says of that.

/** Draws everything at the right. */
function drawAnswer() {
  const { project } = desk;
  for (const one of document.querySelectorAll("#actions button")) {
    const needsTwo = one.dataset.action === "split" && (project?.mentions.length ?? 0) < 2;
    one.setAttribute("aria-disabled", String(!project || needsTwo));
  }
  drawQuestions();
  drawFacts();
  drawHistory();
  drawForm();
}

// ---- questions

/** The fields that a tested relation is about: one of them is wrong if it does not hold. */
const ABOUT = {
  total_is_grant_plus_own: ["total_cost", "cofinancing", "own_contribution"], grant_is_eu_plus_state: ["cofinancing"],
  total_is_eligible_plus_ineligible: ["total_cost", "eligible_cost"], parts_sum_to_parent: ["total_cost"], rate_times_base: ["cofinancing_rate", "cofinancing", "total_cost"],
  women_plus_men: ["participants", "women", "men"], groups_sum_to_participants: ["participants"], duration_matches_dates: ["duration_months", "start_date", "end_date"],
  start_before_end: ["start_date", "end_date"], code_matches_text: ["programme_code", "programme"], words_match_digits: ["total_cost", "cofinancing"],
  part_within_total: ["total_cost"], eligible_within_total: ["eligible_cost", "total_cost"], part_within_participants: ["participants"],
};

/** Values that are written differently: `624000` and `624000.00` are one. */
const distinct = (field, values) => [...new Map(values.toReversed().map((value) => [shown(field, value), value])).values()].toReversed();

/** What a person can decide here: each with its candidates, numbered through for the keys 1–9. */
function questions() {
  const { project } = desk;
  const of = mention();
  const out = [];
  for (const check of of.checks.filter((one) => one.verdict === "broken")) {
    out.push({ kind: "contradicted", text: checkSentence(check), candidates: [], wrong: ABOUT[check.identity] ?? [] });
  }
  for (const one of project.corrections.filter((made) => made.fate && !made.pending && !["applied", "superseded"].includes(made.fate))) {
    const about = [named("action", one.action), one.field && fieldName(one.field)].filter(Boolean).join(": ");
    out.push({ kind: "lapsed", text: `${about}. ${named("fate", one.fate)}`, field: one.field, candidates: one.value ? [one.value] : [] });
  }
  for (const doubt of of.doubts) {
    out.push({ kind: "ambiguous", text: `${fieldName(doubt.field)}: ${named("doubt", doubt.reason)}`, field: doubt.field, candidates: doubt.candidates, labels: doubt.labels });
  }
  for (const field of project.fields.filter((one) => one.disagreeing > 0)) {
    const told = project.mentions.flatMap((one) => one.facts.filter((fact) => fact.field === field.field).map((fact) => fact.value));
    const text = `${fieldName(field.field)}: ${w("review.told_otherwise", { n: decimal(field.disagreeing), all: decimal(field.stated) })}`;
    out.push({ kind: "disagreeing", text, field: field.field, candidates: distinct(field.field, [field.value, ...told]) });
  }
  for (const reason of (project.reasons ?? []).filter((one) => one.kind === "unproved")) {
    out.push({ kind: "unproved", text: w("review.unproved_how"), field: reason.field, candidates: [] });
  }
  return out;
}

/** Whether a question has its answer, as the server counts. */
const isAnswered = ({ kind, field }) => (desk.project.reasons ?? []).some((one) => one.answered && one.kind === kind && (!field || one.field === field));

function drawQuestions() {
  $("questions").replaceChildren();
  if (!mention()) return;
  const asked = questions();
  if (!asked.length) { $("questions").append(el("p", { class: "soft" }, w("review.no_questions", { proof: named("proof", mention().proof) }))); return; }
  let at = 0;
  const choice = (text, take) => {
    at += 1;
    return el("button", { type: "button", class: "candidate", "data-candidate": at, onclick: take }, at <= 9 && [key(String(at)), " "], text);
  };
  const candidate = (field, value, label) => {
    const text = shown(field, value, desk.project.currency);
    return choice(outside(label ? `${label} (${text})` : text), () => takeCandidate(field, value));
  };
  const suspect = (field) => choice(w("review.correct_this", { field: fieldName(field) }), () => startCorrect(field));
  $("questions").append(el("ul", { class: "questions" }, asked.map((one) => el("li", { class: one.kind, "data-about": one.field },
    el("p", {}, isAnswered(one) ? el("span", { class: "good" }, `✓ ${w("review.answered")} – `) : "", el("strong", {}, `${named("question", one.kind)}: `), outside(one.text)),
    el("div", { class: "candidates" }, one.field ? one.candidates.map((value) => candidate(one.field, value, one.labels?.[value])) : "", (one.wrong ?? []).map(suspect),
      one.field && !one.candidates.length && correctable(one.field) ? suspect(correctable(one.field)) : "")))));
}

/** A tested relation in words, with what is missing for it to hold. */
function checkSentence({ identity, verdict, difference: by, scope }) {
  const isPeople = ["women_plus_men", "groups_sum_to_participants", "part_within_participants", "duration_matches_dates"].includes(identity);
  const gap = by && !/^-?0(\.0*)?$/.test(by) ? `; ${w("review.difference", { by: isPeople ? decimal(by) : money(by, mention()?.facts.length ? desk.project.currency : "") })}` : "";
  return `${named("identity", identity)}: ${named("verdict", verdict)}${gap}${scope && scope !== "project" ? ` (${checkedName(scope)})` : ""}`;
}

// ---- facts

/** Facts of the mention and published values, field by field, in the order of the fields. */
function factRows() {
  const { project, fields } = desk;
  const rows = new Map();
  const row = (field) => rows.get(field) ?? rows.set(field, { field, published: null, read: [] }).get(field);
  for (const { field } of fields) {
    const published = project.fields.find((one) => one.field === field);
    const read = mention().facts.filter((one) => one.field === field);
    if (published || read.length) Object.assign(row(field), { published: published ?? null, read });
  }
  for (const one of mention().facts.filter((fact) => !rows.has(fact.field))) row(one.field).read.push(one);
  return [...rows.values()];
}

const FAMILIES = ["title", "programme", "money", "time", "body", "place", "people"];

function drawFacts() {
  const focused = document.activeElement?.closest?.("#facts [data-field]")?.dataset.field;
  $("facts").replaceChildren();
  if (!mention()) return;
  const rows = factRows();
  for (const family of FAMILIES) {
    const of = rows.filter((one) => fieldOf(one.field).family === family);
    if (!of.length) continue;
    $("facts").append(el("section", { class: `family f-${family}` }, el("h4", {}, w(`common.family_${family}`)), el("ul", {}, of.map(drawFact))));
  }
  const checks = mention().checks;
  if (checks.length) {
    $("facts").append(el("section", { class: "family" }, el("h4", {}, w("review.checks")),
      el("ul", {}, checks.map((one) => el("li", { class: `check ${one.verdict}` }, { exact: "✓", rounding: "✓", near: "≈", broken: "✗" }[one.verdict] ?? "", " ", checkSentence(one))))));
  }
  if (focused) factButton(focused)?.focus({ preventScroll: true });
}

const factButton = (field) => [...$("facts").querySelectorAll("[data-field]")].find((one) => one.dataset.field === field);

/** The field that a correction of a fact is about; null if such a fact cannot be corrected. */
function correctable(field) {
  if (desk.fields.some((one) => one.field === field)) return field;
  if (/^amounts\[\d+\]$/.test(field)) return `${field}.value`;
  return desk.fields.some((one) => one.field === baseOf(field)) ? baseOf(field) : null;
}

function drawFact({ field, published, read }) {
  const { currency } = desk.project;
  const here = read[0]?.value ?? null;
  const value = published?.value ?? here;
  const target = correctable(field);
  const made = madeOf(field, (one) => one.pending);
  const corrected = read.find((one) => one.corrected)?.corrected ?? madeOf(field, (one) => one.fate === "applied");
  const isElsewhere = published && here !== null && typeof here !== "object" && read.length === 1 && shown(field, here, currency) !== shown(field, published.value, currency);
  const name = el("span", { class: "fact-name" }, fieldName(field));
  const told = el("span", { class: "fact-value" }, outside(shown(field, value, currency)));
  const head = target
    ? el("button", { type: "button", class: "fact", "data-field": field, "data-fact": field, onclick: () => startCorrect(target) }, name, told)
    : el("div", { class: "fact", "data-fact": field }, name, told);
  return el("li", {}, head, el("div", { class: "fact-about" },
    isElsewhere && el("p", {}, w("review.here"), " ", outside(shown(field, here, currency))),
    corrected && el("p", { class: "good" }, w("review.corrected"), " ", outside(shown(field, corrected.original, currency)), corrected.reason ? [" · ", outside(corrected.reason)] : ""),
    made && el("p", { class: "pending" }, `◷ ${w("review.waits")} `, outside(shown(made.field, made.value, currency)), ` (${w("review.in_data")} `, outside(shown(field, made.original ?? value, currency)), ")"),
    read.filter((one) => one.quote).map((one) => el("p", {}, el("q", {}, outside(one.quote)), " · ", el("span", { title: visible(one.rule) }, ruleName(one.rule)))),
    published && published.stated > 1 && el("p", { class: published.disagreeing ? "doubt" : "" },
      published.disagreeing ? w("review.told_otherwise", { n: decimal(published.disagreeing), all: decimal(published.stated) }) : w("review.told_alike", { all: decimal(published.stated) }),
      ` · ${named("rule", published.rule)}`)));
}

/** The last correction of a field of this mention that is as asked for: not in the edition yet, or in it. */
const madeOf = (field, is) => desk.project.corrections
  .findLast((one) => is(one) && one.action === "correct" && (one.field === field || one.field?.startsWith(`${field}.`)) && (!one.mentions?.length || one.mentions.includes(mention().mention_id)));

function drawHistory() {
  const made = desk.project?.corrections ?? [];
  $("history").hidden = !made.length;
  $("history-list").replaceChildren(...made.map((one) => el("li", {},
    el("strong", {}, named("action", one.action), one.field ? ` – ${fieldName(one.field)}` : ""),
    one.action === "correct" ? [": ", el("s", {}, outside(shown(one.field, one.original, desk.project.currency))), " → ", outside(shown(one.field, one.value, desk.project.currency))] : "",
    one.reason ? [" · ", outside(one.reason)] : "",
    el("small", {}, ` ${moment(one.made)}${one.by ? `, ${visible(one.by)}` : ""} · ${one.pending ? w("review.waits_short") : named("fate", one.fate ?? "applied")}`))));
}

// ---- beginning an answer

/** Begins a draft, or goes back to one of the same kind. One that gives way to it can be put back. */
function begin(of) {
  const before = draft();
  const isSame = before && before.action === of.action && before.mention_id === of.mention_id && before.field === of.field;
  if (!isSame) {
    desk.radius = null;
    const typed = before && (before.value || before.reason?.trim() || before.words);
    const isContinued = before?.action === "correct" && of.action === "correct" && !before.field;
    const id = desk.project.project_id;
    const putBack = () => { desk.drafts[id] = before; keepDrafts(); if (desk.project.project_id === id) changed({ redraw: true }); };
    if (typed && !isContinued) toast(w("review.replaced"), { text: w("review.put_back"), run: putBack });
  }
  desk.drafts[desk.project.project_id] = isSame ? before : of;
  keepDrafts();
  drawForm();
  drawText();
  tryDraft();
}

const isOff = (action) => document.querySelector(`#actions [data-action="${action}"]`)?.getAttribute("aria-disabled") === "true";

function startCorrect(field, given = {}) {
  if (!mention()) return;
  const read = field && mention().facts.find((one) => one.field === field);
  const value = read && typeof read.value !== "object" ? String(read.value) : "";
  const before = draft();
  const words = given.words ?? null;
  begin({ action: "correct", mention_id: mention().mention_id, field: field ?? null, value: "", was: value, none: false, words: null, reason: "", also: [],
    ...(before?.action === "correct" && !before.field ? { words: before.words, value: before.value } : {}), ...(words ? given : {}) });
  focusInput(field ? "value" : "field");
}

function startAccept() {
  if (isOff("accept")) return;
  const field = document.activeElement?.closest?.("#facts [data-field]")?.dataset.field ?? document.activeElement?.closest?.("[data-about]")?.dataset.about;
  const known = desk.project.fields.some((one) => one.field === field) ? field : null;
  begin({ action: "accept", project_id: desk.project.project_id, field: known, reason: "" });
  $("save").focus();
}

function startReject() {
  if (isOff("reject")) return;
  begin({ action: "reject", project_id: desk.project.project_id, whole: true, mentions: [mention().mention_id], reason: "" });
  focusInput("reason");
}

function startSplit() {
  if (isOff("split")) return;
  begin({ action: "split", mentions: [], reason: "" });
  $("form-body").querySelector("input[type=checkbox]")?.focus();
}

/** Takes a candidate of a doubt: with its words, if the text has them among its sums, dates and facts. */
function takeCandidate(field, value) {
  const { page } = desk;
  const spans = [...(page.unread ?? []), ...mention().facts.filter((one) => one.end > one.start)];
  const quoteOf = (one) => page.text.slice(page.places.unit(one.start), page.places.unit(one.end));
  const found = spans.find((one) => figures(quoteOf(one)) === figures(value));
  startCorrect(correctable(field) ?? field);
  const of = draft();
  if (!of) return;
  Object.assign(of, { value: String(value), none: false, words: found ? { start: found.start, end: found.end } : null });
  changed({ redraw: true });
  if (missing(of)) focusInput(missing(of)); else $("save").focus();
}

/** Words of the text for the draft; without a draft they wait for a field. */
function giveWords(words, quote) {
  if (draft()?.action !== "correct") { startCorrect(null, { words, value: quote }); return; }
  const of = draft();
  if (of.mention_id !== mention().mention_id) { announce(w("review.other_mention")); return; }
  const isChoice = ["choice", "list"].includes(fieldOf(of.field)?.form) && fieldOf(of.field)?.choices;
  Object.assign(of, { words, none: false, value: isChoice ? of.value : quote });
  changed({ redraw: true });
  announce(w("review.words_taken", { words: visible(quote) }));
  focusInput(of.field ? "value" : "field");
}

const focusInput = (name) => $(`draft-${name}`)?.focus();

/** The draft is another one: it is kept, shown, and its radius asked for. */
function changed({ redraw = false } = {}) {
  keepDrafts();
  if (redraw) { drawForm(); drawText(); }
  tryDraft();
}

function dropDraft() {
  const of = draft();
  if (!of) return;
  delete desk.drafts[desk.project.project_id];
  desk.radius = null;
  keepDrafts();
  drawForm();
  drawText();
  (of.field && factButton(of.field) || $("case")).focus();
}
