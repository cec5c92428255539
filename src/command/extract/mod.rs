//! `extract`: pages → mentions as JSON, CSV or Parquet, or all tables of single pages in parts.
//!
//! Nothing is gathered: what is read is written, whatever the form, and memory does not grow with the number of pages.

mod cut;
mod drive;
mod inputs;
mod pace;
mod tables;
mod target;
mod text;

use super::args::{ExtractArgs, Format, Global};
use super::exit::{Failure, Outcome};
use super::make::judge;
use super::output::Console;
use super::settings::{Reading, present};
use super::summary;
use cut::Cutter;
use drive::{Tally, drive};
use metryczka::dataset::MentionsFile;
use pace::Pace;
use std::fs::File;
use std::io::{BufWriter, Write};
use target::{Target, cannot_write};

/// Prints or writes what the pages say, in the order in which they are read.
///
/// # Errors
/// When a path is not there, or the output cannot be written.
pub fn run(args: &ExtractArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    let reading = Reading::of(global)?;
    present(&args.paths)?;
    if let Some(folder) = &args.tables {
        return tables::tables(args, folder, &reading, console);
    }
    if args.format == Format::Parquet && args.output.is_none() {
        let hint = "add --output FILE, or --tables DIR for all tables; Parquet cannot be printed";
        return Err(Failure::usage("--format parquet: no file", hint));
    }
    let target = args.output.as_ref().map(|output| Target::begin(output, &args.paths, console)).transpose()?;
    let mut cutter = Cutter::new(&args.paths, &reading.limits, usize::MAX);
    let mut pace = Pace::begin(&args.paths, cutter.meter(), console);
    let tally = match (args.format, target) {
        (Format::Parquet, Some(target)) => parquet(target, &mut cutter, &reading, &mut pace, console),
        (format, target) => lines(format, target, &mut cutter, &reading, &mut pace, console),
    };
    pace.end();
    let tally = tally?;
    told(&tally, "--verbose names each", console);
    pace.tell(&tally, console);
    Ok(judge(tally.pages, tally.problems, &reading, console))
}

/// Says what could not be read and what was passed over.
fn told(tally: &Tally, hint: &str, console: &Console) {
    if console.verbose {
        summary::warn(&[], &tally.skipped, console, false);
    } else {
        summary::warn_counted(&tally.by_code, &tally.skipped, hint, console);
    }
}

fn lines(
    format: Format,
    target: Option<Target>,
    cutter: &mut Cutter,
    reading: &Reading,
    pace: &mut Pace,
    console: &Console,
) -> Result<Tally, Failure> {
    let mut out: Box<dyn Write + Send> = match target.as_ref().map(Target::place) {
        Some(path) => Box::new(BufWriter::new(File::create(&path).map_err(|error| cannot_write(&path, &error))?)),
        None => Box::new(console.shared_out()),
    };
    text::begin(&mut out, format)?;
    let mut is_empty = true;
    let tally = drive(
        cutter,
        reading,
        console,
        pace,
        |outcomes| text::lines(&outcomes, format),
        |lines, _| {
            text::put(&mut out, format, &lines, is_empty)?;
            is_empty &= lines.is_empty();
            Ok(())
        },
    )?;
    text::end(&mut out, format, is_empty)?;
    drop(out);
    target.map_or(Ok(()), Target::finish)?;
    Ok(tally)
}

fn parquet(target: Target, cutter: &mut Cutter, reading: &Reading, pace: &mut Pace, console: &Console) -> Result<Tally, Failure> {
    let mut file = MentionsFile::create(&target.place(), reading.extractor.vocabulary().digest())?;
    let tally = drive(cutter, reading, console, pace, Ok, |outcomes, _| Ok(file.append(outcomes)?))?;
    file.finish()?;
    target.finish()?;
    Ok(tally)
}
