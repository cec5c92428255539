//! The words of a page around its facts: the whole text where there is room, else windows cut out of it.
//!
//! Places are counted anew in each piece, in units of UTF-16 as scripts count them.

use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Bytes of text shown around a fact, from the widest window to the narrowest.
const AROUND: [usize; 8] = [2000, 800, 400, 200, 120, 60, 30, 0];
/// So many of them show a sentence.
const WIDE: usize = 6;

/// Windows with less than so much between them are one.
const GAP: usize = 40;

/// How far a window reaches on to the end of a word.
const WORD: usize = 24;

/// Words of a page's text that a fact was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    /// First byte.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
    /// What the edition says stands there.
    pub(super) quote: String,
    /// The field: `title`, `amounts[0]`.
    pub(super) field: String,
}

/// A text cut to size.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Passage {
    pub(super) pieces: Vec<Piece>,
    /// Whether text is left out before the first piece, and after the last.
    pub(super) cut: (bool, bool),
    /// Facts whose words are not shown: for want of room, or because they are not in the text.
    pub(super) left_out: usize,
}

/// A piece of the text, and the words in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// From, to (UTF-16 units of the piece), field.
    pub(super) marks: Vec<(usize, usize, String)>,
}

impl Passage {
    /// For the script: the pieces, whether it is cut before and behind, facts left out.
    pub(super) fn json(&self) -> Value {
        let pieces: Vec<Value> = self.pieces.iter().map(|piece| json!([piece.text, piece.marks])).collect();
        json!([pieces, self.cut.0, self.cut.1, self.left_out])
    }
}

/// Cuts a text to about so many bytes around words; the first words are the most important.
pub(super) fn cut(text: &str, words: &[Words], budget: usize) -> Passage {
    let true_words: Vec<&Words> = words.iter().filter(|words| is_true(text, words)).collect();
    let (windows, shown) =
        if text.len() <= budget { (vec![(0, text.len())], true_words) } else { windows(text, true_words, budget) };
    let pieces: Vec<Piece> = windows.iter().map(|window| piece(text, *window, &shown)).collect();
    let cut = (windows.first().is_some_and(|first| first.0 > 0), windows.last().is_some_and(|last| last.1 < text.len()));
    Passage { pieces, cut, left_out: words.len() - shown.len() }
}

/// Whether the words stand where they are said to stand.
fn is_true(text: &str, words: &Words) -> bool {
    words.start < words.end && text.get(words.start..words.end) == Some(words.quote.as_str())
}

/// The widest windows that fit, and the words in them.
fn windows<'a>(text: &str, words: Vec<&'a Words>, budget: usize) -> (Vec<(usize, usize)>, Vec<&'a Words>) {
    let short: Vec<&Words> = words.iter().copied().filter(|words| words.end - words.start <= budget / 4).collect();
    let shown_at_best = words.len();
    let (wide, narrow) = AROUND.split_at(WIDE);
    // Rather leave out a long list than show every word without its sentence.
    for (words, arounds) in [(&words, wide), (&short, &AROUND[WIDE - 1..WIDE + 1]), (&words, narrow)] {
        if words.len() * 2 < shown_at_best {
            continue;
        }
        for around in arounds {
            let windows = joined(text, words, *around, GAP);
            if length(&windows) <= budget {
                return (windows, words.clone());
            }
        }
    }
    let mut shown: Vec<&Words> = Vec::new();
    let mut left = budget;
    for word in words {
        let is_inside = shown.iter().any(|other| other.start <= word.start && word.end <= other.end);
        let size = if is_inside { 0 } else { word.end - word.start };
        if size <= left {
            left -= size;
            shown.push(word);
        }
    }
    (joined(text, &shown, 0, 0), shown)
}

/// The windows around words, those that meet, or nearly so, made one.
fn joined(text: &str, words: &[&Words], around: usize, gap: usize) -> Vec<(usize, usize)> {
    let mut spans: Vec<(usize, usize)> = words.iter().map(|words| window(text, words, around)).collect();
    spans.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (start, end) in spans {
        match joined.last_mut() {
            Some(last) if start <= last.1 + gap => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

/// Words with so much around them, from the beginning of a word to the end of one.
fn window(text: &str, words: &Words, around: usize) -> (usize, usize) {
    if around == 0 {
        return (words.start, words.end);
    }
    let start = text.floor_char_boundary(words.start.saturating_sub(around));
    let end = text.ceil_char_boundary(words.end.saturating_add(around).min(text.len()));
    let begin = |from: usize| {
        let before = &text[from..words.start];
        before
            .char_indices()
            .take_while(|(at, _)| *at <= WORD)
            .find(|(_, c)| c.is_whitespace())
            .map_or(from, |(at, c)| from + at + c.len_utf8())
    };
    let finish = |to: usize| {
        let behind = &text[words.end..to];
        behind
            .char_indices()
            .rev()
            .take_while(|(at, _)| behind.len() - at <= WORD)
            .find(|(_, c)| c.is_whitespace())
            .map_or(to, |(at, _)| words.end + at)
    };
    (if start == 0 { 0 } else { begin(start) }, if end == text.len() { end } else { finish(end) })
}

fn length(windows: &[(usize, usize)]) -> usize {
    windows.iter().map(|(start, end)| end - start).sum()
}

fn piece(text: &str, (start, end): (usize, usize), words: &[&Words]) -> Piece {
    let inside: Vec<&&Words> = words.iter().filter(|words| start <= words.start && words.end <= end).collect();
    let mut units: BTreeMap<usize, usize> = inside.iter().flat_map(|words| [(words.start, 0), (words.end, 0)]).collect();
    let (mut from, mut count) = (start, 0);
    for (place, unit) in &mut units {
        count += text[from..*place].encode_utf16().count();
        (from, *unit) = (*place, count);
    }
    let mut marks: Vec<_> = inside.iter().map(|words| (units[&words.start], units[&words.end], words.field.clone())).collect();
    marks.sort();
    Piece { text: text[start..end].to_owned(), marks }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str, quote: &str, field: &str) -> Words {
        let start = text.find(quote).unwrap();
        Words { start, end: start + quote.len(), quote: quote.to_owned(), field: field.to_owned() }
    }

    /// The text of every mark, as a script cuts it out.
    fn marked(passage: &Passage) -> Vec<(String, String)> {
        let of = |piece: &Piece| {
            let units: Vec<u16> = piece.text.encode_utf16().collect();
            let text = |from: usize, to: usize| String::from_utf16(&units[from..to]).unwrap();
            piece.marks.iter().map(|(from, to, field)| (field.clone(), text(*from, *to))).collect::<Vec<_>>()
        };
        passage.pieces.iter().flat_map(of).collect()
    }

    #[test]
    fn a_letter_of_two_units_before_a_fact_does_not_move_it() {
        let text = "😀 Żłobek „Ćma” dostał 120 000 zł";
        let passage = cut(text, &[words(text, "120 000 zł", "cofinancing"), words(text, "Ćma", "title")], 1000);
        assert_eq!(marked(&passage), [("title".into(), "Ćma".into()), ("cofinancing".into(), "120 000 zł".into())]);
        assert_eq!((passage.pieces.len(), passage.cut, passage.left_out), (1, (false, false), 0));
    }

    #[test]
    fn a_long_page_is_cut_around_its_facts_at_the_borders_of_words() {
        let filler = "słowo ".repeat(2000);
        let text = format!("{filler}Tytuł: Most. {filler}Kwota: 5 zł. {filler}");
        let passage = cut(&text, &[words(&text, "Most", "title"), words(&text, "5 zł", "total_cost")], 600);
        assert_eq!(marked(&passage), [("title".into(), "Most".into()), ("total_cost".into(), "5 zł".into())]);
        assert_eq!((passage.pieces.len(), passage.cut), (2, (true, true)));
        let shown: usize = passage.pieces.iter().map(|piece| piece.text.len()).sum();
        assert!((200..=600).contains(&shown), "{shown}");
        assert!(
            passage.pieces.iter().all(|piece| piece.text.starts_with("słowo") && piece.text.ends_with("słowo")),
            "{passage:?}"
        );
    }

    #[test]
    fn words_that_stand_elsewhere_are_left_out_and_counted() {
        let text = "Dofinansowanie: 10 zł";
        let mut wrong = words(text, "10 zł", "cofinancing");
        wrong.start -= 1;
        let empty = Words { start: 0, end: 0, quote: String::new(), field: "title".into() };
        let passage = cut(text, &[wrong, empty], 100);
        assert_eq!((marked(&passage), passage.left_out), (Vec::new(), 2));
    }

    #[test]
    fn where_there_is_no_room_the_first_facts_win() {
        let text = format!("{} aaaa {} bbbbbb", "x".repeat(500), "y".repeat(500));
        let passage = cut(&text, &[words(&text, "bbbbbb", "title"), words(&text, "aaaa", "programme")], 8);
        assert_eq!((marked(&passage), passage.left_out), (vec![("title".into(), "bbbbbb".into())], 1));
    }

    proptest! {
        #[test]
        fn every_mark_is_its_quote_whatever_the_text(
            text in "[a-ż \n😀\u{202e}]{0,400}",
            spans in prop::collection::vec((0usize..500, 1usize..60), 0..8),
            budget in 0usize..600,
        ) {
            let of = |(number, (start, length)): (usize, &(usize, usize))| {
                let end = (start + length).min(text.len());
                let quote = text.get(*start..end)?.to_owned();
                Some(Words { start: *start, end, quote, field: format!("f{number}") })
            };
            let words: Vec<Words> = spans.iter().enumerate().filter_map(of).collect();
            let passage = cut(&text, &words, budget);
            let marks = marked(&passage);
            prop_assert_eq!(marks.len() + passage.left_out, words.len());
            for (field, shown) in marks {
                let quote = &words.iter().find(|words| words.field == field).unwrap().quote;
                prop_assert_eq!(quote, &shown);
            }
            let shown: usize = passage.pieces.iter().map(|piece| piece.text.len()).sum();
            prop_assert!(shown <= budget || text.len() <= budget);
        }
    }
}
