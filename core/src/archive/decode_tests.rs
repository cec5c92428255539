//! Tests of content encodings, named after the trap they guard.
#![allow(clippy::unwrap_used)]

use super::{Answer, DecodeError, decode};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use std::borrow::Cow;
use std::io::Write as _;

const PAGE: &[u8] = "<p>Gmina otrzymała dofinansowanie".as_bytes();

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn answer(codings: &[&str], kind: &str, body: &[u8]) -> Answer {
    let mut headers = vec![("content-type".to_owned(), kind.as_bytes().to_vec())];
    headers.extend(codings.iter().map(|coding| ("Content-Encoding".to_owned(), coding.as_bytes().to_vec())));
    Answer { status: 200, reason: String::new(), headers, body: body.to_vec(), truncated: None }
}

fn decoded(codings: &[&str], body: &[u8]) -> Result<Vec<u8>, &'static str> {
    decode(&answer(codings, "text/html", body), 100_000).map(Cow::into_owned).map_err(|error| error.code())
}

#[test]
fn every_coding_in_use_is_undone() {
    assert_eq!(decoded(&["gzip"], &gzip(PAGE)).unwrap(), PAGE);
    assert_eq!(decoded(&["X-GZip"], &gzip(PAGE)).unwrap(), PAGE);
    assert_eq!(decoded(&["deflate"], &zlib(PAGE)).unwrap(), PAGE);
    assert_eq!(decoded(&["deflate"], &deflate(PAGE)).unwrap(), PAGE);
    // "brotli" as one uncompressed brotli block.
    assert_eq!(decoded(&["br"], b"\x8b\x02\x80brotli\x03").unwrap(), b"brotli");
    assert_eq!(decoded(&["identity"], PAGE).unwrap(), PAGE);
    assert_eq!(decoded(&["gzip"], b"").unwrap(), b"");
}

#[test]
fn a_body_without_coding_is_not_copied() {
    assert!(matches!(decode(&answer(&[], "text/html", PAGE), 1000), Ok(Cow::Borrowed(PAGE))));
}

#[test]
fn codings_on_top_of_each_other() {
    assert_eq!(decoded(&["deflate, gzip"], &gzip(&zlib(PAGE))).unwrap(), PAGE);
    assert_eq!(decoded(&["deflate", "identity, gzip"], &gzip(&zlib(PAGE))).unwrap(), PAGE);
    assert_eq!(decoded(&["gzip,gzip,gzip"], &gzip(&gzip(&gzip(PAGE)))).unwrap(), PAGE);
    assert_eq!(decoded(&["gzip,gzip,gzip,gzip"], &gzip(PAGE)), Err("encoding_nested"));
}

#[test]
fn servers_that_lie_about_the_coding() {
    for coding in ["gzip", "deflate", "br", "zebra", "UTF-8", "none", "iso-8859-2"] {
        assert_eq!(decoded(&[coding], PAGE).unwrap(), PAGE, "{coding}");
        assert_eq!(decoded(&[coding], b"%PDF-1.4 x").unwrap(), b"%PDF-1.4 x", "{coding}");
    }
    assert_eq!(decoded(&["gzip"], b"plain words").unwrap(), b"plain words");
    // Named for another coding, not named at all, packed twice and named once.
    assert_eq!(decoded(&["deflate"], &gzip(PAGE)).unwrap(), PAGE);
    assert_eq!(decoded(&["br"], &gzip(PAGE)).unwrap(), PAGE);
    assert_eq!(decoded(&[], &gzip(PAGE)).unwrap(), PAGE);
    assert_eq!(decoded(&["gzip"], &gzip(&gzip(PAGE))).unwrap(), PAGE);
    assert_eq!(decoded(&[], b"\x1f\x8bno gzip").unwrap(), b"\x1f\x8bno gzip");
}

#[test]
fn a_gzip_file_is_not_unpacked_because_it_is_one() {
    let file = gzip(PAGE);
    assert_eq!(decode(&answer(&[], "application/gzip", &file), 1000).unwrap(), file);
    assert_eq!(decode(&answer(&["gzip"], "application/gzip", &gzip(&file)), 1000).unwrap(), file);
}

#[test]
fn damage_is_told() {
    assert_eq!(decoded(&["gzip"], &gzip(PAGE)[..20]), Err("encoding_broken"));
    assert_eq!(decoded(&["deflate"], b"\xff\xff\xff"), Err("encoding_broken"));
    assert_eq!(decoded(&["zebra"], b"?"), Err("encoding_unknown"));
}

#[test]
fn filling_behind_gzip_is_passed_over_and_further_members_are_read() {
    assert_eq!(decoded(&["gzip"], &[gzip(PAGE), vec![0; 8]].concat()).unwrap(), PAGE);
    assert_eq!(decoded(&["gzip"], &[gzip(b"<p>"), gzip(b"x")].concat()).unwrap(), b"<p>x");
    assert_eq!(decoded(&["gzip"], &gzip(b"").repeat(5000)), Err("encoding_broken"));
}

#[test]
fn of_a_body_cut_short_what_came_is_read() {
    let text: Vec<u8> = (0..5000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    for (coding, packed) in [("gzip", gzip(&text)), ("deflate", zlib(&text)), ("deflate", deflate(&text))] {
        let mut cut = answer(&[coding], "text/html", &packed[..packed.len() - 5000]);
        assert_eq!(decode(&cut, 100_000).unwrap_err().code(), "encoding_broken");
        cut.truncated = Some("length");
        let came = decode(&cut, 100_000).unwrap();
        assert!(came.len() > 1000 && text.starts_with(&came), "{coding} {}", came.len());
    }
}

#[test]
fn bombs_are_stopped_at_every_layer() {
    let zeros = vec![0; 100_001];
    let too_large = Err("body_too_large");
    assert_eq!(decoded(&[], &zeros), too_large);
    assert_eq!(decoded(&["gzip"], &gzip(&zeros)), too_large);
    assert_eq!(decoded(&[], &gzip(&zeros)), too_large);
    assert_eq!(decoded(&["deflate"], &zlib(&zeros)), too_large);
    assert_eq!(decoded(&["deflate"], &deflate(&zeros)), too_large);
    assert_eq!(decoded(&["gzip, gzip"], &gzip(&gzip(&zeros))), too_large);
    assert_eq!(decoded(&["gzip"], &gzip(&zeros[..60_000]).repeat(2)), too_large);
    assert_eq!(decoded(&["gzip"], &gzip(&zeros[..100_000])).unwrap().len(), 100_000);
    assert_eq!(DecodeError::TooLarge { limit: 1 }.remedy(), "raise the limit of decoded bytes if the page is a real one");
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_decoded_or_refused(body in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), coding in "(gzip|deflate|br|,){0,4}") {
        let _ = decoded(&[&coding], &body);
        let _ = decoded(&[&coding], &[b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", &body[..]].concat());
    }
}
