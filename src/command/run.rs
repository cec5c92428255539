//! `run`: the sources of a configuration → an edition and its table.

use super::args::{Global, RunArgs};
use super::exit::{Failure, Outcome};
use super::make::make;
use super::output::Console;
use super::settings::Making;

/// Does what the configuration says.
///
/// # Errors
/// See [`make`].
pub fn run(args: &RunArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    make(Making::of_run(args, global)?, console)
}
