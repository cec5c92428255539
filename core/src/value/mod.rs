//! Recognisers: folded text → typed values with spans.
//!
//! One pass over the folded text finds everything ([`Recognisers::read`]); each family of values has its own file. A value knows
//! what it prints and what is unsure about it, never what it means for a project: that is the next floor's work.

mod calendar;
mod code;
mod context;
mod currency;
mod date;
mod duration;
mod foreign_code;
mod free_number;
mod headcount;
mod model;
mod money;
mod number;
mod numerals;
mod part_of_year;
mod percent;
mod period;
pub mod printed_number;
mod scale;
mod scan;
mod short_code;
mod tape;
#[cfg(test)]
mod testing;
mod units;
mod unread;
mod women_and_men;

pub use model::{
    Code, CodeKind, CountUnit, Currency, Found, Headcount, Money, PartialDate, Percent, Period, PeriodForm, ShortCode, Values,
};
pub use unread::{Unread, UnreadKind, unread};

use crate::text::{Folded, Span};

/// Everything the recognisers need, prepared once and shared by all threads.
#[derive(Debug)]
pub struct Recognisers {
    codes: code::Codes,
}

impl Recognisers {
    /// Prepares the recognisers for the given programme codes (`RPWM`, `FEKP`, `POKL`, …). Only codes of four letters have a number
    /// grammar; others are ignored.
    pub fn new<'a>(programme_codes: impl IntoIterator<Item = &'a str>) -> Self {
        Self { codes: code::Codes::new(programme_codes) }
    }

    /// Reads every value of a text. Nothing is read in the masked spans (legal citations), which are spans of the folded text. Linear
    /// in the length of the text.
    pub fn read(&self, folded: &Folded<'_>, masked: &[Span]) -> Values {
        scan::read(&self.codes, folded, masked)
    }
}
