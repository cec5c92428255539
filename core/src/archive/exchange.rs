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

/// Why an answer is kept without its body: what is known of it stands in an earlier record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revisit {
    /// How it is known.
    pub profile: Profile,
    /// The address of the earlier record.
    pub refers_to_url: String,
    /// The time of the earlier record, seconds since 1970.
    pub refers_to_time: i64,
}

/// How an answer is known to be one that was kept before (WARC/1.1 §6.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// The server says that nothing changed (304).
    NotModified,
    /// The body, as sent, has the digest of the earlier one.
    IdenticalPayload,
}

impl Profile {
    /// The name the standard gives it.
    #[cfg(feature = "archive")]
    pub(super) fn uri(self) -> &'static str {
        match self {
            Self::NotModified => "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
            Self::IdenticalPayload => "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        }
    }
}

/// What a `revisit` record says of the body it leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisitOf {
    /// How the answer is known to be one that was kept before.
    pub profile: Profile,
    /// The address of the earlier record.
    pub refers_to_url: String,
    /// The time of the earlier record, seconds since 1970.
    pub refers_to_time: i64,
    /// `sha256:` and the hexadecimal digest of the body as sent, if the server sent it.
    pub payload_digest: Option<String>,
}
