//! The parts of a number as it is published: what joins pages, and whose it is.

use super::code::PREFIXES;

/// Digits a serial has at least.
const SERIAL: usize = 3;

/// A number without its kind (`UDA-`, `WND-`).
fn without_kind(number: &str) -> &str {
    let kind = |number: &str| {
        let (kind, rest) = number.split_once('-')?;
        let known = kind.is_ascii() && PREFIXES.contains(&kind.to_ascii_lowercase().as_bytes());
        known.then_some(rest.len())
    };
    kind(number).map_or(number, |length| &number[number.len() - length..])
}

/// The programme's letters that begin a number: `RPWM` of `UDA-RPWM.11.02.03-28-0063/17-00`.
pub fn programme(number: &str) -> Option<&str> {
    let body = without_kind(number);
    let code = body.split('.').next()?;
    (code.len() == 4 && code.bytes().all(|b| b.is_ascii_uppercase()) && body.len() > 10).then_some(code)
}

/// The part of an agreement number that joins pages: without kind and version (`-00`), its serial with the zeros a page may drop. Only
/// numbers that begin with a programme's letters are unique in the country; `3/2021` is not.
pub fn joining(number: &str) -> Option<String> {
    let number = number.trim().to_uppercase();
    let body = without_kind(&number);
    let code = body.split('.').next().unwrap_or_default();
    if !(4..=5).contains(&code.len()) || code.len() == body.len() || !code.chars().all(char::is_alphabetic) {
        return None;
    }
    let body = match body.rsplit_once('-') {
        Some((rest, version)) if rest.contains('/') && version.chars().all(|c| c.is_ascii_digit()) => rest,
        _ => body,
    };
    let Some((head, year)) = body.rsplit_once('/') else { return Some(body.to_owned()) };
    let Some((head, serial)) = head.rsplit_once('-') else { return Some(body.to_owned()) };
    Some(format!("{head}-{serial:0>SERIAL$}/{year}"))
}

#[cfg(test)]
mod tests {
    use super::{joining, programme};

    #[test]
    fn kind_version_and_a_lost_zero_do_not_part_numbers() {
        assert_eq!(joining("UDA-POKL.02.01.01-00-31/13-00"), joining("POKL.02.01.01-00-031/13"));
        assert_eq!(joining("wnd-RPSL.03.02.00-24-03G7/20-001").as_deref(), Some("RPSL.03.02.00-24-03G7/20"));
        assert_eq!(joining("FEWM.09.01-IZ.00-0012/23-01").as_deref(), Some("FEWM.09.01-IZ.00-0012/23"));
        assert_eq!(joining("25/AR/FP/2021"), None);
    }

    #[test]
    fn a_numbers_programme_is_its_first_letters() {
        assert_eq!(programme("UDA-RPWM.11.02.03-28-0063/17-00"), Some("RPWM"));
        assert_eq!(programme("00012-65150-UM1600045/20"), None);
    }
}
