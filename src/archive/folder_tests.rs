//! Tests of the archive folder, named after the trap they guard.

use super::member::{self, Packing};
use super::*;
use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use tempfile::TempDir;

fn answer(headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec())).collect();
    Answer { status: 200, reason: "OK".to_owned(), headers, body: body.to_vec(), truncated: None }
}

fn exchange(number: u32, answer: Option<Answer>) -> Exchange {
    Exchange {
        url: format!("http://gmina.test/{number}?a=%C5%82"),
        time: 1_700_000_000 + i64::from(number),
        address: Some("127.0.0.1".parse().unwrap()),
        request: format!("GET /{number} HTTP/1.1\r\nHost: gmina.test\r\n\r\n").into_bytes(),
        answer,
        notes: vec![("source".to_owned(), "gmina".to_owned()), ("via".to_owned(), "http://gmina.test/: ż".to_owned())],
    }
}

fn page(number: u32) -> Exchange {
    exchange(number, Some(answer(&[("Content-Type", "text/html"), ("Content-Length", "9")], b"<p>strona")))
}

fn settings() -> WriterSettings {
    WriterSettings { rotate_bytes: 1 << 20, software: "metryczka/test".to_owned(), operator: Some("ktos@gmina.test".to_owned()) }
}

fn open(folder: &Path) -> (Writer, Mended) {
    Writer::open(folder, &settings()).unwrap()
}

/// A folder with these fetches, and where they stand.
fn written(exchanges: &[Exchange]) -> (TempDir, Vec<Position>) {
    let folder = TempDir::new().unwrap();
    let (mut writer, _) = open(folder.path());
    let positions = exchanges.iter().map(|exchange| writer.append(&encode(exchange, None)).unwrap()).collect();
    writer.sync().unwrap();
    (folder, positions)
}

fn entries(folder: &Path) -> Vec<Result<Entry, ArchiveError>> {
    Folder::open(folder).unwrap().entries(None).collect()
}

/// Addresses of whole fetches and codes of errors, in order.
fn outline(folder: &Path) -> Vec<String> {
    let name = |next: Result<Entry, ArchiveError>| match next {
        Ok(entry) => entry.exchange.url.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned(),
        Err(error) => error.code().to_owned(),
    };
    entries(folder).into_iter().map(name).collect()
}

fn first_file(folder: &Path) -> PathBuf {
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
fn killed_at_any_byte_of_a_fetch_the_ones_before_it_stay() {
    let (folder, positions) = written(&[page(1), page(2), page(3)]);
    let whole = fs::read(first_file(folder.path())).unwrap();
    let last = usize::try_from(positions[2].offset).unwrap();
    for cut in last..whole.len() {
        fs::write(first_file(folder.path()), &whole[..cut]).unwrap();
        if cut > last {
            assert_eq!(outline(folder.path()), ["1", "2", "fetch_truncated"], "{cut}");
        }
        let (mut writer, mended) = open(folder.path());
        assert_eq!(mended.cut_bytes, (cut - last) as u64, "{cut}");
        assert_eq!(mended.file.is_some(), cut > last);
        assert_eq!(writer.append(&encode(&page(3), None)).unwrap(), positions[2], "{cut}");
        assert_eq!(fs::read(first_file(folder.path())).unwrap(), whole, "{cut}");
    }
}

#[test]
fn killed_while_a_file_is_begun_it_is_begun_again() {
    let (folder, positions) = written(&[page(1)]);
    let whole = fs::read(first_file(folder.path())).unwrap();
    for cut in 0..usize::try_from(positions[0].offset).unwrap() {
        fs::write(first_file(folder.path()), &whole[..cut]).unwrap();
        let (mut writer, mended) = open(folder.path());
        assert_eq!(mended.cut_bytes, cut as u64);
        writer.append(&encode(&page(1), None)).unwrap();
        assert_eq!(fs::read(first_file(folder.path())).unwrap(), whole, "{cut}");
    }
}

#[test]
fn garbage_and_zeros_at_the_end_are_cut() {
    let (folder, _) = written(&[page(1)]);
    let whole = fs::read(first_file(folder.path())).unwrap();
    let fetch = encode(&page(2), None);
    let mut flipped = fetch.bytes().to_vec();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x40;
    let mut headless = Vec::new();
    member::write(&mut headless, &[b"no record"], Packing::Fast, false);
    for tail in [&b"garbage"[..], &[0; 5000], b"\x1f\x8b", &flipped, &headless] {
        fs::write(first_file(folder.path()), [&whole[..], tail].concat()).unwrap();
        assert_eq!(outline(folder.path())[0], "1");
        assert_eq!(open(folder.path()).1.cut_bytes, tail.len() as u64);
        assert_eq!(fs::read(first_file(folder.path())).unwrap(), whole);
    }
}

#[test]
fn a_fetch_damaged_among_others_costs_only_itself() {
    let (folder, positions) = written(&[page(1), page(2), page(3)]);
    let mut bytes = fs::read(first_file(folder.path())).unwrap();
    bytes[usize::try_from(positions[1].offset).unwrap() + 60] ^= 0x40;
    fs::write(first_file(folder.path()), &bytes).unwrap();
    assert_eq!(outline(folder.path()), ["1", "fetch_damaged", "3"]);
    let (mut writer, mended) = open(folder.path());
    assert_eq!((mended.cut_bytes, mended.damaged), (0, Some(first_file(folder.path()))));
    assert_eq!(writer.append(&encode(&page(4), None)).unwrap().file, 2);
    assert_eq!(outline(folder.path()), ["1", "fetch_damaged", "3", "4"]);
    assert_eq!(fs::read(first_file(folder.path())).unwrap(), bytes);
}

#[test]
fn a_file_that_is_no_archive_is_left_alone() {
    let folder = TempDir::new().unwrap();
    fs::write(first_file(folder.path()), b"somebody's notes").unwrap();
    fs::write(folder.path().join("metryczka-1.warc.gz"), b"nor this").unwrap();
    let (mut writer, mended) = open(folder.path());
    assert_eq!(mended.damaged, Some(first_file(folder.path())));
    writer.append(&encode(&page(1), None)).unwrap();
    assert_eq!(outline(folder.path()), ["fetch_damaged", "1"]);
    assert_eq!(fs::read(first_file(folder.path())).unwrap(), b"somebody's notes");
}

#[test]
fn an_archive_packed_anew_by_another_tool_is_read_and_gone_on_with() {
    let (folder, _) = written(&[page(1), exchange(2, None)]);
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(fs::File::open(first_file(folder.path())).unwrap()).read_to_end(&mut plain).unwrap();
    let mut packed = Vec::new();
    for record in String::from_utf8(plain).unwrap().split_inclusive("\r\n\r\n\r\n\r\n") {
        // Records whose block ends in an empty line end in two; those of pages do not.
        for record in record.split("\r\n\r\nWARC/1.1").enumerate().map(|(at, part)| (at > 0, part)) {
            let start = if record.0 { "WARC/1.1" } else { "" };
            let end = if record.1.ends_with("\r\n\r\n") { "" } else { "\r\n\r\n" };
            member::write(&mut packed, &[start.as_bytes(), record.1.as_bytes(), end.as_bytes()], Packing::Stored, false);
        }
    }
    fs::write(first_file(folder.path()), &packed).unwrap();
    assert_eq!(outline(folder.path()), ["1", "2"]);
    let (mut writer, mended) = open(folder.path());
    assert_eq!(mended, Mended::default());
    writer.append(&encode(&page(3), None)).unwrap();
    assert_eq!(outline(folder.path()), ["1", "2", "3"]);
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
fn a_fetch_cut_in_a_file_that_is_not_the_last_does_not_hide_the_next_file() {
    let (folder, _) = written(&[page(1), page(2)]);
    let file = OpenOptions::new().write(true).open(first_file(folder.path())).unwrap();
    file.set_len(file.metadata().unwrap().len() - 5).unwrap();
    let (other, _) = written(&[page(3)]);
    fs::copy(first_file(other.path()), folder.path().join("metryczka-000002.warc.gz")).unwrap();
    assert_eq!(outline(folder.path()), ["1", "fetch_truncated", "3"]);
}

#[test]
fn a_missing_folder_is_an_error_and_an_empty_one_is_not() {
    let folder = TempDir::new().unwrap();
    assert_eq!(Folder::open(&folder.path().join("nothing")).unwrap_err().code(), "file_missing");
    assert!(entries(folder.path()).is_empty());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    #[test]
    fn any_bytes_behind_an_archive_are_an_end_or_an_error(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let (folder, _) = written(&[page(1)]);
        let mut file = OpenOptions::new().append(true).open(first_file(folder.path())).unwrap();
        file.write_all(encode(&page(2), None).bytes().get(..20).unwrap()).unwrap();
        file.write_all(&bytes).unwrap();
        let first = outline(folder.path()).remove(0);
        proptest::prop_assert_eq!(first, "1");
        open(folder.path());
        proptest::prop_assert_eq!(outline(folder.path()), ["1"]);
    }
}
