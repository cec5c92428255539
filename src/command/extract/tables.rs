//! `extract --tables`: all tables, in parts, behind those that are whole already.

use super::super::args::ExtractArgs;
use super::super::exit::{Failure, Outcome};
use super::super::figures::count;
use super::super::make::judge;
use super::super::output::{Console, shell};
use super::super::settings::Reading;
use super::cut::Cutter;
use super::drive::{Tally, drive};
use super::pace::{Pace, done_before};
use super::told;
use metryczka::dataset::{ExtractJob, ExtractTotals, Part, Parts};
use std::path::Path;

/// Writes the tables into a folder.
///
/// # Errors
/// When the folder holds something else or an extraction of another kind, when the input has changed, or a part cannot be written.
pub fn tables(args: &ExtractArgs, folder: &Path, reading: &Reading, console: &Console) -> Result<Outcome, Failure> {
    let inputs = args.paths.iter().map(|path| path.display().to_string()).collect();
    let job = ExtractJob::new(reading.extractor.vocabulary().digest(), &reading.limits, args.part_pages, inputs);
    let mut parts = Parts::open(folder, job, args.restart)?;
    if let Some(totals) = parts.finished() {
        // What comes in there may be other pages than those that came before: nobody can tell without reading them.
        if args.paths.iter().any(|path| path.as_os_str() == "-") {
            let what = format!("standard input was not read: {} is finished: {}", folder.display(), in_words(totals));
            return Err(Failure::cannot(
                what,
                "name another folder, or start over with --restart, which removes the parts that are there",
            ));
        }
        console.note(format_args!("nothing to do: {} is finished: {}", folder.display(), in_words(totals)));
        console
            .note(format_args!("new pages at the same paths? --restart begins anew; {} is not touched otherwise", shell(folder)));
        done_before(totals, console);
        return Ok(judge(totals.pages, totals.problems, reading, console));
    }
    let mut cutter = Cutter::new(&args.paths, &reading.limits, args.part_pages);
    let mut pace = Pace::begin(&args.paths, cutter.meter(), console);
    read_over(&parts, &mut cutter, &pace, console)?;
    pace.extracting();
    let tally = extract(&mut parts, &mut cutter, reading, &mut pace, console);
    pace.end();
    let tally = tally?;
    let totals = parts.finish()?;
    told(&tally, "the table `problems` has each", console);
    pace.tell(&tally, Some(&totals), console);
    console.note(format_args!("{} in {}", in_words(&totals), folder.display()));
    Ok(judge(totals.pages, totals.problems, reading, console))
}

/// Reads over the captures of the parts that are whole, and makes sure that they are what those were made of.
fn read_over(parts: &Parts, cutter: &mut Cutter, pace: &Pace, console: &Console) -> Result<(), Failure> {
    let marks = parts.marks();
    for mark in marks {
        pace.reading_over(mark.part, marks.len() - 1);
        if !cutter.skip(&mark.covered) {
            pace.end();
            return Err(parts.changed(mark.part).into());
        }
    }
    if !marks.is_empty() {
        let totals = ExtractTotals::of(marks);
        pace.aside(|| console.note(format_args!("going on behind what is there: {}", in_words(&totals))));
    }
    Ok(())
}

fn extract(
    parts: &mut Parts,
    cutter: &mut Cutter,
    reading: &Reading,
    pace: &mut Pace,
    console: &Console,
) -> Result<Tally, Failure> {
    let mut open: Option<Part> = None;
    drive(cutter, reading, console, pace, Ok, |outcomes, ends| {
        let mut part = match open.take() {
            Some(part) => part,
            // Behind the last capture there may be nothing but the end.
            None if ends.is_none() && outcomes.is_empty() => return Ok(()),
            None => parts.begin()?,
        };
        part.append(outcomes)?;
        match ends {
            Some(covered) => parts.close(part, covered)?,
            None => open = Some(part),
        }
        Ok(())
    })
}

fn in_words(totals: &ExtractTotals) -> String {
    let noun = if totals.parts == 1 { "part" } else { "parts" };
    let mentions = totals.rows.get("mentions").copied().unwrap_or_default();
    format!(
        "{} {noun}, {} pages, {} mentions, {} problems",
        count(totals.parts),
        count(totals.pages),
        count(mentions),
        count(totals.problems)
    )
}
