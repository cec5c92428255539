//! Which addresses belong to a source.

use super::key::host_of;
use super::plan::SourcePlan;
use std::collections::BTreeSet;
use url::Url;

/// The hosts of one source: those of its start addresses and those it names besides, each with and without `www.`, on the port that
/// stands there or the scheme's own. Of a host that other sources have as well (a vendor's machine that keeps a folder for each
/// municipality), the folders of its own start addresses alone.
#[derive(Debug, Clone)]
pub struct Scope {
    hosts: BTreeSet<String>,
    /// Folders on hosts that are shared: host and the beginning of the path.
    folders: Vec<(String, String)>,
}

impl Scope {
    /// The scope of a source that shares no host.
    pub fn new(source: &SourcePlan) -> Self {
        Self { hosts: source.hosts().iter().map(|host| plain(host)).collect(), folders: Vec::new() }
    }

    /// The scope of a source among others.
    pub fn among(source: &SourcePlan, shared: &Shared) -> Self {
        let folders = source.start.iter().filter_map(|start| Some((plain(&host_of(start)?), folder(start))));
        Self { folders: folders.filter(|(host, _)| shared.0.contains(host)).collect(), ..Self::new(source) }
    }

    /// Whether an address belongs to the source.
    pub fn admits(&self, url: &Url) -> bool {
        self.host(url).is_some()
    }

    /// Whether a host, named as [`host_of`] does, belongs to the source.
    pub fn has(&self, host: &str) -> bool {
        self.hosts.contains(&plain(host))
    }

    /// The address's host with its port, if it belongs to the source. With and without `www.` are two hosts here: each may have its own
    /// `robots.txt` (RFC 9309 §2.3).
    pub fn host(&self, url: &Url) -> Option<String> {
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let name = host_of(url)?;
        let host = plain(&name);
        let mut own = self.folders.iter().filter(|(shared, _)| *shared == host).peekable();
        let is_own = own.peek().is_none() || own.any(|(_, folder)| is_in(url.path(), folder));
        (is_own && self.hosts.contains(&host)).then_some(name)
    }
}

/// The hosts that more than one source has.
#[derive(Debug, Clone, Default)]
pub struct Shared(BTreeSet<String>);

impl Shared {
    /// Finds them.
    pub fn of(sources: &[SourcePlan]) -> Self {
        let (mut once, mut shared) = (BTreeSet::new(), BTreeSet::new());
        for host in sources.iter().flat_map(|source| Scope::new(source).hosts) {
            if !once.insert(host.clone()) {
                shared.insert(host);
            }
        }
        Self(shared)
    }
}

/// The folder an address stands in or names, without a slash at its end: `/web/gmina` of `/web/gmina` and of `/web/gmina/start.php`.
fn folder(url: &Url) -> String {
    let path = url.path().trim_end_matches('/');
    let (before, last) = path.rsplit_once('/').unwrap_or_default();
    if last.contains('.') { before.to_owned() } else { path.to_owned() }
}

fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A host as it is compared: in lower case, without `www.`, without the root's dot, without the schemes' own ports.
fn plain(host: &str) -> String {
    let host = host.trim().to_ascii_lowercase();
    let (name, port) = match host.rsplit_once(':') {
        // Not the colons within an IPv6 address.
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') => {
            (name, port)
        }
        _ => (host.as_str(), ""),
    };
    let name = name.trim_start_matches("www.").trim_end_matches('.');
    if matches!(port, "" | "80" | "443") { name.to_owned() } else { format!("{name}:{port}") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::crawl::plan::HostBudget;

    fn scope(start: &[&str], hosts: &[&str]) -> Scope {
        Scope::new(&SourcePlan {
            id: "a".to_owned(),
            name: "Gmina".to_owned(),
            teryt: None,
            start: start.iter().map(|start| Url::parse(start).unwrap()).collect(),
            hosts: hosts.iter().map(|&host| host.to_owned()).collect(),
            follow: true,
            budget: HostBudget::default(),
            pages: None,
            every: None,
        })
    }

    fn admits(scope: &Scope, url: &str) -> bool {
        scope.admits(&Url::parse(url).unwrap())
    }

    #[test]
    fn a_host_is_admitted_with_and_without_www_and_no_other_subdomain() {
        let scope = scope(&["http://www.gmina.test/"], &["BIP.gmina.test"]);
        for url in ["http://gmina.test/a", "https://www.gmina.test/a", "https://bip.gmina.test", "https://www.bip.gmina.test/"] {
            assert!(admits(&scope, url), "{url}");
        }
        for url in ["http://szkola.gmina.test/", "http://gmina.test.example/", "http://xgmina.test/", "ftp://gmina.test/"] {
            assert!(!admits(&scope, url), "{url}");
        }
    }

    #[test]
    fn a_port_is_admitted_only_where_it_was_named() {
        let scope = scope(&["http://127.0.0.1:8080/"], &["bip.gmina.test:8443", "gmina.test:443", "[::1]:99"]);
        for url in ["http://127.0.0.1:8080/x", "https://bip.gmina.test:8443/", "http://gmina.test/", "http://[::1]:99/"] {
            assert!(admits(&scope, url), "{url}");
        }
        for url in
            ["http://127.0.0.1/", "http://127.0.0.1:8081/", "https://bip.gmina.test/", "http://gmina.test:8080/", "http://[::1]/"]
        {
            assert!(!admits(&scope, url), "{url}");
        }
    }

    #[test]
    fn of_a_vendors_machine_that_several_share_each_has_its_own_folder() {
        let source = |id: &str, start: &str| SourcePlan {
            id: id.to_owned(),
            name: id.to_owned(),
            teryt: None,
            start: vec![Url::parse(start).unwrap()],
            hosts: BTreeSet::new(),
            follow: true,
            budget: HostBudget::default(),
            pages: None,
            every: None,
        };
        let sources =
            [source("a", "https://bip.test/a"), source("b", "https://bip.test/b/start.php"), source("c", "https://c.test/x")];
        let shared = Shared::of(&sources);
        let [a, b, c] = sources.each_ref().map(|source| Scope::among(source, &shared));
        assert!(admits(&a, "https://bip.test/a/projekty") && !admits(&a, "https://bip.test/b/projekty"));
        assert!(admits(&b, "https://bip.test/b/projekty") && !admits(&b, "https://bip.test/"));
        assert!(!admits(&a, "https://bip.test/ab/"), "another folder whose name begins the same");
        assert!(admits(&c, "https://c.test/y"));
    }

    #[test]
    fn the_host_is_told_as_politeness_counts_it() {
        let scope = scope(&["http://gmina.test/"], &[]);
        assert_eq!(scope.host(&Url::parse("http://www.gmina.test:80/x").unwrap()).as_deref(), Some("www.gmina.test"));
        assert_eq!(scope.host(&Url::parse("http://other.test/x").unwrap()), None);
    }
}
