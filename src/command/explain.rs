//! `explain`: a page with its facts marked, and where every fact comes from.

use super::args::{ExplainArgs, Global};
use super::exit::{Failure, Outcome};
use super::figures;
use super::input::Input;
use super::make::{hold, outcome};
use super::marks::{Mark, marked};
use super::output::{Console, paint, width};
use super::settings::{Reading, find_output};
use super::summary;
use super::table::{Align, TextTable};
use metryczka::dataset::{Found, PageRecord, find, find_edition};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A page as it is shown, read just now or looked up in an edition.
struct Shown {
    place: String,
    text: String,
    silence: Option<String>,
    mentions: Vec<ShownMention>,
}

/// A mention: its fields as JSON, and its facts.
struct ShownMention {
    fields: Value,
    facts: Vec<ShownFact>,
}

/// A fact's field and evidence.
struct ShownFact {
    field: String,
    start: usize,
    end: usize,
    quote: String,
    rule: String,
}

/// Shows every page of a path, or the pages of an identifier.
///
/// # Errors
/// When there is neither such a path nor such an identifier.
pub fn run(args: &ExplainArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    if args.what != "-" && !Path::new(&args.what).exists() {
        let pages = looked_up(args)?;
        print(&pages, console)?;
        return Ok(Outcome::Good);
    }
    let reading = Reading::of(global)?;
    let (harvest, passed) = hold(&Input::saved(&[PathBuf::from(&args.what)]), &reading, console)?;
    print(&harvest.pages.iter().map(of_page).collect::<Vec<_>>(), console)?;
    summary::warn(&harvest.problems, &passed.skipped, console, true);
    Ok(outcome(&harvest, &reading, console))
}

fn looked_up(args: &ExplainArgs) -> Result<Vec<Shown>, Failure> {
    let edition = find_edition(&find_output(args.output.as_deref()), None);
    let hint = "name a saved page, or a mention_id, project_id or page_id of the newest edition";
    if !edition.exists() {
        return Err(Failure::cannot(format!("no such file, and no edition to look in: {}", args.what), hint));
    }
    let found = find(&edition, &args.what)?;
    if found.is_empty() {
        return Err(Failure::cannot(format!("neither a file nor in {}: {}", edition.display(), args.what), hint));
    }
    Ok(found.iter().map(of_found).collect())
}

fn of_page(page: &PageRecord) -> Shown {
    let mentions = page.mentions.iter().map(|mention| {
        let evidence = mention.notice.evidence();
        let facts = evidence.into_iter().map(|(field, evidence)| ShownFact {
            field,
            start: evidence.start,
            end: evidence.end,
            quote: evidence.quote.clone(),
            rule: evidence.rule.to_owned(),
        });
        ShownMention { fields: serde_json::to_value(mention).unwrap_or_default(), facts: facts.collect() }
    });
    let place = page.source.path.as_ref().or(page.source.url.as_ref()).cloned().unwrap_or_default();
    Shown { place, text: page.text.clone(), silence: page.silence.clone(), mentions: mentions.collect() }
}

fn of_found(found: &Found) -> Shown {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let offset = |value: &Value| value.as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let mentions = found.mentions.iter().map(|mention| {
        let own = found.evidence.iter().filter(|row| row["mention_id"] == mention["mention_id"]);
        let facts = own.map(|row| ShownFact {
            field: text(&row["field"]),
            start: offset(&row["start"]),
            end: offset(&row["end"]),
            quote: text(&row["quote"]),
            rule: text(&row["rule"]),
        });
        ShownMention { fields: mention.clone(), facts: facts.collect() }
    });
    let place = if found.page["path"].is_null() { text(&found.page["url"]) } else { text(&found.page["path"]) };
    let silence = found.page["silence"].as_str().map(str::to_owned);
    Shown { place, text: text(&found.page["text"]), silence, mentions: mentions.collect() }
}

fn print(pages: &[Shown], console: &Console) -> Result<(), Failure> {
    let mut out = console.out();
    for page in pages {
        print_page(page, console, &mut out)?;
    }
    out.flush()?;
    Ok(())
}

fn print_page(page: &Shown, console: &Console, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "{}\n", paint(console.color, "1", &page.place))?;
    let spans = page.mentions.iter().flat_map(|mention| &mention.facts).enumerate();
    let marks: Vec<Mark> = spans.map(|(number, fact)| Mark { start: fact.start, end: fact.end, number: number + 1 }).collect();
    if page.mentions.is_empty() {
        if console.verbose {
            writeln!(out, "{}", page.text)?;
        }
        writeln!(out, "no notice: {}\n", page.silence.as_deref().unwrap_or("no reason recorded"))?;
        return Ok(());
    }
    writeln!(out, "{}", marked(&page.text, &marks, console.color, console.verbose))?;
    let mut number = 0;
    for (count, mention) in page.mentions.iter().enumerate() {
        if page.mentions.len() > 1 {
            writeln!(out, "{}", paint(console.color, "1", &format!("project {} of {}", count + 1, page.mentions.len())))?;
        }
        let mut table = TextTable::new(&[
            ("#", Align::Right),
            ("field", Align::Left),
            ("value", Align::Left),
            ("quote", Align::Left),
            ("rule", Align::Left),
        ]);
        for fact in &mention.facts {
            number += 1;
            let value = value_of(&mention.fields, &fact.field);
            table.row(vec![number.to_string(), fact.field.clone(), value, fact.quote.clone(), fact.rule.clone()]);
        }
        writeln!(out, "{}", table.render(width()))?;
        print_verdicts(&mention.fields, console, out)?;
    }
    Ok(())
}

fn print_verdicts(fields: &Value, console: &Console, out: &mut impl Write) -> Result<(), Failure> {
    for check in fields["checks"].as_array().into_iter().flatten() {
        let style = if check["verdict"] == "broken" { "31" } else { "32" };
        let verdict = paint(console.color, style, &printed(&check["verdict"]));
        let difference =
            if check["difference"].is_null() { String::new() } else { format!(", off by {}", printed(&check["difference"])) };
        writeln!(out, "check: {} ({}): {verdict}{difference}", printed(&check["identity"]), printed(&check["scope"]))?;
    }
    for doubt in fields["doubts"].as_array().into_iter().flatten() {
        let candidates = printed(&doubt["candidates"]);
        let among = if candidates.is_empty() { String::new() } else { format!(": {candidates}") };
        writeln!(out, "doubt: {} {}{among}", printed(&doubt["field"]), paint(console.color, "33", &printed(&doubt["reason"])))?;
    }
    writeln!(out, "proof: {}\n", paint(console.color, "1", &printed(&fields["proof"])))?;
    Ok(())
}

/// The value of `title` or `amounts[0]`.
fn value_of(fields: &Value, field: &str) -> String {
    let (name, number) = match field.strip_suffix(']').and_then(|field| field.split_once('[')) {
        Some((name, number)) => (name, number.parse::<usize>().ok()),
        None => (field, None),
    };
    let value = number.map_or(&fields[name], |number| &fields[name][number]);
    match name {
        "total_cost" | "eligible_cost" | "cofinancing" | "own_contribution" => sum(value),
        "cofinancing_rate" => plain(value),
        "amounts" => [printed(&value["role"]), sum(&value["value"]), printed(&value["currency"])].join(" "),
        _ => printed(value),
    }
}

/// A number without the zeros that only fill its column.
fn plain(value: &Value) -> String {
    let number: Option<rust_decimal::Decimal> = value.as_str().and_then(|text| text.parse().ok());
    number.map_or_else(|| printed(value), |number| number.normalize().to_string().replace('.', ","))
}

fn sum(value: &Value) -> String {
    value.as_str().and_then(|text| text.parse().ok()).map_or_else(|| printed(value), figures::sum)
}

/// A JSON value without its syntax; nothing for null.
fn printed(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(printed).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields.values().map(printed).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}
