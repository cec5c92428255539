//! What a host answers to a request, faults included.

use crate::cms;
use crate::faults::{self, Kind};
use crate::municipality::Family;
use crate::page::{self, Body, Look};
use crate::random::{Random, number_of};
use crate::site::{Node, Site, TODAY};
use crate::text::Day;
use crate::web::Web;
use crate::{robots, sitemap};
use std::io::Write as _;
use std::sync::Arc;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Header fields but for `Content-Length`, `Connection` and `Date`.
    pub headers: Vec<(&'static str, String)>,
    /// The body, encoded as the headers say, or as they pretend.
    pub body: Arc<Vec<u8>>,
    /// How it goes over the wire.
    pub wire: Wire,
}

/// How an answer is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wire {
    /// As it should.
    #[default]
    Whole,
    /// The connection is reset after a few bytes.
    Reset,
    /// Bytes trickle at this rate a second.
    Slow(u32),
    /// `Content-Length` is this many bytes beyond the body (or short of it), and the connection is closed.
    WrongLength(i32),
    /// Header lines without end.
    EndlessHeaders,
    /// Nothing is ever sent.
    Silent,
}

/// The parts of a request that matter to an answer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// `If-None-Match`
    pub if_none_match: Option<&'a str>,
    /// `If-Modified-Since`
    pub if_modified_since: Option<&'a str>,
    /// Whether `Accept-Encoding` names gzip.
    pub gzip: bool,
    /// How many requests for this address came before; faults count by it.
    pub before: u32,
    /// How many requests this host answered before.
    pub host_before: u32,
}

impl Response {
    pub(crate) fn html(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self { status, headers: vec![("Content-Type", content_type.to_owned())], body: Arc::new(body), wire: Wire::Whole }
    }

    pub(crate) fn redirect(status: u16, to: String) -> Self {
        let mut response = Self::html(status, "text/html", b"<html><body>Moved</body></html>".to_vec());
        response.headers.push(("Location", to));
        response
    }

    /// The value of a header field.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

impl Web {
    /// The answer of a host to a path with its query, as to a first request without conditions.
    pub fn page(&self, host: &str, path: &str) -> Response {
        self.answer(host, path, &Asked::default())
    }

    /// The answer of a host to a request.
    pub fn answer(&self, host: &str, path: &str, asked: &Asked) -> Response {
        let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
        let fault = self.fault_for(&host, path, |fault| fault.strikes(path, asked, self.day()));
        if let Some(response) = fault.as_ref().and_then(|fault| faults::before(fault, path, asked)) {
            return response;
        }
        let Some(site) = self.site(&host) else {
            return Response::html(
                404,
                "text/html",
                b"<html><body>No such site is configured on this server.</body></html>".to_vec(),
            );
        };
        let mut response = self.of_site(&site, path, asked);
        if let Some(fault) = fault {
            faults::after(&fault, &mut response);
        }
        response
    }

    fn of_site(&self, site: &Site, path: &str, asked: &Asked) -> Response {
        match path {
            "/robots.txt" => return robots::answer(site, self.settings()),
            "/rss.xml" | "/feed/" => return sitemap::feed(site),
            _ => {}
        }
        if let Some(response) = sitemap::answer(site, path) {
            return response;
        }
        if path.starts_with("/images/") && !path.ends_with(".pdf") && !path.ends_with(".docx")
            || path.starts_with("/img/")
            || path.ends_with(".css")
        {
            return picture(path);
        }
        let (address, _) = cms::without_twins(path);
        match site.node(&address).or_else(|| month(site, &address)) {
            Some(node) => self.of_node(site, node, &address, asked),
            None => elsewhere(site, &address),
        }
    }

    fn of_node(&self, site: &Site, node: Node, address: &str, asked: &Asked) -> Response {
        let host = &site.host.name;
        if let Some(status) =
            self.fault_for(host, address, |fault| fault.gone(address, self.day())).and_then(|fault| fault.status())
        {
            return missing(site, status);
        }
        let changing = self.fault_for(host, address, |fault| matches!(fault.kind, Kind::Changing { .. }));
        let version = changing.map_or(0, |fault| fault.version(address, self.day()));
        let no_menu = self.fault_for(host, address, |fault| fault.kind == Kind::NoMenu && self.day() >= fault.from_day).is_some();
        let look = Look { day: self.day(), version, no_menu };
        let (body, content_type) = match page::body(site, node, look) {
            Body::Html(text) => (page::encoding(site).encode(&text), page::content_type(site)),
            Body::Document(bytes, content_type) => (bytes, content_type.to_owned()),
        };
        let mut response = Response::html(200, &content_type, body);
        if self.settings().validators && validate(site, node, look, asked, &mut response) {
            return response;
        }
        if asked.gzip && Random::of(&[site.seed, 14]).chance(60) && !matches!(node, Node::File(_)) {
            response.body = Arc::new(gzip(&response.body));
            response.headers.push(("Content-Encoding", "gzip".to_owned()));
            response.headers.push(("Vary", "Accept-Encoding".to_owned()));
        }
        response
    }
}

/// Adds validators in the manner of the site, and answers 304 where they match.
fn validate(site: &Site, node: Node, look: Look, asked: &Asked, response: &mut Response) -> bool {
    let manner = Random::of(&[site.seed, 15]).weighted(&[30, 25, 33, 9, 3]);
    let published = match node {
        Node::Article(index) => site.articles[index as usize].day,
        Node::File(index) => site.articles[site.files[index as usize].article as usize].day,
        _ => Day(TODAY.0 - 1),
    };
    let changed = if look.version > 0 || site.habits.dated { Day(TODAY.0 + look.day as i32) } else { published };
    let modified = changed.http();
    let digest = crate::random::number_of(&String::from_utf8_lossy(&response.body));
    match manner {
        0 => response.headers.push(("ETag", format!("\"{digest:016x}\""))),
        1 => response.headers.push(("Last-Modified", modified)),
        2 => return false,
        // Lies: everything was changed just now, whatever is asked.
        3 => {
            response.headers.push(("Last-Modified", Day(TODAY.0 + look.day as i32).http()));
            return false;
        }
        // Lies: the tag stays when the page changes.
        _ => response.headers.push(("ETag", format!("W/\"{:x}\"", number_of(&format!("{node:?}"))))),
    }
    let same = match asked.if_none_match {
        Some(tag) => response.header("ETag") == Some(tag),
        None => asked.if_modified_since.is_some() && response.header("Last-Modified") == asked.if_modified_since,
    };
    if same {
        response.status = 304;
        response.body = Arc::default();
    }
    same
}

/// A month of the calendar: any from year 1 to 9999, so that a crawler finds no end.
fn month(site: &Site, address: &str) -> Option<Node> {
    if !site.habits.calendar {
        return None;
    }
    let digits: Vec<i32> = address.split(|letter: char| !letter.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let (year, number) = (*digits.first()?, *digits.get(1)?);
    if !(1..=9_999).contains(&year) || !(1..=12).contains(&number) {
        return None;
    }
    let node = Node::Month(year * 12 + number - 1);
    (cms::address(site, node) == address).then_some(node)
}

fn elsewhere(site: &Site, address: &str) -> Response {
    match site.host.family {
        Family::WordPress => {
            if address == "/wp-json/" {
                return Response::html(
                    200,
                    "application/json; charset=UTF-8",
                    b"{\"name\":\"\",\"namespaces\":[\"wp/v2\"]}".to_vec(),
                );
            }
            if let Some(index) = address.strip_prefix("/?p=").and_then(|id| id.parse::<u32>().ok())
                && let Some(index) = index.checked_sub(2).filter(|index| (*index as usize) < site.articles.len())
            {
                return Response::redirect(301, cms::address(site, Node::Article(index)));
            }
            let slashed = format!("{address}/");
            if site.node(&slashed).is_some() {
                return Response::redirect(301, slashed);
            }
        }
        Family::Joomla => {
            let id = address.strip_prefix("/component/content/article/").and_then(|id| id.parse::<u32>().ok());
            if let Some(index) = id.and_then(|id| id.checked_sub(11)).filter(|index| (*index as usize) < site.articles.len()) {
                return Response::redirect(301, cms::address(site, Node::Article(index)));
            }
        }
        _ => {}
    }
    if matches!(address, "/index.php" | "/index.html" | "/index.htm") {
        return Response::redirect(302, "/".to_owned());
    }
    // One site in twelve says that a page is missing with status 200.
    missing(site, if Random::of(&[site.seed, 16]).chance(8) { 200 } else { 404 })
}

fn missing(site: &Site, status: u16) -> Response {
    let content = "<p>Strona, której szukasz, nie istnieje lub została przeniesiona. Błąd 404.</p>".to_owned();
    let shell = cms::Shell { node: Node::Home, title: "Nie znaleziono strony".to_owned(), content, section: None, day: None };
    let text = if site.frames() { format!("<HTML><BODY>{}</BODY></HTML>", shell.content) } else { cms::page(site, &shell) };
    Response::html(status, &page::content_type(site), page::encoding(site).encode(&text))
}

fn picture(path: &str) -> Response {
    let content_type = match path.rsplit('.').next() {
        Some("png") => "image/png",
        Some("gif") => "image/gif",
        Some("css") => "text/css",
        _ => "image/jpeg",
    };
    Response::html(200, content_type, vec![0x89; 64 + (number_of(path) % 4_000) as usize])
}

pub(crate) fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let _ = encoder.write_all(data);
    encoder.finish().unwrap_or_default()
}
