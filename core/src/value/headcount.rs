//! Numbers of people, families, bodies and places, with women and men where they are printed.
//!
//! Doubts: `split_mismatch` (women and men do not add up to the total), `mixed_unit` (`90 rodzin i osób`).

use super::calendar::is_year;
use super::context::is_reference;
use super::{
    CountUnit, Found, Headcount,
    number::Number,
    tape::Tape,
    units,
    women_and_men::{self, Split},
};
use crate::text::Span;
use rust_decimal::Decimal;

/// From here up a number of people is a population, not a target group.
const POPULATION: u32 = 100_000;

/// Reads the number at hand as a count.
pub(super) fn read(tape: &Tape<'_, '_>, number: &Number) -> Option<Found<Headcount>> {
    let (count, end) = count(tape, number)?;
    if is_no_count(tape, number.span.start, count) {
        return None;
    }
    let at = tape.skip_blank(end);
    if let Some(split) = women_and_men::starting_at(tape, number.span.start).filter(is_small) {
        return Some(split_only(split, number.span.start));
    }
    let noun = noun(tape, at)?;
    if !agrees(tape, number, count, &noun) {
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
        && let Some(split) = women_and_men::after(tape, span.end)
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

/// Whether number and noun belong together: no year (`© 2019 Gmina`, `w 2020 osoby …`), no fee `od jednego mieszkańca`.
fn agrees(tape: &Tape<'_, '_>, number: &Number, count: u32, noun: &Noun) -> bool {
    let word = tape.of(noun.span);
    let one = matches!(
        word,
        b"gmina" | b"osoba" | b"rodzina" | b"szkola" | b"powiat" | b"dziecko" | b"kobieta" | b"podmiot" | b"miejsce"
    );
    let before = tape.of(tape.word_before(number.span.start));
    if count == 1 {
        let said = tape.is_letter(number.span.start);
        return !said && !matches!(before, b"na" | b"od" | b"dla" | b"za" | b"przez" | b"ust");
    }
    let year = !number.grouped && is_year(count);
    !(one || year && matches!(before, b"w" | b"roku" | b"rok" | b"r" | b"copyright" | b"c"))
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

/// Whether the split counts people of a project, not a population.
fn is_small(split: &Split) -> bool {
    [split.women, split.men].into_iter().flatten().all(|count| count < POPULATION)
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
                ("od jednego mieszkańca", &[]),
                ("Copyright © 2019 Gmina Stary Zamość", &[]),
                ("w 2020 osoby z niepełnosprawnością", &[]),
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
