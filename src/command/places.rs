//! `places import`: the register of territorial units as vocabulary files.

use super::args::PlacesImportArgs;
use super::exit::{Failure, Outcome};
use super::figures;
use super::output::Console;
use metryczka::vocabulary::{PlaceChange, Places, PlacesImport, Register};
use std::io::Write;
use std::path::Path;

/// Changes that are printed one by one without `--verbose`.
const SHOWN: usize = 20;

/// Writes the files and says what they change.
///
/// # Errors
/// When the register cannot be read, or the files cannot be written.
pub fn import(args: &PlacesImportArgs, console: &Console) -> Result<Outcome, Failure> {
    let name = args.file.display();
    let bytes = std::fs::read(&args.file)
        .map_err(|error| Failure::cannot(format!("cannot read {name}: {error}"), "download TERC at eteryt.stat.gov.pl"))?;
    let register = Register::read(&bytes).map_err(|error| Failure::cannot(format!("{name}: {error}"), error.remedy()))?;
    let import = PlacesImport::new(&register);
    // What is written must be read: nothing half usable is left behind.
    Places::parse(&import.places, &import.regions)
        .map_err(|error| Failure::cannot(format!("{name}: {error}"), "download the file anew"))?;
    std::fs::create_dir_all(&args.into).map_err(|error| unwritable(&args.into, &error))?;
    for (file, text) in [("places.csv", &import.places), ("regions.csv", &import.regions)] {
        replace(&args.into.join(file), text)?;
    }
    print(args, console, &register, &import)?;
    Ok(Outcome::Good)
}

/// Writes a file beside its place and renames it: an earlier one stays whole until then.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let beside = path.with_extension("csv.new");
    let written = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::cannot(format!("cannot write {}: {error}", path.display()), "choose another folder with --into")
}

fn print(args: &PlacesImportArgs, console: &Console, register: &Register, import: &PlacesImport) -> Result<(), Failure> {
    let mut out = console.out();
    let date = if register.date.is_empty() { "no date".to_owned() } else { format!("as of {}", register.date) };
    writeln!(out, "{} ({date})", args.file.display())?;
    let count = |fits: fn(&PlaceChange) -> bool| import.changes.iter().filter(|change| fits(change)).count();
    let rows = [
        (register.units.len(), "municipalities, all with numbers of seven digits"),
        (import.kinds_added, "kinds added"),
        (import.kinds_changed, "kinds changed"),
        (count(|change| change.before.is_none()), "municipalities new"),
        (count(|change| change.before.is_some() && change.after.is_some()), "renamed"),
        (count(|change| change.after.is_none()), "gone"),
        (import.uninflected.len(), "names known in the nominative only"),
    ];
    for (number, what) in rows {
        writeln!(out, "  {:>9} {what}", figures::count(number))?;
    }
    let shown = if console.verbose { usize::MAX } else { SHOWN };
    for change in import.changes.iter().take(shown) {
        writeln!(out, "  {}", told(change))?;
    }
    if import.changes.len() > shown {
        writeln!(out, "  … {} more with --verbose", import.changes.len() - shown)?;
    }
    out.flush()?;
    if !import.uninflected.is_empty() {
        console.note(format!("nominative only: {}", import.uninflected.join(", ")));
    }
    console.note(format!("use it with --vocabulary {}", args.into.display()));
    Ok(())
}

fn told(change: &PlaceChange) -> String {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!("{} {before} is now {after}", change.teryt),
        (None, Some(after)) => format!("{} {after} is new", change.teryt),
        (Some(before), None) => format!("{} {before} is gone", change.teryt),
        (None, None) => change.teryt.clone(),
    }
}
