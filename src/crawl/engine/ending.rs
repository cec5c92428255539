//! The end of a run, and what there is to report.

use super::super::error::CrawlError;
use super::super::report::{CrawlProblem, Report};
use super::super::state::HostState;
use super::keeper::Keeper;

impl Keeper<'_> {
    /// Ends a run, unless it was stopped before it had done its work, and reports.
    pub fn finish(self, run: u32, now: i64, stopped: Option<&'static str>) -> Result<Report, CrawlError> {
        {
            let mut store = self.store()?;
            store.save()?;
            // What someone stopped is taken up again under its number; everything else was a whole run.
            if stopped != Some("stopped") && !self.plan.leave_open {
                store.state.end_run(now)?;
            }
        }
        self.report(run, stopped)
    }

    /// What is known.
    pub fn report(&self, run: u32, stopped: Option<&'static str>) -> Result<Report, CrawlError> {
        let problems = self.problems()?;
        let store = self.store()?;
        let state = &store.state;
        let totals = state.totals(run)?;
        Ok(Report {
            run,
            fetched: totals.fetched,
            pages: totals.pages,
            unchanged: totals.unchanged,
            bytes: totals.bytes,
            coverage: state.coverage(&self.plan.sources, super::now(self.plan))?,
            skips: state.skips()?,
            problems,
            stopped,
        })
    }

    /// Problems of sources that are still in the plan, and hosts that are closed to robots.
    fn problems(&self) -> Result<Vec<CrawlProblem>, CrawlError> {
        let mut problems = self.store()?.state.problems(usize::MAX)?;
        problems.retain(|problem| self.sources.contains_key(problem.source.as_str()));
        for source in self.sources.keys() {
            for host in self.hosts(source)? {
                let (state, _) = self.store()?.state.host_state(source, &host)?;
                problems.extend((state == HostState::RobotsClosed).then(|| closed(source, &host)));
            }
        }
        problems.sort();
        Ok(problems)
    }
}

/// What there is to say of a host whose rules forbid everything.
fn closed(source: &str, host: &str) -> CrawlProblem {
    CrawlProblem {
        source: source.to_owned(),
        url: host.to_owned(),
        code: "robots_closed".to_owned(),
        message: "the host's robots.txt forbids everything".to_owned(),
        remedy: "ask the operator to let the crawler in, or take the host out of the configuration".to_owned(),
    }
}
