//! One source: its hosts work side by side; what one finds of another is taken up when all have ended.
//!
//! So a host's order of pages depends on that host alone, whatever the others do meanwhile, and an interrupted crawl goes on as if it
//! had not been.

use super::super::error::CrawlError;
use super::super::plan::SourcePlan;
use super::{Crew, host, turns};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

/// Rounds in which hosts learn of one another; a few are plenty.
const MOST_ROUNDS: usize = 8;

/// Crawls a source.
pub(super) async fn crawl(crew: &Crew<'_>, source: &SourcePlan) -> Result<(), CrawlError> {
    for _ in 0..MOST_ROUNDS {
        let hosts = crew.keeper.hosts(&source.id)?;
        match source.pages {
            Some(pages) => turns::crawl(crew, source, &hosts, pages).await?,
            None => side_by_side(crew, source, &hosts).await?,
        }
        if crew.stop.is_asked() || crew.budget.is_spent() || crew.keeper.introduce(&source.id)? == 0 {
            break;
        }
    }
    Ok(())
}

/// Lets every host do all it may.
async fn side_by_side(crew: &Crew<'_>, source: &SourcePlan, hosts: &[String]) -> Result<(), CrawlError> {
    let mut tasks: FuturesUnordered<_> = hosts.iter().map(|host| host::crawl(crew, source, host, None)).collect();
    while let Some(ended) = tasks.next().await {
        ended?;
    }
    Ok(())
}
