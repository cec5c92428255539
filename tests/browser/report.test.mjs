// The report, as a person opens it from the disk.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
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
