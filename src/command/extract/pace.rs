//! How far it is, how fast, how long it will take; and what it has cost.

use super::super::figures::count;
use super::super::output::{Console, Level};
use super::super::usage::{cpu_seconds, peak_memory};
use super::drive::Tally;
use indicatif::ProgressBar;
use metryczka::archive::{self, Meter};
use metryczka::dataset::ExtractTotals;
use serde_json::json;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Time between two changes of what is shown on a terminal.
const SHOWN: Duration = Duration::from_millis(200);

/// Time between two events of a log.
const LOGGED: Duration = Duration::from_secs(10);

/// Time from which on a speed means something.
const SETTLED: f64 = 0.5;

/// The clock of an extraction.
pub struct Pace {
    bar: ProgressBar,
    meter: Meter,
    /// Bytes of all files, if it is known.
    bytes: Option<u64>,
    /// Bytes read before extraction began: those of parts that are whole already.
    before: u64,
    began: Instant,
    cpu: Option<f64>,
    shown: Instant,
    logged: Instant,
}

impl Pace {
    /// Begins to count; looks at the sizes of all files if anybody is to be told.
    pub fn begin(paths: &[PathBuf], meter: Meter, console: &Console) -> Self {
        let is_told = console.is_log() || !console.journey(None).is_hidden();
        let bytes = if is_told { archive::size(paths) } else { None };
        let now = Instant::now();
        let bar = console.journey(bytes);
        Self { bar, meter, bytes, before: 0, began: now, cpu: cpu_seconds(), shown: now, logged: now }
    }

    /// Says that it reads over what is done already; parts are named by the numbers of their files.
    pub fn reading_over(&self, part: usize, last: usize) {
        self.bar.set_position(self.meter.bytes());
        self.bar.set_message(format!("reading over part {part} of those done, the last is part {last}"));
    }

    /// Says that from here on pages are extracted.
    pub fn extracting(&mut self) {
        (self.before, self.began, self.cpu) = (self.meter.bytes(), Instant::now(), cpu_seconds());
    }

    /// Shows how far it is, if it is time to.
    pub fn show(&mut self, pages: usize, problems: usize, console: &Console) {
        let (now, captures) = (Instant::now(), pages + problems);
        if now - self.shown >= SHOWN {
            self.shown = now;
            self.bar.set_position(self.meter.bytes());
            let left = self.left().map(|left| format!(", {} left", duration(left))).unwrap_or_default();
            let problems = if problems > 0 { format!(", {} problems", count(problems)) } else { String::new() };
            self.bar.set_message(format!("{} pages, {}{left}{problems}", count(pages), self.speed(captures)));
        }
        if now - self.logged >= LOGGED {
            self.logged = now;
            console.event(
                Level::Info,
                &json!({
                    "event": "extract_progress",
                    "message": "reading pages",
                    "pages": pages,
                    "problems": problems,
                    "bytes": self.meter.bytes(),
                    "of_bytes": self.bytes,
                    "pages_per_second": (self.per_second(captures) * 10.0).round() / 10.0,
                    "seconds_left": self.left().map(f64::round),
                }),
            );
        }
    }

    /// Says something without disturbing what is shown.
    pub fn aside(&self, say: impl FnOnce()) {
        self.bar.suspend(say);
    }

    /// Takes away what is shown.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    /// What this run has read and what it has cost, in one line; with the totals of all runs, if parts are written.
    pub fn tell(&self, tally: &Tally, totals: Option<&ExtractTotals>, console: &Console) {
        let captures = tally.pages + tally.problems;
        let (seconds, memory) = (self.began.elapsed().as_secs_f64(), peak_memory());
        let cpu = cpu_seconds().zip(self.cpu).map(|(now, before)| (now - before) * 1000.0 / captures.max(1) as f64);
        let cost = |cpu: f64| format!(", {cpu:.2} CPU seconds per 1 000 pages");
        let peak = |bytes: u64| format!(", {} MB of memory at most", bytes.div_ceil(1 << 20));
        console.note(format_args!(
            "{} pages, {} mentions, {} problems in {}: {}{}{}",
            count(tally.pages),
            count(tally.mentions),
            count(tally.problems),
            duration(seconds),
            self.speed(captures),
            cpu.filter(|_| captures > 0).map(cost).unwrap_or_default(),
            memory.map(peak).unwrap_or_default(),
        ));
        console.event(
            Level::Info,
            &json!({
                "event": "extract_done",
                "message": "all pages are read",
                "pages": tally.pages,
                "mentions": tally.mentions,
                "problems": tally.problems,
                "seconds": (seconds * 1000.0).round() / 1000.0,
                "pages_per_second": (self.per_second(captures) * 10.0).round() / 10.0,
                "cpu_seconds_per_1000_pages": cpu.map(|cpu| (cpu * 1000.0).round() / 1000.0),
                "peak_memory_bytes": memory,
                "totals": totals,
            }),
        );
    }

    /// Captures in a second: a page that could not be read takes its time too.
    fn per_second(&self, captures: usize) -> f64 {
        captures as f64 / self.began.elapsed().as_secs_f64().max(0.001)
    }

    fn speed(&self, captures: usize) -> String {
        let speed = self.per_second(captures);
        if speed < 10.0 { format!("{speed:.1} pages/s") } else { format!("{} pages/s", count(speed as usize)) }
    }

    /// Seconds until all is read, at the speed so far.
    fn left(&self) -> Option<f64> {
        let (elapsed, read) = (self.began.elapsed().as_secs_f64(), self.meter.bytes());
        let (done, to_do) = (read.checked_sub(self.before)?, self.bytes?.saturating_sub(read));
        (done > 0 && elapsed > SETTLED).then(|| elapsed * to_do as f64 / done as f64)
    }
}

/// Tells a log of an extraction that was finished before: this run has read nothing.
pub fn done_before(totals: &ExtractTotals, console: &Console) {
    let done = json!({
        "event": "extract_done", "message": "all pages were read before",
        "pages": 0, "mentions": 0, "problems": 0, "seconds": 0.0, "totals": totals,
    });
    console.event(Level::Info, &done);
}

/// A time as people say it.
fn duration(seconds: f64) -> String {
    let whole = seconds as u64;
    match whole {
        0..10 => format!("{seconds:.1} s"),
        10..120 => format!("{seconds:.0} s"),
        120..7200 => format!("{} min {:02} s", whole / 60, whole % 60),
        _ => format!("{} h {:02} min", whole / 3600, whole / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_exactly_as_they_matter() {
        let said = [0.04, 9.96, 59.7, 119.2, 125.0, 7199.0, 7200.0, 90_061.0].map(duration);
        assert_eq!(said, ["0.0 s", "10.0 s", "60 s", "119 s", "2 min 05 s", "119 min 59 s", "2 h 00 min", "25 h 01 min"]);
    }
}
