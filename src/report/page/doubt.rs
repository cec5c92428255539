//! What is doubtful of a project, with the readings between which its page does not decide.

use super::model::{PageMention, plain};
use super::value::simple;
use crate::html::{field as field_name, t, value};
use maud::{Markup, html};
use serde_json::Value;

/// The doubts of a project. `id_of` gives the ids of a field's facts.
pub(super) fn doubts(mention: &PageMention, id_of: impl Fn(&str) -> Vec<String>) -> Markup {
    let currency = plain(&mention.fields["currency"]);
    let doubts: Vec<&Value> = mention.items("doubts").collect();
    html! {
        @if !doubts.is_empty() {
            h4 { (t("explain.doubts")) }
            ul class="doubts" {
                @for doubt in doubts {
                    @let field = plain(&doubt["field"]);
                    @let candidates: Vec<String> = doubt["candidates"].as_array().into_iter().flatten().map(plain).collect();
                    li class="doubt" data-ties=(id_of(&field).join(" ")) tabindex="0" {
                        b { (field_name(&field)) } ": " (value("doubt", &plain(&doubt["reason"])))
                        @if !candidates.is_empty() {
                            " " span class="soft" { (t("explain.candidates")) }
                            ul { @for candidate in candidates { li { (simple(&field, &candidate, &currency)) } } }
                        }
                    }
                }
            }
        }
    }
}
