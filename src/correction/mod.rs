//! What people put right: `corrections.toml` → corrected mentions.
//!
//! A correction is tied to the content of a page. As long as the page says the same, the answer holds and nobody is asked again; when it
//! says something else, the answer rests and the question comes back. The same is: the same bytes, or the same text, or, whatever else
//! of the text has changed (a counter of visitors, today's date), the same reading of the mention and of the words pointed at. Nothing that a page prints is lost: a corrected mention keeps what
//! was read beside what a person says.
//!
//! The file is written by the review and may be edited by hand; it belongs into version control:
//!
//! ```toml
//! version = 1
//! next = 3                       # the next correction is c3: an id is never given twice
//!
//! [[correction]]
//! id = "c1"
//! made = "2026-11-22T18:40:00Z"
//! by = "A. Nowak"                # who, if they say so
//! reason = "the sum is the total of both stages"
//! action = "correct"             # or accept, reject, merge, split
//! page = "https://gmina.example/projekt.html"   # the address, or the path of a saved page
//! sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
//! text_sha256 = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
//! reading_sha256 = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"   # what was read of the mention; may be missing
//! mention = 0                    # its number on the page, and its title as it was read
//! title = "Nowa świetlica"
//! field = "total_cost"
//! original = "977337.48"         # what was read
//! value = "1149808.8"            # what is right; without it, the page says nothing of the field
//! words = { start = 210, end = 226, quote = "1 149 808,80 zł" }
//!
//! [[correction]]
//! id = "c2"
//! made = "2026-11-22T18:42:10Z"
//! action = "merge"
//! mentions = [
//!     { page = "https://gmina.example/projekt.html", sha256 = "9f86…", text_sha256 = "6030…", mention = 0, title = "Nowa świetlica" },
//!     { page = "https://gmina.example/bip/12.html", sha256 = "2c26…", text_sha256 = "fcde…", mention = 1 },
//! ]
//! ```
//!
//! Way of a correction: [`normalise_for`] brings what is typed into its form, [`Place::of`] says what it is about, [`Editor::add`] keeps
//! it, [`Corrector::correct`] applies it to the page at the next build, [`Corrector::outcomes`] says what became of it, and
//! [`Corrector::bonds`] which mentions [`crate::resolve::bind`] has to tie or part.

mod apply;
mod error;
mod file;
mod model;
mod reading;
mod set;
#[cfg(test)]
mod testing;

pub use apply::{Corrector, Fate, Outcome};
pub use error::CorrectionError;
pub use file::{CorrectionsFile, Editor};
pub use model::{Action, Correction, Place, Words};
pub use set::{RULE, is_field, normalise, normalise_for, set, value_of};
