// The notice: what the page says, and where in it. Its text can be walked with a caret and cannot be changed.

const mention = () => desk.project?.mentions[desk.mention] ?? null;

/** Shows one of the mentions of the project, with the text of its page. */
async function openMention(at) {
  desk.mention = Math.max(0, Math.min(at, desk.project.mentions.length - 1));
  const of = mention();
  if (of && desk.page?.page_id !== of.page_id) {
    const page = await ask(`api/pages/${encodeURIComponent(of.page_id)}`);
    if (mention()?.page_id !== page.page_id) return;
    desk.page = { ...page, places: offsets(page.text), words: wordsOf(page.text) };
  }
  drawNotice();
  scrollToMention();
}

async function turnMention(at) {
  await openMention(at);
  drawAnswer();
}

function drawNotice() {
  const { project } = desk;
  $("case").textContent = project ? (project.title ? visible(project.title) : w("review.untitled")) : w("review.no_case");
  $("case-about").replaceChildren(...(project ? about(project) : []));
  $("tabs").replaceChildren(...(project && project.mentions.length > 1 ? project.mentions.map(drawTab) : []));
  $("tabs").hidden = !project || project.mentions.length < 2;
  $("source").replaceChildren(...(mention() ? source(mention()) : []));
  $("text-tools").hidden = !mention();
  drawText();
}

/** What a case is about, under its title. */
function about(project) {
  const value = (field) => project.fields.find((one) => one.field === field)?.value;
  const facts = [value("beneficiary"), project.municipality].filter(Boolean).map((one) => outside(one));
  const sum = value("total_cost") ?? value("cofinancing");
  if (sum) facts.push(el("strong", {}, money(sum, project.currency)));
  facts.push(el("span", { class: `tag ${project.proof}` }, named("proof", project.proof)));
  if (project.presence && project.presence !== "current") facts.push(el("span", { class: "tag" }, named("presence", project.presence)));
  if (project.queue?.place) facts.push(w("review.place_in_queue", { place: decimal(project.queue.place), of: decimal(project.queue.of) }));
  return facts.flatMap((one, n) => (n ? [" · ", one] : [one]));
}

function drawTab(of, at) {
  const isSeen = at === desk.mention;
  return el("button", { type: "button", role: "tab", id: `tab-${at}`, "aria-selected": String(isSeen), "aria-controls": "text",
    tabindex: isSeen ? "0" : "-1", onclick: () => attempt(() => turnMention(at)) },
    `${at + 1}. `, outside(of.title || of.place), el("small", {}, outside(shortPlace(of.place))));
}

/** The end of an address or path: what tells one page of a site from another. */
const shortPlace = (place) => (place.length > 40 ? `…${place.slice(-38)}` : place);

/** Where a mention stands: a link only if it is one of the web. */
function source(of) {
  return [
    link(of.url, of.place, { target: "_blank" }),
    of.fetched ? ` · ${w("review.fetched")} ${moment(of.fetched)}` : "",
    desk.project.mentions.length > 1 ? [" · ", named("proof", of.proof)] : "",
  ].flat();
}

// ---- marks

/** What is marked in the text: the mention's facts, what nobody read, and the words of the draft. In units. */
function marks() {
  const { places, unread } = desk.page;
  const placed = (one, rest) => ({ ...rest, start: places.unit(one.start), end: places.unit(one.end) });
  const facts = mention().facts.filter((one) => one.end > one.start)
    .map((one) => placed(one, { fact: one.field, family: fieldOf(one.field).family }));
  const open = (unread ?? []).map((one) => placed(one, { unread: one.kind }));
  const of = draft();
  const chosen = of?.words && of.mention_id === mention().mention_id ? [placed(of.words, { chosen: true })] : [];
  return [...facts, ...open, ...chosen];
}

function drawText() {
  const box = $("text");
  if (!mention() || !desk.page) { box.replaceChildren(); return; }
  const shownText = visible(desk.page.text);
  box.replaceChildren(...pieces(shownText.length, marks()).map(([start, end, on]) => drawPiece(shownText.slice(start, end), on)));
}

function drawPiece(text, on) {
  const facts = on.filter((one) => one.fact);
  const [unread, chosen] = [on.find((one) => one.unread), on.some((one) => one.chosen)];
  if (!on.length) return document.createTextNode(text);
  const classes = [facts[0] && `f-${facts[0].family}`, unread && !facts.length && "unread", chosen && "chosen"].filter(Boolean).join(" ");
  const title = facts.length ? facts.map((one) => fieldName(one.fact)).join(", ") : unread ? w(`review.unread_${unread.unread}`) : w("review.chosen_words");
  return el("mark", { class: classes, title, "data-fact": facts.map((one) => one.fact).join(" ") || null }, text);
}

// ---- places in the text

/** The unit of the text at a place in the document. */
function unitAt(node, offset) {
  const range = document.createRange();
  range.setStart($("text"), 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

/** The place in the document of a unit of the text. */
function placeAt(unit) {
  const walker = document.createTreeWalker($("text"), NodeFilter.SHOW_TEXT);
  let [left, node, last] = [unit, walker.nextNode(), $("text")];
  for (; node; node = walker.nextNode()) {
    if (left <= node.length) return [node, left];
    left -= node.length;
    last = node;
  }
  return [last, last === $("text") ? 0 : last.length];
}

/** What is selected in the text: [anchor, caret] in units, or null if the selection is elsewhere. */
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || !$("text").contains(selection.anchorNode) || !$("text").contains(selection.focusNode)) return null;
  return [unitAt(selection.anchorNode, selection.anchorOffset), unitAt(selection.focusNode, selection.focusOffset)];
}

function select(anchor, caret) {
  getSelection().setBaseAndExtent(...placeAt(anchor), ...placeAt(caret));
  const range = document.createRange();
  range.setStart(...placeAt(caret));
  const at = range.getClientRects()[0] ?? range.startContainer.parentElement.getBoundingClientRect();
  bringIntoView(at);
}

/** Scrolls the text, and only the text, until a rectangle of it is seen. */
function bringIntoView(at) {
  const box = $("text").getBoundingClientRect();
  if (at.top < box.top + 24) $("text").scrollTop -= box.top + box.height / 3 - at.top;
  else if (at.bottom > box.bottom - 24) $("text").scrollTop += at.bottom - box.top - (box.height * 2) / 3;
}

/** The marks under a place of the text. */
const marksAt = (unit) => marks().filter((one) => !one.chosen && one.start <= unit && unit <= one.end).sort((a, b) => (a.end - a.start) - (b.end - b.start));

/** Takes the selected words, or those of the mark the caret stands in, for the draft. */
function takeWords() {
  const at = selected();
  if (!at) return;
  const [start, end] = at[0] !== at[1] ? trimmed(desk.page.text, Math.min(...at), Math.max(...at)) : spanOf(marksAt(at[1])[0]);
  if (start === end) { announce(w("review.select_first")); return; }
  giveWords(desk.page.places.span(start, end), desk.page.text.slice(start, end));
}

const spanOf = (mark) => (mark ? [mark.start, mark.end] : [0, 0]);

/** Goes to the next (1) or previous (-1) sum or date of the text, read or unread, and selects it. */
function nextFigure(direction) {
  const from = selected() ?? [0, 0];
  const at = direction > 0 ? Math.max(...from) : Math.min(...from);
  const isFigure = (one) => one.unread || ["money", "date"].includes(fieldOf(one.fact)?.form) || baseOf(one.fact) === "amounts";
  const all = marks().filter(isFigure).sort((a, b) => a.start - b.start);
  const found = direction > 0 ? all.find((one) => one.start >= at) ?? all[0] : all.findLast((one) => one.end <= at) ?? all.at(-1);
  if (!found) { announce(w("review.no_figures")); return; }
  $("text").focus({ preventScroll: true });
  select(found.start, found.end);
}

/** Arrows move the caret by words, with Shift they select, with Ctrl they go letter by letter as the browser does. */
function walkText(event) {
  const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const at = selected();
  if (!direction || !at || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const caret = step(desk.page.words, desk.page.text.length, at[1], direction);
  select(event.shiftKey ? at[0] : caret, caret);
}

// ---- value and words belong together

/** Shows which words and which value belong together: by the name of the fact. */
let tied = "";
function tie(facts, { scrollText = false, scrollRow = false } = {}) {
  const name = facts.join(" ");
  if (name !== tied) {
    tied = name;
    for (const one of document.querySelectorAll(".tied")) one.classList.remove("tied");
    for (const one of document.querySelectorAll("[data-fact]")) {
      if (one.dataset.fact.split(" ").some((fact) => facts.includes(fact))) one.classList.add("tied");
    }
  }
  const first = (within) => [...$(within).querySelectorAll("[data-fact].tied")][0];
  if (scrollText && first("text")) bringIntoView(first("text").getBoundingClientRect());
  if (scrollRow) first("facts")?.scrollIntoView({ block: "nearest" });
}

const factsOf = (node) => node?.closest?.("[data-fact]")?.dataset.fact.split(" ").filter(Boolean) ?? [];

/** The first words of the mention come into view when it is opened. */
function scrollToMention() {
  $("text").scrollTop = 0;
  tied = "";
  const first = $("text").querySelector("[data-fact]");
  if (first) bringIntoView(first.getBoundingClientRect());
}
