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
