//! Text that was decoded with the wrong character set once too often: `zĹ‚`, `zÅ‚` and `zÄ¹â€š` for `zł`.
//!
//! Such text is stored in the site's database and arrives as valid UTF-8, mostly in a part of a page (an imported article). No Polish
//! text holds these pairs of characters by chance, so they are read back wherever they stand; the page's text is the mended one.

use encoding_rs::{Encoding, ISO_8859_2, WINDOWS_1250, WINDOWS_1252};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// What Polish notices are written with beyond ASCII.
const CHARACTERS: &str = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”–—’…€\u{a0}";

/// Sets that UTF-8 is mistaken for.
const MISTAKEN: [&Encoding; 3] = [WINDOWS_1250, WINDOWS_1252, ISO_8859_2];

/// Reads garbled characters back.
pub(super) fn mend(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut mended = String::new();
    let mut copied = 0;
    let mut from = 0;
    while let Some(at) = next_lead(text.as_bytes(), from) {
        match garbled_at(&text[at..]) {
            Some((length, character)) => {
                mended.push_str(&text[copied..at]);
                mended.push(character);
                copied = at + length;
                from = copied;
            }
            None => from = at + 2,
        }
    }
    if copied == 0 {
        return text;
    }
    mended.push_str(&text[copied..]);
    Cow::Owned(mended)
}

/// The next character that garbled text begins with: `Ä Å Ã Â â Ă Ĺ`, which no Polish word holds.
fn next_lead(bytes: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let at = from + memchr::memchr2(0xc3, 0xc4, bytes.get(from..)?)?;
        if matches!(bytes.get(at..at + 2), Some([0xc3, 0x82 | 0x83 | 0x84 | 0x85 | 0xa2] | [0xc4, 0x82 | 0xb9])) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// The length of the garbled character at the beginning of some text, and what it was.
fn garbled_at(text: &str) -> Option<(usize, char)> {
    let mut ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1);
    let (two, three) = (ends.next(), ends.next());
    [three, two].into_iter().flatten().find_map(|end| Some((end, *garbled().get(&text[..end])?)))
}

/// Characters by their garbled forms.
fn garbled() -> &'static HashMap<String, char> {
    static GARBLED: OnceLock<HashMap<String, char>> = OnceLock::new();
    GARBLED.get_or_init(|| {
        let mut garbled = HashMap::new();
        for set in MISTAKEN {
            for c in CHARACTERS.chars() {
                // Where two sets show different letters alike (`Ś` in one is `Ź` in the other), the more common mistake is taken.
                garbled.entry(form(c, set)).or_insert(c);
            }
        }
        garbled
    })
}

fn form(c: char, mistaken: &'static Encoding) -> String {
    let mut buffer = [0; 4];
    mistaken.decode_without_bom_handling(c.encode_utf8(&mut buffer).as_bytes()).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_polish_character_is_read_back_from_every_set() {
        let text = "Wartość: 1\u{a0}200,50 zł – „Żółta łódź”, ĄĆĘŁŃÓŚŻ ąćęłńóśźż";
        for set in MISTAKEN {
            let garbled: String = text.chars().map(|c| if c.is_ascii() { c.to_string() } else { form(c, set) }).collect();
            assert_eq!(mend(Cow::Borrowed(&garbled)), text, "{}", set.name());
        }
    }

    #[test]
    fn other_languages_stay() {
        for text in ["Ängstlich, Äpfel, Ålesund, château, São, Ăsta", "żółć", "Ä"] {
            assert!(matches!(mend(Cow::Borrowed(text)), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn an_imported_article_is_mended_and_the_rest_stays() {
        assert_eq!(mend(Cow::Borrowed("Kwota w złotych: 100 zĹ‚")), "Kwota w złotych: 100 zł");
    }
}
