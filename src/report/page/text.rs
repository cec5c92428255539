//! The text of a page, with the words of facts as links to them, and unread sums and dates underlined.

use crate::html::{t, visible};
use crate::value::{Unread, UnreadKind};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Words of a fact.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// First byte.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
    /// Name of its family.
    pub(super) family: &'static str,
    /// The fact's number on its page, from 1.
    pub(super) number: usize,
    /// Number of its project on the page, from 1.
    pub(super) project: usize,
}

/// A text in pieces: it is cut wherever words of a fact, or something unread, begin or end.
#[derive(Debug)]
pub(super) struct MarkedText<'a> {
    text: &'a str,
    pieces: Vec<Piece<'a>>,
}

/// A stretch of the text on which the same facts lie from end to end.
#[derive(Debug)]
struct Piece<'a> {
    start: usize,
    end: usize,
    /// The facts, by their numbers.
    facts: Vec<&'a Words>,
    /// What stands here unread.
    unread: Option<&'a Unread>,
}

impl<'a> MarkedText<'a> {
    /// Cuts a text. All spans lie on the borders of characters.
    pub(super) fn new(text: &'a str, words: &'a [Words], unread: &'a [Unread]) -> Self {
        let mut borders: BTreeSet<usize> = words.iter().flat_map(|words| [words.start, words.end]).collect();
        borders.extend(unread.iter().flat_map(|unread| [unread.span.start, unread.span.end]));
        borders.extend([0, text.len()]);
        let mut waiting: Vec<&Words> = words.iter().collect();
        waiting.sort_by_key(|words| std::cmp::Reverse((words.start, words.number)));
        let mut here: Vec<&Words> = Vec::new();
        let mut unread = unread.iter().peekable();
        let borders: Vec<usize> = borders.into_iter().collect();
        let mut pieces = Vec::with_capacity(borders.len());
        for piece in borders.windows(2) {
            let (start, end) = (piece[0], piece[1]);
            here.retain(|words| words.end > start);
            while let Some(words) = waiting.pop_if(|words| words.start <= start) {
                here.push(words);
            }
            here.sort_by_key(|words| words.number);
            while unread.next_if(|unread| unread.span.end <= start).is_some() {}
            let unread = unread.peek().copied().filter(|unread| unread.span.start <= start);
            pieces.push(Piece { start, end, facts: here.clone(), unread });
        }
        Self { text, pieces }
    }

    /// The whole text. `page` begins the ids of its parts.
    pub(super) fn markup(&self, page: &str) -> Markup {
        html! {
            @for piece in &self.pieces {
                @if piece.facts.is_empty() { (self.unmarked(page, piece)) } @else { (self.marked(page, piece)) }
            }
        }
    }

    /// Words of facts: a link to the one whose words are the fewest.
    fn marked(&self, page: &str, piece: &Piece<'_>) -> Markup {
        let narrowest = piece.facts.iter().min_by_key(|words| (words.end - words.start, words.number));
        let (family, to) = narrowest.map_or(("", 0), |words| (words.family, words.number));
        let several = piece.facts.iter().any(|words| words.family != family);
        let facts = joined(piece.facts.iter().map(|words| format!("{page}f{}", words.number)));
        let projects = joined(piece.facts.iter().map(|words| words.project).collect::<BTreeSet<_>>());
        let begins = piece.facts.iter().any(|words| words.start == piece.start);
        let ending: Vec<String> =
            piece.facts.iter().filter(|words| words.end == piece.end).map(|words| words.number.to_string()).collect();
        html! {
            mark class={ "f-" (family) @if several { " several" } } id={ (page) "w" (piece.start) } data-fact=(facts) data-projects=(projects) {
                @if self.text[piece.start..piece.end].trim().is_empty() {
                    // Nobody could see where a link of blanks leads.
                    (self.unmarked(page, piece))
                } @else {
                    a href={ "#" (page) "f" (to) } tabindex=[(!begins).then_some("-1")] { (self.unmarked(page, piece)) }
                }
            }
            @if !ending.is_empty() { sup class="number" { (ending.join(",")) } }
        }
    }

    /// Words of no fact; a sum or a date among them is underlined.
    fn unmarked(&self, page: &str, piece: &Piece<'_>) -> Markup {
        let words = visible(&self.text[piece.start..piece.end]);
        html! {
            @if let Some(unread) = piece.unread {
                span class="unread" id=[(unread.span.start == piece.start).then(|| format!("{page}u{}", piece.start))] {
                    (words)
                    @if unread.span.end == piece.end { span class="visually-hidden" { " [" (t(unread_key(unread.kind))) "]" } }
                }
            } @else if piece.facts.is_empty() { (folded(&words)) } @else { (words) }
        }
    }
}

/// Lines without facts that are shown before and after one with facts.
const CONTEXT: usize = 3;

/// Lines without facts that are folded up, at least.
const LONG: usize = 8;

/// Words of no fact; a long stretch of lines among them, as menus are, is folded up. Nothing of it is left out.
fn folded(words: &str) -> Markup {
    let ends: Vec<usize> = words.match_indices('\n').map(|(at, _)| at + 1).collect();
    let lines = ends.len().saturating_sub(2 * CONTEXT);
    if lines < LONG {
        return html! { (words) };
    }
    let (from, to) = (ends[CONTEXT - 1], ends[ends.len() - 1 - CONTEXT]);
    html! {
        (&words[..from])
        details class="gap" {
            summary { "… " (t("explain.gap")) " " (lines) " …" }
            (&words[from..to])
        }
        (&words[to..])
    }
}

/// Key of the text that says what stands unread.
pub(super) fn unread_key(kind: UnreadKind) -> &'static str {
    match kind {
        UnreadKind::Money => "explain.unread_money",
        UnreadKind::Date => "explain.unread_date",
    }
}

fn joined<T: ToString>(parts: impl IntoIterator<Item = T>) -> String {
    parts.into_iter().map(|part| part.to_string()).collect::<Vec<_>>().join(" ")
}
