//! What a column is: one declaration from which the Parquet type, the data dictionary and the CSV text all follow.

use super::names::{Named, PRECISIONS};
use crate::notice::Fact;
use crate::value::PartialDate;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// The type of a column.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Text.
    Text,
    /// Text out of a closed list.
    Enum(&'static [&'static str]),
    /// A decimal number with this many places, exact (`Decimal(18, n)`).
    Decimal(u32),
    /// A whole number.
    Count,
    /// True or false.
    Flag,
    /// A calendar date.
    Date,
    /// A list of texts.
    Texts,
    /// A list of records.
    Structs(&'static [Spec]),
}

/// A column without its rows: what the data dictionary prints.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Unit of its numbers; empty where there is none.
    pub unit: &'static str,
    /// What it holds.
    pub doc: &'static str,
}

impl Spec {
    /// Whether the values of the column can be added up to something that means anything: those of money and counts can, those of
    /// rates and positions cannot.
    pub fn has_sum(&self) -> bool {
        match self.kind {
            Kind::Decimal(2) => true,
            Kind::Count => !matches!(self.name, "number" | "mention" | "start" | "end"),
            _ => false,
        }
    }

    /// Whether its values are computed from printed ones; all others stand on a page. Its doc says so in brackets.
    pub fn is_derived(&self) -> bool {
        self.doc.contains("(derived")
    }
}

/// A value on its way into a column.
#[derive(Debug, Clone)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// Text, or a member of a closed list.
    Text(Cow<'a, str>),
    /// A decimal number.
    Number(Decimal),
    /// A whole number.
    Count(i64),
    /// True or false.
    Flag(bool),
    /// A date.
    Date(NaiveDate),
    /// A list of texts.
    Texts(Vec<Cow<'a, str>>),
    /// A list of records, each with its values in the order of the declaration.
    Structs(Vec<Vec<Cell<'a>>>),
}

/// A column of a table whose rows are made from `R`.
#[derive(Debug)]
pub struct Column<R> {
    /// What it is.
    pub spec: Spec,
    /// Its value in a row.
    pub get: fn(&R) -> Cell<'_>,
}

/// Declares a column.
pub fn column<R>(name: &'static str, kind: Kind, doc: &'static str, get: fn(&R) -> Cell<'_>) -> Column<R> {
    Column { spec: spec(name, kind, doc), get }
}

/// Declares a column whose numbers have a unit.
pub fn measured<R>(name: &'static str, kind: Kind, unit: &'static str, doc: &'static str, get: fn(&R) -> Cell<'_>) -> Column<R> {
    Column { spec: Spec { name, kind, unit, doc }, get }
}

/// Declares a field of a record.
pub const fn spec(name: &'static str, kind: Kind, doc: &'static str) -> Spec {
    Spec { name, kind, unit: "", doc }
}

impl Cell<'_> {
    /// The text or the member of a closed list, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The decimal number, if it is one.
    pub const fn as_number(&self) -> Option<Decimal> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// The whole number, if it is one.
    pub const fn as_count(&self) -> Option<i64> {
        if let Self::Count(count) = self { Some(*count) } else { None }
    }

    /// Whether it is true, if it says so.
    pub const fn as_flag(&self) -> Option<bool> {
        if let Self::Flag(flag) = self { Some(*flag) } else { None }
    }

    /// The date, if it is one.
    pub const fn as_date(&self) -> Option<NaiveDate> {
        if let Self::Date(date) = self { Some(*date) } else { None }
    }

    /// The texts of a list; none of anything else.
    pub fn as_texts(&self) -> &[Cow<'_, str>] {
        if let Self::Texts(texts) = self { texts } else { &[] }
    }
}

impl<'a> Cell<'a> {
    /// A text, or nothing.
    pub fn text(value: Option<&'a str>) -> Self {
        value.map_or(Self::Null, |text| Self::Text(Cow::Borrowed(text)))
    }

    /// A fact that is text.
    pub fn fact(fact: Option<&'a Fact<String>>) -> Self {
        Self::text(fact.map(|fact| fact.value.as_str()))
    }

    /// Facts that are text.
    pub fn facts(facts: &'a [Fact<String>]) -> Self {
        Self::Texts(facts.iter().map(|fact| Cow::Borrowed(fact.value.as_str())).collect())
    }

    /// A decimal number, or nothing.
    pub fn number(value: Option<Decimal>) -> Self {
        value.map_or(Self::Null, Self::Number)
    }

    /// A fact that is a sum or a rate.
    pub fn amount(fact: Option<&Fact<Decimal>>) -> Self {
        Self::number(fact.map(|fact| fact.value))
    }

    /// A whole number, or nothing.
    pub fn count(value: Option<u32>) -> Self {
        value.map_or(Self::Null, |count| Self::Count(count.into()))
    }

    /// A large count.
    pub fn number_of(value: u64) -> Self {
        i64::try_from(value).map_or(Self::Null, Self::Count)
    }

    /// Seconds since 1970 as ISO 8601 in UTC, or nothing.
    pub fn moment(seconds: Option<i64>) -> Self {
        let time = seconds.and_then(|seconds| DateTime::<Utc>::from_timestamp(seconds, 0));
        time.map_or(Self::Null, |time| Self::Text(Cow::Owned(time.format("%Y-%m-%dT%H:%M:%SZ").to_string())))
    }

    /// A position or a number of rows.
    pub fn size(value: usize) -> Self {
        i64::try_from(value).map_or(Self::Null, Self::Count)
    }

    /// A member of a closed list, or nothing.
    pub fn name<T: Named>(value: Option<T>) -> Self {
        Self::text(value.map(Named::name))
    }

    /// The first day of what a date names.
    pub fn first_day(fact: Option<&Fact<PartialDate>>) -> Self {
        fact.and_then(|fact| first_day(fact.value)).map_or(Self::Null, Self::Date)
    }

    /// The last day of what a date names.
    pub fn last_day(fact: Option<&Fact<PartialDate>>) -> Self {
        fact.and_then(|fact| last_day(fact.value)).map_or(Self::Null, Self::Date)
    }

    /// How precisely a date is printed.
    pub fn precision(fact: Option<&Fact<PartialDate>>) -> Self {
        Self::text(fact.map(|fact| match (fact.value.month, fact.value.day) {
            (Some(_), Some(_)) => PRECISIONS[0],
            (Some(_), None) => PRECISIONS[1],
            _ => PRECISIONS[2],
        }))
    }
}

fn first_day(date: PartialDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
}

fn last_day(date: PartialDate) -> Option<NaiveDate> {
    let month = date.month.unwrap_or(12);
    let Some(day) = date.day else {
        let next = if month == 12 { (date.year + 1, 1) } else { (date.year, month + 1) };
        return NaiveDate::from_ymd_opt(next.0, next.1, 1)?.pred_opt();
    };
    NaiveDate::from_ymd_opt(date.year, month, day)
}

/// Days since 1970-01-01, as Parquet counts them.
pub fn days(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - 719_163
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_the_last_day_of_what_is_printed() {
        let date = |year, month, day| PartialDate { year, month, day };
        let last = |value| last_day(value).unwrap().to_string();
        assert_eq!(last(date(2020, Some(2), None)), "2020-02-29");
        assert_eq!(last(date(2020, None, None)), "2020-12-31");
        assert_eq!(last(date(2020, Some(12), None)), "2020-12-31");
        assert_eq!(last(date(2020, Some(4), Some(3))), "2020-04-03");
        assert_eq!(first_day(date(2020, Some(4), None)).unwrap().to_string(), "2020-04-01");
        assert_eq!(days(NaiveDate::from_ymd_opt(1970, 1, 2).unwrap()), 1);
    }
}
