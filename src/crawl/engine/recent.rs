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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::super::address::found;
    use super::*;
    use crate::vocabulary::web::Web;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    /// What a reference on a page means by heart, and read anew.
    fn both(recent: &mut Recent, base: &str, reference: &str) -> (Meaning, Meaning) {
        let find = || found(&url(base), reference, &Web::builtin().addresses);
        (recent.find(&url(base), reference, find), find())
    }

    #[test]
    fn what_is_known_by_heart_is_what_would_be_found() {
        let mut recent = Recent::default();
        let bases = ["http://gmina.test/a/b", "http://gmina.test/c?d=1", "https://gmina.test/a/b", "http://gmina.test:8080/"];
        let references = [
            "/menu?utm_source=x",
            "menu",
            "//bip.test/x",
            "/a/b#dol",
            "/c?d=1#gora",
            "http://gmina.test/c?d=1#gora",
            "http:x",
            "https://gmina.test/plik.jpg",
            "http://user:word@gmina.test/",
            "/\\bip.test/",
            "mailto:a@gmina.test",
        ];
        for _ in 0..2 {
            for base in bases {
                for reference in references {
                    let (known, read) = both(&mut recent, base, reference);
                    assert_eq!(known, read, "{reference} on {base}");
                }
            }
        }
    }

    #[test]
    fn a_site_of_ever_new_links_is_not_remembered_without_end() {
        let mut recent = Recent::default();
        for number in 0..5 * MOST {
            both(&mut recent, "http://gmina.test/", &format!("/{number}")).0.unwrap();
            assert!(recent.known.len() <= MOST);
        }
        both(&mut recent, "http://gmina.test/", &format!("/{}", "x".repeat(LONGEST))).0.unwrap();
        assert!(recent.known.keys().all(|reference| reference.len() <= LONGEST));
    }
}
