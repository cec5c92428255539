//! What is known of every address, in SQLite.
