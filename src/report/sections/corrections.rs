//! What people put right.

use super::{counted, nothing, table};
use crate::html::{date, field as field_name, outside, t, value, visible};
use crate::report::figures::{Corrected, Figures};
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
    let title = corrected.project_id.as_ref().and_then(|id| figures.projects.titles.get(id)).map(|(title, _)| title.as_str());
    let text = |text: &Option<String>| text.as_deref().map_or_else(none, outside);
    let day = corrected.made.get(..10).unwrap_or(&corrected.made);
    vec![
        title.filter(|title| !title.is_empty()).map_or_else(|| t("report.untitled"), outside),
        html! { (value("action", &corrected.action)) @if let Some(field) = &corrected.field { ": " (field_name(field)) } },
        text(&corrected.original),
        text(&corrected.value),
        text(&corrected.reason),
        value("fate", &corrected.fate),
        date(&visible(day)),
    ]
}
