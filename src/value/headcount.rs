//! Numbers of people, families, bodies and places, with women and men where they are printed.
//!
//! Doubts: `split_mismatch` (women and men do not add up to the total), `mixed_unit` (`90 rodzin i osób`).

use super::context::is_reference;
use super::{CountUnit, Found, Headcount, number::Number, tape::Tape, units};
use crate::text::Span;
use rust_decimal::Decimal;

/// From here up a number of people is a population, not a target group.
const POPULATION: u32 = 100_000;
/// How far after the counted noun the split into women and men may begin.
const SPLIT_REACH: usize = 90;

/// Reads the number at hand as a count.
pub(super) fn read(tape: &Tape<'_, '_>, number: &Number) -> Option<Found<Headcount>> {
    let (count, end) = count(tape, number)?;
    if is_no_count(tape, number.span.start, count) {
        return None;
    }
    let at = tape.skip_blank(end);
    if let Some(split) = split_at(tape, number.span.start, true) {
        return Some(split_only(split, number.span.start));
    }
    let noun = noun(tape, at)?;
    if count == 1 && tape.of(tape.word_before(number.span.start)) == b"na" {
        return None;
    }
    let mut head = Headcount {
        count,
        unit: noun.unit,
        noun: String::from_utf8_lossy(tape.of(noun.span)).into_owned(),
        women: None,
        men: None,
        total_printed: true,
    };
    let mut span = Span::new(number.span.start, noun.span.end);
    let mut doubt = None;
    if let Some(end) = mixed_unit(tape, &noun) {
        head.unit = CountUnit::Persons;
        span.end = end;
        doubt = Some("mixed_unit");
    }
    if head.noun.starts_with("kobiet") || head.noun.starts_with("dziewcz") {
        head.women = Some(count);
    } else if head.noun.starts_with("mezczyzn") || head.noun.starts_with("chlopc") {
        head.men = Some(count);
    } else if head.unit == CountUnit::Persons
        && let Some(split) = split_after(tape, span.end)
    {
        (head.women, head.men) = (split.women, split.men);
        span.end = split.end;
        doubt = doubt.or_else(|| mismatch(count, &split));
    }
    Some(Found { value: head, span, doubt })
}

/// The count and where it ends, with `5 tys.` as 5000.
fn count(tape: &Tape<'_, '_>, number: &Number) -> Option<(u32, usize)> {
    let at = tape.skip_blank(number.span.end);
    if !matches!(tape.word(at), b"tys" | b"tysiecy" | b"tysiace" | b"tysiac") {
        let count = number.whole().filter(|_| number.doubt.is_none())?;
        return (count > 0 && count < POPULATION).then_some((count, number.span.end));
    }
    let value = if number.comma { number.decimal_reading.or(number.value) } else { number.value }?;
    let count = u32::try_from(value.checked_mul(Decimal::ONE_THOUSAND)?.normalize()).ok()?;
    let end = tape.letters(at);
    let end = end + usize::from(tape.byte(end) == b'.');
    (count > 0 && count < POPULATION).then_some((count, end))
}

/// Whether the number is one end of a range, part of an identifier, or a reference.
fn is_no_count(tape: &Tape<'_, '_>, start: usize, count: u32) -> bool {
    let before = tape.before(start);
    let attached = matches!(before, b'-' | b'/' | b'.' | b',') && start >= 2 && tape.byte(start - 2).is_ascii_alphanumeric();
    let reference = before != b'\n' && is_reference(tape.of(tape.word_before(start)));
    attached || before == b'+' || reference && count < POPULATION
}

/// A counted noun.
struct Noun {
    unit: CountUnit,
    span: Span,
}

/// The counted noun at a position, with at most one adjective before it (`120 bezrobotnych osób`).
fn noun(tape: &Tape<'_, '_>, at: usize) -> Option<Noun> {
    let end = tape.letters(at);
    let word = tape.slice(at, end);
    if is_adjective(word) {
        let next = tape.skip_blank(end);
        if let Some(unit) = counted(tape, next).filter(|_| next > end) {
            return Some(Noun { unit, span: Span::new(next, tape.letters(next)) });
        }
    }
    counted(tape, at).map(|unit| Noun { unit, span: Span::new(at, end) })
}

fn is_adjective(word: &[u8]) -> bool {
    word.len() > 4 && (word.ends_with(b"ych") || word.ends_with(b"ich") || word.ends_with(b"ymi") || word.ends_with(b"ne"))
}

fn counted(tape: &Tape<'_, '_>, at: usize) -> Option<CountUnit> {
    let word = tape.word(at);
    let unit = units::counted(word)?;
    let next = tape.word(tape.skip_blank(at + word.len()));
    let other = match unit {
        CountUnit::Places => next.starts_with(b"park") || next.starts_with(b"postoj") || next.starts_with(b"posto"),
        CountUnit::Families => next.starts_with(b"roln"),
        _ => false,
    };
    (!other).then_some(unit)
}

/// `90 rodzin i osób`: the end of the second noun.
fn mixed_unit(tape: &Tape<'_, '_>, noun: &Noun) -> Option<usize> {
    let and = tape.skip_blank(noun.span.end);
    if !matches!(tape.word(and), b"i" | b"oraz" | b"lub") {
        return None;
    }
    let next = tape.skip_blank(tape.letters(and));
    let other = units::counted(tape.word(next))?;
    let mixed =
        matches!((noun.unit, other), (CountUnit::Families, CountUnit::Persons) | (CountUnit::Persons, CountUnit::Families));
    mixed.then(|| tape.letters(next))
}

/// Women and men as printed.
struct Split {
    women: Option<u32>,
    men: Option<u32>,
    end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sex {
    Woman,
    Man,
}

fn split_only(split: Split, start: usize) -> Found<Headcount> {
    let count = split.women.unwrap_or_default() + split.men.unwrap_or_default();
    let value = Headcount {
        count,
        unit: CountUnit::Persons,
        noun: "osob".to_owned(),
        women: split.women,
        men: split.men,
        total_printed: false,
    };
    Found { value, span: Span::new(start, split.end), doubt: None }
}

/// The split after a total: the first number within reach must begin it, with only words, commas and brackets between.
fn split_after(tape: &Tape<'_, '_>, from: usize) -> Option<Split> {
    let mut at = from;
    while at < from + SPLIT_REACH && !tape.is_digit(at) {
        let byte = tape.byte(at);
        if !(byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'\n' | b',' | b'(' | b':' | b'-' | b'/' | b'"')) {
            return None;
        }
        at += 1;
    }
    if !tape.is_digit(at) {
        return None;
    }
    split_at(tape, at, false).or_else(|| labelled_split(tape, at)).or_else(|| one_sex(tape, from, at))
}

/// `30 kobiet i 10 mężczyzn`, `75K/57M`, `10 mężczyzn oraz 30 kobiet`.
fn split_at(tape: &Tape<'_, '_>, at: usize, strict: bool) -> Option<Split> {
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
    if other == sex || (strict && (first >= POPULATION || second >= POPULATION)) {
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

fn mismatch(count: u32, split: &Split) -> Option<&'static str> {
    let wrong = match (split.women, split.men) {
        (Some(women), Some(men)) => women.checked_add(men) != Some(count),
        (Some(part), None) | (None, Some(part)) => part > count,
        (None, None) => false,
    };
    wrong.then_some("split_mismatch")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{doubt, read, table, words};

    fn heads(text: &str) -> Vec<String> {
        let shown = |found: super::Found<super::Headcount>| {
            let head = found.value;
            let part = |part: Option<u32>| part.map_or("-".to_owned(), |part| part.to_string());
            let sum = if head.total_printed { "" } else { " summed" };
            format!("{} {:?} {}/{}{sum}{}", head.count, head.unit, part(head.women), part(head.men), doubt(found.doubt))
        };
        read(text).headcounts.into_iter().map(shown).collect()
    }

    #[test]
    fn totals_with_women_and_men() {
        table(
            heads,
            &[
                ("132 osób (75 kobiet, 57 mężczyzn)", &["132 Persons 75/57"]),
                ("132 osoby (75K/57M)", &["132 Persons 75/57"]),
                ("40 osób, w tym 30 kobiet i 10 mężczyzn", &["40 Persons 30/10"]),
                ("250 osób w tym: 157 K i 93 M", &["250 Persons 157/93"]),
                ("20 dziewczynek i 10 chłopców", &["30 Persons 20/10 summed"]),
                ("10 mężczyzn i 30 kobiet", &["40 Persons 30/10 summed"]),
                ("80 osób\nzagrożonych ubóstwem, w tym 50 kobiet i 30 mężczyzn", &["80 Persons 50/30"]),
                ("90 osób (kobiety – 66, mężczyźni – 24)", &["90 Persons 66/24"]),
                ("120 osób, w tym 80 kobiet", &["120 Persons 80/-"]),
                ("100 osób (75 kobiet, 57 mężczyzn)", &["100 Persons 75/57 ?split_mismatch"]),
                ("30 kobiet", &["30 Persons 30/-"]),
            ],
        );
    }

    #[test]
    fn units_are_told_apart() {
        table(
            heads,
            &[
                ("80 osób", &["80 Persons -/-"]),
                ("15 rodzin", &["15 Families -/-"]),
                ("12 gospodarstw domowych", &["12 Families -/-"]),
                ("5 podmiotów, 3 gminy, 2 powiaty", &["5 Bodies -/-", "3 Bodies -/-", "2 Bodies -/-"]),
                ("8 szkół i 20 jednostek", &["8 Bodies -/-", "20 Bodies -/-"]),
                ("48 miejsc w żłobku", &["48 Places -/-"]),
                ("90 rodzin i osób", &["90 Persons -/- ?mixed_unit"]),
                ("60 uczniów oraz 15 nauczycieli", &["60 Persons -/-", "15 Persons -/-"]),
                ("1 200 osób", &["1200 Persons -/-"]),
                ("1.200 mieszkańców", &["1200 Persons -/-"]),
                ("5 tys. mieszkańców", &["5000 Persons -/-"]),
                ("120 bezrobotnych osób", &["120 Persons -/-"]),
                ("30 bezrobotnych", &["30 Persons -/-"]),
                ("dwadzieścia osób i dziesięcioro dzieci", &["20 Persons -/-", "10 Persons -/-"]),
                ("25 dzieci", &["25 Persons -/-"]),
                ("50 uczestników i 50 uczestniczek", &["50 Persons -/-", "50 Persons -/-"]),
            ],
        );
    }

    #[test]
    fn numbers_that_count_nobody() {
        table(
            heads,
            &[
                ("w wieku 60 lat", &[]),
                ("2 razy", &[]),
                ("150 000 mieszkańców", &[]),
                ("20-25 osób", &[]),
                ("na 1 uczestnika", &[]),
                ("Przedszkole nr 5 dzieci", &[]),
                ("30 miejsc parkingowych", &[]),
                ("10 szkoleń, 5 osobowy, 3 miejscowości", &[]),
                ("2,5 osoby", &[]),
            ],
        );
    }

    #[test]
    fn the_noun_is_kept_as_printed_and_the_span_reaches_the_split() {
        let text = "Wsparcie dla 132 osób\n(75 kobiet, 57 mężczyzn) i 60 uczniów";
        let values = read(text);
        assert_eq!(words(text, &values.headcounts), ["132 osób\n(75 kobiet, 57 mężczyzn", "60 uczniów"]);
        assert_eq!(values.headcounts[1].value.noun, "uczniow");
    }
}
