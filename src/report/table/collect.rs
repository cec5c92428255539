//! What the tables of an edition say of each project, gathered for its detail.

use super::passage::{self, Passage, Words};
use super::read::{Record, each};
use super::rows::{Doubt, Row};
use crate::dataset::{Cell, DatasetError};
use crate::resolve::FIELDS;
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::Path;

/// Mentions whose words are shown, of a project told by many.
const PASSAGES: usize = 3;
/// All that is shown of a project when its row is opened.
#[derive(Debug, Default)]
pub(super) struct Detail {
    pub(super) facts: Vec<FactRow>,
    pub(super) others: Vec<Other>,
    /// The one that tells most comes first.
    pub(super) mentions: Vec<Teller>,
    pub(super) checks: Vec<CheckRow>,
    pub(super) amounts: Vec<AmountRow>,
    pub(super) doubts: Vec<Doubt>,
    pub(super) corrections: Vec<CorrectionRow>,
}

/// A published value.
#[derive(Debug)]
pub(super) struct FactRow {
    pub(super) field: String,
    pub(super) value: String,
    pub(super) rule: String,
    pub(super) stated: i64,
    pub(super) disagreeing: i64,
    /// Number of the mention it is taken from, if a page still tells the project.
    pub(super) mention: Option<usize>,
    /// Number of the mention whose words are shown for it: one that states the same, the first if it does.
    pub(super) shown: Option<usize>,
    pub(super) is_corrected: bool,
    /// Of a corrected one what was read on the page it is taken from, if anything was.
    pub(super) original: Option<String>,
}

/// A value that pages state and that is not published.
#[derive(Debug)]
pub(super) struct Other {
    pub(super) field: String,
    pub(super) value: String,
    pub(super) mentions: Vec<usize>,
}

/// A mention, and the page it stands on.
#[derive(Debug)]
pub(super) struct Teller {
    pub(super) id: String,
    page_id: String,
    /// Address of the page, or path of its file.
    pub(super) place: String,
    pub(super) fetched: Option<String>,
    pub(super) page_title: Option<String>,
    /// Words its facts were read from; only of those whose passage is shown.
    words: Vec<Words>,
    /// Its values that a person has put right.
    mended: Vec<Mended>,
    pub(super) passage: Option<Passage>,
    /// Its part of the room for text of its project, in hundredths; none if its words are not shown.
    part: Option<usize>,
}

/// A relation between figures.
#[derive(Debug, PartialEq)]
pub(super) struct CheckRow {
    pub(super) identity: String,
    pub(super) verdict: String,
    pub(super) difference: Option<String>,
    pub(super) scope: String,
    pub(super) mention: usize,
}

/// A sum that the page names.
#[derive(Debug)]
pub(super) struct AmountRow {
    pub(super) number: i64,
    pub(super) role: String,
    pub(super) value: String,
    pub(super) currency: Option<String>,
    pub(super) scope: String,
    pub(super) stage: Option<String>,
    pub(super) is_approximate: bool,
    pub(super) mention: usize,
    /// What stood there before a person put it right.
    pub(super) original: Option<Original>,
}

/// What was read in place of a corrected sum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Original {
    /// The sum, as a number or as it was printed; none if there was no such sum, or only its role is corrected.
    pub(super) value: Option<String>,
    /// The role, if it is corrected.
    pub(super) role: Option<String>,
}

/// A value of a mention that a person has put right.
#[derive(Debug)]
struct Mended {
    /// The field: `own_contribution`, `amounts[1].value`.
    field: String,
    original: Option<String>,
    /// What the mention says now, if the field is one of its columns.
    value: Option<Decimal>,
}

/// What a person put right.
#[derive(Debug)]
pub(super) struct CorrectionRow {
    id: String,
    pub(super) action: String,
    pub(super) field: Option<String>,
    pub(super) original: Option<String>,
    pub(super) value: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) made: Option<String>,
    pub(super) by: Option<String>,
    pub(super) fate: Option<String>,
}

/// Details of projects; without passages until [`Collected::cut`].
pub(super) struct Collected<'a> {
    edition: &'a Path,
    pub(super) details: Vec<Detail>,
    projects: HashMap<&'a str, usize>,
    /// Project and number of a mention.
    mentions: HashMap<String, (usize, usize)>,
}

/// Gathers the details of the rows, in their order.
pub(super) fn collect<'a>(edition: &'a Path, rows: &'a [Row]) -> Result<Collected<'a>, DatasetError> {
    let projects = rows.iter().enumerate().map(|(at, row)| (row.id.as_str(), at)).collect();
    let details = rows.iter().map(|row| Detail { doubts: row.doubts.clone(), ..Detail::default() }).collect();
    let mut all = Collected { edition, details, projects, mentions: HashMap::new() };
    all.tellers(rows)?;
    all.facts()?;
    all.statements()?;
    all.choose_passages();
    all.checks()?;
    all.amounts()?;
    all.corrections()?;
    all.words()?;
    Ok(all)
}

impl Collected<'_> {
    fn project(&self, record: &Record<'_>) -> Option<usize> {
        self.projects.get(record.text("project_id")?.as_ref()).copied()
    }

    fn mention(&self, record: &Record<'_>) -> Option<(usize, usize)> {
        self.mentions.get(record.text("mention_id")?.as_ref()).copied()
    }

    fn tellers(&mut self, rows: &[Row]) -> Result<(), DatasetError> {
        each(self.edition, "mentions", |record| {
            let Some(project) = self.project(record) else { return };
            let teller = Teller {
                id: record.owned("mention_id").unwrap_or_default(),
                page_id: record.owned("page_id").unwrap_or_default(),
                place: record.owned("url").or_else(|| record.owned("path")).unwrap_or_default(),
                fetched: None,
                page_title: None,
                words: Vec::new(),
                mended: mended(record),
                passage: None,
                part: None,
            };
            self.details[project].mentions.push(teller);
        })?;
        for (project, (detail, row)) in self.details.iter_mut().zip(rows).enumerate() {
            if let Some(main) = detail.mentions.iter().position(|teller| Some(&teller.id) == row.mention_id.as_ref()) {
                detail.mentions[..=main].rotate_right(1);
            }
            let ids = detail.mentions.iter().enumerate().map(|(number, teller)| (teller.id.clone(), (project, number)));
            self.mentions.extend(ids);
        }
        Ok(())
    }

    fn facts(&mut self) -> Result<(), DatasetError> {
        let mut details = std::mem::take(&mut self.details);
        each(self.edition, "fields", |record| {
            let Some(project) = self.project(record) else { return };
            let field = record.owned("field").unwrap_or_default();
            let at = self.mention(record).map(|(_, number)| number);
            let teller = at.and_then(|number| details[project].mentions.get(number));
            let mended = teller.and_then(|teller| teller.mended.iter().find(|one| one.field == field));
            let original = mended.and_then(|one| one.original.clone());
            details[project].facts.push(FactRow {
                field,
                value: record.owned("value").unwrap_or_default(),
                rule: record.owned("rule").unwrap_or_default(),
                stated: record.count("stated").unwrap_or(0),
                disagreeing: record.count("disagreeing").unwrap_or(0),
                mention: at,
                shown: at,
                is_corrected: record.flag("corrected"),
                original,
            });
        })?;
        details.iter_mut().for_each(|detail| detail.facts.sort_by_key(|fact| rank(&fact.field)));
        self.details = details;
        Ok(())
    }

    /// Takes up what is stated and not published, and which mentions state what is published.
    fn statements(&mut self) -> Result<(), DatasetError> {
        let mut details = std::mem::take(&mut self.details);
        each(self.edition, "statements", |record| {
            let Some((project, number)) = self.mention(record) else { return };
            let (Some(field), Some(value)) = (record.owned("field"), record.owned("value")) else { return };
            let Detail { facts, others, .. } = &mut details[project];
            if record.flag("published") {
                let fact = facts.iter_mut().find(|fact| fact.field == field && number == 0);
                fact.into_iter().for_each(|fact| fact.shown = Some(number));
                return;
            }
            match others.iter_mut().find(|other| other.field == field && other.value == value) {
                Some(other) => other.mentions.push(number),
                None => others.push(Other { field, value, mentions: vec![number] }),
            }
        })?;
        for detail in &mut details {
            detail.others.sort_by_key(|other| (rank(&other.field), Reverse(other.mentions.len())));
        }
        self.details = details;
        Ok(())
    }

    /// Shares the room for text: half for the mention that tells most, the rest for those that alone state a published value.
    fn choose_passages(&mut self) {
        for detail in &mut self.details {
            let mut taken = vec![0_usize; detail.mentions.len()];
            detail.facts.iter().filter_map(|fact| fact.shown).for_each(|number| taken[number] += 1);
            let mut order: Vec<usize> = (0..taken.len()).filter(|number| *number == 0 || taken[*number] > 0).collect();
            order.sort_by_key(|number| (*number != 0, Reverse(taken[*number])));
            order.truncate(PASSAGES);
            let further = order.len().saturating_sub(1);
            let part = 50_usize.checked_div(further).unwrap_or(0);
            for (place, number) in order.into_iter().enumerate() {
                detail.mentions[number].part = Some(if place == 0 { 100 - part * further } else { part });
            }
        }
    }

    /// Whether the words of a mention are shown.
    fn is_shown(&self, (project, number): (usize, usize)) -> bool {
        self.details[project].mentions[number].part.is_some()
    }

    fn checks(&mut self) -> Result<(), DatasetError> {
        each(self.edition, "checks", |record| {
            let Some((project, mention)) = self.mention(record).filter(|at| self.is_shown(*at)) else { return };
            let check = CheckRow {
                identity: record.owned("identity").unwrap_or_default(),
                verdict: record.owned("verdict").unwrap_or_default(),
                difference: record.number("difference").map(|number| number.to_string()),
                scope: record.owned("scope").unwrap_or_default(),
                mention,
            };
            let same = |other: &CheckRow| {
                (&other.identity, &other.verdict, &other.difference, &other.scope)
                    == (&check.identity, &check.verdict, &check.difference, &check.scope)
            };
            let checks = &mut self.details[project].checks;
            if !checks.iter().any(same) {
                checks.push(check);
            }
        })
    }

    fn amounts(&mut self) -> Result<(), DatasetError> {
        each(self.edition, "amounts", |record| {
            let Some((project, mention)) = self.mention(record).filter(|at| self.is_shown(*at)) else { return };
            let mut sum = AmountRow {
                number: record.count("number").unwrap_or(0),
                role: record.owned("role").unwrap_or_default(),
                value: record.number("value").map(|value| value.to_string()).unwrap_or_default(),
                currency: record.owned("currency"),
                scope: record.owned("scope").unwrap_or_default(),
                stage: record.owned("stage"),
                is_approximate: record.flag("approximate"),
                mention,
                original: None,
            };
            let detail = &mut self.details[project];
            sum.original = original(&sum, record.number("value"), &detail.mentions[mention].mended);
            detail.amounts.push(sum);
        })
    }

    fn corrections(&mut self) -> Result<(), DatasetError> {
        each(self.edition, "corrections", |record| {
            let Some(project) = self.project(record) else { return };
            let id = record.owned("correction_id").unwrap_or_default();
            let corrections = &mut self.details[project].corrections;
            // One about several mentions has a row for each.
            if corrections.iter().any(|other| other.id == id) {
                return;
            }
            corrections.push(CorrectionRow {
                id,
                action: record.owned("action").unwrap_or_default(),
                field: record.owned("field"),
                original: record.owned("original"),
                value: record.owned("value"),
                reason: record.owned("reason"),
                made: record.owned("made"),
                by: record.owned("by"),
                fate: record.owned("fate"),
            });
        })
    }

    fn words(&mut self) -> Result<(), DatasetError> {
        each(self.edition, "evidence", |record| {
            let Some((project, number)) = self.mention(record).filter(|at| self.is_shown(*at)) else { return };
            let (start, end) = (record.size("start"), record.size("end"));
            if start == end {
                return; // What a person says without pointing at words.
            }
            self.details[project].mentions[number].words.push(Words {
                start,
                end,
                quote: record.owned("quote").unwrap_or_default(),
                field: record.owned("field").unwrap_or_default(),
            });
        })
    }

    /// Cuts the passages anew, so many bytes of text a project.
    pub(super) fn cut(&mut self, room: usize) -> Result<(), DatasetError> {
        let mut on_page: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (project, detail) in self.details.iter().enumerate() {
            for (number, teller) in detail.mentions.iter().enumerate() {
                on_page.entry(teller.page_id.clone()).or_default().push((project, number));
            }
        }
        each(self.edition, "pages", |record| {
            let Some(here) = record.text("page_id").and_then(|page| on_page.get(page.as_ref())) else { return };
            for (project, number) in here {
                let Detail { facts, mentions, .. } = &mut self.details[*project];
                let teller = &mut mentions[*number];
                teller.fetched = record.owned("fetched");
                teller.page_title = record.owned("title");
                let Some(part) = teller.part else { continue };
                let words = by_weight(&teller.words, facts, *number);
                teller.passage = Some(passage::cut(&record.text("text").unwrap_or_default(), &words, room * part / 100));
            }
        })
    }
}

/// The values of a mention that a person has put right.
fn mended(record: &Record<'_>) -> Vec<Mended> {
    let Cell::Structs(corrected) = record.cell("corrected") else { return Vec::new() };
    let text = |cell: Option<&Cell<'_>>| cell.and_then(Cell::as_text).map(str::to_owned);
    let one = |cells: Vec<Cell<'_>>| {
        let field = text(cells.first())?;
        let value = record.number(&field);
        Some(Mended { original: text(cells.get(1)), value, field })
    };
    corrected.into_iter().filter_map(one).collect()
}

/// The role of the sum that a field is.
fn role_of(field: &str) -> Option<&'static str> {
    const ROLES: [(&str, &str); 6] = [
        ("total_cost", "total"),
        ("eligible_cost", "eligible"),
        ("cofinancing", "grant"),
        ("own_contribution", "own"),
        ("eu_contribution", "eu"),
        ("state_contribution", "state"),
    ];
    ROLES.iter().find(|(of, _)| *of == field).map(|(_, role)| *role)
}

/// What stood in place of a sum before it was put right, by its number or as the figure of the project that it is.
fn original(sum: &AmountRow, value: Option<Decimal>, mended: &[Mended]) -> Option<Original> {
    let (number, role) = (format!("amounts[{}].value", sum.number), format!("amounts[{}].role", sum.number));
    let is_figure = |one: &&Mended| {
        role_of(&one.field) == Some(&sum.role) && sum.scope == "project" && (one.value.is_none() || one.value == value)
    };
    let of_value = mended.iter().find(|one| one.field == number).or_else(|| mended.iter().find(is_figure));
    let of_role = mended.iter().find(|one| one.field == role);
    let original = |one: Option<&Mended>| one.and_then(|one| one.original.clone());
    (of_value.is_some() || of_role.is_some()).then(|| Original { value: original(of_value), role: original(of_role) })
}

/// Words of a mention for the rows that tell of them; those of published values first, should there be no room for all.
fn by_weight(words: &[Words], facts: &[FactRow], mention: usize) -> Vec<Words> {
    let is_shown = |key: &str| facts.iter().any(|fact| fact.field == key && fact.shown == Some(mention));
    let keyed = |words: &Words| Words { field: fact_key(&words.field).to_owned(), ..words.clone() };
    let mut words: Vec<Words> = words.iter().map(keyed).collect();
    words.sort_by_cached_key(|words| (!is_shown(&words.field), rank(&words.field), words.start));
    words
}

/// The row of facts that tells of words read for a field: those of `funds[1]` belong to `funds`, those of `amounts[1]` are a row of
/// their own.
fn fact_key(field: &str) -> &str {
    match field.split_once('[').map_or(field, |(list, _)| list) {
        "target_groups" => "target_categories",
        "amounts" | "indicators" => field,
        list => list,
    }
}

/// The place of a field among all.
fn rank(field: &str) -> usize {
    FIELDS.iter().position(|of| *of == field).unwrap_or(FIELDS.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_list_belong_to_the_row_of_the_list() {
        assert_eq!(fact_key("funds[1]"), "funds");
        assert_eq!(fact_key("target_groups[0]"), "target_categories");
        assert_eq!(fact_key("amounts[2]"), "amounts[2]");
        assert_eq!(fact_key("title"), "title");
    }
}
