//! What can go wrong with an edition.

use polars::prelude::PolarsError;
use rust_xlsxwriter::XlsxError;
use std::path::PathBuf;

/// Why an edition could not be written or read. Every variant says what to do in [`DatasetError::remedy`].
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    /// A file or folder of the edition cannot be written or read.
    #[error("cannot {action}: {path}: {source}")]
    Io {
        /// What was being done (`write`, `read`, `create`).
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A table cannot be written or read.
    #[error("cannot {action} table: {path}: {source}")]
    Table {
        /// What was being done.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: PolarsError,
    },
    /// The edition is there already; editions are never overwritten.
    #[error("edition exists: {0}")]
    Exists(PathBuf),
    /// The name cannot be a folder's name, or is taken.
    #[error("not a name for an edition: {0:?}")]
    Name(String),
    /// Another run is writing into the same output folder.
    #[error("output folder is in use: {0}")]
    InUse(PathBuf),
    /// The folder holds no edition, or not a whole one.
    #[error("no edition: {path}: {message}")]
    NotAnEdition {
        /// The folder.
        path: PathBuf,
        /// What is missing or malformed.
        message: String,
    },
    /// A file that an export would write is there already.
    #[error("file exists: {0}")]
    Occupied(PathBuf),
    /// An edition has no table of this name.
    #[error("no such table: {name}; there are {known}")]
    UnknownTable {
        /// The name.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A table does not fit into the form it was to be exported in.
    #[error("too large: {0}")]
    TooLarge(String),
    /// A workbook cannot be written.
    #[error("cannot write workbook: {path}: {source}")]
    Workbook {
        /// The file.
        path: PathBuf,
        /// Why.
        source: XlsxError,
    },
    /// A file of an edition is not the one that was published.
    #[error("damaged edition: {path}: {message}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// How it is damaged.
        message: String,
    },
    /// An edition's tables have another form than this version's.
    #[error("edition of another form: {path}: {message}")]
    Form {
        /// The edition's folder.
        path: PathBuf,
        /// What is other, and which version made it.
        message: String,
    },
    /// The tables are of another form than those of this program.
    #[error("edition of another form: {path}: its tables are of form {found}, this program's of form {needed}")]
    Schema {
        /// The folder.
        path: PathBuf,
        /// The form of its tables.
        found: u32,
        /// The form this program reads.
        needed: u32,
    },
    /// The new edition is not what the configuration expects, so it was thrown away.
    #[error("nothing published: the new edition is not as expected\n  {}", .0.join("\n  "))]
    Refused(Vec<String>),
    /// The edition stands, but `latest` could not be turned to it.
    #[error("edition published, but `latest` still points to the one before: {folder}: {source}")]
    Latest {
        /// The folder of the new edition.
        folder: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file of population is not in a form that can be read.
    #[error("cannot read population: {path}, line {line}: {problem}")]
    Population {
        /// The file.
        path: PathBuf,
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong with it, and what is needed.
        problem: String,
    },
    /// The file of the price index is not in a form that can be read.
    #[error("cannot read deflator: {path}, line {line}: {problem}")]
    Deflator {
        /// The file.
        path: PathBuf,
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong with it, and what is needed.
        problem: String,
    },
    /// A folder for an extraction holds something else.
    #[error("folder is not empty, and what it holds is no extraction: {0}")]
    ForeignFolder(PathBuf),
    /// An extraction was begun otherwise than it is to go on.
    #[error("cannot go on: {path}: {what} was {there}, is now {here}")]
    OtherExtract {
        /// Its folder.
        path: PathBuf,
        /// What differs.
        what: &'static str,
        /// How it was begun.
        there: String,
        /// How it is to go on.
        here: String,
    },
    /// The pages of an extraction's whole part are not those any more.
    #[error("cannot go on: {path}: the input has changed since part {part} was written")]
    ChangedInput {
        /// Its folder.
        path: PathBuf,
        /// The number of the first part that does not fit.
        part: usize,
    },
    /// A part of an extraction does not hold all captures that it is to tell of.
    #[error("not written: {path}: part {part} is to tell of {captures} captures, and tells of {told}")]
    LostCaptures {
        /// Its folder.
        path: PathBuf,
        /// The number of the part.
        part: usize,
        /// Captures that it is made of.
        captures: usize,
        /// Pages and problems that have come.
        told: usize,
    },
    /// A table that is made of others could not be.
    #[error("{message}")]
    Further {
        /// Why.
        message: String,
        /// What to do about it.
        remedy: &'static str,
    },
    /// The table could not be put together; a fault of the program.
    #[error("cannot build table: {0}")]
    Build(#[from] PolarsError),
}

impl DatasetError {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Table { action: "read", .. } => {
                "the file is damaged or of another program: `metryczka verify` compares the edition with its hashes; publish anew"
            }
            Self::Io { action: "read", .. } => {
                "check that the file is there and may be read; if an edition has lost it (`metryczka verify` tells), publish anew"
            }
            Self::Io { .. } | Self::Table { .. } => "check that the folder exists, can be written to, and has free space",
            Self::Schema { found, needed, .. } if *found > *needed => "use the version that made it, or a later one",
            Self::Schema { .. } => {
                "publish anew with this version: metryczka run --force \"new form of tables\"; or use the version that made it"
            }
            Self::Refused(_) => {
                "look into it; if all is right, correct [[expect]] in the configuration, or publish once with --force \"REASON\""
            }
            Self::Latest { .. } => "check the free space and the folder's rights, and run again: the next run turns `latest`",
            Self::Exists(_) => "choose another name with --edition, or leave it out to use the time",
            Self::Name(_) => "use letters, digits, `.`, `_` and `-`; not `latest` or `reconciliation`, not a leading dot",
            Self::InUse(_) => "wait until the other run has finished, or name another folder",
            Self::NotAnEdition { .. } => "name a folder that `metryczka run` or `build` has published",
            Self::Occupied(_) => "choose another folder with --into, or replace it with --overwrite",
            Self::UnknownTable { .. } => "name one of these with --table, or leave it out for all",
            Self::TooLarge(_) => {
                "name the tables you need with --table, or choose --format csv or duckdb, which have no such limit"
            }
            Self::Workbook { .. } => "check that the folder can be written to and has free space, or choose --format csv",
            Self::Damaged { .. } => {
                "bring the file back from a copy; or publish without it: `--previous none` begins the history of projects anew"
            }
            Self::Form { .. } => "use the version of metryczka that made it, or publish the same pages anew with this one",
            Self::Population { .. } => {
                "give a CSV of teryt;year;population, or an export of the total population by municipality from GUS' Local Data Bank"
            }
            Self::Deflator { .. } => {
                "give a CSV of year;index_2020 (prices of 2020 = 100); an index whose previous year is 100 must be chained first"
            }
            Self::ForeignFolder(_) => "name a new folder, or an empty one, or that of an extraction; nothing was touched",
            Self::OtherExtract { .. } => {
                "go on as it was begun, or name another folder, or start over with --restart, which removes the parts that are there"
            }
            Self::ChangedInput { .. } => {
                "bring the input back, or name another folder, or start over with --restart, which removes the parts that are there"
            }
            Self::LostCaptures { .. } => {
                "run the same again: it goes on behind the last whole part; report it if it happens once more"
            }
            Self::Further { remedy, .. } => remedy,
            Self::Build(_) => "report it, with the page that causes it",
        }
    }

    /// For `map_err` on an operation on a file or folder.
    pub(super) fn io(action: &'static str, path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }

    /// For `map_err` on an operation on a table's file.
    pub(super) fn table(action: &'static str, path: &std::path::Path) -> impl FnOnce(PolarsError) -> Self {
        move |source| Self::Table { action, path: path.to_owned(), source }
    }
}
