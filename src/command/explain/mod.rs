//! `explain`: a page with its facts marked, and where every fact comes from; and what another vocabulary would read.

mod html;
mod shown;
mod terminal;
mod what_if;

use super::args::{ExplainArgs, Global};
use super::exit::{Failure, Outcome, settle};
use super::input::Input;
use super::make::{hold, outcome};
use super::output::Console;
use super::settings::Reading;
use super::summary;
use metryczka::report::page::ShownPage;
use std::path::{Path, PathBuf};

/// Shows every page of some paths, or the pages of identifiers.
///
/// # Errors
/// When there is neither such a path nor such an identifier, or the HTML cannot be written.
pub fn run(args: &ExplainArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    if let Some(folder) = &args.what_if {
        return what_if::run(args, folder, global, console);
    }
    let is_path = |what: &&String| *what == "-" || Path::new(what).exists();
    let (paths, ids): (Vec<&String>, Vec<&String>) = args.what.iter().partition(is_path);
    let mut pages = shown::looked_up(&ids, args.output.as_deref())?;
    if paths.is_empty() {
        show(&pages, args, console)?;
        return Ok(Outcome::Good);
    }
    let reading = Reading::of(global)?;
    let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
    let (harvest, passed) = hold(&Input::saved(&paths), &reading, console)?;
    pages.extend(harvest.pages.iter().map(shown::of_page));
    let told = show(&pages, args, console);
    summary::warn(&harvest.problems, &passed.skipped, console, true);
    settle(outcome(&harvest, &reading, console), [told])
}

fn show(pages: &[ShownPage], args: &ExplainArgs, console: &Console) -> Result<(), Failure> {
    match &args.html {
        Some(file) => html::write(pages, file.as_deref(), &args.what, console),
        None => terminal::print(pages, console),
    }
}
