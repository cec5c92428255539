//! The export of FollowTheMoney entities against the published model (`fixtures/ftm/model.toml`), without a network.
//!
//! Where Python has the library `followthemoney`, it reads the entities too: that of the environment variable
//! `METRYCZKA_PYTHON`, else `python3`.
#![cfg(feature = "dataset")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

use metryczka::check::{Mention, Proof};
use metryczka::dataset::{
    Availability, Context, Coverage, Dataset, DatasetError, Finishing, FtmCounts, Harvest, Origin, PageRecord, Publisher, Seen,
    write_ftm,
};
use metryczka::notice::{Evidence, Fact, Notice, Status};
use metryczka::page::Source;
use metryczka::value::{Currency, PartialDate};
use polars::prelude::{ParquetReader, ParquetWriter, SerReader, df};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

fn fact<T>(value: T) -> Option<Fact<T>> {
    Some(Fact { value, evidence: Evidence { start: 0, end: 0, quote: String::new(), rule: "test" } })
}

fn text(value: &str) -> Option<Fact<String>> {
    fact(value.to_owned())
}

fn date(printed: &str) -> Option<Fact<PartialDate>> {
    let mut parts = printed.split('-').map(|part| part.parse::<u32>().unwrap());
    let year = i32::try_from(parts.next().unwrap()).unwrap();
    fact(PartialDate { year, month: parts.next(), day: parts.next() })
}

/// A page at a path or, where it looks like one, an address.
fn page(place: &str, notices: Vec<Notice>) -> PageRecord {
    let address = place.starts_with("http").then(|| place.to_owned());
    let path = if address.is_some() { "crawl.warc.gz" } else { place };
    let hash = place.bytes().fold(7_u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    let source = Source { path: Some(path.to_owned()), url: address.clone(), sha256: format!("{hash:064x}") };
    let told = |(number, notice)| {
        let (checks, proof) = (Vec::new(), Proof::Consistent);
        Mention { source: source.clone(), mention: number, notice, checks, proof, corrected: Vec::new() }
    };
    PageRecord {
        mentions: notices.into_iter().enumerate().map(told).collect(),
        seen: address.map(|_| Seen { source: "elk".into(), availability: Availability::Current, checked: Some(86_400) }),
        fetched: Some("2026-03-02T08:15:00Z".into()),
        charset: "UTF-8".into(),
        title: Some("Projekty - Miasto Ełk".into()),
        source,
        ..PageRecord::default()
    }
}

fn leisure() -> Notice {
    Notice {
        title: text("Ścieżka „Dookoła\u{200f} jeziora” \"1\"\t\u{1}\u{2028}\\koniec"),
        programme_code: text("RPWM"),
        funds: vec![fact("EFRR".to_owned()).unwrap()],
        agreement_number: text("RPWM.06.02.02-28-0009/16-00"),
        total_cost: fact("1149808.80".parse().unwrap()),
        cofinancing: fact("977337.48".parse().unwrap()),
        cofinancing_rate: fact("85".parse().unwrap()),
        currency: fact(Currency::Pln),
        start_date: date("2018-09"),
        end_date: date("2020"),
        signed_date: date("2018-06-28"),
        status: fact(Status::Completed),
        beneficiary: text("Gmina Miasto Ełk"),
        implementer: text("Gmina Miasto Ełk"),
        partners: vec![fact("Stowarzyszenie Alternatywa".to_owned()).unwrap(), fact("SION".to_owned()).unwrap()],
        municipality: text("Ełk"),
        teryt: text("2805011"),
        voivodeship: text("warmińsko-mazurskie"),
        participants: fact(132),
        target_categories: vec!["seniors".into()],
        ..Notice::default()
    }
}

/// The same project on the partner's page, which names neither implementer nor sums.
fn leisure_at_the_partner_s() -> Notice {
    let Notice { title, agreement_number, beneficiary, partners, .. } = leisure();
    Notice { title, agreement_number, beneficiary, partners, ..Notice::default() }
}

fn neighbours() -> Notice {
    Notice {
        title: text(&"Sąsiedzi nad granicą ".repeat(40)),
        agreement_number: text(&"LT-PL-1R-042 ".repeat(8)),
        total_cost: fact("2864743.90".parse().unwrap()),
        currency: fact(Currency::Eur),
        beneficiary: text("Stowarzyszenie Alternatywa"),
        partners: vec![fact("Uniwersytet Techniczny w Kownie".to_owned()).unwrap(), fact("Gmina Miasto Ełk".to_owned()).unwrap()],
        teryt: text("2805011"),
        voivodeship: text("warmińsko-mazurskie"),
        ..Notice::default()
    }
}

fn pages() -> Vec<PageRecord> {
    vec![
        page("https://www.elk.example/inwestycje/sciezka", vec![leisure()]),
        page("saved/partner.html", vec![leisure_at_the_partner_s()]),
        page("saved/umowa.pdf", vec![neighbours()]),
        page("https://www.elk.example/kontakt", Vec::new()),
    ]
}

/// Publishes pages; their projects are all in Ełk.
fn edition(folder: &Path, pages: Vec<PageRecord>) -> PathBuf {
    let created = "2026-11-22T05:32:10Z";
    let coverage = vec![Coverage { source: "elk".into(), name: "Miasto Ełk".into(), ..Coverage::default() }];
    let dataset = Dataset::assemble(Harvest { pages, coverage, ..Harvest::default() }, &Context::new(created)).unwrap();
    let origin = Origin { created: created.into(), code_version: "0".into(), vocabulary_digest: "0".into(), inputs_digest: None };
    Publisher::begin(folder, "first").unwrap().publish(&dataset, origin, &Finishing::default()).unwrap();
    let edition = folder.join("first");
    let projects = ParquetReader::new(File::open(edition.join("projects.parquet")).unwrap()).finish().unwrap();
    let ids: Vec<String> = projects.column("project_id").unwrap().str().unwrap().iter().flatten().map(str::to_owned).collect();
    let all = |value: &str| vec![value.to_owned(); ids.len()];
    let mut locations =
        df!("project_id" => &ids, "level" => all("municipality"), "teryt" => all("2805011"), "name" => all("Ełk")).unwrap();
    ParquetWriter::new(File::create(edition.join("locations.parquet")).unwrap()).finish(&mut locations).unwrap();
    edition
}

fn export(edition: &Path) -> (FtmCounts, Vec<u8>) {
    let mut out = Vec::new();
    let counts = write_ftm(edition, &mut out).unwrap();
    (counts, out)
}

fn entities(lines: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(lines).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.split('\n').filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// The entities of the pages above.
fn exported() -> Vec<Value> {
    let output = tempfile::tempdir().unwrap();
    let (counts, lines) = export(&edition(output.path(), pages()));
    let expected = FtmCounts { documents: 3, projects: 2, participations: 6, bodies: 4, addresses: 1 };
    assert_eq!(counts, expected);
    let entities = entities(&lines);
    assert_eq!(entities.len(), counts.total());
    entities
}

/// The one entity of a schema that has this value of this property.
fn one<'e>(entities: &'e [Value], schema: &str, property: &str, value: &str) -> &'e Value {
    let fits = |entity: &&Value| entity["schema"] == schema && values(entity, property).contains(&value);
    let found: Vec<&Value> = entities.iter().filter(fits).collect();
    assert_eq!(found.len(), 1, "{schema} with {property} {value}: {found:#?}");
    found[0]
}

fn values<'e>(entity: &'e Value, property: &str) -> Vec<&'e str> {
    entity["properties"][property].as_array().into_iter().flatten().map(|value| value.as_str().expect("a text")).collect()
}

/// `fixtures/ftm/model.toml`.
#[derive(Deserialize)]
struct Model {
    types: BTreeMap<String, usize>,
    schemata: BTreeMap<String, Schema>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Schema {
    extends: Vec<String>,
    #[serde(default, rename = "abstract")]
    is_abstract: bool,
    #[serde(default)]
    required: Vec<String>,
    #[serde(default)]
    featured: Vec<String>,
    #[serde(default)]
    properties: BTreeMap<String, String>,
}

impl Model {
    fn read() -> Self {
        toml::from_str(&fs::read_to_string("fixtures/ftm/model.toml").unwrap()).unwrap()
    }

    /// The type of a property, its own or of what the schema extends.
    fn property(&self, schema: &str, property: &str) -> Option<&str> {
        let found = self.schemata.get(schema)?;
        let own = found.properties.get(property).map(String::as_str);
        own.or_else(|| found.extends.iter().find_map(|parent| self.property(parent, property)))
    }

    fn is_a(&self, schema: &str, other: &str) -> bool {
        schema == other
            || self.schemata.get(schema).is_some_and(|found| found.extends.iter().any(|parent| self.is_a(parent, other)))
    }

    /// What is wrong with a value of a type.
    fn check(&self, kind: &str, value: &str) -> Result<(), String> {
        let most = *self.types.get(kind).ok_or_else(|| format!("no type of a value: {kind}"))?;
        let length = value.chars().count();
        let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|c| c.is_ascii_digit());
        let fits = match kind {
            "date" => {
                let (day, time) = value.split_once('T').map_or((value, None), |(day, time)| (day, Some(time)));
                let lengths = [4, 2, 2];
                let whole = day.split('-').count() == 3;
                let parts = day.split('-').zip(lengths).all(|(part, length)| digits(part, length)) && day.split('-').count() <= 3;
                parts && time.is_none_or(|time| whole && time.split(':').all(|part| digits(part, 2)))
            }
            "number" => {
                let (whole, cents) = value.split_once('.').unwrap_or((value, "00"));
                let whole = whole.strip_prefix('-').unwrap_or(whole);
                digits(whole, whole.len()) && !whole.is_empty() && digits(cents, 2)
            }
            "url" => value.starts_with("http://") || value.starts_with("https://"),
            "country" => value == "pl",
            "name" => value.contains(char::is_alphanumeric),
            _ => !value.trim().is_empty(),
        };
        if fits && length <= most { Ok(()) } else { Err(format!("no {kind}, or longer than {most}: {value:?}")) }
    }
}

/// Everything that is wrong with entities by the model.
fn against(model: &Model, entities: &[Value]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut schemata: BTreeMap<&str, &str> = BTreeMap::new();
    for entity in entities {
        let (id, schema) = (entity["id"].as_str().unwrap(), entity["schema"].as_str().unwrap());
        if schemata.insert(id, schema).is_some() {
            wrong.push(format!("{id}: twice"));
        }
        let plain =
            id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && id.ends_with(|c: char| c.is_ascii_alphanumeric());
        if !plain || !id.starts_with("metryczka-") {
            wrong.push(format!("{id}: no id"));
        }
        if model.schemata.get(schema).is_none_or(|schema| schema.is_abstract) {
            wrong.push(format!("{id}: no schema of an entity: {schema}"));
        }
    }
    for entity in entities {
        let (id, schema) = (entity["id"].as_str().unwrap(), entity["schema"].as_str().unwrap());
        for property in model.schemata.get(schema).iter().flat_map(|schema| &schema.required) {
            if values(entity, property).is_empty() {
                wrong.push(format!("{id}: {schema} without {property}"));
            }
        }
        for property in entity["properties"].as_object().unwrap().keys() {
            let values = values(entity, property);
            let distinct: BTreeSet<&&str> = values.iter().collect();
            if values.is_empty() || distinct.len() < values.len() {
                wrong.push(format!("{id}: {property} is empty or says a thing twice"));
            }
            let Some(kind) = model.property(schema, property) else {
                wrong.push(format!("{id}: {schema} has no property {property}"));
                continue;
            };
            for value in values {
                match kind.strip_prefix("entity:") {
                    Some(range) if schemata.get(value).is_some_and(|other| model.is_a(other, range)) => {}
                    Some(range) => wrong.push(format!("{id}: {property}: {value} is no {range}")),
                    None => wrong.extend(model.check(kind, value).err().map(|error| format!("{id}: {property}: {error}"))),
                }
            }
        }
    }
    wrong
}

#[test]
fn every_entity_is_one_of_the_model() {
    let wrong = against(&Model::read(), &exported());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_model_is_told_from_another() {
    let model = Model::read();
    let entity = |schema: &str, properties: &str| -> Value {
        serde_json::from_str(&format!(r#"{{"id":"metryczka-x","schema":"{schema}","properties":{properties}}}"#)).unwrap()
    };
    for (schema, properties, said) in [
        ("Grant", "{}", "no schema"),
        ("Thing", r#"{"name":["x"]}"#, "no schema"),
        ("PublicBody", "{}", "without name"),
        ("Project", r#"{"grant":["1"]}"#, "no property grant"),
        ("Project", r#"{"proof":["metryczka-x"]}"#, "is no Document"),
        ("Project", r#"{"amount":["1 000,00"]}"#, "no number"),
        ("Project", r#"{"startDate":["2018-9"]}"#, "no date"),
        ("Project", r#"{"name":[]}"#, "is empty"),
    ] {
        let wrong = against(&model, &[entity(schema, properties)]);
        assert!(wrong.iter().any(|wrong| wrong.contains(said)), "{schema} {properties}: {wrong:?}");
    }
    for schema in model.schemata.values() {
        assert!(schema.extends.iter().all(|parent| model.schemata.contains_key(parent)));
    }
    let featured = &model.schemata["Project"].featured;
    assert!(featured.iter().all(|property| model.property("Project", property).is_some()));
}

#[test]
fn a_project_says_what_its_pages_print() {
    let entities = exported();
    let project = one(&entities, "Project", "projectId", "RPWM.06.02.02-28-0009/16-00");
    // Quotation marks, right-to-left marks and control characters are the page's, and stay.
    assert_eq!(values(project, "name"), ["Ścieżka „Dookoła\u{200f} jeziora” \"1\"\t\u{1}\u{2028}\\koniec"]);
    assert_eq!(values(project, "amount"), ["1149808.80"]);
    assert_eq!(values(project, "currency"), ["PLN"]);
    assert_eq!(values(project, "amountEur"), [""; 0], "no sum is converted");
    assert_eq!([values(project, "startDate"), values(project, "endDate")], [["2018-09"], ["2020"]]);
    assert_eq!(values(project, "status"), ["completed"]);
    assert_eq!(values(project, "keywords"), ["RPWM", "EFRR", "seniors"]);
    assert_eq!(values(project, "sourceUrl"), ["https://www.elk.example/inwestycje/sciezka"]);
    assert_eq!(values(project, "publisher"), ["Miasto Ełk"]);
    assert_eq!(values(project, "proof").len(), 2);
    let notes = values(project, "notes");
    for note in ["cofinancing: 977337.48 PLN", "cofinancing_rate: 85 %", "participants: 132 people", "signed_date: 2018-06-28"] {
        assert!(notes.contains(&note), "{note}: {notes:?}");
    }
}

#[test]
fn euro_are_euro_and_a_long_title_is_whole_somewhere() {
    let entities = exported();
    let project = one(&entities, "Project", "currency", "EUR");
    assert_eq!((values(project, "amount"), values(project, "amountEur")), (vec!["2864743.90"], vec!["2864743.90"]));
    assert!(values(project, "name")[0].ends_with('…'));
    let whole = "Sąsiedzi nad granicą ".repeat(40);
    assert!(values(project, "description") == [whole.as_str()] || values(project, "description") == [whole.trim()]);
    assert_eq!(values(project, "projectId"), [""; 0], "half a number is a wrong one");
    assert!(values(project, "notes").iter().any(|note| note.starts_with("agreement_number: LT-PL")));
}

#[test]
fn a_body_takes_part_once_and_is_proved_by_the_pages_that_name_it() {
    let entities = exported();
    let project = &one(&entities, "Project", "currency", "PLN")["id"];
    let town = &one(&entities, "PublicBody", "name", "Gmina Miasto Ełk")["id"];
    let parts: Vec<&Value> = entities
        .iter()
        .filter(|e| e["schema"] == "ProjectParticipant" && values(e, "project") == [project.as_str().unwrap()])
        .collect();
    let roles: Vec<Vec<&str>> = parts.iter().map(|part| values(part, "role")).collect();
    assert_eq!(roles, [vec!["beneficiary", "implementer"], vec!["partner"], vec!["partner"]]);
    assert_eq!(values(parts[0], "participant"), [town.as_str().unwrap()]);
    assert_eq!(values(parts[0], "proof").len(), 2);
    let body = one(&entities, "Organization", "name", "Stowarzyszenie Alternatywa");
    let both = entities.iter().filter(|e| values(e, "participant") == [body["id"].as_str().unwrap()]).count();
    assert_eq!((both, values(body, "country")), (2, vec!["pl"]));
    // Nobody knows from its name what it is, nor of which country.
    assert_eq!(values(one(&entities, "LegalEntity", "name", "SION"), "country"), [""; 0]);
    assert_eq!(values(one(&entities, "Organization", "name", "Uniwersytet Techniczny w Kownie"), "country"), [""; 0]);
}

#[test]
fn a_document_says_where_it_was_found_and_not_what_it_hashes_to() {
    let entities = exported();
    let page = one(&entities, "HyperText", "sourceUrl", "https://www.elk.example/inwestycje/sciezka");
    assert_eq!(values(page, "retrievedAt"), ["2026-03-02T08:15:00"]);
    assert_eq!((values(page, "crawler"), values(page, "publisher")), (vec!["metryczka"], vec!["Miasto Ełk"]));
    assert_eq!((values(page, "fileName"), values(page, "contentHash")), (vec![""; 0], vec![""; 0]));
    assert_eq!(values(one(&entities, "HyperText", "fileName", "partner.html"), "crawler"), [""; 0]);
    one(&entities, "Pages", "fileName", "umowa.pdf");
    let place = one(&entities, "Address", "full", "Ełk, warmińsko-mazurskie");
    assert_eq!(place["id"], "metryczka-place-2805011");
    assert!(
        entities.iter().filter(|e| e["schema"] == "Project").all(|e| values(e, "addressEntity") == ["metryczka-place-2805011"])
    );
}

#[test]
fn the_order_of_pages_changes_no_byte() {
    let output = tempfile::tempdir().unwrap();
    let (_, forward) = export(&edition(output.path(), pages()));
    let output = tempfile::tempdir().unwrap();
    let (_, backward) = export(&edition(output.path(), pages().into_iter().rev().collect()));
    assert_eq!(forward, backward);
}

#[test]
fn an_empty_edition_has_no_entities() {
    let output = tempfile::tempdir().unwrap();
    let (counts, lines) = export(&edition(output.path(), Vec::new()));
    assert_eq!((counts, lines), (FtmCounts::default(), Vec::new()));
}

#[test]
fn what_cannot_be_read_or_written_is_said() {
    let output = tempfile::tempdir().unwrap();
    let refused = |edition: &Path| write_ftm(edition, &mut Vec::new()).unwrap_err();
    assert!(matches!(refused(output.path()), DatasetError::NotAnEdition { .. }));
    let edition = edition(output.path(), pages());
    let full = write_ftm(&edition, &mut Full).unwrap_err();
    assert!(full.to_string().contains("cannot write the entities of"), "{full}");
    fs::write(edition.join("mentions.parquet"), "PAR1 not a table PAR1").unwrap();
    let broken = refused(&edition);
    assert!(matches!(broken, DatasetError::Table { .. }) && broken.to_string().contains("mentions.parquet"), "{broken}");
    let mut other = df!("mention_id" => ["x"]).unwrap();
    ParquetWriter::new(File::create(edition.join("mentions.parquet")).unwrap()).finish(&mut other).unwrap();
    let older = refused(&edition).to_string();
    assert!(older.contains("mentions.parquet has no column project_id"), "{older}");
}

/// A disk without room.
struct Full;

impl std::io::Write for Full {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What the library says of a file of entities: every schema and property known, every value kept when it is cleaned.
const LIBRARY: &str = r#"
import json, sys
from followthemoney import model
from followthemoney.proxy import EntityProxy
ids, references = {}, []
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    data = json.loads(line)
    schema = model.get(data["schema"])
    assert schema is not None and not schema.abstract, data
    assert set(data["properties"]) <= set(schema.properties), data
    schema.validate(data)
    proxy = EntityProxy(schema, data, cleaned=False)
    for name, values in data["properties"].items():
        prop = schema.properties[name]
        assert not prop.stub and len(proxy.get(prop)) == len(values), (name, values, proxy.get(prop))
        assert all(len(value) <= prop.max_length for value in proxy.get(prop)), (name, values)
        if prop.type.name == "entity":
            references += [(value, prop.range, name) for value in values]
    assert data["id"] not in ids and proxy.id == data["id"], data
    ids[data["id"]] = schema
for value, schema, name in references:
    assert value in ids and ids[value].is_a(schema), (name, value)
print(len(ids), "entities,", len(references), "references")
"#;

#[test]
fn the_library_reads_the_entities() {
    let python = std::env::var("METRYCZKA_PYTHON").unwrap_or_else(|_| "python3".into());
    let at_hand =
        Command::new(&python).args(["-c", "import followthemoney"]).output().is_ok_and(|output| output.status.success());
    if !at_hand {
        eprintln!("skipped: {python} has no module followthemoney (pip install followthemoney)");
        return;
    }
    let output = tempfile::tempdir().unwrap();
    let (_, lines) = export(&edition(output.path(), pages()));
    let file = output.path().join("entities.ndjson");
    fs::write(&file, lines).unwrap();
    let said = Command::new(&python).args(["-c", LIBRARY]).arg(&file).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    eprintln!("{}", String::from_utf8_lossy(&said.stdout).trim());
}
