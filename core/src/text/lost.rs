//! Polish letters lost to `?`: the words that rules look for are known again.
//!
//! Some sites once passed their text through a database that knew only ASCII; every `ł` and `ś` of it is a question mark since.
//! `Ca?kowita warto??` still says what it says. The folded copy gets the letters back where a known word fits, byte for byte, so that
//! offsets stay; the page's own text keeps its question marks.

use std::collections::HashMap;
use std::sync::OnceLock;

/// The words, with what they are for.
const WORDS: &str = include_str!("../vocabulary/lost_letters.txt");

/// Gives words of a folded text their lost letters back.
pub(super) fn restore(text: &mut [u8]) {
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'?', &text[from..]) {
        let at = from + found;
        let start = at - text[..at].iter().rev().take_while(|&&byte| is_part(byte)).count();
        let end = at + text[at..].iter().take_while(|&&byte| is_part(byte)).count();
        if let Some(word) = known().get(&text[start..end]) {
            text[start..end].copy_from_slice(word);
        }
        from = end;
    }
}

fn is_part(byte: u8) -> bool {
    byte == b'?' || byte.is_ascii_lowercase()
}

/// Words with their letters, by their form without.
fn known() -> &'static HashMap<Vec<u8>, Vec<u8>> {
    static KNOWN: OnceLock<HashMap<Vec<u8>, Vec<u8>>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).map(|word| (lost(word), super::Folded::new(word).as_bytes().to_vec())).collect()
    })
}

fn lost(word: &str) -> Vec<u8> {
    word.chars().map(|c| u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(b'?')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restored(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        restore(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn known_words_get_their_letters_back() {
        assert_eq!(restored("ca?kowita warto?? zadania"), "calkowita wartosc zadania");
    }

    #[test]
    fn questions_and_addresses_stay() {
        for text in ["ile wynosi kwota?", "index.php?id=7", "co z?", "?", "czy to jest warto?"] {
            assert_eq!(restored(text), text);
        }
    }

    #[test]
    fn every_form_is_of_one_word_only() {
        let words = WORDS.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
        for word in words {
            let folded = super::super::Folded::new(word);
            assert_eq!(
                known().get(&lost(word)).map(Vec::as_slice),
                Some(folded.as_bytes()),
                "{word} and another word lose to one form"
            );
        }
    }
}
