//! Kills the program at seeded moments and compares what it publishes in the end with what an unbroken run publishes:
//! `cargo run --example kill_soak -- --help`.
#![allow(clippy::print_stdout, clippy::print_stderr)] // A program for people to look at.

mod compare;
mod ground;
mod point;
mod seeded;

use ground::Ground;
use municipal_web::Settings;
use point::Outcome;
use seeded::Seeded;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

const HELP: &str =
    "Serves a small web, runs metryczka over it once without and many times with SIGKILL in between, and compares the editions.

  --points N           how many runs are killed (100)
  --first N            the number of the first, to repeat one (0)
  --seed N             what moments and the web are drawn from (7)
  --municipalities N   of the web (4)
  --pages LEAST-MOST   pages of a municipality, roughly (60-160)
  --faults             some hosts fail and recover
  --binary FILE        the program (target/debug/metryczka)
  --out DIR            where it works; what failed is kept there (output/kill_soak)
";

struct Arguments {
    points: u64,
    first: u64,
    settings: Settings,
    faults: bool,
    binary: PathBuf,
    out: PathBuf,
}

fn main() -> ExitCode {
    if std::env::args().any(|word| word == "--help" || word == "-h") {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match arguments().and_then(|arguments| soak(&arguments)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn arguments() -> Result<Arguments, String> {
    let settings = Settings { municipalities: 4, pages: (60, 160), ..Settings::default() };
    let (binary, out) = (PathBuf::from("target/debug/metryczka"), PathBuf::from("output/kill_soak"));
    let mut parsed = Arguments { points: 100, first: 0, settings, faults: false, binary, out };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value\n\n{HELP}"));
        match word.as_str() {
            "--points" => parsed.points = number(&value()?)?,
            "--first" => parsed.first = number(&value()?)?,
            "--seed" => parsed.settings.seed = number(&value()?)?,
            "--municipalities" => parsed.settings.municipalities = number(&value()?)?,
            "--pages" => {
                let text = value()?;
                let (least, most) = text.split_once('-').ok_or("--pages takes two numbers: 60-160")?;
                parsed.settings.pages = (number(least)?, number(most)?);
            }
            "--faults" => parsed.faults = true,
            "--binary" => parsed.binary = PathBuf::from(value()?),
            "--out" => parsed.out = PathBuf::from(value()?),
            _ => return Err(format!("unknown: {word}\n\n{HELP}")),
        }
    }
    Ok(parsed)
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("not a number: {text}"))
}

/// Everything; whether all points came to the same.
fn soak(arguments: &Arguments) -> Result<bool, String> {
    let begun = Instant::now();
    let seed = arguments.settings.seed;
    let ground = Ground::prepare(arguments.settings.clone(), arguments.faults, &arguments.binary, &arguments.out)?;
    println!("{}", ground.describe());
    let mut totals = point::Totals::default();
    let mut failed = 0;
    for number in arguments.first..arguments.first + arguments.points {
        let plan = point::Plan::draw(&mut Seeded::new(seed, number), &ground);
        let Outcome { totals: of_point, differences } = point::run(&ground, number, &plan)?;
        totals.add(&of_point);
        let verdict = if differences.is_empty() { "same" } else { "DIFFERENT" };
        println!("point {number:3}: {plan}; {of_point}: {verdict}");
        for difference in &differences {
            println!("    {difference}");
        }
        failed += u64::from(!differences.is_empty());
    }
    println!("{} points in {:.0} s: {totals}", arguments.points, begun.elapsed().as_secs_f64());
    match failed {
        0 => println!("every edition is the unbroken run's, byte by byte"),
        _ => println!("{failed} points differ, seed {seed}; their folders are kept in {}", arguments.out.display()),
    }
    Ok(failed == 0)
}
