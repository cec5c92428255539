//! Looks at what a page says.

use super::Scanned;
use crate::text::{Folded, words};
use crate::vocabulary::web::{AnswerKind, AnswerPlace, AnswerWords, Answers};

/// Bytes of own text above which the text is not looked at: what says so much is content.
const TEXT_WORTH_A_LOOK: usize = 1_500;

/// Bytes of markup above which it is not searched: challenges and walls are small.
const MARKUP_WORTH_A_LOOK: usize = 64 << 10;

/// Headings looked at: that of the site may stand before that of the page.
const HEADINGS: usize = 4;

/// What a page is, if it says that it is no content.
pub(super) fn kind(page: Scanned<'_>, answers: &Answers) -> Option<AnswerKind> {
    let links = page.links;
    let title = links.title.as_deref().unwrap_or_default();
    let headings = links.headings.iter().filter(|(level, _)| *level <= 2).take(HEADINGS);
    let by_heads = said(page, answers, AnswerPlace::Title, title)
        .or_else(|| { headings }.find_map(|(_, heading)| said(page, answers, AnswerPlace::Heading, heading)));
    if by_heads.is_some() || links.own_text > TEXT_WORTH_A_LOOK {
        return by_heads;
    }
    let by_markup = || {
        let mut found = answers.in_markup(page.html).filter(|entry| believed(page, entry));
        found.next().map(|entry| entry.kind)
    };
    said(page, answers, AnswerPlace::Text, &links.own_start())
        .or_else(|| (page.html.len() <= MARKUP_WORTH_A_LOOK).then(by_markup).flatten())
}

/// What a title, heading or text says the page is.
fn said(page: Scanned<'_>, answers: &Answers, place: AnswerPlace, text: &str) -> Option<AnswerKind> {
    if text.is_empty() {
        return None;
    }
    let folded = Folded::new(text);
    let words = words(folded.as_str());
    let cues = answers.find(folded.as_str(), &words);
    let mut entries = cues.iter().filter_map(|cue| answers.entry(cue));
    let entry = entries.find(|entry| entry.place == place && words.len() <= entry.at_most_words && believed(page, entry))?;
    Some(entry.kind)
}

/// Whether the rest of the page leaves it at that.
fn believed(page: Scanned<'_>, entry: &AnswerWords) -> bool {
    page.links.own_text <= entry.at_most_text && (!entry.password || page.links.password)
}
