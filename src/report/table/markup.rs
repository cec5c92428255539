//! The table as HTML: its controls, and the first rows for a reader without scripts.

use super::rows::Row;
use crate::html::{count, date, link, money, outside, t, value};
use crate::report::words::{Part, say};
use maud::{Markup, html};

/// Rows that stand in the HTML, and rows of a page.
pub(super) const FIRST: usize = 50;

/// The columns: name, and whether they hold figures.
const COLUMNS: [(&str, bool); 12] = [
    ("title", false),
    ("municipality", false),
    ("voivodeship", false),
    ("programme", false),
    ("period", false),
    ("total", true),
    ("grant", true),
    ("currency", false),
    ("dates", false),
    ("participants", true),
    ("proof", false),
    ("pages", true),
];

/// Filters by a value.
const CHOICES: [&str; 7] = ["programme", "period", "voivodeship", "proof", "status", "category", "presence"];

/// The table with its controls; its heading is the report's.
pub(super) fn section(rows: &[Row]) -> Markup {
    html! {
        div.projects #projects {
            @if rows.is_empty() {
                p { (t("table.empty")) }
            } @else {
                noscript { p.note { (t("table.no_script")) } }
                (controls())
                div.p-scroll #projects-scroll {
                    table #projects-table {
                        caption.visually-hidden { (t("table.caption")) }
                        thead { tr { @for (name, is_figure) in COLUMNS { th scope="col" data-sort=(name) .num[is_figure] { (t(&format!("table.column_{name}"))) } } } }
                        tbody { @for row in rows.iter().take(FIRST) { (line(row)) } }
                    }
                }
                p.p-printed data-printed { (printed(rows.len())) }
                nav.p-pager hidden data-label="pager" {}
                (help())
            }
        }
    }
}

/// What paper shows of the table, of which a screen shows the rest.
fn printed(rows: usize) -> Markup {
    let count = |rows: usize| Part::Count(rows as u64);
    say("table.printed", &[("shown", count(rows.min(FIRST))), ("all", count(rows))])
}

/// Search and filters; they appear with the script.
fn controls() -> Markup {
    html! {
        form.p-controls hidden role="search" {
            div.p-search {
                label for="p-query" { (t("table.search")) }
                input #p-query type="search" autocomplete="off" spellcheck="false" aria-describedby="p-query-hint";
                p.p-hint #p-query-hint { (t("table.search_hint")) }
            }
            div.p-filters {
                @for name in CHOICES {
                    div { label for={ "p-" (name) } { (t(&format!("table.filter_{name}"))) } select id={ "p-" (name) } data-filter=(name) {} }
                }
                div.p-sort { label for="p-sort" { (t("table.sort")) } select #p-sort {} }
            }
            div.p-flags {
                @for name in ["doubt", "corrected"] {
                    label { input type="checkbox" data-flag=(name); " " (t(&format!("table.filter_{name}"))) }
                }
                span.p-buttons {
                    button type="button" data-do="reset" { (t("table.reset")) }
                    button type="button" data-do="export" { (t("table.export")) }
                    button type="button" data-do="help" { (t("table.help")) }
                }
            }
        }
        p.p-count role="status" aria-live="polite" hidden {}
        div.p-sums hidden {}
    }
}

fn help() -> Markup {
    html! {
        dialog.p-help aria-labelledby="p-help-title" {
            h3 #p-help-title { (t("table.help_title")) }
            dl {
                @for (key, what) in [("/", "search"), ("j · ↓", "next"), ("k · ↑", "previous"), ("Enter", "open"), ("Esc", "close"), ("?", "help")] {
                    dt { kbd { (key) } } dd { (t(&format!("table.key_{what}"))) }
                }
            }
            form method="dialog" { button { (t("table.close")) } }
        }
    }
}

/// A row, for a reader without scripts.
fn line(row: &Row) -> Markup {
    let text = |text: &Option<String>| html! { @if let Some(text) = text { (outside(text)) } @else { (none()) } };
    let sum = |sum: Option<rust_decimal::Decimal>| html! { @if let Some(sum) = sum { (money(sum, "")) } @else { (none()) } };
    html! {
        tr {
            th scope="row" {
                @if let Some(title) = &row.title { (outside(title)) } @else { (t("table.untitled")) }
                @if let Some(place) = &row.place { div.p-place { (link(place)) } }
            }
            td { (text(&row.municipality)) }
            td { (text(&row.voivodeship)) }
            td { (text(&row.programme)) }
            td { (text(&row.period)) }
            td.num { (sum(row.total)) }
            td.num { (sum(row.grant)) (badge(row)) }
            td { (text(&row.currency)) }
            td { (dates(row)) }
            td.num { @if let Some(people) = row.participants { (count(people.unsigned_abs())) } @else { (none()) } }
            td {
                @if let Some(proof) = &row.proof { (value("proof", proof)) } @else { (none()) }
                @if row.is_mended { " " span.p-badge.p-corrected { "✎ " (t("table.mended")) } }
            }
            td.num { (count(row.pages.unsigned_abs())) }
        }
    }
}

/// Says of a sum that it is not, or not surely, granted.
fn badge(row: &Row) -> Markup {
    let sign = match row.class {
        "requested" => "·",
        "unstated" => "?",
        _ => return html! {},
    };
    html! { @if row.total.is_some() || row.grant.is_some() { span class={ "p-badge p-" (row.class) } { (sign) " " (t(&format!("table.class_{}", row.class))) } } }
}

/// Nothing is printed there: which is not zero.
fn none() -> Markup {
    html! { span.p-none { "—" span.visually-hidden { (t("table.none")) } } }
}

fn dates(row: &Row) -> Markup {
    let day = |day: &Option<String>| html! { @if let Some(day) = day { (date(day)) } @else { "…" } };
    html! { @if row.start.is_none() && row.end.is_none() { (none()) } @else { span.p-dates { (day(&row.start)) " –" } " " span.p-dates { (day(&row.end)) } } }
}
