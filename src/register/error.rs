//! Why a file is not read as a list.

use std::path::PathBuf;

/// Why a file is not read as a list. Every variant says what to do in [`ListError::remedy`].
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The file cannot be opened or read.
    #[error("cannot read list: {path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is a folder.
    #[error("a list is a file, this is a folder: {0}")]
    Folder(PathBuf),
    /// It holds nothing, or only a header.
    #[error("the list is empty: {0}")]
    Empty(PathBuf),
    /// It is larger than the limits allow, as it is or unpacked.
    #[error("the list is too large: {path}: {what} more than {limit} bytes")]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// What is.
        what: &'static str,
        /// How large it may be.
        limit: u64,
    },
    /// It is a file of another kind.
    #[error("not a list in XLSX or CSV: {path}: {what}")]
    Kind {
        /// The file.
        path: PathBuf,
        /// What it seems to be.
        what: String,
    },
    /// An old workbook (XLS), or one protected with a password: both begin with the same bytes.
    #[error("a workbook of the old kind (XLS) or with a password: {0}")]
    Legacy(PathBuf),
    /// It has other columns.
    #[error("other columns than a list of projects has: {path}: {missing} missing; found {found}")]
    Columns {
        /// The file.
        path: PathBuf,
        /// What is needed and is not there.
        missing: String,
        /// The headers it has.
        found: String,
    },
    /// A quotation mark is opened and not closed, so that row boundaries cannot be told.
    #[error("a quotation mark opens a cell that has no end: {path}: row {row}")]
    Quote {
        /// The file.
        path: PathBuf,
        /// Where the cell begins.
        row: u64,
    },
    /// The workbook is damaged.
    #[error("damaged workbook: {path}: after row {row}: {message}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The last row that was read; 0 if none was.
        row: u64,
        /// What the reader says.
        message: String,
    },
}

impl ListError {
    /// What to do about it.
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Io { .. } => "check the spelling, and that the file may be read",
            Self::Folder(_) => "name the files in it one by one, or with a pattern such as lists/*.xlsx",
            Self::Empty(_) => "download it anew from funduszeeuropejskie.gov.pl or dane.gov.pl",
            Self::TooLarge { .. } => "a list of all projects has some 50 MB; split the file, or save it as CSV",
            Self::Kind { .. } => "give the list itself: unpack an archive; save a page's table as XLSX or CSV (UTF-8)",
            Self::Legacy(_) => "open it in a spreadsheet, with its password if it has one, and save it as XLSX or CSV (UTF-8)",
            Self::Columns { .. } => {
                "needed: a title or a number (Tytuł projektu, Numer umowy/decyzji) and a sum (Wartość projektu, Dofinansowanie z UE)"
            }
            Self::Quote { .. } => "save it as XLSX, or close or double the quotation mark in that row",
            Self::Damaged { .. } => "download it anew, or open it in a spreadsheet and save it again",
        }
    }
}
