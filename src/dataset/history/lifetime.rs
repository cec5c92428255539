//! Since when something is known, and whether it still is.

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

/// The times of editions between which something is known (UTC, ISO 8601).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifetime {
    /// Whether it is still there.
    pub presence: Presence,
    /// The first edition that had it.
    pub first_seen: String,
    /// The newest edition for which a page told it.
    pub last_seen: String,
    /// The newest edition in which a published value of it changed.
    pub last_changed: String,
}

impl Lifetime {
    /// Of something new.
    pub fn new(created: &str) -> Self {
        Self { presence: Presence::Current, first_seen: created.into(), last_seen: created.into(), last_changed: created.into() }
    }
}
