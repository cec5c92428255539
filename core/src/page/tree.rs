//! The parsed page: html5ever's output in one flat vector.
//!
//! The tree keeps only what the text of a page depends on: no comments, no scripts, of attributes what they mean. Nodes name one another by
//! index, so neither walking nor dropping a tree of any depth can overflow the stack. The tree also counts what building it costs,
//! and parsing stops between two feeds once that exceeds the limits.

use super::element::Element;
use super::limits::{FEED, Limits, MAX_UNSEEN_SEPARATORS, STEPS_FREE};
use super::sink::Sink;
use super::{PageError, markup};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};

/// Index of a node.
pub(super) type NodeId = u32;

/// No node.
pub(super) const NONE: NodeId = u32::MAX;

/// The document node.
pub(super) const ROOT: NodeId = 0;

/// One node and its neighbours.
#[derive(Debug)]
pub(super) struct Node {
    pub parent: NodeId,
    pub first_child: NodeId,
    pub next: NodeId,
    pub last_child: NodeId,
    pub previous: NodeId,
    /// How many elements it stands in.
    pub depth: u32,
    pub data: Data,
}

impl Node {
    pub(super) fn new(data: Data) -> Self {
        Self { parent: NONE, first_child: NONE, next: NONE, last_child: NONE, previous: NONE, depth: 0, data }
    }
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Data {
    Text(StrTendril),
    Element(Element),
}

/// A page as a tree.
#[derive(Debug)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    /// The address its `<link rel="canonical">` gives.
    pub canonical: Option<String>,
    /// What building it took.
    #[cfg(test)]
    pub steps: usize,
}

impl Tree {
    /// Parses a page within limits.
    pub(super) fn parse(text: &str, limits: &Limits) -> Result<Self, PageError> {
        if markup::flooded(text, limits.max_attributes) {
            return Err(PageError::TooManyAttributes { limit: limits.max_attributes });
        }
        let options = ParseOpts {
            tree_builder: TreeBuilderOpts { drop_doctype: true, ..TreeBuilderOpts::default() },
            ..ParseOpts::default()
        };
        let mut parser = parse_document(Sink::new(text.len()), options);
        let mut watch = Watch::new(text.len(), limits);
        let mut rest = text;
        while !rest.is_empty() {
            let (feed, left) = rest.split_at(rest.floor_char_boundary(FEED));
            parser.process(StrTendril::from_slice(feed));
            watch.check(&parser.tokenizer.sink.sink, feed)?;
            rest = left;
        }
        Ok(parser.finish())
    }

    /// A node by its index.
    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// How deep the deepest element stands.
    #[cfg(test)]
    pub(super) fn depth(&self) -> u32 {
        self.nodes.iter().map(|node| node.depth).max().unwrap_or(0)
    }
}

/// Compares what a tree has cost with what it may cost.
struct Watch<'l> {
    limits: &'l Limits,
    max_steps: usize,
    steps: usize,
    unseen: usize,
}

impl<'l> Watch<'l> {
    fn new(bytes: usize, limits: &'l Limits) -> Self {
        let max_steps = STEPS_FREE.saturating_add(limits.max_steps_per_byte.saturating_mul(bytes));
        Self { limits, max_steps, steps: 0, unseen: 0 }
    }

    fn check(&mut self, sink: &Sink, feed: &str) -> Result<(), PageError> {
        let steps = sink.steps.get();
        if steps == self.steps {
            self.unseen += feed.bytes().filter(|&byte| byte.is_ascii_whitespace() || byte == b'/').count();
        } else {
            self.unseen = 0;
        }
        self.steps = steps;
        if self.unseen > MAX_UNSEEN_SEPARATORS {
            return Err(PageError::Runaway { limit: MAX_UNSEEN_SEPARATORS });
        }
        if sink.deepest.get() as usize > self.limits.max_depth {
            return Err(PageError::TooDeep { limit: self.limits.max_depth });
        }
        if sink.len() > self.limits.max_elements {
            return Err(PageError::TooManyElements { limit: self.limits.max_elements });
        }
        if steps > self.max_steps {
            return Err(PageError::TooTangled { limit: self.max_steps });
        }
        Ok(())
    }
}
