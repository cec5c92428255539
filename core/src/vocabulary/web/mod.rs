//! What metryczka knows about municipal web sites: how they write addresses, how they name the pages that matter, and how they say
//! that a page is not there. Three TOML files; an own file of the same name lays its entries over the built-in ones by `id`.

mod addresses;
mod answers;
mod links;
mod overlay;

pub use addresses::{Addresses, Glob, Parameter, Quirk};
pub use answers::{AnswerKind, AnswerPlace, AnswerWords, Answers};
pub use links::{LinkClass, LinkWords, Links};

use super::VocabularyError;
use std::path::Path;
use std::sync::OnceLock;

/// The names of the files, as the loader of the other knowledge files must pass over them.
pub(super) const FILES: [&str; 3] = ["addresses.toml", "answers.toml", "links.toml"];

/// Everything the crawler knows about sites.
#[derive(Debug, Clone)]
pub struct Web {
    /// Which addresses are the same.
    pub addresses: Addresses,
    /// Which answers are no content.
    pub answers: Answers,
    /// Which links promise notices.
    pub links: Links,
}

impl Web {
    /// The embedded knowledge.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Web> = OnceLock::new();
        // The embedded files are tested; were one broken, nothing would be known of it rather than all lost.
        BUILTIN.get_or_init(|| Self::read(None).unwrap_or_else(|_| Self::empty()))
    }

    /// The embedded knowledge with the files of a folder laid over it.
    ///
    /// # Errors
    /// When a file cannot be read or understood.
    pub fn with_overlay(folder: &Path) -> Result<Self, VocabularyError> {
        Self::read(Some(folder))
    }

    fn empty() -> Self {
        Self { addresses: Addresses::default(), answers: Answers::default(), links: Links::default() }
    }

    fn read(folder: Option<&Path>) -> Result<Self, VocabularyError> {
        let [addresses, answers, links] = FILES;
        Ok(Self {
            addresses: file(folder, addresses, include_str!("addresses.toml"), Addresses::parse)?,
            answers: file(folder, answers, include_str!("answers.toml"), Answers::parse)?,
            links: file(folder, links, include_str!("links.toml"), Links::parse)?,
        })
    }
}

/// Parses an embedded file with an own one, if there is one, over it.
fn file<T>(
    folder: Option<&Path>,
    name: &str,
    builtin: &str,
    parse: fn(&str, Option<&str>) -> Result<T, String>,
) -> Result<T, VocabularyError> {
    let path = folder.map(|folder| folder.join(name)).filter(|path| path.exists());
    let own = match &path {
        Some(path) => Some(std::fs::read_to_string(path).map_err(|source| VocabularyError::Read { path: path.clone(), source })?),
        None => None,
    };
    parse(builtin, own.as_deref())
        .map_err(|message| VocabularyError::Parse { path: path.unwrap_or_else(|| name.into()), message })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_are_sound() {
        Web::read(None).unwrap();
    }
}
