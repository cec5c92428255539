//! The one pass over a text that finds every value.
//!
//! The pass stops at digits and at the few words that begin a value without a digit (months, number words, level words,
//! `umowa`, `kwartał`). At a digit the order is: programme number, date, then a plain number that what follows makes a
//! percentage, a duration, a count or a sum. What was read once is never read again, so values of different families do not
//! overlap; all looks around are bounded, so the pass is linear.

use super::date::{self, Piece, Reading};
use super::number::{self, Number};
use super::{
    Found, Values, calendar, code::Codes, duration, free_number, headcount, money, numerals, part_of_year, percent, period,
    short_code, tape::Tape,
};
use crate::text::{Folded, Span};

/// Reads every value of a text outside the masked spans.
pub(super) fn read(codes: &Codes, folded: &Folded<'_>, masked: &[Span]) -> Values {
    let mut masks: Vec<Span> = masked.iter().copied().filter(|span| !span.is_empty()).collect();
    masks.sort_unstable();
    let tape = Tape::new(folded);
    let mut scan =
        Scan { tape, codes, masks: &masks, values: Values::default(), pieces: Vec::new(), earlier: 0, ahead: None, taken: 0 };
    scan.run();
    scan.finish()
}

/// What a byte means to the pass.
#[derive(Clone, Copy)]
enum Class {
    Other,
    Digit,
    Letter,
}

/// The class of every byte.
static CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        if byte >= b'0' as usize && byte <= b'9' as usize {
            classes[byte] = Class::Digit;
        } else if byte >= b'a' as usize && byte <= b'z' as usize {
            classes[byte] = Class::Letter;
        }
        byte += 1;
    }
    classes
};

/// The first two letters of the words in [`Scan::anchor`]; a word with others is passed over at once.
const BEGINNINGS: &[u8] = b"um os pr dz po kw sl st lu ma cz si gr pa li wr je dw tr pi sz ty mi ";

/// Which pairs of letters are in [`BEGINNINGS`].
static PAIRS: [bool; 26 * 26] = {
    let mut pairs = [false; 26 * 26];
    let mut at = 0;
    while at + 1 < BEGINNINGS.len() {
        pairs[(BEGINNINGS[at] - b'a') as usize * 26 + (BEGINNINGS[at + 1] - b'a') as usize] = true;
        at += 3;
    }
    pairs
};

/// Whether a value may begin with the word that starts at a position.
fn may_begin_value(bytes: &[u8], at: usize) -> bool {
    let (first, second) = (bytes[at], if at + 1 < bytes.len() { bytes[at + 1] } else { b' ' });
    let pair = second.is_ascii_lowercase() && PAIRS[(first - b'a') as usize * 26 + (second - b'a') as usize];
    pair || matches!(first, b'i' | b'v' | b'x') && matches!(second, b' ' | b'i' | b'v' | b'x')
}

/// The state of the pass.
struct Scan<'s, 'f, 't> {
    tape: Tape<'f, 't>,
    codes: &'s Codes,
    /// Masks not yet passed, in order.
    masks: &'s [Span],
    values: Values,
    pieces: Vec<Piece>,
    /// Where the last sum ended.
    earlier: usize,
    /// The agreement number the pass has not reached yet.
    ahead: Option<Found<String>>,
    /// Where the last value of any family ended.
    taken: usize,
}

impl Scan<'_, '_, '_> {
    fn run(&mut self) {
        let bytes = self.tape.bytes();
        let mut at = 0;
        let mut stop = self.next_stop();
        while at < bytes.len() {
            if at >= stop {
                let passed = self.mask_end(at).or_else(|| self.arrive(at));
                stop = self.next_stop();
                if let Some(end) = passed {
                    at = end;
                    continue;
                }
            }
            match CLASSES[bytes[at] as usize] {
                Class::Other => at += 1,
                Class::Digit => {
                    at = self.digit(at).max(at + 1);
                    stop = self.next_stop();
                }
                Class::Letter => {
                    let start = at;
                    while at < bytes.len() && matches!(CLASSES[bytes[at] as usize], Class::Letter) {
                        at += 1;
                    }
                    if may_begin_value(bytes, start) {
                        at = self.word(start).unwrap_or(at);
                        stop = self.next_stop();
                    }
                }
            }
        }
    }

    /// The next position where a mask or an agreement number found ahead begins.
    fn next_stop(&self) -> usize {
        let mask = self.masks.first().map_or(usize::MAX, |mask| mask.start);
        self.ahead.as_ref().map_or(mask, |found| mask.min(found.span.start))
    }

    /// The end of the mask a position stands in.
    fn mask_end(&mut self, at: usize) -> Option<usize> {
        while let Some((mask, rest)) = self.masks.split_first() {
            if mask.end <= at {
                self.masks = rest;
            } else {
                return (mask.start <= at).then_some(mask.end);
            }
        }
        None
    }

    /// Whether a value may stand here: not over an earlier value, not into a mask.
    fn is_free(&self, span: Span) -> bool {
        span.start >= self.taken && self.masks.first().is_none_or(|mask| !mask.overlaps(span))
    }

    /// Notes a value's place; nothing is read there again.
    fn take(&mut self, span: Span) -> usize {
        self.taken = self.taken.max(span.end);
        span.end
    }

    fn digit(&mut self, at: usize) -> usize {
        if let Some(code) = self.codes.at_digit(&self.tape, at)
            && self.is_free(code.span)
        {
            let span = code.span;
            self.values.codes.push(code);
            return self.take(span);
        }
        match date::read(&self.tape, at) {
            Reading::One(piece) if self.is_free(piece.span) => {
                self.pieces.push(piece);
                return self.take(piece.span);
            }
            Reading::Two(first, second) if self.is_free(first.span.join(second.span)) => {
                self.push_year(first);
                self.push_year(second);
                return self.take(second.span);
            }
            Reading::Skip(end) => {
                self.values.damaged_dates.push(Span::new(at, end));
                return end;
            }
            _ => {}
        }
        let number = number::read(&self.tape, at);
        let end = self.number(&number);
        if end == number.span.end && number.span.len() == 4 {
            self.lone_year(&number);
        }
        end
    }

    fn push_year(&mut self, mut piece: Piece) {
        piece.strong = false;
        self.pieces.push(piece);
    }

    /// A number of four digits that turned out to be nothing else may be a year.
    fn lone_year(&mut self, number: &Number) {
        let span = number.span;
        let Some(year) = number.whole().filter(|&year| calendar::is_year(year)) else { return };
        let before = self.tape.before(span.start);
        let attached = before.is_ascii_alphanumeric()
            || matches!(before, b'/' | b'_' | b'+')
            || matches!(self.tape.byte(span.end), b'/' | b'_' | b'%');
        if !attached && self.is_free(span) {
            let strong = date::year_is_said(&self.tape, span);
            self.pieces.push(Piece { strong, ..Piece::year(span, year) });
        }
    }

    /// Reads a plain number as whatever stands around makes of it; returns where reading goes on.
    fn number(&mut self, number: &Number) -> usize {
        let tape = self.tape;
        if let Some(found) = percent::read(&tape, number).filter(|found| self.is_free(found.span)) {
            let span = found.span;
            self.values.percents.push(found);
            return self.take(span);
        }
        let glued = tape.before(number.span.start).is_ascii_alphabetic() && number.span.start > 0;
        if !glued {
            if let Some(found) = duration::read(&tape, number).filter(|found| self.is_free(found.span)) {
                let span = found.span;
                self.values.durations.push(found);
                return self.take(span);
            }
            if let Some(found) = headcount::read(&tape, number).filter(|found| self.is_free(found.span)) {
                let span = found.span;
                self.values.headcounts.push(found);
                return self.take(span);
            }
        }
        if let Some(found) = money::read(&tape, number, self.earlier).filter(|found| self.is_free(found.span)) {
            return self.money(found);
        }
        if let Some(found) = money::unreadable(&tape, number).filter(|found| self.is_free(found.span)) {
            self.values.unreadable.push(found);
        }
        number.span.end
    }

    /// Keeps a sum and looks for its repetition in words.
    fn money(&mut self, mut found: Found<super::Money>) -> usize {
        let mut end = self.take(found.span);
        if let Some(words) = numerals::in_words(&self.tape, end) {
            found.value.in_words = words.value;
            end = self.take(Span::new(end, words.end.max(end)));
        }
        self.earlier = end;
        self.values.money.push(found);
        end
    }

    fn word(&mut self, at: usize) -> Option<usize> {
        // Letters glued to a digit are its unit (`5zł`, `2018r`) unless a capital begins a new word (`2019Nowy`).
        if self.tape.before(at).is_ascii_alphanumeric() && !self.tape.is_upper(at) {
            return None;
        }
        self.anchor(at)
    }

    /// Reads a value that begins with a word; returns where reading goes on, or nothing if none does.
    fn anchor(&mut self, at: usize) -> Option<usize> {
        let tape = self.tape;
        let start = [tape.byte(at), tape.byte(at + 1), tape.byte(at + 2)];
        match &start {
            b"umo" if tape.starts(at, b"umow") => self.free_number(at),
            b"osi" | b"pri" | b"dzi" | b"pod" => self.short_code(at).or_else(|| self.spoken(at)),
            [b'o', b's', other] if !other.is_ascii_alphanumeric() => self.short_code(at),
            b"kwa" | b"kw." => self.part_of_year(at),
            b"pol" if tape.starts(at, b"polrocz") => self.part_of_year(at),
            b"slo" if tape.starts(at, b"slownie") => {
                let words = numerals::in_words(&tape, at)?;
                Some(self.take(Span::new(at, words.end)))
            }
            b"sty" | b"lut" | b"lue" | b"mar" | b"kwi" | b"maj" | b"cze" | b"lip" | b"sie" | b"wrz" | b"paz" | b"pa?"
            | b"pad" | b"lis" | b"gru" => self.month(at).or_else(|| self.spoken(at)),
            [b'i' | b'v' | b'x', b'i' | b'v' | b'x' | b' ', _] if tape.is_upper(at) => self.roman_month(at),
            b"jed" | b"dwa" | b"dwi" | b"dwo" | b"dwu" | b"trz" | b"czt" | b"czw" | b"pie" | b"sze" | b"osm" | b"sto"
            | b"stu" | b"pol" | b"tys" | b"mil" => self.spoken(at),
            _ => None,
        }
    }

    /// Finds the number of an agreement ahead; it is kept when the pass gets there, so that what stands between is read too.
    fn free_number(&mut self, at: usize) -> Option<usize> {
        if self.ahead.is_none() {
            self.ahead = free_number::read(&self.tape, at).filter(|found| self.is_free(found.span));
        }
        None
    }

    /// Keeps the agreement number that starts here, unless a programme number stands in it.
    fn arrive(&mut self, at: usize) -> Option<usize> {
        let found = self.ahead.take_if(|found| found.span.start <= at)?;
        let span = found.span;
        let coded = (span.start..span.end).any(|at| self.tape.is_digit(at) && self.codes.at_digit(&self.tape, at).is_some());
        if coded || !self.is_free(span) || span.start < at {
            return None;
        }
        self.values.free_numbers.push(found);
        Some(self.take(span))
    }

    fn short_code(&mut self, at: usize) -> Option<usize> {
        let found = short_code::read(&self.tape, at).filter(|found| self.is_free(found.span))?;
        let span = found.span;
        self.values.short_codes.push(found);
        Some(self.take(span))
    }

    fn part_of_year(&mut self, at: usize) -> Option<usize> {
        let piece = part_of_year::read(&self.tape, at)?;
        self.piece(piece)
    }

    /// `marca 2024`, or a bare `marca` that only a range can complete.
    fn month(&mut self, at: usize) -> Option<usize> {
        let month = calendar::month(&self.tape, at).filter(|month| !month.short)?;
        let (year, end) = date::year_after(&self.tape, month.end);
        self.piece(Piece::month(Span::new(at, end), year, month.number))
    }

    /// `VI 2020`: weak, since sessions and terms of office are counted so too.
    fn roman_month(&mut self, at: usize) -> Option<usize> {
        let (month, end) = calendar::roman(&self.tape, at).filter(|(month, _)| (1..=12).contains(month))?;
        let (year, end) = date::year_after(&self.tape, end);
        let piece = Piece::month(Span::new(at, end), Some(year?), month);
        self.piece(Piece { strong: false, ..piece })
    }

    fn piece(&mut self, piece: Piece) -> Option<usize> {
        if !self.is_free(piece.span) {
            return None;
        }
        self.pieces.push(piece);
        Some(self.take(piece.span))
    }

    /// A number in words.
    fn spoken(&mut self, at: usize) -> Option<usize> {
        let spoken = numerals::read(&self.tape, at)?;
        let end = self.number(&Number::spoken(Span::new(at, spoken.end), spoken.value));
        Some(end)
    }

    fn finish(mut self) -> Values {
        let times = period::assemble(&self.tape, &self.pieces);
        self.values.dates = times.dates;
        self.values.periods = times.periods;
        self.values
    }
}
