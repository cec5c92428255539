//! A link's text → an address, or the reason why it is none.

use super::MAX_LENGTH;
use super::canonical::{canonical, cleaned, refusal};
use crate::crawl::key::Key;
use crate::vocabulary::web::Addresses;
use url::Url;

/// An address that was found on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What to fetch: the address as linked, without sessions, tracking and views of the same page.
    pub url: Url,
    /// The key of its canonical form. Two addresses to fetch can have one key, also where one redirects to the other
    /// (`/` → `/index.php`).
    pub key: Key,
}

/// The address that a link on a page means.
///
/// # Errors
/// The reason, for counting, why it is not worth fetching: `scheme` (mail, telephone, script), `malformed`, `file_type` (a picture,
/// an archive), `too_long`, `user_info` (a name or password in it), `fragment` (a place on the same page), `quirk:<id>` (refused by an
/// entry of `addresses.toml`).
pub fn found(base: &Url, href: &str, quirks: &Addresses) -> Result<Found, &'static str> {
    let href = href.trim_matches(|letter: char| letter.is_whitespace() || letter.is_control());
    if href.is_empty() || href.starts_with('#') && !href.starts_with("#!") {
        return Err("fragment");
    }
    if href.len() > 2 * MAX_LENGTH {
        return Err("too_long");
    }
    let url = resolved(base, href)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("scheme");
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("malformed");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("user_info");
    }
    if is_place_on(base, &url) {
        return Err("fragment");
    }
    if is_refused_type(&url, quirks) {
        return Err("file_type");
    }
    let url = cleaned(url, quirks);
    if url.as_str().len() > MAX_LENGTH {
        return Err("too_long");
    }
    if let Some(quirk) = refusal(&url, quirks) {
        return Err(quirk.reason);
    }
    let key = Key::of(canonical(&url, quirks).as_str());
    Ok(Found { url, key })
}

/// The link's text against the page's address, with the usual slips of hand mended: a host without its scheme (`www.gmina.test/x`),
/// a scheme written twice, a mail address without `mailto:`.
fn resolved(base: &Url, href: &str) -> Result<Url, &'static str> {
    let lower = href.get(..16).unwrap_or(href).to_ascii_lowercase();
    for doubled in ["http://http://", "http://https://", "https://https://", "https://http://"] {
        if lower.starts_with(doubled) || href.to_ascii_lowercase().starts_with(doubled) {
            let scheme = doubled.find("//").map_or(0, |at| at + 2);
            return Url::parse(href.get(scheme..).unwrap_or_default()).map_err(|_| "malformed");
        }
    }
    let head = href.split(['/', '?', '#']).next().unwrap_or_default();
    if lower.starts_with("www.") && head.matches('.').count() >= 2 && !head.contains(':') {
        return Url::parse(&format!("http://{href}")).map_err(|_| "malformed");
    }
    if head.len() == href.len() && !head.contains(':') && head.split_once('@').is_some_and(|(_, host)| host.contains('.')) {
        return Err("scheme");
    }
    base.join(href).map_err(|_| "malformed")
}

/// Whether an address is the page's own with a mark behind it.
fn is_place_on(base: &Url, url: &Url) -> bool {
    let Some(fragment) = url.fragment() else { return false };
    let bare = |url: &Url| url.as_str().split('#').next().unwrap_or_default().len();
    !fragment.starts_with('!') && url.as_str().get(..bare(url)) == base.as_str().get(..bare(base))
}

/// Whether the last segment of the path ends in the name of a file type that is never a page.
fn is_refused_type(url: &Url, quirks: &Addresses) -> bool {
    let name = url.path().rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let name = name.split(';').next().unwrap_or_default();
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    // A sitemap may be packed.
    !(extension == "gz" && stem.ends_with(".xml")) && quirks.refuses_type(extension)
}
