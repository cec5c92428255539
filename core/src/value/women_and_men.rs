//! The split of a headcount into women and men: `30 kobiet i 10 mężczyzn`, `75K/57M`, `kobiety – 66, mężczyźni – 24`.

use super::tape::Tape;

/// How far after the counted noun the split may begin.
const REACH: usize = 90;

/// Women and men as printed.
pub(super) struct Split {
    /// Women or girls.
    pub women: Option<u32>,
    /// Men or boys.
    pub men: Option<u32>,
    /// One past the last word.
    pub end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sex {
    Woman,
    Man,
}

/// The split after a total: the first number within reach must begin it, with only words, commas and brackets between.
pub(super) fn after(tape: &Tape<'_, '_>, from: usize) -> Option<Split> {
    let mut at = from;
    while at < from + REACH && !tape.is_digit(at) {
        let byte = tape.byte(at);
        if !(byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'\n' | b',' | b'(' | b':' | b'-' | b'/' | b'"')) {
            return None;
        }
        at += 1;
    }
    if !tape.is_digit(at) {
        return None;
    }
    starting_at(tape, at).or_else(|| labelled_split(tape, at)).or_else(|| one_sex(tape, from, at))
}

/// `30 kobiet i 10 mężczyzn`, `75K/57M`, `10 mężczyzn oraz 30 kobiet`.
pub(super) fn starting_at(tape: &Tape<'_, '_>, at: usize) -> Option<Split> {
    let (first, sex, end) = share(tape, at)?;
    let mut next = end;
    while next < end + 4 && matches!(tape.byte(next), b' ' | b'\n' | b',' | b'/' | b';' | b'-' | b'+') {
        next += 1;
    }
    let word = tape.word(next);
    if matches!(word, b"i" | b"oraz" | b"a") {
        next = tape.skip_blank(next + word.len());
    }
    let (second, other, end) = share(tape, next)?;
    if other == sex {
        return None;
    }
    Some(if sex == Sex::Woman {
        Split { women: Some(first), men: Some(second), end }
    } else {
        Split { women: Some(second), men: Some(first), end }
    })
}

/// One number with its sex: `75 kobiet`, `75K`.
fn share(tape: &Tape<'_, '_>, at: usize) -> Option<(u32, Sex, usize)> {
    let digits = tape.digits(at);
    let count = tape.small(at, digits)?;
    let noun = tape.skip_blank(digits);
    let word = tape.word(noun);
    Some((count, sex(tape, noun, word)?, noun + word.len()))
}

fn sex(tape: &Tape<'_, '_>, at: usize, word: &[u8]) -> Option<Sex> {
    if word.starts_with(b"kobiet") || word.starts_with(b"dziewcz") || (word == b"k" && tape.is_upper(at)) {
        Some(Sex::Woman)
    } else if word.starts_with(b"mezczyz") || word.starts_with(b"chlopc") || (word == b"m" && tape.is_upper(at)) {
        Some(Sex::Man)
    } else {
        None
    }
}

/// `kobiety – 66, mężczyźni – 24`, `K: 75, M: 57`: the label stands before its number.
fn labelled_split(tape: &Tape<'_, '_>, at: usize) -> Option<Split> {
    let sex_before = |at: usize| {
        let mut end = at;
        while end > 0 && at - end < 3 && matches!(tape.before(end), b' ' | b'-' | b':') {
            end -= 1;
        }
        let start = tape.letters_start(end);
        sex(tape, start, tape.slice(start, end))
    };
    let first_sex = sex_before(at)?;
    let first_end = tape.digits(at);
    let first = tape.small(at, first_end)?;
    let mut next = first_end;
    while next < first_end + 24 && !tape.is_digit(next) {
        if !(tape.is_letter(next) || matches!(tape.byte(next), b' ' | b'\n' | b',' | b'-' | b':' | b'/' | b';')) {
            return None;
        }
        next += 1;
    }
    let end = tape.digits(next);
    let second = tape.small(next, end)?;
    match (first_sex, sex_before(next)?) {
        (Sex::Woman, Sex::Man) => Some(Split { women: Some(first), men: Some(second), end }),
        (Sex::Man, Sex::Woman) => Some(Split { women: Some(second), men: Some(first), end }),
        _ => None,
    }
}

/// `, w tym 80 kobiet`: only where the words say that it is a part.
fn one_sex(tape: &Tape<'_, '_>, from: usize, at: usize) -> Option<Split> {
    let between = tape.slice(from, at);
    let part = between.contains(&b'(')
        || between.windows(5).any(|words| words == b"w tym")
        || between.windows(8).any(|words| words == b"z czego ");
    let (count, sex, end) = share(tape, at).filter(|_| part)?;
    Some(match sex {
        Sex::Woman => Split { women: Some(count), men: None, end },
        Sex::Man => Split { women: None, men: Some(count), end },
    })
}
