//! Which pages a run looked for: only of those can it say that they are gone.

use crate::dataset::model::{Problem, ProblemStage};
use std::collections::BTreeSet;
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
    /// Files, folders and archives that could not be read to the end: what they told before may still be there.
    pub unread_paths: BTreeSet<PathBuf>,
    /// Addresses of pages that could not be read.
    pub unread_urls: BTreeSet<String>,
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
    /// Takes in what could not be read: it is not gone.
    pub fn could_not_read(&mut self, problems: &[Problem]) {
        let of_reading =
            |problem: &&Problem| matches!(problem.stage, ProblemStage::Read | ProblemStage::Page | ProblemStage::Extract);
        for problem in problems.iter().filter(of_reading) {
            // Where a page is named, the archive around it could be read.
            match (&problem.url, &problem.path) {
                (Some(url), _) => _ = self.unread_urls.insert(url.clone()),
                (None, Some(path)) => {
                    self.unread_paths.insert(path.into());
                    let path = absolute(Path::new(path));
                    // The archive of a crawl: it does not say whose page is lost.
                    if !self.paths.iter().any(|read| path.starts_with(absolute(read))) {
                        self.unsure.clone_from(&self.sources);
                    }
                }
                (None, None) => {}
            }
        }
    }

    /// The same, ready for being asked of many pages.
    pub(super) fn resolved(&self) -> Looked<'_> {
        let resolve = |path: &PathBuf| resolve(path);
        Looked {
            scope: self,
            paths: self.paths.iter().map(resolve).collect(),
            unread: self.unread_paths.iter().map(resolve).collect(),
        }
    }
}

/// What a run looked at, with paths that can be compared however they are written.
#[derive(Debug)]
pub(super) struct Looked<'s> {
    scope: &'s Scope,
    paths: BTreeSet<PathBuf>,
    unread: BTreeSet<PathBuf>,
}

impl Looked<'_> {
    /// What follows from the absence of a page.
    pub(super) fn absence(&self, source: Option<&str>, url: Option<&str>, path: Option<&str>) -> Absence {
        let is_among = |ids: &[String]| source.is_some_and(|source| ids.iter().any(|id| id == source));
        let paths = path.map(places).unwrap_or_default();
        let stands_in = |folders: &BTreeSet<PathBuf>| {
            !folders.is_empty() && paths.iter().flat_map(|path| path.ancestors()).any(|path| folders.contains(path))
        };
        let is_unread = url.is_some_and(|url| self.scope.unread_urls.contains(url)) || stands_in(&self.unread);
        if is_among(&self.scope.unsure) || is_unread {
            Absence::Unsure
        } else if is_among(&self.scope.sources) || stands_in(&self.paths) {
            Absence::Gone
        } else {
            Absence::OutOfScope
        }
    }
}

/// Where a page may stand. One inside an archive is called by the archive's path, `#`, and its place in it.
fn places(path: &str) -> Vec<PathBuf> {
    let archives = path.match_indices('#').map(|(at, _)| &path[..at]);
    archives.chain([path]).map(|path| resolve(Path::new(path))).collect()
}

/// The path from the root, without links as far as it exists.
fn resolve(path: &Path) -> PathBuf {
    let whole = absolute(path);
    if let Ok(found) = whole.canonicalize() {
        return found;
    }
    let folder = whole.ancestors().skip(1).find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    folder.and_then(|(folder, found)| Some(found.join(whole.strip_prefix(folder).ok()?))).unwrap_or(whole)
}

/// The path from the root, as it is written: without `.` and `..`.
pub(super) fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = plain.pop(),
            part => plain.push(part),
        }
    }
    plain
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
            ..Scope::default()
        };
        let looked = scope.resolved();
        assert_eq!(looked.absence(Some("elk"), None, None), Absence::Gone);
        assert_eq!(looked.absence(Some("olecko"), None, None), Absence::Unsure);
        assert_eq!(looked.absence(Some("ryn"), None, None), Absence::OutOfScope);
        assert_eq!(looked.absence(Some("ryn"), None, Some("saved/ryn/a.html")), Absence::Gone);
        assert_eq!(looked.absence(None, None, Some("saved2/a.html")), Absence::OutOfScope);
        assert_eq!(looked.absence(None, None, Some("old/web.warc.gz#http://a/#b")), Absence::Gone);
        assert_eq!(looked.absence(None, None, None), Absence::OutOfScope);
    }

    #[test]
    fn a_damaged_archive_of_a_crawl_makes_no_page_of_it_gone() {
        let mut scope = Scope { sources: vec!["elk".into()], paths: vec!["saved".into()], ..Scope::default() };
        let problem = |path: &str| Problem {
            path: Some(path.into()),
            url: None,
            source: None,
            stage: ProblemStage::Read,
            code: "fetch_damaged".into(),
            message: String::new(),
            remedy: String::new(),
        };
        scope.could_not_read(&[problem("saved/a.html")]);
        let url = Some("https://elk.example/a");
        assert_eq!(scope.resolved().absence(Some("elk"), url, None), Absence::Gone);
        scope.could_not_read(&[problem("crawl/0001.warc")]);
        assert_eq!(scope.resolved().absence(Some("elk"), url, None), Absence::Unsure);
    }
}
