//! A town of a few invented pages, its editions, and a desk over them.

use metryczka::correction::{CorrectionsFile, Corrector};
use metryczka::dataset::{Context, Dataset, Finishing, Harvest, Origin, PageRecord, Publisher};
use metryczka::page::{self, Source};
use metryczka::review::{Desk, Rebuild, ReviewError, serve};
use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

/// A notice of a project: total, grant, own contribution.
pub fn notice(title: &str, body: &str, sums: [&str; 3], more: &str) -> String {
    let [total, grant, own] = sums;
    format!(
        "<html><head><title>{body}</title></head><body><h1>Projekt</h1>\
         <p>{body} zakończyła realizację projektu pn. „{title}” dofinansowanego ze środków Europejskiego Funduszu Społecznego.</p>\
         <p>Wartość projektu: {total} zł</p><p>Przyznane dofinansowanie: {grant} zł</p><p>Wkład własny: {own} zł</p>\
         <p>Okres realizacji: 01.09.2018 r. – 31.12.2020 r.</p>{more}</body></html>"
    )
}

pub struct Town {
    folder: tempfile::TempDir,
}

impl Town {
    /// Pages of which one contradicts itself, one leaves the place open, two disagree, and one is as it should be.
    pub fn new() -> Self {
        let town = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(town.path("pages")).unwrap();
        let number = "<p>Numer umowy: RPWM.11.02.03-28-0118/18-00</p>";
        let wierzbno = "Gmina Wierzbno";
        town.tell("senior", &notice("Aktywny senior", wierzbno, ["10 000,00", "85 000,00", "15 000,00"], ""));
        town.tell("school", &notice("Zielona szkoła", wierzbno, ["200 000,00", "170 000,00", "30 000,00"], ""));
        town.tell("place", &notice("Świetlica w remizie", "Gmina Biskupiec", ["300 000,00", "255 000,00", "45 000,00"], ""));
        town.tell("bridge-1", &notice("Most nad rzeką", wierzbno, ["400 000,00", "340 000,00", "60 000,00"], number));
        town.tell("bridge-2", &notice("Most nad rzeką", wierzbno, ["420 000,00", "357 000,00", "63 000,00"], number));
        town.publish("first");
        town
    }

    /// No page tells of anything.
    pub fn empty() -> Self {
        let town = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(town.path("pages")).unwrap();
        town.publish("first");
        town
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn tell(&self, name: &str, html: &str) {
        fs::write(self.path("pages").join(format!("{name}.html")), html).unwrap();
    }

    pub fn corrections(&self) -> PathBuf {
        self.path("corrections.toml")
    }

    pub fn read_corrections(&self) -> toml::Table {
        fs::read_to_string(self.corrections()).unwrap().parse().unwrap()
    }

    pub fn edition(&self) -> PathBuf {
        self.path("output").join("first")
    }

    /// Publishes the pages with the corrections as they are.
    pub fn publish(&self, name: &str) -> PathBuf {
        let file = CorrectionsFile::read(&self.corrections()).unwrap();
        let harvest = Harvest { pages: self.pages(), corrector: Corrector::new(file), ..Harvest::default() };
        let created = "2026-11-22T05:32:10Z".to_owned();
        let dataset = Dataset::assemble(harvest, &Context::new(&created)).unwrap();
        let origin = Origin { created, code_version: "0".into(), vocabulary_digest: "0".into(), inputs_digest: None };
        Publisher::begin(&self.path("output"), name).unwrap().publish(&dataset, origin, &Finishing::default()).unwrap();
        self.path("output").join(name)
    }

    fn pages(&self) -> Vec<PageRecord> {
        let mut paths: Vec<PathBuf> = fs::read_dir(self.path("pages")).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let read = |path: PathBuf| {
            let name = format!("pages/{}", path.file_name().unwrap().to_string_lossy());
            let source = Source { path: Some(name), ..Source::default() };
            let page = page::read(&fs::read(&path).unwrap(), source, None, &page::Limits::default()).unwrap();
            let mentions = metryczka::extract(&page).mentions;
            let (source, charset, title, text) = (page.source, page.charset, page.title, page.text);
            PageRecord { source, charset, title, text, mentions, ..PageRecord::default() }
        };
        paths.into_iter().map(read).collect()
    }

    pub fn serve(&self) -> Server {
        self.serve_edition("first", None)
    }

    pub fn serve_with(&self, rebuild: Rebuild) -> Server {
        self.serve_edition("first", Some(rebuild))
    }

    pub fn serve_edition(&self, edition: &str, rebuild: Option<Rebuild>) -> Server {
        Server::begin(self.desk(edition, 0, rebuild)).unwrap()
    }

    pub fn try_serve(&self) -> Result<Server, ReviewError> {
        self.try_serve_on(0, None)
    }

    pub fn try_serve_on(&self, port: u16, rebuild: Option<Rebuild>) -> Result<Server, ReviewError> {
        Server::begin(self.desk("first", port, rebuild))
    }

    fn desk(&self, edition: &str, port: u16, rebuild: Option<Rebuild>) -> Desk {
        Desk {
            edition: self.path("output").join(edition),
            corrections: self.corrections(),
            port: Some(port),
            by: Some("A. Nowak".to_owned()),
            rebuild,
            opening: None,
            waiting: None,
        }
    }
}

/// A server in a thread of its own; it ends when it is dropped.
pub struct Server {
    link: String,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<Result<(), ReviewError>>>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.link)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            if !std::thread::panicking() {
                ended.unwrap().unwrap();
            }
        }
    }
}

impl Server {
    fn begin(desk: Desk) -> Result<Self, ReviewError> {
        let (sender, receiver) = mpsc::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            let ready = |_, link: &str| sender.send(link.to_owned()).unwrap();
            serve(desk, &ready, async {
                let _ = stopped.await;
            })
        });
        match receiver.recv() {
            Ok(link) => Ok(Self { link, stop: Some(stop), thread: Some(thread) }),
            Err(_) => Err(thread.join().unwrap().unwrap_err()),
        }
    }

    /// `127.0.0.1:12345`.
    pub fn host(&self) -> &str {
        self.link.strip_prefix("http://").unwrap().split('/').next().unwrap()
    }

    /// The path that lets in.
    pub fn entrance(&self) -> &str {
        self.link.strip_prefix("http://").unwrap().strip_prefix(self.host()).unwrap()
    }

    /// The path that everything lies below, without a slash at its end.
    pub fn room(&self) -> &str {
        self.entrance().split("/?").next().unwrap()
    }

    /// What the page is given for its script.
    pub fn key(&self) -> String {
        let (_, _, page) =
            self.raw(&[&format!("GET {}/ HTTP/1.1", self.room()), &format!("Host: {}", self.host()), &self.cookie()], "");
        let data = page.split(r#"<script type="application/json" id="desk">"#).nth(1).unwrap().split("</script>").next().unwrap();
        let data: Value = serde_json::from_str(data).unwrap();
        format!("X-Metryczka-Key: {}", data["key"].as_str().unwrap())
    }

    pub fn origin(&self) -> String {
        format!("Origin: http://{}", self.host())
    }

    pub fn cookie(&self) -> String {
        let port = self.host().split(':').next_back().unwrap();
        format!("Cookie: metryczka-{port}={}", self.link.split("token=").nth(1).unwrap())
    }

    /// Asks with these lines alone: status, headers, body.
    pub fn raw(&self, lines: &[&str], body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(self.host()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let head = format!("{}\r\nConnection: close\r\n\r\n", lines.join("\r\n"));
        stream.write_all(head.as_bytes()).unwrap();
        // A body that is refused unread may not be taken at all.
        let _ = stream.write_all(body.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer to {lines:?}: {answer:?}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, format!("{head}\r\n"), body.to_owned())
    }

    pub fn get_whole(&self, path: &str) -> (u16, String, String) {
        let host = format!("Host: {}", self.host());
        self.raw(&[&format!("GET {}{path} HTTP/1.1", self.room()), &host, &self.cookie(), &self.key()], "")
    }

    /// What the desk says to a good question.
    pub fn get(&self, path: &str) -> Value {
        let (status, _, body) = self.get_whole(&format!("/api/{path}"));
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    pub fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let body = body.to_string();
        let lines = [
            format!("POST {}/api/{path} HTTP/1.1", self.room()),
            format!("Host: {}", self.host()),
            self.cookie(),
            self.key(),
            self.origin(),
            "Content-Type: application/json".to_owned(),
            format!("Content-Length: {}", body.len()),
        ];
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let (status, _, body) = self.raw(&lines, &body);
        (status, serde_json::from_str(&body).unwrap_or(Value::Null))
    }
}
