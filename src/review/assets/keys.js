// Keys, buttons, and the beginning.

/** Everything that can be done, by its key: what the help lists, and what the buttons do. */
const KEYS = [
  ["j", "next", () => attempt(() => move(1))],
  ["k", "previous", () => attempt(() => move(-1))],
  ["c", "correct", () => startCorrect(factAtFocus())],
  ["a", "accept", startAccept],
  ["x", "reject", startReject],
  ["m", "merge", startMerge],
  ["s", "split", startSplit],
  ["u", "undo", () => attempt(undo)],
  ["d", "drop", dropDraft],
  ["t", "to_text", goToText],
  ["f", "to_facts", () => ($("questions").querySelector("button") ?? $("facts").querySelector("button"))?.focus()],
  ["q", "to_queue", () => (caseButton(desk.project?.project_id) ?? $("cases").querySelector("button"))?.focus()],
  ["n", "next_figure", () => nextFigure(1)],
  ["p", "previous_figure", () => nextFigure(-1)],
  ["g", "next_mention", () => desk.project?.mentions.length > 1 && attempt(() => turnMention((desk.mention + 1) % desk.project.mentions.length))],
  ["r", "rebuild", () => attempt(rebuild)],
  ["/", "search", () => $("find").focus()],
  ["?", "help", () => { drawHelp(); $("help").showModal(); }],
];

/** Keys that work elsewhere than the rest: only listed. */
const OTHER_KEYS = [["1–9", "candidate"], ["Enter", "enter"], ["← →", "arrows"], ["Ctrl+Enter", "save"], ["Ctrl+Shift+Enter", "save_stay"], ["Esc", "escape"]];

/** The caret begins where the mention does. */
function goToText() {
  $("text").focus({ preventScroll: true });
  const at = selected();
  if (at && Math.max(...at) > 0) return;
  const first = mention() ? Math.min(...marks().filter((one) => one.fact).map((one) => one.start)) : 0;
  select(...[first, first].map((one) => (Number.isFinite(one) ? one : 0)));
}

const factAtFocus = () => {
  const field = document.activeElement?.closest?.("#facts [data-field]")?.dataset.field;
  return field ? correctable(field) : null;
};

const isTyping = (node) => node.matches("input:not([type=checkbox], [type=radio]), textarea, select");
const areKeysOn = () => recall("keys") !== "off";

function pressed(event) {
  if (document.querySelector("dialog[open]") || event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); attempt(() => save(event.shiftKey)); return; }
  if (event.key === "Escape") { leave(event.target); return; }
  if (event.target === $("text")) inText(event);
  if (["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"].includes(event.key)) { rove(event); return; }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !areKeysOn()) return;
  const candidate = /^[1-9]$/.test(event.key) && document.querySelector(`[data-candidate="${event.key}"]`);
  const found = KEYS.find(([name]) => name === event.key) ?? KEYS.find(([name]) => name === event.key.toLowerCase() && !event.shiftKey);
  if (!candidate && !found) return;
  event.preventDefault();
  if (candidate) candidate.click(); else found[2]();
}

/** Escape leaves what one is in: the form for its fact, a filter for the case. What is typed stays. */
function leave(from) {
  const field = draft()?.field;
  const target = from.closest("#draft") && field ? factButton(field.split(".")[0]) : null;
  (target ?? $("case")).focus();
}

function inText(event) {
  if (event.key === "Enter" && !event.ctrlKey) { event.preventDefault(); takeWords(); } else walkText(event);
}

/** Arrows go from one row of a list to the next. */
function rove(event) {
  const list = event.target.closest("#cases, #facts, #merge-found, #tabs");
  if (!list) return;
  const direction = ["ArrowDown", "ArrowRight"].includes(event.key) ? 1 : -1;
  const buttons = [...list.querySelectorAll("button")];
  const next = buttons[buttons.indexOf(event.target.closest("button")) + direction];
  if (!next) return;
  event.preventDefault();
  next.focus();
  if (list.id === "tabs") attempt(() => turnMention(buttons.indexOf(next))).then(() => $(`tab-${desk.mention}`)?.focus());
}

function drawHelp() {
  const rows = [...KEYS.map(([name, what]) => [name, `key_${what}`]), ...OTHER_KEYS.map(([name, what]) => [name, `key_${what}`])];
  $("help-keys").replaceChildren(...rows.map(([name, what]) => el("tr", {}, el("th", { scope: "row" }, el("kbd", {}, name)), el("td", {}, w(`review.${what}`)))));
  $("keys-on").checked = areKeysOn();
}

/** Labels that are no elements: they follow the language by hand. */
function label() {
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", w(one.dataset.label));
  for (const one of document.querySelectorAll("[data-placeholder]")) one.placeholder = w(one.dataset.placeholder);
  for (const one of document.querySelectorAll("[data-text]")) one.textContent = w(one.dataset.text);
  document.title = w("review.title");
}

function redraw() {
  label();
  if (desk.state) drawState();
  drawQueue();
  drawNotice();
  drawAnswer();
  markCase();
}

const later = (work) => {
  let wait = null;
  return () => { clearTimeout(wait); wait = setTimeout(() => attempt(work), 250); };
};

function listen() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("language", redraw);
  addEventListener("storage", draftsElsewhere);
  $("ask-yes").addEventListener("click", () => $("ask").close("yes"));
  for (const [, name, run] of KEYS) {
    for (const one of document.querySelectorAll(`[data-action="${name}"]`)) one.addEventListener("click", () => { if (one.getAttribute("aria-disabled") !== "true") run(); });
  }
  // The address after the # is that of the case.
  document.querySelector(".skip").addEventListener("click", (event) => { event.preventDefault(); $("case").focus(); });
  $("save").addEventListener("click", () => attempt(() => save()));
  $("save-stay").addEventListener("click", () => attempt(() => save(true)));
  $("draft").addEventListener("submit", (event) => event.preventDefault());
  // Enter in an input is no saving yet: it goes to the button that saves.
  $("draft").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && event.target.matches("input, select")) { event.preventDefault(); $("save").focus(); }
  });
  $("filters").addEventListener("submit", (event) => { event.preventDefault(); $("cases").querySelector("button")?.focus(); });
  $("find").addEventListener("input", later(() => { desk.filter.find = $("find").value; return loadQueue({ fromStart: true }); }));
  $("reason-filter").addEventListener("change", () => { desk.filter.reason = $("reason-filter").value; attempt(() => loadQueue({ fromStart: true })); });
  $("state-filter").addEventListener("change", () => { desk.filter.state = $("state-filter").value; attempt(() => loadQueue({ fromStart: true })); });
  $("more").addEventListener("click", () => attempt(() => moreOfQueue(true)));
  $("earlier").addEventListener("click", () => attempt(() => moreOfQueue(false)));
  $("merge-find").addEventListener("input", later(findToMerge));
  $("merge-form").addEventListener("submit", (event) => { event.preventDefault(); $("merge-found").querySelector("button")?.focus(); });
  for (const one of document.querySelectorAll("[data-close]")) one.addEventListener("click", () => one.closest("dialog").close());
  $("keys-on").addEventListener("change", (event) => remember("keys", event.target.checked ? "on" : "off"));
  listenToText();
}

function listenToText() {
  const text = $("text");
  // It has a caret, and nothing can be written into it.
  for (const kind of ["beforeinput", "paste", "drop", "dragstart"]) text.addEventListener(kind, (event) => event.preventDefault());
  text.addEventListener("compositionend", drawText);
  text.addEventListener("mouseup", () => setTimeout(clickedText));
  $("take").addEventListener("click", takeWords);
  // A button takes the focus, and with it the selection, before it is clicked.
  $("take").addEventListener("pointerdown", (event) => event.preventDefault());
  document.addEventListener("selectionchange", () => {
    if (document.activeElement !== text) return;
    const at = selected();
    const under = at && at[0] === at[1] ? marksAt(at[1]).filter((one) => one.fact).map((one) => one.fact) : [];
    if (under.length) tie(under, { scrollRow: true });
  });
  document.addEventListener("mouseover", (event) => { const facts = factsOf(event.target); if (facts.length) tie(facts, hovered(event.target)); });
  document.addEventListener("focusin", (event) => { if (event.target !== text && factsOf(event.target).length) tie(factsOf(event.target), { scrollText: true }); });
}

/** A value under the mouse brings its words into view, and words their value, unless somebody is writing beside it. */
const hovered = (node) => ({ scrollText: Boolean(node.closest("#facts")), scrollRow: Boolean(node.closest("#text")) && !draft() });

/** The mouse in the text: what it selected is taken, or the mark it clicked, while a field is being corrected. */
function clickedText() {
  const at = selected();
  if (!at || draft()?.action !== "correct") return;
  if (at[0] !== at[1] || marksAt(at[1]).length) takeWords();
}

async function start() {
  recallDrafts();
  label();
  listen();
  try {
    [desk.state, desk.fields] = await Promise.all([ask("api/state"), ask("api/fields")]);
    drawState();
    await loadQueue({ fromStart: true });
    const id = decodeURIComponent(location.hash.slice(1));
    await (id ? openProject(id, { focus: false }).catch(openFirst) : openFirst());
    if (desk.state.rebuild.status === "running") await watchRebuild();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    toast(refusal(error), { text: w("review.again"), run: () => location.reload() }, true);
  }
}

start();
