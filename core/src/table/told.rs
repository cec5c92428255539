//! The tables that pages fill by themselves.

use super::column::{Cell, Spec};
use super::facts::{self, AMOUNT, CHECK, INDICATOR, TARGET_GROUP};
use super::rows::{self, EvidenceRow, ItemRow, MentionRow, PageRow};
use super::sheet::{Sheet, fill, transpose};
use super::unfit::unfit;
use crate::check::Mention;
use crate::reader::{Outcome, PageRecord, Problem};
use crate::resolve::{mention_id, page_id};
use std::borrow::Cow;

/// A table without its rows: what the data dictionary prints.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name; the file is `<name>.parquet`.
    pub name: &'static str,
    /// What a row is.
    pub doc: &'static str,
    /// Columns that identify a row.
    pub key: &'static [&'static str],
    /// Columns that point to a row of another table: (column, table).
    pub links: &'static [(&'static str, &'static str)],
    /// Its columns.
    pub columns: Vec<Spec>,
}

/// The column that only all pages together fill.
const PROJECT_ID: &str = "project_id";

/// The tables that pages fill, as an edition has them.
pub fn page_tables() -> Vec<Table> {
    fn specs<R>(columns: &[super::Column<R>]) -> Vec<Spec> {
        columns.iter().map(|column| column.spec).collect()
    }
    let items = |of: &[Spec]| [specs(&rows::item_keys::<()>()), of.to_vec()].concat();
    let table = |name, doc, key, links, columns| Table { name, doc, key, links, columns };
    const MENTION: (&str, &str) = ("mention_id", "mentions");
    const PROJECT: (&str, &str) = (PROJECT_ID, "projects");
    const PAGE: (&str, &str) = ("page_id", "pages");
    const ITEM: &[&str] = &["mention_id", "number"];
    vec![
        table("mentions", "A project as one page tells it.", &["mention_id"], &[PROJECT, PAGE], specs(&rows::mention_columns())),
        table("amounts", "A sum of money of a mention.", ITEM, &[MENTION, PROJECT], items(AMOUNT)),
        table("target_groups", "A group of recipients of a mention.", ITEM, &[MENTION, PROJECT], items(TARGET_GROUP)),
        table("indicators", "An indicator of a mention.", ITEM, &[MENTION, PROJECT], items(INDICATOR)),
        table(
            "evidence",
            "The words a value was read from.",
            &["mention_id", "field"],
            &[MENTION, PAGE],
            specs(&rows::evidence_columns()),
        ),
        table("checks", "A relation between the figures of a mention, tested.", ITEM, &[MENTION, PROJECT], items(CHECK)),
        table("problems", "Something that could not be read or understood.", &[], &[], specs(&rows::problem_columns())),
        table("pages", "A page that was read.", &["page_id"], &[], specs(&rows::page_columns())),
    ]
}

/// The tables that an extraction writes: those of an edition without `project_id`, for which project a mention tells of, only all
/// pages together say.
pub fn extract_tables() -> Vec<Table> {
    let mut tables = page_tables();
    for table in &mut tables {
        table.columns.retain(|spec| spec.name != PROJECT_ID);
    }
    tables
}

/// Makes these of the tables of captures, one after another, in the order of [`extract_tables`]: mentions with their lists, their
/// evidence and checks, problems, and pages. The text of a page that tells of no project is left out.
///
/// # Errors
/// When the receiver fails.
pub fn of_captures<E>(captures: &[Outcome], tables: &[&str], mut take: impl FnMut(Sheet<'_>) -> Result<(), E>) -> Result<(), E> {
    let pages: Vec<(usize, &PageRecord, String)> = captures
        .iter()
        .enumerate()
        .filter_map(|(of, capture)| match capture {
            Outcome::Page(page) => Some((of, &**page, page_id(&page.source))),
            Outcome::Problem(_) => None,
        })
        .collect();
    let (mut told, mut from) = (Vec::new(), Vec::new());
    for (of, page, page_id) in &pages {
        for mention in &page.mentions {
            told.push(MentionRow { mention, mention_id: mention_id(mention), page_id, project_id: None });
            from.push(*of);
        }
    }
    of_mentions(&told, tables, |mut sheet| {
        sheet.columns.retain(|(spec, _)| spec.name != PROJECT_ID);
        sheet.of.iter_mut().for_each(|of| *of = from[*of]);
        take(sheet)
    })?;
    if tables.contains(&"problems") {
        let problems = problems(captures);
        let (of, rows): (Vec<usize>, Vec<Problem>) = problems.into_iter().unzip();
        take(Sheet { table: "problems", of, columns: fill(&rows::problem_columns(), &rows) })?;
    }
    if tables.contains(&"pages") {
        let of = pages.iter().map(|(of, ..)| *of).collect();
        let rows: Vec<PageRow<'_>> = pages.iter().map(|(_, page, page_id)| page_row(page, page_id)).collect();
        take(Sheet { table: "pages", of, columns: fill(&rows::page_columns(), &rows) })?;
    }
    Ok(())
}

/// What went wrong with captures, each with its number: what could not be read, and what does not fit into the tables.
fn problems(captures: &[Outcome]) -> Vec<(usize, Problem)> {
    let mut problems = Vec::new();
    for (of, capture) in captures.iter().enumerate() {
        match capture {
            Outcome::Problem(problem) => problems.push((of, problem.clone())),
            Outcome::Page(page) => {
                let owner = page.seen.as_ref().map(|seen| seen.source.as_str());
                let lost = unfit(page.mentions.iter().map(|mention| (mention, owner)));
                problems.extend(lost.into_iter().map(|problem| (of, problem)));
            }
        }
    }
    problems
}

fn page_row<'a>(page: &'a PageRecord, page_id: &str) -> PageRow<'a> {
    let tells = !page.mentions.is_empty();
    let seen = page.seen.as_ref();
    PageRow {
        page_id: page_id.to_owned(),
        source: Cow::Borrowed(&page.source),
        owner: seen.map(|seen| seen.source.as_str()),
        availability: seen.map(|seen| seen.availability),
        fetched: page.fetched.as_deref().map(Cow::Borrowed),
        checked: seen.and_then(|seen| seen.checked),
        charset: Cow::Borrowed(&page.charset),
        title: page.title.as_deref().filter(|_| tells).map(Cow::Borrowed),
        mentions: u32::try_from(page.mentions.len()).unwrap_or(u32::MAX),
        silence: page.silence.as_deref().map(Cow::Borrowed),
        text: tells.then_some(Cow::Borrowed(page.text.as_str())),
    }
}

/// Makes these of the tables of mentions, one after another.
///
/// # Errors
/// When the receiver fails.
pub fn of_mentions<E>(
    told: &[MentionRow<'_>],
    tables: &[&str],
    mut take: impl FnMut(Sheet<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let is_wanted = |table: &str| tables.contains(&table);
    if is_wanted("mentions") {
        let of = (0..told.len()).collect();
        take(Sheet { table: "mentions", of, columns: fill(&rows::mention_columns(), told) })?;
    }
    if is_wanted("amounts") {
        items(told, "amounts", AMOUNT, |mention| &mention.notice.amounts, facts::amount, &mut take)?;
    }
    if is_wanted("target_groups") {
        items(told, "target_groups", TARGET_GROUP, |mention| &mention.notice.target_groups, facts::target_group, &mut take)?;
    }
    if is_wanted("indicators") {
        items(told, "indicators", INDICATOR, |mention| &mention.notice.indicators, facts::indicator, &mut take)?;
    }
    if is_wanted("evidence") {
        let rows = told.iter().enumerate().flat_map(|(number, of)| {
            let evidence = of.mention.notice.evidence().into_iter();
            evidence.map(move |(field, evidence)| (number, EvidenceRow { of, field, evidence }))
        });
        let (of, rows): (Vec<usize>, Vec<EvidenceRow<'_>>) = rows.unzip();
        take(Sheet { table: "evidence", of, columns: fill(&rows::evidence_columns(), &rows) })?;
    }
    if is_wanted("checks") {
        items(told, "checks", CHECK, |mention| &mention.checks, facts::check, &mut take)?;
    }
    Ok(())
}

/// The table of one of the mentions' lists.
fn items<T, E>(
    told: &[MentionRow<'_>],
    table: &'static str,
    specs: &[Spec],
    list: for<'m> fn(&'m Mention) -> &'m Vec<T>,
    record: for<'t> fn(&'t T) -> Vec<Cell<'t>>,
    take: &mut impl FnMut(Sheet<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let rows = told.iter().enumerate().flat_map(|(from, of)| {
        list(of.mention).iter().enumerate().map(move |(number, item)| (from, ItemRow { of, number, item }))
    });
    let (of, rows): (Vec<usize>, Vec<ItemRow<'_, T>>) = rows.unzip();
    let mut columns = fill(&rows::item_keys(), &rows);
    columns.extend(transpose(specs, rows.iter().map(|row| record(row.item)).collect()));
    take(Sheet { table, of, columns })
}
