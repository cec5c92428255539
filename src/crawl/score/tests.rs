#![allow(clippy::unwrap_used)]

use super::*;
use crate::vocabulary::web::Web;

fn scorer() -> Scorer {
    Scorer::new(&Web::builtin().links, Order::BestFirst)
}

/// What a link of a home page's menu promises.
fn menu(text: &str, path: &str) -> i32 {
    link(text, path, Section::Navigation, 0)
}

fn link(text: &str, path: &str, section: Section, parent_relevance: i32) -> i32 {
    let url = Url::parse("https://gmina.test/").unwrap().join(path).unwrap();
    scorer().link(&LinkContext { text, section, parent_relevance, ..LinkContext::of(&url) })
}

#[test]
fn lists_of_notices_before_news_before_what_every_site_holds() {
    let hubs =
        ["Projekty unijne", "Fundusze europejskie", "Dofinansowania", "Rządowe fundusze", "RFIL", "Polski Ład", "PROJEKTY UE"];
    let news = menu("Aktualności", "/n");
    for hub in hubs {
        assert!(menu(hub, "/x") > menu("Inwestycje", "/x") && menu("Inwestycje", "/x") > news, "{hub}");
    }
    let others = [
        "Kontakt",
        "Galeria",
        "Kalendarz",
        "Sport",
        "RODO",
        "Deklaracja dostępności",
        "Oświadczenia majątkowe",
        "Rejestr zmian",
        "Zaloguj",
        "English",
        "Przetargi",
    ];
    for other in others {
        assert!(menu(other, "/x") < news, "{other}");
    }
    assert!(menu("Mapa strony", "/x") > menu("Inne strony", "/x"));
}

#[test]
fn drafts_of_resolutions_are_no_projects() {
    assert!(menu("Projekty uchwał", "/x") < 0 && menu("Projekt budżetu na 2021 r.", "/x") < 0);
    assert!(menu("Projekty", "/x") > 50);
}

#[test]
fn a_slug_tells_where_the_text_does_not() {
    assert!(link("więcej", "/fundusze-europejskie/12-alias", Section::Content, 0) > 40);
    assert!(link("więcej", "/przebudowa-drogi-gminnej-w-nowej-wsi", Section::Content, 0) > 20);
    assert!(link("Zobacz", "/polski-lad", Section::Content, 0) > 40);
    assert!(
        link("Projekty unijne", "/projekty-unijne", Section::Content, 0) == link("Projekty unijne", "/x", Section::Content, 0)
    );
}

#[test]
fn notices_by_their_titles() {
    let plain = link("Dzień otwarty w urzędzie", "/x", Section::Content, 0);
    let titles = [
        "Przebudowa drogi gminnej w Nowej Wsi",
        "Budowa sieci wodociągowej – etap II",
        "Termomodernizacja budynku szkoły",
        "Asystent osobisty osoby z niepełnosprawnością",
        "Program Maluch+ 2022",
        "Posiłek w szkole i w domu",
        "Umowa o dofinansowanie podpisana",
        "Żłobek gminny",
    ];
    for title in titles {
        assert!(link(title, "/x", Section::Content, 0) >= plain + 20, "{title}");
    }
}

#[test]
fn links_of_a_list_of_notices_inherit_and_its_menu_hardly() {
    let text = "Słoneczna dolina";
    let (content, aside, nav) = (
        link(text, "/x", Section::Content, 100),
        link(text, "/x", Section::Aside, 100),
        link(text, "/x", Section::Navigation, 100),
    );
    assert!(content > aside && aside > nav && content >= link(text, "/x", Section::Content, 0) + 40);
    assert!(link("Galeria", "/x", Section::Navigation, 100) < 0);
}

#[test]
fn the_next_page_of_a_list_promises_what_the_list_does() {
    for (text, path) in [("2", "/projekty?x=2"), ("następna", "/x"), ("»", "/lista?page=3"), ("Starsze wpisy", "/x")] {
        assert!(link(text, path, Section::Navigation, 100) > 60, "{text}");
        assert!(link(text, "/x", Section::Navigation, 0) < 20, "{text}");
    }
}

#[test]
fn the_first_words_of_an_article_tell_where_its_title_does_not() {
    let url = Url::parse("https://gmina.test/12").unwrap();
    let with = |beside| scorer().link(&LinkContext { text: "Wizyta marszałka", beside, ..LinkContext::of(&url) });
    assert!(with("Gmina podpisała umowę o dofinansowanie projektu.") >= with("Było miło.") + 20);
}

#[test]
fn calls_for_applications_are_no_notices() {
    let calls = ["Nabór wniosków w ramach funduszy europejskich", "Szkolenie z pozyskiwania środków", "Regulamin rekrutacji"];
    for call in calls {
        assert!(
            link(call, "/x", Section::Content, 0) < link("Dofinansowanie dla gminy", "/x", Section::Content, 0) - 40,
            "{call}"
        );
    }
}

#[test]
fn a_list_of_other_things_makes_its_further_pages_poor() {
    let own = |points| Own { points, is_pager: false };
    assert!(richness([60, 0, 0, 0, 0].map(own)) > richness([0; 5].map(own)));
    assert!(richness([0; 5].map(own)) > 0 && richness([-60; 5].map(own)) < 0);
    assert_eq!(richness([0; 2].map(own)), 0);
}

#[test]
fn pages_by_title_address_and_letters() {
    let url = |path: &str| Url::parse("https://gmina.test").unwrap().join(path).unwrap();
    let scorer = scorer();
    let hub = scorer.relevance(Some("Projekty unijne – Gmina Wzorcowo"), &url("/projekty-unijne"), "");
    let notice = scorer.relevance(Some("Świetlica"), &url("/12"), "<p>Wartość projektu: 1 zł. Wartość dofinansowania: 1 zł");
    let plain = scorer.relevance(Some("Świetlica"), &url("/12"), "<p>Zapraszamy");
    let gallery = scorer.relevance(Some("Galeria"), &url("/galeria"), "");
    assert!(hub > notice && notice > plain && plain > gallery);
}

#[test]
fn an_explanation_adds_up() {
    let url = Url::parse("https://gmina.test/projekty/polski-lad?page=2").unwrap();
    let heading = Some("Rządowe fundusze");
    let text = "Dofinansowania, projekty unijne, RFIL i Polski Ład";
    let context = LinkContext {
        text,
        section: Section::Aside,
        heading,
        parent_relevance: 40,
        parent_score: 90,
        depth: 3,
        ..LinkContext::of(&url)
    };
    let parts = scorer().explain(&context);
    assert_eq!(parts.iter().map(|(_, points)| points).sum::<i32>(), scorer().link(&context));
    assert!(parts.iter().any(|(rule, _)| rule == "hub-eu-projects"));
}

#[test]
fn breadth_first_knows_nothing_but_depth() {
    let scorer = Scorer::new(&Web::builtin().links, Order::BreadthFirst);
    let url = Url::parse("https://gmina.test/projekty").unwrap();
    let context = LinkContext { text: "Projekty unijne", parent_relevance: 100, depth: 4, ..LinkContext::of(&url) };
    assert_eq!(scorer.link(&context), -4);
}
