//! Cards under a heading that says they are projects: a title, and under it the programme that pays.

use super::{Name, Strength};
use crate::notice::reading::{Line, Reading};
use crate::vocabulary::{LabelKind, Table, WordList};

/// Most lines of a card under its title.
const CARD: usize = 12;

/// The titles of the cards: under `Projekty współfinansowane z funduszy europejskich` a heading each, with a programme or fund in the
/// next line.
pub(super) fn carded(reading: &Reading<'_>) -> Vec<Name> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < reading.lines.len() {
        let opens = reading.heading(reading.lines[at]).is_some() && opens(reading, reading.lines[at]);
        at += 1;
        // A heading of two lines.
        while opens && at < reading.lines.len() && reading.lines[at].block == reading.lines[at - 1].block {
            at += 1;
        }
        while let Some(title) = reading.lines.get(at).filter(|_| opens) {
            if reading.heading(*title).is_none() || !pays(reading, at + 1) || reading.words_in(title.span).len() < 2 {
                break;
            }
            names.push(Name { span: title.span, from: title.span.start, strength: Strength::Introduced, rule: "title:card" });
            at += 1;
            // The rest of the card: its sums and dates.
            let rest = reading.lines[at..].iter().take(CARD).take_while(|line| reading.heading(**line).is_none());
            at += rest.count();
        }
    }
    names
}

/// Whether a heading announces projects paid from outside.
fn opens(reading: &Reading<'_>, line: Line) -> bool {
    let has = |list| {
        let list = reading.vocabulary.word_list(list);
        reading.words_in(line.span).iter().any(|word| list.has(reading.slice(word.span)))
    };
    has(WordList::CardHeads)
        && (has(WordList::CardVerbs) || reading.cues_in(line.span).any(|cue| reading.label(cue) == Some(LabelKind::Award)))
}

/// Whether a line is no heading and names a programme or fund.
fn pays(reading: &Reading<'_>, at: usize) -> bool {
    reading.lines.get(at).is_some_and(|line| {
        reading.heading(*line).is_none()
            && reading.cues_in(line.span).any(|cue| matches!(cue.table, Table::Programme | Table::Fund))
    })
}
