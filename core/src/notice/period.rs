//! When: the project's period against every other date on the page.

use super::model::{Doubt, Notice};
use super::reading::{Reading, Scope};
use super::{signing, year};
use crate::text::Span;
use crate::value::{Found, PartialDate, Period, PeriodForm};
use crate::vocabulary::{Cue, LabelKind, Table};

/// How far back a label can stand in its sentence.
pub(super) const REACH: usize = 160;

/// The weight of a period that no label names, in a sentence about carrying the project out.
const UNLABELLED: u8 = 2;

/// Labels that decide what a date is.
const DECIDING: &[LabelKind] =
    &[LabelKind::Period, LabelKind::Start, LabelKind::End, LabelKind::Signed, LabelKind::OtherDate, LabelKind::OtherPeriod];

/// Reads start, end, duration and the day of signing.
pub(crate) fn read(scope: &Scope<'_, '_>, notice: &mut Notice) {
    let reading = scope.reading;
    let best = best_period(scope);
    // A labelled period stands before single ends; a period no label names stands after them.
    if let Some((_, found)) = best.filter(|(weight, _)| *weight > UNLABELLED) {
        publish(reading, found, notice);
    }
    ends(scope, notice);
    if let (Some((_, found)), None, None) = (best, &notice.start_date, &notice.end_date) {
        publish(reading, found, notice);
    }
    if notice.start_date.is_none() && notice.end_date.is_none() {
        year::read(scope, notice);
    }
    if notice.start_date.is_none() {
        notice.start_date = begun(scope).map(|(date, span)| reading.fact(date, span, "period:begun"));
    }
    damaged(scope, notice);
    notice.duration_months = duration(scope).map(|found| reading.fact(found.value, found.span, "duration:labelled"));
    notice.signed_date = signing::read(scope).map(|(date, span)| reading.fact(date, span, "signed:agreement"));
}

fn publish(reading: &Reading<'_>, found: &Found<Period>, notice: &mut Notice) {
    let rule = "period:range";
    // `Planowany termin zakończenia: II kwartał 2025` tells of no beginning.
    let side = deciding_label(reading, found.span)
        .and_then(|cue| reading.label(cue))
        .filter(|_| found.value.form == PeriodForm::Quarter);
    let start = found.value.start.filter(|_| side != Some(LabelKind::End));
    let end = found.value.end.filter(|_| side != Some(LabelKind::Start));
    notice.start_date = start.map(|date| reading.fact(date, found.span, rule));
    notice.end_date = end.map(|date| reading.fact(date, found.span, rule));
    if let Some(reason) = found.doubt {
        let candidates = [found.value.start, found.value.end].iter().flatten().map(ToString::to_string).collect();
        notice.doubts.push(Doubt { field: "end_date", reason, candidates });
    }
}

/// The date at the head of a sentence that tells of a beginning: `W roku 2020 Ośrodek rozpoczął realizację projektu`.
fn begun(scope: &Scope<'_, '_>) -> Option<(PartialDate, Span)> {
    let reading = scope.reading;
    scope.labels(&[LabelKind::Start, LabelKind::Ongoing, LabelKind::Planned]).find_map(|cue| {
        let sentence = reading.sentence_at(cue.span.start);
        let before = reading.among(&reading.values.dates, Span::new(sentence.start, cue.span.start));
        let dated = before.last().filter(|found| deciding_label(reading, found.span).is_none())?;
        let words = |from, to| reading.words_in(Span::new(from, to)).len();
        let lead = reading.slice(Span::new(sentence.start, dated.span.start)).trim();
        let (gap, heads) = (words(dated.span.end, cue.span.start), words(sentence.start, dated.span.start) <= 4);
        // `Informujemy, że od 1 marca 2020 roku będzie realizowany projekt`: nothing stands between the day and the work.
        let works = ["realiz", "prowadz"].iter().any(|stem| reading.slice(cue.span).contains(stem));
        let at_once = works && lead.ends_with(" od") && gap <= 2;
        // `Od 1 marca 2020 r. Ośrodek realizuje projekt`; `1 marca Ośrodek realizuje` says no beginning.
        let tells = match reading.label(cue) {
            Some(LabelKind::Start) => true,
            Some(LabelKind::Ongoing) => lead == "od" || lead.starts_with("od "),
            _ => false,
        };
        (at_once || tells && heads && gap <= 8).then_some((dated.value, dated.span))
    })
}

/// Says where a label announces a date that no calendar has: it is not read.
fn damaged(scope: &Scope<'_, '_>, notice: &mut Notice) {
    let reading = scope.reading;
    for span in reading.values.damaged_dates.iter().copied().filter(|span| scope.owns(*span)) {
        let field = match deciding_label(reading, span).and_then(|cue| reading.label(cue)) {
            Some(LabelKind::Period | LabelKind::Start) => "start_date",
            Some(LabelKind::End) => "end_date",
            Some(LabelKind::Signed) => "signed_date",
            _ => continue,
        };
        notice.doubts.push(Doubt { field, reason: "impossible_date", candidates: vec![reading.printed(span)] });
    }
}

/// The period with the best reason to be the project's.
fn best_period<'r>(scope: &Scope<'r, '_>) -> Option<(u8, &'r Found<Period>)> {
    let reading = scope.reading;
    let mut best: Option<(u8, &Found<Period>)> = None;
    for found in scope.values(&reading.values.periods) {
        let weight = weight(reading, found);
        if weight > 0 && best.is_none_or(|(known, _)| weight > known) {
            best = Some((weight, found));
        }
    }
    best
}

/// How much speaks for a period: 0 is nothing.
fn weight(reading: &Reading<'_>, found: &Found<Period>) -> u8 {
    if of_programme(reading, found.span) {
        return 0;
    }
    let precise = !matches!(found.value.form, PeriodForm::Years);
    let label = deciding_label(reading, found.span);
    let school = found.value.form == PeriodForm::SchoolYear;
    // `zakończenie prac w wakacje, tak by w roku szkolnym … dzieci weszły do szkoły`
    let parted = |cue: &Cue| reading.slice(Span::new(cue.span.end.min(found.span.start), found.span.start)).contains(',');
    let weak = |cue: &Cue| reading.slice(cue.span).starts_with("w ") && reading.slice(cue.span).len() < 14;
    match label.and_then(|cue| Some((reading.label(cue)?, weak(cue)))) {
        Some((LabelKind::Start | LabelKind::End, _)) if school && label.is_some_and(parted) => 0,
        Some((LabelKind::Period, false)) if precise && !school => 6,
        Some((LabelKind::Period, false)) => 5,
        Some((LabelKind::Start | LabelKind::End, _)) if precise => 4,
        // `w okresie od … do …` says when something was done, not what.
        Some((LabelKind::Period, true)) if (precise || carried(reading, found.span)) && !about_other(reading, found.span) => {
            UNLABELLED
        }
        Some(_) => 0,
        None if matches!(found.value.form, PeriodForm::Range) && about_project(reading, found.span) => UNLABELLED,
        None if matches!(found.value.form, PeriodForm::Range) && lasting(found) && !about_other(reading, found.span) => {
            UNLABELLED - 1
        }
        None => 0,
    }
}

/// Whether a period lasts two months or more: an event or a recruitment seldom does.
fn lasting(found: &Found<Period>) -> bool {
    let months = |date: PartialDate| date.month.and_then(|month| i32::try_from(month).ok()).map(|month| date.year * 12 + month);
    let (Some(start), Some(end)) = (found.value.start.and_then(months), found.value.end.and_then(months)) else { return false };
    end - start >= 2
}

/// Whether the sentence speaks of a call, an event, a strategy.
fn about_other(reading: &Reading<'_>, span: Span) -> bool {
    let sentence = reading.sentence_at(span.start);
    let mut kinds = reading.labels_in(sentence);
    kinds.any(|kind| matches!(kind, LabelKind::OtherDate | LabelKind::OtherPeriod | LabelKind::NoNotice))
}

/// Whether years stand beside a programme's name: they are the programme's.
fn of_programme(reading: &Reading<'_>, span: Span) -> bool {
    let near = Span::new(span.start.saturating_sub(200), span.end);
    let reach = |cue: &&Cue| cue.table == Table::Programme && Span::new(cue.span.start, cue.span.end + 30).overlaps(span);
    // `… na zasadach programu Erasmus+. Czas trwania: …`
    let label = deciding_label(reading, span).map_or(0, |label| label.span.start);
    let beside =
        |cue: &Cue| cue.span.end > label && reading.words_in(Span::new(cue.span.end.min(span.start), span.start)).len() <= 3;
    reading.cues_from(near).iter().filter(reach).any(beside)
}

/// Whether the sentence speaks of carrying an undertaking out, and of no call or event.
fn about_project(reading: &Reading<'_>, span: Span) -> bool {
    carried(reading, span) && !about_other(reading, span)
}

/// Whether the sentence speaks of carrying an undertaking out.
fn carried(reading: &Reading<'_>, span: Span) -> bool {
    let sentence = reading.sentence_at(span.start);
    reading.labels_in(sentence).any(|kind| matches!(kind, LabelKind::Ongoing | LabelKind::Planned | LabelKind::Completed))
}

/// The nearest deciding label before a value: in its sentence, or in the label line or cell above it.
fn deciding_label<'r>(reading: &'r Reading<'_>, span: Span) -> Option<&'r Cue> {
    let sentence = reading.sentence_at(span.start);
    let from = sentence.start.max(span.start.saturating_sub(REACH));
    let decides = |cue: &&Cue| reading.label(cue).is_some_and(|kind| DECIDING.contains(&kind));
    let inside = |within: Span| reading.cues_in(within).filter(decides).max_by_key(|cue| (cue.span.end, cue.span.len()));
    inside(Span::new(from, span.start)).or_else(|| {
        let number = reading.line_number(span.start);
        let line = reading.lines.get(number)?;
        let lead = reading.words_in(Span::new(line.span.start, span.start)).len();
        let label = reading.lines.get(number.checked_sub(1)?).filter(|label| lead <= 2 && label.span.len() <= 120)?;
        inside(label.span)
    })
}

/// Ends and starts told apart from each other: `data rozpoczęcia: …`, `planowane zakończenie: …`, `przedłużony do …`.
fn ends(scope: &Scope<'_, '_>, notice: &mut Notice) {
    let reading = scope.reading;
    for found in scope.values(&reading.values.dates) {
        let Some(cue) = deciding_label(reading, found.span) else { continue };
        let single = !scope
            .values(&reading.values.periods)
            .any(|period| period.span.overlaps(found.span) && period.value.form != PeriodForm::Open);
        match reading.label(cue) {
            Some(LabelKind::Start) if notice.start_date.is_none() && single => {
                notice.start_date = Some(reading.fact(found.value, found.span, "period:start"));
            }
            Some(LabelKind::End) if extends(reading, cue) => {
                if let Some(old) = notice.end_date.take().filter(|old| old.value != found.value) {
                    notice.doubts.push(Doubt {
                        field: "end_date",
                        reason: "superseded",
                        candidates: vec![old.value.to_string()],
                    });
                }
                notice.end_date = Some(reading.fact(found.value, found.span, "period:extended"));
            }
            Some(LabelKind::End) if notice.end_date.is_none() && single => {
                notice.end_date = Some(reading.fact(found.value, found.span, "period:end"));
            }
            Some(LabelKind::Period)
                if single && notice.end_date.is_none() && notice.start_date.is_none() && follows(reading, cue, found.span) =>
            {
                lone(reading, found, notice);
            }
            _ => {}
        }
    }
}

/// Whether the label says that an end was moved.
fn extends(reading: &Reading<'_>, cue: &Cue) -> bool {
    ["przedluz", "wydluz", "przesun"].iter().any(|stem| reading.slice(cue.span).contains(stem))
}

/// Whether at most two words stand between a label and a value.
fn follows(reading: &Reading<'_>, cue: &Cue, span: Span) -> bool {
    span.start >= cue.span.end && reading.words_in(Span::new(cue.span.end, span.start)).len() <= 2
}

/// One date as a period: a year is both ends, a month or day the end.
fn lone(reading: &Reading<'_>, found: &Found<PartialDate>, notice: &mut Notice) {
    if found.value.month.is_none() {
        notice.start_date = Some(reading.fact(found.value, found.span, "period:lone_year"));
    }
    notice.end_date = Some(reading.fact(found.value, found.span, "period:lone_date"));
}

/// A duration in the sentence or line of a period label, or beside the project's own dates.
fn duration<'r>(scope: &Scope<'r, '_>) -> Option<&'r Found<u32>> {
    let reading = scope.reading;
    scope.values(&reading.values.durations).find(|found| {
        let sentence = reading.sentence_at(found.span.start);
        let labelled = deciding_label(reading, found.span).and_then(|cue| reading.label(cue)) == Some(LabelKind::Period);
        labelled || reading.among(&reading.values.periods, sentence).any(|period| weight(reading, period) > 0)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::notice;

    /// Start, end and signing as told after a notice's first sentence.
    fn when(text: &str) -> [String; 3] {
        let grant =
            "Gmina Borowa otrzymała dofinansowanie na zadanie pn. „Remont świetlicy w Lipkach”. Dofinansowanie: 100 000,00 zł.";
        let notice = notice(&format!("{grant}\n\n{text}"));
        [notice.start_date, notice.end_date, notice.signed_date]
            .map(|fact| fact.map_or(String::new(), |fact| fact.value.to_string()))
    }

    #[test]
    fn a_verb_tells_which_end_a_date_is() {
        let told = [
            (
                "Rozpoczęcie realizacji zadania nastąpi 1 maja 2020 r., a planowane oddanie do użytkowania 30 czerwca 2021 r.",
                ["2020-05-01", "2021-06-30"],
            ),
            ("Realizacja projektu rozpoczęła się 1.10.2016 r. i potrwa do 30.09.2018 r.", ["2016-10-01", "2018-09-30"]),
            ("Projekt realizujemy od 1 września 2020 r.", ["2020-09-01", ""]),
            ("Od 01 marca 2020 r. Ośrodek Pomocy Społecznej w Borowej realizuje projekt.", ["2020-03-01", ""]),
            ("Informujemy, że od 1 marca 2020 roku będzie realizowany projekt pn. „Razem”.", ["2020-03-01", ""]),
            ("Realizacja projektu prowadzona jest w okresie 2020 – 2021.", ["2020", "2021"]),
            ("Program będzie prowadzony do 31.12.2023 r.", ["", "2023-12-31"]),
            ("Ostateczny termin realizacji: 15 grudnia 2022 r.", ["", "2022-12-15"]),
            ("Planowany termin zakończenia inwestycji: II kwartał 2025 r.", ["", "2025-06"]),
            ("Realizację zakończono 15 października 2019 roku.", ["", "2019-10-15"]),
        ];
        for (text, ends) in told {
            assert_eq!(when(text)[..2], ends, "{text}");
        }
    }

    #[test]
    fn one_year_is_both_ends() {
        for text in ["Rok realizacji: 2019", "W 2019 roku Gmina Borowa realizuje projekt.", "Zadanie zrealizowano w 2019 roku."] {
            assert_eq!(when(text)[..2], ["2019", "2019"], "{text}");
        }
    }

    #[test]
    fn a_signing_keeps_its_date_over_the_words_between() {
        let told = [
            (
                "W dniu 7.10.2020 roku wójt podpisał z prezesem zarządu funduszu w mieście stołecznym umowę na dofinansowanie.",
                "2020-10-07",
            ),
            ("Wójt i marszałek podpisali 25 czerwca 2020 r. umowę o dofinansowanie.", "2020-06-25"),
            (
                "Aneksem z dnia 5 października 2020 r. do umowy o dofinansowanie z dnia 12 marca 2019 r. zmieniono wartość.",
                "2019-03-12",
            ),
            ("DATA PODPISANIA UMOWY\n\nCZERWIEC 2024", "2024-06"),
            ("Umowa podpisana w dniu 29 styczeń 2024 o dofinansowanie.", "2024-01-29"),
            ("Dnia 3 lutego 2020 r. podpisano umowę z wykonawcą.", ""),
        ];
        for (text, signed) in told {
            assert_eq!(when(text)[2], signed, "{text}");
        }
    }

    #[test]
    fn a_date_no_calendar_has_is_said_and_not_read() {
        let text = "Gmina Borowa realizuje projekt pn. „Razem w Lipkach”. Dofinansowanie: 100 000 zł. Okres realizacji: 31.02.2020 – 30.06.2021";
        let notice = notice(text);
        assert!(notice.start_date.is_none());
        assert!(notice.doubts.iter().any(|doubt| doubt.reason == "impossible_date" && doubt.candidates == ["31.02.2020"]));
    }

    #[test]
    fn a_school_year_yields_to_printed_days() {
        let text = "Projekt realizowany będzie w roku szkolnym 2021/2022. Projekt realizowany jest od 01.08.2021 do 30.06.2022.";
        assert_eq!(when(text)[..2], ["2021-08-01", "2022-06-30"]);
        let text = "Umowa przewiduje zakończenie prac w wakacje, tak by w roku szkolnym 2018/2019 dzieci weszły do szkoły.";
        assert_eq!(when(text)[..2], ["", ""]);
    }

    #[test]
    fn a_year_may_lose_its_full_stop() {
        assert_eq!(when("Okres realizacji: od 01.06 2021 r. do 31 grudzień 2021 r.")[..2], ["2021-06-01", "2021-12-31"]);
    }

    #[test]
    fn a_date_cut_off_by_its_own_full_stop_is_the_signing() {
        let text = "7 maja 2020r. Wójt zawarł umowę z Wojewódzkim Funduszem Ochrony Środowiska.";
        assert_eq!(when(text)[2], "2020-05-07");
        let text = "Gmina realizuje projekt w Lipkach. Umowę podpisano w dniu 20-02-2019 r.";
        assert_eq!(when(text)[2], "2019-02-20");
    }
}
