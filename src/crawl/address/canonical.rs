//! The form addresses are compared in.
//!
//! Two steps. *Cleaned* is what is fetched: without sessions, tracking and views that the quirks table names, without a mere mark
//! within the page. *Canonical* is what is compared: also with one spelling of escapes (RFC 3986 §6.2.2), slashes, empty parameters
//! and folders' index files. The second step is not done to what is fetched, as a server may see a difference there.

use super::MAX_LENGTH;
use super::query::{Parameter, is_session, parameters, written};
use crate::vocabulary::web::{Addresses, Quirk};
use std::collections::BTreeSet;
use url::Url;

/// Rounds after which an address that still changes is taken as it is. Every round makes it shorter; two or three are usual.
const ROUNDS: usize = 64;

/// The canonical form. That of a canonical address is itself. An address that is too long to be fetched is left as it is.
pub fn canonical(url: &Url, quirks: &Addresses) -> Url {
    let mut now = url.clone();
    if now.as_str().len() > MAX_LENGTH || now.cannot_be_a_base() {
        return now;
    }
    for _ in 0..ROUNDS {
        let mut next = now.clone();
        clean(&mut next, quirks);
        fold(&mut next, quirks);
        if next == now {
            break;
        }
        now = next;
    }
    now
}

/// What is fetched in place of an address.
pub(super) fn cleaned(mut url: Url, quirks: &Addresses) -> Url {
    for _ in 0..ROUNDS {
        let before = url.as_str().len();
        clean(&mut url, quirks);
        if url.as_str().len() == before {
            break;
        }
    }
    url
}

/// The quirk that refuses an address, if one does.
pub(super) fn refusal<'a>(url: &Url, quirks: &'a Addresses) -> Option<&'a Quirk> {
    let parameters = parameters(url);
    quirks.quirks().iter().find(|quirk| quirk.refuse && holds(quirk, url, &parameters))
}

/// Leaves out what the quirks table names, and the fragment (RFC 3986 §3.5: never sent to a server) unless it is a hash-bang, with
/// which sites of about 2012 name other pages.
fn clean(url: &mut Url, quirks: &Addresses) {
    if url.fragment().is_some_and(|fragment| !fragment.starts_with('!')) {
        url.set_fragment(None);
    }
    if let Some(host) = url.host_str().and_then(|host| host.strip_suffix('.')).filter(|host| !host.is_empty()).map(str::to_owned)
    {
        // A host's name with the root's dot is the same host (RFC 1034 §3.1). If it cannot be set it stays.
        let _ = url.set_host(Some(&host));
    }
    for quirk in quirks.quirks().iter().filter(|quirk| !quirk.refuse) {
        clean_query(url, quirk);
        clean_path(url, quirk);
    }
}

fn clean_query(url: &mut Url, quirk: &Quirk) {
    if quirk.drop_query.is_empty() || url.query().is_none() {
        return;
    }
    let all = parameters(url);
    let drops = |(name, value): &Parameter<'_>| {
        quirk.drop_query.iter().any(|dropped| dropped.matches(name, *value))
            && (!quirk.session_only || value.is_some_and(is_session))
    };
    if !all.iter().any(drops) || !holds(quirk, url, &all) {
        return;
    }
    let kept: Vec<Parameter<'_>> = all.into_iter().filter(|parameter| !drops(parameter)).collect();
    let query = written(&kept);
    url.set_query(query.as_deref());
}

fn clean_path(url: &mut Url, quirk: &Quirk) {
    if quirk.drop_suffix.is_empty() && quirk.drop_segment.is_empty() && quirk.drop_path_parameter.is_empty() {
        return;
    }
    let path = url.path();
    let mut kept = String::with_capacity(path.len());
    for (number, segment) in path.split('/').enumerate() {
        if quirk.drop_segment.iter().any(|glob| glob.matches(segment)) {
            continue;
        }
        if number > 0 {
            kept.push('/');
        }
        kept.push_str(without_parameters(segment, quirk));
    }
    while let Some(length) = quirk.drop_suffix.iter().find_map(|suffix| without_suffix(&kept, suffix)) {
        kept.truncate(length);
    }
    if kept.is_empty() {
        kept.push('/');
    }
    if kept != path && holds(quirk, url, &parameters(url)) {
        url.set_path(&kept);
    }
}

/// A segment without the parameters that the quirk drops, if they end it.
fn without_parameters<'a>(segment: &'a str, quirk: &Quirk) -> &'a str {
    let Some((before, after)) = segment.split_once(';') else { return segment };
    let name = after.split('=').next().unwrap_or_default().to_ascii_lowercase();
    if quirk.drop_path_parameter.contains(&name) { before } else { segment }
}

/// The length of what stands before a suffix, which may have a slash behind it; nothing if nothing stands before it.
fn without_suffix(path: &str, suffix: &str) -> Option<usize> {
    let bare = path.strip_suffix('/').unwrap_or(path);
    let length = bare.len().checked_sub(suffix.len())?;
    let ends = bare.as_bytes().get(length..)?.eq_ignore_ascii_case(suffix.as_bytes());
    (ends && length > 0 && path.is_char_boundary(length)).then_some(length)
}

/// Whether a quirk is meant for an address.
fn holds(quirk: &Quirk, url: &Url, parameters: &[Parameter<'_>]) -> bool {
    let has = |wanted: &crate::vocabulary::web::Parameter| parameters.iter().any(|(name, value)| wanted.matches(name, *value));
    quirk.query.iter().all(has)
        && !quirk.unless.iter().any(has)
        && (quirk.paths.is_empty() || quirk.paths.iter().any(|glob| glob.matches(url.path())))
        && (quirk.hosts.is_empty() || quirk.hosts.iter().any(|glob| glob.matches(url.host_str().unwrap_or_default())))
}

/// One spelling of escapes, slashes, empty and repeated parameters and index files.
fn fold(url: &mut Url, quirks: &Addresses) {
    let path = folded_path(&unescaped(url.path()), quirks);
    if path != url.path() {
        url.set_path(&path);
    }
    let Some(query) = url.query() else { return };
    let unescaped = unescaped(query);
    if unescaped != query {
        url.set_query(Some(&unescaped));
    }
    let mut seen = BTreeSet::new();
    let mut kept = parameters(url);
    // `name=` asks for nothing, but a bare `name` can be the page's number.
    kept.retain(|(name, value)| *value != Some("") && seen.insert((*name, *value)));
    let query = written(&kept);
    if query.as_deref() != url.query() {
        url.set_query(query.as_deref());
    }
}

/// The path with single slashes and without a folder's index file.
fn folded_path(path: &str, quirks: &Addresses) -> String {
    let mut folded = String::with_capacity(path.len());
    for letter in path.chars() {
        if letter != '/' || !folded.ends_with('/') {
            folded.push(letter);
        }
    }
    let name = folded.rfind('/').map_or(0, |slash| slash + 1);
    if folded.get(name..).is_some_and(|file| quirks.is_index(&file.to_ascii_lowercase())) {
        folded.truncate(name);
    }
    folded
}

/// Escapes of letters, digits, `-._~` undone and the others in upper case (RFC 3986 §6.2.2.1 and §6.2.2.2).
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let octet = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| !after.starts_with('+'));
        match octet {
            Some(octet) => {
                match octet {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(octet)),
                    _ => out.push_str(&format!("%{octet:02X}")),
                }
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
