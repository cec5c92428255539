//! The row of a fact: its number, field, value, words, rule, and the checks it takes part in.

use super::check::Check;
use super::model::{PageFact, PageMention, plain};
use super::value::value;
use crate::html::{Family, field, outside, rule, t, visible};
use maud::{Markup, html};
use serde_json::Value;

/// Letters of a quotation that are shown in a row; the text shows all of them.
const QUOTED: usize = 160;

/// What a row needs to know of its surroundings.
#[derive(Debug)]
pub(super) struct Row<'a> {
    /// The project.
    pub(super) mention: &'a PageMention,
    /// The fact.
    pub(super) fact: &'a PageFact,
    /// Its number on the page.
    pub(super) number: usize,
    /// Its id.
    pub(super) id: String,
    /// The id of its words, if it has any.
    pub(super) words: Option<String>,
    /// The checks it takes part in, with their ids.
    pub(super) checks: Vec<(String, &'a Check<'a>)>,
}

impl Row<'_> {
    /// The row.
    pub(super) fn markup(&self) -> Markup {
        let name = self.fact.field.split('[').next().unwrap_or_default();
        html! {
            li class={ "fact b-" (Family::of(&self.fact.field).name()) } id=(self.id) data-fact=(self.id) {
                span class="n" { (self.number) }
                span class="field" { (field(name)) }
                span class="value" { (value(self.mention, &self.fact.field)) }
                span class="from" {
                    @match &self.words {
                        Some(words) => a class="quote" href={ "#" (words) } { q { (outside(&cut(&self.fact.quote))) } },
                        None => span class="soft" { (t("explain.no_words")) },
                    }
                    " · " span class="rule" title=(visible(&self.fact.rule)) { (rule(&self.fact.rule)) }
                }
                @if let Some(corrected) = self.corrected() { (corrected) }
                @if !self.checks.is_empty() {
                    span class="checks-of" { @for (id, check) in &self.checks { (check.link(id)) " " } }
                }
            }
        }
    }

    /// What was read before a person put the value right.
    fn corrected(&self) -> Option<Markup> {
        let field = &self.fact.field;
        let is_of = |row: &&Value| row.as_str() == Some(field) || plain(&row["field"]) == *field;
        let row = self.mention.items("corrected").find(is_of)?;
        let original = row["original"].as_str();
        Some(html! {
            span class="corrected" {
                (t("explain.corrected"))
                @if let Some(original) = original { " " (t("explain.original")) " " (outside(original)) }
            }
        })
    }
}

/// The beginning of long words.
fn cut(quote: &str) -> String {
    let words = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= QUOTED { words } else { words.chars().take(QUOTED - 1).chain(['…']).collect() }
}
