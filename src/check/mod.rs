//! Identities over one notice's facts → verdicts.

mod model;

pub use model::{Check, Identity, Mention, Proof, Verdict};
