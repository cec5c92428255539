//! What corrections do to a page on its way into the store, and what that costs: the figures of two steps of `decisions`.

use super::model::PageRecord;
use super::store::grosz;
use crate::check::{Corrected, Mention};
use crate::correction::{self, Corrector, Words};
use crate::resolve::is_sum;

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

/// Sets a field back to what was read, from the words it was read from where the text has them once. What differs no more is no
/// longer remembered.
pub(super) fn take_back(mention: &mut Mention, field: &str, text: &str) {
    let Some(known) = mention.corrected.iter().find(|corrected| corrected.field == field).cloned() else { return };
    let once = |quote: &String| {
        let start = text.find(quote.as_str()).filter(|start| text.rfind(quote.as_str()) == Some(*start))?;
        Some(Words { start, end: start + quote.len(), quote: quote.clone() })
    };
    let words = known.quote.as_ref().filter(|quote| !quote.is_empty()).and_then(once);
    let _ = correction::set(mention, field, known.original.as_deref(), words.as_ref(), None);
    let others: Vec<Corrected> = mention.corrected.iter().filter(|of| of.field.starts_with("amounts[")).cloned().collect();
    for Corrected { field, original, .. } in others.iter().filter(|_| is_sum(field)) {
        let _ = correction::set(mention, field, original.as_deref(), None, None);
    }
    let notice = &mention.notice;
    mention.corrected.retain(|of| of.field != field && correction::value_of(notice, &of.field) != of.original);
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
    corrector.correct(&page.source, page.fetched.as_deref(), &page.text, &mut page.mentions);
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
