//! Sums that are not the project's, whatever their label says: of many projects, of one piece, of another stage.

use super::place::{Place, REACH};
use crate::notice::reading::{Reading, Scope};
use crate::text::{Span, Word};
use crate::value::{Found, Money};
use crate::vocabulary::WordList;
use rust_decimal::Decimal;

/// Whether a sum is a whole call's, of several projects together, or the price of one piece.
pub(super) fn is(scope: &Scope<'_, '_>, place: &Place<'_, '_>, value: Decimal) -> bool {
    let (reading, span) = (place.reading, place.span);
    of_many(reading, span, place.sentence_rest()) || of_one(reading, span) || of_neighbours(scope, span, value)
}

/// Whether the sentence speaks of a number of projects: before the sum (`52 umów na kwotę 142,5 mln zł`, `wartość wszystkich
/// projektów`) or after it (`tyle wyniesie dofinansowanie dla 61 inwestycji`).
fn of_many(reading: &Reading<'_>, span: Span, end: usize) -> bool {
    let before = words_before(reading, span);
    let after = reading.words_in(Span::new(span.end, end));
    let nouns = reading.vocabulary.word_list(WordList::ManyProjects);
    let all = reading.vocabulary.word_list(WordList::AllProjects);
    let text = |words: &[Word], i: usize| words.get(i).map_or("", |word: &Word| reading.slice(word.span));
    let many = |words: &[Word]| {
        let first = text(words, 0);
        let digits = first.len() <= 4 && first.starts_with(|c: char| c.is_ascii_digit());
        let count = digits && first.parse::<u32>().is_ok_and(|number| number >= 5);
        let whole = all.has(first);
        (count || whole) && nouns.has(text(words, 1)) || whole && nouns.has(text(words, 2))
    };
    let told_before = (0..before.len()).any(|i| many(&before[i..]));
    let told_after = (0..after.len().min(12)).any(|i| matches!(text(after, i), "dla" | "na") && many(&after[i + 1..]));
    told_before || told_after
}

/// Whether the words after a sum make it a price of one piece, person or month (`2,5 tys. zł każdy`, `80 zł za godzinę`).
fn of_one(reading: &Reading<'_>, span: Span) -> bool {
    let after = reading.words_in(Span::new(span.end, reading.sentence_at(span.start).end.min(span.end + 40)));
    let word = |i: usize| after.get(i).map_or("", |word| reading.slice(word.span));
    let list = |list| reading.vocabulary.word_list(list);
    let each = list(WordList::PriceEach).has(word(0)) || word(0) == "rocznie" && word(1).starts_with("na");
    each || matches!(word(0), "za" | "na") && list(WordList::PriceUnits).has(word(1))
}

/// More sums than a page's undertakings are listed with before their total.
const LISTED: usize = 40;

/// Whether a sum is that of the sums right before it, or right after, and one of those is another undertaking's: the closing line
/// or headline of a page that tells of several.
fn of_neighbours(scope: &Scope<'_, '_>, span: Span, value: Decimal) -> bool {
    let money = &scope.reading.values.money;
    let at = money.partition_point(|found| found.span.start < span.start);
    let closes = |run: &mut dyn Iterator<Item = &Found<Money>>| {
        let mut sum = Decimal::ZERO;
        let mut foreign = false;
        for (i, found) in run.take(LISTED).enumerate() {
            sum += found.value.amount;
            foreign |= !scope.owns(found.span);
            if sum == value && i > 0 {
                return foreign;
            }
            if sum > value {
                return false;
            }
        }
        false
    };
    closes(&mut money[..at].iter().rev()) || closes(&mut money.iter().skip(at + 1))
}

/// Whether the sentence speaks, before the sum, of a later or former stage, edition or call: its sums are not this project's.
pub(super) fn other_stage(reading: &Reading<'_>, span: Span) -> bool {
    let list = |list| reading.vocabulary.word_list(list);
    let (later, former) = (list(WordList::LaterStage), list(WordList::Former));
    let words = words_before(reading, span);
    let Some((_, but_last)) = words.split_last() else { return false };
    but_last.iter().zip(&words[1..]).any(|(which, next)| {
        let which = reading.slice(which.span);
        former.has(which) || later.has(which) && reading.slice(next.span).starts_with("etap")
    })
}

/// Whether a limit is what anybody may get (`mieszkańcy mogą otrzymać do 30 000 zł`).
pub(super) fn is_possible(reading: &Reading<'_>, span: Span) -> bool {
    let possible = reading.vocabulary.word_list(WordList::SumPossible);
    words_before(reading, span).iter().any(|word| possible.has(reading.slice(word.span)))
}

/// The words of the sentence before a sum.
fn words_before<'r>(reading: &'r Reading<'_>, span: Span) -> &'r [Word] {
    let from = reading.sentence_at(span.start).start.max(span.start.saturating_sub(REACH));
    reading.words_in(Span::new(from, span.start))
}
