//! A cell as text: plain, as JSON, and so that no spreadsheet takes it for a formula.

use crate::table::{Cell, Kind, Spec};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Parts the entries of a list of texts.
const BETWEEN: &str = "; ";

/// A cell as it stands in CSV: lists of texts parted by `; `, lists of records as JSON, nothing where there is nothing.
pub(in crate::dataset) fn plain<'a>(spec: &Spec, cell: Cell<'a>) -> Cow<'a, str> {
    match cell {
        Cell::Null => Cow::Borrowed(""),
        Cell::Text(text) => text,
        Cell::Number(number) => number.to_string().into(),
        Cell::Count(count) => count.to_string().into(),
        Cell::Flag(flag) => if flag { "true" } else { "false" }.into(),
        Cell::Date(date) => date.to_string().into(),
        Cell::Texts(texts) => texts.join(BETWEEN).into(),
        // An empty list of records tells as much as no list.
        Cell::Structs(records) if records.is_empty() => Cow::Borrowed(""),
        Cell::Structs(_) => json(spec, cell).to_string().into(),
    }
}

/// A cell as JSON; decimals are strings, so that no reader rounds them.
pub(in crate::dataset) fn json(spec: &Spec, cell: Cell<'_>) -> Value {
    let specs = if let Kind::Structs(specs) = spec.kind { specs } else { &[] };
    match cell {
        Cell::Null => Value::Null,
        Cell::Text(text) => text.into(),
        Cell::Number(number) => number.to_string().into(),
        Cell::Count(count) => count.into(),
        Cell::Flag(flag) => flag.into(),
        Cell::Date(date) => date.to_string().into(),
        Cell::Texts(texts) => texts.into_iter().map(Value::from).collect(),
        Cell::Structs(records) => {
            let object = |record: Vec<Cell<'_>>| {
                specs.iter().zip(record).map(|(spec, cell)| (spec.name.to_owned(), json(spec, cell))).collect::<Map<_, _>>()
            };
            records.into_iter().map(object).collect()
        }
    }
}

/// Whether a spreadsheet would take the text for a formula, or for the command of a foreign program (CWE-1236; the characters are
/// those OWASP names under “CSV Injection”). A plain number is none: `-12.50` stays what it is.
pub(in crate::dataset) fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) && !is_number(text)
}

/// The text, with an apostrophe before what a spreadsheet would take for a formula.
pub(in crate::dataset) fn neutral(text: Cow<'_, str>) -> Cow<'_, str> {
    if is_formula(&text) { format!("'{text}").into() } else { text }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all(whole) && all(fraction)
}

/// A field of CSV (RFC 4180): in quotation marks where the text holds a comma, a quotation mark or a line break.
pub(in crate::dataset) fn quoted(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")).into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::spec;

    #[test]
    fn quotes_only_where_needed() {
        assert_eq!(quoted("Ełk".into()), "Ełk");
        assert_eq!(quoted("a, \"b\"".into()), "\"a, \"\"b\"\"\"");
        assert_eq!(quoted("a\nb".into()), "\"a\nb\"");
    }

    #[test]
    fn a_title_that_is_a_formula_is_text_and_a_negative_sum_stays_a_number() {
        for text in ["=HYPERLINK(\"http://x.example\")", "+48 87 732 61 00", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "-"] {
            assert_eq!(neutral(text.into()), format!("'{text}"));
        }
        for text in ["-12.50", "+3", "Ełk", "", "'=1", "a=b"] {
            assert_eq!(neutral(text.into()), text);
        }
    }

    #[test]
    fn a_list_of_records_keeps_its_names_and_exact_decimals() {
        const AMOUNT: &[Spec] = &[spec("role", Kind::Text, ""), spec("value", Kind::Decimal(2), "")];
        let amounts = spec("amounts", Kind::Structs(AMOUNT), "");
        let value = "9999999999999999.90".parse().unwrap();
        let cell = Cell::Structs(vec![vec![Cell::Text("total".into()), Cell::Number(value)], vec![Cell::Null, Cell::Null]]);
        let text = r#"[{"role":"total","value":"9999999999999999.90"},{"role":null,"value":null}]"#;
        assert_eq!(plain(&amounts, cell), text);
        assert_eq!(plain(&amounts, Cell::Structs(Vec::new())), "");
    }
}
