//! Identities over one notice's facts → verdicts.

mod model;
mod record;

pub use model::{Check, Identity, Mention, Proof, Verdict};
pub use record::Record;
