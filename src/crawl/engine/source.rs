//! One source: its hosts work side by side; what one finds of another is taken up when all have ended.
//!
//! So a host's order of pages depends on that host alone, whatever the others do meanwhile, and an interrupted crawl goes on as if it
//! had not been.

use super::super::error::CrawlError;
use super::super::plan::SourcePlan;
use super::super::state::Turn;
use super::host::{self, End};
use super::{Crew, turns};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::collections::BTreeSet;

/// Rounds in which hosts learn of one another; a few are plenty.
const MOST_ROUNDS: usize = 8;

/// Crawls a source.
pub(super) async fn crawl(crew: &Crew<'_>, source: &SourcePlan) -> Result<(), CrawlError> {
    // The semaphore is never closed; were it, there would be nothing to keep to.
    let _turn = crew.turns.acquire().await;
    // Whoever has had enough, or was not well, is left alone until the next run.
    let mut ended = BTreeSet::new();
    for _ in 0..MOST_ROUNDS {
        if crew.stop.is_asked() {
            break;
        }
        let mut hosts = crew.keeper.hosts(&source.id)?;
        hosts.retain(|host| !ended.contains(host));
        let round = crew.keeper.round(&source.id)?;
        ended.extend(match source.pages {
            Some(pages) => turns::crawl(crew, source, &hosts, round, pages).await?,
            None => side_by_side(crew, source, &hosts, round).await?,
        });
        if crew.stop.is_asked() || crew.budget.is_spent() || crew.keeper.introduce(&source.id, round.saturating_add(1))? == 0 {
            break;
        }
    }
    Ok(())
}

/// Lets every host do all it may; gives back those that are to have nothing more in this run.
async fn side_by_side(
    crew: &Crew<'_>,
    source: &SourcePlan,
    hosts: &[String],
    round: u32,
) -> Result<BTreeSet<String>, CrawlError> {
    let mut tasks: FuturesUnordered<_> = hosts.iter().map(|host| work(crew, source, host, round, None)).collect();
    let mut ended = BTreeSet::new();
    while let Some((host, end)) = tasks.next().await {
        if end?.is_some_and(|end| !end.is_open()) {
            ended.insert(host.to_owned());
        }
    }
    Ok(ended)
}

/// The work on a host, and how it ended; nothing if there was nothing to do.
pub(super) async fn work<'h>(
    crew: &Crew<'_>,
    source: &SourcePlan,
    host: &'h str,
    round: u32,
    turn: Option<Turn>,
) -> (&'h str, Result<Option<End>, CrawlError>) {
    (host, host::crawl(crew, source, host, round, turn).await)
}
