//! Polish number words: `sto dwadzieścia trzy tysiące` → 123 000, and the sums in words after an amount.
//!
//! The algorithm is the spoken one: units, tens and hundreds add up; a scale word multiplies what was said since the last one.

use super::tape::Tape;
use rust_decimal::Decimal;

/// How far a sum in words is followed.
const LONGEST_SUM: usize = 260;

/// The meaning of one number word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Numeral {
    /// Adds to the running group; the second figure is its size, so that `dwa trzy` is not five.
    Add(u64, u8),
    /// Multiplies the running group.
    Scale(u64),
    /// `pół`: half of the scale that follows.
    Half,
    /// `półtora`: one and a half of the scale that follows.
    OneAndHalf,
}

/// The meaning of a folded word, in the cases that stand with counted nouns.
fn numeral(word: &[u8]) -> Option<Numeral> {
    use Numeral::{Add, Half, OneAndHalf, Scale};
    Some(match word {
        b"zero" => Add(0, 1),
        b"jeden" | b"jedna" | b"jedno" | b"jednego" | b"jednej" | b"jednym" => Add(1, 1),
        b"dwa" | b"dwie" | b"dwoch" | b"dwu" | b"dwoje" | b"dwojga" | b"dwoma" | b"dwaj" | b"dwom" => Add(2, 1),
        b"trzy" | b"trzech" | b"troje" | b"trojga" | b"trzema" | b"trzej" | b"trzem" => Add(3, 1),
        b"cztery" | b"czterech" | b"czworo" | b"czworga" | b"czterema" | b"czterej" | b"czterem" => Add(4, 1),
        b"piec" | b"pieciu" | b"piecioro" | b"pieciorga" | b"piecioma" => Add(5, 1),
        b"szesc" | b"szesciu" | b"szescioro" | b"szesciorga" | b"szescioma" => Add(6, 1),
        b"siedem" | b"siedmiu" | b"siedmioro" | b"siedmiorga" | b"siedmioma" => Add(7, 1),
        b"osiem" | b"osmiu" | b"osmioro" | b"osmiorga" | b"osmioma" => Add(8, 1),
        b"dziewiec" | b"dziewieciu" | b"dziewiecioro" | b"dziewieciorga" | b"dziewiecioma" => Add(9, 1),
        b"dziesiec" | b"dziesieciu" | b"dziesiecioro" | b"dziesieciorga" | b"dziesiecioma" => Add(10, 3),
        b"jedenascie" | b"jedenastu" | b"jedenascioro" => Add(11, 3),
        b"dwanascie" | b"dwunastu" | b"dwanascioro" => Add(12, 3),
        b"trzynascie" | b"trzynastu" | b"trzynascioro" => Add(13, 3),
        b"czternascie" | b"czternastu" | b"czternascioro" => Add(14, 3),
        b"pietnascie" | b"pietnastu" | b"pietnascioro" => Add(15, 3),
        b"szesnascie" | b"szesnastu" | b"szesnascioro" => Add(16, 3),
        b"siedemnascie" | b"siedemnastu" => Add(17, 3),
        b"osiemnascie" | b"osiemnastu" => Add(18, 3),
        b"dziewietnascie" | b"dziewietnastu" => Add(19, 3),
        b"dwadziescia" | b"dwudziestu" | b"dwadziescioro" => Add(20, 2),
        b"trzydziesci" | b"trzydziestu" => Add(30, 2),
        b"czterdziesci" | b"czterdziestu" => Add(40, 2),
        b"piecdziesiat" | b"piecdziesieciu" => Add(50, 2),
        b"szescdziesiat" | b"szescdziesieciu" => Add(60, 2),
        b"siedemdziesiat" | b"siedemdziesieciu" => Add(70, 2),
        b"osiemdziesiat" | b"osiemdziesieciu" => Add(80, 2),
        b"dziewiecdziesiat" | b"dziewiecdziesieciu" => Add(90, 2),
        b"sto" | b"stu" => Add(100, 4),
        b"dwiescie" | b"dwustu" => Add(200, 4),
        b"trzysta" | b"trzystu" => Add(300, 4),
        b"czterysta" | b"czterystu" => Add(400, 4),
        b"piecset" | b"pieciuset" => Add(500, 4),
        b"szescset" | b"szesciuset" => Add(600, 4),
        b"siedemset" | b"siedmiuset" => Add(700, 4),
        b"osiemset" | b"osmiuset" => Add(800, 4),
        b"dziewiecset" | b"dziewieciuset" => Add(900, 4),
        b"pol" => Half,
        b"poltora" | b"poltorej" => OneAndHalf,
        _ => return scale(word).map(Scale),
    })
}

/// The factor of a scale word, spelled out or abbreviated (`tys`, `mln`, `mld`).
pub(super) fn scale(word: &[u8]) -> Option<u64> {
    match word {
        b"tys" | b"tysiac" | b"tysiace" | b"tysiecy" | b"tysiaca" | b"tysiacy" | b"tysiacami" => Some(1_000),
        b"mln" | b"milion" | b"miliony" | b"milionow" | b"miliona" | b"milionami" => Some(1_000_000),
        b"mld" | b"miliard" | b"miliardy" | b"miliardow" | b"miliarda" => Some(1_000_000_000),
        _ => None,
    }
}

/// A number read from words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spoken {
    /// The number.
    pub value: Decimal,
    /// Where its last word ends.
    pub end: usize,
}

/// Reads the number words that start at a position.
pub(super) fn read(tape: &Tape<'_, '_>, at: usize) -> Option<Spoken> {
    let mut total = Decimal::ZERO;
    let mut group: Option<Decimal> = None;
    let mut rank = u8::MAX;
    let mut lowest_scale = u64::MAX;
    let mut next = at;
    let mut end = at;
    while next < at + LONGEST_SUM {
        let word = tape.word(next);
        let Some(numeral) = numeral(word) else { break };
        match numeral {
            Numeral::Add(value, size) if fits(size, rank) => {
                group = Some(group.unwrap_or_default() + Decimal::from(value));
                rank = if size == 3 { 1 } else { size };
            }
            Numeral::Scale(factor) if factor < lowest_scale => {
                total += group.take().unwrap_or(Decimal::ONE) * Decimal::from(factor);
                lowest_scale = factor;
                rank = u8::MAX;
            }
            Numeral::Half if group.is_none() => group = Some(Decimal::new(5, 1)),
            Numeral::OneAndHalf if group.is_none() => group = Some(Decimal::new(15, 1)),
            _ => break,
        }
        end = next + word.len();
        next = tape.skip_blank(end);
        if next == end {
            break;
        }
    }
    (end > at).then(|| Spoken { value: total + group.unwrap_or_default(), end })
}

/// Whether a numeral of a size may follow one of another: hundreds, then tens, then units; teens close the group.
fn fits(size: u8, rank: u8) -> bool {
    match size {
        3 => rank > 2,
        size => size < rank,
    }
}

/// The sum repeated in words after an amount, and where the words end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct InWords {
    /// The sum, if the words can be read.
    pub value: Option<Decimal>,
    /// One past the last word.
    pub end: usize,
}

/// Reads `(słownie: sto tysięcy złotych 00/100)` standing at a position, with or without bracket and blank before it.
pub(super) fn in_words(tape: &Tape<'_, '_>, at: usize) -> Option<InWords> {
    let from = at;
    let mut at = at;
    let mut bracket = false;
    while at < from + 4 && matches!(tape.byte(at), b' ' | b'\n' | b'(' | b'/' | b',' | b'-' | b'.' | b'[') {
        bracket |= matches!(tape.byte(at), b'(' | b'/' | b'[');
        at += 1;
    }
    if !tape.starts(at, b"slownie") {
        return if bracket { bare_words(tape, at) } else { None };
    }
    at = skip_marks(tape, tape.letters(at));
    if matches!(tape.word(at), b"zlotych" | b"zl" | b"pln") {
        at = skip_marks(tape, tape.letters(at));
    }
    let Some(spoken) = read(tape, at) else {
        return Some(InWords { value: None, end: closing(tape, at) });
    };
    let after = skip_marks(tape, spoken.end);
    if !matches!(tape.word(after), b"zlotych" | b"zlote" | b"zloty" | b"zl" | b"pln" | b"euro" | b"i" | b"") {
        return Some(InWords { value: None, end: closing(tape, spoken.end) });
    }
    let after = if tape.is_letter(after) { tape.letters(after) } else { spoken.end };
    let (grosze, end) = grosze(tape, after);
    let mut value = spoken.value + Decimal::new(i64::from(grosze), 2);
    value.rescale(2);
    Some(InWords { value: Some(value), end })
}

/// `/trzy tysiące pięćset złotych/`: in brackets the word `słownie` may be missing.
fn bare_words(tape: &Tape<'_, '_>, at: usize) -> Option<InWords> {
    let spoken = read(tape, at)?;
    let unit = tape.skip_blank(spoken.end);
    if !tape.starts(unit, b"zlot") {
        return None;
    }
    let (grosze, end) = grosze(tape, tape.letters(unit));
    let mut value = spoken.value + Decimal::new(i64::from(grosze), 2);
    value.rescale(2);
    Some(InWords { value: Some(value), end })
}

/// Reads `50/100`, `50 gr` or `pięćdziesiąt groszy` after the zlotys, with an `i` and a repeated currency around it.
fn grosze(tape: &Tape<'_, '_>, at: usize) -> (u32, usize) {
    let mut next = skip_marks(tape, at);
    if tape.word(next) == b"i" {
        next = skip_marks(tape, next + 1);
    }
    let digits = tape.digits(next);
    let (value, mut end) = if let Some(value) = tape.small(next, digits).filter(|&value| value < 100) {
        (value, digits)
    } else if let Some(spoken) = read(tape, next) {
        (u32::try_from(spoken.value.trunc()).unwrap_or(100), spoken.end)
    } else {
        return (0, at);
    };
    let after = tape.skip_blank(end);
    if tape.starts(after, b"/100") {
        end = after + 4;
        let unit = tape.skip_blank(end);
        if matches!(tape.word(unit), b"zl" | b"zlotych" | b"gr" | b"groszy" | b"pln") {
            end = tape.letters(unit);
        }
    } else if tape.word(after).starts_with(b"gr") {
        end = tape.letters(after);
    } else {
        return (0, at);
    }
    if value < 100 { (value, end) } else { (0, end) }
}

fn skip_marks(tape: &Tape<'_, '_>, at: usize) -> usize {
    let mut end = at;
    while end < at + 3 && matches!(tape.byte(end), b' ' | b'\n' | b':' | b'.' | b',') {
        end += 1;
    }
    end
}

/// The end of a bracket or sentence whose words could not be read.
fn closing(tape: &Tape<'_, '_>, at: usize) -> usize {
    let rest = tape.slice(at, at + LONGEST_SUM);
    at + rest.iter().position(|byte| matches!(byte, b')' | b'\n' | b'\t' | b';' | b'.')).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Folded;

    fn said(text: &str) -> Option<String> {
        let folded = Folded::new(text);
        read(&Tape::new(&folded), 0).map(|spoken| format!("{} {}", spoken.value, &folded.as_str()[..spoken.end]))
    }

    #[test]
    fn words_add_up_and_scales_multiply() {
        for (text, value) in [
            ("sto dwadzieścia trzy tysiące czterysta pięćdziesiąt sześć", "123456"),
            ("dwa tysiące", "2000"),
            ("tysiąc dwieście", "1200"),
            ("milion", "1000000"),
            ("dwa miliony trzysta tysięcy pięć", "2300005"),
            ("dziesięcioro", "10"),
            ("pół miliona", "500000.0"),
            ("półtora miliona", "1500000.0"),
            ("dziewiętnaście", "19"),
        ] {
            assert_eq!(said(text), Some(format!("{value} {}", Folded::new(text).as_str())), "{text}");
        }
    }

    #[test]
    fn two_units_side_by_side_are_two_numbers() {
        assert_eq!(said("dwa trzy"), Some("2 dwa".to_owned()));
        assert_eq!(said("jedenaście dwa"), Some("11 jedenascie".to_owned()));
        assert_eq!(said("domy"), None);
    }

    #[test]
    fn the_words_after_an_amount_are_read_to_their_end() {
        for (text, value, end) in [
            (" (słownie: sto tysięcy złotych 00/100)", Some("100000.00"), 37),
            (" /słownie: dwa tysiące 00/100zł/", Some("2000.00"), 31),
            (" słownie złotych: pięć i 50/100", Some("5.50"), 31),
            (" (słownie: sto złotych pięćdziesiąt groszy)", Some("100.50"), 42),
            (" (słownie: stotysięcy złotych)", None, 29),
        ] {
            let folded = Folded::new(text);
            let words = in_words(&Tape::new(&folded), 0).unwrap();
            assert_eq!((words.value.map(|v| v.to_string()).as_deref(), words.end), (value, end), "{text}");
        }
    }
}
