//! A table for the terminal: columns as wide as their text, the widest cut until all fit.

use metryczka::html::visible;
use std::fmt::Write;

/// How a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text, cut where there is no room.
    Left,
    /// Short text; never cut.
    Whole,
    /// Figures; never cut.
    Right,
}

/// Blanks between columns.
const GAP: usize = 2;
/// A column is not cut below this.
const NARROWEST: usize = 8;
/// A column of text is not wider than this, however much room there is.
const WIDEST: usize = 60;

/// A table that is being filled.
#[derive(Debug)]
pub struct TextTable {
    columns: Vec<(&'static str, Align)>,
    rows: Vec<Vec<String>>,
}

impl TextTable {
    /// A table with these headings.
    pub fn new(columns: &[(&'static str, Align)]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        // Text of strangers is not to turn the line round, nor to steer the terminal.
        let cell = |cell: String| visible(&cell.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
        self.rows.push(cells.into_iter().map(cell).collect());
    }

    /// The table as lines, fitted into a width if there is one.
    pub fn render(&self, width: Option<usize>) -> String {
        let widths = self.widths(width);
        let mut text = String::new();
        self.line(&mut text, &widths, &self.columns.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>());
        self.line(&mut text, &widths, &widths.iter().map(|&width| "─".repeat(width)).collect::<Vec<_>>());
        for row in &self.rows {
            self.line(&mut text, &widths, row);
        }
        text
    }

    fn widths(&self, width: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = self.columns.iter().map(|(name, _)| name.chars().count()).collect();
        for row in &self.rows {
            for ((have, cell), (_, align)) in widths.iter_mut().zip(row).zip(&self.columns) {
                let most = if *align == Align::Left { WIDEST } else { usize::MAX };
                *have = (*have).max(cell.chars().count().min(most));
            }
        }
        let room = width.unwrap_or(usize::MAX).saturating_sub(GAP * widths.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let cuttable =
                widths.iter_mut().zip(&self.columns).filter(|(have, (_, align))| *align == Align::Left && **have > NARROWEST);
            let Some((widest, _)) = cuttable.max_by_key(|(have, _)| **have) else { break };
            *widest -= 1;
        }
        widths
    }

    fn line(&self, text: &mut String, widths: &[usize], cells: &[String]) {
        let start = text.len();
        for ((cell, &width), (_, align)) in cells.iter().zip(widths).zip(&self.columns) {
            let cell = cut(cell, width);
            let blanks = width - cell.chars().count();
            let (before, after) = if *align == Align::Right { (blanks, 0) } else { (0, blanks) };
            // Writing into a String cannot fail.
            let _ = write!(text, "{:before$}{cell}{:after$}{:GAP$}", "", "", "");
        }
        text.truncate(start + text[start..].trim_end().len());
        text.push('\n');
    }
}

/// A text of at most this many characters, with `…` in place of what is cut.
pub fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(width.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_text_is_cut_and_figures_never() {
        let mut table = TextTable::new(&[("title", Align::Left), ("total", Align::Right)]);
        table.row(vec!["Żółta łódź płynie po jeziorze".into(), "1 149 808,80".into()]);
        table.row(vec!["A".into(), "7,00".into()]);
        let text = table.render(Some(30));
        assert!(text.lines().all(|line| line.chars().count() <= 30), "{text}");
        assert!(text.contains("Żółta łódź płyn…  1 149 808,80"), "{text}");
        assert!(text.contains("A                         7,00"), "{text}");
    }

    #[test]
    fn a_title_that_turns_the_direction_of_text_leaves_the_line_as_it_is() {
        let mut table = TextTable::new(&[("title", Align::Left), ("total", Align::Right)]);
        table.row(vec!["Most \u{202e}atreb\u{1b}[2J".into(), "7,00".into()]);
        assert!(table.render(None).contains("Most \u{2426}atreb\u{2426}[2J   7,00"), "{}", table.render(None));
    }
}
