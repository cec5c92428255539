//! Columns over time. Places are percent of the picture, so that its words keep their size whatever its width.

use super::scale::{at, percent, ticks};
use maud::{Markup, html};

/// A column.
pub(in crate::report) struct Column {
    /// How high.
    pub(in crate::report) value: f64,
    /// What a pointer is told; the same in both languages.
    pub(in crate::report) title: String,
}

/// A mark below the columns.
pub(in crate::report) struct Mark {
    /// Before which column.
    pub(in crate::report) column: usize,
    /// What is written.
    pub(in crate::report) label: String,
    /// Whether it goes where there is little room.
    pub(in crate::report) minor: bool,
}

/// The chart. `name` is the id of its caption, `write` the words of a number on its axis.
pub(in crate::report) fn histogram(columns: &[Column], marks: &[Mark], name: &str, write: impl Fn(f64) -> Markup) -> Markup {
    let largest = columns.iter().map(|column| column.value).fold(0.0, f64::max);
    let steps = ticks(largest, true);
    let top = steps.last().copied().unwrap_or(1.0);
    #[expect(clippy::cast_precision_loss, reason = "a chart has few columns")]
    let place = |column: usize| at(percent(column as f64, columns.len() as f64));
    let width = at(percent(0.84, columns.len().max(1) as f64));
    html! {
        div.histogram role="img" aria-labelledby=(name) {
            div.axis aria-hidden="true" {
                @for step in steps.iter().rev() { span { (write(*step)) } }
            }
            svg.plot width="100%" height="180" aria-hidden="true" focusable="false" {
                @for step in &steps {
                    @let y = at(100.0 - percent(*step, top));
                    line.grid x1="0" x2="100%" y1={ (y) "%" } y2={ (y) "%" } {}
                }
                @for (number, column) in columns.iter().enumerate().filter(|(_, column)| column.value > 0.0) {
                    @let height = percent(column.value, top);
                    rect.column x={ (place(number)) "%" } width={ (width) "%" } y={ (at(100.0 - height)) "%" } height={ (at(height)) "%" } {
                        title { (column.title) }
                    }
                }
            }
            svg.times width="100%" height="26" aria-hidden="true" focusable="false" {
                @for mark in marks {
                    line.tick x1={ (place(mark.column)) "%" } x2={ (place(mark.column)) "%" } y1="0" y2="5" {}
                    // A word at the right end grows to the left.
                    @let is_last = mark.column * 12 > columns.len() * 11;
                    text.minor[mark.minor] x={ (place(mark.column)) "%" } y="19" dx=(if is_last { "-3" } else { "2" })
                        text-anchor=(if is_last { "end" } else { "start" }) { (mark.label) }
                }
            }
        }
    }
}
