//! Which words give a sum its role.
//!
//! The words before a sum count first: the nearest role phrase between the previous sum (or the start of the sentence) and this
//! one. A sum that begins its line looks at the line or cell above or to the left. Words after a sum count where they follow at
//! once (`353 131,53 zł dofinansowania`).

use super::Sum;
use crate::notice::model::{Amount, Scope as AmountScope};
use crate::notice::reading::{Reading, Scope};
use crate::page::BlockKind;
use crate::text::{Span, Word};
use crate::value::{Currency, Found, Money};
use crate::vocabulary::{Cue, Role, RolePhrase, Table, WordList};
use rust_decimal::Decimal;

/// More than any municipality's project costs: a greater sum is a programme's.
const MUNICIPAL: u32 = 3_000_000_000;

/// How far back a label can stand.
const REACH: usize = 300;

/// Every sum that has a role.
pub(super) fn amounts(scope: &Scope<'_, '_>, money: &[&Found<Money>]) -> Vec<Sum> {
    let reading = scope.reading;
    let mut sums: Vec<Sum> = Vec::new();
    for (i, found) in money.iter().enumerate() {
        let previous = i.checked_sub(1).map_or(0, |before| money[before].span.end);
        let next = money.get(i + 1).map_or(reading.text().len(), |after| after.span.start);
        let place = Place { reading, span: found.span, previous, next };
        let before = place.before().or_else(|| place.label_line()).or_else(|| place.column_header());
        let after = place.after();
        let before = if after.is_none() { before.or_else(|| place.introduced()) } else { before };
        match pick(&place, before, after) {
            Some(cue) => {
                sums.push(sum(reading, found, cue));
                if let Some(second) = after.filter(|after| *after != cue && place.says_equal(after)) {
                    sums.push(sum(reading, found, second));
                }
            }
            None => sums.extend(yearly(&place, found, sums.last())),
        }
    }
    sums
}

/// Between a phrase before and one after, the one that touches the sum.
fn pick<'c>(place: &Place<'_, '_>, before: Option<&'c Cue>, after: Option<&'c Cue>) -> Option<&'c Cue> {
    match (before, after) {
        (Some(before), Some(after)) if place.says_equal(after) => Some(before),
        (Some(before), Some(after)) => {
            let gap = |from, to| place.reading.words_in(Span::new(from, to)).len();
            let phrase = &place.reading.vocabulary.roles[after.entry];
            let far = gap(before.span.end, place.span.start) > 4;
            let told = phrase.after || place.says_is(after);
            Some(if far && told && gap(place.span.end, after.span.start) <= 1 { after } else { before })
        }
        (before, after) => before.or(after),
    }
}

/// A sum among its neighbours.
struct Place<'r, 'p> {
    reading: &'r Reading<'p>,
    span: Span,
    /// End of the sum before.
    previous: usize,
    /// Start of the sum after.
    next: usize,
}

impl<'r, 'p> Place<'r, 'p> {
    fn phrase(&self, cue: &Cue) -> &'r RolePhrase {
        &self.reading.vocabulary.roles[cue.entry]
    }

    fn cues_in(&self, span: Span) -> impl DoubleEndedIterator<Item = &'r Cue> + use<'_, 'r, 'p> {
        self.reading.cues_of(Table::Role, span).filter(move |cue| !self.is_base(cue))
    }

    /// Whether a phrase names what a rate is a share of (`85 % kosztów kwalifikowalnych`), not a sum.
    fn is_base(&self, cue: &Cue) -> bool {
        let percents = &self.reading.values.percents;
        let next = percents.partition_point(|percent| percent.span.end + 24 <= cue.span.start);
        let near =
            percents.get(next).filter(|percent| percent.span.end <= cue.span.start && percent.span.end + 24 > cue.span.start);
        near.is_some_and(|percent| {
            let gap = self.reading.slice(Span::new(percent.span.end, cue.span.start));
            !gap.contains([')', '\n', '\t', ',', ';', '.', '-', ':'])
                && self.reading.words_in(Span::new(percent.span.end, cue.span.start)).len() <= 1
        })
    }

    /// The nearest phrase before the sum in its sentence; of phrases that end together the longest.
    fn before(&self) -> Option<&'r Cue> {
        let sentence = self.reading.sentence_at(self.span.start).start;
        let from = sentence.max(self.previous).max(self.span.start.saturating_sub(REACH));
        let near = |cue: &&Cue| {
            !self.phrase(cue).id.ends_with("-verb") || self.reading.words_in(Span::new(cue.span.end, self.span.start)).len() <= 3
        };
        self.cues_in(Span::new(from, self.span.start)).filter(near).max_by_key(|cue| (cue.span.end, cue.span.len()))
    }

    /// For a sum that begins its line or cell: the phrase in the label line or cell before it.
    fn label_line(&self) -> Option<&'r Cue> {
        let number = self.reading.line_number(self.span.start);
        let line = self.reading.lines.get(number)?;
        let lead = self.reading.words_in(Span::new(line.span.start, self.span.start));
        if lead.len() > 3 || self.previous > line.span.start {
            return None;
        }
        for above in (number.saturating_sub(2)..number).rev() {
            let label = self.reading.lines[above];
            if label.span.start < self.previous || label.span.len() > 200 {
                return None;
            }
            let last = self.cues_in(label.span).max_by_key(|cue| (cue.span.end, cue.span.len()));
            if let Some(cue) = last {
                let rest = self.reading.words_in(Span::new(cue.span.end, label.span.end)).len();
                let closes = self.reading.slice(label.span).ends_with([':', '-']);
                return (rest <= 8 || closes).then_some(cue);
            }
        }
        None
    }

    /// For a cell without a label in its row: the phrase in its column's header cell.
    fn column_header(&self) -> Option<&'r Cue> {
        let cell = self.reading.block_at(self.span.start)?.cell?;
        let header = self.reading.page.blocks.iter().find(|block| {
            let top = matches!(block.kind, BlockKind::HeaderCell) || block.cell.is_some_and(|other| other.row == 0);
            top && block
                .cell
                .is_some_and(|other| other.table == cell.table && other.column == cell.column && other.row < cell.row)
        })?;
        self.cues_in(self.reading.folded.folded(header.span)).last()
    }

    /// For an item of a list (`- 120 000 zł na „…”`): the phrase of the sentence that introduces the list.
    fn introduced(&self) -> Option<&'r Cue> {
        const LEAD: usize = 900;
        let line = self.reading.line_at(self.span.start)?;
        let heads = self.reading.words_in(Span::new(line.span.start, self.span.start)).len() <= 1;
        let tail = self.reading.words_in(Span::new(self.span.end, line.span.end));
        let aims = tail.first().is_some_and(|word| self.reading.slice(word.span) == "na");
        let before = Span::new(line.span.start.saturating_sub(LEAD), line.span.start);
        let cue = self.cues_in(before).rev().find(|cue| matches!(self.phrase(cue).role, Role::Grant | Role::Eu | Role::State))?;
        (heads && aims).then_some(cue)
    }

    /// The phrase that follows the sum at once, in its sentence.
    fn after(&self) -> Option<&'r Cue> {
        let end = self.reading.sentence_at(self.span.start).end.min(self.next).max(self.span.end);
        let cue = self.cues_in(Span::new(self.span.end, end)).next()?;
        let gap = Span::new(self.span.end, cue.span.start);
        let text = self.reading.slice(gap);
        let words = self.reading.words_in(gap);
        let filling = self.reading.vocabulary.word_list(WordList::SumFilling);
        let joined = words.iter().all(|word| filling.has(self.reading.slice(word.span)));
        let verb = words.first().is_some_and(|word| self.is(WordList::SumVerbs, word));
        let stops: &[char] = if verb { &[';', '(', '\t', '.'] } else { &[',', ';', '(', '\t', '.'] };
        let parted = text.trim_start_matches(['.', ' ']).contains(stops) && !self.says_equal(cue);
        // A phrase close before the next sum names that one.
        let taken = self.next - cue.span.end.min(self.next) <= 14 && !self.phrase(cue).after;
        (words.len() <= 5 && joined && !parted && !taken || self.says_equal(cue)).then_some(cue)
    }

    fn is(&self, list: WordList, word: &Word) -> bool {
        self.reading.vocabulary.word_list(list).has(self.reading.slice(word.span))
    }

    /// Whether a verb joins the sum to the phrase (`3,5 tys. zł, będzie wkładem własnym`).
    fn says_is(&self, cue: &Cue) -> bool {
        let gap = self.reading.words_in(Span::new(self.span.end, cue.span.start.max(self.span.end)));
        gap.first().is_some_and(|word| self.is(WordList::SumIs, word))
    }

    /// Whether the words between the sum and the phrase say that the sum is that too (`stanowi to jednocześnie całkowitą wartość`).
    fn says_equal(&self, cue: &Cue) -> bool {
        let gap = self.reading.words_in(Span::new(self.span.end, cue.span.start.max(self.span.end)));
        gap.len() <= 8 && gap.iter().any(|word| self.is(WordList::SumEquals, word))
    }
}

fn sum(reading: &Reading<'_>, found: &Found<Money>, cue: &Cue) -> Sum {
    let phrase = &reading.vocabulary.roles[cue.entry];
    let words = reading.slice(cue.span);
    let beside = reading.words_in(Span::new(cue.span.end.min(found.span.end), found.span.start.max(cue.span.start))).len() <= 3;
    let whole = reading.vocabulary.word_list(WordList::SumWhole).within(words);
    let fit = 2 * u8::from(whole) + u8::from(beside);
    let beyond = found.value.amount > Decimal::from(MUNICIPAL);
    let role = if beyond || of_many(reading, found.span) || of_one(reading, found.span) { Role::Other } else { phrase.role };
    let headed = if found.value.currency.is_none() { currency_of_table(reading, found.span) } else { None };
    let (currency_span, currency_rule) =
        headed.map_or((found.span, "currency:printed"), |(_, span)| (span, "currency:table_head"));
    let amount = Amount {
        role,
        value: found.value.amount,
        currency: found.value.currency.or(headed.map(|(currency, _)| currency)),
        rate: None,
        rate_basis: None,
        scope: match role {
            Role::PartnerShare => AmountScope::Partner,
            _ => AmountScope::Project,
        },
        stage: phrase.stage,
        approximate: found.value.approximate || found.value.limit,
        evidence: reading.evidence(found.span, role_rule(role)),
    };
    Sum {
        amount,
        span: found.span,
        doubt: found.doubt.filter(|doubt| !matches!(*doubt, "no_currency" | "range")),
        currency: reading.evidence(currency_span, currency_rule),
        alternative: found.value.alternative,
        fit,
    }
}

/// Whether the sentence speaks, before the sum, of a number of projects: then the sum is a whole call's (`52 umów na kwotę 142,5 mln zł`).
fn of_many(reading: &Reading<'_>, span: Span) -> bool {
    let from = reading.sentence_at(span.start).start.max(span.start.saturating_sub(REACH));
    let words = reading.words_in(Span::new(from, span.start));
    let many = |text: &str| text.parse::<u32>().is_ok_and(|number| number >= 5) && text.len() <= 4;
    words.windows(2).any(|pair| {
        let [number, noun] = [reading.slice(pair[0].span), reading.slice(pair[1].span)];
        many(number) && reading.vocabulary.word_list(WordList::ManyProjects).has(noun)
    })
}

/// Whether the words after a sum make it a price of one piece, person or month (`2,5 tys. zł każdy`, `80 zł za godzinę`).
fn of_one(reading: &Reading<'_>, span: Span) -> bool {
    let after = reading.words_in(Span::new(span.end, reading.sentence_at(span.start).end.min(span.end + 40)));
    let word = |i: usize| after.get(i).map_or("", |word| reading.slice(word.span));
    let list = |list| reading.vocabulary.word_list(list);
    let each = list(WordList::PriceEach).has(word(0)) || word(0) == "rocznie" && word(1).starts_with("na");
    each || matches!(word(0), "za" | "na") && list(WordList::PriceUnits).has(word(1))
}

/// A bare sum after a year is that year's part of the sum before it.
fn yearly(place: &Place<'_, '_>, found: &Found<Money>, parent: Option<&Sum>) -> Option<Sum> {
    let parent = parent.filter(|parent| parent.span.end + 120 > place.previous && parent.span.end <= place.span.start)?;
    let between = place.reading.words_in(Span::new(place.previous.max(parent.span.end), place.span.start));
    let year = |text: &str| {
        text.len() == 4 && (text.starts_with("20") || text.starts_with("19")) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let yearly = between.len() <= 6 && between.iter().any(|word| year(place.reading.slice(word.span)));
    yearly.then(|| {
        let mut sum = parent.clone();
        sum.amount.value = found.value.amount;
        sum.amount.scope = AmountScope::Year;
        sum.amount.evidence = place.reading.evidence(found.span, "amount:yearly");
        sum.span = found.span;
        sum
    })
}

/// The currency printed in the head of the sum's table (`Kwota w zł`).
fn currency_of_table(reading: &Reading<'_>, span: Span) -> Option<(Currency, Span)> {
    let table = reading.block_at(span.start)?.cell?.table;
    let mut heads =
        reading.page.blocks.iter().filter(|block| block.cell.is_some_and(|cell| cell.table == table && cell.row == 0));
    heads.find_map(|block| {
        let words = reading.words_in(reading.folded.folded(block.span));
        words.iter().find_map(|word| match reading.slice(word.span) {
            "zl" | "pln" | "zlotych" => Some((Currency::Pln, word.span)),
            "eur" | "euro" => Some((Currency::Eur, word.span)),
            _ => None,
        })
    })
}

const fn role_rule(role: Role) -> &'static str {
    match role {
        Role::Total => "amount:total",
        Role::Eligible => "amount:eligible",
        Role::Ineligible => "amount:ineligible",
        Role::Grant => "amount:grant",
        Role::Eu => "amount:eu",
        Role::State => "amount:state",
        Role::Own => "amount:own",
        Role::PartnerShare => "amount:partner_share",
        Role::Investment => "amount:investment",
        Role::NonInvestment => "amount:non_investment",
        Role::Other => "amount:other",
    }
}
