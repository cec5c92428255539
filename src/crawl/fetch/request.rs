//! The head of a request.

use super::error::FetchError;
use crate::crawl::visit::Validators;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, FROM, HOST, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    USER_AGENT,
};
use reqwest::{Method, Request};
use url::Url;

/// What is read: pages first, then documents.
const WANTED: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf;q=0.9,*/*;q=0.8";

/// Codings that can be undone. Bodies are archived as sent, so the client must not ask or decode by itself.
const CODINGS: &str = "gzip, br";

/// Name and value of a header line: the name as HTTP libraries know it, and as it is written.
type Line = (HeaderName, &'static str, HeaderValue);

/// The lines that are the same in every request.
#[derive(Debug)]
pub(super) struct Lines {
    lines: Vec<Line>,
    /// The same lines as they are written.
    written: Vec<u8>,
}

impl Lines {
    /// Says who asks, and for what. The contact is a mail address or the address of a web page.
    pub(super) fn new(contact: Option<&str>) -> Result<Self, FetchError> {
        let version = env!("CARGO_PKG_VERSION");
        let agent = match contact {
            Some(contact) => format!("metryczka/{version} (+{contact})"),
            None => format!("metryczka/{version}"),
        };
        let mut lines = vec![
            (USER_AGENT, "User-Agent", value(agent)?),
            (ACCEPT, "Accept", HeaderValue::from_static(WANTED)),
            (ACCEPT_LANGUAGE, "Accept-Language", HeaderValue::from_static("pl")),
            (ACCEPT_ENCODING, "Accept-Encoding", HeaderValue::from_static(CODINGS)),
        ];
        // RFC 9110 §10.1.2: robots ought to say whom to write to.
        if let Some(mail) = contact.map(|contact| contact.trim_start_matches("mailto:"))
            && mail.contains('@')
            && !mail.contains('/')
        {
            lines.insert(1, (FROM, "From", value(mail.to_owned())?));
        }
        let mut written = Vec::new();
        for (_, name, value) in &lines {
            write_line(&mut written, name, value.as_bytes());
        }
        Ok(Self { lines, written })
    }

    /// A request, and its head as it goes over the wire.
    pub(super) fn request(&self, url: &Url, validators: Option<&Validators>) -> Result<(Request, Vec<u8>), FetchError> {
        let mut request = Request::new(Method::GET, url.clone());
        let mut written = Vec::with_capacity(self.written.len() + url.as_str().len() + 128);
        written.extend_from_slice(b"GET ");
        written.extend_from_slice(url.path().as_bytes());
        if let Some(query) = url.query() {
            written.push(b'?');
            written.extend_from_slice(query.as_bytes());
        }
        written.extend_from_slice(b" HTTP/1.1\r\n");
        let headers = request.headers_mut();
        let host = host_line(url)?;
        write_line(&mut written, "Host", host.as_bytes());
        headers.insert(HOST, host);
        for (name, _, value) in &self.lines {
            headers.insert(name, value.clone());
        }
        written.extend_from_slice(&self.written);
        if let Some(validators) = validators {
            conditions(validators, headers, &mut written);
        }
        written.extend_from_slice(b"\r\n");
        Ok((request, written))
    }
}

/// Asks for the page only if it is another version (RFC 9110 §13.1.2 and §13.1.3). Both validators go back as they came, weak ones
/// too: a server that knows the entity tag ignores the date.
fn conditions(validators: &Validators, headers: &mut HeaderMap, written: &mut Vec<u8>) {
    let pairs =
        [(IF_NONE_MATCH, "If-None-Match", &validators.etag), (IF_MODIFIED_SINCE, "If-Modified-Since", &validators.last_modified)];
    for (name, spelling, validator) in pairs {
        // A validator that could not be a header value was not one; without it the page simply comes again.
        if let Some(Ok(value)) = validator.as_ref().map(|text| HeaderValue::from_bytes(text.as_bytes())) {
            write_line(written, spelling, value.as_bytes());
            headers.insert(name, value);
        }
    }
}

/// Host and, unless it is the scheme's own, port (RFC 9110 §7.2).
fn host_line(url: &Url) -> Result<HeaderValue, FetchError> {
    let host = url.host_str().unwrap_or_default();
    let host = match url.port() {
        Some(port) => HeaderValue::try_from(format!("{host}:{port}")),
        None => HeaderValue::from_str(host),
    };
    host.map_err(|error| FetchError::BadUrl { reason: error.to_string() })
}

/// A value for a header line: plain letters only, for what lies beyond ASCII is read differently by every server
/// (RFC 9110 §5.5).
fn value(text: String) -> Result<HeaderValue, FetchError> {
    let value = HeaderValue::from_str(&text).ok().filter(|_| text.is_ascii());
    value.ok_or_else(|| FetchError::Setup { reason: format!("not fit for a header line: {text}") })
}

fn write_line(written: &mut Vec<u8>, name: &str, value: &[u8]) {
    for part in [name.as_bytes(), b": ", value, b"\r\n"] {
        written.extend_from_slice(part);
    }
}
