//! Recognisers: folded text → typed values with spans.

mod model;

pub use model::{
    Code, CodeKind, CountUnit, Currency, Found, Headcount, Money, PartialDate, Percent, Period, PeriodForm, ShortCode, Values,
};
