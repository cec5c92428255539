//! A column of bytes or text, whichever of Arrow's types it has.

use arrow::array::{Array, ArrayRef, AsArray, BinaryArray, LargeBinaryArray};
use arrow::buffer::NullBuffer;
use arrow::datatypes::DataType;
use std::sync::Arc;

/// A column of bytes, or of text as bytes: that text of strangers is UTF-8, nobody has made sure of.
pub struct Column {
    values: ArrayRef,
    /// Whether it was handed over as text.
    pub is_text: bool,
    keys: Option<Keys>,
}

/// Of a dictionary the place of each row's value, and which rows have none.
struct Keys {
    places: Vec<usize>,
    nulls: Option<NullBuffer>,
}

impl Column {
    /// A column; nothing if it has no values.
    ///
    /// # Errors
    /// Its type, if that is none of those which are known.
    pub fn new(array: ArrayRef, is_known: impl Fn(&DataType) -> bool) -> Result<Option<Self>, String> {
        let (values, keys) = match array.as_any_dictionary_opt() {
            Some(dictionary) if dictionary.values().is_empty() => return Ok(None),
            Some(dictionary) => {
                let keys = Keys { places: dictionary.normalized_keys(), nulls: dictionary.keys().nulls().cloned() };
                (dictionary.values().clone(), Some(keys))
            }
            None => (array.clone(), None),
        };
        match values.data_type() {
            DataType::Null => Ok(None),
            known if is_known(known) => Ok(Some(Self { is_text: is_text(known), values: as_bytes(values), keys })),
            _ => Err(array.data_type().to_string()),
        }
    }

    /// The bytes of a row; nothing if it is null.
    pub fn bytes(&self, row: usize) -> Option<&[u8]> {
        let place = match &self.keys {
            Some(keys) if keys.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) => return None,
            Some(keys) => *keys.places.get(row)?,
            None => row,
        };
        if self.values.is_null(place) {
            return None;
        }
        match self.values.data_type() {
            DataType::Binary => Some(self.values.as_binary::<i32>().value(place)),
            DataType::LargeBinary => Some(self.values.as_binary::<i64>().value(place)),
            DataType::BinaryView => Some(self.values.as_binary_view().value(place)),
            _ => None,
        }
    }

    /// The text of a row; nothing if it is null or empty. What is no UTF-8 although it is said to be, is mended.
    pub fn text(&self, row: usize) -> Option<String> {
        let bytes = self.bytes(row).filter(|bytes| !bytes.is_empty())?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }
}

/// Whether it is a type of text.
pub fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// Whether it is a type of text or bytes.
pub fn is_pages(kind: &DataType) -> bool {
    is_text(kind) || matches!(kind, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
}

/// Text as the bytes it is made of, which are not copied; bytes as they are.
fn as_bytes(values: ArrayRef) -> ArrayRef {
    match values.data_type() {
        DataType::Utf8 => Arc::new(BinaryArray::from(values.as_string::<i32>().clone())),
        DataType::LargeUtf8 => Arc::new(LargeBinaryArray::from(values.as_string::<i64>().clone())),
        DataType::Utf8View => Arc::new(values.as_string_view().clone().to_binary_view()),
        _ => values,
    }
}
