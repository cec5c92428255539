//! The funds that pay.

use super::model::{Fact, Notice};
use super::reading::{Reading, Scope};
use crate::vocabulary::{Cue, Table};

/// EU and EFTA funds named in the notice, each once, in order.
pub(super) fn read(scope: &Scope<'_, '_>, notice: &mut Notice) {
    let reading = scope.reading;
    let mut funds: Vec<Fact<String>> = Vec::new();
    for cue in scope.cues(Table::Fund) {
        let fund = &reading.vocabulary.funds[cue.entry];
        if fund.eu && !funds.iter().any(|known| known.value == fund.id) && !in_caption(reading, cue) {
            funds.push(reading.fact(fund.id.clone(), cue.span, "fund:named"));
        }
    }
    notice.funds = funds;
}

/// A fund's name in a bare list item of a few words is a logo's caption, not a statement.
fn in_caption(reading: &Reading<'_>, cue: &Cue) -> bool {
    let Some(line) = reading.line_at(cue.span.start) else { return false };
    let list = reading.block_at(cue.span.start).is_some_and(|block| block.kind == crate::page::BlockKind::ListItem);
    let bullet = reading.slice(line.span).starts_with(['\u{1}', '-', '*']);
    (list || bullet) && reading.words_in(line.span).len() <= 8 && reading.slice(line.span).contains("logo")
}
