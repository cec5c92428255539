//! A line a project: from when to when.

use super::scale::{at, percent};
use crate::html::{date, outside};
use crate::report::figures::Span;
use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};

/// The chart, earliest start first. The years stand above it.
pub(in crate::report) fn gantt(spans: &[Span], untitled: &Markup) -> Markup {
    let mut spans: Vec<&Span> = spans.iter().collect();
    spans.sort_by(|a, b| (a.start, a.end, &a.title).cmp(&(b.start, b.end, &b.title)));
    let first = spans.first().map_or(0, |span| span.start.year());
    let last = spans.iter().map(|span| span.end.year()).max().unwrap_or(first);
    let years = f64::from(last - first + 1);
    let place = |day: NaiveDate| percent(f64::from(day.year() - first) + f64::from(day.ordinal0()) / 366.0, years);
    // No more labels than a narrow screen has room for.
    let every = ((last - first + 1) / 8 + 1).max(1);
    html! {
        div.gantt {
            svg.times width="100%" height="22" aria-hidden="true" focusable="false" {
                @for year in (first..=last).filter(|year| (year - first) % every == 0) {
                    @let x = at(percent(f64::from(year - first), years));
                    line.tick x1={ (x) "%" } x2={ (x) "%" } y1="16" y2="22" {}
                    text.minor[(year - first) / every % 2 == 1] x={ (x) "%" } y="14" { (year) }
                }
            }
            ol {
                @for span in &spans {
                    @let (from, to) = (place(span.start), place(span.end));
                    li {
                        span.label { @if let Some(title) = &span.title { (outside(title)) } @else { (untitled) } }
                        svg.line width="100%" height="12" aria-hidden="true" focusable="false" {
                            line.grid x1="0" x2="100%" y1="6" y2="6" {}
                            rect.part x={ (at(from)) "%" } width={ (at((to - from).max(0.4))) "%" } y="1" height="10" rx="2" {}
                        }
                        span.value { (date(&span.printed.0)) " – " (date(&span.printed.1)) }
                    }
                }
            }
        }
    }
}
