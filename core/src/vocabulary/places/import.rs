//! Completing the gazetteer from the register: an own `places.csv` and `regions.csv` to lay over the embedded ones.
//!
//! Numbers, names and kinds are the register's. Forms and seats are the embedded ones of the same name; the register has none, so a
//! name the embedded files do not know stands in the nominative only, and is counted.

use super::Places;
use super::register::{Register, RegisterCounty, Unit};
use crate::text::Folded;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The embedded files.
const PLACES: &str = include_str!("../places.csv");
const REGIONS: &str = include_str!("../regions.csv");

/// A unit that the register tells otherwise than the embedded gazetteer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// TERYT number: six digits, and the seventh where the kind is known.
    pub teryt: String,
    /// What it was called; nothing if it is new.
    pub before: Option<String>,
    /// What it is called; nothing if it is gone.
    pub after: Option<String>,
}

/// The two files, and what they change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// Text of `places.csv`.
    pub places: String,
    /// Text of `regions.csv`.
    pub regions: String,
    /// Units added, renamed and gone, in the order of their numbers.
    pub changes: Vec<Change>,
    /// How many units now have a kind that had none.
    pub kinds_added: usize,
    /// How many have another kind than before.
    pub kinds_changed: usize,
    /// Names without inflected forms: they are found in the nominative only.
    pub uninflected: Vec<String>,
}

impl Import {
    /// Lays the register over the embedded gazetteer.
    pub fn new(register: &Register) -> Self {
        let mut import = Self::default();
        import.write_regions(register);
        import.write_places(register);
        import
    }

    fn write_places(&mut self, register: &Register) {
        let mut lines = PLACES.lines();
        self.places.push_str(lines.next().unwrap_or_default());
        self.places.push('\n');
        let mut known: BTreeMap<&str, [&str; 10]> = BTreeMap::new();
        let mut forms: BTreeMap<&str, &[&str]> = BTreeMap::new();
        for row in lines.filter_map(super::read::columns::<10>) {
            known.insert(row[0], row);
        }
        for row in known.values() {
            forms.insert(row[1], &row[6..]);
        }
        for (number, unit) in &register.units {
            let row = known.get(number.as_str());
            self.compare(number, unit, row);
            let inflected = forms.get(unit.name.as_str());
            if inflected.is_none() {
                self.uninflected.push(unit.name.clone());
            }
            // A seat belongs to the number: a municipality renamed stays where it was.
            let seat = row.map_or_else(|| ";;".to_owned(), |row| row[3..6].join(";"));
            let inflected = inflected.map_or_else(|| ";;;".to_owned(), |forms| forms.join(";"));
            let _ = writeln!(self.places, "{number};{};{};{seat};{inflected}", unit.name, unit.kind.digit());
        }
        for (number, row) in known.iter().filter(|(number, _)| !register.units.contains_key(**number)) {
            self.changes.push(Change { teryt: format!("{number}{}", row[2]), before: Some(row[1].to_owned()), after: None });
        }
        self.changes.sort_by(|a, b| a.teryt.cmp(&b.teryt));
    }

    /// Notes how a unit differs from the embedded row of its number.
    fn compare(&mut self, number: &str, unit: &Unit, row: Option<&[&str; 10]>) {
        let kind = unit.kind.digit();
        match row.map(|row| row[2]) {
            Some("") => self.kinds_added += 1,
            Some(known) if !known.starts_with(kind) => self.kinds_changed += 1,
            _ => {}
        }
        let before = row.map(|row| row[1].to_owned());
        if before.as_ref() != Some(&unit.name) {
            self.changes.push(Change { teryt: format!("{number}{kind}"), before, after: Some(unit.name.clone()) });
        }
    }

    fn write_regions(&mut self, register: &Register) {
        let mut lines = REGIONS.lines();
        let _ = writeln!(self.regions, "{}", lines.next().unwrap_or_default());
        let known: BTreeMap<&str, [&str; 3]> = lines.filter_map(super::read::columns::<3>).map(|row| (row[0], row)).collect();
        for (number, county) in &register.counties {
            let seat = match known.get(number.as_str()) {
                _ if county.city => "",
                Some(row) if !row[2].is_empty() => row[2],
                _ => seat(register, number, county),
            };
            // Older pages print the name of their day.
            let names = known.get(number.as_str()).filter(|_| !county.city).map_or("", |row| row[1]);
            let former = names.split('|').filter(|name| !name.is_empty() && *name != county.name);
            let names: Vec<&str> = std::iter::once(county.name.as_str()).chain(former).collect();
            let _ = writeln!(self.regions, "{number};{};{seat}", names.join("|"));
        }
    }
}

/// The seat of a county that the embedded files do not know: the town its adjective is most alike.
fn seat<'r>(register: &'r Register, number: &str, county: &RegisterCounty) -> &'r str {
    let adjective = Folded::new(&county.name);
    let alike = |name: &str| {
        let name = Folded::new(name);
        name.as_str().bytes().zip(adjective.as_str().bytes()).take_while(|(a, b)| a == b).count()
    };
    let inside = register.units.iter().filter(|(unit, _)| unit.starts_with(number)).map(|(_, unit)| unit.name.as_str());
    inside.max_by_key(|name| alike(name)).unwrap_or_default()
}

impl Places {
    /// Reads a gazetteer of own files; of one that is missing, the embedded one.
    pub(in crate::vocabulary) fn own(places: Option<&str>, regions: Option<&str>) -> Result<Self, super::PlacesError> {
        Self::parse(places.unwrap_or(PLACES), regions.unwrap_or(REGIONS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::places::{Case, RegisterError};

    const HEADER: &str = "\u{feff}WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\r\n";

    fn csv(rows: &[&str]) -> String {
        format!("{HEADER}{}\r\n", rows.join("\r\n"))
    }

    fn read(rows: &[&str]) -> Result<Register, RegisterError> {
        Register::read(csv(rows).as_bytes())
    }

    const ELK: [&str; 5] = [
        "28;;;;WARMIŃSKO-MAZURSKIE;województwo;2026-01-01",
        "28;05;;;ełcki;powiat;2026-01-01",
        "28;05;01;1;Ełk;gmina miejska;2026-01-01",
        "28;05;02;3;Nowowsie;gmina miejsko-wiejska;2026-01-01",
        "28;05;02;4;Nowowsie;miasto;2026-01-01",
    ];

    #[test]
    fn the_register_gives_number_name_and_kind() {
        let register = read(&ELK).unwrap();
        assert_eq!((register.units.len(), register.date.as_str()), (2, "2026-01-01"));
        let import = Import::new(&register);
        let places = Places::parse(&import.places, &import.regions).unwrap();
        assert_eq!(places.by_teryt("280501").unwrap().teryt, "2805011");
        assert_eq!(places.by_teryt("2805023").unwrap().name, "Nowowsie");
        assert_eq!(places.county("2805").unwrap().seat.as_deref(), Some("Ełk"));
    }

    #[test]
    fn known_names_keep_their_forms_and_new_ones_are_told() {
        let import = Import::new(&read(&ELK).unwrap());
        assert!(import.places.contains("Ełku"), "{}", import.places);
        assert_eq!(import.uninflected, ["Nowowsie"]);
        assert_eq!(import.kinds_changed, 1, "a rural municipality that has become a town's");
    }

    #[test]
    fn units_added_renamed_and_gone_are_told() {
        let import = Import::new(&read(&ELK).unwrap());
        let of = |teryt: &str| import.changes.iter().find(|change| change.teryt.starts_with(teryt));
        assert_eq!(of("280502").unwrap().before.as_deref(), Some("Ełk"));
        assert_eq!(of("280502").unwrap().after.as_deref(), Some("Nowowsie"));
        assert_eq!(of("280501"), None);
        assert_eq!(of("280503").unwrap().after, None);
    }

    #[test]
    fn the_xml_form_says_the_same() {
        let row = |row: &str| {
            let cells: Vec<&str> = row.split(';').collect();
            let names = ["WOJ", "POW", "GMI", "RODZ", "NAZWA", "NAZWA_DOD", "STAN_NA"];
            let cells: String = names.iter().zip(cells).map(|(name, cell)| format!("<{name}>{cell}</{name}>")).collect();
            format!("<row>{cells}</row>")
        };
        let xml = format!("\u{feff}<?xml version=\"1.0\"?><teryt><catalog>{}</catalog></teryt>", ELK.map(row).join("\n"));
        assert_eq!(Register::read(xml.as_bytes()), read(&ELK));
    }

    #[test]
    fn what_is_no_register_is_refused_with_a_reason() {
        let refused = |text: &str| Register::read(text.as_bytes()).unwrap_err().to_string();
        assert_eq!(Register::read(b"PK\x03\x04\xff"), Err(RegisterError::NotText));
        assert_eq!(refused("WOJ;POW;GMI;RODZ_GMI;RM;MZ;NAZWA\n"), "there is no column RODZ");
        assert_eq!(refused(HEADER), RegisterError::Empty.to_string());
        assert!(
            refused(&csv(&["28;05;01;1;Ełk;gmina miejska;"])).contains("row 1: municipality 280501 Ełk stands before its county")
        );
        assert!(refused(&csv(&["28;5;;;ełcki;powiat;"])).contains("no TERYT number"));
        assert!(refused(&csv(&["28;05;01;1;Ełk"])).contains("5 cells, but the header has 7"));
    }

    #[test]
    fn an_import_of_what_is_embedded_changes_nothing() {
        let mut rows: Vec<String> = Vec::new();
        for county in Places::builtin().counties() {
            let what = if county.seat.is_some() { "powiat" } else { "miasto na prawach powiatu" };
            rows.push(format!("{};{};;;{};{what};", &county.teryt[..2], &county.teryt[2..], county.name));
        }
        for place in Places::builtin().iter() {
            let (woj, pow, gmi) = (&place.teryt[..2], &place.teryt[2..4], &place.teryt[4..6]);
            let kind = place.kind.map_or('2', crate::vocabulary::PlaceKind::digit);
            rows.push(format!("{woj};{pow};{gmi};{kind};{};gmina;", place.name));
        }
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let import = Import::new(&read(&rows).unwrap());
        assert_eq!((import.changes.len(), import.kinds_changed, import.uninflected.len()), (0, 0, 0));
        assert_eq!(import.regions, REGIONS);
        let places = Places::parse(&import.places, &import.regions).unwrap();
        assert!(places.iter().all(|place| place.teryt.len() == 7));
        let form = Folded::new("Wołominie");
        let words = crate::text::words(form.as_str());
        assert_eq!(places.at(form.as_str(), &words, 0).map(|found| (found.name, found.case)), Some(("Wołomin", Case::Locative)));
    }
}
