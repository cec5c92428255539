//! Corrections → TOML, as a person would write it.

use super::super::model::{Action, Correction, Place, Words};
use toml_edit::{Array, InlineTable, Table, Value, value};

/// What a new file begins with.
pub(super) const HEADER: &str = "\
# Corrections of metryczka: what people said of what was read on a page.
#
# `metryczka review` writes this file, and every build applies it. It may be edited by hand and belongs into version control, with
# the edition's configuration. Each answer is tied to the content of its page (sha256 of its bytes, text_sha256 of its text,
# reading_sha256 of what was read of the mention): it holds as long as one of them is the same, and is asked again when the page says
# something else. What was read is kept as `original`.
#
#   action   correct   a field holds another value; without `value`, the page says nothing of it
#            accept    what was read is right: a field, or the whole mention
#            reject    these mentions tell of no project
#            merge     these mentions tell of one project
#            split     these mentions tell of another project than those under `from`
#
# `next` is the number of the next correction: an id is never given twice.
";

/// One correction as a table.
pub(super) fn table(correction: &Correction) -> Table {
    let mut table = Table::new();
    let mut text = |key: &str, said: Option<&str>| {
        if let Some(said) = said {
            table[key] = value(text_of(said));
        }
    };
    text("id", Some(&correction.id));
    text("made", Some(&correction.made));
    text("by", correction.by.as_deref());
    text("reason", correction.reason.as_deref());
    text("action", Some(name(&correction.action)));
    match &correction.action {
        Action::Correct { place, field, original, value: right, words } => {
            flat(&mut table, place);
            table["field"] = value(text_of(field));
            let values = [("original", original), ("value", right)];
            values
                .into_iter()
                .filter_map(|(key, said)| Some((key, said.as_ref()?)))
                .for_each(|(key, said)| table[key] = value(text_of(said)));
            if let Some(words) = words {
                table["words"] = value(pointed(words));
            }
        }
        Action::Accept { place, field, value: accepted } => {
            flat(&mut table, place);
            let values = [("field", field), ("value", accepted)];
            values
                .into_iter()
                .filter_map(|(key, said)| Some((key, said.as_ref()?)))
                .for_each(|(key, said)| table[key] = value(text_of(said)));
        }
        Action::Reject { mentions } | Action::Merge { mentions } => table["mentions"] = value(list(mentions)),
        Action::Split { mentions, from } => {
            table["mentions"] = value(list(mentions));
            table["from"] = value(list(from));
        }
    }
    table
}

const fn name(action: &Action) -> &'static str {
    match action {
        Action::Correct { .. } => "correct",
        Action::Accept { .. } => "accept",
        Action::Reject { .. } => "reject",
        Action::Merge { .. } => "merge",
        Action::Split { .. } => "split",
    }
}

fn flat(table: &mut Table, place: &Place) {
    for (key, said) in pairs(place) {
        table[key] = value(said);
    }
}

fn pairs(place: &Place) -> Vec<(&'static str, Value)> {
    let mut pairs: Vec<(&str, Value)> = vec![
        ("page", text_of(&place.page)),
        ("sha256", place.sha256.as_str().into()),
        ("text_sha256", place.text_sha256.as_str().into()),
    ];
    pairs.extend(place.reading_sha256.as_ref().map(|reading| ("reading_sha256", text_of(reading))));
    pairs.push(("mention", whole(place.mention)));
    pairs.extend(place.title.as_ref().map(|title| ("title", text_of(title))));
    pairs
}

/// One mention a line.
fn list(places: &[Place]) -> Array {
    let mut list: Array = places.iter().map(|place| pairs(place).into_iter().collect::<InlineTable>()).collect();
    list.iter_mut().for_each(|place| place.decor_mut().set_prefix("\n    "));
    list.set_trailing("\n");
    list.set_trailing_comma(true);
    list
}

fn pointed(words: &Words) -> InlineTable {
    let pairs = [("start", whole(words.start)), ("end", whole(words.end)), ("quote", text_of(&words.quote))];
    pairs.into_iter().collect()
}

/// A number as TOML has it; none is greater on any page.
fn whole(number: usize) -> Value {
    Value::from(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A text in one line, whatever is in it: in a string of several lines a change of line ends would change what it says.
fn text_of(said: &str) -> Value {
    if !said.contains(['\n', '\r']) {
        return Value::from(said);
    }
    let escaped = said.chars().map(|c| match c {
        '\\' => "\\\\".to_owned(),
        '"' => "\\\"".to_owned(),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    });
    let line = format!("\"{}\"", escaped.collect::<String>());
    line.parse().unwrap_or_else(|_| Value::from(said))
}
