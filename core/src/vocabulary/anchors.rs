//! The words one of which every page with a notice holds: undertakings and public money.
//!
//! A page without any of them is passed over, its bytes unparsed if possible. They stand in `words.toml` (`page-tells`); patterns that
//! a user lays over the files bring words of their own.

use super::PatternError;
use super::phrase::{self, Form, What};
use regex::Regex;

/// The anchors, ready for searching.
#[derive(Debug, Clone, Default)]
pub struct Anchors {
    search: Option<Regex>,
    longest: usize,
}

impl Anchors {
    /// Prepares the search for some beginnings of words, given folded.
    pub(super) fn new(words: &[String]) -> Self {
        let search = if words.is_empty() { None } else { Regex::new(&words.join("|")).ok() };
        Self { search, longest: words.iter().map(String::len).max().unwrap_or(0) }
    }

    /// Whether a folded text holds one, be it inside a word. A vocabulary without anchors finds one in every text.
    pub fn in_text(&self, folded: &str) -> bool {
        self.search.as_ref().is_none_or(|search| search.is_match(folded))
    }

    /// Length of the longest, in folded letters: a text can be searched in pieces that overlap by so much.
    pub fn longest(&self) -> usize {
        self.longest
    }
}

/// The words a pattern cannot do without, if it holds none of the known ones: those of the step that is hardest to meet.
pub(super) fn of_pattern(pattern: &str, known: &[String]) -> Result<Vec<String>, PatternError> {
    let steps = phrase::parse(pattern)?;
    let needed = steps.iter().filter(|step| !step.optional).filter_map(|step| match &step.what {
        What::Word(forms) => Some(forms.iter().map(Form::text).collect::<Vec<_>>()),
        What::Gap(_) => None,
    });
    let needed: Vec<Vec<&str>> = needed.collect();
    let covered = |forms: &Vec<&str>| forms.iter().all(|form| known.iter().any(|word| form.contains(word.as_str())));
    if needed.iter().any(covered) {
        return Ok(Vec::new());
    }
    let hardest = needed.into_iter().max_by_key(|forms| forms.iter().map(|form| form.len()).min());
    Ok(hardest.unwrap_or_default().into_iter().map(|form| form.replace('+', r"\+")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_brings_its_longest_needed_word_unless_a_known_one_stands_in_it() {
        let known = ["fundusz".to_owned()];
        let of = |pattern| of_pattern(pattern, &known).unwrap();
        assert_eq!(of("Fundusz* Lokaln*"), Vec::<String>::new());
        assert_eq!(of("(kasa|skarbonka) sołeck* wiejskiej?"), ["soleck"]);
        assert_eq!(of("(fundusz|kasa) (a|b)"), ["fundusz", "kasa"]);
    }
}
