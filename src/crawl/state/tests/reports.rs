//! What the state tells of a run, of a source, and to the readers of the archive.

use super::*;
use crate::crawl::plan::{HostBudget, SourcePlan};
use crate::crawl::report::Coverage;

fn plan(id: &str) -> SourcePlan {
    SourcePlan {
        id: id.to_owned(),
        name: format!("Gmina {id}"),
        teryt: None,
        start: vec![page("/").url],
        hosts: Default::default(),
        follow: true,
        budget: HostBudget::default(),
        pages: None,
        every: None,
    }
}

fn coverage(state: &State) -> Coverage {
    state.coverage(&[plan(SOURCE)], START + DAY).unwrap().remove(0)
}

fn pages(state: &mut State, count: u8) {
    for number in 0..count {
        apply_to(state, HOST, &content(page(&format!("/{number}")), START, number));
    }
    state.commit().unwrap();
}

#[test]
fn a_source_all_of_whose_pages_were_read_is_complete() {
    let mut state = State::in_memory().unwrap();
    pages(&mut state, 4);
    let coverage = coverage(&state);
    assert_eq!((coverage.hosts, coverage.addresses, coverage.pages_current), (1, 4, 4));
    assert_eq!((coverage.checked, coverage.complete, coverage.reason), (Some(START), true, None));
}

#[test]
fn a_source_nobody_answered_for_was_never_reached() {
    let mut state = State::in_memory().unwrap();
    // Nobody has asked yet.
    assert_eq!(coverage(&state).reason, Some("waiting"));
    apply(&mut state, &found(page("/"), START, Verdict::Failed("dns".into()), None));
    assert_eq!(coverage(&state).reason, Some("never_reached"));
}

#[test]
fn a_source_with_addresses_left_is_waiting() {
    let mut state = State::in_memory().unwrap();
    apply(&mut state, &Visit { links: vec![page("/a"), page("/b")], ..content(page("/"), START, 1) });
    let coverage = coverage(&state);
    assert_eq!((coverage.reason, coverage.pages_waiting, coverage.complete), (Some("waiting"), 2, false));
}

#[test]
fn a_source_most_of_whose_pages_fail_has_collapsed_and_two_bad_pages_are_bad_luck() {
    let mut state = State::in_memory().unwrap();
    pages(&mut state, 5);
    for number in 0..3_u32 {
        assert!(coverage(&state).complete, "{number}");
        let login = found(page(&format!("/{number}")), START + DAY, Verdict::Login, Some(200));
        apply(&mut state, &Visit { run: 2, ..login });
    }
    let coverage = coverage(&state);
    assert_eq!((coverage.pages_current, coverage.pages_unreachable), (2, 3));
    assert_eq!((coverage.complete, coverage.reason), (false, Some("yield_collapsed")));
}

#[test]
fn pages_gone_for_good_are_no_collapse() {
    let mut state = State::in_memory().unwrap();
    pages(&mut state, 6);
    for number in 0..4 {
        let gone = found(page(&format!("/{number}")), START + DAY, Verdict::Gone, Some(410));
        apply(&mut state, &Visit { run: 2, ..gone });
    }
    assert_eq!((coverage(&state).pages_gone, coverage(&state).reason), (4, None));
}

#[test]
fn the_rules_for_robots_decide_what_a_source_is_called() {
    let robots = Candidate { purpose: Purpose::Robots, ..page("/robots.txt") };
    let mut state = State::in_memory().unwrap();
    state.enter(SOURCE, HOST, &[page("/")]).unwrap();
    apply(&mut state, &found(robots.clone(), START, Verdict::ServerError, Some(503)));
    assert_eq!(coverage(&state).reason, Some("robots_unreachable"));
    apply(&mut state, &Visit { rules: Some("User-agent: *\nDisallow: /".into()), ..content(robots, START, 1) });
    state.close_by_robots(SOURCE, HOST, page("/").key, true).unwrap();
    let coverage = coverage(&state);
    assert_eq!((coverage.reason, coverage.closed_by_robots, coverage.pages_waiting), (Some("robots_closed"), 1, 0));
}

#[test]
fn what_was_noted_of_a_host_comes_back_and_counts_until_its_time() {
    let mut state = State::in_memory().unwrap();
    pages(&mut state, 1);
    assert_eq!(state.host_state(SOURCE, HOST).unwrap(), (HostState::Good, None));
    let deferred = HostState::Deferred("retry_after".into());
    state.note_host(SOURCE, HOST, &deferred, Some(START + 2 * DAY)).unwrap();
    assert_eq!(state.host_state(SOURCE, HOST).unwrap(), (deferred, Some(START + 2 * DAY)));
    assert_eq!(state.coverage(&[plan(SOURCE)], START + DAY).unwrap()[0].reason, Some("waiting"));
    assert_eq!(state.coverage(&[plan(SOURCE)], START + 3 * DAY).unwrap()[0].reason, None);
    state.note_host(SOURCE, HOST, &HostState::Failing, None).unwrap();
    assert_eq!(coverage(&state).reason, Some("failing"));
    state.note_host(SOURCE, HOST, &HostState::Good, None).unwrap();
    assert!(coverage(&state).complete);
}

#[test]
fn a_host_failing_in_its_visits_is_failing_without_a_note() {
    let mut state = State::in_memory().unwrap();
    pages(&mut state, 9);
    for number in 4..9 {
        apply(&mut state, &found(page(&format!("/nowe/{number}")), START + 1, Verdict::Failed("reset".into()), None));
    }
    assert_eq!(coverage(&state).reason, Some("failing"));
}

#[test]
fn sources_stand_in_the_order_of_the_plan_even_those_never_seen() {
    let mut state = State::in_memory().unwrap();
    pages(&mut state, 1);
    let names: Vec<String> =
        state.coverage(&[plan("zalesie"), plan(SOURCE)], START).unwrap().into_iter().map(|coverage| coverage.source).collect();
    assert_eq!(names, ["zalesie", SOURCE]);
}

#[test]
fn current_tells_of_the_last_content_of_pages_by_source_and_address() {
    let mut state = State::in_memory().unwrap();
    let sitemap = Candidate { purpose: Purpose::Sitemap, ..page("/sitemap.xml") };
    for target in [page("/b"), page("/a"), page("/c"), sitemap] {
        apply(&mut state, &content(target, START, 1));
    }
    apply_to(
        &mut state,
        "bip.test",
        &Visit { source: "brzezie".into(), ..content(candidate("http://bip.test/", 0, 0), START, 1) },
    );
    apply_to(&mut state, "a.test", &content(candidate("http://a.test/", 0, 0), START, 1));
    apply(&mut state, &Visit { run: 2, ..found(page("/a"), START + DAY, Verdict::Challenge, Some(403)) });
    apply(&mut state, &Visit { run: 2, ..found(page("/b"), START + DAY, Verdict::Gone, Some(410)) });
    let mut seen = Vec::new();
    state
        .current(&mut |current| {
            seen.push((current.source, current.url, current.availability, current.fetched, current.checked));
            true
        })
        .unwrap();
    let row = |source: &str, url: &str, availability, checked| (source.to_owned(), url.to_owned(), availability, START, checked);
    let expected = [
        row("brzezie", "http://bip.test/", Availability::Current, START),
        row(SOURCE, "http://a.test/", Availability::Current, START),
        row(SOURCE, "https://olszyny.test/a", Availability::Unreachable, START + DAY),
        row(SOURCE, "https://olszyny.test/b", Availability::Gone, START + DAY),
        row(SOURCE, "https://olszyny.test/c", Availability::Current, START),
    ];
    assert_eq!(seen, expected);
    let mut told = 0;
    state
        .current(&mut |_| {
            told += 1;
            false
        })
        .unwrap();
    assert_eq!(told, 1);
}

#[test]
fn what_was_spent_is_counted_by_host_and_run() {
    let mut state = State::in_memory().unwrap();
    let robots = Candidate { purpose: Purpose::Robots, ..page("/robots.txt") };
    apply(&mut state, &found(robots, START, Verdict::Missing, Some(404)));
    apply(&mut state, &content(page("/"), START, 1));
    apply(&mut state, &found(page("/a"), START, Verdict::Failed("disconnected".into()), None));
    apply(&mut state, &Visit { run: 2, ..content(page("/"), START + DAY, 1) });
    assert_eq!(state.spent(SOURCE, HOST, 1).unwrap(), Spent { fetched: 3, pages: 2, bytes: 3000, failures: 1 });
    assert_eq!(state.spent(SOURCE, HOST, 2).unwrap(), Spent { fetched: 1, pages: 1, bytes: 1000, failures: 0 });
    assert_eq!(state.spent(SOURCE, HOST, 3).unwrap(), Spent::default());
    assert_eq!(state.totals(1).unwrap(), Totals { fetched: 3, pages: 1, unchanged: 0, bytes: 3000 });
    assert_eq!(state.totals(7).unwrap(), Totals::default());
}

#[test]
fn skips_add_up_over_hosts_and_runs() {
    let mut state = State::in_memory().unwrap();
    let skips: Skips = [("scope", 2), ("trap", 5)].into();
    apply(&mut state, &Visit { skips: skips.clone(), ..content(page("/"), START, 1) });
    apply_to(&mut state, "bip.test", &Visit { skips, run: 2, ..content(candidate("http://bip.test/", 0, 0), START, 1) });
    assert_eq!(state.skips().unwrap(), BTreeMap::from([("scope".to_owned(), 4), ("trap".to_owned(), 10)]));
}

#[test]
fn a_dead_link_is_no_problem_but_a_dead_start_address_is() {
    let mut state = State::in_memory().unwrap();
    state.enter(SOURCE, HOST, &[page("/start")]).unwrap();
    for path in ["/start", "/link"] {
        apply(&mut state, &found(page(path), START, Verdict::Missing, Some(404)));
    }
    apply(&mut state, &found(page("/błąd"), START, Verdict::Failed("tls_certificate".into()), None));
    let problems = state.problems(10).unwrap();
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, ["tls_certificate", "missing"]);
    assert_eq!(problems[1].message, "the page is not there (status 404)");
    assert_eq!(state.problems(1).unwrap().len(), 1);
}
