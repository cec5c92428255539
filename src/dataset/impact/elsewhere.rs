//! Where else the same words were read as the same value.
//!
//! Eight bytes a value are held: a hash of field, value and words, and the mention. A hash may be that of another value, so a mention is
//! looked at before it is named.

use super::Elsewhere;
use super::base::stated;
use crate::check::Mention;
use crate::dataset::error::DatasetError;
use crate::dataset::reopen::{CaseMention, Reopened};
use std::collections::BTreeSet;

/// The most mentions that are named.
const MOST: usize = 50;

/// Of how many more mentions than are named it is looked whether they are meant.
const LOOKED_AT: usize = 2 * MOST;

/// The values of all mentions.
#[derive(Debug, Default)]
pub(in crate::dataset) struct Quotes(Vec<(u32, u32)>);

impl Quotes {
    /// Adds the values of a mention.
    pub(in crate::dataset) fn add(&mut self, position: u32, mention: &Mention) {
        self.0.extend(stated(mention).iter().map(|value| (hash(value), position)));
    }

    /// Makes it ready for questions.
    pub(super) fn settle(&mut self) {
        self.0.sort_unstable();
        self.0.shrink_to_fit();
    }

    /// The positions that may state a value, in page order.
    fn of(&self, value: &(&str, String, &str)) -> impl Iterator<Item = u32> {
        let hash = hash(value);
        let within = &self.0[self.0.partition_point(|(known, _)| *known < hash)..];
        within[..within.partition_point(|(known, _)| *known == hash)].iter().map(|(_, position)| *position)
    }
}

/// FNV-1a, folded: the same in every run.
fn hash((field, value, quote): &(&str, String, &str)) -> u32 {
    let bytes = [field.as_bytes(), value.as_bytes(), quote.as_bytes()];
    let all = bytes.iter().flat_map(|part| part.iter().chain(&[0u8]));
    let hash = all.fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    (hash ^ (hash >> 32)) as u32
}

impl Reopened {
    /// The mentions that state a field as this one does, in the same words: first those of its project, then the others, both in page
    /// order; and how many more there may be. Those being corrected anyway are left out.
    pub(super) fn elsewhere(
        &self,
        position: u32,
        field: &str,
        corrected: &BTreeSet<u32>,
    ) -> Result<(Vec<Elsewhere>, usize), DatasetError> {
        let CaseMention { mention, .. } = self.retold(position)?;
        let Some(value) = stated(&mention).into_iter().find(|(known, _, _)| *known == field) else { return Ok((Vec::new(), 0)) };
        let project = self.project_at(position);
        let mut candidates: Vec<u32> =
            self.base.quotes.of(&value).filter(|other| *other != position && !corrected.contains(other)).collect();
        candidates.sort_by_key(|&other| (self.project_at(other) != project, other));
        let (mut found, mut seen) = (Vec::new(), 0);
        for &other in candidates.iter().take(LOOKED_AT) {
            if found.len() == MOST {
                break;
            }
            seen += 1;
            let told = self.retold(other)?;
            if !stated(&told.mention).contains(&value) {
                continue;
            }
            let source = told.mention.source;
            found.push(Elsewhere {
                mention_id: told.mention_id,
                project_id: self.project_id(self.project_at(other)).to_owned(),
                same_project: self.project_at(other) == project,
                page: source.url.or(source.path).unwrap_or_default(),
                quote: value.2.to_owned(),
            });
        }
        Ok((found, candidates.len() - seen))
    }
}
