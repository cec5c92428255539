//! `diff`: what two editions have and have not in common.

use super::exit::{Failure, Outcome};
use super::output::Console;
use clap::Args;
use std::path::PathBuf;

/// Options of `diff`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka diff 2026-10 2026-11")]
pub struct DiffArgs {
    /// The earlier edition: a name or a folder.
    pub before: String,
    /// The later one [default: latest].
    pub after: Option<String>,
    /// Folder of editions [default: that of ./metryczka.toml, else output].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// Not there yet.
pub fn run(_args: &DiffArgs, _console: &Console) -> Result<Outcome, Failure> {
    Err(Failure::cannot("diff is not built yet", "wait"))
}
