//! What can be wrong with saved pages, and what to do about it.

use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why a file, or a part of an archive, could not be read. One error never ends the stream.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// There is no such file or folder.
    #[error("no such file or folder: {}", path.display())]
    Missing {
        /// The path as given.
        path: PathBuf,
    },
    /// The file or folder cannot be opened or read.
    #[error("cannot read {}: {reason}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        reason: io::Error,
    },
    /// The file has no bytes.
    #[error("empty file: {}", path.display())]
    EmptyFile {
        /// The file.
        path: PathBuf,
    },
    /// A page, or what it decompresses to, is larger than [`crate::page::Limits::max_bytes`].
    #[error("more than {limit} bytes in one page: {}{}", path.display(), address(url.as_deref()))]
    TooLarge {
        /// The file or archive.
        path: PathBuf,
        /// The page's address, if it stands in an archive.
        url: Option<String>,
        /// The limit.
        limit: usize,
    },
    /// A gzip file ends too early or is damaged.
    #[error("broken gzip file: {}: {reason}", path.display())]
    BrokenGzip {
        /// The file.
        path: PathBuf,
        /// What the decompressor says.
        #[source]
        reason: io::Error,
    },
    /// A WARC archive ends in the middle of a record. The records before it were read.
    #[error("the archive ends inside record {record}: {}", path.display())]
    TruncatedWarc {
        /// The archive.
        path: PathBuf,
        /// Number of the cut record, from 1.
        record: usize,
    },
    /// A WARC archive is damaged. The records before the damage were read, those behind it are lost.
    #[error("damaged archive at record {record}: {}: {reason}", path.display())]
    BrokenWarc {
        /// The archive.
        path: PathBuf,
        /// Number of the damaged record, from 1.
        record: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A record of a WARC archive is damaged. The records before and behind it were read.
    #[error("damaged record {record}: {}: {reason}", path.display())]
    DamagedRecord {
        /// The archive.
        path: PathBuf,
        /// Number of the damaged record, from 1, not counting those that an earlier damage took with it.
        record: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A file of an archive folder ends inside the records of a fetch, or before the place that was asked for.
    #[error("the archive ends inside the fetch at byte {offset}: {}", path.display())]
    TruncatedFetch {
        /// The file.
        path: PathBuf,
        /// Where the fetch begins.
        offset: u64,
    },
    /// The records of a fetch in an archive folder are damaged.
    #[error("damaged fetch at byte {offset}: {}: {reason}", path.display())]
    DamagedFetch {
        /// The file.
        path: PathBuf,
        /// Where the fetch begins, or was said to begin.
        offset: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// A page in an archive is compressed in a way that cannot be undone.
    #[error("cannot decode the answer in {}{}: {reason}", path.display(), address(url.as_deref()))]
    Undecodable {
        /// The archive.
        path: PathBuf,
        /// The page's address.
        url: Option<String>,
        /// What is wrong with it.
        reason: String,
    },
    /// This build of the program cannot read WARC archives.
    #[error("a WARC archive, which this build cannot read: {}", path.display())]
    NoWarcSupport {
        /// The archive.
        path: PathBuf,
    },
}

fn address(url: Option<&str>) -> String {
    url.map(|url| format!(" ({url})")).unwrap_or_default()
}

impl ArchiveError {
    /// A stable name for tables and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "file_missing",
            Self::Unreadable { .. } => "file_unreadable",
            Self::EmptyFile { .. } => "file_empty",
            Self::TooLarge { .. } => "capture_too_large",
            Self::BrokenGzip { .. } => "gzip_broken",
            Self::TruncatedWarc { .. } => "warc_truncated",
            Self::BrokenWarc { .. } => "warc_broken",
            Self::DamagedRecord { .. } => "record_damaged",
            Self::TruncatedFetch { .. } => "fetch_truncated",
            Self::DamagedFetch { .. } => "fetch_damaged",
            Self::Undecodable { .. } => "capture_undecodable",
            Self::NoWarcSupport { .. } => "warc_unsupported",
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "check the spelling of the path",
            Self::Unreadable { .. } => "check the permissions of the file, and the disk",
            Self::EmptyFile { .. } => "save or fetch the page again",
            Self::TooLarge { .. } => "raise the limit max_bytes if the page is a real one",
            Self::BrokenGzip { .. } => "copy or download the file again; `gzip -t` tells when it is whole",
            Self::TruncatedWarc { .. } => "copy the archive again, or crawl again: its last page is missing",
            Self::BrokenWarc { .. } => "copy the archive again; the pages behind the damage were not read",
            Self::DamagedRecord { .. } => "copy the archive again, or fetch the page again; reading went on at the next record",
            Self::TruncatedFetch { .. } => "crawl again: the next run cuts off the unfinished fetch and makes it anew",
            Self::DamagedFetch { .. } => "copy the archive again, or crawl the page again; other fetches are not touched",
            Self::Undecodable { .. } => "fetch the page again without compression",
            Self::NoWarcSupport { .. } => "build with the feature `archive`",
        }
    }

    /// The file the error is about.
    pub fn path(&self) -> &std::path::Path {
        match self {
            Self::Missing { path }
            | Self::Unreadable { path, .. }
            | Self::EmptyFile { path }
            | Self::TooLarge { path, .. }
            | Self::BrokenGzip { path, .. }
            | Self::TruncatedWarc { path, .. }
            | Self::BrokenWarc { path, .. }
            | Self::DamagedRecord { path, .. }
            | Self::TruncatedFetch { path, .. }
            | Self::DamagedFetch { path, .. }
            | Self::Undecodable { path, .. }
            | Self::NoWarcSupport { path } => path,
        }
    }

    /// The address of the page the error is about, if it is known.
    pub fn url(&self) -> Option<&str> {
        match self {
            Self::TooLarge { url, .. } | Self::Undecodable { url, .. } => url.as_deref(),
            _ => None,
        }
    }
}
