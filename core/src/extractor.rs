//! The heart: a page in, its mentions out. Free of I/O and of polars, so that it can run inside any engine.

use crate::check::{self, Mention};
use crate::notice::{self, Silence};
use crate::page::{Decoded, Limits, Page, PageError, Source};
use crate::value::Recognisers;
use crate::vocabulary::Vocabulary;
use std::borrow::Cow;
use std::sync::OnceLock;

/// What a page yields.
#[derive(Debug, Clone, Default)]
pub struct Extraction {
    /// Its mentions of projects, in page order.
    pub mentions: Vec<Mention>,
    /// Why there is none; `None` if there are mentions.
    pub silence: Option<Silence>,
}

/// A vocabulary made ready for reading pages. Cheap to share between threads.
#[derive(Debug)]
pub struct Extractor {
    vocabulary: Cow<'static, Vocabulary>,
    recognisers: Recognisers,
}

impl Extractor {
    /// An extractor that knows a given vocabulary.
    pub fn new(vocabulary: Vocabulary) -> Self {
        Self::from(Cow::Owned(vocabulary))
    }

    /// The extractor with the embedded vocabulary.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Extractor> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::from(Cow::Borrowed(Vocabulary::builtin())))
    }

    fn from(vocabulary: Cow<'static, Vocabulary>) -> Self {
        let recognisers = Recognisers::new(vocabulary.programmes.iter().filter_map(|programme| programme.code.as_deref()));
        Self { vocabulary, recognisers }
    }

    /// The vocabulary it knows.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Reads a page's mentions from its bytes. The same as [`page::read`] and [`Extractor::extract`], but a page that holds none of
    /// the [anchors](Vocabulary::anchors) is not parsed: most pages of a municipality are of that kind.
    ///
    /// # Errors
    /// When the bytes are no page. What only parsing finds out of a page (markup beyond the limits), a page that is not parsed keeps
    /// to itself.
    pub fn extract_bytes(
        &self,
        bytes: &[u8],
        source: Source,
        declared_charset: Option<&str>,
        limits: &Limits,
    ) -> Result<Extraction, PageError> {
        let decoded = Decoded::new(bytes, declared_charset, limits)?;
        if !self.may_tell(&decoded, &source) {
            return Ok(Extraction { mentions: Vec::new(), silence: Some(Silence::NothingFunded) });
        }
        Ok(self.extract(&decoded.read(source)?))
    }

    /// Whether a page may tell of a project at all: if not, [`Extractor::extract`] finds none in it, and parsing it is in vain.
    pub fn may_tell(&self, page: &Decoded<'_>, source: &Source) -> bool {
        page.may_hold(source, self.vocabulary.anchors())
    }

    /// Reads a page. A pure function of page and vocabulary.
    pub fn extract(&self, page: &Page) -> Extraction {
        let told = notice::read(page, &self.vocabulary, &self.recognisers);
        let mentions = told.notices.into_iter().enumerate().map(|(mention, notice)| {
            let checks = check::checks(&notice);
            let proof = check::proof(&checks);
            Mention { source: page.source.clone(), mention, notice, checks, proof, corrected: Vec::new() }
        });
        Extraction { mentions: mentions.collect(), silence: told.silence }
    }
}

/// Reads a page with the embedded vocabulary.
pub fn extract(page: &Page) -> Extraction {
    Extractor::builtin().extract(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;

    fn both(bytes: &[u8]) -> (Vec<Mention>, Vec<Mention>) {
        let extractor = Extractor::builtin();
        let limits = Limits::default();
        let page = page::read(bytes, Source::default(), None, &limits).unwrap();
        let gated = extractor.extract_bytes(bytes, Source::default(), None, &limits).unwrap();
        (extractor.extract(&page).mentions, gated.mentions)
    }

    #[test]
    fn the_fixtures_tell_the_same_when_pages_without_an_anchor_are_not_parsed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/pages");
        let pages = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
        let mut told = 0;
        for bytes in pages {
            let (all, gated) = both(&bytes);
            assert_eq!(all, gated);
            told += gated.len();
        }
        assert!(told > 20);
    }

    #[test]
    fn a_page_in_utf16_is_not_passed_over() {
        let html = "<p>Gmina Lipowiec realizuje projekt „Nowa świetlica”. Dofinansowanie: 120 000,00 zł z Europejskiego Funduszu Społecznego.";
        let utf16: Vec<u8> = [0xfeff].into_iter().chain(html.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let (all, gated) = both(&utf16);
        assert_eq!(all, gated);
        assert_eq!(gated.len(), 1);
    }

    #[test]
    fn a_page_without_an_anchor_is_silent_and_says_why() {
        let html = b"<p>Urz\xc4\x85d czynny pn.-pt. od 7.30 do 15.30";
        let gated = Extractor::builtin().extract_bytes(html, Source::default(), None, &Limits::default()).unwrap();
        assert!(gated.mentions.is_empty());
        assert_eq!(gated.silence, Some(Silence::NothingFunded));
    }
}
