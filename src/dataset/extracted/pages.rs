//! A part's pages with what they tell.

use super::error::ExtractedError;
use super::form;
use super::mentions::{MentionsOfPart, Telling};
use crate::check::Mention;
use crate::dataset::rows::{Rows, TableReader};
use crate::page::Source;
use crate::reader::{Availability, Outcome, PageRecord, Problem, ProblemStage, Seen};
use crate::resolve::page_id;
use crate::table::{Cell, Named};
use chrono::DateTime;
use std::path::{Path, PathBuf};

/// The columns that are read.
const COLUMNS: [&str; 13] = [
    "page_id",
    "path",
    "url",
    "sha256",
    "fetched",
    "source",
    "availability",
    "checked",
    "charset",
    "title",
    "mentions",
    "silence",
    "text",
];

/// What is wrong with a page whose captures were read in two ways.
const READ_TWICE: &str = "read_in_two_ways";

/// The pages of a part.
pub(super) struct PagesOfPart<'p, 's> {
    pub(super) extraction: &'p Path,
    pub(super) mentions: MentionsOfPart<'s>,
}

impl PagesOfPart<'_, '_> {
    /// Hands them over, one after another.
    pub(super) fn each<E: From<ExtractedError>>(
        mut self,
        files: &[PathBuf],
        take: &mut impl FnMut(Outcome) -> Result<(), E>,
    ) -> Result<(), E> {
        for file in files {
            let table = form::open(file, "pages")?;
            let columns = COLUMNS.map(|name| table.place(name).unwrap_or(usize::MAX));
            for group in 0..table.parts() {
                let rows = read(&table, group)?;
                for row in 0..rows.height() {
                    take(self.page(&rows, row, columns)?)?;
                }
            }
        }
        Ok(self.mentions.done()?)
    }

    fn page(&mut self, rows: &Rows, row: usize, columns: [usize; COLUMNS.len()]) -> Result<Outcome, ExtractedError> {
        let cells = columns.map(|column| rows.cell(row, column));
        let text = |column: &str| COLUMNS.iter().position(|name| *name == column).and_then(|at| text(&cells[at]));
        let (Some(id), Some(sha256), Some(charset)) = (text("page_id"), text("sha256"), text("charset")) else {
            return Err(self.damaged("a page without an id, a hash or a character encoding"));
        };
        let source = Source { path: text("path"), url: text("url"), sha256 };
        if page_id(&source) != id {
            return Err(self.damaged(format!("page {id}: its id is not that of its bytes and place")));
        }
        let mentions = match self.mentions.of(&id, &source)? {
            Telling::Twice => return Ok(read_twice(source)),
            Telling::Mentions(mentions) => mentions,
        };
        let expected = cells[10].as_count().and_then(|count| usize::try_from(count).ok());
        match expected {
            Some(expected) if expected < mentions.len() => return Ok(read_twice(source)),
            Some(expected) if expected == mentions.len() => {}
            _ => return Err(self.damaged(format!("page {id}: not all of its mentions are in the same part"))),
        }
        let page = PageRecord {
            source,
            fetched: text("fetched"),
            seen: self.seen(&id, [&cells[5], &cells[6], &cells[7]])?,
            charset,
            title: text("title"),
            text: text("text").unwrap_or_default(),
            silence: text("silence"),
            mentions,
        };
        page.mentions.iter().try_for_each(|mention| self.stands(mention, &id, &page.text))?;
        Ok(Outcome::Page(Box::new(page)))
    }

    /// Whose page it is, and what was found at the newest look.
    fn seen(&self, id: &str, [source, availability, checked]: [&Cell<'_>; 3]) -> Result<Option<Seen>, ExtractedError> {
        let Some(source) = text(source) else { return Ok(None) };
        let known = |name: &str| Availability::MEMBERS.iter().copied().find(|member| member.name() == name);
        let availability = availability.as_text().map_or(Some(Availability::Current), known);
        let checked = checked.as_text().map(|time| DateTime::parse_from_rfc3339(time).map(|time| time.timestamp())).transpose();
        match (availability, checked) {
            (Some(availability), Ok(checked)) => Ok(Some(Seen { source, availability, checked })),
            _ => Err(self.damaged(format!("page {id}: what is said of its newest look is not of this program"))),
        }
    }

    /// Makes sure that every value's words stand where they are said to, in the page's text.
    fn stands(&self, mention: &Mention, page_id: &str, text: &str) -> Result<(), ExtractedError> {
        let evidence = mention.notice.evidence();
        let strays = evidence.iter().find(|(_, words)| {
            let found = text.get(words.start..words.end);
            found != Some(words.quote.as_str()) || words.quote.is_empty()
        });
        let Some((field, words)) = strays else { return Ok(()) };
        let found = text.get(words.start..words.end).unwrap_or_default();
        let message =
            format!("mention {page_id}-{}: {field}: the page has {found:?}, the quote is {:?}", mention.mention, words.quote);
        Err(ExtractedError::damaged(self.extraction, "evidence", message))
    }

    fn damaged(&self, message: impl Into<String>) -> ExtractedError {
        ExtractedError::damaged(self.extraction, "pages", message)
    }
}

/// A page that the part holds in two readings: the same bytes, captured twice at the same address, of which a server once declared
/// another encoding. Which mention is of which, the tables do not say.
fn read_twice(source: Source) -> Outcome {
    Outcome::Problem(Problem {
        path: source.path,
        url: source.url,
        source: None,
        stage: ProblemStage::Dataset,
        code: READ_TWICE.to_owned(),
        message: "two captures of the same bytes at the same address were read in two ways; none is published".to_owned(),
        remedy: "extract the archive that has one of them by itself, into a folder of its own; then build from both".to_owned(),
    })
}

/// Reads the problems of an extraction.
pub(super) fn problems<E: From<ExtractedError>>(
    extraction: &Path,
    files: &[PathBuf],
    take: &mut impl FnMut(Outcome) -> Result<(), E>,
) -> Result<(), E> {
    for file in files {
        let table = form::open(file, "problems")?;
        for group in 0..table.parts() {
            let rows = read(&table, group)?;
            for row in 0..rows.height() {
                let problem = problem(rows.row(row).collect());
                let foreign = || ExtractedError::damaged(extraction, "problems", "a row that this program has not written");
                take(Outcome::Problem(problem.ok_or_else(foreign)?))?;
            }
        }
    }
    Ok(())
}

/// In the order of the declared columns.
fn problem(cells: Vec<Cell<'_>>) -> Option<Problem> {
    let [path, url, source, stage, code, message, remedy] = <[Cell<'_>; 7]>::try_from(cells).ok()?;
    let stage = ProblemStage::MEMBERS.iter().copied().find(|member| Some(member.name()) == stage.as_text())?;
    let (code, message, remedy) = (text(&code)?, text(&message)?, text(&remedy)?);
    Some(Problem { path: text(&path), url: text(&url), source: text(&source), stage, code, message, remedy })
}

fn read(table: &TableReader, group: usize) -> Result<Rows, ExtractedError> {
    Ok(table.group(group)?)
}

fn text(cell: &Cell<'_>) -> Option<String> {
    cell.as_text().map(str::to_owned)
}
