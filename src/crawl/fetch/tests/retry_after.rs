//! `Retry-After` in all forms.

use super::*;
use crate::archive::Answer;
use crate::crawl::fetch::retry_after::http_date;

/// Sunday, 6 November 1994, 08:49:37 UTC.
const MOMENT: i64 = 784_111_777;

fn asked(value: &str, now: i64) -> Option<u64> {
    let headers = vec![("Retry-After".to_owned(), value.as_bytes().to_vec())];
    let answer = Answer { status: 503, reason: String::new(), headers, body: Vec::new(), truncated: None };
    retry_after(&answer, now).map(|wait| wait.as_secs())
}

#[test]
fn all_three_forms_of_a_date_are_read() {
    for date in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "sun, 6 nov 1994 08:49:37 GMT",
    ] {
        assert_eq!(http_date(date, MOMENT), Some(MOMENT), "{date}");
        assert_eq!(asked(date, MOMENT - 90), Some(90), "{date}");
        assert_eq!(asked(date, MOMENT + 90), Some(0), "{date}: passed");
    }
}

#[test]
fn seconds_are_clamped_and_garbage_is_nothing() {
    for (value, wait) in [
        ("0", Some(0)),
        (" 120 ", Some(120)),
        ("-5", Some(0)),
        ("2592001", Some(2_592_000)),
        ("99999999999999999999999", Some(2_592_000)),
        ("Sun, 06 Nov 9999 08:49:37 GMT", Some(2_592_000)),
        ("", None),
        ("-", None),
        ("1.5", None),
        ("soon", None),
        ("120, 240", None),
        ("Sun, 31 Feb 1994 08:49:37 GMT", None),
        ("Sun, 06 Nov 1994 24:49:37 GMT", None),
        ("Sun, 06 Nov 1994 08:49 GMT", None),
        ("Sun, 06 Nov 1994 08:49:37 CET", None),
        ("Sun, 06 Nov 1994 08:49:37:00 GMT", None),
        ("niedz., 06 lis 1994 08:49:37 GMT", None),
        ("a b c d e f g h", None),
    ] {
        assert_eq!(asked(value, MOMENT), wait, "{value:?}");
    }
    assert!(asked("Sun, 06 Nov 1994 08:49:60 GMT", MOMENT).is_some(), "a leap second");
    assert_eq!(asked("Sun, 06 Nov 1994 08:49:37 GMT", i64::MIN), Some(2_592_000));
}

#[test]
fn a_year_of_two_digits_is_never_far_in_the_future() {
    let in_2026 = 1_767_225_600;
    let year =
        |text: &str| http_date(&format!("Sunday, 06-Nov-{text} 08:49:37 GMT"), in_2026).map(|date| date / 31_556_952 + 1970);
    assert_eq!([year("94"), year("26"), year("75"), year("77")], [Some(1994), Some(2026), Some(2075), Some(1977)]);
}

#[test]
fn an_answer_without_the_line_asks_for_nothing() {
    let answer = Answer { status: 429, reason: String::new(), headers: Vec::new(), body: Vec::new(), truncated: None };
    assert_eq!(retry_after(&answer, MOMENT), None);
}
