//! The path pattern of a rule, and whether it fits an address.
//!
//! Rule and address are brought to one spelling first (RFC 9309 §2.2.2): octets outside ASCII escaped, escapes of letters, digits and
//! `-._~` undone, the others in upper case. Within a pattern `*` stands for anything and `$` at the end for the end (§2.2.3); `%2A`
//! and `%24` mean the signs themselves, so in an address these are escaped.

use memchr::memmem;

/// A rule's pattern, ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    /// The literal parts between stars.
    parts: Vec<Vec<u8>>,
    /// Whether the last part must end the address.
    anchored: bool,
    /// Octets of the whole: the rule with more of them decides (RFC 9309 §2.2.2).
    length: usize,
}

impl Pattern {
    /// Reads what stands behind `Allow:` or `Disallow:`.
    pub(super) fn new(printed: &[u8]) -> Self {
        let (body, anchored) = match printed.split_last() {
            Some((b'$', body)) => (body, true),
            _ => (printed, false),
        };
        let spelled = spelled(body, Stars::Kept);
        let length = spelled.len() + usize::from(anchored);
        let mut parts: Vec<Vec<u8>> = Vec::new();
        for (number, part) in spelled.split(|octet| *octet == b'*').enumerate() {
            // Stars in a row are one star.
            if number == 0 || !part.is_empty() {
                parts.push(part.to_vec());
            }
        }
        if spelled.last() == Some(&b'*') && parts.last().is_some_and(|last| !last.is_empty()) {
            parts.push(Vec::new());
        }
        Self { parts, anchored, length }
    }

    /// Octets of the pattern.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// Whether it fits every path.
    pub(super) fn fits_all(&self) -> bool {
        match self.parts.as_slice() {
            [] => true,
            [only] => !self.anchored && (only.is_empty() || only == b"/"),
            [first, rest @ ..] => (first.is_empty() || first == b"/") && rest.iter().all(Vec::is_empty),
        }
    }

    /// Whether it fits an address spelled by [`target`]; linear in both, as every part is looked for once, behind the one before.
    pub(super) fn fits(&self, target: &[u8]) -> bool {
        let Some((first, rest)) = self.parts.split_first() else { return !self.anchored || target.is_empty() };
        let Some(mut left) = target.strip_prefix(first.as_slice()) else { return false };
        let Some((last, middle)) = rest.split_last() else { return !self.anchored || left.is_empty() };
        for part in middle {
            let Some(at) = memmem::find(left, part) else { return false };
            left = left.get(at + part.len()..).unwrap_or_default();
        }
        if self.anchored { left.ends_with(last) } else { memmem::find(left, last).is_some() }
    }
}

/// What to do with `*` and `$`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stars {
    /// In a pattern `*` is special, and a `$` that does not end it is not.
    Kept,
    /// In an address neither is.
    Escaped,
}

/// An address's path and query in the spelling patterns are compared in.
pub(super) fn target(path_and_query: &str) -> Vec<u8> {
    spelled(path_and_query.as_bytes(), Stars::Escaped)
}

fn spelled(octets: &[u8], stars: Stars) -> Vec<u8> {
    let mut out = Vec::with_capacity(octets.len());
    let mut rest = octets;
    while let Some((&octet, after)) = rest.split_first() {
        rest = after;
        match octet {
            b'%' => match after.split_first_chunk::<2>().and_then(|(digits, behind)| Some((escaped(*digits)?, behind))) {
                Some((octet, behind)) => {
                    rest = behind;
                    if octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.' | b'_' | b'~') {
                        out.push(octet);
                    } else {
                        escape(octet, &mut out);
                    }
                }
                None => out.push(b'%'),
            },
            b'*' if stars == Stars::Kept => out.push(octet),
            b'*' | b'$' => escape(octet, &mut out),
            // What a URL cannot hold literally, and what parsers of URLs escape though it could.
            0..=b' ' | 0x7F.. | b'"' | b'<' | b'>' | b'`' | b'\'' | b'{' | b'}' | b'|' | b'^' | b'\\' => escape(octet, &mut out),
            _ => out.push(octet),
        }
    }
    out
}

fn escaped(digits: [u8; 2]) -> Option<u8> {
    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
    u8::try_from(high? * 16 + low?).ok()
}

fn escape(octet: u8, out: &mut Vec<u8>) {
    const DIGITS: [u8; 16] = *b"0123456789ABCDEF";
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or(b'0');
    out.extend([b'%', digit(octet >> 4), digit(octet & 15)]);
}
