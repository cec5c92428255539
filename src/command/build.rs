//! `build`: pages under some paths → an edition, without a configuration.

use super::args::{BuildArgs, Global};
use super::exit::{Failure, Outcome, settle};
use super::make::{Found, make};
use super::output::Console;
use super::settings::Making;

/// Publishes an edition of the named pages.
///
/// # Errors
/// See [`make`].
pub fn run(args: &BuildArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    let made = make(Making::of_build(args, global)?, Found::default(), console)?;
    settle(made.outcome, [made.told])
}
