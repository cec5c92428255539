//! Figures against expectations: what keeps an edition back, and what is only to be looked at.

use super::expectation::{Expectation, Figure};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// By how much the number of current projects may fall from one edition to the next without a word, where nothing else is expected.
const QUIET_FALL: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dataset) struct Reading {
    /// Nothing where there is no row to tell it from.
    pub(super) value: Option<Decimal>,
    /// Of a share: the rows that count.
    pub(super) part: usize,
    /// The table's rows.
    pub(super) rows: usize,
}

/// Why a figure of the edition before is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::dataset) enum Unknown {
    /// Its tables are of another form.
    OtherForm,
    /// They cannot be read.
    Unreadable(String),
}

/// Figures of an edition.
pub(in crate::dataset) type Figures = BTreeMap<Figure, Result<Reading, Unknown>>;

/// Figures of the edition before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::dataset) struct Past {
    /// Its name.
    pub(super) edition: String,
    pub(super) figures: Figures,
}

/// What is to be done with an edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::dataset) struct Verdict {
    /// What keeps it back.
    pub(in crate::dataset) refused: Vec<String>,
    /// What is to be looked at.
    pub(in crate::dataset) warned: Vec<String>,
}

impl Reading {
    pub(super) const fn of(value: Option<Decimal>, rows: usize) -> Self {
        Self { value, part: 0, rows }
    }
}

/// The figures that a judgement needs: those that are expected, and the current projects.
pub(super) fn wanted(expectations: &[Expectation]) -> impl Iterator<Item = Figure> {
    expectations.iter().map(|expectation| expectation.figure).chain([Figure::Current])
}

/// Judges an edition by its figures and those of the edition before, if there is one. Everything that is not as expected is named.
pub(in crate::dataset) fn judge(expectations: &[Expectation], figures: &Figures, past: Option<&Past>) -> Verdict {
    let mut verdict = Verdict::default();
    for Expectation { figure, bounds } in expectations {
        let Some(Ok(now)) = figures.get(figure) else { continue };
        let told = tell(*figure, now);
        if let Some(min) = bounds.min.filter(|min| now.value.is_none_or(|value| value < *min)) {
            verdict.refused.push(format!("{told}, at least {min} expected"));
        }
        if let Some(max) = bounds.max.filter(|max| now.value.is_some_and(|value| value > *max)) {
            verdict.warned.push(format!("{told}, at most {max} expected"));
        }
        let (Some(drop), Some(past)) = (bounds.drop, past) else { continue };
        match past.figures.get(figure) {
            Some(Ok(before)) => {
                let fall = fall(now, before).filter(|fall| *fall > drop);
                verdict.refused.extend(fall.map(|fall| {
                    format!(
                        "{told}, {} less than {} of edition {}; at most {} less expected",
                        percent(fall),
                        value(*figure, before),
                        past.edition,
                        percent(drop)
                    )
                }));
            }
            Some(Err(Unknown::Unreadable(error))) => {
                verdict.refused.push(format!("{told}; what edition {} had is not known: {error}", past.edition))
            }
            Some(Err(Unknown::OtherForm)) | None => {
                verdict.warned.push(format!("{told}; edition {} is of another form and cannot be compared", past.edition));
            }
        }
    }
    verdict.warned.extend(past.and_then(|past| vanished(figures, past)));
    verdict
}

/// Where more than half of the projects are not told any more.
fn vanished(figures: &Figures, past: &Past) -> Option<String> {
    let of = |figures: &Figures| figures.get(&Figure::Current)?.as_ref().ok().copied();
    let (now, before) = (of(figures)?, of(&past.figures)?);
    let fall = fall(&now, &before).filter(|fall| *fall > QUIET_FALL)?;
    let (now, before) = (tell(Figure::Current, &now), value(Figure::Current, &before));
    Some(format!("{now}, {} less than {before} of edition {}", percent(fall), past.edition))
}

/// By what share of before a figure is less; nothing if it is not, or if there was nothing to lose.
fn fall(now: &Reading, before: &Reading) -> Option<Decimal> {
    let before = before.value.filter(|before| *before > Decimal::ZERO)?;
    let lost = before.checked_sub(now.value.unwrap_or_default())?.checked_div(before)?;
    (lost > Decimal::ZERO).then_some(lost)
}

/// A figure with its name.
fn tell(figure: Figure, reading: &Reading) -> String {
    let (name, value) = (figure.name(), value(figure, reading));
    match figure {
        Figure::Filled(..) => format!("{name}: filled in {} of {} rows ({value})", reading.part, reading.rows),
        Figure::Sum(..) => format!("{name}: sum {value}"),
        Figure::Rows(_) | Figure::Current => format!("{name}: {value}"),
    }
}

/// A figure with its unit.
fn value(figure: Figure, reading: &Reading) -> String {
    let Some(value) = reading.value else { return "none".to_owned() };
    match figure {
        Figure::Rows(_) | Figure::Current => format!("{value} rows"),
        Figure::Filled(..) => value.round_dp(3).to_string(),
        Figure::Sum(..) => format!("{value} {}", figure.unit()).trim_end().to_owned(),
    }
}

fn percent(share: Decimal) -> String {
    format!("{} %", (share * Decimal::ONE_HUNDRED).round_dp(1).normalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::gate::Bounds;

    const TOTAL: Figure = Figure::Sum("projects", "total_cost");
    const TITLE: Figure = Figure::Filled("projects", "title");
    const ROWS: Figure = Figure::Rows("projects");

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn bounds(min: &str, max: &str, drop: &str) -> Bounds {
        let of = |text: &str| (!text.is_empty()).then(|| number(text));
        Bounds { min: of(min), max: of(max), drop: of(drop) }
    }

    fn rows(rows: usize) -> Figures {
        [ROWS, Figure::Current].map(|figure| (figure, Ok(Reading::of(Some(rows.into()), rows)))).into()
    }

    fn past(figures: Figures) -> Past {
        Past { edition: "before".into(), figures }
    }

    fn expect(figure: Figure, bounds: Bounds) -> [Expectation; 1] {
        [Expectation { figure, bounds }]
    }

    #[test]
    fn too_few_are_refused_and_too_many_are_told() {
        let judged = |count| judge(&expect(ROWS, bounds("100", "5000", "")), &rows(count), None);
        assert_eq!(judged(99).refused, ["projects: 99 rows, at least 100 expected"]);
        assert_eq!((judged(100), judged(5000)), (Verdict::default(), Verdict::default()), "the bounds belong to it");
        assert_eq!(judged(5001).warned, ["projects: 5001 rows, at most 5000 expected"]);
        assert!(judged(5001).refused.is_empty());
    }

    #[test]
    fn a_fall_is_measured_against_what_was_there() {
        let judged = |now, before| judge(&expect(ROWS, bounds("", "", "0.2")), &rows(now), Some(&past(rows(before))));
        assert_eq!(judged(80, 100), Verdict::default());
        let told = "projects: 79 rows, 21 % less than 100 rows of edition before; at most 20 % less expected";
        assert_eq!(judged(79, 100).refused, [told]);
        assert_eq!(judged(0, 0), Verdict::default(), "there was nothing to lose");
        assert_eq!(judged(500, 100), Verdict::default());
        assert!(judge(&expect(ROWS, bounds("", "", "0")), &rows(1), None).refused.is_empty(), "a first edition");
    }

    #[test]
    fn every_expectation_that_fails_is_named_at_once() {
        let mut now = rows(10);
        now.insert(TITLE, Ok(Reading { part: 4, ..Reading::of(Some(number("0.4")), 10) }));
        now.insert(TOTAL, Ok(Reading::of(Some(number("1000.50")), 10)));
        let all = [
            Expectation { figure: ROWS, bounds: bounds("100", "", "") },
            Expectation { figure: TITLE, bounds: bounds("0.5", "1", "") },
            Expectation { figure: TOTAL, bounds: bounds("2000", "", "") },
        ];
        assert_eq!(
            judge(&all, &now, None).refused,
            [
                "projects: 10 rows, at least 100 expected",
                "projects.title: filled in 4 of 10 rows (0.4), at least 0.5 expected",
                "projects.total_cost: sum 1000.50 PLN, at least 2000 expected",
            ]
        );
    }

    #[test]
    fn nothing_is_less_than_anything_that_is_expected() {
        let mut now = rows(0);
        now.insert(TOTAL, Ok(Reading::of(None, 0)));
        let mut before = rows(4);
        before.insert(TOTAL, Ok(Reading::of(Some(number("7.00")), 4)));
        let judged = judge(&expect(TOTAL, bounds("1", "", "0.9")), &now, Some(&past(before)));
        assert_eq!(judged.refused.len(), 2, "{judged:?}");
        assert!(judged.refused[0].starts_with("projects.total_cost: sum none"), "{judged:?}");
        assert!(judged.refused[1].contains("100 % less than 7.00 PLN"), "{judged:?}");
    }

    #[test]
    fn an_edition_of_another_form_is_not_compared_but_a_damaged_one_keeps_the_new_one_back() {
        let mut before = rows(4);
        before.insert(TOTAL, Err(Unknown::OtherForm));
        let mut now = rows(4);
        now.insert(TOTAL, Ok(Reading::of(Some(number("7.00")), 4)));
        let judged = |before| judge(&expect(TOTAL, bounds("", "", "0.1")), &now, Some(&past(before)));
        let verdict = judged(before.clone());
        assert!(verdict.refused.is_empty() && verdict.warned[0].contains("another form"), "{verdict:?}");
        before.insert(TOTAL, Err(Unknown::Unreadable("cannot read table".into())));
        assert!(judged(before).refused[0].contains("not known: cannot read table"));
    }

    #[test]
    fn half_of_the_projects_gone_is_told_without_being_asked() {
        let judged = |now| judge(&[], &rows(now), Some(&past(rows(100))));
        assert_eq!(judged(50), Verdict::default());
        assert_eq!(judged(49).warned, ["projects (current): 49 rows, 51 % less than 100 rows of edition before"]);
        assert!(judged(0).refused.is_empty());
    }
}
