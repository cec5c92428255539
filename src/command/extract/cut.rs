//! Captures → chunks for the threads and parts for the disk.

use metryczka::archive::{self, ArchiveError, Capture, Captures, Meter, Skipped};
use metryczka::dataset::{CapturesDigest, Covered};
use metryczka::page::Limits;
use std::path::PathBuf;

/// Captures of a chunk: few at the beginning of a part, so that all threads soon have work, then up to this many.
const CHUNK_PAGES: usize = 64;

/// Bytes of a chunk, at most (and one page more).
const CHUNK_BYTES: usize = 1 << 20;

/// Some captures, and whether a part ends with them.
pub struct Chunk {
    /// The captures.
    pub captures: Vec<Result<Capture, ArchiveError>>,
    /// The whole part that they end.
    pub ends: Option<Covered>,
}

/// Cuts the captures. Where it cuts follows from the captures of the part alone, so that a run that goes on cuts as the first one did.
pub struct Cutter {
    captures: Captures,
    part_pages: usize,
    /// The captures of the part so far.
    part: Covered,
    digest: CapturesDigest,
    /// Whether a part was cut, so that there need not be an empty one.
    has_part: bool,
    is_ended: bool,
}

impl Cutter {
    /// All captures under some paths.
    pub fn new(paths: &[PathBuf], limits: &Limits, part_pages: usize) -> Self {
        Self {
            captures: archive::captures(paths, limits),
            part_pages,
            part: Covered::default(),
            digest: CapturesDigest::default(),
            has_part: false,
            is_ended: false,
        }
    }

    /// Tells how much of the files was read.
    pub fn meter(&self) -> Meter {
        self.captures.meter()
    }

    /// What was passed over on purpose.
    pub fn skipped(&self) -> Skipped {
        self.captures.skipped()
    }

    /// The next chunk; nothing behind the last.
    pub fn chunk(&mut self) -> Option<Chunk> {
        if self.is_ended {
            return None;
        }
        let most = (self.part.captures / 2).clamp(4, CHUNK_PAGES);
        let (mut captures, mut bytes) = (Vec::with_capacity(most), 0);
        while captures.len() < most && bytes < CHUNK_BYTES && self.part.captures < self.part_pages {
            let Some(read) = self.captures.next() else {
                self.is_ended = true;
                break;
            };
            bytes += self.count(&read);
            captures.push(read);
        }
        // An input without any capture is one empty part.
        let is_last = self.is_ended && (self.part.captures > 0 || !self.has_part);
        let ends = (is_last || self.part.captures >= self.part_pages).then(|| self.end());
        Some(Chunk { captures, ends })
    }

    /// Reads over the captures of a part that is whole; false if they are others.
    pub fn skip(&mut self, part: &Covered) -> bool {
        while self.part.captures < part.captures {
            let Some(read) = self.captures.next() else { return false };
            self.count(&read);
        }
        // A part with fewer captures than it may have is the last.
        if part.captures < self.part_pages {
            self.is_ended = true;
            if self.captures.next().is_some() {
                return false;
            }
        }
        self.end() == *part
    }

    /// Counts a capture in; says how many bytes it has.
    fn count(&mut self, read: &Result<Capture, ArchiveError>) -> usize {
        let bytes = read.as_ref().map_or(0, |capture| capture.bytes.len());
        self.digest.add(read);
        self.part.captures += 1;
        self.part.bytes += bytes as u64;
        bytes
    }

    fn end(&mut self) -> Covered {
        self.has_part = true;
        let captures_digest = std::mem::take(&mut self.digest).finish();
        Covered { captures_digest, ..std::mem::take(&mut self.part) }
    }
}
