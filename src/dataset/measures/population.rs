//! How many people live in a municipality: a file the user supplies, for none is embedded.

use super::sheet::{Malformed, Sheet, folded, number, year};
use crate::dataset::error::DatasetError;
use crate::vocabulary::{PlaceKind, Vocabulary, WordList};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use std::path::Path;

/// How many years a figure may be off the year that is asked for.
const NEAREST: i32 = 3;
/// What the file must hold.
const NEEDED: &str =
    "columns teryt;year;population are needed, or an export of GUS' Local Data Bank: Kod;Nazwa and a column for each year";

/// Inhabitants by municipality and year.
#[derive(Debug, Clone, Default)]
pub struct Population {
    /// By the first six digits of the TERYT number (the seventh, the kind, changes when a village becomes a town) and year.
    figures: BTreeMap<(u32, i32), u32>,
    source: String,
}

/// A figure with the year it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inhabitants {
    /// How many.
    pub number: u32,
    /// When.
    pub year: i32,
}

/// A cell of the file.
struct Figure<'s> {
    line: usize,
    code: &'s str,
    year: i32,
    cell: &'s str,
    /// How many of the words beside it say that it is the whole: of `ogółem;kobiety` and `ogółem;ogółem` the second counts.
    whole: usize,
}

impl Population {
    /// Reads a CSV file (UTF-8 or windows-1250; `;`, `,` or tab) of one of these forms:
    ///
    /// - plain: `teryt;year;population`, in any order, other columns beside them;
    /// - the Local Data Bank's multidimensional table: `"Kod";"Nazwa";"ogółem;2019;[osoba]";"ogółem;2020;[osoba]"`;
    /// - its relational table: `"Kod";"Nazwa";"Płeć";"Rok";"Wartosc";"Jednostka miary";"Atrybut"`.
    ///
    /// Numbers have six or seven digits, or the twelve of the Bank; a leading zero that a spreadsheet has taken is put back. Rows of
    /// the country, voivodeships, counties, and of the town and the villages of one municipality are passed over, blanks, zeros and
    /// marks of a missing figure (`-`, `x`, `.`) are none. Header words stand in `words.toml`.
    ///
    /// # Errors
    /// When the file cannot be opened, has other columns, a number or figure that is none, or two figures of one year.
    pub fn read(path: &Path, vocabulary: &Vocabulary) -> Result<Self, DatasetError> {
        let bytes = std::fs::read(path).map_err(DatasetError::io("read", path))?;
        let figures = parse(&bytes, vocabulary).map_err(|Malformed { line, problem }| DatasetError::Population {
            path: path.to_owned(),
            line,
            problem,
        })?;
        let source = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Ok(Self { figures, source })
    }

    /// The name of the file.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The figure of a year, else of the nearest year within three, the earlier of two.
    pub fn at(&self, teryt: &str, year: i32) -> Option<Inhabitants> {
        let distances = (0..=NEAREST).flat_map(|distance| [year - distance, year + distance]);
        distances.into_iter().find_map(|year| self.of(teryt, year))
    }

    /// The newest figure that is not later than a year.
    pub fn newest(&self, teryt: &str, year: i32) -> Option<Inhabitants> {
        let unit = unit(teryt)?;
        let newest = self.figures.range((unit, i32::MIN)..=(unit, year)).next_back();
        newest.map(|((_, year), number)| Inhabitants { number: *number, year: *year })
    }

    fn of(&self, teryt: &str, year: i32) -> Option<Inhabitants> {
        self.figures.get(&(unit(teryt)?, year)).map(|&number| Inhabitants { number, year })
    }
}

/// The first six digits.
fn unit(teryt: &str) -> Option<u32> {
    teryt.get(..6)?.parse().ok()
}

fn parse(bytes: &[u8], vocabulary: &Vocabulary) -> Result<BTreeMap<(u32, i32), u32>, Malformed> {
    let sheet = Sheet::read(bytes)?;
    let figures = figures(&sheet, vocabulary)?;
    // Of `ogółem;ogółem` and `ogółem;65 i więcej` the first is the population, also where its cell is blank.
    let whole = figures.iter().map(|figure| figure.whole).max();
    let is_padded = figures.iter().any(|figure| figure.code.len() == 7);
    let mut known: BTreeMap<(u32, i32), u32> = BTreeMap::new();
    for figure in figures.iter().filter(|figure| Some(figure.whole) == whole) {
        let (Some(unit), Some(people)) = (municipality(figure, is_padded)?, people(figure)?) else { continue };
        if let Some(other) = known.insert((unit, figure.year), people).filter(|&other| other != people) {
            let problem =
                format!("two figures of {} in {}: {other} and {people}; leave the total only", figure.code, figure.year);
            return Err(Malformed::at(figure.line, problem));
        }
    }
    if known.is_empty() {
        return Err(Malformed::at(1, format!("there is no figure of a municipality; {NEEDED}")));
    }
    Ok(known)
}

/// Every cell with a figure, whatever the form.
fn figures<'s>(sheet: &'s Sheet, vocabulary: &Vocabulary) -> Result<Vec<Figure<'s>>, Malformed> {
    let columns = |list| sheet.columns(|name| vocabulary.word_list(list).has(name));
    let whole = |cell: &str| usize::from(vocabulary.word_list(WordList::FiguresWhole).has(&folded(cell)));
    let part = |cell: &str| vocabulary.word_list(WordList::FiguresPart).has(&folded(cell));
    let lacking = || Malformed::at(1, format!("found the columns {}; {NEEDED}", sheet.header.join(" | ")));
    let code = *columns(WordList::FiguresUnit).first().ok_or_else(lacking)?;
    let mut figures = Vec::new();
    if let (Some(&at_year), Some(&value)) = (columns(WordList::FiguresYear).first(), columns(WordList::FiguresPeople).first()) {
        for (line, row) in &sheet.rows {
            let year = year(&row[at_year]).ok_or_else(|| Malformed::at(*line, format!("`{}` is no year", row[at_year])))?;
            let beside = row.iter().enumerate().filter(|(column, _)| ![code, at_year, value].contains(column));
            let beside: Vec<&String> = beside.map(|(_, cell)| cell).collect();
            if beside.iter().any(|cell| part(cell)) {
                continue;
            }
            let whole = beside.iter().map(|cell| whole(cell)).sum();
            figures.push(Figure { line: *line, code: &row[code], year, cell: &row[value], whole });
        }
        return Ok(figures);
    }
    let named: Vec<(usize, i32, usize)> = (0..sheet.header.len())
        .filter_map(|column| {
            let words: Vec<&str> = sheet.header[column].split(';').map(str::trim).collect();
            let year = words.iter().find_map(|word| year(word)).filter(|_| !words.iter().any(|word| part(word)))?;
            Some((column, year, words.iter().map(|word| whole(word)).sum()))
        })
        .collect();
    if named.is_empty() {
        return Err(lacking());
    }
    for (line, row) in &sheet.rows {
        figures.extend(named.iter().map(|&(column, year, whole)| Figure {
            line: *line,
            code: &row[code],
            year,
            cell: &row[column],
            whole,
        }));
    }
    Ok(figures)
}

/// The first six digits of a municipality's number; nothing for a larger or smaller unit.
fn municipality(figure: &Figure<'_>, is_padded: bool) -> Result<Option<u32>, Malformed> {
    let code = figure.code;
    let refused = || Malformed::at(figure.line, format!("`{code}` is no TERYT number; {NEEDED}"));
    if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refused());
    }
    let number = match code.len() {
        // The Bank's own number: macroregion, voivodeship, region, subregion, county, municipality, kind.
        12 => format!("{}{}", &code[2..4], &code[7..12]),
        11 => format!("{}{}", &code[1..3], &code[6..11]),
        // In a file of seven digits one of six has lost its zero.
        6 if is_padded => format!("0{code}"),
        1..=4 => return Ok(None),
        6 | 7 => code.to_owned(),
        _ => return Err(refused()),
    };
    let kinds = [PlaceKind::Urban, PlaceKind::Rural, PlaceKind::UrbanRural];
    let is_part = number.chars().nth(6).is_some_and(|digit| !kinds.iter().any(|kind| kind.digit() == digit));
    Ok(unit(&number).filter(|_| !is_part && &number[4..6] != "00"))
}

/// The figure in a cell, if there is one.
fn people(figure: &Figure<'_>) -> Result<Option<u32>, Malformed> {
    if matches!(figure.cell, "" | "-" | "x" | "X" | "." | ":") {
        return Ok(None);
    }
    let whole = number(figure.cell).filter(|number| number.fract() == Decimal::ZERO).and_then(|number| number.to_u32());
    let refused = || Malformed::at(figure.line, format!("`{}` is no number of people", figure.cell));
    // Nobody lives where no municipality is yet.
    whole.ok_or_else(refused).map(|people| Some(people).filter(|&people| people > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn population(text: &str) -> Result<Population, String> {
        let figures =
            parse(text.as_bytes(), Vocabulary::builtin()).map_err(|error| format!("{}: {}", error.line, error.problem))?;
        Ok(Population { figures, source: "test.csv".into() })
    }

    fn newest(text: &str, teryt: &str) -> Option<(u32, i32)> {
        population(text).unwrap().newest(teryt, 2100).map(|found| (found.number, found.year))
    }

    #[test]
    fn the_bank_exports_all_levels_and_blanks() {
        let wide = "\u{feff}\"Kod\";\"Nazwa\";\"ogółem;ogółem;2018;[osoba]\";\"ogółem;ogółem;2019;[osoba]\";\"ogółem;kobiety;2019;[osoba]\";\n\
                    0000000;POLSKA;38411148;38382576;19804992;\n2805000;Powiat ełcki;91000;90900;47000;\n\
                    2805011;Ełk (1);61900;61 903;32600;\n2805022;Ełk (2);11700;;5900;\n2801034;Bartoszyce - miasto;1;1;1;\n";
        assert_eq!(newest(wide, "2805011"), Some((61903, 2019)));
        assert_eq!(newest(wide, "280502"), Some((11700, 2018)), "a blank is no figure, women are not all");
        assert_eq!(newest(wide, "2801034"), None, "a part of a municipality");
        let long = "\"Kod\";\"Nazwa\";\"Płeć\";\"Rok\";\"Wartosc\";\"Jednostka miary\";\"Atrybut\";\n\
                    2805011;Ełk (1);mężczyźni;2019;29300;osoba;;\n2805011;Ełk (1);ogółem;2019;61903;osoba;;\n";
        assert_eq!(newest(long, "2805011"), Some((61903, 2019)));
    }

    #[test]
    fn a_plain_file_may_have_its_columns_in_any_order() {
        assert_eq!(newest("year,teryt,population\n2020,0463011,198 613\n", "046301"), Some((198_613, 2020)));
        assert_eq!(newest("TERYT;rok;ludność\n463011;2020;198613\n2805011;2020;61000\n", "0463011"), Some((198_613, 2020)));
        assert_eq!(newest("kod;rok;ludność\n071412865011;2020;1794166\n", "1465011"), Some((1_794_166, 2020)));
    }

    #[test]
    fn the_year_of_the_start_counts_or_one_near_it() {
        let known = population("teryt;year;population\n2805011;2014;60000\n2805011;2018;61000\n").unwrap();
        let at = |year| known.at("2805011", year).map(|found| found.year);
        assert_eq!(
            [2014, 2016, 2017, 2021, 2022, 2011, 2010].map(at),
            [Some(2014), Some(2014), Some(2018), Some(2018), None, Some(2014), None]
        );
        assert_eq!(known.newest("2805011", 2017).map(|found| found.year), Some(2014));
        assert_eq!(known.newest("2805011", 2013), None);
    }

    #[test]
    fn what_is_no_population_says_what_it_needs() {
        let refused = |text| population(text).unwrap_err();
        assert!(refused("gmina;mieszkańcy\nEłk;5\n").contains("teryt;year;population are needed"));
        assert_eq!(refused("teryt;year;population\n2805011;2020;61.5\n"), "2: `61.5` is no number of people");
        assert_eq!(refused("teryt;year;population\n2805011;20;61\n"), "2: `20` is no year");
        assert!(refused("teryt;year;population\nEłk;2020;61\n").starts_with("2: `Ełk` is no TERYT number"));
        assert!(refused("teryt;year;population\n2805011;2020;61\n2805011;2020;62\n").contains("two figures of 2805011 in 2020"));
        assert_eq!(refused("teryt;year;population\n2805011;2020\n"), "2: 2 cells, but the header has 3");
        assert!(refused("").contains("empty"));
    }
}
