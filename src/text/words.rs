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

/// Splits a folded text into words. Linear.
pub fn words(folded: &str) -> Vec<Word> {
    let bytes = folded.as_bytes();
    let mut words = Vec::with_capacity(bytes.len() / 6);
    let mut at = 0;
    let mut after_stop = true;
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b'+' => at += 1,
            byte if byte.is_ascii_alphanumeric() => {
                while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
                    at += 1;
                }
            }
            byte => {
                // A full stop inside a number (`11.02.05`) ends nothing.
                let inner = byte == b'.'
                    && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
                    && at > 0
                    && bytes[at - 1].is_ascii_alphanumeric();
                after_stop |= !inner && matches!(byte, b'.' | b';' | b':' | b'!' | b'?' | b'|' | b'\t');
                at += 1;
                continue;
            }
        }
        words.push(Word { span: Span::new(start, at), after_stop });
        after_stop = false;
    }
    words
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
