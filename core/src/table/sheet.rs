//! Rows as columns of cells: what any writer of tables, of polars or of Arrow, takes.

use super::column::{Cell, Column, Spec};
use rust_decimal::Decimal;

/// Digits of every decimal column.
pub const PRECISION: u32 = 18;

/// A column with its values.
pub type Filled<'a> = (Spec, Vec<Cell<'a>>);

/// Some rows of a table.
#[derive(Debug)]
pub struct Sheet<'a> {
    /// The table's name.
    pub table: &'static str,
    /// For each row, the number of what it was made from: of the mention, or of the capture.
    pub of: Vec<usize>,
    /// Its columns.
    pub columns: Vec<Filled<'a>>,
}

impl Sheet<'_> {
    /// Number of rows.
    pub fn height(&self) -> usize {
        self.of.len()
    }
}

/// Reads every row through every column.
pub fn fill<'a, R>(columns: &[Column<R>], rows: &'a [R]) -> Vec<Filled<'a>> {
    columns.iter().map(|column| (column.spec, rows.iter().map(|row| (column.get)(row)).collect())).collect()
}

/// Turns records (one a row) into columns.
pub fn transpose<'a>(specs: &[Spec], records: Vec<Vec<Cell<'a>>>) -> Vec<Filled<'a>> {
    let mut columns: Vec<Filled<'a>> = specs.iter().map(|spec| (*spec, Vec::with_capacity(records.len()))).collect();
    for record in records {
        for (column, cell) in columns.iter_mut().zip(record) {
            column.1.push(cell);
        }
    }
    columns
}

/// Whether a number can stand in a column of this kind without losing a digit.
pub fn fits(value: Decimal, scale: u32) -> bool {
    units(value, scale).is_some()
}

/// The number in units of its last place; none if it has more places or more digits than the column.
pub fn units(value: Decimal, scale: u32) -> Option<i128> {
    let mut scaled = value.normalize();
    if scaled.scale() > scale {
        return None;
    }
    scaled.rescale(scale);
    let units = scaled.mantissa();
    (scaled.scale() == scale && units.unsigned_abs() < 10u128.pow(PRECISION)).then_some(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_would_lose_a_digit_does_not_fit() {
        let fits_money = |text: &str| fits(text.parse().unwrap(), 2);
        assert!(fits_money("1149808.80"));
        assert!(fits_money("9999999999999999.99"));
        assert!(fits_money("5.1000"));
        assert!(!fits_money("10000000000000000.00"));
        assert!(!fits_money("0.001"));
    }
}
