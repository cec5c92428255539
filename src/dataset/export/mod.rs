//! An edition for other programs.

mod ftm;

pub use ftm::{Counts as FtmCounts, write as write_ftm};
