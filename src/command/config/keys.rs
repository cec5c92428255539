//! A configuration's keys with their lines, so that every fault is named and not only the first.
//!
//! A deserializer stops at the first thing it cannot understand; whoever maintains a list of a thousand municipalities wants all
//! of them at once. Here each key is asked for by name; what was asked for and is of the wrong kind, and what nobody asked for,
//! becomes a [`Fault`](super::findings::Fault).

use super::findings::{Findings, Said};
use super::human;
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wanted of a key, in words that show how to write it.
const A_DURATION: &str = "a duration in quotation marks, as \"1s\" or \"7d\",";
const A_SIZE: &str = "a size in quotation marks, as \"200MB\",";

/// One table of the file.
pub struct Keys<'d> {
    table: Option<&'d DeTable<'d>>,
    /// Its name with a stop, as `crawl.fetch.`; empty for the file itself.
    name: String,
    line: usize,
    findings: &'d Findings,
    /// Its own keys that were asked for.
    asked: RefCell<BTreeSet<String>>,
}

impl<'d> Keys<'d> {
    /// The file's own table.
    pub fn of(table: &'d DeTable<'d>, findings: &'d Findings) -> Self {
        Self { table: Some(table), name: String::new(), line: 1, findings, asked: RefCell::default() }
    }

    /// Whether there is no such table.
    pub fn is_missing(&self) -> bool {
        self.table.is_none()
    }

    /// The line on which the table begins.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The line of a key, or of the table that lacks it.
    pub fn line_of(&self, key: &str) -> usize {
        self.found(key).map_or(self.line, |(name, _)| self.findings.line(name.span().start))
    }

    fn found(&self, key: &str) -> Option<(&'d Spanned<std::borrow::Cow<'d, str>>, &'d Spanned<DeValue<'d>>)> {
        self.table?.iter().find(|(name, _)| name.get_ref() == key)
    }

    fn ask(&self, key: &str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.asked.borrow_mut().insert(key.to_owned());
        let full = format!("{}{key}", self.name);
        let found = self.found(key);
        if found.is_some() {
            self.findings.met.borrow_mut().insert(full.clone());
        }
        self.findings.asked.borrow_mut().insert(full);
        found.map(|(_, value)| value)
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: impl Display) {
        let line = self.findings.line(value.span().start);
        let kind = value.get_ref().type_str();
        self.findings.error(
            line,
            format!("{}{key}: {kind} where {wanted} is wanted", self.name),
            format!("write {}", wanted.to_string().trim_end_matches(',')),
        );
    }

    /// A value of one kind, if it is there.
    fn read<T>(&self, key: &str, wanted: impl Display, get: impl FnOnce(&'d DeValue<'d>) -> Option<T>) -> Option<Said<T>> {
        let value = self.ask(key)?;
        let got = get(value.get_ref());
        if got.is_none() {
            self.wrong(key, value, wanted);
        }
        Some(Said { value: got?, line: self.findings.line(value.span().start) })
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<Said<String>> {
        self.read(key, "a text", |value| value.as_str().map(str::to_owned))
    }

    /// True or false.
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.read(key, "true or false", DeValue::as_bool).map(|said| said.value)
    }

    /// A share between 0 and 1.
    pub fn share(&self, key: &str) -> Option<f64> {
        let number = |value: &DeValue<'_>| {
            let text = value.as_float().map(toml::de::DeFloat::as_str).or(value.as_integer().map(toml::de::DeInteger::as_str));
            text?.replace('_', "").parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share))
        };
        self.read(key, "a share between 0 and 1", number).map(|said| said.value)
    }

    /// A number, exact.
    pub fn number(&self, key: &str, wanted: &str, fits: impl Fn(&Decimal) -> bool) -> Option<Decimal> {
        let number = |value: &DeValue<'_>| {
            let whole = value.as_integer().filter(|number| number.radix() == 10).map(toml::de::DeInteger::as_str);
            let text = value.as_float().map(toml::de::DeFloat::as_str).or(whole)?.replace('_', "");
            let text = text.strip_prefix('+').unwrap_or(&text);
            Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok().filter(&fits)
        };
        self.read(key, wanted, number).map(|said| said.value)
    }

    /// A whole number within bounds.
    pub fn whole<T: TryFrom<u64>>(&self, key: &str, bounds: RangeInclusive<u64>) -> Option<T> {
        let wanted = match *bounds.end() {
            u64::MAX => format!("a whole number from {}", bounds.start()),
            end => format!("a whole number from {} to {end}", bounds.start()),
        };
        let number = |value: &DeValue<'_>| {
            let number = value.as_integer().filter(|number| number.radix() == 10)?;
            let number = number.as_str().replace('_', "").parse().ok().filter(|number| bounds.contains(number))?;
            T::try_from(number).ok()
        };
        self.read(key, wanted, number).map(|said| said.value)
    }

    /// A text that is read further.
    pub fn parsed<T>(&self, key: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        self.parsed_as(key, "a text", parse)
    }

    /// The same, of a kind that has a name.
    fn parsed_as<T>(&self, key: &str, wanted: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let text = self.read(key, wanted, |value| value.as_str().map(str::to_owned))?;
        match parse(&text.value) {
            Ok(value) => Some(value),
            Err(message) => {
                let remedy = "metryczka.example.toml shows every key with a value it may have";
                self.findings.error(text.line, format!("{}{key}: {message}", self.name), remedy);
                None
            }
        }
    }

    /// A duration: `30s`.
    pub fn time(&self, key: &str) -> Option<Duration> {
        self.parsed_as(key, A_DURATION, human::duration)
    }

    /// A duration that is not nothing.
    pub fn some_time(&self, key: &str) -> Option<Duration> {
        let some =
            |time: Duration| if time.is_zero() { Err("no time at all: nothing could be fetched".to_owned()) } else { Ok(time) };
        self.parsed_as(key, A_DURATION, |text| human::duration(text).and_then(some))
    }

    /// A size in bytes: `200MB`.
    pub fn size(&self, key: &str) -> Option<u64> {
        self.parsed_as(key, A_SIZE, human::size)
    }

    /// A size that is not nothing.
    pub fn some_size(&self, key: &str) -> Option<u64> {
        let some = |size: u64| if size == 0 { Err("no bytes at all: nothing could be fetched".to_owned()) } else { Ok(size) };
        self.parsed_as(key, A_SIZE, |text| human::size(text).and_then(some))
    }

    /// A path, relative to a folder.
    pub fn path(&self, key: &str, folder: &Path) -> Option<PathBuf> {
        let not_empty = |text: &str| if text.trim().is_empty() { Err("empty".to_owned()) } else { Ok(folder.join(text)) };
        self.parsed(key, not_empty)
    }

    /// A list of paths, relative to a folder.
    pub fn paths(&self, key: &str, folder: &Path) -> Vec<PathBuf> {
        let (empty, named): (Vec<_>, Vec<_>) = self.texts(key).into_iter().partition(|path| path.value.trim().is_empty());
        for path in empty {
            self.error(path.line, format!("{key}: an empty path"), "write `.` for the folder of the configuration itself");
        }
        named.into_iter().map(|path| folder.join(path.value)).collect()
    }

    /// Notes that keys which are there do nothing beside what else is.
    pub fn idle(&self, keys: &[&str], why: &str) {
        for key in keys.iter().filter(|key| self.has(key)) {
            self.error(self.line_of(key), format!("{key}: for nothing: {why}"), "leave it out");
        }
    }

    /// A list of texts; empty if it is not there.
    pub fn texts(&self, key: &str) -> Vec<Said<String>> {
        let Some(value) = self.ask(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of texts");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in list.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push(Said { value: text.to_owned(), line: self.findings.line(item.span().start) }),
                None => self.wrong(key, item, "a text"),
            }
        }
        texts
    }

    /// Whether a key is there, whatever it holds.
    pub fn has(&self, key: &str) -> bool {
        self.found(key).is_some()
    }

    /// A table inside this one; an empty one if it is not there.
    pub fn table(&self, key: &str) -> Self {
        let value = self.ask(key);
        let table = value.and_then(|value| value.get_ref().as_table());
        if let (Some(value), None) = (value, table) {
            self.wrong(key, value, "a table");
        }
        self.inner(key, table, self.line_of(key))
    }

    /// A table inside this one that is read elsewhere.
    pub fn peek(&self, key: &str) -> Self {
        self.inner(key, self.found(key).and_then(|(_, value)| value.get_ref().as_table()), self.line_of(key))
    }

    /// The tables of a list, `[[key]]`.
    pub fn tables(&self, key: &str) -> Vec<Self> {
        let Some(value) = self.ask(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(key, value, format!("a list of tables ([[{key}]])"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in list.iter() {
            match item.get_ref().as_table() {
                Some(table) => tables.push(self.inner(key, Some(table), self.findings.line(item.span().start))),
                None => self.wrong(key, item, "a table"),
            }
        }
        tables
    }

    fn inner(&self, key: &str, table: Option<&'d DeTable<'d>>, line: usize) -> Self {
        Self { table, name: format!("{}{key}.", self.name), line, findings: self.findings, asked: RefCell::default() }
    }

    /// Names and texts of a table whose names are free.
    pub fn pairs(&self, key: &str) -> Vec<(String, Said<String>)> {
        let table = self.table(key);
        let mut pairs = Vec::new();
        for (name, value) in table.table.into_iter().flatten() {
            match value.get_ref().as_str() {
                Some(text) => {
                    let line = self.findings.line(value.span().start);
                    pairs.push((name.get_ref().to_string(), Said { value: text.to_owned(), line }));
                }
                None => table.wrong(name.get_ref(), value, "a text"),
            }
        }
        pairs
    }

    /// Notes an error of this table on a line.
    pub fn error(&self, line: usize, message: impl Display, remedy: impl Display) {
        self.findings.error(line, format!("{}{message}", self.name), remedy);
    }

    /// Notes that a key collides with another.
    pub fn complain(&self, key: &str, message: impl Display) {
        self.error(self.line_of(key), format!("{key}: {message}"), "change one of the two");
    }

    /// Names every key that nobody asked for.
    pub fn close(self) {
        let asked = self.asked.borrow();
        for (name, _) in self.table.into_iter().flatten() {
            if asked.contains(name.get_ref().as_ref()) {
                continue;
            }
            let line = self.findings.line(name.span().start);
            let near = asked.iter().filter(|known| alike(known, name.get_ref())).map(|known| format!("`{known}`"));
            let near = near.collect::<Vec<_>>().join(" or ");
            let remedy = if near.is_empty() {
                "metryczka.example.toml holds every key with its meaning".to_owned()
            } else {
                format!("is {near} meant? metryczka.example.toml holds every key")
            };
            self.findings.error(line, format!("unknown key: {}{}", self.name, name.get_ref()), remedy);
        }
    }
}

/// Whether two names differ by at most one letter added, lost or changed, or begin alike.
fn alike(known: &str, name: &str) -> bool {
    let (known, name): (Vec<char>, Vec<char>) = (known.chars().collect(), name.chars().take(64).collect());
    let same = known.iter().zip(&name).take_while(|(a, b)| a == b).count();
    let rest = |word: &[char], skip: usize| word.get(same + skip..).unwrap_or_default().to_vec();
    let (long, short) = (known.len().max(name.len()), known.len().min(name.len()));
    let one_off = long - short <= 1
        && (rest(&known, 1) == rest(&name, 1) || rest(&known, 1) == rest(&name, 0) || rest(&known, 0) == rest(&name, 1));
    one_off || (same >= 4 && same + 2 >= short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_seen() {
        assert!(alike("output", "ouput") && alike("max_bytes", "max_bites") && alike("start", "starts"));
        assert!(!alike("name", "hosts") && !alike("id", "budget"));
    }
}
