//! Undertakings of one year: `Rok realizacji: 2019`, `W 2023 roku Gmina realizuje zadanie …`.

use super::model::Notice;
use super::reading::Scope;
use crate::text::Span;
use crate::value::PartialDate;
use crate::vocabulary::LabelKind;

/// Between a year at the head of a clause and its verb stand no more words than a body's name has.
const NEAR: usize = 8;

/// Reads the one year a notice gives its undertaking as both ends.
pub(super) fn read(scope: &Scope<'_, '_>, notice: &mut Notice) {
    if let Some((date, span)) = labelled(scope).or_else(|| by_verb(scope)) {
        notice.start_date = Some(scope.reading.fact(date, span, "period:one_year"));
        notice.end_date = Some(scope.reading.fact(date, span, "period:one_year"));
    }
}

/// A bare year right after a label with its colon or line break.
fn labelled(scope: &Scope<'_, '_>) -> Option<(PartialDate, Span)> {
    let reading = scope.reading;
    scope.labels(&[LabelKind::Period]).find_map(|cue| {
        let rest = reading.text().get(cue.span.end..)?;
        let value = rest.trim_start_matches([' ', ':', '-', '\n', '\t']);
        let lead = &rest[..rest.len() - value.len()];
        let digits = value.bytes().take_while(u8::is_ascii_digit).count();
        let after = value.get(digits..)?;
        let ends = matches!(after.trim_start_matches(' ').bytes().next(), None | Some(b'\n' | b'\t' | b'r' | b',' | b';' | b'.'))
            && !after.get(1..).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
        let year: i32 = value.get(..digits)?.parse().ok()?;
        let start = cue.span.end + lead.len();
        let announced = lead.contains([':', '\n', '\t']) && lead.len() <= 4;
        (announced && digits == 4 && ends && (2000..2040).contains(&year))
            .then_some((PartialDate { year, month: None, day: None }, Span::new(start, start + digits)))
    })
}

/// `w 2023 roku` or `w roku 2023` shortly before a verb of carrying out.
fn by_verb(scope: &Scope<'_, '_>) -> Option<(PartialDate, Span)> {
    let reading = scope.reading;
    let years = scope.values(&reading.values.dates).filter(|found| found.value.month.is_none());
    years.map(|found| (found.value, found.span)).find(|(_, span)| {
        let sentence = reading.sentence_at(span.start);
        let lead = reading.words_in(Span::new(sentence.start, span.start));
        let inside = lead.last().is_some_and(|word| reading.slice(word.span) == "w") && lead.len() <= 2;
        let verb = |cue: &&crate::vocabulary::Cue| {
            let text = reading.slice(cue.span);
            reading.label(cue) == Some(LabelKind::Undertaking) && text.contains("realiz")
        };
        let cue = reading.cues_in(Span::new(span.end, sentence.end)).find(verb);
        inside && cue.is_some_and(|cue| reading.words_in(Span::new(span.end, cue.span.start)).len() <= NEAR)
    })
}
