//! Addresses and hosts as a configuration names them.

use super::findings::{Findings, Said};
use metryczka::crawl::{forbidden_range, host_of};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use url::{Host, Url};

/// The addresses of a key, each once.
pub(super) fn addresses(texts: &[Said<String>], key: &str, findings: &Findings) -> Vec<Url> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for text in texts {
        match address(&text.value) {
            Ok(url) if !seen.insert(url.clone()) => {
                let message = format!("municipality.{key}: `{}`: named twice", text.value);
                findings.warning(text.line, message, "leave one of them out");
            }
            Ok(url) => found.push(url),
            Err((message, remedy)) => {
                findings.error(text.line, format!("municipality.{key}: `{}`: {message}", text.value), remedy);
            }
        }
    }
    found
}

/// An address that can be fetched; or what is wrong with it, and what to do about it.
fn address(text: &str) -> Result<Url, (String, &'static str)> {
    let wrong = |message: &str, remedy| Err((message.to_owned(), remedy));
    let url = match Url::parse(text.trim()) {
        Ok(url) => url,
        Err(error) => return wrong(&error.to_string(), "write it whole: https://gmina.example/"),
    };
    if !matches!(url.scheme(), "http" | "https") {
        return wrong("neither http nor https", "only web pages can be fetched");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return wrong("holds a name or password", "leave it out: only public pages are fetched");
    }
    if !is_host(&url) {
        return wrong("has no host that can be looked up", "write https://gmina.example/");
    }
    match ip_of(&url).and_then(forbidden_range) {
        Some(range) => Err((format!("never fetched: {range}"), "name a machine of the public internet")),
        None => Ok(url),
    }
}

/// The addresses of a file: one a line; empty lines and those that begin with `#` are passed over.
pub(super) fn address_file(path: &Path, line: usize, findings: &Findings) -> Vec<Url> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            let message = format!("municipality.address_file: {}: {error}", path.display());
            findings.error(line, message, "check the spelling; the path is relative to the configuration's folder");
            return Vec::new();
        }
    };
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for (number, text) in text.trim_start_matches('\u{feff}').lines().map(str::trim).enumerate() {
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        match address(text) {
            Ok(url) if seen.insert(url.clone()) => found.push(url),
            Ok(_) => {}
            Err((message, remedy)) => {
                let place = format!("{}:{}", path.display(), number + 1);
                findings.error(line, format!("municipality.address_file: {place}: `{text}`: {message}"), remedy);
            }
        }
    }
    if found.is_empty() {
        let message = format!("municipality.address_file: {}: no address in it", path.display());
        findings.error(line, message, "write one whole address a line: https://gmina.example/projekt");
    }
    found
}

/// A host with or without a port, in lower case and ASCII.
pub(super) fn host_name(text: &str) -> Option<String> {
    let url = Url::parse(&format!("http://{}/", text.trim())).ok()?;
    let is_bare = url.path() == "/" && url.username().is_empty() && url.query().is_none() && url.fragment().is_none();
    if is_bare && is_host(&url) { host_of(&url) } else { None }
}

/// Whether an address's host is a name that can be looked up, or a number: no pattern, no empty label.
fn is_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.trim_end_matches('.').split('.').all(|label| {
            !label.is_empty() && label.len() <= 63 && label.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        }),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
        None => false,
    }
}

fn ip_of(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(ip) => Some(ip.into()),
        Host::Ipv6(ip) => Some(ip.into()),
        Host::Domain(_) => None,
    }
}

/// Whether an address is of this machine: by its number, its name, or where `resolve` sends it.
pub fn is_loopback(url: &Url, resolve: &BTreeMap<String, SocketAddr>) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        // RFC 6761, section 6.3: these names are this machine's, whatever a resolver says.
        Some(Host::Domain(name)) => {
            let sent = resolve.get(name).map(SocketAddr::ip);
            name == "localhost" || name.ends_with(".localhost") || sent.is_some_and(|ip: IpAddr| ip.is_loopback())
        }
        None => false,
    }
}
