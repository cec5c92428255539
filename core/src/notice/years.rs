//! Which period, and which voivodeship's, of a programme that has several.

use super::model::{Fact, Notice};
use super::reading::{Reading, Scope};
use crate::text::{Folded, Span};
use crate::value::{Code, PartialDate, PeriodForm};
use crate::vocabulary::{Places, Programme};
use std::collections::BTreeSet;

/// First years of the periods programmes have.
const FIRST_YEARS: [i32; 7] = [2000, 2004, 2007, 2009, 2014, 2021, 2023];

/// First year of an entry's period.
pub(crate) fn first(entry: &Programme) -> Option<i32> {
    entry.period.as_deref()?.get(..4)?.parse().ok()
}

/// Last year of an entry's period.
fn last(entry: &Programme) -> Option<i32> {
    entry.period.as_deref()?.get(5..9)?.parse().ok()
}

/// First year of the period printed in or shortly after a programme's name: `2014-2020`, `(2007-13)`, `2014+`.
pub(crate) fn beside(reading: &Reading<'_>, span: Span) -> Option<i32> {
    let end = (span.end + 40).min(reading.text().len());
    let words = reading.words_in(Span::new(span.start, end));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let year = |text: &str| if text.len() == 4 && digits(text) { text.parse::<i32>().ok() } else { None };
    words.iter().enumerate().find_map(|(i, word)| {
        let text = reading.slice(word.span);
        let from = year(text.trim_end_matches('+')).filter(|from| FIRST_YEARS.contains(from))?;
        let second = words.get(i + 1).map_or("", |next| reading.slice(next.span));
        // `2007-20013` is a slip of the pen for one period only.
        let pair = digits(second) && (second.len() == 2 || second.starts_with("20") && second.len() >= 4);
        let next_to = reading.words_in(Span::new(span.end.min(word.span.start), word.span.start)).is_empty();
        (pair || text.ends_with('+') || next_to).then_some(from)
    })
}

/// Keeps the entries of one period where it alone fits.
fn keep_one(entries: &mut Vec<&Programme>, fits: impl Fn(&Programme) -> bool) {
    if entries.len() > 1 && entries.iter().filter(|entry| fits(entry)).count() == 1 {
        entries.retain(|entry| fits(entry));
    }
}

/// Between two periods of one code the year of the number decides: a call's `/15` and later is not 2007-2013, and `2021-1-PL01` is no
/// earlier Erasmus+.
pub(crate) fn by_number(entries: &mut Vec<&Programme>, code: &Code) {
    let year = |text: Option<&str>| text.and_then(|text| text.parse::<i32>().ok());
    let called = code.body.split_once('/').and_then(|(_, rest)| year(rest.rsplit('/').next()?.get(..2)));
    if let Some(called) = called {
        let fits = |entry: &Programme| first(entry).is_some_and(|from| from < 2000 + called);
        let newest = entries.iter().filter(|entry| fits(entry)).filter_map(|entry| first(entry)).max();
        keep_one(entries, |entry| newest.is_some() && first(entry) == newest);
    } else if let Some(year) = year(code.body.get(..4)) {
        keep_one(entries, |entry| first(entry).zip(last(entry)).is_some_and(|(from, to)| (from..=to).contains(&year)));
    }
}

/// The name that several periods of one programme share, without the years.
pub(crate) fn shared_name(entries: &[&Programme]) -> Option<String> {
    let bare = |entry: &Programme| entry.name.strip_suffix(entry.period.as_deref()?).map(|name| name.trim_end().to_owned());
    let name = bare(entries.first()?)?;
    entries.iter().all(|entry| bare(entry).as_ref() == Some(&name)).then_some(name)
}

/// The one period that the notice's stretch prints somewhere: `w perspektywie finansowej 2014-2020`.
pub(crate) fn by_period_named(scope: &Scope<'_, '_>, entries: &mut Vec<&Programme>) {
    if entries.len() < 2 {
        return;
    }
    let years = scope.values(&scope.reading.values.periods).filter(|found| found.value.form == PeriodForm::Years);
    let years: Vec<(i32, i32)> = years.filter_map(|found| Some((found.value.start?.year, found.value.end?.year))).collect();
    keep_one(entries, |entry| first(entry).zip(last(entry)).is_some_and(|period| years.contains(&period)));
}

/// The one period whose projects can have the undertaking's dates: they begin after its first year and end within three years of it.
pub(crate) fn by_dates(entries: &mut Vec<&Programme>, notice: &Notice) {
    let year = |date: &Option<Fact<PartialDate>>| date.as_ref().map(|fact| fact.value.year);
    let begun = year(&notice.start_date).or_else(|| year(&notice.signed_date));
    let ended = year(&notice.end_date);
    if begun.is_none() && ended.is_none() {
        return;
    }
    keep_one(entries, |entry| {
        let Some((from, to)) = first(entry).zip(last(entry)) else { return false };
        begun.is_none_or(|year| (from..=to + 2).contains(&year)) && ended.is_none_or(|year| (from..=to + 3).contains(&year))
    });
}

/// Name of the voivodeship whose programme an entry is.
pub(crate) fn voivodeship(entry: &Programme) -> Option<&'static str> {
    entry.voivodeship.as_deref().and_then(Places::voivodeship_name)
}

/// Between abbreviations that only a diacritic tells apart (`RPO WŁ`, `RPO WL`) the printed letters decide, on a page that keeps its
/// diacritics.
pub(crate) fn by_letters(reading: &Reading<'_>, span: Span, entries: &mut Vec<&Programme>) {
    let printed = reading.printed(span).to_uppercase();
    let kept = |letter: char| matches!(letter, 'ł' | 'ż' | 'ś' | 'ę' | 'ą');
    if printed.is_ascii() && !reading.folded.original_text().contains(kept) {
        return;
    }
    let written = |entry: &Programme| entry.ambiguous.iter().any(|short| short.to_uppercase() == printed);
    if entries.iter().any(|entry| written(entry)) {
        entries.retain(|entry| written(entry));
    }
}

/// Between programmes of several voivodeships that share an abbreviation (`RPO WP`) the one voivodeship the page names decides.
pub(crate) fn by_region(reading: &Reading<'_>, entries: &mut Vec<&Programme>) {
    let stems: Vec<(String, &'static str)> = entries
        .iter()
        .filter_map(|entry| voivodeship(entry))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .filter_map(|name| Some((Folded::new(name).as_str().strip_suffix("kie")?.to_owned(), name)))
        .collect();
    // Whole words only: a page of kujawsko-pomorskie or zachodniopomorskie does not name pomorskie.
    let joined = |at: usize| reading.text()[..at].trim_end_matches(' ').ends_with('-');
    let named =
        |stem: &str| reading.words.iter().any(|word| reading.slice(word.span).starts_with(stem) && !joined(word.span.start));
    let regions: Vec<&'static str> = stems.iter().filter(|(stem, _)| named(stem)).map(|(_, name)| *name).collect();
    if let [region] = regions[..] {
        entries.retain(|entry| voivodeship(entry) == Some(region));
    }
}
