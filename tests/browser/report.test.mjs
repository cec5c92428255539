// The report, as a person opens it from the disk.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { accessible, launch, metryczka, open, shot, workplace } from "./desk.mjs";

let browser;
let address;

before(async () => {
  browser = await launch();
  const folder = workplace("report");
  const file = join(folder, "report.html");
  metryczka(folder, "report", "first", "--into", file);
  address = pathToFileURL(file).href;
});
after(() => browser?.close());

test("the report opens from disk in Polish, fetches nothing and can be read by everyone", async () => {
  const { page, clean } = await open(browser, address);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "pl");
  await accessible(page, "report, light");
  await shot(page, "report");
  await page.evaluate(() => { document.documentElement.dataset.theme = "dark"; });
  await accessible(page, "report, dark");
  await shot(page, "report-dark");
  clean();
});

test("a click turns the whole report into English", async () => {
  const { page, clean } = await open(browser, address);
  await page.locator('[data-language="en"]').first().click();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  const polish = await page.evaluate(() => [...document.querySelectorAll('[lang="pl"]')].filter((one) => one.checkVisibility()).length);
  assert.equal(polish, 0);
  clean();
});

test("the search folds letters, the filters part the rows, and a link brings the same view back", async () => {
  const { page, context, clean } = await open(browser, address);
  await page.locator("#p-query").fill("elk lokalne");
  await page.waitForFunction(() => document.querySelectorAll("#projects-table tbody tr[data-row]").length === 1);
  assert.match(await page.locator("#projects-table tbody tr[data-row]").innerText(), /LOKALNE PERSPEKTYWY/);
  await page.waitForURL(/q=elk/);
  const again = await context.newPage();
  await again.goto(page.url());
  await again.waitForFunction(() => document.querySelectorAll("#projects-table tbody tr[data-row]").length === 1);
  assert.equal(await again.locator("#p-query").inputValue(), "elk lokalne");
  await page.locator('[data-do="reset"]').click();
  await page.locator("#p-proof").selectOption("contradicted");
  await page.waitForFunction(() => document.querySelectorAll("#projects-table tbody tr[data-row]").length === 1);
  assert.match(await page.locator("#projects-table tbody tr[data-row]").innerText(), /Lutocin/);
  clean();
});

test("a row opens with the keyboard to the words its facts came from, and they point at one another", async () => {
  const { page, clean } = await open(browser, address);
  await page.locator("#p-query").fill("lokalne perspektywy");
  const row = page.locator("#projects-table tbody tr[data-row] .p-open");
  await page.waitForFunction(() => document.querySelectorAll("#projects-table tbody tr[data-row]").length === 1);
  await row.focus();
  await page.keyboard.press("Enter");
  const detail = page.locator(".p-detail");
  await detail.locator("mark").first().waitFor();
  assert.equal(await row.getAttribute("aria-expanded"), "true");
  const total = detail.locator("tr", { hasText: "1 149 808,80" }).locator("button.p-fact").first();
  await total.focus();
  const lit = await detail.locator("mark.p-lit").allInnerTexts();
  assert.deepEqual(lit.map((words) => words.replaceAll("\u00a0", " ")), ["1 149 808,80 zł"]);
  await accessible(page, "report, an open row");
  await shot(page, "report-evidence");
  clean();
});

test("every line of the contents leads to a heading", async () => {
  const { page, clean } = await open(browser, address);
  const links = page.locator(".contents a");
  const count = await links.count();
  assert.ok(count > 10, `${count}`);
  for (let at = 0; at < count; at += 1) {
    const name = (await links.nth(at).innerText()).trim();
    const target = await links.nth(at).getAttribute("href");
    assert.equal((await page.locator(`${target} > h2`).innerText()).trim(), name);
  }
  clean();
});

test("on a phone nothing is wider than the screen", async () => {
  const { page, clean } = await open(browser, address, { viewport: { width: 360, height: 780 } });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `${overflow} px too wide`);
  await accessible(page, "report, phone");
  await shot(page, "report-phone");
  clean();
});

test("hostile words of a page stay words", async () => {
  const folder = workplace("hostile");
  const file = join(folder, "fixtures/pages/hostile.html");
  writeFileSync(file, `<!doctype html><meta charset="utf-8"><h1>Projekt</h1>
    <p>Gmina Kalinowo realizuje projekt pn. „Świetlica &lt;script&gt;globalThis.pwned=1&lt;/script&gt;&lt;img src=x onerror=globalThis.pwned=1&gt; \u202ewspak\u202c” dofinansowany z Europejskiego
    Funduszu Społecznego. Wartość projektu: 100 000,00 zł. Dofinansowanie: 85 000,00 zł. Wkład własny: 15 000,00 zł.</p>`);
  metryczka(folder, "run", "--edition", "hostile");
  const target = join(folder, "hostile.html");
  metryczka(folder, "report", "hostile", "--into", target);
  const { page, clean } = await open(browser, pathToFileURL(target).href);
  await page.locator("#p-query").fill("swietlica kalinowo");
  await page.waitForFunction(() => document.querySelectorAll("#projects-table tbody tr[data-row]").length === 1);
  await page.locator("#projects-table tbody tr[data-row] .p-open").click();
  await page.locator(".p-detail mark").first().waitFor();
  assert.equal(await page.evaluate(() => globalThis.pwned), undefined);
  assert.match(await page.locator("#projects-table").innerText(), /<script>/);
  assert.doesNotMatch(await page.locator("#projects-table").innerText(), /\u202e/);
  clean();
});
