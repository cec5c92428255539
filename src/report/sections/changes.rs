//! What is other than in the edition before.

use super::{nothing, table};
use crate::html::{count, field, money, outside, t, value};
use crate::report::figures::Figures;
use crate::report::words::{Part, say};
use maud::{Markup, html};

pub(super) fn body(figures: &Figures) -> Markup {
    let changes = &figures.changes;
    let Some(previous) = &figures.edition.previous else { return nothing("report.first_edition") };
    if changes.is_empty() {
        return html! { p.nothing { (say("report.no_changes", &[("name", Part::Text(previous))])) } };
    }
    let kinds: Vec<Vec<Markup>> =
        changes.projects.iter().map(|(kind, number)| vec![value("change", kind.word()), count(*number as u64)]).collect();
    let mut fields: Vec<(&String, u64)> = changes.fields.iter().map(|(field, number)| (field, *number)).collect();
    fields.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let fields: Vec<Vec<Markup>> = fields.into_iter().map(|(name, number)| vec![field(name), count(number)]).collect();
    html! {
        p.lead { (say("report.changes_lead", &[("name", Part::Text(previous))])) }
        (table(&[("report.head_change", false), ("report.head_projects", true)], &kinds))
        @if !fields.is_empty() {
            h3 { (t("report.changed_fields")) }
            (table(&[("report.head_field", false), ("report.head_values", true)], &fields))
        }
        (moved(figures))
    }
}

/// The changes of money that move most.
fn moved(figures: &Figures) -> Markup {
    let changes = &figures.changes;
    let rows: Vec<Vec<Markup>> = changes
        .moved
        .iter()
        .map(|moved| {
            let told = figures.projects.titles.get(&moved.project_id);
            let (title, currency) = told.map_or(("", ""), |(title, currency)| (title, currency));
            vec![
                html! { @if title.is_empty() { (t("report.untitled")) } @else { (outside(title)) } },
                field(&moved.field),
                money(moved.before, currency),
                money(moved.after, currency),
                money(moved.after.saturating_sub(moved.before), currency),
            ]
        })
        .collect();
    html! {
        @if !rows.is_empty() {
            h3 { (t("report.moved")) }
            p.lead { (say("report.moved_lead", &[("n", Part::Count(rows.len() as u64)), ("all", Part::Count(changes.sums))])) }
            (table(&[
                ("report.head_project", false), ("report.head_field", false), ("report.head_before", true),
                ("report.head_after", true), ("report.head_difference", true),
            ], &rows))
        }
    }
}
