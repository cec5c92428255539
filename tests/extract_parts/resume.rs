//! Runs that are stopped, and go on.

use crate::world::{TABLES, archive, code, command, extract, files, member, said, table};
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

const ARGS: [&str; 6] = ["extract", "a.warc.gz", "--tables", "killed", "--part-pages", "40"];

/// Number of marks, that is of whole parts.
fn marks(folder: &Path) -> usize {
    fs::read_dir(folder.join("parts")).map_or(0, |entries| {
        entries.filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|end| end == "json")).count()
    })
}

/// Every file that can be seen can be read, and every part that is marked is all there.
fn what_is_seen_is_whole(folder: &Path) {
    for path in files(folder).into_keys().filter(|path| path.extension().is_some_and(|end| end == "parquet")) {
        assert!(fs::read(folder.join(&path)).unwrap().ends_with(b"PAR1"), "{}", path.display());
    }
    for part in 0..marks(folder) {
        for name in TABLES {
            assert!(folder.join(name).join(format!("part-{part:05}.parquet")).exists(), "{name} {part}");
        }
    }
}

#[test]
fn killed_at_any_moment_it_goes_on_and_ends_with_the_same_bytes() {
    let town = archive(400);
    let began = Instant::now();
    assert_eq!(code(&extract(town.path(), "whole", &[])), 0);
    let whole = (files(&town.path().join("whole")), began.elapsed());
    let (mut killed, mut resumed) = (0, 0);
    for share in [0.1, 0.3, 0.5, 0.6, 0.75, 0.9] {
        let out = town.path().join("killed");
        let _ = fs::remove_dir_all(&out);
        let mut child = command(town.path(), &ARGS).spawn().unwrap();
        sleep(whole.1.mul_f64(share));
        killed += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        if out.exists() {
            what_is_seen_is_whole(&out);
        }
        resumed += usize::from((1..10).contains(&marks(&out)));
        let result = extract(town.path(), "killed", &[]);
        assert_eq!(code(&result), 0, "{}", said(&result));
        assert!(files(&out) == whole.0, "killed after {share}");
    }
    assert!(killed >= 3 && resumed >= 1, "{killed} of 6 were killed, {resumed} in the middle");
}

#[test]
fn killed_again_and_again_it_gets_to_its_end() {
    let town = archive(400);
    assert_eq!(code(&extract(town.path(), "whole", &[])), 0);
    let out = town.path().join("killed");
    let mut before = 0;
    for _ in 0..20 {
        let mut child = command(town.path(), &ARGS).spawn().unwrap();
        let deadline = Instant::now() + Duration::from_secs(60);
        while marks(&out) <= before && child.try_wait().unwrap().is_none() && Instant::now() < deadline {
            sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let now = marks(&out);
        assert!(now >= before, "a whole part is never lost");
        before = now;
    }
    assert_eq!(code(&extract(town.path(), "killed", &[])), 0);
    assert!(files(&out) == files(&town.path().join("whole")));
}

#[test]
fn a_finished_one_says_so_and_does_nothing() {
    let town = archive(60);
    extract(town.path(), "out", &[]);
    let before = files(&town.path().join("out"));
    // Not even the input is looked at.
    fs::write(town.path().join("a.warc.gz"), member(9)).unwrap();
    let result = extract(town.path(), "out", &[]);
    assert_eq!(code(&result), 0);
    assert!(said(&result).contains("nothing to do") && said(&result).contains("60 pages"), "{}", said(&result));
    assert!(files(&town.path().join("out")) == before);
}

#[test]
fn a_part_that_has_lost_a_file_is_made_again() {
    let town = archive(150);
    extract(town.path(), "out", &[]);
    let out = town.path().join("out");
    let before = files(&out);
    fs::remove_file(out.join("evidence/part-00002.parquet")).unwrap();
    let result = extract(town.path(), "out", &[]);
    assert!(said(&result).contains("going on behind what is there: 2 parts, 80 pages"), "{}", said(&result));
    assert!(files(&out) == before);
}

#[test]
fn a_part_with_a_flipped_byte_is_made_again_also_when_all_is_finished() {
    let town = archive(150);
    extract(town.path(), "out", &[]);
    let out = town.path().join("out");
    let before = files(&out);
    for mark in [None, Some("parts/00003.json")] {
        // A byte of another value, a file of the same size.
        let path = out.join("mentions/part-00001.parquet");
        let mut bytes = fs::read(&path).unwrap();
        bytes[1000] ^= 1;
        fs::write(&path, bytes).unwrap();
        mark.into_iter().for_each(|mark| fs::remove_file(out.join(mark)).unwrap());
        let result = extract(town.path(), "out", &[]);
        assert_eq!(code(&result), 0, "{}", said(&result));
        assert!(said(&result).contains("going on behind what is there: 1 part, 40 pages"), "{}", said(&result));
        assert!(files(&out) == before, "without {mark:?}");
    }
}

#[test]
fn the_exit_code_counts_the_problems_of_earlier_runs_too() {
    let town = archive(40);
    let bad = crate::world::gzip(&crate::world::record(
        "https://gmina.example/bad",
        "Content-Type: text/html\r\nContent-Encoding: zebra",
        b"?",
    ));
    let good: Vec<u8> = fs::read(town.path().join("a.warc.gz")).unwrap();
    fs::write(town.path().join("a.warc.gz"), [bad.repeat(60), good].concat()).unwrap();
    let result = extract(town.path(), "out", &[]);
    assert_eq!(code(&result), 1, "{}", said(&result));
    let out = town.path().join("out");
    assert_eq!((table(&out, "problems").height(), table(&out, "pages").height()), (60, 40));
    fs::remove_file(out.join("parts/00001.json")).unwrap();
    let again = extract(town.path(), "out", &[]);
    assert!(said(&again).contains("going on"), "{}", said(&again));
    assert_eq!(code(&again), 1, "{}", said(&again));
}
