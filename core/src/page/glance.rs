//! Looks at a page's bytes before they are parsed: can the text of the page hold one of some words at all?
//!
//! The glance never says no to a page whose text holds one. It looks at everything a parser could show: all text that stands outside
//! tags, comments, scripts and the like, with the tags left out, so that a word cut up by tags is whole again; with character
//! references read; folded as the page's text will be. That is more than the page shows (hidden elements, menus), never less. Where
//! markup can make more of the text than stands there, it says yes: character references it does not know, text that the parser
//! moves out of a table, scripts and styles inside drawings, formulas and selections, which are then no scripts and styles.

use super::markup::{Piece, scan};
use crate::text::{Folded, Span};
use crate::vocabulary::Anchors;
use html5ever::data::NAMED_ENTITIES;
use memchr::memchr;

/// Bytes of text gathered before they are searched: on a page that tells of a project the glance ends early.
const SHEET: usize = 8 << 10;

/// Whether the text of an HTML page may hold an anchor.
pub(super) fn may_hold(html: &str, anchors: &Anchors) -> bool {
    let mut glance = Glance::new(anchors);
    scan(html, |piece| !glance.opens(piece)) || glance.found()
}

/// Bytes of the longest name of a character reference (`CounterClockwiseContourIntegral;`).
const LONGEST_NAME: usize = 32;

/// Elements in drawings and formulas whose content is HTML again.
const INTEGRATING: &[&str] = &["foreignobject", "desc", "annotation-xml", "mi", "mo", "mn", "ms", "mtext"];

struct Glance<'a> {
    anchors: &'a Anchors,
    /// The text not searched yet.
    text: String,
    /// How many drawings are open, at least.
    drawings: usize,
    /// How many formulas are open, at least.
    formulas: usize,
    in_select: bool,
    /// Whether a letter stands right before: what comes next goes on with its word.
    in_word: bool,
    /// Whether this place of a table is no cell, so that the parser moves text away from it; for the tables around it too.
    misplaced: Vec<bool>,
}

impl<'a> Glance<'a> {
    fn new(anchors: &'a Anchors) -> Self {
        Self {
            anchors,
            text: String::with_capacity(SHEET + SHEET / 2),
            drawings: 0,
            formulas: 0,
            in_select: false,
            in_word: false,
            misplaced: Vec::new(),
        }
    }

    /// Takes the next piece; returns whether the page may hold an anchor.
    fn opens(&mut self, piece: Piece<'_>) -> bool {
        match piece {
            // Most text between tags is a line break and blanks. No anchor holds one, so they can be left out.
            Piece::Text(text) => {
                self.in_word = !text.ends_with(|c: char| c.is_ascii_whitespace());
                match text.trim_ascii() {
                    "" => false,
                    _ if self.misplaced.last() == Some(&true) => true,
                    text => self.add(text) || self.text.len() >= SHEET && self.found(),
                }
            }
            Piece::Raw { name, text } => self.raw(name, text),
            Piece::Declaration(text) => self.foreign() && text.starts_with("<!["),
            // A page leaves out what it hides, and joins the letters around it.
            Piece::Tag { name, is_end: false, source, .. } if self.in_word && may_hide(name, source) => true,
            Piece::Tag { name, is_end, .. } => self.tag(name, is_end),
        }
    }

    /// Whether a drawing or formula is open.
    fn foreign(&self) -> bool {
        self.drawings + self.formulas > 0
    }

    fn tag(&mut self, name: &str, is_end: bool) -> bool {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        match name.as_bytes() {
            [b's' | b'm' | b'S' | b'M', ..] if is("svg") || is("math") => {
                // A drawing's end tag does not end a formula, nor the other way round.
                let open = if is("svg") { &mut self.drawings } else { &mut self.formulas };
                *open = if is_end { open.saturating_sub(1) } else { *open + 1 };
            }
            [b's' | b'S', ..] if is("select") => self.in_select = !is_end,
            [b't' | b'c' | b'T' | b'C', ..] => self.table(name, is_end),
            _ => {}
        }
        self.foreign() && INTEGRATING.iter().any(|other| is(other))
    }

    /// What is raw text elsewhere is markup in a drawing, formula or selection; without a `<` it is the same there, but shown.
    fn raw(&mut self, name: &str, text: &str) -> bool {
        let shown = ["xmp", "plaintext"].iter().any(|shown| name.eq_ignore_ascii_case(shown));
        let elsewhere = self.foreign() || self.in_select;
        shown || elsewhere && (memchr(b'<', text.as_bytes()).is_some() || self.add(text))
    }

    /// Follows the tables.
    fn table(&mut self, name: &str, is_end: bool) {
        let is = |others: &[&str]| others.iter().any(|other| name.eq_ignore_ascii_case(other));
        if is(&["table"]) {
            if is_end {
                self.misplaced.pop();
            } else {
                self.misplaced.push(true);
            }
        } else if let Some(misplaced) = self.misplaced.last_mut() {
            if is(&["td", "th", "caption"]) {
                *misplaced = is_end;
            } else if is(&["tr", "tbody", "thead", "tfoot", "col", "colgroup"]) {
                *misplaced = true;
            }
        }
    }

    /// Adds text; returns whether a character reference in it may be any letter.
    fn add(&mut self, text: &str) -> bool {
        let mut rest = text;
        while let Some(at) = memchr(b'&', rest.as_bytes()) {
            let (before, reference) = rest.split_at(at);
            self.text.push_str(before);
            let Some((letter, length)) = read_reference(reference) else { return true };
            self.text.push(letter);
            rest = &reference[length..];
        }
        self.text.push_str(rest);
        false
    }

    /// Searches the text gathered so far, and keeps of it the end in which an anchor may have begun.
    fn found(&mut self) -> bool {
        let folded = Folded::new(&self.text);
        if self.anchors.in_text(folded.as_str()) {
            return true;
        }
        let end = folded.as_str().len();
        let kept = folded.original(Span::new(end.saturating_sub(self.anchors.longest()), end)).start;
        self.text.drain(..kept);
        false
    }
}

/// Whether a tag may open something hidden: a template, or an element whose attributes say so, be it in character references.
fn may_hide(name: &str, source: &str) -> bool {
    let holds = |word: &[u8]| source.as_bytes().windows(word.len()).any(|bytes| bytes.eq_ignore_ascii_case(word));
    let says = source.len() > name.len() + 2 && (holds(b"hidden") || holds(b"none") || holds(b"style") && source.contains('&'));
    says || name.eq_ignore_ascii_case("template")
}

/// The character a reference stands for and the reference's length; a `&` that begins none stands for itself.
fn read_reference(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('&')?;
    match rest.as_bytes().first() {
        Some(b'#') => {
            let (number, _) = rest[1..].split_once(';')?;
            let value = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            // The parser reads those below as windows-1252.
            let letter = value.ok().filter(|value| !(0x80..0xa0).contains(value)).and_then(char::from_u32)?;
            Some((letter, number.len() + 3))
        }
        Some(letter) if letter.is_ascii_alphanumeric() => {
            // Without a semicolon some are read too, up to the longest name that fits.
            let length = rest.bytes().take(LONGEST_NAME).position(|byte| byte == b';')? + 1;
            let (letter, second) = *NAMED_ENTITIES.get(rest.get(..length)?)?;
            let letter = char::from_u32(letter).filter(|&letter| second == 0 && letter != '\0')?;
            Some((letter, length + 1))
        }
        _ => Some(('&', 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Limits, Source, read};
    use crate::vocabulary::Vocabulary;
    use proptest::prelude::*;

    fn opens(html: &str) -> bool {
        may_hold(html, Vocabulary::builtin().anchors())
    }

    #[test]
    fn a_page_of_menus_and_opening_hours_is_passed_over() {
        assert!(!opens(
            "<title>Projekty</title><script>projekt()</script><!-- projekt --><a href=/projekty>Kontakt</a> pn.-pt. 7-15"
        ));
        assert!(opens("<a href=/x>Projekty</a>"));
    }

    #[test]
    fn folded_letters_and_capitals() {
        assert!(opens("<p>PRZEDSIĘWZIĘCIE") && opens("<p>przedsięwzięcie") && opens("<p>Zadań") && opens("<p>ＰＲＯＪＥＫＴ"));
    }

    #[test]
    fn a_word_cut_up_by_tags() {
        assert!(opens("<p><b>P</b>roje<wbr>kt</p>") && opens("<p>do<span class='x>'>finan</span><!-- x -->sowanie"));
    }

    #[test]
    fn soft_hyphens_and_blanks_of_no_width() {
        assert!(opens("dofi\u{ad}nan\u{200b}sowanie") && opens("dofi&shy;nan&#8203;sowanie") && opens("dofi&#xad;nansowanie"));
    }

    #[test]
    fn letters_written_as_references() {
        assert!(opens("&#112;rojekt") && opens("&#x70;rojekt") && opens("&pscr;rojekt"));
        assert!(opens("proj&ecaron;kt") && opens("&#112rojekt") && opens("&oacute bez średnika"));
        assert!(!opens("Urząd Gminy &bdquo;r&nbsp;emont&rdquo; &amp; R&D &#8211; Go&oacute;ra".replace("R&D", "R & D").as_str()));
    }

    #[test]
    fn text_that_the_parser_moves_out_of_a_table() {
        assert!(opens("pro<table><tr><td>x</td></tr>jekt</table>"));
        assert!(!opens("<table><tr><td>a<table><tr><td>b</table>c</td>\n</tr></table>d"));
    }

    #[test]
    fn styles_and_titles_that_are_none_in_a_drawing() {
        assert!(opens("<svg><style><p>projekt</p></style></svg>") && opens("<svg><desc></svg><style>projekt</style>"));
        assert!(opens("<svg><title>projekt</title></svg>") && opens("<svg><![CDATA[projekt]]></svg>"));
        assert!(opens("<select><style></select><p>projekt</p></style>") && opens("<xmp>projekt</xmp>"));
        assert!(!opens("<svg><style>.a{b:c}</style><title>lupa</title></svg><style>projekt</style>"));
    }

    #[test]
    fn a_word_between_two_sheets() {
        for long in SHEET - 20..SHEET + 20 {
            assert!(opens(&format!("<p>{}</p>dofin\u{ad}<b>ansowanie</b>", "a".repeat(long))), "{long}");
        }
    }

    /// Pieces of markup that could hide a word.
    const PIECES: &[&str] = &[
        "pro",
        "jek",
        "projekt",
        "dota",
        "cja",
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</tr>",
        "</table>",
        "<svg>",
        "</svg>",
        "<title>",
        "</title>",
        "<style>",
        "</style>",
        "<script>",
        "</script>",
        "<select>",
        "</select>",
        "<option>",
        "<!--",
        "-->",
        "&shy;",
        "&#106;",
        "&nbsp;",
        "<wbr>",
        "<a href='",
        "'>",
        "<math>",
        "<mi>",
        "</math>",
        "<textarea>",
        "</textarea>",
        "<template>",
        "</template>",
        "<![CDATA[",
        "]]>",
        "<br/>",
        "<noscript>",
        "</noscript>",
        "<iframe>",
        "<desc>",
        "<div hidden>",
        "<b hidden>",
        "</b>",
        "<b style='display: none'>",
        "</div>",
        "<",
        "\u{ad}",
        " ",
        "<form>",
        "<caption>",
        "<col>",
        "<frameset>",
        "</body>",
        "<plaintext>",
        "<i>",
        "</i>",
        "</select>",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn what_the_glance_passes_over_the_page_does_not_hold(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..24)) {
            let html = format!("<!DOCTYPE html>{}", pieces.concat());
            let anchors = Vocabulary::builtin().anchors();
            if !may_hold(&html, anchors) && let Ok(page) = read(html.as_bytes(), Source::default(), None, &Limits::default()) {
                prop_assert!(!anchors.in_text(Folded::new(&page.text).as_str()), "{html}: {:?}", page.text);
            }
        }
    }
}
