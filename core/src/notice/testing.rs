//! Reading small texts in unit tests.

use super::Notice;
use crate::page::{self, Limits, Source};

/// The notices of a plain text, as a page of a municipality would print it.
pub(super) fn notices(text: &str) -> Vec<Notice> {
    let page = page::read(text.as_bytes(), Source::default(), None, &Limits::default()).expect("a plain text is a page");
    crate::extract(&page).mentions.into_iter().map(|mention| mention.notice).collect()
}

/// The one notice of a text.
pub(super) fn notice(text: &str) -> Notice {
    let notices = notices(text);
    assert_eq!(notices.len(), 1, "one notice in {text}");
    notices.into_iter().next().unwrap_or_default()
}
