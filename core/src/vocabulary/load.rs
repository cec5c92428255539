//! Reading the knowledge files.

use super::anchors::{self, Anchors};
use super::entries::{Citation, Fund, Label, Organisation, Programme, RolePhrase, TargetGroup};
use super::matcher::{Matcher, Patterns};
use super::phrase::{Groups, expand};
use super::web;
use super::word_list::{self, WordList, Words};
use super::{PatternError, Places, Table, Vocabulary};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What is wrong with a knowledge file.
#[derive(Debug, thiserror::Error)]
pub enum VocabularyError {
    /// The file or folder cannot be read. Check the path given with `--vocabulary`.
    #[error("cannot read vocabulary {path}: {source}")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file's name is none of the knowledge files'. Name it after the file whose entries it extends.
    #[error("{path} is not a vocabulary file; expected one of: {expected}")]
    Name {
        /// The file.
        path: PathBuf,
        /// The names that are known.
        expected: String,
    },
    /// The file is not valid TOML, a row of the gazetteer is malformed, an entry has a wrong or unknown field, or two entries share an id. The message names which.
    #[error("{path}: {message}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// The parser's words.
        message: String,
    },
    /// A pattern cannot be read.
    #[error("entry `{id}`: {source}")]
    Pattern {
        /// The entry.
        id: String,
        /// What is wrong.
        source: PatternError,
    },
}

impl VocabularyError {
    /// A stable name for callers and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } => "vocabulary_unreadable",
            Self::Name { .. } => "vocabulary_unknown_file",
            Self::Parse { .. } => "vocabulary_malformed",
            Self::Pattern { .. } => "vocabulary_pattern",
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        "name files and fields as in core/src/vocabulary/; one faulty entry stops the run, so that none is lost silently"
    }
}

/// A knowledge file: `[[entry]]` tables of one type, and the groups their patterns share.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<T> {
    #[serde(default)]
    groups: Groups,
    #[serde(default = "Vec::new")]
    entry: Vec<T>,
}

/// The embedded files by name.
const FILES: [(&str, &str); 8] = [
    ("programmes.toml", include_str!("programmes.toml")),
    ("funds.toml", include_str!("funds.toml")),
    ("roles.toml", include_str!("roles.toml")),
    ("labels.toml", include_str!("labels.toml")),
    ("target_groups.toml", include_str!("target_groups.toml")),
    ("organisations.toml", include_str!("organisations.toml")),
    ("citations.toml", include_str!("citations.toml")),
    ("words.toml", include_str!("words.toml")),
];

/// The gazetteer's files: an own one replaces the embedded one whole.
const GAZETTEER: [&str; 2] = ["places.csv", "regions.csv"];

/// An entry of any file.
trait Entry: DeserializeOwned {
    /// The family its cues compete in (see [`Matcher`]).
    fn family(&self, table: Table) -> usize {
        table as usize
    }

    fn id(&self) -> &str;
    fn patterns(&self) -> Vec<&String>;
    fn patterns_mut(&mut self) -> Vec<&mut String>;
}

macro_rules! entry {
    ($type:ty $(, $more:ident)*) => {
        impl Entry for $type {
            fn id(&self) -> &str {
                &self.id
            }
            fn patterns(&self) -> Vec<&String> {
                self.patterns.iter()$(.chain(&self.$more))*.collect()
            }
            fn patterns_mut(&mut self) -> Vec<&mut String> {
                self.patterns.iter_mut()$(.chain(&mut self.$more))*.collect()
            }
        }
    };
}
entry!(Programme, ambiguous);
entry!(Fund);
entry!(RolePhrase);
entry!(TargetGroup);
entry!(Organisation);
entry!(Citation);

impl Entry for Label {
    fn id(&self) -> &str {
        &self.id
    }
    fn patterns(&self) -> Vec<&String> {
        self.patterns.iter().collect()
    }
    fn patterns_mut(&mut self) -> Vec<&mut String> {
        self.patterns.iter_mut().collect()
    }
    fn family(&self, _: Table) -> usize {
        FILES.len() + self.kind as usize
    }
}

impl Entry for word_list::Entry {
    fn id(&self) -> &str {
        self.id.id()
    }
    fn patterns(&self) -> Vec<&String> {
        Vec::new()
    }
    fn patterns_mut(&mut self) -> Vec<&mut String> {
        Vec::new()
    }
}

/// The files of one vocabulary: the embedded ones, then a user's.
type Sources = Vec<(PathBuf, String)>;

/// Loads the embedded files.
pub(super) fn builtin() -> Vocabulary {
    match assemble(&embedded()) {
        Ok(vocabulary) => vocabulary,
        // The embedded files are part of the program and checked by its tests, so this cannot be reached by input.
        Err(error) => unreachable!("embedded vocabulary: {error}"),
    }
}

/// Loads the embedded files and lays those of folders over them, one folder after the other.
pub(super) fn with_overlays(folders: &[&Path]) -> Result<Vocabulary, VocabularyError> {
    let mut sources = embedded();
    for folder in folders {
        sources.extend(overlay(folder)?);
    }
    assemble(&sources)
}

/// The files of a folder, by their names.
fn overlay(folder: &Path) -> Result<Sources, VocabularyError> {
    let read = |source| VocabularyError::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    let known = |path: &Path| path.extension().is_some_and(|extension| extension == "toml" || extension == "csv");
    for file in std::fs::read_dir(folder).map_err(read)? {
        let path = file.map_err(read)?.path();
        // The files on sites are read by whoever crawls.
        let of_web = web::FILES.iter().any(|name| path.ends_with(name));
        if known(&path) && !of_web {
            paths.push(path);
        }
    }
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        if !FILES.iter().map(|(name, _)| name).chain(&GAZETTEER).any(|name| path.ends_with(name)) {
            let expected =
                FILES.map(|(name, _)| name).into_iter().chain(GAZETTEER).chain(web::FILES).collect::<Vec<_>>().join(", ");
            return Err(VocabularyError::Name { path, expected });
        }
        let text = std::fs::read_to_string(&path).map_err(|source| VocabularyError::Read { path: path.clone(), source })?;
        sources.push((path, text));
    }
    Ok(sources)
}

fn embedded() -> Sources {
    FILES.iter().map(|(name, text)| (PathBuf::from(name), (*text).to_owned())).collect()
}

fn assemble(sources: &Sources) -> Result<Vocabulary, VocabularyError> {
    let mut vocabulary = Vocabulary {
        programmes: entries(sources, "programmes.toml")?,
        funds: entries(sources, "funds.toml")?,
        roles: entries(sources, "roles.toml")?,
        labels: entries(sources, "labels.toml")?,
        target_groups: entries(sources, "target_groups.toml")?,
        organisations: entries(sources, "organisations.toml")?,
        citations: entries(sources, "citations.toml")?,
        own_places: own_places(sources)?,
        words: word_lists(&entries(sources, "words.toml")?)?,
        digest: digest(sources),
        matcher: Matcher::default(),
        anchors: Anchors::default(),
        national_names: OnceLock::new(),
    };
    let mut patterns = Patterns::default();
    index(&mut patterns, Table::Programme, &vocabulary.programmes)?;
    index(&mut patterns, Table::Fund, &vocabulary.funds)?;
    index(&mut patterns, Table::Role, &vocabulary.roles)?;
    index(&mut patterns, Table::Label, &vocabulary.labels)?;
    index(&mut patterns, Table::TargetGroup, &vocabulary.target_groups)?;
    index(&mut patterns, Table::Organisation, &vocabulary.organisations)?;
    index(&mut patterns, Table::Citation, &vocabulary.citations)?;
    vocabulary.matcher = patterns.matcher();
    vocabulary.anchors = anchors(&vocabulary, sources)?;
    Ok(vocabulary)
}

/// The entries of all files of one name; a later entry replaces an earlier one with the same id. The groups of an
/// earlier file serve the later ones too; one of the same name replaces it for what follows.
fn entries<T: Entry>(sources: &Sources, name: &str) -> Result<Vec<T>, VocabularyError> {
    let mut all: Vec<T> = Vec::new();
    let mut groups = Groups::new();
    for (path, text) in sources.iter().filter(|(path, _)| path.ends_with(name)) {
        let file: File<T> =
            toml::from_str(text).map_err(|error| VocabularyError::Parse { path: path.clone(), message: error.to_string() })?;
        if let Some(id) = repeated(&file.entry) {
            let message = format!("two entries have the id `{id}`; join them or rename one");
            return Err(VocabularyError::Parse { path: path.clone(), message });
        }
        groups.extend(file.groups);
        for mut entry in file.entry {
            expand_groups(&mut entry, &groups)?;
            match all.iter_mut().find(|known| known.id() == entry.id()) {
                Some(known) => *known = entry,
                None => all.push(entry),
            }
        }
    }
    Ok(all)
}

/// Writes out the groups in an entry's patterns.
fn expand_groups<T: Entry>(entry: &mut T, groups: &Groups) -> Result<(), VocabularyError> {
    let id = entry.id().to_owned();
    for pattern in entry.patterns_mut() {
        *pattern = expand(pattern, groups).map_err(|source| VocabularyError::Pattern { id: id.clone(), source })?;
    }
    Ok(())
}

/// The gazetteer of a user's files, if there is one of them.
fn own_places(sources: &Sources) -> Result<Option<Places>, VocabularyError> {
    let own = |name: &str| sources.iter().rfind(|(path, _)| path.ends_with(name));
    let [places, regions] = GAZETTEER.map(own);
    if places.is_none() && regions.is_none() {
        return Ok(None);
    }
    let text = |own: Option<&(PathBuf, String)>| own.map(|(_, text)| text.clone());
    Places::own(text(places).as_deref(), text(regions).as_deref()).map(Some).map_err(|error| {
        let own = if error.file == GAZETTEER[1] { regions } else { places };
        let path = own.map_or_else(|| PathBuf::from(error.file), |(path, _)| path.clone());
        VocabularyError::Parse { path, message: error.to_string() }
    })
}

/// The anchors of the embedded files, and those that a user's own patterns need.
fn anchors(vocabulary: &Vocabulary, sources: &Sources) -> Result<Anchors, VocabularyError> {
    let mut words: Vec<String> = vocabulary.word_list(WordList::PageTells).texts().map(str::to_owned).collect();
    if let Some(embedded) = sources.get(..FILES.len()).filter(|embedded| embedded.len() < sources.len()) {
        let embedded = embedded.to_vec();
        add_anchors(&mut words, &vocabulary.programmes, &embedded, "programmes.toml")?;
        add_anchors(&mut words, &vocabulary.funds, &embedded, "funds.toml")?;
        add_anchors(&mut words, &vocabulary.roles, &embedded, "roles.toml")?;
        add_anchors(&mut words, &vocabulary.labels, &embedded, "labels.toml")?;
    }
    Ok(Anchors::new(&words))
}

/// Adds the words without which the patterns that are not embedded cannot do.
fn add_anchors<T: Entry>(words: &mut Vec<String>, all: &[T], embedded: &Sources, name: &str) -> Result<(), VocabularyError> {
    let embedded: Vec<T> = entries(embedded, name)?;
    let known: BTreeSet<&String> = embedded.iter().flat_map(Entry::patterns).collect();
    for entry in all {
        for pattern in entry.patterns().into_iter().filter(|pattern| !known.contains(pattern)) {
            let new = anchors::of_pattern(pattern, words)
                .map_err(|source| VocabularyError::Pattern { id: entry.id().to_owned(), source })?;
            words.extend(new);
        }
    }
    Ok(())
}

/// The word lists, each at its number.
fn word_lists(entries: &[word_list::Entry]) -> Result<Vec<Words>, VocabularyError> {
    let list = |list: &WordList| {
        let Some(entry) = entries.iter().find(|entry| entry.id == *list) else {
            let message = format!("the list `{}` is missing", list.id());
            return Err(VocabularyError::Parse { path: PathBuf::from("words.toml"), message });
        };
        let pattern = |source| VocabularyError::Pattern { id: list.id().to_owned(), source };
        if entry.why.is_empty() {
            let message = format!("the list `{}` has no `why`: say what it decides", list.id());
            return Err(VocabularyError::Parse { path: PathBuf::from("words.toml"), message });
        }
        Words::new(&entry.words).map_err(pattern)
    };
    WordList::ALL.iter().map(list).collect()
}

/// The first id that stands twice in one file: there the later entry would silently hide the earlier.
fn repeated<T: Entry>(entries: &[T]) -> Option<&str> {
    let mut seen = BTreeSet::new();
    entries.iter().map(Entry::id).find(|&id| !seen.insert(id))
}

fn index<T: Entry>(patterns: &mut Patterns, table: Table, entries: &[T]) -> Result<(), VocabularyError> {
    for (number, entry) in entries.iter().enumerate() {
        for pattern in entry.patterns() {
            patterns
                .add(table, number, entry.family(table), pattern)
                .map_err(|source| VocabularyError::Pattern { id: entry.id().to_owned(), source })?;
        }
    }
    Ok(())
}

fn digest(sources: &Sources) -> String {
    let mut hash = Sha256::new();
    let alone = [("bodies.toml", super::bodies::TEXT), ("lists.toml", super::lists::TEXT)];
    let alone = alone.map(|(name, text)| (PathBuf::from(name), text.to_owned()));
    for (path, text) in sources.iter().chain(&alone) {
        let name = path.file_name().unwrap_or_default();
        hash.update(name.as_encoded_bytes());
        hash.update([0]);
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
