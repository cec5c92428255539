//! What identifies pages and mentions.

use crate::check::Mention;
use crate::page::Source;
use sha2::{Digest, Sha256};

/// Identifies a page by its bytes and its place: 16 hexadecimal digits of the bytes' SHA-256, 8 of path and address.
pub fn page_id(source: &Source) -> String {
    let mut place = Sha256::new();
    place.update(source.path.as_deref().unwrap_or_default());
    place.update([0]);
    place.update(source.url.as_deref().unwrap_or_default());
    let bytes = source.sha256.get(..16).unwrap_or(&source.sha256);
    format!("{bytes}-{}", hex(&place.finalize()[..4]))
}

/// Identifies a mention by its page and its number on it.
pub fn mention_id(mention: &Mention) -> String {
    format!("{}-{}", page_id(&mention.source), mention.mention)
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
