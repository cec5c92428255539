//! The words of a folded text.

use super::Span;

/// One word of a folded text: a run of letters and digits, or a lone `+` (as in `EFS+`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where the word stands in the folded text.
    pub span: Span,
    /// Whether a sentence, cell or clause ends between the previous word and this one (`.`, `;`, `:`, `!`, `?`, `|`, tab).
    pub after_stop: bool,
}

/// What a byte means to the words around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Other,
    Stop,
    Plus,
    Letter,
}

/// The class of every byte.
static CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'.' | b';' | b':' | b'!' | b'?' | b'|' | b'\t' => Class::Stop,
            b'+' => Class::Plus,
            byte if byte.is_ascii_alphanumeric() => Class::Letter,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// Whether a stop is the full stop inside a number (`11.02.05`), which ends nothing.
fn is_inner(bytes: &[u8], at: usize) -> bool {
    let after_word = at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_alphanumeric());
    bytes[at] == b'.' && after_word && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// Splits a folded text into words. Linear.
pub fn words(folded: &str) -> Vec<Word> {
    words_within(folded, [Span::new(0, folded.len())])
}

/// The words of some stretches of a folded text, which are in order and end at no word's inside.
pub fn words_within(folded: &str, stretches: impl IntoIterator<Item = Span>) -> Vec<Word> {
    let mut words = Vec::new();
    for stretch in stretches {
        split(&folded.as_bytes()[..stretch.end], stretch.start, &mut words);
    }
    words
}

/// Adds the words from an offset on.
fn split(bytes: &[u8], from: usize, words: &mut Vec<Word>) {
    words.reserve((bytes.len() - from) / 6);
    let mut after_stop = true;
    let mut at = from;
    while at < bytes.len() {
        let start = at;
        let class = CLASSES[usize::from(bytes[at])];
        at += 1;
        if class == Class::Letter {
            while at < bytes.len() && CLASSES[usize::from(bytes[at])] == Class::Letter {
                at += 1;
            }
        } else if class != Class::Plus {
            after_stop |= class == Class::Stop && !is_inner(bytes, start);
            continue;
        }
        words.push(Word { span: Span::new(start, at), after_stop });
        after_stop = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_what_ended_before_them() {
        let text = "wartosc projektu: 12 zl. efs+";
        let found: Vec<_> = words(text).iter().map(|w| (w.span.of(text), w.after_stop)).collect();
        assert_eq!(found, [("wartosc", true), ("projektu", false), ("12", true), ("zl", false), ("efs", true), ("+", false)]);
    }
}
