#![allow(clippy::unwrap_used)]
use super::*;

fn answer(status: u16, body: &[u8]) -> Rules {
    Rules::read(Origin::Answer { status, body }, &url("/robots.txt"))
}

fn rules(body: &str) -> Rules {
    answer(200, body.as_bytes())
}

fn url(path: &str) -> Url {
    Url::parse("http://gmina.test/").unwrap().join(path).unwrap()
}

/// What the other implementations say: robotstxt 0.3, texting_robots 0.2.
fn others(body: &[u8], url: &Url) -> (bool, Option<bool>) {
    let lossy = String::from_utf8_lossy(body).into_owned();
    let google = robotstxt::DefaultMatcher::default().one_agent_allowed_by_robots(&lossy, PRODUCT_TOKEN, url.as_str());
    let texting = texting_robots::Robot::new(PRODUCT_TOKEN, body).ok();
    (google, texting.map(|robot| robot.allowed(url.as_str())))
}

/// A kind of difference: file, address, our verdict, that of robotstxt, that of texting_robots (nothing: an error).
type Difference<'a> = (&'a [u8], &'a str, bool, bool, Option<bool>);

#[test]
fn every_kind_of_difference_from_other_implementations_is_known() {
    let long = format!("User-agent: *\nDisallow: /tajne\nDisallow: /*{}$\n", "[a-z]?".repeat(300));
    let differences: &[Difference<'_>] = &[
        // A star stands for any characters (RFC 9309 §2.2.3); robotstxt loses places where its next letter comes twice.
        (b"User-agent: *\nDisallow: /*pdf*\n", "/pliki/plakat.pdf", false, true, Some(false)),
        // A custom of Google's beyond the RFC: an allowed index file opens its folder.
        (b"User-agent: *\nAllow: /index.html$\nDisallow: /\n", "/", false, true, Some(false)),
        // A blank in a rule is escaped as in the address (§2.2.2).
        (b"User-agent: *\nDisallow: /images stare\n", "/images stare", false, true, Some(false)),
        // Rules without a group are no one's (§2.2.1).
        (b"Disallow: /\n", "/", true, true, Some(false)),
        // The sign of the end is one only at the end (§2.2.3).
        (b"User-agent: *\nDisallow: /cena$lista\n", "/cena$lista", false, false, Some(true)),
        // Escapes of what needs none are undone (§2.2.2), in rule and address alike.
        (b"User-agent: *\nDisallow: /%7ejan/\n", "/~jan/x", false, true, Some(true)),
        (b"User-agent: *\nDisallow: /~jan/\n", "/%7Ejan/x", false, true, Some(true)),
        (b"User-agent: *\nDisallow: /a%c4%85\n", "/aą", false, false, Some(true)),
        // An escaped star is a star of the address (§2.2.3).
        (b"User-agent: *\nDisallow: /a%2Ab\n", "/a*b", false, true, Some(true)),
        // A rule in ISO-8859-2 fits the address in ISO-8859-2.
        (b"User-agent: *\nDisallow: /og\xB3oszenia\n", "/og%B3oszenia", false, true, Some(true)),
        // One rule that is too much does not undo the others.
        (long.as_bytes(), "/tajne", false, false, None),
        // The product token is compared, not what stands behind it (§2.2.1).
        (b"User-agent: metryczka/1.0 (+http://x.test)\nDisallow: /a\n", "/a", false, false, Some(true)),
        // Sitemaps interfere with nothing (§2.2.4): both agents share the rule.
        (
            b"User-agent: metryczka\nSitemap: http://gmina.test/s.xml\nUser-agent: obcy\nDisallow: /a\n",
            "/a",
            false,
            true,
            Some(false),
        ),
        // A mark of byte order is no part of the first line.
        (b"\xEF\xBB\xBFUser-agent: *\nDisallow: /a\n", "/a", false, true, Some(false)),
        // Our own group is the one that counts, however many there are and wherever they stand.
        (
            b"User-agent: *\nDisallow: /\nUser-agent: METRYCZKA\nDisallow: /a\n\nUser-agent: metryczka\nDisallow: /b\n",
            "/b",
            false,
            false,
            Some(false),
        ),
    ];
    for (body, path, ours, google, texting) in differences {
        let shown = String::from_utf8_lossy(body.get(..body.len().min(80)).unwrap());
        assert_eq!(answer(200, body).allows(&url(path)), *ours, "ours: {shown}");
        assert_eq!(others(body, &url(path)), (*google, *texting), "theirs: {shown}");
    }
}

#[test]
fn the_longest_rule_decides_and_of_two_as_long_the_one_that_allows() {
    let read = rules("User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\nAllow: /x\nDisallow: /x\n");
    for (path, allowed) in [("/a", false), ("/a/b", true), ("/a/b/c", false), ("/x", true), ("/y", true)] {
        assert_eq!(read.allows(&url(path)), allowed, "{path}");
    }
    assert_eq!(read.reason_for(&url("/a/b/c/d")).as_deref(), Some("line 4: Disallow: /a/b/c"));
    assert_eq!(read.reason_for(&url("/a/b")).as_deref(), Some("line 3: Allow: /a/b"));
    assert_eq!(read.reason_for(&url("/y")), None);
}

#[test]
fn stars_and_ends() {
    for (pattern, path, fits) in [
        ("/*.pdf$", "/a/b.pdf", true),
        ("/*.pdf$", "/a.pdf?x", false),
        ("/a*b*c", "/axxbyyc/z", true),
        ("/a*b*b$", "/ab", false),
        ("*", "/", true),
        ("*$", "/x", true),
        ("/$", "/", true),
        ("/$", "/a", false),
        ("/a**b", "/axb", true),
        ("/*?id=", "/index.php?id=3", true),
        ("a", "/a", false),
        ("/a", "/A", false),
    ] {
        let read = rules(&format!("User-agent: *\nDisallow: {pattern}\n"));
        assert_eq!(read.allows(&url(path)), !fits, "{pattern} {path}");
    }
}

#[test]
fn an_unreachable_file_closes_and_a_missing_one_opens() {
    for status in [500, 503, 599, 429, 100] {
        let read = answer(status, b"User-agent: *\nAllow: /\n");
        assert_eq!((read.access(), read.allows(&url("/a"))), (Access::Unreachable, false), "{status}");
        assert!(read.allows(&url("/robots.txt")));
        assert!(read.reason_for(&url("/a")).is_some());
    }
    assert_eq!(Rules::read(Origin::Unreachable, &url("/")).access(), Access::Unreachable);
    for status in [400, 401, 403, 404, 410, 451, 301] {
        let read = answer(status, b"User-agent: *\nDisallow: /\n");
        assert_eq!((read.access(), read.allows(&url("/a"))), (Access::Open, true), "{status}");
    }
}

#[test]
fn a_page_in_place_of_rules_is_no_rule() {
    for body in [
        "<!DOCTYPE html><html><body>Nie znaleziono: strony</body></html>",
        "",
        " \r\n",
        "<html>\nDisallow: /\n</html>",
        "\u{FEFF}",
    ] {
        let read = rules(body);
        assert_eq!((read.access(), read.allows(&url("/a"))), (Access::Open, true), "{body}");
    }
    // A warning of the script that prints the rules does not undo them.
    assert_eq!(rules("<br />\n<b>Warning</b>: x\nUser-agent: *\nDisallow: /\n").access(), Access::Closed);
}

#[test]
fn how_far_a_host_is_open() {
    for (body, access) in [
        ("User-agent: *\nDisallow: /\n", Access::Closed),
        ("User-agent: *\nDisallow: /*\n", Access::Closed),
        ("User-agent: *\nDisallow: *\n", Access::Closed),
        ("User-agent: *\nDisallow: /\nAllow: /projekty\n", Access::Ruled),
        ("User-agent: *\nDisallow:\n", Access::Open),
        ("User-agent: *\nAllow: /\n", Access::Open),
        ("User-agent: obcy\nDisallow: /\n", Access::Open),
        ("User-agent: metryczka\nDisallow:\nUser-agent: *\nDisallow: /\n", Access::Open),
        ("User-agent: *\nDisallow: /$\n", Access::Ruled),
    ] {
        assert_eq!(rules(body).access(), access, "{body}");
    }
}

#[test]
fn files_are_written_with_every_line_end_and_many_slips() {
    for body in [
        "User-agent: *\r\nDisallow: /a\r\n",
        "User-agent: *\rDisallow: /a\r",
        "user-AGENT : * # wszyscy\nDISALLOW :/a#b\n",
        "Useragent *\nDissallow /a\n",
        "User-agent: *\n\n\nDisallow: /a",
        "User-agent: * (wszystkie)\nNoindex: /b\nDisalow: /a\n",
        "\n\nHost: gmina.test\nUser-agent: obcy\nUser-agent: *\nDisallow: /a\n",
    ] {
        let read = rules(body);
        assert!(!read.allows(&url("/a")) && read.allows(&url("/b")), "{body:?}");
    }
    let wide: Vec<u8> = "\u{FEFF}User-agent: *\nDisallow: /a\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(!answer(200, &wide).allows(&url("/a")));
}

#[test]
fn a_delay_ends_a_list_of_agents_so_a_rule_behind_is_not_for_both() {
    let read = rules("User-agent: *\nCrawl-delay: 10\nUser-agent: obcy\nDisallow: /\n");
    assert_eq!((read.access(), read.delay()), (Access::Open, Some(Duration::from_secs(10))));
    let read = rules("User-agent: obcy\nCrawl-delay: 10\nUser-agent: *\nDisallow: /a\n");
    assert_eq!((read.access(), read.delay()), (Access::Ruled, None));
}

#[test]
fn delays_are_read_as_printed() {
    for (printed, millis) in [
        ("10", Some(10_000)),
        ("0.5", Some(500)),
        ("0,5", Some(500)),
        ("3600", Some(3_600_000)),
        ("10s", Some(10_000)),
        ("10 # sekund", Some(10_000)),
        ("99999999999999999999999999", Some(86_400_000)),
        ("0", Some(0)),
        ("-1", None),
        ("NaN", None),
        ("inf", None),
        ("", None),
        (".", None),
        ("1.2.3", None),
    ] {
        let delay = rules(&format!("User-agent: *\nCrawl-delay: {printed}\n")).delay();
        assert_eq!(delay, millis.map(Duration::from_millis), "{printed}");
    }
    assert_eq!(rules("Crawl-delay: 7\nUser-agent: *\nDisallow: /a\n").delay(), Some(Duration::from_secs(7)));
    assert_eq!(rules("User-agent: *\nCrawl-delay: 3\nCrawl-delay: 9\n").delay(), Some(Duration::from_secs(9)));
    let own = "User-agent: *\nCrawl-delay: 30\nUser-agent: metryczka\nDisallow: /a\n";
    assert_eq!(rules(own).delay(), None);
}

#[test]
fn sitemaps_are_absolute_and_not_without_end() {
    let read = rules("Sitemap: /sitemap.xml\nSitemap: https://inny.test/s.xml.gz\nSitemap: ftp://gmina.test/s.xml\nSitemap:\n");
    let told: Vec<&str> = read.sitemaps().iter().map(Url::as_str).collect();
    assert_eq!(told, ["http://gmina.test/sitemap.xml", "https://inny.test/s.xml.gz"]);
    assert_eq!(rules(&"Sitemap: /s.xml\n".repeat(1000)).sitemaps().len(), MAX_SITEMAPS);
}

#[test]
fn what_stands_behind_the_limit_is_not_read_and_no_rule_is_cut() {
    let filler = format!("# {}\n", "x".repeat(1_022));
    let body = format!("User-agent: *\nDisallow: /a\n{}Disallow: /b\n", filler.repeat(500));
    let read = rules(&body);
    assert!(!read.allows(&url("/a")) && read.allows(&url("/b")));
    let whole = "User-agent: *\nDisallow: /a\n";
    let cut = format!("{whole}#{}\nDisallow: /projekty/stare\n", "x".repeat(lines::MAX_BYTES - whole.len() - 2 - 20));
    assert!(rules(&cut).allows(&url("/projekty")));
    let endless = format!("User-agent: *\nAllow: /a{0}\nDisallow: /b{0}\n", "b".repeat(1 << 17));
    let read = rules(&endless);
    assert!(!read.allows(&url(&format!("/b{}", "b".repeat(3_000)))));
}

#[test]
fn hostile_files_are_read_and_asked_in_linear_time() {
    let path = url(&format!("/{}", "a".repeat(2_000)));
    let begin = std::time::Instant::now();
    for line in [
        format!("Disallow: /{}$\n", "*a".repeat(1_000)),
        format!("Disallow: /{}b\n", "*a".repeat(1_000)),
        format!("Disallow: /*{}b\n", "a".repeat(1_000)),
        "Disallow: /*b\n".to_owned(),
        "Allow: /a\n".to_owned(),
        "Disallow: /(a|b)+[x]{9}$\n".to_owned(),
        "User-agent: *\n".to_owned(),
        "Sitemap: http://gmina.test/s\n".to_owned(),
        "Crawl-delay: 1\n".to_owned(),
        "\r\n\r".to_owned(),
        format!("Disallow: /{}\n", "%".repeat(1 << 20)),
    ] {
        let body = format!("User-agent: *\n{}", line.repeat((600 << 10) / line.len() + 1));
        let read = rules(&body);
        let _ = (read.allows(&path), read.reason_for(&path));
    }
    for number in [10_u32, 20] {
        let body: String = (0..number * 1_000).map(|number| format!("Disallow: /*{number}b$\n")).collect();
        assert!(rules(&format!("User-agent: *\n{body}")).allows(&path));
    }
    assert!(begin.elapsed().as_secs() < 10, "{:?}", begin.elapsed());
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(body in proptest::collection::vec(proptest::num::u8::ANY, 0..300), path in ".*") {
        let read = answer(200, &body);
        let _ = Url::parse("http://gmina.test/").unwrap().join(&path).map(|url| (read.allows(&url), read.reason_for(&url)));
    }

    #[test]
    fn stars_fit_as_by_definition(pattern in "/[ab*]{0,8}[$]?", path in "/[ab]{0,8}") {
        fn fits(pattern: &[u8], path: &[u8]) -> bool {
            match pattern {
                [] => true,
                [b'$'] => path.is_empty(),
                [b'*', rest @ ..] => (0..=path.len()).any(|at| fits(rest, &path[at..])),
                [octet, rest @ ..] => path.first() == Some(octet) && fits(rest, &path[1..]),
            }
        }
        proptest::prop_assert_eq!(Pattern::new(pattern.as_bytes()).fits(path.as_bytes()), fits(pattern.as_bytes(), path.as_bytes()));
    }
}
