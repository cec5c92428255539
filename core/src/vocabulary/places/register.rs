//! TERC, the register of territorial units, as GUS publishes it: a CSV file parted by `;`, or the same rows in XML.
//!
//! | column | what |
//! |---|---|
//! | `WOJ`, `POW`, `GMI` | numbers of voivodeship, county, municipality; empty above their level |
//! | `RODZ` | kind: 1 urban, 2 rural, 3 urban-rural; 4 and 5 are the town and the villages of a 3, 8 and 9 districts of cities |
//! | `NAZWA`, `NAZWA_DOD` | name, and what it is (`powiat`, `gmina miejska`, `miasto na prawach powiatu`) |
//! | `STAN_NA` | date of the state |

use super::{PlaceKind, Places};
use std::collections::BTreeMap;

/// The columns that are read.
const COLUMNS: [&str; 7] = ["WOJ", "POW", "GMI", "RODZ", "NAZWA", "NAZWA_DOD", "STAN_NA"];

/// Why a file is not read as the register.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// Not a text file in UTF-8. Unpack the archive first; save as UTF-8.
    #[error("the file is not text in UTF-8")]
    NotText,
    /// A column of the register is missing.
    #[error("there is no column {0}")]
    Column(&'static str),
    /// A row cannot be read.
    #[error("row {row}: {problem}")]
    Row {
        /// Number of the row, from 1 for the first after the header.
        row: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// The file holds no municipality.
    #[error("there is no row of a municipality (RODZ 1, 2 or 3)")]
    Empty,
}

impl RegisterError {
    /// What to do about it.
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::NotText => "unpack the archive first, and give the file TERC_Urzedowy_….csv as it is",
            Self::Column(_) => "give the official export of TERC: WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA",
            Self::Row { .. } => "download the file anew; if the row is the same, the register has changed its form",
            Self::Empty => "give the file of TERC, not of SIMC, ULIC or WMRODZ",
        }
    }
}

/// A municipality of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Name in the nominative.
    pub name: String,
    /// Its kind.
    pub kind: PlaceKind,
}

/// A county of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RegisterCounty {
    /// Adjective (`ełcki`), or the name of a city.
    pub(super) name: String,
    /// Whether it is a city with county rights.
    pub(super) city: bool,
}

/// The register: its units by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// Municipalities by their number of six digits.
    pub units: BTreeMap<String, Unit>,
    /// Date of the state, as printed; empty if there is none.
    pub date: String,
    pub(super) counties: BTreeMap<String, RegisterCounty>,
}

impl Register {
    /// Reads the register from the bytes of its file, CSV or XML.
    ///
    /// # Errors
    /// When it is no text, a column is missing, a row is malformed, or there is no municipality.
    pub fn read(bytes: &[u8]) -> Result<Self, RegisterError> {
        let text = std::str::from_utf8(bytes).map_err(|_| RegisterError::NotText)?.trim_start_matches('\u{feff}');
        if text.contains('\0') {
            return Err(RegisterError::NotText);
        }
        let mut register = Self::default();
        if text.trim_start().starts_with('<') {
            for (row, cells) in xml_rows(text).enumerate() {
                register.add(row + 1, &cells)?;
            }
        } else {
            register.read_csv(text)?;
        }
        if register.units.is_empty() { Err(RegisterError::Empty) } else { Ok(register) }
    }

    fn read_csv(&mut self, text: &str) -> Result<(), RegisterError> {
        let mut lines = text.lines();
        let header: Vec<&str> = cells(lines.next().unwrap_or_default()).collect();
        let mut at = [0; COLUMNS.len()];
        for (place, column) in at.iter_mut().zip(COLUMNS) {
            *place = header.iter().position(|cell| *cell == column).ok_or(RegisterError::Column(column))?;
        }
        for (row, line) in lines.enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let line: Vec<&str> = cells(line).collect();
            if line.len() != header.len() {
                let problem = format!("{} cells, but the header has {}", line.len(), header.len());
                return Err(RegisterError::Row { row: row + 1, problem });
            }
            self.add(row + 1, &at.map(|place| line[place].to_owned()))?;
        }
        Ok(())
    }

    /// Adds a row: its cells in the order of [`COLUMNS`].
    fn add(&mut self, row: usize, cells: &[String; COLUMNS.len()]) -> Result<(), RegisterError> {
        let fail = |problem: String| Err(RegisterError::Row { row, problem });
        let [woj, pow, gmi, rodz, name, what, date] = cells;
        let number = format!("{woj}{pow}{gmi}");
        if ![woj, pow, gmi].into_iter().all(|part| is_number(part)) || woj.is_empty() || pow.is_empty() && !gmi.is_empty() {
            return fail(format!("`{woj}` `{pow}` `{gmi}` is no TERYT number; each part has two digits"));
        }
        if Places::voivodeship_name(&number).is_none() {
            return fail(format!("there is no voivodeship {woj}"));
        }
        if name.is_empty() || name.contains(['|', ';']) {
            return fail(format!("unit {number} has no name, or one with `;` or `|`"));
        }
        if self.date.is_empty() {
            self.date.clone_from(date);
        }
        let kind = match rodz.as_str() {
            "1" => PlaceKind::Urban,
            "2" => PlaceKind::Rural,
            "3" => PlaceKind::UrbanRural,
            "" if !pow.is_empty() && gmi.is_empty() => {
                let city = what.contains("miasto");
                self.counties.insert(number, RegisterCounty { name: name.clone(), city });
                return Ok(());
            }
            "" | "4" | "5" | "8" | "9" => return Ok(()),
            other => return fail(format!("unknown kind RODZ {other}")),
        };
        if number.len() != 6 || !self.counties.contains_key(&number[..4]) {
            return fail(format!("municipality {number} {name} stands before its county"));
        }
        // The register tells namesakes apart in brackets: `Dobra (Szczecińska)`.
        let name = name.split(" (").next().unwrap_or(name).to_owned();
        match self.units.insert(number.clone(), Unit { name, kind }) {
            Some(_) => fail(format!("municipality {number} stands there twice")),
            None => Ok(()),
        }
    }
}

/// Two digits, or nothing.
fn is_number(part: &str) -> bool {
    part.is_empty() || part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split(';').map(|cell| cell.trim().trim_matches('"'))
}

/// The rows of the XML form: `<row><WOJ>02</WOJ>…</row>`, or with `<col name="WOJ">`.
fn xml_rows(text: &str) -> impl Iterator<Item = [String; COLUMNS.len()]> {
    let rows = text.split("<row>").skip(1).filter_map(|rest| rest.split("</row>").next());
    rows.map(|row| {
        COLUMNS.map(|column| {
            let opened = [format!("<{column}>"), format!("<col name=\"{column}\">")];
            let value = opened.iter().find_map(|tag| row.split_once(tag.as_str())).and_then(|(_, rest)| rest.split('<').next());
            value.unwrap_or_default().trim().replace("&quot;", "\"").replace("&amp;", "&")
        })
    })
}
