//! How far a project's money has come: what may be added up with what.

use crate::notice::{Genre, Status};
use crate::table::Named;
use crate::vocabulary::Stage;

/// How far a project's money has come. Sums of different classes are never added silently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StageClass {
    /// Applied for: the status says so, or the grant is called requested.
    Requested,
    /// Granted and not yet finished: the project is under way, or the grant is called awarded or received; also a page that a
    /// beneficiary owes the public once it has the money (an EU description, a state-funding notice), or that names the day of signing.
    Awarded,
    /// Granted, and the project is finished.
    Completed,
    /// The page says neither.
    Unstated,
}

/// What decides.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Signs {
    pub(super) status: Option<Status>,
    pub(super) stage: Option<Stage>,
    pub(super) genre: Option<Genre>,
    /// Whether the day of signing is printed.
    pub(super) is_signed: bool,
}

impl StageClass {
    /// All classes.
    pub(super) const ALL: [Self; 4] = [Self::Requested, Self::Awarded, Self::Completed, Self::Unstated];

    /// The class that the signs speak for.
    pub(super) fn of(signs: Signs) -> Self {
        let is_owed = signs.is_signed || matches!(signs.genre, Some(Genre::EuDescription | Genre::StateFundingNotice));
        match (signs.status, signs.stage) {
            // Its sums are those applied for, however far the work has come since: what was granted the page does not say.
            (_, Some(Stage::Requested)) => Self::Requested,
            (Some(Status::Completed), _) => Self::Completed,
            (_, Some(Stage::Awarded | Stage::Received)) | (Some(Status::Ongoing), _) => Self::Awarded,
            (Some(Status::Applied), None) => Self::Requested,
            (Some(Status::Planned) | None, None) if is_owed => Self::Awarded,
            (Some(Status::Planned) | None, None) => Self::Unstated,
        }
    }

    /// The class of a row of `projects`, from the words in its columns.
    pub fn of_words(status: Option<&str>, grant_stage: Option<&str>, genre: Option<&str>, is_signed: bool) -> Self {
        Self::of(Signs { status: member(status), stage: member(grant_stage), genre: member(genre), is_signed })
    }

    /// Whether the money was granted.
    pub const fn is_granted(self) -> bool {
        matches!(self, Self::Awarded | Self::Completed)
    }
}

/// The member of a closed list that has this name.
fn member<T: Named>(name: Option<&str>) -> Option<T> {
    let at = T::NAMES.iter().position(|known| Some(*known) == name)?;
    T::MEMBERS.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_table_give_the_class_of_the_sums() {
        let of = |status, stage, genre| StageClass::of_words(status, stage, genre, false);
        assert_eq!(of(Some("completed"), Some("requested"), None), StageClass::Requested);
        assert_eq!(of(None, None, Some("eu_description")), StageClass::Awarded);
        assert_eq!(of(Some("planned"), None, Some("news")), StageClass::Unstated);
    }

    #[test]
    fn a_sum_applied_for_stays_applied_for_when_the_work_has_begun_or_ended() {
        for status in [None, Some(Status::Applied), Some(Status::Planned), Some(Status::Ongoing), Some(Status::Completed)] {
            let signs = Signs { status, stage: Some(Stage::Requested), is_signed: true, ..Signs::default() };
            assert_eq!(StageClass::of(signs), StageClass::Requested, "{status:?}");
        }
        let awarded = Signs { status: Some(Status::Applied), stage: Some(Stage::Awarded), ..Signs::default() };
        assert_eq!(StageClass::of(awarded), StageClass::Awarded);
    }
}
