//! Which unit of the register a municipality's name stands for: its TERYT number and voivodeship.
//!
//! The number has seven digits where the gazetteer knows the unit's kind, else six. Of units that share a name those remain that
//! agree with the programme's region, with the kind of body named (a `Wójt` governs no town), and with the counties and
//! voivodeships the page names. Where more than one remains there is no number, and the candidates are told.

use super::model::{Doubt, Notice};
use super::names::{self, Named};
use super::place::Found;
use super::reading::Reading;
use crate::text::Span;
use crate::vocabulary::{Place, PlaceKind};

/// What a page says of where it lies.
#[derive(Debug, Default)]
pub(crate) struct Area {
    /// TERYT numbers of the counties (four digits) and voivodeships (two) it names.
    named: Vec<String>,
    /// TERYT numbers of the voivodeships its postcodes can lie in.
    postal: Vec<&'static str>,
}

/// The voivodeships of a postal district: the first digit of a postcode. Districts and voivodeships have no common border, so all are
/// named that a district reaches into.
const DISTRICTS: [&[&str]; 10] = [
    &["14", "06", "20"],
    &["28", "20", "14"],
    &["06", "26", "14", "10", "18"],
    &["12", "18", "24"],
    &["24", "16", "12", "10"],
    &["02", "08", "30"],
    &["30", "08", "02", "04"],
    &["32", "22", "30", "08"],
    &["22", "04", "28", "30"],
    &["10", "14", "30"],
];

/// Publishes the municipality, and of the register's unit what is certain.
pub(super) fn publish(reading: &Reading<'_>, found: &Found, named: &[Named], notice: &mut Notice) {
    let places = reading.vocabulary.places();
    let mut fits: Vec<&Place> = found.candidates.iter().map(|&i| places.get(i)).collect();
    if elsewhere(reading, found, &fits) {
        let candidates = vec![found.name.clone()];
        notice.doubts.push(Doubt { field: "municipality", reason: "village_of_that_name", candidates });
        return;
    }
    notice.municipality = Some(reading.fact(found.name.clone(), found.span, found.rule));
    if let Some(region) = region(reading, notice) {
        narrow(&mut fits, |place| place.teryt.starts_with(&region));
    }
    kinds(reading, found, named, &mut fits);
    if fits.len() > 1 {
        let area = area(reading);
        narrow(&mut fits, |place| area.postal.contains(&place.voivodeship_teryt()));
        narrow(&mut fits, |place| area.named.iter().any(|region| region.len() == 4 && place.teryt.starts_with(region)));
        narrow(&mut fits, |place| area.named.iter().any(|region| region.len() == 2 && place.teryt.starts_with(region)));
    }
    let [first, rest @ ..] = &fits[..] else { return };
    if rest.iter().all(|place| place.voivodeship == first.voivodeship) {
        notice.voivodeship = Some(reading.fact(first.voivodeship.to_owned(), found.span, "voivodeship:gazetteer"));
    }
    if rest.is_empty() {
        notice.teryt = Some(reading.fact(first.teryt.clone(), found.span, "teryt:gazetteer"));
    } else {
        let candidates = fits.iter().map(|place| place.teryt.clone()).collect();
        notice.doubts.push(Doubt { field: "teryt", reason: "shared_name", candidates });
    }
}

/// Keeps the candidates that fit, unless none does.
fn narrow(places: &mut Vec<&Place>, fits: impl Fn(&Place) -> bool) {
    if places.iter().any(|place| fits(place)) {
        places.retain(|place| fits(place));
    }
}

/// TERYT number of the voivodeship whose programme pays.
fn region(reading: &Reading<'_>, notice: &Notice) -> Option<String> {
    let code = &notice.programme_code.as_ref()?.value;
    let programmes = &reading.vocabulary.programmes;
    programmes.iter().find(|programme| programme.code.as_ref() == Some(code)).and_then(|programme| programme.voivodeship.clone())
}

/// Keeps the units of the kind that the heads before the name tell: first where it was found, then wherever the notice or the
/// page's owner bears the same name.
fn kinds(reading: &Reading<'_>, found: &Found, named: &[Named], fits: &mut Vec<&Place>) {
    let here = named.iter().filter(|name| name.rest.is_some_and(|rest| rest.contains(found.span)));
    let owner = names::of_owner(reading);
    let same = |name: &&Named| name.nominative.ends_with(&found.name);
    let elsewhere = named.iter().chain(owner.as_ref()).filter(same);
    for name in here.chain(elsewhere) {
        if fits.len() < 2 {
            return;
        }
        let kinds = kinds_of(reading, name);
        narrow(fits, |place| kinds.is_empty() || place.kind.is_some_and(|kind| kinds.contains(&kind)));
        if !kinds.is_empty() {
            return;
        }
    }
}

/// The kinds a municipality can be of by the words before its name.
fn kinds_of(reading: &Reading<'_>, name: &Named) -> &'static [PlaceKind] {
    let from = reading.words.partition_point(|word| word.span.end <= name.span.start);
    let before = from.checked_sub(1).map_or(name.span.start, |before| reading.words[before].span.start);
    let end = name.rest.map_or(name.span.end, |rest| rest.start);
    let officer = reading.slice(Span::new(before, name.span.start));
    PlaceKind::told_by(reading.slice(Span::new(name.span.start, end)), officer)
}

/// Whether a school's or office's town is a mere village that has its name from no municipality: the page's postcodes lie elsewhere.
fn elsewhere(reading: &Reading<'_>, found: &Found, fits: &[&Place]) -> bool {
    let told = matches!(found.rule, "municipality:located" | "municipality:page_owner" | "municipality:address");
    let near = |place: &&Place| area(reading).postal.contains(&place.voivodeship_teryt());
    told && !fits.is_empty() && !area(reading).postal.is_empty() && !fits.iter().any(near)
}

/// Whether the page prints a postcode of a district that reaches into a voivodeship, given by its TERYT number.
pub(super) fn has_postcode_of(reading: &Reading<'_>, voivodeship: &str) -> bool {
    area(reading).postal.contains(&voivodeship)
}

/// Where the page lies; read once.
fn area<'r>(reading: &'r Reading<'_>) -> &'r Area {
    reading.area.get_or_init(|| {
        let bytes = reading.text().as_bytes();
        let (mut named, mut postal): (Vec<String>, Vec<&str>) = (Vec::new(), Vec::new());
        for (at, word) in reading.all_words().iter().enumerate() {
            match bytes[word.span.start] {
                b'p' | b'w' => named.extend(region_at(reading, at).into_iter().flatten()),
                b'0'..=b'9' => postal.extend(district(reading, at).into_iter().flatten()),
                _ => {}
            }
        }
        named.sort_unstable();
        named.dedup();
        postal.sort_unstable();
        postal.dedup();
        Area { named, postal }
    })
}

/// The county or voivodeship named at a word.
fn region_at(reading: &Reading<'_>, at: usize) -> Option<Vec<String>> {
    let places = reading.vocabulary.places();
    let found = match reading.all_words()[at].span.of(reading.text()).as_bytes().first() {
        Some(b'p') => places.county_at(reading.text(), reading.all_words(), at),
        Some(b'w') => places.voivodeship_at(reading.text(), reading.all_words(), at),
        _ => None,
    };
    found.map(|found| found.teryts)
}

/// The voivodeships of the postcode that stands at a word.
fn district(reading: &Reading<'_>, at: usize) -> Option<&'static [&'static str]> {
    let first = postcode(reading, at)?.bytes().next()?;
    DISTRICTS.get(usize::from(first.wrapping_sub(b'0'))).copied()
}

/// The first half of a postcode (`19-300`) that stands at a word before a name.
pub(super) fn postcode<'r>(reading: &'r Reading<'_>, at: usize) -> Option<&'r str> {
    let words = reading.all_words();
    let (first, second, town) = (words.get(at)?, words.get(at + 1)?, words.get(at + 2)?);
    let digits = |span: Span, length: usize| span.len() == length && reading.slice(span).bytes().all(|b| b.is_ascii_digit());
    let joined = || reading.slice(Span::new(first.span.end, second.span.start)) == "-";
    let named = || reading.folded.is_upper(town.span.start);
    (digits(first.span, 2) && digits(second.span, 3) && joined() && named()).then(|| reading.slice(first.span))
}
