//! How the pages a source may cost are shared out among its hosts.
//!
//! Hosts work side by side, each in an order of its own; so that the pages go where the most is promised, they work in turns: first
//! all fetch what promises much, then what promises less, and at each turn what is left is divided among those that have something
//! to fetch. When a turn is given, all hosts stand still: what it allows depends on what was fetched until then, not on who was faster.

use super::super::error::CrawlError;
use super::super::plan::{Order, SourcePlan};
use super::super::state::Turn;
use super::Crew;
use super::host::End;
use super::source::work;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::collections::{BTreeMap, BTreeSet};

/// What addresses must promise, turn by turn.
const FLOORS: [i32; 9] = [60, 40, 25, 15, 5, -5, -20, -40, i32::MIN];

/// Crawls the hosts of a source within so many pages together; gives back those that are to have nothing more in this run.
pub(super) async fn crawl(
    crew: &Crew<'_>,
    source: &SourcePlan,
    hosts: &[String],
    round: u32,
    pages: u32,
) -> Result<BTreeSet<String>, CrawlError> {
    let mut given = crew.keeper.turns(&source.id, crew.run)?;
    // Promises mean nothing where pages are taken in the order in which they were found.
    let first = if crew.plan.order == Order::BreadthFirst { FLOORS.len() - 1 } else { 0 };
    let floor = given.values().next().map(|turn| turn.floor);
    let mut level = floor.and_then(|floor| FLOORS.iter().position(|known| *known == floor)).unwrap_or(first);
    let (mut out, mut over) = (BTreeSet::new(), BTreeSet::new());
    loop {
        // After an interruption the turns given before it are finished first.
        let mut tasks: FuturesUnordered<_> =
            given.iter().map(|(host, turn)| work(crew, source, host, round, Some(*turn))).collect();
        while let Some((host, end)) = tasks.next().await {
            let end = end?.filter(|end| *end != End::Turn);
            out.extend(end.map(|_| host.to_owned()));
            over.extend(end.filter(|end| !end.is_open()).map(|_| host.to_owned()));
        }
        drop(tasks);
        if crew.stop.is_asked() || crew.budget.is_spent() {
            return Ok(over);
        }
        given = loop {
            let Some(floor) = FLOORS.get(level) else { return Ok(over) };
            let turns = share(crew, source, hosts, pages, *floor, &out)?;
            if !turns.is_empty() {
                break turns;
            }
            level += 1;
        };
        crew.keeper.give_turns(&source.id, crew.run, &given)?;
    }
}

/// What is left, divided among the hosts at which something waits that promises enough; if there is less than a page for each, among
/// the best.
fn share(
    crew: &Crew<'_>,
    source: &SourcePlan,
    hosts: &[String],
    pages: u32,
    floor: i32,
    out: &BTreeSet<String>,
) -> Result<BTreeMap<String, Turn>, CrawlError> {
    let (mut left, mut able) = (pages, Vec::new());
    for host in hosts {
        let spent = crew.keeper.spent(&source.id, host, crew.run)?.pages;
        left = left.saturating_sub(spent);
        let best = crew.keeper.best(&source.id, host, crew.run, crew.now())?;
        if let Some(best) = best.filter(|best| *best >= floor && !out.contains(host)) {
            able.push((best, host, spent));
        }
    }
    able.sort_by(|(a, first, _), (b, second, _)| b.cmp(a).then(first.cmp(second)));
    let each = left.checked_div(u32::try_from(able.len()).unwrap_or(u32::MAX)).unwrap_or(0);
    if each == 0 {
        able.truncate(usize::try_from(left).unwrap_or(usize::MAX));
    }
    let turn = |(_, host, spent): (i32, &String, u32)| (host.clone(), Turn { floor, pages: spent.saturating_add(each.max(1)) });
    Ok(able.into_iter().map(turn).collect())
}
