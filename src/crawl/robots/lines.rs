//! The lines of a `robots.txt`.

/// Bytes that are read (RFC 9309 §2.5 asks for at least 500 KiB); what stands behind is not looked at.
pub(super) const MAX_BYTES: usize = 500 << 10;
/// Octets of a value that are read. No address that is fetched is longer, so a longer rule fits none, or by a star only.
pub(super) const MAX_VALUE: usize = 2_048;

/// What a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Record<'a> {
    /// Whom the next rules are for.
    Agent(&'a [u8]),
    /// May be fetched.
    Allow(&'a [u8]),
    /// May not be fetched.
    Disallow(&'a [u8]),
    /// Seconds between two fetches, as printed.
    Delay(&'a [u8]),
    /// Where a sitemap is.
    Sitemap(&'a [u8]),
}

/// The lines that say something, with their number from one. Lines end with CR, LF or both; of a file that was cut the last line is
/// left out, as half a rule is another rule.
pub(super) fn records(body: &[u8]) -> impl Iterator<Item = (u32, Record<'_>)> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let read = match body.get(..MAX_BYTES) {
        Some(head) => head.get(..memchr::memrchr2(b'\n', b'\r', head).unwrap_or(0)).unwrap_or_default(),
        None => body,
    };
    let mut number = 1_u32;
    let mut after_return = false;
    // A line feed behind a carriage return ends no further line.
    let lines = read.split_inclusive(|octet| matches!(octet, b'\n' | b'\r')).filter_map(move |line| {
        if after_return && line == b"\n" {
            after_return = false;
            return None;
        }
        after_return = line.last() == Some(&b'\r');
        let here = number;
        number = number.saturating_add(1);
        Some((here, line))
    });
    lines.filter_map(|(number, line)| Some((number, record(line)?)))
}

/// What a line says, with the slips that are usual: a colon forgotten, `Dissallow`, `Useragent`.
fn record(line: &[u8]) -> Option<Record<'_>> {
    let line = line.split(|octet| *octet == b'#').next().unwrap_or_default().trim_ascii();
    let colon = line.iter().position(|octet| *octet == b':');
    let at = colon.or_else(|| line.iter().position(u8::is_ascii_whitespace))?;
    let (name, value) = (line.get(..at)?.trim_ascii(), line.get(at + 1..)?.trim_ascii());
    if colon.is_none() && value.iter().any(u8::is_ascii_whitespace) {
        // A sentence.
        return None;
    }
    let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()));
    if is(&["user-agent", "useragent", "user agent"]) {
        Some(Record::Agent(value))
    } else if is(&["disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"]) {
        Some(Record::Disallow(value))
    } else if is(&["allow"]) {
        Some(Record::Allow(value))
    } else if is(&["crawl-delay", "crawldelay", "crawl delay"]) {
        Some(Record::Delay(value))
    } else if is(&["sitemap", "site-map", "site map"]) {
        Some(Record::Sitemap(value))
    } else {
        None
    }
}
