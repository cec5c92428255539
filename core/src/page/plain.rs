//! Plain text: paragraphs parted by blank lines.

use super::blocks::{Draft, Place, Writer};

/// Reads a plain text into blocks.
///
/// A line stays a line; blanks at its ends go, those inside stay as they are. A form feed (where a page ended in the document the
/// text was taken from) parts paragraphs like a blank line.
pub(super) fn read(text: &str) -> (String, Vec<Draft>) {
    let mut writer = Writer::with_capacity(text.len());
    for sheet in text.split('\x0c') {
        writer.end();
        for line in sheet.split('\n').map(str::trim) {
            if line.is_empty() {
                writer.end();
            } else {
                writer.line(line, &Place::CONTENT);
            }
        }
    }
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<String> {
        let (text, drafts) = read(text);
        drafts.iter().map(|draft| draft.block.span.of(&text).to_owned()).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs_and_bullets_stay() {
        assert_eq!(
            blocks("Cele:\r\n  • pierwszy \r\n• drugi\r\n \r\n\nKoszt:\t1 000,00  zł"),
            ["Cele:\n• pierwszy\n• drugi", "Koszt:\t1 000,00  zł"]
        );
    }

    #[test]
    fn old_line_ends_and_form_feeds() {
        assert_eq!(blocks("a\rb\x0cc"), ["a\nb", "c"]);
    }
}
