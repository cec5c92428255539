//! The printed lines of a page that may tell of a project: its own text, and of boxes and menus what stands near an anchor.

use super::reading::{Line, trim};
use crate::page::{Block, BlockKind, Page, Region};
use crate::text::{Folded, Span};
use crate::vocabulary::Anchors;

/// The lines of the blocks that may tell of a project, in text order, in folded offsets.
pub(super) fn lines(page: &Page, folded: &Folded<'_>, anchors: &Anchors) -> Vec<Line> {
    let mut lines = Vec::with_capacity(page.blocks.len());
    let mut boxes = Boxes { page, folded, anchors, searched: 0, last: None };
    let mut headed = Headed::default();
    for (at, block) in page.blocks.iter().enumerate() {
        let under = headed.under(block, |block| boxes.anchored(block));
        if !under && !may_tell(block, at, &mut boxes) {
            continue;
        }
        let span = folded.folded(block.span);
        let mut start = span.start;
        for piece in span.of(folded.as_str()).split('\n') {
            let end = start + piece.len();
            let trimmed = trim(folded.as_str(), Span::new(start, end));
            if !trimmed.is_empty() {
                lines.push(Line { span: trimmed, block: at });
            }
            start = end + 1;
        }
    }
    lines
}

/// The heading of a box beside the text that holds an anchor: all that stands under it may tell (`Projekty unijne`, with a card each).
#[derive(Default)]
struct Headed {
    open: Option<u8>,
}

impl Headed {
    /// Whether a block stands under such a heading; a heading that is as high or higher closes it.
    fn under(&mut self, block: &Block, holds: impl Fn(&Block) -> bool) -> bool {
        if block.region != Region::Aside {
            self.open = None;
        } else if let BlockKind::Heading(level) = block.kind {
            // Cards under `h4` may be headed `h3`; what is headed as the box itself is another box.
            if self.open.is_none_or(|open| open == level) {
                self.open = holds(block).then_some(level);
            }
        }
        self.open.is_some()
    }
}

/// Bytes from which a block of a menu can be a sentence.
const SENTENCE: usize = 60;

/// Blocks before and after one with an anchor in a box beside the text that belong to it: a heading, a sum on a line of its own.
const COMPANY: usize = 12;

/// Whether a block may tell of a project. The page's own text always may; a box beside it only near an anchor, and of a menu only a
/// sentence that holds one.
fn may_tell(block: &Block, at: usize, boxes: &mut Boxes<'_, '_>) -> bool {
    match block.region {
        Region::Consent => false,
        Region::Navigation => block.span.len() >= SENTENCE && boxes.anchored(block),
        Region::Aside => boxes.near(at),
        _ => true,
    }
}

/// The boxes beside a page's text, each searched for an anchor once, in the order of the text.
struct Boxes<'f, 'p> {
    page: &'p Page,
    folded: &'f Folded<'p>,
    anchors: &'f Anchors,
    /// Blocks searched so far.
    searched: usize,
    /// The last of them that is of a box and holds an anchor.
    last: Option<usize>,
}

impl Boxes<'_, '_> {
    fn anchored(&self, block: &Block) -> bool {
        self.anchors.in_text(self.folded.folded(block.span).of(self.folded.as_str()))
    }

    /// Whether a block of a box with an anchor stands near. Asked for blocks in the order of the text.
    fn near(&mut self, at: usize) -> bool {
        let end = (at + COMPANY + 1).min(self.page.blocks.len());
        while self.searched < end {
            let block = &self.page.blocks[self.searched];
            if block.region == Region::Aside && self.anchored(block) {
                self.last = Some(self.searched);
            }
            self.searched += 1;
        }
        self.last.is_some_and(|last| last + COMPANY >= at)
    }
}
