//! `review`: the review desk on this machine.

use super::args::Global;
use super::exit::{Failure, Outcome};
use super::output::Console;
use super::settings::{edition_folder, find_config};
use clap::Args;
use metryczka::review::{Desk, serve};
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

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
/// When there is no such edition, or the configuration or a source of it is not there; see [`metryczka::review::ReviewError`] for the
/// rest.
pub fn run(args: &ReviewArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    let (_, config) = find_config(args.config.as_deref())?;
    let output = args.output.clone().unwrap_or_else(|| config.output.clone());
    let edition = edition_folder(&output, args.edition.as_deref())?;
    let progress = console.progress();
    progress.set_message("opening the edition");
    let opening = progress.clone();
    let desk = Desk {
        edition,
        corrections: args.corrections.clone().unwrap_or_else(|| PathBuf::from("corrections.toml")),
        port: args.port,
        by: args.by.clone(),
        rebuild: None,
        opening: Some(Arc::new(move |done, of| {
            opening.set_length(of as u64);
            opening.set_position(done as u64);
        })),
    };
    let ready = |_: SocketAddr, link: &str| {
        progress.finish_and_clear();
        // Standard output, so that a script can read it too; whoever has closed it still has the desk.
        let mut out = console.out();
        let _ = writeln!(out, "{link}").and_then(|()| out.flush());
        console.note("open this link in a browser on this machine; it is good for this run alone. Ctrl-C ends it");
    };
    let _ = global;
    serve(desk, &ready, interrupted())?;
    Ok(Outcome::Good)
}

/// Ends with Ctrl-C, or when the system asks the program to end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without a handler the desk is ended by the signal itself.
    let _ = tokio::signal::ctrl_c().await;
}
