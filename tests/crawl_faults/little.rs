//! A listener that answers what a test says.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    pub host: String,
    pub path: String,
    /// The whole head.
    pub head: String,
    pub at: Instant,
    /// Requests for the same address before.
    pub before: usize,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// A listener; it lives as long as the test's process.
pub struct Little {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

type Answers = dyn Fn(&Seen) -> Vec<u8> + Send + Sync;

struct Shared {
    seen: Mutex<Vec<Seen>>,
    answers: Box<Answers>,
}

impl Little {
    /// Answers with the bytes a closure gives; none close the connection.
    pub fn new(answers: impl Fn(&Seen) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared { seen: Mutex::default(), answers: Box::new(answers) });
        let kept = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || talk(stream, &shared));
            }
        });
        Self { address, shared: kept }
    }

    /// A site of fixed answers; what is not among them is a 404.
    pub fn site(answers: &[(&str, Vec<u8>)]) -> Self {
        let answers: BTreeMap<String, Vec<u8>> =
            answers.iter().map(|(path, answer)| ((*path).to_owned(), answer.clone())).collect();
        Self::new(move |seen| answers.get(&seen.path).cloned().unwrap_or_else(|| status(404)))
    }

    /// All requests so far, in their order.
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// Their paths.
    pub fn paths(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.path).collect()
    }

    /// Whether the requests came no faster than one a pause since the crawl began, in spite of what a busy machine adds to their way.
    pub fn kept(&self, pause: Duration, begun: Instant, counts: impl Fn(&Seen) -> bool) -> bool {
        let times = self.seen().into_iter().filter(|seen| counts(seen)).map(|seen| seen.at.duration_since(begun));
        (0..).zip(times).all(|(number, time)| time + Duration::from_millis(2) >= pause * number)
    }
}

fn talk(mut stream: TcpStream, shared: &Shared) {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(count) => head.extend_from_slice(&buffer[..count]),
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut seen = Seen { host: String::new(), path, head, at: Instant::now(), before: 0 };
    seen.host = seen.header("host").unwrap_or_default().to_owned();
    {
        let mut all = shared.seen.lock().unwrap();
        seen.before = all.iter().filter(|other| other.host == seen.host && other.path == seen.path).count();
        all.push(seen.clone());
    }
    let _ = stream.write_all(&(shared.answers)(&seen));
}

/// An answer.
pub fn reply(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut out = format!("HTTP/1.1 {status} Any\r\nConnection: close\r\n").into_bytes();
    for (name, value) in headers {
        out.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    if status != 304 {
        out.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
    }
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(body);
    out
}

pub fn status(status: u16) -> Vec<u8> {
    reply(status, &[("Content-Type", "text/html")], "<html><body>Nic.</body></html>")
}

pub fn redirect(to: &str) -> Vec<u8> {
    reply(302, &[("Location", to)], "")
}

pub fn robots(text: &str) -> Vec<u8> {
    reply(200, &[("Content-Type", "text/plain")], text)
}

/// A page with a paragraph of its own and links.
pub fn page(title: &str, links: &[&str]) -> Vec<u8> {
    reply(200, &[("Content-Type", "text/html; charset=utf-8")], html(title, links))
}

pub fn html(title: &str, links: &[&str]) -> String {
    let links: String = links.iter().map(|link| format!("<li><a href=\"{link}\">Projekty unijne {link}</a></li>")).collect();
    format!(
        "<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>Gmina realizuje projekt \
         dofinansowany z Funduszy Europejskich: {title}.</p><ul>{links}</ul></body></html>"
    )
}
