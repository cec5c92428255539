//! Names in quotation marks.

use super::reading::Line;
use crate::text::{Folded, Span};
use memchr::memchr3;

/// A quoted stretch of one block; quotations inside it are part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quoted {
    /// With its marks.
    pub(crate) outer: Span,
    /// Without them, trimmed.
    pub(crate) inner: Span,
}

/// Longest quotation that is still a name.
const LONGEST: usize = 600;

/// Most quotations inside one another: what opens more names nothing.
const DEEPEST: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
}

/// Finds the outermost quotations of every block. Linear: no quotation is followed for more than [`LONGEST`] bytes.
pub(crate) fn find(folded: &Folded<'_>, lines: &[Line]) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let block = lines[at].block;
        let last = lines[at..].iter().take_while(|line| line.block == block).count() + at;
        let span = lines[at].span.join(lines[last - 1].span);
        find_in(folded, span, &mut found);
        at = last;
    }
    found
}

fn find_in(folded: &Folded<'_>, span: Span, found: &mut Vec<Quoted>) {
    let mut at = span.start;
    let mut barren = span.start;
    while let Some(next) = next_mark(folded, at, span.end) {
        at = next;
        let Some((mark, width)) = mark_at(folded, at, span, 0) else {
            at += 1;
            continue;
        };
        match (mark, closing(folded, at + width, span, &mut barren)) {
            (Mark::Open, Some((close, close_width))) => {
                let inner = super::reading::trim(folded.as_str(), Span::new(at + width, close));
                if !inner.is_empty() {
                    found.push(Quoted { outer: Span::new(at, close + close_width), inner });
                }
                at = close + close_width;
            }
            _ => at += width,
        }
    }
}

/// The mark that closes a quotation begun before `from`. From the start of the last search up to `barren` no mark stands that counts
/// inside a quotation: a run of apostrophes is not looked through for each of them.
fn closing(folded: &Folded<'_>, from: usize, span: Span, barren: &mut usize) -> Option<(usize, usize)> {
    let end = span.end.min(from + LONGEST);
    let mut depth = 1;
    let mut last_close = None;
    let mut at = from.max(*barren).min(end);
    let mut marks = 0;
    while let Some(next) = next_mark(folded, at, end).filter(|_| depth <= DEEPEST) {
        at = next;
        let Some((mark, width)) = mark_at(folded, at, span, depth) else {
            at += 1;
            continue;
        };
        if marks == 0 {
            *barren = at.max(*barren);
        }
        marks += 1;
        match mark {
            Mark::Open => depth += 1,
            Mark::Close => {
                depth -= 1;
                last_close = Some((at, width));
            }
        }
        if depth == 0 {
            return last_close;
        }
        at += width;
    }
    if marks == 0 {
        *barren = end.max(*barren);
    }
    // A nested quotation that was never closed must not swallow the outer one: the last mark closes it.
    last_close
}

/// The next offset at which a quotation mark may stand.
fn next_mark(folded: &Folded<'_>, from: usize, end: usize) -> Option<usize> {
    let bytes = folded.as_bytes().get(from..end)?;
    memchr3(b',', b'\'', b'"', bytes).map(|at| from + at)
}

/// The quotation mark at an offset and its width, if one stands there. Straight and reversed marks open or close by what
/// surrounds them and by whether a quotation is open.
fn mark_at(folded: &Folded<'_>, at: usize, span: Span, depth: usize) -> Option<(Mark, usize)> {
    let bytes = folded.as_bytes();
    let before = (at > span.start).then(|| bytes[at - 1]);
    let after = |width: usize| (at + width < span.end).then(|| bytes[at + width]);
    match bytes[at] {
        b',' if at + 1 < span.end && bytes[at + 1] == b',' => Some((Mark::Open, 2)),
        b'\'' if at + 1 < span.end && bytes[at + 1] == b'\'' => Some((by_context(before, after(2), depth), 2)),
        b'\'' => {
            let blank = |byte: Option<u8>| byte.is_none_or(|b| b.is_ascii_whitespace() || b == b'(');
            let letter = |byte: Option<u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric());
            let opens = depth == 0 && blank(before) && letter(after(1)) && folded.is_upper(at + 1);
            let closes = depth > 0 && !blank(before) && !letter(after(1));
            (opens || closes).then_some((if opens { Mark::Open } else { Mark::Close }, 1))
        }
        b'"' => {
            let original = folded.quote(Span::new(at, at + 1));
            let mark = match original {
                "„" => Mark::Open,
                "”" if depth > 0 => Mark::Close,
                _ => by_context(before, after(1), depth),
            };
            Some((mark, 1))
        }
        _ => None,
    }
}

fn by_context(before: Option<u8>, after: Option<u8>, depth: usize) -> Mark {
    let blank = |byte: Option<u8>| byte.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'(' | b':' | b'-'));
    if depth == 0 {
        return Mark::Open;
    }
    let opens = blank(before) && after.is_some_and(|b| b.is_ascii_alphanumeric());
    if opens { Mark::Open } else { Mark::Close }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<String> {
        let folded = Folded::new(text);
        let line = Line { span: Span::new(0, folded.as_str().len()), block: 0 };
        find(&folded, &[line]).iter().map(|q| folded.quote(q.inner).to_owned()).collect()
    }

    #[test]
    fn polish_straight_and_mixed_marks() {
        assert_eq!(quoted("projekt „Krok w przyszłość” oraz \"Dom\""), ["Krok w przyszłość", "Dom"]);
        assert_eq!(quoted("zadania \" Opracowanie Planu dla Gminy”. Koszt"), ["Opracowanie Planu dla Gminy"]);
        assert_eq!(quoted("program ,,Posiłek w szkole” i “Dom”"), ["Posiłek w szkole", "Dom"]);
    }

    #[test]
    fn quotations_nest() {
        assert_eq!(quoted("projekt „„Bądź aktywny” – rozwój usług” trwa"), ["„Bądź aktywny” – rozwój usług"]);
    }

    #[test]
    fn an_unclosed_mark_swallows_nothing() {
        assert_eq!(quoted("projekt „bez końca"), Vec::<String>::new());
    }
}
