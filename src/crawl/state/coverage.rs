//! How well each source is known.

use super::codes::{availability_code, host_state, purpose_code};
use super::history::no_such;
use super::hosts::rules_version;
use super::model::{Availability, HostState};
use super::{State, StateError, unsigned};
use crate::crawl::plan::SourcePlan;
use crate::crawl::report::Coverage;
use crate::crawl::scope::Scope;
use crate::crawl::visit::Purpose;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// Failures in a row after which a host counts as failing, whatever was noted of it.
const FAILING: u32 = 5;

/// Unreachable pages from which on a collapse is told apart from bad luck.
const COLLAPSE: u64 = 3;

impl State {
    /// How well each of the sources is known, in their order.
    ///
    /// # Errors
    /// Those of reading.
    pub fn coverage(&self, sources: &[SourcePlan], now: i64) -> Result<Vec<Coverage>, StateError> {
        self.ask(|connection| sources.iter().map(|source| covered(connection, source, now)).collect())
    }
}

/// What counts towards a source's reason beside its coverage.
#[derive(Default)]
struct Signs {
    answered: bool,
    failing: bool,
    deferred: bool,
    robots_closed: bool,
    robots_unreachable: bool,
}

struct Host {
    id: i64,
    name: String,
    failures: u32,
    state: HostState,
    until: Option<i64>,
}

fn covered(connection: &Connection, source: &SourcePlan, now: i64) -> rusqlite::Result<Coverage> {
    let mut coverage =
        Coverage { source: source.id.clone(), name: source.name.clone(), teryt: source.teryt.clone(), ..Coverage::default() };
    let mut signs = Signs::default();
    let mut statement =
        connection.prepare_cached("SELECT id, failures, state, reason, until, host FROM host WHERE source = ? ORDER BY host")?;
    let hosts: Vec<Host> = statement.query_map([&source.id], host)?.collect::<Result<_, _>>()?;
    // A host that was taken out of the plan counts no more.
    let scope = Scope::new(source);
    for host in hosts.iter().filter(|host| scope.has(&host.name)) {
        signs.answered |= count(connection, host.id, &mut coverage)?;
        fares(connection, host, now, &mut signs)?;
    }
    coverage.reason = reason(&coverage, &signs);
    coverage.complete = coverage.reason.is_none();
    Ok(coverage)
}

fn host(row: &Row<'_>) -> rusqlite::Result<Host> {
    let state = host_state(row.get(2)?, row.get(3)?).ok_or_else(|| no_such(2))?;
    Ok(Host { id: row.get(0)?, name: row.get(5)?, failures: row.get(1)?, state, until: row.get(4)? })
}

/// Adds a host's addresses; whether any page of it was ever answered at the newest look, or had content.
fn count(connection: &Connection, host: i64, coverage: &mut Coverage) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*), total(purpose = ?2 AND availability = ?3), total(purpose = ?2 AND availability = ?4),
        total(purpose = ?2 AND availability = ?5), total(purpose <> ?6 AND checked IS NULL AND closed IS NOT ?7),
        total(closed IS ?7), max(checked), total(purpose <> ?6 AND (status IS NOT NULL OR availability IS NOT NULL))
        FROM address WHERE host = ?1";
    let version = rules_version(connection, host)?;
    let [current, gone, unreachable] =
        [Availability::Current, Availability::Gone, Availability::Unreachable].map(availability_code);
    let parameters =
        params![host, purpose_code(Purpose::Page), current, gone, unreachable, purpose_code(Purpose::Robots), version];
    connection.prepare_cached(sql)?.query_row(parameters, |row| {
        let known = unsigned(row.get(0)?);
        coverage.hosts += u32::from(known > 0);
        coverage.addresses += known;
        coverage.pages_current += total(row, 1)?;
        coverage.pages_gone += total(row, 2)?;
        coverage.pages_unreachable += total(row, 3)?;
        coverage.pages_waiting += total(row, 4)?;
        coverage.closed_by_robots += total(row, 5)?;
        coverage.checked = coverage.checked.max(row.get(6)?);
        Ok(total(row, 7)? > 0)
    })
}

/// SQLite's `total` is a floating-point number even for counts; theirs are exact.
fn total(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, f64>(column)? as u64)
}

/// Adds how a host fares: what was noted, and what follows from its visits alone, for a state made again from the archive.
fn fares(connection: &Connection, host: &Host, now: i64, signs: &mut Signs) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("SELECT status FROM rules WHERE host = ?")?;
    let rules: Option<Option<u16>> = statement.query_row([host.id], |row| row.get(0)).optional()?;
    signs.robots_unreachable |= host.state == HostState::RobotsUnreachable
        || rules.is_some_and(|status| status.is_none_or(|status| status == 429 || status >= 500));
    signs.robots_closed |= host.state == HostState::RobotsClosed;
    signs.failing |= host.state == HostState::Failing || host.failures >= FAILING;
    signs.deferred |= matches!(host.state, HostState::Deferred(_)) && host.until.is_none_or(|until| until > now);
    Ok(())
}

/// Why a source's pages cannot be taken for all there are: the gravest reason.
fn reason(coverage: &Coverage, signs: &Signs) -> Option<&'static str> {
    let ever = coverage.pages_current + coverage.pages_gone + coverage.pages_unreachable;
    let formerly_current = coverage.pages_current + coverage.pages_unreachable;
    if ever > 0 && coverage.pages_unreachable >= COLLAPSE && coverage.pages_unreachable * 2 > formerly_current {
        return Some("yield_collapsed");
    }
    if signs.robots_unreachable {
        return Some("robots_unreachable");
    }
    if signs.robots_closed || (ever == 0 && coverage.pages_waiting == 0 && coverage.closed_by_robots > 0) {
        return Some("robots_closed");
    }
    if coverage.checked.is_none() {
        return Some("waiting");
    }
    if ever == 0 && !signs.answered {
        return Some("never_reached");
    }
    if signs.failing {
        return Some("failing");
    }
    if coverage.pages_waiting > 0 || signs.deferred {
        return Some("waiting");
    }
    // Answers came, but never content.
    (ever == 0).then_some("never_reached")
}
