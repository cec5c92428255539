#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::*;
use crate::check::Corrected;
use crate::dataset::{Availability, Context, Dataset, Finishing, Harvest, Origin, PageRecord, Publisher, Seen};
use crate::dataset::{disk::Disk, parquet};
use crate::notice::{Amount, Doubt, Evidence, Fact, Genre, Indicator, RateBasis, Scope, Status, TargetGroup};
use crate::value::{Currency, PartialDate};
use crate::vocabulary::{Role, Stage};
use crate::{Extractor, check, page};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::fs;

/// The pages of the fixtures with what they tell.
pub(in crate::dataset) fn fixtures() -> Vec<PageRecord> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let record = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let source = Source { path: Some(format!("pages/{name}")), url: None, sha256: sha256(&bytes) };
        let page = page::read(&bytes, source, None, &page::Limits::default()).ok()?;
        let mentions = Extractor::builtin().extract(&page).mentions;
        let fetched = name.len().is_multiple_of(2).then(|| "2026-03-04T05:06:07Z".to_owned());
        let (source, title, text) = (page.source, page.title, page.text);
        Some(PageRecord { source, fetched, title, text, mentions, charset: "UTF-8".into(), ..PageRecord::default() })
    };
    paths.iter().filter_map(record).collect()
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    crate::resolve::hex(&Sha256::digest(bytes))
}

pub(in crate::dataset) fn published(pages: Vec<PageRecord>, output: &Path, name: &str) -> PathBuf {
    let harvest = Harvest { pages, ..Harvest::default() };
    let dataset = Dataset::assemble(harvest, &Context::new("2026-11-22T05:32:10Z")).unwrap();
    let publisher = Publisher::begin(output, name).unwrap();
    let folder = publisher.folder();
    publisher.publish(&dataset, origin(), &Finishing::default()).unwrap();
    folder
}

pub(in crate::dataset) fn origin() -> Origin {
    Origin {
        created: "2026-11-22T05:32:10Z".into(),
        code_version: "0".into(),
        vocabulary_digest: "0".into(),
        inputs_digest: None,
    }
}

pub(in crate::dataset) fn reopened(edition: &Path) -> Reopened {
    Reopened::open(edition, Arc::default(), &|_, _| {}).unwrap()
}

/// What the tables can keep of a mention: not what a sum is in words, but where a check has compared it; of a difference six places.
fn kept(mention: &Mention) -> Mention {
    let mut kept = mention.clone();
    kept.notice.amounts.iter_mut().for_each(|amount| amount.in_words = None);
    check::restore_words(&mut kept.notice, &mention.checks);
    for check in &mut kept.checks {
        check.difference = check.difference.map(|difference| difference.round_dp(6));
    }
    kept
}

/// Every mention by its id, as it went in.
fn told(pages: &[PageRecord]) -> BTreeMap<String, (Option<String>, Mention)> {
    let of = |page: &PageRecord| {
        let one = |mention: &Mention| (crate::resolve::mention_id(mention), (page.fetched.clone(), kept(mention)));
        page.mentions.iter().map(one).collect::<Vec<_>>()
    };
    pages.iter().flat_map(of).collect()
}

/// Every mention by its id, as it comes out; each must stand in the case of its project.
fn retold(reopened: &Reopened) -> BTreeMap<String, (Option<String>, Mention)> {
    let mut all = BTreeMap::new();
    for id in reopened.project_ids() {
        let case = reopened.case(id).unwrap().unwrap();
        for CaseMention { mention_id, page_id, fetched, mention } in case.mentions {
            assert_eq!(reopened.project_of(&mention_id), Some(id));
            assert_eq!(page_id, crate::resolve::page_id(&mention.source));
            assert!(all.insert(mention_id, (fetched, mention)).is_none());
        }
    }
    all
}

#[test]
fn every_mention_of_the_fixtures_comes_back_as_it_went_in() {
    let (pages, output) = (fixtures(), tempfile::tempdir().unwrap());
    let edition = published(pages.clone(), output.path(), "e");
    let (seen, spool) = (std::cell::RefCell::new(Vec::new()), Arc::new(Spool::temporary().unwrap()));
    let reopened = Reopened::open(&edition, spool, &|done, all| seen.borrow_mut().push((done, all))).unwrap();
    let (told, retold) = (told(&pages), retold(&reopened));
    assert!(told.len() > 25, "{} mentions", told.len());
    assert_eq!(told.keys().collect::<Vec<_>>(), retold.keys().collect::<Vec<_>>());
    told.iter().for_each(|(id, mention)| assert_eq!(Some(mention), retold.get(id), "{id}"));
    assert_eq!(seen.borrow().last(), Some(&(told.len(), told.len())));
}

#[test]
fn a_sum_in_words_comes_back_where_a_check_has_compared_it() {
    let at = |start| Evidence { start, end: start + 9, quote: "120,00 zł".into(), rule: "test" };
    let amount = |role, start, words: Option<i64>| Amount {
        role,
        value: Decimal::new(12_000, 2),
        currency: Some(Currency::Pln),
        rate: None,
        rate_basis: None,
        scope: Scope::Project,
        stage: None,
        approximate: false,
        in_words: words.map(Decimal::from),
        evidence: at(start),
    };
    let fact = |start| Some(Fact { value: Decimal::new(12_000, 2), evidence: at(start) });
    let notice = Notice {
        total_cost: fact(10),
        cofinancing: fact(30),
        own_contribution: fact(50),
        amounts: vec![amount(Role::Total, 10, Some(120)), amount(Role::Grant, 30, None), amount(Role::Own, 50, Some(102))],
        ..Notice::default()
    };
    let checks = check::checks(&notice);
    let mut bare = notice.clone();
    bare.amounts.iter_mut().for_each(|amount| amount.in_words = None);
    assert_ne!(check::checks(&bare), checks);
    check::restore_words(&mut bare, &checks);
    assert_eq!(bare, notice);
}

#[test]
fn a_page_comes_back_with_its_text_whatever_was_asked_before() {
    let (pages, output) = (fixtures(), tempfile::tempdir().unwrap());
    let reopened = reopened(&published(pages.clone(), output.path(), "e"));
    for page in pages.iter().chain(pages.iter().rev()) {
        let id = crate::resolve::page_id(&page.source);
        let text = reopened.page(&id).unwrap().unwrap();
        assert_eq!((&text.text, &text.path, &text.fetched), (&page.text, &page.source.path, &page.fetched));
        assert_eq!((&text.page_id, &text.title, &text.sha256), (&id, &page.title, &page.source.sha256));
    }
    assert!(reopened.page("no-page").unwrap().is_none());
}

#[test]
fn ids_of_strangers_are_no_fault() {
    let output = tempfile::tempdir().unwrap();
    let reopened = reopened(&published(fixtures(), output.path(), "e"));
    for id in ["", "-", "-0", "a-b-99999999999999999999", "../../etc/passwd", "żółw-1"] {
        assert_eq!(reopened.project_of(id), None);
        assert!(reopened.case(id).unwrap().is_none() && reopened.page(id).unwrap().is_none());
    }
    let id = reopened.mention_id(0);
    let (page, _) = id.rsplit_once('-').unwrap();
    assert_eq!(reopened.project_of(&format!("{page}-77")), None, "a number that the page does not have");
}

#[test]
fn an_empty_edition_opens() {
    let output = tempfile::tempdir().unwrap();
    let reopened = reopened(&published(Vec::new(), output.path(), "e"));
    assert_eq!((reopened.mentions(), reopened.project_ids().count()), (0, 0));
}

#[test]
fn a_table_of_another_edition_is_refused_and_no_value_goes_without_its_words() {
    let output = tempfile::tempdir().unwrap();
    let edition = published(fixtures(), output.path(), "e");
    let path = edition.join("evidence.parquet");
    let whole = parquet::read(&path).unwrap();
    let height = whole.height() as i64;
    for (rows, what) in
        [(whole.slice(3, whole.height() - 3), "no words for"), (whole.slice(0, (height - 2) as usize), "no words for")]
    {
        parquet::write(rows, &path).unwrap();
        let error = Reopened::open(&edition, Arc::default(), &|_, _| {}).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    }
    let twice = whole.vstack(&whole.slice(0, 1)).unwrap();
    parquet::write(twice, &path).unwrap();
    let error = Reopened::open(&edition, Arc::default(), &|_, _| {}).unwrap_err().to_string();
    assert!(error.contains("evidence"), "{error}");
}

fn fact<T: std::fmt::Debug + 'static>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Option<Fact<T>>> {
    prop::option::of((value, words()).prop_map(|(value, evidence)| Fact { value, evidence }))
}

fn facts(value: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<Fact<String>>> {
    prop::collection::vec((value, words()).prop_map(|(value, evidence)| Fact { value, evidence }), 0..3)
}

fn words() -> impl Strategy<Value = Evidence> {
    (0usize..90, ".{0,12}", prop::sample::select(vec!["labelled", "table", "corrected"]))
        .prop_map(|(start, quote, rule)| Evidence { start, end: start + quote.len(), quote, rule })
}

fn sum() -> impl Strategy<Value = Decimal> {
    (0i64..1_000_000_000_000).prop_map(|grosze| Decimal::new(grosze, 2))
}

fn date() -> impl Strategy<Value = PartialDate> {
    (1950i32..2050, prop::option::of(1u32..=12), prop::option::of(1u32..=28)).prop_map(|(year, month, day)| PartialDate {
        year,
        month,
        day: day.filter(|_| month.is_some()),
    })
}

fn amount() -> impl Strategy<Value = Amount> {
    let role = prop::sample::select(vec![Role::Total, Role::Grant, Role::PartnerShare, Role::Other]);
    let rest = (prop::option::of(Just(Currency::Eur)), prop::option::of(Just(Stage::Received)), any::<bool>());
    let rate = prop::option::of((0i64..100_000_000).prop_map(|rate| Decimal::new(rate, 6)));
    let basis = prop::option::of(prop::sample::select(vec![RateBasis::Total, RateBasis::Eligible]));
    let scope = prop::sample::select(vec![Scope::Project, Scope::Partner, Scope::Year, Scope::Part]);
    (role, sum(), rate, basis, scope, rest, words()).prop_map(
        |(role, value, rate, rate_basis, scope, (currency, stage, approximate), evidence)| Amount {
            role,
            value,
            currency,
            rate,
            rate_basis,
            scope,
            stage,
            approximate,
            in_words: None,
            evidence,
        },
    )
}

fn group() -> impl Strategy<Value = TargetGroup> {
    (".{0,9}", prop::option::of(0u32..9), prop::option::of(any::<u32>()), words()).prop_map(|(text, count, women, evidence)| {
        TargetGroup { text, category: "seniors".into(), count, women, men: count, evidence }
    })
}

fn indicator() -> impl Strategy<Value = Indicator> {
    (".{0,9}", -5_000_000i64..5_000_000, prop::option::of(".{0,4}"), words())
        .prop_map(|(name, value, unit, evidence)| Indicator { name, value: Decimal::new(value, 6), unit, evidence })
}

fn doubt() -> impl Strategy<Value = Doubt> {
    let (field, reason) = (prop::sample::select(vec!["title", "teryt"]), prop::sample::select(vec!["ambiguous", "torn"]));
    (field, reason, prop::collection::vec(".{0,5}", 0..3)).prop_map(|(field, reason, candidates)| Doubt {
        field,
        reason,
        candidates,
    })
}

prop_compose! {
    fn names()(
        title in fact(".{0,20}"), programme in fact("[A-Z]{4}"), funds in facts("EF[A-Z]{1,2}"), number in fact(".{0,20}"),
        body in fact(".{1,20}"), partners in facts(".{0,20}"), teryt in fact("[0-9]{6,7}"), tasks in facts(".{0,20}"),
    ) -> Notice {
        Notice {
            title, programme_code: programme, funds, agreement_number: number, beneficiary: body, partners, teryt, tasks,
            ..Notice::default()
        }
    }
}

prop_compose! {
    fn notice()(
        names in names(), total in fact(sum()), grant in fact(sum()), currency in fact(Just(Currency::Pln)),
        rate in fact((0i64..100_000_000).prop_map(|rate| Decimal::new(rate, 6))),
        amounts in prop::collection::vec(amount(), 0..4), start in fact(date()), end in fact(date()), signed in fact(date()),
        (months, people, women) in (fact(any::<u32>()), fact(any::<u32>()), fact(any::<u32>())),
        status in fact(prop::sample::select(vec![Status::Applied, Status::Completed])),
        (groups, indicators) in (prop::collection::vec(group(), 0..3), prop::collection::vec(indicator(), 0..3)),
        doubts in prop::collection::vec(doubt(), 0..3), genre in prop::option::of(Just(Genre::News)),
    ) -> Notice {
        Notice {
            genre, total_cost: total, cofinancing: grant, currency, cofinancing_rate: rate, amounts, start_date: start,
            end_date: end, signed_date: signed, duration_months: months, participants: people, women, status,
            target_groups: groups, indicators, doubts, target_categories: vec!["seniors".into()], ..names
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_mention_comes_back_as_it_went_in(notices in prop::collection::vec(prop::collection::vec(notice(), 0..4), 1..6)) {
        let page = |(number, notices): (usize, Vec<Notice>)| {
            let source = Source {
                path: (number % 2 == 0).then(|| format!("saved/{number}.html")),
                url: (number % 3 > 0).then(|| format!("https://gmina.example/{number}")),
                sha256: sha256(&[number as u8]),
            };
            // Numbers with a gap: a mention that a person took out leaves one.
            let mention = |(at, notice): (usize, Notice)| {
                let checks = check::checks(&notice);
                let (source, proof) = (source.clone(), check::proof(&checks));
                let put_right = |at: usize| Corrected {
                    field: format!("amounts[{at}].role"),
                    original: (at > 0).then(|| "żółw".to_owned()),
                    quote: (at > 1).then(|| "„1 000,00 zł”".to_owned()),
                    reason: at.is_multiple_of(2).then(String::new),
                };
                let corrected = (0..(number + at) % 4).map(put_right).collect();
                Mention { source, mention: at * 2, notice, checks, proof, corrected }
            };
            let mentions = notices.into_iter().enumerate().map(mention).collect();
            let seen = Seen { source: format!("s{}", number % 2), availability: Availability::Gone, checked: Some(7) };
            PageRecord { source: source.clone(), seen: Some(seen), text: "x".repeat(200), mentions, ..PageRecord::default() }
        };
        let pages: Vec<PageRecord> = notices.into_iter().enumerate().map(page).collect();
        let output = tempfile::tempdir().unwrap();
        fs::create_dir_all(output.path()).unwrap();
        let dataset = Dataset::assemble(Harvest { pages: pages.clone(), ..Harvest::default() }, &Context::new("2026-11-22T05:32:10Z"));
        // The invented words stand in no text, so the tables are written without the publisher, which looks.
        dataset.unwrap().write(output.path(), &Disk::default()).unwrap();
        let json = format!(
            r#"{{"schema":{},"edition":"a","created":"x","code_version":"0","vocabulary_digest":"0","archive_digest":"0","tables":{{}}}}"#,
            crate::dataset::SCHEMA
        );
        fs::write(output.path().join("edition.json"), json).unwrap();
        let reopened = reopened(output.path());
        prop_assert_eq!(told(&pages), retold(&reopened));
        let gone = |row| reopened.pages.get(row).availability == Some(Availability::Gone) && reopened.pages.source(row).is_some();
        prop_assert!((0..pages.len() as u32).all(gone));
    }
}
