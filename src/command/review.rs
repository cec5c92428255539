//! `review`: the review desk on this machine.

use super::args::Global;
use super::exit::{Failure, Outcome};
use super::output::Console;
use clap::Args;
use std::path::PathBuf;

/// Options of `review`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka review                              the newest edition of ./metryczka.toml, or of output/
  metryczka review --port 8080 --by 'A. Nowak'
  metryczka review --sources pages/             an edition made by `metryczka build pages/`

Open the printed address in a browser on this machine. What you decide is kept in corrections.toml at once and holds from the next
build on; the desk builds anew when you ask it to. Ctrl-C ends it; nothing is lost.")]
pub struct ReviewArgs {
    /// Name of an edition, or its folder [default: latest].
    pub edition: Option<String>,
    /// Configuration by which the edition is built anew [default: ./metryczka.toml if there is one].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder of editions [default: that of the configuration, else output].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Files and folders the edition was built of, if it was made by `build`.
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with = "config")]
    pub sources: Vec<PathBuf>,
    /// File of corrections [default: that of the configuration, else corrections.toml].
    #[arg(long, value_name = "FILE")]
    pub corrections: Option<PathBuf>,
    /// Port on 127.0.0.1; 0 takes any that is free.
    #[arg(long, default_value_t = 0)]
    pub port: u16,
    /// Your name, to stand in the corrections.
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

/// Serves the desk until Ctrl-C.
///
/// # Errors
/// See [`metryczka::review::ReviewError`].
pub fn run(args: &ReviewArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    let _ = (args, global, console);
    Err(Failure::cannot("review: not there yet", ""))
}
