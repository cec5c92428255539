//! One source: its hosts work side by side; what one finds of another is taken up when all have ended.
//!
//! So a host's order of pages depends on that host alone, whatever the others do meanwhile, and an interrupted crawl goes on as if it
//! had not been.

use super::super::error::CrawlError;
use super::super::plan::SourcePlan;
use super::{Crew, host};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

/// Rounds in which hosts learn of one another; a few are plenty.
const MOST_ROUNDS: usize = 8;

/// Crawls a source.
pub(super) async fn crawl(crew: &Crew<'_>, source: &SourcePlan) -> Result<(), CrawlError> {
    // The semaphore is never closed; were it, there would be nothing to keep to.
    let _turn = crew.turns.acquire().await;
    for _ in 0..MOST_ROUNDS {
        if crew.stop.is_asked() {
            break;
        }
        let hosts = crew.keeper.hosts(&source.id)?;
        let mut tasks: FuturesUnordered<_> = hosts.iter().map(|host| host::crawl(crew, source, host)).collect();
        while let Some(ended) = tasks.next().await {
            ended?;
        }
        if crew.stop.is_asked() || crew.budget.is_spent() || crew.keeper.introduce(&source.id)? == 0 {
            break;
        }
    }
    Ok(())
}
