//! The commands: parse (clap) → resolve (validated settings) → call. Nothing outside this folder prints.

mod again;
mod args;
mod build;
mod clock;
mod comparing;
mod config;
mod crawl;
mod diff;
mod exit;
mod explain;
mod export;
mod extract;
mod extracted;
mod figures;
mod flow;
mod help;
mod input;
mod make;
mod marks;
mod output;
mod pipeline;
mod places;
mod reconcile;
mod report;
mod review;
mod run;
mod settings;
mod sources;
mod summary;
mod table;
mod usage;
mod verify;

use args::{Cli, Command, PlacesCommand, SourcesCommand};
use clap::Parser;
use exit::{Failure, Outcome};
use output::Console;
use std::process::ExitCode;

/// Parses the command line, does the job, and turns the result into an exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help that cannot be printed (a closed pipe) is nobody's loss.
            let _ = error.print();
            return exit::of_clap(&error);
        }
    };
    let console = Console::new(&cli.global);
    let result = clock::check().and_then(|()| call(&cli, &console));
    if let Err(failure) = &result {
        console.failure(failure);
    }
    exit::code(&result)
}

fn call(cli: &Cli, console: &Console) -> Result<Outcome, Failure> {
    let Some(command) = &cli.command else { return help::greet(console) };
    match command {
        Command::Run(args) => run::run(args, &cli.global, console),
        Command::Crawl(args) => crawl::run(args, &cli.global, console),
        Command::Build(args) => build::run(args, &cli.global, console),
        Command::Extract(args) => extract::run(args, &cli.global, console),
        Command::Explain(args) => explain::run(args, &cli.global, console),
        Command::Diff(args) => diff::run(args, console),
        Command::Reconcile(args) => reconcile::run(args, console),
        Command::Export(args) => export::run(args, console),
        Command::Report(args) => report::run(args, console),
        Command::Review(args) => review::run(args, &cli.global, console),
        Command::Verify(args) => verify::run(args, console),
        Command::Completions(args) => help::completions(args, console),
        Command::Man(args) => help::man(args, console),
        Command::Sources(SourcesCommand::Check(args)) => sources::check(args, console),
        Command::Places(PlacesCommand::Import(args)) => places::import(args, console),
    }
}
