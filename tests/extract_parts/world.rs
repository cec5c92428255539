//! Invented pages in an archive, and the binary that reads them.

use flate2::Compression;
use flate2::write::GzEncoder;
use polars::prelude::{DataFrame, ParquetReader, SerReader};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The tables of an extraction.
pub const TABLES: [&str; 8] = ["amounts", "checks", "evidence", "indicators", "mentions", "pages", "problems", "target_groups"];

/// A page that tells of a project; each number's is another.
pub fn notice(number: usize) -> String {
    let total = 100_000 + number * 37;
    format!(
        "<html><head><title>Projekt {number}</title></head><body><h1>Projekt {number}</h1>\
         <p>Gmina Ełk realizuje projekt pn. „Droga numer {number} na lepsze” dofinansowany ze środków Europejskiego Funduszu \
         Społecznego w ramach Regionalnego Programu Operacyjnego Województwa Warmińsko-Mazurskiego na lata 2014-2020.</p>\
         <p>Nr umowy: RPWM.11.02.03-28-{number:04}/17-00</p><p>Wartość projektu: {total},00 zł</p>\
         <p>Dofinansowanie: {},00 zł</p><p>Okres realizacji: 01.09.2018 r. – 31.12.2020 r.</p></body></html>",
        total - 5_000
    )
}

/// Every third page is a notice.
pub fn page(number: usize) -> String {
    if number.is_multiple_of(3) {
        notice(number)
    } else {
        format!("<html><body><p>Urząd czynny od 8 do {number}.</p></body></html>")
    }
}

/// The address of a page.
pub fn address(number: usize) -> String {
    format!("https://gmina.example/{number}")
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A response record with this body, not compressed.
pub fn record(url: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let answer = [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat();
    let header = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2019-03-04T05:06:07Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        answer.len()
    );
    [header.as_bytes(), &answer, b"\r\n\r\n"].concat()
}

/// A page as a member of an archive.
pub fn member(number: usize) -> Vec<u8> {
    gzip(&record(&address(number), "Content-Type: text/html; charset=utf-8", page(number).as_bytes()))
}

/// A folder with an archive of so many pages.
pub fn archive(pages: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut file = File::create(folder.path().join("a.warc.gz")).unwrap();
    (0..pages).for_each(|number| file.write_all(&member(number)).unwrap());
    folder
}

pub fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_metryczka"));
    command.args(args).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().expect("the binary starts")
}

/// Extracts the archive into a folder, in parts of forty captures.
pub fn extract(folder: &Path, into: &str, further: &[&str]) -> Output {
    let args = ["extract", "a.warc.gz", "--tables", into, "--part-pages", "40"];
    run(folder, &[&args[..], further].concat())
}

pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file below a folder that is not hidden, with its bytes.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut all, mut waiting) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if !path.file_name().unwrap().to_string_lossy().starts_with('.') {
                all.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    all
}

/// All parts of a table, one under the other.
pub fn table(folder: &Path, name: &str) -> DataFrame {
    let mut parts: Vec<PathBuf> = fs::read_dir(folder.join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
    parts.retain(|path| !path.file_name().unwrap().to_string_lossy().starts_with('.'));
    parts.sort();
    let mut frames = parts.iter().map(|path| ParquetReader::new(File::open(path).unwrap()).finish().unwrap());
    let first = frames.next().unwrap();
    frames.fold(first, |above, below| above.vstack(&below).unwrap())
}

/// A column of texts; empty where there is none.
pub fn texts(frame: &DataFrame, column: &str) -> Vec<String> {
    let column = frame.column(column).unwrap().str().unwrap();
    column.iter().map(|text| text.unwrap_or_default().to_owned()).collect()
}
