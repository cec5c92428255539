//! Pages that cannot be read, and records that lie.

use crate::Page;
use crate::arguments::Arguments;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Write};

/// What is put among the pages, in this order, at equal distances.
const KINDS: [&str; 5] = ["bomb", "nesting", "charset", "unknown-charset", "no-gzip"];

/// Bytes a small answer unpacks to.
const BOMB: usize = 64 << 20;

/// Elements open inside one another.
const NESTED: usize = 50_000;

/// A notice; ą, ś and ź tell the character set.
const NOTICE: &str = "<html><body><h1>Projekt „Bliżej źródła – świetlica w Dąbrowie”</h1><p>Gmina Dąbrowa Śródleśna realizuje \
                      projekt współfinansowany z Europejskiego Funduszu Rozwoju Regionalnego.</p><p>Wartość projektu: 1 250 000,00 \
                      zł</p><p>Dofinansowanie: 1 000 000,00 zł</p></body></html>";

/// What stands behind a page, if anything does: each kind once, in the middle of its part of all pages.
pub fn after(page: usize, arguments: &Arguments, time: i64) -> Option<Page> {
    let parts = KINDS.len();
    let kind = (0..parts).find(|kind| (2 * kind + 1) * arguments.pages / (2 * parts) == page)?;
    make(KINDS[kind], time)
}

/// Says what the poison is.
pub fn tell(arguments: &Arguments) {
    println!("Among them, each with an address that begins with http://poison.test/:");
    println!("  bomb             an answer of 64 kB that unpacks to {} MiB", BOMB >> 20);
    println!("  nesting          a notice inside {NESTED} elements");
    println!("  charset          windows-1250 that says to be UTF-16; it can be read");
    println!("  unknown-charset  a character set that is none; it can be read");
    println!("  no-gzip          said to be gzip, and is not");
    if arguments.warc {
        println!("  The last archive is cut in the middle of its last page.");
    }
}

fn make(kind: &str, time: i64) -> Option<Page> {
    let (body, content_type, content_encoding) = match kind {
        "bomb" => (bomb().ok()?, "text/html", Some("gzip")),
        // With a notice in the depth: a page that tells of nothing is not parsed at all.
        "nesting" => (format!("{}{NOTICE}", "<div>".repeat(NESTED)).into_bytes(), "text/html; charset=utf-8", None),
        "charset" => (windows_1250(), "text/html; charset=utf-16", None),
        "unknown-charset" => (windows_1250(), "text/html; charset=x-polski", None),
        _ => (b"\x1f\x8bnothing that was ever packed".to_vec(), "text/html", Some("gzip")),
    };
    Some(Page {
        url: format!("http://poison.test/{kind}"),
        path: format!("poison.test/{kind}.html"),
        time,
        content_type: content_type.to_owned(),
        content_encoding,
        body,
    })
}

fn bomb() -> io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let piece = [b' '; 1 << 16];
    for _ in 0..BOMB / piece.len() {
        packed.write_all(&piece)?;
    }
    packed.finish()
}

fn windows_1250() -> Vec<u8> {
    encoding_rs::WINDOWS_1250.encode(NOTICE).0.into_owned()
}
