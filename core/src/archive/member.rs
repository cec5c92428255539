//! Gzip members (RFC 1952), written piece by piece so that a body is never copied before it is compressed.
//!
//! Own framing around flate2's raw deflate: its compressor is kept from one member to the next (setting one up costs more than a
//! small record does), what is compressed already goes into stored blocks, and the first member of a fetch carries the length of the
//! whole fetch in an extra field (RFC 1952 §2.3.1.1), so that the end of a long archive is found without unpacking all of it.
//! Readers of gzip pass over extra fields.

use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use std::cell::RefCell;

/// How the content of a member is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    /// Deflate, fastest level.
    Fast,
    /// As it is: for what is compressed already.
    Stored,
}

/// Magic, method, flags (an extra field), no time, no compression flags, unknown system; eight bytes of extra field: subfield `MG`
/// with four bytes, the length.
const MARKED: [u8; 16] = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 8, 0, b'M', b'G', 4, 0];

/// The same without an extra field.
pub(super) const UNMARKED: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// Bytes at the beginning of a fetch that tell its length.
pub(super) const MARK_BYTES: usize = MARKED.len() + 4;

/// Most bytes of a stored block (RFC 1951 §3.2.4).
const STORED_BLOCK: usize = 65_535;

thread_local! {
    static COMPRESSOR: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(1), false));
}

/// Adds a member holding these pieces; the first of a fetch has room for the fetch's length.
pub(super) fn write(out: &mut Vec<u8>, pieces: &[&[u8]], packing: Packing, is_first: bool) {
    if is_first {
        out.extend_from_slice(&MARKED);
        out.extend_from_slice(&[0; 4]);
    } else {
        out.extend_from_slice(&UNMARKED);
    }
    match packing {
        Packing::Stored => store(out, pieces),
        Packing::Fast => {
            let before = out.len();
            let is_written = COMPRESSOR.with_borrow_mut(|compressor| deflate(compressor, out, pieces));
            if !is_written {
                out.truncate(before);
                store(out, pieces);
            }
        }
    }
    let mut sum = Crc::new();
    pieces.iter().for_each(|piece| sum.update(piece));
    out.extend_from_slice(&sum.sum().to_le_bytes());
    out.extend_from_slice(&sum.amount().to_le_bytes());
}

/// Notes the length of a whole fetch at its beginning. One that does not fit stays unknown.
pub(super) fn mark(fetch: &mut [u8]) {
    let length = u32::try_from(fetch.len()).unwrap_or(0).to_le_bytes();
    if let Some(room) = fetch.get_mut(MARKED.len()..MARK_BYTES) {
        room.copy_from_slice(&length);
    }
}

/// The length of the fetch that begins with these bytes, if it is told.
pub(super) fn marked(start: &[u8]) -> Option<u64> {
    let length = start.strip_prefix(&MARKED)?.first_chunk::<4>()?;
    Some(u64::from(u32::from_le_bytes(*length))).filter(|length| *length >= MARK_BYTES as u64)
}

/// Whether the compressor took everything; it always does, but its interface cannot promise that.
fn deflate(compressor: &mut Compress, out: &mut Vec<u8>, pieces: &[&[u8]]) -> bool {
    compressor.reset();
    for piece in pieces {
        let begun = compressor.total_in();
        loop {
            let taken = usize::try_from(compressor.total_in() - begun).unwrap_or(usize::MAX);
            let Some(rest) = piece.get(taken..).filter(|rest| !rest.is_empty()) else { break };
            out.reserve(rest.len() / 4 + 512);
            if compressor.compress_vec(rest, out, FlushCompress::None).is_err() {
                return false;
            }
        }
    }
    loop {
        out.reserve(4096);
        match compressor.compress_vec(&[], out, FlushCompress::Finish) {
            Ok(Status::StreamEnd) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

fn store(out: &mut Vec<u8>, pieces: &[&[u8]]) {
    out.reserve(pieces.iter().map(|piece| piece.len() + piece.len() / STORED_BLOCK * 5 + 10).sum::<usize>() + 16);
    for block in pieces.iter().flat_map(|piece| piece.chunks(STORED_BLOCK)) {
        stored_block(out, block, false);
    }
    stored_block(out, b"", true);
}

fn stored_block(out: &mut Vec<u8>, block: &[u8], is_last: bool) {
    let length = u16::try_from(block.len()).unwrap_or_default();
    out.push(u8::from(is_last));
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&(!length).to_le_bytes());
    out.extend_from_slice(block);
}
