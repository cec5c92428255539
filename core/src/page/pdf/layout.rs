//! Characters with positions → lines, columns and paragraphs.
//!
//! A PDF knows neither words nor paragraphs: it puts characters on a sheet. A sentence that runs over the end of a full line must
//! come out as one, or nothing that is said in two lines is found; a label and its value in two lines must not run into one.

/// Where a character stands, in points; `y` grows upwards.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub x: f64,
    pub y: f64,
    /// Where it ends to the right.
    pub end: f64,
    /// Height of its type.
    pub size: f64,
}

/// Gap between characters, in type heights, that parts words…
const WORD_GAP: f64 = 0.15;

/// …and one that parts columns.
const COLUMN_GAP: f64 = 2.0;

/// Step down, in type heights, from which a new paragraph begins. Lines are set 1.0 to 1.6 apart.
const PARAGRAPH_STEP: f64 = 1.9;

/// A line that ends within this share of the widest line's length is full: its sentence goes on in the next.
const FULL_LINE: f64 = 0.88;

/// One sheet, line by line.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    text: String,
    first: Glyph,
    last: Glyph,
    has_columns: bool,
}

impl Sheet {
    /// Adds the next character, in the order of the document.
    pub(super) fn push(&mut self, at: Glyph, text: &str) {
        let is_blank = text.chars().all(char::is_whitespace);
        match self.lines.last_mut() {
            Some(line) if line.takes(at) => line.push(at, text, is_blank),
            // A blank at the edge of a line shows nothing.
            _ if is_blank => {}
            _ => self.lines.push(Line { text: text.to_owned(), first: at, last: at, has_columns: false }),
        }
    }

    /// The sheet's text.
    pub(super) fn text(&self) -> String {
        let widest = self.lines.iter().map(|line| line.last.end).fold(0.0, f64::max);
        let mut text = String::new();
        let mut before: Option<&Line> = None;
        for line in &self.lines {
            match before.map(|before| before.seam(line, widest)) {
                Some(Seam::Sentence) if text.ends_with('-') && line.starts_small() => {
                    text.pop();
                }
                Some(Seam::Sentence) => text.push(' '),
                Some(Seam::Line) => text.push('\n'),
                Some(Seam::Paragraph) => text.push_str("\n\n"),
                None => {}
            }
            text.push_str(line.text.trim_end());
            before = Some(line);
        }
        text
    }
}

/// What parts two lines.
enum Seam {
    Sentence,
    Line,
    Paragraph,
}

impl Line {
    /// Whether a character stands on this line, behind what it has.
    fn takes(&self, at: Glyph) -> bool {
        let height = self.last.size.max(at.size);
        (at.y - self.last.y).abs() <= height * 0.5 && at.x >= self.last.end - height
    }

    fn push(&mut self, at: Glyph, text: &str, is_blank: bool) {
        let gap = (at.x - self.last.end) / at.size.max(1.0);
        if gap > COLUMN_GAP {
            self.has_columns = true;
            self.text.truncate(self.text.trim_end().len());
            self.text.push('\t');
        } else if gap > WORD_GAP && !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
        if !(is_blank && self.text.ends_with(char::is_whitespace)) {
            self.text.push_str(text);
        }
        self.last = at;
    }

    fn seam(&self, next: &Self, widest: f64) -> Seam {
        let step = (self.first.y - next.first.y) / self.first.size.max(1.0);
        let same_type = (self.first.size - next.first.size).abs() <= self.first.size * 0.1;
        if !(0.0..=PARAGRAPH_STEP).contains(&step) || !same_type {
            return Seam::Paragraph;
        }
        let is_full = self.last.end >= widest * FULL_LINE;
        match is_full && !self.has_columns && !next.has_columns && !next.begins_item() {
            true => Seam::Sentence,
            false => Seam::Line,
        }
    }

    /// Whether the line begins with a bullet, dash or number of a list.
    fn begins_item(&self) -> bool {
        let mut chars = self.text.chars();
        let digits = self.text.chars().take_while(char::is_ascii_digit).count();
        match chars.next() {
            Some('•' | '·' | '▪' | '‣' | '●' | '○' | '\u{f0b7}' | '-' | '–' | '—' | '*') => {
                chars.next().is_some_and(|c| c == ' ')
            }
            Some('0'..='9') => {
                digits <= 2 && self.text.get(digits..).is_some_and(|rest| rest.starts_with(". ") || rest.starts_with(") "))
            }
            Some(letter) if letter.is_lowercase() => chars.next() == Some(')'),
            _ => false,
        }
    }

    fn starts_small(&self) -> bool {
        self.text.starts_with(char::is_lowercase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines set in ten-point type, each character half as wide as high, from (x, y).
    fn sheet(lines: &[(f64, f64, &str)]) -> String {
        let mut sheet = Sheet::default();
        for &(x, y, text) in lines {
            let mut buffer = [0; 4];
            for (index, c) in text.chars().enumerate() {
                let x = x + 5.0 * index as f64;
                sheet.push(Glyph { x, y, end: x + 5.0, size: 10.0 }, c.encode_utf8(&mut buffer));
            }
        }
        sheet.text()
    }

    #[test]
    fn a_sentence_goes_on_after_a_full_line() {
        assert_eq!(
            sheet(&[(50.0, 700.0, "Gmina Olsza otrzymała "), (50.0, 687.0, "dotację.")]),
            "Gmina Olsza otrzymała dotację."
        );
    }

    #[test]
    fn a_label_and_its_value_in_two_short_lines_stay_two() {
        let text = sheet(&[
            (50.0, 700.0, "Dofinansowanie"),
            (50.0, 687.0, "10 000 zł"),
            (50.0, 640.0, "Zadanie pod nazwą, która jest długa"),
        ]);
        assert_eq!(text, "Dofinansowanie\n10 000 zł\n\nZadanie pod nazwą, która jest długa");
    }

    #[test]
    fn a_wide_gap_parts_columns() {
        assert_eq!(sheet(&[(50.0, 700.0, "Wartość"), (300.0, 700.0, "10 000 zł")]), "Wartość\t10 000 zł");
    }

    #[test]
    fn a_word_broken_at_the_end_of_a_line_is_whole_again() {
        assert_eq!(sheet(&[(50.0, 700.0, "Dofinan-"), (50.0, 687.0, "sowanie")]), "Dofinansowanie");
    }

    #[test]
    fn an_item_begins_its_own_line() {
        assert_eq!(
            sheet(&[(50.0, 700.0, "Zakres zadania, w nim: "), (50.0, 687.0, "1) most")]),
            "Zakres zadania, w nim:\n1) most"
        );
    }
}
