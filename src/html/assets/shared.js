// What the table of the report and the review desk share. First what needs no document: tried by shared.test.mjs.

const NARROW = "\u00a0"; // A space that keeps a number and its unit on one line.

/** A text with every hidden character shown as `␦`, unit for unit: the same ones as `html::visible` shows. */
const visible = (text) =>
  String(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f-\u1160\u17b4-\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\udb40-\udb43][\udc00-\udfff]/g, (hidden) => "\u2426".repeat(hidden.length));

/** Letters without case and diacritics: `lodz` finds Łódź. */
const fold = (text) => text.toLowerCase().replaceAll("ł", "l").normalize("NFD").replace(/\p{M}/gu, "");

/** A number in decimal notation as the language writes it, every digit kept; with at least so many decimal places, and no noughts after. */
const decimal = (value, places = 0, lang = language()) => {
  const [, sign, whole, rest = ""] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(String(value ?? "")) ?? [];
  if (whole === undefined) return visible(value ?? "");
  const tail = rest.replace(/0+$/, "").padEnd(places, "0");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, lang === "pl" ? NARROW : ",");
  return (sign ? "−" : "") + grouped + (tail ? (lang === "pl" ? "," : ".") + tail : "");
};

/** A sum with its currency, if it names one. */
const money = (value, currency, lang = language()) => {
  const number = decimal(value, 2, lang);
  if (!currency || !/^-?\d+(\.\d*)?$/.test(value)) return number;
  return lang === "pl" ? `${number}${NARROW}${currency === "PLN" ? "zł" : currency}` : `${currency}${NARROW}${number}`;
};

/** A share given in percent. */
const percent = (value, lang = language()) => `${decimal(value, 0, lang)}${lang === "pl" ? NARROW : ""}%`;

/** A date as far as it is printed; of a moment the day alone. */
const day = (value, lang = language()) => {
  const [iso, year, month, date] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?=T|$)/.exec(String(value)) ?? [];
  if (iso === undefined) return visible(value);
  if (lang !== "pl" || !month) return iso;
  return date ? `${Number(date)}.${month}.${year}` : `${month}.${year}`;
};

/** A field without the number in it: `amounts[3].role` is of `amounts`. */
const baseOf = (field) => String(field ?? "").split("[")[0];

/** A text with its holes filled; a hole that nothing is given for stays. */
const filled = (text, holes) => text.replace(/\{(\w+)\}/g, (hole, name) => holes[name] ?? hole);
// ── End of what needs no document ──

/** The texts of the interface, by key: those the document brought. */
const texts = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");

/** A text of the interface in the language that is seen. A key that there is none of is shown as it is. */
const w = (key, holes = {}) => filled(texts[key]?.[language()] ?? key, holes);

/** The word for a member of a closed list; its name if there is none. */
const named = (list, name) => (texts[`value.${list}.${name}`] ? w(`value.${list}.${name}`) : visible(name ?? "").replaceAll("_", " "));

/** A field's name. Numbers of sums count from one. */
const fieldName = (field) => {
  const [, base, at, part] = /^(\w+)(?:\[(\d+)\])?(?:\.(\w+))?$/.exec(field ?? "") ?? [];
  if (base === undefined) return visible(field ?? "");
  const name = texts[`field.${base}`] ? w(`field.${base}`) : base;
  return `${name}${at ? ` ${Number(at) + 1}` : ""}${part ? `, ${named("part", part)}` : ""}`;
};

/** What a check is about: a field, the role of a sum, or whom it belongs to. */
const checkedName = (scope) => {
  if (texts[`field.${scope}`]) return fieldName(scope);
  return named(texts[`value.role.${scope}`] ? "role" : "scope", scope);
};

/** How a value was read: the words for a rule as `amount:grant`, or for its kind alone. */
const ruleName = (rule) => {
  const [kind, how] = String(rule).split(":");
  return named("read", texts[`value.read.${kind}_${how}`] ? `${kind}_${how}` : kind);
};

/** The closed list that the values of a field are of. */
const LISTS = { status: "status", genre: "genre", grant_stage: "stage", target_categories: "category", role: "role", scope: "scope", stage: "stage" };

/** Values of a field whose values are of a closed list, in words. */
const listed = (field, value) => String(value).split("; ").map((one) => named(LISTS[field], one)).join("; ");

/** An element with its traits (`onclick` listens; false and null are left out) and what stands in it. */
const el = (tag, traits = {}, ...inside) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(traits)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...inside.flat(2).filter((one) => one !== null && one !== undefined && one !== false && one !== ""));
  return node;
};

/** Text of a page within text of ours: its direction stays its own. */
const outside = (text) => el("bdi", {}, visible(text ?? ""));

/** A place as a link, if its address is one of the web and hides nothing; else as mere text. */
const link = (address, label = address, traits = {}) => {
  if (!/^https?:\/\//i.test(address ?? "") || visible(address) !== address) return outside(label);
  return el("a", { href: address, rel: "noopener noreferrer", referrerpolicy: "no-referrer", ...traits }, outside(label));
};
