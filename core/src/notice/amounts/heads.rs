//! The head cells of a page's tables, looked for once and not for each sum.

use crate::notice::reading::Reading;
use crate::page::{BlockKind, Cell};
use crate::text::Span;
use crate::value::Currency;
use std::collections::HashMap;

/// The head cells of all tables of a page, in folded offsets.
#[derive(Debug)]
pub(crate) struct Heads {
    /// Those of each column, by table and column, with their rows: of those below another none, because the upper one is found first.
    columns: HashMap<(usize, usize), Vec<(usize, Span)>>,
    /// The currency printed in the first row of each table.
    currencies: HashMap<usize, (Currency, Span)>,
}

/// The head cells of a page's tables; looked for once a page, when a sum in a cell first asks.
pub(super) fn of_page<'r>(reading: &'r Reading<'_>) -> &'r Heads {
    reading.heads.get_or_init(|| Heads::new(reading))
}

impl Heads {
    fn new(reading: &Reading<'_>) -> Self {
        let mut heads = Self { columns: HashMap::new(), currencies: HashMap::new() };
        for block in &reading.page.blocks {
            let Some(cell) = block.cell else { continue };
            if cell.row > 0 && block.kind != BlockKind::HeaderCell {
                continue;
            }
            let span = reading.folded.folded(block.span);
            let column = heads.columns.entry((cell.table, cell.column)).or_default();
            if column.last().is_none_or(|(row, _)| cell.row < *row) {
                column.push((cell.row, span));
            }
            if cell.row == 0
                && !heads.currencies.contains_key(&cell.table)
                && let Some(currency) = currency_in(reading, span)
            {
                heads.currencies.insert(cell.table, currency);
            }
        }
        heads
    }

    /// The head cell above a cell: a header cell, or the one in the first row.
    pub(super) fn of_column(&self, cell: Cell) -> Option<Span> {
        let column = self.columns.get(&(cell.table, cell.column))?;
        column.iter().find(|(row, _)| *row < cell.row).map(|(_, span)| *span)
    }

    /// The currency that the first row of a table prints (`Kwota w zł`).
    pub(super) fn currency(&self, table: usize) -> Option<(Currency, Span)> {
        self.currencies.get(&table).copied()
    }
}

fn currency_in(reading: &Reading<'_>, head: Span) -> Option<(Currency, Span)> {
    reading.words_in(head).iter().find_map(|word| match reading.slice(word.span) {
        "zl" | "pln" | "zlotych" => Some((Currency::Pln, word.span)),
        "eur" | "euro" => Some((Currency::Eur, word.span)),
        _ => None,
    })
}
