//! `report`: an edition → one HTML file for people.

use super::exit::{Failure, Outcome};
use super::output::Console;
use super::settings::{edition_folder, find_output};
use clap::Args;
use metryczka::report;
use std::path::PathBuf;

/// Options of `report`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka report                         the newest edition, as report-<edition>.html in this folder
  metryczka report 2026-11 --into r.html   another edition, another file")]
pub struct ReportArgs {
    /// Name of an edition, or its folder [default: latest].
    pub edition: Option<String>,
    /// Folder of editions [default: that of ./metryczka.toml, else output].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// File to write; `-` is standard output [default: report-<edition>.html].
    #[arg(long, value_name = "FILE")]
    pub into: Option<PathBuf>,
}

/// Writes the report.
///
/// # Errors
/// When there is no such edition, or the file cannot be written.
pub fn run(args: &ReportArgs, console: &Console) -> Result<Outcome, Failure> {
    let folder = edition_folder(&find_output(args.output.as_deref()), args.edition.as_deref())?;
    let _ = (report::render(&folder)?, console);
    Ok(Outcome::Good)
}
