//! What tells captures from others.

use crate::archive::{ArchiveError, Capture};
use crate::resolve::hex;
use sha2::{Digest, Sha256};

/// The SHA-256 of a row of captures: of everything that reading depends on, and of where they come from, in their order.
#[derive(Debug, Clone, Default)]
pub struct CapturesDigest(Sha256);

impl CapturesDigest {
    /// Counts in the next capture, or why it could not be read.
    pub fn add(&mut self, read: &Result<Capture, ArchiveError>) {
        match read {
            Ok(capture) => {
                let source = &capture.source;
                let known =
                    [&source.path, &source.url, &Some(source.sha256.clone()), &capture.declared_charset, &capture.fetched];
                known.into_iter().for_each(|text| self.text(text.as_deref()));
            }
            Err(error) => [error.code(), &error.to_string()].into_iter().for_each(|text| self.text(Some(text))),
        }
        self.0.update(b"\n");
    }

    /// A text may hold whatever stands between two texts; its length goes before it.
    fn text(&mut self, text: Option<&str>) {
        let length = text.map_or(u64::MAX, |text| text.len() as u64);
        self.0.update(length.to_le_bytes());
        self.0.update(text.unwrap_or_default());
    }

    /// The digest of all that was counted in.
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}
