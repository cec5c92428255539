//! The folded copy of a text, with an exact map back.

use super::Span;
use unicode_normalization::UnicodeNormalization;

/// Stands in for a character that has no ASCII counterpart (a letter of another script, a symbol).
const UNKNOWN: u8 = 0x01;

/// The folded form of `€`, which is one character of the original and must stay one byte.
pub const EURO: u8 = 0x02;

/// A text folded to lower-case ASCII for matching, with the original offset of every folded byte.
///
/// Folding: letters lose case and diacritics (`Ł` → `l`); every run of blanks becomes one space, or one `\n` if the run holds a
/// line break, or one `\t` if it holds a table-cell boundary; all dashes become `-`; all quotation marks become `"` (double) or
/// `'` (single); letters lost to `?` come back in words that are known (see `lost`); soft hyphens, zero-width characters and combining marks vanish; `€` becomes [`EURO`]; anything else `\x01`.
#[derive(Clone, Debug)]
pub struct Folded<'t> {
    original: &'t str,
    text: String,
    map: Vec<u32>,
}

impl<'t> Folded<'t> {
    /// Folds a text. Linear in its length.
    pub fn new(original: &'t str) -> Self {
        let mut folder = Folder::with_capacity(original.len());
        let bytes = original.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let plain = plain_run(&bytes[at..]);
            folder.plain(&bytes[at..at + plain], at);
            at += plain;
            match bytes.get(at) {
                None => break,
                Some(&byte) if byte < 0x80 => {
                    folder.ascii(byte, at);
                    at += 1;
                }
                Some(&lead) => {
                    at += folder.letter(lead, bytes.get(at + 1), at).unwrap_or_else(|| {
                        let c = original[at..].chars().next().unwrap_or_default();
                        folder.wide(c, at);
                        c.len_utf8()
                    })
                }
            }
        }
        super::lost::restore(&mut folder.text);
        // Only ASCII bytes are ever pushed.
        let text = String::from_utf8(folder.text).unwrap_or_default();
        Self { original, text, map: folder.map }
    }

    /// The folded text: ASCII only, so every byte is a character.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The folded text as bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// The text this was folded from.
    pub fn original_text(&self) -> &'t str {
        self.original
    }

    /// Leads a span of the folded text back to the original text.
    pub fn original(&self, folded: Span) -> Span {
        if folded.is_empty() || folded.end > self.map.len() {
            let at = self.map.get(folded.start).map_or(self.original.len(), |&at| at as usize);
            return Span::new(at, at);
        }
        let start = self.map[folded.start] as usize;
        let last = self.map[folded.end - 1] as usize;
        let width = self.original[last..].chars().next().map_or(0, char::len_utf8);
        Span::new(start, last + width)
    }

    /// The original words under a span of the folded text.
    pub fn quote(&self, folded: Span) -> &'t str {
        let span = self.original(folded);
        &self.original[span.start..span.end]
    }

    /// The folded offset of the first folded byte at or after an offset of the original text.
    pub fn folded_offset(&self, original: usize) -> usize {
        self.map.partition_point(|&at| (at as usize) < original)
    }

    /// Leads a span of the original text to the folded text.
    pub fn folded(&self, original: Span) -> Span {
        let start = self.folded_offset(original.start);
        // No character folds to more bytes than it has.
        let most = self.map.len().min(start + original.len());
        let length = self.map[start..most].partition_point(|&at| (at as usize) < original.end);
        Span::new(start, start + length)
    }

    /// Whether the original character behind a folded byte is an upper-case letter.
    pub fn is_upper(&self, folded: usize) -> bool {
        self.map.get(folded).and_then(|&at| self.original[at as usize..].chars().next()).is_some_and(char::is_uppercase)
    }
}

/// Length of the characters at the beginning of some text that only lose their case: letters, digits and signs with single spaces
/// between them.
fn plain_run(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let single = *byte == b' ' && bytes.get(at + 1).is_some_and(u8::is_ascii_graphic);
        if !(byte.is_ascii_graphic() || single && at > 0) {
            break;
        }
        at += 1;
    }
    at
}

/// The folded form of a Polish letter, by the two bytes of its UTF-8 form; 0 for others.
static POLISH: [[u8; 64]; 3] = {
    let letters = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ".as_bytes();
    let folded = b"acelnoszzacelnoszz";
    let mut table = [[0; 64]; 3];
    let mut letter = 0;
    while letter < folded.len() {
        table[(letters[2 * letter] - 0xc3) as usize][(letters[2 * letter + 1] - 0x80) as usize] = folded[letter];
        letter += 1;
    }
    table
};

/// The state of one folding pass.
struct Folder {
    text: Vec<u8>,
    map: Vec<u32>,
}

impl Folder {
    fn with_capacity(bytes: usize) -> Self {
        Self { text: Vec::with_capacity(bytes), map: Vec::with_capacity(bytes) }
    }

    fn push(&mut self, byte: u8, at: usize) {
        self.text.push(byte);
        // A page is limited to far less than 4 GiB (page::limits), so the offset fits.
        self.map.push(u32::try_from(at).unwrap_or(u32::MAX));
    }

    /// Adds characters that only lose their case.
    fn plain(&mut self, run: &[u8], at: usize) {
        let from = u32::try_from(at).unwrap_or(u32::MAX);
        let to = u32::try_from(at + run.len()).unwrap_or(u32::MAX);
        self.text.extend(run.iter().map(u8::to_ascii_lowercase));
        self.map.extend(from..to);
    }

    /// Adds a Polish letter, if these two bytes are one; returns its length.
    fn letter(&mut self, lead: u8, trail: Option<&u8>, at: usize) -> Option<usize> {
        let row = POLISH.get(usize::from(lead.checked_sub(0xc3)?))?;
        let folded = *row.get(usize::from(trail?.checked_sub(0x80)?))?;
        (folded != 0).then(|| {
            self.push(folded, at);
            2
        })
    }

    fn ascii(&mut self, byte: u8, at: usize) {
        match byte {
            b'\n' | b'\r' => self.blank(b'\n', at),
            b'\t' => self.blank(b'\t', at),
            b' ' | 0x0b | 0x0c => self.blank(b' ', at),
            0..0x20 | 0x7f => self.push(UNKNOWN, at),
            _ => self.push(byte.to_ascii_lowercase(), at),
        }
    }

    /// Adds a blank, or strengthens the blank that already stands there: cell boundary over line break over space.
    fn blank(&mut self, byte: u8, at: usize) {
        fn strength(blank: u8) -> u8 {
            match blank {
                b'\t' => 3,
                b'\n' => 2,
                b' ' => 1,
                _ => 0,
            }
        }
        match self.text.last_mut() {
            Some(last) if strength(*last) > 0 => {
                if strength(byte) > strength(*last) {
                    *last = byte;
                }
            }
            _ => self.push(byte, at),
        }
    }

    fn wide(&mut self, c: char, at: usize) {
        match c {
            '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => self.blank(b' ', at),
            '\u{85}' | '\u{2028}' | '\u{2029}' => self.blank(b'\n', at),
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => self.push(b'-', at),
            '„' | '”' | '“' | '‟' | '«' | '»' | '″' | '〞' | '＂' => self.push(b'"', at),
            '‘' | '’' | '‚' | '‛' | '′' | '´' | '‹' | '›' => self.push(b'\'', at),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => {}
            '\u{300}'..='\u{36f}' => {}
            '…' => self.push(b'.', at),
            '€' => self.push(EURO, at),
            _ => self.other(c, at),
        }
    }

    /// Any other character: its base letter if it has one, else [`UNKNOWN`].
    fn other(&mut self, c: char, at: usize) {
        let base = std::iter::once(c).nfkd().next().unwrap_or(c);
        match u8::try_from(base) {
            Ok(byte) if byte.is_ascii_alphabetic() => self.push(byte.to_ascii_lowercase(), at),
            _ => self.push(UNKNOWN, at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polish_letters_lose_case_and_diacritics() {
        assert_eq!(Folded::new("ZAŻÓŁĆ Gęślą Jaźń").as_str(), "zazolc gesla jazn");
    }

    #[test]
    fn decomposed_letters_fold_like_composed_ones() {
        assert_eq!(Folded::new("wartos\u{301}c\u{301}").as_str(), "wartosc");
    }

    #[test]
    fn blanks_collapse_and_the_strongest_boundary_stays() {
        assert_eq!(Folded::new("a\u{a0}\u{202f} b \n c \t\n d").as_str(), "a b\nc\td");
    }

    #[test]
    fn spans_lead_back_to_the_exact_words() {
        let text = "Wartość:\u{a0}1\u{202f}149\u{a0}808,80\u{a0}zł";
        let folded = Folded::new(text);
        let at = folded.as_str().find("1 149 808,80 zl").unwrap();
        assert_eq!(folded.quote(Span::new(at, at + 15)), "1\u{202f}149\u{a0}808,80\u{a0}zł");
    }

    #[test]
    fn soft_hyphens_vanish_but_stay_in_the_quote() {
        let folded = Folded::new("dofinan\u{ad}sowanie");
        assert_eq!(folded.as_str(), "dofinansowanie");
        assert_eq!(folded.quote(Span::new(0, 14)), "dofinan\u{ad}sowanie");
    }

    #[test]
    fn a_quote_never_ends_inside_a_letter() {
        let folded = Folded::new("zł.");
        assert_eq!(folded.quote(Span::new(0, 2)), "zł");
    }
}
