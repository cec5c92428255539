//! Whole-text tests over all families: what one family reads, another must not.

use super::*;
use crate::text::Folded;
