//! Which undertakings small pages tell of.

use crate::page::{Limits, Source, read};

/// The titles of what a page tells; `-` for one without.
fn titles(html: &str) -> Vec<String> {
    let page = read(html.as_bytes(), Source::default(), None, &Limits::default()).unwrap();
    let told = crate::extract(&page);
    told.mentions.into_iter().map(|mention| mention.notice.title.map_or_else(|| "-".to_owned(), |title| title.value)).collect()
}

/// A front page: news about other things, and what is given.
fn front_page(item: &str, footer: &str) -> String {
    let news: String =
        ["Turniej szachowy", "Dzień Babci", "Dyżur aptek", "Zimowe ferie", "Wystawa malarstwa", "Zebranie sołeckie"]
            .iter()
            .map(|title| {
                format!("<h2>{title} w naszej gminie</h2><p>Zapraszamy wszystkich, którzy lubią spędzać czas razem.</p>")
            })
            .collect();
    format!("<html><body><main>{news}{item}</main><footer>{footer}</footer></body></html>")
}

#[test]
fn a_sentence_in_a_footer_is_a_notice() {
    let footer =
        "<p>Strona powstała w ramach projektu „E-Gmina Kącik” współfinansowanego z Europejskiego Funduszu Społecznego</p>";
    assert_eq!(titles(&front_page("", footer)), ["E-Gmina Kącik"]);
}

#[test]
fn a_fund_alone_in_a_footer_is_none() {
    let footer = "<p>Strona współfinansowana ze środków Unii Europejskiej w ramach Europejskiego Funduszu Społecznego</p>";
    assert_eq!(titles(&front_page("", footer)), Vec::<String>::new());
}

#[test]
fn the_maker_of_a_site_is_no_project() {
    let footer = "<p>Projekt i wykonanie: „Studio Kropka”</p>\
                  <p>Strona współfinansowana z Europejskiego Funduszu Społecznego</p>";
    assert_eq!(titles(&front_page("", footer)), Vec::<String>::new());
}

#[test]
fn the_head_of_an_article_speaks_to_its_sections_beside_a_column_of_news() {
    let item = "<h1>Dwie umowy</h1><p>Gmina Kącik podpisała dwie umowy.</p><h2>Kanalizacja</h2><p>Na zadanie „Budowa kanalizacji w \
                Dolinie” dano promesę z Rządowego Funduszu Polski Ład. Dofinansowanie 2 500 000,00 zł.</p>";
    let page = read(front_page(item, "").as_bytes(), Source::default(), None, &Limits::default()).unwrap();
    let told = crate::extract(&page);
    assert_eq!(told.mentions[0].notice.beneficiary.as_ref().map(|fact| fact.value.as_str()), Some("Gmina Kącik"));
}

#[test]
fn a_programmes_heading_with_its_year_is_the_title() {
    let page = "<p>Program Opieka 75+ na rok 2024</p><p>Gmina Kącik realizuje program „Opieka 75+”.</p><p>DOFINANSOWANIE</p>\
                <p>10 000,00 zł</p><p>CAŁKOWITA WARTOŚĆ</p><p>20 000,00 zł</p>";
    assert_eq!(titles(page), ["Program Opieka 75+ na rok 2024"]);
}

#[test]
fn a_title_without_quotation_marks_ends_at_the_verb_that_says_who_pays() {
    let footer =
        "<p>Projekt Cyfrowe usługi Powiatu Kąckiego współfinansowany ze środków Europejskiego Funduszu Rozwoju Regionalnego</p>";
    assert_eq!(titles(&front_page("", footer)), ["Cyfrowe usługi Powiatu Kąckiego"]);
}

#[test]
fn a_statement_in_a_menu_is_read_and_an_entry_is_not() {
    let statement = "<nav><ul><li>Kontakt</li><li>Projekt „Leśna szkoła” dofinansowany z Europejskiego Funduszu Społecznego, \
                     realizowany w Gminie Kącik</li><li>Projekt „Mała szkoła”</li></ul></nav>";
    assert_eq!(titles(&front_page(statement, "")), ["Leśna szkoła"]);
}

#[test]
fn news_beside_a_project_lend_it_no_sums() {
    let item = "<h2>Nowy projekt</h2><p>Gmina Kącik realizuje projekt „Leśna szkoła” współfinansowany z Europejskiego Funduszu \
                Społecznego.</p><h2>Czyste powietrze</h2><p>Mieszkańcy otrzymali dofinansowanie w wysokości 45 000,00 zł.</p>";
    let page = read(front_page(item, "").as_bytes(), Source::default(), None, &Limits::default()).unwrap();
    let told = crate::extract(&page);
    assert_eq!(told.mentions.len(), 1);
    assert_eq!(told.mentions[0].notice.cofinancing, None);
}

#[test]
fn a_list_in_a_column_shares_its_first_and_last_line() {
    let aside = "<aside><p>Powiat Kącki realizuje projekty:</p><ul><li>projekt „Nowa praca”</li><li>projekt „Druga szansa”</li></ul>\
                 <p>Projekty współfinansowane z Europejskiego Funduszu Społecznego</p></aside>";
    assert_eq!(titles(&front_page(aside, "")), ["Nowa praca", "Druga szansa"]);
}

#[test]
fn cards_under_a_heading_of_projects() {
    let cards = "<aside><h4>Projekty współfinansowane z Funduszy Europejskich</h4><h3>Powiat Kącki – mapa cyfrowa</h3>\
                 <p>WRPO 2.1.2</p><h3>Szkoła z pomysłem</h3><p>WRPO 8.1.2</p><h3>Pogoda na jutro</h3><p>Słonecznie</p></aside>";
    assert_eq!(titles(&front_page(cards, "")), ["Powiat Kącki – mapa cyfrowa", "Szkoła z pomysłem"]);
}

#[test]
fn the_name_in_the_footer_belongs_to_the_sums_of_the_site() {
    let page = "<html><body><main><h3>Poziom realizacji projektu</h3><p>100%</p><h4>Środki z UE:</h4><p>6 500 000,00 PLN</p>\
                <h4>Całkowita wartość projektu:</h4><p>9 900 000,00 PLN</p></main><footer><h5>Projekt „Odnowa rynku w Kącie”</h5>\
                <p>Portal współfinansowany ze środków Europejskiego Funduszu Rozwoju Regionalnego</p></footer></body></html>";
    assert_eq!(titles(page), ["Odnowa rynku w Kącie"]);
}

#[test]
fn items_with_their_sums_are_projects_and_their_total_is_none() {
    let page = "<p>Gmina Kącik otrzymała 3 mln zł z Rządowego Funduszu Inwestycji Lokalnych.</p>\
                <ul><li>na budowę kanalizacji we wsi Dolina (1 000 000 zł);</li><li>na przebudowę drogi gminnej nr 147047N \
                w Górkach (2 000 000 zł).</li></ul><p>Razem to 3 000 000 zł.</p>";
    assert_eq!(titles(page), ["budowę kanalizacji we wsi Dolina", "przebudowę drogi gminnej nr 147047N w Górkach"]);
}

#[test]
fn sums_before_the_works_of_a_list() {
    let page = "<p>Gmina Kącik otrzymała dofinansowanie z Rządowego Programu Odbudowy Zabytków.</p><ul><li>730.472,40 zł na remont \
                kapliczek w Kącie</li><li>294.000,00 zł renowacja kościoła w Dolinie</li></ul>";
    assert_eq!(titles(page), ["remont kapliczek w Kącie", "renowacja kościoła w Dolinie"]);
}

#[test]
fn works_in_the_clauses_of_one_sentence() {
    let page = "<p>Gmina Kącik uzyskała dofinansowanie z Rządowego Funduszu Polski Ład na dwie inwestycje, tj. modernizację oświetlenia \
                (kwota 3 213 783,00 zł) oraz modernizację dróg gminnych (6 259 223,00 zł). Łączna kwota to 9 473 006,00 zł.</p>";
    assert_eq!(titles(page), ["modernizację oświetlenia", "modernizację dróg gminnych"]);
}

#[test]
fn tasks_of_one_grant_have_no_sums_of_their_own() {
    let page = "<p>Wójt Gminy Kącik otrzymał dofinansowanie na realizację następujących zadań:</p><p>1. Remont świetlicy w Dolinie.</p>\
                <p>2. Remont świetlicy w Górkach.</p><p>Wysokość dotacji wynosi 100.800,00 zł.</p>";
    let read = read(page.as_bytes(), Source::default(), None, &Limits::default()).unwrap();
    let told = crate::extract(&read);
    assert_eq!(told.mentions.len(), 2);
    assert!(told.mentions.iter().all(|mention| mention.notice.cofinancing.is_none()));
}

#[test]
fn stages_with_sums_of_their_own_are_two_projects() {
    let page = "<ul><li>Miasto Kącik zakończyło projekt „Czysta rzeka” (wartość 720 299,48 zł, dofinansowanie 431 905,80 zł).</li>\
                <li>Gmina Kącik realizuje projekt „Czysta rzeka – etap II” współfinansowany z Funduszu Spójności. Całkowity koszt \
                projektu wynosi 674 506,00 zł.</li></ul>";
    assert_eq!(titles(page), ["Czysta rzeka", "Czysta rzeka – etap II"]);
}

#[test]
fn a_grant_told_in_one_sentence_needs_no_title() {
    let page =
        "<p>Miło nam przekazać, że Gmina Kącik uzyskała dotację z Programu Rozwoju Obszarów Wiejskich na lata 2014-2020.</p>";
    assert_eq!(titles(page).len(), 1);
}

#[test]
fn agreements_counted_up_are_a_call() {
    let page = "<p>Wojewoda podpisał z gminami 37 umów. Dofinansowanie z Rządowego Funduszu Rozwoju Dróg to 77,4 mln zł.</p>";
    assert_eq!(titles(page), Vec::<String>::new());
}

#[test]
fn the_competition_after_pn_is_no_project() {
    let page = "<p>Gmina Kącik realizuje projekt „Nowa szkoła” współfinansowany z Europejskiego Funduszu Społecznego.</p>\
                <p>W ramach konkursu nr POWR.02.15.00-IP.02-00-001/20 pn. Wypracowanie wzorów współpracy podpisano umowę.</p>";
    assert_eq!(titles(page), ["Nowa szkoła"]);
}

#[test]
fn an_abbreviation_in_quotation_marks_is_no_project() {
    let page = "<h1>Ogólne zasady funduszu małych projektów</h1><p>Przyznano z Europejskiego Funduszu Rozwoju Regionalnego (dalej jako \
                „EFRR”) całkowitą kwotę 35.774.102 €.</p>";
    assert_eq!(titles(page), Vec::<String>::new());
}

#[test]
fn a_call_for_applications_with_a_quoted_project_is_none() {
    let page = "<p>Od 19 lipca trwa przyjmowanie wniosków. Projekt „Bezpieczny Samorząd” jest współfinansowany z Funduszy Europejskich, \
                w ramach programu Fundusze Europejskie na Rozwój Cyfrowy 2021-2027.</p>";
    assert_eq!(titles(page), Vec::<String>::new());
}

#[test]
fn a_name_in_another_item_of_a_front_page_takes_nothing_away() {
    let item = "<h2>Recital w domu kultury</h2><p>Fotorelacja z programu artystycznego pt. „Jesienne liście”.</p>\
                <h2>Kącik za granicą</h2><p>Realizujemy projekt pn. „Praktyka w Europie”. Projekt jest realizowany w ramach programu \
                Erasmus+.</p><h2>Biuletyn</h2><table><tr><th>Tytuł</th><th>Data modyfikacji</th></tr></table>";
    assert_eq!(titles(&front_page(item, "")), ["Praktyka w Europie"]);
}

#[test]
fn an_item_says_before_the_title_who_pays() {
    let item = "<h2>Nowe staże</h2><p>Program Operacyjny Wiedza Edukacja Rozwój</p><p>Powiat Kącki realizuje projekt pn.</p>\
                <p>„Pierwsza praca w Kącie”</p><p>dla 40 osób.</p>";
    let page = read(front_page(item, "").as_bytes(), Source::default(), None, &Limits::default()).unwrap();
    let told = crate::extract(&page);
    assert_eq!(told.mentions[0].notice.programme_code.as_ref().map(|fact| fact.value.as_str()), Some("POWR"));
}

#[test]
fn cards_far_below_the_heading_of_their_box() {
    let cards: String = ["Mapa cyfrowa powiatu", "Szkoła z pomysłem", "Trzecia droga do pracy"]
        .iter()
        .map(|title| format!("<h3>{title}</h3><p>WRPO 2.1.2</p>"))
        .collect();
    let aside = format!("<aside><h4>Projekty współfinansowane z Funduszy Europejskich</h4>{cards}</aside>");
    assert_eq!(titles(&front_page(&aside, "")).len(), 3);
}

#[test]
fn a_heading_over_the_sentence_that_says_who_pays() {
    let item = "<h2>Dobra szkoła w powiecie kąckim</h2><p>Projekt dofinansowany w ramach Regionalnego Programu Operacyjnego Województwa \
                Podkarpackiego na lata 2014-2020.</p>";
    assert_eq!(titles(&front_page(item, "")), ["Dobra szkoła w powiecie kąckim"]);
}

#[test]
fn a_title_before_the_word_for_the_project() {
    let footers = [
        "<p>„Szybka sieć w Kącie” – projekt współfinansowany ze środków Europejskiego Funduszu Rozwoju Regionalnego</p>",
        "<p>Szybka sieć w Kącie – projekt współfinansowany ze środków Europejskiego Funduszu Rozwoju Regionalnego</p>",
        "<p>„Szybka sieć w Kącie” współfinansowana ze środków Europejskiego Funduszu Rozwoju Regionalnego</p>",
        "<p>Strona powstała w ramach projektu Szybka sieć w Kącie współfinansowanego z Europejskiego Funduszu Społecznego</p>",
    ];
    for footer in footers {
        assert_eq!(titles(&front_page("", footer)), ["Szybka sieć w Kącie"], "{footer}");
    }
}

#[test]
fn a_site_can_be_the_project_and_a_bare_one_is_none() {
    let payer = "współfinansowany jest ze środków Unii Europejskiej w ramach Programu Rozwoju Obszarów Wiejskich";
    let site = "Portal www.kacik.example skarbnicą wiedzy o gminie";
    assert_eq!(titles(&front_page("", &format!("<p>{site} {payer}</p>"))), [site]);
    assert_eq!(titles(&front_page("", &format!("<p>Portal mieszkańca {payer}</p>"))), Vec::<String>::new());
}

#[test]
fn a_quotation_under_the_line_that_says_who_pays() {
    let item = "<p>Zakończone: projekt „Ścieżka nad rzeką”, WRPO 2014-2020.</p>\
                <p>Powiat Kącki realizuje zadanie dofinansowane ze środków Rządowego Funduszu Rozwoju Dróg</p>\
                <p>„Przebudowa drogi w Dolinie”, długość 2,4 km</p>";
    assert_eq!(titles(&front_page(item, "")), ["Ścieżka nad rzeką", "Przebudowa drogi w Dolinie"]);
}

#[test]
fn an_english_statement_counts_where_there_is_no_polish_one() {
    let english = "<p>The project “Modern Kącik” is carried out by the commune and co-financed by the European Union from the \
                   European Regional Development Fund.</p>";
    assert_eq!(titles(&front_page(english, "<p>Projekty unijne</p>")), ["Modern Kącik"]);
    let both = format!("<p>Projekt „Nowy Kącik” współfinansowany z Europejskiego Funduszu Rozwoju Regionalnego.</p>{english}");
    assert_eq!(titles(&front_page(&both, "")), ["Nowy Kącik"]);
}

#[test]
fn slogans_meetings_programmes_for_pupils_and_lists_of_contracts_are_no_projects() {
    let items = [
        "<p>„Pokonywać granice przez współpracę”</p><p>Projekt współfinansowany z Europejskiego Funduszu Rozwoju Regionalnego</p>",
        "<p>Punkt Informacyjny zaprasza na spotkanie „Dotacje dla rolnika” – do 23 tys. zł z Funduszy Europejskich</p>",
        "<h2>Zebranie rodziców klas trzecich</h2><p>Nasza szkoła bierze udział w programach „Owoce w szkole” i „Mleko w szkole”, \
         finansowanych ze środków Unii Europejskiej.</p>",
        "<h2>Wykaz pracodawców z powiatu</h2><p>Wykaz pracodawców, z którymi Powiatowy Urząd Pracy w Kącie zawarł umowy o finansowanie z \
         Europejskiego Funduszu Społecznego.</p>",
    ];
    for item in items {
        assert_eq!(titles(&front_page(item, "")), Vec::<String>::new(), "{item}");
    }
}

#[test]
fn a_title_after_who_pays_and_one_that_speaks_of_information() {
    let footer = "<p>Projekt współfinansowany ze środków Europejskiego Funduszu Społecznego „Kącik w sieci”</p>";
    assert_eq!(titles(&front_page("", footer)), ["Kącik w sieci"]);
    let footer = "<p>Projekt Rozwój informacji turystycznej w Kącie współfinansowany z Europejskiego Funduszu Społecznego</p>";
    assert_eq!(titles(&front_page("", footer)), ["Rozwój informacji turystycznej w Kącie"]);
}

#[test]
fn an_item_of_news_with_its_total_and_grant_needs_no_verb() {
    let item = "<h2>Budowa hali w Kącie</h2><p>Wartość projektu: 3 000 000,00 zł</p><p>Dofinansowanie: 2 000 000,00 zł</p>";
    assert_eq!(titles(&front_page(item, "")), ["Budowa hali w Kącie"]);
}

#[test]
fn an_item_of_news_names_its_programme() {
    let item = "<h2>Pomoc dla seniorów z gminy</h2><p>Gmina Kącik realizuje program „Opieka 75+” dofinansowany z budżetu państwa kwotą \
                12 000 zł.</p>";
    assert_eq!(titles(&front_page(item, "")), ["Opieka 75+"]);
}

#[test]
fn labelled_titles_one_under_the_other() {
    let item = "<p>Nazwa projektu: „Młodzi w pracy (IV)”<br>Program: PO WER 2014-2020, EFS</p>\
                <p>Nazwa projektu: „Nowe siły w Kącie (V)”<br>Program: RPO Lubuskie 2020, Działanie 6.1</p>";
    assert_eq!(titles(&front_page(item, "")), ["Młodzi w pracy (IV)", "Nowe siły w Kącie (V)"]);
}
