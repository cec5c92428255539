//! What passed between the crawler and a server, as the archive keeps it.

use std::net::IpAddr;

/// One fetch, as it is written to and read from an archive folder: a request, the answer if there was one, and notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The address asked for.
    pub url: String,
    /// When the request was sent, seconds since 1970.
    pub time: i64,
    /// The machine that answered.
    pub address: Option<IpAddr>,
    /// The request, from its first line to the empty line.
    pub request: Vec<u8>,
    /// What came back; none if nothing did.
    pub answer: Option<Answer>,
    /// What the crawler noted: name and value, in order (written as `application/warc-fields`).
    pub notes: Vec<(String, String)>,
}

/// A server's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Reason phrase, as sent; often empty.
    pub reason: String,
    /// Header lines in the order sent; the transfer encoding is taken off the body, the content encoding is not.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body as sent (still content-encoded).
    pub body: Vec<u8>,
    /// Whether the limits cut the body short.
    pub truncated: Option<&'static str>,
}

impl Answer {
    /// The first header of a name, as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(&found.1).ok().map(str::trim)
    }
}
