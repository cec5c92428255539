//! The figures of a run in Prometheus' text format (version 0.0.4), for node_exporter's textfile collector.
//!
//! What a single run did are gauges: they are those of the last run. What is counted over all runs are counters.

use super::super::exit::Failure;
use super::watch::Tally;
use metryczka::crawl::Report;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

/// Label names and values.
type Labels<'a> = &'a [(&'a str, &'a str)];

/// What there is to write.
#[derive(Debug)]
pub struct Figures<'a> {
    /// The report of the run.
    pub report: &'a Report,
    /// What was seen of it.
    pub tally: &'a Tally,
    /// How long it took.
    pub elapsed: Duration,
    /// Its end, in seconds since 1970.
    pub time: i64,
    /// What became of it: the edition and the exit code, once they are known.
    pub ended: Option<Ended>,
}

/// How a whole run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Its exit code.
    pub code: u8,
    /// Whether it published an edition; nothing where none was to be.
    pub is_published: Option<bool>,
    /// When the newest edition was made, if it is known, in seconds since 1970.
    pub edition: Option<i64>,
}

/// Writes the file so that a reader sees the old one or the new one: beside it, then renamed.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, figures: &Figures<'_>) -> Result<(), Failure> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("metryczka.prom");
    // The collector reads `*.prom` only.
    let beside = path.with_file_name(format!(".{name}.new"));
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(text(figures).as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    written.map_err(|error| {
        Failure::cannot(
            format!("cannot write metrics: {}: {error}", path.display()),
            "check the folder, its rights and free space",
        )
    })
}

/// The whole text.
fn text(figures: &Figures<'_>) -> String {
    let mut page = Page::default();
    run(figures, &mut page);
    sources(figures.report, &mut page);
    if let Some(ended) = &figures.ended {
        end(ended, &mut page);
    }
    page.0
}

/// Without these families the program was killed, or is still reading what it has fetched.
fn end(ended: &Ended, page: &mut Page) {
    let one = |page: &mut Page, name, help, value: f64| page.family(name, "gauge", help, [(&[][..], value)]);
    one(page, "metryczka_exit_code", "Exit code of the last run.", ended.code.into());
    if let Some(is_published) = ended.is_published {
        let help = "Whether the last run published an edition (1) or not, for want of anything new or for a failure (0).";
        one(page, "metryczka_edition_published", help, u8::from(is_published).into());
    }
    if let Some(time) = ended.edition {
        let help = "When the newest edition was made, seconds since 1970.";
        one(page, "metryczka_edition_timestamp_seconds", help, time as f64);
    }
}

fn run(figures: &Figures<'_>, page: &mut Page) {
    let report = figures.report;
    let one = |page: &mut Page, name, help, value: f64| page.family(name, "gauge", help, [(&[][..], value)]);
    one(page, "metryczka_crawl_finished_timestamp_seconds", "End of the last run, seconds since 1970.", figures.time as f64);
    one(page, "metryczka_crawl_duration_seconds", "Duration of the last run.", figures.elapsed.as_secs_f64());
    one(page, "metryczka_crawl_fetches", "Fetches of the last run, robots.txt and sitemaps included.", report.fetched as f64);
    one(page, "metryczka_crawl_pages", "Pages fetched in the last run.", report.pages as f64);
    one(page, "metryczka_crawl_unchanged", "Answers of the last run that had not changed.", report.unchanged as f64);
    one(page, "metryczka_crawl_received_bytes", "Bytes received in the last run.", report.bytes as f64);
    let done = u8::from(report.stopped.is_none());
    one(page, "metryczka_crawl_done", "Whether the last run did all it had to do (1) or ended early (0).", done.into());
    let verdicts: Vec<_> = figures.tally.verdicts.iter().map(|(name, count)| ([("verdict", *name)], *count as f64)).collect();
    page.family(
        "metryczka_crawl_answers",
        "gauge",
        "Answers of the last run by what they turned out to be.",
        verdicts.iter().map(|(labels, value)| (&labels[..], *value)),
    );
    let mut codes = std::collections::BTreeMap::<&str, f64>::new();
    for problem in &report.problems {
        *codes.entry(&problem.code).or_default() += 1.0;
    }
    let codes: Vec<_> = codes.into_iter().map(|(code, count)| ([("code", code)], count)).collect();
    let samples = codes.iter().map(|(labels, value)| (&labels[..], *value));
    page.family("metryczka_crawl_problems", "gauge", "Addresses that could not be fetched, by the problem's code.", samples);
    let skips: Vec<_> = report.skips.iter().map(|(reason, count)| ([("reason", reason.as_str())], *count as f64)).collect();
    let samples = skips.iter().map(|(labels, value)| (&labels[..], *value));
    page.family("metryczka_crawl_skipped_addresses_total", "counter", "Addresses not taken, over all runs, by reason.", samples);
}

fn sources(report: &Report, page: &mut Page) {
    let mut pages = Vec::new();
    for source in &report.coverage {
        let states = [
            ("current", source.pages_current),
            ("gone", source.pages_gone),
            ("unreachable", source.pages_unreachable),
            ("waiting", source.pages_waiting),
        ];
        for (state, count) in states {
            pages.push(([("source", source.source.as_str()), ("name", &source.name), ("state", state)], count as f64));
        }
    }
    let samples = pages.iter().map(|(labels, value)| (&labels[..], *value));
    page.family("metryczka_source_pages", "gauge", "Pages of a source by what is known of them.", samples);
    let complete =
        report.coverage.iter().map(|source| ([("source", source.source.as_str())], f64::from(u8::from(source.complete))));
    let complete: Vec<_> = complete.collect();
    let samples = complete.iter().map(|(labels, value)| (&labels[..], *value));
    page.family("metryczka_source_complete", "gauge", "Whether a source's pages can be taken for all there are.", samples);
    let checked =
        report.coverage.iter().filter_map(|source| Some(([("source", source.source.as_str())], source.checked? as f64)));
    let checked: Vec<_> = checked.collect();
    let samples = checked.iter().map(|(labels, value)| (&labels[..], *value));
    page.family("metryczka_source_checked_timestamp_seconds", "gauge", "Newest look at a source, seconds since 1970.", samples);
}

/// A text that grows by families of samples.
#[derive(Debug, Default)]
struct Page(String);

impl Page {
    fn family<'a>(&mut self, name: &str, kind: &str, help: &str, samples: impl IntoIterator<Item = (Labels<'a>, f64)>) {
        // Writing into a String cannot fail.
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
        for (labels, value) in samples {
            let labels: Vec<String> = labels.iter().map(|(label, text)| format!("{label}=\"{}\"", escaped(text))).collect();
            let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
            let _ = writeln!(self.0, "{name}{labels} {value}");
        }
    }
}

/// A label's value: backslash, quotation mark and line feed are escaped.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use metryczka::crawl::Coverage;

    #[test]
    fn labels_are_escaped_and_every_family_has_its_type() {
        let coverage =
            Coverage { source: "a\\b".into(), name: "Gmina \"Ełk\"\n".into(), checked: Some(7), ..Coverage::default() };
        let report = Report { fetched: 1_790_000_000, coverage: vec![coverage], ..Report::default() };
        let tally = Tally::default();
        let ended = Some(Ended { code: 1, is_published: Some(true), edition: Some(1_790_000_000) });
        let elapsed = Duration::from_millis(1500);
        let text = text(&Figures { report: &report, tally: &tally, elapsed, time: 1_790_000_000, ended });
        assert!(text.contains("\nmetryczka_exit_code 1\n") && text.contains("\nmetryczka_edition_published 1\n"), "{text}");
        assert!(text.contains(r#"{source="a\\b",name="Gmina \"Ełk\"\n",state="gone"} 0"#), "{text}");
        assert!(text.contains("\nmetryczka_crawl_fetches 1790000000\n"), "{text}");
        assert!(text.contains("\nmetryczka_crawl_duration_seconds 1.5\n"), "{text}");
        let families = text.matches("# TYPE ").count();
        assert_eq!(families, text.matches("# HELP ").count());
        assert!(text.ends_with('\n') && text.lines().all(|line| line.starts_with("# ") || line.starts_with("metryczka_")));
    }

    #[test]
    fn the_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("metryczka.prom");
        fs::write(&path, "old").unwrap();
        let (report, tally) = (Report::default(), Tally::default());
        write(&path, &Figures { report: &report, tally: &tally, elapsed: Duration::ZERO, time: 0, ended: None }).unwrap();
        assert!(fs::read_to_string(&path).unwrap().contains("metryczka_crawl_done 1"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
}
