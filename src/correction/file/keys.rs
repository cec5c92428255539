//! The keys of a table with their lines; what nobody asked for is an error.

use super::super::error::CorrectionError;
use std::cell::RefCell;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A text with the places of its lines.
pub(super) struct Lines<'p> {
    path: &'p Path,
    /// Offsets at which the lines after the first begin.
    breaks: Vec<usize>,
}

impl<'p> Lines<'p> {
    pub(super) fn of(text: &str, path: &'p Path) -> Self {
        Self { path, breaks: text.match_indices('\n').map(|(at, _)| at + 1).collect() }
    }

    /// The line of an offset.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.breaks.partition_point(|&start| start <= offset) + 1
    }

    /// What is wrong on a line, and what to do.
    pub(super) fn malformed(&self, line: usize, message: impl Into<String>, remedy: impl Into<String>) -> CorrectionError {
        CorrectionError::Malformed { path: self.path.to_owned(), line, message: message.into(), remedy: remedy.into() }
    }
}

/// One table of the file.
pub(super) struct Keys<'d> {
    table: &'d DeTable<'d>,
    /// Its name with a stop, as `correction.words.`; empty for the file itself.
    name: String,
    line: usize,
    lines: &'d Lines<'d>,
    asked: RefCell<Vec<&'static str>>,
}

type Read<T> = Result<T, CorrectionError>;

impl<'d> Keys<'d> {
    pub(super) fn of(table: &'d DeTable<'d>, name: &str, line: usize, lines: &'d Lines<'d>) -> Self {
        Self { table, name: name.to_owned(), line, lines, asked: RefCell::default() }
    }

    fn found(&self, key: &str) -> Option<(usize, &'d Spanned<DeValue<'d>>)> {
        let (name, value) = self.table.iter().find(|(name, _)| name.get_ref() == key)?;
        Some((self.lines.line(name.span().start), value))
    }

    /// The line of a key, or of the table that lacks it.
    pub(super) fn line_of(&self, key: &str) -> usize {
        self.found(key).map_or(self.line, |(line, _)| line)
    }

    /// What is wrong with a key.
    pub(super) fn wrong(&self, key: &str, what: &str, remedy: impl Into<String>) -> CorrectionError {
        self.lines.malformed(self.line_of(key), format!("{}{key}: {what}", self.name), remedy)
    }

    fn optional<T>(&self, key: &'static str, wanted: &str, get: impl FnOnce(&'d DeValue<'d>) -> Option<T>) -> Read<Option<T>> {
        self.asked.borrow_mut().push(key);
        let Some((_, value)) = self.found(key) else { return Ok(None) };
        let kind = value.get_ref().type_str();
        let remedy = match value.get_ref().as_integer() {
            Some(number) if wanted.starts_with("a text") => format!("write {key} = \"{}\"", number.as_str()),
            _ => format!("write {wanted}"),
        };
        let wrong = || self.wrong(key, &format!("{kind} where {wanted} is wanted"), remedy);
        get(value.get_ref()).map(Some).ok_or_else(wrong)
    }

    fn needed<T>(&self, key: &str, wanted: &str, found: Option<T>) -> Read<T> {
        found.ok_or_else(|| self.wrong(key, "missing", format!("add {key} = {wanted}, or remove the whole table")))
    }

    /// A text that may be missing.
    pub(super) fn text(&self, key: &'static str) -> Read<Option<String>> {
        let text = self.optional(key, "a text in quotation marks", |value| value.as_str().map(str::to_owned))?;
        match text {
            Some(text) if text.trim().is_empty() => {
                Err(self.wrong(key, "an empty text", format!("remove {key} if there is none")))
            }
            text => Ok(text),
        }
    }

    /// A text that must be there.
    pub(super) fn needed_text(&self, key: &'static str) -> Read<String> {
        self.needed(key, "\"…\"", self.text(key)?)
    }

    /// A whole number from 0 that may be missing.
    pub(super) fn number<T: TryFrom<u64>>(&self, key: &'static str) -> Read<Option<T>> {
        self.optional(key, "a whole number from 0", |value| {
            let number = value.as_integer().filter(|number| number.radix() == 10)?;
            T::try_from(number.as_str().replace('_', "").parse::<u64>().ok()?).ok()
        })
    }

    /// A whole number from 0 that must be there.
    pub(super) fn needed_number<T: TryFrom<u64>>(&self, key: &'static str) -> Read<T> {
        self.needed(key, "a whole number from 0", self.number(key)?)
    }

    /// A table that may be missing.
    pub(super) fn table(&self, key: &'static str) -> Read<Option<Keys<'d>>> {
        let table = self.optional(key, "a table { … }", |value| value.as_table())?;
        Ok(table.map(|table| Keys::of(table, &format!("{}{key}.", self.name), self.line_of(key), self.lines)))
    }

    /// The tables of a list that may be missing.
    pub(super) fn tables(&self, key: &'static str) -> Read<Option<Vec<Keys<'d>>>> {
        let Some(array) = self.optional(key, "a list of tables", |value| value.as_array())? else { return Ok(None) };
        let mut tables = Vec::new();
        for value in array.iter() {
            let line = self.lines.line(value.span().start);
            let name = format!("{}{key}", self.name);
            let Some(table) = value.get_ref().as_table() else {
                let message = format!("{name}: {} where a table is wanted", value.get_ref().type_str());
                return Err(self.lines.malformed(line, message, "write each as a table: { page = \"…\", … }"));
            };
            tables.push(Keys::of(table, &format!("{name}."), line, self.lines));
        }
        Ok(Some(tables))
    }

    /// Refuses keys that nobody asked for.
    pub(super) fn close(&self) -> Read<()> {
        let asked = self.asked.borrow();
        let unknown = self.table.keys().filter(|name| !asked.contains(&name.get_ref().as_ref()));
        // A table is sorted by its keys; the reader looks from above.
        let Some(name) = unknown.min_by_key(|name| name.span().start) else { return Ok(()) };
        let line = self.lines.line(name.span().start);
        let known: Vec<&str> = asked.iter().copied().collect();
        let message = format!("{}{}: there is no such key here", self.name, name.get_ref());
        Err(self.lines.malformed(line, message, format!("it may have: {}", known.join(", "))))
    }
}
