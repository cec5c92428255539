// The table of projects: search, filters, order, pages, and a row that opens to its facts and the words they came from.
// Everything that pages say is put in as text, never as markup.
{
  // ── Without a document: what can be tried by itself ──────────────────────────────────────────────────────────────────────────────
  const MISSING = "~";

  /** Hundredths as decimal notation. */
  const units = (hundredths) => {
    const digits = String(hundredths).replace("-", "").padStart(3, "0");
    return `${String(hundredths).startsWith("-") ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };

  /** A field of CSV; what a spreadsheet would take for a formula gets an apostrophe. */
  const csvField = (value, separator = ",") => {
    let text = value === null || value === undefined ? "" : String(value);
    if (/^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^[+-]?\d+([.,]\d+)?$/.test(text)) text = `'${text}`;
    return /["\r\n]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  /** A line of CSV: a spreadsheet set to Polish parts columns by semicolons. */
  const csvLine = (values, lang) => {
    const separator = lang === "pl" ? ";" : ",";
    return `${values.map((value) => csvField(value, separator)).join(separator)}\r\n`;
  };
  /** A sum as a spreadsheet of the language reads it. */
  const csvSum = (sum, lang) => (sum === null ? null : lang === "pl" ? sum.replace(".", ",") : sum);

  /** Sums of rows: by currency, in it by how far the money has come. What is granted, applied for, or neither, is never added together. */
  const sumsOf = (rows, told) => {
    const sums = new Map();
    for (const row of rows) {
      const { currency, stage, total, grant } = told(row);
      for (const [name, sum] of [["total", total], ["grant", grant]]) {
        if (sum === null) continue;
        if (!sums.has(currency)) sums.set(currency, {});
        const entry = ((sums.get(currency)[stage] ??= {})[name] ??= [0n, 0]);
        entry[0] += sum;
        entry[1] += 1;
      }
    }
    return sums;
  };

  /** A text parted where marks begin or end: [text, fields of the marks on it]. */
  const parted = (text, marks) => {
    const borders = [...new Set([0, text.length, ...marks.flatMap(([from, to]) => [from, to])])].sort((a, b) => a - b);
    const fields = (from, to) => marks.filter((mark) => mark[0] <= from && to <= mark[1]).map((mark) => mark[2]);
    return borders.slice(1).map((to, at) => [text.slice(borders[at], to), [...new Set(fields(borders[at], to))]]);
  };

  /** The state of the view from the address, and back. */
  const START = { q: "", sort: "grant", down: true, page: 1, all: false, open: "", doubt: false, corrected: false };
  const FILTERS = ["programme", "period", "voivodeship", "proof", "status", "category", "presence"];
  const fromHash = (hash) => {
    const is = new URLSearchParams(hash.replace(/^#projects\??/, ""));
    const sort = is.get("sort") ?? "-grant";
    const state = { ...START, q: is.get("q") ?? "", sort: sort.replace("-", ""), down: sort.startsWith("-"), open: is.get("open") ?? "" };
    state.page = Math.max(1, Number.parseInt(is.get("page") ?? "1", 10) || 1);
    for (const flag of ["all", "doubt", "corrected"]) state[flag] = is.get(flag) === "1";
    for (const name of FILTERS) state[name] = is.get(name) ?? "";
    return state;
  };
  const toHash = (state) => {
    const is = new URLSearchParams();
    for (const name of ["q", ...FILTERS, "open"]) if (state[name]) is.set(name, state[name]);
    for (const flag of ["all", "doubt", "corrected"]) if (state[flag]) is.set(flag, "1");
    if (state.sort !== START.sort || !state.down) is.set("sort", (state.down ? "-" : "") + state.sort);
    if (state.page > 1) is.set("page", String(state.page));
    return is.size > 0 ? `#projects?${is}` : "#projects";
  };
  // ── End of what can be tried by itself ───────────────────────────────────────────────────────────────────────────────────────────

  const data = (id) => JSON.parse(document.getElementById(id).textContent);
  const section = document.getElementById("projects");
  const table = document.getElementById("projects-table");
  if (section && table) {
    const about = data("projects-about");
    const rows = data("projects-rows");
    const body = table.tBodies[0];
    const $ = (query) => section.querySelector(query);
    const heads = [...table.tHead.rows[0].cells];
    const figures = new Set(["total", "grant", "participants", "pages"]);
    const few = 500;
    let state = fromHash("");
    let found = [];

    // ── Words ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    const say = (key, holes) => w(`table.${key}`, holes);
    const none = () => el("span", { class: "p-none" }, "—", el("span", { class: "visually-hidden" }, say("none")));
    // ── Values of a row ────────────────────────────────────────────────────────────────────────────────────────────────────────────
    const of = (column, row) => rows[column].texts[rows[column].rows[row]];
    const flags = { doubt: new Set(rows.doubt), corrected: new Set(rows.corrected) };
    const mended = new Set(rows.mended);
    const sums = { total: rows.total.map((sum) => (sum === null ? null : BigInt(sum))), grant: rows.grant.map((sum) => (sum === null ? null : BigInt(sum))) };
    const places = new Map(rows.id.map((id, row) => [id, row]));
    const columnOf = { category: "categories" };

    /** Folded words of each row to search; made once, when nobody waits. */
    let folded = null;
    const words = () => {
      folded ??= rows.title.map((title, row) => {
        const parts = [title, rows.number[row], ...["municipality", "beneficiary", "voivodeship", "programme"].map((name) => of(name, row))];
        return fold(parts.filter(Boolean).join("\n"));
      });
      return folded;
    };

    // ── Order ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    const currencies = ["PLN", "EUR", "USD", "CHF", "CZK"];
    const proofs = ["proved", "consistent", "unproved", "contradicted"];
    const rankOf = (list, value) => (list.includes(value) ? list.indexOf(value) : list.length);
    /** For each row what it is sorted by: a rank that is never turned round, and a value; null stands last. */
    const keysOf = (name) => {
      const all = [...rows.id.keys()];
      if (name === "total" || name === "grant") {
        return all.map((row) => [rankOf(currencies, of("currency", row)), sums[name][row] === null ? null : Number(sums[name][row])]);
      }
      if (name === "participants" || name === "pages") return all.map((row) => [0, rows[name][row]]);
      if (name === "proof") return all.map((row) => [0, of("proof", row) === undefined ? null : rankOf(proofs, of("proof", row))]);
      if (name === "dates") return all.map((row) => [0, of("start", row) === undefined && of("end", row) === undefined ? null : `${of("start", row) ?? "~"} ${of("end", row) ?? "~"}`]);
      const collator = new Intl.Collator("pl", { numeric: true });
      const get = name === "title" ? (row) => rows.title[row] : (row) => of(name, row);
      const texts = [...new Set(all.map(get))].filter((value) => value !== undefined && value !== null).sort(collator.compare);
      const rank = new Map(texts.map((value, at) => [value, at]));
      return all.map((row) => [0, rank.get(get(row)) ?? null]);
    };
    const orders = new Map();
    const ordered = () => {
      const key = `${state.down ? "-" : ""}${state.sort}`;
      if (key === "-grant") return [...rows.id.keys()];
      if (!orders.has(key)) {
        const keys = keysOf(state.sort);
        const turn = state.down ? -1 : 1;
        const compare = (a, b) => {
          const [[rankA, valueA], [rankB, valueB]] = [keys[a], keys[b]];
          if ((valueA === null) !== (valueB === null)) return valueA === null ? 1 : -1;
          return rankA - rankB || (valueA < valueB ? -turn : valueA > valueB ? turn : a - b);
        };
        orders.set(key, [...rows.id.keys()].sort(compare));
      }
      return orders.get(key);
    };

    // ── What is shown ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
    const find = () => {
      const wanted = fold(state.q).split(/\s+/).filter(Boolean);
      const filters = FILTERS.filter((name) => state[name]).map((name) => {
        const column = rows[columnOf[name] ?? name];
        const place = state[name] === MISSING ? -1 : column.texts.indexOf(state[name]);
        const missing = state[name] === MISSING;
        if (name !== "category") return missing || place >= 0 ? (row) => column.rows[row] === place : () => false;
        return (row) => (missing ? column.rows[row].length === 0 : column.rows[row].includes(place));
      });
      for (const flag of ["doubt", "corrected"]) if (state[flag]) filters.push((row) => flags[flag].has(row));
      if (wanted.length > 0) {
        const all = words();
        filters.push((row) => wanted.every((word) => all[row].includes(word)));
      }
      found = ordered().filter((row) => filters.every((holds) => holds(row)));
    };
    const isWhole = () => state.all && found.length <= few;
    const pages = () => (isWhole() ? 1 : Math.max(1, Math.ceil(found.length / about.page)));
    const shown = () => (isWhole() ? found : found.slice((state.page - 1) * about.page, state.page * about.page));

    const badge = (name, sign, word = say(name)) => el("span", { class: `p-badge p-${name}` }, `${sign} ${word}`);
    const line = (row) => {
      const cell = (name, content, isFigure) => el("td", { class: isFigure ? "num" : null, "data-label": say(`column_${name}`), role: "cell" }, content);
      const value = (name) => (of(name, row) === undefined ? none() : outside(of(name, row)));
      const sum = (name) => (sums[name][row] === null ? none() : decimal(units(sums[name][row]), 2));
      const count = (name) => (rows[name][row] === null ? none() : decimal(rows[name][row]));
      const [start, end] = [of("start", row), of("end", row)];
      const dates = start || end ? el("span", {}, el("span", { class: "p-dates" }, `${start ? day(start) : "…"} –`), " ", el("span", { class: "p-dates" }, end ? day(end) : "…")) : none();
      const proof = of("proof", row);
      const isOpen = state.open === rows.id[row];
      const title = rows.title[row] === null ? say("untitled") : outside(rows.title[row]);
      const button = el("button", { type: "button", class: "p-open", "aria-expanded": String(isOpen), "aria-controls": `p-detail-${row}` }, title);
      const head = el("th", { scope: "row", role: "rowheader" }, button);
      if (of("presence", row) === "gone") head.append(badge("gone", "✕", named("presence", "gone")));
      if (flags.doubt.has(row)) head.append(badge("doubtful", "?"));
      if (flags.corrected.has(row)) head.append(badge("corrected", "✎"));
      const grant = el("span", {}, sum("grant"));
      const stage = of("class", row);
      const isTold = sums.grant[row] !== null || sums.total[row] !== null;
      if (stage !== "granted" && isTold) grant.append(badge(stage, stage === "requested" ? "·" : "?", say(`class_${stage}`)));
      const checked = proof ? el("span", {}, el("span", { class: `p-proof p-proof-${proof}` }, named("proof", proof))) : el("span", {}, none());
      if (mended.has(row)) checked.append(badge("corrected", "✎", say("mended")));
      return el("tr", { "data-row": row, role: "row" }, head, cell("municipality", value("municipality")), cell("voivodeship", value("voivodeship")),
        cell("programme", value("programme")), cell("period", value("period")), cell("total", sum("total"), true), cell("grant", grant, true),
        cell("currency", value("currency")), cell("dates", dates), cell("participants", count("participants"), true),
        cell("proof", checked), cell("pages", count("pages"), true));
    };

    const showRows = () => {
      state.page = Math.min(Math.max(1, state.page), pages());
      body.replaceChildren(...shown().map(line));
      $("[data-printed]").textContent = say("printed", { shown: decimal(shown().length), all: decimal(found.length) });
      const row = places.get(state.open);
      if (row !== undefined) showDetail(row);
      for (const head of heads) {
        const is = head.dataset.sort === state.sort;
        if (is) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      }
    };
    const showCount = () => {
      $(".p-count").textContent = found.length > 0 ? say("count", { shown: decimal(found.length), all: decimal(rows.count) }) : say("nothing");
      const told = (row) => ({ currency: of("currency", row) ?? "", stage: of("class", row), total: sums.total[row], grant: sums.grant[row] });
      const byCurrency = [...sumsOf(found, told)].sort(([a], [b]) => rankOf(currencies, a) - rankOf(currencies, b));
      const item = (currency, stage, entry) => {
        const words = Object.entries(entry).map(([name, [sum, count]]) => say(`sum_${name}`, { sum: money(units(sum), currency), count: decimal(count) }));
        return el("li", {}, `${say(`sums_${stage}`)}${currency ? "" : `, ${say("sum_no_currency")}`}: ${words.join("; ")}`);
      };
      const lines = byCurrency.flatMap(([currency, stages]) => ["granted", "requested", "unstated"].filter((stage) => stages[stage]).map((stage) => item(currency, stage, stages[stage])));
      $(".p-sums").replaceChildren(...(lines.length > 0 ? [el("p", {}, say("sums")), el("ul", {}, ...lines)] : []));
    };

    // ── Pager ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    const pager = $(".p-pager");
    const turns = { first: () => 1, previous: () => state.page - 1, next: () => state.page + 1, last: () => pages() };
    const turner = (name) => {
      const button = el("button", { type: "button", "data-turn": name });
      button.addEventListener("click", () => { if (button.getAttribute("aria-disabled") !== "true") turn(turns[name]()); });
      return button;
    };
    const where = el("span", { class: "p-where" });
    const whole = el("button", { type: "button" });
    pager.append(turner("first"), turner("previous"), where, turner("next"), turner("last"), whole);
    whole.addEventListener("click", () => { state.all = !state.all; state.page = 1; show(); });
    const turn = (page) => {
      state.page = page;
      showRows();
      showPager();
      keep();
      if (section.getBoundingClientRect().top < 0 || table.getBoundingClientRect().top < 0) table.scrollIntoView({ block: "start" });
    };
    const showPager = () => {
      const last = pages();
      pager.hidden = found.length <= about.page && !state.all;
      pager.setAttribute("aria-label", say("pager"));
      where.textContent = say("page_of", { page: state.page, pages: last });
      for (const button of pager.querySelectorAll("[data-turn]")) {
        const page = turns[button.dataset.turn]();
        button.textContent = say(button.dataset.turn);
        button.setAttribute("aria-disabled", String(page < 1 || page > last || page === state.page));
      }
      whole.hidden = found.length > few;
      whole.textContent = say(state.all ? "show_pages" : "show_all");
    };

    // ── Detail ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    const blocks = new Map();
    let packed = null;
    const unpack = async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
      return JSON.parse(await new Response(stream).text());
    };
    const detailOf = async (row) => {
      const block = Math.floor(row / about.block);
      packed ??= data("projects-details");
      if (!blocks.has(block)) blocks.set(block, await unpack(packed[block]));
      return blocks.get(block)[row % about.block];
    };
    const buttonOf = (row) => body.querySelector(`tr[data-row="${row}"] .p-open`);
    const hideDetail = () => {
      body.querySelector(".p-detail-row")?.remove();
      body.querySelector('.p-open[aria-expanded="true"]')?.setAttribute("aria-expanded", "false");
    };
    const showDetail = async (row) => {
      hideDetail();
      const button = buttonOf(row);
      if (!button) return;
      button.setAttribute("aria-expanded", "true");
      const inside = el("div", { class: "p-detail", id: `p-detail-${row}` }, el("p", {}, say("opening")));
      const cell = el("td", { colspan: heads.length, role: "cell" }, inside);
      button.closest("tr").after(el("tr", { class: "p-detail-row", role: "row" }, cell));
      if (typeof DecompressionStream === "undefined") { inside.replaceChildren(el("p", {}, say("no_unpack"))); return; }
      try {
        inside.replaceChildren(...drawDetail(await detailOf(row)));
        reach(inside.querySelector("mark"));
      } catch {
        inside.replaceChildren(el("p", {}, say("broken")));
      }
    };
    const toggle = (row) => {
      state.open = state.open === rows.id[row] ? "" : rows.id[row];
      if (state.open) showDetail(row); else hideDetail();
      keep();
    };

    const moneyFields = new Set(["total_cost", "eligible_cost", "cofinancing", "own_contribution", "eu_contribution", "state_contribution"]);
    const dateFields = new Set(["start_date", "end_date", "signed_date"]);
    const countFields = new Set(["participants", "women", "men", "duration_months"]);
    const moneyChecks = new Set(["total_is_grant_plus_own", "grant_is_eu_plus_state", "total_is_eligible_plus_ineligible", "parts_sum_to_parent", "rate_times_base", "words_match_digits", "part_within_total", "eligible_within_total"]);
    const written = (field, value, currency) => {
      if (value === null || value === undefined) return say("nothing_read");
      if (moneyFields.has(field)) return money(value, currency);
      if (dateFields.has(field)) return day(value);
      if (countFields.has(field)) return decimal(value);
      if (field === "cofinancing_rate") return percent(value);
      if (LISTS[field]) return listed(field, value);
      return visible(value);
    };
    const block = (heading, ...content) => el("section", {}, el("h3", {}, say(heading)), ...content.filter(Boolean));
    const list = (items) => el("ul", {}, ...items);
    const familyOf = (field) => about.families[baseOf(field)] ?? "programme";
    const pageNumbers = (mentions) => mentions.map((number) => number + 1).join(", ");

    const drawDetail = (detail) => {
      const currency = detail.f.find(([field]) => field === "currency")?.[1] ?? "";
      const marked = new Set(detail.p.flatMap(([mention, [pieces]]) => pieces.flatMap(([, marks]) => marks.map((mark) => `${mention}:${mark[2]}`))));
      const left = el("div", { class: "p-facts" }, drawFacts(detail, currency, marked), drawOthers(detail, currency), drawAmounts(detail, marked),
        drawChecks(detail, currency), drawDoubts(detail), drawCorrections(detail, currency), drawSources(detail));
      return [left, drawWords(detail)];
    };
    /** A name that leads to its words, where they are shown. */
    const fact = (id, name, marked) => (marked.has(id) ? el("button", { type: "button", class: `p-fact f-${familyOf(id.split(":")[1])}`, "data-fact": id }, name) : name);
    /** What ties a field to its words: parts of the grant are told by the sums of the page. */
    const wordsOf = (detail, mention, field) => {
      const role = { eu_contribution: "eu", state_contribution: "state" }[field];
      const sum = detail.a.find((amount) => amount[1] === role && amount[4] === "project" && amount[7] === mention);
      return `${mention}:${sum ? `amounts[${sum[0]}]` : field}`;
    };
    /** What was read in place of what a person says. */
    const before = (text) => [" ", el("del", { class: "p-before", title: say("read_as") }, el("span", { class: "visually-hidden" }, `${say("read_as")} `), el("bdi", {}, text))];
    const drawFacts = (detail, currency, marked) => {
      const isAlone = detail.n === 1;
      const lines = detail.f.map(([field, value, rule, stated, disagreeing, mention, words, isCorrected, original]) => {
        const why = [stated === 1 ? say("rule_only") : named("rule", rule)];
        if (disagreeing > 0) why.push(say("otherwise", { count: disagreeing, stated }));
        if (mention > 0) why.push(say("page", { number: mention + 1 }));
        const shown = el("bdi", {}, written(field, value, currency));
        return el("tr", {}, el("th", { scope: "row" }, fact(wordsOf(detail, words, field), fieldName(field), marked)),
          el("td", {}, shown, isCorrected ? [original === null ? null : before(written(field, original, currency)), badge("corrected", "✎")] : null), isAlone ? null : el("td", { class: "p-why" }, why.join("; ")));
      });
      const head = el("tr", {}, ...["field", "value", ...(isAlone ? [] : ["chosen"])].map((name) => el("th", { scope: "col" }, say(name))));
      return block("facts", isAlone ? el("p", { class: "p-hint" }, say("rule_alone")) : null, el("table", {}, el("thead", {}, head), el("tbody", {}, ...lines)));
    };
    const drawOthers = (detail, currency) => {
      if (detail.o.length === 0) return null;
      const item = ([field, value, mentions]) =>
        el("li", {}, `${fieldName(field)}: `, el("bdi", {}, written(field, value, currency)), ` (${say("by_pages", { pages: pageNumbers(mentions) })})`);
      return block("otherwise_values", list(detail.o.map(item)));
    };
    const drawAmounts = (detail, marked) => {
      if (detail.a.length === 0) return null;
      const item = ([number, role, value, currency, scope, stage, isApproximate, mention, original]) => {
        const more = [scope === "project" ? null : named("scope", scope), stage ? named("stage", stage) : null, isApproximate ? say("approximate") : null];
        const rest = [...more, currency ? null : say("missing_currency")].filter(Boolean).join(", ");
        return el("li", {}, fact(`${mention}:amounts[${number}]`, named("role", role), marked), `: ${money(value, currency)}${rest ? ` (${rest})` : ""}`,
          original ? [original[1] && before(named("role", original[1])), original[0] && before(money(original[0], currency)), badge("corrected", "✎")] : null);
      };
      const isCorrected = detail.a.some((sum) => sum[8]);
      return block("amounts", isCorrected ? el("p", { class: "p-hint" }, say("amounts_corrected")) : null, list(detail.a.map(item)));
    };
    const drawChecks = (detail, currency) => {
      if (detail.c.length === 0) return block("checks", el("p", {}, say("no_checks")));
      const signs = { exact: "✓", rounding: "✓", near: "≈", broken: "✕" };
      const item = ([identity, verdict, difference, scope, mention]) => {
        const isZero = difference === null || Number(difference) === 0;
        const number = isZero ? "" : moneyChecks.has(identity) ? money(difference, currency) : decimal(difference);
        const how = number ? `${named("verdict", verdict)} (${say("difference", { value: number })})` : named("verdict", verdict);
        const on = scope === "project" ? "" : ` (${checkedName(scope)})`;
        const page = mention > 0 ? `; ${say("page", { number: mention + 1 })}` : "";
        return el("li", { class: `p-check-${verdict}` }, `${signs[verdict] ?? "·"} ${named("identity", identity)}${on}: `, el("strong", {}, how), page);
      };
      return block("checks", list(detail.c.map(item)));
    };
    const drawDoubts = (detail) => {
      if (detail.d.length === 0) return null;
      const item = ([field, reason, candidates]) => {
        const values = candidates.map(visible).join(" · ");
        return el("li", {}, `${fieldName(field)}: ${named("doubt", reason)}`, candidates.length > 0 ? el("bdi", {}, `; ${say("candidates", { values })}`) : null);
      };
      return block("doubts", list(detail.d.map(item)));
    };
    const drawCorrections = (detail, currency) => {
      if (detail.k.length === 0) return null;
      const item = ([action, field, original, value, reason, made, by, fate]) => {
        const holes = { field: fieldName(field ?? ""), original: written(field, original, currency), value: written(field, value, currency) };
        const what = action === "correct" && field ? say("correction", holes) : named("action", action);
        const more = [reason && visible(reason), made && day(made), by && visible(by), fate && named("fate", fate)].filter(Boolean).join("; ");
        return el("li", {}, el("bdi", {}, what), more ? ` (${more})` : "");
      };
      return block("corrections", list(detail.k.map(item)));
    };
    const drawSources = (detail) => {
      if (detail.n === 0) return block("sources", el("p", {}, say("no_pages")));
      const item = ([place, fetched, title]) =>
        el("li", {}, title ? el("span", { class: "p-page-title" }, outside(title), el("br")) : null, link(place), fetched ? ` (${say("fetched", { date: day(fetched) })})` : "");
      const more = detail.n > detail.m.length ? el("p", {}, say("more_pages", { count: detail.n - detail.m.length })) : null;
      return block("sources", el("ol", {}, ...detail.m.map(item)), more);
    };

    /** The words of the pages, with those marked that facts were read from. */
    const drawWords = (detail) => {
      const gap = () => el("span", { class: "p-cut" }, ` … ${say("cut")} … `);
      const piece = (mention, [words, marks]) => parted(words, marks).map(([part, fields]) => {
        if (fields.length === 0) return visible(part);
        const ids = fields.map((field) => `${mention}:${field}`).join(" ");
        return el("mark", { class: `f-${familyOf(fields[0])}`, "data-fact": ids, title: fields.map(fieldName).join(", "), tabindex: "0" }, visible(part));
      });
      const passage = ([mention, [pieces, before, behind, leftOut]]) => {
        const content = pieces.flatMap((of, at) => (at > 0 || before ? [gap(), ...piece(mention, of)] : piece(mention, of)));
        const text = el("div", { class: "p-text", lang: "pl-PL", dir: "auto" }, ...content, behind ? gap() : null);
        const head = detail.p.length > 1 ? el("h4", {}, say("page", { number: mention + 1 })) : null;
        return el("div", {}, head, text, leftOut > 0 ? el("p", { class: "p-hint" }, say("words_missing", { count: leftOut })) : null);
      };
      const hint = el("p", { class: "p-hint" }, say(detail.p.length > 0 ? "words_hint" : "no_words"));
      const box = el("div", { class: "p-words-box", tabindex: "0", role: "region", "aria-label": say("words") }, ...detail.p.map(passage));
      return el("div", { class: "p-words" }, el("h3", {}, say("words")), hint, detail.p.length > 0 ? box : null);
    };

    // ── Value ↔ words ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
    /** Scrolls the words, and nothing else, until a mark is seen. */
    const reach = (mark) => {
      const box = mark?.closest(".p-words-box");
      if (!box) return;
      const [inside, outer] = [mark.getBoundingClientRect(), box.getBoundingClientRect()];
      if (inside.top < outer.top || inside.bottom > outer.bottom) box.scrollTop += inside.top - outer.top - outer.height / 3;
    };
    const light = (target, isFollowed) => {
      for (const lit of body.querySelectorAll(".p-lit")) lit.classList.remove("p-lit");
      const at = target?.closest?.(".p-detail [data-fact]");
      if (!at) return;
      const ids = at.dataset.fact.split(" ");
      const same = [...at.closest(".p-detail").querySelectorAll("[data-fact]")].filter((other) => other.dataset.fact.split(" ").some((id) => ids.includes(id)));
      for (const other of same) other.classList.add("p-lit");
      const mark = same.find((other) => other.localName === "mark");
      if (!mark || at.localName === "mark") return;
      reach(mark);
      if (isFollowed) mark.scrollIntoView({ block: "nearest" });
    };
    body.addEventListener("mouseover", (event) => light(event.target, false));
    body.addEventListener("mouseleave", () => light(null, false));
    body.addEventListener("focusin", (event) => light(event.target, false));
    body.addEventListener("click", (event) => {
      const button = event.target.closest(".p-open");
      if (button) toggle(Number(button.closest("tr").dataset.row));
      else light(event.target, true);
    });

    // ── Controls ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    const query = document.getElementById("p-query");
    const option = (value, label) => el("option", { value }, label);
    const listOf = { programme: null, period: null, voivodeship: null, proof: "proof", status: "status", category: "category", presence: "presence" };
    const fillControls = () => {
      for (const name of FILTERS) {
        const column = rows[columnOf[name] ?? name];
        const counts = new Map();
        for (const cell of column.rows) for (const place of name === "category" && cell.length === 0 ? [-1] : [cell].flat()) counts.set(place, (counts.get(place) ?? 0) + 1);
        const label = (place) => `${listOf[name] ? named(listOf[name], column.texts[place]) : visible(column.texts[place])} (${counts.get(place) ?? 0})`;
        const options = column.texts.map((value, place) => option(value, label(place)));
        if (counts.has(-1)) options.push(option(MISSING, `${say("missing")} (${counts.get(-1)})`));
        const select = document.getElementById(`p-${name}`);
        select.replaceChildren(option("", say("all")), ...options);
        select.value = state[name] ?? "";
      }
      const orders = heads.flatMap(({ dataset: { sort } }) => ["-", ""].map((turn) => option(turn + sort, say(turn ? "descending" : "ascending", { column: say(`column_${sort}`) }))));
      const sort = document.getElementById("p-sort");
      sort.replaceChildren(...orders);
      sort.value = (state.down ? "-" : "") + state.sort;
      query.value = state.q;
      for (const box of section.querySelectorAll("[data-flag]")) box.checked = state[box.dataset.flag];
    };
    let waiting = 0;
    const keep = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        const hash = toHash(state);
        if (hash === "#projects" && !location.hash.startsWith("#projects?")) return;
        try { history.replaceState(null, "", hash); } catch { /* A browser may not let a page from disk do so. */ }
      }, 150);
    };
    const show = () => { find(); showRows(); showCount(); showPager(); keep(); };
    const change = (changes) => { Object.assign(state, { page: 1 }, changes); show(); };
    const sortBy = (name, down) => { change({ sort: name, down }); document.getElementById("p-sort").value = (down ? "-" : "") + name; };

    const exportRows = () => {
      const lang = language();
      const isPolish = lang === "pl";
      const text = (value) => (value === null || value === undefined ? value : visible(value));
      const word = (list, value) => (isPolish && value !== undefined ? named(list, value) : value);
      const sum = (name, row) => csvSum(sums[name][row] === null ? null : units(sums[name][row]), lang);
      const categories = (row) => rows.categories.rows[row].map((place) => word("category", rows.categories.texts[place])).join("; ");
      const columns = [
        ["project_id", (row) => rows.id[row]], ["title", (row) => text(rows.title[row])], ["municipality", (row) => text(of("municipality", row))],
        ["voivodeship", (row) => text(of("voivodeship", row))], ["programme_code", (row) => text(of("programme", row))], ["period", (row) => text(of("period", row))],
        ["total_cost", (row) => sum("total", row)], ["cofinancing", (row) => sum("grant", row)], ["currency", (row) => of("currency", row)],
        ["grant_stage", (row) => word("stage", of("stage", row))],
        ["start_date", (row) => of("start", row)], ["end_date", (row) => of("end", row)], ["participants", (row) => rows.participants[row]],
        ["proof", (row) => word("proof", of("proof", row))], ["status", (row) => word("status", of("status", row))], ["pages", (row) => rows.pages[row]],
        ["presence", (row) => word("presence", of("presence", row))], ["agreement_number", (row) => text(rows.number[row])],
        ["beneficiary", (row) => text(of("beneficiary", row))], ["target_categories", categories],
        ["money", (row) => (isPolish ? say(`sums_${of("class", row)}`) : of("class", row))],
      ];
      const own = { project_id: "csv_id", proof: "column_proof", money: "csv_money", pages: "column_pages", presence: "filter_presence" };
      const capital = (name) => name.charAt(0).toUpperCase() + name.slice(1);
      const head = (name) => (!isPolish ? name : capital(own[name] ? say(own[name]) : fieldName(name)));
      const lines = [columns.map(([name]) => head(name)), ...found.map((row) => columns.map(([, value]) => value(row)))].map((values) => csvLine(values, lang));
      const address = URL.createObjectURL(new Blob(["\ufeff", ...lines], { type: "text/csv;charset=utf-8" }));
      const anchor = el("a", { href: address, download: "projekty.csv" });
      section.append(anchor);
      anchor.click();
      anchor.remove();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    };
    const reset = () => { state = { ...fromHash(""), sort: state.sort, down: state.down }; fillControls(); show(); query.focus(); };
    const help = () => $(".p-help").showModal();
    const deeds = { reset, export: exportRows, help };

    $(".p-controls").addEventListener("submit", (event) => event.preventDefault());
    query.addEventListener("input", () => change({ q: query.value }));
    for (const select of section.querySelectorAll("[data-filter]")) select.addEventListener("change", () => change({ [select.dataset.filter]: select.value }));
    for (const box of section.querySelectorAll("[data-flag]")) box.addEventListener("change", () => change({ [box.dataset.flag]: box.checked }));
    for (const button of section.querySelectorAll("[data-do]")) button.addEventListener("click", deeds[button.dataset.do]);
    document.getElementById("p-sort").addEventListener("change", ({ target: { value } }) => sortBy(value.replace("-", ""), value.startsWith("-")));
    for (const head of heads) {
      const button = el("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const name = head.dataset.sort;
        sortBy(name, name === state.sort ? !state.down : figures.has(name));
      });
    }

    // ── Keys ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    const step = (by) => {
      const buttons = [...body.querySelectorAll(".p-open")];
      const row = document.activeElement?.closest("tr[data-row]") ?? document.activeElement?.closest(".p-detail-row")?.previousElementSibling;
      const at = buttons.indexOf(row?.querySelector(".p-open"));
      const next = at < 0 ? 0 : at + by;
      if (next >= 0 && next < buttons.length) { buttons[next].focus(); return; }
      const page = state.page + by;
      if (page < 1 || page > pages()) return;
      turn(page);
      [...body.querySelectorAll(".p-open")].at(by > 0 ? 0 : -1)?.focus();
    };
    const escape = () => {
      const row = places.get(state.open);
      if (row === undefined) return;
      toggle(row);
      buttonOf(row)?.focus();
    };
    document.addEventListener("keydown", (event) => {
      const { target, key } = event;
      const isHere = target === document.body || section.contains(target);
      if (!isHere || event.ctrlKey || event.metaKey || event.altKey || target.closest("input, select, textarea, dialog")) return;
      const isRow = target.closest?.(".p-open");
      const deed = { "/": () => query.focus(), "?": help, j: () => step(1), k: () => step(-1), Escape: escape }[key]
        ?? (isRow ? { ArrowDown: () => step(1), ArrowUp: () => step(-1) }[key] : undefined);
      if (!deed) return;
      event.preventDefault();
      deed();
    });

    // ── Beginning ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    const goTo = () => {
      if (!location.hash.startsWith("#projects?")) return false;
      state = fromHash(location.hash);
      if (!heads.some((head) => head.dataset.sort === state.sort)) Object.assign(state, { sort: START.sort, down: true });
      return true;
    };
    /** Turns to the page of a project that a link opens. */
    const turnToOpen = () => {
      find();
      const at = found.indexOf(places.get(state.open));
      if (at >= 0 && !isWhole()) state.page = Math.floor(at / about.page) + 1;
    };
    const begin = () => {
      const isLinked = goTo();
      turnToOpen();
      fillControls();
      show();
      if (isLinked) (buttonOf(places.get(state.open)) ?? section).scrollIntoView({ block: "start" });
    };
    const label = () => document.getElementById("projects-scroll").setAttribute("aria-label", say("scroll"));
    for (const waiting of section.querySelectorAll(".p-controls, .p-count, .p-sums")) waiting.hidden = false;
    table.setAttribute("role", "table");
    document.getElementById("projects-scroll").setAttribute("role", "region");
    document.getElementById("projects-scroll").setAttribute("tabindex", "0");
    label();
    begin();
    window.addEventListener("hashchange", () => { if (location.hash.startsWith("#projects?")) begin(); });
    document.addEventListener("language", () => { label(); fillControls(); show(); });
    (window.requestIdleCallback ?? setTimeout)(() => words());
  }
}
