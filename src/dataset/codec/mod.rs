//! Mentions as bytes, while they wait on the disk for their turn.
//!
//! A run cannot hold a million mentions, so each is put away as soon as it is read and taken back for the tables a few thousand at
//! a time. The form lives as long as the run and is nobody else's: no version, no field names, numbers as short as they are. What
//! was put away comes back the same to the last byte; the records are taken apart field by field, so that a new field that is
//! forgotten here does not compile.

mod names;
mod records;
mod values;

pub(super) use names::Names;
pub(super) use records::record;

/// A value that can be put away.
pub(super) trait Coded: Sized {
    /// Appends the value.
    fn put(&self, to: &mut Encoder<'_>);

    /// Takes it back; nothing if the bytes are not what was put away.
    fn get(from: &mut Decoder<'_>) -> Option<Self>;
}

/// Where values are appended.
#[derive(Debug)]
pub(super) struct Encoder<'n> {
    bytes: Vec<u8>,
    names: &'n mut Names,
}

/// Where they are taken from, in the same order.
#[derive(Debug)]
pub(super) struct Decoder<'b> {
    bytes: &'b [u8],
    names: &'b Names,
}

/// The bytes of a value.
pub(super) fn encode<T: Coded>(value: &T, names: &mut Names) -> Vec<u8> {
    let mut encoder = Encoder { bytes: Vec::new(), names };
    value.put(&mut encoder);
    encoder.bytes
}

/// The value of the bytes; nothing if they do not hold one, or more than one.
pub(super) fn decode<T: Coded>(bytes: &[u8], names: &Names) -> Option<T> {
    let mut decoder = Decoder { bytes, names };
    let value = T::get(&mut decoder)?;
    decoder.bytes.is_empty().then_some(value)
}

#[cfg(test)]
mod tests;
