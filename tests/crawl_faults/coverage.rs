//! Finding the way through sites, and telling how well they are known.

use crate::little::{Little, html, page, reply, robots, status};
use crate::world::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use metryczka::crawl::{HostBudget, Plan};
use municipal_web::{Kind, Settings, Web};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use tempfile::tempdir;

#[test]
fn a_source_whose_yield_collapses_is_told_incomplete() {
    let world = World::open_with(Settings { validators: false, ..small() });
    let host = world.hosts[0].clone();
    let first = run(&world.plan);
    assert!(first.coverage(&host).complete);
    world.fault(&host, Kind::Login);
    let second = run_on(&world.plan, 10);
    let coverage = second.coverage(&host);
    assert_eq!((coverage.complete, coverage.reason), (false, Some("yield_collapsed")), "{coverage:?}");
    assert_eq!(coverage.pages_current + coverage.pages_unreachable, first.coverage(&host).pages_current);
    assert!(second.coverage(&world.hosts[1]).complete);
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn urlset(paths: &[&str]) -> String {
    let entries: String = paths.iter().map(|path| format!("<url><loc>http://a.test{path}</loc></url>")).collect();
    format!("<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{entries}</urlset>")
}

#[test]
fn an_index_of_packed_sitemaps_is_followed() {
    let index = "<sitemapindex><sitemap><loc>http://a.test/mapa-1.xml.gz</loc></sitemap><sitemap><loc>/mapa-2.xml</loc></sitemap>\
                 <sitemap><loc>http://inna.example/mapa.xml</loc></sitemap></sitemapindex>";
    let little = Little::site(&[
        ("/robots.txt", robots("Sitemap: http://a.test/indeks.xml\n")),
        ("/indeks.xml", reply(200, &[("Content-Type", "application/xml")], index)),
        ("/mapa-1.xml.gz", reply(200, &[("Content-Type", "application/x-gzip")], gzip(&urlset(&["/ukryta-1"])))),
        ("/mapa-2.xml", reply(200, &[("Content-Type", "text/xml")], urlset(&["/ukryta-2"]))),
        ("/ukryta-1", page("Ukryta 1", &[])),
        ("/ukryta-2", page("Ukryta 2", &[])),
        ("/", page("Start", &[])),
    ]);
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    let outcome = run(&plan);
    let found: Vec<String> = contents(&plan).into_keys().collect();
    assert_eq!(found, ["http://a.test/", "http://a.test/ukryta-1", "http://a.test/ukryta-2"]);
    assert!(outcome.coverage("a.test").complete);

    // The same on a municipal site that has one.
    let has = |web: &Web, host: &str| {
        is_open(web, host) && text_of(web, host, "/robots.txt").contains("Sitemap:") && {
            text_of(web, host, "/sitemap.xml").contains("<sitemapindex")
                || text_of(web, host, "/wp-sitemap.xml").contains("<sitemapindex")
        }
    };
    let world = World::new(Settings { municipalities: 1, ..small() }, has);
    run(&world.plan);
    assert!(world.requests().keys().any(|address| address.ends_with("/sitemap-czesc-0.xml.gz")));
}

#[test]
fn a_sitemap_that_is_malformed_harms_nobody() {
    let bomb = "<!DOCTYPE urlset [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>\
                <urlset><url><loc>http://a.test/&b;</loc></url><url><loc>http://a.test/&c;</loc></url>\
                <url><loc>http://a.test/dobra</loc></url></urlset>";
    let cut = { urlset(&["/dobra", "/x"]) }.replace("/x</loc></url></urlset>", "");
    let noise = "Fatal error: Allowed memory size exhausted in /var/www/sitemap.php";
    for (body, is_found) in [(bomb, true), (&cut, true), (noise, false), ("", false)] {
        let little = Little::site(&[
            ("/sitemap.xml", reply(200, &[("Content-Type", "application/xml")], body)),
            ("/", page("Start", &["/zwykla"])),
            ("/zwykla", page("Zwykła", &[])),
            ("/dobra", page("Dobra", &[])),
        ]);
        let folder = tempdir().unwrap();
        let plan = little_plan(folder.path(), &little, &["a.test"]);
        let outcome = run(&plan);
        assert_eq!(contents(&plan).contains_key("http://a.test/dobra"), is_found, "{body}");
        assert!(contents(&plan).contains_key("http://a.test/zwykla"));
        assert!(outcome.coverage("a.test").complete);
        assert!(!little.paths().iter().any(|path| path.contains("aaaa") || path.contains("root")), "{:?}", little.paths());
    }
}

#[test]
fn calendars_without_end_come_to_an_end() {
    let has = |web: &Web, host: &str| is_open(web, host) && text_of(web, host, "/").to_lowercase().contains("kalendarz");
    let mut world = World::new(Settings { municipalities: 1, ..small() }, has);
    world.plan.sources[0].budget = HostBudget { per_pattern: 30, ..HostBudget::default() };
    let outcome = run(&world.plan);
    let host = &world.hosts[0];
    let real: BTreeSet<String> = { world.web.addresses(host) }.into_iter().map(|path| format!("{host}{path}")).collect();
    let others = world.requests().keys().filter(|address| !real.contains(*address)).count();
    assert!(others < 60, "{others}");
    assert_eq!(outcome.end_of(host), "done");

    // Month after month, each with a day after day.
    let little = Little::new(|seen| match seen.path.strip_prefix("/kalendarz/") {
        None if seen.path == "/" => page("Start", &["/kalendarz/2026/1", "/kalendarz?rok=2026&miesiac=1"]),
        Some(rest) => {
            let numbers: Vec<u32> = rest.split('/').filter_map(|number| number.parse().ok()).collect();
            let month = numbers[0] * 12 + numbers[1];
            let links: Vec<String> =
                [month - 1, month + 1].iter().map(|month| format!("/kalendarz/{}/{}", month / 12, month % 12)).collect();
            page(rest, &links.iter().map(String::as_str).collect::<Vec<_>>())
        }
        None => status(404),
    });
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test"]);
    plan.sources[0].budget = HostBudget { per_pattern: 20, depth: 1_000, ..HostBudget::default() };
    let outcome = run(&plan);
    assert!(little.seen().len() <= 26, "{}", little.seen().len());
    assert!(outcome.skipped("pattern_budget") > 0);
    assert_eq!(outcome.end_of("a.test"), "done");
}

#[test]
fn lists_with_filters_in_every_combination_are_bounded() {
    // Every page links itself with one filter more, or another order.
    let little = Little::new(|seen| {
        let (path, query) = seen.path.split_once('?').unwrap_or((&seen.path, ""));
        let mut links = vec!["/lista".to_owned()];
        for filter in 0..6 {
            for value in 0..4 {
                links.push(format!("{path}?{query}&filtr[{filter}]={value}"));
                links.push(format!("{path}?sort=kol{filter}&dir={}&limit={value}", ["asc", "desc"][value % 2]));
            }
        }
        match path {
            "/robots.txt" | "/sitemap.xml" => status(404),
            _ => page(&seen.path, &links.iter().map(String::as_str).collect::<Vec<_>>()),
        }
    });
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test"]);
    plan.sources[0].budget = HostBudget { per_pattern: 10, ..HostBudget::default() };
    let outcome = run(&plan);
    assert!(outcome.skipped("facets") > 0, "{:?}", outcome.report.skips);
    assert!(little.seen().len() < 150, "{}", little.seen().len());
}

#[test]
fn sessions_and_print_views_are_the_same_page_once() {
    let session = |web: &Web, host: &str| is_open(web, host) && text_of(web, host, "/").contains("PHPSESSID=");
    let mut worlds = vec![World::new(Settings { municipalities: 1, ..small() }, session)];
    // Systems with a twin for printing.
    worlds.push(World::new(Settings { municipalities: 1, ..small() }, |web, host| {
        let prints = |path: &String| text_of(web, host, path).contains("print=1");
        is_open(web, host) && web.addresses(host).iter().filter(|path| !path.contains("pdf")).rev().take(30).any(prints)
    }));
    for world in worlds {
        let host = &world.hosts[0];
        run(&world.plan);
        let mut pages: BTreeMap<Vec<u8>, Vec<String>> = BTreeMap::new();
        for address in world.requests().keys().filter(|address| address.starts_with(host.as_str())) {
            assert!(!address.contains("PHPSESSID") && !address.contains("print=1"), "{address}");
            let path = address.strip_prefix(host.as_str()).unwrap();
            let answer = world.web.page(host, path);
            if answer.status == 200 && answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
                pages.entry(answer.body.to_vec()).or_default().push(address.clone());
            }
        }
        assert!(pages.len() > 5);
        assert!(world.requests().values().all(|count| *count == 1));
    }
    let little = Little::new(|seen| match seen.path.split('?').next().unwrap() {
        "/" => page(
            "Start",
            &[
                "/a?id=1&amp;PHPSESSID=0123456789abcdef0123456789abcdef",
                "/a?id=1&amp;PHPSESSID=fedcba9876543210fedcba9876543210",
                "/a?id=1&amp;print=1",
                "/a?id=1&amp;utm_source=fb",
                "/a?id=1#tresc",
                "/a;jsessionid=0123456789ABCDEF0123456789ABCDEF?id=1",
                "http://A.test:80/a?id=1",
            ],
        ),
        "/a" => page("A", &[]),
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    run(&little_plan(folder.path(), &little, &["a.test"]));
    let asked: Vec<String> = { little.paths() }.into_iter().filter(|path| path.starts_with("/a")).collect();
    assert_eq!(asked, ["/a?id=1"]);
}

#[test]
fn attachments_are_fetched() {
    let has = |web: &Web, host: &str| {
        let files = |end: &str| web.addresses(host).iter().any(|path| path.ends_with(end));
        is_open(web, host) && files(".pdf") && files(".docx")
    };
    let world = World::new(Settings { municipalities: 1, ..small() }, has);
    run(&world.plan);
    let pages = contents(&world.plan);
    let starting =
        |end: &str, start: &[u8]| pages.iter().filter(|(url, page)| url.ends_with(end) && page.bytes.starts_with(start)).count();
    assert!(starting(".pdf", b"%PDF-") > 0 && starting(".docx", b"PK\x03\x04") > 0, "{:?}", pages.keys());
}

#[test]
fn a_mere_list_of_addresses_is_fetched_and_nothing_more() {
    let little = Little::site(&[("/a", page("A", &["/b"])), ("/b", page("B", &[])), ("/", page("Start", &[]))]);
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test"]);
    plan.sources[0].follow = false;
    plan.sources[0].start = vec!["http://a.test/a".parse().unwrap()];
    run(&plan);
    assert_eq!(little.paths(), ["/robots.txt", "/a"]);
}

#[test]
fn a_start_address_that_is_gone_is_a_row() {
    let little = Little::site(&[("/", page("Start", &["/nie-ma"]))]);
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test"]);
    plan.sources[0].start.push("http://a.test/dawna".parse().unwrap());
    let outcome = run(&plan);
    assert_eq!(outcome.problem("/dawna").unwrap().code, "missing");
    assert!(outcome.problem("/nie-ma").is_none(), "that a link leads nowhere is how the web is");
}

#[test]
fn pages_that_consist_of_others_or_send_elsewhere_are_followed() {
    let frames = "<html><frameset><frame src=\"menu.html\"><frame src=\"/tresc.html\"></frameset></html>";
    let refresh = "<html><head><meta http-equiv=\"refresh\" content=\"0; url=/cel\"></head><body></body></html>";
    let type_ = [("Content-Type", "text/html")];
    let little = Little::site(&[
        ("/", reply(200, &type_, frames)),
        ("/menu.html", page("Menu", &["/dalej"])),
        ("/tresc.html", page("Treść", &[])),
        ("/dalej", reply(200, &type_, refresh)),
        ("/cel", reply(200, &type_, html("Cel", &[]))),
    ]);
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    run(&plan);
    assert!(contents(&plan).contains_key("http://a.test/cel"), "{:?}", little.paths());
}

#[test]
fn faults_of_one_host_change_nothing_for_another() {
    let world = World::open();
    let alone =
        Plan { sources: vec![world.plan.sources[1].clone()], archive: world.folder.path().join("sam"), ..world.plan.clone() };
    run(&alone);
    world.fault(&world.hosts[0], Kind::Flapping);
    let both = run(&world.plan);
    let of = |plan: &Plan| -> BTreeMap<String, Page> {
        contents(plan).into_iter().filter(|(url, _)| url.contains(&world.hosts[1])).collect()
    };
    assert_eq!(of(&world.plan), of(&alone));
    assert!(both.coverage(&world.hosts[1]).complete);
}
