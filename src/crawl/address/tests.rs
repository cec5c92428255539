#![allow(clippy::unwrap_used)]
use super::*;
use crate::vocabulary::web::{Addresses, Web};
use proptest::prelude::*;
use url::Url;

fn quirks() -> &'static Addresses {
    &Web::builtin().addresses
}

fn url(address: &str) -> Url {
    Url::parse("http://gmina.test/").unwrap().join(address).unwrap()
}

fn canon(address: &str) -> String {
    let canonical = canonical(&url(address), quirks());
    assert_eq!(super::canonical(&canonical, quirks()), canonical, "not stable: {address}");
    canonical.as_str().strip_prefix("http://gmina.test").map_or_else(|| canonical.to_string(), str::to_owned)
}

fn same(addresses: &[&str], canonical: &str) {
    for address in addresses {
        assert_eq!(canon(address), canonical, "{address}");
    }
}

fn taken(address: &str) -> Result<String, &'static str> {
    found(&url("/aktualnosci/lista.html"), address, quirks()).map(|found| found.url.to_string())
}

fn refused(addresses: &[&str], reason: &str) {
    for address in addresses {
        assert_eq!(taken(address), Err(reason), "{address}");
    }
}

#[test]
fn the_table_is_read() {
    assert!(quirks().quirks().len() > 30);
}

#[test]
fn print_views_are_the_page_itself() {
    let article = "/index.php?option=com_content&view=article&id=12:alias";
    same(
        &[
            article,
            &format!("{article}&tmpl=component&print=1&layout=default&page="),
            &format!("{article}&Itemid=82"),
            &format!("{article}&start=50&limitstart=0"),
            &format!("{article}&format=pdf"),
        ],
        "/?option=com_content&view=article&id=12:alias",
    );
    same(
        &["/index2.php?option=com_content&task=view&id=808&Itemid=82&pop=1&page=0"],
        "/index2.php?option=com_content&task=view&id=808",
    );
    same(&["/bip/?c=article&id=132&print=1", "/bip/index.php?c=article&id=132"], "/bip/?c=article&id=132");
    same(&["/5127,2023/drukuj", "/5127,2023/drukuj/", "/5127,2023/print/drukuj", "/5127,2023"], "/5127,2023");
    same(&["/projekty/item/123-alias?tmpl=component&print=1", "/projekty/item/123-alias?start=20"], "/projekty/item/123-alias");
}

#[test]
fn print_scripts_are_not_fetched_as_their_page_is_linked_too() {
    refused(&["/drukuj.php?a=104&id=119", "/bip/Drukuj.php?id=1", "/print.php?id=4"], "quirk:print_script");
    refused(&["/Article/print/id,16323.html"], "quirk:print_article_get");
    assert!(taken("/Article/get/id,16323.html").is_ok());
    assert!(taken("/drukujemy").is_ok());
}

#[test]
fn a_list_keeps_its_next_page_and_a_menu_entry_its_number() {
    same(&["/aktualnosci?start=50"], "/aktualnosci?start=50");
    same(
        &["/?option=com_content&view=category&id=5&Itemid=3&limitstart=20"],
        "/?option=com_content&view=category&id=5&limitstart=20",
    );
    same(&["/?option=com_content&view=featured&Itemid=101"], "/?option=com_content&view=featured&Itemid=101");
    same(&["/page/22/"], "/page/22/");
}

#[test]
fn font_size_and_contrast_are_the_same_words() {
    same(&["/5127,2023?fontsize=normal", "/5127,2023?contrast=1", "/5127,2023?kontrast=on&fontsize=large"], "/5127,2023");
    same(&["/strona?wersja=kontrastowa", "/strona?wersja=tekstowa"], "/strona");
}

#[test]
fn language_twins_are_other_pages() {
    same(&["/?lang=en"], "/?lang=en");
    same(&["/en/o-gminie"], "/en/o-gminie");
}

#[test]
fn sessions_are_left_out_and_sections_named_sid_are_not() {
    same(&["/a?PHPSESSID=0a1b2c3d4e5f60718293a4b5c6d7e8f9&id=4", "/a?id=4&osCsid=abc", "/a?id=4&zenid=1"], "/a?id=4");
    same(&["/a;jsessionid=0A1B2C3D.node1?id=4", "/a?sid=0a1b2c3d4e5f60718293a4b5&id=4"], "/a?id=4");
    same(&["/(S(lit3py55t21z5v55vlm25s55))/a?id=4"], "/a?id=4");
    same(&["/modules.php?name=News&file=article&sid=123"], "/modules.php?name=News&file=article&sid=123");
}

#[test]
fn tracking_is_left_out() {
    same(&["/a?utm_source=x&utm_medium=y&fbclid=z&id=1", "/a?id=1&gclid=1&_ga=2.3&mc_cid=4"], "/a?id=1");
}

#[test]
fn wordpress_writes_one_post_in_many_ways() {
    same(
        &["/2022/05/alias/", "/2022/05/alias/?replytocom=7", "/2022/05/alias/?share=facebook&nb=1", "/2022/05/alias/?amp=1"],
        "/2022/05/alias/",
    );
    same(&["/2022/05/alias/feed/", "/2022/05/alias/amp/", "/2022/05/alias/trackback"], "/2022/05/alias");
    same(&["/feed/"], "/feed/");
    same(&["/?p=7635"], "/?p=7635");
}

#[test]
fn machines_forms_and_doors_are_not_fetched() {
    refused(&["/wp-json/oembed/1.0/embed?url=x", "/wp-login.php", "/xmlrpc.php"], "quirk:wordpress_machine");
    refused(&["/?option=com_mailto&tmpl=component&link=abc"], "quirk:joomla_form");
    refused(&["/?s=dotacja"], "quirk:wordpress_search");
    refused(&["/administrator/index.php"], "quirk:administration");
}

#[test]
fn one_spelling_of_escapes_slashes_ports_and_folders() {
    same(&["http://GMINA.test:80/%7euser/a%c4%85", "/%7Euser/aą", "/x/../~user//./a%C4%85#kotwica"], "/~user/a%C4%85");
    same(&["/bip/index.php", "/bip/index.html", "/bip/INDEX.ASPX", "/bip/"], "/bip/");
    same(&["/bip"], "/bip");
    same(&["/index.php/kategoria/123-alias"], "/index.php/kategoria/123-alias");
    same(&["http://gmina.test./a"], "/a");
    same(&["/100%zz"], "/100%zz");
}

#[test]
fn parameters_keep_their_order_and_lose_empty_and_repeated_ones() {
    same(&["/?b=1&a=2&c=&b=1&&", "/?b=1&amp;a=2"], "/?b=1&a=2");
    same(&["/?a=2&b=1"], "/?a=2&b=1");
    same(&["/?9902"], "/?9902");
    same(&["/?id=1&id=2"], "/?id=1&id=2");
}

#[test]
fn a_hash_bang_is_an_address_and_other_marks_are_places() {
    same(&["/#!projekty"], "/#!projekty");
    refused(&["#tresc", "", "/aktualnosci/lista.html#dol", "lista.html#"], "fragment");
    assert!(taken("#!projekty").is_ok());
    assert_eq!(taken("inna.html#dol").unwrap(), "http://gmina.test/aktualnosci/inna.html");
}

#[test]
fn what_is_fetched_keeps_what_a_server_may_need() {
    assert_eq!(taken("/bip/index.php?id=3&x=&utm_source=a").unwrap(), "http://gmina.test/bip/index.php?id=3&x=");
    let key = |address: &str| found(&url("/"), address, quirks()).unwrap().key;
    assert_eq!(key("/bip/index.php?id=3&x="), key("/bip/?id=3"));
}

#[test]
fn what_is_no_web_address_is_told_apart() {
    refused(
        &[
            "mailto:ug@gmina.test",
            "tel:+48221234567",
            "javascript:void(0)",
            "data:text/html,x",
            "ftp://gmina.test/a",
            "ug@gmina.test",
        ],
        "scheme",
    );
    refused(&["http://", "http://[::1", "http://gmina.test:99999/"], "malformed");
    refused(&["http://jan@gmina.test/", "http://jan:haslo@gmina.test/"], "user_info");
    refused(&[&format!("/{}", "a".repeat(MAX_LENGTH)), &"b".repeat(1 << 20)], "too_long");
}

#[test]
fn pictures_archives_and_programs_are_no_pages_and_documents_are() {
    refused(&["/a.JPG", "/a/b.zip?x=1", "/styl.css", "/film.mp4", "/setup.exe", "/tabela.xlsx", "/wydarzenie.ics"], "file_type");
    for address in [
        "/a.pdf",
        "/a.docx",
        "/a.doc",
        "/a.odt",
        "/a.rtf",
        "/a.txt",
        "/a.html",
        "/a.jsp",
        "/a.php",
        "/a",
        "/a.5",
        "/sitemap.xml.gz",
    ] {
        assert!(taken(address).is_ok(), "{address}");
    }
}

#[test]
fn slips_of_hand_in_links_are_mended() {
    assert_eq!(taken("www.gmina.test/projekty").unwrap(), "http://www.gmina.test/projekty");
    assert_eq!(taken("www.html").unwrap(), "http://gmina.test/aktualnosci/www.html");
    assert_eq!(taken("http://http://gmina.test/a").unwrap(), "http://gmina.test/a");
    assert_eq!(taken("http://https://gmina.test/a").unwrap(), "https://gmina.test/a");
    assert_eq!(taken(" \n/projekty\t ").unwrap(), "http://gmina.test/projekty");
    assert_eq!(taken("\\projekty\\a").unwrap(), "http://gmina.test/projekty/a");
}

#[test]
fn the_shape_of_an_address_forgets_what_changes() {
    for (address, shape) in [
        ("/aktualnosci/123-alias", "/aktualnosci/{n}-alias"),
        ("/2022/05/alias/", "/{date}/alias/"),
        ("/kalendarz/2022-05-17", "/kalendarz/{date}"),
        ("/kalendarz/17.05.2022/", "/kalendarz/{date}/"),
        ("/?page=3&id=7&a=x", "/?a=x&id={n}&page={n}"),
        ("/?m=20200903", "/?m={date}"),
        ("/p/0a1b2c3d4e5f60718293a4b5c6d7e8f9", "/p/{hash}"),
        ("/p/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", "/p/{hash}"),
        ("/bipkod/27941604", "/bipkod/{n}"),
        ("/5127,2023", "/{n},{n}"),
    ] {
        assert_eq!(pattern(&url(address)), format!("gmina.test{shape}"), "{address}");
    }
}

#[test]
fn long_addresses_are_read_in_linear_time() {
    let begin = std::time::Instant::now();
    for part in ["/print", "/amp/print", "//", "%41", "a=1&", "utm_a=1&", "1", "2022-05-17", "/(S(a))", ";jsessionid=1/"] {
        for separator in ["/a/", "/?"] {
            let long = url(&format!("{separator}{}", part.repeat((1 << 20) / part.len())));
            let _ = (pattern(&long), canonical(&long, quirks()), found(&long, long.as_str(), quirks()));
            let short = url(&format!("{separator}{}", part.repeat(2_000 / part.len())));
            let _ = (pattern(&short), canonical(&short, quirks()), found(&url("/"), short.as_str(), quirks()));
        }
    }
    assert!(begin.elapsed().as_secs() < 20);
}

proptest! {
    #[test]
    fn canonical_is_stable_and_nothing_panics(href in any::<String>()) {
        let base = url("/a/b.html");
        if let Ok(found) = found(&base, &href, quirks()) {
            let once = canonical(&found.url, quirks());
            prop_assert_eq!(&canonical(&once, quirks()), &once);
            prop_assert_eq!(crate::crawl::key::Key::of(once.as_str()), found.key);
            let _ = pattern(&found.url);
        }
    }

    #[test]
    fn canonical_is_stable_on_what_looks_like_addresses(href in "(/|//|\\.\\./|index\\.php|print|amp|feed|drukuj|;jsessionid=1|\\(S\\(a\\)\\)|%7[eE]|%2[eEfF]|%|%25|[a-zą ]|2022|/05)*(\\?(&|amp;|=|id|Itemid|view=article|tmpl=component|print=1|page|start=5|option=x|sid=0123456789abcdef01|utm_a=1|%2[6dD]|%|[a-z+])*)?(#!?[a-z]*)?") {
        let Ok(address) = url("/").join(&href) else { return Ok(()) };
        let once = canonical(&address, quirks());
        prop_assert_eq!(&canonical(&once, quirks()), &once);
        if let Ok(found) = found(&address, &href, quirks()) {
            prop_assert_eq!(super::canonical::cleaned(found.url.clone(), quirks()), found.url);
        }
    }
}
