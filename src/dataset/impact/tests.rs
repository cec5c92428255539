#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::*;
use crate::correction::{Action, CorrectionsFile, Corrector, Place, Words};
use crate::dataset::reopen::tests::{fixtures, origin, reopened};
use crate::dataset::{Context, Dataset, Edition, Finishing, Harvest, PageRecord, Previous, Publisher, TableReader, tables};
use crate::resolve::mention_id;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The fixtures, published as they are, and open.
struct World {
    pages: Vec<PageRecord>,
    /// What people have put right in it already.
    standing: Vec<Correction>,
    _output: tempfile::TempDir,
    edition: PathBuf,
    reopened: Reopened,
}

static WORLD: LazyLock<World> = LazyLock::new(|| World::of(told_twice(fixtures()), Vec::new()));

impl World {
    fn of(pages: Vec<PageRecord>, standing: Vec<Correction>) -> Self {
        let output = tempfile::tempdir().unwrap();
        let edition = published(&pages, &standing, None, output.path(), "before");
        let reopened = reopened(&edition);
        Self { pages, standing, _output: output, edition, reopened }
    }
}

/// The pages, some of them again at another address, so that some projects are told twice: every other one with other bytes.
fn told_twice(mut pages: Vec<PageRecord>) -> Vec<PageRecord> {
    let again = |(number, page): (usize, &PageRecord)| {
        let mut page = page.clone();
        page.source.path = page.source.path.map(|path| format!("again/{path}"));
        page.source.url = page.source.url.map(|url| format!("{url}?again"));
        if number % 2 == 1 {
            page.source.sha256 = page.source.sha256.chars().rev().collect();
        }
        page.mentions.iter_mut().for_each(|mention| mention.source = page.source.clone());
        page
    };
    let copies: Vec<PageRecord> = pages.iter().step_by(5).enumerate().map(again).collect();
    pages.extend(copies);
    pages
}

/// Publishes pages with corrections.
fn published(pages: &[PageRecord], corrections: &[Correction], before: Option<&Path>, output: &Path, name: &str) -> PathBuf {
    let corrector = Corrector::new(CorrectionsFile::of(Path::new("corrections.toml"), corrections.to_vec()));
    let harvest = Harvest { pages: pages.to_vec(), corrector, ..Harvest::default() };
    // At the same moment: then nothing but what is corrected differs, and projects keep their ids as they do from edition to edition.
    let previous = before.map(|folder| Previous { folder: folder.to_owned(), edition: Edition::open(folder).unwrap() });
    let context = Context { previous, ..Context::new("2026-11-22T05:32:10Z") };
    let dataset = Dataset::assemble(harvest, &context).unwrap();
    let publisher = Publisher::begin(output, name).unwrap();
    let folder = publisher.folder();
    publisher.publish(&dataset, origin(), &Finishing::default()).unwrap();
    folder
}

/// Rows of a table by their key, without what stands in the columns of the history.
type Lines = BTreeMap<String, String>;

/// What identifies a row where the declaration does not say.
fn key_of(table: &crate::dataset::Table) -> Vec<&'static str> {
    match table.name {
        "locations" => vec!["project_id", "level", "teryt"],
        "municipalities" => vec!["teryt", "grouping", "period", "start_year"],
        _ => table.key.to_vec(),
    }
}

/// The tables that an impact tells of.
const TOLD: &[&str] = &[
    "projects",
    "municipalities",
    "locations",
    "fields",
    "statements",
    "mentions",
    "amounts",
    "target_groups",
    "indicators",
    "evidence",
    "checks",
    "corrections",
    "pages",
];

fn lines(edition: &Path, table: &crate::dataset::Table) -> Lines {
    let key = key_of(table);
    let mut lines = Lines::new();
    for rows in TableReader::open(edition, table).unwrap().groups() {
        let rows = rows.unwrap();
        for row in 0..rows.height() {
            let of = |is_key: bool| {
                let cells = rows.row(row).zip(&table.columns).filter(|(_, spec)| !is_key || key.contains(&spec.name));
                cells.map(|(cell, spec)| format!("{}={cell:?}", spec.name)).collect::<Vec<_>>().join("|")
            };
            assert!(lines.insert(of(true), of(false)).is_none(), "{}: {}", table.name, of(true));
        }
    }
    lines
}

/// What really differs between two editions, table by table.
fn differences(before: &Path, after: &Path) -> Vec<(&'static str, usize, usize, usize)> {
    let told = tables().into_iter().filter(|table| TOLD.contains(&table.name));
    let difference = |table: crate::dataset::Table| {
        let (was, becomes) = (lines(before, &table), lines(after, &table));
        let added = becomes.keys().filter(|key| !was.contains_key(*key)).count();
        let removed = was.keys().filter(|key| !becomes.contains_key(*key)).count();
        let changed = becomes.iter().filter(|(key, line)| was.get(*key).is_some_and(|before| before != *line)).count();
        (table.name, added, changed, removed)
    };
    told.map(difference).filter(|(_, added, changed, removed)| added + changed + removed > 0).collect()
}

fn column(edition: &Path, table: &str, names: &[&str]) -> Vec<Vec<String>> {
    let table = crate::dataset::reopen::narrowed(table, names);
    let reader = TableReader::open(edition, &table).unwrap();
    let text = |cell: crate::dataset::Cell<'_>| match cell {
        crate::dataset::Cell::Null => String::new(),
        crate::dataset::Cell::Text(text) => text.into_owned(),
        crate::dataset::Cell::Number(number) => number.normalize().to_string(),
        crate::dataset::Cell::Count(count) => count.to_string(),
        other => format!("{other:?}"),
    };
    let rows = |rows: crate::dataset::Rows| (0..rows.height()).map(|row| rows.row(row).map(text).collect()).collect::<Vec<_>>();
    reader.groups().flat_map(|group| rows(group.unwrap())).collect()
}

/// Published values by project and field.
fn values(edition: &Path) -> BTreeMap<(String, String), String> {
    let rows = column(edition, "fields", &["project_id", "field", "value"]);
    rows.into_iter().map(|row| ((row[0].clone(), row[1].clone()), row[2].clone())).collect()
}

/// Checks what is told of corrections against what they really do.
fn check(world: &World, corrections: &[Correction]) -> Impact {
    let impact = world.reopened.impact(corrections).unwrap();
    let output = tempfile::tempdir().unwrap();
    let of = |(number, correction): (usize, &Correction)| Correction { id: format!("c{}", number + 1), ..correction.clone() };
    let all: Vec<Correction> = world.standing.iter().chain(corrections).enumerate().map(of).collect();
    let after = published(&world.pages, &all, Some(&world.edition), output.path(), "after");
    let told: Vec<_> = impact.tables.iter().map(|t| (t.table, t.added, t.changed, t.removed)).collect();
    assert_eq!(told, differences(&world.edition, &after), "{corrections:#?}");
    let (was, becomes) = (values(&world.edition), values(&after));
    let ids = |values: &BTreeMap<(String, String), String>| values.keys().map(|(id, _)| id.clone()).collect::<BTreeSet<_>>();
    let (gone, new): (BTreeSet<_>, BTreeSet<_>) = (&ids(&was) - &ids(&becomes), &ids(&becomes) - &ids(&was));
    assert_eq!(impact.projects_removed.iter().map(|(id, _)| id.clone()).collect::<BTreeSet<_>>(), gone);
    assert_eq!(impact.projects_added.len(), new.len());
    let keys: BTreeSet<_> = was.keys().chain(becomes.keys()).filter(|(id, _)| !gone.contains(id) && !new.contains(id)).collect();
    let differ = keys.into_iter().filter(|key| was.get(*key) != becomes.get(*key));
    let really: BTreeSet<_> =
        differ.map(|key| (key.0.clone(), key.1.clone(), was.get(key).cloned(), becomes.get(key).cloned())).collect();
    let told: BTreeSet<_> = impact
        .fields
        .iter()
        .map(|field| (field.project_id.clone(), field.field.clone(), field.before.clone(), field.after.clone()))
        .collect();
    assert_eq!(told, really);
    check_money(world, &after, &impact);
    impact
}

fn check_money(world: &World, after: &Path, impact: &Impact) {
    let columns: Vec<String> = impact.municipalities.iter().map(|row| row.column.clone()).collect();
    for (row, column_name) in impact.municipalities.iter().zip(&columns) {
        let value = |edition: &Path| {
            let names = ["teryt", "grouping", "period", "start_year", column_name.as_str()];
            let rows = column(edition, "municipalities", &names);
            let of = row.of.clone().unwrap_or_default();
            let found = rows
                .into_iter()
                .find(|cells| cells[0] == row.teryt && cells[1] == row.grouping && (cells[2] == of || cells[3] == of));
            found.map(|cells| cells[4].clone()).unwrap_or_default()
        };
        let text = |value: Option<Decimal>| value.map(|value| value.normalize().to_string()).unwrap_or_default();
        assert_eq!((text(row.before), text(row.after)), (value(&world.edition), value(after)), "{row:?}");
    }
    for name in ["total_pln", "eligible_pln", "grant_pln", "eu_pln", "state_pln", "own_pln"] {
        let sum = |edition: &Path| -> Decimal {
            let rows = column(edition, "municipalities", &["grouping", name]);
            rows.iter().filter(|row| row[0] == "all").filter_map(|row| row[1].parse::<Decimal>().ok()).sum()
        };
        let (was, becomes) = (sum(&world.edition), sum(after));
        let told = impact.sums.iter().find(|sum| sum.column == name).map(|sum| (sum.before, sum.after));
        assert_eq!(told, (was != becomes).then_some((was, becomes)), "{name}");
    }
    let published = |edition: &Path| -> Decimal {
        let rows = column(edition, "decisions", &["step", "pln_out"]);
        rows.iter().find(|row| row[0] == "carried_over").unwrap()[1].parse().unwrap()
    };
    let (was, becomes) = (published(&world.edition), published(after));
    let told = impact.sums.iter().find(|sum| sum.column == "published_pln").map(|sum| (sum.before, sum.after));
    assert_eq!(told, (was != becomes).then_some((was, becomes)));
}

/// Every mention of the pages, with its page.
fn mentions(pages: &[PageRecord]) -> Vec<(&PageRecord, usize)> {
    pages.iter().flat_map(|page| (0..page.mentions.len()).map(move |at| (page, at))).collect()
}

fn place((page, at): (&PageRecord, usize)) -> Place {
    use sha2::{Digest, Sha256};
    let mention = &page.mentions[at];
    Place {
        page: page.source.url.clone().or_else(|| page.source.path.clone()).unwrap(),
        sha256: page.source.sha256.clone(),
        text_sha256: crate::resolve::hex(&Sha256::digest(page.text.as_bytes())),
        reading_sha256: None,
        mention: mention.mention,
        title: mention.notice.title.as_ref().map(|fact| fact.value.clone()),
    }
}

fn correction(number: usize, action: Action) -> Correction {
    let made = "2026-11-23T10:00:00Z".to_owned();
    Correction { id: format!("c{}", number + 1), made, by: None, reason: Some("sprawdzone w umowie".into()), action }
}

fn correct(of: (&PageRecord, usize), field: &str, value: Option<&str>) -> Correction {
    let original = crate::correction::value_of(&of.0.mentions[of.1].notice, field);
    let (field, value) = (field.to_owned(), value.map(str::to_owned));
    correction(0, Action::Correct { place: place(of), field, original, value, words: None })
}

/// Into how many editions the corrections of all mentions are dealt out.
const PARTS: usize = 4;

/// A value that is right for nothing in the fixtures.
const NEW: &[(&str, &str)] = &[
    ("title", "Zupełnie inne przedsięwzięcie nad jeziorem"),
    ("total_cost", "1234567.89"),
    ("cofinancing", "765432.1"),
    ("own_contribution", "4321"),
    ("currency", "EUR"),
    ("start_date", "2017-03-02"),
    ("end_date", "2019-04"),
    ("status", "completed"),
    ("beneficiary", "Gmina Barczewo"),
    ("agreement_number", "RPWM.11.02.03-28-0999/18"),
    ("participants", "4711"),
    ("women", "12"),
    ("municipality", "Barczewo"),
    ("partners", "Fundacja Nowa; Stowarzyszenie Stare"),
    ("voivodeship", "podlaskie"),
    ("period", "2007-2013"),
];

fn numbered(corrections: impl Iterator<Item = Correction>) -> Vec<Correction> {
    corrections.enumerate().map(|(number, correction)| Correction { id: format!("c{}", number + 1), ..correction }).collect()
}

#[test]
fn what_is_told_of_any_field_of_any_mention_is_what_happens() {
    let world = &*WORLD;
    let all = mentions(&world.pages);
    // Every mention is corrected in some fields and every field in some mentions, a few mentions at a time.
    for part in 0..PARTS {
        let some = all.iter().enumerate().skip(part).step_by(PARTS);
        check(world, &numbered(some.map(|(at, of)| correct(*of, NEW[at % NEW.len()].0, Some(NEW[at % NEW.len()].1)))));
    }
    let emptied = NEW.iter().enumerate().map(|(at, (field, _))| correct(all[(at * 7 + 3) % all.len()], field, None));
    check(world, &numbered(emptied));
}

#[test]
fn one_sum_put_right_changes_its_project_its_municipality_and_nothing_else() {
    let world = &*WORLD;
    let located = |of: &&(&PageRecord, usize)| {
        let notice = &of.0.mentions[of.1].notice;
        notice.total_cost.is_some() && notice.teryt.is_some()
    };
    let all = mentions(&world.pages);
    let of = all.iter().find(located).unwrap();
    let impact = check(world, &[correct(*of, "total_cost", Some("7654321"))]);
    assert!(impact.fields.iter().any(|field| field.field == "total_cost" && field.after.as_deref() == Some("7654321")));
    assert_eq!(impact.sums[0].column, "published_pln");
}

#[test]
fn rejected_mentions_take_their_project_with_them_only_if_nobody_else_tells_it() {
    let world = &*WORLD;
    let all = mentions(&world.pages);
    for part in 0..2 {
        let some: Vec<_> = all.iter().copied().skip(part).step_by(9).collect();
        let impact = check(world, &[correction(0, Action::Reject { mentions: some.iter().map(|of| place(*of)).collect() })]);
        assert!(!impact.projects_removed.is_empty());
    }
}

#[test]
fn projects_that_are_tied_together_are_one_and_what_is_parted_is_two() {
    let world = &*WORLD;
    let all = mentions(&world.pages);
    let project = |of: &(&PageRecord, usize)| world.reopened.project_of(&mention_id(&of.0.mentions[of.1])).unwrap().to_owned();
    let pair = all.windows(2).filter(|pair| project(&pair[0]) != project(&pair[1])).nth(5).unwrap();
    let impact = check(world, &[correction(0, Action::Merge { mentions: vec![place(pair[0]), place(pair[1])] })]);
    assert_eq!(impact.projects_removed.len(), 1);
    // A copy is what it is a copy of: nobody can part them.
    let is_other = |a: &(&PageRecord, usize), b: &(&PageRecord, usize)| a.0.source.sha256 != b.0.source.sha256;
    let twice = |(at, one): (usize, &(&'static PageRecord, usize))| {
        Some((*one, *all[at + 1..].iter().find(|other| project(other) == project(one) && is_other(other, one))?))
    };
    let (one, other) = all.iter().enumerate().find_map(twice).unwrap();
    let impact = check(world, &[correction(0, Action::Split { mentions: vec![place(other)], from: vec![place(one)] })]);
    assert_eq!(impact.projects_added.len(), 1);
}

#[test]
fn corrections_that_come_together_are_told_together() {
    let world = &*WORLD;
    let all = mentions(&world.pages);
    let corrected = all.iter().step_by(5).zip(NEW).map(|(of, (field, value))| correct(*of, field, Some(value)));
    let rejected = correction(0, Action::Reject { mentions: vec![place(all[1])] });
    let accepted = correction(0, Action::Accept { place: place(all[2]), field: None, value: None });
    let corrections = numbered(corrected.chain([rejected, accepted]));
    check(world, &corrections);
}

#[test]
fn what_is_not_there_changes_nothing_and_is_told() {
    let world = &*WORLD;
    let of = mentions(&world.pages)[0];
    let nowhere = Place { sha256: "0".repeat(64), ..place(of) };
    let lost = Place { mention: 99, title: None, ..place(of) };
    for place in [nowhere, lost] {
        let impact = world.reopened.impact(&[correction(0, Action::Reject { mentions: vec![place] })]).unwrap();
        assert_eq!(impact.notes, ["mention_not_found"]);
        assert!(impact.projects_removed.is_empty() && impact.fields.is_empty());
    }
    let words = Words { start: 0, end: 1, quote: "x".into() };
    let action = Action::Correct {
        place: place(of),
        field: "total_cost".into(),
        original: None,
        value: Some("dużo".into()),
        words: Some(words),
    };
    assert!(world.reopened.impact(&[correction(0, action)]).unwrap().notes.contains(&"value_does_not_fit".to_owned()));
    assert_eq!(world.reopened.impact(&[]).unwrap(), Impact::default());
}

#[test]
fn the_same_words_are_found_elsewhere_those_of_the_same_project_first() {
    let world = &*WORLD;
    let all = mentions(&world.pages);
    let mut met = 0;
    for &of in &all {
        let stated = base::stated(&of.0.mentions[of.1]);
        let Some((_, value, quote)) = stated.iter().find(|(field, _, _)| *field == "programme_code") else { continue };
        let expected: BTreeSet<String> = all
            .iter()
            // A copy of the page is corrected as well.
            .filter(|other| (&other.0.source.sha256, other.1) != (&of.0.source.sha256, of.1))
            .filter(|other| {
                let stated = base::stated(&other.0.mentions[other.1]);
                stated.iter().any(|(field, v, q)| *field == "programme_code" && v == value && q == quote)
            })
            .map(|other| mention_id(&other.0.mentions[other.1]))
            .collect();
        let impact = world.reopened.impact(&[correct(of, "programme_code", Some("FEWM"))]).unwrap();
        let found: BTreeSet<String> = impact.elsewhere.iter().map(|elsewhere| elsewhere.mention_id.clone()).collect();
        assert_eq!(found, expected);
        met += found.len();
        let first_other = impact.elsewhere.iter().position(|elsewhere| !elsewhere.same_project).unwrap_or(impact.elsewhere.len());
        assert!(impact.elsewhere[first_other..].iter().all(|elsewhere| !elsewhere.same_project));
    }
    assert!(met > 0);
}

/// Two mentions of one project on pages of other bytes.
fn told_on_two_pages(world: &World) -> Vec<[(&PageRecord, usize); 2]> {
    let all = mentions(&world.pages);
    let project = |of: &(&PageRecord, usize)| world.reopened.project_of(&mention_id(&of.0.mentions[of.1]));
    let is_pair = |a: &(&PageRecord, usize), b: &(&PageRecord, usize)| {
        a.0.source.sha256 != b.0.source.sha256 && project(a).is_some() && project(a) == project(b)
    };
    let pairs =
        all.iter().enumerate().filter_map(|(at, one)| Some([*one, *all[at + 1..].iter().find(|other| is_pair(one, other))?]));
    pairs.collect()
}

fn stays(impact: &Impact) -> bool {
    impact.projects_added.is_empty() && impact.projects_removed.is_empty()
}

/// It counted twice, once with the figure that was read and once with the one that is right.
#[test]
fn a_figure_put_right_on_one_of_two_pages_parts_no_project() {
    let world = &*WORLD;
    let pairs = told_on_two_pages(world);
    assert!(pairs.len() > 2);
    for [one, other] in pairs.into_iter().take(3) {
        for (field, value) in
            [("total_cost", Some("1234567.89")), ("title", Some("Zupełnie co innego")), ("agreement_number", None)]
        {
            assert!(stays(&check(world, &[correct(one, field, value)])), "{field}");
        }
        assert!(stays(&check(world, &numbered([correct(other, "title", None), correct(other, "total_cost", None)].into_iter()))));
    }
}

#[test]
fn a_body_put_right_or_a_title_taken_away_makes_no_other_project() {
    let world = &*WORLD;
    let all = mentions(&world.pages);
    let bodies = all.iter().step_by(3).map(|of| correct(*of, "beneficiary", Some("Gmina Mrągowo")));
    assert!(stays(&check(world, &numbered(bodies))));
    assert!(stays(&check(world, &numbered(all.iter().skip(1).step_by(2).map(|of| correct(*of, "title", None))))));
}

/// A project on four pages, and another one.
fn four_pages() -> Vec<PageRecord> {
    let mut pages = fixtures();
    let page = pages.iter().position(|page| page.mentions.len() == 1 && page.mentions[0].notice.total_cost.is_some()).unwrap();
    for number in 1..4 {
        let mut copy = pages[page].clone();
        copy.source.path = Some(format!("copy/{number}.html"));
        copy.source.sha256 = format!("{number:016x}").repeat(4);
        copy.mentions.iter_mut().for_each(|mention| mention.source = copy.source.clone());
        pages.push(copy);
    }
    pages.swap(0, page);
    let others = pages.len() - 3;
    pages.drain(2..others);
    pages
}

#[test]
fn a_project_that_was_parted_can_be_parted_again() {
    let pages = four_pages();
    let places: Vec<Place> = [0, 2, 3, 4].map(|at| place((&pages[at], 0))).into();
    let split = |out: &[usize], stay: &[usize]| {
        let of = |places_of: &[usize]| places_of.iter().map(|&at| places[at].clone()).collect();
        correction(0, Action::Split { mentions: of(out), from: of(stay) })
    };
    let world = World::of(pages.clone(), Vec::new());
    assert_eq!(check(&world, &[split(&[3], &[0, 1, 2])]).projects_added.len(), 1);
    let world = World::of(pages.clone(), vec![split(&[1, 2, 3], &[0])]);
    assert_eq!(check(&world, &[split(&[3], &[1, 2])]).projects_added.len(), 1);
    assert!(stays(&check(&world, &[correct((&pages[3], 0), "total_cost", Some("765432.1"))])));
}

#[test]
fn a_later_answer_on_a_field_replaces_the_earlier_one() {
    let pages = four_pages();
    let of = (&pages[0], 0);
    for (field, first, second) in [
        ("total_cost", Some("1234567.89"), Some("7654321")),
        ("title", Some("Inny tytuł"), Some("Jeszcze inny")),
        ("title", None, Some("Tytuł")),
    ] {
        let world = World::of(pages.clone(), vec![correct(of, field, first)]);
        let impact = check(&world, &[correct(of, field, second)]);
        assert!(stays(&impact));
        let answers = impact.tables.iter().find(|table| table.table == "corrections");
        assert_eq!(answers, Some(&TableImpact { table: "corrections", added: 1, changed: 1, removed: 0 }), "{field}");
        check(&world, &[correction(0, Action::Reject { mentions: vec![place(of)] })]);
    }
}
