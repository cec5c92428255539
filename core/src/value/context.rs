//! What the words before a number say about it.

use super::tape::{REACH, Tape};

/// How the words before a number qualify it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Qualifier {
    /// `ok.`, `około`, `ponad`, `blisko`, `prawie`, `niemal`, `przeszło`, `szacunkowo`, `szacowana`.
    pub approximate: bool,
    /// `do`, `od`, `nie więcej niż`, `maksymalnie`, `minimum`, `co najmniej`.
    pub limit: bool,
}

/// Reads at most three words back, never over a digit, a cell boundary, a semicolon or a bracket's end.
pub(super) fn qualifier(tape: &Tape<'_, '_>, at: usize) -> Qualifier {
    let mut found = Qualifier::default();
    let mut end = at;
    let floor = at.saturating_sub(REACH);
    for nth in 0..3 {
        while end > floor && matches!(tape.before(end), b' ' | b'\n' | b'.' | b':' | b'-' | b'(' | b'"' | b',') {
            end -= 1;
        }
        let start = tape.letters_start(end);
        let word = tape.slice(start, end);
        if word.is_empty() {
            break;
        }
        if nth == 0 && matches!(word, b"kwoty" | b"wysokosci" | b"kwota") && ends_with_do(tape, start) {
            found.limit = true;
        }
        found.approximate |= is_approximate(word);
        found.limit |= is_limit(word) || (nth == 0 && matches!(word, b"do" | b"od"));
        end = start;
    }
    found
}

fn ends_with_do(tape: &Tape<'_, '_>, at: usize) -> bool {
    tape.of(tape.word_before(at)) == b"do"
}

fn is_approximate(word: &[u8]) -> bool {
    matches!(
        word,
        b"ok" | b"okolo" | b"ponad" | b"blisko" | b"prawie" | b"niemal" | b"przeszlo" | b"orientacyjnie" | b"niespelna"
    ) || word.starts_with(b"szacun")
        || word.starts_with(b"szacow")
        || word.starts_with(b"oszacowa")
}

fn is_limit(word: &[u8]) -> bool {
    matches!(
        word,
        b"niz" | b"max" | b"maks" | b"maksimum" | b"minimum" | b"najmniej" | b"najwyzej" | b"przekraczajacej" | b"przekroczy"
    ) || word.starts_with(b"maksymaln")
        || word.starts_with(b"minimaln")
}

/// Words after which a bare number is a reference, an identifier or a place, never a sum or a count.
pub(super) fn is_reference(word: &[u8]) -> bool {
    matches!(
        word,
        b"nr"
            | b"numer"
            | b"poz"
            | b"art"
            | b"par"
            | b"ust"
            | b"pkt"
            | b"tel"
            | b"fax"
            | b"faks"
            | b"kom"
            | b"str"
            | b"km"
            | b"nip"
            | b"regon"
            | b"krs"
            | b"konto"
            | b"telefon"
            | b"dz"
            | b"lp"
            | b"ul"
            | b"rozdz"
            | b"rozdzial"
            | b"dzial"
            | b"paragraf"
            // Before view counters and telephone numbers.
            | b"odwiedzin" | b"odwiedziny" | b"wizyt" | b"odslon" | b"odslony" | b"wejsc" | b"wyswietlen" | b"licznik" | b"linia" | b"zaufania" | b"razy"
    )
}
