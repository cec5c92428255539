//! Prices of one year for all: an index the user supplies, for none is embedded.

use super::sheet::{Malformed, Sheet, number, year};
use crate::dataset::error::DatasetError;
use crate::vocabulary::{Vocabulary, WordList};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::path::Path;

/// What the file must hold.
const NEEDED: &str =
    "columns year;index_2020 are needed, where 2020 stands for the year whose index is 100 and whose prices are wanted";

/// A price index with one year as its base.
#[derive(Debug, Clone, Default)]
pub struct Deflator {
    index: BTreeMap<i32, Decimal>,
    base: i32,
    source: String,
}

impl Deflator {
    /// Reads a CSV file of `year;index_2020`: the price level of every year, that of the year in the column's name being 100.
    ///
    /// The name of the column says which form it is, because an index whose previous year is 100 — the form in which GUS announces
    /// inflation — looks the same; it must be chained first.
    ///
    /// # Errors
    /// When the file cannot be opened, has other columns, a year or index that is none or stands there twice, or its base year is not
    /// 100.
    pub fn read(path: &Path, vocabulary: &Vocabulary) -> Result<Self, DatasetError> {
        let bytes = std::fs::read(path).map_err(DatasetError::io("read", path))?;
        let (base, index) = parse(&bytes, vocabulary).map_err(|Malformed { line, problem }| DatasetError::Deflator {
            path: path.to_owned(),
            line,
            problem,
        })?;
        let source = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Ok(Self { index, base, source })
    }

    /// The year whose prices it gives.
    pub const fn base(&self) -> i32 {
        self.base
    }

    /// The name of the file.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What money of a year is multiplied by; none if the index does not know the year.
    pub fn factor(&self, year: i32) -> Option<Decimal> {
        Decimal::ONE_HUNDRED.checked_div(*self.index.get(&year)?)
    }
}

fn parse(bytes: &[u8], vocabulary: &Vocabulary) -> Result<(i32, BTreeMap<i32, Decimal>), Malformed> {
    let sheet = Sheet::read(bytes)?;
    let lacking = || Malformed::at(1, format!("found the columns {}; {NEEDED}", sheet.header.join(" | ")));
    let years = sheet.columns(|name| vocabulary.word_list(WordList::FiguresYear).has(name));
    let named = sheet.columns(|name| base(name, vocabulary).is_some());
    let (&[at_year], &[at_index]) = (&years[..], &named[..]) else { return Err(lacking()) };
    let base = base(&super::sheet::folded(&sheet.header[at_index]), vocabulary).ok_or_else(lacking)?;
    let mut index = BTreeMap::new();
    for (line, row) in &sheet.rows {
        let refused = |problem: String| Malformed::at(*line, problem);
        let year = year(&row[at_year]).ok_or_else(|| refused(format!("`{}` is no year", row[at_year])))?;
        let level = number(&row[at_index]).filter(|level| *level > Decimal::ZERO);
        let level = level.ok_or_else(|| refused(format!("`{}` is no index", row[at_index])))?;
        if index.insert(year, level).is_some() {
            return Err(refused(format!("{year} stands there twice")));
        }
    }
    match index.get(&base) {
        Some(level) if *level == Decimal::ONE_HUNDRED => Ok((base, index)),
        Some(level) => Err(Malformed::at(1, format!("the index of {base} is {level}, not 100; {NEEDED}"))),
        None => Err(Malformed::at(1, format!("there is no row of {base}; {NEEDED}"))),
    }
}

/// The base year in the folded name of a column: `index 2020`.
fn base(name: &str, vocabulary: &Vocabulary) -> Option<i32> {
    let (word, base) = name.rsplit_once(' ')?;
    vocabulary.word_list(WordList::FiguresIndex).has(word).then(|| year(base))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Deflator, String> {
        let (base, index) = parse(text.as_bytes(), Vocabulary::builtin()).map_err(|error| error.problem)?;
        Ok(Deflator { index, base, source: String::new() })
    }

    #[test]
    fn the_column_names_the_year_whose_prices_are_meant() {
        let deflator = read("rok;wskaźnik_2020\n2018;94,1\n2020;100,0\n2022;120\n").unwrap();
        assert_eq!(deflator.base(), 2020);
        assert_eq!(deflator.factor(2022).map(|factor| factor.round_dp(4).to_string()).as_deref(), Some("0.8333"));
        assert_eq!(deflator.factor(2019), None);
    }

    #[test]
    fn an_index_of_the_previous_year_is_not_taken_for_a_price_level() {
        assert!(read("year;index\n2014;100.0\n2015;99.1\n").unwrap_err().contains("index_2020 are needed"));
        assert!(read("year;index_2015\n2014;100.0\n2015;99.1\n").unwrap_err().contains("the index of 2015 is 99.1, not 100"));
        assert!(read("year;index_2015\n2014;100.0\n").unwrap_err().contains("no row of 2015"));
    }
}
