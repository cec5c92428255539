//! Traps of titles.

use crate::notice::testing::{notice, notices};

fn titles(text: &str) -> Vec<String> {
    notices(text).into_iter().filter_map(|notice| notice.title.map(|title| title.value)).collect()
}

#[test]
fn an_owner_after_the_word_for_an_undertaking_is_no_title() {
    let page = "<html><body><h1>Remont szkoły w Kątnie</h1><p>Inwestycja Gminy Kątno dofinansowana z Rządowego Funduszu \
                Inwestycji Lokalnych.</p><p>Wartość inwestycji: 700 000,00 zł</p><p>Dofinansowanie: 600 000,00 zł</p></body></html>";
    assert_eq!(titles(page), ["Remont szkoły w Kątnie"]);
}

#[test]
fn a_title_goes_on_over_a_wrapped_line() {
    let page = "<html><body><p>Dom Kultury w Kątnie podpisał umowę o dofinansowanie projektu pn. Urządzenie<br>\
                ogrodu różanego wokół starego młyna<br>.<br>Całkowita wartość projektu wynosi 64 000,00 zł, kwota \
                dofinansowania 25 000,00 zł.</p></body></html>";
    assert_eq!(titles(page), ["Urządzenie ogrodu różanego wokół starego młyna"]);
}

#[test]
fn an_abbreviation_ends_no_title() {
    let told = notice(
        "Gmina Kątno otrzymała 900 000 zł dofinansowania z Rządowego Funduszu Rozwoju Dróg na przebudowę drogi gminnej o szer. 5 m \
         wraz z chodnikiem.",
    );
    assert_eq!(told.title.map(|title| title.value).as_deref(), Some("przebudowę drogi gminnej o szer. 5 m wraz z chodnikiem"));
}

#[test]
fn places_with_their_own_total_and_grant_are_projects_and_shares_are_none() {
    let rows = "<tr><td>Klub w Kątnie</td><td>50 000 zł</td><td>80 000 zł</td></tr><tr><td>Klub w Małym Kątnie</td><td>30 000 zł</td>\
                <td>60 000 zł</td></tr></table>";
    let lead = "<p>Gmina Kątno otrzyma z Programu Senior+ dofinansowanie.</p><table><tr><th>Placówka</th><th>Dofinansowanie</th>";
    let whole = format!("{lead}<th>Całkowita wartość inwestycji</th></tr>{rows}");
    assert_eq!(titles(&whole), ["Klub w Kątnie", "Klub w Małym Kątnie"]);
    let shares = format!("{lead}<th>Liczba osób</th></tr>{rows}");
    assert!(notices(&shares).len() <= 1);
}

#[test]
fn rows_of_a_table_are_projects_and_the_last_is_their_sum() {
    let page = "<html><body><h1>Projekty realizowane przez Gminę Kątno z EFRR</h1><table><tr><th>Nazwa projektu</th><th>Wartość \
                projektu</th><th>Dofinansowanie</th></tr><tr><td>Remont baszty w Kątnie</td><td>800 000,00 zł</td><td>680 000,00 \
                zł</td></tr><tr><td>Kino letnie w Kątnie</td><td>120 000,00 zł</td><td>102 000,00 zł</td></tr><tr><td>Razem</td>\
                <td>920 000,00 zł</td><td>782 000,00 zł</td></tr></table></body></html>";
    let told = notices(page);
    assert_eq!(titles(page), ["Remont baszty w Kątnie", "Kino letnie w Kątnie"]);
    let grants: Vec<_> = told.iter().filter_map(|notice| notice.cofinancing.as_ref().map(|sum| sum.value.to_string())).collect();
    assert_eq!(grants, ["680000.00", "102000.00"]);
}

#[test]
fn lines_in_a_row_that_quote_a_name_and_print_its_sum_are_projects() {
    let page = "<html><body><p>Gmina Kątno realizuje projekty z programu Fundusze Europejskie dla Śląskiego 2021-2027:</p>\
                <p>„Kanalizacja w Kątnie”, koszt 300 000,00 zł, dofinansowanie 200 000,00 zł.</p>\
                <p>„Selektywna zbiórka w Kątnie”, koszt 100 000,00 zł, dofinansowanie 80 000,00 zł.</p></body></html>";
    assert_eq!(titles(page), ["Kanalizacja w Kątnie", "Selektywna zbiórka w Kątnie"]);
}

#[test]
fn items_above_their_sums_are_projects() {
    let page = "<html><body><h2>Zadania dofinansowane</h2><p>- Czyste wody stawu w Kątnie<br>Koszt zadania: 50 000,00 zł w tym \
                dotacja z Wojewódzkiego Funduszu Ochrony Środowiska i Gospodarki Wodnej w Poznaniu 25 000,00 zł - Ogród dla pszczół \
                w Kątnie<br>Koszt zadania: 60 000,00 zł w tym dotacja z Wojewódzkiego Funduszu Ochrony Środowiska i Gospodarki \
                Wodnej w Poznaniu 54 000,00 zł</p></body></html>";
    assert_eq!(titles(page), ["Czyste wody stawu w Kątnie", "Ogród dla pszczół w Kątnie"]);
}

#[test]
fn every_card_under_a_heading_of_projects_counts() {
    let card = |title: &str, fund: &str| {
        format!("<h3>{title}</h3><p>Fundusz: {fund}<br>Wartość projektu: 310 000,00 zł<br>Dofinansowanie: 200 000,00 zł</p>")
    };
    let cards = [("Wodociąg w Kątnie", "EFRROW"), ("Słoneczny ratusz", "EFRR"), ("Szkoła na piątkę", "EFS")];
    let cards: String = cards.iter().map(|(title, fund)| card(title, fund)).collect();
    let page = format!("<html><body><h1>Projekty unijne Gminy Kątno</h1>{cards}</body></html>");
    assert_eq!(titles(&page), ["Wodociąg w Kątnie", "Słoneczny ratusz", "Szkoła na piątkę"]);
}

#[test]
fn an_earlier_project_named_without_figures_is_not_the_page_s() {
    let told = notice(
        "Gmina Kątno realizuje projekt „Nowy start 2” będący kontynuacją projektu „Nowy start”. Wartość projektu: 312 000,00 zł, \
         dofinansowanie: 296 400,00 zł.",
    );
    assert_eq!(told.title.map(|title| title.value).as_deref(), Some("Nowy start 2"));
}

#[test]
fn a_heading_of_other_news_is_no_title() {
    let page = "<html><body><p>Gmina Kątno podpisała umowę nr RPWM.04.03.01-28-0099/18 o dofinansowanie ze środków EFRR na kwotę \
                1 106 200,00 zł.</p><h4>Kasa urzędu nieczynna</h4><p>Od 4 marca kasa jest zamknięta.</p></body></html>";
    assert_eq!(notices(page).len(), 1);
    assert_eq!(titles(page), Vec::<String>::new());
}

#[test]
fn a_quoted_application_is_the_title_and_its_news_headline_is_not() {
    let page = "<html><body><h2>Kątno zaprasza! - kolejny wniosek złożony</h2><p>Wójt Gminy Kątno informuje, że w ramach Programu \
                Rozwoju Obszarów Wiejskich na lata 2014-2020 złożono wniosek „Kątno zaprasza! – wydanie map gminy”. Kwota projektu \
                wynosi 83 000 zł, a dofinansowanie 52 000 zł.</p></body></html>";
    assert_eq!(titles(page), ["Kątno zaprasza! – wydanie map gminy"]);
}

#[test]
fn a_word_in_quotation_marks_in_passing_is_no_title() {
    let told = notice(
        "Gmina Kątno realizuje program „Korpus Wsparcia Seniorów”. Seniorzy są bezpieczni dzięki „opaskom życia”. Kwota \
         dofinansowania z budżetu państwa: 10 000,00 zł. Całkowity koszt zadania: 13 000,00 zł.",
    );
    assert_eq!(told.title.map(|title| title.value).as_deref(), Some("Korpus Wsparcia Seniorów"));
}

#[test]
fn what_a_benefit_is_for_is_no_title() {
    let told = notice(
        "Program „Posiłek w szkole i w domu”. Gmina Kątno otrzymała z dotacji celowej 615 000 zł. Gmina zapewnia świadczenia \
         pieniężne na zakup posiłku dla potrzebujących. Łączny koszt programu: 1 000 000 zł.",
    );
    assert_ne!(told.title.map(|title| title.value).as_deref(), Some("zakup posiłku dla potrzebujących"));
}

#[test]
fn a_draft_in_consultation_is_no_project() {
    let text = "Zapraszamy do konsultacji projektu „Programu współpracy z organizacjami na rok 2030”. Na realizację programu planuje się \
                150 000 zł.";
    assert_eq!(titles(text), Vec::<String>::new());
}

#[test]
fn a_field_of_a_tender_form_is_no_title() {
    let text = "Ogłoszenie o zamówieniu. Zamawiający: Gmina Kątno.\nNazwa projektu lub programu\nRządowy Fundusz Rozwoju Dróg\nTryb \
                podstawowy.";
    assert_eq!(titles(text), Vec::<String>::new());
}

#[test]
fn the_last_card_before_a_heading_of_other_news_counts() {
    let card = |title: &str| {
        format!("<h2>{title}</h2><p>Fundusz: EFRR</p><p>Wartość projektu: 310 000,00 zł</p><p>Dofinansowanie: 200 000,00 zł</p>")
    };
    let cards: String =
        ["Wodociąg pod Kątnem", "Słoneczny ratusz w Kątnie", "Szkoła na piątkę"].iter().map(|title| card(title)).collect();
    let page = format!("<html><body><h1>Nasza gmina</h1>{cards}<h4>Zmiany w kasie urzędu</h4><p>Od 4 marca.</p></body></html>");
    assert_eq!(titles(&page), ["Wodociąg pod Kątnem", "Słoneczny ratusz w Kątnie", "Szkoła na piątkę"]);
}
