//! What the municipal web promises: the same bytes for the same seed, notices that can be reached, sums that close.

use municipal_web::{Settings, Web};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

fn web(municipalities: usize, seed: u64) -> Web {
    Web::new(Settings { municipalities, seed, pages: (300, 500), ..Settings::default() })
}

fn decoded(body: &[u8]) -> String {
    String::from_utf8_lossy(body).into_owned()
}

/// Every address in links and frames of a page, with `&amp;` undone.
fn links(html: &str) -> Vec<String> {
    let mut out = Vec::new();
    for mark in ["href=\"", "src=\""] {
        out.extend(html.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(|link| link.replace("&amp;", "&")));
    }
    out
}

fn absolute(link: &str, host: &str) -> Option<String> {
    match link {
        _ if link.starts_with('#') || link.starts_with('?') || link.starts_with("http") => None,
        _ if link.starts_with('/') => Some(format!("{host}{link}")),
        _ => Some(format!("{host}/{link}")),
    }
}

/// Everything reachable by links from the start pages of a municipality, calendars and twins left out.
fn reachable(web: &Web, municipality: usize) -> BTreeSet<String> {
    let mut queue: VecDeque<String> = web.municipality(municipality).hosts.iter().map(|host| format!("{}/", host.name)).collect();
    let mut seen: BTreeSet<String> = queue.iter().cloned().collect();
    while let Some(address) = queue.pop_front() {
        let (host, path) = address.split_at(address.find('/').unwrap());
        let response = web.page(host, path);
        if !response.header("Content-Type").is_some_and(|kind| kind.starts_with("text/html")) {
            continue;
        }
        for link in links(&decoded(&response.body)).iter().filter_map(|link| absolute(link, host)) {
            let skips = ["print", "sort=", "kalendarz", "wydarzenia", "calendar", "view_month", "/images/g", "druk", "fontsize"];
            let session = link.split(['?', '&']).filter(|part| !part.starts_with("PHPSESSID")).count();
            let plain = match link.find("PHPSESSID") {
                Some(at) if session > 0 => link[..at - 1].to_owned(),
                _ => link,
            };
            if !skips.iter().any(|skip| plain.contains(skip)) && seen.insert(plain.clone()) {
                queue.push_back(plain);
            }
        }
    }
    seen
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let (one, two, other) = (web(4, 7), web(4, 7), web(4, 8));
    for index in 0..4 {
        for host in one.municipality(index).hosts {
            for address in one.addresses(&host.name).iter().step_by(17) {
                assert_eq!(one.page(&host.name, address), two.page(&host.name, address), "{}{address}", host.name);
            }
        }
    }
    assert_ne!(one.municipality(0).hosts[0].name, other.municipality(0).hosts[0].name);
}

#[test]
fn every_notice_is_reached_by_links_and_every_real_page_too() {
    let web = web(6, 7);
    for index in 0..6 {
        let seen = reachable(&web, index);
        for row in web.truth_of(&web.municipality(index)) {
            let address = row.url.strip_prefix("http://").unwrap();
            assert!(seen.contains(address), "{address} ({})", row.linked_from);
        }
        let real: Vec<String> = web
            .municipality(index)
            .hosts
            .iter()
            .flat_map(|host| web.addresses(&host.name).into_iter().map(move |path| format!("{}{path}", host.name)))
            .collect();
        let missed = real.iter().filter(|address| !seen.contains(*address)).count();
        assert!(missed * 50 < real.len(), "{missed} of {} pages are not linked", real.len());
    }
}

#[test]
fn sums_of_the_truth_close() {
    let groszy = |text: &Option<String>| text.as_ref().map(|text| text.replace('.', "").parse::<u64>().unwrap());
    let mut closed = 0;
    for row in web(30, 7).truth() {
        if let (Some(total), Some(grant), Some(own)) =
            (groszy(&row.total_cost), groszy(&row.cofinancing), groszy(&row.own_contribution))
        {
            assert_eq!(total, grant + own, "{}", row.url);
            closed += 1;
        }
    }
    assert!(closed > 50, "{closed}");
}

#[test]
fn every_link_of_sampled_pages_answers() {
    let web = web(10, 9);
    for index in 0..10 {
        for host in web.municipality(index).hosts {
            let addresses = web.addresses(&host.name);
            for address in addresses.iter().step_by(addresses.len() / 10 + 1) {
                let response = web.page(&host.name, address);
                assert_eq!(response.status, 200, "{}{address}", host.name);
                for link in links(&decoded(&response.body)).iter().filter_map(|link| absolute(link, &host.name)) {
                    let (host, path) = link.split_at(link.find('/').unwrap());
                    let status = web.page(host, path).status;
                    assert!([200, 301, 302].contains(&status), "{status} {link} on {address}");
                }
            }
        }
    }
}

#[test]
fn addresses_of_real_pages_are_distinct_and_counted() {
    let web = web(8, 3);
    for index in 0..8 {
        let focus = web.pages(index);
        let all: usize = web
            .municipality(index)
            .hosts
            .iter()
            .map(|host| web.addresses(&host.name).into_iter().collect::<BTreeSet<_>>().len())
            .sum();
        assert!(focus.pages >= all && focus.pages <= all + 24 * web.municipality(index).hosts.len());
        assert!((4..=27).contains(&focus.notices), "{}", focus.notices);
    }
}

#[test]
fn old_encodings_are_those_the_header_or_the_page_names() {
    let web = web(60, 7);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for index in 0..60 {
        for host in web.municipality(index).hosts {
            let response = web.page(&host.name, web.addresses(&host.name).last().map_or("/", |_| "/"));
            let kind = response.header("Content-Type").unwrap().to_owned();
            if let Some(charset) = kind.split("charset=").nth(1) {
                *seen.entry(charset.to_owned()).or_default() += 1;
                if charset == "utf-8" {
                    assert!(std::str::from_utf8(&response.body).is_ok(), "{}", host.name);
                } else {
                    assert!(std::str::from_utf8(&response.body).is_err() || response.body.is_ascii(), "{}", host.name);
                }
            }
        }
    }
    assert!(seen.contains_key("windows-1250") && seen.contains_key("iso-8859-2"), "{seen:?}");
}

#[test]
fn robots_are_drawn_in_the_shares_of_real_hosts() {
    let web = Web::new(Settings { municipalities: 600, pages: (20, 30), ..Settings::default() });
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut hosts = 0;
    for municipality in web.municipalities() {
        for host in municipality.hosts {
            let response = web.page(&host.name, "/robots.txt");
            let text = decoded(&response.body);
            hosts += 1;
            let kind = match () {
                () if response.status == 404 => "missing",
                () if response.header("Content-Type").unwrap().starts_with("text/html") => "html",
                () if text.trim_start_matches('\u{feff}').trim().is_empty() || text.starts_with("# pusty") => "empty",
                () if text.contains("Crawl-delay") => "delay",
                () if text.to_ascii_lowercase().contains("disallow: /\n") && !text.contains("Ahrefs")
                    || text.contains("Disallow: /\r\n") =>
                {
                    "closed"
                }
                () => "usual",
            };
            *seen.entry(kind).or_default() += 1;
        }
    }
    let share = |kind: &str| seen.get(kind).copied().unwrap_or(0) * 1_000 / hosts;
    assert!((70..130).contains(&share("html")) && (50..110).contains(&share("empty")), "{seen:?}");
    assert!((70..130).contains(&share("delay")) && (10..45).contains(&share("closed")), "{seen:?}");
}

#[test]
fn names_and_numbers_of_all_municipalities_are_distinct() {
    let web = Web::new(Settings { municipalities: 2_479, ..Settings::default() });
    let names: BTreeSet<String> = web.municipalities().map(|one| one.place.name).collect();
    let hosts: BTreeSet<String> = web.municipalities().flat_map(|one| one.hosts.into_iter().map(|host| host.name)).collect();
    let numbers: BTreeSet<String> = web.municipalities().map(|one| one.teryt).collect();
    assert_eq!((names.len(), numbers.len()), (2_479, 2_479));
    assert_eq!(hosts.len(), web.municipalities().map(|one| one.hosts.len()).sum::<usize>());
}
