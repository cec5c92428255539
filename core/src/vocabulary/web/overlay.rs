//! An embedded file with a user's own laid over it by `id`.

use super::super::Table;
use super::super::matcher::{Matcher, Patterns};
use super::super::phrase::{Groups, expand};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

/// A file of `[[entry]]` tables and the groups their patterns share.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File<T> {
    #[serde(default)]
    pub groups: Groups,
    #[serde(default = "Vec::new")]
    pub entry: Vec<T>,
}

/// Something that has a name.
pub(super) trait Entry: DeserializeOwned {
    fn id(&self) -> &str;
}

/// Reads both files. An own entry with a known `id` replaces that one, others come after; own groups replace those of their name.
pub(super) fn read<T: Entry>(builtin: &str, own: Option<&str>) -> Result<File<T>, String> {
    let mut file: File<T> = parse(builtin)?;
    let Some(own) = own else { return Ok(file) };
    let own: File<T> = parse(own)?;
    file.groups.extend(own.groups);
    for entry in own.entry {
        match file.entry.iter_mut().find(|known| known.id() == entry.id()) {
            Some(known) => *known = entry,
            None => file.entry.push(entry),
        }
    }
    Ok(file)
}

fn parse<T: Entry>(text: &str) -> Result<File<T>, String> {
    let file: File<T> = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut seen = BTreeSet::new();
    match file.entry.iter().map(Entry::id).find(|&id| !seen.insert(id)) {
        Some(id) => Err(format!("the id `{id}` stands twice")),
        None => Ok(file),
    }
}

/// A matcher of phrases, each with the number of its entry, the entry's id and the family it competes in; the error names all that
/// cannot be read.
pub(super) fn matcher<'p>(
    phrases: impl IntoIterator<Item = (usize, &'p str, usize, &'p str)>,
    groups: &Groups,
) -> Result<Matcher, String> {
    let mut patterns = Patterns::default();
    let mut errors = Vec::new();
    for (number, id, family, phrase) in phrases {
        let added = expand(phrase, groups)
            .and_then(|phrase| spread(&phrase).iter().try_for_each(|phrase| patterns.add(Table::Label, number, family, phrase)));
        errors.extend(added.err().map(|error| format!("entry `{id}`: {error}")));
    }
    if errors.is_empty() { Ok(patterns.matcher()) } else { Err(errors.join("; ")) }
}

/// Phrases a pattern stands for that the matcher can read: in these files alternatives may be several words (`(w budowie|offline)`).
fn spread(pattern: &str) -> Vec<String> {
    let whole = || vec![pattern.to_owned()];
    let Some((from, to)) = several_words(pattern) else { return whole() };
    let (before, inner, after) = (&pattern[..from], &pattern[from + 1..to], &pattern[to + 1..]);
    let (optional, after) = after.strip_prefix('?').map_or((false, after), |after| (true, after));
    let without = optional.then_some("");
    inner.split('|').chain(without).flat_map(|one| spread(format!("{before}{one}{after}").trim())).collect()
}

/// The first brackets in which an alternative is more than one word.
fn several_words(pattern: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    while let Some(from) = pattern[at..].find('(').map(|found| at + found) {
        let to = from + pattern[from..].find(')')?;
        if pattern[from..to].contains(' ') {
            return Some((from, to));
        }
        at = to;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_of_several_words_are_phrases_of_their_own() {
        assert_eq!(spread("(strona|serwis) (w budowie|offline)"), ["(strona|serwis) w budowie", "(strona|serwis) offline"]);
        assert_eq!(spread("brak (tej strony)? tu"), ["brak tej strony tu", "brak  tu"]);
        assert_eq!(spread("a (b c"), ["a (b c"]);
    }
}
