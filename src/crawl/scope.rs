//! Which addresses belong to a source.
