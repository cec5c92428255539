//! Which column holds what.
//!
//! Headers are compared by their words: the lists write `Tytuł projektu/ Project name`, `Wartość\u{a0}projektu [zł]` or `Wydatki
//! kwalifikowalne (w zł, dla projektów EWT w euro)` for what `lists.toml` calls by its Polish name.

use super::cell::{Cell, one_line};
use crate::text::Folded;
use crate::vocabulary::{ListColumn, ListWords, Lists};
use std::collections::BTreeMap;

/// Words in lower case without diacritics, parted by one space.
pub(super) fn fold(text: &str) -> String {
    let folded = Folded::new(text);
    let mut words = String::with_capacity(folded.as_str().len());
    for word in folded.as_str().split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// The columns of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    /// Where each stands.
    at: BTreeMap<ListColumn, usize>,
    /// All headers as printed, on one line each; empty where a column has none.
    pub(super) headers: Vec<String>,
    /// What the headers of sums say of the currency.
    pub(super) money: HeaderMoney,
    /// The periods that headers tell, of which there should be one.
    pub(super) period: Option<String>,
}

/// What the headers of sums say of the currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum HeaderMoney {
    /// Nothing, or zł: the lists are in zł.
    #[default]
    Zloty,
    /// zł, but euro for programmes of territorial cooperation.
    EuroForCooperation,
}

impl Columns {
    /// The columns that a row heads; none where no cell is a known header.
    pub(super) fn of_row(cells: &[Cell]) -> Self {
        let lists = Lists::builtin();
        let headers: Vec<String> = cells.iter().map(|cell| one_line(&cell.text())).collect();
        let mut columns = Self::default();
        let mut sureness: BTreeMap<ListColumn, usize> = BTreeMap::new();
        for (at, cell) in cells.iter().enumerate() {
            let Cell::Text(text) = cell else { continue };
            let Some((id, place)) = known(lists, text) else { continue };
            if sureness.get(&id).is_none_or(|&best| place < best) {
                sureness.insert(id, place);
                columns.at.insert(id, at);
            }
            if matches!(id, ListColumn::Total | ListColumn::Eu | ListColumn::Eligible)
                && lists.holds(ListWords::InEuro, &fold(text))
            {
                columns.money = HeaderMoney::EuroForCooperation;
            }
        }
        columns.period = period(lists, cells);
        columns.headers = headers;
        columns
    }

    /// How many columns are known.
    pub(super) fn len(&self) -> usize {
        self.at.len()
    }

    /// Where a column stands.
    pub(super) fn at(&self, id: ListColumn) -> Option<usize> {
        self.at.get(&id).copied()
    }

    /// The known columns with their headers, from left to right.
    pub(super) fn known(&self) -> Vec<(ListColumn, String)> {
        let mut known: Vec<(usize, ListColumn)> = self.at.iter().map(|(id, at)| (*at, *id)).collect();
        known.sort_unstable();
        known.into_iter().map(|(at, id)| (id, self.header(at))).collect()
    }

    /// The headers of columns that are not read.
    pub(super) fn unread(&self) -> Vec<String> {
        let is_read = |at: usize| self.at.values().any(|&known| known == at);
        let named = self.headers.iter().enumerate().filter(|(at, header)| !header.is_empty() && !is_read(*at));
        named.map(|(_, header)| header.clone()).collect()
    }

    /// The header of a column as printed, or its letter.
    pub(super) fn header(&self, at: usize) -> String {
        self.headers.get(at).filter(|header| !header.is_empty()).cloned().unwrap_or_else(|| letter(at))
    }

    /// What of the needed columns is missing: a title or a number, and the total or the EU's part. Empty where nothing is.
    pub(super) fn missing(&self) -> Vec<String> {
        let needed = [[ListColumn::Title, ListColumn::Number], [ListColumn::Total, ListColumn::Eu]];
        let usual = |id: &ListColumn| Lists::builtin().usual_header(*id).to_owned();
        let is_missing = |either: &&[ListColumn; 2]| either.iter().all(|id| !self.at.contains_key(id));
        needed.iter().filter(is_missing).map(|either| either.iter().map(usual).collect::<Vec<_>>().join(" or ")).collect()
    }
}

/// The column with a header: as it stands, without its English half, without what is in brackets.
fn known(lists: &Lists, header: &str) -> Option<(ListColumn, usize)> {
    readings(header).iter().find_map(|reading| lists.column(reading))
}

/// The ways to read a header, the fullest first.
fn readings(header: &str) -> Vec<String> {
    let bare = without_brackets(header);
    let line = one_line(&bare);
    let mut readings = vec![fold(header), fold(&line)];
    if let Some((polish, _)) = line.split_once("/ ") {
        readings.push(fold(polish));
    }
    // English on a line of its own, without a slash.
    let first = bare.trim_start().lines().next().unwrap_or_default();
    readings.push(fold(first));
    // `Numer umowy/decyzji/Contract number`: cut one half after the other.
    let mut rest = line.as_str();
    while let Some((polish, _)) = rest.rsplit_once('/') {
        readings.push(fold(polish));
        rest = polish;
    }
    readings.retain(|reading| !reading.is_empty());
    readings
}

/// A header without `[zł]` and `(w zł, …)`.
fn without_brackets(header: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::with_capacity(header.len());
    for c in header.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// The period whose lists alone have such headers; none if the headers tell several.
fn period(lists: &Lists, cells: &[Cell]) -> Option<String> {
    let told = cells.iter().filter_map(|cell| if let Cell::Text(text) = cell { Some(text) } else { None });
    let mut periods: Vec<&str> =
        told.filter_map(|text| readings(text).iter().find_map(|reading| lists.period_of_header(reading))).collect();
    periods.sort_unstable();
    periods.dedup();
    if let [period] = periods.as_slice() { Some((*period).to_owned()) } else { None }
}

/// The letters of a column: A, B, …, Z, AA.
fn letter(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + u8::try_from(at % 26).unwrap_or(0));
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    letters.iter().rev().map(|&byte| char::from(byte)).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;

    fn of(headers: &[&str]) -> Columns {
        Columns::of_row(&headers.iter().map(|header| Cell::of_text(header)).collect::<Vec<_>>())
    }

    fn ids(columns: &Columns) -> Vec<&'static str> {
        columns.known().into_iter().map(|(id, _)| id.id()).collect()
    }

    #[test]
    fn the_headers_of_2014_2020_are_bilingual_with_hard_blanks_and_line_breaks() {
        let columns = of(&[
            "Tytuł projektu/ Project name",
            "Skrócony opis projektu/ Project description",
            "Numer umowy/decyzji/ Contract number",
            "Nazwa beneficjenta/ Beneficiary name",
            "Fundusz/ Fund",
            "Program/ Programme",
            "Priorytet/ Priority",
            "Działanie/ Measure",
            "Poddziałanie/ Submeasure",
            "Wartość projektu (w\u{a0}zł, dla projektów EWT w\u{a0}euro)/ Total project value (PLN, for ETC projects EUR)",
            "Wydatki kwalifikowalne\n(w zł, dla projektów EWT w euro)/ Eligible expenditure",
            "Wartość unijnego dofinansowania (w zł, dla projektów EWT w euro)/ Amount of EU co-financing",
            "Poziom unijnego dofinansowania w\u{a0}procentach/ EU co-financing rate",
            "Forma finansowania/ Form of finance",
            "Typ obszaru, na którym realizowany jest projekt/ Type of area",
            "Miejsce realizacji\u{a0}projektu/ Project location",
            "Data rozpoczęcia realizacji projektu/ Project start date",
            "Data zakończenia realizacji projektu/ Project end date",
            "Finansowanie zakończone/ Financing completed",
        ]);
        let expected = [
            "title",
            "number",
            "beneficiary",
            "fund",
            "programme",
            "priority",
            "measure",
            "submeasure",
            "total",
            "eligible",
            "eu",
            "rate",
            "area",
            "places",
            "start",
            "end",
            "finished",
        ];
        assert_eq!(ids(&columns), expected);
        assert_eq!(columns.unread(), ["Skrócony opis projektu/ Project description", "Forma finansowania/ Form of finance"]);
        assert_eq!(columns.money, HeaderMoney::EuroForCooperation);
        assert_eq!(columns.period.as_deref(), Some("2014-2020"));
        assert!(columns.missing().is_empty());
    }

    #[test]
    fn the_headers_of_2021_2027_have_no_eligible_cost() {
        let columns = of(&[
            "Nazwa projektu/ Project name",
            "Skrócony opis projektu",
            "Numer umowy/decyzji/ Contract number",
            "Nazwa beneficjenta/ Beneficiary name",
            "",
            "",
            "Fundusz/ Fund",
            "",
            "Program/ Programme",
            "Priorytet",
            "Działanie",
            "Wartość projektu (w zł)/ Total",
            "Poziom unijnego dofinansowania w procentach",
            "Dofinansowanie z UE (w zł)/ EU",
            "",
            "Miejsce realizacji projektu/ Project location",
            "Data rozpoczęcia projektu",
            "Data zakończenia projektu",
            "Kategoria wsparcia",
        ]);
        let expected = [
            "title",
            "number",
            "beneficiary",
            "fund",
            "programme",
            "priority",
            "measure",
            "total",
            "rate",
            "eu",
            "places",
            "start",
            "end",
        ];
        assert_eq!(ids(&columns), expected);
        assert_eq!((columns.money, columns.period.as_deref()), (HeaderMoney::Zloty, Some("2021-2027")));
    }

    #[test]
    fn the_headers_of_2007_2013_name_the_voivodeship_twice_and_the_grant_beside_the_eu_part() {
        let columns = of(&[
            "Numer umowy/aneksu/decyzji",
            "Tytuł projektu",
            "Program Operacyjny <Nazwa>",
            "Oś priorytetowa <Kod>",
            "Działanie <Kod>",
            "Poddziałanie <Kod>",
            "Województwo",
            "Powiat",
            "Gmina",
            "Wartość ogółem",
            "Wydatki kwalifikowalne",
            "Dofinansowanie",
            "Dofinansowanie UE",
            "Nazwa beneficjenta",
            "NIP beneficjenta",
            "Województwo",
            "Projekt zakończony (Wniosek o płatność końcową)",
        ]);
        assert_eq!(columns.at(ListColumn::Voivodeship), Some(6), "the project's, not the beneficiary's");
        assert_eq!((columns.at(ListColumn::Grant), columns.at(ListColumn::Eu)), (Some(11), Some(12)));
        assert_eq!(columns.at(ListColumn::Finished), Some(16));
        assert_eq!(columns.period.as_deref(), Some("2007-2013"));
    }

    #[test]
    fn the_map_of_grants_writes_eu_for_ue_and_brackets_the_currency() {
        let columns = of(&[
            "Tytuł projektu",
            "Nazwa beneficjenta",
            "Wartość projektu [zł]",
            "Dofinansowanie z EU [zł]",
            "Multimedia",
            "Dziedzina",
            "Czy projekt jest realizowany na obszarze większym niż jedna jednostka administracyjna?",
        ]);
        assert_eq!(ids(&columns), ["title", "beneficiary", "total", "eu"]);
        assert_eq!(columns.unread().len(), 3);
    }

    #[test]
    fn an_english_half_may_follow_without_a_blank_or_on_its_own_line() {
        for header in [
            "Numer umowy/decyzji/Contract number",
            "Numer umowy/decyzji\nContract number",
            "NUMER  UMOWY/DECYZJI",
            "Numer umowy / decyzji",
        ] {
            assert_eq!(of(&[header]).known()[0].0, ListColumn::Number, "{header:?}");
        }
    }

    #[test]
    fn what_is_missing_is_named_as_the_ministry_heads_it() {
        let missing = of(&["Numer faktury", "Kwota", "Kontrahent"]).missing();
        assert_eq!(missing, ["Tytuł projektu or Numer umowy/aneksu/decyzji", "Wartość projektu or Dofinansowanie UE"]);
        assert_eq!(
            of(&["Tytuł projektu", "Dofinansowanie"]).missing(),
            ["Wartość projektu or Dofinansowanie UE"],
            "a grant is no EU part"
        );
    }

    #[test]
    fn a_column_without_a_header_is_called_by_its_letter() {
        assert_eq!([0, 25, 26, 701, 702].map(letter), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
