//! One request, one answer, within limits.
//!
//! Before anything is sent, `gate` looks at the address's spelling and `resolver` at the machines behind it; both rest on the table
//! in `ranges`. reqwest connects only to machines the resolver let through, and the machine that answered is looked at once more.
//! Redirects are answers like any other: the caller decides, and the new address comes through the same gate.
//!
//! Whether a page changed is asked with the validators of its last version alone (RFC 9110 §13.1). Freshness as RFC 9111 reckons it
//! plays no part: when a page is looked at again is up to the schedule, which knows how often it really changed, and municipal
//! servers mark everything as stale or nothing.

mod body;
mod client;
mod error;
mod fetcher;
mod gate;
mod ranges;
mod request;
mod resolver;
mod retry_after;
#[cfg(test)]
mod tests;

pub use error::{FetchError, is_of_host};
pub use fetcher::{Ask, Fetched, Fetcher};
pub use ranges::forbidden_range;
pub use retry_after::retry_after;
