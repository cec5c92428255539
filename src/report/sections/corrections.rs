//! What people put right.

use super::nothing;
use crate::dataset::DatasetError;
use crate::html::t;
use crate::report::figures::Figures;
use maud::{Markup, html};
use std::path::Path;

/// The corrections of an edition.
#[expect(clippy::unnecessary_wraps, reason = "the table of corrections will be read here")]
pub(super) fn body(_edition: &Path, _figures: &Figures) -> Result<Markup, DatasetError> {
    Ok(html! { (nothing("report.no_corrections")) p { (t("report.corrections_how")) " " code { "metryczka review" } } })
}
