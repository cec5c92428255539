//! The parameters of an address.

use url::Url;

/// A parameter as written: its name, and its value if there is an equals sign.
pub(in crate::crawl) type Parameter<'a> = (&'a str, Option<&'a str>);

/// The parameters of an address in order, without empty ones. A separator that was escaped twice (`&amp;amp;` in the page, so `&amp;`
/// in the address) is taken for what was meant.
pub(in crate::crawl) fn parameters(url: &Url) -> Vec<Parameter<'_>> {
    let parts = url.query().unwrap_or_default().split('&');
    let parts = parts.map(|part| part.strip_prefix("amp;").unwrap_or(part)).filter(|part| !part.is_empty());
    parts.map(|part| part.split_once('=').map_or((part, None), |(name, value)| (name, Some(value)))).collect()
}

/// Puts parameters together again; nothing if there are none.
pub(super) fn written(parameters: &[Parameter<'_>]) -> Option<String> {
    if parameters.is_empty() {
        return None;
    }
    let mut query = String::new();
    for (number, (name, value)) in parameters.iter().enumerate() {
        if number > 0 {
            query.push('&');
        }
        query.push_str(name);
        if let Some(value) = value {
            query.push('=');
            query.push_str(value);
        }
    }
    Some(query)
}

/// Whether a value looks like a session's name: sixteen or more letters and digits, with digits among them.
pub(super) fn is_session(value: &str) -> bool {
    value.len() >= 16
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b',' | b'-' | b'_'))
        && value.bytes().filter(u8::is_ascii_digit).count() >= 3
}
