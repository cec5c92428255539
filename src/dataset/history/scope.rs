//! Which pages a run looked for: only of those can it say that they are gone.

use std::path::{Component, Path, PathBuf};

/// What a run looked at.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Ids of the sources of the configuration.
    pub sources: Vec<String>,
    /// Those of them whose pages cannot be taken for all there are: a crawl that its budget ended, a host that failed. A page of
    /// theirs that is not there may still be.
    pub unsure: Vec<String>,
    /// Files and folders that were read.
    pub paths: Vec<PathBuf>,
}

/// What is known of a page that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Absence {
    /// It was looked for, and is not there.
    Gone,
    /// It was looked for among pages that are not all there are.
    Unsure,
    /// Nobody looked.
    OutOfScope,
}

impl Scope {
    /// What follows from the absence of a page.
    pub(super) fn absence(&self, source: Option<&str>, path: Option<&str>) -> Absence {
        let is_among = |ids: &[String]| source.is_some_and(|source| ids.iter().any(|id| id == source));
        if is_among(&self.unsure) {
            Absence::Unsure
        } else if is_among(&self.sources) || path.is_some_and(|path| self.reads(path)) {
            Absence::Gone
        } else {
            Absence::OutOfScope
        }
    }

    fn reads(&self, path: &str) -> bool {
        // A page inside an archive is called by the archive's path, `#`, and its place in it.
        let archives = path.match_indices('#').map(|(at, _)| &path[..at]);
        archives.chain([path]).any(|path| self.paths.iter().any(|read| plain(Path::new(path)).starts_with(plain(read))))
    }
}

/// Without the `.` of `./pages`.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_looked_for_is_gone() {
        let scope = Scope {
            sources: vec!["elk".into(), "olecko".into()],
            unsure: vec!["olecko".into()],
            paths: vec!["./saved".into(), "old/web.warc.gz".into()],
        };
        assert_eq!(scope.absence(Some("elk"), None), Absence::Gone);
        assert_eq!(scope.absence(Some("olecko"), None), Absence::Unsure);
        assert_eq!(scope.absence(Some("ryn"), None), Absence::OutOfScope);
        assert_eq!(scope.absence(Some("ryn"), Some("saved/ryn/a.html")), Absence::Gone);
        assert_eq!(scope.absence(None, Some("saved2/a.html")), Absence::OutOfScope);
        assert_eq!(scope.absence(None, Some("old/web.warc.gz#http://a/#b")), Absence::Gone);
        assert_eq!(scope.absence(None, None), Absence::OutOfScope);
    }
}
