// A page with its facts: what belongs together lights up together; n and p go from fact to fact.
root.classList.add("js");

/** Every element that stands for a fact, by the fact's id. */
const standing = new Map();
for (const element of document.querySelectorAll("[data-fact]")) {
  for (const fact of element.dataset.fact.split(" ")) {
    if (!standing.has(fact)) standing.set(fact, []);
    standing.get(fact).push(element);
  }
}
/** Checks and doubts that tie facts, by the fact's id. */
const tying = new Map();
for (const element of document.querySelectorAll("[data-ties]")) {
  for (const fact of element.dataset.ties.split(" ").filter(Boolean)) {
    if (!tying.has(fact)) tying.set(fact, []);
    tying.get(fact).push(element);
  }
}

let lit = [];
const darken = () => {
  for (const element of lit) element.classList.remove("lit");
  lit = [];
};

/** What an element tells of, and all that belongs to it. */
const light = (element) => {
  darken();
  const facts = (element.dataset.ties ?? element.dataset.fact ?? "").split(" ").filter(Boolean);
  const isFact = element.dataset.fact !== undefined;
  lit = facts.flatMap((fact) => [...(standing.get(fact) ?? []), ...(isFact ? tying.get(fact) ?? [] : [])]);
  if (!isFact) lit.push(element);
  for (const each of lit) each.classList.add("lit");
};

const isWide = () => matchMedia("(min-width: 62.01rem)").matches;
const isSeen = (element, box) => {
  const [inner, outer] = [element.getBoundingClientRect(), box ?? { top: 0, bottom: innerHeight }];
  return inner.top >= outer.top && inner.bottom <= outer.bottom;
};

/** Brings the other side of what is lit into sight; on a phone nothing moves but by a tap on a link. */
const follow = (from) => {
  if (!isWide()) return;
  const inText = from.closest(".text") !== null;
  const [first] = lit.filter((element) => (element.closest(".text") !== null) !== inText && element.dataset.fact !== undefined);
  if (!first) return;
  if (!inText) {
    if (!isSeen(first)) first.scrollIntoView({ block: "center" });
    return;
  }
  const panel = first.closest(".facts");
  if (panel && !isSeen(first, panel.getBoundingClientRect())) {
    panel.scrollTop += first.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
  }
};

const TIED = "[data-fact], [data-ties]";
const held = () => document.activeElement?.closest?.(TIED) ?? null;
let waiting = 0;
let [mouseX, mouseY] = [-1, -1];

document.addEventListener("mouseover", (event) => {
  // The page moves under a mouse that lies still, and that is no pointing.
  if (event.screenX === mouseX && event.screenY === mouseY) return;
  [mouseX, mouseY] = [event.screenX, event.screenY];
  const element = event.target.closest?.(TIED);
  clearTimeout(waiting);
  if (!element) {
    if (held()) light(held()); else darken();
    return;
  }
  light(element);
  // Whoever only passes by does not want the page to move.
  waiting = setTimeout(() => follow(element), 350);
});
document.addEventListener("mousemove", (event) => {
  [mouseX, mouseY] = [event.screenX, event.screenY];
});
document.addEventListener("focusin", (event) => {
  const element = event.target.closest?.(TIED);
  if (!element) return darken();
  light(element);
  follow(element);
});

/** The links of the facts that are seen, in order. */
const rows = () => [...document.querySelectorAll(".project:not(.off) .fact")].map((fact) => fact.querySelector("a") ?? fact);

/** Goes on from the fact that has the focus, or that was read from the words that have it. */
const step = (by) => {
  const all = rows();
  if (all.length === 0) return;
  const at = document.activeElement?.closest?.("[data-fact]");
  const here = at ? all.findIndex((link) => at.dataset.fact.split(" ").includes(link.closest(".fact").id)) : -1;
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : (here + by + all.length) % all.length;
  all[next].focus();
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  if (event.key === "n" || event.key === "p") {
    event.preventDefault();
    step(event.key === "n" ? 1 : -1);
  } else if (event.key === "Escape") {
    darken();
  }
});

// A link leads to its other side and takes the focus there, so that Enter leads back.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  const target = link && document.getElementById(link.getAttribute("href").slice(1));
  const place = target?.matches(TIED) ? (target.matches("[data-ties]") ? target : target.querySelector("a")) : null;
  if (place) setTimeout(() => place.focus({ preventScroll: true }));
});

for (const button of document.querySelectorAll("[data-numbers]")) {
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(root.classList.toggle("numbers")));
  });
}

/** Shows one project of a page alone, or all of them. */
const choose = (article, project) => {
  for (const button of article.querySelectorAll("[data-project]")) {
    button.setAttribute("aria-pressed", String(button.dataset.project === project));
  }
  for (const section of article.querySelectorAll("[data-of]")) {
    section.classList.toggle("off", project !== "" && section.dataset.of !== project);
  }
  for (const mark of article.querySelectorAll("mark[data-projects]")) {
    mark.classList.toggle("other", project !== "" && !mark.dataset.projects.split(" ").includes(project));
  }
};
for (const button of document.querySelectorAll("[data-project]")) {
  button.addEventListener("click", () => choose(button.closest("article"), button.dataset.project));
}
// A link to a fact of a project that is not shown shows all of them.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('.words a[href^="#"]');
  const target = link && document.getElementById(link.getAttribute("href").slice(1));
  if (target?.closest(".off")) choose(target.closest("article"), "");
}, true);
