//! What people put right: `corrections.toml` → corrected mentions.
//!
//! A correction is tied to the content of a page. As long as the page says the same, the answer holds and nobody is asked again; when it
//! says something else, the answer rests and the question comes back. Nothing that a page prints is lost: a corrected mention keeps what
//! was read beside what a person says.

mod apply;
mod error;
mod file;
mod model;
mod set;

pub use apply::{Corrector, Fate, Outcome};
pub use error::CorrectionError;
pub use file::{CorrectionsFile, Editor};
pub use model::{Action, Correction, Place, Words};
pub use set::{is_field, normalise, normalise_for, set, value_of};
