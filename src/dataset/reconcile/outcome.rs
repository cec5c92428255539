//! How a project and the lists stand to each other.

/// How a project and the official lists compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Announced and listed, and every figure that both have is the same.
    Agrees,
    /// Announced and listed, with another sum or date.
    Differs,
    /// Announced and listed, but there is no figure to hold against each other.
    Listed,
    /// Announced, and missing in lists that should hold it: they are of its programme and period.
    NotListed,
    /// Announced, not found, and the lists given cannot tell whether it should be there.
    NotCovered,
    /// Listed for a municipality of this edition, and announced on none of its pages.
    NotAnnounced,
}

/// Why the lists given cannot tell whether a project should be in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Untold {
    /// A listed row fits it and another project equally well.
    Ambiguous,
    /// No page names its programme.
    NoProgramme,
    /// The page tells of an application; the lists hold agreements.
    Requested,
    /// No list is of its programme and period: it is paid by another fund, or its list was not given.
    OtherProgramme,
    /// It began after the day to which the lists hold.
    LaterThanList,
}
