//! Where a page names an undertaking: quoted, labelled or headed.

use super::lists;
use super::quotes::Quoted;
use super::reading::{Line, Reading, trim};
use crate::page::{BlockKind, Region};
use crate::text::{Span, Word};
use crate::vocabulary::{LabelKind, Role, Table, WordList};

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
    let mut names: Vec<Name> = reading.quoted.iter().filter_map(|quoted| quoted_name(reading, *quoted)).collect();
    names.extend(labelled(reading));
    names.extend(announced(reading));
    names.extend(listed(reading));
    names.extend(purposes(reading));
    names.extend(headlines(reading));
    names.extend(headings(reading));
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

/// A name has at least two letters' worth of text, stands outside the menus and is not only a number.
fn readable(reading: &Reading<'_>, name: &Name) -> bool {
    let letters = reading.slice(name.span).bytes().filter(u8::is_ascii_lowercase).count();
    let region = reading.block_at(name.span.start).map_or(Region::Content, |block| block.region);
    letters >= 4 && !matches!(region, Region::Navigation | Region::Consent)
}

/// What the words before a quotation say of it.
enum Before {
    Introduced,
    Programme,
    Another,
    Object,
    Nothing,
}

fn quoted_name(reading: &Reading<'_>, quoted: Quoted) -> Option<Name> {
    let (strength, rule) = match before(reading, quoted.outer.start) {
        Before::Introduced if is_edition(reading, quoted) => (Strength::Programme, "title:programme"),
        Before::Introduced => (Strength::Introduced, "title:introduced"),
        Before::Programme => (Strength::Programme, "title:programme"),
        Before::Another => return None,
        Before::Object => (Strength::Object, "title:object"),
        Before::Nothing if is_whole_line(reading, quoted) => (Strength::Object, "title:line"),
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
    // A number between the word and the name is passed over (`projekt 2014-1-PL01-KA101-001662 „…”`).
    let numberless = words.iter().rev().filter(|word| !reading.slice(word.span).bytes().any(|b| b.is_ascii_digit()));
    for (distance, word) in numberless.take(7).enumerate() {
        let text = reading.slice(word.span);
        if introduces.has(text) {
            introduced = true;
        }
        if list(WordList::TitleUndertaking).has(text) {
            let before = words.iter().rev().nth(distance + 1);
            let kind = before.is_some_and(|before| list(WordList::TitleType).has(reading.slice(before.span)));
            return if kind { Before::Another } else { Before::Introduced };
        }
        if text.starts_with("program") {
            return if introduced { Before::Introduced } else { Before::Programme };
        }
        if !introduced && distance <= 1 && !joins.has(text) && another.has(text) {
            return Before::Another;
        }
        if distance == 0 && list(WordList::TitleObject).has(text) {
            return Before::Object;
        }
        if !joins.has(text) && distance >= 2 {
            break;
        }
    }
    if introduced { Before::Introduced } else { Before::Nothing }
}

/// Whether a short name is an edition of some scheme (`OSP – edycja 2024`).
fn is_edition(reading: &Reading<'_>, quoted: Quoted) -> bool {
    let words = reading.words_in(quoted.inner);
    words.len() <= 4 && words.iter().any(|word| reading.slice(word.span).starts_with("edycj"))
}

fn is_whole_line(reading: &Reading<'_>, quoted: Quoted) -> bool {
    reading.line_at(quoted.outer.start).is_some_and(|line| {
        let lead = reading.slice(Span::new(line.span.start, quoted.outer.start)).trim_end();
        let headed = lead.is_empty() || lead.ends_with([':', '-']) && lead.len() <= 60;
        let closes = line.span.end.saturating_sub(quoted.outer.end) <= 2;
        line.span.contains(quoted.outer) && headed && closes && reading.words_in(quoted.inner).len() >= 2
    })
}

/// A title that goes on after its quotation marks with a dash.
fn extended(reading: &Reading<'_>, quoted: Quoted) -> Span {
    let Some(line) = reading.line_at(quoted.outer.start) else { return quoted.inner };
    let rest = Span::new(quoted.outer.end, line.span.end.max(quoted.outer.end));
    let text = reading.slice(rest);
    let after_dash = text.trim_start().strip_prefix('-').map(str::trim_start);
    let Some(after_dash) = after_dash.filter(|after| after.starts_with(|c: char| c.is_ascii_alphabetic())) else {
        return quoted.inner;
    };
    let from = rest.end - after_dash.len();
    let tail = unquoted(reading, Span::new(from, rest.end));
    if reading.words_in(tail).is_empty() || reading.words_in(tail).len() > 25 {
        return quoted.inner;
    }
    Span::new(quoted.outer.start, tail.end)
}

/// The name that begins a stretch of running text: up to the end of its sentence or clause.
fn unquoted(reading: &Reading<'_>, span: Span) -> Span {
    let sentence_end = reading.sentence_at(span.start).end.min(span.end);
    let words = reading.words_in(Span::new(span.start, sentence_end));
    let ends = reading.vocabulary.word_list(WordList::TitleEnds);
    let mut end = span.start;
    // A name begun in capitals ends with them.
    let shouted = |word: &Word| {
        (word.span.start..word.span.end).all(|at| reading.folded.is_upper(at) || reading.text().as_bytes()[at].is_ascii_digit())
    };
    let capitals = words.iter().take(2).all(|word| word.span.len() > 1 && shouted(word));
    for (i, word) in words.iter().enumerate() {
        let text = reading.slice(word.span);
        let pair = || words.get(i + 1).is_some_and(|next| ends.has(&format!("{text} {}", reading.slice(next.span))));
        if ends.has(text) || pair() {
            break;
        }
        if capitals && word.span.len() > 2 && !shouted(word) {
            break;
        }
        let gap = reading.slice(Span::new(end, word.span.start));
        let before = i.checked_sub(1).map_or("", |before| reading.slice(words[before].span));
        if i > 0 && (gap.contains(['\n', '\t', ';', '(', '"']) || gap.starts_with(". ") && before.len() > 3) {
            break;
        }
        end = word.span.end;
    }
    let mut span = trim(reading.text(), Span::new(span.start, end));
    // A closing exclamation mark belongs to the name.
    if reading.text().as_bytes().get(span.end).is_some_and(|b| matches!(b, b'!')) {
        span.end += 1;
    }
    span
}

/// Values of the labels for a title: `Tytuł projektu:`, `Nazwa zadania`, and the `pn.` before an unquoted name.
fn labelled<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    let titles = reading.cues.iter().filter(|cue| cue.table == Table::Label && reading.label(cue) == Some(LabelKind::Title));
    titles.filter_map(|cue| {
        let line = reading.line_at(cue.span.start)?;
        let after = Span::new(cue.span.end, line.span.end);
        let rest = reading.slice(after).trim_start_matches([':', '.', ' ', '-', ',']);
        let value = Span::new(after.end - rest.len(), after.end);
        // `pn.`, `pt.`
        let short = reading.slice(cue.span).len() < 5;
        let colon = reading.slice(Span::new(cue.span.end, (cue.span.end + 2).min(line.span.end))).contains(':');
        let starts_line = cue.span.start <= line.span.start + 4;
        let (value, strength, rule) = if short || !starts_line && !colon {
            (value, Strength::Introduced, "title:introduced")
        } else if value.is_empty() {
            (next_line(reading, line.span)?, Strength::Labelled, "title:label")
        } else {
            (value, Strength::Labelled, "title:label")
        };
        let quoted =
            reading.quoted.binary_search_by_key(&value.start, |quoted| quoted.outer.start).ok().map(|i| &reading.quoted[i]);
        let span = match quoted {
            Some(quoted) => extended(reading, *quoted),
            None if strength == Strength::Labelled => whole_line(reading, value),
            None => unquoted(reading, value),
        };
        let from = reading.sentence_at(cue.span.start).start;
        (!span.is_empty() && reading.words_in(span).len() <= 80).then_some(Name { span, from, strength, rule })
    })
}

/// A label's value is its line, without closing punctuation.
fn whole_line(reading: &Reading<'_>, value: Span) -> Span {
    let text = reading.slice(value).trim_end_matches(['.', ',', ';', ' ']);
    Span::new(value.start, value.start + text.len())
}

/// The line after a label that stands alone.
fn next_line(reading: &Reading<'_>, label: Span) -> Option<Span> {
    let next = reading.lines.get(reading.line_number(label.start) + 1)?;
    (!reading.slice(next.span).ends_with(':')).then_some(next.span)
}

/// Names after a word for an undertaking and a colon (`Trwa realizacja zadania: Usuwanie azbestu`), where no other label stands
/// before that word.
fn announced<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
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

/// Short lines that stand as headings without being marked as such: the first line of a page without headings, and a line right above
/// a labelled sum.
fn headlines<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    let content = |line: &Line| reading.region(*line) == Region::Content;
    let marked = reading.lines.iter().any(|line| content(line) && reading.heading(*line).is_some());
    let first = reading.lines.iter().position(content);
    let lines = reading
        .lines
        .iter()
        .enumerate()
        .filter(move |(i, line)| content(line) && (!marked && Some(*i) == first || above_sum(reading, *i)));
    lines.filter(|(_, line)| like_heading(reading, line)).map(|(_, line)| Name {
        span: line.span,
        from: line.span.start,
        strength: if above_sum(reading, reading.line_number(line.span.start)) { Strength::Heading } else { Strength::Headline },
        rule: "title:headline",
    })
}

/// Whether the next line begins with a role's label and prints a sum, there or on the line after.
fn above_sum(reading: &Reading<'_>, number: usize) -> bool {
    let Some(next) = reading.lines.get(number + 1) else { return false };
    let end = reading.lines.get(number + 2).map_or(next.span.end, |after| after.span.end);
    reading.block_at(next.span.start).is_some_and(|block| block.cell.is_none())
        && reading.cues_of(Table::Role, next.span).next().is_some_and(|cue| cue.span.start == next.span.start)
        && reading.among(&reading.values.money, Span::new(next.span.start, end)).next().is_some()
}

/// Whether a line reads like a heading: a few words, a block of its own, no full stop or colon, no sum, date or label.
fn like_heading(reading: &Reading<'_>, line: &Line) -> bool {
    let text = reading.slice(line.span);
    let words = reading.words_in(line.span).len();
    let tells = |cue: &crate::vocabulary::Cue| {
        let award = reading.label(cue) == Some(LabelKind::Award) && cue.span.len() * 2 > line.span.len();
        cue.table == Table::Role || award
    };
    (2..=16).contains(&words)
        && !text.ends_with(['.', ';', ','])
        && !text.contains(':')
        && reading.page.blocks[line.block].kind == BlockKind::Paragraph
        && !text.starts_with(['-', '\u{1}', '*'])
        && !reading.cues_in(line.span).any(tells)
        && reading.among(&reading.values.money, line.span).next().is_none()
        && !reading.among(&reading.values.dates, line.span).any(|date| date.value.month.is_some())
}

/// Items of a list that each name a task and its sum (`1. Opieka wytchnieniowa – dofinansowanie w wysokości 156 672 zł`). An item that
/// names a body is a share of one grant, no task.
fn listed<'r>(reading: &'r Reading<'_>) -> Vec<Name> {
    let item = |line: &'r Line| -> Option<Name> {
        let width = lists::bullet(reading, line).filter(|width| *width > 0)?;
        let start = line.span.start + width;
        let cue = reading.cues_of(Table::Role, Span::new(start + 1, line.span.end)).next()?;
        let name = reading.slice(Span::new(start, cue.span.start)).trim_end();
        let name = name.strip_suffix(['-', ':', ','])?.trim_end();
        let span = Span::new(start, start + name.len());
        let sum = reading.among(&reading.values.money, Span::new(cue.span.end, line.span.end)).next().is_some();
        let body = reading.cues_in(span).any(|cue| matches!(cue.table, Table::Organisation | Table::Fund));
        let proper = reading.folded.is_upper(start) && reading.words_in(span).len() >= 2;
        (sum && !body && proper).then_some(Name { span, from: line.span.start, strength: Strength::Object, rule: "title:listed" })
    };
    let names: Vec<Name> = reading.lines.iter().filter_map(item).collect();
    if names.len() >= 2 { names } else { Vec::new() }
}

/// What money was given for, in the words after a grant's: `dofinansowanie do budowy drogi w Kolecinie`, `2 mln zł na remont mostu`.
fn purposes<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    /// How far back the grant's words can stand.
    const REACH: usize = 500;
    let (links, works) =
        (reading.vocabulary.word_list(WordList::PurposeLinks), reading.vocabulary.word_list(WordList::PurposeWorks));
    let granted = |at: usize| {
        let sentence = reading.sentence_at(at);
        let before = Span::new(sentence.start.max(at.saturating_sub(REACH)), at);
        reading.cues_in(before).any(|cue| {
            let grant = cue.table == Table::Role
                && matches!(reading.vocabulary.roles[cue.entry].role, Role::Grant | Role::Eu | Role::State);
            grant || reading.label(cue) == Some(LabelKind::Award)
        })
    };
    let content = |at: usize| reading.block_at(at).is_some_and(|block| block.region == Region::Content);
    reading.words.windows(2).filter_map(move |pair| {
        let [link, work] = [reading.slice(pair[0].span), reading.slice(pair[1].span)];
        let starts = links.has(link) && works.has(work);
        if !starts || pair[1].after_stop || !content(pair[1].span.start) || !granted(pair[0].span.start) {
            return None;
        }
        let line = reading.line_at(pair[1].span.start)?;
        let span = unquoted(reading, Span::new(pair[1].span.start, line.span.end));
        let long_enough = (3..=40).contains(&reading.words_in(span).len());
        long_enough.then_some(Name {
            span,
            from: reading.sentence_at(span.start).start,
            strength: Strength::Purpose,
            rule: "title:purpose",
        })
    })
}

fn headings<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = Name> + 'r {
    let headed = reading.lines.iter().filter(|line| {
        reading.heading(**line).is_some() && reading.region(**line) == Region::Content && reading.words_in(line.span).len() >= 3
    });
    headed.map(|line| Name { span: line.span, from: line.span.start, strength: Strength::Heading, rule: "title:heading" })
}

/// The words of a name, ready for comparing.
pub(crate) struct Compared<'r> {
    words: Vec<&'r str>,
    /// Numbers of what there are several of: `nr 1`, `etap II`, `edycja 2023`.
    marks: Vec<&'r str>,
}

impl<'r> Compared<'r> {
    pub(crate) fn new(reading: &'r Reading<'_>, name: Span) -> Self {
        let words: Vec<&str> = reading.words_in(name).iter().map(|word| reading.slice(word.span)).collect();
        let is_mark =
            |word: &str| word.bytes().any(|b| b.is_ascii_digit()) || matches!(word, "i" | "ii" | "iii" | "iv" | "v" | "vi");
        let is_last = |i: usize| i + 1 == words.len();
        let marks = words.iter().enumerate().filter(|&(i, word)| is_mark(word) && (*word != "i" || is_last(i)));
        let marks = marks.map(|(_, word)| *word).collect();
        Self { words, marks }
    }

    /// Whether both have marks and neither's are all among the other's: two undertakings of one kind.
    fn contradicts(&self, other: &Self) -> bool {
        let among = |some: &[&str], others: &[&str]| some.iter().all(|mark| others.contains(mark));
        !self.marks.is_empty()
            && !other.marks.is_empty()
            && !among(&self.marks, &other.marks)
            && !among(&other.marks, &self.marks)
    }
}

/// Whether two names are one: the same words but for case, marks and a few letters.
pub(crate) fn same(reading: &Reading<'_>, a: Span, b: Span) -> bool {
    alike(&Compared::new(reading, a), &Compared::new(reading, b))
}

/// The same for names made ready.
pub(crate) fn alike(a: &Compared<'_>, b: &Compared<'_>) -> bool {
    let (short, long) = if a.words.len() <= b.words.len() { (&a.words, &b.words) } else { (&b.words, &a.words) };
    if short.is_empty() || a.contradicts(b) {
        return false;
    }
    // Two cases of one word share most of their letters: `przebudowa` and `przedszkole` do not.
    let near = |x: &str, y: &str| {
        let prefix = x.bytes().zip(y.bytes()).take_while(|(x, y)| x == y).count();
        x == y || prefix >= 4 && prefix * 5 >= x.len().max(y.len()) * 3
    };
    let enough = |shared: usize| 2 * shared * 5 >= (short.len() + long.len()) * 4;
    let mut shared = short.len();
    for x in short {
        if !long.iter().any(|y| near(x, y)) {
            shared -= 1;
            if !enough(shared) {
                return false;
            }
        }
    }
    let contained = shared == short.len() && (short.len() >= 3 || long.len() <= short.len() + 1);
    contained || enough(shared)
}

/// A title as published: without a dangling dash, and without quotation marks that enclose all of it.
pub(crate) fn cleaned(title: &str) -> String {
    let trimmed = title.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':'));
    let inner = trimmed.strip_prefix(['„', '"', '«', '”', '“']).and_then(|rest| rest.strip_suffix(['”', '"', '»', '“']));
    match inner {
        Some(inner) if !inner.contains(['„', '”', '"', '“']) => inner.trim().to_owned(),
        _ => trimmed.to_owned(),
    }
}
