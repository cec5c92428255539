//! Guards against sites without an end.
