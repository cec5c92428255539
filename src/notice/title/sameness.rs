//! When two names are one.

use crate::notice::reading::Reading;
use crate::text::Span;

/// Whether one of two names is the other with a stage or edition at its end (`Kanalizacja` and `Kanalizacja – etap II`).
pub(crate) fn stages(reading: &Reading<'_>, a: Span, b: Span) -> bool {
    let words = |span| -> Vec<&str> { reading.words_in(span).iter().map(|word| reading.slice(word.span)).collect() };
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let tail = long.get(short.len()..).unwrap_or_default();
    !tail.is_empty() && tail.len() <= 3 && long.starts_with(short) && tail.iter().any(|word| is_mark(word))
}

/// Whether a word tells undertakings of one name apart: a number, a Roman one too.
fn is_mark(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit()) || matches!(word, "i" | "ii" | "iii" | "iv" | "v" | "vi")
}

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
        words
            .iter()
            .enumerate()
            .filter(|(i, word)| is_mark(word) && (**word != "i" || *i + 1 == words.len()))
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
    // `SEKAP` and `SEKAP2` are two undertakings.
    let numbered =
        |x: &str, y: &str| x.strip_prefix(y).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    let sequel = |x: &[&str], y: &[&str]| x.iter().any(|x| y.iter().any(|y| y.len() >= 4 && numbered(x, y)) && !y.contains(x));
    if sequel(&a, &b) || sequel(&b, &a) {
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
