//! References met lately, and the addresses they mean: a site's menu stands on every page of it.

use super::super::address::Found;
use std::collections::HashMap;
use url::{Position, Url};

/// References remembered; a site's menus hold a hundred or two.
const MOST: usize = 512;

/// Longer references are not menu entries.
const LONGEST: usize = 256;

/// What a reference means: an address of the source, or the reason why it is none.
pub(super) type Meaning = Result<Found, &'static str>;

/// The references of one host's pages that mean the same wherever on the host they stand. When there are too many, all are forgotten.
#[derive(Debug, Default)]
pub(super) struct Recent {
    /// What all they are relative to begins with: scheme, host and port.
    root: String,
    known: HashMap<Box<str>, Meaning>,
}

impl Recent {
    /// What a reference means that is relative to `base`, if it is known; else what `find` makes of it.
    pub fn find(&mut self, base: &Url, reference: &str, find: impl FnOnce() -> Meaning) -> Meaning {
        if !is_same_everywhere(reference) {
            return find();
        }
        let root = &base[..Position::BeforePath];
        if self.root != root || self.known.len() >= MOST {
            self.known.clear();
            root.clone_into(&mut self.root);
        }
        if let Some(known) = self.known.get(reference) {
            return known.clone();
        }
        let found = find();
        self.known.insert(reference.into(), found.clone());
        found
    }
}

/// Whether what a reference means depends on no more of its page than scheme, host and port: it has a path from the root or is whole,
/// and names no place, which could be one on the page itself.
fn is_same_everywhere(reference: &str) -> bool {
    let is_whole = || ["http://", "https://"].iter().any(|start| reference.starts_with(start));
    reference.len() <= LONGEST && (reference.starts_with('/') || is_whole()) && !reference.contains('#')
}
