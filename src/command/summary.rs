//! What `run` and `build` print: the projects at a glance, counts, problems, where the files are.

use super::exit::Failure;
use super::figures::{self, word};
use super::output::{Console, paint, width};
use super::table::{Align, TextTable};
use metryczka::archive::Skipped;
use metryczka::dataset::{CorrectionsUsed, Dataset, Edition, Problem, tables};
use metryczka::notice::{Fact, Notice};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// Projects that are printed without `--verbose`.
const SHOWN: usize = 50;

/// What there is to print.
#[derive(Debug)]
pub struct Summary<'a> {
    /// The dataset.
    pub dataset: &'a Dataset,
    /// The published edition.
    pub edition: &'a Edition,
    /// Its folder.
    pub folder: &'a Path,
    /// What was passed over on purpose.
    pub skipped: &'a Skipped,
}

/// Prints everything.
///
/// # Errors
/// When standard output cannot be written.
pub fn print(summary: &Summary<'_>, console: &Console) -> Result<(), Failure> {
    let mut out = console.out();
    let dataset = summary.dataset;
    if !dataset.projects.is_empty() {
        let shown = if console.verbose { usize::MAX } else { SHOWN };
        writeln!(out, "{}", projects(dataset, shown)?.render(width()))?;
        if dataset.projects.len() > shown {
            let more = figures::count(dataset.projects.len() - shown);
            writeln!(out, "… {more} more projects in projects.parquet, or with --verbose\n")?;
        }
    }
    counts(dataset, &mut out)?;
    if let Some(corrections) = dataset.corrections() {
        writeln!(out, "{}", corrected(&corrections))?;
    }
    for (reason, number) in summary.skipped {
        writeln!(out, "passed over {}", passed_over(reason, *number))?;
    }
    problems(&dataset.problems, console, &mut out)?;
    writeln!(out, "\nedition {} in {}", summary.edition.edition, summary.folder.display())?;
    for table in tables() {
        let rows = summary.edition.tables.get(table.name).map_or(0, |file| file.rows);
        writeln!(out, "  {:22} {:>9} rows  {}", format!("{}.parquet", table.name), figures::count(rows), table.doc)?;
    }
    writeln!(out, "  {:22} {:>14}  What every column means; dictionary.md says the same to people.", "datapackage.json", "")?;
    out.flush()?;
    Ok(())
}

fn projects(dataset: &Dataset, shown: usize) -> Result<TextTable, Failure> {
    let mut table = TextTable::new(&[
        ("municipality", Align::Left),
        ("title", Align::Left),
        ("programme", Align::Left),
        ("total", Align::Right),
        ("cofinancing", Align::Right),
        ("cur", Align::Whole),
        ("period", Align::Whole),
        ("people", Align::Right),
        ("proof", Align::Whole),
    ]);
    dataset.each_published(shown, |_, published| {
        let (mention, notice) = (&published.mention, &published.mention.notice);
        table.row(vec![
            text(notice.municipality.as_ref()),
            text(notice.title.as_ref().or(notice.agreement_number.as_ref())),
            text(notice.programme_code.as_ref().or(notice.programme.as_ref())),
            notice.total_cost.as_ref().map(|fact| figures::sum(fact.value)).unwrap_or_default(),
            notice.cofinancing.as_ref().map(|fact| figures::sum(fact.value)).unwrap_or_default(),
            notice.currency.as_ref().map(|fact| fact.value.code().to_owned()).unwrap_or_default(),
            period(notice),
            notice.participants.as_ref().map(|fact| fact.value.to_string()).unwrap_or_default(),
            word(&mention.proof),
        ]);
    })?;
    Ok(table)
}

fn text(fact: Option<&Fact<String>>) -> String {
    fact.map(|fact| fact.value.clone()).unwrap_or_default()
}

/// To the month, which is what tells projects apart.
fn period(notice: &Notice) -> String {
    let month = |text: String| text.get(..7).map(str::to_owned).unwrap_or(text);
    let [start, end] =
        [&notice.start_date, &notice.end_date].map(|fact| fact.as_ref().map(|f| month(f.value.to_string())).unwrap_or_default());
    if start.is_empty() && end.is_empty() { String::new() } else { format!("{start} – {end}") }
}

fn counts(dataset: &Dataset, out: &mut impl Write) -> Result<(), Failure> {
    let counts = dataset.counts();
    let proofs = counts.proofs.iter().map(|(proof, number)| (word(proof), figures::count(*number))).collect::<BTreeMap<_, _>>();
    let proofs: Vec<String> = proofs.iter().map(|(name, number)| format!("{number} {name}")).collect();
    writeln!(
        out,
        "{} pages read, {} with notices; {} mentions of {} projects{}{}",
        figures::count(counts.pages),
        figures::count(counts.telling),
        figures::count(counts.mentions),
        figures::count(counts.projects),
        if proofs.is_empty() { "" } else { ": " },
        proofs.join(", ")
    )?;
    Ok(())
}

/// How many corrections hold, in words.
fn corrected(of: &CorrectionsUsed) -> String {
    let replaced = of.number.saturating_sub(of.applied + of.resting);
    let replaced = if replaced > 0 { format!(", {} replaced by later ones", figures::count(replaced)) } else { String::new() };
    let resting = match of.resting {
        0 => String::new(),
        1 => ", 1 rests".to_owned(),
        many => format!(", {} rest", figures::count(many)),
    };
    let noun = if of.applied == 1 { "correction" } else { "corrections" };
    format!("{} {noun} applied{replaced}{resting}", figures::count(of.applied))
}

/// Which corrections do not hold as things are, in words; nothing if all do.
pub fn resting(of: &CorrectionsUsed) -> Option<String> {
    let in_words = |reason: &str| {
        match reason {
            "page_changed" => "page changed",
            "page_vanished" => "page not read",
            "mention_lost" => "notice not found on its page",
            "read_otherwise" => "accepted value read otherwise",
            other => other,
        }
        .to_owned()
    };
    let reasons = of.reasons.iter().map(|(reason, number)| format!("{}: {}", in_words(reason), figures::count(*number)));
    let reasons = reasons.collect::<Vec<_>>().join(", ");
    match of.resting {
        0 => None,
        1 => Some(format!("1 correction rests ({reasons})")),
        many => Some(format!("{} corrections rest ({reasons})", figures::count(many))),
    }
}

/// Problems by code, with what to do; each one with `--verbose`.
fn problems(problems: &[Problem], console: &Console, out: &mut impl Write) -> Result<(), Failure> {
    if problems.is_empty() {
        writeln!(out, "no problems")?;
        return Ok(());
    }
    writeln!(out, "{} problems", figures::count(problems.len()))?;
    for (code, group) in by_code(problems) {
        writeln!(out, "  {} × {}: {}", group.len(), paint(console.color, "33", code), group[0].message)?;
        writeln!(out, "      → {}", group[0].remedy)?;
        let shown = if console.verbose { group.len() } else { 3 };
        for problem in group.iter().take(shown) {
            writeln!(out, "      {}", place(problem))?;
        }
        if group.len() > shown {
            writeln!(out, "      … {} more in problems.parquet, or with --verbose", group.len() - shown)?;
        }
    }
    Ok(())
}

/// What was passed over on purpose, in words: it is counted, never silent.
fn passed_over(reason: &str, number: usize) -> String {
    let number = figures::count(number);
    match reason {
        "hidden" => format!("{number} × hidden file"),
        "linked_folder" => format!("{number} × linked folder"),
        "no_page" => format!("{number} × file that is no page by its name (pictures, data, notes)"),
        "no_page_type" => format!("{number} × archived response that is no page"),
        "no_response" => format!("{number} × archive record that is no response"),
        "no_success" => format!("{number} × archived response without success (not 200)"),
        other => format!("{number} × {other}"),
    }
}

/// Problems as warnings, for commands whose output is data: by code, or each one.
pub fn warn(problems: &[Problem], skipped: &Skipped, console: &Console, each: bool) {
    for (reason, number) in skipped {
        console.note(format_args!("passed over {}", passed_over(reason, *number)));
    }
    for (code, group) in by_code(problems) {
        let shown = if each || console.verbose { group.len() } else { 1 };
        for problem in group.iter().take(shown) {
            console.warning(format_args!("{code}: {}: {}", place(problem), problem.message), &problem.remedy);
        }
        if group.len() > shown {
            console.warning(format_args!("{code}: {} more", group.len() - shown), "--verbose names each");
        }
    }
}

/// Problems of which only the first of each code was kept, with how many there are.
pub fn warn_counted(problems: &BTreeMap<String, (usize, Problem)>, skipped: &Skipped, hint: &str, console: &Console) {
    warn(&[], skipped, console, false);
    for (code, (number, first)) in problems {
        warn_of(first, console);
        if *number > 1 && !console.verbose {
            console.warning(format_args!("{code}: {} more", figures::count(number - 1)), hint);
        }
    }
}

/// One problem as a warning.
pub fn warn_of(problem: &Problem, console: &Console) {
    console.warning(format_args!("{}: {}: {}", problem.code, place(problem), problem.message), &problem.remedy);
}

fn by_code(problems: &[Problem]) -> BTreeMap<&str, Vec<&Problem>> {
    let mut groups: BTreeMap<&str, Vec<&Problem>> = BTreeMap::new();
    for problem in problems {
        groups.entry(&problem.code).or_default().push(problem);
    }
    groups
}

/// Where it happened: the address, which names a page of an archive, or else the file.
fn place(problem: &Problem) -> &str {
    problem.url.as_deref().or(problem.path.as_deref()).unwrap_or("?")
}
