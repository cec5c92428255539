//! `sources check`: is the configuration what was meant? Nothing is fetched.

use super::args::SourcesCheckArgs;
use super::config::{Config, Fault, Municipality, Severity, human};
use super::exit::{Failure, Outcome};
use super::figures;
use super::output::{Console, paint, width};
use super::settings::DEFAULT_CONFIG;
use super::table::{Align, TextTable};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Municipalities that are printed without `--verbose`.
const SHOWN: usize = 50;
/// Hosts of one municipality that are printed by name.
const SHOWN_HOSTS: usize = 2;

/// Prints the municipalities and everything that is wrong.
///
/// # Errors
/// When the configuration cannot be read, or has a fault.
pub fn check(args: &SourcesCheckArgs, console: &Console) -> Result<Outcome, Failure> {
    let path = args.config.clone().unwrap_or_else(|| PathBuf::from(DEFAULT_CONFIG));
    let (config, mut faults) = Config::examine(&path)?;
    faults.extend(missing(&config));
    let mut out = console.out();
    print_municipalities(&config, console, &mut out)?;
    writeln!(out, "{}", told(&config))?;
    for fault in &faults {
        print_fault(&path, fault, console, &mut out)?;
    }
    out.flush()?;
    let errors = faults.iter().filter(|fault| fault.severity == Severity::Error).count();
    match errors {
        0 => Ok(Outcome::Good),
        number => Err(Failure::usage(format!("configuration: {}: faults: {number}", path.display()), "mend what is named above")),
    }
}

/// Saved pages that are not there.
fn missing(config: &Config) -> Vec<Fault> {
    let of_municipalities = config.municipalities.iter().flat_map(|m| m.paths.iter().map(move |path| (m.line, path)));
    let named = config.sources.iter().map(|path| (1, path)).chain(of_municipalities);
    let missing = named.filter_map(|(line, path)| Some((line, path, std::fs::metadata(path).err()?)));
    missing
        .map(|(line, path, error)| Fault {
            line,
            severity: Severity::Error,
            message: format!("cannot read source: {}: {error}", path.display()),
            remedy: "check the spelling; paths are relative to the configuration's folder".to_owned(),
        })
        .collect()
}

fn print_municipalities(config: &Config, console: &Console, out: &mut impl Write) -> Result<(), Failure> {
    if config.municipalities.is_empty() {
        return Ok(());
    }
    let mut table = TextTable::new(&[
        ("id", Align::Whole),
        ("name", Align::Left),
        ("teryt", Align::Whole),
        ("looks at", Align::Left),
        ("pages", Align::Right),
        ("bytes", Align::Right),
        ("time", Align::Right),
        ("every", Align::Right),
    ]);
    let shown = if console.verbose { usize::MAX } else { SHOWN };
    for municipality in config.municipalities.iter().take(shown) {
        table.row(row(municipality));
    }
    write!(out, "{}", table.render(width()))?;
    if config.municipalities.len() > shown {
        writeln!(out, "… {} more with --verbose", figures::count(config.municipalities.len() - shown))?;
    }
    writeln!(out)?;
    Ok(())
}

fn row(municipality: &Municipality) -> Vec<String> {
    let teryt = municipality.teryt.clone().unwrap_or_default();
    let mut cells = vec![municipality.id.clone(), municipality.name.clone(), teryt, looks_at(municipality)];
    match &municipality.plan {
        Some(plan) => cells.extend([
            figures::count(plan.budget.pages as usize),
            human::size_text(plan.budget.bytes),
            human::duration_text(plan.budget.time),
            plan.every.map(human::duration_text).unwrap_or_default(),
        ]),
        None => cells.extend(std::iter::repeat_n(String::new(), 4)),
    }
    cells
}

fn looks_at(municipality: &Municipality) -> String {
    let mut what = Vec::new();
    if let Some(plan) = &municipality.plan {
        let hosts: Vec<String> = plan.hosts().into_iter().collect();
        let mut names = hosts.iter().take(SHOWN_HOSTS).cloned().collect::<Vec<_>>().join(", ");
        if hosts.len() > SHOWN_HOSTS {
            names.push_str(&format!(" and {} more", hosts.len() - SHOWN_HOSTS));
        }
        what.push(if plan.follow { names } else { format!("{} addresses on {names}", plan.start.len()) });
    }
    what.extend(municipality.paths.iter().map(|path| path.display().to_string()));
    what.join(", ")
}

/// What the configuration amounts to, in one line.
fn told(config: &Config) -> String {
    let crawled = config.municipalities.iter().filter(|municipality| municipality.plan.is_some()).count();
    let contact = config.crawl.plan.contact.as_deref().unwrap_or("none: only this machine is crawled");
    let all = figures::count(config.municipalities.len());
    let saved = config.saved().len();
    match config.municipalities.len() {
        0 => format!("nothing is crawled; saved pages: {saved} paths"),
        _ => {
            format!("municipalities: {all}, crawled: {}; saved pages: {saved} paths; contact: {contact}", figures::count(crawled))
        }
    }
}

fn print_fault(path: &Path, fault: &Fault, console: &Console, out: &mut impl Write) -> Result<(), Failure> {
    let kind = match fault.severity {
        Severity::Error => paint(console.color, "1;31", "error"),
        Severity::Warning => paint(console.color, "1;33", "warning"),
    };
    writeln!(out, "{}:{}: {kind}: {}", path.display(), fault.line, fault.message)?;
    writeln!(out, "    → {}", fault.remedy)?;
    Ok(())
}
