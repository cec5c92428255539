//! `reconcile`: projects against the official lists.

use super::exit::{Failure, Outcome};
use super::output::Console;
use clap::Args;
use std::path::PathBuf;

/// Options of `reconcile`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka reconcile lista_projektow.xlsx")]
pub struct ReconcileArgs {
    /// Lists as the ministry publishes them: XLSX or CSV.
    #[arg(required = true)]
    pub lists: Vec<PathBuf>,
    /// Name of an edition, or its folder [default: latest].
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
    /// Folder of editions [default: that of ./metryczka.toml, else output].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// Not there yet.
pub fn run(_args: &ReconcileArgs, _console: &Console) -> Result<Outcome, Failure> {
    Err(Failure::cannot("reconcile is not built yet", "wait"))
}
