//! `reconcile`: projects against the official lists.

use super::exit::{Failure, Outcome as Exit};
use super::figures::{count, sum};
use super::output::{Console, shell};
use super::settings::{edition_folder, find_config, find_output, unpublished};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use metryczka::dataset::{Difference, ListProblem, Outcome, ReconcileError, Reconciliation, Untold, csv_fields, reconcile};
use metryczka::register::{Figure, ListSummary, MatchedBy};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Unreadable cells and differences that are printed without `--verbose`.
const SHOWN: usize = 5;

/// Options of `reconcile`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka reconcile lista_projektow_2014-2020.xlsx lista_projektow_2021-2027.xlsx
  metryczka reconcile lists/*.csv --edition 2026-11
  metryczka reconcile lista.xlsx --into against-the-list.csv     the table as CSV, for a spreadsheet

The lists are those of the ministry responsible for regional development, for 2007-2013, 2014-2020 and 2021-2027, and the CSV exports
of the map of grants. A published edition is never changed: the table goes into reconciliation/ beside the editions, and the
cells that cannot be read into a .problems.csv beside it. To have the table in the editions themselves, name the lists in the
configuration (lists = [...]).")]
pub struct ReconcileArgs {
    /// Lists as the ministry publishes them: XLSX or CSV.
    #[arg(required = true)]
    pub lists: Vec<PathBuf>,
    /// Name of an edition, or its folder [default: latest].
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
    /// File to write, Parquet or CSV by its ending, or a folder [default: reconciliation/ in the folder of editions].
    #[arg(long, value_name = "FILE|DIR")]
    pub into: Option<PathBuf>,
    /// Replace a file of that name that is there already.
    #[arg(long, requires = "into")]
    pub overwrite: bool,
    /// Folder of editions [default: that of ./metryczka.toml, else output].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// Reads the lists, writes the table, says what came of it.
///
/// # Errors
/// When there is no edition, a file is no list, or the table cannot be written.
pub fn run(args: &ReconcileArgs, console: &Console) -> Result<Exit, Failure> {
    let begun = Instant::now();
    let output = find_output(args.output.as_deref());
    let edition = edition_folder(&output, args.edition.as_deref())?;
    let edition = std::fs::canonicalize(&edition).unwrap_or(edition);
    let into = target(args.into.as_deref(), &output, &edition)?;
    let is_own = into == own_target(&output, &edition);
    if !is_own && !args.overwrite {
        vacant(&into)?;
    }
    let bar = progress(console);
    let result = reconcile(&edition, &args.lists, &into, &mut |rows| bar.set_position(rows));
    bar.finish_and_clear();
    let result = result.map_err(failure)?;
    let problems = write_problems(&result.problems, &into)?;
    let mut out = console.out();
    lists(&mut out, &result, console, problems.as_deref())?;
    projects(&mut out, &result, &edition)?;
    differences(&mut out, &result, console)?;
    writeln!(out, "table: {}", shell(&into))?;
    out.flush()?;
    console.note(format!("{} rows in {:.1} s", count_of(result.rows), begun.elapsed().as_secs_f64()));
    Ok(exit(&result, console))
}

/// Where the table of an edition stands if nothing else is said.
fn own_target(output: &Path, edition: &Path) -> PathBuf {
    let name = edition.file_name().unwrap_or_default().to_string_lossy();
    output.join("reconciliation").join(format!("{name}.parquet"))
}

/// Makes sure that neither the table nor what cannot be read takes the place of a file that is somebody's.
fn vacant(into: &Path) -> Result<(), Failure> {
    let problems = into.with_extension("problems.csv");
    match [into, &problems].into_iter().find(|path| std::fs::symlink_metadata(path).is_ok()) {
        None => Ok(()),
        Some(taken) => Err(Failure::cannot(
            format!("{} is there already", taken.display()),
            "choose another --into, or replace it with --overwrite",
        )),
    }
}

/// The file to write. A published edition is never changed.
fn target(into: Option<&Path>, output: &Path, edition: &Path) -> Result<PathBuf, Failure> {
    let name = edition.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let file = match into {
        None => own_target(output, edition),
        Some(folder) if folder.is_dir() || folder.extension().is_none() => folder.join(format!("{name}.parquet")),
        Some(file) => file.to_owned(),
    };
    let known = |extension: &std::ffi::OsStr| extension.eq_ignore_ascii_case("parquet") || extension.eq_ignore_ascii_case("csv");
    if !file.extension().is_some_and(known) {
        return Err(Failure::usage(
            format!("--into: neither .parquet nor .csv: {}", file.display()),
            "name a file that ends so, or a folder",
        ));
    }
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    unpublished(parent)?;
    Ok(file)
}

fn failure(error: ReconcileError) -> Failure {
    match error {
        ReconcileError::Dataset(error) => error.into(),
        ReconcileError::List(error) => Failure::cannot(error.to_string(), error.remedy()),
    }
}

/// Writes the cells that cannot be read beside the table; where there is none, nothing is left of an earlier time.
fn write_problems(problems: &[ListProblem], table: &Path) -> Result<Option<PathBuf>, Failure> {
    let path = table.with_extension("problems.csv");
    let failed =
        |error: std::io::Error| Failure::cannot(format!("cannot write {}: {error}", path.display()), "check the free space");
    if problems.is_empty() {
        return match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(error)),
            _ => Ok(None),
        };
    }
    let mut text = String::from("\u{feff}list,row,column,value,code,message\r\n");
    for ListProblem { list, problem } in problems {
        let column = problem.column.as_deref().unwrap_or_default();
        let fields = [&**list, &problem.row.to_string(), column, &problem.value, problem.kind.code(), problem.kind.message()];
        text.push_str(&csv_fields(&fields));
        text.push_str("\r\n");
    }
    let beside = table.with_extension("problems.csv.new");
    std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, &path)).map_err(failed)?;
    Ok(Some(path))
}

fn count_of(number: u64) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX))
}

/// Rows read, of each list and of all, and what could not be read.
fn lists(out: &mut impl Write, result: &Reconciliation, console: &Console, problems: Option<&Path>) -> Result<(), Failure> {
    writeln!(out, "lists")?;
    for list in &result.lists {
        writeln!(out, "  {:>9} rows of {}", count_of(list.rows), about(list))?;
        if console.verbose && !list.unread.is_empty() {
            writeln!(out, "  {:>9} columns not read: {}", "", list.unread.join(" | "))?;
        }
    }
    writeln!(out, "  {:>9} rows in all", count_of(result.rows))?;
    let unreadable: u64 = result.problem_kinds.values().sum();
    writeln!(out, "  {:>9} cells unreadable", count_of(unreadable))?;
    for (kind, number) in &result.problem_kinds {
        writeln!(out, "  {:>9}   {}", count_of(*number), kind.message())?;
    }
    let shown = if console.verbose { usize::MAX } else { SHOWN };
    for ListProblem { list, problem } in result.problems.iter().take(shown) {
        let column = problem.column.as_deref().map(|column| format!(", {column}")).unwrap_or_default();
        writeln!(out, "    {list} row {}{column}: {:?}: {}", problem.row, problem.value, problem.kind.message())?;
    }
    if let Some(path) = problems {
        writeln!(out, "    all of them: {}", shell(path))?;
    }
    Ok(())
}

/// A list in one line.
fn about(list: &ListSummary) -> String {
    let period = list.period.clone().unwrap_or_else(|| "period not known".to_owned());
    let mut about = vec![period];
    about.extend(list.state_of.map(|day| format!("as of {day}")));
    about.extend(list.sheet.as_ref().map(|sheet| format!("sheet {sheet:?}")));
    about.extend(list.charset.map(str::to_owned));
    about.push(match list.programmes.len() {
        0 => "names no programme".to_owned(),
        1 => "1 programme".to_owned(),
        number => format!("{} programmes", count(number)),
    });
    format!("{} ({})", list.file, about.join(", "))
}

/// What became of the projects.
fn projects(out: &mut impl Write, result: &Reconciliation, edition: &Path) -> Result<(), Failure> {
    writeln!(out, "{}: {} projects", edition.display(), count(result.projects))?;
    let by = |by: MatchedBy| result.matches.get(&by).copied().unwrap_or(0);
    let how = format!(
        "{} by number, {} by title, body and sum, {} by title, body and day",
        count_of(by(MatchedBy::Number)),
        count_of(by(MatchedBy::TitleBodySum)),
        count_of(by(MatchedBy::TitleBodyDay))
    );
    let mut line = |number: u64, what: &str| writeln!(out, "  {:>9} {what}", count_of(number));
    line(result.found(), &format!("found in the lists: {how}"))?;
    line(result.count(Outcome::Agrees), "  agree in every figure that both have")?;
    line(
        result.count(Outcome::Differs),
        &format!("  differ{}", parts(result.differing.iter().map(|(figure, number)| (words(*figure), *number)))),
    )?;
    line(result.count(Outcome::Listed), "  have no figure to compare")?;
    let gone = match result.not_listed_gone {
        0 => String::new(),
        gone => format!(" ({} on pages that are gone)", count_of(gone)),
    };
    let missing = format!("announced and not listed, though a list is of their programme and period{gone}");
    line(result.count(Outcome::NotListed), &missing)?;
    let untold = result.untold.iter().map(|(untold, number)| (reason(*untold), *number));
    line(result.count(Outcome::NotCovered), &format!("not found, and these lists cannot tell{}", parts(untold)))?;
    if result.municipalities > 0 {
        let whose = format!(
            "listed for one of {} municipalities and announced on none of its pages ({} where all pages are known)",
            count(result.municipalities),
            count_of(result.silent_though_complete)
        );
        line(result.count(Outcome::NotAnnounced), &whose)?;
    } else {
        line(0, "listed and never announced: not told, for no municipality of this edition was crawled")?;
    }
    if result.rows_ambiguous + result.rows_more > 0 {
        line(result.rows_more, "more rows of the same projects (annexes, places)")?;
        line(result.rows_ambiguous, "rows that fit several projects equally well, and are matched with none")?;
    }
    Ok(())
}

/// `: 3 in the total, 1 in the end`, or nothing.
fn parts<'w>(of: impl Iterator<Item = (&'w str, u64)>) -> String {
    let parts: Vec<String> = of.map(|(what, number)| format!("{} {what}", count_of(number))).collect();
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
}

fn words(figure: Figure) -> &'static str {
    match figure {
        Figure::Total => "in the total",
        Figure::Eligible => "in the eligible cost",
        Figure::Eu => "in the EU's part",
        Figure::Grant => "in the grant",
        Figure::Start => "in the start",
        Figure::End => "in the end",
    }
}

fn reason(untold: Untold) -> &'static str {
    match untold {
        Untold::Ambiguous => "fitting a row as well as another project",
        Untold::NoProgramme => "naming no programme",
        Untold::Requested => "only applied for",
        Untold::OtherProgramme => "of a programme or period of which no list was given",
        Untold::LaterThanList => "begun after the list was made",
    }
}

/// The largest differences, each as a sentence to quote.
fn differences(out: &mut impl Write, result: &Reconciliation, console: &Console) -> Result<(), Failure> {
    if result.largest.is_empty() {
        return Ok(());
    }
    writeln!(out, "largest differences")?;
    let shown = if console.verbose { usize::MAX } else { SHOWN };
    for difference in result.largest.iter().take(shown) {
        writeln!(out, "  {}", sentence(difference))?;
    }
    Ok(())
}

fn sentence(difference: &Difference) -> String {
    let Difference { announced, listed, list, row, .. } = difference;
    let currency = difference.currency.map_or("", |currency| if currency.code() == "PLN" { " zł" } else { currency.code() });
    let unit = if currency.starts_with(' ') || currency.is_empty() { currency.to_owned() } else { format!(" {currency}") };
    let title = difference.title.as_deref().map_or_else(|| difference.project_id.clone(), |title| format!("„{title}”"));
    let body = difference.beneficiary.as_deref().map(|body| format!(", {body}")).unwrap_or_default();
    let what = match difference.figure {
        Figure::Total => "whole cost",
        Figure::Eligible => "eligible cost",
        Figure::Eu => "EU part",
        Figure::Grant => "grant",
        Figure::Start | Figure::End => "date",
    };
    let (by, side) = if announced > listed { (*announced - *listed, "more") } else { (*listed - *announced, "less") };
    format!(
        "{title}{body}: the page tells {}{unit} of {what}, {} {side} than the list's {} ({list} row {row})",
        sum(*announced),
        sum(by),
        sum(*listed)
    )
}

/// More rows with problems than the configuration allows make exit code 1.
fn exit(result: &Reconciliation, console: &Console) -> Exit {
    let allowed = find_config(None).map_or(0.5, |(_, config)| config.max_problem_share);
    let unreadable: u64 = result.problem_kinds.values().sum();
    let share = unreadable as f64 / result.rows.max(1) as f64;
    if share <= allowed {
        return Exit::Good;
    }
    console.warning(
        format_args!(
            "{unreadable} cells of {} rows could not be read ({share:.2}), max_problem_share is {allowed}: exit code 1",
            result.rows
        ),
        "the problems say why of each; max_problem_share in the configuration says how many are allowed",
    );
    Exit::Problems
}

/// A counter of rows; visible on a terminal only.
fn progress(console: &Console) -> ProgressBar {
    let bar = console.progress();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} rows, {per_sec}, {elapsed}") {
        bar.set_style(style);
    }
    bar
}
