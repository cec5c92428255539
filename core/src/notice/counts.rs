//! Which counts of people are the participants', and those that only a label makes a count.

use super::reading::{Reading, Scope};
use crate::text::Span;
use crate::value::{Found, Headcount};
use crate::vocabulary::LabelKind;

/// The bare number that a label of participants announces behind a colon or dash (`liczba osób, które otrzymają usługi – 44, w tym:`),
/// if it is the only one.
pub(super) fn labelled(scope: &Scope<'_, '_>, results: &[Span]) -> Option<(u32, Span)> {
    const REACH: usize = 160;
    let reading = scope.reading;
    let counts = scope.labels(&[LabelKind::Participants]).filter(|cue| {
        let label = reading.slice(cue.span);
        (label.contains("liczb") || label.starts_with("ilosc")) && !results.iter().any(|list| list.overlaps(cue.span))
    });
    let mut found = counts.filter_map(|cue| {
        let end = reading.sentence_at(cue.span.start).end.max(cue.span.end);
        let rest = reading.slice(Span::new(cue.span.end, end));
        let mark =
            rest.find([':', '\n']).into_iter().chain(rest.find(" - ").map(|at| at + 1)).min().filter(|mark| *mark < REACH)?;
        let lead = rest[mark + 1..].len() - rest[mark + 1..].trim_start().len();
        let start = cue.span.end + mark + 1 + lead;
        let digits = reading.text()[start..].bytes().take_while(u8::is_ascii_digit).count();
        let after = reading.text()[start + digits..].trim_start_matches(' ');
        let closed = after.is_empty()
            || after.starts_with([';', '\n', ')', '('])
            || after.starts_with([',', '.']) && !after[1..].starts_with(|c: char| c.is_ascii_digit());
        let plain = !rest[..mark].bytes().any(|byte| byte.is_ascii_digit());
        let count =
            reading.text()[start..start + digits].parse().ok().filter(|count| closed && plain && (1..100_000).contains(count))?;
        Some((count, Span::new(start, start + digits)))
    });
    let first = found.next()?;
    found.all(|other| other.0 == first.0).then_some(first)
}

/// Whether a count is not of the recipients: a part of one before it (`80 dzieci, w tym 20 nowych`), or the municipality's people
/// (`gmina licząca 5 214 mieszkańców`).
pub(super) fn is_part(reading: &Reading<'_>, all: &[&Found<Headcount>], span: Span) -> bool {
    let sentence = reading.sentence_at(span.start);
    let lead = reading.words_in(Span::new(sentence.start, span.start));
    let word = |back: usize| lead.len().checked_sub(back).map_or("", |i| reading.slice(lead[i].span));
    let opens = matches!((word(2), word(1)), ("w", "tym") | ("z", "czego") | ("z", "tego"));
    let whole = |found: &&&Found<Headcount>| sentence.contains(found.span) && found.span.end <= span.start;
    opens && all.iter().any(|found| whole(&found)) || word(1).starts_with("liczac")
}

#[cfg(test)]
mod tests {
    use super::super::testing::notice;

    fn participants(text: &str) -> Option<u32> {
        notice(&format!("Gmina Borowa realizuje projekt pn. „Razem w Lipkach”. Dofinansowanie: 100 000,00 zł. {text}"))
            .participants
            .map(|fact| fact.value)
    }

    #[test]
    fn a_label_of_participants_announces_a_bare_number() {
        assert_eq!(participants("Liczba osób objętych wsparciem: 45."), Some(45));
        assert_eq!(participants("Planowana liczba osób, którym zostaną przyznane usługi – 44, w tym dzieci: 6."), Some(44));
        assert_eq!(participants("Liczba uczestników: 60 (35 kobiet, 25 mężczyzn)."), Some(60));
        assert_eq!(participants("Liczba uczestników w grupach 1 i 2: 20."), None);
    }

    #[test]
    fn a_part_of_a_count_is_no_second_count() {
        assert_eq!(participants("Grupa docelowa: 80 dzieci z przedszkola, w tym 20 dzieci z nowego oddziału."), Some(80));
    }

    #[test]
    fn the_municipalitys_people_are_not_the_participants() {
        assert_eq!(participants("Gmina licząca 5 214 mieszkańców zaprasza do projektu 24 uczestników."), Some(24));
    }
}
