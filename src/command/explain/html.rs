//! The pages as one HTML document, printed or written to a file.

use super::super::exit::Failure;
use super::super::output::Console;
use metryczka::html::{Language, word};
use metryczka::report::page::{ShownPage, render};
use std::fs;
use std::io::{Read, Write};
use std::path::Path;

/// Pages in one document, at most: a browser should open it at once.
const PAGES: usize = 100;

/// Bytes in which a document of ours says its title.
const HEAD: u64 = 4096;

/// Writes the document to a file, or to standard output without one or to `-`.
///
/// # Errors
/// When there are too many pages, the file is not ours to write over, or it cannot be written.
pub fn write(pages: &[ShownPage], file: Option<&Path>, named: &[String], console: &Console) -> Result<(), Failure> {
    if pages.len() > PAGES {
        let message = format!("--html: {} pages are too many for one document, which holds {PAGES}", pages.len());
        return Err(Failure::usage(message, "name fewer pages; `metryczka report` shows a whole edition"));
    }
    let Some(file) = file.filter(|file| *file != Path::new("-")) else {
        let mut out = console.out();
        out.write_all(render(pages).as_bytes())?;
        out.flush()?;
        return Ok(());
    };
    spare(file, named)?;
    let cannot = |error: std::io::Error| {
        Failure::cannot(format!("cannot write: {}: {error}", file.display()), "check the folder, its rights and free space")
    };
    fs::write(file, render(pages)).map_err(cannot)?;
    console.note(format_args!("written: {}", file.display()));
    Ok(())
}

/// Makes sure that nothing is written over but a document like this one: `explain --html a.html b.html` might mean two pages.
fn spare(file: &Path, named: &[String]) -> Result<(), Failure> {
    let Ok(old) = fs::File::open(file) else { return Ok(()) };
    let mut head = Vec::new();
    // What cannot be read is not ours.
    let _ = old.take(HEAD).read_to_end(&mut head);
    let head = String::from_utf8_lossy(&head);
    let is_ours = head.contains(&format!("<title>{}", word("explain.title", Language::Pl)));
    let is_named = named.iter().any(|name| Path::new(name) == file);
    if is_ours && !is_named {
        return Ok(());
    }
    let hint = "the file after --html is the one to write: `metryczka explain PAGE --html FILE`; name a new one";
    Err(Failure::usage(format!("--html {}: there is another file of that name", file.display()), hint))
}
