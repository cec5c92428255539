//! When two printed values are the same: `1000` is `1000.00`, and `Lokalne  Perspektywy` is `LOKALNE PERSPEKTYWY`.
//!
//! A new edition that only writes a value in another form has not changed it:
//! - numbers are compared by value;
//! - dates as far as both are printed: `2018-09` may be `2018-09-15`;
//! - texts by letters and digits, without case, spacing and punctuation. Diacritics count: `Elk` is not `Ełk`.
//!
//! Values are kept as fingerprints of 64 bits: an edition of a million projects has ten million of them.

use crate::dataset::schema;
use crate::resolve::FIELDS;
use crate::table::Kind;
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How values of a field are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Number,
    Date,
}

/// The fields with their numbers and forms.
#[derive(Debug)]
pub(super) struct Fields {
    numbers: HashMap<&'static str, u8>,
    forms: Vec<Form>,
}

/// Above every date that is written as a number.
const NO_DATE: u64 = 1 << 63;

impl Fields {
    pub(super) fn new() -> Self {
        let columns = schema::projects();
        let form = |field: &&str| match columns.iter().find(|column| column.spec.name == *field).map(|column| column.spec.kind) {
            Some(Kind::Decimal(_) | Kind::Count) => Form::Number,
            Some(Kind::Date) => Form::Date,
            _ => Form::Text,
        };
        let numbers = FIELDS.iter().enumerate().filter_map(|(number, field)| Some((*field, u8::try_from(number).ok()?)));
        Self { numbers: numbers.collect(), forms: FIELDS.iter().map(form).collect() }
    }

    /// The number of a field; none of one that is no more.
    pub(super) fn number(&self, field: &str) -> Option<u8> {
        self.numbers.get(field).copied()
    }

    /// What tells a value from others.
    pub(super) fn fingerprint(&self, field: u8, value: &str) -> u64 {
        match self.forms.get(usize::from(field)) {
            Some(Form::Number) => number(value),
            Some(Form::Date) => date(value).unwrap_or_else(|| NO_DATE | text(value)),
            _ => text(value),
        }
    }

    /// Whether two fingerprints are of one value.
    pub(super) fn same(&self, field: u8, one: u64, other: u64) -> bool {
        one == other || (self.forms.get(usize::from(field)) == Some(&Form::Date) && dates_agree(one, other))
    }
}

fn number(value: &str) -> u64 {
    let Ok(number) = value.trim().parse::<Decimal>() else { return text(value) };
    let number = number.normalize();
    hash(&(number.mantissa(), number.scale()))
}

/// A date as `yyyymmdd`, with zeros for what is not printed.
fn date(value: &str) -> Option<u64> {
    let mut parts = value.trim().split('-');
    let mut part =
        |most: u64| parts.next().map_or(Some(0), |part| part.parse().ok().filter(|number| (1..=most).contains(number)));
    let (year, month, day) = (part(9999)?, part(12)?, part(31)?);
    (parts.next().is_none() && year > 0).then_some((year * 100 + month) * 100 + day)
}

fn dates_agree(one: u64, other: u64) -> bool {
    let agree = |one: u64, other: u64| one == 0 || other == 0 || one == other;
    let parts = |date: u64| (date / 10_000, date / 100 % 100, date % 100);
    let ((year, month, day), (other_year, other_month, other_day)) = (parts(one), parts(other));
    one.max(other) < NO_DATE && year == other_year && agree(month, other_month) && agree(day, other_day)
}

fn text(value: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    let (mut is_word, mut letters) = (false, 0);
    for letter in value.chars() {
        if letter.is_alphanumeric() {
            letter.to_lowercase().for_each(|letter| letter.hash(&mut hasher));
            (is_word, letters) = (true, letters + 1);
        } else if is_word {
            ' '.hash(&mut hasher);
            is_word = false;
        }
    }
    if letters == 0 {
        return hash(value.trim());
    }
    // A closing quotation mark or full stop is no further word.
    if is_word {
        ' '.hash(&mut hasher);
    }
    hasher.finish()
}

/// The same at every run: `new` has fixed keys.
pub(super) fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(field: &str, one: &str, other: &str) -> bool {
        let fields = Fields::new();
        let number = fields.number(field).unwrap();
        fields.same(number, fields.fingerprint(number, one), fields.fingerprint(number, other))
    }

    #[test]
    fn another_form_is_no_other_value() {
        assert!(same("total_cost", "1000", "1000.00"));
        assert!(!same("total_cost", "1000", "1000.01"));
        assert!(same("title", "„Lokalne  Perspektywy”", "LOKALNE PERSPEKTYWY."));
        assert!(!same("title", "Ełk 2.1", "Ełk 21"));
        assert!(!same("municipality", "Elk", "Ełk"));
        assert!(!same("title", "!", "?"));
        assert!(same("participants", "20", "20"));
    }

    #[test]
    fn a_date_printed_less_precisely_is_not_another_one() {
        assert!(same("start_date", "2018-09", "2018-09-15"));
        assert!(same("start_date", "2018", "2018-09-15"));
        assert!(!same("start_date", "2018-09-14", "2018-09-15"));
        assert!(!same("start_date", "2018-10", "2018-09-15"));
        assert!(!same("start_date", "wrzesień", "2018-09-15"));
        assert!(!same("start_date", "2018-13", "2018"));
    }
}
