//! Since when something is known, and whether it still is.

use crate::dataset::model::Availability;
use crate::table::Named;
use std::sync::Arc;

/// Whether a project is still told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// A page tells it.
    Current,
    /// No page tells it any more: the last one is gone.
    Gone,
    /// The pages that tell it could not be reached at the newest look.
    Unreachable,
}

impl Presence {
    /// The one of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Current, Self::Gone, Self::Unreachable].into_iter().find(|presence| presence.name() == name)
    }

    /// Of a project on pages of which this is known; of one on none, nothing is.
    pub fn of(pages: impl IntoIterator<Item = Option<Availability>>) -> Self {
        let (mut is_there, mut is_unreachable, mut any) = (false, false, false);
        for page in pages {
            any = true;
            // A saved page is there.
            is_there |= matches!(page, None | Some(Availability::Current));
            is_unreachable |= page == Some(Availability::Unreachable);
        }
        match (is_there || !any, is_unreachable) {
            (true, _) => Self::Current,
            (false, true) => Self::Unreachable,
            (false, false) => Self::Gone,
        }
    }
}

/// Times of editions (UTC, ISO 8601; they sort as text).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first edition that had it.
    pub first_seen: Arc<str>,
    /// The newest edition for which a page told it.
    pub last_seen: Arc<str>,
    /// The newest edition that changed it.
    pub last_changed: Arc<str>,
}

impl Span {
    /// Of something new.
    pub(in crate::dataset) fn new(now: &Arc<str>) -> Self {
        Self { first_seen: Arc::clone(now), last_seen: Arc::clone(now), last_changed: Arc::clone(now) }
    }
}

/// What is known of a project and its values over the editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifetime {
    /// Whether it is still there.
    pub presence: Presence,
    /// The times of the project.
    pub span: Span,
    /// The times of its published values, in their order.
    pub fields: Vec<Span>,
    /// What the rules of resolution alone would call it.
    pub resolved_id: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_that_is_there_is_enough() {
        use Availability::{Current, Gone, Unreachable};
        assert_eq!(Presence::of([Some(Gone), Some(Unreachable), Some(Current)]), Presence::Current);
        assert_eq!(Presence::of([Some(Gone), None]), Presence::Current);
        assert_eq!(Presence::of([Some(Gone), Some(Unreachable)]), Presence::Unreachable);
        assert_eq!(Presence::of([Some(Gone), Some(Gone)]), Presence::Gone);
    }
}
