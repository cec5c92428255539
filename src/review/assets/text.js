// Places in a text, and numbers: pure functions, tried by text.test.mjs.
// The interface speaks of bytes of UTF-8, the page of UTF-16 units; here one becomes the other, exactly.

/** The bytes of every unit of a text, both ways. The second unit of a pair stands where its character begins. */
function offsets(text) {
  const bytes = new Uint32Array(text.length + 1);
  let at = 0;
  for (let unit = 0; unit < text.length;) {
    const point = text.codePointAt(unit);
    const units = point > 0xffff ? 2 : 1;
    bytes.fill(at, unit, unit + units);
    at += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    unit += units;
  }
  bytes[text.length] = at;
  const unit = (byte) => {
    let [low, high] = [0, text.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bytes[middle] < byte) low = middle + 1; else high = middle;
    }
    return low;
  };
  const isInside = (index) => index > 0 && index < text.length && bytes[index] === bytes[index - 1];
  return {
    unit,
    byte: (index) => bytes[index],
    /** A span of units as a span of bytes; an end within a character takes all of it. */
    span: (start, end) => ({ start: bytes[start], end: bytes[isInside(end) ? end + 1 : end] }),
  };
}

/** A span without the white space at its ends. */
function trimmed(text, start, end) {
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  return [start, end];
}

/** Words of a text; the digits of one number are one word, whatever blank stands between them. */
const wordsOf = (text) =>
  [...text.matchAll(/\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\S+/gu)].map((found) => [found.index, found.index + found[0].length]);

/** Where the caret goes from `at`, a word forward (1) or back (-1). */
function step(words, length, at, direction) {
  let [low, high] = [0, words.length];
  const isPast = direction > 0 ? ([, end]) => end > at : ([start]) => start >= at;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isPast(words[middle])) high = middle; else low = middle + 1;
  }
  if (direction > 0) return low < words.length ? words[low][1] : length;
  return low > 0 ? words[low - 1][0] : 0;
}

/** A text parted where a mark begins or ends: `[start, end, marks that cover it]`, in units. */
function pieces(length, marks) {
  const fitting = marks.filter(({ start, end }) => 0 <= start && start < end && end <= length).sort((a, b) => a.start - b.start);
  const borders = [...new Set([0, length, ...fitting.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  const out = [];
  let [open, next] = [[], 0];
  for (let n = 0; n + 1 < borders.length; n += 1) {
    open = open.filter((mark) => mark.end > borders[n]);
    while (next < fitting.length && fitting[next].start <= borders[n]) open.push(fitting[next++]);
    out.push([borders[n], borders[n + 1], [...open]]);
  }
  return out;
}

/** What is left of a printed sum or date when only its figures count: `1 149 808,80 zł` and `1149808.8` are the same. */
function figures(printed) {
  const text = String(printed).trim();
  const iso = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text);
  if (iso) return [iso[3], iso[2], iso[1]].filter(Boolean).map(Number).join(".");
  const date = /(\d{1,2})[.\-/](\d{1,2})[.\-/](\d{4})/.exec(text);
  if (date) return date.slice(1).map(Number).join(".");
  const number = /\d[\d \u00a0\u202f]*(?:[.,]\d+)?/.exec(text.replace(/\.(?=\d{3}(?:\D|$))/g, ""));
  return number ? number[0].replace(/[ \u00a0\u202f]/g, "").replace(",", ".").replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") : text.toLowerCase();
}

/** `b - a` of two decimals as strings, exactly; null where one is none. */
function difference(a, b) {
  const parts = [a, b].map((text) => /^(-?)(\d+)(?:\.(\d*))?$/.exec(String(text ?? "")));
  if (!parts[0] || !parts[1]) return null;
  const places = Math.max(...parts.map((part) => (part[3] ?? "").length));
  const [first, second] = parts.map(([, sign, whole, rest = ""]) => BigInt(`${sign}${whole}${rest.padEnd(places, "0")}`));
  const digits = String(second < first ? first - second : second - first).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return `${second < first ? "-" : ""}${whole}${places ? `.${digits.slice(-places)}` : ""}`;
}
