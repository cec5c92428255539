//! Addresses that must not be fetched, however they are spelt.

use super::super::resolver::Resolver;
use super::server::Server;
use super::*;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

const CONTACT: &str = "https://kontakt.example/robot";

fn public() -> Fetcher {
    Fetcher::new(&Plan { contact: Some(CONTACT.to_owned()), fetch: limits(), ..Plan::default() }).unwrap()
}

async fn refusal(fetcher: &Fetcher, text: &str) -> &'static str {
    let url = url(text);
    let fetched = fetch(fetcher, &url).await.map(|_| ()).unwrap_err();
    assert_eq!(fetcher.resolve(&url).await.unwrap_err(), fetched, "{text}");
    assert!(!fetched.counts_against_host(), "{text}");
    fetched.code()
}

#[tokio::test]
async fn no_spelling_of_an_inner_address_gets_through() {
    let fetcher = public();
    for host in [
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.0.0.1.",
        "１２７.0.0.1",
        "localhost",
        "LOCALHOST.",
        "bip.localhost",
        "0.0.0.0",
        "0",
        "10.0.0.1",
        "10.1",
        "167772161",
        "100.64.3.4",
        "169.254.169.254",
        "0xa9fea9fe",
        "169.254.1.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "192.168.257",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:10.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b:1::1]",
        "[100::1]",
        "[2001::1]",
        "[2001:2::1]",
        "[2001:db8::1]",
        "[2002:7f00:1::]",
        "[3fff::1]",
        "[5f00::1]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]",
    ] {
        assert_eq!(refusal(&fetcher, &format!("http://{host}/")).await, "forbidden_address", "{host}");
        assert_eq!(refusal(&fetcher, &format!("https://{host}:8443/")).await, "forbidden_address", "{host}");
    }
    assert!(Url::parse("http://[fe80::1%25eth0]/").is_err(), "addresses with a zone cannot be made");
}

#[tokio::test]
async fn machines_of_the_public_internet_get_through() {
    let fetcher = public();
    for (host, address) in [
        ("8.8.8.8", "8.8.8.8"),
        ("134744072", "8.8.8.8"),
        ("172.32.0.1", "172.32.0.1"),
        ("100.128.0.1", "100.128.0.1"),
        ("[2606:4700::1111]", "2606:4700::1111"),
        ("[::ffff:8.8.8.8]", "::ffff:8.8.8.8"),
        ("[64:ff9b::8.8.8.8]", "64:ff9b::808:808"),
    ] {
        let found = fetcher.resolve(&url(&format!("https://{host}/"))).await.unwrap();
        assert_eq!(found, [address.parse::<IpAddr>().unwrap()], "{host}");
    }
}

#[tokio::test]
async fn an_address_that_is_no_public_page_is_refused_before_anything_is_sent() {
    let fetcher = fetcher();
    for (text, code) in [
        ("ftp://127.0.0.1/plik", "bad_scheme"),
        ("file:///etc/passwd", "bad_scheme"),
        ("data:text/html,x", "bad_scheme"),
        ("javascript:alert(1)", "bad_scheme"),
        ("mailto:gmina@gmina.example", "bad_scheme"),
        ("http://admin@127.0.0.1/", "credentials_in_address"),
        ("http://admin:haslo@127.0.0.1/", "credentials_in_address"),
        ("http://:haslo@127.0.0.1/", "credentials_in_address"),
        ("http://127.0.0.1:25/", "bad_port"),
        ("http://127.0.0.1:6667/", "bad_port"),
        ("http://127.0.0.1:0/", "bad_port"),
        ("https://127.0.0.1:22/", "bad_port"),
    ] {
        assert_eq!(refusal(&fetcher, text).await, code, "{text}");
    }
}

#[tokio::test]
async fn without_a_contact_only_this_machine_is_asked() {
    let server = Server::saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await;
    let mut plan = plan();
    plan.resolve = BTreeMap::from([
        ("gmina.test".to_owned(), SocketAddr::from(([127, 0, 0, 1], server.port))),
        ("obca.test".to_owned(), SocketAddr::from(([8, 8, 8, 8], 80))),
    ]);
    for contact in [None, Some(" ".to_owned())] {
        plan.contact = contact;
        let fetcher = Fetcher::new(&plan).unwrap();
        assert_eq!(refusal(&fetcher, "http://8.8.8.8/").await, "no_contact");
        assert_eq!(refusal(&fetcher, "http://obca.test/").await, "no_contact");
        assert_eq!(refusal(&fetcher, "http://nie-pytaj-o-mnie.test/").await, "no_contact");
        assert_eq!(refusal(&fetcher, "http://10.0.0.1/").await, "forbidden_address");
        assert_eq!(fetch(&fetcher, &server.url("/")).await.unwrap().exchange.answer.unwrap().body, b"ok");
        assert!(fetch(&fetcher, &url("http://gmina.test/")).await.is_ok());
    }
}

#[tokio::test]
async fn the_plans_own_names_are_checked_like_any_other() {
    let names = [("a.test", "10.0.0.1:80"), ("b.test", "[fe80::1]:0"), ("c.test", "127.0.0.1:0")];
    let resolve = names.map(|(host, address)| (host.to_owned(), address.parse().unwrap())).into();
    let plan = Plan { contact: Some(CONTACT.to_owned()), resolve, ..Plan::default() };
    let fetcher = Fetcher::new(&plan).unwrap();
    for (host, _) in names {
        assert_eq!(refusal(&fetcher, &format!("http://{host}/")).await, "forbidden_address", "{host}");
    }
}

#[test]
fn of_a_name_with_inner_and_outer_machines_only_the_outer_ones_are_asked() {
    let plan = Plan { contact: Some(CONTACT.to_owned()), ..Plan::default() };
    let resolver = Resolver::new(&plan, false);
    let addresses = |list: &[&str]| list.iter().map(|address| address.parse::<IpAddr>().unwrap()).collect::<Vec<_>>();
    let found =
        resolver.allowed("gmina.test", addresses(&["2606:4700::9", "192.168.0.1", "9.9.9.9", "::1", "8.8.8.8", "9.9.9.9"]));
    assert_eq!(found.unwrap()[..], addresses(&["8.8.8.8", "9.9.9.9", "2606:4700::9"]), "in one order, however they were listed");
    assert_eq!(resolver.allowed("gmina.test", addresses(&["10.0.0.1", "::1"])).unwrap_err().code(), "forbidden_address");
    assert_eq!(resolver.allowed("gmina.test", Vec::new()).unwrap_err().code(), "host_unknown");
}

#[test]
fn a_machine_that_was_not_let_through_is_not_believed_when_it_answers() {
    let resolver = Resolver::new(&Plan { contact: Some(CONTACT.to_owned()), ..Plan::default() }, false);
    assert!(resolver.check("gmina.test", IpAddr::from([127, 0, 0, 1])).is_err());
    assert!(resolver.check("gmina.test", IpAddr::from([8, 8, 8, 8])).is_ok());
}

#[tokio::test]
async fn the_plans_port_is_taken_unless_the_address_has_one() {
    let (first, second) = (
        Server::saying("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1").await,
        Server::saying("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2").await,
    );
    let mut plan = plan();
    plan.resolve.insert("Gmina.test".to_owned(), SocketAddr::from(([127, 0, 0, 1], first.port)));
    let fetcher = Fetcher::new(&plan).unwrap();
    for (text, body) in [("http://gmina.test/".to_owned(), "1"), (format!("http://gmina.test:{}/", second.port), "2")] {
        let fetched = fetch(&fetcher, &url(&text)).await.unwrap();
        assert_eq!(fetched.exchange.answer.unwrap().body, body.as_bytes());
        assert_eq!(fetched.exchange.address, Some(IpAddr::from([127, 0, 0, 1])));
    }
}

#[tokio::test]
async fn a_redirect_inwards_is_handed_back_and_not_followed() {
    let inner = Server::saying("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret").await;
    let answer = format!("HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", inner.url("/"));
    let outer = Server::saying(&answer).await;
    let answer = fetch(&fetcher(), &outer.url("/")).await.unwrap().exchange.answer.unwrap();
    assert_eq!((answer.status, answer.header("location")), (302, Some(inner.url("/").as_str())));
    assert_eq!(inner.connections(), 0);
}

#[test]
fn a_contact_that_breaks_out_of_its_header_line_is_refused() {
    for contact in ["a@b.example\r\nX: y", "gmina\u{142}@b.example", "a\0b"] {
        let error = Fetcher::new(&Plan { contact: Some(contact.to_owned()), ..Plan::default() }).map(|_| ()).unwrap_err();
        assert_eq!(error.code(), "fetch_setup", "{contact:?}");
    }
}

#[test]
fn every_error_says_what_to_do() {
    let errors = [
        FetchError::NoContact { host: "gmina.test".to_owned() },
        FetchError::Credentials,
        FetchError::NoRoots { reason: String::new() },
        FetchError::Timeout { stage: "connecting" },
        FetchError::HeaderTooLarge { limit: 1 },
    ];
    for error in errors {
        assert!(!error.code().contains(' ') && error.remedy().len() > 15, "{error}");
    }
}
