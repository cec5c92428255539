//! What people put right.

use super::{counted, nothing, table};
use crate::html::{date, field as field_name, link, outside, t, value, visible};
use crate::report::figures::{Corrected, Figures};
use crate::report::page::simple;
use crate::report::words::{Part, none, say};
use maud::{Markup, html};

pub(super) fn body(figures: &Figures) -> Markup {
    let corrections = &figures.corrections;
    if corrections.count == 0 {
        return html! { (nothing("report.no_corrections")) p { (t("report.corrections_how")) " " code { "metryczka review" } } };
    }
    let fates = corrections.fates.iter().map(|(fate, number)| (fate, *number));
    let rows: Vec<Vec<Markup>> = corrections.newest.iter().map(|corrected| row(figures, corrected)).collect();
    html! {
        p.lead { (t("report.corrections_lead")) }
        (counted("fate", fates, corrections.count, ["report.head_fate", "report.head_corrections", "report.head_share"]))
        h3 { (t("report.newest_corrections")) }
        p.lead {
            (say("report.corrections_shown", &[("n", Part::Count(rows.len() as u64)), ("all", Part::Count(corrections.count))]))
        }
        (table(&[
            ("report.head_project", false), ("report.head_done", false), ("report.head_read", false), ("report.head_corrected", false),
            ("report.head_why", false), ("report.head_fate", false), ("report.head_made", true),
        ], &rows))
    }
}

fn row(figures: &Figures, corrected: &Corrected) -> Vec<Markup> {
    let told = corrected.project_id.as_ref().and_then(|id| figures.projects.titles.get(id));
    let (title, currency) = told.map_or(("", ""), |(title, currency)| (title.as_str(), currency.as_str()));
    let written = |value: &Option<String>| match (value, &corrected.field) {
        (Some(value), Some(field)) => simple(field, value, currency),
        (value, _) => value.as_deref().map_or_else(none, outside),
    };
    let text = |text: &Option<String>| text.as_deref().map_or_else(none, outside);
    let day = corrected.made.get(..10).unwrap_or(&corrected.made);
    vec![
        if title.is_empty() { place(corrected, told.is_some()) } else { outside(title) },
        html! { (value("action", &corrected.action)) @if let Some(field) = &corrected.field { ": " (field_name(field)) } },
        written(&corrected.original),
        written(&corrected.value),
        text(&corrected.reason),
        value("fate", &corrected.fate),
        date(&visible(day)),
    ]
}

/// What tells of a project that has no title: where it stands. Of a rejected one the edition has nothing else.
fn place(corrected: &Corrected, is_known: bool) -> Markup {
    html! {
        @if is_known { (t("report.untitled")) br; }
        @if let Some(title) = &corrected.page_title { (say("report.on_page", &[("title", Part::Text(title))])) br; }
        span.place { (link(&corrected.page)) ", " (say("report.mention_number", &[("n", Part::Count(corrected.mention + 1))])) }
    }
}
