// The pure functions of the review desk: no browser is needed for them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const source = readFileSync(new URL("../../src/review/assets/text.js", import.meta.url), "utf8");
const { offsets, trimmed, wordsOf, step, pieces, figures, difference } = vm.runInThisContext(
  `${source}; ({ offsets, trimmed, wordsOf, step, pieces, figures, difference })`,
);

const HARD = "Łódź 😀 1\u00a0149\u00a0808,80\u00a0zł\r\nkoniec\u202e👩‍👧 ł";

test("bytes and units agree for every character, whatever its width", () => {
  const { unit, byte } = offsets(HARD);
  const encoder = new TextEncoder();
  for (let index = 0; index <= HARD.length; index += 1) {
    const isInside = /[\udc00-\udfff]/.test(HARD[index] ?? "");
    if (isInside) continue;
    assert.equal(byte(index), encoder.encode(HARD.slice(0, index)).length);
    assert.equal(unit(byte(index)), index);
  }
});

test("half an emoji is taken as a whole one", () => {
  const at = HARD.indexOf("😀");
  const { span, unit } = offsets(HARD);
  const { start, end } = span(at + 1, at + 1);
  assert.deepEqual([unit(start), unit(end)], [at, at + 2]);
});

test("the caret passes a number in one step", () => {
  const text = "kwota 1 149 808,80 zł";
  const words = wordsOf(text);
  assert.deepEqual(words.map(([start, end]) => text.slice(start, end)), ["kwota", "1 149 808,80", "zł"]);
  assert.equal(step(words, text.length, 5, 1), 18);
  assert.equal(step(words, text.length, 18, -1), 6);
  assert.equal(step(words, text.length, 0, -1), 0);
  assert.equal(step(words, text.length, text.length, 1), text.length);
});

test("a year before a number is a word of its own", () => {
  const text = "2019 200 zł, 12 345 678";
  assert.deepEqual(wordsOf(text).map(([start, end]) => text.slice(start, end)), ["2019", "200", "zł,", "12 345 678"]);
});

test("overlapping marks share their words and nothing of the text is lost", () => {
  const parts = pieces(10, [{ start: 0, end: 4, n: 1 }, { start: 2, end: 6, n: 2 }, { start: 8, end: 99, n: 3 }]);
  assert.deepEqual(parts.map(([start, end, marks]) => [start, end, marks.map(({ n }) => n)]), [
    [0, 2, [1]], [2, 4, [1, 2]], [4, 6, [2]], [6, 10, []],
  ]);
});

test("a candidate is found by its figures however they are printed", () => {
  assert.equal(figures("1 149 808,80 zł"), figures("1149808.8"));
  assert.equal(figures("1.149.808,80 zł"), figures("1149808.80"));
  assert.equal(figures("624 000,00 zł"), figures("624000"));
  assert.equal(figures("31.08.2019"), figures("2019-08-31"));
  assert.notEqual(figures("31.08.2019"), figures("2019-09-01"));
  assert.notEqual(figures("1100"), figures("11"));
});

test("differences of sums are exact beyond what floats hold", () => {
  assert.equal(difference("9007199254740993.10", "9007199254740993.2"), "0.10");
  assert.equal(difference("100", "99.5"), "-0.5");
  assert.equal(difference(null, "1"), null);
});

test("a span is trimmed of every kind of blank", () => {
  assert.deepEqual(trimmed("\u00a0 a b \n", 0, 7), [2, 5]);
});
