//! Both sides as editions: what becomes of projects, sums and municipalities when mentions are joined.

use super::super::super::clock;
use super::super::super::exit::Failure;
use super::super::super::settings::Making;
use metryczka::correction::Corrector;
use metryczka::dataset::{
    Cell, Context, Dataset, DatasetError, EditionChange, Finishing, Harvest, Origin, PageRecord, Previous, Problem, Publisher,
    Scope, Store, TableReader, compare,
};
use metryczka::{Extraction, Extractor};
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Sums of the edition that are compared: columns of `projects`.
const SUMS: [&str; 2] = ["total_cost", "cofinancing"];

/// Sums of a municipality that are compared: columns of `municipalities`.
const OF_MUNICIPALITY: [&str; 2] = ["total_pln", "grant_pln"];

/// What two editions have not in common.
#[derive(Debug, Default, Serialize)]
pub struct Compared {
    /// Number of projects by what happens to them (`added`, `changed`, `gone`, …).
    pub projects: BTreeMap<&'static str, usize>,
    /// How many projects there are, before and after.
    pub total: [usize; 2],
    /// Sums of all projects by field and currency.
    pub sums: Vec<Sum>,
    /// Sums of municipalities that change, the most changed first.
    pub municipalities: Vec<Municipality>,
}

/// A sum, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// The field that is summed up.
    pub field: &'static str,
    /// Its currency.
    pub currency: String,
    /// As it is.
    pub before: Decimal,
    /// As it would be.
    pub after: Decimal,
}

/// A sum of a municipality, before and after; none where it has no project with one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Municipality {
    /// Its number.
    pub teryt: String,
    /// Its name.
    pub municipality: String,
    /// The column.
    pub column: &'static str,
    /// As it is.
    pub before: Option<Decimal>,
    /// As it would be.
    pub after: Option<Decimal>,
}

/// Two editions that are being made in a temporary folder.
pub struct Sides {
    before: Side,
    after: Side,
    // Dropped last: the editions are in it.
    folder: Temporary,
}

struct Side {
    publisher: Publisher,
    harvest: Harvest,
}

impl Side {
    fn begin(folder: &Path, making: &Making) -> Result<Self, Failure> {
        let publisher = Publisher::begin(folder, "edition")?;
        let store = Store::on(publisher.spool()?);
        let corrector = Corrector::new(making.corrections.clone());
        Ok(Self { publisher, harvest: Harvest { store, corrector, ..Harvest::default() } })
    }

    /// Makes the edition, with the history of another if there is one.
    fn publish(self, making: &Making, extractor: &'static Extractor, previous: Option<Previous>) -> Result<PathBuf, Failure> {
        let created = clock::now();
        // Both sides read the same pages: what one of them does not tell is gone.
        let owners = making.input.owners.iter().map(|(_, source)| source.clone());
        let crawled = making.input.crawled.iter().flat_map(|plan| plan.sources.iter().map(|source| source.id.clone()));
        let scope = Scope { sources: owners.chain(crawled).collect(), paths: making.input.saved.clone(), ..Scope::default() };
        let vocabulary = extractor.vocabulary();
        let yardsticks = making.comparing.yardsticks(vocabulary)?;
        let context = Context { vocabulary, yardsticks, previous, scope, ..Context::new(&created) };
        let dataset = Dataset::assemble(self.harvest, &context)?;
        let origin = Origin {
            created,
            code_version: env!("CARGO_PKG_VERSION").to_owned(),
            vocabulary_digest: vocabulary.digest().to_owned(),
            inputs_digest: None,
        };
        let folder = self.publisher.folder();
        let finishing = Finishing {
            further: None,
            expectations: &[],
            previous: context.previous.as_ref(),
            force: None,
            warnings: &[],
            licence: None,
        };
        self.publisher.publish(&dataset, origin, &finishing)?;
        Ok(folder)
    }
}

impl Sides {
    /// Two empty sides.
    ///
    /// # Errors
    /// When there is no room for temporary files.
    pub fn begin(making: &Making) -> Result<Self, Failure> {
        let folder = Temporary::create()?;
        let side = |name: &str| Side::begin(&folder.0.join(name), making);
        Ok(Self { before: side("before")?, after: side("after")?, folder })
    }

    /// Takes a page on both sides.
    ///
    /// # Errors
    /// When it cannot be put away.
    pub fn take(&mut self, page: PageRecord, beside: Extraction) -> Result<(), Failure> {
        let silence = beside.silence.map(|silence| super::super::super::figures::word(&silence));
        self.after.harvest.take(PageRecord { mentions: beside.mentions, silence, ..page.clone() })?;
        Ok(self.before.harvest.take(page)?)
    }

    /// Makes both editions, and compares them.
    ///
    /// # Errors
    /// When one cannot be made.
    pub fn compare(self, making: &Making, other: &'static Extractor, problems: &[Problem]) -> Result<Compared, Failure> {
        let Self { mut before, mut after, folder } = self;
        if before.harvest.captures() == 0 {
            return Ok(Compared::default());
        }
        before.harvest.problems = problems.to_vec();
        after.harvest.problems = problems.to_vec();
        let before = before.publish(making, making.reading.extractor, None)?;
        // A project keeps its id, so that it is seen what becomes of it.
        let after = after.publish(making, other, Some(Previous::open(&before)?))?;
        let found = compare(&before, &after)?;
        let compared = Compared {
            projects: by_kind(&found.differences),
            total: [current(&before)?, current(&after)?],
            sums: sums(&before, &after)?,
            municipalities: municipalities(&before, &after)?,
        };
        drop(folder);
        Ok(compared)
    }
}

/// Number of projects by what happens to them; a project with several changed fields once.
fn by_kind(differences: &[EditionChange]) -> BTreeMap<&'static str, usize> {
    let of = differences.iter().map(|difference| (difference.kind.word(), difference.project_id.as_str()));
    let mut kinds = BTreeMap::new();
    for (kind, _) in of.collect::<BTreeSet<_>>() {
        *kinds.entry(kind).or_default() += 1;
    }
    kinds
}

/// Hands over the cells of some columns, row by row.
fn each(edition: &Path, table: &str, columns: &[&str], mut take: impl FnMut(&[Cell<'_>])) -> Result<(), DatasetError> {
    let reader = TableReader::named(edition, table)?;
    let places: Vec<usize> = columns.iter().map(|column| reader.place(column).unwrap_or(usize::MAX)).collect();
    for rows in reader.groups() {
        let rows = rows?;
        for row in 0..rows.height() {
            let cells: Vec<Cell<'_>> = places.iter().map(|&place| rows.cell(row, place)).collect();
            take(&cells);
        }
    }
    Ok(())
}

fn number(cell: &Cell<'_>) -> Option<Decimal> {
    if let Cell::Number(number) = cell { Some(*number) } else { None }
}

/// Number of projects that pages tell.
fn current(edition: &Path) -> Result<usize, DatasetError> {
    let mut projects = 0;
    each(edition, "projects", &["presence"], |cells| projects += usize::from(cells[0].as_text() != Some("gone")))?;
    Ok(projects)
}

fn sums(before: &Path, after: &Path) -> Result<Vec<Sum>, DatasetError> {
    let mut sums: BTreeMap<(usize, String), [Decimal; 2]> = BTreeMap::new();
    let columns = ["presence", "currency", SUMS[0], SUMS[1]];
    for (side, edition) in [before, after].into_iter().enumerate() {
        each(edition, "projects", &columns, |cells| {
            if cells[0].as_text() == Some("gone") {
                return;
            }
            let currency = cells[1].as_text().unwrap_or_default();
            for (at, cell) in cells[2..].iter().enumerate() {
                if let Some(value) = number(cell) {
                    let sum = &mut sums.entry((at, currency.to_owned())).or_default()[side];
                    *sum = sum.saturating_add(value);
                }
            }
        })?;
    }
    let sum =
        |((at, currency), [before, after]): ((usize, String), [Decimal; 2])| Sum { field: SUMS[at], currency, before, after };
    Ok(sums.into_iter().map(sum).collect())
}

fn municipalities(before: &Path, after: &Path) -> Result<Vec<Municipality>, DatasetError> {
    type Told = (String, [[Option<Decimal>; 2]; 2]);
    let mut told: BTreeMap<String, Told> = BTreeMap::new();
    let columns = ["grouping", "teryt", "municipality", OF_MUNICIPALITY[0], OF_MUNICIPALITY[1]];
    for (side, edition) in [before, after].into_iter().enumerate() {
        each(edition, "municipalities", &columns, |cells| {
            if cells[0].as_text() != Some("all") {
                return;
            }
            let text = |at: usize| cells[at].as_text().unwrap_or_default().to_owned();
            let (name, sums) = told.entry(text(1)).or_default();
            *name = text(2);
            for (at, of) in sums.iter_mut().enumerate() {
                of[side] = number(&cells[3 + at]);
            }
        })?;
    }
    let mut changed = Vec::new();
    for (teryt, (municipality, sums)) in told {
        for (at, [before, after]) in sums.into_iter().enumerate().filter(|(_, [before, after])| before != after) {
            let (teryt, municipality) = (teryt.clone(), municipality.clone());
            changed.push(Municipality { teryt, municipality, column: OF_MUNICIPALITY[at], before, after });
        }
    }
    let gap = |of: &Municipality| of.after.unwrap_or_default().saturating_sub(of.before.unwrap_or_default()).abs();
    changed.sort_by(|one, other| gap(other).cmp(&gap(one)).then_with(|| one.teryt.cmp(&other.teryt)));
    Ok(changed)
}

/// A folder that goes with the process.
struct Temporary(PathBuf);

impl Temporary {
    fn create() -> Result<Self, Failure> {
        let base = std::env::temp_dir();
        for number in 0..1000 {
            let folder = base.join(format!("metryczka-what-if-{}-{number}", std::process::id()));
            match fs::create_dir(&folder) {
                Ok(()) => return Ok(Self(folder)),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    let message = format!("cannot create: {}: {error}", folder.display());
                    return Err(Failure::cannot(message, "set TMPDIR to a folder with room for two editions"));
                }
            }
        }
        Err(Failure::cannot(format!("cannot create a folder in {}", base.display()), "remove old metryczka-what-if-* from it"))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What stays behind is told by its name.
        let _ = fs::remove_dir_all(&self.0);
    }
}
