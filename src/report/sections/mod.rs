//! The parts of the report, one file each: figures → markup.

mod changes;
mod corrections;
mod fill;
mod list;
mod map;
mod money;
mod people;
mod problems;
mod proof;
mod summary;
mod time;

use super::figures::Figures;
use super::words::share;
use crate::html::Language;
use crate::html::{count, t, value, word};
use maud::{Markup, html};

/// A part of the report.
pub(super) struct Part {
    /// Its id, which its address ends with; its heading is `report.<id>`.
    pub(super) id: &'static str,
    /// What stands below the heading.
    pub(super) body: Markup,
}

/// Ids of all parts, in their order.
pub(super) const IDS: [&str; 11] =
    ["summary", "money", "map", "time", "people", "proof", "fill", "changes", "list", "corrections", "problems"];

/// All parts before the table of projects.
pub(super) fn parts(figures: &Figures) -> Vec<Part> {
    let bodies = [
        summary::body(figures),
        money::body(figures),
        map::body(figures),
        time::body(figures),
        people::body(figures),
        proof::body(figures),
        fill::body(figures),
        changes::body(figures),
        list::body(figures),
        corrections::body(figures),
        problems::body(figures),
    ];
    IDS.into_iter().zip(bodies).map(|(id, body)| Part { id, body }).collect()
}

/// A sentence that says that there is nothing to show, and why.
fn nothing(key: &str) -> Markup {
    html! { p.nothing { (t(key)) } }
}

/// A table: keys of its heads, those of numbers marked, and its rows.
fn table(heads: &[(&str, bool)], rows: &[Vec<Markup>]) -> Markup {
    html! {
        div.scroll role="group" aria-label=(word("report.scrolls", Language::Pl)) {
            table {
                thead { tr { @for (key, is_number) in heads { th.num[*is_number] scope="col" { (t(key)) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (at, (cell, (_, is_number))) in row.iter().zip(heads).enumerate() {
                                @if at == 0 { th scope="row" { (cell) } } @else { td.num[*is_number] { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The numbers of a chart, folded away on a screen and open in print.
fn numbers(body: &Markup) -> Markup {
    html! { details.numbers { summary { (t("report.numbers")) } (body) } }
}

/// Counts by a word of a closed list, with their share of a whole: the most first.
fn counted<'a>(list: &str, counts: impl Iterator<Item = (&'a String, u64)>, whole: u64, heads: [&str; 3]) -> Markup {
    let mut counts: Vec<(&String, u64)> = counts.collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let rows: Vec<Vec<Markup>> =
        counts.iter().map(|(name, number)| vec![value(list, name), count(*number), share(*number, whole)]).collect();
    table(&[(heads[0], false), (heads[1], true), (heads[2], true)], &rows)
}
