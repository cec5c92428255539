//! Who may ask: the browser of the person at this machine, with the link that was printed, and no page of anybody else.
//!
//! The server listens on 127.0.0.1, which every program and every page open in a browser of this machine can reach. Against other
//! pages stand the `Host` (a name of somebody else's that leads here), the `Origin` and `Sec-Fetch-Site` (a form or script of
//! another page), the type of a body (a form cannot send JSON), and a cookie that only whoever has the link of this run is given.
//!
//! A browser sends a cookie to every port of a host, whoever listens there. So the desk lies in a room, a folder of a name that nobody
//! guesses, and its cookie is of that room: no other server is asked for it. And the cookie alone gives only the page; what the page asks
//! for, its script asks with a key that stands in the page and in no cookie.

use super::reply::Refusal;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};

/// Longest path and query that is listened to, in bytes.
const LONGEST: usize = 2_048;

/// Largest body, in bytes.
pub(super) const LARGEST: usize = 64 * 1024;

/// What lets nothing in, for answers that are no document.
pub(super) const CLOSED: &str = "default-src 'none'; frame-ancestors 'none'";

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What the script of the page sends with every request: see [`Guard::key`].
pub(super) const KEY: HeaderName = HeaderName::from_static("x-metryczka-key");

/// On every answer besides the policy of the content.
pub(super) const ALWAYS: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// What a request may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pass {
    /// It comes with the link: it is given the cookie.
    Enter,
    /// It has the cookie, and the key where it needs one.
    Go,
    /// A browser asks for the sign of the site, which there is none of; nothing is told by that.
    Sign,
}

/// Knows whom to let in.
#[derive(Debug)]
pub(super) struct Guard {
    token: String,
    key: String,
    room: String,
    cookie: String,
    hosts: [String; 2],
}

impl Guard {
    /// Of a server on a port, with secrets of its own.
    pub(super) fn new(port: u16) -> std::io::Result<Self> {
        Ok(Self::with([secret()?, secret()?, secret()?], port))
    }

    fn with([token, key, room]: [String; 3], port: u16) -> Self {
        let hosts = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{port}"));
        Self { token, key, room, cookie: format!("metryczka-{port}"), hosts }
    }

    /// The path that everything lies below; without a slash at its end.
    pub(super) fn room(&self) -> String {
        format!("/{}", self.room)
    }

    /// What the page is given for its script, to be sent with every request to the desk.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// The link that lets in.
    pub(super) fn link(&self) -> String {
        format!("http://{}/{}/?token={}", self.hosts[0], self.room, self.token)
    }

    /// What gives the cookie to a browser. It is gone with the browser's session, no script sees it, no other site sends it, and no other
    /// server of this machine is sent it.
    pub(super) fn set_cookie(&self) -> String {
        format!("{}={}; Path=/{}/; HttpOnly; SameSite=Strict", self.cookie, self.token, self.room)
    }

    /// Whether a request is answered. What is wrong with the connection comes before what is wrong with the person.
    pub(super) fn admit(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<Pass, Refusal> {
        let host = self.host(uri, headers)?;
        if uri.path_and_query().map_or(0, |both| both.as_str().len()) > LONGEST {
            return Err(Refusal::of(StatusCode::URI_TOO_LONG, "too_long"));
        }
        if !matches!(*method, Method::GET | Method::POST) {
            return Err(Refusal::of(StatusCode::METHOD_NOT_ALLOWED, "method"));
        }
        if headers.get_all(SITE).iter().any(|site| site != "same-origin" && site != "none") {
            return Err(Refusal::of(StatusCode::FORBIDDEN, "foreign"));
        }
        if *method == Method::GET && uri.path() == "/favicon.ico" {
            return Ok(Pass::Sign);
        }
        let out = || Refusal::of(StatusCode::FORBIDDEN, "link");
        let path = self.within(uri.path()).ok_or_else(out)?;
        if *method == Method::GET && path.is_empty() && self.has_token(uri.query()) {
            return Ok(Pass::Enter);
        }
        if !self.has_cookie(headers) || (!path.is_empty() && !self.has_key(headers)) {
            return Err(out());
        }
        if *method == Method::POST {
            posts(host, headers)?;
        }
        Ok(Pass::Go)
    }

    /// The host that is asked for, if it is this server by one of its own names: a name of somebody else's that leads here is not.
    fn host<'h>(&self, uri: &Uri, headers: &'h HeaderMap) -> Result<&'h str, Refusal> {
        let wrong = || Refusal::of(StatusCode::MISDIRECTED_REQUEST, "host");
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok()).ok_or_else(wrong)?;
        let is_known = self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host));
        let is_same = uri.authority().is_none_or(|authority| authority.as_str().eq_ignore_ascii_case(host));
        if hosts.next().is_none() && is_known && is_same { Ok(host) } else { Err(wrong()) }
    }

    /// What follows the room in a path; nothing of a path elsewhere.
    fn within<'p>(&self, path: &'p str) -> Option<&'p str> {
        let (room, rest) = path.strip_prefix('/')?.split_once('/')?;
        same(room, &self.room).then_some(rest)
    }

    fn has_key(&self, headers: &HeaderMap) -> bool {
        let mut keys = headers.get_all(KEY).iter();
        let is_ours = keys.next().and_then(|key| key.to_str().ok()).is_some_and(|key| same(key, &self.key));
        is_ours && keys.next().is_none()
    }

    fn has_token(&self, query: Option<&str>) -> bool {
        let parts = query.into_iter().flat_map(|query| query.split('&'));
        parts.filter_map(|part| part.strip_prefix("token=")).any(|token| same(token, &self.token))
    }

    fn has_cookie(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
        let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(name, value)| name == self.cookie && same(value, &self.token))
    }
}

/// What nobody guesses: 128 bits, in hexadecimal digits.
fn secret() -> std::io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether a request that changes something comes from a script of the desk itself, and is not too large.
fn posts(host: &str, headers: &HeaderMap) -> Result<(), Refusal> {
    let origin = format!("http://{host}");
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let is_own = origins.next().and_then(|value| value.to_str().ok()).is_some_and(|value| value.eq_ignore_ascii_case(&origin));
    if !is_own || origins.next().is_some() {
        return Err(Refusal::of(StatusCode::FORBIDDEN, "foreign"));
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(Refusal::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, "type"));
    }
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > LARGEST as u64) {
        return Err(Refusal::of(StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
    }
    Ok(())
}

/// Whether two secrets are the same; how long it takes does not tell how much of them is.
fn same(given: &str, secret: &str) -> bool {
    let differing = given.bytes().zip(secret.bytes()).fold(0, |differing, (a, b)| differing | (a ^ b));
    given.len() == secret.len() && std::hint::black_box(differing) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";
    const KEY_WORD: &str = "fedcba9876543210fedcba9876543210";

    fn guard() -> Guard {
        Guard::with([TOKEN, KEY_WORD, "room"].map(str::to_owned), 8080)
    }

    fn admit(method: Method, uri: &str, headers: &[(&str, &str)]) -> Result<Pass, u16> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
        }
        guard().admit(&method, &uri.parse().unwrap(), &map).map_err(|refusal| refusal.status.as_u16())
    }

    const HOST: (&str, &str) = ("host", "127.0.0.1:8080");
    const COOKIE: (&str, &str) = ("cookie", "a=b; metryczka-8080=0123456789abcdef0123456789abcdef");
    const WITH_KEY: (&str, &str) = ("x-metryczka-key", KEY_WORD);

    #[test]
    fn a_server_on_another_port_that_was_sent_the_cookie_does_not_come_in_with_it() {
        assert_eq!(admit(Method::GET, "/", &[HOST, COOKIE, WITH_KEY]), Err(403), "not in the room");
        assert_eq!(admit(Method::GET, "/rook/", &[HOST, COOKIE, WITH_KEY]), Err(403), "in another room");
        assert_eq!(admit(Method::GET, "/room", &[HOST, COOKIE, WITH_KEY]), Err(403));
        assert_eq!(admit(Method::GET, "/room/", &[HOST, COOKIE]), Ok(Pass::Go), "a page read again has no key yet");
        assert_eq!(admit(Method::GET, "/room/api/state", &[HOST, COOKIE]), Err(403), "the cookie alone");
        assert_eq!(admit(Method::GET, "/room/api/state", &[HOST, WITH_KEY]), Err(403), "the key alone");
        let wrong = ("x-metryczka-key", "fedcba9876543210fedcba987654321f");
        assert_eq!(admit(Method::GET, "/room/api/state", &[HOST, COOKIE, wrong]), Err(403));
        assert_eq!(admit(Method::GET, "/room/api/state", &[HOST, COOKIE, WITH_KEY, wrong]), Err(403), "two keys");
        assert_eq!(admit(Method::GET, "/room/api/state", &[HOST, COOKIE, WITH_KEY]), Ok(Pass::Go));
        assert!(guard().set_cookie().contains("; Path=/room/;"), "no other path is sent it");
        assert_eq!(admit(Method::GET, "/favicon.ico", &[HOST]), Ok(Pass::Sign));
    }

    #[test]
    fn a_name_of_somebody_elses_that_leads_here_is_turned_away() {
        for host in ["evil.example:8080", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:8080", "", "[::1]:8080"] {
            assert_eq!(admit(Method::GET, "/room/", &[("host", host), COOKIE]), Err(421), "{host}");
        }
        assert_eq!(admit(Method::GET, "/room/", &[COOKIE]), Err(421), "no host at all");
        assert_eq!(admit(Method::GET, "/room/", &[HOST, ("host", "evil.example"), COOKIE]), Err(421), "two hosts");
        assert_eq!(admit(Method::GET, "http://evil.example/room/", &[HOST, COOKIE]), Err(421), "another host in the address");
        assert_eq!(admit(Method::GET, "/room/", &[("host", "LOCALHOST:8080"), COOKIE]), Ok(Pass::Go));
    }

    #[test]
    fn without_the_link_or_its_cookie_nobody_comes_in() {
        assert_eq!(admit(Method::GET, "/room/", &[HOST]), Err(403));
        assert_eq!(admit(Method::GET, "/room/?token=0123456789abcdef0123456789abcdee", &[HOST]), Err(403));
        assert_eq!(admit(Method::GET, "/room/?token=", &[HOST]), Err(403));
        assert_eq!(admit(Method::GET, &format!("/room/?token={TOKEN}"), &[HOST]), Ok(Pass::Enter));
        assert_eq!(
            admit(Method::GET, &format!("/room/api/state?token={TOKEN}"), &[HOST]),
            Err(403),
            "only the first page takes it"
        );
        assert_eq!(admit(Method::GET, "/room/", &[HOST, ("cookie", &format!("metryczka-8081={TOKEN}"))]), Err(403));
        assert_eq!(admit(Method::GET, "/room/", &[HOST, ("cookie", "metryczka-8080=")]), Err(403));
        assert_eq!(admit(Method::GET, "/room/", &[HOST, COOKIE]), Ok(Pass::Go));
    }

    #[test]
    fn another_page_can_neither_ask_nor_send() {
        let json = ("content-type", "application/json; charset=utf-8");
        let own = ("origin", "http://127.0.0.1:8080");
        assert_eq!(admit(Method::POST, "/room/api/undo", &[HOST, COOKIE, WITH_KEY, own, json]), Ok(Pass::Go));
        for origin in ["http://localhost:8080", "https://127.0.0.1:8080", "http://evil.example", "null"] {
            assert_eq!(
                admit(Method::POST, "/room/api/undo", &[HOST, COOKIE, WITH_KEY, ("origin", origin), json]),
                Err(403),
                "{origin}"
            );
        }
        assert_eq!(admit(Method::POST, "/room/api/undo", &[HOST, COOKIE, WITH_KEY, json]), Err(403), "no origin");
        assert_eq!(admit(Method::POST, "/room/api/undo", &[HOST, COOKIE, WITH_KEY, own, own, json]), Err(403), "two origins");
        for site in ["cross-site", "same-site"] {
            assert_eq!(admit(Method::GET, "/room/", &[HOST, COOKIE, ("sec-fetch-site", site)]), Err(403), "{site}");
        }
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""] {
            assert_eq!(
                admit(Method::POST, "/room/api/undo", &[HOST, COOKIE, WITH_KEY, own, ("content-type", kind)]),
                Err(415),
                "{kind}"
            );
        }
    }

    #[test]
    fn what_is_too_much_is_not_read() {
        let sent = [HOST, COOKIE, WITH_KEY, ("origin", "http://127.0.0.1:8080"), ("content-type", "application/json")];
        let of = |length: &str| admit(Method::POST, "/room/api/undo", &[&sent[..], &[("content-length", length)]].concat());
        assert_eq!((of("65536"), of("65537")), (Ok(Pass::Go), Err(413)));
        assert_eq!(
            admit(Method::GET, &format!("/room/api/queue?find={}", "x".repeat(3_000)), &[HOST, COOKIE, WITH_KEY]),
            Err(414)
        );
        for method in [Method::PUT, Method::DELETE, Method::OPTIONS, Method::HEAD, Method::TRACE] {
            assert_eq!(admit(method.clone(), "/room/", &[HOST, COOKIE]), Err(405), "{method}");
        }
    }

    #[test]
    fn every_run_has_secrets_of_its_own() {
        let (one, two) = (Guard::new(1).unwrap(), Guard::new(1).unwrap());
        assert_eq!(one.token.len(), 32);
        let secrets = [&one.token, &one.key, &one.room, &two.token, &two.key, &two.room];
        assert_eq!(std::collections::BTreeSet::from(secrets).len(), 6);
    }
}
