//! What helps at the terminal: a greeting, completions, the manual.

use super::args::Cli;
use super::exit::{Failure, Outcome};
use super::output::Console;
use clap::{Args, CommandFactory};
use std::io::Write;
use std::path::{Path, PathBuf};

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
  metryczka man | man -l -                            the program
  metryczka man explain | man -l -                    one of its commands
  metryczka man places import | man -l -
  metryczka man --into /usr/local/share/man/man1      a page for each: metryczka.1, metryczka-run.1, ...")]
pub struct ManArgs {
    /// A command, in the words by which it is called [default: the program].
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
    /// Folder to write the pages of the program and of all commands into.
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub into: Option<PathBuf>,
}

/// What somebody reads who types the program's name and nothing else.
const GREETING: &str = "\
metryczka reads how Polish municipalities tell of projects paid with public money, and makes one table of it:
who got how much, from which programme, for what and for whom. Every value comes with the words it was read from;
what is doubtful is said to be so.

Three commands to begin with:
  metryczka run                                    reads the sources of metryczka.toml, or the samples in fixtures/
  metryczka explain PAGE.html --html facts.html    shows a page with its facts beside their words, in the browser
  metryczka report                                 makes one HTML file of the newest edition; `review` puts it right

`metryczka --help` names every command, `metryczka COMMAND --help` tells of one, `metryczka man` is the manual.
";

/// Greets a newcomer.
///
/// # Errors
/// When nothing can be printed.
pub fn greet(console: &Console) -> Result<Outcome, Failure> {
    let mut out = console.out();
    out.write_all(GREETING.as_bytes())?;
    out.flush()?;
    Ok(Outcome::Good)
}

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

/// Prints a page of the manual, or writes all of them.
///
/// # Errors
/// When there is no such command, or the pages cannot be written.
pub fn man(args: &ManArgs, console: &Console) -> Result<Outcome, Failure> {
    let mut program = Cli::command();
    // Names every command as it is called, and hands the options of all commands down.
    program.build();
    if let Some(folder) = &args.into {
        return write_all(&program, folder, console);
    }
    let mut command = &program;
    for word in &args.command {
        command = command.find_subcommand(word).ok_or_else(|| {
            let known: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
            let hint =
                if known.is_empty() { "it has no further ones".to_owned() } else { format!("one of: {}", known.join(", ")) };
            Failure::usage(format!("no such command: {}", args.command.join(" ")), hint)
        })?;
    }
    console.out().write_all(&page(command)?)?;
    Ok(Outcome::Good)
}

fn page(command: &clap::Command) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut text)?;
    Ok(text)
}

fn write_all(program: &clap::Command, folder: &Path, console: &Console) -> Result<Outcome, Failure> {
    let cannot = |path: &Path, error: std::io::Error| {
        Failure::cannot(format!("cannot write: {}: {error}", path.display()), "check the folder, its rights and free space")
    };
    std::fs::create_dir_all(folder).map_err(|error| cannot(folder, error))?;
    let mut waiting = vec![program];
    let mut written = 0;
    while let Some(command) = waiting.pop() {
        // A page is called as man looks for it: metryczka-places-import.
        let name = command.get_display_name().unwrap_or("metryczka");
        let path = folder.join(format!("{name}.1"));
        std::fs::write(&path, page(command)?).map_err(|error| cannot(&path, error))?;
        written += 1;
        waiting.extend(command.get_subcommands().filter(|command| command.get_name() != "help"));
    }
    console.note(format_args!("{written} pages written: {}", folder.display()));
    Ok(Outcome::Good)
}
