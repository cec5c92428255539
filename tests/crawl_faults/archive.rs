//! What the archive keeps, and what a damaged one costs.

use crate::little::{Little, html, page, reply, status};
use crate::world::*;
use metryczka::archive::Profile;
use metryczka::crawl::{Availability, Plan, Report, report};
use metryczka::vocabulary::web::Web as Words;
use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;
use tempfile::tempdir;

#[test]
fn an_unchanged_page_is_a_revisit_and_its_first_capture_stays() {
    let tagged = |seen: &crate::little::Seen| seen.header("if-none-match") == Some("\"v1\"");
    let little = Little::new(move |seen| match seen.path.as_str() {
        "/" => page("Start", &["/etag", "/sam"]),
        "/etag" if tagged(seen) => reply(304, &[("ETag", "\"v1\"")], ""),
        "/etag" => reply(200, &[("Content-Type", "text/html"), ("ETag", "\"v1\"")], html("Etag", &[])),
        "/sam" => page("Taka sama", &[]),
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    run(&plan);
    let first = contents(&plan);
    let second = run_on(&plan, 10);
    assert_eq!(second.report.unchanged, 3);
    assert_eq!(second.report.pages, 3);
    let profiles: Vec<_> = { entries(&plan) }
        .into_iter()
        .filter_map(|entry| Some((entry.exchange.url, entry.revisit?.profile, entry.exchange.answer?.body.len())))
        .collect();
    assert!(profiles.contains(&("http://a.test/etag".to_owned(), Profile::NotModified, 0)), "{profiles:?}");
    assert!(profiles.contains(&("http://a.test/sam".to_owned(), Profile::IdenticalPayload, 0)), "{profiles:?}");
    assert_eq!(contents(&plan), first, "bytes and the time of the first capture");
    assert!(first.values().all(|page| page.availability == Availability::Current));
}

#[test]
fn every_answer_and_every_failure_is_archived() {
    let mut world = World::open();
    world.plan.fetch.total = std::time::Duration::from_millis(700);
    let (host, path) = world.victim();
    world.fault_at(&host, &path, municipal_web::Kind::Silent);
    let outcome = run(&world.plan);
    let archived = entries(&world.plan);
    assert_eq!(archived.len() as u64, outcome.report.fetched);
    let asked: u32 = world.requests().values().sum();
    assert_eq!(u64::from(asked), outcome.report.fetched);
    let failed = archived.iter().filter(|entry| entry.exchange.answer.is_none());
    assert!(failed.clone().count() == 3 && failed.clone().all(|entry| entry.exchange.url.ends_with(&path)));
    assert!({ failed }.all(|entry| entry.exchange.notes.contains(&("error".to_owned(), "timeout".to_owned()))));
}

fn files(plan: &Plan) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(&plan.archive).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".warc.gz"));
    files.sort();
    files
}

/// Addresses and what tells their bytes apart, without times.
fn bytes(plan: &Plan) -> BTreeSet<(String, usize, u64)> {
    let number = |bytes: &[u8]| {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        hasher.finish()
    };
    contents(plan).into_iter().map(|(url, page)| (url, page.bytes.len(), number(&page.bytes))).collect()
}

/// Crawls, cuts the newest file off somewhere, and crawls again: with the state as it was, or without.
fn cut_somewhere(keep_state: bool) {
    let world = World::open();
    let whole = run(&world.plan);
    let expected = bytes(&world.plan);
    let pristine = tempdir().unwrap();
    for entry in fs::read_dir(&world.plan.archive).unwrap().flatten() {
        fs::copy(entry.path(), pristine.path().join(entry.file_name())).unwrap();
    }
    let mut random = 0x9e37_79b9_u64;
    for round in 0..5 {
        for entry in fs::read_dir(pristine.path()).unwrap().flatten() {
            fs::copy(entry.path(), world.plan.archive.join(entry.file_name())).unwrap();
        }
        if !keep_state {
            for name in ["state.sqlite", "state.sqlite-wal", "state.sqlite-shm"] {
                let _ = fs::remove_file(world.plan.archive.join(name));
            }
        }
        let file = files(&world.plan).pop().unwrap();
        let length = fs::metadata(&file).unwrap().len();
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = if round == 0 { length - 1 } else { (random >> 33) % length };
        fs::OpenOptions::new().write(true).open(&file).unwrap().set_len(at).unwrap();
        let kept = world.served.running.requests().values().sum::<u32>();
        let again = run(&world.plan);
        let asked = world.served.running.requests().values().sum::<u32>() - kept;
        assert!(asked > 0, "the lost fetch was made again (cut at {at} of {length})");
        if round == 0 {
            assert_eq!(asked, 1, "one fetch was lost, one is made");
        }
        let found = bytes(&world.plan);
        let differ: Vec<_> = found.symmetric_difference(&expected).collect();
        assert!(differ.is_empty(), "cut at {at} of {length}: {differ:?}");
        assert_eq!(again.report.coverage.len(), whole.report.coverage.len());
        assert_eq!(entries(&world.plan).len() as u64, whole.report.fetched, "cut at {at} of {length}");
        for (before, after) in whole.report.coverage.iter().zip(&again.report.coverage) {
            assert_eq!(before, after);
        }
    }
}

#[test]
fn an_archive_cut_off_somewhere_is_mended_and_the_lost_fetches_made_again() {
    cut_somewhere(true);
}

#[test]
fn an_archive_cut_off_is_mended_without_its_state_too() {
    cut_somewhere(false);
}

#[test]
fn a_damaged_record_in_the_middle_costs_its_page_only() {
    let mut world = World::open();
    world.plan.rotate_bytes = 40 << 10;
    run(&world.plan);
    let expected = bytes(&world.plan);
    let all = files(&world.plan);
    assert!(all.len() > 2, "{}", all.len());
    let victim =
        { entries(&world.plan) }.into_iter().find(|entry| entry.position.file == 1 && entry.position.offset > 9_000).unwrap();
    let mut content = fs::read(&all[0]).unwrap();
    let at = usize::try_from((victim.position.offset + victim.next.offset) / 2).unwrap();
    content[at..at + 40].fill(0x55);
    fs::write(&all[0], content).unwrap();
    for name in ["state.sqlite", "state.sqlite-wal", "state.sqlite-shm"] {
        let _ = fs::remove_file(world.plan.archive.join(name));
    }
    run(&world.plan);
    assert_eq!(bytes(&world.plan), expected);
}

fn same_report(one: &Report, other: &Report) {
    for (one, other) in one.coverage.iter().zip(&other.coverage) {
        assert_eq!(one, other);
    }
    assert_eq!(one.skips, other.skips);
    assert_eq!(one.problems, other.problems);
    assert_eq!(one, other);
}

#[test]
fn a_state_that_was_lost_is_made_again_from_the_archive() {
    let mut world = World::open();
    let little = Little::site(&[
        ("/robots.txt", crate::little::robots("User-agent: *\nDisallow: /tajne\n")),
        ("/", page("Start", &["/tajne/1", "/a"])),
        ("/a", page("A", &["http://www.bip.test/b"])),
        ("/b", page("B", &[])),
    ]);
    let closed = Little::site(&[("/robots.txt", crate::little::robots("User-agent: *\nDisallow: /\n"))]);
    for (host, listener) in [("tajne.test", &little), ("www.bip.test", &little), ("zamknieta.test", &closed)] {
        world.plan.resolve.insert(host.to_owned(), listener.address);
    }
    let mut two = source("dwie", &["tajne.test"]);
    two.hosts.insert("www.bip.test".to_owned());
    two.start.push("http://www.bip.test/b".parse().unwrap());
    world.plan.sources.extend([two, source("zamknieta", &["zamknieta.test"])]);
    let (host, path) = world.victim();
    run(&world.plan);
    world.fault_at(&host, &path, municipal_web::Kind::Login);
    let plan = Plan { fixed_time: Some(NOW + 10 * DAY), ..world.plan.clone() };
    run(&plan);
    let (before, pages) = (report(&plan, Words::builtin()).unwrap(), contents(&plan));
    assert!(before.coverage.iter().any(|coverage| coverage.closed_by_robots > 0));
    assert!(before.coverage.iter().any(|coverage| coverage.reason == Some("robots_closed")));
    assert!(before.problems.iter().any(|problem| problem.code == "login"));
    for name in ["state.sqlite", "state.sqlite-wal", "state.sqlite-shm"] {
        let _ = fs::remove_file(plan.archive.join(name));
    }
    let asked = world.requests();
    same_report(&report(&plan, Words::builtin()).unwrap(), &before);
    assert_eq!(contents(&plan), pages);
    assert_eq!(metryczka::crawl::rebuild(&plan, Words::builtin(), &()).unwrap(), entries(&plan).len() as u64);
    same_report(&report(&plan, Words::builtin()).unwrap(), &before);
    assert_eq!(contents(&plan), pages);
    assert_eq!(world.requests(), asked, "nothing was fetched");
}
