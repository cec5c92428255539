//! What helps at the terminal: completions, the manual page.

use super::args::Cli;
use super::exit::{Failure, Outcome};
use super::output::Console;
use clap::{Args, CommandFactory};
use std::io::Write;

/// Options of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka completions bash > ~/.local/share/bash-completion/completions/metryczka
  metryczka completions zsh > ~/.zfunc/_metryczka
  metryczka completions fish > ~/.config/fish/completions/metryczka.fish")]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Options of `man`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka man | man -l -
  metryczka man > /usr/local/share/man/man1/metryczka.1")]
pub struct ManArgs {}

/// Prints the completions of a shell.
///
/// # Errors
/// When nothing can be printed.
pub fn completions(args: &CompletionsArgs, console: &Console) -> Result<Outcome, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "metryczka", &mut text);
    console.out().write_all(&text)?;
    Ok(Outcome::Good)
}

/// Prints the manual page.
///
/// # Errors
/// When nothing can be printed.
pub fn man(_: &ManArgs, console: &Console) -> Result<Outcome, Failure> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut text)?;
    console.out().write_all(&text)?;
    Ok(Outcome::Good)
}
