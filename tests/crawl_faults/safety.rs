//! Addresses that must not be asked, answers that must not hurt, and hosts that fail beside others that do not.

use crate::little::{Little, html, page, redirect, reply, robots, status};
use crate::world::*;
use metryczka::crawl::{Availability, Plan};
use municipal_web::{Kind, Settings};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::tempdir;

/// Every machine the archive knows of is this one.
fn only_this_machine_was_asked(plan: &Plan) {
    assert!(entries(plan).iter().filter_map(|entry| entry.exchange.address).all(|address| address.is_loopback()));
}

#[test]
fn redirects_to_private_and_foreign_addresses_lead_nowhere() {
    let traps = [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::ffff:169.254.169.254]/",
        "http://0xa9fea9fe/",
        "http://2852039166/",
        "http://localhost:22/",
        "http://inna.example/",
        "file:///etc/passwd",
        "ftp://a.test/",
        "javascript:alert(1)",
        "//inna.example/",
        "http://a.test@inna.example/",
        "http://a.test:6379/",
    ];
    let little = Little::new(move |seen| match seen.path.as_str() {
        "/" => page(
            "Start",
            &(0..traps.len()).map(|n| format!("/trap/{n}")).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>(),
        ),
        path => match path.strip_prefix("/trap/").and_then(|number| number.parse::<usize>().ok()) {
            Some(number) => redirect(traps[number]),
            None => status(404),
        },
    });
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    let outcome = run(&plan);
    assert_eq!(little.paths().iter().filter(|path| path.starts_with("/trap/")).count(), traps.len());
    assert!(outcome.fetched().iter().all(|(url, _)| url.starts_with("http://a.test/")), "{:?}", outcome.fetched());
    assert!(outcome.skipped("other_site") >= 9, "{:?}", outcome.report.skips);
    only_this_machine_was_asked(&plan);
    assert!(outcome.coverage("a.test").complete);
}

#[test]
fn a_redirect_of_rules_to_a_private_address_closes_the_host() {
    let little = Little::new(|seen| match (seen.host.as_str(), seen.path.as_str()) {
        ("a.test", "/robots.txt") => redirect("http://10.0.0.1/robots.txt"),
        (_, "/") => page("Start", &[]),
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test", "b.test"]);
    plan.contact = Some("kontakt@gmina.test".to_owned());
    let outcome = run(&plan);
    assert_eq!(little.seen().iter().filter(|seen| seen.host == "a.test").count(), 1);
    assert_eq!(outcome.problem("10.0.0.1/robots.txt").unwrap().code, "forbidden_address");
    assert_eq!(outcome.coverage("a.test").reason, Some("robots_unreachable"));
    assert!(outcome.coverage("b.test").complete);
    only_this_machine_was_asked(&plan);
}

#[test]
fn a_name_that_leads_to_a_private_address_is_never_asked() {
    let little = Little::site(&[("/", page("Start", &[]))]);
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test"]);
    plan.contact = Some("kontakt@gmina.test".to_owned());
    let names =
        ["10.1.2.3:80", "192.168.0.1:80", "169.254.169.254:80", "[fd00::1]:80", "[fe80::1]:80", "100.64.0.1:80", "0.0.0.0:80"];
    for (number, machine) in names.iter().enumerate() {
        let host = format!("x{number}.test");
        plan.resolve.insert(host.clone(), machine.parse().unwrap());
        plan.sources.push(source(&host, &[&host]));
    }
    // The same as a literal, in a spelling of its own.
    plan.sources.push(source("liczba", &["0xa9fea9fe"]));
    let begun = Instant::now();
    let outcome = run(&plan);
    assert!(begun.elapsed() < Duration::from_secs(10));
    for (number, machine) in names.iter().enumerate() {
        let problem = outcome.problem(&format!("x{number}.test/robots.txt")).unwrap();
        assert_eq!(problem.code, "forbidden_address", "{machine}");
        assert!(!problem.remedy.is_empty());
        assert_eq!(outcome.verdicts(&format!("x{number}.test/robots.txt")).len(), 1, "asked once");
    }
    assert_eq!(outcome.problem("169.254.169.254/robots.txt").unwrap().code, "forbidden_address");
    assert!(outcome.coverage("a.test").complete);
    only_this_machine_was_asked(&plan);
}

#[test]
fn loopback_itself_is_asked_only_if_the_plan_says_so() {
    let little = Little::site(&[("/", page("Start", &[]))]);
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test"]);
    plan.allow_loopback = false;
    plan.sources.push(source("liczba", &[&format!("2130706433:{}", little.address.port())]));
    let outcome = run(&plan);
    assert_eq!(little.seen().len(), 0);
    assert_eq!(outcome.problem("a.test/robots.txt").unwrap().code, "forbidden_address");
    assert_eq!(outcome.report.problems.len(), 2);
}

#[test]
fn no_more_than_five_redirects_in_a_row() {
    let little = Little::new(|seen| match seen.path.as_str() {
        "/" => page("Start", &["/skok-0"]),
        path => match path.strip_prefix("/skok-").and_then(|number| number.parse::<u32>().ok()) {
            Some(number) => redirect(&format!("/skok-{}", number + 1)),
            None => status(404),
        },
    });
    let folder = tempdir().unwrap();
    let outcome = run(&little_plan(folder.path(), &little, &["a.test"]));
    let hops: Vec<String> = little.paths().into_iter().filter(|path| path.starts_with("/skok")).collect();
    assert_eq!(hops, ["/skok-0", "/skok-1", "/skok-2", "/skok-3", "/skok-4", "/skok-5"]);
    assert_eq!(outcome.skipped("redirects"), 1);
}

#[test]
fn no_more_than_five_redirects_to_the_rules() {
    let little = Little::new(|seen| match seen.path.as_str() {
        "/" => page("Start", &[]),
        "/robots.txt" => redirect("/r-0"),
        path => match path.strip_prefix("/r-").and_then(|number| number.parse::<u32>().ok()) {
            Some(number) => redirect(&format!("/r-{}", number + 1)),
            None => status(404),
        },
    });
    let folder = tempdir().unwrap();
    let outcome = run(&little_plan(folder.path(), &little, &["a.test"]));
    assert_eq!(little.paths().iter().filter(|path| path.starts_with("/r-")).count(), 5);
    // RFC 9309 §2.3.1.2: as if there were none.
    assert!(outcome.coverage("a.test").complete);
}

#[test]
fn rules_are_found_behind_a_redirect() {
    let little = Little::new(|seen| match seen.path.as_str() {
        "/" => page("Start", &["/tajne", "/a"]),
        "/robots.txt" => redirect("/reguly/robots.txt"),
        "/reguly/robots.txt" => robots("User-agent: *\nDisallow: /tajne\n"),
        "/a" => page("A", &[]),
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    let outcome = run(&little_plan(folder.path(), &little, &["a.test"]));
    assert!(!little.paths().contains(&"/tajne".to_owned()));
    assert_eq!(outcome.coverage("a.test").closed_by_robots, 1);
}

#[test]
fn redirects_in_a_circle_end() {
    let little = Little::site(&[
        ("/", page("Start", &["/a", "/sam", "/c"])),
        ("/a", redirect("/b")),
        ("/b", redirect("/a")),
        ("/sam", redirect("/sam")),
        ("/c", page("C", &[])),
    ]);
    let folder = tempdir().unwrap();
    let outcome = run(&little_plan(folder.path(), &little, &["a.test"]));
    for path in ["/a", "/b", "/sam", "/c"] {
        assert_eq!(little.paths().iter().filter(|asked| *asked == path).count(), 1, "{path}");
    }
    assert_eq!(outcome.skipped("redirect_loop"), 1);

    // One that changes its address with every round.
    let world = World::open();
    let (host, path) = world.victim();
    world.fault_at(&host, &path, Kind::RedirectLoop);
    let outcome = run(&world.plan);
    let rounds = outcome.fetched().iter().filter(|(url, _)| url.contains("runda=")).count();
    assert!((1..=6).contains(&rounds), "{rounds}");
}

#[test]
fn a_redirect_to_another_site_is_not_followed() {
    let world = World::open();
    let (host, path) = world.victim();
    world.fault_at(&host, &path, Kind::RedirectTo(format!("http://{}/", world.hosts[1])));
    let outcome = run(&Plan { sources: vec![world.plan.sources[0].clone()], ..world.plan.clone() });
    assert!(!world.requests().keys().any(|address| address.starts_with(&world.hosts[1])));
    assert!(outcome.skipped("other_site") > 0);
}

/// A web in which one page misbehaves: the fault concerns that page alone, has the code, is asked for so often, and costs no time.
fn one_bad_page(kind: Kind, code: &str, looks: u32) {
    let mut world = World::open();
    if kind == Kind::Silent {
        world.plan.fetch.total = Duration::from_millis(700);
    }
    let (host, path) = world.victim();
    world.fault_at(&host, &path, kind.clone());
    let begun = Instant::now();
    let outcome = run(&world.plan);
    assert!(begun.elapsed() < Duration::from_secs(30), "{kind:?}: {:?}", begun.elapsed());
    let url = format!("{host}{path}");
    assert_eq!(world.requests().get(&url), Some(&looks), "{kind:?}: {:?}", outcome.verdicts(&path));
    let problem = outcome.problem(&url).unwrap_or_else(|| panic!("{kind:?}: no row: {:?}", outcome.verdicts(&path)));
    assert_eq!(problem.code, code, "{kind:?}");
    assert!(problem.message.len() > 10 && problem.remedy.len() > 10 && problem.source == host);
    assert_eq!(outcome.report.problems.len(), 1, "{:?}", outcome.report.problems);
    assert!(!contents(&world.plan).contains_key(&format!("http://{url}")));
    assert!(outcome.coverage(&host).pages_current > 3 && outcome.coverage(&world.hosts[1]).complete);
    // Once the server is well, the next run gets the page.
    world.web.mend();
    let after = run_on(&world.plan, 2);
    assert!(after.problem(&url).is_none());
    assert!(contents(&world.plan).contains_key(&format!("http://{url}")));
}

#[test]
fn a_decompression_bomb_harms_nobody() {
    one_bad_page(Kind::Bomb(64 << 20), "undecodable", 1);
}

#[test]
fn a_header_without_end_is_given_up() {
    one_bad_page(Kind::EndlessHeaders, "header_too_large", 1);
}

#[test]
fn a_body_that_trickles_is_given_up() {
    one_bad_page(Kind::Slow(300), "cut_short", 3);
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    one_bad_page(Kind::Silent, "timeout", 3);
}

#[test]
fn an_encoding_that_is_named_but_not_there_costs_no_content() {
    let world = World::open();
    let (host, path) = world.victim();
    world.fault_at(&host, &path, Kind::FalseEncoding);
    let outcome = run(&world.plan);
    assert!(outcome.report.problems.is_empty(), "{:?}", outcome.report.problems);
    let page = &contents(&world.plan)[&format!("http://{host}{path}")];
    assert!(String::from_utf8_lossy(&page.bytes).contains("To nie jest gzip."));
}

#[test]
fn an_encoding_that_is_damaged_is_no_content() {
    let little = Little::new(|seen| match seen.path.as_str() {
        "/" => page("Start", &["/a", "/b", "/c"]),
        "/a" => reply(
            200,
            &[("Content-Type", "text/html"), ("Content-Encoding", "gzip")],
            b"\x1f\x8b\x08\0\0\0\0\0\0\xff\xff\xff\xff",
        ),
        "/b" => reply(200, &[("Content-Type", "text/html"), ("Content-Encoding", "wynalazek")], html("B", &[])),
        "/c" => page("C", &[]),
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    let outcome = run(&plan);
    assert_eq!(outcome.problem("/a").unwrap().code, "undecodable");
    assert!(outcome.problem("/a").unwrap().remedy.contains("browser"));
    assert!(contents(&plan).contains_key("http://a.test/c"));
}

#[test]
fn a_reset_in_the_middle_of_a_page_is_no_content() {
    one_bad_page(Kind::Reset, "cut_short", 3);
}

#[test]
fn a_reset_that_passes_costs_nothing() {
    let world = World::open();
    let host = &world.hosts[0];
    world.web.add_fault(municipal_web::Fault {
        times: 1,
        from_request: 1,
        percent: 30,
        ..municipal_web::Fault::of(host, Kind::Reset)
    });
    let outcome = run(&world.plan);
    assert!(outcome.fetched().iter().any(|(_, verdict)| verdict == "failed cut_short"));
    assert!(outcome.coverage(host).complete && outcome.report.problems.is_empty(), "{:?}", outcome.report.problems);
    for (url, page) in contents(&world.plan) {
        let path = url.strip_prefix(&format!("http://{host}"));
        if let Some(path) = path {
            let whole = world.web.page(host, path);
            assert!(page.bytes == *whole.body, "{url} is whole");
        }
    }
}

#[test]
fn half_a_page_never_takes_the_place_of_the_whole() {
    for kind in [Kind::Reset, Kind::Slow(300)] {
        let world = World::open_with(Settings { validators: false, ..small() });
        run(&world.plan);
        let before = contents(&world.plan);
        let (host, path) = world.victim();
        world.fault_at(&host, &path, kind);
        let outcome = run_on(&world.plan, 10);
        assert_eq!(outcome.problem(&path).unwrap().code, "cut_short");
        let after = contents(&world.plan);
        let url = format!("http://{host}{path}");
        assert_eq!((&after[&url].bytes, after[&url].availability), (&before[&url].bytes, Availability::Unreachable));
    }
}

#[test]
fn a_length_that_lies_costs_no_content() {
    // Longer than the body: what holds its own end is whole.
    let world = World::open();
    let (host, path) = world.victim();
    world.fault_at(&host, &path, Kind::WrongLength(500));
    let outcome = run(&world.plan);
    assert!(outcome.report.problems.is_empty(), "{:?}", outcome.report.problems);
    assert_eq!(contents(&world.plan)[&format!("http://{host}{path}")].bytes, *world.web.page(&host, &path).body);
    // Shorter: nobody can tell, but nothing breaks.
    let little = Little::new(|seen| match seen.path.as_str() {
        "/" => page("Start", &["/a", "/b"]),
        "/a" => {
            [&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90\r\n\r\n"[..], html("A", &[]).as_bytes()].concat()
        }
        "/b" => page("B", &[]),
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    run(&plan);
    assert_eq!(contents(&plan)["http://a.test/a"].bytes.len(), 90);
    assert!(contents(&plan).contains_key("http://a.test/b"));
}

#[test]
fn an_encoding_within_an_encoding_is_undone() {
    let world = World::open();
    let (host, path) = world.victim();
    world.fault_at(&host, &path, Kind::NestedEncoding);
    let outcome = run(&world.plan);
    assert_eq!(outcome.verdicts(&path), ["content"]);
    let page = &contents(&world.plan)[&format!("http://{host}{path}")];
    assert!(page.bytes.windows(5).any(|window| window.eq_ignore_ascii_case(b"<html")));
}

#[test]
fn a_huge_page_is_read_up_to_the_limit() {
    let mut world = World::open();
    let (host, path) = world.victim();
    world.fault_at(&host, &path, Kind::Huge(5 << 20));
    world.plan.fetch.max_bytes = 100 << 10;
    let outcome = run(&world.plan);
    let page = &contents(&world.plan)[&format!("http://{host}{path}")];
    assert_eq!(page.bytes.len(), 100 << 10);
    assert!(outcome.report.bytes < 2 << 20);
    let entry = { entries(&world.plan) }.into_iter().find(|entry| entry.exchange.url.ends_with(&path)).unwrap();
    assert_eq!(entry.exchange.answer.unwrap().truncated, Some("length"));
}

#[test]
fn what_is_no_http_is_a_row_and_no_more() {
    let little = Little::new(|seen| match seen.path.as_str() {
        "/" => page("Start", &["/smieci", "/nic", "/dobra"]),
        "/smieci" => b"SSH-2.0-OpenSSH_9.6\r\n\0\0\0".to_vec(),
        "/nic" => Vec::new(),
        "/dobra" => page("Dobra", &[]),
        _ => status(404),
    });
    let folder = tempdir().unwrap();
    let plan = little_plan(folder.path(), &little, &["a.test"]);
    let outcome = run(&Plan { manners: metryczka::crawl::Manners { max_failures: 9, ..plan.manners.clone() }, ..plan.clone() });
    assert_eq!(outcome.problem("/smieci").unwrap().code, "not_http");
    assert_eq!(outcome.problem("/nic").unwrap().code, "disconnected");
    assert!(contents(&plan).contains_key("http://a.test/dobra"));
}

#[test]
fn a_host_that_is_down_is_a_row_and_the_others_go_on() {
    let mut world = World::open();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    world.plan.resolve.insert("nieczynna.test".to_owned(), closed);
    world.plan.sources.insert(0, source("nieczynna", &["nieczynna.test"]));
    let outcome = run(&world.plan);
    let problem = outcome.problem("nieczynna.test/robots.txt").unwrap();
    assert_eq!((problem.code.as_str(), problem.source.as_str()), ("unreachable", "nieczynna"));
    assert!(problem.remedy.contains("next run"), "{}", problem.remedy);
    assert_eq!(outcome.coverage("nieczynna").reason, Some("robots_unreachable"));
    for host in &world.hosts {
        assert!(outcome.coverage(host).complete);
    }
}

/// A server with a certificate signed by itself and long expired.
fn secure_server() -> std::net::SocketAddr {
    let certificate = CertificateDer::from(include_bytes!("../../src/crawl/fetch/tests/self_signed.der").to_vec());
    let key = PrivateKeyDer::try_from(include_bytes!("../../src/crawl/fetch/tests/self_signed.key.der").to_vec()).unwrap();
    let builder = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let config = Arc::new(builder.with_single_cert(vec![certificate], key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = StreamOwned::new(ServerConnection::new(Arc::clone(&config)).unwrap(), stream);
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|count| count == 1) {
                request.push(byte[0]);
            }
            let is_start = request.starts_with(b"GET / ");
            let _ = stream.write_all(&if is_start { page("Start", &[]) } else { status(404) });
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    address
}

#[test]
fn a_bad_certificate_is_a_row_unless_the_host_is_excepted() {
    let secure = secure_server();
    let little = Little::site(&[("/", page("Start", &[]))]);
    let folder = tempdir().unwrap();
    let mut plan = little_plan(folder.path(), &little, &["a.test"]);
    plan.resolve.insert("gmina.test".to_owned(), secure);
    let mut bad = source("gmina", &[]);
    bad.start = vec!["https://gmina.test/".parse().unwrap()];
    plan.sources.push(bad);
    let outcome = run(&plan);
    let problem = outcome.problem("gmina.test/robots.txt").unwrap();
    // A machine without root certificates says so instead.
    assert!(["tls", "no_root_certificates"].contains(&problem.code.as_str()), "{problem:?}");
    assert!(problem.remedy.contains("unverified_hosts") || problem.remedy.contains("root certificates"), "{problem:?}");
    assert!(outcome.coverage("a.test").complete);

    plan.unverified_hosts.insert("gmina.test".to_owned());
    let outcome = run(&plan);
    assert!(outcome.coverage("gmina").complete, "{:?} {:?}", outcome.report.problems, outcome.coverage("gmina"));
    let entry = { entries(&plan) }.into_iter().rfind(|entry| entry.exchange.url == "https://gmina.test/").unwrap();
    assert!(entry.exchange.notes.contains(&("tls".to_owned(), "unverified".to_owned())));
}

#[test]
fn names_on_the_disk_are_never_taken_from_addresses() {
    let little = Little::new(|seen| match seen.path.as_str() {
        "/" => page("Start", &["/..%2f..%2fetc/passwd", "/a%00b", "/con", "/x?f=../../y", "/%2e%2e/%2e%2e/z", "/.warc.gz"]),
        "/robots.txt" | "/sitemap.xml" => status(404),
        _ => reply(
            200,
            &[("Content-Type", "text/html"), ("Content-Disposition", "attachment; filename=\"../../evil\"")],
            html("X", &[]),
        ),
    });
    let folder = tempdir().unwrap();
    run(&little_plan(folder.path(), &little, &["a.test"]));
    assert!(little.seen().len() > 6);
    let mut names: Vec<String> = walk(folder.path());
    names.retain(|name| !name.starts_with("state.sqlite-"));
    names.sort();
    assert_eq!(names, ["metryczka-000001.warc.gz", "metryczka.lock", "state.lock", "state.sqlite"]);
}

fn walk(folder: &std::path::Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            names.extend(walk(&entry.path()))
        } else {
            names.push(entry.file_name().into_string().unwrap())
        }
    }
    names
}

#[test]
fn a_web_full_of_faults_is_crawled_to_its_end() {
    let settings = Settings { municipalities: 12, faults: true, ..small() };
    let mut world = World::new(settings, |_, _| true);
    world.plan.fetch.total = Duration::from_millis(600);
    world.plan.fetch.patience = Duration::from_millis(300);
    let outcome = run(&world.plan);
    assert!(outcome.report.stopped.is_none());
    assert_eq!(outcome.report.coverage.len(), 12);
    assert!(outcome.report.problems.iter().all(|problem| !problem.code.is_empty() && !problem.remedy.is_empty()));
    for coverage in &outcome.report.coverage {
        assert_eq!(coverage.complete, coverage.reason.is_none());
    }
    assert!(outcome.report.coverage.iter().filter(|coverage| coverage.complete).count() >= 5);
    only_this_machine_was_asked(&world.plan);
}
