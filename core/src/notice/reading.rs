//! A page with everything recognised in it, once: the ground all fact families stand on.

use super::amounts::Heads;
use super::lines;
use super::model::{Evidence, Fact};
use super::names::Named;
use super::place;
use super::quotes::{self, Quoted};
use super::sentences;
use super::unit::Area;
use crate::page::{Block, BlockKind, Page, Region};
use crate::text::{Folded, Index, Span, Word, words, words_within};
use crate::value::{Found, Recognisers, Values};
use crate::vocabulary::{Cue, LabelKind, Role, Table, Vocabulary, WordList};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// The bodies named in some stretches.
type NamesIn = (Vec<Span>, Rc<Vec<Named>>);

/// A page, folded, with its words, cues, values, quoted names, lines and sentences. All spans are of the folded text.
///
/// What can tell of no project is folded and no more: menus, cookie bars, and boxes beside the text that hold no anchor. Most text of
/// an ordinary page is of that kind.
pub(crate) struct Reading<'p> {
    pub(crate) page: &'p Page,
    pub(crate) vocabulary: &'p Vocabulary,
    pub(crate) folded: Folded<'p>,
    pub(crate) words: Vec<Word>,
    pub(crate) cues: Vec<Cue>,
    pub(crate) values: Values,
    pub(crate) quoted: Vec<Quoted>,
    pub(crate) lines: Vec<Line>,
    pub(crate) sentences: Vec<Span>,
    indexes: Indexes,
    /// The names last asked for, and the stretches they were asked for.
    pub(crate) named: RefCell<Option<NamesIn>>,
    /// The page's owner, once asked for.
    pub(crate) owner: OnceCell<Option<Named>>,
    /// Its municipality, once asked for.
    pub(crate) seat: OnceCell<Option<place::Found>>,
    /// All words, of menus too.
    all_words: OnceCell<Vec<Word>>,
    /// The one public body it names, once asked for.
    pub(crate) sole: OnceCell<Option<Named>>,
    /// Where it lies, once asked for.
    pub(crate) area: OnceCell<Area>,
    /// The head cells of its tables, once asked for.
    pub(crate) heads: OnceCell<Heads>,
}

/// Where to look for what stands at an offset.
struct Indexes {
    words: Index,
    cues: Index,
    lines: Index,
    sentences: Index,
}

/// One printed line: a whole block, or a piece of one between line breaks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) span: Span,
    pub(crate) block: usize,
}

impl<'p> Reading<'p> {
    /// Recognises everything on a page. Linear in its text. `folded` is the page's text.
    pub(crate) fn new(page: &'p Page, folded: Folded<'p>, vocabulary: &'p Vocabulary, recognisers: &Recognisers) -> Self {
        let lines = lines::lines(page, &folded, vocabulary.anchors());
        let stretches = stretches(&lines);
        let words = words_within(folded.as_str(), stretches.iter().copied());
        let words = over_years(stopped_at_blocks(words, &lines), &folded);
        let cues = settled(vocabulary, vocabulary.find(folded.as_str(), &words));
        let cues = affirmed(vocabulary, &folded, &words, cues);
        let citations: Vec<Span> = cues.iter().filter(|cue| cue.table == Table::Citation).map(|cue| cue.span).collect();
        let parts = vocabulary.word_list(WordList::CitationParts);
        let mut masked = sentences::citations(folded.as_str(), &citations, parts);
        masked.extend(between(&stretches, folded.as_str().len()));
        let values = recognisers.read(&folded, &masked);
        let quoted = quotes::find(&folded, &lines);
        let sentences = sentences::split(&folded, &lines, &quoted, vocabulary.word_list(WordList::Abbreviations));
        let length = folded.as_str().len();
        let indexes = Indexes {
            words: Index::new(words.iter().map(|word| word.span.start), length),
            cues: Index::new(cues.iter().map(|cue| cue.span.start), length),
            lines: Index::new(lines.iter().map(|line| line.span.start), length),
            sentences: Index::new(sentences.iter().map(|sentence| sentence.start), length),
        };
        Self {
            page,
            vocabulary,
            folded,
            words,
            cues,
            values,
            quoted,
            lines,
            sentences,
            indexes,
            named: RefCell::new(None),
            owner: OnceCell::new(),
            seat: OnceCell::new(),
            all_words: OnceCell::new(),
            sole: OnceCell::new(),
            area: OnceCell::new(),
            heads: OnceCell::new(),
        }
    }

    /// The words of the whole page, of menus too: an office's address and name may stand anywhere.
    pub(crate) fn all_words(&self) -> &[Word] {
        self.all_words.get_or_init(|| words(self.folded.as_str()))
    }

    /// The folded text.
    pub(crate) fn text(&self) -> &str {
        self.folded.as_str()
    }

    /// The folded words under a span.
    pub(crate) fn slice(&self, span: Span) -> &str {
        span.of(self.text())
    }

    /// The words under a span as people read them: as printed, with every run of blanks made one space.
    pub(crate) fn printed(&self, span: Span) -> String {
        let quote = self.folded.quote(span);
        if is_plain(quote.as_bytes()) {
            return quote.to_owned();
        }
        let mut out = String::with_capacity(quote.len());
        for word in quote.split(|c: char| c.is_whitespace() || c == '\u{ad}').filter(|word| !word.is_empty()) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        out
    }

    /// The evidence for a span of the folded text.
    pub(crate) fn evidence(&self, span: Span, rule: &'static str) -> Evidence {
        let original = self.folded.original(span);
        Evidence { start: original.start, end: original.end, quote: original.of(self.folded.original_text()).to_owned(), rule }
    }

    /// A value with its evidence.
    pub(crate) fn fact<T>(&self, value: T, span: Span, rule: &'static str) -> Fact<T> {
        Fact { value, evidence: self.evidence(span, rule) }
    }

    /// The block a folded offset stands in.
    pub(crate) fn block_at(&self, at: usize) -> Option<&Block> {
        self.page.blocks.get(self.line_at(at)?.block)
    }

    /// The line a folded offset stands in.
    pub(crate) fn line_at(&self, at: usize) -> Option<Line> {
        self.lines.get(self.lines_before(at + 1).checked_sub(1)?).copied()
    }

    /// Number of the line a folded offset stands in.
    pub(crate) fn line_number(&self, at: usize) -> usize {
        self.lines_before(at + 1).saturating_sub(1)
    }

    /// The sentence a folded offset stands in.
    pub(crate) fn sentence_at(&self, at: usize) -> Span {
        let next = self.indexes.sentences.before(&self.sentences, at + 1, |sentence| sentence.start);
        next.checked_sub(1).and_then(|i| self.sentences.get(i)).copied().unwrap_or(Span::new(at, at))
    }

    /// The region a line's block stands in.
    pub(crate) fn region(&self, line: Line) -> Region {
        self.page.blocks.get(line.block).map_or(Region::Content, |block| block.region)
    }

    /// Whether a line is a heading, and of what level.
    pub(crate) fn heading(&self, line: Line) -> Option<u8> {
        match self.page.blocks.get(line.block)?.kind {
            BlockKind::Heading(level) => Some(level),
            _ => None,
        }
    }

    /// The label a cue stands for, if it comes from the labels.
    pub(crate) fn label(&self, cue: &Cue) -> Option<LabelKind> {
        (cue.table == Table::Label).then(|| self.vocabulary.labels[cue.entry].kind)
    }

    /// The cues that begin in a span, in text order.
    pub(crate) fn cues_from(&self, span: Span) -> &[Cue] {
        let before = |at: usize| self.indexes.cues.before(&self.cues, at, |cue| cue.span.start);
        let from = before(span.start);
        &self.cues[from..before(span.end).max(from)]
    }

    /// The cues that lie in a span, in text order.
    pub(crate) fn cues_in(&self, span: Span) -> impl DoubleEndedIterator<Item = &Cue> {
        self.cues_from(span).iter().filter(move |cue| cue.span.end <= span.end)
    }

    /// The cues of one table that lie in a span, in text order.
    pub(crate) fn cues_of(&self, table: Table, span: Span) -> impl DoubleEndedIterator<Item = &Cue> {
        self.cues_in(span).filter(move |cue| cue.table == table)
    }

    /// The kinds of the labels that lie in a span, in text order.
    pub(crate) fn labels_in(&self, span: Span) -> impl DoubleEndedIterator<Item = LabelKind> {
        self.cues_in(span).filter_map(|cue| self.label(cue))
    }

    /// The values of one list that lie in a span, in text order.
    pub(crate) fn among<'v, T>(
        &self,
        values: &'v [Found<T>],
        span: Span,
    ) -> impl DoubleEndedIterator<Item = &'v Found<T>> + use<'v, T> {
        let from = values.partition_point(|found| found.span.start < span.start);
        let to = values.partition_point(|found| found.span.start < span.end);
        values[from..to.max(from)].iter().filter(move |found| found.span.end <= span.end)
    }

    /// The words whose spans lie in `span`.
    pub(crate) fn words_in(&self, span: Span) -> &[Word] {
        let from = self.words_before(span.start);
        let to = self.words_before(span.end);
        let cut = self.words[..to].last().is_some_and(|last| last.span.end > span.end);
        &self.words[from..(to - usize::from(cut)).max(from)]
    }

    /// How many words begin before an offset: the number of the first that begins there or later.
    pub(crate) fn words_before(&self, at: usize) -> usize {
        self.indexes.words.before(&self.words, at, |word| word.span.start)
    }

    /// How many lines begin before an offset.
    pub(crate) fn lines_before(&self, at: usize) -> usize {
        self.indexes.lines.before(&self.lines, at, |line| line.span.start)
    }
}

/// The part of a page that belongs to one notice.
pub(crate) struct Scope<'r, 'p> {
    pub(crate) reading: &'r Reading<'p>,
    /// Sorted, not overlapping.
    pub(crate) spans: Vec<Span>,
}

impl<'r, 'p> Scope<'r, 'p> {
    /// Whether the notice owns this stretch.
    pub(crate) fn owns(&self, span: Span) -> bool {
        let next = self.spans.partition_point(|own| own.start <= span.start);
        next.checked_sub(1).is_some_and(|i| self.spans[i].contains(span))
    }

    /// The values of one list that the notice owns.
    pub(crate) fn values<T>(&self, all: &'r [Found<T>]) -> impl Iterator<Item = &'r Found<T>> {
        self.spans.iter().flat_map(move |span| self.reading.among(all, *span))
    }

    /// The cues of one table that the notice owns.
    pub(crate) fn cues(&self, table: Table) -> impl Iterator<Item = &'r Cue> {
        self.spans.iter().flat_map(move |span| self.reading.cues_of(table, *span))
    }

    /// The label cues of some kinds that the notice owns.
    pub(crate) fn labels<'k>(&self, kinds: &'k [LabelKind]) -> impl Iterator<Item = &'r Cue> + use<'_, 'r, 'p, 'k> {
        self.cues(Table::Label).filter(move |cue| self.reading.label(cue).is_some_and(|kind| kinds.contains(&kind)))
    }

    /// The lines the notice owns at least the beginning of.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Line> {
        let lines = self.spans.iter().scan(0, |done, span| {
            let from = self.reading.lines_before(span.start).max(*done);
            *done = self.reading.lines_before(span.end).max(from);
            Some(&self.reading.lines[from..*done])
        });
        lines.flatten().copied().filter(|line| self.owns(Span::new(line.span.start, line.span.start + 1)))
    }
}

/// Cues without those that a longer wording takes back: `podpisano umowę z wykonawcą` tells of no grant.
fn settled(vocabulary: &Vocabulary, cues: Vec<Cue>) -> Vec<Cue> {
    let kind = |cue: &Cue| (cue.table == Table::Label).then(|| vocabulary.labels[cue.entry].kind);
    let takes = |cue: &&Cue| matches!(kind(cue), Some(LabelKind::OtherDate | LabelKind::OtherPeriod | LabelKind::NoNotice));
    let taking: Vec<Span> = cues.iter().filter(takes).map(|cue| cue.span).collect();
    let told = |cue: &Cue| {
        matches!(
            kind(cue),
            Some(
                LabelKind::Signed
                    | LabelKind::Award
                    | LabelKind::Granted
                    | LabelKind::Planned
                    | LabelKind::Ongoing
                    | LabelKind::Applied
                    | LabelKind::Title
            )
        )
    };
    let taken = |cue: &Cue| {
        let next = taking.partition_point(|span| span.start <= cue.span.start);
        taking[..next].iter().rev().take(3).any(|span| span.contains(cue.span) && span.len() > cue.span.len())
    };
    cues.into_iter().filter(|cue| !(told(cue) && taken(cue))).collect()
}

/// Cues without those that a `nie` right before denies: `gmina nie otrzymała dofinansowania`.
fn affirmed(vocabulary: &Vocabulary, folded: &Folded<'_>, words: &[Word], cues: Vec<Cue>) -> Vec<Cue> {
    let given = |cue: &Cue| match cue.table {
        Table::Role => !matches!(vocabulary.roles[cue.entry].role, Role::Ineligible | Role::NonInvestment),
        Table::Label => matches!(
            vocabulary.labels[cue.entry].kind,
            LabelKind::Award | LabelKind::Granted | LabelKind::Signed | LabelKind::Completed | LabelKind::Ongoing
        ),
        _ => false,
    };
    let denied = |cue: &Cue| {
        let before = &words[cue.first_word.saturating_sub(2)..cue.first_word.min(words.len())];
        // `nigdy dotąd gmina nie zdobyła aż tylu środków` says that it did.
        let ever = words[cue.first_word.saturating_sub(8)..cue.first_word.min(words.len())]
            .iter()
            .any(|word| word.span.of(folded.as_str()) == "nigdy");
        !ever
            && before.iter().any(|word| word.span.of(folded.as_str()) == "nie")
            && !words.get(cue.first_word).is_some_and(|word| word.after_stop)
    };
    cues.into_iter().filter(|cue| !(given(cue) && denied(cue))).collect()
}

/// Words that know that no phrase goes on from one block into the next.
fn stopped_at_blocks(mut words: Vec<Word>, lines: &[Line]) -> Vec<Word> {
    let mut at = 0;
    for (i, line) in lines.iter().enumerate() {
        if i > 0 && lines[i - 1].block == line.block {
            continue;
        }
        at += words[at..].partition_point(|word| word.span.start < line.span.start);
        if let Some(word) = words.get_mut(at) {
            word.after_stop = true;
        }
    }
    words
}

/// Words that know that the full stop of a year ends no sentence before a small letter: `podpisała 25 czerwca 2020 r. umowę`.
fn over_years(mut words: Vec<Word>, folded: &Folded<'_>) -> Vec<Word> {
    let text = folded.as_str();
    for i in 1..words.len() {
        let (before, word) = (words[i - 1].span, words[i].span);
        if !words[i].after_stop || Span::new(before.end, word.start).of(text) != ". " || folded.is_upper(word.start) {
            continue;
        }
        let year = |span: Span| span.len() == 4 && span.of(text).bytes().all(|b| b.is_ascii_digit());
        let glued = before.len() == 5 && year(Span::new(before.start, before.end - 1));
        let spaced = before.len() == 1 && i >= 2 && year(words[i - 2].span);
        if before.of(text).ends_with('r') && (glued || spaced) {
            words[i].after_stop = false;
        }
    }
    words
}

/// Whether a text surely has no blanks but single spaces between words, and no soft hyphen. The letters that blanks beyond ASCII
/// begin with are those of a few signs too, of no Polish letter.
fn is_plain(bytes: &[u8]) -> bool {
    let edge = |byte: Option<&u8>| byte.is_none_or(|byte| *byte != b' ');
    let other = |&byte: &u8| matches!(byte, 0..b' ' | 0xc2 | 0xe1..=0xe3);
    edge(bytes.first()) && edge(bytes.last()) && !bytes.iter().any(other) && !bytes.windows(2).any(|pair| pair == b"  ")
}

/// The stretches of text in which lines of blocks in a row stand.
fn stretches(lines: &[Line]) -> Vec<Span> {
    let mut stretches: Vec<Span> = Vec::new();
    let mut last_block = None;
    for line in lines {
        match stretches.last_mut() {
            Some(last) if last_block.is_some_and(|last: usize| line.block <= last + 1) => last.end = line.span.end,
            _ => stretches.push(line.span),
        }
        last_block = Some(line.block);
    }
    stretches
}

/// What lies between some stretches of a text of this length, and around them.
fn between(stretches: &[Span], length: usize) -> impl Iterator<Item = Span> {
    let starts = std::iter::once(0).chain(stretches.iter().map(|stretch| stretch.end));
    let ends = stretches.iter().map(|stretch| stretch.start).chain([length]);
    starts.zip(ends).map(|(start, end)| Span::new(start, end))
}

/// A span without the blanks at its ends.
pub(crate) fn trim(text: &str, span: Span) -> Span {
    let piece = span.of(text);
    let start = span.start + (piece.len() - piece.trim_start().len());
    Span::new(start, start + piece.trim().len())
}
