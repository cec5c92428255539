//! `diff`: what two editions have and have not in common.

use super::exit::{Failure, Outcome};
use super::figures;
use super::output::{Console, width};
use super::settings::{edition_folder, find_output};
use super::table::{Align, TextTable};
use clap::{Args, ValueEnum};
use metryczka::dataset::{ChangeKind, Comparison, EditionChange, compare, csv_fields};
use rust_decimal::Decimal;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// Changes of money that are printed without `--verbose`.
const SHOWN: usize = 10;
/// Fields whose values are sums of money.
const MONEY: &[&str] = &["total_cost", "eligible_cost", "cofinancing", "own_contribution"];
/// Columns of the rows.
const COLUMNS: [&str; 7] = ["project_id", "kind", "field", "before", "after", "currency", "title"];

/// Options of `diff`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka diff 2026-10                          what has changed from 2026-10 to the newest edition
  metryczka diff 2026-10 2026-11                  from one to another
  metryczka diff 2026-10 2026-11 --format csv > changes.csv
  metryczka diff /data/old /data/new --format ndjson

Compared is what the editions publish: any two, whichever came between. A value that is only written in another form (capitals,
1000.00 for 1000, 2018-09 for 2018-09-15) is no difference. Each row names a project and what happened to it: added, changed (with
the field and both values), gone, returned, out_of_scope, merged, split, rejected. Exit code: 0, whether they differ or not.")]
pub struct DiffArgs {
    /// The earlier edition: a name or a folder.
    pub before: String,
    /// The later one [default: latest].
    pub after: Option<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub format: Form,
    /// Folder of editions [default: that of ./metryczka.toml, else output].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// Forms of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A summary for people.
    Text,
    /// Every difference, one a line.
    Csv,
    /// Every difference, one JSON object a line.
    Ndjson,
}

/// Compares, and prints.
///
/// # Errors
/// When one of them is no edition, or of another form.
pub fn run(args: &DiffArgs, console: &Console) -> Result<Outcome, Failure> {
    let output = find_output(args.output.as_deref());
    let folders = [edition_folder(&output, Some(&args.before))?, edition_folder(&output, args.after.as_deref())?];
    let found = compare(&folders[0], &folders[1])?;
    if found.before.created > found.after.created {
        console.warning(
            format_args!("edition {} is newer than {}", found.before.edition, found.after.edition),
            "the earlier one comes first: what is called added here went",
        );
    }
    let mut out = console.out();
    match args.format {
        Form::Text => summary(&found, console, &mut out)?,
        Form::Csv => {
            writeln!(out, "{}", COLUMNS.join(","))?;
            for difference in &found.differences {
                writeln!(out, "{}", csv_fields(&cells(difference).map(Option::unwrap_or_default)))?;
            }
        }
        Form::Ndjson => {
            for difference in &found.differences {
                let fields = COLUMNS.into_iter().zip(cells(difference));
                let row: serde_json::Map<_, _> = fields.map(|(name, cell)| (name.to_owned(), json!(cell))).collect();
                writeln!(out, "{}", json!(row))?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Good)
}

fn cells(of: &EditionChange) -> [Option<&str>; 7] {
    [
        Some(of.project_id.as_str()),
        Some(of.kind.word()),
        of.field,
        of.before.as_deref(),
        of.after.as_deref(),
        of.currency.as_deref(),
        of.title.as_deref(),
    ]
}

fn summary(found: &Comparison, console: &Console, out: &mut impl Write) -> Result<(), Failure> {
    for (name, edition) in [("from", &found.before), ("to", &found.after)] {
        let projects = edition.tables.get("projects").map_or(0, |table| table.rows);
        writeln!(out, "{name:<5} {}  made {}  {} projects", edition.edition, edition.created, figures::count(projects))?;
    }
    let is_reading_same =
        found.before.vocabulary_digest == found.after.vocabulary_digest && found.before.code_version == found.after.code_version;
    if !is_reading_same {
        writeln!(out, "read by different versions or vocabularies: a change may come from the reading, not from a page")?;
    }
    if found.differences.is_empty() {
        writeln!(out, "no differences")?;
        return Ok(());
    }
    writeln!(out, "\nprojects")?;
    for (kind, number) in projects(&found.differences) {
        writeln!(out, "  {:>9} {}", figures::count(number), in_words(kind))?;
    }
    fields(&found.differences, out)?;
    money(&found.differences, console, out)
}

/// What happened, in words.
const fn in_words(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "added",
        ChangeKind::Changed => "changed",
        ChangeKind::Gone => "gone: no page tells them any more",
        ChangeKind::Returned => "returned: gone before, told again",
        ChangeKind::OutOfScope => "not in the later edition: nobody looked for their pages",
        ChangeKind::Merged => "merged into another project",
        ChangeKind::Split => "split from another project",
        ChangeKind::Rejected => "rejected: a person says that there is no such project",
    }
}

/// Number of projects by what happened to them: of merged ones, those that were merged.
fn projects(differences: &[EditionChange]) -> BTreeMap<ChangeKind, usize> {
    let mut counts = BTreeMap::new();
    let mut last = None;
    for difference in differences {
        let of = (&difference.project_id, difference.kind);
        // The rows of a project's changed fields stand together.
        if difference.kind != ChangeKind::Changed || last != Some(of) {
            *counts.entry(difference.kind).or_default() += 1;
        }
        last = Some(of);
    }
    counts
}

/// How often every field is another one, has come, and has gone.
fn fields(differences: &[EditionChange], out: &mut impl Write) -> Result<(), Failure> {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (field, difference) in differences.iter().filter_map(|difference| Some((difference.field?, difference))) {
        let what = match (&difference.before, &difference.after) {
            (None, _) => 1,
            (_, None) => 2,
            _ => 0,
        };
        counts.entry(field).or_default()[what] += 1;
    }
    if counts.is_empty() {
        return Ok(());
    }
    let mut table =
        TextTable::new(&[("field", Align::Whole), ("changed", Align::Right), ("new", Align::Right), ("no more", Align::Right)]);
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(field, counts)| (std::cmp::Reverse(counts.iter().sum::<usize>()), *field));
    for (field, counts) in rows {
        let cells = counts.map(|count| if count == 0 { String::new() } else { figures::count(count) });
        table.row([vec![field.to_owned()], cells.to_vec()].concat());
    }
    writeln!(out, "\n{}", table.render(width()).trim_end())?;
    Ok(())
}

/// The largest changes of sums, each currency for itself: złoty and euro are not compared.
fn money(differences: &[EditionChange], console: &Console, out: &mut impl Write) -> Result<(), Failure> {
    let mut currencies: BTreeMap<&str, Vec<(Decimal, &EditionChange)>> = BTreeMap::new();
    for difference in differences.iter().filter(|difference| difference.field.is_some_and(|field| MONEY.contains(&field))) {
        let sum = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Decimal>().ok());
        let (Some(before), Some(after)) = (sum(&difference.before), sum(&difference.after)) else { continue };
        let Some(by) = after.checked_sub(before) else { continue };
        currencies.entry(difference.currency.as_deref().unwrap_or("no currency")).or_default().push((by, difference));
    }
    for (currency, mut changes) in currencies {
        changes.sort_by_key(|(by, of)| (std::cmp::Reverse(by.abs()), &of.project_id, of.field));
        let shown = if console.verbose { changes.len() } else { SHOWN };
        writeln!(out, "\nlargest changes of money, {currency}")?;
        writeln!(out, "{}", sums(&changes[..shown.min(changes.len())]).render(width()).trim_end())?;
        if changes.len() > shown {
            writeln!(out, "… {} more with --verbose", figures::count(changes.len() - shown))?;
        }
    }
    Ok(())
}

fn sums(changes: &[(Decimal, &EditionChange)]) -> TextTable {
    let mut table = TextTable::new(&[
        ("project", Align::Whole),
        ("title", Align::Left),
        ("field", Align::Whole),
        ("before", Align::Right),
        ("after", Align::Right),
        ("by", Align::Right),
    ]);
    let sum = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok()).map(figures::sum).unwrap_or_default();
    for (by, of) in changes {
        let sign = if by.is_sign_positive() { "+" } else { "" };
        table.row(vec![
            of.project_id.clone(),
            of.title.clone().unwrap_or_default(),
            of.field.unwrap_or_default().to_owned(),
            sum(&of.before),
            sum(&of.after),
            format!("{sign}{}", figures::sum(*by)),
        ]);
    }
    table
}
