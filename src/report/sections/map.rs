//! Where the projects are.

use super::{nothing, numbers, table};
use crate::html::{count, outside, t, visible};
use crate::report::charts::map::{Dot, map};
use crate::report::figures::{Figures, Municipality, Sum, Unplaced};
use crate::report::words::{Part, none, plain, say, short};
use maud::{Markup, html};
use rust_decimal::Decimal;

/// So many municipalities are in the table; the rest is told as one row.
const ROWS: usize = 400;

/// So many are named beside the map.
const NAMED: usize = 10;

pub(super) fn body(figures: &Figures) -> Markup {
    let telling = &figures.municipalities.telling;
    if telling.is_empty() {
        return nothing(if figures.projects.count == 0 { "report.no_projects" } else { "report.no_municipalities" });
    }
    let dots: Vec<Dot<'_>> =
        telling.iter().map(|place| Dot { teryt: &place.teryt, sum: place.grant, title: title(place) }).collect();
    let map = map(&dots, "map-caption");
    html! {
        figure.chart {
            figcaption.lead id="map-caption" {
                (say("report.map_lead", &[("n", Part::Count(telling.len() as u64))]))
            }
            (legend())
            a.skip-chart href="#after-map" { (t("report.skip_map")) }
            div.beside-map { (map.markup) (largest(telling)) }
            span id="after-map" tabindex="-1" {}
            (left_out(figures))
            @if map.unplaced > 0 { p { (say("report.map_unplaced", &[("n", Part::Count(map.unplaced))])) } }
            (numbers(&places(telling)))
        }
    }
}

/// Granted money that no municipality has: the map is less than the headline by so much.
fn left_out(figures: &Figures) -> Markup {
    let Unplaced { wide, unknown } = figures.projects.unplaced;
    let said = |key: &str, sum: Sum| {
        let parts = [("n", Part::Count(sum.projects)), ("sum", Part::Sum(sum.value().unwrap_or_default()))];
        html! { @if sum.projects > 0 { li { (say(key, &parts)) } } }
    };
    let mut all = wide;
    all.add(unknown);
    html! {
        @if let Some(sum) = all.value() {
            div.left-out {
                p { (say("report.map_left_out", &[("n", Part::Count(all.projects)), ("sum", Part::Sum(sum))])) }
                ul { (said("report.map_wide", wide)) (said("report.map_unknown", unknown)) }
            }
        }
    }
}

fn legend() -> Markup {
    html! {
        p.legend {
            span { svg.swatch.round viewBox="0 0 12 12" aria-hidden="true" { circle cx="6" cy="6" r="5" {} } (t("report.legend_area")) }
            span { svg.swatch.round viewBox="0 0 12 12" aria-hidden="true" { circle.empty cx="6" cy="6" r="4" {} } (t("report.legend_no_sum")) }
            span { svg.swatch.round viewBox="0 0 12 12" aria-hidden="true" { circle.faint cx="6" cy="6" r="2.5" {} } (t("report.legend_faint")) }
        }
    }
}

/// The municipalities with the largest grants, beside the map.
fn largest(telling: &[Municipality]) -> Markup {
    let named = || telling.iter().filter_map(|place| Some((place, place.grant?))).take(NAMED);
    html! {
        @if named().next().is_some() {
            div.largest {
                h3 { (t("report.largest")) }
                ol {
                    @for (place, grant) in named() {
                        li { span.label { (outside(&place.name)) } span.value { (short(grant, "PLN")) } }
                    }
                }
            }
        }
    }
}

/// The same in both languages: name, projects, grant.
fn title(place: &Municipality) -> String {
    let sum = place.grant.map_or_else(|| "–".to_owned(), |grant| format!("{} PLN", plain(grant)));
    format!("{} · {} · {sum}", visible(&place.name), place.projects)
}

fn places(telling: &[Municipality]) -> Markup {
    let sum = |value: Option<Decimal>| value.map_or_else(none, |value| html! { (plain(value)) });
    let shown = &telling[..telling.len().min(ROWS)];
    let rest = telling.len() - shown.len();
    let rows: Vec<Vec<Markup>> = shown
        .iter()
        .map(|place| {
            let name = html! { (outside(&place.name)) " " span.code { (visible(&place.teryt)) } };
            vec![name, outside(&place.voivodeship), count(place.projects), sum(place.grant), sum(place.total)]
        })
        .collect();
    html! {
        p.lead { (t("report.map_table")) }
        (table(&[
            ("report.head_municipality", false), ("report.head_voivodeship", false), ("report.head_projects", true),
            ("report.head_grant_pln", true), ("report.head_total_pln", true),
        ], &rows))
        @if rest > 0 { p { (say("report.map_rest", &[("n", Part::Count(rest as u64))])) } }
    }
}
