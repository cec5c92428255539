//! How far the project has come, by the words of the notice; the clock does not count.

use super::model::{Fact, Status};
use super::reading::Scope;
use crate::text::Span;
use crate::vocabulary::LabelKind;

/// Labels that tell a status.
const TELLING: &[LabelKind] = &[LabelKind::Applied, LabelKind::Planned, LabelKind::Ongoing, LabelKind::Completed];

/// The status of the wording nearest to the project's name, or the first one.
pub(crate) fn read(scope: &Scope<'_, '_>, title: Option<Span>) -> Option<Fact<Status>> {
    let reading = scope.reading;
    let near_title = |span: Span| title.is_some_and(|title| reading.sentence_at(span.start).overlaps(title));
    let mut cues: Vec<_> = scope.labels(TELLING).collect();
    // What was only planned yields to what is told as being done.
    let planned = |kind: Option<LabelKind>| kind == Some(LabelKind::Planned);
    cues.sort_by_key(|cue| {
        (!near_title(cue.span) && planned(reading.label(cue)), !near_title(cue.span), planned(reading.label(cue)), cue.span.start)
    });
    let best = cues.first()?;
    let applied = cues.iter().find(|cue| reading.label(cue) == Some(LabelKind::Applied));
    let status = match reading.label(best)? {
        LabelKind::Applied => Status::Applied,
        LabelKind::Planned if applied.is_some() => Status::Applied,
        LabelKind::Planned => Status::Planned,
        LabelKind::Ongoing => Status::Ongoing,
        _ => Status::Completed,
    };
    Some(reading.fact(status, best.span, "status:wording"))
}
