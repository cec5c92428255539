//! Which programming period a list is of, and which programmes it holds.

use super::header::fold;
use crate::text::{Folded, words};
use crate::value::printed_number;
use crate::vocabulary::{Lists, Table, Vocabulary};
use std::collections::HashMap;

/// The known period whose two years stand in a text: `2014-2020`, `2014 – 2020`, `2014_2020`, `2014-20`. None where there are several.
pub(super) fn of_text(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let mut found: Option<&str> = None;
    for pair in words.windows(2) {
        let [from, to] = pair else { continue };
        let is_period = |period: &&str| {
            period
                .split_once('-')
                .is_some_and(|(first, last)| *from == first && (*to == last || last.ends_with(to) && to.len() == 2))
        };
        if let Some(period) = Lists::builtin().periods().find(is_period) {
            if found.is_some_and(|other| other != period) {
                return None;
            }
            found = Some(period);
        }
    }
    found
}

/// The programme of a row: the code that begins its number, else that of the programme named.
#[derive(Debug, Default)]
pub(super) struct Programmes {
    /// The codes of names already looked up; there are some dozens in a list.
    known: HashMap<String, Option<(String, Option<String>)>>,
}

/// Names looked up and kept: a list whose programme column holds anything else is no reason for memory to grow.
const MAX_KNOWN: usize = 4096;

impl Programmes {
    /// The code and, if the name tells it, the period.
    pub(super) fn of_row(&mut self, number: Option<&str>, programme: Option<&str>) -> Option<(String, Option<String>)> {
        let by_number = number.and_then(|number| printed_number::programme(number.trim())).map(str::to_owned);
        let by_name = programme.and_then(|name| self.of_name(name));
        match (by_number, by_name) {
            (Some(code), by_name) => Some((code, by_name.and_then(|(_, period)| period))),
            (None, by_name) => by_name,
        }
    }

    fn of_name(&mut self, name: &str) -> Option<(String, Option<String>)> {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let found = look_up(name);
        if self.known.len() < MAX_KNOWN {
            self.known.insert(name.to_owned(), found.clone());
        }
        found
    }
}

/// The programme whose name the vocabulary finds, if it finds one; programmes of several periods share names, the years decide.
fn look_up(name: &str) -> Option<(String, Option<String>)> {
    let vocabulary = Vocabulary::builtin();
    let folded = Folded::new(name);
    let cues = vocabulary.find(folded.as_str(), &words(folded.as_str()));
    let period = of_text(name);
    let longest = cues.iter().filter(|cue| cue.table == Table::Programme).map(|cue| cue.span.end - cue.span.start).max()?;
    let mut found: Vec<(&str, Option<&str>)> = cues
        .iter()
        .filter(|cue| cue.table == Table::Programme && cue.span.end - cue.span.start == longest)
        .filter_map(|cue| vocabulary.programmes.get(cue.entry))
        .filter(|programme| period.is_none_or(|period| programme.period.as_deref().is_none_or(|own| own == period)))
        .filter_map(|programme| Some((programme.code.as_deref()?, programme.period.as_deref())))
        .collect();
    found.sort_unstable();
    found.dedup();
    let code = found.first()?.0;
    if found.iter().any(|(other, _)| *other != code) {
        return None;
    }
    let only = if let [(_, own)] = found.as_slice() { *own } else { None };
    Some((code.to_owned(), period.or(only).map(str::to_owned)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_from_titles_sheets_and_file_names() {
        for text in
            ["Lista projektów 2021-2027", "Poland_ESF_2021_2027.cp1250.csv", "FE 2021–27", "lata 2021 - 2027, stan na 30.09.2026"]
        {
            assert_eq!(of_text(text), Some("2021-2027"), "{text}");
        }
        for text in ["2014-2020 oraz 2021-2027", "2016-2019", "stan na 2020-12-31", ""] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }

    #[test]
    fn a_rows_programme_is_its_numbers_first_letters_else_the_name() {
        let mut programmes = Programmes::default();
        let code = |found: Option<(String, Option<String>)>| found.map(|(code, _)| code);
        assert_eq!(code(programmes.of_row(Some("UDA-RPWM.11.02.03-28-0063/17-00"), None)).as_deref(), Some("RPWM"));
        let name = "Regionalny Program Operacyjny Województwa Warmińsko-Mazurskiego na lata 2014-2020";
        assert_eq!(programmes.of_row(None, Some(name)), Some(("RPWM".into(), Some("2014-2020".into()))));
        assert_eq!(
            code(programmes.of_row(None, Some("Fundusze Europejskie dla Warmii i Mazur 2021-2027"))).as_deref(),
            Some("FEWM")
        );
        assert_eq!(programmes.of_row(Some("25/AR/2021"), Some("Program nieznany")), None);
    }
}
