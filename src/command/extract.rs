//! `extract`: pages → mentions, as JSON, CSV or Parquet.

use super::args::{ExtractArgs, Format, Global};
use super::exit::{Failure, Outcome};
use super::input::Input;
use super::make::{gather, judge, outcome};
use super::output::Console;
use super::pipeline;
use super::settings::{Reading, present};
use super::summary;
use metryczka::check::Mention;
use metryczka::dataset::{Harvest, csv_header, csv_line, write_mentions};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Prints what the pages say, page by page as they are read.
///
/// # Errors
/// When a path is not there, or the output cannot be written.
pub fn run(args: &ExtractArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    let reading = Reading::of(global)?;
    present(&args.paths)?;
    if args.format == Format::Parquet {
        return parquet(&args.paths, &reading, args.output.as_deref(), console);
    }
    let mut out: Box<dyn Write> = match &args.output {
        Some(path) => Box::new(BufWriter::new(File::create(path).map_err(|error| cannot_write(path, &error))?)),
        None => Box::new(console.out()),
    };
    let progress = console.progress();
    let (mut pages, mut problems, mut number) = (0, Vec::new(), 0);
    begin(&mut out, args.format)?;
    let input = Input::saved(&args.paths);
    let passed = pipeline::stream(&input, &reading, pipeline::Wanted::Mentions, |outcome| {
        progress.inc(1);
        match outcome {
            pipeline::Outcome::Problem(problem) => problems.push(problem),
            pipeline::Outcome::Page(page) => {
                pages += 1;
                for mention in &page.mentions {
                    line(&mut out, args.format, mention, number)?;
                    number += 1;
                }
            }
        }
        Ok(())
    })?;
    end(&mut out, args.format, number)?;
    progress.finish_and_clear();
    summary::warn(&problems, &passed.skipped, console, false);
    Ok(judge(pages, problems.len(), &reading, console))
}

fn parquet(paths: &[PathBuf], reading: &Reading, path: Option<&Path>, console: &Console) -> Result<Outcome, Failure> {
    let Some(path) = path else {
        return Err(Failure::usage("--format parquet: no file", "add --output FILE; Parquet cannot be printed"));
    };
    let (harvest, passed) = gather(Harvest::default(), &Input::saved(paths), reading, console)?;
    summary::warn(&harvest.problems, &passed.skipped, console, false);
    let outcome = outcome(&harvest, reading, console);
    write_mentions(harvest, path)?;
    Ok(outcome)
}

fn begin(out: &mut impl Write, format: Format) -> Result<(), Failure> {
    match format {
        Format::Csv => writeln!(out, "{}", csv_header())?,
        Format::Json => write!(out, "[")?,
        Format::Ndjson | Format::Parquet => {}
    }
    Ok(())
}

fn line(out: &mut impl Write, format: Format, mention: &Mention, number: usize) -> Result<(), Failure> {
    if format == Format::Csv {
        writeln!(out, "{}", csv_line(mention))?;
        return Ok(());
    }
    if format == Format::Json {
        write!(out, "{}", if number == 0 { "\n" } else { ",\n" })?;
    }
    serde_json::to_writer(&mut *out, &mention.record()).map_err(std::io::Error::from)?;
    if format == Format::Ndjson {
        writeln!(out)?;
    }
    Ok(())
}

fn end(out: &mut impl Write, format: Format, number: usize) -> Result<(), Failure> {
    if format == Format::Json {
        writeln!(out, "{}", if number == 0 { "]" } else { "\n]" })?;
    }
    out.flush()?;
    Ok(())
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::cannot(format!("cannot write: {}: {error}", path.display()), "check the folder, its rights and free space")
}
