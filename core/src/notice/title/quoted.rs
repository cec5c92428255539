//! Names in quotation marks, by what the words before them say.

use super::running::unquoted;
use super::{Name, Strength};
use crate::notice::lists;
use crate::notice::quotes::Quoted;
use crate::notice::reading::{Line, Reading};
use crate::text::{Span, Word};
use crate::vocabulary::{Cue, LabelKind, Table, WordList};

/// How many bytes before a quotation can say what it is.
const NEAR: usize = 300;

/// What the words before a quotation say of it.
enum Before {
    Introduced,
    Programme,
    Another,
    Object,
    Former,
    Nothing,
}

pub(super) fn quoted_name(reading: &Reading<'_>, quoted: Quoted) -> Option<Name> {
    let before = before(reading, quoted.outer.start);
    if let Some(line) = led_by(reading, quoted).filter(|_| matches!(before, Before::Nothing)) {
        let from = line.span.start;
        return Some(Name { span: extended(reading, quoted), from, strength: Strength::Introduced, rule: "title:introduced" });
    }
    let (strength, rule) = match before {
        Before::Introduced if is_edition(reading, quoted) => (Strength::Programme, "title:programme"),
        Before::Introduced => (Strength::Introduced, "title:introduced"),
        Before::Programme if is_task(reading, quoted) => (Strength::Introduced, "title:item"),
        Before::Programme => (Strength::Programme, "title:programme"),
        Before::Another => return None,
        Before::Object if is_programme(reading, quoted) => (Strength::Programme, "title:programme"),
        Before::Object => (Strength::Object, "title:object"),
        Before::Former => (Strength::Quoted, "title:quoted"),
        Before::Nothing if begins_item(reading, quoted) || is_paid(reading, quoted) => (Strength::Introduced, "title:item"),
        Before::Nothing if is_whole_line(reading, quoted) => (Strength::Object, "title:line"),
        Before::Nothing if in_passing(reading, quoted) => return None,
        Before::Nothing => (Strength::Quoted, "title:quoted"),
    };
    let span = extended(reading, quoted);
    Some(Name { span, from: reading.sentence_at(quoted.outer.start).start, strength, rule })
}

fn before(reading: &Reading<'_>, at: usize) -> Before {
    let sentence = reading.sentence_at(at);
    let words = reading.words_in(Span::new(sentence.start, at));
    let list = |list| reading.vocabulary.word_list(list);
    let (joins, introduces, another) =
        (list(WordList::TitleJoins), list(WordList::TitleIntroduces), list(WordList::TitleAnother));
    let mut introduced = false;
    let mut of_another = false;
    let mut joined = true;
    // A number between the word and the name is passed over (`projekt 2014-1-PL01-KA101-001662 „…”`).
    let codes: Vec<Span> = reading
        .among(&reading.values.codes, Span::new(sentence.start.max(at.saturating_sub(NEAR)), at))
        .map(|code| code.span)
        .collect();
    let number = |word: &Word| {
        reading.slice(word.span).bytes().any(|b| b.is_ascii_digit()) || codes.iter().any(|code| code.overlaps(word.span))
    };
    let numberless = words.iter().rev().filter(|word| !number(word));
    for (distance, word) in numberless.take(7).enumerate() {
        let text = reading.slice(word.span);
        if introduces.has(text) {
            introduced = true;
        }
        if list(WordList::TitleUndertaking).has(text) && !introduces.has(text) {
            let before = words.iter().rev().nth(distance + 1);
            let is = |kind| before.is_some_and(|before| list(kind).has(reading.slice(before.span)));
            return if is(WordList::TitleType) || is_measure(reading, word.span.end) {
                Before::Another
            } else if is(WordList::TitleFormer) {
                Before::Former
            } else {
                Before::Introduced
            };
        }
        if text.starts_with("program") {
            return if introduced { Before::Introduced } else { Before::Programme };
        }
        if distance <= 2 && !joins.has(text) && another.has(text) {
            if !introduced {
                return Before::Another;
            }
            // `w ramach konkursu pn. „…”`, unless a word for the undertaking stands before.
            of_another = true;
        }
        // `Drugi wniosek to „…”`
        let applied = distance == 1 && text == "wniosek" && joined;
        if (distance == 0 || applied) && list(WordList::TitleObject).has(text) {
            return Before::Object;
        }
        joined &= joins.has(text);
        if !joins.has(text) && distance >= 2 {
            break;
        }
    }
    match (introduced, of_another) {
        (true, true) => Before::Another,
        (true, false) => Before::Introduced,
        (false, _) => Before::Nothing,
    }
}

/// Whether the words before an offset make the name after it one of something else than a project (`konkursu pn.`).
pub(super) fn of_another(reading: &Reading<'_>, at: usize) -> bool {
    matches!(before(reading, at), Before::Another)
}

/// Whether a quotation begins with a small letter and names no works: a word used in quotation marks, no name.
fn in_passing(reading: &Reading<'_>, quoted: Quoted) -> bool {
    let works = reading.vocabulary.word_list(WordList::PurposeWorks);
    let first = reading.words_in(quoted.inner).first();
    first.is_some_and(|word| {
        let small = reading.text().as_bytes()[word.span.start].is_ascii_lowercase() && !reading.folded.is_upper(word.span.start);
        small && !works.has(reading.slice(word.span))
    })
}

/// Whether the number of a measure of the recovery plan follows a word (`inwestycji A1.2.3 pn. „…”`).
fn is_measure(reading: &Reading<'_>, after: usize) -> bool {
    let rest = &reading.text().as_bytes()[after.min(reading.text().len())..];
    matches!(rest, [b' ', letter, digit, b'.', next, ..]
        if (b'a'..=b'g').contains(letter) && digit.is_ascii_digit() && next.is_ascii_digit())
}

/// Whether a quotation is no more than the name of a programme.
fn is_programme(reading: &Reading<'_>, quoted: Quoted) -> bool {
    reading.cues_of(Table::Programme, quoted.inner).any(|cue| 2 * cue.span.len() > quoted.inner.len())
}

/// Whether the words before an offset say nothing of what a name after it names.
pub(super) fn names_nothing(reading: &Reading<'_>, at: usize) -> bool {
    matches!(before(reading, at), Before::Nothing)
}

/// Whether a short name is an edition of some scheme (`OSP – edycja 2024`).
fn is_edition(reading: &Reading<'_>, quoted: Quoted) -> bool {
    let words = reading.words_in(quoted.inner);
    words.len() <= 4 && words.iter().any(|word| reading.slice(word.span).starts_with("edycj"))
}

fn is_whole_line(reading: &Reading<'_>, quoted: Quoted) -> bool {
    reading.line_at(quoted.outer.start).is_some_and(|line| {
        let lead = reading.slice(Span::new(line.span.start, quoted.outer.start)).trim_end();
        let bulleted = lists::bullet(reading, &line).is_some_and(|width| lead.len() <= width);
        let headed = lead.is_empty() || bulleted || lead.ends_with([':', '-']) && lead.len() <= 60;
        let closes = line.span.end.saturating_sub(quoted.outer.end) <= 2;
        line.span.contains(quoted.outer) && headed && closes && reading.words_in(quoted.inner).len() >= 2
    })
}

/// Whether a quotation begins an item of a list that goes on with who pays or what it costs (`1. „Dom seniora” – RPO WK, 500 000 zł`).
fn begins_item(reading: &Reading<'_>, quoted: Quoted) -> bool {
    reading.line_at(quoted.outer.start).is_some_and(|line| {
        let Some(width) = lists::bullet(reading, &line).or_else(|| in_a_row(reading, &line).then_some(0)) else { return false };
        let rest = Span::new(quoted.outer.end.min(line.span.end), line.span.end);
        let money = |cue: &Cue| matches!(cue.table, Table::Programme | Table::Fund | Table::Role);
        let lead = Span::new(line.span.start + width, quoted.outer.start);
        let begins = lead.is_empty() || reading.slice(lead).trim_end().ends_with(':');
        begins && reading.cues_in(rest).any(money)
    })
}

/// Whether a line without a bullet is one of several in a row that each quote a name and print a labelled sum after it.
fn in_a_row(reading: &Reading<'_>, line: &Line) -> bool {
    let number = reading.line_number(line.span.start);
    let alike = |number: usize| {
        let Some(line) = reading.lines.get(number) else { return false };
        let next = reading.quoted.partition_point(|quoted| quoted.outer.start < line.span.start);
        let Some(quoted) = reading.quoted.get(next).filter(|quoted| line.span.contains(quoted.outer)) else { return false };
        let lead = reading.slice(Span::new(line.span.start, quoted.outer.start)).trim_end();
        let rest = Span::new(quoted.outer.end, line.span.end);
        (lead.is_empty() || lead.ends_with(':') && lead.len() <= NEAR / 4)
            && reading.cues_of(Table::Role, rest).next().is_some()
            && reading.among(&reading.values.money, rest).next().is_some()
    };
    alike(number) && (alike(number + 1) || number.checked_sub(1).is_some_and(alike))
}

/// The line before a quotation that begins a line, if it leads to it: it ends with `pn.` or its like (`realizuje projekt pn.`), or says
/// without a stop that an undertaking is paid for (`Gmina realizuje zadanie dofinansowane z Funduszu Dróg`).
fn led_by(reading: &Reading<'_>, quoted: Quoted) -> Option<Line> {
    let number = reading.line_number(quoted.outer.start);
    let before = reading.lines.get(number.checked_sub(1)?).filter(|before| reading.heading(**before).is_none())?;
    let begins = reading.lines[number].span.start == quoted.outer.start;
    let ends = |cue: &Cue| cue.span.end + 2 >= before.span.end;
    let title = |cue: &Cue| reading.label(cue) == Some(LabelKind::Title);
    let introduces = || reading.cues_in(before.span).any(|cue| title(cue) && ends(cue)) && !of_another(reading, before.span.end);
    let tells = |kind: LabelKind| reading.labels_in(before.span).any(|own| own == kind);
    let payer = || reading.cues_in(before.span).any(|cue| matches!(cue.table, Table::Programme | Table::Fund));
    let says = || {
        before.span.len() <= NEAR
            && !reading.slice(before.span).ends_with(['.', '!', '?', ';', ':', '"'])
            && tells(LabelKind::Undertaking)
            && tells(LabelKind::Award)
            && payer()
            && !reading.cues_in(before.span).any(title)
            && !reading.slice(before.span).contains('"')
    };
    (begins && reading.region(*before) == reading.region(reading.lines[number]) && (introduces() || says())).then_some(*before)
}

/// Whether a quotation begins a line and the verb that says who pays follows it (`„Leśna szkoła” współfinansowany z …`).
fn is_paid(reading: &Reading<'_>, quoted: Quoted) -> bool {
    reading.line_at(quoted.outer.start).is_some_and(|line| {
        let rest = Span::new(quoted.outer.end.min(line.span.end), line.span.end);
        let list = |list| reading.vocabulary.word_list(list);
        let (verbs, undertakings) = (list(WordList::TitleVerbs), list(WordList::TitleUndertaking));
        // `„Leśna szkoła” – projekt współfinansowany z …`
        let mut after = reading.words_in(rest).iter().map(|word| reading.slice(word.span)).peekable();
        let _ = after.next_if(|word| undertakings.has(word));
        let verb = after.next().is_some_and(|word| verbs.has(word));
        let payer = |cue: &Cue| matches!(cue.table, Table::Programme | Table::Fund);
        line.span.start == quoted.outer.start && verb && reading.cues_in(rest).any(payer)
    })
}

/// Whether the item of a list that names a programme stands under a line that says that the body carries out projects.
fn is_task(reading: &Reading<'_>, quoted: Quoted) -> bool {
    let number = reading.line_number(quoted.outer.start);
    let bulleted = |line: &&Line| lists::bullet(reading, line).is_some();
    let Some(line) = reading.lines.get(number).filter(|line| bulleted(line)) else { return false };
    let begins = reading.words_in(Span::new(line.span.start, quoted.outer.start)).len() <= 2;
    let Some(lead) = reading.lines[..number].iter().rev().take(12).find(|line| !bulleted(line)) else { return false };
    if lead.span.len() > NEAR {
        return false;
    }
    let projects =
        reading.words_in(lead.span).iter().any(|word| matches!(reading.slice(word.span), "projekty" | "zadania" | "programy"));
    begins
        && projects
        && reading.labels_in(lead.span).any(|kind| matches!(kind, LabelKind::Ongoing | LabelKind::Award | LabelKind::Completed))
}

/// A title that goes on after its quotation marks with a dash.
pub(super) fn extended(reading: &Reading<'_>, quoted: Quoted) -> Span {
    let Some(line) = reading.line_at(quoted.outer.start) else { return quoted.inner };
    let rest = Span::new(quoted.outer.end, line.span.end.max(quoted.outer.end));
    let text = reading.slice(rest);
    let after_dash = text.trim_start().strip_prefix('-').map(str::trim_start);
    let Some(after_dash) = after_dash.filter(|after| after.starts_with(|c: char| c.is_ascii_alphabetic())) else {
        return quoted.inner;
    };
    let from = rest.end - after_dash.len();
    // `„Dom seniora” – Program Operacyjny …`: who pays is no part of the title.
    let pays = |cue: &Cue| cue.span.start == from && matches!(cue.table, Table::Programme | Table::Fund | Table::Role);
    // Neither is the edition of a scheme (`„Asystent osobisty” – edycja 2024`).
    if after_dash.starts_with("edycj") || reading.cues_in(rest).any(pays) {
        return quoted.inner;
    }
    let tail = unquoted(reading, Span::new(from, rest.end));
    let words = reading.words_in(tail);
    // `„Dotacje dla firm” – do 23 000 zł`
    if words.iter().all(|word| word.span.len() <= 2) || words.len() > 25 {
        return quoted.inner;
    }
    Span::new(quoted.outer.start, tail.end)
}
