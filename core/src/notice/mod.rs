//! Page → notices: where each undertaking is told of, and what is told.
//!
//! Everything on a page is recognised once (`reading`); the page is split among its undertakings (`segment`, by the names that
//! `title` finds); each fact family reads its facts from an undertaking's stretch; `gate` decides whether that is a notice.

mod amounts;
mod award;
#[cfg(test)]
mod bodies_tests;
mod counts;
mod evidence;
mod funds;
mod gate;
mod lines;
mod lists;
mod measure;
mod model;
mod name_rest;
mod names;
mod numbers;
mod organisations;
mod owner;
mod people;
mod period;
mod place;
mod programme;
mod quotes;
mod reading;
mod segment;
mod sentences;
mod signing;
mod status;
#[cfg(test)]
mod testing;
mod title;
mod unit;
mod year;
mod years;

pub use evidence::EvidenceMap;
pub use gate::Silence;
pub use model::{Amount, Doubt, Evidence, Fact, Genre, Indicator, Notice, RateBasis, Scope, Status, TargetGroup};

use crate::page::Page;
use crate::text::Folded;
use crate::value::Recognisers;
use crate::vocabulary::Vocabulary;
use reading::Reading;
use rust_decimal::Decimal;
use segment::Segment;

/// What a page tells: its notices, or why there is none.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// The notices, in page order.
    pub notices: Vec<Notice>,
    /// Why there is none; `None` if there are notices.
    pub silence: Option<Silence>,
}

/// Reads the notices of a page. A pure function of page and vocabulary. Recognising is linear in the page's text; comparing
/// undertakings is not, which is why their number is bounded (`title`, `segment`).
pub fn read(page: &Page, vocabulary: &Vocabulary, recognisers: &Recognisers) -> Told {
    if page.text.trim().is_empty() {
        return Told { notices: Vec::new(), silence: Some(Silence::NoText) };
    }
    let folded = Folded::new(&page.text);
    // What `Extractor::extract_bytes` relies on: a page without an anchor tells nothing, whatever the rules below would read.
    if !vocabulary.anchors().in_text(folded.as_str()) {
        return Told { notices: Vec::new(), silence: Some(Silence::NothingFunded) };
    }
    let reading = Reading::new(page, folded, vocabulary, recognisers);
    let mut notices: Vec<(usize, Notice)> = Vec::new();
    let mut silences = Vec::new();
    for segment in segment::segments(&reading) {
        match notice(&reading, &segment) {
            Ok(notice) if repeats(&notice, &notices) => {}
            Ok(notice) => notices.push((segment.spans.first().map_or(0, |span| span.start), notice)),
            Err(silence) => silences.push(silence),
        }
    }
    notices.sort_by_key(|(start, _)| *start);
    programme::of_page(&reading, notices.iter_mut().map(|(_, notice)| notice));
    let silence = if notices.is_empty() { Some(silences.into_iter().max().unwrap_or(Silence::NothingFunded)) } else { None };
    Told { notices: notices.into_iter().map(|(_, notice)| notice).collect(), silence }
}

/// Reads one undertaking's facts from its stretch of the page.
fn notice(reading: &Reading<'_>, segment: &Segment) -> Result<Notice, Silence> {
    let scope = segment.scope(reading);
    let name = segment.names.first();
    let mut notice = Notice::default();
    let title = name.map(|name| name.span);
    notice.title = name.map(|name| reading.fact(title::cleaned(&reading.printed(name.span)), name.span, name.rule));
    let wide = segment.wide_scope(reading);
    amounts::read(&scope, &mut notice);
    period::read(&scope, &mut notice);
    numbers::read(&scope, &mut notice);
    let open = programme::read(&scope, &wide, &mut notice);
    gate::judge(&wide, name.map(|name| name.strength), &notice, segment.aside)?;
    organisations::read(&scope, &wide, &mut notice);
    place::read(&scope, &mut notice);
    programme::settle(reading, open, &mut notice);
    measure::read(&scope, &wide, title, &mut notice);
    people::read(&scope, title, &mut notice);
    notice.status = status::read(&scope, &wide, title);
    notice.indicators = lists::indicators(&scope);
    notice.tasks = lists::tasks(&scope);
    notice.genre = Some(gate::genre(&wide, &notice));
    Ok(notice)
}

/// Whether a notice says again what another one of the page says: the same title, and no other sum or number.
fn repeats(notice: &Notice, known: &[(usize, Notice)]) -> bool {
    let Some(title) = notice.title.as_ref().map(|fact| fact.value.to_lowercase()) else { return false };
    known.iter().any(|(_, other)| {
        let again = other.title.as_ref().is_some_and(|fact| fact.value.to_lowercase() == title);
        let told = |mine: &Option<Fact<Decimal>>, theirs: &Option<Fact<Decimal>>| {
            mine.as_ref().is_none_or(|mine| theirs.as_ref().is_some_and(|theirs| theirs.value == mine.value))
        };
        let number = notice.agreement_number.as_ref().map(|fact| &fact.value);
        again
            && told(&notice.total_cost, &other.total_cost)
            && told(&notice.cofinancing, &other.cofinancing)
            && (number.is_none() || number == other.agreement_number.as_ref().map(|fact| &fact.value))
    })
}
