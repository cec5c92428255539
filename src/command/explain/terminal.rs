//! The pages at the terminal: the text with the words of its facts set off, and tables below it.

use super::super::exit::Failure;
use super::super::figures;
use super::super::marks::{Mark, marked};
use super::super::output::{Console, paint, width};
use super::super::table::{Align, TextTable};
use metryczka::report::page::{PageMention, ShownPage};
use serde_json::Value;
use std::io::Write;

/// Prints every page.
///
/// # Errors
/// When standard output cannot be written.
pub fn print(pages: &[ShownPage], console: &Console) -> Result<(), Failure> {
    let mut out = console.out();
    for page in pages {
        print_page(page, console, &mut out)?;
    }
    out.flush()?;
    Ok(())
}

fn print_page(page: &ShownPage, console: &Console, out: &mut impl Write) -> Result<(), Failure> {
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
            let value = value_of(mention, &fact.field);
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
fn value_of(mention: &PageMention, field: &str) -> String {
    let value = mention.value(field);
    match field.split('[').next().unwrap_or(field) {
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
