//! Horizontal bars: one row a name, the part filled, the whole as a hatched frame behind it.

use super::scale::{at, float, percent};
use maud::{Markup, html};
use rust_decimal::Decimal;

/// A row.
pub(in crate::report) struct Bar {
    /// Its name.
    pub(in crate::report) label: Markup,
    /// The filled part; none where nobody prints it.
    pub(in crate::report) part: Option<Decimal>,
    /// What it is a part of; none where nobody prints it, or there is no such thing.
    pub(in crate::report) whole: Option<Decimal>,
    /// What is written at its end.
    pub(in crate::report) value: Markup,
}

/// The chart: a list, so that it reads as one without the picture. `scale` overrides the longest bar.
pub(in crate::report) fn bars(rows: &[Bar], scale: Option<Decimal>) -> Markup {
    let longest = rows.iter().flat_map(|row| [row.part, row.whole]).flatten().max();
    let longest = float(scale.or(longest).unwrap_or_default());
    html! {
        ol.bars {
            @for row in rows {
                li {
                    span.label { (row.label) }
                    svg.bar viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                        @if let Some(whole) = row.whole {
                            rect.whole x="0" y="1" width=(at(percent(float(whole), longest))) height="8" {}
                        }
                        @if let Some(part) = row.part {
                            rect.part x="0" y="1" width=(at(percent(float(part), longest))) height="8" {}
                        }
                    }
                    span.value { (row.value) }
                }
            }
        }
    }
}
