//! What tells one project from another across editions, and how well two tellings fit.

use super::values::hash;
use crate::check::Mention;
use crate::resolve::{BodyKey, TitleKey, fold};
use crate::value::{PartialDate, printed_number};
use rust_decimal::Decimal;

/// Titles that are as alike as this are of one project, if nothing speaks against it.
pub(super) const ALIKE: f64 = 0.75;
/// Titles as alike as this are the same one.
pub(super) const SAME: f64 = 0.95;
/// Titles or bodies less alike than this are others.
const UNLIKE: f64 = 0.5;
/// Two starts this many months apart may be one, corrected.
const NEAR: i64 = 2;
/// A total that this does not divide is hardly that of two projects.
const ROUND: i64 = 100;
/// By number, likeness counts from here.
const BY_NUMBER: f64 = 2.0;
/// Without the same place, alike titles weigh less than at one.
const ELSEWHERE: f64 = 0.2;

/// The columns of `projects` and `mentions` that [`Clues::read`] takes, in its order.
pub(super) const COLUMNS: [&str; 7] =
    ["title", "beneficiary", "agreement_number", "start_date", "end_date", "total_cost", "currency"];

/// A year and, if it is known, a month.
type Month = (i32, Option<u32>);

/// What a page tells of a project.
#[derive(Debug, Clone, Default)]
pub(super) struct Clues {
    /// With what tells it from other titles.
    title: Option<(u64, TitleKey)>,
    body: Option<BodyKey>,
    number: Option<Number>,
    start: Option<Month>,
    end: Option<Month>,
    total: Option<Decimal>,
    currency: Option<u64>,
}

#[derive(Debug, Clone)]
struct Number {
    text: String,
    /// Whether it is of a programme's grammar: those of a town hall's own files are given out by many.
    is_programmes: bool,
}

/// How two numbers stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbers {
    Same,
    /// One may be the other, typed wrong.
    Slip,
    Other,
    Unknown,
}

/// How well two tellings fit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// 2 by number, up to 1 by title.
    pub(super) likeness: f64,
    /// The same with everything else that agrees: the more, the better.
    pub(super) certainty: f64,
}

/// Where two tellings stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// At one address.
    Here,
    /// Anywhere.
    Elsewhere,
}

impl Clues {
    /// Of a mention.
    pub(super) fn of(mention: &Mention) -> Self {
        let notice = &mention.notice;
        let month = |date: &PartialDate| (date.year, date.month);
        Self {
            title: notice.title.as_ref().map(|fact| title(&fact.value)),
            body: notice.beneficiary.as_ref().and_then(|fact| body(&fact.value)),
            number: notice.agreement_number.as_ref().map(|fact| number(&fact.value)),
            start: notice.start_date.as_ref().map(|fact| month(&fact.value)),
            end: notice.end_date.as_ref().map(|fact| month(&fact.value)),
            total: notice.total_cost.as_ref().map(|fact| fact.value),
            currency: notice.currency.as_ref().map(|fact| hash(fact.value.code())),
        }
    }

    /// Of the cells of a row, in the order of [`COLUMNS`].
    pub(super) fn read(cell: impl Fn(usize) -> Option<String>) -> Self {
        Self {
            title: cell(0).map(|text| title(&text)),
            body: cell(1).and_then(|text| body(&text)),
            number: cell(2).map(|text| number(&text)),
            start: cell(3).and_then(|text| month(&text)),
            end: cell(4).and_then(|text| month(&text)),
            total: cell(5).and_then(|text| text.parse().ok()),
            currency: cell(6).map(|text| hash(text.as_str())),
        }
    }

    /// Takes what is not known yet from another mention of the same project.
    pub(super) fn fill(&mut self, other: Self) {
        self.title = self.title.take().or(other.title);
        self.body = self.body.take().or(other.body);
        self.number = self.number.take().or(other.number);
        self.start = self.start.or(other.start);
        self.end = self.end.or(other.end);
        if self.total.is_none() {
            (self.total, self.currency) = (other.total, other.currency);
        }
    }

    /// What tells the title from others.
    pub(super) fn title(&self) -> Option<u64> {
        self.title.as_ref().map(|(title, _)| *title)
    }

    /// What tells the number from others.
    pub(super) fn number(&self) -> Option<u64> {
        self.number.as_ref().map(|number| hash(&number.text))
    }

    /// What tells a total that is not round from others.
    pub(super) fn odd_total(&self) -> Option<u64> {
        self.total.filter(is_odd).map(|total| hash(&total.normalize()))
    }

    /// Who receives the grant, as text to name a project by.
    pub(super) fn owner(&self) -> &str {
        self.body.as_ref().map_or("", |body| &body.folded)
    }

    /// Whether both name another title and another body.
    pub(super) fn contradict(&self, other: &Self) -> bool {
        self.is_title_unlike(other) && self.is_body_unlike(other)
    }

    /// How well both fit; none if they are not of one project. `is_shared` says that several projects have the number.
    pub(super) fn fit(&self, other: &Self, is_shared: bool, standing: Standing) -> Option<Fit> {
        let is_same_total = self.is_total_same(other);
        let detail = 0.2 * self.body_likeness(other).unwrap_or(0.5)
            + if is_same_total { 0.2 } else { 0.0 }
            + if self.is_start_near(other) { 0.1 } else { 0.0 }
            + if agree(self.end, other.end) { 0.05 } else { 0.0 };
        let numbers = self.numbers(other);
        if numbers == Numbers::Same {
            let (title, body) = (self.is_title_unlike(other), self.is_body_unlike(other));
            let speaks_against = if is_shared { title || body } else { title && body };
            let is_weak = standing == Standing::Elsewhere && !self.number.as_ref().is_some_and(|number| number.is_programmes);
            if speaks_against || is_weak && !(self.is_title_alike(other) && self.is_body_alike(other)) {
                return None;
            }
            let certainty = BY_NUMBER + self.title_likeness(other).unwrap_or(0.5) + detail;
            return Some(Fit { likeness: BY_NUMBER, certainty });
        }
        let likeness = self.title_likeness(other).filter(|_| self.is_title_alike(other))?;
        let is_fit = match standing {
            Standing::Here => self.fits_here(other, numbers),
            Standing::Elsewhere => self.fits_elsewhere(other, numbers, likeness),
        };
        let likeness = if standing == Standing::Here { likeness } else { likeness * ELSEWHERE };
        is_fit.then_some(Fit { likeness, certainty: likeness + detail })
    }

    /// Alike titles at one address: of one project, unless another number, another body or another year says that they are not. The
    /// same total, if it is not round, knows better.
    fn fits_here(&self, other: &Self, numbers: Numbers) -> bool {
        let (is_near, is_same_total) = (self.is_start_near(other), self.is_total_same(other));
        self.is_odd_same(other) && numbers != Numbers::Other
            || !self.is_other_year(other)
                && (numbers == Numbers::Unknown || numbers == Numbers::Slip && is_near && is_same_total)
                && (!self.is_body_unlike(other) || is_near && is_same_total)
    }

    /// Alike titles at different addresses.
    fn fits_elsewhere(&self, other: &Self, numbers: Numbers, likeness: f64) -> bool {
        if self.is_odd_same(other) && numbers != Numbers::Other {
            return !self.is_body_unlike(other);
        }
        let (is_near, is_same_end, is_same_total) =
            (self.is_start_near(other), agree(self.end, other.end), self.is_total_same(other));
        let others = [
            self.start.is_some() && other.start.is_some() && !is_near,
            self.end.is_some() && other.end.is_some() && !is_same_end,
            self.total.is_some() && other.total.is_some() && !is_same_total,
        ];
        likeness >= SAME
            && numbers == Numbers::Unknown
            && self.is_body_alike(other)
            && !self.is_other_year(other)
            && (is_near || is_same_end || is_same_total)
            && others.into_iter().filter(|is_other| *is_other).count() <= 1
    }

    /// Whether they start in different years, and not because a date was corrected: a page that announces a programme every year
    /// keeps its title.
    fn is_other_year(&self, other: &Self) -> bool {
        let is_other = self.start.zip(other.start).is_some_and(|((one, _), (other, _))| one != other);
        is_other && !(self.is_start_near(other) && (self.is_total_same(other) || agree(self.end, other.end)))
    }

    fn numbers(&self, other: &Self) -> Numbers {
        match (&self.number, &other.number) {
            (Some(one), Some(other)) if one.text == other.text => Numbers::Same,
            (Some(one), Some(other)) if is_slip(&one.text, &other.text) => Numbers::Slip,
            (Some(_), Some(_)) => Numbers::Other,
            _ => Numbers::Unknown,
        }
    }

    fn title_likeness(&self, other: &Self) -> Option<f64> {
        let ((one, title), (other, other_title)) = (self.title.as_ref()?, other.title.as_ref()?);
        Some(if one == other { 1.0 } else { title.likeness(other_title) })
    }

    fn is_title_alike(&self, other: &Self) -> bool {
        // Titles that contradict each other are hardly alike.
        self.title_likeness(other).is_some_and(|likeness| likeness >= ALIKE)
    }

    fn is_title_unlike(&self, other: &Self) -> bool {
        self.title_likeness(other).is_some_and(|likeness| likeness < UNLIKE)
    }

    fn body_likeness(&self, other: &Self) -> Option<f64> {
        Some(self.body.as_ref()?.likeness(other.body.as_ref()?))
    }

    fn is_body_alike(&self, other: &Self) -> bool {
        self.body_likeness(other).is_some_and(|likeness| likeness >= ALIKE)
    }

    fn is_body_unlike(&self, other: &Self) -> bool {
        self.body_likeness(other).is_some_and(|likeness| likeness < UNLIKE)
    }

    fn is_total_same(&self, other: &Self) -> bool {
        let is_other_currency = self.currency.zip(other.currency).is_some_and(|(one, other)| one != other);
        !is_other_currency && self.total.is_some() && self.total == other.total
    }

    fn is_odd_same(&self, other: &Self) -> bool {
        self.is_total_same(other) && self.total.as_ref().is_some_and(is_odd)
    }

    fn is_start_near(&self, other: &Self) -> bool {
        let Some(((year, month), (other_year, other_month))) = self.start.zip(other.start) else { return false };
        match month.zip(other_month) {
            Some((month, other_month)) => {
                let months = |year: i32, month: u32| i64::from(year) * 12 + i64::from(month);
                (months(year, month) - months(other_year, other_month)).abs() <= NEAR
            }
            None => year == other_year,
        }
    }
}

fn title(title: &str) -> (u64, TitleKey) {
    (hash(&fold(title)), TitleKey::new(title))
}

fn body(name: &str) -> Option<BodyKey> {
    Some(BodyKey::new(name)).filter(|key| !key.folded.is_empty())
}

fn number(printed: &str) -> Number {
    let joined = printed_number::joining(printed);
    let is_programmes = joined.is_some();
    Number { text: joined.unwrap_or_else(|| printed.trim().to_uppercase()), is_programmes }
}

fn month(date: &str) -> Option<Month> {
    Some((date.get(..4)?.parse().ok()?, date.get(5..7).and_then(|month| month.parse().ok())))
}

fn agree(one: Option<Month>, other: Option<Month>) -> bool {
    one.zip(other).is_some_and(|((year, month), (other_year, other_month))| {
        year == other_year && month.zip(other_month).is_none_or(|(month, other)| month == other)
    })
}

fn is_odd(total: &Decimal) -> bool {
    !(total % Decimal::from(ROUND)).is_zero()
}

/// Whether one or two signs are others, or two have changed places.
fn is_slip(one: &str, other: &str) -> bool {
    if one.len() == other.len() {
        return one.bytes().zip(other.bytes()).filter(|(one, other)| one != other).count() <= 2;
    }
    let shared = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let tail = one.bytes().rev().zip(other.bytes().rev()).take_while(|(one, other)| one == other).count();
    let left = |text: &str| text.len().saturating_sub(shared + tail);
    one.len().abs_diff(other.len()) <= 1 && left(one) <= 1 && left(other) <= 1
}
