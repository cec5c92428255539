#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;

fn texts(html: &str) -> Vec<(String, String)> {
    links(html).links.iter().map(|link| (link.href.to_string(), link.text.to_string())).collect()
}

fn text(html: &str) -> String {
    let links = links(html);
    assert_eq!(links.links.len(), 1, "{html}");
    links.links[0].text.to_string()
}

fn section(html: &str) -> Section {
    links(html).links.last().unwrap().section
}

#[test]
fn ampersands_in_addresses_are_read_and_parameters_that_look_like_names_are_not() {
    let found = texts("<a href='?a=1&amp;id=2&copy=3&lang=pl&#38;x=&#x41;'>Projekt&nbsp;&bdquo;Ż&oacute;łw&rdquo; R&D</a>");
    assert_eq!(found, [("?a=1&id=2&copy=3&lang=pl&x=A".to_owned(), "Projekt „Żółw” R&D".to_owned())]);
}

#[test]
fn tags_inside_a_link_part_words_only_where_they_are_boxes() {
    assert_eq!(text("<a href=x>do<b>finan</b>sowanie</a>"), "dofinansowanie");
    assert_eq!(text("<a href=x><div>Projekty</div><div>unijne</div></a>"), "Projekty unijne");
    assert_eq!(text("<a href=x>Budowa<br>drogi</a>"), "Budowa drogi");
    assert_eq!(text("<a href=x>\n  Budowa\n\t drogi </a>"), "Budowa drogi");
}

#[test]
fn a_link_that_says_little_is_called_by_its_label() {
    assert_eq!(text("<a href=x aria-label='Więcej o: Budowa świetlicy'>więcej</a>"), "Więcej o: Budowa świetlicy");
    assert_eq!(text("<a href=x><img src=y alt='Fundusze Europejskie'></a>"), "Fundusze Europejskie");
    assert_eq!(text("<a href=x title='Otwiera się w nowym oknie'>Przebudowa drogi gminnej</a>"), "Przebudowa drogi gminnej");
}

#[test]
fn the_first_words_of_an_article_belong_to_its_title_and_not_to_the_next() {
    let html = "<li><h3><a href=1>Wizyta</a></h3><p>Umowa o dofinansowanie.</p><a href=1>więcej</a></li><h3>Inne</h3> tekst
        <nav><a href=3>Menu</a> słowa</nav>";
    let found = links(html);
    let beside: Vec<_> = found.links.iter().map(|link| &*link.beside).collect();
    assert_eq!(beside, ["Umowa o dofinansowanie.", "", ""]);
}

#[test]
fn links_that_lead_to_no_page_are_left_out() {
    let html =
        "<a href='#top'>a</a><a href='javascript:void(0)'>b</a><a href='MAILTO:x@y.test'>c</a><a name=d>d</a><a href=''>e</a>";
    assert!(texts(html).is_empty());
    assert_eq!(texts("<a href='teleporada.html'>a</a>").len(), 1);
}

#[test]
fn a_link_that_nobody_closed_ends_where_the_next_begins() {
    let found = texts("<a href=1>jeden <a href=2>dwa</a><a href=3>trzy");
    assert_eq!(found.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), ["jeden", "dwa", "trzy"]);
}

#[test]
fn links_in_scripts_and_comments_are_none_and_those_without_scripts_are() {
    let html = "<script>'<a href=1>x</a>'</script><!-- <a href=2>x</a> --><noscript><a href=3>mapa</a></noscript>";
    assert_eq!(texts(html), [("3".to_owned(), "mapa".to_owned())]);
}

#[test]
fn sections_by_elements_and_by_the_words_of_classes() {
    assert_eq!(section("<nav><ul><li><a href=x>a</a>"), Section::Navigation);
    assert_eq!(section("<div id='leftMenu'><div><a href=x>a</a>"), Section::Navigation);
    assert_eq!(section("<div class='stopka'><div></div></div><a href=x>a</a>"), Section::Content);
    assert_eq!(section("<div class='stopka'><div></div><a href=x>a</a>"), Section::Footer);
    assert_eq!(section("<header><a href=x>a</a></header>"), Section::Header);
    assert_eq!(section("<main><article><header><a href=x>a</a>"), Section::Content);
    assert_eq!(section("<aside><a href=x>a</a>"), Section::Aside);
    assert_eq!(
        section("<td class=menu_l><table><tr><td><a href=y>b</a></td></tr></table></td><td><a href=x>a</a>"),
        Section::Content
    );
}

#[test]
fn every_word_of_a_class_that_tells_a_part_is_seen() {
    for (word, region) in super::super::region_words::WORDS {
        let part = section(&format!("<div class='row x{}-{word}2'><a href=x>a</a>", "y".repeat(30)));
        assert_eq!(part, *region, "{word}");
        let capital = word[..1].to_uppercase() + &word[1..];
        assert_eq!(
            section(&format!("<div id='left{capital}Box'><a href=x>a</a>")) == *region,
            *region != Region::Header,
            "{word}"
        );
    }
}

#[test]
fn an_element_that_nobody_closed_does_not_outlive_the_one_around_it() {
    assert_eq!(section("<nav><div class=menu><div><ul></nav><a href=x>a</a>"), Section::Content);
}

#[test]
fn a_link_stands_under_the_heading_before_it_and_a_linked_heading_under_the_one_above() {
    let html = "<h1>Aktualności</h1><h2><a href=1>Droga</a></h2><a href=2>więcej</a><h2><a href=3>Szkoła</a></h2>";
    let found = links(html);
    let headings: Vec<_> = found.links.iter().map(|link| found.heading(link).unwrap()).collect();
    assert_eq!(headings, ["Aktualności", "Droga", "Aktualności"]);
}

#[test]
fn what_the_head_of_a_page_tells() {
    let html = "<title> Gmina\n Wzorcowa </title><base href='/a/'><meta name=robots content='index, nofollow'>
        <meta http-equiv=Refresh content='0; URL=\"start.php\"'><link rel='canonical' href='/c'>
        <link rel=alternate type='application/rss+xml' href='/feed'><link rel=stylesheet href=s.css><input type=Password>";
    let found = links(html);
    assert_eq!((found.title.as_deref(), found.base.as_deref()), (Some("Gmina Wzorcowa"), Some("/a/")));
    assert!(found.nofollow && found.password);
    let kinds: Vec<_> = found.links.iter().map(|link| (link.kind, &*link.href)).collect();
    assert_eq!(kinds, [(LinkKind::Refresh, "start.php"), (LinkKind::Canonical, "/c"), (LinkKind::Feed, "/feed")]);
}

#[test]
fn frames_and_maps_lead_to_pages_too() {
    let html =
        "<frameset><frame name=menu src='menu.htm'><frame src=tresc.htm></frameset><map><area alt=Projekty href=p.htm></map>";
    let found = links(html);
    let kinds: Vec<_> = found.links.iter().map(|link| (link.kind, &*link.href, &*link.text)).collect();
    let expected = [(LinkKind::Frame, "menu.htm", ""), (LinkKind::Frame, "tresc.htm", ""), (LinkKind::Area, "p.htm", "Projekty")];
    assert_eq!(kinds, expected);
}

#[test]
fn a_page_of_a_million_links_is_cut() {
    let found_in = "<a href=x>a</a>".repeat(20_000);
    let found = links(&found_in);
    assert_eq!((found.links.len(), found.cut), (MAX_LINKS, true));
}

#[test]
fn a_link_of_a_megabyte_is_shortened_between_characters() {
    let html = format!("<a href=x>{}</a><a href=y>{}", "ż".repeat(500_000), "a b".repeat(300_000));
    let found = links(&html);
    assert!(found.links.iter().all(|link| link.text.len() <= 300 && link.text.len() > 290));
}

#[test]
fn own_text_is_that_outside_of_links_and_menus() {
    let html = "<nav>Menu gminy</nav><p>Wójt</p><a href=x>Kontakt</a><footer>Stopka</footer>";
    assert_eq!((links(html).own_text, links(html).own_start().trim()), ("Wójt".len(), "Wójt"));
}

#[test]
fn the_charset_of_a_page_is_read_before_its_links() {
    let bytes = b"<meta charset=iso-8859-2><a href=x>\xa6wietlica \xb6rodowiskowa</a>";
    let decoded = Decoded::new(bytes, None, &super::super::Limits::default()).unwrap();
    assert_eq!(decoded.links().links[0].text, "Świetlica środowiskowa");
    let plain = Decoded::new(b"a list", None, &super::super::Limits::default()).unwrap();
    assert!(plain.links().links.is_empty() && plain.html().is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_markup_makes_the_scan_fail(html in "(<|>|a|/|=|'|\"| |&|;|#|x|h1|nav|div|href|title|ż|&amp;|<a href=|</a>|<h2>|!--|noscript){0,60}") {
        let found = links(&html);
        prop_assert!(found.links.iter().all(|link| link.text.len() <= 300));
        found.own_start();
    }
}
