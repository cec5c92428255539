//! Undertakings named beside the page's own text.

use super::Segment;
use crate::notice::reading::Reading;
use crate::notice::title::{Name, Strength};

/// Blocks outside the page's own text that name an undertaking for sure: a sentence in a footer or news box.
pub(super) fn islands(reading: &Reading<'_>, names: &[Name]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for name in names.iter().filter(|name| name.strength >= Strength::Object) {
        let Some(line) = reading.line_at(name.span.start) else { continue };
        let first = reading.lines.partition_point(|other| other.block < line.block);
        let last = reading.lines.partition_point(|other| other.block <= line.block);
        let span = reading.lines[first].span.join(reading.lines[last - 1].span);
        match segments.iter_mut().find(|segment| segment.spans[0].overlaps(span)) {
            Some(segment) => segment.names.push(*name),
            None => segments.push(Segment { names: vec![*name], spans: vec![span], lead: Vec::new() }),
        }
    }
    segments
}
