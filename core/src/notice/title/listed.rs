//! Tasks that a page counts up, each with its sum: in the items of a list, or in the clauses of a sentence.

use super::headed::above_sum;
use super::running::unquoted;
use super::{Name, Strength};
use crate::notice::lists;
use crate::notice::reading::{Line, Reading, trim};
use crate::text::Span;
use crate::vocabulary::{LabelKind, Role, Table, WordList};

/// Tasks with a sum each; one alone is no list.
pub(super) fn listed(reading: &Reading<'_>) -> Vec<Name> {
    let names: Vec<Name> = reading.lines.iter().filter_map(|line| item(reading, line)).collect();
    let mut names = if names.len() >= 2 { names } else { Vec::new() };
    names.extend(tasks(reading));
    names.extend(above_sums(reading));
    let sentences = reading.sentences.iter().filter(|sentence| counts(reading, **sentence));
    names.extend(sentences.flat_map(|sentence| clauses(reading, *sentence)));
    names
}

/// The task of a list's item: `1. Opieka wytchnieniowa – dofinansowanie w wysokości 156 672 zł`, `• 90 000 zł na remont kapliczki`,
/// `- na przebudowę drogi (2 mln zł)`, `- Gmina Kącik – budowa boiska – 500 000 zł`.
fn item(reading: &Reading<'_>, line: &Line) -> Option<Name> {
    let width = lists::bullet(reading, line)?;
    let item = Span::new(line.span.start + width, line.span.end);
    let sum = reading.among(&reading.values.money, item).next()?.span;
    let span = if reading.words_in(Span::new(item.start, sum.start)).len() <= 1 {
        work_from(reading, Span::new(sum.end, item.end))?
    } else {
        let before = Span::new(item.start, sum.start);
        after_body(reading, before).or_else(|| work_from(reading, before)).or_else(|| labelled_sum(reading, before, width))?
    };
    (reading.words_in(span).len() >= 2).then_some(Name {
        span,
        from: line.span.start,
        strength: Strength::Object,
        rule: "title:listed",
    })
}

/// The tasks of a list without sums, under a line that says that money was given for them (`otrzymała dofinansowanie na następujące
/// zadania:`).
fn tasks(reading: &Reading<'_>) -> Vec<Name> {
    let mut names = Vec::new();
    for (number, line) in reading.lines.iter().enumerate().filter(|(_, line)| opens_tasks(reading, line)) {
        let items = reading.lines[number + 1..].iter().map_while(|item| lists::bullet(reading, item).map(|width| (item, width)));
        let task = |(item, width): (&Line, usize)| {
            let span = work_from(reading, Span::new(item.span.start + width, item.span.end))?;
            Some(Name { span, from: line.span.start.max(item.span.start), strength: Strength::Object, rule: "title:task" })
        };
        let found: Vec<Name> = items.map_while(task).collect();
        if found.len() >= 2 {
            names.extend(found);
        }
    }
    names
}

/// Tasks that are items without a sum, each above a line that begins with the label of its sum. A new item may begin after the sum
/// of the one before it (`Koszt zadania: 50 000 zł - Rozwój parku w Kącie`).
fn above_sums(reading: &Reading<'_>) -> Vec<Name> {
    let name = |(number, line): (usize, &Line)| {
        if !above_sum(reading, number) {
            return None;
        }
        let item = match reading.among(&reading.values.money, line.span).next_back() {
            Some(sum) => {
                let rest = reading.slice(Span::new(sum.span.end, line.span.end)).strip_prefix(" - ")?;
                Span::new(line.span.end - rest.len(), line.span.end)
            }
            None => Span::new(line.span.start + lists::bullet(reading, line)?, line.span.end),
        };
        // `Nr umowy: …` and `Data podpisania 12.07.2024` are lines of a card.
        let quoted = reading.slice(item).starts_with('"') || reading.slice(item).contains(':');
        let label =
            reading.cues_in(item).any(|cue| matches!(cue.table, Table::Role | Table::Label) && cue.span.start == item.start);
        let proper = reading.folded.is_upper(item.start) && (3..=40).contains(&reading.words_in(item).len());
        (proper && !quoted && !label).then_some(Name {
            span: item,
            from: item.start,
            strength: Strength::Object,
            rule: "title:above",
        })
    };
    let names: Vec<Name> = reading.lines.iter().enumerate().filter_map(name).collect();
    if names.len() >= 2 { names } else { Vec::new() }
}

/// Whether a line says that money was given, and ends by announcing tasks.
fn opens_tasks(reading: &Reading<'_>, line: &Line) -> bool {
    let text = reading.slice(line.span);
    let announces = [
        "nastepujacych zadan",
        "nastepujace zadania",
        "nastepujacych inwestycji",
        "nastepujace inwestycje",
        "nastepujacych projektow",
        "nastepujace projekty",
        "realizacje zadan",
    ];
    text.ends_with(':')
        && announces.iter().any(|words| text.contains(words))
        && reading.labels_in(line.span).any(|kind| matches!(kind, LabelKind::Award | LabelKind::Applied))
}

/// The works that a stretch begins with, a `na` or `do` passed over; up to the label of their sum.
fn work_from(reading: &Reading<'_>, stretch: Span) -> Option<Span> {
    let links = reading.vocabulary.word_list(WordList::PurposeLinks);
    let words = reading.words_in(stretch);
    let first = words.iter().find(|word| !links.has(reading.slice(word.span)))?;
    let work = reading.vocabulary.word_list(WordList::PurposeWorks).has(reading.slice(first.span));
    let close = reading.slice(Span::new(stretch.start, first.span.start)).len() <= 6;
    (work && close).then(|| before_label(reading, unquoted(reading, Span::new(first.span.start, stretch.end))))
}

/// A name without the label of its sum that stands at its end (`– wysokość dofinansowania wynosi`).
fn before_label(reading: &Reading<'_>, span: Span) -> Span {
    let label = reading.cues_of(Table::Role, Span::new(span.start + 1, span.end)).find(|cue| {
        let before = reading.slice(Span::new(span.start, cue.span.start)).trim_end();
        before.ends_with(['-', ':', ',', '('])
    });
    let end = label.map_or(span.end, |cue| cue.span.start);
    let text = reading.slice(Span::new(span.start, end));
    Span::new(span.start, span.start + text.trim_end_matches([' ', '-', ':', ',', '(', '\n']).len())
}

/// The works after the body that gets the money and a dash.
fn after_body(reading: &Reading<'_>, stretch: Span) -> Option<Span> {
    let body = reading.cues_of(Table::Organisation, stretch).next().filter(|cue| cue.span.start == stretch.start)?;
    let dash = reading.slice(Span::new(body.span.end, stretch.end)).find(" - ")?;
    work_from(reading, Span::new(body.span.end + dash + 3, stretch.end))
}

/// A capitalised name that a dash parts from the label of its sum. An item that names a body is a share of one grant, no task.
fn labelled_sum(reading: &Reading<'_>, stretch: Span, bullet: usize) -> Option<Span> {
    let cue = reading.cues_of(Table::Role, Span::new(stretch.start + 1, stretch.end)).next()?;
    let name = reading.slice(Span::new(stretch.start, cue.span.start)).trim_end();
    let name = name.strip_suffix(['-', ':', ','])?.trim_end();
    let span = Span::new(stretch.start, stretch.start + name.len());
    let body = reading.cues_in(span).any(|cue| matches!(cue.table, Table::Organisation | Table::Fund));
    let proper = reading.folded.is_upper(stretch.start) && !body || under_works(reading, stretch.start);
    (bullet > 0 && proper).then_some(span)
}

/// Whether a list stands under a line that says what is done with each of its items (`wnioski na remont:`).
fn under_works(reading: &Reading<'_>, at: usize) -> bool {
    let works = reading.vocabulary.word_list(WordList::PurposeWorks);
    let above =
        reading.lines[..reading.line_number(at)].iter().rev().take(20).find(|line| lists::bullet(reading, line).is_none());
    above.is_some_and(|line| {
        let last = reading.words_in(line.span).last();
        reading.slice(line.span).ends_with(':') && last.is_some_and(|word| works.has(reading.slice(word.span)))
    })
}

/// Whether a sentence has two sums and speaks of a grant: it may count up tasks.
fn counts(reading: &Reading<'_>, sentence: Span) -> bool {
    let grant = |entry: usize| matches!(reading.vocabulary.roles[entry].role, Role::Grant | Role::Eu | Role::State);
    reading.among(&reading.values.money, sentence).nth(1).is_some()
        && (reading.cues_of(Table::Role, sentence).any(|cue| grant(cue.entry))
            || reading.labels_in(sentence).any(|kind| kind == LabelKind::Award))
}

/// The tasks of a sentence, each with its sum in brackets or after `w wysokości`: `modernizacja oświetlenia (3 000 000 zł) oraz
/// przebudowa dróg (6 000 000 zł)`.
fn clauses(reading: &Reading<'_>, sentence: Span) -> Vec<Name> {
    let works = reading.vocabulary.word_list(WordList::PurposeWorks);
    let mut names: Vec<Name> = Vec::new();
    let mut after = sentence.start;
    for sum in reading.among(&reading.values.money, sentence) {
        let line = reading.line_at(sum.span.start).map_or(after, |line| line.span.start);
        let stretch = Span::new(after.max(line), sum.span.start);
        after = sum.span.end;
        let lead = reading.slice(stretch).trim_end();
        let words = reading.words_in(stretch);
        let tied = lead.ends_with('(') || lead.ends_with("w wysokosci") || lead.ends_with("w kwocie") || lead.ends_with("(kwota");
        let Some(work) = words.iter().find(|word| works.has(reading.slice(word.span))).filter(|_| tied) else { continue };
        let lead = lead.trim_end_matches("kwota");
        let lead = lead.trim_end_matches("w wysokosci").trim_end_matches("w kwocie").trim_end_matches([' ', '(', ',', '-']);
        let span = trim(reading.text(), Span::new(work.span.start, (stretch.start + lead.len()).max(work.span.end)));
        if (2..=40).contains(&reading.words_in(span).len()) {
            names.push(Name { span, from: span.start, strength: Strength::Object, rule: "title:counted" });
        }
    }
    if names.len() >= 2 { names } else { Vec::new() }
}
