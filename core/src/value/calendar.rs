//! Months by name and Roman numeral, and which days exist.

use super::tape::Tape;
use chrono::NaiveDate;

/// The years a notice can speak of as project years.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2050;

/// Whether a number can be a year of a notice.
pub(super) fn is_year(value: u32) -> bool {
    YEARS.contains(&value)
}

/// Whether the day exists; without a year, whether it exists in some year.
pub(super) fn exists(year: Option<i32>, month: u32, day: u32) -> bool {
    NaiveDate::from_ymd_opt(year.unwrap_or(2000), month, day).is_some()
}

/// The month named at a position and where its name ends: any case, the nominative after a day (`27 marzec`), letters lost to
/// `?`, common slips. Abbreviations (`gru`) are told apart by [`Month::short`].
pub(super) fn month(tape: &Tape<'_, '_>, at: usize) -> Option<Month> {
    let mut end = tape.letters(at);
    if tape.byte(end) == b'?' && end > at && tape.is_letter(end + 1) {
        end = tape.letters(end + 1);
    }
    let word = tape.slice(at, end);
    if !(3..=14).contains(&word.len()) {
        return None;
    }
    if let Some(number) = by_name(word) {
        return Some(Month { number, end, short: false });
    }
    if let Some(number) = glued(tape, at, word) {
        return Some(number);
    }
    by_abbreviation(word).map(|number| Month { number, end, short: true })
}

/// A month read from a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Month {
    /// 1–12.
    pub number: u32,
    /// One past its name.
    pub end: usize,
    /// Whether only three letters are printed.
    pub short: bool,
}

fn by_name(word: &[u8]) -> Option<u32> {
    let starts = |stems: &[&[u8]]| stems.iter().any(|stem| word.starts_with(stem));
    Some(match word[0] {
        b's' if starts(&[b"stycz", b"stycn"]) => 1,
        b'l' if matches!(word, b"luty" | b"lutego" | b"lutym" | b"lutemu" | b"luego" | b"lutgo") => 2,
        b'm' if matches!(word, b"marzec" | b"marca" | b"marcu" | b"marcem" | b"marcowi" | b"marzca") => 3,
        b'k' if starts(&[b"kwietn", b"kwiecie", b"kwiecn", b"kwiet?", b"kwieci?"]) => 4,
        b'm' if matches!(word, b"maj" | b"maja" | b"maju" | b"majem" | b"majowi") => 5,
        b'c' if matches!(word, b"czerwiec" | b"czerwca" | b"czerwcu" | b"czerwcem" | b"czerwcowi" | b"czewca" | b"czerca") => 6,
        b'l' if matches!(word, b"lipiec" | b"lipca" | b"lipcu" | b"lipcem" | b"lipcowi" | b"lipiecu") => 7,
        b's' if starts(&[b"sierpn", b"sierpie", b"sierpi?"]) && word != b"sierpniowy" => 8,
        b'w' if starts(&[b"wrzesn", b"wrzesie", b"wrzesi?", b"wrze?", b"wrzen", b"wrzsn"]) && word != b"wrzesniowy" => 9,
        b'p' if starts(&[
            b"pazdziern",
            b"pazdzier",
            b"pa?dzier",
            b"pazdzern",
            b"pazdzien",
            b"pazizer",
            b"pazierni",
            b"padziern",
        ]) =>
        {
            10
        }
        b'l' if starts(&[b"listopad", b"lisotpad", b"listopa"]) => 11,
        b'g' if starts(&[b"grudn", b"grudzi", b"grudz?", b"grudzn"]) && word != b"grudniowy" => 12,
        _ => return None,
    })
}

/// A month with the next word glued on (`kwietniaUmowa`): the name must end where a capital begins.
fn glued(tape: &Tape<'_, '_>, at: usize, word: &[u8]) -> Option<Month> {
    let cut = (3..word.len()).find(|&cut| tape.is_upper(at + cut) && !tape.is_upper(at + cut - 1))?;
    let number = by_name(word.get(..cut)?)?;
    Some(Month { number, end: at + cut, short: false })
}

fn by_abbreviation(word: &[u8]) -> Option<u32> {
    Some(match word {
        b"sty" => 1,
        b"lut" => 2,
        b"mar" => 3,
        b"kwi" => 4,
        b"maj" => 5,
        b"cze" => 6,
        b"lip" => 7,
        b"sie" => 8,
        b"wrz" => 9,
        b"paz" => 10,
        b"lis" => 11,
        b"gru" => 12,
        _ => return None,
    })
}

/// A Roman numeral up to 39 at a position, in capitals, and where it ends.
pub(super) fn roman(tape: &Tape<'_, '_>, at: usize) -> Option<(u32, usize)> {
    let mut end = at;
    while end < at + 7 && matches!(tape.byte(end), b'i' | b'v' | b'x') {
        end += 1;
    }
    if end == at || tape.byte(end).is_ascii_alphanumeric() || !tape.all_upper(at, end) {
        return None;
    }
    roman_value(tape.slice(at, end)).map(|value| (value, end))
}

/// The value of a canonical Roman numeral of `i`, `v` and `x`.
fn roman_value(digits: &[u8]) -> Option<u32> {
    let (tens, rest) = digits.split_at(digits.iter().take_while(|&&digit| digit == b'x').count());
    let (ten, units) = match rest {
        b"" => (0, 0),
        b"i" => (0, 1),
        b"ii" => (0, 2),
        b"iii" => (0, 3),
        b"iv" => (0, 4),
        b"v" => (0, 5),
        b"vi" => (0, 6),
        b"vii" => (0, 7),
        b"viii" => (0, 8),
        b"ix" => (0, 9),
        _ => return None,
    };
    let tens = u32::try_from(tens.len()).ok().filter(|&tens| tens <= 3)?;
    Some((tens + ten) * 10 + units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Folded;

    #[test]
    fn months_are_known_in_every_case_and_with_lost_letters() {
        for (text, number) in [
            ("stycznia", 1),
            ("LUTY", 2),
            ("marzec", 3),
            ("kwiecień", 4),
            ("kwietniu", 4),
            ("maja", 5),
            ("czerwca", 6),
            ("lipcu", 7),
            ("sierpień", 8),
            ("wrze?nia", 9),
            ("września", 9),
            ("wrzesien", 9),
            ("pa?dziernika", 10),
            ("październik", 10),
            ("listopadzie", 11),
            ("grudnia", 12),
            ("grudzień", 12),
            ("kwietniaUmowa", 4),
        ] {
            let folded = Folded::new(text);
            assert_eq!(month(&Tape::new(&folded), 0).map(|m| m.number), Some(number), "{text}");
        }
        for text in ["lutnia", "marka", "czerwony", "majątek", "gruda", "lipa", "sierota"] {
            let folded = Folded::new(text);
            assert_eq!(month(&Tape::new(&folded), 0), None, "{text}");
        }
    }

    #[test]
    fn roman_numerals_need_capitals_and_their_own_word() {
        let read = |text: &str| roman(&Tape::new(&Folded::new(text)), 0).map(|(value, _)| value);
        assert_eq!(read("XI "), Some(11));
        assert_eq!(read("IX.2"), Some(9));
        assert_eq!(read("XIV"), Some(14));
        assert_eq!(read("i inicjatywy"), None);
        assert_eq!(read("Inne"), None);
        assert_eq!(read("IIX"), None);
    }
}
