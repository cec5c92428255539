// The review desk, as a clerk works at it: from a doubtful project to a corrected edition.
import { after, afterEach, before, beforeEach, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accessible, launch, metryczka, open, review, shot, workplace } from "./desk.mjs";

let browser;
let folder;
let desk;
let number = 0;

before(async () => { browser = await launch(); });
after(() => browser?.close());
beforeEach(async () => {
  number += 1;
  folder = workplace(`review-${number}`);
  desk = await review(folder);
});
afterEach(() => desk?.end());

/** The desk in the browser, its first case drawn. */
async function sit(options) {
  const opened = await open(browser, desk.link, options);
  await opened.page.locator("#cases .case").first().waitFor();
  await opened.page.locator("#facts .fact").first().waitFor();
  return opened;
}

/** Opens the project whose title holds some words. */
async function choose(page, words) {
  await page.locator("#find").fill(words);
  await page.locator("#cases .case", { hasText: words }).first().click();
  await page.locator("#case", { hasText: words }).waitFor();
}

/** Selects words in the text of the page, as a mouse would. */
async function select(page, words) {
  await page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const whole = nodes.map((node) => node.data).join("");
    const at = whole.indexOf(wanted);
    if (at < 0) throw new Error(`not in the text: ${wanted}`);
    const place = (offset) => {
      let rest = offset;
      for (const node of nodes) {
        if (rest <= node.length) return [node, rest];
        rest -= node.length;
      }
      return [nodes.at(-1), nodes.at(-1).length];
    };
    document.getElementById("text").focus();
    getSelection().setBaseAndExtent(...place(at), ...place(at + wanted.length));
  }, words);
}

const corrections = () => readFileSync(join(folder, "corrections.toml"), "utf8");

test("a clerk corrects an amount by its words, sees what it changes, saves, rebuilds and sees it corrected", async () => {
  const { page, clean } = await sit();
  await choose(page, "Przebudowa drogi gminnej");
  const project = await page.locator("#cases .case[aria-current]").getAttribute("data-case");
  await accessible(page, "review, a case");
  await shot(page, "review");
  // The page prints 318 000 as its own contribution; the sums do not close. The clerk says: it is 328 000.
  await page.locator('#facts .fact[data-field="own_contribution"]').click();
  await page.locator("#draft-value").fill("328 000,00 zł");
  await page.locator("#draft-reason").fill("umowa mówi 328 000 zł");
  await page.locator("#radius table").first().waitFor();
  const radius = await page.locator("#radius").innerText();
  assert.match(radius.replaceAll("\u00a0", " "), /318 000,00.*328 000,00/s);
  await accessible(page, "review, the blast radius");
  await shot(page, "review-radius");
  await page.keyboard.press("Control+Enter");
  await page.locator("#toasts .toast").first().waitFor();
  assert.match(corrections(), /field = "own_contribution"/);
  assert.match(corrections(), /original = "318000/);
  assert.match(corrections(), /value = "328000/);
  await page.locator("#rebuild").click();
  await page.locator("#edition", { hasNotText: "first" }).waitFor({ timeout: 120_000 });
  // Its figures close, so nobody is asked of it any more; its own address still leads to it.
  await page.goto(`${page.url().split("#")[0]}#${project}`);
  await page.reload();
  await page.locator("#case", { hasText: "Przebudowa drogi gminnej" }).waitFor();
  const fact = page.locator("#facts li", { has: page.locator('.fact[data-field="own_contribution"]') });
  await fact.getByText("328").first().waitFor();
  assert.match((await fact.innerText()).replaceAll("\u00a0", " "), /328 000,00.*318 000,00/s, "the original is kept beside it");
  assert.match(await page.locator("#case-about").innerText(), /potwierdzon/i, "the figures prove themselves now");
  clean();
  assert.match(metryczka(folder, "diff", "first"), /own_contribution/);
});

test("selected words become the value, exact to the byte", async () => {
  const { page, clean } = await sit();
  await choose(page, "Przebudowa drogi gminnej");
  await page.keyboard.press("Escape");
  await page.locator('#facts .fact[data-field="signed_date"]').click();
  await select(page, "07.06.2021");
  await page.locator("#take").click();
  await page.locator("#radius table").first().waitFor();
  await page.keyboard.press("Control+Enter");
  await page.locator("#toasts .toast").first().waitFor();
  const file = corrections();
  assert.match(file, /value = "2021-06-07"/);
  assert.match(file, /quote = "07\.06\.2021"/);
  clean();
});

test("what was done is undone, and nothing of it stays in the file", async () => {
  const { page, clean } = await sit();
  await page.locator('[data-action="accept"]').click();
  // What is not seen yet cannot be saved.
  await page.locator('#save[aria-disabled="false"]').waitFor();
  await page.keyboard.press("Control+Enter");
  await page.locator("#toasts .toast").first().waitFor();
  assert.match(corrections(), /action = "accept"/);
  await page.locator("#undo").click();
  await page.waitForFunction(() => document.getElementById("undo").ariaDisabled === "true");
  assert.doesNotMatch(corrections(), /action = "accept"/);
  clean();
});

test("an answer of another day is taken back only when that is meant", async () => {
  const { page, context, clean } = await sit();
  await page.locator('[data-action="accept"]').click();
  await page.locator('#save[aria-disabled="false"]').waitFor();
  await page.keyboard.press("Control+Enter");
  await page.locator("#toasts .toast").first().waitFor();
  await page.reload();
  await page.locator("#facts .fact").first().waitFor();
  await page.locator("#case").focus();
  await page.keyboard.press("u");
  await page.locator("#ask[open]").waitFor();
  assert.match(await page.locator("#ask-what").innerText(), /c1/);
  assert.match(await page.locator("#ask-who").innerText(), /\d{4}/, "when it was given");
  await accessible(page, "review, undo is asked for");
  await page.keyboard.press("Escape");
  await page.locator("#ask").waitFor({ state: "hidden" });
  assert.match(corrections(), /action = "accept"/, "Escape leaves it");
  // Meanwhile another tab takes it back: this one sees how things stand, and does not refuse for ever.
  const other = await context.newPage();
  await other.goto(page.url());
  await other.locator("#facts .fact").first().waitFor();
  await other.locator("#undo").click();
  await other.locator("#ask-yes").click();
  await other.waitForFunction(() => document.getElementById("undo").ariaDisabled === "true");
  assert.doesNotMatch(corrections(), /action = "accept"/);
  await page.locator("#undo").click();
  await page.locator("#ask-yes").click();
  await page.locator("#toasts .toast.error").waitFor();
  assert.match(await page.locator("#toasts").innerText(), /Poprawek było 1, jest 0/);
  await page.waitForFunction(() => document.getElementById("undo").ariaDisabled === "true");
  // The browser itself notes the refusal.
  await other.close();
});

test("what was typed is there again after a new start of the program, at the link it prints", async () => {
  const { page, context } = await sit();
  await choose(page, "Przebudowa drogi gminnej");
  await page.locator('#facts .fact[data-field="own_contribution"]').click();
  await page.locator("#draft-value").fill("328 000,00 zł");
  const { origin, port } = new URL(page.url());
  await desk.end();
  await page.locator('#banner[data-kind="away"]', { hasText: origin }).waitFor();
  desk = await review(folder, "--port", port);
  await page.locator("#banner", { hasText: "nowy odnośnik" }).waitFor();
  const again = await context.newPage();
  await again.goto(desk.link);
  await again.locator("#facts .fact").first().waitFor();
  await choose(again, "Przebudowa drogi gminnej");
  await again.locator("#draft-value").waitFor();
  assert.equal(await again.locator("#draft-value").inputValue(), "328 000,00 zł");
  // Dropped here, it is gone for good.
  await again.locator('#draft [data-action="drop"]').click();
  await again.reload();
  await again.locator("#facts .fact").first().waitFor();
  assert.equal(await again.locator("#draft").isVisible(), false);
});

test("the queue is worked through with the keyboard alone", async () => {
  const { page, clean } = await sit();
  const first = await page.locator("#case").innerText();
  await page.locator("#case").focus();
  await page.keyboard.press("j");
  await page.waitForFunction((before) => document.getElementById("case").innerText !== before, first);
  await page.keyboard.press("k");
  await page.waitForFunction((before) => document.getElementById("case").innerText === before, first);
  await page.keyboard.press("?");
  await page.locator("#help[open]").waitFor();
  await accessible(page, "review, help");
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "find");
  await page.keyboard.type("x");
  assert.equal(await page.locator("#draft").isVisible(), false, "keys do nothing while one types");
  clean();
});

test("words and facts point at one another", async () => {
  const { page, clean } = await sit();
  await page.locator('#facts .fact[data-fact="total_cost"]').first().focus();
  await page.locator('#text mark.tied[data-fact~="total_cost"]').first().waitFor();
  await page.locator('#text mark[data-fact~="beneficiary"]').first().hover();
  await page.locator('#facts .fact.tied[data-fact="beneficiary"]').waitFor();
  clean();
});

test("without the token of this run nothing is told, and with its cookie alone neither", async () => {
  const { context, page } = await sit();
  const room = new URL(page.url().split("#")[0]);
  const stranger = await browser.newContext();
  const answer = await stranger.request.get(`${room}api/state`);
  assert.equal(answer.status(), 403);
  const cookie = await context.request.get(`${room}api/state`);
  assert.equal(cookie.status(), 403, "what a browser sends by itself is not enough");
  const forged = await context.request.post(`${room}api/undo`, { data: { id: "c1" }, headers: { origin: "http://evil.example" } });
  assert.ok([403, 421].includes(forged.status()), `${forged.status()}`);
  // A server on another port of the same machine is sent no cookie of the desk's.
  const sent = await context.cookies("http://127.0.0.1:1/");
  assert.deepEqual(sent, []);
  await page.reload();
  await page.locator("#facts .fact").first().waitFor();
});

test("the desk is usable on a phone, in the dark and in English", async () => {
  const { page, clean } = await sit({ viewport: { width: 360, height: 780 }, colorScheme: "dark" });
  await page.locator('[data-language="en"]').click();
  await accessible(page, "review, phone, dark, English");
  await shot(page, "review-phone");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} px wider than the screen`);
  clean();
});
