//! Receives the tree from html5ever and counts what building it costs.

use super::element::{Element, canonical};
use super::tag::{Tag, is_formatting};
use super::tree::{Data, NONE, Node, NodeId, ROOT, Tree};
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, QualName, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

/// Stands for every comment and processing instruction; never linked into the tree.
const COMMENT: NodeId = 1;

/// The name of what is no element.
static NAMELESS: QualName = QualName { prefix: None, ns: ns!(), local: local_name!("") };

/// Receives the tree from the parser.
pub(super) struct Sink {
    nodes: RefCell<Vec<Node>>,
    canonical: RefCell<Option<String>>,
    /// Looks at open elements so far, and other work in the same measure.
    pub steps: Cell<usize>,
    /// Depth of the deepest element so far.
    pub deepest: Cell<u32>,
    /// Depth of the element last put into the tree.
    depth: Cell<u32>,
}

impl Sink {
    pub(super) fn new(bytes: usize) -> Self {
        let mut nodes = Vec::with_capacity(2 + bytes / 32);
        for _ in [ROOT, COMMENT] {
            nodes.push(Node::new(Data::Element(Element::bare(NAMELESS.clone(), Tag::Inline))));
        }
        Self {
            nodes: RefCell::new(nodes),
            canonical: RefCell::new(None),
            steps: Cell::new(0),
            deepest: Cell::new(0),
            depth: Cell::new(0),
        }
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.borrow().len()
    }

    fn step(&self, steps: usize) {
        self.steps.set(self.steps.get() + steps);
    }

    fn add(&self, data: Data) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node::new(data));
        NodeId::try_from(nodes.len() - 1).unwrap_or(COMMENT)
    }

    /// Puts text in front of `sibling`, or at the end of `parent`: into the text that stands there, if there is one. Text that is
    /// never shown is dropped.
    fn put_text(&self, parent: NodeId, sibling: NodeId, text: &StrTendril) {
        self.step(1);
        if parent == NONE {
            return;
        }
        let mut nodes = self.nodes.borrow_mut();
        if matches!(&nodes[parent as usize].data, Data::Element(element) if element.tag == Tag::Unseen) {
            return;
        }
        let before = if sibling == NONE { nodes[parent as usize].last_child } else { nodes[sibling as usize].previous };
        if let Some(Data::Text(last)) = nodes.get_mut(before as usize).map(|node| &mut node.data) {
            last.push_tendril(text);
            self.step(3);
            return;
        }
        drop(nodes);
        let id = self.add(Data::Text(text.clone()));
        self.link(parent, sibling, id);
    }

    /// Links an unlinked node in front of `sibling`, or as the last child of `parent`.
    fn link(&self, parent: NodeId, sibling: NodeId, id: NodeId) {
        self.step(2);
        if id == COMMENT || parent == NONE {
            return;
        }
        let nodes = &mut *self.nodes.borrow_mut();
        let depth = nodes[parent as usize].depth + 1;
        let previous = if sibling == NONE { nodes[parent as usize].last_child } else { nodes[sibling as usize].previous };
        let node = &mut nodes[id as usize];
        (node.parent, node.previous, node.next, node.depth) = (parent, previous, sibling, depth);
        if let Data::Element(element) = &node.data {
            self.depth.set(depth);
            self.deepest.set(self.deepest.get().max(depth));
            if is_formatting(&element.name.local) {
                // The parser compares it with the formatting elements open around it, attribute by attribute.
                self.step(2 * depth as usize);
            }
        }
        match previous {
            NONE => nodes[parent as usize].first_child = id,
            previous => nodes[previous as usize].next = id,
        }
        match sibling {
            NONE => nodes[parent as usize].last_child = id,
            sibling => nodes[sibling as usize].previous = id,
        }
    }

    fn unlink(&self, id: NodeId) {
        let nodes = &mut *self.nodes.borrow_mut();
        let node = &mut nodes[id as usize];
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
        if parent == NONE {
            return;
        }
        match previous {
            NONE => nodes[parent as usize].first_child = next,
            previous => nodes[previous as usize].next = next,
        }
        match next {
            NONE => nodes[parent as usize].last_child = previous,
            next => nodes[next as usize].previous = previous,
        }
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        Tree {
            nodes: self.nodes.into_inner(),
            canonical: self.canonical.into_inner(),
            #[cfg(test)]
            steps: self.steps.get(),
        }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn get_document(&self) -> NodeId {
        ROOT
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        self.step(1);
        one == other
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.step(1);
        Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target as usize].data {
            Data::Element(element) => &element.name,
            // The parser asks for names of elements only.
            Data::Text(_) => &NAMELESS,
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let count = attributes.len();
        // What the tokenizer spent on finding duplicates, and the tree builder on comparing formatting elements.
        let formatting = if is_formatting(&name.local) { count * self.depth.get() as usize } else { 0 };
        self.step(8 + count * count / 32 + formatting);
        let element = Element::new(name, &attributes);
        if element.tag == Tag::Link && self.canonical.borrow().is_none() {
            self.canonical.replace(canonical(&attributes));
        }
        self.add(Data::Element(element))
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.step(1);
        COMMENT
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.step(1);
        COMMENT
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(id) => self.link(*parent, NONE, id),
            NodeOrText::AppendText(text) => self.put_text(*parent, NONE, &text),
        }
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let parent = self.nodes.borrow()[*element as usize].parent;
        if parent == NONE { self.append(previous, child) } else { self.append_before_sibling(element, child) }
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let parent = self.nodes.borrow()[*sibling as usize].parent;
        match child {
            NodeOrText::AppendNode(COMMENT) => self.step(1),
            NodeOrText::AppendNode(id) => {
                self.unlink(id);
                self.link(parent, *sibling, id);
            }
            NodeOrText::AppendText(text) => self.put_text(parent, *sibling, &text),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// A template's content is never shown: it hangs in the template itself, which the walk skips.
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    /// Only `<html>` and `<body>` ever get attributes later, and theirs do not matter.
    fn add_attrs_if_missing(&self, _: &NodeId, _: Vec<Attribute>) {
        self.step(1);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.step(1);
        if *target != COMMENT {
            self.unlink(*target);
        }
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        loop {
            let child = self.nodes.borrow()[*node as usize].first_child;
            if child == NONE {
                break;
            }
            self.step(4);
            self.unlink(child);
            self.link(*new_parent, NONE, child);
        }
    }
}
