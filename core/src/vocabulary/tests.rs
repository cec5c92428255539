//! The knowledge files are checked here as data: every pattern, example, code and cross-reference.

use super::load::VocabularyError;
use super::{Citation, Cue, Fund, Label, Organisation, Programme, RolePhrase, Table, TargetGroup, Vocabulary, WordList};
use crate::text::{Folded, words};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What every entry has, whatever its file.
struct Common<'a> {
    table: Table,
    number: usize,
    id: &'a str,
    patterns: Vec<&'a str>,
    examples: &'a [String],
}

/// The entries of all files.
fn all(vocabulary: &Vocabulary) -> Vec<Common<'_>> {
    let mut all = Vec::new();
    macro_rules! table {
        ($table:ident, $entries:ident, $type:ident $(, $more:ident)*) => {
            for (number, entry) in vocabulary.$entries.iter().enumerate() {
                let entry: &$type = entry;
                let patterns = entry.patterns.iter()$(.chain(&entry.$more))*.map(String::as_str).collect();
                all.push(Common { table: Table::$table, number, id: &entry.id, patterns, examples: &entry.examples });
            }
        };
    }
    table!(Programme, programmes, Programme, ambiguous);
    table!(Fund, funds, Fund);
    table!(Role, roles, RolePhrase);
    table!(Label, labels, Label);
    table!(TargetGroup, target_groups, TargetGroup);
    table!(Organisation, organisations, Organisation);
    table!(Citation, citations, Citation);
    all
}

fn cues(vocabulary: &Vocabulary, text: &str) -> Vec<Cue> {
    let folded = Folded::new(text);
    vocabulary.find(folded.as_str(), &words(folded.as_str()))
}

#[test]
fn every_file_has_entries_and_every_entry_patterns_and_examples() {
    let vocabulary = Vocabulary::builtin();
    let tables: BTreeSet<_> = all(vocabulary).iter().map(|entry| entry.table).collect();
    assert_eq!(tables.len(), 7, "a file is empty");
    for entry in all(vocabulary) {
        assert!(!entry.patterns.is_empty() && !entry.examples.is_empty(), "{:?} {}", entry.table, entry.id);
        assert!(entry.examples.len() <= 6, "{:?} {}: keep examples few", entry.table, entry.id);
    }
}

#[test]
fn a_pattern_stands_once_in_its_entry() {
    for entry in all(Vocabulary::builtin()) {
        let distinct: BTreeSet<_> = entry.patterns.iter().collect();
        assert_eq!(distinct.len(), entry.patterns.len(), "{:?} {}", entry.table, entry.id);
    }
}

#[test]
fn groups_are_used_and_lines_stay_short() {
    for name in ["roles.toml", "labels.toml", "organisations.toml"] {
        let text = std::fs::read_to_string(Path::new("src/vocabulary").join(name)).expect("a knowledge file");
        let file: toml::Table = text.parse().expect("TOML");
        for group in file["groups"].as_table().expect("groups").keys() {
            assert!(text.contains(&format!("{{{group}}}")), "{name}: no pattern uses `{group}`");
        }
        for line in text.lines().filter(|line| !line.starts_with("examples")) {
            assert!(line.chars().count() <= 150, "{name}: give alternatives a name under [groups]: {line}");
        }
    }
}

/// `words.toml` as it is written.
fn written_lists() -> Vec<super::word_list::Entry> {
    #[derive(serde::Deserialize)]
    struct File {
        entry: Vec<super::word_list::Entry>,
    }
    toml::from_str::<File>(include_str!("words.toml")).expect("words.toml").entry
}

#[test]
fn every_word_list_stands_once_and_says_what_it_decides() {
    let ids: BTreeSet<_> = written_lists().iter().map(|list| list.id).collect();
    assert_eq!((ids.len(), written_lists().len()), (WordList::ALL.len(), WordList::ALL.len()));
    for list in written_lists() {
        assert!(!list.why.trim().is_empty() && !list.words.is_empty(), "{}", list.id.id());
    }
}

#[test]
fn a_word_stands_once_in_its_list_and_is_written_as_pages_are_read() {
    for list in written_lists() {
        let distinct: BTreeSet<_> = list.words.iter().map(|word| word.trim_end_matches('*')).collect();
        assert_eq!(distinct.len(), list.words.len(), "{}", list.id.id());
        for word in distinct {
            assert!(word.is_ascii() && Folded::new(word).as_str() == word, "{}: {word}", list.id.id());
        }
    }
}

#[test]
fn every_example_is_found_by_its_own_entry() {
    let vocabulary = Vocabulary::builtin();
    let mut missed = Vec::new();
    for entry in all(vocabulary) {
        for example in entry.examples {
            let found = cues(vocabulary, example).iter().any(|cue| cue.table == entry.table && cue.entry == entry.number);
            if !found {
                missed.push(format!("{:?} {}: {example}", entry.table, entry.id));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn programme_codes_are_well_formed_and_unique_in_their_period() {
    const OTHER: [&str; 6] = ["RFIL", "RFRD", "FDS", "FRPA", "ERASMUS", "ZPORR"];
    let mut seen = BTreeMap::new();
    for programme in &Vocabulary::builtin().programmes {
        let Some(code) = &programme.code else { continue };
        let formed = code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        assert!(formed || OTHER.contains(&code.as_str()), "{}: {code}", programme.id);
        let other = seen.insert((code, &programme.period), &programme.id);
        assert_eq!(other, None, "{} repeats the code {code}", programme.id);
    }
}

#[test]
fn periods_and_voivodeships_are_well_formed() {
    for programme in &Vocabulary::builtin().programmes {
        if let Some(period) = &programme.period {
            let years: Vec<u16> = period.split('-').filter_map(|year| year.parse().ok()).collect();
            assert!(matches!(years[..], [from, to] if 2000 < from && from < to && to < 2035), "{}: {period}", programme.id);
        }
        if let Some(voivodeship) = &programme.voivodeship {
            let number: u8 = voivodeship.parse().expect("a TERYT number");
            assert!(voivodeship.len() == 2 && number.is_multiple_of(2) && (2..=32).contains(&number), "{}", programme.id);
        }
    }
}

#[test]
fn sixteen_regional_programmes_a_period() {
    for period in ["2007-2013", "2014-2020", "2021-2027"] {
        let regions: BTreeSet<_> = (Vocabulary::builtin().programmes.iter())
            .filter(|programme| programme.period.as_deref() == Some(period))
            .filter_map(|programme| programme.voivodeship.as_deref())
            .collect();
        assert_eq!(regions.len(), 16, "{period}");
    }
}

#[test]
fn funds_of_programmes_are_known() {
    let vocabulary = Vocabulary::builtin();
    for programme in &vocabulary.programmes {
        for fund in &programme.funds {
            assert!(vocabulary.funds.iter().any(|known| known.id == *fund), "{}: {fund}", programme.id);
        }
        let foreign = |id: &String| vocabulary.funds.iter().any(|fund| fund.id == *id && fund.eu);
        assert!(!programme.national || !programme.funds.iter().any(foreign), "{} is national", programme.id);
    }
}

#[test]
fn an_ambiguous_pattern_names_several_programmes() {
    let mut owners: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for programme in &Vocabulary::builtin().programmes {
        for pattern in &programme.ambiguous {
            owners.entry(pattern).or_default().insert(&programme.id);
        }
    }
    // Letters that differ only by a diacritic are one abbreviation on a folded page.
    let mut folded: BTreeMap<String, usize> = BTreeMap::new();
    for (pattern, ids) in &owners {
        *folded.entry(Folded::new(pattern).as_str().to_owned()).or_default() += ids.len();
    }
    for (pattern, count) in folded {
        assert!(count >= 2, "`{pattern}` names one programme: make it a pattern");
    }
}

#[test]
fn programmes_that_share_a_pattern_differ_in_period() {
    let mut owners: BTreeMap<String, Vec<&Programme>> = BTreeMap::new();
    for programme in &Vocabulary::builtin().programmes {
        for pattern in &programme.patterns {
            owners.entry(Folded::new(pattern).as_str().to_owned()).or_default().push(programme);
        }
    }
    for (pattern, programmes) in owners {
        let periods: BTreeSet<_> = programmes.iter().map(|programme| &programme.period).collect();
        let ids: Vec<_> = programmes.iter().map(|programme| &programme.id).collect();
        assert_eq!(periods.len(), programmes.len(), "`{pattern}` cannot tell {ids:?} apart: make it ambiguous");
    }
}

#[test]
fn target_groups_are_the_closed_list() {
    const CLOSED: [&str; 22] = [
        "addicted",
        "carers",
        "children",
        "disabled",
        "employees_staff",
        "entrepreneurs",
        "ex_offenders",
        "families",
        "farmers",
        "homeless",
        "inactive",
        "institutions",
        "migrants",
        "ngos",
        "residents",
        "risk_of_poverty",
        "seniors",
        "students_pupils",
        "tourists",
        "unemployed",
        "women",
        "youth",
    ];
    let ids: BTreeSet<_> = Vocabulary::builtin().target_groups.iter().map(|group| group.id.as_str()).collect();
    assert_eq!(ids, CLOSED.into_iter().collect());
}

/// Ids of the entries of one table found in a text.
fn found(table: Table, text: &str) -> Vec<&'static str> {
    let vocabulary = Vocabulary::builtin();
    let entries = all(vocabulary);
    let id = |cue: &Cue| entries.iter().find(|entry| entry.table == cue.table && entry.number == cue.entry).map(|entry| entry.id);
    cues(vocabulary, text).iter().filter(|cue| cue.table == table).filter_map(id).collect()
}

#[test]
fn names_of_programmes_are_told_apart() {
    let cases: &[(&str, &[&str])] = &[
        ("Regionalnego Programu Operacyjnego Województwa Warmińsko – Mazurskiego", &["rpwm-2007", "rpwm-2014"]),
        ("Regionalnym Programem Operacyjnym dla woj. pomorskiego", &["rppm-2007", "rppm-2014"]),
        ("RPO Województwa Kujawsko-Pomorskiego", &["rpkp-2007", "rpkp-2014"]),
        ("Wielkopolskiego Regionalnego Programu Operacyjnego", &["rpwp-2007", "rpwp-2014"]),
        ("Fundusze Europejski dla Pomorza 2021-2027", &["fepm-2021"]),
        ("Fundusze Europejskie dla Pomorza Zachodniego", &["fepz-2021"]),
        ("programu Fundusze Europejskie dla Rozwoju Społecznego", &["fers-2021"]),
        ("Program Operacyjny Wiedza, Edukacja i Rozwój", &["powr-2014"]),
        ("Programu Współpracy Interreg V-A Litwa – Polska", &["lt-pl-2014"]),
        ("Interreg VI-A Polska–Słowacja", &["pl-sk-2021"]),
        ("POWT Republika Czeska – Rzeczpospolita Polska", &["cz-pl-2007"]),
        ("Rządowego Funduszu Polski Ład: Programu Inwestycji Strategicznych", &["polski-lad"]),
        ("MALUCH+ 2022-2029", &["aktywny-maluch-2022"]),
        ("RPO WŁ", &["rplu-2007", "rpld-2007", "rplu-2014", "rpld-2014"]),
        ("FEM 2021-2027", &["femp-2021", "fema-2021"]),
    ];
    for (text, expected) in cases {
        assert_eq!(found(Table::Programme, text), *expected, "{text}");
    }
}

#[test]
fn everyday_words_name_no_programme() {
    for text in [
        "klub Olimpia wygrał mecz",
        "power bank dla każdego seniora",
        "stowarzyszenie Feniks zaprasza",
        "Klub Seniora w Seroczynie",
        "wsparcie asystenta rodziny",
        "opieka wytchnieniowa dla opiekunów w domu",
        "asystent rodziny pomaga",
        "infrastruktura i środowisko",
        "rozwój kapitału ludzkiego",
        "pojechali po ryby",
        "gminny ład przestrzenny i polski krajobraz",
        "zajęcia w szkole i w domu",
    ] {
        assert_eq!(found(Table::Programme, text), [""; 0], "{text}");
    }
}

#[test]
fn funds_are_told_apart() {
    let cases: &[(&str, &[&str])] = &[
        ("Europejskiego Funduszu Społecznego Plus", &["EFS+"]),
        ("Europejskiego Funduszu Społecznego w ramach", &["EFS"]),
        ("EFS+ oraz EFRR", &["EFS+", "EFRR"]),
        ("Europejskiego Funduszu Morskiego, Rybackiego i Akwakultury", &["EFMRA"]),
        ("Europejskiego Funduszu Morskiego i Rybackiego", &["EFMR"]),
        ("Funduszu Sprawiedliwej Transformacji i Funduszu Sprawiedliwości", &["FST", "Fundusz Sprawiedliwości"]),
        ("ze środków Funduszu Solidarnościowego", &["Fundusz Solidarnościowy"]),
        ("ze środków Unii Europejskiej", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(found(Table::Fund, text), *expected, "{text}");
    }
}

#[test]
fn the_whole_label_gives_a_sum_its_role() {
    let cases: &[(&str, &[&str])] = &[
        ("Całkowita wartość projektu wynosi", &["total"]),
        ("Łączna kwota dofinansowania", &["grant-amount"]),
        ("kwota dofinansowania projektu", &["grant-amount"]),
        ("Łączna wysokość wydatków kwalifikowalnych projektu", &["eligible"]),
        ("wydatki niekwalifikowalne", &["ineligible"]),
        ("wydatki nieinwestycyjne", &["non-investment"]),
        ("wydatki inwestycyjne", &["investment"]),
        ("Wysokość wkładu Funduszy Europejskich", &["eu"]),
        ("dofinansowanie ze środków Unii Europejskiej", &["eu"]),
        ("wartość dofinansowania z EFRR", &["eu"]),
        ("współfinansowanie krajowe z budżetu państwa", &["state"]),
        ("dofinansowanie z budżetu gminy", &["own"]),
        ("wkład własny Gminy Miasto Zgierz", &["own"]),
        ("kwota udzielonego dofinansowania", &["grant-awarded"]),
        ("Kwota wnioskowanych środków", &["grant-requested"]),
        ("Kwota otrzymanej dotacji", &["grant-received"]),
        ("Wartość działań projektu realizowanych przez", &["partner-share"]),
        ("budżet programu", &["allocation"]),
        ("budżet projektu", &["total"]),
        ("maksymalna kwota dofinansowania", &["unit-price"]),
        ("DOFINANSOWNIE", &["grant"]),
    ];
    for (text, expected) in cases {
        assert_eq!(found(Table::Role, text), *expected, "{text}");
    }
}

#[test]
fn a_wording_tells_all_it_tells() {
    let cases: &[(&str, &[&str])] = &[
        ("podpisał umowę o dofinansowanie", &["signed", "granted", "award"]),
        ("realizuje projekt", &["undertaking", "ongoing", "award"]),
        ("skierowany był do", &["target-group", "participants", "completed"]),
        // The longer wording takes the shorter ones back where notices are read.
        ("podpisano umowę z wykonawcą", &["other-date", "signed", "granted", "award"]),
        ("pn.-pt. 8.00", &["opening-hours", "opening-hours", "title", "title"]),
        ("projektu pn.", &["undertaking", "title"]),
        ("mogą ubiegać się o dofinansowanie", &["no-notice", "applied"]),
        ("zadanie realizowane ze środków", &["undertaking", "award"]),
        ("programy i projekty realizowane ze środków", &["undertaking"]),
        ("umowa nr 12 podpisana w dniu", &["agreement", "signed", "signed", "award", "granted", "granted"]),
    ];
    for (text, expected) in cases {
        let mut ids = found(Table::Label, text);
        let mut expected = expected.to_vec();
        ids.sort_unstable();
        expected.sort_unstable();
        assert_eq!(ids, expected, "{text}");
    }
}

#[test]
fn the_longest_head_names_the_organisation() {
    let cases: &[(&str, &[&str])] = &[
        ("Gminy Miasto Ełk", &["gmina-miasto"]),
        ("Gmina Gruta", &["gmina"]),
        ("Powiatowym Urzędem Pracy", &["pup"]),
        ("Miejsko-Gminnego Ośrodka Pomocy Społecznej", &["mgops"]),
        ("Miejskim Ośrodku Pomocy Rodzinie", &["mopr"]),
        ("Urząd Marszałkowski Województwa", &["urzad-marszalkowski", "wojewodztwo"]),
        ("Gminną Biblioteką Publiczną", &["biblioteka-gminna"]),
    ];
    for (text, expected) in cases {
        assert_eq!(found(Table::Organisation, text), *expected, "{text}");
    }
}

mod overlay {
    use super::*;

    /// A folder of vocabulary files.
    fn load(files: &[(&str, &str)]) -> Result<Vocabulary, VocabularyError> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).expect("a file in it");
        }
        Vocabulary::with_overlay(folder.path())
    }

    const EFS: &str = r#"
        [[entry]]
        id = "EFS"
        name = "Fundusz społeczny"
        eu = true
        patterns = ["fundusz społeczny"]
        examples = ["fundusz społeczny"]
    "#;

    #[test]
    fn replaces_a_known_entry_in_its_place() {
        let builtin = Vocabulary::builtin();
        let vocabulary = load(&[("funds.toml", EFS)]).expect("a good file");
        assert_eq!(vocabulary.funds.len(), builtin.funds.len());
        let at = |vocabulary: &Vocabulary| vocabulary.funds.iter().position(|fund| fund.id == "EFS");
        assert_eq!(at(&vocabulary), at(builtin));
        let fund = vocabulary.funds.iter().find(|fund| fund.id == "EFS").expect("EFS");
        assert_eq!(fund.name, "Fundusz społeczny");
        assert!(cues(&vocabulary, "ze środków EFS").iter().all(|cue| cue.table != Table::Fund));
        assert_ne!(vocabulary.digest(), builtin.digest());
    }

    #[test]
    fn adds_a_new_entry_at_the_end() {
        let vocabulary = load(&[("funds.toml", &EFS.replace("\"EFS\"", "\"XYZ\""))]).expect("a good file");
        assert_eq!(vocabulary.funds.len(), Vocabulary::builtin().funds.len() + 1);
        assert_eq!(vocabulary.funds.last().map(|fund| fund.id.as_str()), Some("XYZ"));
    }

    #[test]
    fn an_empty_folder_changes_nothing() {
        let vocabulary = load(&[("README.md", "not a vocabulary file")]).expect("no file to read");
        assert_eq!(vocabulary.digest(), Vocabulary::builtin().digest());
    }

    #[test]
    fn an_unknown_field_is_an_error() {
        let error = load(&[("funds.toml", &EFS.replace("eu = true", "eu = true\ncolour = 1"))]).expect_err("unknown field");
        assert!(matches!(&error, VocabularyError::Parse { message, .. } if message.contains("colour")), "{error}");
    }

    #[test]
    fn an_unknown_file_name_is_an_error() {
        let error = load(&[("founds.toml", EFS)]).expect_err("unknown name");
        assert!(matches!(&error, VocabularyError::Name { expected, .. } if expected.contains("funds.toml")), "{error}");
    }

    #[test]
    fn the_same_id_twice_in_one_file_is_an_error() {
        let error = load(&[("funds.toml", &EFS.repeat(2))]).expect_err("twice");
        assert!(matches!(&error, VocabularyError::Parse { message, .. } if message.contains("`EFS`")), "{error}");
    }

    #[test]
    fn a_bad_pattern_is_an_error_that_names_its_entry() {
        let bad = EFS.replace("[\"fundusz społeczny\"]", "[\"fu*\"]");
        let error = load(&[("funds.toml", &bad)]).expect_err("a short stem");
        assert!(matches!(&error, VocabularyError::Pattern { id, .. } if id == "EFS"), "{error}");
    }

    #[test]
    fn groups_of_the_built_in_file_and_own_ones_serve_its_patterns() {
        let own = r#"
            [groups]
            treasure = "(skarb*|szkatuł*)"
            [[entry]]
            id = "treasure"
            role = "other"
            patterns = ["{costs} {treasure}"]
            examples = ["koszt skarbca"]
        "#;
        let vocabulary = load(&[("roles.toml", own)]).expect("a good file");
        let treasure = vocabulary.roles.last().expect("roles");
        assert_eq!(treasure.patterns, ["(wydat*|koszt*|nakład*) (skarb*|szkatuł*)"]);
        let error = load(&[("roles.toml", &own.replace("{costs}", "{cots}"))]).expect_err("an unknown group");
        assert!(matches!(&error, VocabularyError::Pattern { id, .. } if id == "treasure"), "{error}");
        assert!(error.to_string().contains("`cots`"), "{error}");
    }

    const POLISH: &str = r#"
        [[entry]]
        id = "polish"
        why = "Another count."
        words = ["nie*", "się"]
    "#;

    #[test]
    fn a_word_list_replaces_the_whole_list() {
        let vocabulary = load(&[("words.toml", POLISH)]).expect("a good file");
        let known = |word| vocabulary.word_list(WordList::Polish).has(word);
        assert_eq!(["sie", "niema", "w"].map(known), [true, true, false]);
        assert!(vocabulary.word_list(WordList::English).has("the"));
        assert_ne!(vocabulary.digest(), Vocabulary::builtin().digest());
    }

    #[test]
    fn the_words_of_own_patterns_open_pages_that_no_embedded_anchor_opens() {
        let own = EFS.replace("[\"fundusz społeczny\"]", "[\"skarbonka sołecka\", \"fundusz społeczny\"]");
        let vocabulary = load(&[("funds.toml", &own)]).expect("a good file");
        assert!(vocabulary.anchors().in_text("ze skarbonka swojska"));
        assert!(!vocabulary.anchors().in_text("z kasy swojskiej"));
        assert!(!Vocabulary::builtin().anchors().in_text("ze skarbonka swojska"));
        assert!(Vocabulary::builtin().anchors().in_text("z funduszu"));
    }

    #[test]
    fn a_word_list_nobody_asks_for_is_an_error() {
        let error = load(&[("words.toml", &POLISH.replace("polish", "czech"))]).expect_err("unknown list");
        assert!(matches!(&error, VocabularyError::Parse { message, .. } if message.contains("`czech`")), "{error}");
        let error = load(&[("words.toml", &POLISH.replace("się", "s.p."))]).expect_err("no word");
        assert!(matches!(&error, VocabularyError::Pattern { id, .. } if id == "polish"), "{error}");
    }

    #[test]
    fn an_own_gazetteer_replaces_the_embedded_one() {
        let row = "teryt;name;kind;seat_population;latitude;longitude;genitive;accusative;instrumental;locative\n280502;Nowowsie;3;;;;;;;\n";
        let vocabulary = load(&[("places.csv", row)]).expect("a good file");
        assert_eq!(vocabulary.places().len(), 1);
        assert_eq!(vocabulary.places().by_name("Nowowsie").len(), 1);
        assert_eq!(Vocabulary::builtin().places().by_name("Nowowsie").len(), 0);
        assert_ne!(vocabulary.digest(), Vocabulary::builtin().digest());
        let error = load(&[("places.csv", "teryt\n280502;Nowowsie\n")]).expect_err("too few columns");
        assert!(error.to_string().contains("places.csv, line 2"), "{error}");
        let error = load(&[("towns.csv", row)]).expect_err("an unknown name");
        assert!(error.to_string().contains("regions.csv"), "{error}");
    }

    #[test]
    fn a_missing_folder_is_an_error() {
        let error = Vocabulary::with_overlay(Path::new("/no/such/folder")).expect_err("no folder");
        assert!(matches!(error, VocabularyError::Read { .. }), "{error}");
    }
}
