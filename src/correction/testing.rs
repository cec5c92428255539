//! What the tests of corrections share: invented pages and answers to them.

use super::{Action, Correction, Place, Words};
use crate::check::Mention;
use crate::page::{self, Limits, Page, Source};

/// A notice as a municipality would print it.
pub(super) const NOTICE: &str = "Gmina Lipowiec realizuje projekt pn. „Nowa świetlica w Lipkach” w ramach Regionalnego Programu \
    Operacyjnego Województwa Warmińsko-Mazurskiego na lata 2014-2020. Wartość projektu: 1 000 000,00 zł. Dofinansowanie: 850 000,00 zł. \
    Wkład własny: 150 000,00 zł. Okres realizacji: od 01.09.2018 r. do 31.12.2020 r.";

/// The page of a text, saved under a path.
pub(super) fn page(path: &str, text: &str) -> Page {
    let source = Source { path: Some(path.to_owned()), ..Source::default() };
    page::read(text.as_bytes(), source, None, &Limits::default()).unwrap()
}

/// What a page tells.
pub(super) fn told(page: &Page) -> Vec<Mention> {
    crate::extract(page).mentions
}

/// The one mention of [`NOTICE`].
pub(super) fn mention() -> Mention {
    let mut told = told(&page("a.txt", NOTICE));
    assert_eq!(told.len(), 1);
    told.remove(0)
}

/// The words of a text, where they stand first.
pub(super) fn words(text: &str, quote: &str) -> Words {
    let start = text.find(quote).unwrap();
    Words { start, end: start + quote.len(), quote: quote.to_owned() }
}

/// The place of a mention of a page, by its position.
pub(super) fn place(page: &Page, at: usize) -> Place {
    Place::of(&page.source, &page.text, &told(page)[at])
}

/// An answer with an id.
pub(super) fn answer(id: &str, action: Action) -> Correction {
    Correction { id: id.to_owned(), made: "2026-11-22T18:40:00Z".to_owned(), by: None, reason: None, action }
}

/// A field that is put right.
pub(super) fn correct(id: &str, place: Place, field: &str, value: Option<&str>) -> Correction {
    let value = value.map(str::to_owned);
    answer(id, Action::Correct { place, field: field.to_owned(), original: None, value, words: None })
}
