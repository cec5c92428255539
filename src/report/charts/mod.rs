//! Charts as plain SVG, each with its numbers beside it.
//!
//! Words and axes are HTML or text of a size that does not shrink with the picture, so that they can be read on a phone; colours come
//! from the style sheet, and shape or pattern says the same as colour does.

pub(super) mod bars;
pub(super) mod gantt;
pub(super) mod histogram;
pub(super) mod map;
pub(super) mod scale;
