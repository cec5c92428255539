//! The page's owner: the body whose site it is.
//!
//! Its name stands in the `<title>`, in the header or in the footer. The title is no part of the page's text, so a name found there
//! is taken where the text repeats it.

use super::names::{self, Named};
use super::reading::{Reading, Scope};
use crate::page::Region;
use crate::text::{Folded, Span};
use crate::vocabulary::{Cue, OrganisationKind, Table};

/// Most names of a page that are compared with its title.
const NAMES: usize = 400;

/// The owner: the one body that title and text both name, else the first local body of the header or footer.
pub(super) fn find(reading: &Reading<'_>) -> Option<Named> {
    in_title(reading).or_else(|| outside(reading))
}

/// The first local body named in the page's header or footer.
fn outside(reading: &Reading<'_>) -> Option<Named> {
    organisations(reading)
        .filter(|cue| can_own(reading, cue) && is_outside(reading, cue.span))
        .filter_map(|cue| names::name(reading, cue))
        .find(owns)
}

/// The body that the title names too; of several the one that header or footer name as well.
fn in_title(reading: &Reading<'_>) -> Option<Named> {
    let title = Folded::new(reading.page.title.as_deref()?).as_str().replace('-', " ");
    let told = |name: &Named| {
        let words = reading.slice(name.span).replace(['-', '\n', '"'], " ");
        title.contains(words.trim())
    };
    let mut found: Vec<Named> = Vec::new();
    let cues = organisations(reading).take(NAMES).filter(|cue| can_own(reading, cue));
    for name in cues.filter_map(|cue| names::name(reading, cue)).filter(owns).filter(told) {
        match found.iter_mut().find(|known| known.nominative == name.nominative) {
            Some(known) if is_outside(reading, name.span) && !is_outside(reading, known.span) => *known = name,
            Some(_) => {}
            None => found.push(name),
        }
    }
    match found.len() {
        0 | 1 => found.pop(),
        _ => found.into_iter().find(|name| is_outside(reading, name.span)),
    }
}

/// The one public body that a page names in all.
pub(super) fn sole(reading: &Reading<'_>) -> Option<Named> {
    let whole = Scope { reading, spans: vec![Span::new(0, reading.text().len())] };
    let found = names::find(&whole);
    let mut named = found.iter().filter(|name| name.is_public() && name.rest.is_some());
    let first = named.next()?;
    named.all(|name| name.nominative == first.nominative).then(|| first.clone())
}

fn organisations<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = &'r Cue> {
    reading.cues.iter().filter(|cue| cue.table == Table::Organisation)
}

/// Whether a body of the kind that a head tells can own a page: none that gives money.
fn can_own(reading: &Reading<'_>, cue: &Cue) -> bool {
    let kind = reading.vocabulary.organisations[cue.entry].kind;
    !matches!(kind, OrganisationKind::Funder | OrganisationKind::Institution)
}

/// Whether its name is a full one.
fn owns(name: &Named) -> bool {
    name.rest.is_some()
}

fn is_outside(reading: &Reading<'_>, span: Span) -> bool {
    reading.block_at(span.start).is_some_and(|block| matches!(block.region, Region::Header | Region::Footer))
}
