//! Tasks in a list, each with its sum.

use super::{Name, Strength};
use crate::notice::lists;
use crate::notice::reading::{Line, Reading};
use crate::text::Span;
use crate::vocabulary::Table;

/// Items of a list that each name a task and its sum (`1. Opieka wytchnieniowa – dofinansowanie w wysokości 156 672 zł`). An item that
/// names a body is a share of one grant, no task.
pub(super) fn listed<'r>(reading: &'r Reading<'_>) -> Vec<Name> {
    let item = |line: &'r Line| -> Option<Name> {
        let width = lists::bullet(reading, line).filter(|width| *width > 0)?;
        let start = line.span.start + width;
        let cue = reading.cues_of(Table::Role, Span::new(start + 1, line.span.end)).next()?;
        let name = reading.slice(Span::new(start, cue.span.start)).trim_end();
        let name = name.strip_suffix(['-', ':', ','])?.trim_end();
        let span = Span::new(start, start + name.len());
        let sum = reading.among(&reading.values.money, Span::new(cue.span.end, line.span.end)).next().is_some();
        let body = reading.cues_in(span).any(|cue| matches!(cue.table, Table::Organisation | Table::Fund));
        let proper = reading.folded.is_upper(start) && reading.words_in(span).len() >= 2;
        (sum && !body && proper).then_some(Name { span, from: line.span.start, strength: Strength::Object, rule: "title:listed" })
    };
    let names: Vec<Name> = reading.lines.iter().filter_map(item).collect();
    if names.len() >= 2 { names } else { Vec::new() }
}
