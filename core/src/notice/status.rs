//! How far the project has come, by the words of the notice; the clock does not count.

use super::model::{Fact, Status};
use super::reading::{Reading, Scope};
use crate::text::Span;
use crate::vocabulary::{Cue, LabelKind};

/// Labels that tell a status.
const TELLING: &[LabelKind] =
    &[LabelKind::Applied, LabelKind::Granted, LabelKind::Planned, LabelKind::Ongoing, LabelKind::Completed];

/// The status of the wording nearest to the project's name, or the first one; where the notice itself says nothing, what the page
/// says to all its undertakings.
pub(crate) fn read(scope: &Scope<'_, '_>, wide: &Scope<'_, '_>, title: Option<Span>) -> Option<Fact<Status>> {
    told(scope, title).or_else(|| told(wide, title))
}

fn told(scope: &Scope<'_, '_>, title: Option<Span>) -> Option<Fact<Status>> {
    let reading = scope.reading;
    let cues = whole(reading, scope.labels(TELLING).collect());
    let of = |kind: LabelKind| cues.iter().copied().filter(move |cue| reading.label(cue) == Some(kind));
    let granted = of(LabelKind::Granted).next();
    // Who was given the money has applied for it before; who only applied plans nothing yet.
    let applied = of(LabelKind::Applied).next().filter(|_| granted.is_none());
    let kind = |cue: &Cue| reading.label(cue);
    let near_title = |span: Span| title.is_some_and(|title| reading.sentence_at(span.start).overlaps(title));
    // What was only planned yields to what is told as being done.
    let order = |cue: &&Cue| {
        let planned = kind(cue) == Some(LabelKind::Planned);
        (!near_title(cue.span) && planned, !near_title(cue.span), planned, cue.span.start)
    };
    let done = |cue: &&Cue| match kind(cue) {
        Some(LabelKind::Granted) => false,
        Some(LabelKind::Applied) => applied.is_some(),
        _ => true,
    };
    let best = cues.iter().copied().filter(done).min_by_key(order).or(granted)?;
    let status = match kind(best)? {
        LabelKind::Applied => Status::Applied,
        LabelKind::Planned if applied.is_some() => Status::Applied,
        LabelKind::Planned | LabelKind::Granted => Status::Planned,
        LabelKind::Ongoing => Status::Ongoing,
        _ => Status::Completed,
    };
    Some(reading.fact(status, best.span, "status:wording"))
}

/// Cues without those inside a wording that begins before them: `zakończony` in `zostanie zakończony` tells of no end.
fn whole<'r>(reading: &Reading<'_>, cues: Vec<&'r Cue>) -> Vec<&'r Cue> {
    let inside = |cue: &Cue, other: &Cue| {
        other.span.overlaps(cue.span)
            && (other.span.start < cue.span.start || other.span.start == cue.span.start && other.span.len() > cue.span.len())
            && reading.label(other) != Some(LabelKind::Granted)
    };
    let from = |i: usize| i.saturating_sub(4);
    let kept = |i: usize| {
        let neighbours = cues[from(i)..(i + 5).min(cues.len())].iter();
        neighbours.clone().all(|other| !inside(cues[i], other))
    };
    (0..cues.len()).filter(|&i| kept(i)).map(|i| cues[i]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::notice;
    use crate::notice::Status::{self, Applied, Completed, Ongoing, Planned};

    fn status(text: &str) -> Option<Status> {
        notice(text).status.map(|fact| fact.value)
    }

    #[test]
    fn money_granted_and_nothing_said_of_the_work_is_planned() {
        let granted = [
            "Gmina Borowa otrzymała dofinansowanie w kwocie 120 000,00 zł na zadanie pn. „Remont świetlicy w Lipkach”.",
            "Umowa na dofinansowanie zadania pn. „Remont świetlicy w Lipkach” jest podpisana. Kwota dofinansowania: 120 000 zł.",
            "Gmina Borowa złożyła wniosek i pozyskała dotację 120 000 zł na zadanie pn. „Remont świetlicy w Lipkach”.",
        ];
        for text in granted {
            assert_eq!(status(text), Some(Planned), "{text}");
        }
    }

    #[test]
    fn an_application_alone_plans_nothing() {
        let text = "Gmina Borowa złożyła wniosek o dofinansowanie projektu pn. „Remont świetlicy w Lipkach”. Projekt będzie \
            realizowany w 2023 roku. Wartość projektu: 120 000 zł, kwota wnioskowanej dotacji: 100 000 zł.";
        assert_eq!(status(text), Some(Applied));
    }

    #[test]
    fn work_told_as_done_or_under_way_goes_before_the_grant() {
        let grant = "Gmina Borowa otrzymała dofinansowanie 120 000,00 zł na zadanie pn. „Remont świetlicy w Lipkach”.";
        let told = [
            (" Za te pieniądze kupiono stoły i krzesła.", Completed),
            (" Trwa remont sali.", Ongoing),
            (" Dach zostanie wymieniony latem.", Planned),
            (" Umowę z wykonawcą już podpisano, prace trwają.", Ongoing),
        ];
        for (rest, expected) in told {
            assert_eq!(status(&format!("{grant}{rest}")), Some(expected), "{rest}");
        }
    }

    #[test]
    fn a_past_tense_inside_a_future_one_tells_of_no_end() {
        let value = "Wartość projektu: 120 000 zł. Dofinansowanie: 100 000 zł.";
        let told = [
            ("Gmina Borowa od maja będzie realizowała projekt pn. „Razem w Lipkach”.", Planned),
            ("Gmina Borowa w latach 2011-2012 realizowała projekt pn. „Razem w Lipkach”.", Completed),
            ("Projekt pn. „Razem w Lipkach” zostanie zakończony w maju.", Planned),
            ("Projekt pn. „Razem w Lipkach” ma być zrealizowany do końca 2020 roku.", Planned),
        ];
        for (text, expected) in told {
            assert_eq!(status(&format!("{text} {value}")), Some(expected), "{text}");
        }
    }
}
