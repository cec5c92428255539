//! Whom the projects are for.

use super::{counted, nothing, numbers};
use crate::html::{count, t, value};
use crate::report::charts::bars::{Bar, bars};
use crate::report::figures::Figures;
use crate::report::words::{Part, say};
use maud::{Markup, html};
use rust_decimal::Decimal;

pub(super) fn body(figures: &Figures) -> Markup {
    let projects = &figures.projects;
    if projects.count == 0 {
        return nothing("report.no_projects");
    }
    html! {
        p.lead { (say("report.people_lead", &[("n", Part::Count(projects.targeted)), ("all", Part::Count(projects.count))])) }
        @if projects.categories.is_empty() { (nothing("report.no_categories")) } @else { (categories(figures)) }
        (participants(figures))
    }
}

fn categories(figures: &Figures) -> Markup {
    let projects = &figures.projects;
    let mut all: Vec<(&String, u64)> = projects.categories.iter().map(|(name, count)| (name, *count)).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let rows: Vec<Bar> = all
        .iter()
        .map(|(name, number)| Bar {
            label: value("category", name),
            part: Some(Decimal::from(*number)),
            whole: None,
            value: html! { b { (count(*number)) } },
        })
        .collect();
    let heads = ["report.head_category", "report.head_projects", "report.head_share_targeted"];
    html! {
        figure.chart aria-labelledby="categories" {
            h3 id="categories" { (t("report.by_category")) }
            (bars(&rows, None))
            (numbers(&counted("category", all.into_iter(), projects.targeted, heads)))
        }
    }
}

fn participants(figures: &Figures) -> Markup {
    let projects = &figures.projects;
    let rows = [("report.participants", projects.participants), ("report.women", projects.women), ("report.men", projects.men)];
    let rows: Vec<Vec<Markup>> = rows
        .into_iter()
        .filter(|(_, people)| people.projects > 0)
        .map(|(key, people)| vec![t(key), count(people.count), count(people.projects)])
        .collect();
    html! {
        h3 { (t("report.participants_heading")) }
        @if rows.is_empty() { (nothing("report.no_participants")) } @else {
            p.lead { (t("report.participants_lead")) }
            (super::table(&[("report.head_who", false), ("report.head_people", true), ("report.head_told_by", true)], &rows))
        }
    }
}
