//! The tables of an extraction, in parts: what single pages say, of a corpus of any size.
//!
//! An extraction is no edition: nothing is compared, no project has a number yet. [`Parts`] is the folder into which it is written. A part tells of a fixed number of captures and is whole when its mark
//! stands in `parts/`: the mark is written last. Whatever ends a run, the next one goes on behind the last whole part, and in the end
//! every byte is the same. Whoever opens the folder again reads the files of all parts once and compares their SHA-256 with the marks: a
//! part that differs is made again, with those behind it.
//!
//! ```text
//! DIR/extract.json              what is extracted, by which version, with which settings; the totals, once it is finished
//! DIR/parts/00000.json          the mark of a part: captures, rows, digests
//! DIR/<table>/part-00000.parquet
//! ```

mod alone;
mod description;
mod digest;
mod folder;
mod mark;
mod part;
mod rows;
#[cfg(test)]
mod tests;

pub use alone::MentionsFile;
pub use description::{ExtractJob, ExtractTotals};
pub use digest::CapturesDigest;
pub use folder::Parts;
pub use mark::{Covered, PartMark};
pub use part::Part;
