//! The web that is served, and what an unbroken run makes of it.

use crate::compare::{self, Counts};
use municipal_web::{Background, Fault, Kind, Settings, Web, serve_in_background};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The time all runs take for now: 2026-01-01.
const NOW: &str = "1767225600";
/// The name of all editions.
pub const EDITION: &str = "soak";

/// What all points share.
pub struct Ground {
    served: Background,
    binary: PathBuf,
    out: PathBuf,
    /// Whether some hosts fail and recover.
    pub faults: bool,
    /// Hosts of the web: as many fetches may be under way at once.
    pub hosts: u64,
    /// Requests of an unbroken run.
    pub requests: u64,
    /// How long it took.
    pub time: Duration,
    /// What its archive holds: fetches by address.
    pub archived: Counts,
}

impl Ground {
    /// Serves the web and runs once without a break.
    pub fn prepare(settings: Settings, faults: bool, binary: &Path, out: &Path) -> Result<Self, String> {
        let binary = fs::canonicalize(binary)
            .map_err(|error| format!("{}: {error}; `cargo build` makes the program, --binary names it", binary.display()))?;
        let web = Arc::new(Web::new(settings));
        if faults {
            misbehave(&web);
        }
        let hosts = web.municipalities().map(|one| one.hosts.len() as u64).sum();
        let served = serve_in_background(web, 0).map_err(|error| format!("cannot listen on loopback: {error}"))?;
        let (requests, time, archived) = (0, Duration::ZERO, Counts::new());
        let mut ground = Self { served, binary, out: out.to_owned(), faults, hosts, requests, time, archived };
        let folder = ground.fresh("unbroken")?;
        let begun = Instant::now();
        let output = ground.command(&folder).output().map_err(|error| format!("cannot start the program: {error}"))?;
        (ground.time, ground.requests) = (begun.elapsed(), ground.total());
        ground.archived = compare::archived(&folder)?;
        if !folder.join("edition").join(EDITION).is_dir() {
            return Err(format!("the unbroken run published nothing:\n{}", String::from_utf8_lossy(&output.stderr)));
        }
        Ok(ground)
    }

    /// An empty folder with the web's configuration; the web forgets what was asked before.
    pub fn fresh(&self, name: &str) -> Result<PathBuf, String> {
        let folder = self.out.join(name);
        let failed = |error| format!("{}: {error}", folder.display());
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(failed)?;
        }
        self.served.running.web().write_out(&folder, self.served.running.port).map_err(failed)?;
        self.served.running.forget_requests();
        Ok(folder)
    }

    /// The run that is killed, or not.
    pub fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(["run", "--edition", EDITION]).current_dir(folder).env("SOURCE_DATE_EPOCH", NOW);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// Requests since [`Ground::fresh`].
    pub fn total(&self) -> u64 {
        self.served.running.total()
    }

    /// The same by address.
    pub fn requested(&self) -> Counts {
        self.served.running.requests().into_iter().collect()
    }

    /// The folder of the unbroken run's edition.
    pub fn unbroken(&self) -> PathBuf {
        self.out.join("unbroken/edition").join(EDITION)
    }

    /// What there is, in a line.
    pub fn describe(&self) -> String {
        format!(
            "unbroken: {} requests to {} hosts, {} fetches archived, {:.1} s; editions are compared with {}",
            self.requests,
            self.hosts,
            self.archived.values().sum::<u32>(),
            self.time.as_secs_f64(),
            self.unbroken().display(),
        )
    }
}

/// Faults that pass: what comes of them does not depend on when the program was killed. Not so faults that count a host's requests,
/// last for a time, or never pass (a host that is given up after some failures is asked anew by the next run).
fn misbehave(web: &Web) {
    for (number, host) in web.municipalities().flat_map(|one| one.hosts).enumerate() {
        let (kind, percent, times) = match number % 4 {
            0 => (Kind::Flapping, 30, 0),
            1 => (Kind::Reset, 30, 1),
            2 => (Kind::Busy(503, String::new()), 20, 1),
            _ => continue,
        };
        web.add_fault(Fault { percent, times, ..Fault::of(&host.name, kind) });
    }
}
