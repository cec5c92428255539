//! Editions through the library, of hand-made mentions: their tables, their history, their export as entities.
#![cfg(feature = "dataset")]

mod dataset;
mod ftm;
mod history;
