//! Walks a parsed page once and writes its text in reading order.

use super::blocks::{Draft, Place, Writer};
use super::element::Element;
use super::region::{self, Mark};
use super::tables::{Counter, DataTables};
use super::tag::Tag;
use super::tree::{Data, NONE, NodeId, ROOT, Tree};
use super::{BlockKind, Limits, PageError, Region};

/// What a page says.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub title: Option<String>,
    pub canonical: Option<String>,
    pub text: String,
    pub drafts: Vec<Draft>,
}

/// Reads an HTML page.
pub(super) fn read(text: &str, limits: &Limits) -> Result<Reading, PageError> {
    Ok(walk(&Tree::parse(text, limits)?))
}

/// Walks a parsed page.
pub(super) fn walk(tree: &Tree) -> Reading {
    let mut walk = Walk::new(tree);
    let mut at = ROOT;
    loop {
        let node = tree.node(at);
        let descend = match &node.data {
            Data::Text(text) => {
                walk.text(text);
                false
            }
            Data::Element(element) => walk.enter(at, element),
        };
        if descend && node.first_child != NONE {
            at = node.first_child;
            continue;
        }
        loop {
            walk.leave(at);
            if at == ROOT {
                return walk.finish();
            }
            let node = tree.node(at);
            if node.next != NONE {
                at = node.next;
                break;
            }
            at = node.parent;
        }
    }
}

/// An open element that changed what holds for the text in it.
struct Frame {
    node: NodeId,
    /// What held before.
    outer: Place,
    in_main: bool,
    is_block: bool,
    is_cell: bool,
    is_table: bool,
}

struct Walk<'t> {
    tree: &'t Tree,
    writer: Writer,
    place: Place,
    in_main: bool,
    in_head: bool,
    open: Vec<Frame>,
    surveyed: DataTables,
    /// The open tables and definition lists; `None` for one that only lays out the page.
    tables: Vec<Option<Counter>>,
    data_tables: usize,
    title: Option<String>,
}

impl<'t> Walk<'t> {
    fn new(tree: &'t Tree) -> Self {
        Self {
            tree,
            writer: Writer::with_capacity(4096),
            place: Place::CONTENT,
            in_main: false,
            in_head: false,
            open: Vec::with_capacity(64),
            surveyed: DataTables::default(),
            tables: Vec::new(),
            data_tables: 0,
            title: None,
        }
    }

    fn text(&mut self, text: &str) {
        if !self.in_head {
            self.writer.text(text, &self.place);
        }
    }

    /// Enters an element; returns whether its content is to be read.
    fn enter(&mut self, id: NodeId, element: &Element) -> bool {
        match element.tag {
            Tag::Unseen | Tag::Link => return false,
            Tag::Inline => return !element.is_hidden,
            Tag::Break => {
                self.writer.line_break();
                return false;
            }
            Tag::Head => {
                self.in_head = true;
                return true;
            }
            Tag::Title => {
                self.title = self.title.take().or_else(|| self.title_text(id));
                return false;
            }
            Tag::Superscript => self.superscript(id),
            Tag::Button if self.is_mere_button(id) => return false,
            _ => {}
        }
        if element.is_hidden {
            return false;
        }
        if element.tag.is_block() || element.tag == Tag::Anchor {
            self.open_element(id, element);
        }
        true
    }

    fn open_element(&mut self, id: NodeId, element: &Element) {
        let is_block = element.tag.is_block();
        let mut frame = Frame { node: id, outer: self.place, in_main: self.in_main, is_block, is_cell: false, is_table: false };
        if is_block {
            self.writer.part(&self.place);
            self.enter_region(element);
            self.enter_block(id, element, &mut frame);
        } else {
            self.place.in_link = element.has_href;
        }
        self.open.push(frame);
    }

    fn enter_region(&mut self, element: &Element) {
        match region::opened(element, self.in_main) {
            Some(Mark::Element(region)) => (self.place.region, self.place.by_class) = (region, false),
            // Inside a header or column a class adds only what is more particular.
            Some(Mark::Class(region))
                if self.place.region == Region::Content || matches!(region, Region::Navigation | Region::Consent) =>
            {
                (self.place.region, self.place.by_class) = (region, true);
            }
            _ => {}
        }
        self.in_main |= matches!(element.tag, Tag::Main | Tag::Article);
    }

    fn enter_block(&mut self, id: NodeId, element: &Element, frame: &mut Frame) {
        match element.tag {
            Tag::Heading(level) if self.place.cell.is_none() => self.place.kind = BlockKind::Heading(level),
            Tag::ListItem if self.place.cell.is_none() => self.place.kind = BlockKind::ListItem,
            Tag::Preformatted => self.place.preformatted = true,
            Tag::Table | Tag::DefinitionList => {
                frame.is_table = true;
                self.enter_table(id);
            }
            Tag::Row => {
                if let Some(Some(table)) = self.tables.last_mut() {
                    table.row();
                }
            }
            Tag::Caption if self.is_data() => {
                self.writer.end();
                (self.place.kind, self.place.cell) = (BlockKind::HeaderCell, None);
            }
            Tag::Cell | Tag::HeaderCell | Tag::Term | Tag::Definition => self.enter_cell(element, frame),
            _ => {}
        }
    }

    /// Enters a table; what holds outside it (a list item, a cell of a layout table) does not hold for its cells.
    fn enter_table(&mut self, id: NodeId) {
        if self.tables.is_empty() {
            self.surveyed.clear();
            self.surveyed.survey(self.tree, id);
        }
        self.writer.end();
        let is_data = self.surveyed.is_data(id);
        self.tables.push(is_data.then(|| Counter::new(self.data_tables)));
        self.data_tables += usize::from(is_data);
    }

    fn is_data(&self) -> bool {
        matches!(self.tables.last(), Some(Some(_)))
    }

    fn enter_cell(&mut self, element: &Element, frame: &mut Frame) {
        let Some(Some(table)) = self.tables.last_mut() else { return };
        let cell = match element.tag {
            Tag::Term => table.definition(0),
            Tag::Definition => table.definition(1),
            _ => table.cell(element),
        };
        self.writer.end();
        frame.is_cell = true;
        self.place.cell = Some(cell);
        self.place.kind = if element.tag == Tag::HeaderCell { BlockKind::HeaderCell } else { BlockKind::Cell };
    }

    fn leave(&mut self, id: NodeId) {
        if self.in_head && self.is_head(id) {
            self.in_head = false;
        }
        if self.open.last().is_none_or(|frame| frame.node != id) {
            return;
        }
        let Some(frame) = self.open.pop() else { return };
        if !frame.is_block {
            self.writer.link_ends();
        } else if frame.is_cell || frame.is_table {
            self.writer.end();
        } else {
            self.writer.part(&self.place);
        }
        if frame.is_table {
            self.tables.pop();
        }
        (self.place, self.in_main) = (frame.outer, frame.in_main);
    }

    fn is_head(&self, id: NodeId) -> bool {
        matches!(&self.tree.node(id).data, Data::Element(element) if element.tag == Tag::Head)
    }

    fn title_text(&self, id: NodeId) -> Option<String> {
        let Data::Text(text) = &self.tree.node(first_child(self.tree, id)?).data else { return None };
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// Keeps a raised number from growing into the number before it: `100 000<sup>1</sup>` must not become 1 000 001.
    fn superscript(&mut self, id: NodeId) {
        let first = first_child(self.tree, id).map(|child| &self.tree.node(child).data);
        if matches!(first, Some(Data::Text(text)) if text.starts_with(|c: char| c.is_ascii_digit())) {
            self.writer.part_digits();
        }
    }

    /// Whether a button is only a switch. One in a heading opens a section and is its title; one that holds half the page was
    /// never closed.
    fn is_mere_button(&self, id: NodeId) -> bool {
        if matches!(self.place.kind, BlockKind::Heading(_)) {
            return false;
        }
        let mut child = first_child(self.tree, id);
        let mut children = 0;
        while let Some(at) = child {
            children += 1;
            let node = self.tree.node(at);
            let is_block = matches!(&node.data, Data::Element(element) if element.tag.is_block());
            if is_block || children > 16 {
                return false;
            }
            child = (node.next != NONE).then_some(node.next);
        }
        true
    }

    fn finish(self) -> Reading {
        let (text, mut drafts) = self.writer.finish();
        region::settle(&mut drafts);
        Reading { title: self.title, canonical: self.tree.canonical.clone(), text, drafts }
    }
}

fn first_child(tree: &Tree, id: NodeId) -> Option<NodeId> {
    let first = tree.node(id).first_child;
    (first != NONE).then_some(first)
}
