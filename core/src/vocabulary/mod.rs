//! What metryczka knows about Polish public funding, as data.
//!
//! Programmes, funds, amount roles, labels, target groups, organisations, legal citations and lists of single words stand in TOML
//! files beside this module, with their sources. They are embedded in the program, loaded once and checked by a test; a user can lay own entries
//! over them ([`Vocabulary::with_overlay`]): an entry with a known `id` replaces it, a new one is added. The gazetteer is two CSV
//! files; an own `places.csv` or `regions.csv` replaces the embedded one whole. How names are made comparable ([`Bodies`]) and how
//! the official lists are headed ([`Lists`]) is embedded alone: nothing that is read off a page depends on it.

mod anchors;
mod bodies;
mod entries;
mod lexicon;
mod lists;
mod load;
mod matcher;
mod phrase;
mod places;
#[cfg(test)]
mod tests;
pub mod web;
mod word_list;

pub use anchors::Anchors;
pub use bodies::{Bodies, Counted, Head, TitleWord};
pub use entries::{
    Citation, Fund, Label, LabelKind, Organisation, OrganisationKind, Programme, Role, RolePhrase, Stage, TargetGroup,
};
pub use lists::{ListColumn, ListWords, Lists};
pub use load::VocabularyError;
pub use matcher::{Cue, Table};
pub use phrase::PatternError;
pub use places::{
    Case, Change as PlaceChange, County, Import as PlacesImport, Place, PlaceKind, PlaceMatch, Places, PlacesError, RegionMatch,
    Register, RegisterError, Unit,
};
pub use word_list::{WordList, Words};

use crate::text::{Folded, Word};
use matcher::Matcher;
use std::sync::OnceLock;

/// Everything the extractor knows.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// Funding programmes.
    pub programmes: Vec<Programme>,
    /// Funds.
    pub funds: Vec<Fund>,
    /// Phrases that give a sum its role.
    pub roles: Vec<RolePhrase>,
    /// Phrases that announce a fact.
    pub labels: Vec<Label>,
    /// Categories of recipients.
    pub target_groups: Vec<TargetGroup>,
    /// Kinds of organisations.
    pub organisations: Vec<Organisation>,
    /// Legal citations.
    pub citations: Vec<Citation>,
    /// A user's gazetteer, if there is one; else the embedded one is read when it is first asked for.
    own_places: Option<Places>,
    words: Vec<Words>,
    digest: String,
    matcher: Matcher,
    anchors: Anchors,
    national_names: OnceLock<Vec<(usize, String)>>,
}

impl Vocabulary {
    /// The embedded vocabulary.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Vocabulary> = OnceLock::new();
        BUILTIN.get_or_init(load::builtin)
    }

    /// The embedded vocabulary with the entries of a folder's TOML files laid over it.
    ///
    /// # Errors
    /// When a file cannot be read, is not valid TOML, has an unknown name, or holds a malformed entry.
    pub fn with_overlay(folder: &std::path::Path) -> Result<Self, VocabularyError> {
        load::with_overlays(&[folder])
    }

    /// The same with several folders, each laid over those before it.
    ///
    /// # Errors
    /// As [`Vocabulary::with_overlay`].
    pub fn with_overlays(folders: &[&std::path::Path]) -> Result<Self, VocabularyError> {
        load::with_overlays(folders)
    }

    /// SHA-256 of all files, in hexadecimal: two runs with the same digest know the same.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The gazetteer.
    pub fn places(&self) -> &Places {
        self.own_places.as_ref().unwrap_or_else(|| Places::builtin())
    }

    /// The national programmes with their names folded; folded once.
    pub(crate) fn national_names(&self) -> impl Iterator<Item = (&Programme, &str)> {
        let named = || {
            let national = self.programmes.iter().enumerate().filter(|(_, programme)| programme.national);
            national.map(|(number, programme)| (number, Folded::new(&programme.name).as_str().to_owned())).collect()
        };
        let named = self.national_names.get_or_init(named).iter();
        named.filter_map(|(number, name)| Some((self.programmes.get(*number)?, name.as_str())))
    }

    /// A list of single words.
    pub fn word_list(&self, list: WordList) -> &Words {
        &self.words[list as usize]
    }

    /// The letters of which every page with a notice holds some.
    pub fn anchors(&self) -> &Anchors {
        &self.anchors
    }

    /// Finds every phrase of every file in a folded text's words.
    pub fn find(&self, folded: &str, words: &[Word]) -> Vec<Cue> {
        self.matcher.find(folded, words)
    }
}
