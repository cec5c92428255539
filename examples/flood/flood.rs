//! The command line, and the measuring.

use crate::invent::{Flood, MENTIONS_OF_ROUND};
use crate::reopen;
use cpu_time::ProcessTime;
use metryczka::dataset::{Context, Counts, Dataset, DatasetError, Edition, Finishing, Harvest, Origin, Publisher, Store, tables};
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

const HELP: &str = "Publishes an edition of invented mentions and prints what it cost. The same number gives the same tables.

  N            mentions (10000); rounded up to a whole round of projects
  --threads T  threads of polars (all)
  --shuffle    the pages come in another order: the tables must stay the same
  --out DIR    where the edition is published (output/flood)
  --reopen DIR opens a published edition instead, and prints how fast it answers
";

/// The variable by which polars is told how many threads to start.
const THREADS: &str = "POLARS_MAX_THREADS";

struct Arguments {
    mentions: u64,
    threads: Option<String>,
    is_shuffled: bool,
    out: PathBuf,
    reopen: Option<PathBuf>,
}

/// Wall and CPU time since the last look, and the most memory so far.
struct Clock {
    wall: Instant,
    cpu: ProcessTime,
}

pub fn main() -> ExitCode {
    if std::env::args().any(|word| word == "--help" || word == "-h") {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match arguments().and_then(|arguments| start(&arguments)) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn arguments() -> Result<Arguments, String> {
    let mut arguments =
        Arguments { mentions: 10_000, threads: None, is_shuffled: false, out: PathBuf::from("output/flood"), reopen: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word}: no value"));
        match word.as_str() {
            "--threads" => arguments.threads = Some(value()?),
            "--shuffle" => arguments.is_shuffled = true,
            "--out" => arguments.out = PathBuf::from(value()?),
            "--reopen" => arguments.reopen = Some(PathBuf::from(value()?)),
            number => {
                arguments.mentions =
                    number.parse().map_err(|_| format!("{number}: neither a number nor an option; see --help"))?
            }
        }
    }
    Ok(arguments)
}

/// Polars reads the number of its threads once, from the environment: a run with another number is another process.
fn start(arguments: &Arguments) -> Result<ExitCode, String> {
    let wanted = arguments.threads.as_deref().filter(|wanted| std::env::var(THREADS).as_deref() != Ok(wanted));
    let Some(wanted) = wanted else {
        return flood(arguments).map(|()| ExitCode::SUCCESS).map_err(|error| error.to_string());
    };
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let status = Command::new(program).args(std::env::args_os().skip(1)).env(THREADS, wanted).status();
    let code = status.map_err(|error| error.to_string())?.code();
    Ok(ExitCode::from(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(3)))
}

fn flood(arguments: &Arguments) -> Result<(), DatasetError> {
    if let Some(edition) = &arguments.reopen {
        let clock = Clock::start();
        reopen::measure(edition)?;
        clock.tell("all of it", 1);
        return Ok(());
    }
    let rounds = arguments.mentions.div_ceil(MENTIONS_OF_ROUND);
    let flood = Flood::new(rounds);
    let start = Clock::start();
    for page in flood.pages(arguments.is_shuffled) {
        drop(page);
    }
    start.tell("inventing alone", rounds);
    let clock = Clock::start();
    let name = format!("{}-{}", rounds * MENTIONS_OF_ROUND, std::process::id());
    let publisher = Publisher::begin(&arguments.out, &name)?;
    let folder = publisher.folder();
    let mut harvest = Harvest { store: Store::on(publisher.spool()?), coverage: flood.coverage(), ..Harvest::default() };
    let reading = Clock::start();
    for page in flood.pages(arguments.is_shuffled) {
        harvest.take(page)?;
    }
    reading.tell("inventing and putting away", rounds);
    let joining = Clock::start();
    let dataset = Dataset::assemble(harvest, &Context::new("2026-01-01T00:00:00Z"))?;
    joining.tell("sorting and joining", rounds);
    let publishing = Clock::start();
    let edition = publisher.publish(&dataset, origin(), &Finishing::default())?;
    publishing.tell("making and writing the tables", rounds);
    clock.tell("all but inventing alone", rounds);
    report(&dataset.counts(), &edition);
    println!("edition in {}", folder.display());
    Ok(())
}

fn origin() -> Origin {
    Origin {
        created: "2026-01-01T00:00:00Z".to_owned(),
        code_version: env!("CARGO_PKG_VERSION").to_owned(),
        vocabulary_digest: String::new(),
        inputs_digest: None,
    }
}

fn report(counts: &Counts, edition: &Edition) {
    println!("{} pages, {} mentions, {} projects", counts.pages, counts.mentions, counts.projects);
    let mut digest = Sha256::new();
    for table in tables() {
        if let Some(file) = edition.tables.get(table.name) {
            println!("  {:16} {:>10} rows {:>12} bytes", table.name, file.rows, file.bytes);
            digest.update(&file.sha256);
        }
    }
    let hex: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    println!("digest of all tables: {hex}");
}

impl Clock {
    fn start() -> Self {
        Self { wall: Instant::now(), cpu: ProcessTime::now() }
    }

    fn tell(&self, what: &str, rounds: u64) {
        let (wall, cpu) = (self.wall.elapsed(), self.cpu.elapsed());
        let each = |time: Duration| time.as_secs_f64() * 1e6 / (rounds * MENTIONS_OF_ROUND) as f64;
        println!(
            "{what:30} wall {:>8.2} s  CPU {:>8.2} s = {:>7.1} µs a mention  memory at most {:>6.1} MB, now {:>6.1} MB",
            wall.as_secs_f64(),
            cpu.as_secs_f64(),
            each(cpu),
            memory("VmHWM:"),
            memory("VmRSS:"),
        );
    }
}

/// Memory of this process in megabytes, as the system counts it; 0 where it does not.
fn memory(of: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(of)).unwrap_or_default();
    let kilobytes: f64 = line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0.0);
    kilobytes / 1024.0
}
