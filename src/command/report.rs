//! `report`: an edition → one HTML file for people.

use super::exit::{Failure, Outcome};
use super::figures;
use super::output::{Console, shell};
use super::settings::{edition_folder, find_output, unpublished};
use clap::Args;
use metryczka::dataset::Edition;
use metryczka::report;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Options of `report`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka report                         the newest edition, as report-<edition>.html in this folder
  metryczka report 2026-11 --into r.html   another edition, another file
  metryczka report --into - | gzip > r.html.gz

The file holds all it needs and opens from disk: nothing is fetched. The same edition gives the same file.")]
pub struct ReportArgs {
    /// Name of an edition, or its folder [default: latest].
    pub edition: Option<String>,
    /// Folder of editions [default: that of ./metryczka.toml, else output].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// File to write; an earlier one is replaced; `-` is standard output [default: report-<edition>.html].
    #[arg(long, value_name = "FILE")]
    pub into: Option<PathBuf>,
}

/// Writes the report, and says where.
///
/// # Errors
/// When there is no such edition, the file would change a published one, or cannot be written.
pub fn run(args: &ReportArgs, console: &Console) -> Result<Outcome, Failure> {
    let to_stdout = args.into.as_deref() == Some(Path::new("-"));
    if let Some(into) = args.into.as_deref().filter(|_| !to_stdout) {
        writable(into)?;
    }
    let folder = edition_folder(&find_output(args.output.as_deref()), args.edition.as_deref())?;
    let edition = Edition::open(&folder)?;
    let into = args.into.clone().unwrap_or_else(|| PathBuf::from(format!("report-{}.html", edition.edition)));
    if args.into.is_none() {
        writable(&into)?;
    }
    let bar = console.progress();
    bar.set_message(format!("reading {}", edition.edition));
    let page = report::render(&folder);
    bar.finish_and_clear();
    let page = page?;
    let mut out = console.out();
    if to_stdout {
        out.write_all(page.as_bytes())?;
    } else {
        replace(&into, &page)?;
        let rows = edition.tables.get("projects").map_or(0, |table| table.rows);
        let (rows, bytes) = (figures::count(rows), figures::count(page.len()));
        writeln!(out, "{}  {bytes} bytes, {rows} projects; open it in a browser", shell(&into))?;
    }
    out.flush()?;
    Ok(Outcome::Good)
}

/// Makes sure that a file can stand there, before any work is done.
fn writable(into: &Path) -> Result<(), Failure> {
    unpublished(into)?;
    if into.is_dir() {
        return Err(Failure::usage(format!("--into {}: a folder", into.display()), "name a file, as report.html"));
    }
    let folder = into.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(Failure::usage(format!("--into: no folder {}", folder.display()), "make it first, or choose another"));
    }
    Ok(())
}

/// Writes a file beside its place and renames it: an earlier one stays whole until then.
fn replace(path: &Path, page: &str) -> Result<(), Failure> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let written = write(&beside, page).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| {
        // What is half written is of no use; if it cannot be removed either, the message says why.
        let _ = std::fs::remove_file(&beside);
        Failure::cannot(
            format!("cannot write {}: {error}", path.display()),
            "check the free space, or choose another file with --into",
        )
    })
}

fn write(path: &Path, page: &str) -> std::io::Result<()> {
    let mut file = std::fs::File::create(path)?;
    file.write_all(page.as_bytes())?;
    file.sync_all()
}
