//! The page of the desk: what its script finds when it begins.

use maud::{Markup, html};

/// Its styles, after those of all documents.
pub(super) const STYLE: &str = "";

/// Its script, after the one of all documents.
pub(super) const SCRIPT: &str = "";

/// What stands in the body; everything else is made by the script.
pub(super) fn body() -> Markup {
    html! { main id="app" {} }
}
