//! A text with the words of its facts marked in place.

use super::family::Family;
use super::visible::visible;
use maud::{Markup, html};

/// Marked words: a byte span of the text, and what was read there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// First byte.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The kind of fact.
    pub family: Family,
    /// What ties the words to the rows that tell of them: the value of `data-fact`, unique in a document.
    pub fact: String,
}

/// The text, parted where a mark begins or ends. Words that several facts were read from carry all of them, the colour of the first;
/// marks that do not lie on the borders of characters are left out.
pub fn marked(text: &str, marks: &[Mark]) -> Markup {
    let fits = |mark: &&Mark| mark.start < mark.end && text.is_char_boundary(mark.start) && text.is_char_boundary(mark.end);
    let mut marks: Vec<&Mark> = marks.iter().filter(fits).collect();
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut borders: Vec<usize> = marks.iter().flat_map(|mark| [mark.start, mark.end]).collect();
    borders.extend([0, text.len()]);
    borders.sort_unstable();
    borders.dedup();
    html! {
        @for piece in borders.windows(2) {
            @let (start, end) = (piece[0], piece[1]);
            @let on: Vec<&&Mark> = marks.iter().filter(|mark| mark.start <= start && end <= mark.end).collect();
            @if let Some(first) = on.first() {
                @let facts = on.iter().map(|mark| mark.fact.as_str()).collect::<Vec<_>>().join(" ");
                mark class={ "f-" (first.family.name()) } data-fact=(facts) { (visible(&text[start..end])) }
            } @else { (visible(&text[start..end])) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize, fact: &str) -> Mark {
        Mark { start, end, family: Family::Money, fact: fact.to_owned() }
    }

    #[test]
    fn overlapping_facts_share_their_words() {
        let html = marked("ab<c>d", &[mark(0, 3, "one"), mark(2, 5, "two")]).into_string();
        assert_eq!(
            html,
            r#"<mark class="f-money" data-fact="one">ab</mark><mark class="f-money" data-fact="one two">&lt;</mark><mark class="f-money" data-fact="two">c&gt;</mark>d"#
        );
    }

    #[test]
    fn a_mark_inside_a_letter_is_left_out() {
        assert_eq!(marked("żó", &[mark(1, 3, "x")]).into_string(), "żó");
    }
}
