//! The report as a whole: its figures are the tables', it says plainly when there is nothing, and strangers' words stay words.

use super::figures::{Corrected, Figures};
use super::read::each;
use super::render;
use crate::check::{self, Mention, Proof};
use crate::dataset::{
    Context, Dataset, DatasetError, Finishing, Harvest, Kind, Origin, PageRecord, Publisher, SCHEMA, find_edition, tables,
};
use crate::html::keys;
use crate::notice::{Evidence, Fact, Notice, Status};
use crate::page::Source;
use crate::resolve::FIELDS;
use crate::value::{Currency, PartialDate};
use crate::vocabulary::Place;
use crate::vocabulary::Places;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn fact<T>(value: T) -> Option<Fact<T>> {
    Some(Fact { value, evidence: Evidence { start: 0, end: 1, quote: "P".into(), rule: "test" } })
}

fn page(name: &str, notice: Option<Notice>) -> PageRecord {
    let sha256 = format!("{:064x}", name.bytes().fold(7u64, |sum, byte| sum * 31 + u64::from(byte)));
    let source = Source { path: Some(name.to_owned()), url: None, sha256 };
    let mention = notice.map(|notice| Mention {
        source: source.clone(),
        mention: 0,
        notice,
        checks: Vec::new(),
        proof: Proof::Unproved,
        corrected: Vec::new(),
    });
    PageRecord {
        source,
        charset: "UTF-8".into(),
        text: "P".into(),
        mentions: mention.into_iter().collect(),
        ..PageRecord::default()
    }
}

/// A project located in a municipality of the gazetteer.
fn notice(title: &str, place: &Place, total: &str, currency: Currency, status: Option<Status>) -> Notice {
    let grant = total.parse::<Decimal>().unwrap() / Decimal::TWO;
    Notice {
        title: fact(title.to_owned()),
        beneficiary: fact(format!("Gmina {}", place.name)),
        municipality: fact(place.name.clone()),
        teryt: fact(place.teryt.clone()),
        voivodeship: fact(place.voivodeship.to_owned()),
        programme: fact("Program „Dobre Drogi”".to_owned()),
        total_cost: fact(total.parse().unwrap()),
        cofinancing: fact(grant),
        currency: fact(currency),
        status: status.and_then(fact),
        start_date: fact(PartialDate { year: 2018, month: Some(9), day: Some(1) }),
        end_date: fact(PartialDate { year: 2019, month: None, day: None }),
        ..Notice::default()
    }
}

/// Publishes an edition of these pages.
fn edition(output: &Path, pages: Vec<PageRecord>) -> PathBuf {
    let dataset = Dataset::assemble(Harvest { pages, ..Harvest::default() }, &Context::new("2026-11-22T05:32:10Z")).unwrap();
    let origin = Origin {
        created: "2026-11-22T05:32:10Z".into(),
        code_version: "0".into(),
        vocabulary_digest: "0".into(),
        inputs_digest: None,
    };
    Publisher::begin(output, "first").unwrap().publish(&dataset, origin, &Finishing::default()).unwrap();
    find_edition(output, None)
}

fn places() -> Vec<&'static Place> {
    Places::builtin().iter().filter(|place| place.kind.is_some() && place.position.is_some()).take(4).collect()
}

/// Projects of every kind of money.
fn various() -> Vec<PageRecord> {
    let at = places();
    let all = [
        notice("Droga do szkoły", at[0], "1149808.80", Currency::Pln, Some(Status::Ongoing)),
        notice("Most na rzece", at[1], "250000.20", Currency::Pln, Some(Status::Completed)),
        notice("Nowa biblioteka", at[2], "777000.00", Currency::Pln, Some(Status::Applied)),
        notice("Park nad jeziorem", at[3], "90000.00", Currency::Pln, None),
        notice("Wymiana młodzieży", at[3], "43210.00", Currency::Eur, Some(Status::Ongoing)),
    ];
    let silent = std::iter::once(page("pusta", None));
    all.into_iter().enumerate().map(|(number, notice)| page(&format!("p{number}"), Some(notice))).chain(silent).collect()
}

#[test]
fn the_headline_is_the_sum_of_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(folder.path(), various());
    let figures = Figures::read(&edition).unwrap();
    let mut sums = [Decimal::ZERO; 4];
    each(&edition, "municipalities", &["grouping", "total_pln", "grant_pln", "requested_total_pln", "total_eur"], |line| {
        if line.text(0).as_deref() == Some("all") {
            for (at, sum) in sums.iter_mut().enumerate() {
                *sum += line.number(at + 1).unwrap_or_default();
            }
        }
    })
    .unwrap();
    let all = &figures.projects.all;
    assert_eq!(all.granted.total.value(), Some(sums[0]));
    assert_eq!(all.granted.grant.value(), Some(sums[1]));
    assert_eq!(all.requested.total.value(), Some(sums[2]));
    assert_eq!(figures.projects.foreign[&Some("EUR".to_owned())].0.total.value(), Some(sums[3]));
    assert_eq!(all.unstated.total.value(), Some("90000.00".parse().unwrap()));
    let rows = |table: &str| figures.edition.tables[table].rows as u64;
    assert_eq!((figures.projects.count, figures.pages.count), (rows("projects"), rows("pages")));
    assert_eq!(figures.pages.telling, 5);
    let html = render(&edition).unwrap();
    for told in ["1\u{a0}399\u{a0}809,00\u{a0}zł", "777\u{a0}000,00\u{a0}zł", "EUR\u{a0}43,210.00", "90\u{a0}000,00\u{a0}zł"] {
        assert!(html.contains(told), "{told}");
    }
}

#[test]
fn what_the_map_leaves_out_is_told_with_its_sum() {
    let mut pages = various();
    let mut nowhere = notice("Kładka bez adresu", places()[0], "400000.00", Currency::Pln, Some(Status::Ongoing));
    (nowhere.municipality, nowhere.teryt, nowhere.voivodeship, nowhere.beneficiary) = (None, None, None, None);
    pages.push(page("nigdzie", Some(nowhere)));
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(folder.path(), pages);
    let figures = Figures::read(&edition).unwrap();
    let mapped: Decimal = figures.municipalities.telling.iter().filter_map(|place| place.grant).sum();
    let missing = figures.projects.all.granted.grant.value().unwrap() - mapped;
    assert_eq!(missing, Decimal::from(200_000));
    assert_eq!(figures.projects.unplaced.unknown.value(), Some(missing));
    let html = render(&edition).unwrap();
    assert!(
        html.contains("nie ma 200\u{a0}000,00\u{a0}zł przyznanego") && html.contains("leave out PLN\u{a0}200,000.00 of"),
        "left out"
    );
    let whole = tempfile::tempdir().unwrap();
    assert!(
        !render(&super::tests::edition(whole.path(), various())).unwrap().contains("class=\"left-out\""),
        "nothing is left out"
    );
}

#[test]
fn every_line_of_the_contents_leads_to_a_heading() {
    let folder = tempfile::tempdir().unwrap();
    let html = render(&edition(folder.path(), various())).unwrap();
    let contents = html.split_once("<nav class=\"contents\"").unwrap().1.split_once("</nav>").unwrap().0;
    let ids: Vec<&str> = contents.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.last(), Some(&super::frame::TABLE));
    for id in ids {
        let section = html.split_once(&format!(" id=\"{id}\" aria-labelledby=\"h-{id}\"")).unwrap_or_else(|| panic!("{id}")).1;
        let section = section.split_once('>').unwrap().1;
        assert!(section.starts_with(&format!("<h2 id=\"h-{id}\">")), "{id}: {}", &section[..80]);
    }
}

#[test]
fn a_rejected_project_is_told_by_its_page_and_corrected_sums_as_sums() {
    let folder = tempfile::tempdir().unwrap();
    let mut figures = Figures::read(&edition(folder.path(), various())).unwrap();
    let rejected = Corrected {
        action: "reject".into(),
        fate: "applied".into(),
        page: "https://gmina.example/autobusy".into(),
        mention: 1,
        page_title: Some("Nowe autobusy".into()),
        made: "2026-11-01T10:00:00Z".into(),
        ..Corrected::default()
    };
    let id = "0".repeat(16);
    figures.projects.titles.insert(id.clone(), ("Droga".into(), "PLN".into()));
    let of = |field: &str, original: &str, value: &str| Corrected {
        action: "correct".into(),
        project_id: Some(id.clone()),
        field: Some(field.into()),
        original: Some(original.into()),
        value: Some(value.into()),
        ..rejected.clone()
    };
    figures.corrections.newest = vec![
        rejected.clone(),
        of("own_contribution", "318000", "328000"),
        of("amounts[2].value", "1000.5", "2000"),
        of("amounts[2].role", "own", "eu"),
        of("end_date", "2019-05-31", "2019-06-30"),
        of("status", "applied", "ongoing"),
    ];
    figures.corrections.count = 6;
    let parts = super::sections::parts(&figures);
    let html = parts.into_iter().find(|part| part.id == "corrections").unwrap().body.into_string();
    for told in [
        "href=\"https://gmina.example/autobusy\"",
        "Nowe autobusy",
        "wzmianka 2",
        "318\u{a0}000,00\u{a0}zł",
        "1\u{a0}000,50\u{a0}zł",
    ] {
        assert!(html.contains(told), "{told}: {html}");
    }
    for told in ["30.06.2019", "w realizacji", "wkład własny", "wkład UE"] {
        assert!(html.contains(told), "{told}: {html}");
    }
    assert!(!html.contains("bez tytułu") && !html.contains("318000") && !html.contains(">ongoing<"), "{html}");
}

#[test]
fn figures_that_agree_only_after_a_correction_are_told_apart() {
    let mut pages = various();
    let corrected = |field: &str| check::Corrected { field: field.into(), original: None, quote: None, reason: None };
    for (page, field) in pages.iter_mut().zip(["cofinancing", "title"]) {
        page.mentions[0].corrected = vec![corrected(field)];
    }
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(folder.path(), pages);
    let figures = Figures::read(&edition).unwrap();
    assert_eq!(figures.projects.mended.values().sum::<u64>(), 1, "a title is no figure");
    assert!(render(&edition).unwrap().contains("w tym po poprawce człowieka: 1"));
}

#[test]
fn a_row_without_a_bar_has_a_sentence_that_says_why() {
    let mut pages = various();
    let folder = tempfile::tempdir().unwrap();
    let mut unnamed = pages.clone();
    pages
        .iter_mut()
        .filter_map(|page| page.mentions.first_mut())
        .for_each(|told| told.notice.period = fact("2014-2020".to_owned()));
    let told = |html: &str, id: &str| {
        let chart =
            html.split_once(&format!("aria-labelledby=\"{id}\"")).unwrap().1.split_once("</figure>").unwrap().0.to_owned();
        chart.contains("bez paska")
    };
    assert!(!told(&render(&edition(folder.path(), pages)).unwrap(), "periods"));
    unnamed.truncate(2);
    let other = tempfile::tempdir().unwrap();
    assert!(told(&render(&edition(other.path(), unnamed)).unwrap(), "periods"));
}

#[test]
fn groups_add_up_to_the_headline() {
    let folder = tempfile::tempdir().unwrap();
    let figures = Figures::read(&edition(folder.path(), various())).unwrap();
    let projects = &figures.projects;
    for groups in [&projects.programmes, &projects.periods, &projects.voivodeships] {
        let mut sum = super::figures::Group::default();
        groups.values().for_each(|group| sum.add(group));
        assert_eq!(sum, projects.all);
    }
    assert_eq!(projects.years.values().map(|group| group.granted.total.projects).sum::<u64>(), 2);
    assert_eq!(projects.proofs.values().sum::<u64>(), projects.count);
}

#[test]
fn an_edition_without_projects_says_so_and_why() {
    let folder = tempfile::tempdir().unwrap();
    let html = render(&edition(folder.path(), vec![page("pusta", None)])).unwrap();
    assert!(html.contains("W tym wydaniu nie ma ani jednego projektu."));
    assert!(html.contains("Przeczytane strony: 1;"));
    sound(&html);
    let nothing = tempfile::tempdir().unwrap();
    let html = render(&edition(nothing.path(), Vec::new())).unwrap();
    assert!(html.contains("Nie przeczytano żadnej strony."));
    sound(&html);
}

#[test]
fn an_edition_of_one_project_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let html = render(&edition(folder.path(), various().into_iter().take(1).collect())).unwrap();
    assert!(html.contains("Droga do szkoły") && html.contains("09.2018") | html.contains("1.09.2018"));
    assert!(html.contains(">2018 IV: 1<") || html.contains(">2018-12: 1<"), "a year printed alone ends with its last month");
    sound(&html);
}

/// What every report is, whatever is in it.
fn sound(html: &str) {
    for wrong in ["NaN", "inf\"", "width=\"-", " x=\"-", "height=\"-", "report.", "field.", "common."] {
        let at = html.split("<script").next().unwrap_or_default();
        let at = at.split_once("</style>").map_or(at, |(_, body)| body);
        let hit = at.find(wrong).filter(|_| wrong != "report." || at.contains(">report."));
        assert!(hit.is_none(), "{wrong}: {:?}", hit.map(|hit| at.get(hit.saturating_sub(60)..hit + 40)));
    }
    for element in ["<link", "<img", "<iframe", "<object", "src=", "@import", "url(", "style=\"", " onclick", " onload"] {
        assert!(!html.contains(element), "{element}");
    }
    let (open, closed) = (html.matches("<script").count(), html.matches("</script>").count());
    assert_eq!(open, closed);
    let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "an id stands for one element");
}

#[test]
fn words_of_strangers_stay_words() {
    let nasty = [
        "</script><script>alert(1)</script>",
        "<svg/onload=alert(2)><img src=x onerror=alert(3)>",
        "\"><a href=\"javascript:alert(4)\">x</a>",
        "umowa \u{202e}txt.exe\u{202c} \u{200f}koniec\u{0}",
        "{{7*7}} ${7*7} <!-- --> ]]> &lt;b&gt; %s%n ' OR 1=1 --",
        "Ｔ\u{301}\u{301}\u{301}\u{301} 𝕿 \u{1f469}\u{200d}\u{1f4bb} \u{feff}",
        "</style><style>*{display:none}</style></title></textarea>",
    ];
    let at = places();
    let pages = nasty.iter().enumerate().map(|(number, text)| {
        let of = |kind: &str| format!("{kind} {number} {text}");
        let mut notice = notice(&of("Tytuł"), at[number % 4], "1000.00", Currency::Pln, Some(Status::Ongoing));
        notice.programme = fact(of("Program"));
        notice.period = fact(of("Okres"));
        notice.beneficiary = fact(of("Gmina"));
        notice.municipality = fact(of("Gmina"));
        notice.voivodeship = fact(of("Województwo"));
        page(&format!("n{number}"), Some(notice))
    });
    let folder = tempfile::tempdir().unwrap();
    let html = render(&edition(folder.path(), pages.collect())).unwrap();
    for raw in ["<script>alert", "<svg/onload", "<img", "href=\"javascript:", "</style><style>"] {
        assert!(!html.contains(raw), "{raw:?}");
    }
    // The data of the table's script is no markup: there a script puts stand-ins in place of what is not seen.
    let seen = html.split("<section class=\"whole-width\"").next().unwrap();
    for hidden in ["\u{202e}", "\u{200f}", "\u{feff}", "\u{0}"] {
        assert!(!seen.contains(hidden), "{hidden:?}");
    }
    assert!(html.contains("&lt;svg/onload=alert(2)&gt;") && html.contains("umowa \u{2426}txt.exe"), "they are shown as they are");
    let links = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    assert_eq!(links.filter(|link| !link.starts_with('#')).collect::<Vec<_>>(), [""; 0], "no page has an address here");
}

#[test]
fn the_same_edition_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(folder.path(), various());
    assert_eq!(render(&edition).unwrap(), render(&edition).unwrap());
}

#[test]
fn an_edition_of_another_form_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let edition = edition(folder.path(), various());
    let file = std::fs::canonicalize(&edition).unwrap().join("edition.json");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace(&format!("\"schema\": {SCHEMA}"), "\"schema\": 1")).unwrap();
    let error = render(&edition).unwrap_err();
    assert!(matches!(error, DatasetError::Schema { found: 1, .. }) && error.remedy().contains("version"), "{error}");
}

/// Every Rust file of a folder and the folders in it.
fn sources(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path.display().to_string()] })
        .filter(|path| path.ends_with(".rs") && !path.ends_with("tests.rs"))
        .collect()
}

#[test]
fn every_text_that_is_asked_for_is_there() {
    let known: BTreeSet<&str> = keys().collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
    let mut asked = 0;
    for source in sources(&folder) {
        let text = std::fs::read_to_string(&source).unwrap();
        for rest in text.split("\"report.").skip(1) {
            let key = format!("report.{}", rest.split('"').next().unwrap());
            asked += 1;
            assert!(known.contains(key.as_str()) || key.contains('{'), "{key} in {source}");
        }
    }
    assert!(asked > 100, "{asked}");
    for id in super::sections::IDS.into_iter().chain([super::frame::TABLE]) {
        assert!(known.contains(format!("report.{id}").as_str()), "{id}");
    }
    for field in FIELDS {
        assert!(known.contains(format!("field.{field}").as_str()), "{field}");
    }
}

#[test]
fn every_word_of_a_closed_list_has_its_words() {
    let known: BTreeSet<&str> = keys().collect();
    let lists = [
        ("projects", "proof", "proof"),
        ("checks", "identity", "identity"),
        ("municipalities", "silence", "municipality"),
        ("changes", "kind", "change"),
        ("reconciliation", "outcome", "outcome"),
        ("problems", "stage", "step"),
        ("projects", "grant_stage", "stage"),
        ("projects", "status", "status"),
        ("projects", "genre", "genre"),
        ("projects", "presence", "presence"),
        ("fields", "rule", "rule"),
        ("checks", "verdict", "verdict"),
        ("amounts", "role", "role"),
        ("amounts", "scope", "scope"),
        ("corrections", "action", "action"),
        ("corrections", "fate", "fate"),
    ];
    for (table, column, list) in lists {
        let table = tables().into_iter().find(|of| of.name == table).unwrap();
        let Kind::Enum(words) = table.columns.iter().find(|spec| spec.name == column).unwrap().kind else { panic!("{column}") };
        let words: BTreeSet<&str> = words.iter().copied().collect();
        let beginning = format!("value.{list}.");
        let told: BTreeSet<&str> = known.iter().filter_map(|key| key.strip_prefix(beginning.as_str())).collect();
        let told: BTreeSet<&str> = told.into_iter().filter(|word| !word.ends_with("_means")).collect();
        assert_eq!(told, words, "{list}: words, and members of the list");
    }
    for table in tables() {
        assert!(known.contains(format!("value.table.{}", table.name).as_str()), "{}", table.name);
    }
    for group in &crate::vocabulary::Vocabulary::builtin().target_groups {
        let key = format!("value.category.{}", group.id);
        assert!(known.contains(key.as_str()), "{key}");
    }
}
