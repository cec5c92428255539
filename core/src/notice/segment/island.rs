//! Undertakings named beside the page's own text: a sentence in a footer, a news box, a list in a column.

use super::territory::territories;
use super::{Segment, cluster, section};
use crate::notice::reading::{Line, Reading};
use crate::notice::title::{Name, Strength};
use crate::text::Span;
use crate::vocabulary::Table;

/// How many blocks before and after its names an island can have.
const REACH: usize = 3;

/// Blocks outside the page's own text that name undertakings for sure. Neighbouring blocks of one region tell of them together: the
/// line above a list says who carries them out, the line under it who pays.
pub(super) fn islands(reading: &Reading<'_>, names: &[Name]) -> Vec<Segment> {
    let mut islands: Vec<(Span, Vec<Name>)> = Vec::new();
    let founds =
        |name: &&Name| name.strength >= Strength::Introduced || name.strength == Strength::Object && cluster::paid(reading, name);
    for name in names.iter().filter(founds) {
        let Some(line) = reading.line_at(name.span.start) else { continue };
        let span = shore(reading, line);
        match islands.last_mut() {
            Some((known, names)) if known.overlaps(span) => {
                *known = known.join(span);
                names.push(*name);
            }
            _ => islands.push((span, vec![*name])),
        }
    }
    islands.iter().flat_map(|(span, names)| parted(reading, *span, names)).collect()
}

/// The undertakings of one island.
fn parted(reading: &Reading<'_>, span: Span, names: &[Name]) -> Vec<Segment> {
    let clusters = cluster::cluster(reading, names);
    let mut segments = territories(reading, &clusters, &[span]);
    segments.iter_mut().for_each(|segment| segment.aside = true);
    if segments.len() > 1 {
        let closing = closing(reading, span);
        for segment in &mut segments {
            segment.lead.extend(closing);
        }
    }
    segments
}

/// The last block of an island with several undertakings, if it speaks of all of them (`Projekty współfinansowane ze środków …`).
fn closing(reading: &Reading<'_>, span: Span) -> Option<Span> {
    let last = reading.lines[..reading.lines.partition_point(|line| line.span.start < span.end)].last()?.block;
    let block = block_span(reading, last)?;
    let paid = reading.cues_in(block).any(|cue| matches!(cue.table, Table::Programme | Table::Fund));
    (paid && reading.slice(block).starts_with("projekty")).then_some(block)
}

/// The block of a name with its neighbours of the same region that speak of projects, up to the next heading.
fn shore(reading: &Reading<'_>, line: Line) -> Span {
    let Some(mut span) = block_span(reading, line.block) else { return line.span };
    let region = reading.region(line);
    let blocks = &reading.page.blocks;
    let joins = |block: usize| {
        let alike = blocks.get(block).is_some_and(|block| block.region == region);
        block_span(reading, block).filter(|span| alike && reading.cues_in(*span).any(|cue| section::speaks(reading, cue)))
    };
    let heading = |block: usize| blocks.get(block).is_some_and(|block| matches!(block.kind, crate::page::BlockKind::Heading(_)));
    for block in (line.block + 1)..=(line.block + REACH) {
        let Some(next) = joins(block).filter(|_| !heading(block)) else { break };
        span = span.join(next);
    }
    for block in (line.block.saturating_sub(REACH)..line.block).rev() {
        let Some(before) = joins(block) else { break };
        span = span.join(before);
        if heading(block) {
            break;
        }
    }
    span
}

fn block_span(reading: &Reading<'_>, block: usize) -> Option<Span> {
    let first = reading.lines.partition_point(|line| line.block < block);
    let last = reading.lines.partition_point(|line| line.block <= block);
    (first < last).then(|| reading.lines[first].span.join(reading.lines[last - 1].span))
}
