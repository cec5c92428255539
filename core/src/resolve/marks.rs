//! What tells undertakings of one wording apart: the stage, the edition, the year, the number of a road.

use crate::vocabulary::{Bodies, Counted};

/// A number that tells undertakings of one wording apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub of: MarkKind,
    pub value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MarkKind {
    Year,
    Counted(Counted),
    Number,
}

/// Whether both titles have marks of one kind and neither's are all among the other's.
pub(super) fn contradict(mine: &[Mark], theirs: &[Mark]) -> bool {
    let kinds = [MarkKind::Year, MarkKind::Counted(Counted::Stage), MarkKind::Counted(Counted::Edition), MarkKind::Number];
    mine != theirs
        && kinds.into_iter().any(|kind| {
            let has = |marks: &[Mark]| marks.iter().any(|mark| mark.of == kind);
            let within = |some: &[Mark], all: &[Mark]| some.iter().filter(|mark| mark.of == kind).all(|mark| all.contains(mark));
            has(mine) && has(theirs) && !within(mine, theirs) && !within(theirs, mine)
        })
}

/// The mark that a word is, if it is one.
pub(super) fn mark(bodies: &Bodies, before: &str, word: &str, after: &str, last: bool) -> Option<Mark> {
    let counted = bodies.counted(before).or_else(|| bodies.counted(after));
    let kind = |year: bool| match counted {
        Some(counted) if !year => MarkKind::Counted(counted),
        _ if year => MarkKind::Year,
        _ => MarkKind::Number,
    };
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits > 0 {
        let year = word.len() == 4 && digits == 4 && (word.starts_with("19") || word.starts_with("20"));
        return Some(Mark { of: kind(year), value: word.trim_start_matches('0').to_owned() });
    }
    // `i` joins two words far more often than it is a number.
    let roman = roman(word).filter(|&value| (value != 1 || last || counted.is_some()) && (value < 50 || counted.is_some()));
    if let Some(value) = roman.filter(|value| *value < 40) {
        return Some(Mark { of: kind(false), value: value.to_string() });
    }
    let value = counted.and_then(|_| bodies.ordinal(word))?;
    Some(Mark { of: kind(false), value: value.to_string() })
}

/// The value of a Roman numeral up to 39.
fn roman(word: &str) -> Option<u32> {
    if word.is_empty() || word.len() > 6 || !word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')) {
        return None;
    }
    let digit = |b: u8| match b {
        b'i' => 1,
        b'v' => 5,
        _ => 10,
    };
    let digits: Vec<u32> = word.bytes().map(digit).collect();
    let signed = digits.iter().enumerate().map(|(at, &value)| {
        let less = digits.get(at + 1).is_some_and(|&next| next > value);
        if less { -i64::from(value) } else { i64::from(value) }
    });
    u32::try_from(signed.sum::<i64>()).ok().filter(|&value| value > 0)
}
