//! What corrections do to a page on its way into the store, and what that costs: the figures of two steps of `decisions`.

use super::model::PageRecord;
use super::store::grosz;
use crate::check::{Corrected, Mention};
use crate::correction::{self, Corrector};

/// What corrections have done to a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Mended {
    /// Mentions that a person says tell of no project.
    pub(super) rejected: u32,
    /// Their total costs in PLN, in grosz.
    pub(super) rejected_grosz: i128,
    /// What corrections have added to the total costs in PLN of the others, in grosz; less than nothing if they took away.
    pub(super) added_grosz: i128,
    /// The mentions that say something else now, as they were read: which project they tell of follows from that.
    pub(super) read: Vec<Mention>,
}

/// A mention as it was read, as far as it remembers: sums that a person added are gone, the words of the others are those of now.
pub(super) fn as_read(mention: &Mention) -> Mention {
    let mut read = mention.clone();
    for Corrected { field, original, .. } in &mention.corrected {
        // What cannot be set back stays as it is told.
        let _ = correction::set(&mut read, field, original.as_deref(), None, None);
    }
    read.corrected.clear();
    read
}

/// Why a page has no mention whose mentions all tell of no project, as a person says.
const REJECTED: &str = "rejected";

/// Puts right what a page tells; says what came of it, if anything did.
pub(super) fn mend(page: &mut PageRecord, corrector: &mut Corrector) -> Option<Mended> {
    if !corrector.concerns(&page.source) {
        return None;
    }
    let sums = |mentions: &[Mention]| -> Vec<(usize, Option<i64>)> {
        mentions.iter().map(|mention| (mention.mention, grosz(&mention.notice))).collect()
    };
    let (read, before) = (sums(&page.mentions), page.mentions.clone());
    corrector.correct(&page.source, &page.text, &mut page.mentions);
    let kept = sums(&page.mentions);
    let now = |number: usize| page.mentions.iter().find(|now| now.mention == number);
    let is_other = |was: &Mention| now(was.mention).is_some_and(|now| now.notice != was.notice);
    let mut mended = Mended { read: before.into_iter().filter(is_other).collect(), ..Mended::default() };
    if read == kept && mended.read.is_empty() {
        return None;
    }
    if kept.is_empty() {
        page.silence = Some(REJECTED.to_owned());
    }
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
