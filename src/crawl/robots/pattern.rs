//! The path pattern of a rule, and whether it fits an address.
//!
//! Rule and address are brought to one spelling first (RFC 9309 §2.2.2): octets outside ASCII escaped, escapes of letters, digits and
//! `-._~` undone, the others in upper case. Within a pattern `*` stands for anything and `$` at the end for the end (§2.2.3); `%2A`
//! and `%24` mean the signs themselves, so in an address these are escaped.

use memchr::memmem;

/// A rule's pattern, ready to be compared. Kept as short as it was printed, as a file can hold tens of thousands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pattern {
    /// The pattern in the spelling that is compared, without the sign of the end.
    spelled: Box<[u8]>,
    /// Whether the end of the pattern must be the end of the address.
    anchored: bool,
}

impl Pattern {
    /// Reads what stands behind `Allow:` or `Disallow:`.
    pub(super) fn new(printed: &[u8]) -> Self {
        let (body, anchored) = match printed.split_last() {
            Some((b'$', body)) => (body, true),
            _ => (printed, false),
        };
        Self { spelled: spelled(body, Stars::Kept).into(), anchored }
    }

    /// Octets of the whole: of two rules that fit, the one with more decides (RFC 9309 §2.2.2).
    pub(super) fn length(&self) -> usize {
        self.spelled.len() + usize::from(self.anchored)
    }

    /// Whether it fits every address.
    pub(super) fn fits_all(&self) -> bool {
        let stars = self.spelled.strip_prefix(b"/").unwrap_or(&self.spelled);
        stars.iter().all(|octet| *octet == b'*') && (!self.anchored || !stars.is_empty())
    }

    /// Whether it fits an address spelled by [`target`]; linear in both, as every part between stars is looked for once, behind the
    /// one before. Taking the first place where a part stands loses nothing: what is left is longest then.
    pub(super) fn fits(&self, target: &[u8]) -> bool {
        let mut parts = self.spelled.split(|octet| *octet == b'*');
        let first = parts.next().unwrap_or_default();
        let Some(mut left) = target.strip_prefix(first) else { return false };
        let Some(mut part) = parts.next() else { return !self.anchored || left.is_empty() };
        for next in parts {
            let Some(at) = memmem::find(left, part) else { return false };
            left = left.get(at + part.len()..).unwrap_or_default();
            part = next;
        }
        if self.anchored { left.ends_with(part) } else { memmem::find(left, part).is_some() }
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}{}", String::from_utf8_lossy(&self.spelled), if self.anchored { "$" } else { "" })
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
