//! Writes invented pages by the million, as archives or as tables: `cargo run --example pages -- --help`.
#![allow(clippy::print_stdout, clippy::print_stderr)] // A program for people to look at.

mod archive;
mod arguments;
mod plan;
mod poison;
mod table;

use archive::Archive;
use arguments::{Arguments, HELP};
use municipal_web::Web;
use plan::{Address, Plan};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;
use table::Table;

/// Pages made at the same time: what is in memory at once.
const BATCH: usize = 512;

/// When the first page was fetched, seconds since 1970: 2026-01-16, 8 o'clock.
const FIRST: i64 = 1_768_550_400;

/// A page, as a server answers with it.
pub struct Page {
    /// Its address.
    pub url: String,
    /// Where it would lie as a file.
    pub path: String,
    /// When it was fetched, seconds since 1970.
    pub time: i64,
    /// With the character set, if the server tells one.
    pub content_type: String,
    /// How the body is packed, if it is.
    pub content_encoding: Option<&'static str>,
    /// What comes over the wire.
    pub body: Vec<u8>,
}

impl Page {
    /// The character set the server tells.
    pub fn charset(&self) -> Option<&str> {
        self.content_type.split_once("charset=").map(|(_, name)| name)
    }
}

/// What was written.
#[derive(Default)]
struct Written {
    pages: usize,
    body_bytes: u64,
    kinds: BTreeMap<&'static str, usize>,
}

fn main() -> ExitCode {
    if std::env::args().any(|word| word == "--help" || word == "-h") {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let done = Arguments::parse().map_err(Into::into).and_then(|arguments| run(&arguments));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    std::fs::create_dir_all(&arguments.out)?;
    let plan = Plan::new(arguments.seed, arguments.pages, arguments.notices);
    let mut archive = arguments.warc.then(|| Archive::new(arguments));
    let mut table = arguments.parquet.then(|| Table::new(arguments));
    let mut written = Written::default();
    for addresses in plan.windows() {
        for batch in addresses.chunks(BATCH) {
            let pages: Vec<Page> =
                batch.par_iter().enumerate().map(|(at, address)| page(&plan.web, address, written.pages + at)).collect();
            written.count(batch, &pages);
            if let Some(archive) = &mut archive {
                archive.write(&pages)?;
            }
            if let Some(table) = &mut table {
                table.write(pages)?;
            }
        }
    }
    if written.pages < arguments.pages {
        return Err(format!("the web has {} such pages, not {}", written.pages, arguments.pages).into());
    }
    let mut bytes = archive.map_or(Ok(0), Archive::finish)?;
    bytes += table.map_or(Ok(0), Table::finish)?;
    written.tell(start.elapsed().as_secs_f64(), bytes, arguments);
    Ok(())
}

fn page(web: &Web, address: &Address, number: usize) -> Page {
    let response = web.page(&address.host, &address.path);
    Page {
        url: format!("http://{}{}", address.host, address.path),
        path: format!("{}/{number:08}.html", address.host),
        time: FIRST + number as i64,
        content_type: response.header("Content-Type").unwrap_or_default().to_owned(),
        content_encoding: None,
        body: response.body.to_vec(),
    }
}

impl Written {
    fn count(&mut self, addresses: &[Address], pages: &[Page]) {
        self.pages += pages.len();
        self.body_bytes += pages.iter().map(|page| page.body.len() as u64).sum::<u64>();
        for address in addresses {
            *self.kinds.entry(address.kind).or_default() += 1;
        }
    }

    fn tell(&self, seconds: f64, bytes: u64, arguments: &Arguments) {
        let each = |bytes: u64| bytes / self.pages.max(1) as u64;
        println!("{} pages in {}", self.pages, arguments.out.display());
        println!("{} bytes a page, {} of them on the disk", each(self.body_bytes), each(bytes));
        println!("{:.0} pages a second", self.pages as f64 / seconds);
        for (kind, count) in &self.kinds {
            println!("  {count:>9}  {:>5.1} %  {kind}", *count as f64 * 100.0 / self.pages.max(1) as f64);
        }
        if arguments.poison {
            poison::tell(arguments);
        }
    }
}
