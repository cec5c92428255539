//! Where a page names an undertaking. Each way of naming one is a file: `quoted`, `labelled`, `announced`, `headed`, `listed` with
//! its sum, the `purposes` of a grant; `running` says where a name without quotation marks ends, `sameness` when two are one.

mod announced;
mod carded;
mod headed;
mod labelled;
mod listed;
mod purposes;
mod quoted;
mod running;
mod sameness;
mod tabled;
#[cfg(test)]
mod tests;

pub(crate) use sameness::{Compared, alike, same, stages};
pub(crate) use tabled::row_end;

use super::reading::Reading;
use crate::page::Region;
use crate::text::Span;
use crate::vocabulary::{Table, WordList};

/// A name of an undertaking, and how surely it is one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name {
    /// The name, without outer quotation marks.
    pub(crate) span: Span,
    /// Where its mention begins: the first word of its sentence or line.
    pub(crate) from: usize,
    /// How surely it names an undertaking.
    pub(crate) strength: Strength,
    /// The rule that found it.
    pub(crate) rule: &'static str,
}

impl Name {
    /// Whether it is one of several tasks that a list or sentence counts up.
    pub(crate) fn is_item(&self) -> bool {
        matches!(self.rule, "title:listed" | "title:counted" | "title:task" | "title:row" | "title:above")
    }
}

/// How surely a name names an undertaking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// The first line of a page without headings.
    Headline,
    /// A quoted name of a programme, which serves when the page names nothing else.
    Programme,
    /// A quoted name with nothing that says what it names.
    Quoted,
    /// A heading: it may as well name the page.
    Heading,
    /// What money was given for, in running text (`dofinansowanie na remont świetlicy w Kącie`).
    Purpose,
    /// A quoted name that is a line of its own, or the object of an award.
    Object,
    /// Introduced by a word for an undertaking, `pn.` or `pt.`
    Introduced,
    /// The value of a label (`Tytuł projektu:`).
    Labelled,
}

/// More names than a page of projects has: what follows is a register, and comparing each with each would not end.
const MOST: usize = 400;

/// Every name of an undertaking outside menus, in text order.
pub(crate) fn names(reading: &Reading<'_>) -> Vec<Name> {
    let mut names: Vec<Name> = reading.quoted.iter().filter_map(|quoted| quoted::quoted_name(reading, *quoted)).collect();
    names.extend(labelled::labelled(reading));
    names.extend(announced::announced(reading));
    names.extend(announced::stated(reading));
    names.extend(announced::sites(reading));
    names.extend(announced::apposed(reading));
    names.extend(announced::above(reading));
    names.extend(announced::closing(reading));
    names.extend(carded::carded(reading));
    names.extend(tabled::tabled(reading));
    names.extend(listed::listed(reading));
    names.extend(purposes::purposes(reading));
    names.extend(headed::headlines(reading));
    names.extend(headed::works(reading));
    names.extend(headed::headings(reading));
    names.extend(headed::boxed(reading));
    names.retain(|name| readable(reading, name));
    names.sort_by_key(|name| (name.span.start, std::cmp::Reverse(name.strength)));
    let mut names = drop_overlapping(names);
    names.truncate(MOST);
    names
}

/// Of names that overlap the surest stays, and of equally sure ones the longest.
fn drop_overlapping(names: Vec<Name>) -> Vec<Name> {
    let mut kept: Vec<Name> = Vec::with_capacity(names.len());
    for name in names {
        match kept.last_mut() {
            Some(last) if last.span.overlaps(name.span) => {
                if (name.strength, name.span.len()) > (last.strength, last.span.len()) {
                    *last = name;
                }
            }
            _ => kept.push(name),
        }
    }
    kept
}

/// Bytes of the longest motto of a programme.
const LONGEST_SLOGAN: usize = 90;

/// A name has at least two letters' worth of text, is not only a number and stands in no menu, unless the entry is a whole sentence
/// that says who pays.
fn readable(reading: &Reading<'_>, name: &Name) -> bool {
    let letters = reading.slice(name.span).bytes().filter(u8::is_ascii_lowercase).count();
    let region = reading.block_at(name.span.start).map_or(Region::Content, |block| block.region);
    let slogan = || reading.vocabulary.word_list(WordList::TitleSlogans).within(reading.slice(name.span));
    letters >= 4
        && (name.strength == Strength::Labelled || name.span.len() > LONGEST_SLOGAN || !slogan())
        && match region {
            Region::Navigation => name.strength >= Strength::Introduced && in_sentence(reading, name),
            Region::Consent => false,
            _ => true,
        }
}

/// Whether the line of a name is no menu entry but a statement: long, and with a programme, fund, number or labelled sum.
fn in_sentence(reading: &Reading<'_>, name: &Name) -> bool {
    /// Words of the shortest statement.
    const SHORTEST: usize = 8;
    let Some(line) = reading.line_at(name.span.start) else { return false };
    let told = |cue: &crate::vocabulary::Cue| {
        matches!(cue.table, Table::Programme | Table::Fund | Table::Role) && !name.span.contains(cue.span)
    };
    reading.words_in(line.span).len() >= SHORTEST
        && (reading.cues_in(line.span).any(told) || reading.among(&reading.values.codes, line.span).next().is_some())
}

/// A title as published: without a dangling dash, and without quotation marks that enclose all of it.
pub(crate) fn cleaned(title: &str) -> String {
    let trimmed = title.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':'));
    let inner = trimmed.strip_prefix(['„', '"', '«', '”', '“']).and_then(|rest| rest.strip_suffix(['”', '"', '»', '“']));
    match inner {
        Some(inner) if !inner.contains(['„', '”', '"', '“']) => inner.trim().to_owned(),
        // One mark alone was never closed.
        _ if trimmed.matches(['„', '”', '"', '“', '»', '«']).count() == 1 => {
            trimmed.trim_matches(['„', '”', '"', '“', '»', '«']).trim().to_owned()
        }
        _ => trimmed.to_owned(),
    }
}
