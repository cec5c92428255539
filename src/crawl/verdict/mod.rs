//! Tells what an answer is.
//!
//! To take a login wall for content costs little: no notice is found in it. To take content for a login wall costs facts. So a page
//! that says 200 is content unless it says otherwise in so many words and says hardly anything else. The looks are in the order of
//! what they cost: status and type, then title and headings, then, only where the page has little text of its own, that text.

mod kind;
mod look;
#[cfg(test)]
mod tests;

pub use kind::is_readable;

use super::visit::Verdict;
use crate::archive::Answer;
use crate::page::Links;
use crate::vocabulary::web::{AnswerKind, Answers};

/// A page that was decoded and scanned for links.
#[derive(Debug, Clone, Copy)]
pub struct Scanned<'a> {
    /// The markup, decoded.
    pub html: &'a str,
    /// What the scan found.
    pub links: &'a Links<'a>,
}

/// Tells what an answer is. `body` is its body with the content coding taken off; `page` what it holds, if it is HTML.
///
/// A 404 is [`Verdict::Missing`] every time; that one at two looks means gone is for those to say who know of both.
pub fn verdict(answer: &Answer, body: &[u8], page: Option<Scanned<'_>>, answers: &Answers) -> Verdict {
    if matches!(answer.status, 200 | 401 | 403 | 429 | 503) && is_challenge(answer, page, answers) {
        return Verdict::Challenge;
    }
    match answer.status {
        304 => Verdict::NotModified,
        300..=399 => Verdict::Redirect,
        404 => Verdict::Missing,
        410 => Verdict::Gone,
        // Not now, says the server (RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4): that passes, as what begins with 5 does.
        408 | 425 | 429 | 500..=599 => Verdict::ServerError,
        400..=499 => Verdict::Refused,
        // An answer without content (a 204, a 202 that puts off, a script that died) says nothing of what was there.
        _ if !matches!(answer.status, 200 | 203 | 206) || body.trim_ascii().is_empty() => Verdict::SoftMissing,
        _ if !is_readable(answer.header("content-type"), body) => Verdict::Unreadable,
        _ => match page.and_then(|page| look::kind(page, answers)) {
            None => Verdict::Content,
            Some(AnswerKind::Missing) => Verdict::SoftMissing,
            Some(AnswerKind::Login) => Verdict::Login,
            Some(AnswerKind::Maintenance) => Verdict::Maintenance,
            Some(AnswerKind::Challenge) => Verdict::Challenge,
        },
    }
}

/// Whether a server that refuses does so to test for humans. Of a page that says 200, [`look::kind`] tells.
fn is_challenge(answer: &Answer, page: Option<Scanned<'_>>, answers: &Answers) -> bool {
    let told = answer.header("cf-mitigated").is_some_and(|value| value.eq_ignore_ascii_case("challenge"));
    told || answer.status != 200 && page.and_then(|page| look::kind(page, answers)) == Some(AnswerKind::Challenge)
}
