//! The shape of an address: what is counted by budgets, so that a calendar's pages are one thing.

use super::query::parameters;
use url::Url;

/// The shape: host, path with numbers as `{n}`, dates as `{date}`, long hexadecimal names as `{hash}`, and the names of the parameters
/// in order with values reduced alike. Linear in the address.
pub fn pattern(url: &Url) -> String {
    let mut shape = String::with_capacity(url.as_str().len());
    shape.push_str(url.host_str().unwrap_or_default());
    let mut segments = url.path().split('/').peekable();
    let mut first = true;
    while let Some(segment) = segments.next() {
        if !first {
            shape.push('/');
        }
        first = false;
        if is_year(segment) && segments.peek().is_some_and(|next| is_number(next) && next.len() <= 2) {
            // A date over two or three segments: `/2022/05/alias/`, `/2022/05/17/`.
            shape.push_str("{date}");
            segments.next();
            if segments.peek().is_some_and(|next| is_number(next) && next.len() <= 2) {
                segments.next();
            }
            continue;
        }
        reduce(segment, &mut shape);
    }
    let mut query: Vec<String> = parameters(url).into_iter().map(|(name, value)| reduced_parameter(name, value)).collect();
    query.sort_unstable();
    for (number, parameter) in query.iter().enumerate() {
        shape.push(if number == 0 { '?' } else { '&' });
        shape.push_str(parameter);
    }
    shape
}

fn reduced_parameter(name: &str, value: Option<&str>) -> String {
    let mut reduced = String::with_capacity(name.len() + 8);
    reduce(name, &mut reduced);
    if let Some(value) = value {
        reduced.push('=');
        reduce(value, &mut reduced);
    }
    reduced
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && is_number(text) && (text.starts_with("19") || text.starts_with("20"))
}

/// A text with what changes from page to page replaced.
fn reduce(text: &str, into: &mut String) {
    if text.len() >= 16
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        && text.bytes().any(|byte| byte.is_ascii_digit())
    {
        // Sixteen and more: half an MD5; a UUID has its dashes.
        into.push_str(if text.bytes().all(|byte| byte.is_ascii_digit()) { "{n}" } else { "{hash}" });
        return;
    }
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(length) = date(rest.as_bytes()) {
            into.push_str("{date}");
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            into.push_str("{n}");
            rest = rest.get(digits..).unwrap_or_default();
            continue;
        }
        let others = rest.bytes().take_while(|byte| !byte.is_ascii_digit()).count();
        into.push_str(rest.get(..others).unwrap_or_default());
        rest = rest.get(others..).unwrap_or_default();
    }
}

/// The length of a date at the beginning: `2022-05-17`, `17.05.2022`, `20220517`.
fn date(text: &[u8]) -> Option<usize> {
    let digits = text.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 8 && matches!(text.get(..2), Some(b"19" | b"20")) {
        return Some(8);
    }
    let fits = |lengths: [usize; 3]| {
        let mut at = 0;
        for (number, length) in lengths.into_iter().enumerate() {
            if number > 0 {
                matches!(text.get(at), Some(b'-' | b'.' | b'_' | b',')).then_some(())?;
                at += 1;
            }
            text.get(at..at + length)?.iter().all(u8::is_ascii_digit).then_some(())?;
            at += length;
        }
        (!text.get(at).is_some_and(u8::is_ascii_digit)).then_some(at)
    };
    fits([4, 2, 2]).or_else(|| fits([2, 2, 4]))
}
