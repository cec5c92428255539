//! The attributes of one tag, as they are written.

use memchr::memchr;

/// The attributes of a tag: names as written, values without their quotes, character references not read.
pub(super) struct Attributes<'t> {
    rest: &'t str,
}

impl<'t> Attributes<'t> {
    /// Of a tag from its `<` to its `>`, with the length of its name.
    pub(super) fn of(source: &'t str, name: usize) -> Self {
        let rest = source.get(1 + name..).unwrap_or_default();
        Self { rest: rest.strip_suffix('>').unwrap_or(rest) }
    }
}

fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

impl<'t> Iterator for Attributes<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.rest.as_bytes();
        let from = bytes.iter().position(|byte| !is_blank(byte) && *byte != b'/')?;
        // Every offset stands beside an ASCII byte or at an end. A name may begin with an equals sign.
        let ends = |byte: &u8| is_blank(byte) || matches!(byte, b'/' | b'=');
        let name_end = bytes[from + 1..].iter().position(ends).map_or(bytes.len(), |at| from + 1 + at);
        let name = self.rest.get(from..name_end)?;
        let blanks = |at: usize| bytes[at..].iter().position(|byte| !is_blank(byte)).map_or(bytes.len(), |more| at + more);
        let equals = blanks(name_end);
        if bytes.get(equals) != Some(&b'=') {
            self.rest = self.rest.get(name_end..)?;
            return Some((name, ""));
        }
        let at = blanks(equals + 1);
        let (value_from, value_end, next) = match bytes.get(at) {
            Some(&quote @ (b'"' | b'\'')) => {
                let end = memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |found| at + 1 + found);
                (at + 1, end, (end + 1).min(bytes.len()))
            }
            _ => {
                let end = bytes[at..].iter().position(is_blank).map_or(bytes.len(), |found| at + found);
                (at, end, end)
            }
        };
        let value = self.rest.get(value_from..value_end)?;
        self.rest = self.rest.get(next..)?;
        Some((name, value))
    }
}
