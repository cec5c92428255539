//! Serves a web of invented municipalities on loopback, to try the crawler on: `cargo run --example municipal_web -- --help`.
#![allow(clippy::print_stdout, clippy::print_stderr)] // A program for people to look at.

use municipal_web::{Settings, Web, serve_in_background};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

const HELP: &str = "Serves a web of invented municipalities on loopback. The same seed gives the same pages.

  --municipalities N   how many (50)
  --seed N             what everything is drawn from (7)
  --pages LEAST-MOST   pages of a municipality, roughly (300-2000)
  --port N             one port on all machines (a free one)
  --out DIR            where metryczka.toml and truth.jsonl are written (output/municipal_web)
  --faults             three in ten hosts misbehave
  --day N              the day of the web's life: pages change and vanish as days go by (0)
  --days-per-minute N  days that pass in a minute (0)
  --delay-factor X     what Crawl-delay is multiplied by; 1 as on real sites (0.002)
  --seconds N          stop by itself
  --list               print hosts with their pages and notices, and stop
";

struct Arguments {
    settings: Settings,
    port: u16,
    out: PathBuf,
    day: u32,
    days_per_minute: u32,
    seconds: Option<u64>,
    list: bool,
    help: bool,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn arguments() -> Result<Arguments, String> {
    let out = PathBuf::from("output/municipal_web");
    let settings = Settings::default();
    let mut parsed = Arguments { settings, port: 0, out, day: 0, days_per_minute: 0, seconds: None, list: false, help: false };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value\n\n{HELP}"));
        match word.as_str() {
            "--municipalities" => parsed.settings.municipalities = number(&value()?)?,
            "--seed" => parsed.settings.seed = number(&value()?)?,
            "--pages" => {
                let text = value()?;
                let (least, most) = text.split_once('-').ok_or("--pages takes two numbers: 300-2000")?;
                parsed.settings.pages = (number(least)?, number(most)?);
            }
            "--port" => parsed.port = number(&value()?)?,
            "--out" => parsed.out = PathBuf::from(value()?),
            "--faults" => parsed.settings.faults = true,
            "--delay-factor" => parsed.settings.delay_factor = number(&value()?)?,
            "--day" => parsed.day = number(&value()?)?,
            "--days-per-minute" => parsed.days_per_minute = number(&value()?)?,
            "--seconds" => parsed.seconds = Some(number(&value()?)?),
            "--list" => parsed.list = true,
            "--help" | "-h" => parsed.help = true,
            _ => return Err(format!("unknown: {word}\n\n{HELP}")),
        }
    }
    Ok(parsed)
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("not a number: {text}"))
}

fn run(arguments: &Arguments) -> Result<(), String> {
    if arguments.help {
        print!("{HELP}");
        return Ok(());
    }
    let web = Arc::new(Web::new(arguments.settings.clone()));
    web.advance(arguments.day);
    if arguments.list {
        list(&web);
        return Ok(());
    }
    let served =
        serve_in_background(web.clone(), arguments.port).map_err(|error| format!("cannot listen on loopback: {error}"))?;
    let out = &arguments.out;
    let port = served.running.port;
    web.write_out(out, port).map_err(|error| format!("cannot write to {}: {error}", out.display()))?;
    println!("{} municipalities on port {port} of {} loopback addresses.", web.settings().municipalities, web.machines().len());
    println!("Configuration:         {}", out.join("metryczka.toml").display());
    println!("What the notices say:  {}", out.join("truth.jsonl").display());
    println!("To crawl it and publish an edition, in a second terminal: metryczka run {}", out.join("metryczka.toml").display());
    println!("It is day {}. Ctrl-C stops it.", web.day());
    let day = Duration::from_secs(60).checked_div(arguments.days_per_minute);
    let mut left = arguments.seconds.map(Duration::from_secs);
    loop {
        let nap = day.unwrap_or(Duration::from_secs(3_600)).min(left.unwrap_or(Duration::MAX));
        std::thread::sleep(nap);
        left = left.map(|left| left.saturating_sub(nap));
        if left == Some(Duration::ZERO) {
            return Ok(());
        }
        if day.is_some() {
            web.advance(1);
            println!("It is day {}.", web.day());
        }
    }
}

fn list(web: &Web) {
    let (mut pages, mut notices) = (0, 0);
    for municipality in web.municipalities() {
        let focus = web.pages(municipality.index);
        (pages, notices) = (pages + focus.pages, notices + focus.notices);
        println!("{} {}: {} pages, {} notices", municipality.teryt, municipality.place.name, focus.pages, focus.notices);
        for host in &municipality.hosts {
            let pages = web.addresses(&host.name).len();
            println!("    {} {:?} {:?} on {}, {pages} pages", host.name, host.kind, host.family, host.machine);
        }
    }
    println!("{pages} pages, {notices} pages and documents with notices");
}
