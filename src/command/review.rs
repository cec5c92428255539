//! `review`: the review desk on this machine.

use super::again::Again;
use super::args::Global;
use super::config::Config;
use super::crawl::signalled;
use super::exit::{Failure, INTERRUPTED, Outcome};
use super::output::Console;
use super::settings::{corrections_file, edition_folder, find_config};
use clap::Args;
use metryczka::dataset::{Edition, TableReader, tables};
use metryczka::review::{Desk, PORT, Rebuild, Waiting, serve};
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Options of `review`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka review                              the newest edition of ./metryczka.toml, or of output/
  metryczka review --by 'A. Nowak'
  metryczka review --port 8080                  another port than 8137
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
    /// Port on 127.0.0.1; 0 takes any that is free [default: 8137, or any that is free if it is taken].
    #[arg(long)]
    pub port: Option<u16>,
    /// Your name, to stand in the corrections.
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

/// Serves the desk until Ctrl-C.
///
/// # Errors
/// When there is no such edition, or the configuration cannot be understood; see [`metryczka::review::ReviewError`] for the rest.
pub fn run(args: &ReviewArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    // Files named one by one are not those of a configuration.
    let (named, config) = if args.sources.is_empty() { find_config(args.config.as_deref())? } else { (None, Config::default()) };
    let output = args.output.clone().unwrap_or_else(|| config.output.clone());
    let edition = edition_folder(&output, args.edition.as_deref())?;
    let corrections = corrections_file(&config, args.corrections.as_deref());
    // Without a configuration the sources are only guessed.
    let is_known = named.is_some() || !args.sources.is_empty() || is_made_of(&edition, &config.saved())?;
    if !is_known {
        console.note(
            "corrections can be kept, but the edition not be built anew from here: it was made of other sources; name them with \
             --sources PATH, or the configuration with --config FILE",
        );
    }
    let again = Again {
        config: args.config.clone(),
        sources: args.sources.clone(),
        output: Some(output),
        corrections: Some(corrections.clone()),
    };
    let rebuild = is_known.then(|| rebuilding(again, global.clone(), *console));
    let progress = console.progress();
    progress.set_message("mentions of the edition read");
    let opening = progress.clone();
    let desk = Desk {
        edition,
        corrections,
        port: args.port,
        by: args.by.clone(),
        rebuild,
        opening: Some(Arc::new(move |done, _| opening.set_position(done as u64))),
        waiting: Some(waiting(*console)),
    };
    let asked = args.port;
    let ready = |address: SocketAddr, link: &str| {
        progress.finish_and_clear();
        // On standard output, so that a script can read it too; whoever has closed that still has the desk.
        let mut out = console.out();
        let _ = writeln!(out, "{link}").and_then(|()| out.flush());
        console.note("open this link in a browser on this machine; it is good for this run alone. Ctrl-C ends the review");
        if asked.is_none() && address.port() != PORT {
            console.note(format_args!(
                "port {PORT} is taken, so another one was; answers begun there and not saved are not seen here. Is another review still \
                 open?"
            ));
        }
    };
    let served = serve(desk, &ready, interrupted());
    progress.finish_and_clear();
    served?;
    Ok(Outcome::Good)
}

/// Builds the edition anew from the same sources, without fetching.
fn rebuilding(again: Again, global: Global, console: Console) -> Rebuild {
    Arc::new(move || {
        let made = again.publish(&global, &console).map_err(|failure| told(&failure))?;
        made.folder.ok_or_else(|| "review.err_unpublished\nreview.err_unpublished_remedy".to_owned())
    })
}

/// Says that a rebuild is waited for.
fn waiting(console: Console) -> Waiting {
    Arc::new(move || {
        console.note("the desk is closed; the edition that is being built is still finished. Ctrl-C again gives it up")
    })
}

/// Whether an edition has a page of these files and folders.
fn is_made_of(edition: &Path, sources: &[PathBuf]) -> Result<bool, Failure> {
    let Some(mut table) = tables().into_iter().find(|table| table.name == "pages") else { return Ok(false) };
    // An edition of another form says so itself.
    if Edition::open(edition).is_err() {
        return Ok(true);
    }
    table.columns.retain(|column| column.name == "path");
    for rows in TableReader::open(edition, &table)?.groups() {
        let rows = rows?;
        let is_theirs = |path: &str| sources.iter().any(|source| Path::new(path).starts_with(source));
        if (0..rows.height()).any(|row| rows.cell(row, 0).as_text().is_some_and(is_theirs)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What went wrong, and what to do on the next line.
fn told(failure: &Failure) -> String {
    match failure {
        Failure::Usage { message, hint } | Failure::Cannot { message, hint } => format!("{message}\n{hint}"),
        Failure::ClosedPipe => "nobody listens any more".to_owned(),
    }
}

/// Ends with Ctrl-C, or when the system asks the program to end. The second time the program ends at once, whatever it does.
async fn interrupted() {
    signalled().await;
    tokio::spawn(async {
        signalled().await;
        // As a shell tells of a program that Ctrl-C has ended.
        std::process::exit(INTERRUPTED.into());
    });
}
