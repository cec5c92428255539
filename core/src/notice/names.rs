//! Names of organisations: where they end, and their nominative.

use super::reading::{Reading, Scope};
use super::{name_rest, owner};
use crate::text::Span;
use crate::vocabulary::{Cue, OrganisationKind, Table};
use std::rc::Rc;

/// An organisation's name in a text.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    /// The whole name.
    pub(crate) span: Span,
    /// The head and the rest, the head in the nominative.
    pub(crate) nominative: String,
    /// What kind of body it is.
    pub(crate) kind: OrganisationKind,
    /// Whether the page prints the head in the nominative: the subject of a sentence is.
    pub(crate) is_nominative: bool,
    /// The part after the head (`Gruta` of `Gminy Gruta`), as printed.
    pub(crate) rest: Option<Span>,
}

impl Named {
    /// Whether the body is a local government or its unit.
    pub(crate) const fn is_public(&self) -> bool {
        use OrganisationKind::{County, MunicipalUnit, Municipality};
        matches!(self.kind, Municipality | County | MunicipalUnit)
    }
}

/// More names than one notice has.
const MOST: usize = 200;

/// The organisations named in a notice, in text order.
pub(crate) fn find(scope: &Scope<'_, '_>) -> Rc<Vec<Named>> {
    // Several fact families ask for those of one notice.
    let mut last = scope.reading.named.borrow_mut();
    if let Some((_, named)) = last.as_ref().filter(|(spans, _)| *spans == scope.spans) {
        return Rc::clone(named);
    }
    let named = Rc::new(find_in(scope));
    *last = Some((scope.spans.clone(), Rc::clone(&named)));
    named
}

fn find_in(scope: &Scope<'_, '_>) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    for cue in scope.cues(Table::Organisation) {
        if named.len() >= MOST {
            break;
        }
        if named.last().is_some_and(|last| last.span.overlaps(cue.span)) || in_programme(scope.reading, cue) {
            continue;
        }
        let Some(name) = name(scope.reading, cue) else { continue };
        match named.last_mut() {
            // A legal person and its acting unit: `Województwo X/Regionalny Ośrodek Polityki Społecznej w Y`.
            Some(last) if scope.reading.slice(Span::new(last.span.end, name.span.start)).trim() == "/" => {
                last.nominative = format!("{}/{}", last.nominative, name.nominative);
                last.span = last.span.join(name.span);
            }
            Some(last)
                if local(last.kind)
                    && !local(name.kind)
                    && scope.reading.slice(Span::new(last.span.end, name.span.start)).trim() == "-" =>
            {
                last.nominative = format!("{} – {}", last.nominative, name.nominative);
                last.span = last.span.join(name.span);
            }
            _ => named.push(name),
        }
    }
    named
}

/// Whether a body is a unit of local government itself.
const fn local(kind: OrganisationKind) -> bool {
    matches!(kind, OrganisationKind::Municipality | OrganisationKind::County | OrganisationKind::Voivodeship)
}

/// Whether a head is part of a programme's name (`Program … Województwa …`).
fn in_programme(reading: &Reading<'_>, cue: &Cue) -> bool {
    let near = Span::new(cue.span.start.saturating_sub(200), cue.span.start + 1);
    reading.cues_from(near).iter().any(|other| other.table == Table::Programme && other.span.contains(cue.span))
}

/// The page's owner; read once a page.
pub(crate) fn of_owner(reading: &Reading<'_>) -> Option<Named> {
    reading.owner.get_or_init(|| owner::find(reading)).clone()
}

/// The one public body that the page names in all; read once a page.
pub(crate) fn of_page(reading: &Reading<'_>) -> Option<Named> {
    reading.sole.get_or_init(|| owner::sole(reading)).clone()
}

/// A capitalised name of unknown kind right after a label (`w partnerstwie z SION w Bartoszycach`).
pub(crate) fn unknown(reading: &Reading<'_>, named: &[Named], span: Span) -> Option<(String, Span)> {
    let words = reading.words_in(span);
    let first = words.iter().take(2).find(|word| reading.folded.is_upper(word.span.start))?;
    // A label's own words, the letter of a list and a name in quotation marks are none.
    let from = Span::new(first.span.start, first.span.start + 1);
    let labelled = reading.cues_from(from).iter().any(|cue| cue.table == Table::Label);
    let quoted = reading.text()[..first.span.start].ends_with('"');
    if labelled || quoted || first.span.len() < 3 {
        return None;
    }
    let next = named.partition_point(|name| name.span.start <= first.span.start + 3);
    if named[..next].last().is_some_and(|name| name.span.end > first.span.start) {
        return None;
    }
    let (start, end) = name_rest::run(reading, reading.words_before(first.span.start), first.span.start, |_| false)?;
    let span = Span::new(start, end.min(span.end));
    Some((reading.printed(span), span))
}

/// The name that begins at a place of the text where it was found before.
pub(crate) fn at(reading: &Reading<'_>, start: usize) -> Option<Named> {
    let here = reading.cues_from(Span::new(start, start + 1));
    here.iter().filter(|cue| cue.table == Table::Organisation).find_map(|cue| name(reading, cue))
}

/// Where the name whose head a cue is stands, with the part after the head; nothing for a bare common noun (`gmina`, `szkoła`).
pub(crate) fn extent(reading: &Reading<'_>, cue: &Cue) -> Option<(Span, Option<Span>)> {
    let entry = &reading.vocabulary.organisations[cue.entry];
    let rest = name_rest::rest(reading, cue);
    let proper = reading.folded.is_upper(cue.span.start);
    if rest.is_none()
        && (local(entry.kind) || !proper || cue.end_word - cue.first_word < 2)
        && entry.kind != OrganisationKind::Funder
    {
        return None;
    }
    Some((rest.map_or(cue.span, |rest| cue.span.join(rest)), rest))
}

/// The name whose head a cue is.
pub(crate) fn name(reading: &Reading<'_>, cue: &Cue) -> Option<Named> {
    let entry = &reading.vocabulary.organisations[cue.entry];
    let (span, rest) = extent(reading, cue)?;
    let head = &entry.nominative;
    let written = rest.map(|rest| match holder_of(reading, entry.holder, rest) {
        Some(place) => place,
        None => capitalised(following(reading, rest, entry.kind)),
    });
    let nominative = written.map_or_else(|| head.clone(), |written| format!("{head} {written}"));
    let is_nominative = same_letters(&reading.printed(cue.span), head);
    Some(Named { span, nominative, kind: entry.kind, is_nominative, rest })
}

/// Whether two wordings differ in nothing but case.
fn same_letters(a: &str, b: &str) -> bool {
    a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// The nominative of the municipality whose mayor a head is: after him it stands in the genitive.
fn holder_of(reading: &Reading<'_>, holder: bool, rest: Span) -> Option<String> {
    let at = reading.words_before(rest.start);
    let place = || reading.vocabulary.places().at(reading.text(), &reading.words, at);
    holder.then(place)?.map(|place| place.name.to_owned())
}

/// The words after a head as they follow it in the nominative: the adjective of a county or voivodeship changes with its head.
fn following(reading: &Reading<'_>, rest: Span, kind: OrganisationKind) -> String {
    let printed = reading.printed(rest);
    let ending = match kind {
        OrganisationKind::County => "ki",
        OrganisationKind::Voivodeship => "kie",
        _ => return printed,
    };
    let change = |word: &str| {
        let stem = ["kiego", "kiemu", "kim"].iter().find_map(|oblique| word.strip_suffix(oblique));
        stem.map_or_else(|| word.to_owned(), |stem| format!("{stem}{ending}"))
    };
    let mut out = String::with_capacity(printed.len());
    for piece in printed.split_inclusive([' ', '-', '–', '/']) {
        let word = piece.trim_end_matches([' ', '-', '–', '/']);
        out.push_str(&change(word));
        out.push_str(&piece[word.len()..]);
    }
    out
}

/// A name printed all in capitals, with a capital at the head of each word only.
fn capitalised(name: String) -> String {
    let shouted = name.chars().filter(|c| c.is_alphabetic()).count() > 4 && !name.chars().any(char::is_lowercase);
    if !shouted {
        return name;
    }
    let mut out = String::with_capacity(name.len());
    let mut inside = false;
    for c in name.chars() {
        if inside {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
        inside = c.is_alphabetic();
    }
    out
}

/// A labelled name without a known head, as printed: at most a dozen words of its line.
pub(crate) fn plain(reading: &Reading<'_>, value: Span) -> Option<(String, Span)> {
    let text = reading.slice(value);
    let cut = text.find(['\t', ';', '(', '\n']).unwrap_or(text.len());
    let cut = text[..cut].trim_end_matches(['.', ',', ' ', '-']).len();
    let span = Span::new(value.start, value.start + cut);
    let words = reading.words_in(span).len();
    let proper = reading.folded.is_upper(span.start);
    (proper && (1..=12).contains(&words)).then(|| (reading.printed(span), span))
}
