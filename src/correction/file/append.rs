//! Adding to the text of a file without reading or writing the rest of it anew: what a person wrote stays as it is, byte for byte, and a
//! file of many thousand corrections takes another one in a moment.

use super::super::model::Correction;
use super::write::{HEADER, table};
use super::{BOM, VERSION};
use std::ops::Range;
use toml::de::DeTable;
use toml_edit::{ArrayOfTables, DocumentMut, Item};

/// Where a text can be added to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Seam {
    /// The number after `next`, if there is one.
    next: Option<Range<usize>>,
    /// One past the number after `version`.
    version: usize,
}

impl Seam {
    /// Of a text that has been read; none where tables cannot be added at its end: somebody has written the list inline.
    pub(super) fn of(text: &str, table: &DeTable<'_>) -> Option<Self> {
        let mark = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        let find = |key: &str| table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value);
        let span = |key: &str| find(key).map(|value| value.span().start + mark..value.span().end + mark);
        let list = find("correction").and_then(|value| value.get_ref().as_array());
        let is_table = |start: usize| text.get(start + mark..).is_some_and(|rest| rest.starts_with("[["));
        let all_tables = list.is_none_or(|list| !list.is_empty() && list.iter().all(|value| is_table(value.span().start)));
        let is_number = |span: &Range<usize>| text.get(span.clone()).is_some_and(|number| number.parse::<u64>().is_ok());
        let (version, next) = (span("version")?, span("next"));
        let sound = all_tables && is_number(&version) && next.as_ref().is_none_or(is_number);
        sound.then_some(Self { next, version: version.end })
    }

    /// Writes the number of the next correction; says by how much the text after it has moved.
    pub(super) fn set_next(&mut self, text: &mut String, next: u64) -> isize {
        let number = next.to_string();
        let (at, new) = match &self.next {
            Some(at) => (at.clone(), number.clone()),
            None => {
                // On a line of its own, after whatever stands behind the version.
                let rest = text.get(self.version..).unwrap_or_default();
                let end = self.version + rest.find(['\r', '\n']).unwrap_or(rest.len());
                (end..end, format!("{}next = {number}", line_end(text)))
            }
        };
        text.replace_range(at.clone(), &new);
        let end = at.start + new.len();
        self.next = Some(end - number.len()..end);
        signed(new.len()) - signed(at.len())
    }
}

fn signed(length: usize) -> isize {
    isize::try_from(length).unwrap_or(isize::MAX)
}

/// How the lines of a text end: as its first does.
pub(super) fn line_end(text: &str) -> &'static str {
    match text.split_once('\n') {
        Some((first, _)) if first.ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// A text with lines that end as those of another one, and with its mark at the beginning.
pub(super) fn like(text: &str, other: &str) -> String {
    let lines = text.trim_start_matches(BOM).replace("\r\n", "\n").replace('\n', line_end(other));
    if other.starts_with(BOM) { format!("{BOM}{lines}") } else { lines }
}

/// What a new file begins with.
pub(super) fn beginning() -> String {
    format!("{HEADER}version = {VERSION}\n")
}

/// One correction, as it stands in the file.
pub(super) fn written(correction: &Correction) -> String {
    let mut document = DocumentMut::new();
    let mut list = ArrayOfTables::new();
    let mut table = table(correction);
    table.decor_mut().set_prefix("\n");
    list.push(table);
    document.insert("correction", Item::ArrayOfTables(list));
    document.to_string()
}
