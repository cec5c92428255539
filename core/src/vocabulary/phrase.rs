//! Phrase patterns: how the knowledge files write down a Polish phrase in all its cases.
//!
//! A pattern is a sequence of words, written as people write them (diacritics and capitals are folded away):
//!
//! | written | matches |
//! |---|---|
//! | `projektu` | that word |
//! | `projekt*` | any word that begins so (a stem of at least three letters) |
//! | `(wartość\|koszt*)` | one of the words |
//! | `całkowit*?` | the word, or nothing |
//! | `~3` | up to three words of any kind |
//! | `{costs}` | one of the words of the file's group `costs` (`[groups]` at its head: `costs = "(koszt*\|wydatk*)"`) |
//!
//! Words of a phrase may be parted by blanks, line breaks, commas, quotation marks, brackets or dashes, but not by the end of a
//! sentence, a colon or a cell boundary; a `.` or `:` in the pattern itself (`Dz. U.`) allows one at that place.

use crate::text::{Word, words};
use std::collections::BTreeMap;
use std::fmt;

/// What is wrong with a pattern in a knowledge file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// The pattern as written.
    pub pattern: String,
    /// What is wrong and what to write instead.
    pub problem: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pattern `{}`: {}", self.pattern, self.problem)
    }
}

impl std::error::Error for PatternError {}

/// One step of a pattern; `W` is what stands for the words it accepts.
#[derive(Debug, Clone)]
pub(super) struct Step<W> {
    pub what: What<W>,
    pub optional: bool,
    /// Whether a sentence end or colon may stand before this step.
    pub over_stop: bool,
}

#[derive(Debug, Clone)]
pub(super) enum What<W> {
    Word(W),
    Gap(usize),
}

impl<W> Step<W> {
    /// The same step with something else standing for its words.
    pub(super) fn map<V>(self, to: impl FnOnce(W) -> V) -> Step<V> {
        let what = match self.what {
            What::Word(words) => What::Word(to(words)),
            What::Gap(most) => What::Gap(most),
        };
        Step { what, optional: self.optional, over_stop: self.over_stop }
    }
}

/// One spelling of a word: exact, or a stem.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Form {
    text: String,
    stem: bool,
}

impl Form {
    /// The folded letters of the word or stem.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether longer words that begin so match too.
    pub(super) const fn is_stem(&self) -> bool {
        self.stem
    }
}

/// Alternatives that many patterns of a file share, by name.
pub(super) type Groups = BTreeMap<String, String>;

/// A pattern with each `{name}` replaced by the alternatives of that name.
pub(super) fn expand(pattern: &str, groups: &Groups) -> Result<String, PatternError> {
    let fail = |problem: String| PatternError { pattern: pattern.to_owned(), problem };
    let mut expanded = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) =
            after.split_once('}').ok_or_else(|| fail("`{` without `}`; a group is written `{name}`".to_owned()))?;
        let group = groups.get(name).ok_or_else(|| fail(format!("no group is called `{name}`; define it under `[groups]`")))?;
        if !(group.starts_with('(') && group.ends_with(')')) {
            return Err(fail(format!("the group `{name}` must be alternatives in brackets: `(a|b)`")));
        }
        expanded.push_str(before);
        expanded.push_str(group);
        rest = after;
    }
    expanded.push_str(rest);
    Ok(expanded)
}

/// Parses a pattern.
pub(super) fn parse(pattern: &str) -> Result<Vec<Step<Vec<Form>>>, PatternError> {
    let fail = |problem: &str| PatternError { pattern: pattern.to_owned(), problem: problem.to_owned() };
    let mut steps = Vec::new();
    let mut over_stop = false;
    for token in pattern.split_whitespace() {
        if let Some(count) = token.strip_prefix('~') {
            let count = count.parse().map_err(|_| fail("after `~` a number of words is needed, as in `~3`"))?;
            steps.push(Step { what: What::Gap(count), optional: true, over_stop });
            continue;
        }
        let (token, optional) = token.strip_suffix('?').map_or((token, false), |rest| (rest, true));
        let stops = token.ends_with(['.', ':']);
        let token = token.trim_end_matches(['.', ':', ',']);
        for group in parse_token(token, &fail)? {
            steps.push(Step { what: What::Word(group), optional, over_stop });
            over_stop = false;
        }
        over_stop = stops;
    }
    match steps.first() {
        Some(Step { what: What::Word(_), optional: false, .. }) => Ok(steps),
        Some(_) => Err(fail("it must begin with a word that is always there")),
        None => Err(fail("it is empty")),
    }
}

/// Splits a token such as `V-A`, `EFS+` or `(wartość|koszt*)` into the word groups it stands for.
fn parse_token(token: &str, fail: &impl Fn(&str) -> PatternError) -> Result<Vec<Vec<Form>>, PatternError> {
    if let Some(inner) = token.strip_prefix('(') {
        let inner = inner.strip_suffix(')').ok_or_else(|| fail("`(` without `)`; alternatives stand in one token: `(a|b)`"))?;
        let forms: Result<Vec<_>, _> = inner.split('|').map(|form| parse_form(form, fail)).collect();
        return Ok(vec![forms?]);
    }
    let (token, stem) = token.strip_suffix('*').map_or((token, false), |rest| (rest, true));
    let folded = crate::text::Folded::new(token);
    let parts = words(folded.as_str());
    let last = parts.len().checked_sub(1).ok_or_else(|| fail("a token without a letter or digit"))?;
    let group = |(i, word): (usize, &Word)| {
        let written = if stem && i == last {
            format!("{}*", word.span.of(folded.as_str()))
        } else {
            word.span.of(folded.as_str()).to_owned()
        };
        parse_form(&written, fail).map(|form| vec![form])
    };
    parts.iter().enumerate().map(group).collect()
}

fn parse_form(written: &str, fail: &impl Fn(&str) -> PatternError) -> Result<Form, PatternError> {
    let (letters, stem) = written.strip_suffix('*').map_or((written, false), |rest| (rest, true));
    let text = crate::text::Folded::new(letters).as_str().to_owned();
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+') {
        return Err(fail("an alternative must be one word of letters and digits"));
    }
    if stem && text.len() < 3 {
        return Err(fail("a stem needs at least three letters before `*`"));
    }
    Ok(Form { text, stem })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Folded;
    use crate::vocabulary::Table;
    use crate::vocabulary::matcher::Patterns;

    fn finds(pattern: &str, text: &str) -> Option<String> {
        let mut patterns = Patterns::default();
        patterns.add(Table::Label, 0, 0, pattern).unwrap();
        let folded = Folded::new(text);
        let cues = patterns.matcher().find(folded.as_str(), &words(folded.as_str()));
        cues.first().map(|cue| folded.quote(cue.span).to_owned())
    }

    #[test]
    fn stems_alternatives_and_optional_words() {
        let pattern = "całkowit* (wartość|koszt*) projekt*?";
        assert_eq!(finds(pattern, "Całkowita WARTOŚĆ projektu wynosi").as_deref(), Some("Całkowita WARTOŚĆ projektu"));
        assert_eq!(finds(pattern, "całkowity koszt: 5 zł").as_deref(), Some("całkowity koszt"));
    }

    #[test]
    fn a_phrase_does_not_cross_a_sentence_unless_the_pattern_does() {
        assert_eq!(finds("wartość projekt*", "Podano wartość. Projekt trwa"), None);
        assert_eq!(finds("dz. u. z", "(dz. U. z 2017r.").as_deref(), Some("dz. U. z"));
    }

    #[test]
    fn gaps_are_bounded() {
        assert_eq!(finds("wartość ~2 projekt*", "wartość całego tego projektu").as_deref(), Some("wartość całego tego projektu"));
        assert_eq!(finds("wartość ~2 projekt*", "wartość całego tego naszego projektu"), None);
    }

    #[test]
    fn hyphens_and_plus_signs_are_words_apart() {
        assert_eq!(finds("EFS+", "środki EFS+ na").as_deref(), Some("EFS+"));
        assert_eq!(finds("Interreg V-A", "Interreg V – A Litwa").as_deref(), Some("Interreg V – A"));
    }

    #[test]
    fn a_group_stands_for_its_alternatives() {
        let groups = Groups::from([("total".to_owned(), "(całkowit*|łączn*)".to_owned()), ("bad".to_owned(), "a b".to_owned())]);
        let expanded = |pattern| expand(pattern, &groups);
        assert_eq!(expanded("{total} koszt* {total}?").unwrap(), "(całkowit*|łączn*) koszt* (całkowit*|łączn*)?");
        assert_eq!(expanded("koszt*").unwrap(), "koszt*");
        assert!(expanded("koszt* {totl}").unwrap_err().problem.contains("`totl`"));
        assert!(expanded("koszt* {total").is_err() && expanded("{bad} koszt*").is_err());
    }

    #[test]
    fn bad_patterns_say_what_to_write() {
        for bad in ["", "po*", "~3 projekt*", "(a|b", "wartość? projekt*"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
