//! Verdicts beside those of two other implementations, on a folder of real files; run by hand:
//! `METRYCZKA_ROBOTS=<folder> cargo test --lib agreement -- --ignored --nocapture`. Every file of the folder is one `robots.txt`.
//!
//! Where they differ, the difference must be one of the known kinds below; `tests` holds an invented file for each.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use super::*;
use robotstxt::matcher::{RobotsMatchStrategy, RobotsMatcher};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::catch_unwind;
use std::time::Instant;

/// A file as the machine reads it, for both others: they take text, and are given what we read.
struct File {
    name: String,
    body: Vec<u8>,
}

#[test]
#[ignore = "needs a folder of files"]
fn real_files_get_the_verdicts_of_the_other_implementations() {
    let Some(folder) = std::env::var_os("METRYCZKA_ROBOTS") else { return };
    let mut files: Vec<File> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| File { name: path.file_name().unwrap().to_string_lossy().into_owned(), body: std::fs::read(&path).unwrap() })
        .collect();
    files.sort_by(|one, other| one.name.cmp(&other.name));
    time(&files);
    distribution(&files);
    let mut differences: BTreeMap<(String, &str), (u32, BTreeSet<String>, String)> = BTreeMap::new();
    let mut asked = 0;
    for file in &files {
        for token in [PRODUCT_TOKEN, "*"] {
            asked += compare(file, token, &mut differences);
        }
    }
    println!("{asked} verdicts compared");
    for ((kind, other), (count, hosts, example)) in &differences {
        println!("{other}: {kind}: {count} verdicts in {} files, as {example}", hosts.len());
    }
    assert!(!differences.keys().any(|(kind, _)| kind.starts_with("unexplained")));
}

fn origin(body: &[u8]) -> Origin<'_> {
    Origin::Answer { status: 200, body }
}

fn host() -> Url {
    Url::parse("http://gmina.test/").unwrap()
}

fn time(files: &[File]) {
    let begin = Instant::now();
    let mut slowest = (std::time::Duration::ZERO, "", 0);
    for file in files {
        let one = Instant::now();
        let rules = Rules::read(origin(&file.body), &host());
        for address in addresses(&file.body) {
            let _ = (rules.allows(&address), rules.reason_for(&address));
        }
        if one.elapsed() > slowest.0 {
            slowest = (one.elapsed(), &file.name, file.body.len());
        }
    }
    println!("{} files read and asked in {:?}; slowest {slowest:?}", files.len(), begin.elapsed());
}

fn distribution(files: &[File]) {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut count = |what: String| *counts.entry(what).or_default() += 1;
    for file in files {
        let body = file.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&file.body).trim_ascii();
        let rules = Rules::read(origin(&file.body), &host());
        count(format!("access {:?}", rules.access()));
        if body.is_empty() {
            count("empty".to_owned());
        }
        if body.starts_with(b"<") {
            count("HTML or XML".to_owned());
            if records(&file.body).any(|(_, record)| matches!(record, Record::Agent(_))) {
                count("HTML or XML with groups in it".to_owned());
            }
        }
        if file.body.starts_with(b"\xEF\xBB\xBF") {
            count("byte order mark".to_owned());
        }
        if !rules.sitemaps().is_empty() {
            count("with sitemaps".to_owned());
        }
        if let Some(delay) = rules.delay() {
            count("with delay".to_owned());
            count(format!("delay {:?}", delay));
        }
        if file.body.is_ascii() {
            count("ASCII".to_owned());
        } else if std::str::from_utf8(&file.body).is_err() {
            count("not UTF-8".to_owned());
        }
    }
    for (what, count) in counts {
        println!("{what}: {count} ({:.1} %)", 100.0 * f64::from(count) / files.len() as f64);
    }
}

/// Addresses a file speaks of, and usual ones.
fn addresses(body: &[u8]) -> Vec<Url> {
    let mut paths: Vec<String> = [
        "/",
        "/index.php?option=com_content&view=article&id=12",
        "/aktualnosci/123-projekt",
        "/projekty-unijne/",
        "/pliki/plakat.pdf",
        "/2019/05/dotacja/",
    ]
    .map(str::to_owned)
    .to_vec();
    let most = if body.len() > 30_000 { 8 } else { 80 };
    for (_, record) in records(body) {
        let (Record::Allow(printed) | Record::Disallow(printed)) = record else { continue };
        let named = String::from_utf8_lossy(printed);
        let named = named.trim_end_matches('$').replace('*', "gwiazda");
        for end in ["", "x"] {
            paths.push(if named.starts_with('/') { format!("{named}{end}") } else { format!("/{named}{end}") });
        }
        if paths.len() > most {
            break;
        }
    }
    paths.into_iter().filter_map(|path| host().join(&path).ok()).filter(|url| url.host_str() == Some("gmina.test")).collect()
}

fn compare(file: &File, token: &str, differences: &mut BTreeMap<(String, &'static str), (u32, BTreeSet<String>, String)>) -> u32 {
    let rules = Rules::read_for(token, origin(&file.body), &host());
    let lossy = String::from_utf8_lossy(&file.body).into_owned();
    let texting = texting_robots::Robot::new(token, &file.body);
    let mut asked = 0;
    for url in addresses(&file.body) {
        asked += 1;
        let ours = rules.allows(&url);
        let address = url.as_str().to_owned();
        let google = catch_unwind(|| robotstxt::DefaultMatcher::default().one_agent_allowed_by_robots(&lossy, token, &address));
        let mut differ = |other: &'static str, theirs: String| {
            let kind = kind(file, token, &url, other, ours);
            let entry = differences.entry((kind, other)).or_insert_with(|| {
                (
                    0,
                    BTreeSet::new(),
                    format!(
                        "{} {token} {} ours {ours} theirs {theirs} because {:?}",
                        file.name,
                        url.path(),
                        rules.reason_for(&url)
                    ),
                )
            });
            entry.0 += 1;
            entry.1.insert(file.name.clone());
        };
        match google {
            Ok(theirs) if theirs == ours => {}
            Ok(theirs) => differ("robotstxt", theirs.to_string()),
            Err(_) => differ("robotstxt", "panic".to_owned()),
        }
        match &texting {
            Ok(robot) if robot.allowed(url.as_str()) == ours => {}
            Ok(robot) => differ("texting_robots", robot.allowed(url.as_str()).to_string()),
            Err(error) => differ("texting_robots", format!("error {error}")),
        }
    }
    asked
}

/// What a difference comes from.
fn kind(file: &File, token: &str, url: &Url, other: &str, ours: bool) -> String {
    let lossy = String::from_utf8_lossy(&file.body);
    if other == "robotstxt" {
        let mut mended = RobotsMatcher::<Mended>::default();
        if mended.one_agent_allowed_by_robots(&lossy, token, url.as_str()) == ours {
            return "loses places behind a star (its list of places is shifted, not overwritten)".to_owned();
        }
        let indexless = lossy.replace("/index.htm", "/indeks.htm");
        let mut mended = RobotsMatcher::<Mended>::default();
        if mended.one_agent_allowed_by_robots(&indexless, token, url.as_str()) == ours {
            return "takes `Allow: /index.htm` for `Allow: /$`, a custom of Google's".to_owned();
        }
    }
    if other == "robotstxt" {
        let escape = |line: &str| match line.split_once(':') {
            Some((name, value)) => format!("{name}:{}\n", value.trim().replace(' ', "%20")),
            None => format!("{line}\n"),
        };
        let blankless: String = lossy.lines().map(escape).collect();
        let mut mended = RobotsMatcher::<Mended>::default();
        if mended.one_agent_allowed_by_robots(&blankless, token, url.as_str()) == ours {
            return "does not escape a blank in a rule, so the rule fits no address; RFC 9309 §2.2.2".to_owned();
        }
    }
    if other == "texting_robots" && !records(&file.body).any(|(_, record)| matches!(record, Record::Agent(_))) {
        return "obeys rules of a file without any `User-agent` line; RFC 9309 §2.2.1: no group, no rules".to_owned();
    }
    format!("unexplained {}", file.name)
}

/// The matching of robotstxt with its star mended, to tell this difference from others: places are looked at one by one.
#[derive(Default)]
struct Mended;

impl RobotsMatchStrategy for Mended {
    fn match_allow(&self, path: &str, pattern: &str) -> i32 {
        if Self::matches(path, pattern) { i32::try_from(pattern.len()).unwrap() } else { -1 }
    }

    fn match_disallow(&self, path: &str, pattern: &str) -> i32 {
        self.match_allow(path, pattern)
    }

    fn matches(path: &str, pattern: &str) -> bool {
        let (path, pattern) = (path.as_bytes(), pattern.as_bytes());
        let mut places = BTreeSet::from([0]);
        for (number, octet) in pattern.iter().enumerate() {
            places = match octet {
                b'$' if number + 1 == pattern.len() => return places.contains(&path.len()),
                b'*' => (*places.first().unwrap()..=path.len()).collect(),
                _ => places.into_iter().filter(|place| path.get(*place) == Some(octet)).map(|place| place + 1).collect(),
            };
            if places.is_empty() {
                return false;
            }
        }
        true
    }
}
