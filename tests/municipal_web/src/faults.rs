//! Ways in which hosts misbehave, on request.

use crate::answer::{Asked, Response, Wire, gzip};
use crate::municipality::Host;
use crate::random::{Random, number_of};
use std::sync::Arc;

/// A fault of a host, of a part of it, or of single addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The host, in lower case, without port.
    pub host: String,
    /// How paths must begin.
    pub prefix: String,
    /// What happens.
    pub kind: Kind,
    /// Of a hundred addresses under the prefix, how many are concerned, chosen by their text.
    pub percent: u8,
    /// Only the first requests for an address fail; 0: all.
    pub times: u32,
    /// Requests the host answers well before.
    pub from_request: u32,
    /// Days that pass before.
    pub from_day: u32,
}

/// Kinds of faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The connection is reset in the middle of the answer.
    Reset,
    /// The body trickles at this many bytes a second.
    Slow(u32),
    /// The connection stays open and silent.
    Silent,
    /// A gzip body that unpacks to this many bytes of zeros.
    Bomb(usize),
    /// Redirects that never end.
    RedirectLoop,
    /// A redirect to this address.
    RedirectTo(String),
    /// 429 or 503 with this `Retry-After`; an empty one leaves it out.
    Busy(u16, String),
    /// `Content-Length` is wrong by this many bytes.
    WrongLength(i32),
    /// `Content-Encoding: gzip` before bytes that are not.
    FalseEncoding,
    /// gzip in gzip.
    NestedEncoding,
    /// Header lines without end.
    EndlessHeaders,
    /// A missing page with status 200.
    SoftMissing,
    /// A login form in place of every page.
    Login,
    /// A page that says the site is being maintained, with status 200.
    Maintenance,
    /// A page that wants to see a browser.
    Challenge,
    /// A page of this many bytes.
    Huge(usize),
    /// Status 500 on every other request.
    Flapping,
    /// Pages change: each day this many of a hundred.
    Changing {
        /// Of a hundred pages a day.
        percent: u8,
    },
    /// Pages answer with this status (404, 410) from the day on.
    Vanished(u16),
    /// The menu and all links are gone.
    NoMenu,
}

impl Fault {
    /// A fault of every page of a host, from the first request on.
    pub fn of(host: &str, kind: Kind) -> Self {
        Self { host: host.to_owned(), prefix: "/".to_owned(), kind, percent: 100, times: 0, from_request: 0, from_day: 0 }
    }

    fn concerns(&self, path: &str) -> bool {
        number_of(path) % 100 < u64::from(self.percent)
    }

    /// Whether the fault changes the answer to this request (kinds that edit pages are looked up apart).
    pub(crate) fn strikes(&self, path: &str, asked: &Asked, day: u32) -> bool {
        let edits = matches!(self.kind, Kind::Changing { .. } | Kind::Vanished(_) | Kind::NoMenu);
        let often = self.times == 0 || asked.before < self.times;
        !edits && often && self.concerns(path) && day >= self.from_day && asked.host_before >= self.from_request
    }

    pub(crate) fn gone(&self, path: &str, day: u32) -> bool {
        matches!(self.kind, Kind::Vanished(_)) && day >= self.from_day && self.concerns(path)
    }

    pub(crate) fn status(&self) -> Option<u16> {
        match self.kind {
            Kind::Vanished(status) => Some(status),
            _ => None,
        }
    }

    /// How often a page was edited until a day.
    pub(crate) fn version(&self, path: &str, day: u32) -> u32 {
        let Kind::Changing { percent } = self.kind else { return 0 };
        let edited = |day: &u32| Random::of(&[number_of(path), u64::from(*day)]).chance(percent as usize);
        (1..=day).filter(edited).count() as u32
    }
}

/// The answer of a fault that does not need the page.
pub(crate) fn before(fault: &Fault, path: &str, asked: &Asked) -> Option<Response> {
    let page = |status, text: &str| {
        Some(Response::html(status, "text/html; charset=utf-8", format!("<!DOCTYPE html><html>{text}</html>").into_bytes()))
    };
    match &fault.kind {
        Kind::RedirectLoop => {
            let round = path.rsplit("runda=").next().and_then(|round| round.parse::<u32>().ok()).unwrap_or(0);
            let bare = path.split("?runda=").next().unwrap_or(path);
            Some(Response::redirect(302, format!("{bare}?runda={}", (round + 1) % 7)))
        }
        Kind::RedirectTo(address) => Some(Response::redirect(301, address.clone())),
        Kind::Busy(status, after) => {
            let mut response = page(*status, "<body>Too many requests</body>")?;
            if !after.is_empty() {
                response.headers.push(("Retry-After", after.clone()));
            }
            Some(response)
        }
        Kind::SoftMissing => page(
            200,
            "<head><title>Błąd 404</title></head><body><h1>Nie znaleziono strony</h1><p>Podana strona nie istnieje.</p><a href=\"/\">Strona główna</a></body>",
        ),
        Kind::Login => page(
            200,
            "<head><title>Logowanie</title></head><body><form method=\"post\" action=\"/login\"><label>Użytkownik</label><input name=\"user\"><label>Hasło</label><input type=\"password\" name=\"password\"><button>Zaloguj się</button></form></body>",
        ),
        Kind::Maintenance => page(
            200,
            "<head><title>Przerwa techniczna</title></head><body><h1>Trwają prace konserwacyjne</h1><p>Przepraszamy, serwis jest chwilowo niedostępny. Zapraszamy później.</p></body>",
        ),
        Kind::Challenge => page(
            503,
            "<head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue</noscript><div id=\"cf-challenge\">Checking your browser before accessing the site.</div></body>",
        ),
        Kind::Flapping if asked.before.is_multiple_of(2) => page(500, "<body>Internal Server Error</body>"),
        Kind::Huge(size) => page(200, &format!("<body>{}</body>", "<p>Bardzo długa strona. </p>".repeat(size / 27 + 1))),
        Kind::Bomb(size) => {
            let mut response = Response::html(200, "text/html", gzip(&vec![b' '; *size]));
            response.headers.push(("Content-Encoding", "gzip".to_owned()));
            Some(response)
        }
        _ => None,
    }
}

/// What a fault does to the finished answer.
pub(crate) fn after(fault: &Fault, response: &mut Response) {
    match fault.kind {
        Kind::Reset => response.wire = Wire::Reset,
        Kind::Slow(rate) => response.wire = Wire::Slow(rate),
        Kind::Silent => response.wire = Wire::Silent,
        Kind::WrongLength(bytes) => response.wire = Wire::WrongLength(bytes),
        Kind::EndlessHeaders => response.wire = Wire::EndlessHeaders,
        Kind::FalseEncoding => {
            response.headers.retain(|(name, _)| *name != "Content-Encoding");
            response.headers.push(("Content-Encoding", "gzip".to_owned()));
            let plain = b"<html><body><p>To nie jest gzip.</p></body></html>";
            response.body = Arc::new(plain.to_vec());
        }
        Kind::NestedEncoding => {
            if !response.headers.iter().any(|(name, _)| *name == "Content-Encoding") {
                response.body = Arc::new(gzip(&response.body));
            }
            response.body = Arc::new(gzip(&response.body));
            response.headers.retain(|(name, _)| *name != "Content-Encoding");
            response.headers.push(("Content-Encoding", "gzip, gzip".to_owned()));
        }
        _ => {}
    }
}

/// The faults that a seed gives a host: none to seven in ten. Most pass or concern some of the pages only.
pub(crate) fn seeded(seed: u64, host: &Host) -> Vec<Fault> {
    let mut random = Random::of(&[seed, 21, number_of(&host.name)]);
    if !random.chance(30) {
        return Vec::new();
    }
    let (kind, percent, times, from_request, from_day) = match random.below(18) {
        0 => (Kind::Reset, 20, 1, 0, 0),
        1 => (Kind::Slow(200), 3, 0, 0, 0),
        2 => (Kind::Silent, 2, 0, 0, 0),
        3 => (Kind::Bomb(64 << 20), 2, 0, 0, 0),
        4 => (Kind::RedirectLoop, 5, 0, 0, 0),
        5 => (Kind::Busy(429, "1".to_owned()), 30, 1, 0, 0),
        6 => (Kind::Busy(503, "Sat, 17 Jan 2099 08:00:00 GMT".to_owned()), 100, 0, 60, 0),
        7 => (Kind::Busy(503, String::new()), 15, 1, 0, 0),
        8 => (Kind::WrongLength(500), 10, 1, 0, 0),
        9 => (Kind::FalseEncoding, 5, 0, 0, 0),
        10 => (Kind::NestedEncoding, 5, 0, 0, 0),
        11 => (Kind::EndlessHeaders, 3, 0, 0, 0),
        12 => (Kind::Login, 10, 0, 0, 0),
        13 => (Kind::Maintenance, 100, 0, 80, 0),
        14 => (Kind::Challenge, 100, 0, 100, 0),
        15 => (Kind::Huge(24 << 20), 2, 0, 0, 0),
        16 => (Kind::Flapping, 25, 0, 0, 0),
        _ => (Kind::Vanished([404, 410][random.below(2)]), 10, 0, 0, 1),
    };
    let mut faults =
        vec![Fault { host: host.name.clone(), prefix: "/".to_owned(), kind, percent, times, from_request, from_day }];
    if random.chance(60) {
        faults.push(Fault { percent: 100, ..Fault::of(&host.name, Kind::Changing { percent: random.between(1, 20) as u8 }) });
    }
    faults
}
