//! What could not be read or understood, and what to do about it.

use super::{nothing, table};
use crate::html::{count, outside, t, value, visible};
use crate::report::figures::{Figures, ProblemKind};
use maud::{Markup, html};

pub(super) fn body(figures: &Figures) -> Markup {
    if figures.problems.is_empty() {
        return nothing("report.no_problems");
    }
    let rows: Vec<Vec<Markup>> = figures.problems.iter().map(row).collect();
    html! {
        p.lead { (t("report.problems_lead")) }
        (table(&[
            ("report.head_problem", false), ("report.head_stage", false), ("report.head_count", true),
            ("report.head_example", false), ("report.head_remedy", false),
        ], &rows))
    }
}

fn row(kind: &ProblemKind) -> Vec<Markup> {
    vec![
        html! { code { (visible(&kind.code)) } },
        value("step", &kind.stage),
        count(kind.count),
        html! { (outside(&kind.message)) @if !kind.place.is_empty() { br; span.place { (outside(&kind.place)) } } },
        outside(&kind.remedy),
    ]
}
