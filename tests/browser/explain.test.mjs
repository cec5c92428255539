// A page with its facts marked: explain --html.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { accessible, launch, metryczka, open, root, scratch, shot } from "./desk.mjs";

let browser;
let address;

before(async () => {
  browser = await launch();
  const file = join(scratch, "page.html");
  metryczka(root, "explain", "fixtures/pages/partner-notice-elk-lokalne-perspektywy.html", "--html", file);
  address = pathToFileURL(file).href;
});
after(() => browser?.close());

test("the page shows its facts in place, and everyone can read it", async () => {
  const { page, clean } = await open(browser, address);
  assert.ok(await page.locator('mark[data-fact]').count() > 10);
  await accessible(page, "explain, light");
  await shot(page, "explain");
  await page.evaluate(() => { document.documentElement.dataset.theme = "dark"; });
  await accessible(page, "explain, dark");
  clean();
});

/** Facts that are lit, by their places: rows, words, checks. */
const lit = (page) => page.evaluate(() => ({
  rows: [...document.querySelectorAll(".fact.lit")].map((row) => row.id),
  words: [...new Set([...document.querySelectorAll("mark.lit")].flatMap((mark) => mark.dataset.fact.split(" ")))],
  checks: document.querySelectorAll(".check.lit").length,
}));

test("value, words and checks light up together, from every side, by keyboard too", async () => {
  const { page, clean } = await open(browser, address);
  const sum = page.locator(".fact.b-money").first();
  const id = await sum.getAttribute("id");
  await sum.locator(".quote").focus();
  let now = await lit(page);
  assert.deepEqual(now.rows, [id]);
  assert.ok(now.words.includes(id) && now.checks > 0);
  await page.keyboard.press("Enter");
  await page.waitForFunction((fact) => document.activeElement.closest("mark")?.dataset.fact.split(" ").includes(fact), id);
  now = await lit(page);
  assert.ok(now.rows.length > 1, "the sum stands among all amounts too");
  const check = page.locator(".check").first();
  const ties = (await check.getAttribute("data-ties")).split(" ");
  await check.focus();
  now = await lit(page);
  assert.deepEqual(now.rows.sort(), ties.sort());
  await page.keyboard.press("n");
  assert.equal((await lit(page)).rows.length, 1, "n goes on to a fact");
  clean();
});

test("one project of several is shown alone, and a narrow screen holds everything", async () => {
  const file = join(scratch, "six.html");
  metryczka(root, "explain", "fixtures/pages/subpage-with-six-projects.html", "--html", file);
  const { page, clean } = await open(browser, pathToFileURL(file).href);
  await page.locator('[data-project="3"]').click();
  assert.equal(await page.locator(".project:visible").count(), 1);
  await page.locator(".words mark.other a").first().click();
  assert.equal(await page.locator(".project:visible").count(), 6, "words of another project bring it back");
  await page.setViewportSize({ width: 360, height: 740 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  await accessible(page, "explain, narrow");
  await shot(page, "explain-narrow");
  clean();
});
