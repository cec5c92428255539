// The table of projects in the report: what it computes without a browser, and what a person does with it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { accessible, launch, metryczka, open, root, shot, workplace } from "./desk.mjs";

const source = readFileSync(join(root, "src/report/assets/table.js"), "utf8");
const pure = source.slice(source.indexOf("// ── Without a document"), source.indexOf("// ── End of what"));
const { units, csvField, csvLine, csvSum, sumsOf, parted, fromHash, toHash } = vm.runInNewContext(`${pure}; ({ units, csvField, csvLine, csvSum, sumsOf, parted, fromHash, toHash })`, { URLSearchParams });
/** A value of another realm as one of this. */
const own = (value) => JSON.parse(JSON.stringify(value));

let browser;
let address;

before(async () => {
  browser = await launch();
  const folder = workplace("table");
  const file = join(folder, "report.html");
  metryczka(folder, "report", "first", "--into", file);
  address = pathToFileURL(file).href;
});
after(() => browser?.close());

/** The number of projects that are told to match. */
const told = async (page) => Number(/\d+/.exec(await page.locator(".p-count").textContent())[0]);

test("hundredths are written exactly", () => {
  assert.equal(units(9007199254740993n), "90071992547409.93");
  assert.equal(units(-5n), "-0.05");
});

test("no cell of the CSV is a formula", () => {
  assert.equal(csvField("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"");
  assert.deepEqual(["@x", "-1+2", "\tx", "＝x"].map((text) => csvField(text)), ["'@x", "'-1+2", "'\tx", "'＝x"]);
  assert.deepEqual(["-12.50", "Ełk", null, "a,b"].map((text) => csvField(text)), ["-12.50", "Ełk", "", "\"a,b\""]);
});

test("a spreadsheet set to Polish gets semicolons and decimal commas", () => {
  assert.equal(csvLine(["Ełk; Pisz", csvSum("-12.50", "pl"), csvSum(null, "pl")], "pl"), "\"Ełk; Pisz\";-12,50;\r\n");
  assert.equal(csvLine(["Ełk", csvSum("12.50", "en")], "en"), "Ełk,12.50\r\n");
});

test("sums of two currencies or two stages are never added, and a missing one is not zero", () => {
  const rows = [["PLN", "granted", 100n, 50n], ["PLN", "requested", 7n, 5n], ["PLN", "unstated", null, 3n], ["EUR", "granted", 9n, null], ["PLN", "granted", null, 1n]];
  const told = ([currency, stage, total, grant]) => ({ currency, stage, total, grant });
  const plain = [...sumsOf(rows, told)].map(([currency, stages]) => [currency, Object.entries(stages).map(([stage, sums]) => [stage, Object.entries(sums).map(([name, [sum, count]]) => `${name} ${sum} ${count}`)])]);
  assert.equal(JSON.stringify(plain), JSON.stringify([
    ["PLN", [["granted", ["total 100 1", "grant 51 2"]], ["requested", ["total 7 1", "grant 5 1"]], ["unstated", ["grant 3 1"]]]],
    ["EUR", [["granted", ["total 9 1"]]]],
  ]));
});

test("words that two facts share carry both", () => {
  assert.deepEqual(own(parted("abcde", [[0, 3, "x"], [2, 5, "y"]])), [["ab", ["x"]], ["c", ["x", "y"]], ["de", ["y"]]]);
  assert.deepEqual(own(parted("abc", [])), [["abc", []]]);
});

test("a view survives its address", () => {
  const state = { ...own(fromHash("")), q: "łódź & <b>", sort: "title", down: false, page: 3, programme: "RPWM", doubt: true, open: "0a" };
  assert.deepEqual(own(fromHash(toHash(state))), state);
  assert.equal(toHash(fromHash("")), "#projects");
});

test("words narrow the table without case and diacritics, numbers too, and nothing found is said", async () => {
  const { page, clean } = await open(browser, address);
  const all = await told(page);
  await page.fill("#p-query", "MRAGOWO");
  const some = await told(page);
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  const rows = await page.locator("#projects-table tbody tr").allTextContents();
  assert.ok(rows.length === some && rows.every((row) => row.includes("Mrągowo")));
  await page.fill("#p-query", "fewm.06.01");
  assert.ok((await told(page)) > 0);
  await page.fill("#p-query", "zzz");
  assert.equal(await page.locator("#projects-table tbody tr").count(), 0);
  assert.match(await page.locator(".p-count").textContent(), /Żaden/);
  clean();
});

test("filters, order and an open row are in the address, and the address opens them again", async () => {
  const { page, context, clean } = await open(browser, address);
  await page.selectOption("#p-programme", "RPWM");
  await page.getByRole("button", { name: "Tytuł" }).click();
  assert.equal(await page.locator('th[data-sort="title"]').getAttribute("aria-sort"), "ascending");
  await page.locator(".p-open").nth(1).click();
  await page.locator(".p-facts table").waitFor();
  await page.waitForFunction(() => location.hash.includes("open="));
  const titles = await page.locator(".p-open").allTextContents();
  const again = await context.newPage();
  await again.goto(page.url());
  await again.locator(".p-facts table").waitFor();
  assert.deepEqual(await again.locator(".p-open").allTextContents(), titles);
  assert.equal(await again.locator('.p-open[aria-expanded="true"]').textContent(), titles[1]);
  await again.getByRole("button", { name: "Wyczyść filtry" }).click();
  assert.ok((await told(again)) > titles.length);
  clean();
});

test("the keyboard alone searches, walks, opens, closes and asks for help", async () => {
  const { page, clean } = await open(browser, address);
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  await page.keyboard.press("/");
  assert.equal(await focused(), "p-query");
  const titles = await page.locator(".p-open").allTextContents();
  await page.locator(".p-open").first().focus();
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("k");
  assert.equal(await focused(), titles[1]);
  await page.keyboard.press("Enter");
  await page.locator(".p-facts table").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".p-detail").count(), 0);
  assert.equal(await focused(), titles[1]);
  await page.keyboard.press("?");
  assert.ok(await page.locator(".p-help").evaluate((help) => help.open));
  await accessible(page, "report, help");
  clean();
});

test("a value shows its words and words show their value, and the row can be read by everyone", async () => {
  const { page, clean } = await open(browser, address);
  await page.locator(".p-open").first().click();
  await page.locator(".p-facts table").waitFor();
  const names = page.locator(".p-facts table .p-fact");
  assert.ok((await names.count()) > 3);
  await names.first().focus();
  const lit = await page.locator("mark.p-lit").allTextContents();
  const title = await page.locator('.p-open[aria-expanded="true"]').textContent();
  assert.equal(lit.join(""), title);
  await page.locator("mark.p-lit").first().focus();
  assert.ok((await page.locator(".p-fact.p-lit").count()) > 0);
  await accessible(page, "report, open row");
  await shot(page, "report-row");
  await page.locator('[data-language="en"]').first().click();
  await page.locator(".p-text").first().waitFor();
  assert.ok(await page.locator(".p-text").first().isVisible(), "the words of the page are hidden in English");
  clean();
});

test("the rows that are seen are saved as CSV from a page on disk", async () => {
  const { page, clean } = await open(browser, address);
  await page.selectOption("#p-proof", "contradicted");
  const rows = await told(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
  assert.equal(download.suggestedFilename(), "projekty.csv");
  const lines = readFileSync(await download.path(), "utf8").trimEnd().split("\r\n");
  assert.equal(lines.length, rows + 1);
  assert.ok(lines[0].startsWith("\ufeffIdentyfikator projektu;Tytuł;") && lines[1].includes(";sprzeczne;"), lines[0]);
  assert.ok(lines.slice(1).some((line) => /;\d+,\d\d;/.test(line)), "sums have decimal commas");
  await page.locator('[data-language="en"]').first().click();
  const [english] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
  const [head, first] = readFileSync(await english.path(), "utf8").split("\r\n");
  assert.ok(head.startsWith("\ufeffproject_id,title,") && first.includes(",contradicted,"));
  clean();
});

test("the sums above the table are those at the top of the report", async () => {
  const { page, clean } = await open(browser, address);
  const [granted, requested] = await page.locator(".p-sums li").allTextContents();
  for (const exact of await page.locator(".tile .exact span[lang=pl]").allTextContents()) assert.ok(granted.includes(exact), `${exact}: ${granted}`);
  assert.ok(requested.startsWith("wnioskowane"), requested);
  const apart = await page.locator("#summary table tbody tr").first().innerText();
  const sums = requested.match(/\d[\d\u00a0]*,\d\d/g);
  for (const sum of sums) assert.ok(apart.includes(sum), `${sum}: ${apart}`);
  clean();
});

test("paper says how many of how many rows it shows, lies across, and breaks no word of a heading", async () => {
  const { page, clean } = await open(browser, address);
  const line = page.locator("[data-printed]");
  assert.ok(!(await line.isVisible()), "a screen needs it not");
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 1010, height: 700 }); // What A4 across is wide between its margins.
  assert.match(await line.innerText(), /: 36 z 36 projektów/);
  const broken = await page.locator("#projects-table thead button").evaluateAll((buttons) => buttons.flatMap((button) => {
    const text = [...button.querySelectorAll("span")].find((span) => span.getClientRects().length > 0) ?? button;
    const words = text.textContent.trim().split(/\s+/).length;
    return text.getClientRects().length > words ? [text.textContent] : [];
  }));
  assert.deepEqual(broken, []);
  const wide = await page.locator("#projects-table").evaluate((table) => table.scrollWidth - table.parentElement.clientWidth);
  assert.ok(wide <= 1, `${wide} px of the table are cut off`);
  clean();
});

test("on a phone every project is a card and nothing is cut off", async () => {
  const { page, clean } = await open(browser, address, { viewport: { width: 360, height: 800 } });
  await page.locator(".p-open").nth(1).click();
  await page.locator(".p-facts table").waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await accessible(page, "report, open row on a phone");
  await page.locator('tr[data-row="1"]').scrollIntoViewIfNeeded();
  await shot(page, "report-phone");
  clean();
});

test("without scripts the first rows are there, and a sentence says what is missing", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address);
  assert.ok((await page.locator("#projects-table tbody tr").count()) > 30);
  assert.ok(await page.locator("noscript").evaluateAll((all) => all.length) > 0);
  assert.ok(!(await page.locator("#p-query").isVisible()));
});
