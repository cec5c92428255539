//! A page's text with the words of its facts marked.

use super::output::paint;
use std::fmt::Write;

/// The words of one fact, and the number it has in the table below the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Its number.
    pub number: usize,
}

/// Lines without marks that are shown before and after one with marks.
const CONTEXT: usize = 2;

/// The text, line by line, with every mark's words set off and its number behind them. Stretches without marks are left out,
/// unless `whole`.
pub fn marked(text: &str, marks: &[Mark], color: bool, whole: bool) -> String {
    let lines: Vec<(usize, &str)> = text
        .split_inclusive('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line.trim_end_matches('\n')))
        })
        .collect();
    let hit: Vec<bool> =
        lines.iter().map(|(start, line)| marks.iter().any(|mark| touches(mark, *start, start + line.len()))).collect();
    let mut shown = String::new();
    let mut hidden = 0;
    for (number, (start, line)) in lines.iter().enumerate() {
        let near = hit[number.saturating_sub(CONTEXT)..(number + CONTEXT + 1).min(hit.len())].contains(&true);
        if !near && !whole {
            hidden += 1;
            continue;
        }
        skipped(&mut shown, &mut hidden, color);
        marked_line(&mut shown, line, *start, marks, color);
        shown.push('\n');
    }
    skipped(&mut shown, &mut hidden, color);
    shown
}

fn touches(mark: &Mark, start: usize, end: usize) -> bool {
    mark.start < end && start < mark.end
}

fn skipped(shown: &mut String, hidden: &mut usize, color: bool) {
    if *hidden > 0 {
        let _ = writeln!(shown, "{}", paint(color, "2", &format!("… {hidden} lines without facts …")));
        *hidden = 0;
    }
}

/// Cuts the line at every mark's ends; a piece covered by a mark is set off, and numbers follow where marks end.
fn marked_line(shown: &mut String, line: &str, start: usize, marks: &[Mark], color: bool) {
    let end = start + line.len();
    let here: Vec<&Mark> = marks.iter().filter(|mark| touches(mark, start, end)).collect();
    let mut cuts: Vec<usize> =
        here.iter().flat_map(|mark| [mark.start.max(start), mark.end.min(end)]).chain([start, end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    for piece in cuts.windows(2) {
        let (from, to) = (piece[0], piece[1]);
        let words = line.get(from - start..to - start).unwrap_or("");
        let covered = here.iter().any(|mark| mark.start <= from && to <= mark.end);
        shown.push_str(&if covered { paint(color, "1;30;43", words) } else { words.to_owned() });
        let ending: Vec<String> = here.iter().filter(|mark| mark.end == to).map(|mark| mark.number.to_string()).collect();
        if !ending.is_empty() {
            shown.push_str(&paint(color, "2", &format!("[{}]", ending.join(","))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_behind_the_words() {
        let text = "Kwota: 12 zł\nżaba";
        let marks = [Mark { start: 7, end: 13, number: 1 }, Mark { start: 10, end: 13, number: 2 }];
        assert_eq!(marked(text, &marks, false, true), "Kwota: 12 zł[1,2]\nżaba\n");
        let colored = marked("12 zł", &[Mark { start: 0, end: 2, number: 1 }], true, true);
        assert!(colored.starts_with("\u{1b}[1;30;43m12\u{1b}[0m"), "{colored:?}");
    }

    #[test]
    fn long_stretches_without_facts_are_left_out() {
        let text = "a\nb\nc\nd\ne\nfakt\n";
        let marks = [Mark { start: 10, end: 14, number: 1 }];
        assert_eq!(marked(text, &marks, false, false), "… 3 lines without facts …\nd\ne\nfakt[1]\n");
    }
}
