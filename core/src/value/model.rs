//! The types of recognised values.

use crate::text::Span;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use std::fmt;

/// A value, where it stands in the folded text, and what is unsure about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// Its words in the folded text: the number with its currency, the whole date, both ends of a range.
    pub span: Span,
    /// A short, stable name of what is unsure, or nothing.
    ///
    /// | of | doubts |
    /// |---|---|
    /// | money | `thousands_or_decimals`, `impossible_scale` (both with an alternative), `odd_separators`, `blank_in_number`, `digits_before`, `damaged_currency`, `no_currency`, `range` |
    /// | percent | `odd_separators`, `blank_in_number` |
    /// | date | `two_digit_year` |
    /// | period | `end_before_start`, `cells`, and those of its dates |
    /// | code | `short_serial`, `odd_region`, `spaced_code` |
    /// | headcount | `split_mismatch`, `mixed_unit` |
    pub doubt: Option<&'static str>,
}

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Polish zloty.
    Pln,
    /// Euro.
    Eur,
    /// US dollar.
    Usd,
    /// Swiss franc.
    Chf,
    /// Czech koruna.
    Czk,
}

impl Currency {
    /// ISO 4217 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pln => "PLN",
            Self::Eur => "EUR",
            Self::Usd => "USD",
            Self::Chf => "CHF",
            Self::Czk => "CZK",
        }
    }
}

/// A sum of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// The sum, rescaled to two decimal places.
    pub amount: Decimal,
    /// The currency printed with it, before or after.
    pub currency: Option<Currency>,
    /// Whether the page calls it approximate (`ok.`, `około`, `ponad`, `blisko`, `prawie`, `szacowana`).
    pub approximate: bool,
    /// Whether it is an upper or lower limit (`do`, `nie więcej niż`, `maksymalnie`, `minimum`).
    pub limit: bool,
    /// Another reading of the same digits (`3,426` as 3.43), for the arithmetic to decide.
    pub alternative: Option<Decimal>,
    /// The sum repeated in words after it (`słownie: …`), if it is and can be read.
    pub in_words: Option<Decimal>,
}

/// A percentage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Percent {
    /// Percent, as printed (85 for 85 %).
    pub value: Decimal,
    /// Whether it is approximate or a limit.
    pub approximate: bool,
}

/// A date known to the day, the month or the year. Always a real calendar date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// Year, 1900–2100.
    pub year: i32,
    /// Month, 1–12.
    pub month: Option<u32>,
    /// Day of the month; only with a month.
    pub day: Option<u32>,
}

/// ISO 8601, reduced to the known precision: `2018-09-01`, `2018-09`, `2018`.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A stretch of time with at least one end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day, month or year.
    pub start: Option<PartialDate>,
    /// Last day, month or year.
    pub end: Option<PartialDate>,
    /// How it is written.
    pub form: PeriodForm,
}

/// How a period is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodForm {
    /// Two dates (`od 01.09.2018 r. do 31.12.2020 r.`, `marzec 2018 – luty 2020`).
    Range,
    /// Years (`w latach 2018-2020`, `2021/2022`): weak, since programmes and strategies are written so too.
    Years,
    /// A school year.
    SchoolYear,
    /// A quarter or half-year.
    Quarter,
    /// One open end (`do końca grudnia 2022`, `od kwietnia 2024`).
    Open,
}

/// What a programme number identifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeKind {
    /// A call for proposals.
    Call,
    /// An agreement, application or project.
    Agreement,
    /// A programme's axis, measure or sub-measure (`RPWM.11.02.05`).
    Measure,
}

/// A programme number, call number or full measure code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// What its shape says it is.
    pub kind: CodeKind,
    /// With prefix and version, in canonical separators and the digits printed: `UDA-RPWM.11.02.03-28-0063/17-00`.
    pub canonical: String,
    /// Canonical form without prefix and version, its serial as wide as the office writes it.
    pub body: String,
    /// Programme code (`RPWM`), if the grammar has one.
    pub programme: Option<String>,
    /// Axis, measure and sub-measure, as far as printed and not `00`.
    pub levels: Vec<u32>,
}

/// A measure named by a level word and a short code: `Poddziałanie 9.1.1`, `Oś Priorytetowa XI`, `Działania IX.2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortCode {
    /// Axis, measure and sub-measure, as far as printed.
    pub levels: Vec<u32>,
    /// Whether the level word was oś or priorytet (then one number is enough).
    pub axis: bool,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountUnit {
    /// People, however called (osób, uczestników, uczniów, dzieci, seniorów).
    Persons,
    /// Families or households.
    Families,
    /// Bodies: podmioty, instytucje, gminy, organizacje, szkoły.
    Bodies,
    /// Places in a facility: capacity, not people.
    Places,
}

/// A number of people or bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headcount {
    /// The number; where only a split is printed (`20 dziewczynek i 10 chłopców`), its sum.
    pub count: u32,
    /// What is counted.
    pub unit: CountUnit,
    /// The counted noun as printed, folded (`osob`, `uczniow`).
    pub noun: String,
    /// Women (or girls) among them.
    pub women: Option<u32>,
    /// Men (or boys) among them.
    pub men: Option<u32>,
    /// Whether the total is printed, not only the split.
    pub total_printed: bool,
}

/// Every value of a text, each list in text order; spans of one list do not overlap.
#[derive(Debug, Clone, Default)]
pub struct Values {
    /// Sums of money; those without a printed currency have grosze or grouped thousands.
    pub money: Vec<Found<Money>>,
    /// Numbers with a currency that are no sum anybody can read: too many digits, groups that do not fit (`15000 000,00 zł`).
    pub unreadable: Vec<Found<Currency>>,
    /// Percentages.
    pub percents: Vec<Found<Percent>>,
    /// Dates that are not part of a period's printed range are here; those that are stand here too.
    pub dates: Vec<Found<PartialDate>>,
    /// Periods.
    pub periods: Vec<Found<Period>>,
    /// Durations, in months.
    pub durations: Vec<Found<u32>>,
    /// Programme numbers and full measure codes.
    pub codes: Vec<Found<Code>>,
    /// Measures by level word.
    pub short_codes: Vec<Found<ShortCode>>,
    /// Numbers of agreements that follow no programme's grammar, recognised by the words before them (`umowa nr 25/AR/FP/2021`).
    pub free_numbers: Vec<Found<String>>,
    /// Where dates stand that no calendar has or that are cut (`31.02.2020`, `22.06.201`): they are read as nothing.
    pub damaged_dates: Vec<Span>,
    /// Numbers of people and bodies.
    pub headcounts: Vec<Found<Headcount>>,
}
