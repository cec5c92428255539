//! What each verdict does to what is known of an address.

use super::*;

/// The verdicts that say nothing of whether the page is there.
fn failures() -> Vec<(Verdict, Option<u16>)> {
    vec![
        (Verdict::SoftMissing, Some(200)),
        (Verdict::Login, Some(200)),
        (Verdict::Maintenance, Some(503)),
        (Verdict::Challenge, Some(403)),
        (Verdict::Refused, Some(429)),
        (Verdict::ServerError, Some(500)),
        (Verdict::Unreadable, Some(200)),
        (Verdict::Failed("timeout".to_owned()), None),
    ]
}

#[test]
fn the_first_content_begins_the_history() {
    let mut state = State::in_memory().unwrap();
    apply(&mut state, &content(page("/a"), START, 5));
    let known = history(&state, &page("/a"));
    assert_eq!((known.first_seen, known.checked, known.confirmed, known.changed), (START, START, Some(START), Some(START)));
    assert_eq!((known.checks, known.changes, known.misses, known.failures), (1, 0, 0, 0));
    assert_eq!((known.run, known.looks, known.due), (1, 1, START + 7 * DAY));
    assert_eq!(known.digest, Some([5; 32]));
    assert_eq!(known.validators.etag.as_deref(), Some("\"5\""));
    assert_eq!((known.availability, known.relevance, known.verdict), (Some(Availability::Current), 5, Verdict::Content));
}

#[test]
fn the_same_digest_keeps_the_place_of_the_full_capture() {
    let mut state = State::in_memory().unwrap();
    apply(&mut state, &content(page("/a"), START, 1));
    let first = history(&state, &page("/a"));
    apply(&mut state, &Visit { run: 2, ..content(page("/a"), START + 10 * DAY, 1) });
    let second = history(&state, &page("/a"));
    assert_eq!((second.position, second.fetched, second.changed), (first.position, first.fetched, first.changed));
    assert_eq!((second.checked, second.checks, second.changes), (START + 10 * DAY, 2, 0));
    assert_eq!(state.totals(2).unwrap(), Totals { fetched: 1, pages: 1, unchanged: 1, bytes: 1000 });
}

#[test]
fn another_digest_is_a_change_at_a_new_place() {
    let mut state = State::in_memory().unwrap();
    apply(&mut state, &content(page("/a"), START, 1));
    apply(&mut state, &content(page("/a"), START + DAY, 2));
    let known = history(&state, &page("/a"));
    assert_eq!((known.changes, known.changed, known.fetched), (1, Some(START + DAY), Some(START + DAY)));
    assert_eq!(known.position.unwrap().offset, (START + DAY).unsigned_abs());
    assert_eq!(known.validators.etag.as_deref(), Some("\"2\""));
}

#[test]
fn not_modified_keeps_content_and_the_validators_it_does_not_repeat() {
    let mut state = State::in_memory().unwrap();
    let validators = Validators { etag: Some("\"x\"".into()), last_modified: Some("Tue, 14 Nov 2023 22:13:20 GMT".into()) };
    apply(&mut state, &Visit { validators, ..content(page("/a"), START, 1) });
    let first = history(&state, &page("/a"));
    let answer = found(page("/a"), START + DAY, Verdict::NotModified, Some(304));
    apply(&mut state, &Visit { validators: Validators { etag: Some("\"y\"".into()), last_modified: None }, ..answer });
    let known = history(&state, &page("/a"));
    assert_eq!((known.position, known.digest, known.fetched), (first.position, first.digest, first.fetched));
    assert_eq!(known.validators.etag.as_deref(), Some("\"y\""));
    assert_eq!(known.validators.last_modified, first.validators.last_modified);
    assert_eq!((known.availability, known.confirmed), (Some(Availability::Current), Some(START + DAY)));
}

#[test]
fn a_304_to_a_question_never_asked_makes_no_content() {
    let mut state = State::in_memory().unwrap();
    apply(&mut state, &found(page("/a"), START, Verdict::NotModified, Some(304)));
    let known = history(&state, &page("/a"));
    assert_eq!((known.availability, known.confirmed), (None, None));
    assert_eq!(state.totals(1).unwrap().unchanged, 0);
}

#[test]
fn no_failure_however_often_takes_the_last_content_away() {
    for (verdict, status) in failures() {
        let mut state = State::in_memory().unwrap();
        apply(&mut state, &content(page("/a"), START, 1));
        let first = history(&state, &page("/a"));
        for run in 2..9 {
            let visit = found(page("/a"), START + i64::from(run) * 100 * DAY, verdict.clone(), status);
            apply(&mut state, &Visit { run, ..visit });
        }
        let known = history(&state, &page("/a"));
        assert_eq!(known.availability, Some(Availability::Unreachable), "{verdict:?}");
        assert_eq!((known.position, known.digest, &known.validators), (first.position, first.digest, &first.validators));
        assert_eq!((known.failures, &known.verdict), (7, &verdict));
        apply(&mut state, &Visit { run: 9, ..content(page("/a"), START + 900 * DAY, 1) });
        let known = history(&state, &page("/a"));
        assert_eq!((known.availability, known.failures, known.changes), (Some(Availability::Current), 0, 0));
    }
}

#[test]
fn a_page_missing_once_still_counts_and_missing_twice_is_gone() {
    let mut state = State::in_memory().unwrap();
    apply(&mut state, &content(page("/a"), START, 1));
    let missing = |run, time| Visit { run, ..found(page("/a"), time, Verdict::Missing, Some(404)) };
    apply(&mut state, &missing(2, START + 7 * DAY));
    assert_eq!(history(&state, &page("/a")).availability, Some(Availability::Unreachable));
    // A second look in the same run, before the page is due, is the same slip.
    apply(&mut state, &missing(2, START + 7 * DAY + 60));
    let known = history(&state, &page("/a"));
    assert_eq!((known.misses, known.availability), (1, Some(Availability::Unreachable)));
    apply(&mut state, &missing(3, START + 9 * DAY));
    let known = history(&state, &page("/a"));
    assert_eq!((known.misses, known.availability), (2, Some(Availability::Gone)));
    assert!(known.position.is_some());
}

#[test]
fn a_failure_between_two_misses_does_not_make_the_page_present() {
    let mut state = State::in_memory().unwrap();
    apply(&mut state, &content(page("/a"), START, 1));
    apply(&mut state, &Visit { run: 2, ..found(page("/a"), START + 7 * DAY, Verdict::Missing, Some(404)) });
    apply(&mut state, &Visit { run: 3, ..found(page("/a"), START + 8 * DAY, Verdict::ServerError, Some(502)) });
    apply(&mut state, &Visit { run: 4, ..found(page("/a"), START + 9 * DAY, Verdict::Missing, Some(404)) });
    assert_eq!(history(&state, &page("/a")).availability, Some(Availability::Gone));
}

#[test]
fn content_between_two_misses_begins_the_count_again() {
    let mut state = State::in_memory().unwrap();
    apply(&mut state, &content(page("/a"), START, 1));
    apply(&mut state, &Visit { run: 2, ..found(page("/a"), START + 7 * DAY, Verdict::Missing, Some(404)) });
    apply(&mut state, &Visit { run: 3, ..content(page("/a"), START + 8 * DAY, 1) });
    apply(&mut state, &Visit { run: 4, ..found(page("/a"), START + 12 * DAY, Verdict::Missing, Some(404)) });
    assert_eq!(history(&state, &page("/a")).availability, Some(Availability::Unreachable));
}

#[test]
fn a_server_that_says_gone_is_believed_at_once_and_failures_do_not_bring_the_page_back() {
    let mut state = State::in_memory().unwrap();
    apply(&mut state, &content(page("/a"), START, 1));
    apply(&mut state, &Visit { run: 2, ..found(page("/a"), START + DAY, Verdict::Gone, Some(410)) });
    assert_eq!(history(&state, &page("/a")).availability, Some(Availability::Gone));
    apply(&mut state, &Visit { run: 3, ..found(page("/a"), START + 99 * DAY, Verdict::ServerError, Some(500)) });
    assert_eq!(history(&state, &page("/a")).availability, Some(Availability::Gone));
    apply(&mut state, &Visit { run: 4, ..content(page("/a"), START + 100 * DAY, 1) });
    assert_eq!(history(&state, &page("/a")).availability, Some(Availability::Current));
}

#[test]
fn a_page_moved_for_good_leaves_its_old_address_and_one_sent_to_a_login_does_not() {
    for (status, availability) in [(301, Availability::Gone), (308, Availability::Gone), (302, Availability::Unreachable)] {
        let mut state = State::in_memory().unwrap();
        apply(&mut state, &content(page("/a"), START, 1));
        for run in 2..4 {
            let visit = found(page("/a"), START + i64::from(run) * 10 * DAY, Verdict::Redirect, Some(status));
            apply(&mut state, &Visit { run, ..visit });
        }
        assert_eq!(history(&state, &page("/a")).availability, Some(availability), "{status}");
    }
}

#[test]
fn an_address_that_never_had_content_is_neither_current_nor_gone() {
    let mut state = State::in_memory().unwrap();
    for (number, (verdict, status)) in failures().into_iter().chain([(Verdict::Gone, Some(410))]).enumerate() {
        let target = page(&format!("/{number}"));
        apply(&mut state, &found(target.clone(), START, verdict, status));
        assert_eq!(history(&state, &target).availability, None);
    }
    state.current(&mut |_| panic!("there is no content")).unwrap();
}

#[test]
fn a_known_address_never_looked_at_has_no_history() {
    let mut state = State::in_memory().unwrap();
    state.enter(SOURCE, HOST, &[page("/")]).unwrap();
    assert_eq!(state.history(SOURCE, HOST, page("/").key).unwrap(), None);
    assert_eq!(state.history(SOURCE, "inny.test", page("/").key).unwrap(), None);
    assert_eq!(state.keys(SOURCE, HOST).unwrap(), [page("/").key]);
}

#[test]
fn every_verdict_comes_back_as_it_was_stored() {
    let mut state = State::in_memory().unwrap();
    let others = [(Verdict::Content, Some(200)), (Verdict::NotModified, Some(304)), (Verdict::Redirect, Some(302))];
    let further = [(Verdict::Gone, Some(410)), (Verdict::Missing, Some(404)), (Verdict::Failed(String::new()), None)];
    for (verdict, status) in failures().into_iter().chain(others).chain(further) {
        apply(&mut state, &found(page("/a"), START, verdict.clone(), status));
        let known = history(&state, &page("/a"));
        assert_eq!((known.verdict, known.status), (verdict, status));
    }
}
