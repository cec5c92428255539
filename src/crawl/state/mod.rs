//! What is known of every address, in SQLite.
//!
//! The state is an index of the archive: all that is in it follows from the start addresses and from the visits, in the order in
//! which each host was visited. How visits to different hosts interleave changes nothing. The place up to which the archive has
//! been applied is committed together with the visits, so that after a crash the rest is read from the archive again.

mod apply;
mod codes;
mod coverage;
mod current;
mod effect;
mod enter;
mod error;
mod history;
mod hosts;
mod join;
mod model;
mod problems;
mod runs;
mod schema;
#[cfg(test)]
mod tests;
mod turns;
mod waiting;

pub use error::StateError;
pub use model::{Availability, Current, History, HostState, Spent, Turn, Waiting};

pub(in crate::crawl) use effect::{is_failure, is_miss, is_passing, unchanged};
pub(in crate::crawl) use waiting::LOOKS;

use crate::archive::Position;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Name of the state's file in the archive's folder.
const FILE: &str = "state.sqlite";

/// Name of the file whose lock keeps two runs apart. It stays empty; its lock ends with the program, however that ends.
const LOCK: &str = "state.lock";

/// What is known of every address.
pub struct State {
    connection: Connection,
    /// For messages.
    path: PathBuf,
    /// Numbers of hosts, by source and host.
    ids: BTreeMap<String, BTreeMap<String, i64>>,
    /// The run the newest visit belonged to, and the earliest time known for its beginning.
    run: Option<(u32, i64)>,
    /// What is applied but not committed yet.
    behind: Option<Position>,
    /// An error ended an open transaction.
    unusable: bool,
    /// Held as long as the state is open.
    _lock: Option<File>,
}

impl State {
    /// Opens the state in an archive's folder, or makes it, and locks it against other runs.
    ///
    /// # Errors
    /// A folder that cannot be written, another run, a file of another version or a damaged one.
    pub fn open(folder: &Path) -> Result<Self, StateError> {
        let lock = lock(&folder.join(LOCK))?;
        let path = folder.join(FILE);
        Ok(Self::of(schema::open(&path)?, path, Some(lock)))
    }

    /// Whether a folder holds a state.
    pub fn is_there(folder: &Path) -> bool {
        folder.join(FILE).is_file()
    }

    /// Removes the state, also a damaged one, before it is made again from the archive. Without one there is nothing to do.
    ///
    /// # Errors
    /// Another run, or files that cannot be removed.
    pub fn remove(folder: &Path) -> Result<(), StateError> {
        let path = folder.join(LOCK);
        if !path.exists() {
            return Ok(());
        }
        let _lock = lock(&path)?;
        for name in [FILE.to_owned(), format!("{FILE}-wal"), format!("{FILE}-shm")] {
            match std::fs::remove_file(folder.join(&name)) {
                Err(reason) if reason.kind() != io::ErrorKind::NotFound => {
                    return Err(StateError::CannotOpen { path: folder.join(name), reason });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A state that is forgotten, for dry runs and tests.
    ///
    /// # Errors
    /// Only if there is no memory.
    pub fn in_memory() -> Result<Self, StateError> {
        Ok(Self::of(schema::in_memory()?, PathBuf::from(":memory:"), None))
    }

    fn of(connection: Connection, path: PathBuf, lock: Option<File>) -> Self {
        Self { connection, path, ids: BTreeMap::new(), run: None, behind: None, unusable: false, _lock: lock }
    }

    /// Forgets everything, before it is made again from the archive. An open transaction is given up.
    ///
    /// # Errors
    /// Those of writing.
    pub fn clear(&mut self) -> Result<(), StateError> {
        self.abandon();
        self.unusable = false;
        self.ids.clear();
        self.run = None;
        let deletions: String = schema::NAMES.iter().map(|table| format!("DELETE FROM {table};")).collect();
        let done = self.connection.execute_batch(&format!("BEGIN IMMEDIATE; {deletions} COMMIT;"));
        if done.is_err() {
            self.abandon();
        }
        self.sorted(done)
    }

    /// Everything before this place of the archive has been applied; nothing if nothing was.
    ///
    /// # Errors
    /// Those of reading.
    pub fn applied(&self) -> Result<Option<Position>, StateError> {
        let stored = self.ask(|connection| {
            let mut statement = connection.prepare_cached("SELECT file, offset FROM progress")?;
            statement.query_row([], |row| Ok(Position { file: row.get(0)?, offset: unsigned(row.get(1)?) })).optional()
        })?;
        Ok(stored.max(self.behind))
    }

    /// Ends the open transaction: what was applied since the last time is kept, all of it or nothing.
    ///
    /// # Errors
    /// Those of writing; after one, what was applied since the last commit is lost and nothing more is written.
    pub fn commit(&mut self) -> Result<(), StateError> {
        self.usable()?;
        if self.connection.is_autocommit() {
            return Ok(());
        }
        let behind = self.behind;
        self.write(|connection| {
            if let Some(Position { file, offset }) = behind {
                let sql = "INSERT INTO progress VALUES (1, ?1, ?2) ON CONFLICT (one) DO UPDATE SET file = ?1, offset = ?2
                    WHERE (file, offset) < (?1, ?2)";
                connection.prepare_cached(sql)?.execute((file, signed(offset)))?;
            }
            connection.prepare_cached("COMMIT")?.execute([])
        })?;
        self.behind = None;
        Ok(())
    }

    /// Begins a transaction if none is open.
    fn begin(&mut self) -> Result<(), StateError> {
        self.usable()?;
        if !self.connection.is_autocommit() {
            return Ok(());
        }
        let begun = self.connection.prepare_cached("BEGIN IMMEDIATE").and_then(|mut statement| statement.execute([]));
        self.sorted(begun).map(drop)
    }

    /// Runs statements inside the open transaction; a failing one ends it for good, because half a visit must never be committed,
    /// nor a later visit without this one.
    fn write<T>(&mut self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StateError> {
        self.usable()?;
        let done = work(&self.connection);
        if done.is_err() {
            self.abandon();
            self.unusable = true;
        }
        self.sorted(done)
    }

    /// Runs statements in a transaction of their own, or as part of the open one.
    fn write_at_once<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, StateError>) -> Result<T, StateError> {
        let alone = self.connection.is_autocommit();
        self.begin()?;
        let value = work(self)?;
        if alone {
            self.commit()?;
        }
        Ok(value)
    }

    /// Asks the tables.
    fn ask<T>(&self, question: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StateError> {
        self.sorted(question(&self.connection))
    }

    fn usable(&self) -> Result<(), StateError> {
        if self.unusable { Err(StateError::Unusable { path: self.path.clone() }) } else { Ok(()) }
    }

    fn sorted<T>(&self, result: rusqlite::Result<T>) -> Result<T, StateError> {
        result.map_err(|reason| StateError::from_sqlite(&self.path, reason))
    }

    /// Gives up the open transaction, if there is one.
    fn abandon(&mut self) {
        self.behind = None;
        if !self.connection.is_autocommit() {
            // If even this fails, closing the file gives the transaction up.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

/// Takes the lock, or says who has it.
fn lock(path: &Path) -> Result<File, StateError> {
    let cannot_open = |reason: io::Error| StateError::CannotOpen { path: path.to_owned(), reason };
    let file = File::options().create(true).write(true).truncate(false).open(path).map_err(cannot_open)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StateError::InUse { path: path.to_owned() }),
        Err(TryLockError::Error(reason)) => Err(cannot_open(reason)),
    }
}

/// SQLite knows signed integers only. Bytes and offsets never reach the bound.
fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// The way back; what is negative was not written by this program.
fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}
