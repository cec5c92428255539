#![allow(clippy::unwrap_used)]

use super::*;
use crate::page::links;
use crate::vocabulary::web::Web;

fn answer(status: u16, kind: &str) -> Answer {
    let headers = vec![("Content-Type".to_owned(), kind.as_bytes().to_vec())];
    Answer { status, reason: String::new(), headers, body: Vec::new(), truncated: None }
}

fn of(status: u16, html: &str) -> Verdict {
    let links = links(html);
    let page = Scanned { html, links: &links };
    verdict(&answer(status, "text/html; charset=utf-8"), html.as_bytes(), Some(page), &Web::builtin().answers)
}

/// A page with a site's menu and footer around its text.
fn page(title: &str, body: &str) -> String {
    let menu = "<li><a href=x>Aktualności</a><li><a href=y>Projekty unijne</a>".repeat(20);
    format!(
        "<title>{title}</title><nav><ul>{menu}</ul></nav><main>{body}</main><footer>Urząd Gminy Wzorcowo, tel. 12 345</footer>"
    )
}

#[test]
fn statuses() {
    let expected = [
        (200, Verdict::Content),
        (301, Verdict::Redirect),
        (304, Verdict::NotModified),
        (401, Verdict::Refused),
        (403, Verdict::Refused),
        (404, Verdict::Missing),
        (407, Verdict::Refused),
        (410, Verdict::Gone),
        (408, Verdict::ServerError),
        (429, Verdict::ServerError),
        (500, Verdict::ServerError),
        (503, Verdict::ServerError),
    ];
    for (status, verdict) in expected {
        assert_eq!(of(status, "<p>Urząd Gminy"), verdict, "{status}");
    }
}

#[test]
fn a_missing_page_that_says_200() {
    assert_eq!(of(200, &page("Nie znaleziono strony – Gmina Wzorcowo", "<p>Spróbuj poszukać.")), Verdict::SoftMissing);
    assert_eq!(of(200, &page("404", "")), Verdict::SoftMissing);
    assert_eq!(of(200, &page("Błąd 404 | Wzorcowo", "<p>Strona nie istnieje")), Verdict::SoftMissing);
    assert_eq!(of(200, &page("Gmina Wzorcowo", "<h1>Oops! That page can&#8217;t be found.</h1>")), Verdict::SoftMissing);
    assert_eq!(of(200, &page("BIP Wzorcowo", "<p>Podany artykuł nie istnieje.</p>")), Verdict::SoftMissing);
    assert_eq!(of(200, &page("Page not found", "<p>Sorry")), Verdict::SoftMissing);
}

#[test]
fn an_article_that_merely_mentions_what_was_not_found_is_content() {
    let long = "Wójt gminy informuje o realizacji projektu i jego kosztach. ".repeat(40);
    assert_eq!(of(200, &page("Nie znaleziono strony", &format!("<p>{long}"))), Verdict::Content);
    assert_eq!(
        of(200, &page("Aktualności", &format!("<p>W archiwum nie znaleziono dokumentu z 1920 r. {long}"))),
        Verdict::Content
    );
    assert_eq!(of(200, &page("Uchwała nr 404/2019 w sprawie budżetu", "<p>Treść w załączniku.")), Verdict::Content);
    assert_eq!(
        of(200, &page("Zapytanie ofertowe", "<p>Nie znaleziono wykonawcy. Wybrano ofertę za 12 000 zł.")),
        Verdict::Content
    );
}

#[test]
fn a_login_form_beside_the_text_is_no_wall() {
    let form = "<form><input name=login><input type=password><button>Zaloguj się</button></form>";
    assert_eq!(of(200, &page("Zaloguj się ‹ Gmina", form)), Verdict::Login);
    assert_eq!(of(200, &page("Gmina Wzorcowo", &format!("<h1>Logowanie</h1>{form}"))), Verdict::Login);
    let text = "<p>Zakończono przebudowę drogi. Koszt zadania to 1,2 mln zł, z tego 60 % pokrył fundusz. Dziękujemy mieszkańcom za cierpliwość w czasie robót.</p>";
    assert_eq!(of(200, &page("Gmina Wzorcowo", &format!("{text}<h2>Logowanie</h2>{form}"))), Verdict::Content);
    assert_eq!(of(200, &page("Logowanie do usług: nowy projekt gminy", "<p>Gmina uruchomiła e-usługi.")), Verdict::Content);
    assert_eq!(of(200, &page("BIP", "<p>Musisz być zalogowany, aby zobaczyć tę stronę.")), Verdict::Login);
}

#[test]
fn works_on_a_site_and_works_on_a_road() {
    assert_eq!(of(200, "<title>Przerwa techniczna</title><h1>Trwają prace serwisowe</h1>"), Verdict::Maintenance);
    assert_eq!(of(200, "<title>Gmina</title><p>Strona w budowie</p>"), Verdict::Maintenance);
    assert_eq!(of(200, "<html><body><h1>It works!</h1></body></html>"), Verdict::Maintenance);
    assert_eq!(of(200, "<title>Domena gmina.test jest utrzymywana na serwerach firmy</title>"), Verdict::Maintenance);
    assert_eq!(of(200, &page("Droga w budowie", "<p>Ulica Polna w budowie. Dofinansowanie: 100 000 zł.")), Verdict::Content);
    assert_eq!(of(200, &page("Przerwa w dostawie wody", "<p>Prace konserwacyjne na sieci.")), Verdict::Content);
}

#[test]
fn tests_for_humans_at_every_status() {
    let wall = "<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>";
    for status in [200, 403, 429, 503] {
        assert_eq!(of(status, wall), Verdict::Challenge, "{status}");
    }
    assert_eq!(of(404, wall), Verdict::Missing);
    assert_eq!(of(200, "<title>Making sure you&#39;re not a bot!</title>"), Verdict::Challenge);
    assert_eq!(of(200, "<script>var s; slowAES.decrypt(a,b)</script>"), Verdict::Challenge);
    let mut told = answer(403, "text/html");
    told.headers.push(("CF-Mitigated".to_owned(), b"challenge".to_vec()));
    assert_eq!(verdict(&told, b"", None, &Web::builtin().answers), Verdict::Challenge);
}

#[test]
fn a_contact_form_with_a_captcha_is_content() {
    let form = "<script src='https://captcha.test/recaptcha/api.js'></script><div class=g-recaptcha></div><p>Napisz do nas";
    assert_eq!(of(200, &page("Kontakt", form)), Verdict::Content);
}

#[test]
fn a_home_page_of_nothing_but_menus_is_content() {
    assert_eq!(of(200, &page("BIP Gminy Wzorcowo", "")), Verdict::Content);
    assert_eq!(of(200, "<frameset><frame src=menu.htm></frameset>"), Verdict::Content);
}

#[test]
fn bytes_decide_where_the_type_is_wrong() {
    let kind = |kind: &str, body: &[u8]| verdict(&answer(200, kind), body, None, &Web::builtin().answers);
    let readable: [(&str, &[u8]); 8] = [
        ("text/html", b"%PDF-1.4"),
        ("application/octet-stream", b"%PDF-1.4"),
        ("application/octet-stream", b"<!DOCTYPE html>"),
        ("", b"\xef\xbb\xbf <html>"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
        ("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("application/rss+xml", b"<rss>"),
        ("text/plain", b"Projekt"),
    ];
    for (name, body) in readable {
        assert_eq!(kind(name, body), Verdict::Content, "{name}");
    }
    let unreadable: [(&str, &[u8]); 7] = [
        ("image/jpeg", b"\xff\xd8\xff\xe0"),
        ("text/html", b"\x89PNG\r\n\x1a\n"),
        ("application/zip", b"PK\x03\x04"),
        ("application/vnd.ms-excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("video/mp4", b"\0\0\0\x18ftypmp42"),
        ("text/css", b"a { b: c }"),
        ("application/json", b"{}"),
    ];
    for (name, body) in unreadable {
        assert_eq!(kind(name, body), Verdict::Unreadable, "{name}");
    }
}
