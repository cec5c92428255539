//! `export`: an edition in other forms.

use super::exit::{Failure, Outcome};
use super::figures;
use super::output::Console;
use super::settings::{edition_folder, find_output, unpublished};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use metryczka::dataset::{self, DatasetError, ExportOptions, Exported};
use std::io::Write;
use std::path::PathBuf;

/// Options of `export`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka export --format xlsx --into tables/            the newest edition as one workbook, for Excel and LibreOffice
  metryczka export --format csv --into tables/ --table projects --table municipalities
  metryczka export 2026-11 --format csv --bom --into tables/   CSV that Excel reads as UTF-8
  metryczka export --format duckdb --into .                views.sql: then `duckdb -init views.sql`
  metryczka export --format dictionary --into docs/        what every column means, as Markdown
  metryczka export --format ftm --into tables/             entities for Aleph and OpenSanctions' tools

In CSV and XLSX, entries of lists are parted by `; `, and lists of records are JSON. CSV puts an apostrophe before text that a
spreadsheet would take for a formula (it begins with = + - @, a tab or a line break); --raw leaves it. XLSX needs none: its text
is text. Numbers are never touched.")]
pub struct ExportArgs {
    /// Name of an edition, or its folder [default: latest].
    pub edition: Option<String>,
    /// Form in which to write it.
    #[arg(long, value_enum)]
    pub format: Form,
    /// Folder to write into; made if it is not there.
    #[arg(long, value_name = "DIR")]
    pub into: PathBuf,
    /// Only this table; can be given several times [default: all].
    #[arg(long = "table", value_name = "NAME")]
    pub tables: Vec<String>,
    /// CSV: begin files with a byte order mark, by which Excel knows UTF-8.
    #[arg(long)]
    pub bom: bool,
    /// CSV: leave text as it is that a spreadsheet would take for a formula.
    #[arg(long)]
    pub raw: bool,
    /// Replace files that are there already.
    #[arg(long)]
    pub overwrite: bool,
    /// Folder of editions [default: that of ./metryczka.toml, else output].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// Forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A file a table, comma-separated (RFC 4180, UTF-8).
    Csv,
    /// One workbook with a sheet a table; the first describes the columns.
    Xlsx,
    /// views.sql: a view a table, described, for DuckDB.
    Duckdb,
    /// dictionary.md: what every column means.
    Dictionary,
    /// FollowTheMoney entities, one a line.
    Ftm,
}

impl From<Form> for dataset::Format {
    fn from(form: Form) -> Self {
        match form {
            Form::Csv => Self::Csv,
            Form::Xlsx => Self::Xlsx,
            Form::Duckdb => Self::Duckdb,
            Form::Dictionary => Self::Dictionary,
            Form::Ftm => Self::Ftm,
        }
    }
}

/// Writes the files and says which.
///
/// # Errors
/// When an option does not belong to the form, the files would change a published edition, there is no edition to read, a file is there already, or one cannot be written.
pub fn run(args: &ExportArgs, console: &Console) -> Result<Outcome, Failure> {
    fits(args)?;
    unpublished(&args.into)?;
    let folder = edition_folder(&find_output(args.output.as_deref()), args.edition.as_deref())?;
    let options = ExportOptions {
        format: args.format.into(),
        tables: args.tables.clone(),
        bom: args.bom,
        raw: args.raw,
        overwrite: args.overwrite,
    };
    let bar = progress(console);
    let exported = dataset::export(&folder, &args.into, &options, &mut |rows| bar.inc(rows as u64));
    bar.finish_and_clear();
    let exported = exported.map_err(|error| match error {
        DatasetError::UnknownTable { .. } => Failure::usage(error.to_string(), error.remedy()),
        _ => error.into(),
    })?;
    print(args, console, &exported)?;
    Ok(Outcome::Good)
}

/// Options that would do nothing are a mistake.
fn fits(args: &ExportArgs) -> Result<(), Failure> {
    let is_csv = args.format == Form::Csv;
    let faulty = [("--bom", args.bom && !is_csv), ("--raw", args.raw && !is_csv)];
    if let Some((option, _)) = faulty.iter().find(|(_, is_faulty)| *is_faulty) {
        return Err(Failure::usage(format!("{option} belongs to --format csv"), "leave it out"));
    }
    if args.format == Form::Ftm && !args.tables.is_empty() {
        return Err(Failure::usage("--format ftm takes no --table", "leave it out: entities are made of several tables"));
    }
    Ok(())
}

/// A counter of rows; visible where that of pages is.
fn progress(console: &Console) -> ProgressBar {
    let bar = console.progress();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} rows, {per_sec}, {elapsed}") {
        bar.set_style(style);
    }
    bar
}

fn print(args: &ExportArgs, console: &Console, exported: &Exported) -> Result<(), Failure> {
    let mut out = console.out();
    for file in &exported.files {
        let rows = file.rows.map(|rows| format!("{:>11} rows", figures::count(rows))).unwrap_or_default();
        writeln!(
            out,
            "{}  {:>15} bytes{rows}",
            file.path.display(),
            figures::count(usize::try_from(file.bytes).unwrap_or(usize::MAX))
        )?;
    }
    out.flush()?;
    if exported.neutralised > 0 && args.format == Form::Csv {
        let texts = figures::count(exported.neutralised);
        console.note(format_args!(
            "{texts} texts would be formulas to a spreadsheet: an apostrophe stands before each (--raw leaves it out)"
        ));
    }
    if exported.cut > 0 {
        let texts = figures::count(exported.cut);
        console.note(format_args!(
            "{texts} texts are longer than a cell of a workbook (32 767 characters) and end with …; CSV has them whole"
        ));
    }
    Ok(())
}
