//! `verify`: is a published edition what it says?

use super::args::VerifyArgs;
use super::exit::{Failure, Outcome};
use super::figures;
use super::output::{Console, paint};
use super::settings::{edition_folder, find_output};
use metryczka::dataset::verify;
use std::io::Write;

/// Failures that are printed one by one without `--verbose`.
const SHOWN: usize = 20;

/// Prints what was verified, and every row that fails.
///
/// # Errors
/// When there is no edition to read.
pub fn run(args: &VerifyArgs, console: &Console) -> Result<Outcome, Failure> {
    let folder = edition_folder(&find_output(args.output.as_deref()), args.edition.as_deref())?;
    let result = verify(&folder)?;
    let mut out = console.out();
    writeln!(out, "{}", folder.display())?;
    for (what, number) in &result.verified {
        writeln!(out, "  {:>9} {what}", figures::count(*number))?;
    }
    if result.failures.is_empty() {
        writeln!(out, "{}", paint(console.color, "32", "all as published"))?;
        out.flush()?;
        return Ok(Outcome::Good);
    }
    writeln!(out, "{}", paint(console.color, "31", &format!("{} failures", result.failures.len())))?;
    let shown = if console.verbose { usize::MAX } else { SHOWN };
    for failure in result.failures.iter().take(shown) {
        writeln!(out, "  {failure}")?;
    }
    if result.failures.len() > shown {
        writeln!(out, "  … {} more with --verbose", result.failures.len() - shown)?;
    }
    out.flush()?;
    Ok(Outcome::Problems)
}
