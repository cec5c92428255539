//! Whole small pages and the figures read from them.

use crate::page::{self, Limits, Source};

/// The figures of a page that names a project and then prints `text`: `t=` total, `g=` grant, `o=` own contribution, `e=` eligible,
/// `r=` rate, in the page's words for numbers.
fn figures(text: &str) -> String {
    let text = format!("Gmina Zarzecze\n\nGmina Zarzecze realizuje projekt pn. „Nowe życie starej remizy”.\n\n{text}\n");
    let page = page::read(text.as_bytes(), Source::default(), None, &Limits::default()).unwrap();
    let told = crate::extract(&page);
    let Some(notice) = told.mentions.first().map(|mention| &mention.notice) else { return String::new() };
    let fields = [
        ("t", &notice.total_cost),
        ("g", &notice.cofinancing),
        ("o", &notice.own_contribution),
        ("e", &notice.eligible_cost),
        ("r", &notice.cofinancing_rate),
    ];
    let told = fields.iter().filter_map(|(name, fact)| Some(format!("{name}={}", fact.as_ref()?.value.normalize())));
    told.collect::<Vec<_>>().join(" ")
}

fn table(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(text, expected)| (text, expected, figures(text)))
        .filter(|(_, expected, read)| *expected != read)
        .map(|(text, expected, read)| format!("{text}: expected `{expected}`, read `{read}`"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_verb_names_the_sum_near_it() {
    table(&[
        ("Inwestycja warta jest 1 250 000,00 zł.", "t=1250000"),
        ("Podpisano umowę na dofinansowanie wartego 204 900,76 złotych projektu.", "t=204900.76"),
        ("Remont będzie kosztował 812 300,10 zł.", "t=812300.1"),
        ("Całość pochłonie w sumie nieco ponad 3,7 mln zł.", "t=3700000"),
        ("Koszt zadania zamknął się kwotą 310 000 zł.", "t=310000"),
        ("Gminie Zarzecze przyznano 45 000 zł na zakup wozu.", "g=45000"),
        ("Gmina złożyła wniosek na kwotę 81 200,00 zł i taką kwotę otrzymała.", "g=81200"),
        ("Gmina uzyskała na remont świetlicy środki w wysokości 97 100,72 zł.", "g=97100.72"),
        ("Wojewoda dofinansował zadanie kwotą 55 000,00 zł.", "g=55000"),
        ("Udało się pozyskać łącznie 49 800,00 zł.", "g=49800"),
        ("Na montaż paneli otrzymamy, jak już pisaliśmy, ponad 2,8 mln zł.", "g=2800000"),
        ("Gmina Zarzecze z budżetu dołożyła 97 300 zł.", "o=97300"),
        ("Resztę, czyli 10 000 zł, dołoży gmina.", "o=10000"),
    ]);
}

#[test]
fn a_label_may_be_any_of_the_genres() {
    table(&[
        ("Kwota przyznanych środków: 120 000,00 zł", "g=120000"),
        ("WARTOŚĆ DOFINANSOWANIA WOJEWODY – 42 000 zł", "g=42000"),
        ("Dofinansowanie (60%): 120 000,00 zł", "g=120000 r=60"),
        ("Uzyskana pomoc na realizację operacji: 64 100,00 zł", "g=64100"),
        ("Koszty:\nCałkowite: 310 200,50 zł\nDofinansowanie: 210 200,00 zł", "t=310200.5 g=210200"),
        ("Budżet projektu wynosi 200 300,40 zł, z czego dofinansowanie 100 000,40 zł", "t=200300.4 g=100000.4"),
        ("Projekt opiewa na kwotę całkowitą 640 000 zł.", "t=640000"),
        ("RAZEM: 632.200,28 zł", "t=632200.28"),
        ("(wartość 120 300,48zł, dofinansowanie 90 100,80zł)", "t=120300.48 g=90100.8"),
        ("Wójt odebrał symboliczny czek na kwotę 400 000,00 zł.", "g=400000"),
        ("Przyznane pieniądze – 150.000 zł – trafią do szkół.", "g=150000"),
        ("Szkoły otrzymały dofinansowanie na łączną kwotę 37 600 zł.", "g=37600"),
    ]);
}

#[test]
fn who_pays_beside_a_sum_names_it() {
    table(&[
        ("Całkowita wartość projektu – 100 000,00 PLN z tego:\nZPORR 75 000,00 PLN 75 %", "t=100000 g=75000 r=75"),
        ("Całkowita wartość projektu: 100 000,00 zł, w tym 80 000,00 zł z EFRR", "t=100000 g=80000"),
        (
            "Wartość ogółem: 310 000,00 zł\nEFRR: 250 000,00 zł\nBudżet państwa: 30 000,00 zł\nWkład własny: 30 000,00 zł",
            "t=310000 g=250000 o=30000",
        ),
        (
            "Wartość zadania wynosi 41 600,00 zł, z czego 33 300,00 zł to środki Funduszu, a 8 300,00 zł wkład gminy.",
            "t=41600 g=33300 o=8300",
        ),
        (
            "Inwestycja kosztowała 120 tys. zł, z czego 90 tys. zł to dotacja z budżetu województwa, a pozostałe 30 tys. zł \
             pochodziło z budżetu gminy.",
            "t=120000 g=90000 o=30000",
        ),
    ]);
}

#[test]
fn a_phrase_before_the_next_sum_does_not_name_the_one_before() {
    table(&[
        ("Z kwoty 100 000 zł dofinansowanie stanowi 80 000 zł.", "g=80000"),
        ("3 645 600,15 mln złotych to całkowita wartość projektu.", "t=3645600.15"),
    ]);
}

#[test]
fn a_sentence_that_only_goes_on_keeps_the_role() {
    table(&[
        ("Wójt złożył wniosek. To on uzyskał dofinansowanie. To ponad 4,3 miliona złotych dla mieszkańców.", "g=4300000"),
        ("Otrzymaliśmy dotację w kwocie 33.300,00 zł. Stanowi to 42,5 % ogółu wydatków.", "g=33300 r=42.5"),
    ]);
}

#[test]
fn the_exact_figure_goes_before_the_rounded_one() {
    table(&[
        ("Gmina otrzyma dofinansowanie ponad 3,5 mln zł. Dofinansowanie wynosi 3 684 800,43 zł.", "g=3684800.43"),
        ("Gmina otrzyma blisko 2 mln zł dofinansowania. Kwota dofinansowania to 1 987 600,32 zł.", "g=1987600.32"),
    ]);
}

#[test]
fn the_award_goes_before_the_application() {
    table(&[
        ("Wnioskowana kwota dotacji: 50 000 zł. Przyznana kwota dotacji: 40 000 zł.", "g=40000"),
        ("Gmina wnioskowała o 50 000 zł, a otrzymała 40 000 zł.", "g=40000"),
    ]);
}

#[test]
fn the_parts_of_years_are_not_the_figure() {
    table(&[
        ("Dofinansowanie: w 2021 r. – 10 000 zł, w 2022 r. – 20 000 zł. Wartość projektu: 40 000 zł.", "t=40000"),
        ("Dofinansowanie: 30 000 zł, w tym w 2021 r. – 10 000 zł, w 2022 r. – 20 000 zł.", "g=30000"),
        ("Dotacja w 2021 r. wyniosła 10 000 zł.", "g=10000"),
    ]);
}

#[test]
fn gross_goes_before_net() {
    table(&[
        ("Wartość projektu netto: 500 000 zł, brutto: 615 000 zł", "t=615000"),
        ("Wartość projektu: 615 000 zł brutto (500 000 zł netto).", "t=615000"),
    ]);
}

#[test]
fn a_tables_sum_is_named_along_its_row_or_down_its_column() {
    let text = "<html><body><p>Gmina Zarzecze realizuje projekt pn. „Nowe życie starej remizy”.</p><table><tr><th>Zadanie</th>\
                <th>Wartość (w zł)</th><th>Dofinansowanie (w zł)</th></tr><tr><td>Remont dachu</td><td>120 000,00</td>\
                <td>96 000,00</td></tr></table></body></html>";
    let page = page::read(text.as_bytes(), Source::default(), None, &Limits::default()).unwrap();
    let notice = &crate::extract(&page).mentions[0].notice;
    assert_eq!(notice.total_cost.as_ref().map(|fact| fact.value.normalize().to_string()).as_deref(), Some("120000"));
    assert_eq!(notice.cofinancing.as_ref().map(|fact| fact.value.normalize().to_string()).as_deref(), Some("96000"));
}

#[test]
fn the_sum_of_a_breakdown_is_the_figure() {
    table(&[
        (
            "Wysokość dofinansowania to 325 600,01 zł: z Funduszu gmina otrzyma kwotę 286 900,00 zł, a ze środków budżetu państwa \
             kwotę 38 700,01 zł.",
            "g=325600.01",
        ),
        (
            "Koszt całkowity: 40 000,00 zł, dotacja 32 000,00 zł (wkład własny 8 000,00 zł)\nKoszt całkowity: 20 000,00 zł, dotacja \
             16 000,00 zł (wkład własny 4 000,00 zł)\nŁącznie koszt całkowity: 60 000,00 zł, dotacja 48 000,00 zł, wkład własny \
             12 000,00 zł",
            "t=60000 g=48000 o=12000",
        ),
    ]);
}

#[test]
fn a_printed_rate_decides_between_readings() {
    table(&[(
        "Koszt zadania: 90 000 zł. Koszt zadania: 100 000 zł. Kwota dofinansowania: 85 000 zł, co stanowi 85 % kosztów.",
        "t=100000 g=85000 r=85",
    )]);
}

#[test]
fn a_partners_part_is_not_the_municipalitys_own_money() {
    table(&[(
        "Całkowita wartość projektu: 833 500,00 zł (w tym wartość budżetu Gminy Zarzecze 944 600,00 zł)\nDofinansowanie: 608 400,35 zł \
         (w tym dla Gminy Zarzecze 515 800,00 zł)",
        "t=833500 g=608400.35",
    )]);
}

#[test]
fn sums_of_many_projects_of_prices_and_of_later_stages_are_not_the_projects() {
    table(&[
        ("Wartość wszystkich projektów to 3 838 600,84 zł, w tym wkład własny 383 900,11 zł.", ""),
        ("Na oba projekty przypada razem dofinansowanie ponad 4,2 mln zł.", ""),
        ("159 milionów złotych, tyle wyniesie dofinansowanie dla 61 inwestycji w kraju.", ""),
        ("Na cały program jest 1,4 mld zł.", ""),
        ("Dofinansowanie do 250 tys. zł na punkt.", ""),
        ("Koszt obsługi programu: 19 600 zł.", ""),
        ("Uczestnicy otrzymają stypendium w wysokości 1 000 zł. Wartość projektu: 500 000 zł.", "t=500000"),
        ("Koszt zakupu jednego zestawu to 3 500 zł. Wartość projektu: 500 000 zł.", "t=500000"),
        ("Mieszkańcy mogą otrzymać dotację w wysokości do 30 000 zł. Wartość projektu: 500 000 zł.", "t=500000"),
        ("Wojewoda przekazał gminom 5 mln zł, z czego Gmina Zarzecze otrzymała 50 000 zł.", "g=50000"),
        ("W poprzedniej edycji gmina otrzymała 80 000 zł. Dofinansowanie wynosi 95 000 zł.", "g=95000"),
        ("Pierwsza transza dofinansowania: 50 000 zł. Razem dofinansowanie: 100 000 zł.", "g=100000"),
        ("Wartość robót po przetargu: 500 000 zł. Dofinansowanie: 300 000 zł.", "g=300000"),
        (
            "Szacowany koszt inwestycji to 12 mln zł, dofinansowanie wyniesie 8 mln. W drugim etapie powstanie sieć, jej koszt gmina \
             ocenia na 30 mln zł.",
            "t=12000000 g=8000000",
        ),
    ]);
}

#[test]
fn rates_without_a_sum_are_read_from_verb_and_payer() {
    table(&[
        ("Przebudowa drogi będzie dofinansowana w 95% z Programu. Dotyczy to umowy nr 12/AB/2021.", "r=95"),
        ("Koszt przebudowy wyniósł 21 390 200,58 zł, w tym 85% środków unijnych.", "t=21390200.58 r=85"),
        ("Planowany koszt inwestycji wynosi 697 900,85 zł, a 70% tej kwoty da Rządowy Fundusz Rozwoju Dróg.", "t=697900.85 r=70"),
        ("Koszt inwestycji wynosi 697 900,85 zł, a 30% tej kwoty pokryje wkład własny gminy.", "t=697900.85"),
    ]);
}

#[test]
fn letters_lost_to_question_marks_leave_the_label_readable() {
    table(&[(
        "Ca?kowita warto?? projektu: 210 400,00 z?. Dofinansowanie: 110 400,00 z?. Wk?ad w?asny gminy: 100 000,00 z?.",
        "t=210400 g=110400 o=100000",
    )]);
}

#[test]
fn a_labelled_sum_that_nobody_can_read_is_a_doubt() {
    let text = "Gmina Zarzecze realizuje projekt pn. „Nowe życie starej remizy”.\n\nCałkowita wartość projektu: 100 000,00 zł.\n\n\
                Kwota dofinansowania: 9999999999999999999999 zł";
    let page = page::read(text.as_bytes(), Source::default(), None, &Limits::default()).unwrap();
    let told = crate::extract(&page);
    let notice = &told.mentions[0].notice;
    assert_eq!(notice.cofinancing, None);
    let doubt = notice.doubts.iter().find(|doubt| doubt.field == "cofinancing").unwrap();
    assert_eq!((doubt.reason, doubt.candidates.as_slice()), ("unreadable_amount", &["9999999999999999999999 zł".to_owned()][..]));
}

#[test]
fn tiles_are_labelled_below() {
    table(&[
        ("120 000 zł\n\nCałkowita wartość projektu\n\n80 000 zł\n\nDofinansowanie", "t=120000 g=80000"),
        ("Całkowita wartość projektu\n\n120 000 zł\n\nDofinansowanie\n\n80 000 zł", "t=120000 g=80000"),
    ]);
}

#[test]
fn a_verb_after_a_sum_names_it_and_not_the_next() {
    table(&[
        ("120 000 zł to wartość projektu, a 80 000 zł to dofinansowanie.", "t=120000 g=80000"),
        ("Wartość projektu i dofinansowanie to odpowiednio 150 000 zł i 80 000 zł.", "t=150000 g=80000"),
        ("90 000 zł – tyle z Funduszu otrzymała gmina.", "g=90000"),
        ("Projekt z budżetem 120 000,00 zł i dofinansowaniem 80 000,00 zł.", "t=120000 g=80000"),
    ]);
}

#[test]
fn a_grant_may_be_called_all_of_the_cost() {
    table(&[
        (
            "Gmina otrzymała dofinansowanie 105 000 zł. Kwota ta stanowi jednocześnie całkowitą wartość zadania.",
            "t=105000 g=105000",
        ),
        ("Gmina otrzymała z Funduszu 64 260,00 zł, co stanowi całkowitą wartość zadania.", "t=64260 g=64260"),
    ]);
}

#[test]
fn a_cost_told_as_the_sum_of_grant_and_own_means_is_the_total() {
    let text = "Dotacja wynosi 70 100,00 zł. Całkowity koszt zadania stanowi sumę kwoty dotacji oraz środków własnych gminy i wynosi \
        234 100,00 zł.";
    table(&[(text, "t=234100 g=70100")]);
}

#[test]
fn another_or_an_earlier_grant_yields_to_the_projects() {
    table(&[
        ("Dofinansowanie wynosi 210 000 zł. Dodatkowo powiat przekazał gminie 20 000 zł na wyposażenie.", "g=210000"),
        ("Gmina otrzymała środki w wysokości 170 000 zł. Początkowo otrzymaliśmy 130 000 zł.", "g=170000"),
        ("Gmina wnioskowała o dofinansowanie 187 000 zł. Dofinansowanie wynosi 173 000 zł.", "g=173000"),
    ]);
}

#[test]
fn the_whole_goes_before_its_breakdown_whatever_the_grants_are_called() {
    let text = "Gmina otrzymała dotację celową w wysokości 70 000 zł. Wkład własny gminy wynosi 17 000 zł. Całkowita wartość zadania \
        wynosi 87 000 zł.\n\nSzkoła w Lipkach – kwota wsparcia finansowego: 30 000 zł, kwota wkładu własnego: 8 500 zł, łączny koszt \
        zadania: 38 500 zł.";
    table(&[(text, "t=87000 g=70000 o=17000")]);
}

#[test]
fn a_line_after_a_rate_of_the_total_keeps_its_label() {
    let text = "Wartość zadania: 1 640 000 zł\nDofinansowanie: 1 312 000 zł, co stanowi 80% całkowitej wartości\n\
        Wkład własny gminy: 328 000 zł";
    table(&[(text, "t=1640000 g=1312000 o=328000 r=80")]);
}

#[test]
fn a_long_programme_name_may_stand_before_the_rate() {
    let programme = "Regionalnego Programu Operacyjnego Województwa Opolskiego na lata 2014-2020";
    table(&[
        (&format!("Koszt projektu wynosi 400 000 zł, z czego 61,25% pochodzi ze środków {programme}."), "t=400000 r=61.25"),
        (
            &format!("Wartość projektu: 400 000 zł. Unijne dofinansowanie w ramach {programme} wynosi 85% wartości."),
            "t=400000 r=85",
        ),
        ("Gmina uzyskała dofinansowanie 173 000 zł, to jest 93% kwoty wnioskowanej.", "g=173000"),
    ]);
}

#[test]
fn the_unions_part_is_not_the_states() {
    table(&[
        (
            "Wartość ogólna: 120 000 zł, w tym UE: 100 000 zł, budżet państwa: 10 000 zł, wkład własny: 10 000 zł",
            "t=120000 g=100000 o=10000",
        ),
        ("Wartość projektu 1.250.000 zł, w tym 85% dofinansowania z EFRR.", "t=1250000 r=85"),
    ]);
}

#[test]
fn slips_inside_a_sum_are_read_over() {
    table(&[("Dofinansowanie w kwocie 50.tys. zł.", "g=50000"), ("Wrtość projektu: 189 617\n,80 zł", "t=189617.8")]);
}
