//! How far a project and a listed row are the same.

use super::model::Listed;
use crate::resolve::{BodyKey, TitleKey};
use crate::value::Currency;
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// A project as it was announced: what matching and comparing need of it.
#[derive(Debug, Clone, Default)]
pub struct Announced {
    /// Identifies it.
    pub id: String,
    /// Number of the agreement or application, as printed.
    pub number: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Names of who received the grant: the beneficiary; the municipality, if it is named.
    pub bodies: Vec<String>,
    /// Code of its programme (`RPWM`).
    pub programme: Option<String>,
    /// Programming period.
    pub period: Option<String>,
    /// TERYT numbers of its municipalities.
    pub teryts: Vec<String>,
    /// Its sums and dates.
    pub figures: Figures,
}

/// The sums and dates of an announced project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Whole cost.
    pub total: Option<Decimal>,
    /// Eligible cost.
    pub eligible: Option<Decimal>,
    /// The EU's part, where a page names it so. Never the grant.
    pub eu: Option<Decimal>,
    /// The whole grant, where it is known to be more than the EU's part.
    pub grant: Option<Decimal>,
    /// Currency, where a page prints it.
    pub currency: Option<Currency>,
    /// Whether the sums are those of an application, not of an agreement.
    pub is_requested: bool,
    /// Whether an EU part is named for one partner only.
    pub eu_is_partners: bool,
    /// First day, and how precisely it is printed.
    pub start: Option<(NaiveDate, Precision)>,
    /// Last day.
    pub end: Option<(NaiveDate, Precision)>,
}

/// How precisely a date is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
}

/// Sums that differ by no more are the same: a page rounds, or drops a half grosz.
pub(super) const TOLERANCE: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// Letters from which on a listed title may be cut: the older systems keep 255.
const CUT: usize = 250;

/// A project made ready for matching.
#[derive(Debug)]
pub(super) struct Keyed {
    pub(super) title: Option<TitleKey>,
    pub(super) bodies: Vec<BodyKey>,
    pub(super) stems: Box<[u64]>,
}

impl Keyed {
    pub(super) fn new(project: &Announced) -> Self {
        Self {
            stems: stems(&project.title.as_deref().map(crate::resolve::fold).unwrap_or_default()),
            title: project.title.as_deref().map(TitleKey::new),
            bodies: project.bodies.iter().map(|body| BodyKey::new(body)).collect(),
        }
    }
}

/// The words of a title, cut to their stems, as sorted numbers: counting what two titles share takes no time.
pub(super) fn stems(folded: &str) -> Box<[u64]> {
    let stem = |word: &str| {
        // FNV-1a over the first letters, which Polish endings leave as they are.
        word.bytes()
            .take(STEM)
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    };
    let mut stems: Vec<u64> = folded.split(' ').filter(|word| word.len() >= 3).map(stem).collect();
    stems.sort_unstable();
    stems.dedup();
    stems.into()
}

/// Letters of a word that its endings leave as they are.
const STEM: usize = 4;

/// Whether two titles share enough stems to be worth a comparison: a third of the shorter one's.
pub(super) fn may_be_alike(ours: &[u64], theirs: &[u64]) -> bool {
    let (mut at, mut shared) = (0, 0);
    for stem in ours {
        while theirs.get(at).is_some_and(|other| other < stem) {
            at += 1;
        }
        shared += usize::from(theirs.get(at) == Some(stem));
    }
    3 * shared >= ours.len().min(theirs.len())
}

/// A listed row made ready for matching.
#[derive(Debug)]
pub(super) struct KeyedRow<'r> {
    pub(super) row: &'r Listed,
    title: Option<TitleKey>,
    body: Option<BodyKey>,
    /// The number of letters the title may be cut at.
    cut: Option<usize>,
}

impl<'r> KeyedRow<'r> {
    pub(super) fn new(row: &'r Listed) -> Self {
        let letters = row.title.as_deref().map_or(0, |title| title.chars().count());
        Self {
            row,
            title: row.title.as_deref().map(TitleKey::new),
            body: row.beneficiary.as_deref().map(BodyKey::new),
            cut: (letters >= CUT).then_some(letters),
        }
    }
}

/// What a project and a listed row have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Likeness {
    /// Of the titles, from 0 to 1; none where one has none.
    pub(super) title: Option<f64>,
    /// Of the bodies, the likest counts.
    pub(super) body: Option<f64>,
    /// Whether the numbers in the titles are the same: years, stages, roads.
    pub(super) same_numbers: bool,
    /// Sums of one role and currency that are the same.
    pub(super) same_sums: usize,
    /// Sums of one role and currency that are not.
    pub(super) other_sums: usize,
    /// Whether first or last day are the same to the day.
    pub(super) same_day: bool,
}

impl Likeness {
    pub(super) fn of(project: &Announced, keys: &Keyed, row: &KeyedRow<'_>) -> Self {
        let (ours, theirs) = (&project.figures, row.row);
        let (same_sums, other_sums) = sums(project, theirs);
        let same_day = |ours: Option<(NaiveDate, Precision)>, theirs: Option<NaiveDate>| matches!((ours, theirs), (Some((ours, Precision::Day)), Some(theirs)) if ours == theirs);
        Self {
            title: title(project, keys, row),
            body: row.body.as_ref().and_then(|body| keys.bodies.iter().map(|own| own.likeness(body)).reduce(f64::max)),
            same_numbers: same_numbers(project, theirs),
            same_sums,
            other_sums,
            same_day: same_day(ours.start, theirs.start) || same_day(ours.end, theirs.end),
        }
    }

    /// One number to choose by: title first, then body, then figures.
    pub(super) fn score(&self) -> f64 {
        let figures = f64::from(u8::from(self.same_sums > 0)) * 0.75 + f64::from(u8::from(self.same_day)) * 0.25;
        0.5 * self.title.unwrap_or(0.0) + 0.3 * self.body.unwrap_or(0.0) + 0.2 * figures
    }
}

/// How many sums of one role are the same, and how many are not, if they may be in one currency.
pub(super) fn sums(project: &Announced, row: &Listed) -> (usize, usize) {
    let ours = &project.figures;
    let (mut same, mut other) = (0, 0);
    if may_share_currency(ours.currency, row.currency) {
        for (ours, theirs) in [(ours.total, row.total), (ours.eu, row.eu), (ours.eligible, row.eligible)] {
            match (ours, theirs) {
                (Some(ours), Some(theirs)) if (ours - theirs).abs() <= TOLERANCE => same += 1,
                (Some(_), Some(_)) => other += 1,
                _ => {}
            }
        }
    }
    (same, other)
}

/// Whether the titles hold the same numbers: years, stages, roads. Of a title that may be cut that is not asked.
pub(super) fn same_numbers(project: &Announced, row: &Listed) -> bool {
    let is_cut = || row.title.as_deref().is_some_and(|title| title.chars().count() >= CUT);
    numbers(project.title.as_deref()) == numbers(row.title.as_deref()) || is_cut()
}

/// Likeness of the titles. Of a title the list has cut, ours is cut as well.
fn title(project: &Announced, keys: &Keyed, row: &KeyedRow<'_>) -> Option<f64> {
    let (ours, theirs) = (keys.title.as_ref()?, row.title.as_ref()?);
    let whole = ours.likeness(theirs);
    let end = row.cut.and_then(|cut| project.title.as_deref()?.char_indices().nth(cut).map(|(end, _)| end));
    let cut = end.and_then(|end| Some(TitleKey::new(project.title.as_deref()?.get(..end)?).likeness(theirs)));
    Some(cut.map_or(whole, |cut| cut.max(whole)))
}

/// Sums may be held against each other only in one currency; a page that prints none is not known to be in another.
pub(super) fn may_share_currency(ours: Option<Currency>, theirs: Option<Currency>) -> bool {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => ours == theirs,
        _ => true,
    }
}

/// The numbers of a title, sorted.
fn numbers(title: Option<&str>) -> Vec<&str> {
    let words = title.unwrap_or_default().split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty());
    let mut numbers: Vec<&str> = words.collect();
    numbers.sort_unstable();
    numbers
}
