//! What is found wrong with a configuration, with lines and remedies.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Display;

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is done until it is mended.
    Error,
    /// Probably not what is meant.
    Warning,
}

/// Something wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Number of the line, from 1.
    pub line: usize,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

/// A value and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// Number of the line, from 1.
    pub line: usize,
}

/// What is found out while a file is read.
#[derive(Debug, Default)]
pub struct Findings {
    /// Offsets at which the lines after the first begin.
    breaks: Vec<usize>,
    faults: RefCell<Vec<Fault>>,
    /// Every key that was asked for, and every one of them that was there, with the names of its tables.
    pub(super) asked: RefCell<BTreeSet<String>>,
    pub(super) met: RefCell<BTreeSet<String>>,
}

impl Findings {
    /// Nothing found yet in this text.
    pub fn of(text: &str) -> Self {
        Self { breaks: text.match_indices('\n').map(|(at, _)| at + 1).collect(), ..Self::default() }
    }

    /// The line of an offset.
    pub fn line(&self, offset: usize) -> usize {
        self.breaks.partition_point(|&start| start <= offset) + 1
    }

    /// Notes an error.
    pub fn error(&self, line: usize, message: impl Display, remedy: impl Display) {
        self.note(Severity::Error, line, message, remedy);
    }

    /// Notes a warning.
    pub fn warning(&self, line: usize, message: impl Display, remedy: impl Display) {
        self.note(Severity::Warning, line, message, remedy);
    }

    fn note(&self, severity: Severity, line: usize, message: impl Display, remedy: impl Display) {
        let fault = Fault { line, severity, message: message.to_string(), remedy: remedy.to_string() };
        self.faults.borrow_mut().push(fault);
    }

    /// All faults in the order of their lines.
    pub fn into_faults(self) -> Vec<Fault> {
        let mut faults = self.faults.into_inner();
        faults.sort();
        faults.dedup();
        faults
    }

    /// Keys that were asked for and are not there.
    #[cfg(test)]
    pub fn missing(&self) -> Vec<String> {
        self.asked.borrow().difference(&self.met.borrow()).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one() {
        let findings = Findings::of("a\nb\n\nc");
        assert_eq!([0, 1, 2, 4, 5].map(|offset| findings.line(offset)), [1, 1, 2, 3, 4]);
    }
}
