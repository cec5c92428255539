//! The example, and the faults a hurried hand makes.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::findings::Findings;
use super::*;
use std::time::Duration;

fn read(text: &str) -> (Config, Vec<String>) {
    let findings = Findings::of(text);
    let config = Config::parse(text, Path::new(""), &findings);
    let faults = findings.into_faults();
    let told = faults.iter().map(|fault| format!("{} {:?} {}", fault.line, fault.severity, fault.message));
    (config, told.collect())
}

/// The example with every commented key and table in force.
fn uncommented() -> String {
    let text = include_str!("../../../metryczka.example.toml");
    let key = |line: &str| line.starts_with("[[") || line.split(' ').nth(1) == Some("=");
    let lines = text.lines().map(|line| line.strip_prefix("# ").filter(|rest| key(rest)).unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_example_holds_every_key_with_its_default() {
    let (written, faults) = read(include_str!("../../../metryczka.example.toml"));
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(format!("{written:#?}"), format!("{:#?}", Config::default()));
    assert!(written.plan().is_none(), "the example fetches nothing");
}

#[test]
fn the_example_leaves_no_key_out() {
    let text = uncommented();
    let findings = Findings::of(&text);
    let config = Config::parse(&text, Path::new("fixtures"), &findings);
    let missing = findings.missing();
    assert_eq!(missing, Vec::<String>::new());
    assert!(config.crawl.plan.contact.is_some() && config.crawl.plan.manners.hours == Some((20, 6)));
    assert_eq!(config.municipalities.len(), 3);
    let faults = findings.into_faults();
    // The file of addresses is an example's.
    assert!(faults.len() == 1 && faults[0].message.contains("addresses.txt"), "{faults:?}");
}

#[test]
fn every_fault_is_named_with_its_line() {
    let (_, faults) = read(
        "ouput = \"x\"\n\
         threads = \"two\"\n\
         [crawl]\n\
         delay = \"1 parsec\"\n\
         fetch = { max_bites = 1 }\n\
         [[municipality]]\n\
         start = [\"gmina.test\", \"ftp://gmina.test/\"]\n\
         teryt = \"999901\"\n\
         [[municipality]]\n\
         hosts = [\"https://gmina.test/bip\"]\n",
    );
    let lines: Vec<&str> = faults.iter().map(|fault| fault.split(' ').next().unwrap()).collect();
    assert_eq!(lines, ["1", "2", "4", "5", "6", "6", "7", "7", "8", "9", "9", "10"], "{faults:#?}");
    assert!(faults.iter().any(|fault| fault.contains("there is no county 9999")), "{faults:#?}");
}

#[test]
fn a_broken_line_hides_no_other() {
    let (_, faults) = read("output = \n[crawl]\ndelay = \"x\"\n");
    assert!(faults[0].starts_with("1 Error not TOML"), "{faults:#?}");
    assert!(faults.iter().any(|fault| fault.starts_with('3')), "{faults:#?}");
}

#[test]
fn a_municipality_needs_little() {
    let text = "[crawl]\ncontact = \"a@b.example\"\nhost = { pages = 7 }\n\
                [[municipality]]\nstart = [\"https://www.gmina.test/\"]\n\
                [[municipality]]\nteryt = \"2805033\"\nstart = [\"https://bip.test/\"]\nbudget = { depth = 2 }\nevery = \"3d\"\n";
    let (config, faults) = read(text);
    assert_eq!(faults, Vec::<String>::new());
    assert!(config.sources.is_empty(), "the fixtures are not added to what is crawled");
    let plan = config.plan().unwrap();
    assert_eq!(plan.sources[0].id, "gmina.test");
    assert_eq!((plan.sources[1].id.as_str(), plan.sources[1].budget.pages, plan.sources[1].budget.depth), ("2805033", 7, 2));
    assert_eq!(plan.sources[1].every, Some(Duration::from_secs(3 * 86_400)));
    assert!(plan.sources.iter().all(|source| source.follow));
}

#[test]
fn without_a_contact_only_this_machine_is_crawled() {
    let town = |host: &str| format!("[[municipality]]\nstart = [\"http://{host}/\"]\n");
    let (_, faults) = read(&town("gmina.test"));
    assert!(faults.len() == 1 && faults[0].contains("contact"), "{faults:?}");
    let allowed = |rest: &str| read(&format!("[crawl]\nallow_loopback = true\n{rest}")).1;
    for here in ["127.0.0.1:80", "[::1]", "gmina.localhost"] {
        assert!(allowed(&town(here)).is_empty(), "{here}");
        let (_, faults) = read(&town(here));
        assert!(faults.len() == 1 && faults[0].contains("crawl.allow_loopback"), "{here}: {faults:?}");
    }
    let sent = format!("{}[crawl.resolve]\n\"gmina.test\" = \"127.0.0.1:8080\"\n", town("gmina.test"));
    assert!(allowed(&sent).is_empty());
    let header = "[crawl]\ncontact = \"a@b.example\\r\\nX: y\"\n";
    assert_eq!(read(header).1.len(), 1, "a contact is no place for a header");
}

#[test]
fn two_of_one_name_are_an_error_and_two_on_one_host_a_warning() {
    let text = "[crawl]\ncontact = \"a@b.example\"\n\
                [[municipality]]\nid = \"a\"\nstart = [\"https://bip.test/a\"]\n\
                [[municipality]]\nid = \"a\"\nstart = [\"https://a.test/\"]\n\
                [[municipality]]\nid = \"b\"\nstart = [\"https://www.bip.test/b\"]\n";
    let (_, faults) = read(text);
    assert_eq!(faults.len(), 2, "{faults:#?}");
    assert!(faults[0].starts_with("6 Error") && faults[0].contains("line 3"), "{faults:#?}");
    assert!(faults[1].starts_with("9 Warning") && faults[1].contains("bip.test"), "{faults:#?}");
}

#[test]
fn budgets_that_contradict_each_other() {
    let (_, faults) = read("[crawl.host]\npages = 100\naddresses = 10\n[crawl.revisit]\nleast = \"9d\"\nmost = \"1d\"\n");
    assert_eq!(faults.len(), 2, "{faults:#?}");
    assert!(faults[0].starts_with("2 Error crawl.host.pages"), "{faults:#?}");
    let (config, faults) = read("[crawl.host]\naddresses = 10\n[crawl.fetch]\ntotal = \"3s\"\n");
    assert_eq!(faults, Vec::<String>::new(), "what is not written gives way");
    assert_eq!((config.crawl.host.per_pattern, config.crawl.plan.fetch.connect), (10, Duration::from_secs(3)));
}

#[test]
fn hours_and_budgets_of_a_run() {
    let (config, faults) = read("[crawl]\nhours = \"20-6\"\nbudget = { pages = 5, time = \"1h\" }\n");
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(config.crawl.plan.manners.hours, Some((20, 6)));
    for wrong in ["6-6", "25-3", "20", "24-0"] {
        assert_eq!(read(&format!("[crawl]\nhours = \"{wrong}\"\n")).1.len(), 1, "{wrong}");
    }
    let budget = budget_option("pages=10,bytes=1GB,time=2h").unwrap();
    assert_eq!((budget.pages, budget.bytes, budget.time), (Some(10), Some(1 << 30), Some(Duration::from_secs(7200))));
    assert_eq!(read("[crawl]\nhours = \"0-24\"\n").0.crawl.plan.manners.hours, None, "all day");
    for wrong in ["", "pages", "pages=many", "hours=3", "bytes=10", "pages=0", "time=0s", "pages=1,pages=2"] {
        assert!(budget_option(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn values_that_can_never_work_are_faults() {
    let town = "[[municipality]]\nid = \"a\"\nstart = [\"https://a.test/\"]\n";
    let crawl = |text: &str| read(&format!("[crawl]\ncontact = \"a@b.example\"\n{text}\n{town}")).1;
    for wrong in [
        "unverified_hosts = [\"https://a.test\"]",
        "resolve = { \"*.test\" = \"127.0.0.1:80\" }",
        "resolve = { \"a.test:80\" = \"127.0.0.1:80\" }",
        "resolve = { \"b.test\" = \"10.0.0.1:80\" }",
        "fetch = { max_bytes = \"0B\" }",
        "fetch = { total = \"0s\" }",
        "fetch = { max_bytes = \"2MB\", max_decoded_bytes = \"1MB\" }",
        "budget = { time = \"0s\" }",
        "budget = { bytes = \"0B\" }",
        "archive = \"\"",
        "metrics = \" \"",
        "delay = 1",
        "delay = \"0s\"",
    ] {
        assert_eq!(crawl(wrong).len(), 1, "{wrong}: {:?}", crawl(wrong));
    }
    let municipality = |text: &str| read(&format!("[crawl]\ncontact = \"a@b.example\"\n{town}{text}\n")).1;
    for wrong in ["hosts = [\"*.a.test\"]", "hosts = [\"a..test\"]", "every = \"0s\"", "name = \"\"", "paths = [\"\"]"] {
        assert_eq!(municipality(wrong).len(), 1, "{wrong}: {:?}", municipality(wrong));
    }
    for wrong in ["http://10.0.0.1/", "https://ja:haslo@a.test/", "https://*.a.test/", "https://a.test/\", \"https://a.test/"] {
        let text = format!(
            "[crawl]\ncontact = \"a@b.example\"\n[[municipality]]\nid = \"a\"\nstart = [\"https://b.test\", \"{wrong}\"]\n"
        );
        assert_eq!(read(&text).1.len(), 1, "{wrong}: {:?}", read(&text).1);
    }
    assert!(crawl("delay = 1")[0].contains("a duration in quotation marks, as \"1s\""), "{:?}", crawl("delay = 1"));
}

#[test]
fn a_wrong_budget_of_all_hosts_is_told_once_and_where_it_is_written() {
    let towns: String = (0..3).map(|n| format!("[[municipality]]\nid = \"a{n}\"\nstart = [\"https://a{n}.test/\"]\n")).collect();
    let (_, faults) = read(&format!("[crawl]\ncontact = \"a@b.example\"\n[crawl.host]\nbytes = \"0B\"\n{towns}"));
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert!(faults[0].starts_with("4 Error crawl.host.bytes"), "{faults:#?}");
}

#[test]
fn keys_that_do_nothing_are_faults() {
    let (_, faults) =
        read("[[municipality]]\nid = \"a\"\npaths = [\"saved\"]\nhosts = [\"a.test\"]\nevery = \"1d\"\nbudget = { pages = 1 }\n");
    let lines: Vec<&str> = faults.iter().map(|fault| &fault[..7]).collect();
    assert_eq!(lines, ["4 Error", "5 Error", "6 Error"], "{faults:#?}");
    let list = "[crawl]\ncontact = \"a@b.example\"\n[[municipality]]\nid = \"a\"\naddresses = [\"https://a.test/1\"]\n\
                hosts = [\"b.test\"]\nbudget = { pages = 1, depth = 2 }\n";
    let (_, faults) = read(list);
    assert_eq!(faults.len(), 2, "{faults:#?}");
    assert!(faults[1].contains("municipality.budget.depth: for nothing"), "{faults:#?}");
}

#[test]
fn what_may_be_fetched_may_be_read() {
    let town = "[[municipality]]\nid = \"a\"\nstart = [\"https://a.test/\"]\n";
    let with = |text: &str| {
        read(&format!("{text}[crawl]\ncontact = \"a@b.example\"\nfetch = {{ max_decoded_bytes = \"32MB\" }}\n{town}"))
    };
    let (config, faults) = with("");
    assert_eq!((config.limits.max_bytes, faults), (32 << 20, Vec::new()));
    let (config, faults) = with("[limits]\nmax_bytes = 4194304\n");
    assert_eq!(config.limits.max_bytes, 4 << 20);
    assert!(faults.len() == 1 && faults[0].starts_with("2 Warning limits.max_bytes: 4MB, but up to 32MB"), "{faults:?}");
    assert_eq!(read("[limits]\nmax_bytes = 1000\n").1, Vec::<String>::new(), "nothing is fetched");
}
