//! Tests of the archive folder, named after the trap they guard.
#![allow(clippy::unwrap_used)]

use super::*;
use std::fs;
use tempfile::TempDir;

pub(super) fn answer(headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec())).collect();
    Answer { status: 200, reason: "OK".to_owned(), headers, body: body.to_vec(), truncated: None }
}

pub(super) fn exchange(number: u32, answer: Option<Answer>) -> Exchange {
    Exchange {
        url: format!("http://gmina.test/{number}?a=%C5%82"),
        time: 1_700_000_000 + i64::from(number),
        address: Some("127.0.0.1".parse().unwrap()),
        request: format!("GET /{number} HTTP/1.1\r\nHost: gmina.test\r\n\r\n").into_bytes(),
        answer,
        notes: vec![("source".to_owned(), "gmina".to_owned()), ("via".to_owned(), "http://gmina.test/: ż".to_owned())],
    }
}

pub(super) fn page(number: u32) -> Exchange {
    exchange(number, Some(answer(&[("Content-Type", "text/html"), ("Content-Length", "9")], b"<p>strona")))
}

pub(super) fn settings() -> WriterSettings {
    WriterSettings { rotate_bytes: 1 << 20, software: "metryczka/test".to_owned(), operator: Some("ktos@gmina.test".to_owned()) }
}

pub(super) fn open(folder: &Path) -> (Writer, Mended) {
    Writer::open(folder, &settings()).unwrap()
}

/// A folder with these fetches, and where they stand.
pub(super) fn written(exchanges: &[Exchange]) -> (TempDir, Vec<Position>) {
    let folder = TempDir::new().unwrap();
    let (mut writer, _) = open(folder.path());
    let positions = exchanges.iter().map(|exchange| writer.append(&encode(exchange, None)).unwrap()).collect();
    writer.sync().unwrap();
    (folder, positions)
}

pub(super) fn entries(folder: &Path) -> Vec<Result<Entry, ArchiveError>> {
    Folder::open(folder).unwrap().entries(None).collect()
}

/// Addresses of whole fetches and codes of errors, in order.
pub(super) fn outline(folder: &Path) -> Vec<String> {
    let name = |next: Result<Entry, ArchiveError>| match next {
        Ok(entry) => entry.exchange.url.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned(),
        Err(error) => error.code().to_owned(),
    };
    entries(folder).into_iter().map(name).collect()
}

pub(super) fn first_file(folder: &Path) -> PathBuf {
    folder.join("metryczka-000001.warc.gz")
}

#[test]
fn what_goes_in_comes_out() {
    let mut odd = answer(
        &[
            ("Transfer-Encoding", "chunked"),
            ("content-length", "17"),
            ("X-Crawler-Transfer-Encoding", "the server's own"),
            ("x-crawler-x-crawler-added", "Content-Length"),
            ("X-Crawler-Note", "not ours"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", ""),
            ("Content-Length", "17"),
        ],
        b"\x00\xff\r\n\r\nbody",
    );
    odd.headers.push(("X-Latin".to_owned(), b"\xb3\xf3d\xbc".to_vec()));
    odd.truncated = Some("length");
    odd.reason = String::new();
    let mut not_modified = answer(&[("Content-Length", "4711"), ("ETag", "\"a\"")], b"");
    not_modified.status = 304;
    let mut silent = exchange(5, None);
    silent.request.clear();
    silent.address = Some("2001:db8::1".parse().unwrap());
    silent.notes.clear();
    let all = [
        page(1),
        exchange(2, Some(odd)),
        exchange(3, Some(answer(&[], b""))),
        exchange(4, Some(answer(&[("Content-Encoding", "br")], &[0x5a; 200_000]))),
        Exchange { address: None, ..silent },
        exchange(6, Some(not_modified)),
        exchange(7, None),
    ];
    let (folder, positions) = written(&all);
    let read: Vec<Entry> = entries(folder.path()).into_iter().map(Result::unwrap).collect();
    assert_eq!(read.iter().map(|entry| entry.exchange.clone()).collect::<Vec<_>>(), all);
    assert_eq!(read.iter().map(|entry| entry.position).collect::<Vec<_>>(), positions);
    assert!(read.iter().all(|entry| entry.revisit.is_none()));
}

#[test]
fn a_place_gives_what_reading_in_order_gives() {
    let (folder, positions) = written(&[page(1), exchange(2, None), page(3)]);
    let archive = Folder::open(folder.path()).unwrap();
    let in_order: Vec<Entry> = archive.entries(None).map(Result::unwrap).collect();
    for (entry, position) in in_order.iter().zip(&positions) {
        assert_eq!(archive.read(*position).unwrap(), *entry);
        let rest: Vec<Entry> = archive.entries(Some(entry.next)).map(Result::unwrap).collect();
        assert_eq!(rest, in_order[in_order.iter().position(|known| known == entry).unwrap() + 1..]);
    }
    let end = in_order[2].next;
    assert_eq!(archive.read(end).unwrap_err().code(), "fetch_truncated");
    assert_eq!(archive.read(Position { offset: positions[1].offset + 1, ..end }).unwrap_err().code(), "fetch_damaged");
    assert_eq!(archive.read(Position { file: 9, offset: 0 }).unwrap_err().code(), "file_missing");
}

#[test]
fn revisits_keep_the_head_and_refer_to_the_body() {
    let folder = TempDir::new().unwrap();
    let (mut writer, _) = open(folder.path());
    let fetch = page(1);
    let refers = |profile| Revisit { profile, refers_to_url: "http://gmina.test/0".to_owned(), refers_to_time: 86_400 };
    writer.append(&encode(&fetch, Some(&refers(Profile::IdenticalPayload)))).unwrap();
    writer.append(&encode(&fetch, Some(&refers(Profile::NotModified)))).unwrap();
    let read: Vec<Entry> = entries(folder.path()).into_iter().map(Result::unwrap).collect();
    let digest = format!("sha256:{}", sha256(b"<p>strona"));
    for (entry, (profile, digest)) in read.iter().zip([(Profile::IdenticalPayload, Some(digest)), (Profile::NotModified, None)]) {
        let mut expected = fetch.clone();
        expected.answer.as_mut().unwrap().body.clear();
        assert_eq!(entry.exchange, expected);
        let Revisit { refers_to_url, refers_to_time, .. } = refers(profile);
        assert_eq!(entry.revisit, Some(RevisitOf { profile, refers_to_url, refers_to_time, payload_digest: digest }));
    }
}

#[test]
fn the_same_fetch_gives_the_same_bytes_and_another_time_other_names() {
    assert_eq!(encode(&page(1), None), encode(&page(1), None));
    let later = Exchange { time: 1, ..page(1) };
    assert_ne!(encode(&page(1), None).bytes(), encode(&later, None).bytes());
}

#[test]
fn a_digest_that_is_known_changes_nothing() {
    use sha2::{Digest as _, Sha256};
    let payload = Sha256::digest(b"<p>strona").into();
    assert_eq!(encode_digested(&page(1), None, Some(payload)), encode(&page(1), None));
}

#[test]
fn header_values_cannot_break_out_of_their_line() {
    let mut hostile = page(1);
    hostile.answer.as_mut().unwrap().headers.push(("X\r\nWARC-Type: a".to_owned(), b"x\r\n\r\nWARC/1.1".to_vec()));
    hostile.notes.push(("a:b\nc".to_owned(), "x\r\ny: z".to_owned()));
    let (folder, _) = written(&[hostile]);
    let entry = entries(folder.path()).remove(0).unwrap();
    let answer = entry.exchange.answer.unwrap();
    assert_eq!(answer.headers[2], ("X__WARC-Type__a".to_owned(), b"x    WARC/1.1".to_vec()));
    assert_eq!(answer.body, b"<p>strona");
    assert_eq!(entry.exchange.notes[2], ("a_b_c".to_owned(), "x  y: z".to_owned()));
}

#[test]
fn times_outside_the_calendar_are_brought_into_it() {
    let (folder, _) = written(&[Exchange { time: i64::MAX, ..page(1) }, Exchange { time: i64::MIN, ..page(2) }]);
    assert_eq!(outline(folder.path()), ["1", "2"]);
}

#[test]
fn two_writers_never_meet() {
    let folder = TempDir::new().unwrap();
    let first = open(folder.path());
    let second = Writer::open(folder.path(), &settings()).err().unwrap();
    assert_eq!(second.code(), "archive_locked");
    drop(first);
    open(folder.path());
}

#[test]
fn a_full_file_is_followed_by_another() {
    let folder = TempDir::new().unwrap();
    let settings = WriterSettings { rotate_bytes: 3_000, ..settings() };
    let mut positions = Vec::new();
    // Reopened in between: where the files end must not depend on it.
    for half in [0..6, 6..12] {
        let (mut writer, _) = Writer::open(folder.path(), &settings).unwrap();
        positions.extend(half.map(|number| writer.append(&encode(&page(number), None)).unwrap()));
        writer.sync().unwrap();
    }
    assert!(positions.last().unwrap().file > 3);
    let read: Vec<Position> = entries(folder.path()).into_iter().map(|entry| entry.unwrap().position).collect();
    assert_eq!(read, positions);
    for number in 1..=positions.last().unwrap().file {
        let size = fs::metadata(folder.path().join(format!("metryczka-{number:06}.warc.gz"))).unwrap().len();
        assert!(size <= 3_000, "{size}");
    }
    // Larger than a file may be, but alone in it.
    let noise: Vec<u8> = (0..9_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let (mut writer, _) = Writer::open(folder.path(), &settings).unwrap();
    let large = writer.append(&encode(&exchange(12, Some(answer(&[], &noise))), None)).unwrap();
    let next = writer.append(&encode(&page(13), None)).unwrap();
    assert_eq!((large.file, next.file), (positions.last().unwrap().file + 1, large.file + 1));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_says_so() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    let error = Writer::open(&file.join("archive"), &settings()).err().unwrap();
    assert_eq!(error.code(), "archive_not_writable");
    assert!(error.to_string().contains("archive"), "{error}");
}

#[test]
fn the_flat_stream_of_pages_reads_the_folder_too() {
    let (folder, _) = written(&[page(1), exchange(2, None), page(3)]);
    let mut stream = captures(&[folder.path().to_owned()], &Limits::default());
    let pages: Vec<Capture> = stream.by_ref().map(Result::unwrap).collect();
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[0].bytes, b"<p>strona");
    assert_eq!(pages[0].source.url.as_deref(), Some("http://gmina.test/1?a=%C5%82"));
    assert_eq!(stream.skipped(), Skipped::from([("no_page", 1), ("no_response", 7)]));
}

#[test]
fn a_record_larger_than_allowed_is_not_held_in_memory() {
    let (folder, _) = written(&[exchange(1, Some(answer(&[], &vec![b'a'; 1_000_000]))), page(2)]);
    let all: Vec<_> = Folder::open(folder.path()).unwrap().max_block(100_000).entries(None).collect();
    assert_eq!(all[0].as_ref().unwrap_err().code(), "fetch_damaged");
    assert_eq!(all[1].as_ref().unwrap().exchange, page(2));
}

#[test]
fn a_missing_folder_is_an_error_and_an_empty_one_is_not() {
    let folder = TempDir::new().unwrap();
    assert_eq!(Folder::open(&folder.path().join("nothing")).unwrap_err().code(), "file_missing");
    assert!(entries(folder.path()).is_empty());
}
