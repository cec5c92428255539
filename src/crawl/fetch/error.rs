//! Why nothing could be fetched, and what to do about it.

use std::error::Error;
use std::io;
use std::net::IpAddr;
use thiserror::Error;

/// Why there is no answer. An answer that broke off after its first bytes is none of these: it comes back, marked as truncated.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The settings allow no client to be made.
    #[error("cannot make requests: {reason}")]
    Setup {
        /// What is wrong with them.
        reason: String,
    },
    /// Nobody is named whom servers could complain to, so only this machine may be asked.
    #[error("no contact is set, so nothing beyond this machine is fetched: {host}")]
    NoContact {
        /// The host that was to be asked.
        host: String,
    },
    /// Neither `http` nor `https`.
    #[error("cannot fetch addresses that begin with {scheme}:")]
    Scheme {
        /// The scheme.
        scheme: String,
    },
    /// The address names a user or a password.
    #[error("the address carries a user name or a password")]
    Credentials,
    /// A port of another service, which a request could be made to talk to.
    #[error("port {port} belongs to another service")]
    Port {
        /// The port.
        port: u16,
    },
    /// The address cannot be put into a request.
    #[error("not an address that can be fetched: {reason}")]
    BadUrl {
        /// What is wrong with it.
        reason: String,
    },
    /// The host, or everything it resolves to, is no machine of the public internet.
    #[error("{host} is at {address}, which is not on the public internet ({range})")]
    Forbidden {
        /// The host.
        host: String,
        /// One of its addresses.
        address: IpAddr,
        /// What the address is for.
        range: &'static str,
    },
    /// The host's name has no address.
    #[error("cannot find {host}: {reason}")]
    Unresolved {
        /// The host.
        host: String,
        /// What the resolver says.
        reason: String,
    },
    /// No connection: refused, or no way there.
    #[error("cannot connect: {reason}")]
    Unreachable {
        /// What the system says.
        reason: String,
    },
    /// The certificate or the encryption is not acceptable.
    #[error("no trustworthy connection: {reason}")]
    Tls {
        /// What is wrong.
        reason: String,
    },
    /// This machine has no root certificates to check others against.
    #[error("no certificate can be verified on this machine: {reason}")]
    NoRoots {
        /// What was missing.
        reason: String,
    },
    /// Nothing came in time.
    #[error("no answer in time: {stage} took too long")]
    Timeout {
        /// What was waited for: `resolving`, `connecting`, `the head`, `the body`.
        stage: &'static str,
    },
    /// The server closed the connection before there was an answer.
    #[error("the connection broke off: {reason}")]
    Disconnected {
        /// What happened.
        reason: String,
    },
    /// What came back is not HTTP.
    #[error("not an answer in HTTP: {reason}")]
    BadAnswer {
        /// What is wrong with it.
        reason: String,
    },
    /// The header of the answer is larger than [`crate::crawl::FetchLimits::max_header_bytes`].
    #[error("the header of the answer is longer than {limit} bytes")]
    HeaderTooLarge {
        /// The limit.
        limit: usize,
    },
}

impl FetchError {
    /// A stable name for tables and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Setup { .. } => "fetch_setup",
            Self::NoContact { .. } => "no_contact",
            Self::Scheme { .. } => "bad_scheme",
            Self::Credentials => "credentials_in_address",
            Self::Port { .. } => "bad_port",
            Self::BadUrl { .. } => "bad_address",
            Self::Forbidden { .. } => "forbidden_address",
            Self::Unresolved { .. } => "host_unknown",
            Self::Unreachable { .. } => "unreachable",
            Self::Tls { .. } => "tls",
            Self::NoRoots { .. } => "no_root_certificates",
            Self::Timeout { .. } => "timeout",
            Self::Disconnected { .. } => "disconnected",
            Self::BadAnswer { .. } => "not_http",
            Self::HeaderTooLarge { .. } => "header_too_large",
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Setup { .. } => "correct the contact: a mail address or the address of a web page, in plain letters",
            Self::NoContact { .. } => "set `contact` to a mail or web address at which the operators of a server can reach you",
            Self::Scheme { .. } => "give an address that begins with http:// or https://",
            Self::Credentials => "leave user name and password out of the address; only public pages are fetched",
            Self::Port { .. } => "correct the port in the address",
            Self::BadUrl { .. } => "correct the address",
            Self::Forbidden { .. } => "correct the address, or set `allow_loopback` if it is a server of this machine",
            Self::Unresolved { .. } => "check the spelling of the host, and whether it still exists",
            Self::Unreachable { .. } => "look whether a browser opens the address; the next run tries again",
            Self::Tls { .. } => "name the host in `unverified_hosts` if its certificate is known to be broken",
            Self::NoRoots { .. } => "install the system's root certificates (package `ca-certificates`)",
            Self::Timeout { .. } => "the next run tries again; raise the time limits if the server is known to be slow",
            Self::Disconnected { .. } => "the next run tries again",
            Self::BadAnswer { .. } => "look whether a browser opens the address, and whether the port is a web server's",
            Self::HeaderTooLarge { .. } => "raise the limit max_header_bytes if the page is a real one",
        }
    }

    /// What to do about an error of which only the name was kept; nothing if it is none of these.
    pub fn remedy_of(code: &str) -> Option<&'static str> {
        let none = String::new;
        let all = [
            Self::Setup { reason: none() },
            Self::NoContact { host: none() },
            Self::Scheme { scheme: none() },
            Self::Credentials,
            Self::Port { port: 0 },
            Self::BadUrl { reason: none() },
            Self::Forbidden { host: none(), address: IpAddr::from([0; 4]), range: "" },
            Self::Unresolved { host: none(), reason: none() },
            Self::Unreachable { reason: none() },
            Self::Tls { reason: none() },
            Self::NoRoots { reason: none() },
            Self::Timeout { stage: "" },
            Self::Disconnected { reason: none() },
            Self::BadAnswer { reason: none() },
            Self::HeaderTooLarge { limit: 0 },
        ];
        all.iter().find(|error| error.code() == code).map(Self::remedy)
    }

    /// Whether it tells something of the server's health, so that the host is given a pause; a faulty address does not.
    pub fn counts_against_host(&self) -> bool {
        is_of_host(self.code())
    }
}

/// The codes of errors that tell something of the server's health.
const OF_HOST: [&str; 6] = ["host_unknown", "unreachable", "tls", "timeout", "disconnected", "not_http"];

/// Whether an error of this code does; see [`FetchError::counts_against_host`].
pub fn is_of_host(code: &str) -> bool {
    OF_HOST.contains(&code)
}

/// What the HTTP library says of a head that outgrew its buffer (about 400 KB) or its count of lines (100). It has no other
/// public sign; a test holds the sentence.
const HEAD_TOO_LARGE: &str = "message head is too large";

/// What a failed request comes to. `head` is the limit that applies to the header.
pub(super) fn failed(error: &reqwest::Error, head: usize) -> FetchError {
    if error.is_builder() {
        return FetchError::BadUrl { reason: innermost(error) };
    }
    if error.is_timeout() {
        return FetchError::Timeout { stage: if error.is_connect() { "connecting" } else { "the head" } };
    }
    let mut link: Option<&(dyn Error + 'static)> = error.source();
    while let Some(cause) = link {
        if let Some(found) = known_cause(cause) {
            return found;
        }
        link = cause.source();
    }
    let reason = innermost(error);
    match reason.as_str() {
        HEAD_TOO_LARGE => FetchError::HeaderTooLarge { limit: head },
        _ if error.is_connect() => FetchError::Unreachable { reason },
        _ if reason.starts_with("invalid") => FetchError::BadAnswer { reason },
        _ => FetchError::Disconnected { reason },
    }
}

/// A cause that tells the kind of failure by its type.
fn known_cause(cause: &(dyn Error + 'static)) -> Option<FetchError> {
    use io::ErrorKind as Kind;
    if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
        return Some(FetchError::Tls { reason: tls.to_string() });
    }
    let system = cause.downcast_ref::<io::Error>()?;
    // The error inside is skipped by `source`, which gives the source of the error inside.
    if let Some(found) = system.get_ref().and_then(|inner| known_cause(inner)) {
        return Some(found);
    }
    let reason = system.to_string();
    match system.kind() {
        Kind::ConnectionRefused
        | Kind::HostUnreachable
        | Kind::NetworkUnreachable
        | Kind::AddrNotAvailable
        | Kind::NetworkDown => Some(FetchError::Unreachable { reason }),
        Kind::TimedOut => Some(FetchError::Timeout { stage: "connecting" }),
        Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe | Kind::UnexpectedEof | Kind::NotConnected => {
            Some(FetchError::Disconnected { reason })
        }
        Kind::InvalidData | Kind::InvalidInput => Some(FetchError::BadAnswer { reason }),
        _ => None,
    }
}

/// The message of the cause of all causes; the outer ones repeat the address or say no more than that something failed.
fn innermost(error: &dyn Error) -> String {
    let mut error = error;
    while let Some(cause) = error.source() {
        error = cause;
    }
    error.to_string()
}
