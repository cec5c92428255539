//! Reading `addresses.toml`: the quirks of address writing, and the file types that are never pages.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// How sites write one page's address in many ways, and which addresses lead to no page.
#[derive(Debug, Clone, Default)]
pub struct Addresses {
    quirks: Vec<Quirk>,
    file_types: BTreeSet<String>,
    index_files: BTreeSet<String>,
    traps: TrapWords,
}

/// Parameters by which endless lists and calendars are known.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TrapWords {
    page: Vec<String>,
    offset: Vec<String>,
    date: Vec<String>,
    filter: Vec<String>,
}

/// One habit of one family of sites.
#[derive(Debug, Clone)]
pub struct Quirk {
    /// Stable name.
    pub id: &'static str,
    /// The reason that stands in skip reports where the quirk refuses an address: `quirk:` and the name.
    pub reason: &'static str,
    /// The family of sites it was seen on.
    pub cms: String,
    /// What goes wrong without it.
    pub why: String,
    /// Hosts it holds on; empty: all.
    pub hosts: Vec<Glob>,
    /// Paths it holds on; empty: all.
    pub paths: Vec<Glob>,
    /// Query parameters that must all be there.
    pub query: Vec<Parameter>,
    /// Query parameters of which none may be there.
    pub unless: Vec<Parameter>,
    /// Query parameters that are left out.
    pub drop_query: Vec<Parameter>,
    /// Left out only where the value looks like a session's name: sixteen or more letters and digits, some of them digits.
    pub session_only: bool,
    /// Ends of the path that are left out, if something stands before them.
    pub drop_suffix: Vec<String>,
    /// Whole segments of the path that are left out.
    pub drop_segment: Vec<Glob>,
    /// Parameters within a path segment (`;name=value`) that are left out.
    pub drop_path_parameter: Vec<String>,
    /// Not to be fetched at all.
    pub refuse: bool,
}

/// A query parameter: its name, and its value where that matters. Both without regard to case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    name: Glob,
    value: Option<Glob>,
}

/// A pattern in which `*` stands for any characters, the others for themselves without regard to the case of ASCII letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob(Vec<String>);

impl Glob {
    fn new(pattern: &str) -> Self {
        Self(pattern.split('*').map(str::to_ascii_lowercase).collect())
    }

    /// Whether the whole text fits; linear in the text times the pattern's length.
    pub fn matches(&self, text: &str) -> bool {
        let text = text.as_bytes();
        match self.0.as_slice() {
            [] => text.is_empty(),
            [whole] => text.eq_ignore_ascii_case(whole.as_bytes()),
            [first, middle @ .., last] => {
                let Some(ends) = text.len().checked_sub(last.len()).filter(|ends| *ends >= first.len()) else { return false };
                let (Some(head), Some(tail)) = (text.get(..first.len()), text.get(ends..)) else { return false };
                head.eq_ignore_ascii_case(first.as_bytes())
                    && tail.eq_ignore_ascii_case(last.as_bytes())
                    && in_order(text.get(first.len()..ends).unwrap_or_default(), middle)
            }
        }
    }
}

/// Whether the parts stand in the text one after another.
fn in_order(mut text: &[u8], parts: &[String]) -> bool {
    for part in parts.iter().filter(|part| !part.is_empty()) {
        let part = part.as_bytes();
        let Some(at) = text.windows(part.len()).position(|window| window.eq_ignore_ascii_case(part)) else { return false };
        text = text.get(at + part.len()..).unwrap_or_default();
    }
    true
}

impl Parameter {
    fn new(printed: &str) -> Self {
        match printed.split_once('=') {
            Some((name, value)) => Self { name: Glob::new(name), value: Some(Glob::new(value)) },
            None => Self { name: Glob::new(printed), value: None },
        }
    }

    /// Whether a parameter of an address is meant.
    pub fn matches(&self, name: &str, value: Option<&str>) -> bool {
        self.name.matches(name) && self.value.as_ref().is_none_or(|wanted| wanted.matches(value.unwrap_or_default()))
    }
}

impl Addresses {
    /// Reads the embedded file and lays an own one over it; errors name entry and field.
    pub(super) fn parse(builtin: &str, own: Option<&str>) -> Result<Self, String> {
        let mut entries = read(builtin)?;
        let own = own.map(read).transpose()?;
        let mut quirks: Vec<RawQuirk> = Vec::new();
        let mut places = BTreeMap::new();
        if let Some(own) = own {
            entries.file_type.extend(own.file_type);
            entries.index_files.extend(own.index_files);
            entries.traps.add(own.traps);
            entries.entry.extend(own.entry);
        }
        for raw in entries.entry {
            match places.get(&raw.id).and_then(|place: &usize| quirks.get_mut(*place)) {
                Some(earlier) => *earlier = raw,
                None => {
                    places.insert(raw.id.clone(), quirks.len());
                    quirks.push(raw);
                }
            }
        }
        // An own group of file types replaces the embedded one of the same name.
        let groups: BTreeMap<String, Vec<String>> =
            entries.file_type.into_iter().map(|group| (group.id, group.extensions)).collect();
        Ok(Self {
            quirks: quirks.into_iter().map(RawQuirk::checked).collect::<Result<_, _>>()?,
            file_types: groups.into_values().flatten().map(|extension| extension.to_ascii_lowercase()).collect(),
            index_files: entries.index_files.into_iter().map(|name| name.to_ascii_lowercase()).collect(),
            traps: entries.traps,
        })
    }

    /// The quirks in the order in which they are tried.
    pub fn quirks(&self) -> &[Quirk] {
        &self.quirks
    }

    /// Whether a file name's extension (without the dot, in lower case) is that of something that is never a page.
    pub fn refuses_type(&self, extension: &str) -> bool {
        self.file_types.contains(extension)
    }

    /// Whether a parameter (or the path segment before a number) counts the pages of a list.
    pub fn is_page_parameter(&self, name: &str) -> bool {
        named(&self.traps.page, name)
    }

    /// Whether a parameter counts the entries before a page of a list.
    pub fn is_offset_parameter(&self, name: &str) -> bool {
        named(&self.traps.offset, name)
    }

    /// Whether a parameter holds a calendar's year or date.
    pub fn is_date_parameter(&self, name: &str) -> bool {
        named(&self.traps.date, name)
    }

    /// Whether a parameter chooses among a list's entries, or orders them.
    pub fn is_filter_parameter(&self, name: &str) -> bool {
        named(&self.traps.filter, name)
    }

    /// Whether a file name (in lower case) is what a server shows for its folder.
    pub fn is_index(&self, name: &str) -> bool {
        self.index_files.contains(name)
    }
}

fn named(names: &[String], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

impl TrapWords {
    fn add(&mut self, own: Self) {
        self.page.extend(own.page);
        self.offset.extend(own.offset);
        self.date.extend(own.date);
        self.filter.extend(own.filter);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    index_files: Vec<String>,
    #[serde(default)]
    traps: TrapWords,
    #[serde(default)]
    file_type: Vec<FileType>,
    #[serde(default)]
    entry: Vec<RawQuirk>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileType {
    id: String,
    extensions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuirk {
    id: String,
    cms: String,
    why: String,
    #[serde(default)]
    host: Vec<String>,
    #[serde(default)]
    path: Vec<String>,
    #[serde(default)]
    query: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    drop_query: Vec<String>,
    #[serde(default)]
    session_only: bool,
    #[serde(default)]
    drop_suffix: Vec<String>,
    #[serde(default)]
    drop_segment: Vec<String>,
    #[serde(default)]
    drop_path_parameter: Vec<String>,
    #[serde(default)]
    refuse: bool,
}

impl RawQuirk {
    fn checked(self) -> Result<Quirk, String> {
        let acts = [&self.drop_query, &self.drop_suffix, &self.drop_segment, &self.drop_path_parameter];
        let acts = acts.iter().any(|list| !list.is_empty());
        let wrong = |what: &str| Err(format!("entry {:?}: {what}", self.id));
        if self.id.is_empty() || !self.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
            return wrong("`id` must be of small letters, digits and underscores");
        }
        if acts == self.refuse {
            return wrong("needs either `refuse = true` or something to drop, and not both");
        }
        if self.refuse && self.host.is_empty() && self.path.is_empty() && self.query.is_empty() {
            return wrong("would refuse every address: give `host`, `path` or `query`");
        }
        if self.drop_suffix.iter().any(|suffix| !suffix.starts_with('/') || suffix.len() < 2) {
            return wrong("`drop_suffix` must begin with a slash");
        }
        if [&self.drop_segment, &self.drop_query].iter().any(|list| list.iter().any(|glob| glob.trim_matches('*').is_empty())) {
            return wrong("a bare `*` would drop everything");
        }
        Ok(Quirk {
            id: lasting(&self.id),
            reason: lasting(&format!("quirk:{}", self.id)),
            hosts: globs(&self.host),
            paths: globs(&self.path),
            query: self.query.iter().map(|printed| Parameter::new(printed)).collect(),
            unless: self.unless.iter().map(|printed| Parameter::new(printed)).collect(),
            drop_query: self.drop_query.iter().map(|printed| Parameter::new(printed)).collect(),
            session_only: self.session_only,
            drop_suffix: self.drop_suffix.iter().map(|suffix| suffix.to_ascii_lowercase()).collect(),
            drop_segment: globs(&self.drop_segment),
            drop_path_parameter: self.drop_path_parameter.iter().map(|name| name.to_ascii_lowercase()).collect(),
            refuse: self.refuse,
            cms: self.cms,
            why: self.why,
        })
    }
}

fn globs(printed: &[String]) -> Vec<Glob> {
    printed.iter().map(|pattern| Glob::new(pattern)).collect()
}

fn read(text: &str) -> Result<File, String> {
    toml::from_str(text).map_err(|error| error.to_string())
}

/// The name, kept as long as the program runs: names of quirks are reasons in skip counts, which are static like all reasons. Every
/// name is kept once, however often the files are read.
fn lasting(name: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return known;
    }
    let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(kept);
    kept
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn globs_fit_whole_texts_without_regard_to_case() {
        for (pattern, text, fits) in [
            ("*/drukuj.php", "/bip/Drukuj.php", true),
            ("*/drukuj.php", "/drukuj.phpx", false),
            ("utm_*", "utm_source", true),
            ("utm_*", "utm", false),
            ("a*b*c", "abc", true),
            ("ab*bc", "abc", false),
            ("a*b", "ab-b", true),
            ("(s(*))", "(S(abc123))", true),
        ] {
            assert_eq!(Glob::new(pattern).matches(text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn own_entries_replace_those_of_the_same_id_and_add_others() {
        let builtin = "[[entry]]\nid='a'\ncms='X'\nwhy='w'\ndrop_query=['x']\n";
        let own = "[[entry]]\nid='a'\ncms='X'\nwhy='w'\ndrop_query=['y']\n[[entry]]\nid='b'\ncms='X'\nwhy='w'\nrefuse=true\npath=['/x']";
        let read = Addresses::parse(builtin, Some(own)).unwrap();
        assert_eq!(read.quirks().iter().map(|quirk| quirk.reason).collect::<Vec<_>>(), ["quirk:a", "quirk:b"]);
        assert!(read.quirks()[0].drop_query[0].matches("y", None));
    }

    #[test]
    fn an_entry_that_would_refuse_everything_is_refused() {
        let refused = |text: &str| Addresses::parse(text, None).unwrap_err();
        assert!(refused("[[entry]]\nid='a'\ncms=''\nwhy=''\nrefuse=true").contains("every address"));
        assert!(refused("[[entry]]\nid='a'\ncms=''\nwhy=''").contains("either"));
        assert!(refused("[[entry]]\nid='a'\ncms=''\nwhy=''\ndrop_query=['*']").contains("everything"));
        assert!(refused("[[entry]]\nid='A b'\ncms=''\nwhy=''\ndrop_query=['a']").contains("`id`"));
        assert!(refused("[[entry]]\nid='a'\ncms=''\nwhy=''\ndrop_queri=['a']").contains("drop_queri"));
    }
}
