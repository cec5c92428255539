//! What survives a stop, a lock, a full disk.

use crate::little::{Little, page, status};
use crate::world::*;
use metryczka::crawl::{Event, Observer, Plan, Stop, captures, crawl, report};
use metryczka::page::Limits;
use metryczka::vocabulary::web::Web as Words;
use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tempfile::tempdir;

/// Asks to stop after so many fetches.
struct StopAfter<'a> {
    fetches: usize,
    seen: AtomicUsize,
    stop: &'a Stop,
}

impl Observer for StopAfter<'_> {
    fn event(&self, event: &Event<'_>) {
        if matches!(event, Event::Fetched { .. }) && self.seen.fetch_add(1, Ordering::Relaxed) + 1 >= self.fetches {
            self.stop.now();
        }
    }
}

/// Crawls until so many fetches are done; true if the run ended by itself.
fn run_for(plan: &Plan, fetches: usize) -> bool {
    let stop = Stop::default();
    let observer = StopAfter { fetches, seen: AtomicUsize::new(0), stop: &stop };
    let report = while_locked(|| crawl(plan, Words::builtin(), &observer, &stop)).unwrap();
    assert!(matches!(report.stopped, None | Some("stopped")));
    report.stopped.is_none()
}

#[test]
fn a_crawl_stopped_again_and_again_comes_to_the_same_as_one_that_was_not() {
    let world = World::open();
    let whole = run(&world.plan);
    let asked = world.requests();
    world.served.running.forget_requests();
    let folder = tempdir().unwrap();
    let plan = Plan { archive: folder.path().join("archive"), ..world.plan.clone() };
    let mut runs = 1;
    while !run_for(&plan, 9) {
        runs += 1;
        assert!(runs < 60);
    }
    assert!(runs > 3, "{runs}");
    assert_eq!(world.requests(), asked, "nothing was fetched twice, nothing left out");
    let resumed = report(&plan, Words::builtin()).unwrap();
    assert_eq!(resumed.coverage, whole.report.coverage);
    assert_eq!((resumed.skips, resumed.problems), (whole.report.skips, whole.report.problems));
    assert_eq!(contents(&plan), contents(&world.plan));
}

#[test]
fn a_wish_to_stop_ends_long_waits_at_once() {
    let little = Little::new(|seen| match seen.path.as_str() {
        "/robots.txt" => crate::little::robots("User-agent: *\nCrawl-delay: 30\n"),
        "/" => page("Start", &["/a", "/b"]),
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    let stop = Stop::default();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while little.seen().len() < 2 && begun.elapsed() < Duration::from_secs(10) {
                std::thread::sleep(Duration::from_millis(10));
            }
            stop.now();
        });
        let report = crawl(&plan, Words::builtin(), &(), &stop).unwrap();
        assert_eq!(report.stopped, Some("stopped"));
        assert_eq!(report.coverage[0].reason, Some("waiting"));
    });
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[test]
fn two_runs_at_once_are_refused() {
    /// Tries a second run while the first is at work.
    struct Second<'a> {
        plan: &'a Plan,
        refused: AtomicUsize,
    }
    impl Observer for Second<'_> {
        fn event(&self, event: &Event<'_>) {
            if matches!(event, Event::HostBegun { .. }) {
                let error = try_run(self.plan).err().unwrap();
                assert_eq!(error.code(), "archive_locked");
                assert!(error.remedy().contains("other run"), "{}", error.remedy());
                assert!(captures(self.plan, &Limits::default()).is_err());
                self.refused.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
    let little = Little::site(&[("/", page("Start", &["/a"])), ("/a", page("A", &[]))]);
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    let second = Second { plan: &plan, refused: AtomicUsize::new(0) };
    let report = crawl(&plan, Words::builtin(), &second, &Stop::default()).unwrap();
    assert_eq!(second.refused.into_inner(), 1);
    assert!(report.coverage[0].complete);
    assert_eq!(contents(&plan).len(), 2);
}

#[test]
fn a_folder_that_cannot_be_written_is_told_before_anything_is_fetched() {
    let little = Little::site(&[("/", page("Start", &[]))]);
    let folder = tempdir().unwrap();
    // In place of the folder, or of one above it, stands a file.
    fs::write(folder.path().join("plik"), "x").unwrap();
    for place in ["plik", "plik/archiwum"] {
        let plan = Plan { archive: folder.path().join(place), ..little_plan(folder.path(), &little, &["a.test"]) };
        let error = try_run(&plan).err().unwrap();
        assert_eq!(error.code(), "archive_not_writable");
        assert!(error.remedy().contains("permissions") && error.to_string().contains("plik"));
    }
    // In place of the state stands a folder.
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    fs::create_dir_all(plan.archive.join("state.sqlite")).unwrap();
    let error = try_run(&plan).err().unwrap();
    assert!(!error.code().is_empty() && error.remedy().len() > 10, "{error}");
    assert_eq!(little.seen().len(), 0);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_told_and_what_was_there_stays() {
    use std::os::unix::fs::PermissionsExt as _;
    let little = Little::new(|seen| page(&format!("Strona {}", seen.before), &[]));
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    run(&plan);
    let before = contents(&plan);
    let mode = |folder: u32, file: u32| {
        for entry in fs::read_dir(&plan.archive).unwrap().flatten() {
            fs::set_permissions(entry.path(), fs::Permissions::from_mode(file)).unwrap();
        }
        fs::set_permissions(&plan.archive, fs::Permissions::from_mode(folder)).unwrap();
    };
    mode(0o555, 0o444);
    let is_bound = fs::write(plan.archive.join("proba"), "x").is_err();
    let asked = little.seen().len();
    let outcome = try_run(&Plan { fixed_time: Some(NOW + 9 * DAY), ..plan.clone() });
    mode(0o755, 0o644);
    // Whoever may write everywhere is not held back.
    if is_bound {
        let error = outcome.err().unwrap();
        assert!(error.code().ends_with("not_writable"), "{}", error.code());
        assert_eq!(little.seen().len(), asked);
        assert_eq!(contents(&plan), before);
    }
}

/// The crawl of the test below, in a process of its own that may write only so much.
#[test]
#[ignore = "a part of a_full_disk_stops_the_run_and_the_next_one_goes_on"]
fn in_a_small_room() {
    let Ok(text) = std::env::var("CRAWL_FAULTS_ROOM") else { return };
    let mut lines = text.lines();
    let (folder, address) = (lines.next().unwrap(), lines.next().unwrap());
    let mut plan = plan(std::path::Path::new(folder));
    plan.resolve.insert("a.test".to_owned(), address.parse().unwrap());
    plan.sources.push(source("a.test", &["a.test"]));
    let error = try_run(&plan).err().unwrap();
    assert!(["archive_disk_full", "state_disk_full"].contains(&error.code()), "{}", error.code());
    assert!(error.remedy().contains("room"), "{}", error.remedy());
}

#[cfg(unix)]
#[test]
fn a_full_disk_stops_the_run_and_the_next_one_goes_on() {
    // Pages that hardly pack: 3 KB each.
    let little = Little::new(|seen| match seen.path.strip_prefix("/s/").and_then(|number| number.parse::<u64>().ok()) {
        None if seen.path == "/" => page("Start", &["/s/0"]),
        Some(number) if number < 60 => {
            let mut state = number + 1;
            let noise: String = (0..500)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    format!("{:06x} ", state >> 40)
                })
                .collect();
            page(&noise, &[&format!("/s/{}", number + 1)])
        }
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test"]);
    plan.sources[0].budget.depth = 100;
    // First a run that ends well, so that there is something to keep.
    plan.sources[0].budget.pages = 5;
    run(&plan);
    let before = contents(&plan);
    assert!(before.len() >= 4);
    plan.sources[0].budget.pages = 300;

    // The system's limit on the size of files stands for the disk; the signal it sends is ignored, as a full disk sends none.
    let child = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 120; exec \"$0\" --exact state::in_a_small_room --ignored --nocapture"])
        .arg(std::env::current_exe().unwrap())
        .env("CRAWL_FAULTS_ROOM", format!("{}\n{}", folder.path().display(), little.address))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&child.stdout).into_owned() + &String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success() && told.contains("1 passed"), "{told}");

    // What was there is there still, and more; nothing of it is fetched again.
    let kept = contents(&plan);
    assert!(before.iter().all(|(url, page)| kept.get(url) == Some(page)));
    let outcome = run(&plan);
    assert!(outcome.coverage("a.test").complete, "{:?}", outcome.coverage("a.test"));
    assert_eq!(contents(&plan).len(), 61);
    let twice = { little.paths() }.into_iter().filter(|path| path.starts_with("/s/")).count();
    assert!(twice <= 61 + 2, "one fetch was lost at most: {twice}");
}

#[test]
fn a_dry_run_leaves_nothing_behind() {
    let little = Little::site(&[("/", page("Start", &["/a"])), ("/a", page("A", &[]))]);
    let folder = tempdir().unwrap();
    let plan = Plan { dry_run: true, ..little_plan(folder.path(), &little, &["a.test"]) };
    let outcome = run(&plan);
    assert_eq!(outcome.report.pages, 2);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
