//! Tests of archive folders that were broken off or damaged, named after the trap they guard.

use super::folder_tests::{exchange, first_file, open, outline, page, written};
use super::member::{self, Packing};
use super::*;
use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use tempfile::TempDir;

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
fn a_fetch_cut_in_a_file_that_is_not_the_last_does_not_hide_the_next_file() {
    let (folder, _) = written(&[page(1), page(2)]);
    let file = OpenOptions::new().write(true).open(first_file(folder.path())).unwrap();
    file.set_len(file.metadata().unwrap().len() - 5).unwrap();
    let (other, _) = written(&[page(3)]);
    fs::copy(first_file(other.path()), folder.path().join("metryczka-000002.warc.gz")).unwrap();
    assert_eq!(outline(folder.path()), ["1", "fetch_truncated", "3"]);
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
