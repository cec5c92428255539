//! Pages and records that cannot be read, between good ones.

use crate::world::{address, code, extract, gzip, member, notice, record, run, said, table, texts};
use std::fs;

const HTML: &str = "Content-Type: text/html; charset=utf-8";

/// What is wrong with a record, the code of its problem, and the record.
fn poisoned() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let url = "https://gmina.example/bad";
    let zipped = format!("{HTML}\r\nContent-Encoding: gzip");
    let nested = format!("{}{}", notice(1), "<div>".repeat(100_000));
    let mut damaged = member(9);
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x55;
    vec![
        ("a bomb", "capture_too_large", gzip(&record(url, &zipped, &gzip(&vec![b' '; 20 << 20])))),
        ("a bomb as a record", "capture_too_large", gzip(&record(url, HTML, &vec![b' '; 40 << 20]))),
        ("deep nesting", "", gzip(&record(url, HTML, nested.as_bytes()))),
        ("a coding nobody knows", "capture_undecodable", gzip(&record(url, &format!("{HTML}\r\nContent-Encoding: zebra"), b"?"))),
        ("broken gzip", "capture_undecodable", gzip(&record(url, &zipped, b"\x1f\x8b\x08garbage that is none"))),
        ("a damaged member", "record_damaged", damaged),
        ("half a member", "record_damaged", member(9)[..150].to_vec()),
        ("a hole", "record_damaged", vec![0; 700]),
    ]
}

#[test]
fn a_poisoned_record_between_good_ones_costs_nothing_but_itself() {
    for (what, expected, record) in poisoned() {
        let town = tempfile::tempdir().unwrap();
        let before: Vec<u8> = (0..45).flat_map(member).collect();
        let behind: Vec<u8> = (45..90).flat_map(member).collect();
        fs::write(town.path().join("a.warc.gz"), [before, record, behind].concat()).unwrap();
        let result = extract(town.path(), "out", &[]);
        assert_eq!(code(&result), 0, "{what}: {}", said(&result));
        let out = town.path().join("out");
        let problems = table(&out, "problems");
        assert_eq!(problems.height(), 1, "{what}: {problems}");
        if !expected.is_empty() {
            assert_eq!(texts(&problems, "code"), [expected], "{what}: {problems}");
        }
        assert!(!texts(&problems, "remedy")[0].is_empty(), "{what}");
        let urls = texts(&table(&out, "pages"), "url");
        assert_eq!(urls, (0..90).map(address).collect::<Vec<_>>(), "{what}");
        assert_eq!(table(&out, "mentions").height(), 30, "{what}");
        let lines = run(town.path(), &["extract", "a.warc.gz"]);
        assert_eq!(String::from_utf8_lossy(&lines.stdout).lines().count(), 30, "{what}");
    }
}

#[test]
fn a_character_set_that_is_none_is_no_reason_not_to_read_a_page() {
    let town = tempfile::tempdir().unwrap();
    let body = [notice(1).as_bytes(), b"<p>\xff\xfe\xb1 bytes of no character set</p>"].concat();
    let bad = gzip(&record("https://gmina.example/bad", "Content-Type: text/html; charset=klingon-7", &body));
    fs::write(town.path().join("a.warc.gz"), [member(0), bad, member(3)].concat()).unwrap();
    assert_eq!(code(&extract(town.path(), "out", &[])), 0);
    let out = town.path().join("out");
    assert_eq!(table(&out, "pages").height() + table(&out, "problems").height(), 3);
    assert!(texts(&table(&out, "pages"), "url").ends_with(&[address(3)]));
}

#[test]
fn an_archive_that_ends_too_early_is_one_problem_behind_its_pages() {
    let town = tempfile::tempdir().unwrap();
    let whole: Vec<u8> = (0..90).flat_map(member).collect();
    fs::write(town.path().join("a.warc.gz"), &whole[..whole.len() - 40]).unwrap();
    fs::write(town.path().join("b.warc.gz"), member(90)).unwrap();
    let result = run(town.path(), &["extract", "a.warc.gz", "b.warc.gz", "--tables", "out", "--part-pages", "40"]);
    assert_eq!(code(&result), 0, "{}", said(&result));
    let out = town.path().join("out");
    assert_eq!(texts(&table(&out, "problems"), "code"), ["warc_truncated"]);
    assert_eq!(texts(&table(&out, "pages"), "url").len(), 90);
}

#[test]
fn too_many_problems_are_told_by_the_exit_code_and_the_tables_are_there() {
    let town = tempfile::tempdir().unwrap();
    let bad = gzip(&record("https://gmina.example/bad", &format!("{HTML}\r\nContent-Encoding: zebra"), b"?"));
    fs::write(town.path().join("a.warc.gz"), [member(0), bad.repeat(3)].concat()).unwrap();
    let result = extract(town.path(), "out", &[]);
    assert_eq!(code(&result), 1, "{}", said(&result));
    assert!(said(&result).contains("capture_undecodable: 2 more"), "{}", said(&result));
    assert_eq!(table(&town.path().join("out"), "problems").height(), 3);
}
