//! Bytes → [`Page`]: character set, HTML or plain text, limits.

mod model;

pub use model::{Block, BlockKind, Cell, Page, Region, Source};
