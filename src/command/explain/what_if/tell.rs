//! How far a change of vocabulary reaches, told to people or to programs.

use super::super::super::args::WhatIfFormat;
use super::super::super::exit::Failure;
use super::super::super::figures;
use super::super::super::output::{Console, paint, width};
use super::super::super::table::{Align, TextTable, cut};
use super::editions::{Compared, Municipality};
use super::radius::{Change, Kind, MONEY, Radius};
use rust_decimal::Decimal;
use std::io::Write;

/// Changes that are printed without `--verbose`.
const SHOWN: usize = 20;

/// Letters of a value that are printed.
const VALUE: usize = 48;

/// Prints it.
///
/// # Errors
/// When standard output cannot be written.
pub fn print(radius: &Radius, format: WhatIfFormat, console: &Console) -> Result<(), Failure> {
    let mut out = console.out();
    match format {
        WhatIfFormat::Text => text(radius, console, &mut out)?,
        WhatIfFormat::Json => {
            serde_json::to_writer_pretty(&mut out, radius).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(())
}

fn text(radius: &Radius, console: &Console, out: &mut impl Write) -> Result<(), Failure> {
    let pages = figures::count(radius.pages);
    if radius.is_nothing() {
        writeln!(out, "nothing would change: {pages} pages say the same with both vocabularies")?;
        return Ok(());
    }
    let of = |kind| figures::count(radius.mentions.get(&kind).copied().unwrap_or(0));
    writeln!(out, "pages      {} of {pages} would say something else", figures::count(radius.pages_touched))?;
    writeln!(out, "mentions   {} new, {} no more, {} changed", of(Kind::Appeared), of(Kind::Gone), of(Kind::Changed))?;
    projects(&radius.editions, out)?;
    sums(&radius.editions, console, out)?;
    fields(radius, out)?;
    municipalities(&radius.editions.municipalities, console, out)?;
    changes(radius, console, out)?;
    writeln!(out, "\nnothing is written; `--vocabulary DIR`, or the key `vocabulary` of a configuration, takes it")?;
    Ok(())
}

fn projects(compared: &Compared, out: &mut impl Write) -> Result<(), Failure> {
    let kinds: Vec<String> = compared
        .projects
        .iter()
        .map(|(kind, number)| format!("{} {}", figures::count(*number), kind.replace('_', " ")))
        .collect();
    let kinds = if kinds.is_empty() { "none is another".to_owned() } else { kinds.join(", ") };
    let [before, after] = compared.total.map(figures::count);
    writeln!(out, "projects   {before} → {after}, when joined: {kinds}")?;
    Ok(())
}

fn signed(by: Decimal) -> String {
    format!("{}{}", if by.is_sign_positive() { "+" } else { "" }, figures::sum(by))
}

fn sums(compared: &Compared, console: &Console, out: &mut impl Write) -> Result<(), Failure> {
    for sum in &compared.sums {
        let currency = if sum.currency.is_empty() { "no currency" } else { &sum.currency };
        let by = sum.after.saturating_sub(sum.before);
        let change = if by.is_zero() { "the same".to_owned() } else { paint(console.color, "1", &format!("by {}", signed(by))) };
        let (before, after) = (figures::sum(sum.before), figures::sum(sum.after));
        writeln!(out, "{:<17} {currency} {before} → {after}, {change}", sum.field)?;
    }
    Ok(())
}

fn fields(radius: &Radius, out: &mut impl Write) -> Result<(), Failure> {
    let mut table =
        TextTable::new(&[("field", Align::Whole), ("new", Align::Right), ("changed", Align::Right), ("no more", Align::Right)]);
    for (field, values) in &radius.fields {
        let cells = [values.appeared, values.changed, values.vanished];
        let cells = cells.map(|count| if count == 0 { String::new() } else { figures::count(count) });
        table.row([vec![field.clone()], cells.to_vec()].concat());
    }
    writeln!(out, "\nvalues that pages tell\n{}", table.render(width()).trim_end())?;
    Ok(())
}

fn municipalities(changed: &[Municipality], console: &Console, out: &mut impl Write) -> Result<(), Failure> {
    if changed.is_empty() {
        return Ok(());
    }
    let mut table = TextTable::new(&[
        ("municipality", Align::Left),
        ("teryt", Align::Whole),
        ("sum", Align::Whole),
        ("before", Align::Right),
        ("after", Align::Right),
    ]);
    let shown = if console.verbose { changed.len() } else { SHOWN.min(changed.len()) };
    let sum = |value: Option<Decimal>| value.map(figures::sum).unwrap_or_default();
    for of in &changed[..shown] {
        table.row(vec![of.municipality.clone(), of.teryt.clone(), of.column.to_owned(), sum(of.before), sum(of.after)]);
    }
    writeln!(out, "\nmunicipalities whose sums change\n{}", table.render(width()).trim_end())?;
    more(changed.len() - shown, out)
}

fn changes(radius: &Radius, console: &Console, out: &mut impl Write) -> Result<(), Failure> {
    let mut table = TextTable::new(&[
        ("title", Align::Left),
        ("field", Align::Whole),
        ("before", Align::Left),
        ("after", Align::Left),
        ("page", Align::Left),
    ]);
    let shown = if console.verbose { radius.changes.len() } else { SHOWN.min(radius.changes.len()) };
    for change in &radius.changes[..shown] {
        table.row(row(change));
    }
    writeln!(out, "\nchanges, the largest sums first\n{}", table.render(width()).trim_end())?;
    more(radius.changes.len() - shown + radius.not_kept, out)
}

fn row(change: &Change) -> Vec<String> {
    let is_money = change.field.as_deref().is_none_or(|field| MONEY.contains(&field));
    let value = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or("—");
        let sum = text.parse::<Decimal>().ok().filter(|_| is_money);
        sum.map_or_else(|| cut(text, VALUE), |sum| [&figures::sum(sum), change.currency.as_deref().unwrap_or("")].join(" "))
    };
    let field = change.field.clone().unwrap_or_else(|| match change.kind {
        Kind::Appeared => "(new)".to_owned(),
        _ => "(no more)".to_owned(),
    });
    vec![change.title.clone().unwrap_or_default(), field, value(&change.before), value(&change.after), change.page.clone()]
}

fn more(number: usize, out: &mut impl Write) -> Result<(), Failure> {
    if number > 0 {
        writeln!(out, "… {} more with --verbose", figures::count(number))?;
    }
    Ok(())
}
