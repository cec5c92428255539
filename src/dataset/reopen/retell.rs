//! A row of `mentions` with its rows of `evidence` → the mention that they were made of.
//!
//! Nothing is lost on the way but three things that no table keeps: a number with more digits than its column ([`Problem`] says which;
//! the value is absent), the places of a check's difference after the sixth, and a sum repeated in words, which comes back only where a
//! check has compared it.
//!
//! [`Problem`]: crate::dataset::Problem

use super::fault::Fault;
use super::interned::interned;
use super::words::Words;
use crate::check::{Check, Corrected, Mention, Proof, Verdict, restore_words};
use crate::dataset::rows::{Rows, TableReader};
use crate::notice::{Amount, Doubt, Fact, Indicator, Notice, TargetGroup};
use crate::page::Source;
use crate::table::Cell;
use crate::table::{Named, PRECISIONS};
use crate::value::PartialDate;
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use std::collections::HashMap;

/// Where the columns of `mentions` stand.
#[derive(Debug)]
pub(in crate::dataset) struct Columns(HashMap<&'static str, usize>);

/// A row of `mentions`.
#[derive(Clone, Copy)]
pub(in crate::dataset) struct Row<'r> {
    pub(in crate::dataset) rows: &'r Rows,
    pub(in crate::dataset) row: usize,
    pub(in crate::dataset) columns: &'r Columns,
}

type Told<T> = Result<T, Fault>;

const HERE: &str = "mentions";

impl Columns {
    /// Of the table as it is open.
    pub(in crate::dataset) fn of(table: &TableReader) -> Self {
        Self(table.names().enumerate().map(|(place, name)| (name, place)).collect())
    }
}

impl<'r> Row<'r> {
    fn cell(&self, column: &str) -> Cell<'r> {
        self.columns.0.get(column).map_or(Cell::Null, |&place| self.rows.cell(self.row, place))
    }

    /// A text that must be there.
    pub(in crate::dataset) fn text(&self, column: &str) -> Told<String> {
        text(&self.cell(column)).ok_or(Fault::Row(HERE))
    }

    /// Its number on the page.
    pub(in crate::dataset) fn number(&self) -> Told<usize> {
        self.cell("mention").as_count().and_then(|count| usize::try_from(count).ok()).ok_or(Fault::Row(HERE))
    }

    /// The mention.
    pub(in crate::dataset) fn mention(&self, words: Words) -> Told<Mention> {
        let source = Source { path: text(&self.cell("path")), url: text(&self.cell("url")), sha256: self.text("sha256")? };
        let checks = structs(&self.cell("checks")).iter().map(|record| check(record)).collect::<Told<Vec<_>>>()?;
        let mut notice = Retelling { row: *self, words }.notice()?;
        restore_words(&mut notice, &checks);
        let corrected = structs(&self.cell("corrected")).iter().map(|record| corrected(record)).collect::<Told<Vec<_>>>()?;
        let proof = member::<Proof>(&self.cell("proof"))?.ok_or(Fault::Row(HERE))?;
        Ok(Mention { source, mention: self.number()?, notice, checks, proof, corrected })
    }
}

/// A notice in the making.
struct Retelling<'r> {
    row: Row<'r>,
    words: Words,
}

impl Retelling<'_> {
    fn notice(mut self) -> Told<Notice> {
        Ok(Notice {
            genre: member(&self.row.cell("genre"))?,
            title: self.text("title")?,
            programme_code: self.text("programme_code")?,
            programme: self.text("programme")?,
            period: self.text("period")?,
            funds: self.texts("funds")?,
            priority_axis: self.text("priority_axis")?,
            measure_code: self.text("measure_code")?,
            call_number: self.text("call_number")?,
            agreement_number: self.text("agreement_number")?,
            total_cost: self.number("total_cost")?,
            eligible_cost: self.number("eligible_cost")?,
            cofinancing: self.number("cofinancing")?,
            own_contribution: self.number("own_contribution")?,
            currency: self.member("currency")?,
            cofinancing_rate: self.number("cofinancing_rate")?,
            amounts: self.amounts()?,
            start_date: self.date("start_date", "start_precision")?,
            end_date: self.date("end_date", "end_precision")?,
            signed_date: self.date("signed_date", "signed_precision")?,
            duration_months: self.count("duration_months")?,
            status: self.member("status")?,
            beneficiary: self.text("beneficiary")?,
            implementer: self.text("implementer")?,
            partners: self.texts("partners")?,
            municipality: self.text("municipality")?,
            teryt: self.text("teryt")?,
            voivodeship: self.text("voivodeship")?,
            participants: self.count("participants")?,
            women: self.count("women")?,
            men: self.count("men")?,
            target_groups: self.target_groups()?,
            target_categories: self.row.cell("target_categories").as_texts().iter().map(|text| text.to_string()).collect(),
            indicators: self.indicators()?,
            tasks: self.texts("tasks")?,
            doubts: structs(&self.row.cell("doubts")).iter().map(|record| doubt(record)).collect::<Told<_>>()?,
        })
    }

    fn fact<T>(&mut self, field: &'static str, value: Option<T>) -> Told<Option<Fact<T>>> {
        let evidence = self.words.take(field);
        let Some(value) = value else { return Ok(None) };
        Ok(Some(Fact { value, evidence: evidence.ok_or(Fault::NoWords(field))? }))
    }

    fn text(&mut self, field: &'static str) -> Told<Option<Fact<String>>> {
        let value = text(&self.row.cell(field));
        self.fact(field, value)
    }

    fn number(&mut self, field: &'static str) -> Told<Option<Fact<Decimal>>> {
        let value = self.row.cell(field).as_number();
        self.fact(field, value)
    }

    fn count(&mut self, field: &'static str) -> Told<Option<Fact<u32>>> {
        let value = count(&self.row.cell(field))?;
        self.fact(field, value)
    }

    fn member<T: Named>(&mut self, field: &'static str) -> Told<Option<Fact<T>>> {
        let value = member(&self.row.cell(field))?;
        self.fact(field, value)
    }

    fn date(&mut self, field: &'static str, precision: &str) -> Told<Option<Fact<PartialDate>>> {
        let date = self.row.cell(field).as_date();
        let precision = self.row.cell(precision);
        let value = date.map(|date| partial(date, precision.as_text()).ok_or(Fault::Row(HERE))).transpose()?;
        self.fact(field, value)
    }

    fn texts(&mut self, field: &'static str) -> Told<Vec<Fact<String>>> {
        let cell = self.row.cell(field);
        let fact = |(number, text): (usize, &std::borrow::Cow<'_, str>)| {
            let evidence = self.words.take_item(field, number).ok_or(Fault::NoWords(field))?;
            Ok(Fact { value: text.to_string(), evidence })
        };
        cell.as_texts().iter().enumerate().map(fact).collect()
    }

    /// The entries of a list, each with its words; one whose number the table could not hold is left out.
    fn items<T>(
        &mut self,
        field: &'static str,
        read: impl Fn(&[Cell<'_>], crate::notice::Evidence) -> Told<Option<T>>,
    ) -> Told<Vec<T>> {
        let cell = self.row.cell(field);
        let item = |(number, record): (usize, &Vec<Cell<'_>>)| {
            read(record, self.words.take_item(field, number).ok_or(Fault::NoWords(field))?)
        };
        structs(&cell).iter().enumerate().map(item).filter_map(Result::transpose).collect()
    }

    fn amounts(&mut self) -> Told<Vec<Amount>> {
        self.items("amounts", |record, evidence| {
            let [role, value, currency, rate, basis, scope, stage, approximate] = record else { return Err(Fault::Row(HERE)) };
            let Some(value) = value.as_number() else { return Ok(None) };
            Ok(Some(Amount {
                role: member(role)?.ok_or(Fault::Row(HERE))?,
                value,
                currency: member(currency)?,
                rate: rate.as_number(),
                rate_basis: member(basis)?,
                scope: member(scope)?.ok_or(Fault::Row(HERE))?,
                stage: member(stage)?,
                approximate: approximate.as_flag().ok_or(Fault::Row(HERE))?,
                in_words: None,
                evidence,
            }))
        })
    }

    fn target_groups(&mut self) -> Told<Vec<TargetGroup>> {
        self.items("target_groups", |record, evidence| {
            let [words, category, number, women, men] = record else { return Err(Fault::Row(HERE)) };
            Ok(Some(TargetGroup {
                text: text(words).ok_or(Fault::Row(HERE))?,
                category: text(category).ok_or(Fault::Row(HERE))?,
                count: count(number)?,
                women: count(women)?,
                men: count(men)?,
                evidence,
            }))
        })
    }

    fn indicators(&mut self) -> Told<Vec<Indicator>> {
        self.items("indicators", |record, evidence| {
            let [name, value, unit] = record else { return Err(Fault::Row(HERE)) };
            let Some(value) = value.as_number() else { return Ok(None) };
            Ok(Some(Indicator { name: text(name).ok_or(Fault::Row(HERE))?, value, unit: text(unit), evidence }))
        })
    }
}

fn check(record: &[Cell<'_>]) -> Told<Check> {
    let [identity, verdict, difference, scope] = record else { return Err(Fault::Row(HERE)) };
    Ok(Check {
        identity: member(identity)?.ok_or(Fault::Row(HERE))?,
        verdict: member::<Verdict>(verdict)?.ok_or(Fault::Row(HERE))?,
        difference: difference.as_number(),
        scope: name(scope)?,
    })
}

fn doubt(record: &[Cell<'_>]) -> Told<Doubt> {
    let [field, reason, candidates] = record else { return Err(Fault::Row(HERE)) };
    let candidates = candidates.as_texts().iter().map(|text| text.to_string()).collect();
    Ok(Doubt { field: name(field)?, reason: name(reason)?, candidates })
}

fn corrected(record: &[Cell<'_>]) -> Told<Corrected> {
    let [field, original, quote, reason] = record else { return Err(Fault::Row(HERE)) };
    Ok(Corrected {
        field: text(field).ok_or(Fault::Row(HERE))?,
        original: text(original),
        quote: text(quote),
        reason: text(reason),
    })
}

fn text(cell: &Cell<'_>) -> Option<String> {
    cell.as_text().map(str::to_owned)
}

/// A name of the program's own.
fn name(cell: &Cell<'_>) -> Told<&'static str> {
    cell.as_text().and_then(interned).ok_or(Fault::Row(HERE))
}

fn count(cell: &Cell<'_>) -> Told<Option<u32>> {
    cell.as_count().map(|count| u32::try_from(count).map_err(|_| Fault::Row(HERE))).transpose()
}

/// A member of a closed list, if one is named.
fn member<T: Named>(cell: &Cell<'_>) -> Told<Option<T>> {
    let found = |name: &str| T::MEMBERS.iter().copied().find(|member| member.name() == name).ok_or(Fault::Row(HERE));
    cell.as_text().map(found).transpose()
}

fn structs<'c, 'r>(cell: &'c Cell<'r>) -> &'c [Vec<Cell<'r>>] {
    if let Cell::Structs(records) = cell { records } else { &[] }
}

/// The date as it was printed: the column holds the first or last day of a month or year printed without one.
fn partial(date: NaiveDate, precision: Option<&str>) -> Option<PartialDate> {
    let at = PRECISIONS.iter().position(|known| Some(*known) == precision)?;
    Some(PartialDate { year: date.year(), month: (at < 2).then(|| date.month()), day: (at < 1).then(|| date.day()) })
}
