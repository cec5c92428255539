//! What a link promises.
