//! `crawl --explain`: why an address would or would not be fetched.

use super::super::exit::Failure;
use super::super::output::{Console, paint};
use metryczka::crawl::Explanation;
use std::io::Write;

/// Prints it, one fact a line.
///
/// # Errors
/// When standard output cannot be written.
pub fn print(address: &str, explanation: &Explanation, console: &Console) -> Result<(), Failure> {
    let mut out = console.out();
    writeln!(out, "{}", paint(console.color, "1", address))?;
    let names = explanation.known.iter().map(|(name, _)| name.chars().count());
    let width = names.max().unwrap_or(0).max("canonical".len()) + 2;
    let mut line = |name: &str, value: &str| writeln!(out, "  {name:<width$}{value}");
    line("verdict", &explanation.verdict)?;
    if let Some(rule) = &explanation.rule {
        line("rule", rule)?;
    }
    line("source", explanation.source.as_deref().unwrap_or("none"))?;
    if !explanation.further_sources.is_empty() {
        line("claimed by", &explanation.further_sources.join(", "))?;
    }
    line("canonical", &explanation.canonical)?;
    line("pattern", &explanation.pattern)?;
    let total: i32 = explanation.score.iter().map(|(_, points)| points).sum();
    line("score", &total.to_string())?;
    for (reason, points) in &explanation.score {
        writeln!(out, "  {:<width$}{points:>+5}  {reason}", "")?;
    }
    for (name, fact) in &explanation.known {
        writeln!(out, "  {name:<width$}{fact}")?;
    }
    if explanation.known.is_empty() {
        writeln!(out, "  {:<width$}never met", "known")?;
    }
    out.flush()?;
    Ok(())
}
