//! Measuring how fast a published edition opens again and answers.

use metryczka::correction::{Action, Correction, Place};
use metryczka::dataset::{CaseMention, DatasetError, Reopened, Spool};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many questions of each kind are asked, spread over the edition.
const QUESTIONS: usize = 200;

/// Opens an edition and prints what opening and answering took.
pub fn measure(edition: &Path) -> Result<(), DatasetError> {
    let spool = Arc::new(Spool::temporary()?);
    let start = Instant::now();
    let reopened = Reopened::open(edition, spool, &|_, _| {})?;
    println!("opening: {:.2} s, {} mentions", start.elapsed().as_secs_f64(), reopened.mentions());
    let ids: Vec<String> = reopened.project_ids().map(str::to_owned).collect();
    let some: Vec<&String> = ids.iter().step_by((ids.len() / QUESTIONS).max(1)).collect();
    let mut pages = Vec::new();
    let cases = some.iter().map(|id| {
        timed(|| {
            let case = reopened.case(id)?;
            pages.extend(case.into_iter().flat_map(|case| case.mentions).map(|mention| mention.page_id).take(1));
            Ok(())
        })
    });
    tell("a project", cases.collect::<Result<_, _>>()?);
    tell("a page", pages.iter().map(|id| timed(|| reopened.page(id).map(drop))).collect::<Result<_, _>>()?);
    let mut asked = Vec::new();
    for id in &some {
        asked.extend(reopened.case(id)?.into_iter().flat_map(|case| case.mentions.into_iter().take(1)));
    }
    for (field, value) in [("women", "17"), ("total_cost", "7654321.98"), ("title", "Zupełnie inne przedsięwzięcie")] {
        let impact = |told: &CaseMention| timed(|| reopened.impact(&[correction(told, field, value)]).map(drop));
        tell(&format!("impact: {field}"), asked.iter().map(impact).collect::<Result<_, _>>()?);
    }
    Ok(())
}

fn correction(told: &CaseMention, field: &str, value: &str) -> Correction {
    let source = &told.mention.source;
    let place = Place {
        page: source.url.clone().unwrap_or_default(),
        sha256: source.sha256.clone(),
        text_sha256: String::new(),
        reading_sha256: None,
        mention: told.mention.mention,
        title: told.mention.notice.title.as_ref().map(|title| title.value.clone()),
    };
    let (field, value) = (field.to_owned(), Some(value.to_owned()));
    let action = Action::Correct { place, field, original: None, value, words: None };
    Correction { id: "c1".to_owned(), made: "2026-01-01T00:00:00Z".to_owned(), by: None, reason: None, action }
}

fn timed(work: impl FnOnce() -> Result<(), DatasetError>) -> Result<Duration, DatasetError> {
    let start = Instant::now();
    work().map(|()| start.elapsed())
}

fn tell(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at =
        |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    let (half, most, all) = (milliseconds(at(50)), milliseconds(at(95)), milliseconds(at(100)));
    println!("{what:20} {} times: half within {half:.2} ms, 95 % within {most:.2} ms, all within {all:.2} ms", times.len());
}
