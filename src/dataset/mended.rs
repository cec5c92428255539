//! What corrections do to a page on its way into the store, and what that costs: the figures of two steps of `decisions`.

use super::model::PageRecord;
use super::store::grosz;
use crate::check::Mention;
use crate::correction::Corrector;

/// What corrections have done to a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Mended {
    /// Mentions that a person says tell of no project.
    pub(super) rejected: u32,
    /// Their total costs in PLN, in grosz.
    pub(super) rejected_grosz: i128,
    /// What corrections have added to the total costs in PLN of the others, in grosz; less than nothing if they took away.
    pub(super) added_grosz: i128,
}

/// Why a page has no mention whose mentions all tell of no project, as a person says.
const REJECTED: &str = "rejected";

/// Puts right what a page tells; says what came of it, if anything did.
pub(super) fn mend(page: &mut PageRecord, corrector: &mut Corrector) -> Option<Mended> {
    if corrector.file().corrections().is_empty() {
        return None;
    }
    let sums = |mentions: &[Mention]| -> Vec<(usize, Option<i64>)> {
        mentions.iter().map(|mention| (mention.mention, grosz(&mention.notice))).collect()
    };
    let read = sums(&page.mentions);
    corrector.correct(&page.source, page.fetched.as_deref(), &page.text, &mut page.mentions);
    let kept = sums(&page.mentions);
    if read == kept {
        return None;
    }
    if kept.is_empty() {
        page.silence = Some(REJECTED.to_owned());
    }
    let mut mended = Mended::default();
    for (number, before) in read {
        let before = before.map_or(0, i128::from);
        match kept.iter().find(|(kept, _)| *kept == number) {
            Some((_, after)) => mended.added_grosz += after.map_or(0, i128::from) - before,
            None => {
                mended.rejected += 1;
                mended.rejected_grosz += before;
            }
        }
    }
    Some(mended)
}
