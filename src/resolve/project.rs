//! One project and the mentions that tell of it.

/// What joins a project's mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// The number of the agreement or application.
    Number,
    /// Title, body and figures.
    Title,
    /// Nothing: it has one mention and no key.
    Alone,
}

/// One project and the mentions that tell of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Identifies it, from edition to edition.
    pub id: String,
    /// What joins its mentions.
    pub join: Join,
    /// Positions of its mentions, in page order.
    pub members: Vec<usize>,
    /// Position of the mention that tells most, then the first.
    pub best: usize,
    /// Number of pages among them.
    pub pages: usize,
    /// Whether all mentions agree on sums and dates.
    pub agree: bool,
}
