//! Editions one after another, of hand-made mentions: what stays, what changes, what goes and comes back.
#![cfg(feature = "dataset")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use metryczka::check::{Mention, Proof};
use metryczka::dataset::{
    Availability, ChangeKind, Context, Dataset, DatasetError, Edition, Finishing, Harvest, Origin, PageRecord, Previous, Problem,
    ProblemStage, Publisher, Scope, Seen, changes_by_kind, compare, find_edition, verify,
};
use metryczka::notice::{Evidence, Fact, Notice, Status};
use metryczka::page::Source;
use metryczka::value::{Currency, PartialDate};
use polars::prelude::{DataFrame, DataType, IntoColumn, NamedFrom, ParquetReader, ParquetWriter, SerReader, Series};
use std::collections::HashMap;
use std::fs;
use std::path::Path;

const NUMBER: &str = "RPWM.11.02.03-28-0063/17";

/// A fact for which the page has no words: then it is one that a person has given.
fn fact<T>(value: T) -> Option<Fact<T>> {
    Some(Fact { value, evidence: Evidence { start: 0, end: 0, quote: String::new(), rule: "corrected" } })
}

/// A page of these bytes that tells of one project.
fn page(path: &str, bytes: u8, title: &str) -> PageRecord {
    let source = Source { path: Some(path.to_owned()), url: None, sha256: format!("{:064x}", u32::from(bytes) + 256) };
    let notice = Notice {
        title: fact(title.to_owned()),
        beneficiary: fact("Gmina Próba".to_owned()),
        total_cost: fact("1000".parse().unwrap()),
        currency: fact(Currency::Pln),
        start_date: fact(PartialDate { year: 2024, month: Some(3), day: None }),
        status: fact(Status::Ongoing),
        ..Notice::default()
    };
    let mention =
        Mention { source: source.clone(), mention: 0, notice, checks: Vec::new(), proof: Proof::Unproved, corrected: Vec::new() };
    PageRecord { source, charset: "UTF-8".into(), text: title.to_owned(), mentions: vec![mention], ..PageRecord::default() }
}

/// The same with other facts.
fn with(mut page: PageRecord, change: impl FnOnce(&mut Notice)) -> PageRecord {
    change(&mut page.mentions[0].notice);
    page
}

/// The page with the mentions of another one besides its own.
fn and(mut page: PageRecord, other: PageRecord) -> PageRecord {
    for mut mention in other.mentions {
        (mention.source, mention.mention) = (page.source.clone(), page.mentions.len());
        page.mentions.push(mention);
    }
    page
}

fn of_source(mut page: PageRecord, source: &str, availability: Availability) -> PageRecord {
    page.seen = Some(Seen { source: source.into(), availability, checked: Some(86_400) });
    page
}

/// Saved pages under `saved/`.
fn saved() -> Scope {
    Scope { paths: vec!["saved".into()], ..Scope::default() }
}

/// An output folder whose editions follow one another.
struct Output(tempfile::TempDir);

impl Output {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn previous(&self) -> Option<Previous> {
        let latest = find_edition(self.0.path(), None);
        latest.exists().then(|| Previous::open(&latest).unwrap())
    }

    /// Publishes edition `n`, made on the `n`th of the month.
    fn publish(&self, day: u32, pages: Vec<PageRecord>, scope: Scope) -> Published {
        self.publish_at(&format!("e{day}"), &format!("2026-01-{day:02}T00:00:00Z"), pages, scope)
    }

    fn publish_at(&self, name: &str, created: &str, pages: Vec<PageRecord>, scope: Scope) -> Published {
        let context = Context { previous: self.previous(), scope, ..Context::new(created) };
        let dataset = Dataset::assemble(Harvest { pages, ..Harvest::default() }, &context).unwrap();
        let origin =
            Origin { created: created.to_owned(), code_version: "0".into(), vocabulary_digest: "0".into(), inputs_digest: None };
        let edition = Publisher::begin(self.0.path(), name).unwrap().publish(&dataset, origin, &Finishing::default()).unwrap();
        let folder = self.0.path().join(name);
        let since = dataset.goes_on().then(|| changes_by_kind(&folder).unwrap());
        Published { folder, edition, notes: dataset.notes().to_vec(), since }
    }
}

struct Published {
    folder: std::path::PathBuf,
    edition: Edition,
    notes: Vec<String>,
    since: Option<std::collections::BTreeMap<ChangeKind, usize>>,
}

impl Published {
    fn rows(&self, table: &str) -> Vec<HashMap<String, String>> {
        rows(&read(&self.folder, table))
    }

    /// The changes without the projects' identifiers: kind, field, before, after.
    fn changes(&self) -> Vec<[String; 4]> {
        let text = |row: &HashMap<String, String>, name: &str| row.get(name).cloned().unwrap_or_default();
        self.rows("changes").iter().map(|row| ["kind", "field", "before", "after"].map(|name| text(row, name))).collect()
    }

    fn project(&self, title: &str) -> HashMap<String, String> {
        let found = self.rows("projects").into_iter().find(|row| row.get("title").map(String::as_str) == Some(title));
        found.unwrap_or_else(|| panic!("no project {title}"))
    }

    fn field(&self, project: &str, field: &str) -> HashMap<String, String> {
        let rows = self.rows("fields").into_iter();
        rows.into_iter().find(|row| row["project_id"] == project && row["field"] == field).unwrap()
    }
}

fn read(edition: &Path, name: &str) -> DataFrame {
    ParquetReader::new(fs::File::open(edition.join(format!("{name}.parquet"))).unwrap()).finish().unwrap()
}

/// Rows of text; null is absent. Lists are left out.
fn rows(frame: &DataFrame) -> Vec<HashMap<String, String>> {
    let mut rows = vec![HashMap::new(); frame.height()];
    for column in frame.columns().iter().filter(|column| !matches!(column.dtype(), DataType::List(_))) {
        let text = column.cast(&DataType::String).unwrap();
        for (row, value) in rows.iter_mut().zip(text.str().unwrap().iter()) {
            value.map(|value| row.insert(column.name().to_string(), value.to_owned()));
        }
    }
    rows
}

fn change(kind: &str, field: &str, before: &str, after: &str) -> [String; 4] {
    [kind, field, before, after].map(str::to_owned)
}

const FIRST: &str = "2026-01-01T00:00:00Z";
const SECOND: &str = "2026-01-02T00:00:00Z";

#[test]
fn a_first_edition_has_no_changes() {
    let output = Output::new();
    let first = output.publish(1, vec![page("saved/a", 1, "Żłobek w Próbie")], saved());
    assert!(first.changes().is_empty() && first.since.is_none() && first.notes.is_empty());
    let project = first.project("Żłobek w Próbie");
    assert_eq!((&*project["first_seen"], &*project["last_seen"], &*project["presence"]), (FIRST, FIRST, "current"));
    assert_eq!((&*project["path"], &project["resolved_id"]), ("saved/a", &project["project_id"]));
}

#[test]
fn an_edited_page_tells_of_the_same_project() {
    let output = Output::new();
    // Without a number and a start, the total is part of what resolution calls a project by.
    let costs = |path: &str, bytes, total: &str| {
        with(page(path, bytes, "Żłobek w Próbie"), |notice| {
            (notice.total_cost, notice.start_date) = (fact(total.parse().unwrap()), None);
        })
    };
    let before = output.publish(1, vec![costs("saved/a", 1, "1000")], saved());
    let after = output.publish(2, vec![costs("saved/a", 2, "1200.50")], saved());
    assert_eq!(after.changes(), [change("changed", "total_cost", "1000", "1200.5")]);
    let (was, is) = (before.project("Żłobek w Próbie"), after.project("Żłobek w Próbie"));
    assert_eq!(was["project_id"], is["project_id"]);
    assert_ne!(is["project_id"], is["resolved_id"]);
    assert_eq!((&*is["first_seen"], &*is["last_seen"], &*is["last_changed"]), (FIRST, SECOND, SECOND));
    let total = after.field(&is["project_id"], "total_cost");
    assert_eq!((&*total["first_seen"], &*total["last_seen"], &*total["last_changed"]), (FIRST, SECOND, SECOND));
    let title = after.field(&is["project_id"], "title");
    assert_eq!((&*title["first_seen"], &*title["last_seen"], &*title["last_changed"]), (FIRST, SECOND, FIRST));
    let past = after.rows("history");
    assert_eq!((past.len(), &*past[0]["value"], &*past[0]["first_seen"]), (1, "1000", FIRST));
    assert_eq!(after.since, Some([(ChangeKind::Changed, 1)].into()));
    // Moved to another address: resolution calls it what it called it before, and it keeps the identifier of the first edition.
    let third = output.publish(3, vec![costs("saved/new", 2, "1200.50")], saved());
    assert_eq!(third.changes(), Vec::<[String; 4]>::new());
    assert_eq!(third.project("Żłobek w Próbie")["project_id"], was["project_id"]);
    assert_eq!(third.rows("history"), past, "what was published once stays");
}

#[test]
fn a_counter_on_the_page_changes_nothing() {
    let output = Output::new();
    let alone = |bytes| {
        with(page("saved/a", bytes, "Żłobek w Próbie"), |notice| (notice.total_cost, notice.start_date) = (None, None))
    };
    let before = output.publish(1, vec![alone(1)], saved());
    let after = output.publish(2, vec![alone(2)], saved());
    assert_eq!(after.changes(), Vec::<[String; 4]>::new());
    assert_eq!(before.project("Żłobek w Próbie")["project_id"], after.project("Żłobek w Próbie")["project_id"]);
    assert_eq!(after.since, Some([].into()));
}

#[test]
fn another_form_is_no_change_and_another_value_is_one() {
    let output = Output::new();
    let number = |page: PageRecord| with(page, |notice| notice.agreement_number = fact(NUMBER.to_owned()));
    output.publish(1, vec![number(page("saved/a", 1, "Żłobek w Próbie"))], saved());
    let form = with(number(page("saved/a", 2, "ŻŁOBEK W PRÓBIE")), |notice| {
        notice.total_cost = fact("1000.00".parse().unwrap());
        notice.start_date = fact(PartialDate { year: 2024, month: Some(3), day: Some(15) });
    });
    let second = output.publish(2, vec![form.clone()], saved());
    assert_eq!(second.changes(), Vec::<[String; 4]>::new());
    let value = with(form, |notice| {
        notice.status = fact(Status::Completed);
        notice.beneficiary = None;
        notice.participants = fact(12);
    });
    let third = output.publish(3, vec![value], saved());
    let expected = [
        change("changed", "status", "ongoing", "completed"),
        change("changed", "beneficiary", "Gmina Próba", ""),
        change("changed", "participants", "", "12"),
    ];
    assert_eq!(third.changes(), expected);
    let past: Vec<_> = third.rows("history").iter().map(|row| (row["field"].clone(), row["last_seen"].clone())).collect();
    assert_eq!(past, [("status".to_owned(), SECOND.to_owned()), ("beneficiary".to_owned(), SECOND.to_owned())]);
    // A field that comes back is known since it first came.
    let again = with(number(page("saved/a", 4, "ŻŁOBEK W PRÓBIE")), |notice| {
        notice.status = fact(Status::Completed);
        notice.participants = fact(12);
    });
    let fourth = output.publish(4, vec![again], saved());
    let id = &fourth.project("ŻŁOBEK W PRÓBIE")["project_id"];
    let beneficiary = fourth.field(id, "beneficiary");
    assert_eq!((&*beneficiary["first_seen"], &*beneficiary["last_changed"]), (FIRST, "2026-01-04T00:00:00Z"));
}

#[test]
fn a_vanished_page_leaves_its_project_and_it_can_come_back() {
    let output = Output::new();
    let (a, b) = (page("saved/a", 1, "Żłobek w Próbie"), page("saved/b", 2, "Most na Łynie"));
    let first = output.publish(1, vec![a.clone(), b.clone()], saved());
    let second = output.publish(2, vec![a.clone()], saved());
    assert_eq!(second.changes(), [change("gone", "", "", "")]);
    let (was, gone) = (first.project("Most na Łynie"), second.project("Most na Łynie"));
    assert_eq!(was["project_id"], gone["project_id"]);
    assert_eq!((&*gone["presence"], &*gone["first_seen"], &*gone["last_seen"], &*gone["mentions"]), ("gone", FIRST, FIRST, "0"));
    assert_eq!((gone.get("mention_id"), &gone["total_cost"]), (None, &was["total_cost"]));
    let fields = |edition: &Published| edition.rows("fields").iter().filter(|row| row["project_id"] == was["project_id"]).count();
    assert_eq!(fields(&first), fields(&second));
    assert_eq!(second.rows("locations").len(), first.rows("locations").len());
    assert_eq!(verify(&second.folder).unwrap().failures, Vec::<String>::new());
    // It stays as long as nobody tells it, and that is no news.
    let third = output.publish(3, vec![a.clone()], saved());
    assert_eq!(third.changes(), Vec::<[String; 4]>::new());
    assert_eq!(third.project("Most na Łynie")["last_seen"], FIRST);
    let fourth = output.publish(4, vec![a, b], saved());
    assert_eq!(fourth.changes(), [change("returned", "", "", "")]);
    let back = fourth.project("Most na Łynie");
    assert_eq!((&*back["presence"], &*back["first_seen"], &*back["last_seen"]), ("current", FIRST, "2026-01-04T00:00:00Z"));
    assert!(back.contains_key("mention_id"));
}

#[test]
fn one_that_comes_back_dearer_is_known_by_where_it_stood() {
    let output = Output::new();
    let (a, b) = (page("saved/a", 1, "Żłobek w Próbie"), page("saved/b", 2, "Most na Łynie"));
    let first = output.publish(1, vec![a.clone(), b.clone()], saved());
    output.publish(2, vec![a.clone()], saved());
    let third = output.publish(3, vec![a, with(b, |notice| notice.total_cost = fact("7".parse().unwrap()))], saved());
    assert_eq!(third.changes(), [change("changed", "total_cost", "1000", "7"), change("returned", "", "", "")]);
    assert_eq!(third.project("Most na Łynie")["project_id"], first.project("Most na Łynie")["project_id"]);
}

#[test]
fn a_page_known_to_be_gone_is_gone_and_one_out_of_reach_is_not() {
    let output = Output::new();
    let scope = || Scope { sources: vec!["elk".into()], ..Scope::default() };
    let seen = |availability| of_source(page("a", 1, "Żłobek w Próbie"), "elk", availability);
    output.publish(1, vec![seen(Availability::Current)], scope());
    let second = output.publish(2, vec![seen(Availability::Unreachable)], scope());
    assert_eq!(second.changes(), Vec::<[String; 4]>::new());
    let project = second.project("Żłobek w Próbie");
    assert_eq!((&*project["presence"], &*project["last_seen"], &*project["source"]), ("unreachable", FIRST, "elk"));
    let third = output.publish(3, vec![seen(Availability::Gone)], scope());
    assert_eq!(third.changes(), [change("gone", "", "", "")]);
    // Out of reach is not back.
    let fourth = output.publish(4, vec![seen(Availability::Unreachable)], scope());
    assert_eq!((fourth.changes(), &*fourth.project("Żłobek w Próbie")["presence"]), (Vec::new(), "gone"));
    let fifth = output.publish(5, vec![seen(Availability::Current)], scope());
    assert_eq!(fifth.changes(), [change("returned", "", "", "")]);
}

#[test]
fn only_what_was_looked_for_is_gone() {
    let output = Output::new();
    let of = |path: &str, title: &str, source: &str| of_source(page(path, 1, title), source, Availability::Current);
    let all = || Scope { sources: vec!["elk".into(), "ryn".into(), "gizycko".into()], ..Scope::default() };
    let pages = || vec![of("a", "Żłobek w Próbie", "elk"), of("b", "Most na Łynie", "ryn"), of("c", "Cyfrowe plaże", "gizycko")];
    output.publish(1, pages(), all());
    // Ryn is no longer configured, the crawl of Giżycko was cut short, in Ełk the page is gone.
    let scope = Scope { sources: vec!["elk".into(), "gizycko".into()], unsure: vec!["gizycko".into()], ..Scope::default() };
    let second = output.publish(2, vec![of("d", "Kino za rogiem", "elk")], scope);
    let mut kinds: Vec<String> = second.changes().into_iter().map(|[kind, ..]| kind).collect();
    kinds.sort();
    assert_eq!(kinds, ["added", "gone", "out_of_scope"]);
    assert_eq!(second.project("Żłobek w Próbie")["presence"], "gone");
    assert_eq!(second.project("Cyfrowe plaże")["presence"], "unreachable");
    assert!(second.rows("projects").iter().all(|row| row["title"] != "Most na Łynie"));
    // What is carried over goes out of scope with its source, too.
    let third =
        output.publish(3, vec![of("d", "Kino za rogiem", "ryn")], Scope { sources: vec!["ryn".into()], ..Scope::default() });
    assert_eq!(third.changes(), [change("out_of_scope", "", "", ""), change("out_of_scope", "", "", "")]);
    assert_eq!(third.rows("projects").len(), 1);
}

#[test]
fn this_years_programme_is_not_last_years() {
    let output = Output::new();
    let of = |year| {
        let start = fact(PartialDate { year, month: Some(1), day: None });
        with(page("saved/a", 1, "Asystent osobisty"), |notice| (notice.start_date, notice.total_cost) = (start, None))
    };
    let first = output.publish(1, vec![of(2024)], saved());
    let second = output.publish(2, vec![of(2025)], saved());
    let mut kinds: Vec<String> = second.changes().into_iter().map(|[kind, ..]| kind).collect();
    kinds.sort();
    assert_eq!(kinds, ["added", "gone"]);
    assert_eq!(second.rows("projects").len(), 2);
    assert_eq!(first.rows("projects").len(), 1);
}

#[test]
fn two_projects_that_turn_out_to_be_one_are_merged_and_parted_again() {
    let output = Output::new();
    let number = |number: &str| fact(number.to_owned());
    let on = |path: &str, of: &str| with(page(path, 1, "Żłobek w Próbie"), |notice| notice.agreement_number = number(of));
    let plain = |path: &str| with(page(path, 1, "Żłobek w Próbie"), |notice| notice.total_cost = fact("5".parse().unwrap()));
    let first = output.publish(1, vec![on("saved/a", NUMBER), plain("saved/b")], saved());
    assert_eq!(first.rows("projects").len(), 2);
    let id = |edition: &Published, path: &str| {
        edition.rows("mentions").iter().find(|row| row["path"] == path).unwrap()["project_id"].clone()
    };
    // The second page prints the number now.
    let second = output.publish(2, vec![on("saved/a", NUMBER), on("saved/b", NUMBER)], saved());
    assert_eq!(second.rows("projects").len(), 1);
    assert_eq!(second.changes(), [change("merged", "", &id(&first, "saved/b"), "")]);
    assert_eq!(id(&second, "saved/b"), id(&first, "saved/a"));
    // And then it does not any more.
    let third = output.publish(3, vec![on("saved/a", NUMBER), plain("saved/b")], saved());
    assert_eq!(third.changes(), [change("split", "", &id(&second, "saved/a"), "")]);
    assert_eq!(third.rows("projects").len(), 2);
}

#[test]
fn times_do_not_go_back_with_the_clock() {
    let output = Output::new();
    let told = |status| with(page("saved/a", 1, "Żłobek w Próbie"), |notice| notice.status = fact(status));
    output.publish_at("e1", "2026-01-09T00:00:00Z", vec![told(Status::Planned)], saved());
    let second = output.publish(2, vec![told(Status::Ongoing)], saved());
    assert!(second.notes[0].contains("the clock has gone back"), "{:?}", second.notes);
    let project = second.project("Żłobek w Próbie");
    assert_eq!((&*project["last_seen"], &*project["last_changed"]), ("2026-01-09T00:00:00Z", "2026-01-09T00:00:00Z"));
    assert_eq!(second.edition.created, SECOND);
    // The edition of the wrong clock is not the one before any more, its times are still known.
    let third = output.publish(3, vec![told(Status::Completed)], saved());
    assert_eq!(third.project("Żłobek w Próbie")["last_changed"], "2026-01-09T00:00:00Z");
    assert_eq!(third.rows("history").iter().map(|row| &*row["value"]).collect::<Vec<_>>(), ["planned", "ongoing"]);
}

#[test]
fn a_damaged_edition_is_named_and_nothing_is_published() {
    let output = Output::new();
    let first = output.publish(1, vec![page("saved/a", 1, "Żłobek w Próbie")], saved());
    let file = first.folder.join("fields.parquet");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    fs::write(&file, &bytes).unwrap();
    let error = Previous::open(&first.folder).unwrap_err();
    assert!(matches!(&error, DatasetError::Damaged { path, .. } if path.ends_with("fields.parquet")), "{error}");
    assert!(error.remedy().contains("--previous none"));
    fs::remove_file(&file).unwrap();
    let error = Previous::open(&first.folder).unwrap_err();
    assert!(error.to_string().contains("fields.parquet"), "{error}");
    assert!(compare(&first.folder, &first.folder).unwrap_err().to_string().contains("fields.parquet"));
}

/// Replaces a table of a published edition, as another version would have written it.
fn rewrite(edition: &Published, table: &str, change: impl FnOnce(&mut DataFrame)) {
    let mut frame = read(&edition.folder, table);
    change(&mut frame);
    let path = edition.folder.join(format!("{table}.parquet"));
    ParquetWriter::new(fs::File::create(&path).unwrap()).finish(&mut frame).unwrap();
    let description = edition.folder.join("edition.json");
    let mut json: serde_json::Value = serde_json::from_str(&fs::read_to_string(&description).unwrap()).unwrap();
    let digest = <sha2::Sha256 as sha2::Digest>::digest(fs::read(&path).unwrap());
    json["tables"][table]["sha256"] = digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into();
    fs::write(&description, json.to_string()).unwrap();
}

#[test]
fn history_begins_anew_after_an_edition_of_another_form() {
    let output = Output::new();
    let first = output.publish(1, vec![page("saved/a", 1, "Żłobek w Próbie")], saved());
    rewrite(&first, "projects", |frame| *frame = frame.drop("presence").unwrap());
    let error = compare(&first.folder, &first.folder).unwrap_err().to_string();
    assert!(error.contains("no column presence") && error.contains("metryczka 0, this is"), "{error}");
    let second = output.publish(2, vec![page("saved/a", 1, "Żłobek w Próbie")], saved());
    assert!(second.notes[0].contains("no column presence"), "{:?}", second.notes);
    assert!(second.notes[0].contains("its gone projects and past values are not taken over"), "{:?}", second.notes);
    assert_eq!((second.changes(), second.since), (Vec::new(), None));
}

#[test]
fn a_new_column_does_not_end_history() {
    let output = Output::new();
    let (a, b) = (page("saved/a", 1, "Żłobek w Próbie"), page("saved/b", 2, "Most na Łynie"));
    let first = output.publish(1, vec![a.clone(), b], saved());
    rewrite(&first, "projects", |frame| {
        *frame = frame.drop("genre").unwrap();
        frame.with_column(Series::new("colour".into(), vec!["red"; 2]).into_column()).unwrap();
    });
    let second = output.publish(2, vec![a], saved());
    assert_eq!((second.changes(), second.notes), (vec![change("gone", "", "", "")], Vec::new()));
    assert_eq!(read(&second.folder, "projects").height(), 2);
}

#[test]
fn the_same_again_is_the_same_to_the_byte() {
    let (one, other) = (Output::new(), Output::new());
    let pages = |day: u8| -> Vec<PageRecord> {
        let told = |number: u8| page(&format!("saved/{number}"), number, &format!("Projekt {} w Próbie", number % 40));
        (0..120)
            .filter(|number| number % 7 != day)
            .map(|number| {
                let total = u32::from(number) * (if number % 5 == day { 2u32 } else { 1 });
                with(told(number), |notice| notice.total_cost = fact(total.into()))
            })
            .collect()
    };
    for day in 1..=3 {
        let mut reversed = pages(day);
        reversed.reverse();
        let (one, other) = (one.publish(day.into(), pages(day), saved()), other.publish(day.into(), reversed, saved()));
        assert_eq!(one.edition.tables, other.edition.tables, "edition {day}");
        assert!(day == 1 || one.edition.tables["changes"].rows > 0);
    }
}

#[test]
fn projects_of_one_page_keep_their_identifiers() {
    let output = Output::new();
    let road =
        |title: &str, total: &str| with(page("saved/a", 1, title), |notice| notice.total_cost = fact(total.parse().unwrap()));
    let list = |totals: [&str; 3]| {
        let titles = ["Przebudowa ulicy Krótkiej", "Przebudowa ulicy Długiej", "Przebudowa ulicy Leśnej"];
        let [one, two, three] = [0, 1, 2].map(|number| road(titles[number], totals[number]));
        vec![and(and(one, two), three)]
    };
    let first = output.publish(1, list(["1", "2", "3"]), saved());
    let second = output.publish(2, list(["10", "20", "30"]), saved());
    for street in ["Krótkiej", "Długiej", "Leśnej"] {
        let id = |edition: &Published| edition.project(&format!("Przebudowa ulicy {street}"))["project_id"].clone();
        assert_eq!(id(&first), id(&second), "{street}");
    }
    assert_eq!(second.since, Some([(ChangeKind::Changed, 3)].into()));
}

#[test]
fn any_two_editions_can_be_compared() {
    let output = Output::new();
    let (a, b) = (page("saved/a", 1, "Żłobek w Próbie"), page("saved/b", 2, "Most na Łynie"));
    let dearer = |total: &str| with(a.clone(), |notice| notice.total_cost = fact(total.parse().unwrap()));
    let first = output.publish(1, vec![a.clone(), b.clone()], saved());
    let second = output.publish(2, vec![dearer("5"), b], saved());
    let third = output.publish(3, vec![dearer("7"), page("saved/c", 3, "Kino za rogiem")], saved());
    for edition in [&first, &second, &third] {
        assert_eq!(compare(&edition.folder, &edition.folder).unwrap().differences, []);
    }
    let found = compare(&first.folder, &third.folder).unwrap();
    let mut told: Vec<_> = found
        .differences
        .iter()
        .map(|of| (of.title.as_deref().unwrap_or(""), of.kind, of.field, of.before.as_deref(), of.after.as_deref()))
        .collect();
    told.sort();
    let expected = [
        ("Kino za rogiem", ChangeKind::Added, None, None, None),
        ("Most na Łynie", ChangeKind::Gone, None, None, None),
        ("Żłobek w Próbie", ChangeKind::Changed, Some("total_cost"), Some("1000"), Some("7")),
    ];
    assert_eq!(told, expected);
    assert_eq!(found.differences.iter().find(|of| of.field.is_some()).unwrap().currency.as_deref(), Some("PLN"));
    // The other way round, what came is not there, and what went has returned.
    let back = compare(&third.folder, &first.folder).unwrap();
    let mut kinds: Vec<ChangeKind> = back.differences.iter().map(|of| of.kind).collect();
    kinds.sort();
    assert_eq!(kinds, [ChangeKind::Changed, ChangeKind::Returned, ChangeKind::OutOfScope]);
}

/// A page of a project with a number, of a body.
fn of(path: &str, number: &str, title: &str, body: &str) -> PageRecord {
    with(page(path, 1, title), |notice| {
        (notice.agreement_number, notice.beneficiary) = (fact(number.to_owned()), fact(body.to_owned()));
    })
}

fn id(edition: &Published, path: &str, title: &str) -> String {
    let rows = edition.rows("mentions");
    rows.iter().find(|row| row["path"] == path && row["title"] == title).unwrap()["project_id"].clone()
}

fn kinds(edition: &Published) -> Vec<String> {
    let mut kinds: Vec<String> = edition.changes().into_iter().map(|[kind, ..]| kind).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

fn starts(page: PageRecord, year: i32, month: u32) -> PageRecord {
    with(page, |notice| notice.start_date = fact(PartialDate { year, month: Some(month), day: None }))
}

fn costs(page: PageRecord, total: &str) -> PageRecord {
    with(page, |notice| notice.total_cost = fact(total.parse().unwrap()))
}

#[test]
fn a_number_told_of_another_municipalitys_project_is_not_the_same_project() {
    let output = Output::new();
    let first = output.publish(1, vec![of("saved/a", NUMBER, "Zdalna szkoła", "Gmina Ełk")], saved());
    let other = of("saved/b", NUMBER, "Laptopy dla seniorów", "Gmina Olecko");
    let second = output.publish(2, vec![other.clone()], saved());
    assert_eq!(kinds(&second), ["added", "gone"]);
    let (was, is) = (first.project("Zdalna szkoła"), second.project("Laptopy dla seniorów"));
    assert_ne!(was["project_id"], is["project_id"]);
    assert_eq!(is["resolved_id"], was["project_id"]);
    assert_eq!(second.project("Zdalna szkoła")["presence"], "gone");
    // Both stay what they are.
    let third = output.publish(3, vec![other], saved());
    assert_eq!((third.changes(), third.rows("projects").len()), (Vec::new(), 2));
    let fourth = output.publish(4, vec![of("saved/a", NUMBER, "Zdalna szkoła", "Gmina Ełk")], saved());
    assert_eq!(fourth.project("Zdalna szkoła")["project_id"], was["project_id"]);
    assert_eq!(fourth.project("Laptopy dla seniorów")["project_id"], is["project_id"]);
}

#[test]
fn siblings_under_one_number_are_not_swapped() {
    let output = Output::new();
    let list = |one: &str, two: &str| {
        let of = |title: &str, body: &str| of("saved/a", NUMBER, title, body);
        vec![and(of(one, "Gmina Olecko"), of(two, "Gmina Ełk"))]
    };
    let first = output.publish(1, list("Zdalna szkoła", "Laptopy dla seniorów"), saved());
    let second = output.publish(2, vec![of("saved/a", NUMBER, "Laptopy dla seniorów", "Gmina Ełk")], saved());
    assert_eq!(first.rows("projects").len(), 2);
    assert_eq!(id(&first, "saved/a", "Laptopy dla seniorów"), id(&second, "saved/a", "Laptopy dla seniorów"));
    assert_eq!(second.project("Zdalna szkoła")["presence"], "gone");
    let third = output.publish(3, list("Zdalna szkoła", "Laptopy dla seniorów"), saved());
    for title in ["Zdalna szkoła", "Laptopy dla seniorów"] {
        assert_eq!(id(&first, "saved/a", title), id(&third, "saved/a", title), "{title}");
    }
}

#[test]
fn a_corrected_start_does_not_count_a_project_twice() {
    let output = Output::new();
    let of = |year, month, total| costs(starts(page("saved/a", 1, "Żłobek w Próbie"), year, month), total);
    let first = output.publish(1, vec![of(2023, 12, "123456.78")], saved());
    let second = output.publish(2, vec![of(2024, 1, "123456.78")], saved());
    assert_eq!((kinds(&second), second.rows("projects").len()), (vec!["changed".to_owned()], 1));
    assert_eq!(first.project("Żłobek w Próbie")["project_id"], second.project("Żłobek w Próbie")["project_id"]);
    // A whole year off, the odd total still knows.
    let third = output.publish(3, vec![of(2022, 1, "123456.78")], saved());
    assert_eq!(third.rows("projects").len(), 1);
    // Another year and another total are next year's.
    let fourth = output.publish(4, vec![of(2025, 1, "99")], saved());
    assert_eq!(kinds(&fourth), ["added", "gone"]);
}

#[test]
fn a_number_typed_wrong_does_not_count_a_project_twice() {
    let output = Output::new();
    let on = |number| costs(of("saved/a", number, "Żłobek w Próbie", "Gmina Próba"), "123456.78");
    output.publish(1, vec![on(NUMBER)], saved());
    let second = output.publish(2, vec![on("RPWM.11.02.03-28-0036/17")], saved());
    assert_eq!((kinds(&second), second.rows("projects").len()), (vec!["changed".to_owned()], 1));
    let third = output.publish(3, vec![on("RPWM.04.01.01-28-0112/18")], saved());
    assert_eq!(third.rows("projects").len(), 2);
}

#[test]
fn a_moved_page_that_tells_more_does_not_count_a_project_twice() {
    let output = Output::new();
    let plain = |path: &str| with(page(path, 1, "Żłobek w Próbie"), |notice| notice.start_date = None);
    let first = output.publish(1, vec![plain("saved/a")], saved());
    let second = output.publish(2, vec![page("saved/b", 1, "Żłobek w Próbie")], saved());
    assert_eq!((kinds(&second), second.rows("projects").len()), (vec!["changed".to_owned()], 1));
    let third = output.publish(3, vec![of("saved/c", NUMBER, "Żłobek w Próbie", "Gmina Próba")], saved());
    assert_eq!((kinds(&third), third.rows("projects").len()), (vec!["changed".to_owned()], 1));
    assert_eq!(first.project("Żłobek w Próbie")["project_id"], third.project("Żłobek w Próbie")["project_id"]);
    // Next year's programme at another address is another one.
    let next = costs(starts(page("saved/d", 1, "Żłobek w Próbie"), 2026, 3), "2000");
    assert_eq!(kinds(&output.publish(4, vec![next], saved())), ["added", "gone"]);
}

#[test]
fn what_fits_two_equally_well_is_neither() {
    let output = Output::new();
    let on = |path: &str, number: &str| costs(of(path, number, "Przebudowa drogi", "Gmina Próba"), "123.45");
    output.publish(1, vec![costs(page("saved/a", 1, "Przebudowa drogi"), "123.45")], saved());
    let both = vec![on("saved/b", NUMBER), on("saved/c", "RPWM.04.01.01-28-0112/18")];
    let second = output.publish(2, both, saved());
    assert_eq!(second.rows("projects").len(), 3);
    assert_eq!(kinds(&second), ["added", "gone"]);
}

#[test]
fn a_second_grantee_of_a_number_does_not_begin_the_first_anew() {
    let output = Output::new();
    let (a, b) = (of("saved/a", NUMBER, "Zdalna szkoła", "Gmina Ełk"), of("saved/b", NUMBER, "Zdalna szkoła", "Gmina Olecko"));
    let moved = of("saved/c", NUMBER, "Zdalna szkoła", "Gmina Ełk");
    let first = output.publish(1, vec![a], saved());
    let second = output.publish(2, vec![costs(b, "777.77"), moved], saved());
    assert_eq!((kinds(&second), second.rows("projects").len()), (vec!["added".to_owned()], 2));
    assert_eq!(id(&first, "saved/a", "Zdalna szkoła"), id(&second, "saved/c", "Zdalna szkoła"));
    assert!(second.rows("projects").iter().all(|row| row["presence"] == "current"));
}

#[test]
fn an_inherited_identifier_does_not_flip_to_another_page() {
    let output = Output::new();
    let bare =
        |path: &str, total: &str| with(costs(page(path, 1, "Żłobek w Próbie"), total), |notice| notice.start_date = None);
    let first = output.publish(1, vec![bare("saved/a", "1000")], saved());
    // The page prints another total and inherits; then another page prints the first total.
    let second = output.publish(2, vec![bare("saved/a", "2000")], saved());
    let third = output.publish(3, vec![bare("saved/a", "2000"), bare("saved/z", "1000")], saved());
    let was = id(&first, "saved/a", "Żłobek w Próbie");
    assert_eq!(was, id(&second, "saved/a", "Żłobek w Próbie"));
    assert_eq!(was, id(&third, "saved/a", "Żłobek w Próbie"));
    assert_ne!(was, id(&third, "saved/z", "Żłobek w Próbie"));
    let fourth = output.publish(4, vec![bare("saved/a", "2000"), bare("saved/z", "1000")], saved());
    assert_eq!(fourth.changes(), Vec::<[String; 4]>::new());
}

fn problem(path: &str, url: Option<&str>) -> Problem {
    Problem {
        path: Some(path.into()),
        url: url.map(str::to_owned),
        source: None,
        stage: ProblemStage::Read,
        code: "warc_truncated".into(),
        message: String::new(),
        remedy: String::new(),
    }
}

#[test]
fn what_could_not_be_read_is_not_gone() {
    let output = Output::new();
    let pages = || {
        vec![
            page("saved/a", 1, "Żłobek w Próbie"),
            page("saved/w.warc.gz#https://proba.example/b", 2, "Most na Łynie"),
            page("saved/c", 3, "Kino za rogiem"),
        ]
    };
    output.publish(1, pages(), saved());
    let mut scope = saved();
    scope.could_not_read(&[problem("saved/a", None), problem("./saved/w.warc.gz", None)]);
    let second = output.publish(2, vec![page("saved/d", 4, "Cyfrowe plaże")], scope);
    let presence = |title: &str| second.project(title)["presence"].clone();
    assert_eq!(presence("Żłobek w Próbie"), "unreachable");
    assert_eq!(presence("Most na Łynie"), "unreachable");
    assert_eq!(presence("Kino za rogiem"), "gone");
}

#[test]
fn a_folder_named_differently_is_the_same_folder() {
    let output = Output::new();
    let (a, b) = (page("saved/a", 1, "Żłobek w Próbie"), page("saved/b", 2, "Most na Łynie"));
    output.publish(1, vec![a, b], saved());
    let whole = std::path::absolute("saved").unwrap();
    let scope = Scope { paths: vec![whole.clone()], ..Scope::default() };
    let again = page(whole.join("a").to_str().unwrap(), 1, "Żłobek w Próbie");
    let second = output.publish(2, vec![again], scope);
    assert_eq!(second.changes(), [change("gone", "", "", "")]);
}

#[test]
fn what_was_out_of_scope_is_not_called_gone() {
    let output = Output::new();
    let (a, b) = (page("saved/a", 1, "Żłobek w Próbie"), page("old/b", 2, "Most na Łynie"));
    let both = Scope { paths: vec!["saved".into(), "old".into()], ..Scope::default() };
    let first = output.publish(1, vec![a.clone(), b], both);
    output.publish(2, vec![a.clone()], saved());
    let third = output.publish(3, vec![a], saved());
    let found = compare(&first.folder, &third.folder).unwrap();
    assert_eq!(found.differences.iter().map(|of| of.kind).collect::<Vec<_>>(), [ChangeKind::OutOfScope]);
}
