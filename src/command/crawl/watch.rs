//! Listens to a crawl: lines on a terminal, JSON in a log, and counts for the summary.

use super::super::config::human;
use super::super::figures;
use super::super::output::{Console, Level};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use metryczka::crawl::{Budget, Event, Observer, Verdict};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Hosts that have a line of their own.
const HOST_LINES: usize = 8;

/// What was seen of a source in this run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// Pages that were content.
    pub fetched: u64,
    /// Pages that had not changed.
    pub unchanged: u64,
}

/// What was seen of a run.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// By source.
    pub sources: BTreeMap<String, Seen>,
    /// Answers by verdict.
    pub verdicts: BTreeMap<&'static str, u64>,
    bytes: u64,
    hosts: BTreeMap<String, HostLine>,
}

#[derive(Debug, Clone, Default)]
struct HostLine {
    fetched: u64,
    waiting: usize,
    line: Option<ProgressBar>,
}

/// The listener.
pub struct Watch {
    console: Console,
    begun: Instant,
    budget: Budget,
    lines: MultiProgress,
    status: ProgressBar,
    tally: Mutex<Tally>,
}

impl Watch {
    /// Begins to listen; draws only on a terminal.
    pub fn new(console: &Console, budget: Budget) -> Self {
        let lines = console.progress_lines();
        let status = lines.add(ProgressBar::new_spinner());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
            status.set_style(style);
        }
        status.enable_steady_tick(Duration::from_millis(500));
        Self { console: *console, begun: Instant::now(), budget, lines, status, tally: Mutex::default() }
    }

    /// The lines on the terminal: what is said meanwhile goes through them.
    pub fn lines(&self) -> &MultiProgress {
        &self.lines
    }

    /// Takes the lines away and hands over what was counted.
    pub fn finish(self) -> (Tally, Duration) {
        self.status.finish_and_clear();
        // A line that cannot be cleared is nobody's loss.
        let _ = self.lines.clear();
        (self.tally.into_inner().unwrap_or_else(PoisonError::into_inner), self.begun.elapsed())
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, host: &str, waiting: usize) {
        let mut tally = self.tally();
        let shown = tally.hosts.values().filter(|host| host.line.is_some()).count();
        let line = (shown < HOST_LINES && !self.lines.is_hidden()).then(|| self.lines.add(ProgressBar::new_spinner()));
        if let (Some(line), Ok(style)) = (&line, ProgressStyle::with_template("  {wide_msg}")) {
            line.set_style(style);
        }
        tally.hosts.insert(host.to_owned(), HostLine { fetched: 0, waiting, line });
        self.draw_status(&tally);
    }

    fn end(&self, host: &str) {
        let mut tally = self.tally();
        if let Some(line) = tally.hosts.remove(host).and_then(|host| host.line) {
            line.finish_and_clear();
            self.lines.remove(&line);
        }
        self.draw_status(&tally);
    }

    fn fetched(&self, source: &str, host: &str, verdict: &Verdict, bytes: u64, links: usize) {
        let mut tally = self.tally();
        tally.bytes += bytes;
        *tally.verdicts.entry(name(verdict)).or_default() += 1;
        let seen = tally.sources.entry(source.to_owned()).or_default();
        seen.fetched += u64::from(matches!(verdict, Verdict::Content));
        seen.unchanged += u64::from(matches!(verdict, Verdict::NotModified));
        if let Some(host_line) = tally.hosts.get_mut(host) {
            host_line.fetched += 1;
            host_line.waiting = host_line.waiting.saturating_sub(1) + links;
            draw_host(host, host_line, "");
        }
        self.draw_status(&tally);
    }

    fn waiting(&self, host: &str, seconds: u64, reason: &str) {
        if let Some(host_line) = self.tally().hosts.get(host) {
            draw_host(host, host_line, &format!(", waits {} ({reason})", human::spoken(Duration::from_secs(seconds))));
        }
    }

    /// What was mended after an interruption; said once, before anything is drawn over it.
    fn recovered(&self, cut_bytes: u64, visits: u64, damaged: u64) {
        let count = |number: u64| figures::count(usize::try_from(number).unwrap_or(usize::MAX));
        let mut done = Vec::new();
        if cut_bytes > 0 {
            done.push(format!("an unfinished fetch of {} bytes was cut off the archive", count(cut_bytes)));
        }
        if visits > 0 {
            done.push(format!("{} fetches were taken over from the archive", count(visits)));
        }
        if !done.is_empty() {
            self.lines.suspend(|| self.console.note(format_args!("after an interrupted run: {}", done.join("; "))));
        }
        if damaged > 0 {
            let message = format!("{} fetches in the archive are damaged and were passed over", count(damaged));
            let hint = "what they brought is fetched again; check the disk";
            self.lines.suspend(|| self.console.warning(message, hint));
        }
    }

    fn draw_status(&self, tally: &Tally) {
        if !self.lines.is_hidden() {
            self.status.set_message(status(tally, self.begun.elapsed(), &self.budget));
        }
    }
}

impl Observer for Watch {
    fn event(&self, event: &Event<'_>) {
        self.console.event(level(event), event);
        match event {
            Event::Recovered { cut_bytes, visits, damaged } => self.recovered(*cut_bytes, *visits, *damaged),
            Event::HostBegun { host, waiting, .. } => self.begin(host, *waiting),
            Event::Fetched { source, host, verdict, bytes, links, .. } => self.fetched(source, host, verdict, *bytes, *links),
            Event::Waiting { host, seconds, reason } => self.waiting(host, *seconds, reason),
            Event::HostEnded { host, .. } => self.end(host),
        }
    }
}

fn draw_host(host: &str, state: &HostLine, more: &str) {
    if let Some(line) = &state.line {
        line.set_message(format!("{host}: {} fetched, {} waiting{more}", state.fetched, state.waiting));
    }
}

/// One line: what was fetched, what is under way, how long it will take.
fn status(tally: &Tally, elapsed: Duration, budget: &Budget) -> String {
    let fetched: u64 = tally.verdicts.values().sum();
    let problems: u64 = PROBLEMS.iter().filter_map(|name| tally.verdicts.get(name)).sum();
    let waiting: usize = tally.hosts.values().map(|host| host.waiting).sum();
    let seconds = elapsed.as_secs_f64().max(0.001);
    let mut line = format!(
        "{} fetched, {} hosts, {} waiting, {} problems, {:.1}/s, {:.1} MB, {}",
        figures::count(usize::try_from(fetched).unwrap_or(usize::MAX)),
        tally.hosts.len(),
        figures::count(waiting),
        problems,
        fetched as f64 / seconds,
        tally.bytes as f64 / f64::from(1 << 20),
        human::spoken(elapsed),
    );
    if let Some(left) = time_left(fetched, tally.bytes, elapsed, budget) {
        line.push_str(&format!(", at most {} more", human::spoken(left)));
    }
    line
}

/// Until the first budget is used up, at the rate so far; it may be done sooner.
fn time_left(fetched: u64, bytes: u64, elapsed: Duration, budget: &Budget) -> Option<Duration> {
    let at_rate = |used: u64, bound: Option<u64>| {
        let left = bound?.saturating_sub(used) as f64 * elapsed.as_secs_f64() / used.max(1) as f64;
        (used > 0).then(|| Duration::from_secs(left.min(1e9) as u64))
    };
    let by_time = budget.time.map(|bound| Duration::from_secs(bound.saturating_sub(elapsed).as_secs()));
    [at_rate(fetched, budget.pages), at_rate(bytes, budget.bytes), by_time].into_iter().flatten().min()
}

/// How much an event matters in the log.
fn level(event: &Event<'_>) -> Level {
    match event {
        Event::Fetched { verdict, .. } if PROBLEMS.contains(&name(verdict)) => Level::Warning,
        Event::HostEnded { reason: "failures" | "robots", .. } => Level::Warning,
        _ => Level::Info,
    }
}

/// Verdicts that a person may want to do something about.
const PROBLEMS: [&str; 6] = ["refused", "server_error", "failed", "login", "challenge", "maintenance"];

/// A verdict's name, as in logs.
fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Content => "content",
        Verdict::NotModified => "not_modified",
        Verdict::Redirect => "redirect",
        Verdict::Gone => "gone",
        Verdict::Missing => "missing",
        Verdict::SoftMissing => "soft_missing",
        Verdict::Login => "login",
        Verdict::Maintenance => "maintenance",
        Verdict::Challenge => "challenge",
        Verdict::Refused => "refused",
        Verdict::ServerError => "server_error",
        Verdict::Unreadable => "unreadable",
        Verdict::Failed(_) => "failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_log() {
        for verdict in [Verdict::NotModified, Verdict::SoftMissing, Verdict::Failed("timeout".into())] {
            let logged = serde_json::to_value(&verdict).unwrap();
            assert_eq!(logged["verdict"], name(&verdict));
        }
    }

    #[test]
    fn the_nearest_budget_tells_how_long() {
        let budget = Budget { pages: Some(100), bytes: None, time: Some(Duration::from_secs(3600)) };
        let left = time_left(50, 1, Duration::from_secs(10), &budget);
        assert_eq!(left, Some(Duration::from_secs(10)));
        assert_eq!(time_left(0, 0, Duration::from_secs(10), &Budget::default()), None);
        let done = time_left(500, 1, Duration::from_secs(10), &budget);
        assert_eq!(done, Some(Duration::ZERO), "over the budget is no panic");
    }
}
