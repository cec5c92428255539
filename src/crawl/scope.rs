//! Which addresses belong to a source.

use super::key::host_of;
use super::plan::SourcePlan;
use std::collections::BTreeSet;
use url::Url;

/// The hosts of one source: those of its start addresses and those it names besides, each with and without `www.`, on the port that
/// stands there or the scheme's own.
#[derive(Debug, Clone)]
pub struct Scope {
    hosts: BTreeSet<String>,
}

impl Scope {
    /// The scope of a source.
    pub fn new(source: &SourcePlan) -> Self {
        Self { hosts: source.hosts().iter().map(|host| plain(host)).collect() }
    }

    /// Whether an address belongs to the source.
    pub fn admits(&self, url: &Url) -> bool {
        self.host(url).is_some()
    }

    /// The address's host with its port, if it belongs to the source. With and without `www.` are two hosts here: each may have its own
    /// `robots.txt` (RFC 9309 §2.3).
    pub fn host(&self, url: &Url) -> Option<String> {
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        host_of(url).filter(|host| self.hosts.contains(&plain(host)))
    }
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
    fn the_host_is_told_as_politeness_counts_it() {
        let scope = scope(&["http://gmina.test/"], &[]);
        assert_eq!(scope.host(&Url::parse("http://www.gmina.test:80/x").unwrap()).as_deref(), Some("www.gmina.test"));
        assert_eq!(scope.host(&Url::parse("http://other.test/x").unwrap()), None);
    }
}
