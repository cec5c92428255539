//! Tells tables of data from tables that only lay out a page, and counts the cells of the former.

use super::Cell;
use super::element::Element;
use super::tag::Tag;
use super::tree::{Data, NONE, NodeId, Tree};
use std::collections::HashSet;

/// Bytes of text from which a cell is long: an article rather than a value.
const LONG_TEXT: usize = 1500;

/// Lines and paragraphs from which a cell is long.
const LONG_LINES: usize = 12;

/// Columns of one table that are told apart; wider tables repeat the last number.
const MAX_COLUMNS: usize = 64;

/// The tables and definition lists in which cells are data, found in one pass over the outermost of them.
#[derive(Debug, Default)]
pub(super) struct DataTables {
    data: HashSet<NodeId>,
}

/// What one table was seen to hold.
#[derive(Debug, Default)]
struct Census {
    table: NodeId,
    is_list: bool,
    is_layout: bool,
    rows: usize,
    cells: usize,
    long_cells: usize,
    /// Text and lines of the cell being looked at.
    text: usize,
    lines: usize,
}

impl Census {
    fn close_cell(&mut self) {
        if self.text > LONG_TEXT || self.lines > LONG_LINES {
            self.long_cells += 1;
        }
        (self.text, self.lines) = (0, 0);
    }

    fn open_cell(&mut self) {
        self.close_cell();
        self.cells += 1;
    }

    /// A table with other tables or headings in its cells, or a single cell, or articles for cells, lays out the page. A long
    /// description among many short values does not make it one.
    fn is_data(&mut self) -> bool {
        self.close_cell();
        let few_long = self.long_cells == 0 || (self.cells >= 6 && self.rows >= 3 && self.long_cells * 4 <= self.cells);
        !self.is_layout && self.cells > 1 && few_long
    }
}

impl DataTables {
    /// Looks through an outermost table and all tables in it.
    pub(super) fn survey(&mut self, tree: &Tree, outermost: NodeId) {
        let mut open: Vec<Census> = Vec::new();
        let mut at = outermost;
        loop {
            let descend = self.enter(tree, at, &mut open);
            let first = tree.node(at).first_child;
            if descend && first != NONE {
                at = first;
                continue;
            }
            loop {
                self.leave(at, &mut open);
                if at == outermost {
                    return;
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

    /// Whether the cells of a surveyed table are data.
    pub(super) fn is_data(&self, table: NodeId) -> bool {
        self.data.contains(&table)
    }

    /// Forgets the tables of the last survey.
    pub(super) fn clear(&mut self) {
        self.data.clear();
    }

    fn enter(&mut self, tree: &Tree, id: NodeId, open: &mut Vec<Census>) -> bool {
        match &tree.node(id).data {
            Data::Text(text) => {
                if let Some(census) = open.last_mut() {
                    census.text += text.trim_ascii().len();
                }
                false
            }
            Data::Element(element) => count(element, id, open),
        }
    }

    fn leave(&mut self, id: NodeId, open: &mut Vec<Census>) {
        if open.last().is_none_or(|census| census.table != id) {
            return;
        }
        if open.pop().is_some_and(|mut census| census.is_data()) {
            self.data.insert(id);
        }
    }
}

/// Counts one element into the innermost open table; returns whether to look inside it.
fn count(element: &Element, id: NodeId, open: &mut Vec<Census>) -> bool {
    let is_list = element.tag == Tag::DefinitionList;
    if is_list || element.tag == Tag::Table {
        if let Some(census) = open.last_mut() {
            census.is_layout = true;
        }
        let is_layout = element.is_layout;
        open.push(Census { table: id, is_list, is_layout, ..Census::default() });
        return true;
    }
    let Some(census) = open.last_mut() else { return true };
    match element.tag {
        Tag::Unseen => return false,
        Tag::Row => census.rows += 1,
        Tag::Cell | Tag::HeaderCell if !census.is_list => census.open_cell(),
        Tag::Term | Tag::Definition if census.is_list => {
            census.rows += usize::from(element.tag == Tag::Term);
            census.open_cell();
        }
        Tag::Heading(_) | Tag::Main | Tag::Article | Tag::Nav => census.is_layout = true,
        Tag::Break | Tag::ListItem => census.lines += 1,
        tag if tag.is_block() => census.lines += 1,
        _ => {}
    }
    true
}

/// Counts rows and columns while a data table is walked.
#[derive(Debug, Default)]
pub(super) struct Counter {
    pub table: usize,
    next_row: usize,
    column: usize,
    /// For each column, the row from which it is free again below a cell that spans rows.
    free_from: Vec<usize>,
}

impl Counter {
    pub(super) fn new(table: usize) -> Self {
        Self { table, ..Self::default() }
    }

    /// Begins a row.
    pub(super) fn row(&mut self) {
        self.next_row += 1;
        self.column = 0;
    }

    fn current_row(&mut self) -> usize {
        if self.next_row == 0 {
            self.row();
        }
        self.next_row - 1
    }

    /// The place of the next table cell.
    pub(super) fn cell(&mut self, element: &Element) -> Cell {
        let row = self.current_row();
        while self.free_from.get(self.column).is_some_and(|&free| free > row) {
            self.column += 1;
        }
        let column = self.column.min(MAX_COLUMNS);
        let wide = usize::from(element.columns);
        let high = usize::from(element.rows);
        self.column = (column + wide).min(MAX_COLUMNS);
        if high > 1 {
            self.free_from.resize(self.free_from.len().max(self.column), 0);
            self.free_from[column.min(self.column)..self.column].fill(row + high);
        }
        Cell { table: self.table, row, column }
    }

    /// The place of a term (column 0) or description (column 1) of a definition list; each term begins a row, and so does a
    /// second description of the same term.
    pub(super) fn definition(&mut self, column: usize) -> Cell {
        if column == 0 || self.column > 1 || self.next_row == 0 {
            self.row();
        }
        self.column = column + 1;
        Cell { table: self.table, row: self.next_row - 1, column }
    }
}
