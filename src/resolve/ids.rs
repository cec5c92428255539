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

/// A hash that is the same on every machine and in every run (FNV-1a, its halves folded together).
pub(super) fn hash32(text: &str) -> u32 {
    let hash = hash64(text.as_bytes());
    // Both halves are meant.
    #[expect(clippy::cast_possible_truncation, reason = "the upper half is folded into the lower one first")]
    let folded = (hash ^ (hash >> 32)) as u32;
    folded
}

/// FNV-1a: the same on every machine and in every run.
pub(super) fn hash64(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
