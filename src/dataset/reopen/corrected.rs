//! What a person has put right of which mention, from the table `corrections`.

use super::pages::narrowed;
use crate::check::Corrected;
use crate::dataset::error::DatasetError;
use crate::dataset::rows::TableReader;
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

/// The corrections that hold, by mention and field. As many as a person made; the mentions of an edition have mostly none.
#[derive(Debug, Default)]
pub(super) struct Corrections(HashMap<String, Vec<Corrected>>);

impl Corrections {
    /// Reads them.
    pub(super) fn read(edition: &Path) -> Result<Self, DatasetError> {
        let columns = ["mention_id", "action", "fate", "field", "original", "original_quote", "reason"];
        let mut all = Self::default();
        for rows in TableReader::open(edition, &narrowed("corrections", &columns))?.groups() {
            let rows = rows?;
            for row in 0..rows.height() {
                let text = |column| rows.cell(row, column).as_text().map(str::to_owned);
                let (Some(mention), Some(field)) = (text(0), text(3)) else { continue };
                if text(1).as_deref() == Some("correct") && text(2).as_deref() == Some("applied") {
                    let corrected = Corrected { field, original: text(4), quote: text(5), reason: text(6) };
                    all.0.entry(mention).or_default().push(corrected);
                }
            }
        }
        Ok(all)
    }

    /// What was put right of a mention: of each of its fields what was read, as far as a correction tells. What follows from a correction
    /// of another field (the number of a municipality from its name) has no correction of its own, and what was read there is not kept.
    pub(super) fn of(&self, mention_id: &str, fields: &[Cow<'_, str>]) -> Vec<Corrected> {
        let known = self.0.get(mention_id).map(Vec::as_slice).unwrap_or_default();
        let of = |field: &Cow<'_, str>| {
            let found = known.iter().rev().find(|corrected| corrected.field == **field).cloned();
            found.unwrap_or_else(|| Corrected { field: field.to_string(), original: None, quote: None, reason: None })
        };
        fields.iter().map(of).collect()
    }
}
