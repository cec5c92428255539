//! What a page itself says, links, menus, header and footer left out.

use super::super::markup::{Piece, scan};
use super::sections::{Sections, key};
use super::{Section, references};

/// The beginning of a page's own text, pieces parted by line breaks; up to about `most` bytes.
pub fn own_text(html: &str, most: usize) -> String {
    const A: u64 = key(b"a");
    let mut text = String::new();
    let mut sections = Sections::default();
    let mut in_link = false;
    scan(html, |piece| {
        match piece {
            Piece::Text(piece) if !in_link && matches!(sections.current(), Section::Content | Section::Aside) => {
                let piece = piece.trim_ascii();
                if !piece.is_empty() {
                    text.push_str(&references::read(piece));
                    text.push('\n');
                }
            }
            Piece::Tag { name, is_end, source, .. } => match key(name.as_bytes()) {
                A => in_link = !is_end,
                key => {
                    sections.take(key, name.len(), is_end, source);
                }
            },
            _ => {}
        }
        text.len() < most
    });
    text
}
