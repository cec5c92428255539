// What the scripts of the report and the review desk share: no browser is needed for it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const source = readFileSync(new URL("../../src/html/assets/shared.js", import.meta.url), "utf8");
const pure = source.slice(0, source.indexOf("// ── End of what needs no document"));
const { visible, fold, decimal, money, percent, day, filled } = vm.runInNewContext(`${pure}; ({ visible, fold, decimal, money, percent, day, filled })`);

const HARD = "Łódź 😀 1\u00a0149\u00a0808,80\u00a0zł\r\nkoniec\u202e👩‍👧 ł";

test("hidden characters are shown without moving the others", () => {
  assert.equal(visible(HARD).length, HARD.length);
  assert.ok(!/[\r\u202e\u200d]/.test(visible(HARD)) && visible(HARD).includes("\n"));
});

test("lodz finds Łódź", () => {
  assert.equal(fold("Łódź ŻÓŁĆ"), "lodz zolc");
});

test("sums of more digits than a script counts with are written exactly", () => {
  assert.equal(money("90071992547409.93", "PLN", "pl"), "90\u00a0071\u00a0992\u00a0547\u00a0409,93\u00a0zł");
  assert.equal(money("1149808.8", "EUR", "en"), "EUR\u00a01,149,808.80");
  assert.equal(money("-5000", "", "pl"), "−5\u00a0000,00");
});

test("a printed rate has no noughts that nobody printed", () => {
  assert.deepEqual([decimal("85", 0, "pl"), decimal("85.000000", 0, "pl"), decimal("84.99", 0, "pl")], ["85", "85", "84,99"]);
  assert.deepEqual([percent("92.5", "pl"), percent("92.5", "en")], ["92,5\u00a0%", "92.5%"]);
});

test("what is no number stays what it is, seen whole", () => {
  assert.equal(money("ok. 5 mln\u202e", "PLN", "pl"), "ok. 5 mln\u2426");
  assert.equal(day("jesień\u202e", "pl"), "jesień\u2426");
});

test("dates keep the precision they are printed with", () => {
  assert.deepEqual(["2018-09-01", "2018-09", "2018", "2026-03-05T10:00:00Z"].map((iso) => day(iso, "pl")), ["1.09.2018", "09.2018", "2018", "5.03.2026"]);
  assert.deepEqual([day("2018-09-01", "en"), day("2026-03-05T10:00:00Z", "en")], ["2018-09-01", "2026-03-05"]);
});

test("a hole that nothing is given for stays", () => {
  assert.equal(filled("{n} z {all}", { n: 0 }), "0 z {all}");
});
