//! One point: a run that is killed, perhaps several times, and ends in the end.

use crate::compare::{self, Counts};
use crate::ground::{EDITION, Ground};
use crate::seeded::Seeded;
use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// When the program is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// When so many requests were served, whatever it does then.
    Requests(u64),
    /// After so long.
    Time(Duration),
}

/// What is done to the folder before the last run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Surgery {
    Nothing,
    /// The state is removed: the archive has everything.
    NoState,
    /// The archive's newest file is cut somewhere, in thousandths of it; the state knows more than the archive then.
    Cut(u64),
    Both(u64),
}

/// What happens at a point.
pub struct Plan {
    kills: Vec<Moment>,
    surgery: Surgery,
}

/// What happened.
#[derive(Debug, Default)]
pub struct Totals {
    kills: u32,
    requests: u64,
    /// Requests beyond what the archive holds in the end, and was not cut off.
    lost: u64,
    cut: u64,
}

/// What came of it.
pub struct Outcome {
    pub totals: Totals,
    pub differences: Vec<String>,
}

impl Plan {
    /// One to four kills; every other at a number of requests, which hits the crawl, the others at a time, which hits everything.
    pub fn draw(seeded: &mut Seeded, ground: &Ground) -> Self {
        let kills = (0..=seeded.below(4))
            .map(|_| match seeded.below(2) {
                0 => Moment::Requests(1 + seeded.below(ground.requests)),
                _ => Moment::Time(Duration::from_millis(seeded.below(ground.time.as_millis() as u64))),
            })
            .collect();
        let surgery = match seeded.below(10) {
            0 | 1 => Surgery::NoState,
            2 | 3 => Surgery::Cut(seeded.below(1_000)),
            4 => Surgery::Both(seeded.below(1_000)),
            _ => Surgery::Nothing,
        };
        Self { kills, surgery }
    }
}

/// Does what the plan says; the folder stays only if something was different.
pub fn run(ground: &Ground, number: u64, plan: &Plan) -> Result<Outcome, String> {
    let folder = ground.fresh(&format!("point-{number}"))?;
    let edition = folder.join("edition").join(EDITION);
    let (mut totals, mut differences) = (Totals::default(), Vec::new());
    let mut before = Counts::new();
    for moment in &plan.kills {
        if edition.exists() {
            break;
        }
        totals.kills += u32::from(kill(ground, &folder, *moment)?);
        let kept = compare::archived(&folder)?;
        match compare::beyond(&before, &kept) {
            0 => before = kept,
            gone => differences.push(format!("{gone} archived fetches are gone")),
        }
    }
    if !edition.exists() {
        totals.cut = operate(plan.surgery, &folder, &before)?;
        let output = ground.command(&folder).output().map_err(|error| format!("cannot start the program: {error}"))?;
        if !edition.exists() {
            differences.push(format!("nothing was published: {}", String::from_utf8_lossy(&output.stderr).trim()));
            return Ok(Outcome { totals, differences });
        }
    }
    differences.extend(compare::editions(&ground.unbroken(), &edition)?);
    let (requested, archived) = (ground.requested(), compare::archived(&folder)?);
    totals.requests = requested.values().map(|count| u64::from(*count)).sum();
    totals.lost = compare::beyond(&requested, &archived).saturating_sub(totals.cut);
    if totals.cut == 0 {
        differences.extend(compare::excess(&requested, &archived, totals.kills));
    }
    if totals.lost > u64::from(totals.kills) * ground.hosts {
        differences.push(format!("{} requests came to nothing, more than were under way at the kills", totals.lost));
    }
    // An answer that was lost is another one the next time, if the server fails every so often.
    if !ground.faults && archived != ground.archived {
        let (more, less) = (compare::beyond(&archived, &ground.archived), compare::beyond(&ground.archived, &archived));
        differences.push(format!("the archive holds {more} fetches more and {less} less than the unbroken run's"));
    }
    if differences.is_empty() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    Ok(Outcome { totals, differences })
}

/// Starts the program and kills it at a moment; whether it was killed and had not ended by itself.
fn kill(ground: &Ground, folder: &Path, moment: Moment) -> Result<bool, String> {
    let mut child = ground.command(folder).spawn().map_err(|error| format!("cannot start the program: {error}"))?;
    let begun = Instant::now();
    let has_come = || match moment {
        Moment::Requests(number) => ground.total() >= number,
        Moment::Time(time) => begun.elapsed() >= time,
    };
    while !has_come() {
        if has_ended(&mut child)? {
            return Ok(false);
        }
        sleep(Duration::from_micros(200));
    }
    // SIGKILL: nothing of the program runs after it.
    let killed = !has_ended(&mut child)?;
    child.kill().and_then(|()| child.wait()).map_err(|error| format!("cannot kill the program: {error}"))?;
    Ok(killed)
}

fn has_ended(child: &mut Child) -> Result<bool, String> {
    child.try_wait().map(|status| status.is_some()).map_err(|error| format!("cannot wait for the program: {error}"))
}

/// Damages what lies in the folder; returns how many archived fetches that cost.
fn operate(surgery: Surgery, folder: &Path, before: &Counts) -> Result<u64, String> {
    let archive = folder.join("archive");
    let failed = |error| format!("{}: {error}", archive.display());
    if !archive.is_dir() {
        return Ok(0);
    }
    let mut files: Vec<_> = fs::read_dir(&archive).map_err(failed)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let named = |path: &Path, part: &str| path.file_name().is_some_and(|name| name.to_string_lossy().contains(part));
    if matches!(surgery, Surgery::NoState | Surgery::Both(_)) {
        files.iter().filter(|path| named(path, "state.sqlite")).try_for_each(fs::remove_file).map_err(failed)?;
    }
    if let Surgery::Cut(part) | Surgery::Both(part) = surgery
        && let Some(newest) = files.iter().rfind(|path| named(path, ".warc.gz"))
    {
        let file = fs::OpenOptions::new().write(true).open(newest).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        file.set_len(length * part / 1_000).map_err(failed)?;
        return Ok(compare::beyond(before, &compare::archived(folder)?));
    }
    Ok(0)
}

impl Totals {
    /// Adds up.
    pub fn add(&mut self, other: &Self) {
        self.kills += other.kills;
        self.requests += other.requests;
        self.lost += other.lost;
        self.cut += other.cut;
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} kills, {} requests, {} of them under way at a kill", self.kills, self.requests, self.lost)?;
        if self.cut > 0 { write!(out, ", {} fetches cut off", self.cut) } else { Ok(()) }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moments: Vec<String> = self.kills.iter().map(ToString::to_string).collect();
        write!(out, "killed {}", moments.join(", "))?;
        match self.surgery {
            Surgery::Nothing => Ok(()),
            Surgery::NoState => write!(out, "; state removed"),
            Surgery::Cut(part) => write!(out, "; archive cut to {part} ‰"),
            Surgery::Both(part) => write!(out, "; state removed, archive cut to {part} ‰"),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Requests(number) => write!(out, "at request {number}"),
            Self::Time(time) => write!(out, "after {} ms", time.as_millis()),
        }
    }
}
