//! What there is, at a glance, and what the figures do not say.

use super::nothing;
use crate::html::{both, count, decimal, t, value, visible};
use crate::report::figures::{Figures, Group, Pair};
use crate::report::words::{Part, none, or_none, say, share, short};
use maud::{Markup, html};
use rust_decimal::Decimal;

pub(super) fn body(figures: &Figures) -> Markup {
    let (projects, municipalities) = (&figures.projects, &figures.municipalities);
    html! {
        @if projects.count == 0 { (empty(figures)) }
        dl.tiles {
            (tile("report.projects_count", &count(projects.count), &beside_projects(figures)))
            (sum("report.granted_total", projects.all.granted.total.value(), projects.all.granted.total.projects))
            (sum("report.granted_grant", projects.all.granted.grant.value(), projects.all.granted.grant.projects))
            (tile("report.telling", &count(municipalities.telling.len() as u64), &say("report.telling_of", &[
                ("looked", Part::Count(municipalities.looked_at())),
                ("all", Part::Count(municipalities.count)),
            ])))
            (tile("report.pages_read", &count(figures.pages.count), &say("report.pages_telling", &[
                ("n", Part::Count(figures.pages.telling)),
            ])))
            (tile("report.proved_share", &share(proved(figures), projects.count), &beside_proved(figures)))
        }
        (apart(figures))
        (warnings(figures))
        (reading())
        (about(figures))
    }
}

fn proved(figures: &Figures) -> u64 {
    figures.projects.proofs.get("proved").copied().unwrap_or_default()
}

fn beside_proved(figures: &Figures) -> Markup {
    let projects = &figures.projects;
    html! {
        (say("report.proved_of", &[("n", Part::Count(proved(figures))), ("all", Part::Count(projects.count))]))
        @if let Some(mended) = projects.mended.get("proved") { br; (say("report.proof_mended", &[("n", Part::Count(*mended))])) }
    }
}

fn tile(key: &str, value: &Markup, beside: &Markup) -> Markup {
    html! { div.tile { dt { (t(key)) } dd { span.figure { (value) } span.beside { (beside) } } } }
}

/// A sum of money: short, and exact below.
fn sum(key: &str, value: Option<Decimal>, projects: u64) -> Markup {
    let figure = value.map_or_else(none, |value| short(value, "PLN"));
    let beside = html! {
        @if value.is_some() { span.exact { (or_none(value, "PLN")) } br; }
        (say("report.printed_by", &[("n", Part::Count(projects))]))
    };
    tile(key, &figure, &beside)
}

fn beside_projects(figures: &Figures) -> Markup {
    let projects = &figures.projects;
    html! {
        (say("report.projects_beside", &[("several", Part::Count(projects.disagreeing))]))
        @if projects.absent > 0 { br; (say("report.projects_absent", &[("n", Part::Count(projects.absent))])) }
    }
}

/// Money that is not added to the granted PLN: other stages, other currencies.
fn apart(figures: &Figures) -> Markup {
    let Group { requested, unstated, .. } = &figures.projects.all;
    let others = figures.projects.foreign.iter().map(|(currency, sums)| {
        let code = currency.as_deref().unwrap_or("");
        let name = html! { @if currency.is_some() { (say("report.in_currency", &[("code", Part::Text(code))])) } @else { (t("report.in_none")) } };
        (name, sums.0, code.to_owned())
    });
    let rows: Vec<(Markup, Pair, String)> = [(t("report.requested"), *requested), (t("report.unstated"), *unstated)]
        .map(|(name, pair)| (name, pair, "PLN".to_owned()))
        .into_iter()
        .chain(others)
        .filter(|(_, pair, _)| !pair.is_empty())
        .collect();
    html! {
        @if !rows.is_empty() {
            h3 { (t("report.apart")) }
            p.lead { (t("report.apart_why")) }
            @let rows: Vec<Vec<Markup>> = rows.into_iter().map(|(name, pair, currency)| vec![
                name,
                or_none(pair.total.value(), &currency), count(pair.total.projects),
                or_none(pair.grant.value(), &currency), count(pair.grant.projects),
            ]).collect();
            (super::table(&[
                ("report.head_kind", false), ("report.head_total", true), ("report.head_projects", true),
                ("report.head_grant", true), ("report.head_projects", true),
            ], &rows))
        }
    }
}

/// What is not as expected of the edition, and that a person published it all the same.
fn warnings(figures: &Figures) -> Markup {
    let edition = &figures.edition;
    html! {
        @if let Some(reason) = &edition.forced {
            div.warning role="note" { strong { (t("report.forced")) } " " bdi { (visible(reason)) } }
        }
        @if !edition.warnings.is_empty() {
            div.warning role="note" {
                strong { (t("report.warnings")) }
                ul { @for warning in &edition.warnings { li { bdi { (visible(warning)) } } } }
            }
        }
    }
}

/// How to read the page, and what the figures do not say.
fn reading() -> Markup {
    html! {
        div.reading {
            p { (t("report.how_to_read")) }
            h3 { (t("report.not_said")) }
            ul {
                @for key in ["report.not_zero", "report.not_all", "report.not_paid", "report.not_twice", "report.not_checked"] { li { (t(key)) } }
            }
        }
    }
}

/// An edition without projects: what was read, and why nothing came of it.
fn empty(figures: &Figures) -> Markup {
    html! {
        div.warning role="note" {
            strong { (t("report.empty")) }
            @if figures.pages.count == 0 { " " (t("report.empty_no_pages")) }
            @else {
                " " (say("report.empty_pages", &[("n", Part::Count(figures.pages.count))]))
                ul {
                    @for (reason, number) in &figures.pages.silent { li { (value("silence", reason)) ": " (count(*number)) } }
                }
            }
        }
    }
}

/// The edition itself.
fn about(figures: &Figures) -> Markup {
    let edition = &figures.edition;
    let rows = edition.tables.get("projects").map_or(0, |table| table.rows);
    html! {
        details.about {
            summary { (t("report.about_edition")) }
            dl.facts {
                dt { (t("report.edition_name")) } dd { (visible(&edition.edition)) }
                dt { (t("report.edition_created")) } dd { (both(|_| visible(&edition.created).replace('T', " ").replace('Z', " UTC"))) }
                dt { (t("report.edition_previous")) }
                dd { @if let Some(previous) = &edition.previous { (visible(previous)) } @else { (t("report.edition_first")) } }
                dt { (t("report.edition_version")) } dd { "metryczka " (visible(&edition.code_version)) }
                dt { (t("report.edition_schema")) } dd { (edition.schema) }
                dt { (t("report.edition_vocabulary")) } dd { code { (visible(&edition.vocabulary_digest)) } }
                dt { (t("report.edition_archive")) } dd { code { (visible(&edition.archive_digest)) } }
                dt { (t("report.edition_rows")) } dd { (both(|language| decimal(Decimal::from(rows), 0, language))) }
            }
        }
        @if figures.projects.count == 0 { (nothing("report.empty_next")) }
    }
}
