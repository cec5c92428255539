//! Lists a notice opens with a label: indicators and tasks.

use super::model::{Fact, Indicator};
use super::reading::{Line, Reading, Scope};
use crate::page::BlockKind;
use crate::text::Span;
use crate::vocabulary::LabelKind;
use rust_decimal::Decimal;

/// Longest list that is followed.
const LONGEST: usize = 60;

/// One item: its text without the bullet, joined over wrapped lines.
struct Item {
    span: Span,
}

/// Indicators with their values: `Liczba osób … – 80,`.
pub(crate) fn indicators(scope: &Scope<'_, '_>) -> Vec<Indicator> {
    let reading = scope.reading;
    items(scope, LabelKind::Indicators).iter().filter_map(|item| indicator(reading, item)).collect()
}

fn indicator(reading: &Reading<'_>, item: &Item) -> Option<Indicator> {
    let text = reading.slice(item.span).trim_end_matches([',', ';', '.', ' ']);
    // A dash without blanks is part of a range (`15-29 lat`).
    let parting = [": ", " - ", "\n- "].iter().filter_map(|mark| text.rfind(mark).map(|at| (at, mark.len()))).max()?;
    let (name, value) = (&text[..parting.0], text[parting.0 + parting.1..].trim());
    let digits = value.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b',' | b'.')).count();
    let printed = value[..digits].trim_end_matches(['.', ',']);
    // Three digits after a full stop are thousands.
    let thousands = printed.split_once('.').is_some_and(|(_, rest)| rest.len() == 3);
    let number: Decimal = if thousands { printed.replace('.', "") } else { printed.replace(',', ".") }.parse().ok()?;
    let unit = value[digits..].trim();
    let known = unit.is_empty()
        || unit == "%"
        || unit.split(' ').count() <= 2 && unit.bytes().all(|b| b.is_ascii_lowercase() || b == b' ' || b == b'.');
    let name_span = super::reading::trim(reading.text(), Span::new(item.span.start, item.span.start + name.len()));
    let value_start = item.span.start + text.len() - value.len();
    (known && name.len() >= 8).then(|| Indicator {
        name: reading.printed(name_span),
        value: number,
        unit: (!unit.is_empty()).then(|| unit.to_owned()),
        evidence: reading.evidence(Span::new(name_span.start, value_start + value.len()), "indicator:list"),
    })
}

/// Tasks: the items of the list after the label.
pub(crate) fn tasks(scope: &Scope<'_, '_>) -> Vec<Fact<String>> {
    let reading = scope.reading;
    items(scope, LabelKind::Tasks)
        .iter()
        .map(|item| {
            let text = reading.slice(item.span).trim_end_matches([',', ';', '.', ' ']);
            let span = Span::new(item.span.start, item.span.start + text.len());
            reading.fact(reading.printed(span), span, "task:list")
        })
        .collect()
}

/// The stretches of the lists of indicators: what they count is a result, not a recipient.
pub(crate) fn indicator_stretches(scope: &Scope<'_, '_>) -> Vec<Span> {
    scope
        .labels(&[LabelKind::Indicators])
        .filter_map(|cue| {
            let items = following(scope, scope.reading.line_number(cue.span.start));
            Some(items.first()?.span.join(items.last()?.span))
        })
        .collect()
}

/// The items of the list that a label opens.
fn items(scope: &Scope<'_, '_>, kind: LabelKind) -> Vec<Item> {
    let reading = scope.reading;
    let kinds = [kind];
    scope
        .labels(&kinds)
        .map(|cue| following(scope, reading.line_number(cue.span.start)))
        .find(|items| items.len() >= 2)
        .unwrap_or_default()
}

fn following(scope: &Scope<'_, '_>, label: usize) -> Vec<Item> {
    let reading = scope.reading;
    let mut items: Vec<Item> = Vec::new();
    for line in reading.lines.iter().skip(label + 1).take(LONGEST) {
        if !scope.owns(line.span) {
            break;
        }
        match bullet(reading, line) {
            Some(width) => items.push(Item { span: Span::new(line.span.start + width, line.span.end) }),
            None => match items.last_mut() {
                // A wrapped line goes on the item before it.
                Some(last) if wraps(reading, last.span, *line) => last.span.end = line.span.end,
                _ => break,
            },
        }
    }
    items
}

/// The width of a line's bullet or number, if it is a list item.
pub(crate) fn bullet(reading: &Reading<'_>, line: &Line) -> Option<usize> {
    let text = reading.slice(line.span);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let marked = match text.as_bytes().get(digits) {
        Some(b'.' | b')') if (1..=2).contains(&digits) => Some(digits + 1),
        Some(b'-' | 0x01 | b'*') if digits == 0 => Some(1),
        _ => None,
    };
    let listed = reading.page.blocks[line.block].kind == BlockKind::ListItem && starts_block(reading, line);
    let width = marked.or(listed.then_some(0))?;
    Some(width + (text.len() - width - text[width..].trim_start().len()))
}

fn starts_block(reading: &Reading<'_>, line: &Line) -> bool {
    let block = reading.page.blocks[line.block].span;
    reading.folded.folded(block).start >= line.span.start.saturating_sub(1)
}

/// Whether a line only wraps the sentence of the line before it: same block, that one long and open, this one in lower case.
pub(crate) fn goes_on(reading: &Reading<'_>, number: usize) -> bool {
    const FULL: usize = 45;
    let (Some(line), Some(above)) = (reading.lines.get(number), number.checked_sub(1).and_then(|above| reading.lines.get(above)))
    else {
        return false;
    };
    let open = above.span.len() >= FULL && !reading.slice(above.span).ends_with(['.', ';', ':']);
    line.block == above.block && open && bullet(reading, line).is_none() && !reading.folded.is_upper(line.span.start)
}

/// Where a line ends with the lines that only wrap its sentence.
pub(crate) fn wrapped_end(reading: &Reading<'_>, line: &Line) -> usize {
    /// Most lines that one name is wrapped over.
    const MOST: usize = 4;
    let number = reading.line_number(line.span.start);
    let wrapped = (number + 1..=number + MOST).take_while(|next| goes_on(reading, *next)).last();
    wrapped.and_then(|last| reading.lines.get(last)).map_or(line.span.end, |last| last.span.end)
}

/// Whether a line goes on an item: the item is not closed and both stand in one paragraph of plain text.
fn wraps(reading: &Reading<'_>, item: Span, line: Line) -> bool {
    let same_block = reading.line_at(item.start).is_some_and(|first| first.block == line.block);
    same_block && !reading.slice(item).ends_with(['.', ';'])
}
