//! Chunks → what is written of them, on all threads; and a tally of it.

use super::super::exit::Failure;
use super::super::output::Console;
use super::super::pipeline::on_all_threads;
use super::super::settings::Reading;
use super::super::summary;
use super::cut::{Chunk, Cutter};
use super::pace::Pace;
use metryczka::archive::Skipped;
use metryczka::dataset::{Covered, Problem};
use metryczka::reader::{Outcome, Reader};
use std::collections::BTreeMap;

/// What was read.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Captures that are pages.
    pub pages: usize,
    /// Captures that could not be read.
    pub problems: usize,
    /// Projects that pages tell of.
    pub mentions: usize,
    /// The first problem of each code, and how many there are.
    pub by_code: BTreeMap<String, (usize, Problem)>,
    /// What was passed over on purpose.
    pub skipped: Skipped,
}

impl Tally {
    fn add(&mut self, counted: Counted, console: &Console, pace: &Pace) {
        self.pages += counted.pages;
        self.problems += counted.problems.len();
        self.mentions += counted.mentions;
        for problem in counted.problems {
            if console.verbose {
                pace.aside(|| summary::warn_of(&problem, console));
            }
            self.by_code.entry(problem.code.clone()).or_insert_with(|| (0, problem)).0 += 1;
        }
    }
}

/// A chunk, counted.
struct Counted {
    pages: usize,
    mentions: usize,
    problems: Vec<Problem>,
}

/// Reads everything; `make` makes of outcomes, on any thread, what `put` takes in the order of the captures, with the part that they end.
///
/// # Errors
/// When the threads cannot be started, or either fails.
pub fn drive<D: Send>(
    cutter: &mut Cutter,
    reading: &Reading,
    console: &Console,
    pace: &mut Pace,
    make: impl Fn(Vec<Outcome>) -> Result<D, Failure> + Sync,
    mut put: impl FnMut(D, Option<Covered>) -> Result<(), Failure> + Send,
) -> Result<Tally, Failure> {
    let reader = Reader::new(reading.extractor, reading.limits);
    let mut tally = Tally::default();
    let work = |chunk: Chunk| {
        let outcomes: Vec<Outcome> = chunk.captures.into_iter().map(|read| reader.read(read, None)).collect();
        let counted = count(&outcomes);
        (counted, make(outcomes), chunk.ends)
    };
    let take = || Ok(cutter.chunk());
    let hand_on = |(counted, made, ends): (Counted, Result<D, Failure>, Option<Covered>)| {
        put(made?, ends)?;
        tally.add(counted, console, pace);
        pace.show(tally.pages, tally.problems, console);
        Ok(())
    };
    on_all_threads(reading, take, work, hand_on)?;
    tally.skipped = cutter.skipped();
    Ok(tally)
}

fn count(outcomes: &[Outcome]) -> Counted {
    let mut counted = Counted { pages: 0, mentions: 0, problems: Vec::new() };
    for outcome in outcomes {
        match outcome {
            Outcome::Page(page) => {
                counted.pages += 1;
                counted.mentions += page.mentions.len();
            }
            Outcome::Problem(problem) => counted.problems.push(problem.clone()),
        }
    }
    counted
}
