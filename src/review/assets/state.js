// What the desk knows, how it asks the server, and how values are written in the language that is seen.

const WINDOW = 200; // Cases of the queue that stand in the document at once, at most.
const PAGE = 50; // Cases that are asked for at once.

const desk = {
  state: null, // Answer of /api/state.
  fields: [], // Answer of /api/fields.
  queue: { items: [], total: 0, open: 0, done: 0, counts: {}, offset: 0 },
  others: [], // What is searched for and not in the queue: of /api/projects.
  filter: { reason: "", find: "", state: "open" },
  project: null, // Answer of /api/projects/{id}.
  mention: 0, // Which of its mentions is seen.
  page: null, // Answer of /api/pages/{id}, with `places` (offsets) and `words`.
  drafts: {}, // What is begun and not saved, by project.
  radius: null, // { key, impact, normalised, warnings } of the draft that was last tried.
  saved: new Map(), // What was saved in this tab, by its correction's id: to come back to when it is undone.
};

const $ = (id) => document.getElementById(id);

/** What the server says to people: a key of a text, or a text. */
const said = (text, holes) => (texts[text] ? w(text, holes) : visible(text));

/** A key of the keyboard, on a button. */
const key = (name) => el("kbd", { "aria-hidden": "true" }, name);

// ---- moments and values

const locale = () => (language() === "en" ? "en-GB" : "pl-PL");

const moment = (stamp) =>
  Number.isNaN(Date.parse(stamp)) ? visible(stamp) : new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(stamp));

/** A value of a field as people write it. */
function shown(field, value, currency) {
  if (value === null || value === undefined || value === "") return w("review.nothing");
  if (typeof value === "object") return parts(field, value);
  const last = field.split(".").pop();
  const form = fieldOf(field)?.form;
  if (LISTS[last]) return listed(last, value);
  if (form === "money" || last === "value") return money(value, currency);
  if (form === "date") return day(value);
  if (form === "percent" && /^[\d.]+$/.test(value)) return percent(value);
  if (form === "count" && /^\d+$/.test(value)) return decimal(value);
  return visible(value);
}

/** A sum, a group of recipients or an indicator: its parts one after the other. */
function parts(field, value) {
  const some = Object.entries(value).filter(([, part]) => part !== null && part !== "" && part !== false);
  if (baseOf(field) === "amounts") {
    const about = ["role", "stage", "scope"].filter((name) => value[name] && value[name] !== "project").map((name) => named(name, value[name]));
    return `${about.join(", ")}: ${money(value.value, value.currency)}${value.rate ? ` (${percent(value.rate)})` : ""}`;
  }
  return some.map(([name, part]) => (name === "category" ? named("category", part) : visible(Array.isArray(part) ? part.join("; ") : part))).join(" · ");
}

/** What the server tells of a field; of `amounts[1].value` what can be told without it. */
function fieldOf(field) {
  const found = desk.fields.find((one) => one.field === field);
  if (found || !field) return found;
  if (/^amounts\[\d+\]\.value$/.test(field)) return { field, family: "money", form: "money" };
  if (/^amounts\[\d+\]\.role$/.test(field)) return { field, family: "money", form: "choice", choices: ROLES };
  const family = { amounts: "money", target_groups: "people", indicators: "title" }[baseOf(field)];
  return { field, family: desk.fields.find((one) => one.field === baseOf(field))?.family ?? family ?? "programme", form: "text" };
}

const ROLES = ["total", "eligible", "ineligible", "grant", "eu", "state", "own", "partner_share", "investment", "non_investment", "other"];

// ---- the server

/** The server refuses: what is wrong, and what to do. */
class Refusal extends Error {
  constructor(message, remedy, status, { detail = "", values = {} } = {}) {
    super(message);
    Object.assign(this, { remedy, status, detail: detail ?? "", values: values ?? {} });
  }
}

/** What the server gave with the page: the key without which it tells nothing, and where drafts of these corrections are kept. */
const issued = JSON.parse($("desk").textContent);

/** Asks the server, at a path below that of the page: with a body it is a POST. */
async function ask(path, body, signal) {
  const headers = { "x-metryczka-key": issued.key };
  const post = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(path, { ...(body === undefined ? { headers } : post), signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    away();
    throw new Refusal("review.server_away", "review.server_away_remedy", 0);
  }
  if ($("banner").dataset.kind === "away") banner(null);
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const isOut = response.status === 403;
  if (isOut) banner("review.not_let_in");
  const [error, remedy] = isOut ? ["review.err_link", "review.err_link_remedy"] : ["review.err_fault", "review.err_fault_remedy"];
  throw new Refusal(answer.error ?? error, answer.remedy ?? remedy, response.status, answer);
}

/** A project; its neighbours in the queue are those of the filter. */
const projectPath = (id) => `api/projects/${encodeURIComponent(id)}?${new URLSearchParams(desk.filter)}`;

/** What stands above everything until it is over. */
function banner(text, kind = "") {
  const bar = $("banner");
  bar.hidden = !text;
  bar.dataset.kind = kind;
  bar.replaceChildren(text ? w(text, { origin: location.origin }) : "");
}

/** The server does not answer: says so, and asks until it does. */
let waiting = null;
function away() {
  banner("review.server_away_banner", "away");
  waiting ??= setTimeout(async () => {
    waiting = null;
    try { await refreshState(); announce(w("review.server_back")); } catch { /* Asked again by `ask` itself. */ }
  }, 3000);
}

/** Why something did not work, as elements. What the program says of it in words of its own is for those who ask. */
const refusal = (error) => [
  el("strong", {}, said(error.message, error.values)), error.remedy ? el("span", {}, ` ${said(error.remedy, error.values)}`) : "",
  // What a value is to look like, the remedy says.
  error.detail && !error.message.startsWith("review.err_value_") ? details(error.detail) : "",
];

/** The program's own words, folded up. */
const details = (text) => el("details", {}, el("summary", {}, w("review.details")), el("small", { lang: "en-GB" }, visible(text)));

/** Says something to those who do not see it. */
function announce(text) {
  $("said").textContent = "";
  requestAnimationFrame(() => { $("said").textContent = text; });
}

/** Says something for a while, with something to do about it. */
function toast(text, action = null, isError = false) {
  const close = () => note.remove();
  const note = el("div", { class: isError ? "toast error" : "toast" }, el("div", {}, text),
    action && el("button", { type: "button", onclick: () => { close(); action.run(); } }, action.text),
    el("button", { type: "button", class: "quiet", onclick: close }, w("review.close")));
  $("toasts").replaceChildren(note);
  if (!isError) setTimeout(close, 20_000);
}

/** Runs something a person asked for; what goes wrong is told. */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (error.name === "AbortError") return null;
    if (!(error instanceof Refusal)) throw error;
    const changes = isStale(error) ? await catchUp() : null;
    toast([...refusal(error), changes && el("span", {}, ` ${changes}`)], null, true);
    return null;
  }
}

/** Whether the server refuses because it knows of something that this page does not know yet. */
const isStale = (error) => ["review.err_not_last", "review.err_changed", "review.err_rebuilding", "review.err_unknown"].includes(error.message);

/** Asks for everything anew, and says what has changed meanwhile. What is begun stays. */
async function catchUp() {
  const before = desk.state;
  try {
    await refreshState();
    await loadQueue();
    const id = desk.project?.project_id;
    await (id ? openProject(id, { focus: false, mention: desk.mention }).catch(openFirst) : openFirst());
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return "";
  }
  const now = desk.state;
  return [
    before && before.edition !== now.edition && w("review.changed_edition", { edition: visible(now.edition) }),
    before && before.corrections !== now.corrections && w("review.changed_corrections", { before: decimal(before.corrections), now: decimal(now.corrections) }),
    before?.last?.id !== now.last?.id && (now.last ? w("review.changed_last", { last: lastText(now.last) }) : w("review.changed_none")),
  ].filter(Boolean).join(" ");
}

// ---- drafts: what is typed survives a reload, and a new start of the program at the same address

const DRAFTS = `metryczka.drafts.${issued.drafts}.`;
const ACTIONS = ["correct", "accept", "reject", "merge", "split"];

/** What is kept of each project, as this page knows it: another one may have drafts of other projects. */
const keptDrafts = new Map();

function keepDrafts() {
  try {
    for (const id of [...keptDrafts.keys()].filter((one) => !desk.drafts[one])) {
      keptDrafts.delete(id);
      localStorage.removeItem(DRAFTS + id);
    }
    for (const [id, of] of Object.entries(desk.drafts)) {
      const text = JSON.stringify(of);
      if (keptDrafts.get(id) === text) continue;
      keptDrafts.set(id, text);
      localStorage.setItem(DRAFTS + id, text);
    }
  } catch { /* Then they live as long as the page. */ }
}

function recallDrafts() {
  try {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(DRAFTS))) recallDraft(name.slice(DRAFTS.length), localStorage.getItem(name));
  } catch { /* Then there are none. */ }
}

/** Takes a draft as it is kept; what is none is left alone. */
function recallDraft(id, text) {
  let of = null;
  try { of = JSON.parse(text); } catch { return; }
  if (!of || !ACTIONS.includes(of.action)) { delete desk.drafts[id]; keptDrafts.delete(id); return; }
  desk.drafts[id] = of;
  keptDrafts.set(id, text);
}

/** Another page of this desk has begun or ended a draft. The one that is seen here is the one that is being written. */
function draftsElsewhere({ key: name, newValue }) {
  const id = name?.startsWith(DRAFTS) ? name.slice(DRAFTS.length) : null;
  if (id === null || id === desk.project?.project_id) return;
  recallDraft(id, newValue ?? "null");
  drawQueue();
}

/** The draft of the project that is seen. */
const draft = () => desk.drafts[desk.project?.project_id] ?? null;

/** What is sent of a draft. */
function payload(of) {
  const reason = of.reason?.trim() || null;
  switch (of.action) {
    case "correct":
      return { action: "correct", mention_id: of.mention_id, field: of.field, value: of.none ? null : of.value.trim(), words: of.none ? null : of.words, reason, also: of.also };
    case "accept": return { action: "accept", project_id: of.project_id, field: of.field, reason };
    case "reject": return of.whole ? { action: "reject", project_id: of.project_id, reason } : { action: "reject", mentions: of.mentions, reason };
    case "merge": return { action: "merge", projects: of.projects, reason };
    default: return { action: "split", mentions: of.mentions, reason };
  }
}

/** What a draft still lacks: the name of its input, or null. */
function missing(of) {
  if (of.action === "correct") {
    if (!of.field) return "field";
    if (!of.none && !of.value?.trim()) return "value";
    if ((of.none || !of.words) && !of.reason?.trim()) return "reason";
  }
  if (of.action === "reject" && !of.whole && of.mentions.length === 0) return "mentions";
  if (of.action === "split" && (of.mentions.length === 0 || of.mentions.length >= desk.project.mentions.length)) return "mentions";
  if (of.action === "reject" && !of.reason?.trim()) return "reason";
  return null;
}

/** What tells one draft from another as far as its radius goes: all of it but the reason. */
const draftKey = (of) => JSON.stringify({ ...payload(of), reason: null });
