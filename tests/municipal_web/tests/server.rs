//! What the server promises: the pages of the web over the wire, and faults as they are named.

use municipal_web::{Background, Fault, Kind, Settings, Web, serve_in_background};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

fn served() -> (Arc<Web>, Background) {
    let web = Arc::new(Web::new(Settings { municipalities: 6, pages: (60, 90), ..Settings::default() }));
    let background = serve_in_background(web.clone(), 0).unwrap();
    (web, background)
}

/// How long an answer is waited for: long, for machines that have much else to do.
const PATIENCE: Duration = Duration::from_secs(20);

fn ask(stream: &mut TcpStream, host: &str, path: &str, more: &str) -> std::io::Result<(String, Vec<u8>)> {
    if stream.read_timeout()?.is_none() {
        stream.set_read_timeout(Some(PATIENCE))?;
    }
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n").as_bytes())?;
    let mut bytes = Vec::new();
    let mut buffer = [0; 16_384];
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length =
                head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).map_or(0, |length| length.parse().unwrap());
            if bytes.len() - end - 4 >= length {
                return Ok((head, bytes[end + 4..].to_vec()));
            }
        }
        if bytes.len() > 1 << 20 {
            return Err(std::io::Error::other("endless"));
        }
        match stream.read(&mut buffer)? {
            0 => return Err(std::io::Error::other("closed early")),
            count => bytes.extend_from_slice(&buffer[..count]),
        }
    }
}

fn once(background: &Background, host: &str, path: &str) -> std::io::Result<(String, Vec<u8>)> {
    ask(&mut TcpStream::connect(background.running.address(host).unwrap())?, host, path, "")
}

/// The same for an answer that is not expected to come.
fn once_briefly(background: &Background, host: &str, path: &str) -> std::io::Result<(String, Vec<u8>)> {
    let mut stream = TcpStream::connect(background.running.address(host).unwrap())?;
    stream.set_read_timeout(Some(Duration::from_millis(700)))?;
    ask(&mut stream, host, path, "")
}

#[test]
fn one_connection_serves_many_pages_and_counts_them() {
    let (web, background) = served();
    let host = &web.municipality(0).hosts[0].name;
    let mut stream = TcpStream::connect(background.running.address(host).unwrap()).unwrap();
    for path in web.addresses(host).iter().take(20).chain(web.addresses(host).iter().take(20)) {
        let (_, body) = ask(&mut stream, host, path, "").unwrap();
        assert_eq!(body, *web.page(host, path).body, "{path}");
    }
    assert_eq!(background.running.requests()[&format!("{host}/")], 2);
}

#[test]
fn own_servers_have_addresses_of_their_own_and_vendors_share_theirs() {
    let web = Web::new(Settings { municipalities: 200, ..Settings::default() });
    let hosts: Vec<_> = web.municipalities().flat_map(|one| one.hosts).collect();
    let shared = hosts.iter().filter(|host| host.machine.octets()[1] == 1).count();
    assert!(shared > 60 && hosts.iter().all(|host| host.machine.is_loopback()));
    assert!(web.machines().len() > 200);
}

#[test]
fn some_hosts_answer_that_nothing_changed_and_some_never_do() {
    let (web, background) = served();
    let (mut same, mut full) = (0, 0);
    for host in web.municipalities().flat_map(|one| one.hosts) {
        let mut stream = TcpStream::connect(background.running.address(&host.name).unwrap()).unwrap();
        let (head, _) = ask(&mut stream, &host.name, "/", "").unwrap();
        let value = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
        let more = match (value("ETag: "), value("Last-Modified: ")) {
            (Some(tag), _) => format!("If-None-Match: {tag}\r\n"),
            (None, Some(date)) => format!("If-Modified-Since: {date}\r\n"),
            (None, None) => String::new(),
        };
        let (head, _) = ask(&mut stream, &host.name, "/", &more).unwrap();
        if head.starts_with("HTTP/1.1 304") { same += 1 } else { full += 1 }
    }
    assert!(same > 0 && full > 0, "{same} {full}");
}

#[test]
fn every_fault_is_what_it_is_called() {
    let (web, background) = served();
    let host = web.municipality(1).hosts[0].name.clone();
    let with = |kind: Kind| {
        web.mend();
        web.add_fault(Fault::of(&host, kind));
        once(&background, &host, "/")
    };
    assert!(with(Kind::Reset).is_err());
    web.mend();
    web.add_fault(Fault::of(&host, Kind::Silent));
    assert!(once_briefly(&background, &host, "/").is_err());
    assert!(with(Kind::WrongLength(50)).is_err());
    assert!(with(Kind::EndlessHeaders).is_err());
    let begun = Instant::now();
    web.mend();
    web.add_fault(Fault::of(&host, Kind::Slow(8_000)));
    let _ = once_briefly(&background, &host, "/");
    assert!(begun.elapsed() > Duration::from_millis(400));
    assert!(with(Kind::Busy(429, "7".to_owned())).unwrap().0.contains("Retry-After: 7"));
    assert!(with(Kind::Busy(503, String::new())).unwrap().0.starts_with("HTTP/1.1 503"));
    assert!(with(Kind::RedirectLoop).unwrap().0.contains("Location: /?runda=1"));
    let (head, body) = with(Kind::Bomb(10 << 20)).unwrap();
    assert!(head.contains("Content-Encoding: gzip") && body.len() < 200_000);
    let (head, body) = with(Kind::FalseEncoding).unwrap();
    assert!(head.contains("Content-Encoding: gzip") && body.starts_with(b"<html>"));
    assert!(with(Kind::NestedEncoding).unwrap().0.contains("gzip, gzip"));
    assert!(with(Kind::Huge(600_000)).unwrap().1.len() > 600_000);
    for (kind, word) in [
        (Kind::Login, "password"),
        (Kind::Maintenance, "konserwacyjne"),
        (Kind::Challenge, "Checking"),
        (Kind::SoftMissing, "404"),
    ] {
        assert!(String::from_utf8_lossy(&with(kind).unwrap().1).contains(word), "{word}");
    }
    let flapping = [with(Kind::Flapping).unwrap().0, once(&background, &host, "/").unwrap().0];
    assert!(flapping.iter().any(|head| head.contains(" 500 ")) && flapping.iter().any(|head| head.contains(" 200 ")));
}

#[test]
fn faults_keep_to_their_path_their_share_and_their_number_of_times() {
    let (web, background) = served();
    let host = web.municipality(2).hosts[0].name.clone();
    web.add_fault(Fault { times: 1, ..Fault::of(&host, Kind::Busy(503, "1".to_owned())) });
    assert!(once(&background, &host, "/").unwrap().0.contains(" 503 "));
    assert!(once(&background, &host, "/").unwrap().0.contains(" 200 "));
    web.mend();
    web.add_fault(Fault { percent: 30, ..Fault::of(&host, Kind::SoftMissing) });
    let addresses = web.addresses(&host);
    let struck =
        addresses.iter().filter(|path| String::from_utf8_lossy(&web.page(&host, path).body).contains("Błąd 404")).count();
    assert!(struck * 100 > addresses.len() * 12 && struck * 100 < addresses.len() * 50, "{struck} of {}", addresses.len());
}

#[test]
fn days_change_a_share_of_pages_and_let_others_vanish() {
    let web = Web::new(Settings { municipalities: 3, pages: (200, 300), ..Settings::default() });
    let host = (0..3).map(|index| web.municipality(index).hosts[0].name.clone()).next().unwrap();
    web.add_fault(Fault::of(&host, Kind::Changing { percent: 10 }));
    web.add_fault(Fault { percent: 20, from_day: 2, ..Fault::of(&host, Kind::Vanished(410)) });
    let look =
        || web.addresses(&host).iter().map(|path| (web.page(&host, path).status, web.page(&host, path).body)).collect::<Vec<_>>();
    let first = look();
    assert_eq!(first, look());
    web.advance(1);
    let second = look();
    let changed = first.iter().zip(&second).filter(|(before, after)| before != after).count();
    assert!(changed > 0 && changed < first.len() / 3, "{changed} of {}", first.len());
    web.advance(1);
    let gone = look().iter().filter(|(status, _)| *status == 410).count();
    assert!(gone * 100 > first.len() * 8 && gone * 100 < first.len() * 35, "{gone}");
    web.add_fault(Fault { from_day: 3, ..Fault::of(&host, Kind::NoMenu) });
    web.advance(1);
    assert!(!String::from_utf8_lossy(&web.page(&host, "/").body).contains("<a href"));
}
