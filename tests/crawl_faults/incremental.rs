//! What is fetched again, when, and what never makes content vanish.

use crate::little::{Little, html, page, reply, status};
use crate::world::*;
use metryczka::crawl::{Availability, Budget, Plan};
use municipal_web::{Fault, Kind, Settings};
use std::collections::BTreeSet;
use std::time::Duration;
use tempfile::tempdir;

#[test]
fn what_is_not_due_is_not_fetched() {
    let world = World::open();
    let first = run(&world.plan);
    assert!(first.report.pages > 20);
    world.served.running.forget_requests();
    let soon = run(&Plan { fixed_time: Some(NOW + 3_600), ..world.plan.clone() });
    assert_eq!((soon.report.fetched, soon.report.run), (0, 2));
    assert!(world.requests().is_empty(), "{:?}", world.requests());
    assert!(soon.report.coverage.iter().all(|coverage| coverage.complete));
}

#[test]
fn a_page_that_changes_is_looked_at_more_often_than_one_that_does_not() {
    let little = Little::new(|seen| match seen.path.as_str() {
        "/" => page("Start", &["/zmienna", "/stala"]),
        "/zmienna" => page(&format!("Wersja {}", seen.before), &[]),
        "/stala" => page("Stała", &[]),
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    for day in 0..60 {
        run_on(&plan, day);
    }
    let looks = |path: &str| little.paths().iter().filter(|asked| *asked == path).count();
    assert!(looks("/zmienna") > 3 * looks("/stala"), "{} {}", looks("/zmienna"), looks("/stala"));
    assert!((4..12).contains(&looks("/stala")), "{}", looks("/stala"));
}

#[test]
fn since_makes_everything_due() {
    let world = World::open();
    let first = run(&world.plan);
    world.served.running.forget_requests();
    let mut plan = Plan { fixed_time: Some(NOW + 3_600), ..world.plan.clone() };
    plan.revisit.since = Some(NOW + 60);
    let second = run(&plan);
    assert_eq!(second.report.pages, first.report.pages);
    // The rules are fresh for a day.
    assert!(!world.requests().keys().any(|address| address.ends_with("/robots.txt")));
    plan.revisit.since = Some(NOW + 120);
    plan.fixed_time = Some(NOW + 7_200);
    assert_eq!(run(&plan).report.fetched, 0, "looked at since");
}

#[test]
fn validators_spare_the_body_and_count_as_unchanged() {
    let world = World::open_with(Settings { validators: true, ..small() });
    let first = run(&world.plan);
    let before = contents(&world.plan);
    let second = run_on(&world.plan, 8);
    let same = entries(&world.plan).iter().filter(|entry| entry.revisit.is_some()).count();
    assert!(same > 5, "{same}");
    assert!(second.report.unchanged as usize >= same);
    assert!(second.report.bytes <= first.report.bytes);
    assert_eq!(contents(&world.plan).keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
}

/// First a good run, then one in which a host shows something else in place of every page: the old content stays.
fn keeps_content(kind: Kind, verdict: &str) {
    let mut world = World::open_with(Settings { validators: false, ..small() });
    // Else a host that fails is left alone before its pages are asked for.
    world.plan.manners.max_failures = 40;
    world.plan.manners.max_wait = Duration::from_millis(5);
    let host = world.hosts[0].clone();
    run(&world.plan);
    let before = contents(&world.plan);
    world.fault(&host, kind.clone());
    let outcome = run_on(&world.plan, 10);
    let seen: BTreeSet<String> =
        { outcome.fetched() }.into_iter().filter(|(url, _)| url.contains(&host)).map(|(_, verdict)| verdict).collect();
    assert!(seen.contains(verdict), "{kind:?}: {seen:?}");
    let after = contents(&world.plan);
    let mut unreachable = 0;
    for (url, page) in &before {
        assert_eq!((&after[url].bytes, &after[url].fetched), (&page.bytes, &page.fetched), "{kind:?} {url}");
        unreachable += usize::from(after[url].availability == Availability::Unreachable);
        assert_ne!(after[url].availability, Availability::Gone, "{kind:?} {url}");
    }
    assert!(unreachable >= 1, "{kind:?}");
    let coverage = outcome.coverage(&host);
    assert_eq!((coverage.pages_gone, coverage.pages_unreachable), (0, unreachable as u64), "{kind:?}");
    assert!(!coverage.complete && coverage.reason.is_some());
    assert!(outcome.report.problems.iter().any(|problem| problem.url.contains(&host) && !problem.remedy.is_empty()));
    assert!(outcome.coverage(&world.hosts[1]).complete);
    // When it is over, all is as it was.
    world.web.mend();
    let outcome = run_on(&world.plan, 40);
    assert!(outcome.coverage(&host).complete, "{kind:?} {:?}", outcome.coverage(&host));
    assert!(contents(&world.plan).values().all(|page| page.availability == Availability::Current));
}

#[test]
fn a_soft_404_never_erases_content() {
    keeps_content(Kind::SoftMissing, "soft_missing");
}

#[test]
fn a_login_wall_never_erases_content() {
    keeps_content(Kind::Login, "login");
}

#[test]
fn a_maintenance_page_never_erases_content() {
    keeps_content(Kind::Maintenance, "maintenance");
}

#[test]
fn a_challenge_never_erases_content() {
    keeps_content(Kind::Challenge, "challenge");
}

#[test]
fn server_errors_never_erase_content() {
    keeps_content(Kind::Busy(503, String::new()), "server_error");
}

#[test]
fn resets_never_erase_content() {
    keeps_content(Kind::Reset, "failed cut_short");
}

#[test]
fn what_says_410_is_gone_and_what_says_404_is_gone_at_the_second_look() {
    for (code, looks) in [(410, 1), (404, 2)] {
        let world = World::open();
        let (host, path) = world.victim();
        run(&world.plan);
        world.web.add_fault(Fault { prefix: path.clone(), ..Fault::of(&host, Kind::Vanished(code)) });
        let url = format!("http://{host}{path}");
        for look in 1..=2 {
            let outcome = run_on(&world.plan, 10 * look);
            let expected = if look >= looks { Availability::Gone } else { Availability::Unreachable };
            assert_eq!(contents(&world.plan)[&url].availability, expected, "{code} at look {look}");
            assert_eq!(outcome.coverage(&host).pages_gone, u64::from(look >= looks));
        }
        // It comes back.
        world.web.mend();
        run_on(&world.plan, 200);
        assert_eq!(contents(&world.plan)[&url].availability, Availability::Current, "{code}");
    }
}

#[test]
fn an_error_now_and_then_is_asked_again_and_at_most_three_times() {
    let little = Little::new(|seen| match seen.path.as_str() {
        "/" => page("Start", &["/raz", "/zawsze", "/dobra"]),
        "/raz" if seen.before == 0 => status(500),
        "/raz" | "/dobra" => page("Dobra", &[]),
        "/zawsze" => status(500),
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    let outcome = run(&plan);
    assert_eq!(outcome.verdicts("/raz"), ["server_error", "content"]);
    assert_eq!(outcome.verdicts("/zawsze"), ["server_error"; 3]);
    assert!(outcome.problem("/raz").is_none());
    assert_eq!(outcome.problem("/zawsze").unwrap().code, "server_error");

    let world = World::open();
    world.fault(&world.hosts[0], Kind::Flapping);
    let outcome = run(&world.plan);
    assert!(outcome.report.problems.is_empty(), "{:?}", outcome.report.problems);
    assert!(outcome.coverage(&world.hosts[0]).complete);
    assert!(world.requests().values().all(|count| *count <= 3));
}

#[test]
fn a_budget_of_pages_ends_the_run_and_the_next_goes_on() {
    let world = World::open();
    let whole = { run(&Plan { archive: world.folder.path().join("ganz"), ..world.plan.clone() }) }.report.pages;
    let mut plan = world.plan.clone();
    plan.budget = Budget { pages: Some(10), ..Budget::default() };
    let first = run(&plan);
    assert_eq!(first.report.stopped, Some("budget"));
    assert!(first.report.fetched <= 10 + 2, "two robots.txt besides: {}", first.report.fetched);
    assert!(first.report.coverage.iter().any(|coverage| coverage.reason == Some("waiting")));
    plan.budget = Budget::default();
    let second = run(&plan);
    assert_eq!(second.report.stopped, None);
    assert_eq!(first.report.pages + second.report.pages, whole, "nothing twice, nothing left out");
    assert!(second.report.coverage.iter().all(|coverage| coverage.complete));
}

#[test]
fn a_budget_of_bytes_ends_the_run() {
    let mut world = World::open();
    world.plan.budget = Budget { bytes: Some(40_000), ..Budget::default() };
    let outcome = run(&world.plan);
    assert_eq!(outcome.report.stopped, Some("budget"));
    assert!((40_000..400_000).contains(&outcome.report.bytes), "{}", outcome.report.bytes);
}

#[test]
fn a_budget_of_time_ends_the_run() {
    let mut world = World::open();
    world.plan.manners.delay = Duration::from_millis(50);
    world.plan.budget = Budget { time: Some(Duration::from_millis(500)), ..Budget::default() };
    let begun = std::time::Instant::now();
    let outcome = run(&world.plan);
    assert_eq!(outcome.report.stopped, Some("budget"));
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert!(outcome.report.coverage.iter().all(|coverage| !coverage.complete));
}

#[test]
fn a_lying_validator_costs_no_content() {
    // It says 304 to whoever never had the page, and after a failure.
    let little = Little::new(|seen| match seen.path.as_str() {
        "/" => page("Start", &["/a", "/b"]),
        "/a" => reply(304, &[], ""),
        "/b" if seen.before == 0 => reply(200, &[("Content-Type", "text/html"), ("ETag", "\"1\"")], html("B", &[])),
        "/b" if seen.before == 1 => status(403),
        "/b" => reply(304, &[("ETag", "\"1\"")], ""),
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    for day in [0, 10, 20] {
        run_on(&plan, day);
    }
    let pages = contents(&plan);
    assert!(!pages.contains_key("http://a.test/a"));
    assert_eq!(
        (pages["http://a.test/b"].bytes.len(), pages["http://a.test/b"].availability),
        (html("B", &[]).len(), Availability::Current)
    );
}
