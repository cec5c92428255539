//! Names after a word for an undertaking and a colon.

use super::quoted::names_nothing;
use super::running::unquoted;
use super::{Name, Strength};
use crate::notice::reading::Reading;
use crate::text::{Span, Word};
use crate::vocabulary::{Cue, LabelKind, Table, WordList};

/// Names after a word for an undertaking and a colon (`Trwa realizacja zadania: Usuwanie azbestu`), where no other label stands
/// before that word.
pub(super) fn announced<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    let leads = reading.vocabulary.word_list(WordList::TitleLeads);
    let words = reading.cues.iter().filter(|cue| cue.table == Table::Label && reading.label(cue) == Some(LabelKind::Undertaking));
    words.filter_map(|cue| {
        let line = reading.line_at(cue.span.start)?;
        let lead = reading.words_in(Span::new(line.span.start, cue.span.start));
        let value = reading.slice(Span::new(cue.span.end, line.span.end)).strip_prefix(':')?.trim_start();
        let value = Span::new(line.span.end - value.len(), line.span.end);
        let led = lead.iter().all(|word| leads.has(reading.slice(word.span)));
        let span = unquoted(reading, value);
        let proper = reading.folded.is_upper(value.start) && reading.words_in(span).len() >= 3;
        (led && proper).then_some(Name { span, from: line.span.start, strength: Strength::Introduced, rule: "title:announced" })
    })
}

/// Names without quotation marks between the word for an undertaking and the verb that says who pays (`Projekt Cyfrowa szkoła w Kącie
/// współfinansowany ze środków …`). Inside a sentence the payer must follow, and the name must not be a body's.
pub(super) fn stated<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    let words = reading.cues.iter().filter(|cue| cue.table == Table::Label && reading.label(cue) == Some(LabelKind::Undertaking));
    words.filter_map(move |cue| {
        let line = reading.line_at(cue.span.start)?;
        let sentence = reading.sentence_at(cue.span.start);
        let begins = reading.words_in(Span::new(line.span.start.max(sentence.start), cue.span.start)).is_empty();
        let block_end = sentence.end.max(line.span.end);
        let first = reading.words_in(Span::new(cue.span.end, block_end)).first()?;
        let between = reading.slice(Span::new(cue.span.end, first.span.start));
        let close = between.len() == 1 || !begins && between == ": ";
        let owner = reading.vocabulary.word_list(WordList::TitleOwners).has(reading.slice(first.span));
        if !close || owner || !reading.folded.is_upper(first.span.start) || begins && cue.end_word - cue.first_word > 1 {
            return None;
        }
        let mut span = unquoted(reading, Span::new(first.span.start, block_end));
        let mut next = reading.words_in(Span::new(span.end, block_end)).first()?;
        if begins && !verb(reading, next.span) {
            // A word that ends other titles stands in this one: `Rozwój informacji turystycznej`.
            span = up_to_payer(reading, Span::new(first.span.start, line.span.end)).filter(|span| !tells(reading, *span))?;
            next = reading.words_in(Span::new(span.end, block_end)).first()?;
        }
        let rest = Span::new(next.span.start, block_end);
        let inside = || finances(reading, next.span) && paid(reading, rest) && !of_known(reading, span);
        let proper =
            (2..=40).contains(&reading.words_in(span).len()) && (verb(reading, next.span) || begins) && (begins || inside());
        let from = if begins { cue.span.start } else { sentence.start };
        proper.then_some(Name { span, from, strength: Strength::Introduced, rule: "title:stated" })
    })
}

/// Names of sites that are undertakings themselves (`Portal www.… źródłem wiedzy o regionie współfinansowany z …`).
pub(super) fn sites<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    let sites = reading.vocabulary.word_list(WordList::TitleSites);
    reading.lines.iter().filter_map(move |line| {
        let first = reading.words_in(line.span).first().filter(|word| sites.has(reading.slice(word.span)))?;
        let span = up_to_payer(reading, Span::new(first.span.start, line.span.end))?;
        let proper = (6..=30).contains(&reading.words_in(span).len()) && reading.labels_in(span).next().is_none();
        proper.then_some(Name { span, from: line.span.start, strength: Strength::Introduced, rule: "title:site" })
    })
}

/// The words that begin a stretch up to the verb that says who pays, and a payer after it. A relative clause ends no name.
fn up_to_payer(reading: &Reading<'_>, stretch: Span) -> Option<Span> {
    let words = reading.words_in(stretch);
    let at = words.iter().take(40).position(|word| finances(reading, word.span))?;
    let aid = |word: &Word| matches!(reading.slice(word.span), "jest" | "zostal" | "zostala" | "byl" | "byla");
    let last = words[..at].iter().rposition(|word| !aid(word))?;
    let span = Span::new(stretch.start, words[last].span.end);
    let clause = words[..=last].iter().any(|word| reading.slice(word.span).starts_with("ktor"));
    let sentence = reading.sentence_at(words[at].span.start);
    let rest = Span::new(words[at].span.start, sentence.end.max(words[at].span.end));
    let plain = !reading.slice(span).contains(['"', ';', '(', ':']) && sentence.start <= stretch.start;
    (plain && !clause && paid(reading, rest)).then_some(span)
}

/// Names that begin a line and are followed by a dash, the word for an undertaking and who pays (`Rozwój sieci w Kącie – projekt
/// współfinansowany z …`).
pub(super) fn apposed<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    let words = reading.cues.iter().filter(|cue| cue.table == Table::Label && reading.label(cue) == Some(LabelKind::Undertaking));
    words.filter_map(move |cue| {
        let line = reading.line_at(cue.span.start)?;
        let lead = reading.slice(Span::new(line.span.start, cue.span.start)).trim_end().strip_suffix('-')?.trim_end();
        let span = Span::new(line.span.start, line.span.start + lead.len());
        let next = reading.words_in(Span::new(cue.span.end, line.span.end)).first()?;
        let proper = (3..=30).contains(&reading.words_in(span).len())
            && reading.folded.is_upper(span.start)
            && !lead.contains([':', '"', ';'])
            && verb(reading, next.span)
            && paid(reading, Span::new(next.span.start, line.span.end))
            && !reading.cues_in(span).any(|cue| matches!(cue.table, Table::Programme | Table::Fund) || title(reading, cue));
        proper.then_some(Name { span, from: line.span.start, strength: Strength::Introduced, rule: "title:apposed" })
    })
}

/// Headings and quotations on a line of their own, right above a line that says only who pays (`Projekt współfinansowany z …`).
pub(super) fn above<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    reading.lines.windows(2).filter_map(move |pair| {
        let [head, line] = pair else { return None };
        if reading.region(*head) != reading.region(*line) || !says_who_pays(reading, line.span) {
            return None;
        }
        let quoted = reading.quoted.iter().find(|quoted| quoted.outer == head.span).map(|quoted| quoted.inner);
        let text = reading.slice(head.span);
        let heading = reading.heading(*head).is_some() && reading.words_in(head.span).len() >= 4 && !text.ends_with([':', '?']);
        let several = text.split(' ').any(|word| matches!(word, "projekty" | "projektow" | "projektach"));
        let frame = reading
            .cues_in(head.span)
            .any(|cue| matches!(cue.table, Table::Programme | Table::Fund) || reading.label(cue) == Some(LabelKind::Award));
        let span = quoted.or_else(|| (heading && !several && !frame).then_some(head.span))?;
        Some(Name { span, from: head.span.start, strength: Strength::Introduced, rule: "title:above" })
    })
}

/// Quotations at the end of a sentence that begins with who pays (`Projekt współfinansowany z Europejskiego Funduszu „Nowy rynek”`).
pub(super) fn closing<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    reading.quoted.iter().filter_map(move |quoted| {
        let sentence = reading.sentence_at(quoted.outer.start);
        let closes = reading.words_in(Span::new(quoted.outer.end, sentence.end.max(quoted.outer.end))).is_empty();
        let lead = Span::new(sentence.start, quoted.outer.start);
        let lead = crate::notice::reading::trim(reading.text(), lead);
        let frame = |cue: &Cue| matches!(cue.table, Table::Programme | Table::Fund);
        let alone = !reading.slice(lead).contains('"') && says_who_pays(reading, lead);
        let proper = closes && alone && names_nothing(reading, quoted.outer.start) && !reading.cues_in(quoted.inner).any(frame);
        let from = sentence.start;
        proper.then_some(Name { span: quoted.inner, from, strength: Strength::Introduced, rule: "title:closing" })
    })
}

/// Whether a line begins with the word for an undertaking and the verb that says who pays for it, and names nothing itself.
fn says_who_pays(reading: &Reading<'_>, line: Span) -> bool {
    let undertaking = |cue: &&Cue| cue.span.start == line.start && reading.label(cue) == Some(LabelKind::Undertaking);
    let Some(cue) = reading.cues_in(line).find(undertaking) else { return false };
    let sentence = Span::new(line.start, reading.sentence_at(line.start).end.min(line.end).max(cue.span.end));
    let one = reading.vocabulary.word_list(WordList::TitleOnes).has(reading.slice(cue.span));
    one && reading.words_in(Span::new(cue.span.end, sentence.end)).first().is_some_and(|next| verb(reading, next.span))
        && paid(reading, sentence)
        && !reading.cues_in(sentence).any(|cue| title(reading, cue))
}

/// Whether a stretch labels anything or says that something is done: then it is no bare name.
fn tells(reading: &Reading<'_>, span: Span) -> bool {
    reading.cues_in(span).any(|cue| matches!(cue.table, Table::Programme | Table::Fund | Table::Role))
        || reading.labels_in(span).any(|kind| !matches!(kind, LabelKind::Undertaking | LabelKind::TargetGroup))
}

/// Whether a word ends a title and says that it is paid for, carried out or granted.
fn verb(reading: &Reading<'_>, word: Span) -> bool {
    reading.vocabulary.word_list(WordList::TitleVerbs).has(reading.slice(word))
}

fn finances(reading: &Reading<'_>, word: Span) -> bool {
    reading.vocabulary.word_list(WordList::PayVerbs).has(reading.slice(word))
}

/// Whether a stretch names a programme or fund, or the Union that pays.
fn paid(reading: &Reading<'_>, span: Span) -> bool {
    reading.cues_in(span).any(|cue| matches!(cue.table, Table::Programme | Table::Fund))
        || reading.slice(span).contains("unii europejskiej")
        || reading.slice(span).contains("unie europejska")
}

fn title(reading: &Reading<'_>, cue: &Cue) -> bool {
    reading.label(cue) == Some(LabelKind::Title)
}

/// Whether a name begins with a body, a programme or a fund (`projektu Gminy Kącik współfinansowanego …`).
fn of_known(reading: &Reading<'_>, span: Span) -> bool {
    let known =
        |cue: &Cue| matches!(cue.table, Table::Organisation | Table::Programme | Table::Fund) && cue.span.start == span.start;
    reading.cues_in(span).any(|cue| known(cue) || title(reading, cue))
}
