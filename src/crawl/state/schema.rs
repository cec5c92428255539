//! The tables, and how the file is opened.
//!
//! Addresses are clustered by host, so that the work on one host touches a few neighbouring pages of the file; there is no other
//! index, because every question is asked of one host or of all.

use super::error::StateError;
use rusqlite::Connection;
use std::path::Path;
use std::time::Duration;

/// The layout this program writes, kept in SQLite's `user_version`.
pub(super) const VERSION: i64 = 2;

/// Pages of the file kept in memory, in KiB: a crawl of any size has 96 MB for everything.
const CACHE_KIB: i64 = 8 * 1024;

/// Pages the log grows to before it is carried into the file. Hosts worked on at the same time write the same pages again and again;
/// the larger the log, the fewer of them are carried twice. 16 MB on disk, and nothing in memory.
const LOG_PAGES: i64 = 4000;

/// - `progress`: one row, everything before this place of the archive has been applied.
/// - `run`: begun and ended; the newest without an end is unfinished.
/// - `host`: `entered` is the number the next link found on the host gets; `failures` counts in a row; `state`, `reason` and
///   `until` are what the crawl noted.
/// - `rules`: the newest robots.txt; `version` goes up when the rules change.
/// - `address`: what is known of an address, and from `checked` on what came of the looks at it. `closed` is the version of the
///   rules that forbade it.
/// - `told`: addresses that pages of other hosts told of and that do not count yet.
/// - `round`: how often the hosts of a source were made known to one another.
/// - `spent`: what a host cost in a run; `failures` counts those in a row.
/// - `skip`: addresses not taken.
/// - `turn`: how far a host may go at present, where a source's pages are shared out among its hosts.
const TABLES: &str = "
CREATE TABLE progress (one INTEGER PRIMARY KEY CHECK (one = 1), file INTEGER NOT NULL, offset INTEGER NOT NULL) STRICT;
CREATE TABLE run (number INTEGER PRIMARY KEY, begun INTEGER NOT NULL, ended INTEGER) STRICT;
CREATE TABLE host (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, host TEXT NOT NULL, entered INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0, state INTEGER NOT NULL DEFAULT 0, reason TEXT, until INTEGER,
    UNIQUE (source, host)) STRICT;
CREATE TABLE rules (
    host INTEGER PRIMARY KEY, fetched INTEGER NOT NULL, status INTEGER, text TEXT NOT NULL, version INTEGER NOT NULL) STRICT;
CREATE TABLE address (
    host INTEGER NOT NULL, key INTEGER NOT NULL, url TEXT NOT NULL, purpose INTEGER NOT NULL, score INTEGER NOT NULL,
    depth INTEGER NOT NULL, hops INTEGER NOT NULL, entered INTEGER NOT NULL, first_seen INTEGER, closed INTEGER,
    checked INTEGER, due INTEGER, run INTEGER, looks INTEGER, verdict INTEGER, detail TEXT, status INTEGER, confirmed INTEGER,
    changed INTEGER, checks INTEGER, changes INTEGER, misses INTEGER, missed INTEGER, failures INTEGER, relevance INTEGER,
    availability INTEGER, fetched INTEGER, file INTEGER, offset INTEGER, digest BLOB, etag TEXT, last_modified TEXT,
    PRIMARY KEY (host, key)) STRICT, WITHOUT ROWID;
CREATE TABLE told (
    host INTEGER NOT NULL, key INTEGER NOT NULL, url TEXT NOT NULL, purpose INTEGER NOT NULL, score INTEGER NOT NULL,
    depth INTEGER NOT NULL, hops INTEGER NOT NULL, PRIMARY KEY (host, key)) STRICT, WITHOUT ROWID;
CREATE TABLE round (source TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE spent (
    host INTEGER NOT NULL, run INTEGER NOT NULL, fetched INTEGER NOT NULL, pages INTEGER NOT NULL, content INTEGER NOT NULL,
    unchanged INTEGER NOT NULL, bytes INTEGER NOT NULL, failures INTEGER NOT NULL,
    PRIMARY KEY (host, run)) STRICT, WITHOUT ROWID;
CREATE TABLE skip (
    host INTEGER NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (host, reason)) STRICT, WITHOUT ROWID;
CREATE TABLE turn (
    host INTEGER PRIMARY KEY, run INTEGER NOT NULL, floor INTEGER NOT NULL, pages INTEGER NOT NULL) STRICT;
";

/// The tables' names, in the order of [`TABLES`].
pub(super) const NAMES: [&str; 10] = ["progress", "run", "host", "rules", "address", "told", "round", "spent", "skip", "turn"];

/// Opens the file and makes the tables if it is new.
pub(super) fn open(path: &Path) -> Result<Connection, StateError> {
    let connection = Connection::open(path).map_err(|reason| StateError::from_sqlite(path, reason))?;
    prepare(&connection, path)?;
    Ok(connection)
}

/// Makes the tables in memory.
pub(super) fn in_memory() -> Result<Connection, StateError> {
    let path = Path::new(":memory:");
    let connection = Connection::open_in_memory().map_err(|reason| StateError::from_sqlite(path, reason))?;
    prepare(&connection, path)?;
    Ok(connection)
}

fn prepare(connection: &Connection, path: &Path) -> Result<(), StateError> {
    let found = settings(connection).map_err(|reason| StateError::from_sqlite(path, reason))?;
    match found {
        VERSION => Ok(()),
        0 => create(connection).map_err(|reason| StateError::from_sqlite(path, reason)),
        _ => Err(StateError::OtherVersion { path: path.to_owned(), found, known: VERSION }),
    }
}

/// Settings of the connection; the layout of the file.
fn settings(connection: &Connection) -> rusqlite::Result<i64> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(64);
    // A power cut may lose the newest commits, but never the file's consistency: what is lost is read from the archive again.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Tables and version in one transaction, so that a file cut off here is a new one the next time.
fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!("BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;"))
}
