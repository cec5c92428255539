//! What the tests of all families share, and tests over whole texts: what one family reads, another must not.

use super::*;

/// Programme codes of the reference, enough to test every grammar.
pub(super) const PROGRAMMES: &[&str] = &[
    "RPDS", "RPKP", "RPLU", "RPLB", "RPLD", "RPMP", "RPMA", "RPOP", "RPPK", "RPPD", "RPPM", "RPSL", "RPSW", "RPWM", "RPWP",
    "RPZP", "POWR", "POIR", "POIS", "POPC", "POPW", "POPT", "POIG", "POKL", "FEDS", "FEKP", "FELU", "FELB", "FELD", "FEMP",
    "FEMA", "FEOP", "FEPK", "FEPD", "FEPM", "FESL", "FESW", "FEWM", "FEWP", "FEPZ", "FERS", "FENX", "FEPW", "FERC", "FENG",
    "FEPT", "STHB", "PLSK", "PLSN", "PLUA", "KPOD", "PLBU", "PROW", "EFRROW",
];

/// All values of a text, nothing masked.
pub(super) fn read(text: &str) -> Values {
    Recognisers::new(PROGRAMMES.iter().copied()).read(&Folded::new(text), &[])
}

/// The doubt of a value, as a suffix.
pub(super) fn doubt(doubt: Option<&str>) -> String {
    doubt.map_or(String::new(), |doubt| format!(" ?{doubt}"))
}

/// Sums as `1000.00 PLN ~ ! [other] (words) ?doubt`: approximate, limit, alternative, in words.
pub(super) fn money(text: &str) -> Vec<String> {
    let shown = read(text).money.into_iter().map(|found| {
        let money = found.value;
        let mut shown = format!("{} {}", money.amount, money.currency.map_or("-", Currency::code));
        shown += if money.approximate { " ~" } else { "" };
        shown += if money.limit { " !" } else { "" };
        shown += &money.alternative.map_or(String::new(), |other| format!(" [{other}]"));
        shown += &money.in_words.map_or(String::new(), |words| format!(" ({words})"));
        shown + &doubt(found.doubt)
    });
    shown.collect()
}

/// Dates as ISO.
pub(super) fn dates(text: &str) -> Vec<String> {
    read(text).dates.into_iter().map(|found| found.value.to_string() + &doubt(found.doubt)).collect()
}

/// Periods as `start..end Form ?doubt`.
pub(super) fn periods(text: &str) -> Vec<String> {
    let end = |date: Option<PartialDate>| date.map_or(String::new(), |date| date.to_string());
    let shown = |found: Found<Period>| {
        format!("{}..{} {:?}{}", end(found.value.start), end(found.value.end), found.value.form, doubt(found.doubt))
    };
    read(text).periods.into_iter().map(shown).collect()
}

/// The words under the spans of a list.
pub(super) fn words<T>(text: &str, list: &[Found<T>]) -> Vec<String> {
    let folded = Folded::new(text);
    list.iter().map(|found| folded.quote(found.span).to_owned()).collect()
}

/// Runs a table of texts and what they should give.
pub(super) fn table(read: impl Fn(&str) -> Vec<String>, rows: &[(&str, &[&str])]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(text, expected)| {
            let got = read(text);
            (got != *expected).then(|| format!("{text:?}\n  expected {expected:?}\n  got      {got:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

mod whole_texts {
    use super::*;

    #[test]
    fn nothing_is_read_in_a_masked_citation() {
        let text = "ustawa z dnia 11 lipca 2014 r. (Dz. U. z 2017 r. poz. 1460), koszt 5 000 zł";
        let folded = Folded::new(text);
        let end = folded.as_str().find("), koszt").unwrap();
        let values = Recognisers::new(PROGRAMMES.iter().copied()).read(&folded, &[Span::new(0, end)]);
        assert!(values.dates.is_empty() && values.periods.is_empty());
        assert_eq!(values.money.len(), 1);
    }

    #[test]
    fn a_value_that_runs_into_a_mask_is_not_read() {
        let folded = Folded::new("1 000 zł");
        let values = Recognisers::new([]).read(&folded, &[Span::new(2, 5)]);
        assert!(values.money.is_empty());
    }

    #[test]
    fn a_notice_is_read_whole() {
        let text = "Gmina Miasto Ełk realizuje projekt nr RPWM.11.02.03-28-0063/17-00 w ramach Poddziałania 11.2.3.\n\
            Okres realizacji: od 01.10.2017 r. do 31.12.2020 r. (39 miesięcy)\n\
            Wartość projektu: 1 149 808,80 zł, w tym dofinansowanie 977 337,48 zł (85%)\n\
            Grupa docelowa: 132 osoby (75 kobiet, 57 mężczyzn)";
        let values = read(text);
        assert_eq!(values.codes[0].value.canonical, "RPWM.11.02.03-28-0063/17-00");
        assert_eq!(values.short_codes[0].value.levels, [11, 2, 3]);
        assert_eq!(words(text, &values.periods), ["01.10.2017 r. do 31.12.2020"]);
        assert_eq!(values.durations[0].value, 39);
        assert_eq!(words(text, &values.money), ["1 149 808,80 zł", "977 337,48 zł"]);
        assert_eq!(words(text, &values.percents), ["85%"]);
        assert_eq!(words(text, &values.headcounts), ["132 osoby (75 kobiet, 57 mężczyzn"]);
        assert_eq!(values.dates.len(), 2);
    }
}

mod properties {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    fn check<T>(name: &str, list: &[Found<T>], length: usize) {
        let mut last = 0;
        for found in list {
            assert!(found.span.start < found.span.end && found.span.end <= length, "{name} out of range");
            assert!(found.span.start >= last, "{name} overlap");
            last = found.span.end;
        }
    }

    fn check_all(text: &str) {
        let folded = Folded::new(text);
        let values = read(text);
        let length = folded.as_bytes().len();
        check("money", &values.money, length);
        check("percents", &values.percents, length);
        check("dates", &values.dates, length);
        check("periods", &values.periods, length);
        check("durations", &values.durations, length);
        check("codes", &values.codes, length);
        check("short codes", &values.short_codes, length);
        check("free numbers", &values.free_numbers, length);
        check("headcounts", &values.headcounts, length);
    }

    /// Pieces of notices, so that random texts get deep into the recognisers.
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
        "0",
        "1",
        "12",
        "31",
        "100",
        "000",
        "2020",
        "2021",
        "99999999999",
        "zł",
        "PLN",
        "€",
        "tys.",
        "mln",
        "miliona",
        "%",
        "od ",
        "do ",
        "r.",
        "roku",
        "stycznia",
        "maja",
        "wrze?nia",
        "VI",
        "I kwartał",
        "półrocze",
        "pół",
        "sto",
        "dwa",
        "osób",
        "kobiet",
        "K",
        "M",
        "mężczyzn",
        "w tym",
        "rodzin i osób",
        "miesięcy",
        "lat",
        "umowa nr ",
        "nr umowy",
        "RPWM.",
        "11.02",
        "-IZ.00-28-",
        "UDA-",
        "Działanie ",
        "Oś Priorytetowa ",
        "Osi ",
        "słownie: ",
        "złotych",
        "gr",
        "KPOD",
        "POKL/",
        "szkolnym ",
        "Ł",
        "ż",
        "x",
        "§",
        "\u{a0}",
        "'",
        "+",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 400 } else { 2000 }))]

        #[test]
        fn any_text_gives_ordered_spans_in_range(text in "[0-9a-zA-ZąćęłńóśźżŁŻ .,:;/()%€\n\t'\"?§–-]{0,120}") {
            check_all(&text);
        }

        #[test]
        fn any_mixture_of_notice_words_gives_ordered_spans(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
            check_all(&pieces.concat());
        }

        #[test]
        fn any_unicode_is_survived(text in any::<String>()) {
            check_all(&text);
        }
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        let hostile = [
            "1 ",
            "1.",
            "od 1 ",
            "100 ",
            "1,",
            "1",
            "12.",
            "01.01.",
            "2020-",
            "sto ",
            "RPWM.1",
            "umowa ",
            "a",
            "5 osób ",
            "i ",
            "1 zł ",
            "(słownie: ",
            "10 k i ",
            "Osi ",
            "2020/",
            "nr ",
            "do ",
            "1-",
            "maja ",
            "VI ",
            "z/1",
            "UDA-",
            "1 mln ",
            "5 mln 1 mln ",
        ];
        for piece in hostile {
            let text = piece.repeat(1_000_000 / piece.len());
            let started = Instant::now();
            let values = read(&text);
            let took = started.elapsed();
            assert!(took < Duration::from_secs(3), "{piece:?} took {took:?} for {} sums", values.money.len());
        }
    }
}
