//! Both sides set against one another.

use super::base::Base;
use super::edits::Edits;
use super::joining::{Joined, Neighbourhood};
use super::side::{self, Lines, Whole};
use super::{FieldImpact, Impact, MunicipalityImpact, SumImpact, TableImpact};
use crate::dataset::error::DatasetError;
use crate::dataset::measures::{self, Exchanged, SumRole};
use crate::dataset::reopen::{CaseMention, Reopened};
use crate::dataset::schema::tables;
use crate::notice::{Fact, Notice};
use crate::resolve::{Bonds, FIELDS, Key, Project};
use crate::table::Named;
use crate::value::Currency;
use crate::vocabulary::Vocabulary;
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The sums over all municipalities that are told, with their columns.
const SUMS: [(SumRole, &str); 6] = [
    (SumRole::Total, "total_pln"),
    (SumRole::Eligible, "eligible_pln"),
    (SumRole::Grant, "grant_pln"),
    (SumRole::Eu, "eu_pln"),
    (SumRole::State, "state_pln"),
    (SumRole::Own, "own_pln"),
];

/// One project before and after; none where there is no such project.
struct Pair<'w> {
    before: Option<&'w Whole>,
    after: Option<&'w Whole>,
}

/// What some edits would change.
pub(super) fn tell(edition: &Reopened, edits: &Edits<'_>) -> Result<Impact, DatasetError> {
    let mut impact = Impact { notes: edits.notes.iter().map(|note| (*note).to_owned()).collect(), ..Impact::default() };
    let touched = edits.touched();
    let corrected = corrected(edition, edits, &mut impact)?;
    elsewhere(edition, edits, &mut impact)?;
    if touched.is_empty() {
        add_corrections(edits.rows, 0, &mut impact);
        return Ok(impact);
    }
    let changed = keys(edition, &corrected);
    let moved = !changed.is_empty() || !edits.rejected.is_empty();
    let neighbourhood = Neighbourhood::of(edition, &touched, &changed, moved);
    if neighbourhood.is_cut {
        impact.notes.push("neighbourhood_too_large".to_owned());
    }
    let (now, held) = neighbourhood.now(edition);
    let bonds =
        if edits.bonds.together.is_empty() && edits.bonds.apart.is_empty() { Bonds::default() } else { edits.bonds.clone() };
    let then = neighbourhood.then(edition, &changed, &edits.rejected, &held, &bonds);
    let told = |position: u32| corrected.get(&position).cloned().map_or_else(|| edition.retold(position), Ok);
    let sides = Sides::of(edition, &now, &then, &corrected);
    let before = sides.wholes(edition, &now, &sides.before, &|position| edition.retold(position))?;
    let after = sides.wholes(edition, &then, &sides.after, &told)?;
    let pairs = pairs(&before, &after);
    impact.fields = fields(&pairs);
    appear(&pairs, &mut impact);
    let (was, becomes) = (side::lines(edition, &now, &before), side::lines(edition, &then, &after));
    impact.tables = compare(&was, &becomes);
    money(edition, (&now, &before), (&then, &after), &mut impact)?;
    let silent: BTreeSet<u32> = edits.rejected.iter().map(|&position| edition.page_at(position)).collect();
    let pages = TableImpact { table: "pages", added: 0, changed: silent.len(), removed: 0 };
    impact.tables.extend((!silent.is_empty()).then_some(pages));
    let answered = edition.base.answers.changed(edition, edits, &corrected, &after)?;
    add_corrections(edits.rows, answered, &mut impact);
    in_order(&mut impact.tables);
    Ok(impact)
}

/// The mentions that fields are set of, as they would be.
fn corrected(edition: &Reopened, edits: &Edits<'_>, impact: &mut Impact) -> Result<BTreeMap<u32, CaseMention>, DatasetError> {
    let mut corrected = BTreeMap::new();
    for (&position, settings) in &edits.set {
        let mut told = edition.retold(position)?;
        for setting in settings {
            edition.take_back(&mut told, setting.field)?;
        }
        // Every one is set, whether or not one before it fits.
        let unfit = settings.iter().filter(|setting| !setting.apply(&mut told.mention)).count();
        if unfit > 0 {
            impact.notes.push("value_does_not_fit".to_owned());
        }
        corrected.insert(position, told);
    }
    Ok(corrected)
}

/// The keys of those of them that would be joined by something else.
fn keys(edition: &Reopened, corrected: &BTreeMap<u32, CaseMention>) -> BTreeMap<u32, Key> {
    let key = |(&position, told): (&u32, &CaseMention)| {
        let known = &edition.base.keys[position as usize];
        let key = Key::of(&told.mention, known.page);
        (key != *known).then_some((position, key))
    };
    corrected.iter().filter_map(key).collect()
}

fn elsewhere(edition: &Reopened, edits: &Edits<'_>, impact: &mut Impact) -> Result<(), DatasetError> {
    let corrected: BTreeSet<u32> = edits.set.keys().copied().collect();
    let Some((&position, settings)) = edits.set.first_key_value() else { return Ok(()) };
    let Some(setting) = settings.first() else { return Ok(()) };
    let (found, more) = edition.elsewhere(position, setting.field, &corrected)?;
    impact.elsewhere = found;
    if more > 0 {
        impact.notes.push(format!("elsewhere_more:{more}"));
    }
    Ok(())
}

/// Which projects of a neighbourhood are another after than before, and under which ids.
struct Sides {
    before: Vec<(Project, String)>,
    after: Vec<(Project, String)>,
}

impl Sides {
    fn of(edition: &Reopened, now: &Joined, then: &Joined, corrected: &BTreeMap<u32, CaseMention>) -> Self {
        let published: Vec<(&Project, u32)> = now
            .projects
            .iter()
            .filter_map(|project| Some((project, edition.project_at(*now.members(project).first()?))))
            .collect();
        let inherited = inherited(edition, &published, then);
        let mut sides = Self { before: Vec::new(), after: Vec::new() };
        let (mut same, mut new): (BTreeSet<u32>, BTreeSet<String>) = Default::default();
        for (project, from) in then.projects.iter().zip(&inherited) {
            let members = then.members(project);
            let is_same = from.is_some_and(|from| edition.members(from) == members)
                && !members.iter().any(|position| corrected.contains_key(position));
            if is_same {
                same.extend(from);
            } else {
                let id = from.map_or_else(|| free(edition, &new, &project.id), |from| edition.project_id(from).to_owned());
                new.extend(from.is_none().then(|| id.clone()));
                sides.after.push((project.clone(), id));
            }
        }
        for (project, of) in published {
            if !same.contains(&of) {
                sides.before.push((project.clone(), edition.project_id(of).to_owned()));
            }
        }
        sides
    }

    fn wholes(
        &self,
        edition: &Reopened,
        joined: &Joined,
        projects: &[(Project, String)],
        told: &dyn Fn(u32) -> Result<CaseMention, DatasetError>,
    ) -> Result<Vec<Whole>, DatasetError> {
        let whole = |(project, id): &(Project, String)| Whole::new(edition, joined, project, id.clone(), told);
        projects.iter().map(whole).filter_map(Result::transpose).collect()
    }
}

/// An id for a new project that is no other's: those of the whole edition are taken, which its neighbourhood does not know of.
fn free(edition: &Reopened, new: &BTreeSet<String>, id: &str) -> String {
    let is_free = |id: &String| !new.contains(id) && !edition.has_project(id);
    let mut others = (0u64..).map(|number| if number == 0 { id.to_owned() } else { format!("{id}#{number}") });
    others.find(is_free).unwrap_or_default()
}

/// For each project as it would be the one whose identity it keeps: the published one that resolution calls alike, else the one that most
/// of its mentions tell of. None keeps the identity of two, nor two that of one.
fn inherited(edition: &Reopened, published: &[(&Project, u32)], then: &Joined) -> Vec<Option<u32>> {
    let called: HashMap<u32, &str> = published.iter().map(|(project, of)| (*of, project.id.as_str())).collect();
    let mut shared: Vec<(bool, usize, usize, u32)> = Vec::new();
    for (place, project) in then.projects.iter().enumerate() {
        let mut of: BTreeMap<u32, usize> = BTreeMap::new();
        then.members(project).iter().for_each(|&position| *of.entry(edition.project_at(position)).or_default() += 1);
        let candidate = |(published, mentions)| {
            let is_alike = called.get(&published).is_some_and(|id| *id == project.id);
            (is_alike, mentions, place, published)
        };
        shared.extend(of.into_iter().map(candidate));
    }
    shared.sort_unstable_by_key(|&(is_alike, mentions, place, published)| {
        (Reverse(is_alike), Reverse(mentions), edition.project_id(published).to_owned(), place)
    });
    let (mut inherited, mut taken) = (vec![None; then.projects.len()], BTreeSet::new());
    for (_, _, place, published) in shared {
        if inherited[place].is_none() && taken.insert(published) {
            inherited[place] = Some(published);
        }
    }
    inherited
}

fn pairs<'w>(before: &'w [Whole], after: &'w [Whole]) -> Vec<Pair<'w>> {
    let mut later: HashMap<&str, &Whole> = after.iter().map(|whole| (whole.project.id.as_str(), whole)).collect();
    let mut pairs: Vec<Pair<'_>> =
        before.iter().map(|whole| Pair { before: Some(whole), after: later.remove(whole.project.id.as_str()) }).collect();
    let new = after.iter().filter(|whole| later.contains_key(whole.project.id.as_str()));
    pairs.extend(new.map(|whole| Pair { before: None, after: Some(whole) }));
    pairs
}

/// Projects that appear or are no more.
fn appear(pairs: &[Pair<'_>], impact: &mut Impact) {
    let title = |whole: &Whole| side::title(&whole.published.mention).unwrap_or_default().to_owned();
    for pair in pairs {
        match (pair.before, pair.after) {
            (Some(before), None) => impact.projects_removed.push((before.project.id.clone(), title(before))),
            (None, Some(after)) => impact.projects_added.push(title(after)),
            _ => {}
        }
    }
    if !impact.projects_added.is_empty() || !impact.projects_removed.is_empty() {
        impact.notes.push("joined_otherwise".to_owned());
    }
}

/// How far the figures prove themselves: told beside the values, for that is what many are corrected for.
const PROOF: &str = "proof";

/// The published values that differ, of projects that stay.
fn fields(pairs: &[Pair<'_>]) -> Vec<FieldImpact> {
    let mut fields = Vec::new();
    for pair in pairs {
        let (Some(before), Some(after)) = (pair.before, pair.after) else { continue };
        let value = |whole: &Whole, field: &str| match field {
            PROOF => Some(whole.published.mention.proof.name().to_owned()),
            _ => whole.published.fields.iter().find(|chosen| chosen.field == field).map(|chosen| chosen.value.clone()),
        };
        let notice = &after.published.mention.notice;
        for field in FIELDS.iter().copied().chain([PROOF]) {
            let (was, becomes) = (value(before, field), value(after, field));
            if was != becomes {
                fields.push(FieldImpact {
                    project_id: before.project.id.clone(),
                    title: side::title(&after.published.mention).map(str::to_owned),
                    field: field.to_owned(),
                    before: was,
                    after: becomes,
                    currency: notice.currency.as_ref().map(|fact| fact.value.code().to_owned()),
                });
            }
        }
    }
    fields
}

/// Rows by table: those on one side alone, and those that say something else.
fn compare(was: &Lines, becomes: &Lines) -> Vec<TableImpact> {
    let mut counts: BTreeMap<&'static str, TableImpact> = BTreeMap::new();
    let none = |table| TableImpact { table, added: 0, changed: 0, removed: 0 };
    for (key, line) in becomes {
        let count = counts.entry(key.0).or_insert_with(|| none(key.0));
        match was.get(key) {
            None => count.added += 1,
            Some(before) => count.changed += usize::from(before != line),
        }
    }
    for key in was.keys().filter(|key| !becomes.contains_key(*key)) {
        counts.entry(key.0).or_insert_with(|| none(key.0)).removed += 1;
    }
    counts.into_values().filter(|count| count.added + count.changed + count.removed > 0).collect()
}

/// What becomes of the sums.
fn money(
    edition: &Reopened,
    (now, before): (&Joined, &[Whole]),
    (then, after): (&Joined, &[Whole]),
    impact: &mut Impact,
) -> Result<(), DatasetError> {
    let base: &Base = &edition.base;
    for ((column, sum), all) in PUBLISHED.into_iter().zip(base.published_pln) {
        let published = |wholes: &[Whole]| wholes.iter().filter_map(|whole| in_pln(whole, sum)).sum::<Decimal>();
        let (was, becomes) = (published(before), published(after));
        if was != becomes {
            impact.sums.push(SumImpact { column, before: all, after: all - was + becomes });
        }
    }
    let (was, becomes) = (side::frames(edition, now, before)?, side::frames(edition, then, after)?);
    let places = Vocabulary::builtin().places();
    let Some(rows) = base.measures.exchanged((&was.0, &was.1), (&becomes.0, &becomes.1), places)? else {
        impact.notes.push("municipalities_unknown".to_owned());
        return Ok(());
    };
    municipalities(&rows, impact);
    sums(base, impact);
    Ok(())
}

/// A sum of a notice.
type SumOf = fn(&Notice) -> Option<&Fact<Decimal>>;

/// The sums over all projects, wherever they belong and however far their money has come, in the order of [`Base::published_pln`].
const PUBLISHED: [(&str, SumOf); 2] =
    [("published_pln", |notice| notice.total_cost.as_ref()), ("published_grant_pln", |notice| notice.cofinancing.as_ref())];

fn in_pln(whole: &Whole, sum: SumOf) -> Option<Decimal> {
    let notice = &whole.published.mention.notice;
    let is_pln = notice.currency.as_ref().is_some_and(|fact| fact.value == Currency::Pln);
    sum(notice).map(|fact| fact.value).filter(|_| is_pln)
}

/// The rows of `municipalities` that differ, and the sums in them that do.
fn municipalities(rows: &[Exchanged], impact: &mut Impact) {
    let columns = measures::municipalities();
    let mut count = TableImpact { table: "municipalities", added: 0, changed: 0, removed: 0 };
    for (before, after) in rows {
        match (before, after) {
            (Some(before), Some(after)) => {
                count.changed += usize::from(side::line(&columns, before) != side::line(&columns, after));
            }
            (None, Some(_)) => count.added += 1,
            (Some(_), None) => count.removed += 1,
            (None, None) => {}
        }
        let Some(named) = after.as_ref().or(before.as_ref()) else { continue };
        let text = |name: &str| {
            let column = columns.iter().find(|column| column.spec.name == name)?;
            (column.get)(named).as_text().map(str::to_owned)
        };
        let year =
            columns.iter().find(|column| column.spec.name == "start_year").and_then(|column| (column.get)(named).as_count());
        for column in columns.iter().filter(|column| is_told(column.spec.name)) {
            let value = |row: &Option<_>| {
                let cell = row.as_ref().map(|row| (column.get)(row))?;
                cell.as_number().or_else(|| cell.as_count().map(Decimal::from))
            };
            let (was, becomes) = (value(before), value(after));
            if was != becomes {
                impact.municipalities.push(MunicipalityImpact {
                    teryt: text("teryt").unwrap_or_default(),
                    municipality: text("municipality").unwrap_or_default(),
                    grouping: text("grouping").unwrap_or_default(),
                    of: text("period").or_else(|| year.map(|year| year.to_string())),
                    column: column.spec.name.to_owned(),
                    before: was,
                    after: becomes,
                });
            }
        }
    }
    impact.tables.extend((count.added + count.changed + count.removed > 0).then_some(count));
}

/// Whether a column of `municipalities` is told: the number of projects, and the sums of money.
fn is_told(column: &str) -> bool {
    let real = column.starts_with("real_");
    column == "projects" || !real && (column.ends_with("_pln") || column.ends_with("_eur"))
}

/// The sums over all municipalities: as they are, and with what was just found to change of the rows of all their projects.
fn sums(base: &Base, impact: &mut Impact) {
    for (role, column) in SUMS {
        let of =
            impact.municipalities.iter().filter(|row| row.grouping == measures::Grouping::All.name() && row.column == column);
        let difference: Decimal = of.map(|row| row.after.unwrap_or_default() - row.before.unwrap_or_default()).sum();
        if !difference.is_zero() {
            let before = base.measures.granted_pln(role);
            impact.sums.push(SumImpact { column, before, after: before + difference });
        }
    }
}

/// The rows that say what a person has put right.
fn add_corrections(rows: usize, changed: usize, impact: &mut Impact) {
    let corrections = TableImpact { table: "corrections", added: rows, changed, removed: 0 };
    impact.tables.extend((rows + changed > 0).then_some(corrections));
}

fn in_order(impacts: &mut [TableImpact]) {
    let order: Vec<&str> = tables().iter().map(|table| table.name).collect();
    impacts.sort_by_key(|impact| order.iter().position(|name| *name == impact.table));
}
