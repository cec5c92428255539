//! An edition for other programs.

mod ftm;

pub use ftm::{Counts as FtmCounts, FILE as FTM_FILE, write as write_ftm};
