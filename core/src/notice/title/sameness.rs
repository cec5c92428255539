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
    alike(&Compared::new(reading, a), &Compared::new(reading, b))
}

/// The words of a name, ready for comparing with many others.
pub(crate) struct Compared<'r> {
    words: Vec<&'r str>,
    /// Numbers of what there are several of: `nr 1`, `etap II`, `edycja 2023`.
    marks: Vec<&'r str>,
}

impl<'r> Compared<'r> {
    pub(crate) fn new(reading: &'r Reading<'_>, name: Span) -> Self {
        let words: Vec<&str> = reading.words_in(name).iter().map(|word| reading.slice(word.span)).collect();
        let is_last = |i: usize| i + 1 == words.len();
        let marks = words.iter().enumerate().filter(|&(i, word)| is_mark(word) && (*word != "i" || is_last(i)));
        let marks = marks.map(|(_, word)| *word).collect();
        Self { words, marks }
    }

    /// Whether both have marks and neither's are all among the other's: two undertakings of one kind.
    fn contradicts(&self, other: &Self) -> bool {
        let among = |some: &[&str], others: &[&str]| some.iter().all(|mark| others.contains(mark));
        !self.marks.is_empty()
            && !other.marks.is_empty()
            && !among(&self.marks, &other.marks)
            && !among(&other.marks, &self.marks)
    }
}

/// The same for names made ready.
pub(crate) fn alike(a: &Compared<'_>, b: &Compared<'_>) -> bool {
    let (short, long) = if a.words.len() <= b.words.len() { (&a.words, &b.words) } else { (&b.words, &a.words) };
    if short.is_empty() || a.contradicts(b) {
        return false;
    }
    // Two cases of one word share most of their letters: `przebudowa` and `przedszkole` do not.
    let near = |x: &str, y: &str| {
        let prefix = x.bytes().zip(y.bytes()).take_while(|(x, y)| x == y).count();
        x == y || prefix >= 4 && prefix * 5 >= x.len().max(y.len()) * 3
    };
    let enough = |shared: usize| 2 * shared * 5 >= (short.len() + long.len()) * 4;
    let mut shared = short.len();
    for x in short {
        if !long.iter().any(|y| near(x, y)) {
            shared -= 1;
            if !enough(shared) {
                return false;
            }
        }
    }
    let begins = short.len() >= 2 && short.iter().zip(long.iter()).all(|(x, y)| x == y);
    let contained = shared == short.len() && (short.len() >= 3 || begins || long.len() <= short.len() + 1);
    if !(contained || enough(shared)) {
        return false;
    }
    // `SEKAP` and `SEKAP2` are two undertakings.
    let numbered =
        |x: &str, y: &str| x.strip_prefix(y).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    let sequel = |x: &[&str], y: &[&str]| x.iter().any(|x| y.iter().any(|y| y.len() >= 4 && numbered(x, y)) && !y.contains(x));
    !sequel(&a.words, &b.words) && !sequel(&b.words, &a.words)
}
