#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::super::testing::{NOTICE, mention, page, told, words};
use super::*;
use crate::check::{Proof, Verdict};
use crate::notice::{Amount, Scope};
use crate::resolve::{FIELDS, values};
use crate::vocabulary::Role;
use proptest::prelude::*;

fn fixed(field: &str, value: &str) -> Mention {
    let mut mention = mention();
    set(&mut mention, field, Some(value), None, None).unwrap();
    mention
}

fn value(mention: &Mention, field: &str) -> Option<String> {
    value_of(&mention.notice, field)
}

fn roles(mention: &Mention) -> Vec<(Role, String)> {
    let of = |amount: &Amount| (amount.role, amount.value.normalize().to_string());
    mention.notice.amounts.iter().map(of).collect()
}

/// Field, as typed, the form it stands as.
const TYPED: &[(&str, &str, &str)] = &[
    ("title", " „Nowa\u{a0}świetlica”\n", "Nowa świetlica"),
    ("title", "Szkoła „Pod Lipami”", "Szkoła „Pod Lipami”"),
    ("title", "\u{202e}Nowa\u{200b} świetlica", "Nowa świetlica"),
    ("programme_code", "rpwm", "RPWM"),
    ("programme_code", "Regionalny Program Operacyjny Województwa Warmińsko-Mazurskiego", "RPWM"),
    ("programme_code", "NOWY", "NOWY"),
    ("programme", "RPO Warmia i Mazury 2014-2020", "Regionalny Program Operacyjny Województwa Warmińsko-Mazurskiego 2014-2020"),
    ("programme", "Program „Lipy dla Polski”", "Program „Lipy dla Polski”"),
    ("period", "2014 – 2020", "2014-2020"),
    ("period", "2007-13", "2007-2013"),
    ("priority_axis", "XI", "11"),
    ("priority_axis", "Oś Priorytetowa 11", "11"),
    ("measure_code", "RPWM.11.02.03", "RPWM.11.02.03"),
    ("measure_code", "Poddziałanie 11.2.3", "11.2.3"),
    ("measure_code", "IX.2", "9.2"),
    ("measure_code", "PROW.413", "PROW.413"),
    ("call_number", "RPWM.11.02.03-IZ.00-28-001/17", "RPWM.11.02.03-IZ.00-28-001/17"),
    ("agreement_number", "RPWM.11.02.03 - 28 - 0063/17-00", "RPWM.11.02.03-28-0063/17-00"),
    ("agreement_number", "25/AR/FP/2021", "25/AR/FP/2021"),
    ("total_cost", "1 149 808,80 zł", "1149808.8"),
    ("total_cost", "Wartość projektu: 1.149.808,80 PLN", "1149808.8"),
    ("total_cost", "1149808.80", "1149808.8"),
    ("total_cost", "„500,- zł”", "500"),
    ("total_cost", "ok. 1,5 mln zł", "1500000"),
    ("total_cost", "1149808,8", "1149808.8"),
    ("eligible_cost", "1,5 mln zł", "1500000"),
    ("cofinancing", "12 000,00 €", "12000 EUR"),
    ("own_contribution", "0", "0"),
    ("own_contribution", "500", "500"),
    ("eu_contribution", "850 000 zł", "850000"),
    ("state_contribution", "120000", "120000"),
    ("currency", "zł", "PLN"),
    ("currency", "€", "EUR"),
    ("currency", "eur", "EUR"),
    ("cofinancing_rate", "85%", "85"),
    ("cofinancing_rate", "84,28 %", "84.28"),
    ("cofinancing_rate", "85.00", "85"),
    ("start_date", "1.09.2018 r.", "2018-09-01"),
    ("start_date", "od 01.10.2017 r. do 31.12.2020 r.", "2017-10-01"),
    ("end_date", "od 01.10.2017 r. do 31.12.2020 r.", "2020-12-31"),
    ("end_date", "wrzesień 2018", "2018-09"),
    ("start_date", "2018 r.", "2018"),
    ("signed_date", "5 maja 2021", "2021-05-05"),
    ("duration_months", "39", "39"),
    ("duration_months", "2 lata i 6 miesięcy", "30"),
    ("status", "completed", "completed"),
    ("status", "Projekt został zakończony", "completed"),
    ("beneficiary", "Gmina  Lipowiec", "Gmina Lipowiec"),
    ("implementer", "Szkoła Podstawowa w Lipkach", "Szkoła Podstawowa w Lipkach"),
    ("municipality", "Gmina Wiejska Ełk", "Ełk (2805022)"),
    ("municipality", "olsztynek", "Olsztynek"),
    ("municipality", "Lipki Wielkie nad Jeziorem", "Lipki Wielkie nad Jeziorem"),
    ("teryt", "2805022", "2805022"),
    ("voivodeship", "woj. Warmińsko-Mazurskie", "warmińsko-mazurskie"),
    ("voivodeship", "slaskie", "śląskie"),
    ("participants", "132 osoby (75 kobiet, 57 mężczyzn)", "132"),
    ("women", "132 osoby (75 kobiet, 57 mężczyzn)", "75"),
    ("men", "57", "57"),
    ("participants", "1 200", "1200"),
    ("grant_stage", "awarded", "awarded"),
    ("funds", "efs; EFRR", "EFS; EFRR"),
    ("funds", "Europejski Fundusz Społeczny", "EFS"),
    ("partners", "Powiat ełcki ;Gmina Gruta; Powiat ełcki", "Powiat ełcki; Gmina Gruta"),
    ("target_categories", "seniors; children", "children; seniors"),
    ("target_categories", "osoby bezrobotne", "unemployed"),
    ("tasks", "Budowa świetlicy; Zakup książek", "Budowa świetlicy; Zakup książek"),
    ("amounts[0].role", "own", "own"),
    ("amounts[0].value", "1 000 000,00 zł", "1000000"),
];

#[test]
fn every_field_is_typed_as_a_page_prints_it_or_as_the_tables_hold_it() {
    let of = |(field, typed, _): &(&str, &str, &str)| normalise(field, typed).unwrap_or_else(|error| error.to_string());
    let wrong: Vec<_> = TYPED.iter().map(|row| (row, of(row))).filter(|(row, got)| row.2 != got).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let missing: Vec<_> = FIELDS.iter().filter(|field| !TYPED.iter().any(|(known, ..)| known == *field)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_field_is_set_and_emptied_and_what_was_read_stays() {
    // What is in another currency than the other figures is refused.
    for (field, typed, form) in TYPED.iter().filter(|(_, typed, _)| !typed.contains("000,00 €")) {
        let mut mention = mention();
        let before = value(&mention, field);
        set(&mut mention, field, Some(typed), None, Some("bo tak")).unwrap();
        // The name stands as such; its number has a field of its own.
        let form = form.split(" (28").next().unwrap();
        let form = if *field == "measure_code" && form.starts_with(char::is_numeric) {
            mention
                .notice
                .programme_code
                .as_ref()
                .map_or(form.to_owned(), |_| typed::written(&typed::measure(form).unwrap().0, Some("RPWM")))
        } else {
            form.to_owned()
        };
        assert_eq!(value(&mention, field).as_deref(), Some(form.as_str()), "{field} {typed}");
        let known = mention.corrected.iter().find(|corrected| corrected.field == *field).unwrap();
        assert_eq!((&known.original, known.reason.as_deref()), (&before, Some("bo tak")), "{field} {typed}");
        if !field.starts_with("amounts[") {
            set(&mut mention, field, None, None, None).unwrap();
            assert_eq!(value(&mention, field), None, "{field} {typed}");
            assert_eq!(mention.corrected.iter().find(|corrected| corrected.field == *field).unwrap().original, before);
        }
    }
}

#[test]
fn what_does_not_fit_is_refused_with_an_example_and_changes_nothing() {
    let refused = [
        ("total_cost", "dużo"),
        ("total_cost", "od 100 000 do 200 000 zł"),
        ("total_cost", "130,000 zł"),
        ("total_cost", "1 000,00 zł i 2 000,00 zł"),
        ("total_cost", "-5 000,00 zł"),
        ("total_cost", "500-"),
        ("total_cost", "500 zł-"),
        ("total_cost", "minus 500 zł"),
        ("total_cost", "1 640 OOO zł"),
        ("total_cost", "500 zł (bez VAT)"),
        ("cofinancing_rate", "85-"),
        ("cofinancing_rate", "minus 85%"),
        ("total_cost", "99999999999999999999"),
        ("total_cost", ""),
        ("start_date", "31.02.2020"),
        ("start_date", "2020-13"),
        ("start_date", "wkrótce"),
        ("signed_date", "od 01.10.2017 r. do 31.12.2020 r."),
        ("cofinancing_rate", "850%"),
        ("duration_months", "0"),
        ("duration_months", "2018"),
        ("status", "chyba"),
        ("programme_code", "rp"),
        ("programme", "Regionalny Program Operacyjny"),
        ("period", "2020-2014"),
        ("measure_code", "UDA-RPWM.11.02.03-28-0063/17-00"),
        ("agreement_number", "brak"),
        ("teryt", "9999999"),
        ("teryt", "12"),
        ("voivodeship", "mazury"),
        ("municipality", "2805"),
        ("municipality", "Lipki (2805022)"),
        ("participants", "wszyscy"),
        ("participants", "4294967296"),
        ("funds", "budżet państwa"),
        ("target_categories", "krasnoludki"),
        ("partners", ";;"),
        ("amounts[0].role", "łapówka"),
        ("amounts[99].role", "total"),
        ("amounts[00].role", "total"),
        ("amounts", "1"),
        ("checks", "exact"),
        ("genre", "news"),
    ];
    for (field, typed) in refused {
        let mut mention = mention();
        let before = mention.clone();
        let error = set(&mut mention, field, Some(typed), None, None).unwrap_err();
        assert!(matches!(&error, CorrectionError::Value { expected, .. } if !expected.is_empty()), "{field} {typed}: {error}");
        assert_eq!(mention, before, "{field} {typed}");
    }
}

#[test]
fn a_wrong_total_is_put_right_where_its_words_stand_and_the_figures_prove_again() {
    let text = NOTICE.replace("Wartość projektu: 1 000 000,00", "Wartość projektu: 2 000 000,00");
    let text = format!("{text} Po aneksie jest to 1 000 000,00 zł.");
    let page = page("a.txt", &text);
    let mut mention = told(&page).remove(0);
    assert_eq!(mention.proof, Proof::Contradicted);
    let pointed = words(&page.text, "1 000 000,00 zł");
    set(&mut mention, "total_cost", Some("1 000 000,00 zł"), Some(&pointed), None).unwrap();
    assert_eq!(mention.proof, Proof::Proved);
    let total = mention.notice.total_cost.as_ref().unwrap();
    assert_eq!((total.evidence.quote.as_str(), total.evidence.rule), ("1 000 000,00 zł", RULE));
    assert_eq!(page.text.get(total.evidence.start..total.evidence.end), Some("1 000 000,00 zł"));
    // The one at the other words is another sum now, and the sole total is the right one.
    assert_eq!(
        crate::resolve::sole(&mention.notice, Role::Total).map(|total| total.normalize().to_string()).as_deref(),
        Some("1000000")
    );
    assert!(roles(&mention).contains(&(Role::Other, "2000000".to_owned())));
    let original = mention.corrected.iter().find(|corrected| corrected.field == "total_cost").unwrap();
    assert_eq!((original.original.as_deref(), original.quote.as_deref()), (Some("2000000"), Some("2 000 000,00 zł")));
}

#[test]
fn the_same_words_read_wrong_keep_their_amount() {
    let mention = fixed("total_cost", "1000001");
    let mut expected = roles(&super::super::testing::mention());
    expected.iter_mut().find(|(role, _)| *role == Role::Total).unwrap().1 = "1000001".to_owned();
    assert_eq!(roles(&mention), expected);
    assert_eq!(mention.notice.total_cost.as_ref().unwrap().evidence.quote, "1 000 000,00 zł");
    assert!(mention.checks.iter().any(|check| check.verdict == Verdict::Rounding));
}

#[test]
fn a_sum_that_another_figure_stands_on_is_not_taken_from_it() {
    // Financed whole: the grant is as high as the total.
    let mention = fixed("cofinancing", "1 000 000,00 zł");
    assert_eq!(value(&mention, "total_cost").as_deref(), Some("1000000"));
    assert_eq!(crate::resolve::sole(&mention.notice, Role::Total), crate::resolve::sole(&mention.notice, Role::Grant));
}

#[test]
fn the_unions_part_is_an_amount_and_the_grant_stays() {
    let mut mention = fixed("eu_contribution", "850 000 zł");
    assert_eq!(value(&mention, "eu_contribution").as_deref(), Some("850000"));
    assert_eq!(value(&mention, "cofinancing").as_deref(), Some("850000"));
    set(&mut mention, "eu_contribution", Some("800000"), None, None).unwrap();
    assert_eq!(value(&mention, "eu_contribution").as_deref(), Some("800000"));
    assert_eq!(mention.corrected.iter().find(|corrected| corrected.field == "eu_contribution").unwrap().original, None);
}

#[test]
fn a_currency_typed_with_a_sum_is_not_added_to_another() {
    let mut read = mention();
    let set_in_euro = set(&mut read, "total_cost", Some("12 000,00 €"), None, None);
    assert!(set_in_euro.is_err() || read.notice.currency.is_none());
    // Once the figures are in euro, it fits.
    set(&mut read, "currency", Some("EUR"), None, None).unwrap();
    set(&mut read, "total_cost", Some("12 000,00 €"), None, None).unwrap();
    assert_eq!(value(&read, "currency").as_deref(), Some("EUR"));
    assert_eq!(value(&read, "total_cost").as_deref(), Some("12000"));
}

#[test]
fn an_amount_that_changes_its_role_leads_its_figure_with_it() {
    let mut read = mention();
    let at = read.notice.amounts.iter().position(|amount| amount.role == Role::Own).unwrap();
    set(&mut read, &format!("amounts[{at}].role"), Some("partner_share"), None, None).unwrap();
    assert_eq!(value(&read, "own_contribution"), None);
    assert_eq!(read.corrected.len(), 2);
    set(&mut read, &format!("amounts[{at}].role"), Some("own"), None, None).unwrap();
    assert_eq!(value(&read, "own_contribution").as_deref(), Some("150000"));
    set(&mut read, &format!("amounts[{at}].value"), Some("150 001"), None, None).unwrap();
    assert_eq!(value(&read, "own_contribution").as_deref(), Some("150001"));
}

#[test]
fn numbers_of_amounts_stay_whatever_is_set() {
    let count = mention().notice.amounts.len();
    for (field, typed, _) in TYPED.iter().filter(|(field, ..)| crate::resolve::is_sum(field)) {
        let mut read = mention();
        if set(&mut read, field, Some(typed), None, None).is_ok() {
            assert!(read.notice.amounts.len() >= count);
            for (was, is) in mention().notice.amounts.iter().zip(&read.notice.amounts) {
                assert_eq!(was.evidence.start, is.evidence.start, "{field}");
            }
        }
    }
}

#[test]
fn a_municipality_brings_its_number_and_a_shared_name_asks_for_it() {
    let read = fixed("municipality", "Olsztynek");
    assert_eq!(value(&read, "voivodeship").as_deref(), Some("warmińsko-mazurskie"));
    assert!(value(&read, "teryt").is_some_and(|teryt| teryt.starts_with("2814")));
    let mut read = fixed("municipality", "Ełk");
    assert_eq!(value(&read, "teryt"), None);
    let doubt = read.notice.doubts.iter().find(|doubt| doubt.field == "teryt").unwrap();
    assert!(doubt.candidates.len() == 2 && doubt.candidates.iter().all(|teryt| teryt.starts_with("2805")), "{doubt:?}");
    set(&mut read, "teryt", Some("2805022"), None, None).unwrap();
    assert_eq!(value(&read, "municipality").as_deref(), Some("Ełk"));
    assert!(read.notice.doubts.iter().all(|doubt| doubt.field != "teryt"));
    // The number once given, the name alone means it.
    set(&mut read, "municipality", Some("Ełk"), None, None).unwrap();
    assert_eq!(value(&read, "teryt").as_deref(), Some("2805022"));
}

#[test]
fn an_unknown_municipality_loses_the_number_of_the_other() {
    let mut read = fixed("municipality", "Olsztynek");
    set(&mut read, "municipality", Some("Lipki Wielkie nad Jeziorem"), None, None).unwrap();
    assert_eq!((value(&read, "teryt"), value(&read, "voivodeship")), (None, None));
}

#[test]
fn a_programme_code_of_several_periods_leaves_the_period_open() {
    let mut read = mention();
    set(&mut read, "period", None, None, None).unwrap();
    set(&mut read, "programme", None, None, None).unwrap();
    set(&mut read, "programme_code", Some("RPPM"), None, None).unwrap();
    assert_eq!(value(&read, "period"), None);
    assert!(read.notice.doubts.iter().any(|doubt| doubt.field == "programme" && doubt.candidates.len() == 2));
    set(&mut read, "period", Some("2014-2020"), None, None).unwrap();
    assert!(value(&read, "programme").is_some_and(|name| name.contains("Pomorskiego 2014-2020")));
}

#[test]
fn a_programme_by_its_name_brings_code_and_period() {
    let read = fixed("programme", "Regionalny Program Operacyjny Województwa Pomorskiego na lata 2014-2020");
    assert_eq!(value(&read, "programme_code").as_deref(), Some("RPPM"));
    assert_eq!(value(&read, "period").as_deref(), Some("2014-2020"));
    let follower = read.corrected.iter().find(|corrected| corrected.field == "programme_code").unwrap();
    assert_eq!(follower.original.as_deref(), Some("RPWM"));
}

#[test]
fn a_measure_without_letters_is_its_programmes() {
    assert_eq!(value(&fixed("measure_code", "11.2.3"), "measure_code").as_deref(), Some("RPWM.11.02.03"));
    assert_eq!(normalise_for(&mention(), "measure_code", "11.2.3").unwrap(), "RPWM.11.02.03");
}

#[test]
fn what_is_corrected_twice_remembers_what_was_read_first() {
    let mut read = fixed("status", "planned");
    let first = read.corrected[0].original.clone();
    set(&mut read, "status", Some("completed"), None, Some("sprawdzone")).unwrap();
    assert_eq!(read.corrected.len(), 1);
    assert_eq!((read.corrected[0].original.clone(), read.corrected[0].reason.as_deref()), (first, Some("sprawdzone")));
}

#[test]
fn parts_of_a_list_that_stay_keep_their_words() {
    let text = NOTICE.replace("Okres", "Partnerzy projektu: Gmina Gruta, Gmina Wiązowna. Okres");
    let mut read = told(&page("a.txt", &text)).remove(0);
    let known = read.notice.partners.first().cloned().unwrap();
    set(&mut read, "partners", Some(&format!("{}; Powiat ełcki", known.value)), None, None).unwrap();
    assert_eq!(read.notice.partners[0], known);
    assert_eq!(read.notice.partners[1].evidence.rule, RULE);
}

#[test]
fn without_words_a_new_value_stands_on_an_empty_place() {
    let mut read = mention();
    read.notice.status = None;
    set(&mut read, "status", Some("completed"), None, None).unwrap();
    let evidence = &read.notice.status.as_ref().unwrap().evidence;
    assert_eq!((evidence.start, evidence.end, evidence.quote.as_str(), evidence.rule), (0, 0, "", RULE));
}

#[test]
fn an_added_amount_is_of_the_whole_project() {
    let read = fixed("state_contribution", "12 345,67 zł");
    let added = read.notice.amounts.last().unwrap();
    assert_eq!((added.role, added.scope), (Role::State, Scope::Project));
}

#[test]
fn what_the_fixtures_say_stands_in_its_form_already() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pages");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let page = crate::page::read(&bytes, Default::default(), None, &Default::default()).unwrap();
        for mention in told(&page) {
            for (field, value) in values(&mention.notice) {
                let form = normalise_for(&mention, field, &value).unwrap();
                let form = form.split(" (").next().unwrap();
                assert_eq!(form, value.split(" (").next().unwrap(), "{field}");
                seen += 1;
            }
        }
    }
    assert!(seen > 300, "{seen}");
}

/// Pieces of what people type, so that random texts get deep into the readers.
const PIECES: &[&str] = &[
    " ",
    "\n",
    "\t",
    ".",
    ",",
    "-",
    "–",
    "/",
    ":",
    "(",
    ")",
    ";",
    "0",
    "1",
    "20",
    "14",
    "2018",
    "2020",
    "000",
    "280",
    "5042",
    "zł",
    "€",
    "PLN",
    "mln",
    "%",
    "r.",
    "rok",
    "od",
    "do",
    "września",
    "XI",
    "Oś",
    "Działanie",
    "RPWM",
    "PROW",
    "Ełk",
    "gmina",
    "Gmina Wiejska",
    "miasto",
    "osób",
    "kobiet",
    "EFS",
    "seniors",
    "dzieci",
    "Regionalny Program Operacyjny",
    "Pomorskiego",
    "2014-2020",
    "„",
    "”",
    "\"",
    "\u{202e}",
    "ł",
    "ok.",
    "miesięcy",
    "UDA-",
    "-28-0063/17-00",
    "Umowa",
    "zakończony",
    "total",
    "🦀",
];

fn typed() -> impl Strategy<Value = String> {
    let pieces = proptest::collection::vec(proptest::sample::select(PIECES), 0..8).prop_map(|pieces| pieces.concat());
    prop_oneof![pieces, any::<String>()]
}

proptest! {
    #[test]
    fn any_text_is_a_value_or_refused_and_a_form_is_its_own(typed in typed(), at in 0..FIELDS.len() + 2) {
        let field = FIELDS.get(at).copied().unwrap_or(if at == FIELDS.len() { "amounts[0].role" } else { "amounts[1].value" });
        if let Ok(form) = normalise(field, &typed) {
            prop_assert_eq!(normalise(field, &form).unwrap(), form.clone());
            prop_assert!(!form.trim().is_empty());
        }
        let mut read = mention();
        let before = read.clone();
        match set(&mut read, field, Some(&typed), None, None) {
            Ok(()) => prop_assert!(value(&read, field).is_some()),
            Err(_) => prop_assert_eq!(read, before),
        }
    }
}

#[test]
fn a_sum_keeps_its_currency_after_an_answer_made_it_the_mentions_own() {
    let text = "Gmina Lipowiec realizuje projekt „Nowa świetlica w Lipkach” ze środków Unii Europejskiej. Wartość projektu: 60 000,00 zł.";
    let read = || told(&page("a.txt", text)).remove(0);
    let mut once = read();
    set(&mut once, "total_cost", Some("200 EUR"), None, None).unwrap();
    assert_eq!(value(&once, "currency").as_deref(), Some("EUR"));
    // Kept upon the answer before it, it still says the same without it.
    for typed in ["250 EUR", "250"] {
        let kept = normalise_for(&once, "total_cost", typed).unwrap();
        assert_eq!(kept, "250 EUR");
        let mut alone = read();
        set(&mut alone, "total_cost", Some(&kept), None, None).unwrap();
        assert_eq!((value(&alone, "total_cost").as_deref(), value(&alone, "currency").as_deref()), (Some("250"), Some("EUR")));
    }
    assert_eq!(normalise_for(&once, "total_cost", "250 zł").unwrap(), "250");
    assert_eq!(normalise_for(&read(), "total_cost", "250 zł").unwrap(), "250");
}

#[test]
fn the_number_of_a_unit_nobody_knows_does_not_keep_another_units_name() {
    let mut read = fixed("teryt", "2805011");
    assert_eq!(value(&read, "municipality").as_deref(), Some("Ełk"));
    set(&mut read, "teryt", Some("1437991"), None, None).unwrap();
    assert_eq!((value(&read, "municipality"), value(&read, "voivodeship").as_deref()), (None, Some("mazowieckie")));
    assert!(
        read.corrected.iter().any(|corrected| corrected.field == "municipality"),
        "the name that was read is kept: {:?}",
        read.corrected
    );
}
