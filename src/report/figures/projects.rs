//! What is counted over the rows of `projects`.

use super::money::{Foreign, Group, Money};
use super::places::{Located, Unplaced};
use crate::dataset::{DatasetError, StageClass};
use crate::html::Family;
use crate::report::read::{Line, each};
use crate::resolve::FIELDS;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Columns that are read, beside [`FIELDS`], which follow them.
const COLUMNS: [&str; 8] = ["project_id", "genre", "proof", "presence", "start_precision", "end_precision", "agree", "corrected"];

/// Up to so many projects with dates, each has a line of its own on the time line.
pub(in crate::report) const SINGLY: usize = 60;

/// From when to when a project runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Span {
    /// First day.
    pub(in crate::report) start: NaiveDate,
    /// Last day; of a month or year that is printed alone, its last.
    pub(in crate::report) end: NaiveDate,
    /// As they are printed: `2018-09`.
    pub(in crate::report) printed: (String, String),
    /// Its title; kept for the first projects only.
    pub(in crate::report) title: Option<String>,
}

/// A number of people, and how many projects tell it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::report) struct People {
    /// Their number.
    pub(in crate::report) count: u64,
    /// Projects that tell it.
    pub(in crate::report) projects: u64,
}

impl People {
    fn take(&mut self, count: Option<u64>) {
        if let Some(count) = count {
            self.count = self.count.saturating_add(count);
            self.projects += 1;
        }
    }
}

/// The projects of an edition, counted.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct Projects {
    /// How many.
    pub(in crate::report) count: u64,
    /// Those that no page tells any more, or whose pages could not be reached.
    pub(in crate::report) absent: u64,
    /// Those whose pages state different things.
    pub(in crate::report) disagreeing: u64,
    /// All of them.
    pub(in crate::report) all: Group,
    /// Sums in other currencies; none where a page prints a sum without its currency.
    pub(in crate::report) foreign: BTreeMap<Option<String>, Foreign>,
    /// By programme: its code or, without one, its name.
    pub(in crate::report) programmes: BTreeMap<Option<String>, Group>,
    /// Names of programmes by their codes.
    pub(in crate::report) programme_names: BTreeMap<String, String>,
    /// By programming period.
    pub(in crate::report) periods: BTreeMap<Option<String>, Group>,
    /// By voivodeship.
    pub(in crate::report) voivodeships: BTreeMap<Option<String>, Group>,
    /// By how far their figures prove themselves.
    pub(in crate::report) proofs: BTreeMap<String, u64>,
    /// Of these, those whose figures a person has put right: it is not the page's own figures that agree.
    pub(in crate::report) mended: BTreeMap<String, u64>,
    /// Granted money that the map does not show.
    pub(in crate::report) unplaced: Unplaced,
    /// How many say something of each of [`FIELDS`].
    pub(in crate::report) filled: Vec<u64>,
    /// When they run, of those with both dates.
    pub(in crate::report) spans: Vec<Span>,
    /// Those with one date or none, or that end before they start.
    pub(in crate::report) undated: u64,
    /// Granted money in PLN by the year of the start.
    pub(in crate::report) years: BTreeMap<i32, Group>,
    /// Projects by category of people and bodies they are for; a project may be in several.
    pub(in crate::report) categories: BTreeMap<String, u64>,
    /// Those that tell at least one category.
    pub(in crate::report) targeted: u64,
    /// Participants.
    pub(in crate::report) participants: People,
    /// Women among them.
    pub(in crate::report) women: People,
    /// Men among them.
    pub(in crate::report) men: People,
    /// Titles and currencies of the projects that were asked for, by id.
    pub(in crate::report) titles: BTreeMap<String, (String, String)>,
}

impl Projects {
    /// Counts the projects of an edition; keeps the titles of some.
    pub(super) fn read(edition: &Path, wanted: &BTreeSet<String>) -> Result<Self, DatasetError> {
        let columns: Vec<&str> = COLUMNS.iter().chain(FIELDS).copied().collect();
        let mut all = Self { filled: vec![0; FIELDS.len()], ..Self::default() };
        let located = Located::read(edition)?;
        each(edition, "projects", &columns, |line| {
            let row = Row(line);
            all.take(&row, wanted);
            all.unplaced.take(&row.own("project_id").unwrap_or_default(), &row.money(), &located);
        })?;
        if all.spans.len() > SINGLY {
            all.spans.iter_mut().for_each(|span| span.title = None);
        }
        Ok(all)
    }

    fn take(&mut self, row: &Row<'_>, wanted: &BTreeSet<String>) {
        self.count += 1;
        self.absent += u64::from(row.own("presence").is_some_and(|presence| presence != "current"));
        self.disagreeing += u64::from(!row.0.is(6));
        let proof = row.own("proof").unwrap_or_default();
        if row.0.texts(7).iter().any(|field| is_checked(field)) {
            *self.mended.entry(proof.clone()).or_default() += 1;
        }
        *self.proofs.entry(proof).or_default() += 1;
        for (at, filled) in self.filled.iter_mut().enumerate() {
            *filled += u64::from(row.0.is_filled(COLUMNS.len() + at));
        }
        if let Some(id) = row.own("project_id").filter(|id| wanted.contains(id)) {
            let told = (row.text("title").unwrap_or_default(), row.text("currency").unwrap_or_default());
            self.titles.insert(id, told);
        }
        self.take_money(row);
        self.take_span(row);
        self.take_people(row);
    }

    fn take_money(&mut self, row: &Row<'_>) {
        let money = row.money();
        self.all.take(&money);
        let (code, name) = (row.text("programme_code"), row.text("programme"));
        if let (Some(code), Some(name)) = (&code, &name) {
            self.programme_names.entry(code.clone()).or_insert_with(|| name.clone());
        }
        self.programmes.entry(code.or(name)).or_default().take(&money);
        self.periods.entry(row.text("period")).or_default().take(&money);
        self.voivodeships.entry(row.text("voivodeship")).or_default().take(&money);
        if let Some(start) = row.date("start_date").filter(|_| money.is_granted_pln()) {
            self.years.entry(chrono::Datelike::year(&start)).or_default().take(&money);
        }
        if money.currency.as_deref() != Some("PLN") && (money.total.is_some() || money.grant.is_some()) {
            self.foreign.entry(money.currency.clone()).or_default().take(&money);
        }
    }

    fn take_span(&mut self, row: &Row<'_>) {
        let Some(mut span) = row.span() else {
            self.undated += 1;
            return;
        };
        // A title more than is shown tells that none is.
        if self.spans.len() <= SINGLY {
            span.title = row.text("title");
        }
        self.spans.push(span);
    }

    fn take_people(&mut self, row: &Row<'_>) {
        let categories: BTreeSet<String> = row.0.texts(row.place("target_categories")).into_iter().collect();
        self.targeted += u64::from(!categories.is_empty());
        for category in categories {
            *self.categories.entry(category).or_default() += 1;
        }
        self.participants.take(row.0.count(row.place("participants")));
        self.women.take(row.0.count(row.place("women")));
        self.men.take(row.0.count(row.place("men")));
    }
}

/// Whether checks are about a field: figures and dates are, names are not.
pub(in crate::report) fn is_checked(field: &str) -> bool {
    matches!(Family::of(field), Family::Money | Family::People | Family::Time)
}

/// A row of `projects`.
struct Row<'a>(&'a Line<'a>);

impl Row<'_> {
    /// The place of one of [`FIELDS`].
    #[expect(clippy::unused_self, reason = "reads as a question to the row")]
    fn place(&self, field: &str) -> usize {
        COLUMNS.len() + FIELDS.iter().position(|known| *known == field).unwrap_or(FIELDS.len())
    }

    /// The text of one of [`COLUMNS`].
    fn own(&self, column: &str) -> Option<String> {
        self.0.text(COLUMNS.iter().position(|known| *known == column)?)
    }

    fn text(&self, field: &str) -> Option<String> {
        self.0.text(self.place(field))
    }

    fn number(&self, field: &str) -> Option<Decimal> {
        self.0.number(self.place(field))
    }

    fn date(&self, field: &str) -> Option<NaiveDate> {
        self.0.date(self.place(field))
    }

    fn money(&self) -> Money {
        let (status, stage, genre) = (self.text("status"), self.text("grant_stage"), self.own("genre"));
        let is_signed = self.date("signed_date").is_some();
        Money {
            class: StageClass::of_words(status.as_deref(), stage.as_deref(), genre.as_deref(), is_signed),
            currency: self.text("currency"),
            total: self.number("total_cost"),
            grant: self.number("cofinancing"),
        }
    }

    fn span(&self) -> Option<Span> {
        let (start, end) = (self.date("start_date")?, self.date("end_date")?);
        let (from, to) = (self.own("start_precision"), self.own("end_precision"));
        let printed = (printed(start, from.as_deref()), printed(end, to.as_deref()));
        let end = last_day(end, to.as_deref());
        (start <= end).then_some(Span { start, end, printed, title: None })
    }
}

/// A date as far as it is printed.
fn printed(date: NaiveDate, precision: Option<&str>) -> String {
    let form = match precision {
        Some("year") => "%Y",
        Some("month") => "%Y-%m",
        _ => "%Y-%m-%d",
    };
    date.format(form).to_string()
}

/// The last day that a date printed so far can mean: of a year, its last.
fn last_day(date: NaiveDate, precision: Option<&str>) -> NaiveDate {
    use chrono::{Datelike, Months};
    let months = match precision {
        Some("year") => 12 - date.month0(),
        Some("month") => 1,
        _ => return date,
    };
    let next = date.with_day(1).and_then(|first| first.checked_add_months(Months::new(months)));
    next.and_then(|next| next.pred_opt()).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_printed_alone_ends_with_its_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(last_day(day("2018-01-01"), Some("year")), day("2018-12-31"));
        assert_eq!(last_day(day("2020-02-01"), Some("month")), day("2020-02-29"));
        assert_eq!(last_day(day("2020-02-11"), Some("day")), day("2020-02-11"));
        assert_eq!(printed(day("2020-02-01"), Some("month")), "2020-02");
    }
}
