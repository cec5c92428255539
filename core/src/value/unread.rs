//! The sums and dates of a text that nothing was read from: what a person looks at first when a fact is missing.

use super::{Found, Recognisers};
use crate::text::{Folded, Span};
use crate::vocabulary::Vocabulary;
use serde::Serialize;
use std::sync::OnceLock;

/// What stands somewhere unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnreadKind {
    /// A sum of money, or a number with a currency that cannot be read as one.
    Money,
    /// A date known to the month or the day, or one that no calendar has.
    Date,
}

/// A sum or date that nothing was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unread {
    /// Its words, as a span of the text itself.
    #[serde(flatten)]
    pub span: Span,
    /// What it is.
    pub kind: UnreadKind,
}

/// Every sum and every date of a text that shares no byte with a taken span, in text order; nothing overlaps. Taken are the words of
/// facts that are sums or dates themselves: a sum inside a long title or task is still unread. Legal citations and menus are looked
/// through like everything else. Years alone are no dates here: programming periods would be marked all over. Linear in the text.
pub fn unread(text: &str, taken: &[Span]) -> Vec<Unread> {
    let folded = Folded::new(text);
    let values = recognisers().read(&folded, &[]);
    let sums = spans(&values.money).chain(spans(&values.unreadable)).map(|span| (span, UnreadKind::Money));
    let whole = values.dates.iter().filter(|date| date.value.month.is_some()).map(|date| date.span);
    let dates = whole.chain(values.damaged_dates.iter().copied()).map(|span| (span, UnreadKind::Date));
    let mut found: Vec<Unread> = sums.chain(dates).map(|(span, kind)| Unread { span: folded.original(span), kind }).collect();
    found.sort_unstable();
    let mut taken = taken.to_vec();
    taken.sort_unstable();
    let mut end = 0;
    let mut taken = taken.iter().peekable();
    // The furthest end of the taken spans that begin before the sum at hand ends.
    let mut reach = 0;
    found.retain(|unread| {
        while let Some(span) = taken.next_if(|span| span.start < unread.span.end) {
            reach = reach.max(span.end);
        }
        let is_free = reach <= unread.span.start && end <= unread.span.start && !unread.span.is_empty();
        if is_free {
            end = unread.span.end;
        }
        is_free
    });
    found
}

fn spans<T>(found: &[Found<T>]) -> impl Iterator<Item = Span> + '_ {
    found.iter().map(|found| found.span)
}

/// The recognisers for the programmes that are built in: their numbers are no dates.
fn recognisers() -> &'static Recognisers {
    static RECOGNISERS: OnceLock<Recognisers> = OnceLock::new();
    RECOGNISERS.get_or_init(|| {
        Recognisers::new(Vocabulary::builtin().programmes.iter().filter_map(|programme| programme.code.as_deref()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told<'t>(text: &'t str, taken: &[&str]) -> Vec<(&'t str, UnreadKind)> {
        let span = |words: &&str| text.find(*words).map(|start| Span::new(start, start + words.len())).unwrap();
        let taken: Vec<Span> = taken.iter().map(span).collect();
        unread(text, &taken).into_iter().map(|unread| (unread.span.of(text), unread.kind)).collect()
    }

    #[test]
    fn read_sums_are_not_told_and_unread_ones_are_whole() {
        let text = "Koszt: 120 000,00 zł, z żółtej puli 1 500 zł; umowa z 12.03.2021 r., odbiór 5 maja 2022 r.";
        assert_eq!(
            told(text, &["120 000,00 zł", "12.03.2021"]),
            [("1 500 zł", UnreadKind::Money), ("5 maja 2022", UnreadKind::Date)]
        );
    }

    #[test]
    fn a_taken_span_that_shares_one_byte_is_enough_and_a_neighbour_is_not() {
        let text = "10 000 zł 20 000 zł";
        assert_eq!(told(text, &["10 000"]), [("20 000 zł", UnreadKind::Money)]);
        let all = [Span::new(0, text.len()), Span::new(0, 1)];
        assert_eq!(unread(text, &all), []);
    }

    #[test]
    fn an_impossible_date_and_a_sum_of_no_form_are_told_and_years_and_numbers_of_programmes_are_not() {
        let text = "RPO 2014-2020, umowa RPWM.11.02.03-28-0063/17-00, od 31.02.2020 do końca, 15000 000,00 zł";
        let kinds: Vec<UnreadKind> = told(text, &[]).into_iter().map(|(_, kind)| kind).collect();
        assert_eq!(kinds, [UnreadKind::Date, UnreadKind::Money], "{:?}", told(text, &[]));
    }
}
