//! Rules for robots, pauses, and when a host is left alone.

use crate::little::{Little, page, redirect, reply, robots, status};
use crate::world::*;
use metryczka::crawl::{HostBudget, Plan};
use municipal_web::Kind;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use tempfile::tempdir;

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// A listener of which one host answers robots.txt with this and is otherwise well.
fn with_robots(answer: Vec<u8>) -> Little {
    Little::new(move |seen| match (seen.host.as_str(), seen.path.as_str()) {
        ("a.test", "/robots.txt") => answer.clone(),
        (_, "/") => page("Start", &["/projekty"]),
        (_, "/projekty") => page("Projekty", &[]),
        _ => status(404),
    })
}

/// What one host was asked for.
fn asked(little: &Little, host: &str) -> Vec<String> {
    let mut paths: Vec<String> =
        little.seen().into_iter().filter(|seen| seen.host == host && seen.path != "/sitemap.xml").map(|seen| seen.path).collect();
    paths.sort();
    paths
}

#[test]
fn rules_that_fail_with_5xx_mean_nothing_is_fetched_and_others_go_on() {
    for code in [500, 503, 429] {
        let (folder, little) = (tempdir().unwrap(), with_robots(status(code)));
        let plan = little_plan(folder.path(), &little, &["a.test", "b.test"]);
        let outcome = run(&plan);
        assert_eq!(asked(&little, "a.test"), ["/robots.txt"], "{code}");
        assert_eq!(outcome.end_of("a.test"), "robots");
        assert_eq!(outcome.coverage("a.test").reason, Some("robots_unreachable"), "{code}");
        let problem = outcome.problem("a.test/robots.txt").expect("a row");
        assert_eq!(problem.code, "server_error");
        assert!(!problem.remedy.is_empty() && !problem.message.is_empty());
        assert!(outcome.coverage("b.test").complete);
        // The next run asks anew, however soon it comes.
        run(&plan);
        assert_eq!(asked(&little, "a.test"), ["/robots.txt", "/robots.txt"], "{code}");
    }
}

#[test]
fn rules_that_never_come_mean_nothing_is_fetched() {
    let mut world = World::open();
    world.fault_at(&world.hosts[0], "/robots.txt", Kind::Silent);
    world.plan.fetch.total = millis(400);
    let outcome = run(&world.plan);
    let asked: Vec<_> = world.requests().into_keys().filter(|address| address.starts_with(&world.hosts[0])).collect();
    assert_eq!(asked, [format!("{}/robots.txt", world.hosts[0])]);
    assert_eq!(outcome.coverage(&world.hosts[0]).reason, Some("robots_unreachable"));
    assert_eq!(outcome.problem("/robots.txt").unwrap().code, "timeout");
    assert!(outcome.coverage(&world.hosts[1]).complete);
}

#[test]
fn rules_that_are_not_there_forbid_nothing() {
    for code in [404, 403, 401, 410] {
        let (folder, little) = (tempdir().unwrap(), with_robots(status(code)));
        let outcome = run(&little_plan(folder.path(), &little, &["a.test"]));
        assert_eq!(asked(&little, "a.test"), ["/", "/projekty", "/robots.txt"], "{code}");
        assert!(outcome.coverage("a.test").complete);
    }
}

#[test]
fn a_page_in_place_of_rules_is_no_rules() {
    let world = World::new(small(), |web, host| text_of(web, host, "/robots.txt").starts_with("<!DOCTYPE"));
    let outcome = run(&world.plan);
    for host in &world.hosts {
        assert!(outcome.coverage(host).pages_current > 3, "{:?}", outcome.coverage(host));
    }
}

#[test]
fn a_closed_host_is_asked_for_its_rules_only() {
    let settings = municipal_web::Settings { municipalities: 1, ..small() };
    let closed =
        |web: &municipal_web::Web, host: &str| text_of(web, host, "/robots.txt").contains("User-agent: *\nDisallow: /\n");
    let world = World::new(settings, closed);
    let outcome = run(&world.plan);
    assert_eq!(world.requests().into_keys().collect::<Vec<_>>(), [format!("{}/robots.txt", world.hosts[0])]);
    let coverage = outcome.coverage(&world.hosts[0]);
    assert_eq!((coverage.complete, coverage.reason), (false, Some("robots_closed")));
}

#[test]
fn what_is_forbidden_stays_so_behind_redirects_and_for_sitemaps() {
    let rules = "User-agent: *\nDisallow: /tajne/\nSitemap: http://a.test/tajne/mapa.xml\n";
    let little = Little::site(&[
        ("/robots.txt", robots(rules)),
        ("/", page("Start", &["/dalej", "/tajne/wprost", "/projekty"])),
        ("/dalej", redirect("/tajne/cel")),
        ("/projekty", page("Projekty", &[])),
        ("/tajne/cel", page("Tajne", &[])),
    ]);
    let folder = tempdir().unwrap();
    let outcome = run(&little_plan(folder.path(), &little, &["a.test"]));
    let paths = little.paths();
    assert!(paths.contains(&"/dalej".to_owned()) && paths.contains(&"/projekty".to_owned()));
    assert!(!paths.iter().any(|path| path.starts_with("/tajne")), "{paths:?}");
    assert_eq!(outcome.coverage("a.test").closed_by_robots, 3);
    assert!(outcome.coverage("a.test").complete);
}

#[test]
fn rules_that_did_not_change_hold_on() {
    let little = Little::new(|seen| match seen.path.as_str() {
        "/robots.txt" if seen.header("if-none-match").is_some() => reply(304, &[("ETag", "\"r\"")], ""),
        "/robots.txt" => reply(200, &[("ETag", "\"r\"")], "User-agent: *\nDisallow: /tajne\n"),
        // Every day another link into the forbidden part.
        "/" => page(&format!("Start {}", seen.before), &[&format!("/tajne/{}", seen.before), "/projekty"]),
        _ => page("Strona", &[]),
    });
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    for day in [0, 8, 16] {
        run_on(&plan, day);
    }
    let seen = little.seen();
    assert_eq!(seen.iter().filter(|seen| seen.path == "/robots.txt" && seen.header("if-none-match").is_some()).count(), 2);
    assert!(!seen.iter().any(|seen| seen.path.starts_with("/tajne")), "{:?}", little.paths());
}

#[test]
fn rules_in_an_old_encoding_mean_the_same_when_they_are_remembered() {
    let utf16 = |text: &str| [vec![0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    for rules in [b"User-agent: *\nDisallow: /og\xb3oszenia\n".to_vec(), utf16("User-agent: *\nDisallow: /og%B3oszenia\n")] {
        let answer = reply(200, &[("Content-Type", "text/plain")], rules);
        let little = Little::new(move |seen| match seen.path.as_str() {
            "/robots.txt" => answer.clone(),
            "/" => page(&format!("Start {}", seen.before), &[&format!("/og%B3oszenia/{}", seen.before)]),
            _ => page("Strona", &[]),
        });
        let folder = tempdir().unwrap();
        let mut plan = little_plan(folder.path(), &little, &["a.test"]);
        run(&plan);
        // The rules are fresh for a day; the page is due after a second.
        plan.revisit.since = Some(NOW + 10);
        plan.fixed_time = Some(NOW + 20);
        run(&plan);
        assert_eq!(little.paths().iter().filter(|path| *path == "/robots.txt").count(), 1);
        assert_eq!(little.paths().iter().filter(|path| *path == "/").count(), 2);
        assert!(!little.paths().iter().any(|path| path.contains("oszenia")), "{:?}", little.paths());
    }
}

#[test]
fn a_crawl_delay_is_kept() {
    let little = Little::site(&[
        ("/robots.txt", robots("User-agent: *\nCrawl-delay: 0.15\n")),
        ("/", page("Start", &["/a", "/b"])),
        ("/a", page("A", &[])),
        ("/b", page("B", &[])),
    ]);
    let (folder, begun) = (tempdir().unwrap(), Instant::now());
    run(&little_plan(folder.path(), &little, &["a.test"]));
    assert_eq!(little.seen().len(), 5);
    assert!(little.kept(millis(150), begun, |seen| seen.path != "/robots.txt"));
}

#[test]
fn a_host_with_a_long_crawl_delay_is_spread_over_runs() {
    let little = Little::new(|seen| match (seen.host.as_str(), seen.path.as_str()) {
        ("a.test", "/robots.txt") => robots("User-agent: *\nCrawl-delay: 3600\n"),
        (_, "/") => page("Start", &["/a", "/b"]),
        (_, "/a" | "/b") => page(&seen.path, &[]),
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test", "b.test"]);
    let mut asked_before = 0;
    // A week apart, so that sitemap and start page are due every time.
    for week in 0..8 {
        let begun = Instant::now();
        let outcome = run_on(&plan, week * 8);
        assert!(begun.elapsed() < millis(20_000));
        let asked = asked(&little, "a.test").into_iter().filter(|path| path != "/robots.txt").collect::<BTreeSet<_>>().len();
        assert!(asked <= asked_before + 1, "one page a run");
        asked_before = asked;
        if outcome.coverage("a.test").pages_waiting > 0 {
            assert_eq!(outcome.end_of("a.test"), "crawl_delay");
            assert_eq!((outcome.coverage("a.test").complete, outcome.coverage("a.test").reason), (false, Some("waiting")));
        }
        assert!(outcome.coverage("b.test").complete);
    }
    assert_eq!(asked_before, 3, "every run went on: {:?}", asked(&little, "a.test"));
}

#[test]
fn hosts_on_one_machine_share_its_pause() {
    let little = with_robots(status(404));
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test", "b.test", "c.test"]);
    plan.manners.address_delay = millis(60);
    let begun = Instant::now();
    run(&plan);
    assert!(little.seen().len() >= 9);
    assert!(little.kept(millis(60), begun, |_| true));
}

#[test]
fn retry_after_is_kept_in_every_form() {
    let date = |form: &str| chrono::DateTime::from_timestamp(NOW + 1, 0).unwrap().format(form).to_string();
    let forms =
        ["1".to_owned(), date("%a, %d %b %Y %H:%M:%S GMT"), date("%A, %d-%b-%y %H:%M:%S GMT"), date("%a %b %e %H:%M:%S %Y")];
    let hosts = ["a.test", "b.test", "c.test", "d.test"];
    let little = Little::new(move |seen| match seen.path.as_str() {
        "/" if seen.before == 0 => {
            let form = hosts.iter().position(|host| *host == seen.host).unwrap();
            reply([429, 503][form % 2], &[("Retry-After", &forms[form])], "")
        }
        "/" => page("Start", &[]),
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &hosts);
    plan.manners.max_wait = millis(1_500);
    let outcome = run(&plan);
    for host in hosts {
        let times: Vec<Instant> =
            little.seen().into_iter().filter(|seen| seen.host == host && seen.path == "/").map(|seen| seen.at).collect();
        assert_eq!(times.len(), 2, "{host} is asked once more in the same run");
        assert!(times[1] - times[0] >= millis(990), "{host}");
        assert!(outcome.coverage(host).complete);
    }
}

#[test]
fn a_server_that_wants_a_longer_rest_gets_it_over_runs() {
    for form in ["7200", "Fri, 16 Jan 2026 14:00:00 GMT"] {
        let little = Little::new(move |seen| match seen.path.as_str() {
            "/a" if seen.before == 0 => reply(503, &[("Retry-After", form)], ""),
            "/" => page("Start", &["/a", "/b", "/c"]),
            "/a" | "/b" | "/c" => page("Strona", &[]),
            _ => status(404),
        });
        let folder = tempdir().unwrap();
        let plan = little_plan(folder.path(), &little, &["a.test"]);
        let outcome = run(&plan);
        assert_eq!(outcome.end_of("a.test"), "retry_after");
        assert_eq!((outcome.coverage("a.test").complete, outcome.coverage("a.test").reason), (false, Some("waiting")));
        assert_eq!(outcome.problem("/a").unwrap().code, "server_error");
        let before = little.paths();
        let soon = run(&Plan { fixed_time: Some(NOW + 3_600), ..plan.clone() });
        assert_eq!(little.paths(), before, "{form}: it asked for more time than that");
        assert!(!soon.coverage("a.test").complete);
        let later = run(&Plan { fixed_time: Some(NOW + 7_300), ..plan });
        assert!(later.coverage("a.test").complete, "{:?}", later.coverage("a.test"));
    }
}

#[test]
fn a_host_that_fails_gets_ever_longer_pauses_and_is_left_after_a_few() {
    let little = Little::new(|seen| match (seen.host.as_str(), seen.path.as_str()) {
        (_, "/robots.txt") => status(404),
        ("a.test", _) => status(500),
        (_, "/") => page("Start", &[]),
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test", "b.test"]);
    plan.manners.backoff = millis(40);
    let outcome = run(&plan);
    let times: Vec<Instant> = little
        .seen()
        .into_iter()
        .filter(|seen| seen.host == "a.test" && seen.path != "/robots.txt")
        .map(|seen| seen.at)
        .collect();
    assert_eq!(times.len(), 5, "sitemap and start page, each up to three times");
    for (pair, least) in times.windows(2).zip([40, 80, 160, 320]) {
        assert!(pair[1] - pair[0] >= millis(least));
    }
    assert_eq!(outcome.end_of("a.test"), "failures");
    assert_eq!(outcome.coverage("a.test").reason, Some("failing"));
    assert!(outcome.coverage("b.test").complete);
}

#[test]
fn without_a_contact_nothing_beyond_this_machine_is_asked() {
    let little = with_robots(status(404));
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test"]);
    plan.resolve.insert("daleko.test".to_owned(), "203.0.114.7:80".parse().unwrap());
    plan.sources.push(source("daleko.test", &["daleko.test"]));
    plan.sources.push(source("liczba", &["203.0.114.9"]));
    // A name that no resolver is asked for either.
    plan.sources.push(source("nazwa", &["nazwa.test"]));
    let begun = Instant::now();
    let outcome = run(&plan);
    assert!(begun.elapsed() < millis(10_000), "nobody was waited for");
    for host in ["daleko.test", "203.0.114.9", "nazwa.test"] {
        let problem = outcome.problem(&format!("{host}/robots.txt")).unwrap();
        assert_eq!(problem.code, "no_contact", "{host}");
        assert!(problem.remedy.contains("contact"), "{}", problem.remedy);
    }
    assert!(outcome.coverage("a.test").complete);
    let answered = entries(&plan).into_iter().filter_map(|entry| entry.exchange.address);
    assert!({ answered }.all(|address| address.is_loopback()));
}

#[test]
fn outside_its_hours_a_crawl_asks_this_machine_only() {
    let little = with_robots(status(404));
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test"]);
    plan.contact = Some("kontakt@gmina.test".to_owned());
    plan.resolve.insert("daleko.test".to_owned(), "203.0.114.7:80".parse().unwrap());
    plan.sources.push(source("daleko.test", &["daleko.test"]));
    plan.manners.hours = Some((22, 6));
    let outcome = run(&plan);
    assert_eq!(outcome.end_of("daleko.test"), "off_hours");
    assert!(!outcome.fetched().iter().any(|(url, _)| url.contains("daleko")));
    assert!(!outcome.coverage("daleko.test").complete);
    assert!(outcome.coverage("a.test").complete);
}

#[test]
fn requests_name_the_contact_and_carry_no_cookies() {
    let little = Little::new(|seen| match seen.path.as_str() {
        "/robots.txt" => reply(404, &[("Set-Cookie", "r=1; Path=/")], ""),
        "/" => reply(
            200,
            &[("Content-Type", "text/html"), ("Set-Cookie", "sesja=abc; Path=/; Domain=test"), ("Set-Cookie", "b=c")],
            crate::little::html("Start", &["/a", "http://b.test/"]),
        ),
        _ => page("Strona", &[]),
    });
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test"]);
    plan.resolve.insert("b.test".to_owned(), little.address);
    plan.sources[0].hosts.insert("b.test".to_owned());
    plan.contact = Some("kontakt@gmina.test".to_owned());
    run(&plan);
    run_on(&plan, 30);
    assert!(little.seen().len() >= 8);
    for seen in little.seen() {
        assert_eq!(seen.header("cookie"), None, "{}", seen.path);
        assert!(seen.header("user-agent").unwrap().contains("kontakt@gmina.test"));
    }
}

#[test]
fn a_host_has_its_own_budget_of_time() {
    let little = Little::new(|seen| match seen.path.as_str() {
        "/" => page("Start", &["/a", "/b", "/c", "/d", "/e", "/f"]),
        "/robots.txt" | "/sitemap.xml" => status(404),
        _ => page(&seen.path, &[]),
    });
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test"]);
    plan.manners.delay = millis(60);
    plan.sources[0].budget = HostBudget { time: millis(200), ..HostBudget::default() };
    let outcome = run(&plan);
    assert_eq!(outcome.end_of("a.test"), "budget");
    assert_eq!(outcome.coverage("a.test").reason, Some("waiting"));
    plan.sources[0].budget = HostBudget::default();
    assert!(run_on(&plan, 1).coverage("a.test").complete);
}
