//! The heart: a page in, its mentions out. Free of I/O and of polars, so that it can run inside any engine.

use crate::check::{self, Mention};
use crate::notice::{self, Silence};
use crate::page::Page;
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

    /// Reads a page. A pure function of page and vocabulary.
    pub fn extract(&self, page: &Page) -> Extraction {
        let told = notice::read(page, &self.vocabulary, &self.recognisers);
        let mentions = told.notices.into_iter().enumerate().map(|(mention, notice)| {
            let checks = check::checks(&notice);
            let proof = check::proof(&checks);
            Mention { source: page.source.clone(), mention, notice, checks, proof }
        });
        Extraction { mentions: mentions.collect(), silence: told.silence }
    }
}

/// Reads a page with the embedded vocabulary.
pub fn extract(page: &Page) -> Extraction {
    Extractor::builtin().extract(page)
}
