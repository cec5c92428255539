//! When two names are one.

use crate::notice::reading::Reading;
use crate::text::Span;

/// Whether two names are one: the same words but for case, marks and a few letters.
pub(crate) fn same(reading: &Reading<'_>, a: Span, b: Span) -> bool {
    let words = |span| -> Vec<&str> { reading.words_in(span).iter().map(|word| reading.slice(word.span)).collect() };
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if short.is_empty() {
        return false;
    }
    // `nr 1` and `nr 2`, `etap I` and `etap II`, `edycja 2022` and `2023` are two undertakings.
    let marks = |words: &[&str]| -> Vec<String> {
        let mark =
            |word: &&&str| word.bytes().any(|b| b.is_ascii_digit()) || matches!(**word, "i" | "ii" | "iii" | "iv" | "v" | "vi");
        words
            .iter()
            .enumerate()
            .filter(|(i, word)| mark(word) && (**word != "i" || *i + 1 == words.len()))
            .map(|(_, word)| (*word).to_owned())
            .collect()
    };
    let (of_a, of_b) = (marks(&a), marks(&b));
    if !of_a.is_empty()
        && !of_b.is_empty()
        && of_a != of_b
        && !of_a.iter().all(|m| of_b.contains(m))
        && !of_b.iter().all(|m| of_a.contains(m))
    {
        return false;
    }
    // Two cases of one word share most of their letters: `przebudowa` and `przedszkole` do not.
    let near = |x: &str, y: &str| {
        let prefix = x.bytes().zip(y.bytes()).take_while(|(x, y)| x == y).count();
        x == y || prefix >= 4 && prefix * 5 >= x.len().max(y.len()) * 3
    };
    let shared = short.iter().filter(|x| long.iter().any(|y| near(x, y))).count();
    let begins = short.len() >= 2 && short.iter().zip(long.iter()).all(|(x, y)| x == y);
    let contained = shared == short.len() && (short.len() >= 3 || begins || long.len() <= short.len() + 1);
    contained || 2 * shared * 5 >= (short.len() + long.len()) * 4
}
