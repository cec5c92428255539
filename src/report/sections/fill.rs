//! What the pages leave out: fields that are empty, municipalities that say nothing, sources that are not wholly known.

use super::{counted, nothing, numbers, table};
use crate::html::{count, field, outside, t, value};
use crate::report::charts::bars::{Bar, bars};
use crate::report::figures::Figures;
use crate::report::words::{Part, say, share};
use crate::resolve::FIELDS;
use maud::{Markup, html};
use rust_decimal::Decimal;

pub(super) fn body(figures: &Figures) -> Markup {
    html! {
        @if figures.projects.count == 0 { (nothing("report.no_projects")) } @else { (rates(figures)) }
        (silence(figures))
        (sources(figures))
        (pages(figures))
    }
}

/// How many projects say something of each field.
fn rates(figures: &Figures) -> Markup {
    let projects = &figures.projects;
    let mut fields: Vec<(&str, u64)> = FIELDS.iter().copied().zip(projects.filled.iter().copied()).collect();
    // Fields filled equally often keep their order.
    fields.sort_by_key(|(_, filled)| std::cmp::Reverse(*filled));
    let rows: Vec<Bar> = fields
        .iter()
        .map(|(name, filled)| Bar {
            label: field(name),
            part: Some(Decimal::from(*filled)),
            whole: Some(Decimal::from(projects.count)),
            value: html! { b { (share(*filled, projects.count)) } },
        })
        .collect();
    let cells: Vec<Vec<Markup>> =
        fields.iter().map(|(name, filled)| vec![field(name), count(*filled), share(*filled, projects.count)]).collect();
    html! {
        figure.chart.dense aria-labelledby="rates" {
            h3 id="rates" { (t("report.rates")) }
            p.lead { (t("report.rates_lead")) }
            (bars(&rows, None))
            (numbers(&table(&[("report.head_field", false), ("report.head_projects", true), ("report.head_share", true)], &cells)))
        }
    }
}

/// Municipalities without projects, by the reason.
fn silence(figures: &Figures) -> Markup {
    let municipalities = &figures.municipalities;
    let silent = municipalities.silent.iter().map(|(reason, number)| (reason, *number));
    let heads = ["report.head_reason", "report.head_municipalities", "report.head_share_municipalities"];
    html! {
        h3 { (t("report.silence")) }
        p.lead {
            (say("report.silence_lead", &[
                ("n", Part::Count(municipalities.telling.len() as u64)), ("all", Part::Count(municipalities.count)),
            ]))
        }
        @if municipalities.silent.is_empty() { (nothing("report.no_silence")) }
        @else { (counted("municipality", silent, municipalities.count, heads)) }
    }
}

/// The sources that miss most.
fn sources(figures: &Figures) -> Markup {
    let sources = &figures.sources;
    let rows: Vec<Vec<Markup>> = sources
        .worst
        .iter()
        .map(|source| {
            vec![
                outside(&source.name),
                value("source", &source.reason),
                count(source.current),
                count(source.waiting),
                count(source.unreachable),
                count(source.closed),
                count(source.projects),
            ]
        })
        .collect();
    html! {
        h3 { (t("report.sources")) }
        @if sources.count == 0 { (nothing("report.no_sources")) } @else {
            p.lead { (say("report.sources_lead", &[("n", Part::Count(sources.complete)), ("all", Part::Count(sources.count))])) }
            @if !rows.is_empty() {
                (counted("source", sources.reasons.iter().map(|(reason, number)| (reason, *number)), sources.count,
                    ["report.head_reason", "report.head_sources", "report.head_share_sources"]))
                p.lead { (say("report.sources_worst", &[("n", Part::Count(rows.len() as u64))])) }
                (table(&[
                    ("report.head_source", false), ("report.head_reason", false), ("report.head_current", true),
                    ("report.head_waiting", true), ("report.head_unreachable", true), ("report.head_closed", true),
                    ("report.head_projects", true),
                ], &rows))
            }
        }
    }
}

/// Pages that tell of no project, by why not.
fn pages(figures: &Figures) -> Markup {
    let pages = &figures.pages;
    let silent = pages.silent.iter().map(|(reason, number)| (reason, *number));
    html! {
        @if !pages.silent.is_empty() {
            h3 { (t("report.silent_pages")) }
            p.lead { (t("report.silent_pages_lead")) }
            (counted("silence", silent, pages.count, ["report.head_reason", "report.head_pages", "report.head_share_pages"]))
        }
    }
}
