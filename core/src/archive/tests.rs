//! Tests named after the trap they guard.

use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write as _;
use tempfile::TempDir;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn read(path: &Path) -> (Vec<Result<Capture, ArchiveError>>, Skipped) {
    let mut stream = captures(&[path.to_owned()], &Limits { max_bytes: 10_000, ..Limits::default() });
    let all = stream.by_ref().collect();
    (all, stream.skipped())
}

/// Pages as text and errors by code, in order.
fn outline(path: &Path) -> Vec<String> {
    let name = |next: Result<Capture, ArchiveError>| match next {
        Ok(capture) => String::from_utf8_lossy(&capture.bytes).into_owned(),
        Err(error) => format!("! {}", error.code()),
    };
    read(path).0.into_iter().map(name).collect()
}

#[test]
fn folders_are_read_in_order_and_hidden_files_passed_over() {
    let folder = folder(&[
        ("b.html", b"b"),
        ("a/z.HTM", b"a/z"),
        ("a/.hidden.html", b"no"),
        ("a.txt", b"a"),
        ("c.html.gz", &gzip(b"c")),
        ("logo.png", b"\x89PNG"),
        ("bip.example.pl", b" <!DOCTYPE html><p>d"),
        ("notes.json", b"{}"),
    ]);
    assert_eq!(outline(folder.path()), ["a/z", "a", "b", " <!DOCTYPE html><p>d", "c"]);
    assert_eq!(read(folder.path()).1, Skipped::from([("hidden", 1), ("no_page", 2)]));
}

#[test]
fn a_named_file_is_always_tried_and_its_path_kept() {
    let folder = folder(&[("notes", b"text")]);
    let path = folder.path().join("notes");
    let capture = read(&path).0.remove(0).unwrap();
    assert_eq!(capture.source.path.as_deref(), path.to_str());
    assert_eq!(capture.source.sha256, sha256(b"text"));
}

#[test]
fn one_broken_file_does_not_end_the_stream() {
    let mut cut = gzip(&b"zielony ".repeat(100));
    cut.truncate(cut.len() - 9);
    let folder = folder(&[
        ("1.html", b""),
        ("2.html.gz", &cut),
        ("3.html", &b"x".repeat(10_001)),
        ("4.html.gz", &gzip(&b"x".repeat(1_000_000))),
        ("5.html", b"e"),
    ]);
    assert_eq!(outline(folder.path()), ["! file_empty", "! gzip_broken", "! capture_too_large", "! capture_too_large", "e"]);
    assert_eq!(outline(&folder.path().join("nothing")), ["! file_missing"]);
}

#[cfg(feature = "archive")]
mod warc {
    use super::*;

    fn record(kind: &str, url: &str, content: &[u8]) -> Vec<u8> {
        let mut record = format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2019-03-04T05:06:07Z\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            content.len()
        )
        .into_bytes();
        record.extend_from_slice(content);
        record.extend_from_slice(b"\r\n\r\n");
        record
    }

    fn answer(head: &str, body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat()
    }

    fn page(url: &str, body: &str) -> Vec<u8> {
        record("response", url, &answer("200 OK\r\nContent-Type: text/html", body.as_bytes()))
    }

    fn saved(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
        let folder = folder(&[(name, bytes)]);
        let path = folder.path().join(name);
        (folder, path)
    }

    #[test]
    fn pages_come_with_address_date_and_charset() {
        let answer = answer("200 OK\r\nContent-Type: text/html; Charset=\"ISO-8859-2\"", b"<p>x");
        let (_folder, path) = saved("a.warc", &record("response", "<http://ug.example/>", &answer));
        let capture = read(&path).0.remove(0).unwrap();
        assert_eq!(capture.bytes, b"<p>x");
        assert_eq!(capture.source.url.as_deref(), Some("http://ug.example/"));
        assert_eq!(capture.source.path.as_deref(), path.to_str());
        assert_eq!(capture.fetched.as_deref(), Some("2019-03-04T05:06:07Z"));
        assert_eq!(capture.declared_charset.as_deref(), Some("iso-8859-2"));
    }

    #[test]
    fn records_that_are_no_pages_are_counted() {
        let records = [
            record("warcinfo", "", b"software: x"),
            record("request", "http://a/", b"GET / HTTP/1.1\r\n\r\n"),
            record("response", "http://a/", &answer("404 Not Found\r\nContent-Type: text/html", b"no")),
            record("response", "http://a/b.pdf", &answer("200 OK\r\nContent-Type: application/pdf", b"%PDF")),
            page("http://a/", "yes"),
        ]
        .concat();
        let (_folder, path) = saved("a.warc", &records);
        assert_eq!(outline(&path), ["yes"]);
        assert_eq!(read(&path).1, Skipped::from([("no_response", 2), ("no_success", 1), ("no_page_type", 1)]));
    }

    #[test]
    fn a_gzip_member_per_record() {
        let members = [gzip(&page("http://a/1", "1")), gzip(&page("http://a/2", "2"))].concat();
        let (_folder, path) = saved("a.warc.gz", &members);
        assert_eq!(outline(&path), ["1", "2"]);
    }

    #[test]
    fn truncated_archives_give_their_whole_records_and_one_error() {
        let whole = [page("http://a/1", "1"), page("http://a/2", "22222222")].concat();
        for cut in [12, 60, 150] {
            let (_folder, path) = saved("a.warc", &whole[..whole.len() - cut]);
            assert_eq!(outline(&path), ["1", "! warc_truncated"], "{cut}");
        }
        let members = [gzip(&page("http://a/1", "1")), gzip(&page("http://a/2", "2"))].concat();
        let (_folder, path) = saved("a.warc.gz", &members[..members.len() - 20]);
        assert_eq!(outline(&path), ["1", "! warc_truncated"]);
    }

    /// Five records, each in its own member; where the third begins and ends.
    fn members() -> (Vec<u8>, std::ops::Range<usize>) {
        let text = |number: usize| (0..400).map(|of| format!("{number}.{} ", of * of * 7919 % 1009)).collect::<String>();
        let members: Vec<Vec<u8>> = (1..=5).map(|number| gzip(&page("http://a/", &text(number)))).collect();
        let start = members[..2].concat().len();
        (members.concat(), start..start + members[2].len())
    }

    /// The first letters of pages, and errors.
    fn short(path: &Path) -> Vec<String> {
        outline(path).into_iter().map(|text| if text.starts_with('!') { text } else { text[..1].to_owned() }).collect()
    }

    #[test]
    fn one_damaged_member_costs_one_record() {
        let (whole, third) = members();
        let (_folder, path) = saved("whole.warc.gz", &whole);
        assert_eq!(short(&path), ["1", "2", "3", "4", "5"]);
        for at in third.clone().step_by(7) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x5a;
            let (_folder, path) = saved("a.warc.gz", &damaged);
            // Time and system in the header of a member are nobody's; damage there is none.
            let expected: &[&str] = if (third.start + 4..third.start + 10).contains(&at) {
                &["1", "2", "3", "4", "5"]
            } else {
                &["1", "2", "! record_damaged", "4", "5"]
            };
            assert_eq!(short(&path), expected, "byte {}", at - third.start);
        }
    }

    #[test]
    fn a_hole_in_a_file_costs_the_records_it_touches() {
        let (whole, third) = members();
        let holes = [third.start..third.end, third.start + 50..third.end - 50, third.start - 20..third.start + 20];
        let expected =
            [&["1", "2", "! record_damaged", "4", "5"][..]; 2].into_iter().chain([&["1", "! record_damaged", "4", "5"][..]]);
        for (hole, expected) in holes.into_iter().zip(expected) {
            let mut zeros = whole.clone();
            zeros[hole.clone()].fill(0);
            let (_folder, path) = saved("a.warc.gz", &zeros);
            assert_eq!(short(&path), expected, "{hole:?}");
        }
        let lost = [&whole[..third.start + 100], &whole[third.start + 200..]].concat();
        let (_folder, path) = saved("a.warc.gz", &lost);
        assert_eq!(short(&path), ["1", "2", "! record_damaged", "4", "5"]);
    }

    #[test]
    fn a_damaged_beginning_or_end_is_one_error_too() {
        let (whole, _) = members();
        let mut beginning = whole.clone();
        beginning[30] ^= 0xff;
        let (_folder, path) = saved("a.warc.gz", &beginning);
        assert_eq!(short(&path), ["! record_damaged", "2", "3", "4", "5"]);
        let mut end = whole.clone();
        let at = end.len() - 6;
        end[at] ^= 0xff;
        let (_folder, path) = saved("a.warc.gz", &end);
        assert_eq!(short(&path), ["1", "2", "3", "4", "! warc_broken"]);
        let (_folder, path) = saved("a.warc.gz", &[&whole[..], b"no member"].concat());
        assert_eq!(short(&path), ["1", "2", "3", "4", "5", "! warc_broken"]);
    }

    #[test]
    fn an_archive_whose_first_bytes_are_damaged_is_not_a_binary_page() {
        let (whole, _) = members();
        let second =
            gzip(&page("http://a/", &(0..400).map(|of| format!("1.{} ", of * of * 7919 % 1009)).collect::<String>())).len();
        let expected = ["! record_damaged", "2", "3", "4", "5"];
        for (from, to) in [(0, 1), (1, 2), (2, 3), (0, 3), (0, 12), (0, 200), (0, second)] {
            let mut damaged = whole.clone();
            damaged[from..to].iter_mut().for_each(|byte| *byte ^= 0x55);
            let (_folder, path) = saved("A.WARC.gz", &damaged);
            assert_eq!(short(&path), expected, "{from}..{to}");
            damaged[from..to].fill(0);
            let (_folder, path) = saved("a.warc.gz", &damaged);
            assert_eq!(short(&path), expected, "zeros at {from}..{to}");
            assert!(read(&path).0[0].as_ref().unwrap_err().to_string().contains("damaged record 1: "));
        }
        let (_folder, path) = saved("a.warc.gz", &whole[7..]);
        assert_eq!(short(&path), expected);
        let (_folder, path) = saved("a.warc.gz", &[0; 300]);
        assert_eq!(short(&path), ["! gzip_broken"]);
    }

    #[test]
    fn records_behind_a_damaged_beginning_are_numbered_on() {
        let (mut whole, third) = members();
        whole[0] = 0;
        whole[third.start + 100] ^= 0x5a;
        let (_folder, path) = saved("a.warc.gz", &whole);
        assert_eq!(short(&path), ["! record_damaged", "2", "! record_damaged", "4", "5"]);
        assert!(read(&path).0[2].as_ref().unwrap_err().to_string().contains("record 3"));
    }

    #[test]
    fn a_first_member_that_holds_no_record_costs_only_itself() {
        let (whole, _) = members();
        for first in [gzip(b"XARC/1.1\r\nContent-Length: 0\r\n\r\n"), gzip(&vec![b'x'; 200_000])] {
            let (_folder, path) = saved("a.warc.gz", &[first, whole.clone()].concat());
            assert_eq!(short(&path), ["! record_damaged", "1", "2", "3", "4", "5"]);
        }
    }

    #[test]
    fn an_archive_not_compressed_whose_first_byte_is_damaged_is_not_one_page_of_all_its_pages() {
        let whole = [page("http://a/1", "<p>1"), page("http://a/2", "<p>2")].concat();
        for damaged in [1, 5, 12] {
            let damaged = [&vec![0; damaged], &whole[damaged..]].concat();
            let (_folder, path) = saved("a.warc", &damaged);
            assert_eq!(outline(&path), ["! record_damaged", "<p>2"]);
            let (_folder, path) = saved("a.warc.gz", &gzip(&damaged));
            assert_eq!(outline(&path), ["! warc_broken"]);
        }
        // Without the length of the first record, nothing tells for certain where the second begins.
        let damaged = String::from_utf8(whole).unwrap().replacen("WARC/", "XARC/", 1).replacen("Content-Length", "Kontent", 1);
        let (_folder, path) = saved("a.warc", damaged.as_bytes());
        assert_eq!(outline(&path), ["! warc_broken"]);
    }

    #[test]
    fn line_ends_before_the_first_record_are_no_damage() {
        let whole = [b"\r\n\r\n".to_vec(), page("http://a/1", "1"), page("http://a/2", "2")].concat();
        for (name, bytes) in [("a.warc", whole.clone()), ("a.warc.gz", whole.clone()), ("b.warc.gz", gzip(&whole))] {
            let (_folder, path) = saved(name, &bytes);
            assert_eq!(outline(&path), ["1", "2"], "{name}");
        }
    }

    #[test]
    fn an_archive_of_nothing_is_an_empty_file() {
        for bytes in [gzip(b""), gzip(b"").repeat(2), Vec::new()] {
            let (_folder, path) = saved("a.warc.gz", &bytes);
            assert_eq!(outline(&path), ["! file_empty"]);
        }
    }

    #[test]
    fn a_page_that_a_server_sent_instead_of_an_archive_is_read_as_a_page() {
        let body = b"\xef\xbb\xbf\n<!DOCTYPE html><p>x";
        for (name, bytes) in [("a.warc", body.to_vec()), ("a.warc.gz", body.to_vec()), ("b.warc.gz", gzip(body))] {
            let (_folder, path) = saved(name, &bytes);
            assert_eq!(read(&path).0.remove(0).unwrap().bytes, body, "{name}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_damaged_member_is_told_to_people() {
        let (whole, third) = members();
        for at in third.clone() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x5a;
            let (_folder, path) = saved("a.warc.gz", &damaged);
            for error in read(&path).0.into_iter().filter_map(Result::err).map(|error| error.to_string()) {
                assert!(error.contains("gzip member") || error.contains("a record "), "byte {}: {error}", at - third.start);
                assert!(!error.contains("state"), "byte {}: {error}", at - third.start);
            }
        }
    }

    #[test]
    fn what_looks_like_a_member_inside_a_damaged_one_is_none() {
        // A stored member that holds the beginning of another one.
        let inner = gzip(b"WARC it is not");
        let mut stored = flate2::write::GzEncoder::new(Vec::new(), Compression::none());
        stored.write_all(&page("http://a/3", &"x".repeat(50))).unwrap();
        stored.write_all(&inner).unwrap();
        let mut third = stored.finish().unwrap();
        let last = third.len() - 5;
        third[last] ^= 1;
        let all = [gzip(&page("http://a/1", "1")), third, gzip(&page("http://a/4", "4"))].concat();
        let (_folder, path) = saved("a.warc.gz", &all);
        let read = short(&path);
        assert_eq!((read.first().unwrap().as_str(), read.last().unwrap().as_str()), ("1", "4"));
        assert_eq!(read.iter().filter(|text| text.starts_with('!')).count(), 1, "{read:?}");
    }

    #[test]
    fn members_inside_members_do_not_make_reading_slow() {
        // Each begins a record, holds all that follow as they are, and breaks at its end.
        let mut nested = b"WARC/1.1\r\n".to_vec();
        for _ in 0..120 {
            let mut stored = flate2::write::GzEncoder::new(Vec::new(), Compression::none());
            stored.write_all(b"WARC/1.1\r\nX: ").unwrap();
            stored.write_all(&nested).unwrap();
            nested = stored.finish().unwrap();
            let last = nested.len() - 1;
            nested[last] ^= 1;
        }
        let file = [nested, vec![7; 3_000_000]].concat();
        let (_folder, path) = saved("a.warc.gz", &file);
        let mut stream = captures(&[path], &Limits::default());
        let meter = stream.meter();
        assert!(stream.by_ref().all(|next| next.is_err()));
        assert_eq!(meter.bytes(), file.len() as u64);
    }

    #[test]
    fn the_meter_tells_bytes_of_files_and_the_size_is_their_sum() {
        let (whole, _) = members();
        let folder = folder(&[("a.warc.gz", &whole), ("b.html", b"<p>b"), ("c.png", b"no page")]);
        let paths = [folder.path().to_owned()];
        let mut stream = captures(&paths, &Limits::default());
        let meter = stream.meter();
        assert_eq!(meter.bytes(), 0);
        assert!(stream.next().is_some() && meter.bytes() > 0);
        assert_eq!(stream.count(), 5);
        assert_eq!((meter.bytes(), size(&paths)), (whole.len() as u64 + 4, Some(whole.len() as u64 + 4)));
        assert_eq!(size(&["-".into()]), None);
    }

    #[test]
    fn a_wrong_length_is_damage() {
        let records = [page("http://a/1", "1"), b"garbage\r\n\r\n".to_vec(), page("http://a/2", "2")].concat();
        let (_folder, path) = saved("a.warc", &records);
        assert_eq!(outline(&path), ["1", "! warc_broken"]);
        let (_folder, path) = saved("b.warc", b"WARC/1.1\r\nContent-Length: -1\r\n\r\n");
        assert_eq!(outline(&path), ["! warc_broken"]);
        let (_folder, path) = saved("c.warc", &[b"WARC/1.1\r\nX: ".to_vec(), b"x".repeat(100_000)].concat());
        assert_eq!(outline(&path), ["! warc_broken"]);
        let (_folder, path) = saved("d.warc", b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 99999999999999\r\n\r\nx");
        assert_eq!(outline(&path), ["! warc_truncated"]);
    }

    /// Four pages; the second claims this many bytes more than it has.
    fn overlong(more: usize) -> Vec<Vec<u8>> {
        let mut pages: Vec<Vec<u8>> = (1..=4).map(|number| page("http://a/", &format!("{number} zielony"))).collect();
        let text = String::from_utf8(pages[1].clone()).unwrap();
        let (start, length) = text.split_once("Content-Length: ").unwrap();
        let (length, end) = length.split_once("\r\n").unwrap();
        let length = length.parse::<usize>().unwrap() + more;
        pages[1] = format!("{start}Content-Length: {length}\r\n{end}").into_bytes();
        pages
    }

    #[test]
    fn a_record_that_claims_more_than_its_member_holds_does_not_swallow_the_next() {
        for more in [5, 100, 300, 9_000, 30_000, 900_000, 99_999_999_999] {
            for kind in ["response", "metadata"] {
                let mut members = overlong(more);
                members[1] = String::from_utf8(members[1].clone())
                    .unwrap()
                    .replace("response\r\nWARC-T", &format!("{kind}\r\nWARC-T"))
                    .into();
                let members: Vec<Vec<u8>> = members.iter().map(|record| gzip(record)).collect();
                let (_folder, path) = saved("a.warc.gz", &members.concat());
                assert_eq!(short(&path), ["1", "! record_damaged", "3", "4"], "{kind} {more}");
                let error = read(&path).0.remove(1).unwrap_err().to_string();
                assert!(error.contains("record 2") && error.contains("claims more bytes than its gzip member"), "{error}");
            }
        }
        // A record much longer than what is held of it at a time.
        let long: Vec<u8> = (0..300_000_u32).map(|of| (of.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let long = [b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 400000\r\n\r\n", &long[..]].concat();
        let members = [page("http://a/", "1"), long, page("http://a/", "3")].map(|record| gzip(&record)).concat();
        let (_folder, path) = saved("a.warc.gz", &members);
        assert_eq!(short(&path), ["1", "! record_damaged", "3"]);
        // Line ends taken for the end of the page harm nobody.
        let members: Vec<Vec<u8>> = overlong(4).iter().map(|record| gzip(record)).collect();
        let (_folder, path) = saved("a.warc.gz", &members.concat());
        assert_eq!(short(&path), ["1", "2", "3", "4"]);
    }

    #[test]
    fn a_record_without_an_end_of_its_header_does_not_take_the_header_of_the_next() {
        let headless = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/2\r\n".to_vec();
        let members = [page("http://a/", "1"), headless, page("http://a/", "3")].map(|record| gzip(&record)).concat();
        let (_folder, path) = saved("a.warc.gz", &members);
        assert_eq!(short(&path), ["1", "! record_damaged", "3"]);
    }

    #[test]
    fn the_last_record_that_claims_too_much_is_cut_by_the_end_of_the_archive() {
        let members: Vec<Vec<u8>> = overlong(50)[..2].iter().map(|record| gzip(record)).collect();
        let (_folder, path) = saved("a.warc.gz", &members.concat());
        assert_eq!(short(&path), ["1", "! warc_truncated"]);
    }

    #[test]
    fn members_cut_by_size_and_members_of_many_records_hold_the_same_pages() {
        let pages: Vec<u8> = (1..=9).flat_map(|number| page("http://a/", &format!("{number} {}", "x".repeat(99)))).collect();
        for size in [7, 64, 300, 1_000, pages.len()] {
            let members: Vec<u8> = pages.chunks(size).flat_map(gzip).collect();
            // Empty members stand between those of some writers.
            let spaced: Vec<u8> = pages.chunks(size).flat_map(|chunk| [gzip(chunk), gzip(b"")].concat()).collect();
            for members in [members, spaced] {
                let (_folder, path) = saved("a.warc.gz", &members);
                assert_eq!(short(&path), ["1", "2", "3", "4", "5", "6", "7", "8", "9"], "{size}");
            }
        }
        let whole = overlong(50);
        let two_a_member = [gzip(&whole[..2].concat()), gzip(&whole[2..].concat())].concat();
        let (_folder, path) = saved("b.warc.gz", &two_a_member);
        assert_eq!(short(&path), ["1", "! record_damaged", "3", "4"]);
    }

    #[test]
    fn chunked_and_compressed_answers_are_decoded() {
        let chunked = "200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked";
        let zipped = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: ";
        let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
        deflate.write_all(b"raw").unwrap();
        let records = [
            answer(chunked, b"3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"),
            answer(chunked, b"<p>joined"),
            answer(&format!("{zipped}gzip"), &gzip(b"zipped")),
            answer(&format!("{zipped}gzip"), b"<p>plain"),
            answer(&format!("{zipped}deflate"), &deflate.finish().unwrap()),
            // "brotli" as one uncompressed brotli block.
            answer(&format!("{zipped}br"), b"\x8b\x02\x80brotli\x03"),
            answer(&format!("{zipped}gzip"), &gzip(&b"bomb".repeat(100_000))),
            answer(&format!("{zipped}gzip"), b"\x1f\x8bxxxx"),
            answer(&format!("{zipped}zebra"), b"?"),
            answer("200 OK\r\nContent-Type: text/html", b"end"),
        ]
        .map(|answer| record("response", "http://a/", &answer))
        .concat();
        let (_folder, path) = saved("a.warc", &records);
        assert_eq!(
            outline(&path),
            [
                "abcde",
                "<p>joined",
                "zipped",
                "<p>plain",
                "raw",
                "brotli",
                "! capture_too_large",
                "! capture_undecodable",
                "! capture_undecodable",
                "end"
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_behind_a_warc_beginning_end_the_stream(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
            let (_folder, path) = saved("a.warc", &[b"WARC/1.1\r\n", &bytes[..]].concat());
            let (all, _) = read(&path);
            proptest::prop_assert!(all.len() < 10);
        }
    }
}
