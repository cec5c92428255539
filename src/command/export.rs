//! `export`: an edition in other forms.

use super::exit::{Failure, Outcome};
use super::output::Console;
use clap::Args;
use std::path::PathBuf;

/// Options of `export`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka export --format xlsx --into tables/")]
pub struct ExportArgs {
    /// Name of an edition, or its folder [default: latest].
    pub edition: Option<String>,
    /// Folder of editions [default: that of ./metryczka.toml, else output].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// Not there yet.
pub fn run(_args: &ExportArgs, _console: &Console) -> Result<Outcome, Failure> {
    Err(Failure::cannot("export is not built yet", "wait"))
}
