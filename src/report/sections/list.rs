//! How the edition agrees with the official lists of projects.

use super::{counted, nothing, table};
use crate::html::{count, field, money, outside, t, value};
use crate::report::figures::Figures;
use crate::report::words::{Part, say};
use maud::{Markup, html};

pub(super) fn body(figures: &Figures) -> Markup {
    let beside = &figures.beside;
    if beside.outcomes.is_empty() {
        return html! { (nothing("report.no_list")) p { (t("report.list_how")) " " code { "metryczka reconcile LIST.xlsx" } } };
    }
    let all = beside.outcomes.values().sum();
    let outcomes = beside.outcomes.iter().map(|(outcome, number)| (outcome, *number));
    let mut differing: Vec<(&String, u64)> = beside.differing.iter().map(|(what, number)| (what, *number)).collect();
    differing.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let differing: Vec<Vec<Markup>> =
        differing.into_iter().map(|(what, number)| vec![value("figure", what), count(number)]).collect();
    html! {
        p.lead { (t("report.list_lead")) }
        (counted("outcome", outcomes, all, ["report.head_outcome", "report.head_rows", "report.head_share"]))
        @if !differing.is_empty() {
            h3 { (t("report.differing")) }
            (table(&[("report.head_figure", false), ("report.head_rows", true)], &differing))
        }
        (apart(figures))
    }
}

/// The sums that differ most.
fn apart(figures: &Figures) -> Markup {
    let rows: Vec<Vec<Markup>> = figures
        .beside
        .apart
        .iter()
        .map(|apart| {
            vec![
                outside(&apart.title),
                field(apart.field),
                money(apart.announced, &apart.currency),
                money(apart.listed, &apart.currency),
                money(apart.announced.saturating_sub(apart.listed), &apart.currency),
            ]
        })
        .collect();
    html! {
        @if !rows.is_empty() {
            h3 { (t("report.apart_most")) }
            p.lead { (say("report.apart_most_lead", &[("n", Part::Count(rows.len() as u64))])) }
            (table(&[
                ("report.head_project", false), ("report.head_field", false), ("report.head_announced", true),
                ("report.head_listed", true), ("report.head_difference", true),
            ], &rows))
        }
    }
}
