//! Listed rows that concern a municipality of the edition and that no page tells of: each contract once.

use super::table::ListedPart;
use crate::register::Listed;
use crate::resolve::fold;
use crate::value::printed_number;
use std::collections::HashMap;
use std::sync::Arc;

/// A contract no page tells of.
#[derive(Debug)]
pub(super) struct Silent {
    /// Its municipalities, by their place in the edition, ascending.
    pub(super) municipalities: Vec<usize>,
    /// Its first row.
    pub(super) listed: ListedPart,
    /// Other rows of it.
    pub(super) others: u64,
    has_number: bool,
}

/// Such contracts. Rows are the same contract's by its number; by title, body and total only where one of the two has no number, for
/// twin contracts of one body may have all these in common.
#[derive(Debug, Default)]
pub(super) struct Silents {
    rows: Vec<Silent>,
    by_number: HashMap<String, usize>,
    /// The first of each name.
    by_name: HashMap<String, usize>,
}

impl Silents {
    /// Adds a row; one of a known contract adds its municipalities to it.
    pub(super) fn add(&mut self, municipalities: Vec<usize>, row: &Listed, list: &Arc<str>) {
        let (number, name) = (number(row), name(row));
        if let Some(at) = self.find(number.as_deref(), &name) {
            let known = &mut self.rows[at];
            known.others += 1;
            known.municipalities.extend(municipalities);
            known.municipalities.sort_unstable();
            known.municipalities.dedup();
            known.has_number |= number.is_some();
            if let Some(number) = number {
                self.by_number.insert(number, at);
            }
            return;
        }
        let at = self.rows.len();
        self.by_name.entry(name).or_insert(at);
        self.rows.push(Silent { municipalities, listed: ListedPart::new(list, row), others: 0, has_number: number.is_some() });
        if let Some(number) = number {
            self.by_number.insert(number, at);
        }
    }

    fn find(&self, number: Option<&str>, name: &str) -> Option<usize> {
        let named = || self.by_name.get(name).copied();
        match number {
            None => named(),
            Some(number) => self.by_number.get(number).copied().or_else(|| named().filter(|&at| !self.rows[at].has_number)),
        }
    }

    /// In the order in which they were first met.
    pub(super) fn into_rows(self) -> impl Iterator<Item = Silent> {
        self.rows.into_iter()
    }
}

/// The number of a contract. One that does not begin with a programme's letters (`3/2021`) is another body's as well.
fn number(row: &Listed) -> Option<String> {
    let printed = row.number.as_deref().map(str::trim).filter(|number| !number.is_empty())?;
    let own = || format!("{}\n{}", printed.to_uppercase(), text(&row.beneficiary));
    Some(printed_number::joining(printed).unwrap_or_else(own))
}

/// Title, body and total.
fn name(row: &Listed) -> String {
    let total = row.total.map(|total| total.normalize().to_string()).unwrap_or_default();
    format!("{}\n{}\n{total}", text(&row.title), text(&row.beneficiary))
}

fn text(text: &Option<String>) -> String {
    text.as_deref().map(fold).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many contracts rows are, with their municipalities and other rows.
    fn contracts(rows: &[(Option<&str>, &str, usize)]) -> Vec<(Vec<usize>, u64)> {
        let mut silents = Silents::default();
        for (number, title, municipality) in rows {
            let (number, title) = (number.map(str::to_owned), Some((*title).to_owned()));
            let row = Listed { number, title, total: Some(100.into()), ..Listed::default() };
            silents.add(vec![*municipality], &row, &Arc::from("a.csv"));
        }
        silents.into_rows().map(|silent| (silent.municipalities, silent.others)).collect()
    }

    const ONE: Option<&str> = Some("RPWM.11.02.03-28-0001/16-00");
    const ANNEX: Option<&str> = Some("UDA-RPWM.11.02.03-28-0001/16-02");
    const TWO: Option<&str> = Some("RPWM.11.02.03-28-0002/16");

    #[test]
    fn twin_contracts_of_one_title_and_sum_are_two() {
        assert_eq!(contracts(&[(ONE, "Droga", 0), (TWO, "Droga", 0)]).len(), 2);
        assert_eq!(contracts(&[(Some("1/2016"), "Droga", 0), (Some("2/2016"), "Droga", 0)]).len(), 2);
    }

    #[test]
    fn one_contract_on_rows_of_other_places_has_all_of_them() {
        assert_eq!(contracts(&[(ONE, "Droga", 7), (ANNEX, "Droga i most", 2), (ONE, "Droga", 7)]), [(vec![2, 7], 2)]);
    }

    #[test]
    fn a_row_without_number_is_known_by_its_name() {
        assert_eq!(contracts(&[(None, "Droga", 0), (None, "Most", 0), (None, "droga", 1)]), [(vec![0, 1], 1), (vec![0], 0)]);
        assert_eq!(contracts(&[(ONE, "Droga", 0), (None, "Droga", 1)]), [(vec![0, 1], 1)]);
        // It takes the first number of its name, and no second.
        assert_eq!(contracts(&[(None, "Droga", 0), (ONE, "Droga", 1), (TWO, "Droga", 2)]), [(vec![0, 1], 1), (vec![2], 0)]);
    }
}
