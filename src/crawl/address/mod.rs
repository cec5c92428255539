//! Canonical addresses: one form for the many ways in which sites write the same address.
//!
//! | file | what it owns |
//! |---|---|
//! | `link` | a link's text → an address, or the reason why it is none |
//! | `canonical` | the form addresses are compared in |
//! | `query` | the parameters behind the question mark |
//! | `pattern` | the shape of an address, for budgets |

mod canonical;
mod link;
mod pattern;
mod query;
#[cfg(test)]
mod tests;

pub use canonical::canonical;
pub use link::{Found, found};
pub use pattern::pattern;
pub(super) use query::parameters;

/// Longest address in bytes: browsers and servers of the sites' age took no more, and what is longer is a script gone wild.
pub const MAX_LENGTH: usize = 2_048;
