//! The project that a listed row is about.
//!
//! Projects are indexed once, every row looks up a few candidates:
//! 1. those with the row's number, without prefix and version. A project that shares the number and has nothing else in common is one
//!    of many under it (*grantobiorcy* print the number of the umbrella project): it is listed, but its figures are not the row's;
//! 2. failing that, those of like title, body and sums — by the thresholds below. Two that fit equally well are ambiguous, and none of
//!    them is taken: a wrong match is worse than none.

use super::model::Listed;
use super::score::{Announced, Keyed, KeyedRow, Likeness, may_be_alike, same_numbers, stems, sums};
use crate::resolve::fold;
use crate::value::printed_number;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// Likeness from which on titles are the same but for wording.
const TITLE: f64 = 0.85;
/// Likeness of titles that is enough where a sum is the same to the grosz.
const TITLE_WITH_SUM: f64 = 0.5;
/// Likeness of titles that is needed where no sum is the same.
const TITLE_ALONE: f64 = 0.95;
/// Likeness from which on two names are one body's.
const BODY: f64 = 0.6;
/// The same where no sum is the same.
const BODY_ALONE: f64 = 0.85;
/// Words a title must have to identify a project without a sum: `Asystent osobisty` is every municipality's, every year.
const TELLING_WORDS: usize = 4;
/// Likeness below which titles or bodies under one number are not the same.
const UNLIKE: f64 = 0.5;
/// A lead in score over the next that decides.
const LEAD: f64 = 0.05;
/// Candidates that share a sum or a rare word; a sum or word that more share tells nothing.
const SHARED: usize = 32;
/// Rare words of a title that are looked up.
const RARE_WORDS: usize = 3;

/// Announced projects, ready to be found.
#[derive(Debug, Default)]
pub struct Index {
    projects: Vec<Announced>,
    keys: Vec<Keyed>,
    numbers: Vec<Option<String>>,
    by_number: HashMap<String, Vec<u32>>,
    by_name: HashMap<String, Vec<u32>>,
    by_sum: HashMap<Decimal, Vec<u32>>,
    by_word: HashMap<String, Vec<u32>>,
}

/// What a match rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchedBy {
    /// The number of the agreement, without prefix and version.
    Number,
    /// Title, body and a sum that is the same to the grosz.
    TitleBodySum,
    /// Title and body, and first or last day.
    TitleBodyDay,
}

/// A project that a row is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// Its place in the index.
    pub project: usize,
    /// What the match rests on.
    pub by: MatchedBy,
    /// How alike they are, from 0 to 1.
    pub score: f64,
    /// Likeness of the titles.
    pub title: Option<f64>,
    /// Likeness of the bodies.
    pub body: Option<f64>,
    /// Whether the project has only the number in common: it is one of many under it.
    pub is_part: bool,
}

/// What is found of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// The project; several where they share the row's number.
    Matches(Vec<Match>),
    /// Projects that fit equally well.
    Ambiguous(Vec<usize>),
    /// None.
    Nothing,
}

impl Index {
    /// Indexes projects. Time and memory grow with their number.
    pub fn new(projects: Vec<Announced>) -> Self {
        let mut index = Self::default();
        for (at, project) in projects.iter().enumerate() {
            index.add(u32::try_from(at).unwrap_or(u32::MAX), project);
        }
        index.projects = projects;
        index
    }

    fn add(&mut self, at: u32, project: &Announced) {
        let number = project.number.as_deref().and_then(printed_number::joining);
        if let Some(number) = &number {
            self.by_number.entry(number.clone()).or_default().push(at);
        }
        self.numbers.push(number);
        if let Some(title) = &project.title {
            let folded = fold(title);
            let mut words: Vec<&str> = words(&folded).collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                self.by_word.entry(word.to_owned()).or_default().push(at);
            }
            for body in &project.bodies {
                self.by_name.entry(name(&folded, body)).or_default().push(at);
            }
        }
        let mut sums: Vec<Decimal> =
            [project.figures.total, project.figures.eu].into_iter().flatten().map(|sum| sum.normalize()).collect();
        sums.dedup();
        for sum in sums {
            self.by_sum.entry(sum).or_default().push(at);
        }
        self.keys.push(Keyed::new(project));
    }

    /// The projects, in the order they were given.
    pub fn projects(&self) -> &[Announced] {
        &self.projects
    }

    /// How many announced projects share a listed number.
    pub fn sharing(&self, number: &str) -> usize {
        printed_number::joining(number).and_then(|number| self.by_number.get(&number)).map_or(0, Vec::len)
    }

    /// Looks a row up.
    pub fn find(&self, row: &Listed) -> Found {
        let number = row.number.as_deref().and_then(printed_number::joining);
        if let Some(sharing) = number.as_ref().and_then(|number| self.by_number.get(number)) {
            let keyed = KeyedRow::new(row);
            return Found::Matches(sharing.iter().map(|&at| self.numbered(at as usize, sharing.len(), &keyed)).collect());
        }
        self.by_likeness(number.is_some(), row)
    }

    fn numbered(&self, at: usize, sharing: usize, row: &KeyedRow<'_>) -> Match {
        let like = Likeness::of(&self.projects[at], &self.keys[at], row);
        let unlike = |likeness: Option<f64>| likeness.map(|likeness| likeness < UNLIKE);
        let is_part = like.same_sums == 0
            && match (unlike(like.title), unlike(like.body)) {
                (Some(true), Some(true)) => true,
                // One of several under the number, and what can be held against the row is another.
                (Some(true), None) | (None, Some(true)) => sharing > 1,
                (Some(_), Some(_)) => sharing > 1 && like.other_sums > 0 && unlike(like.body) == Some(true),
                _ => false,
            };
        Match { project: at, by: MatchedBy::Number, score: like.score(), title: like.title, body: like.body, is_part }
    }

    fn by_likeness(&self, has_number: bool, row: &Listed) -> Found {
        let mut candidates = self.candidates(row);
        // What is cheap to know first: two numbers that are not the same are two projects, and so are titles with nothing in common.
        let stems = stems(&row.title.as_deref().map(fold).unwrap_or_default());
        candidates.retain(|&at| {
            let project = &self.projects[at];
            !(has_number && self.numbers[at].is_some())
                && may_be_alike(&self.keys[at].stems, &stems)
                && (sums(project, row).0 >= 2 || same_numbers(project, row))
        });
        if candidates.is_empty() {
            return Found::Nothing;
        }
        let keyed = KeyedRow::new(row);
        let mut fitting: Vec<Match> = Vec::new();
        for at in candidates {
            let like = Likeness::of(&self.projects[at], &self.keys[at], &keyed);
            if let Some(by) = self.fits(at, &like) {
                fitting.push(Match { project: at, by, score: like.score(), title: like.title, body: like.body, is_part: false });
            }
        }
        fitting.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.project.cmp(&b.project)));
        match fitting.as_slice() {
            [] => Found::Nothing,
            [only] => Found::Matches(vec![*only]),
            [first, second, ..] if first.score - second.score >= LEAD => Found::Matches(vec![*first]),
            all => {
                let best = all[0].score;
                Found::Ambiguous(all.iter().take_while(|fit| best - fit.score < LEAD).map(|fit| fit.project).collect())
            }
        }
    }

    /// By what a project is a row's, if it is.
    fn fits(&self, at: usize, like: &Likeness) -> Option<MatchedBy> {
        let (title, body) = (like.title?, like.body?);
        if !like.same_numbers && like.same_sums < 2 {
            return None;
        }
        let with_sum =
            like.same_sums > 0 && body >= BODY && (title >= TITLE || title >= TITLE_WITH_SUM && like.same_sums > like.other_sums);
        if with_sum {
            return Some(MatchedBy::TitleBodySum);
        }
        let words = self.projects[at].title.as_deref().map_or(0, |title| words(&fold(title)).count());
        let without = title >= TITLE_ALONE && body >= BODY_ALONE && like.same_day && words >= TELLING_WORDS;
        without.then_some(MatchedBy::TitleBodyDay)
    }

    /// Projects that share title and body, a sum, or rare words of the title.
    fn candidates(&self, row: &Listed) -> Vec<usize> {
        let mut found: Vec<u32> = Vec::new();
        let mut add = |list: Option<&Vec<u32>>| found.extend(list.into_iter().filter(|list| list.len() <= SHARED).flatten());
        for sum in [row.total, row.eu].into_iter().flatten() {
            add(self.by_sum.get(&sum.normalize()));
        }
        if let Some(title) = row.title.as_deref().filter(|_| !self.by_word.is_empty()) {
            let folded = fold(title);
            add(row.beneficiary.as_deref().and_then(|body| self.by_name.get(&name(&folded, body))));
            let mut rare: Vec<&Vec<u32>> =
                words(&folded).filter_map(|word| self.by_word.get(word)).filter(|of| of.len() <= SHARED).collect();
            rare.sort_by_key(|of| of.len());
            rare.into_iter().take(RARE_WORDS).for_each(|of| add(Some(of)));
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|at| at as usize).collect()
    }
}

/// The version behind a listed or announced number: 3 of `UDA-POKL.02.01.01-00-031/13-03`, the third annex.
///
/// None where no version is printed.
pub fn version(number: &str) -> Option<u32> {
    let (body, version) = number.trim().rsplit_once('-')?;
    if body.contains('/') && version.bytes().all(|b| b.is_ascii_digit()) { version.parse().ok() } else { None }
}

/// The words of a folded title that can tell it from others.
fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(' ').filter(|word| word.len() >= 3)
}

/// Title and body as one key.
fn name(folded_title: &str, body: &str) -> String {
    format!("{folded_title}\n{}", fold(body))
}
