//! One page: its text beside its projects.

use super::check::Check;
use super::doubt::doubts;
use super::fact::Row;
use super::model::{PageFact, PageMention, ShownPage, plain};
use super::text::{MarkedText, Words, unread_key};
use crate::html::{Family, link, outside, t, value, visible};
use crate::text::Span;
use crate::value::{Unread, UnreadKind, unread};
use maud::{Markup, html};

/// Colours that tell projects apart; their numbers do so too.
const HUES: usize = 6;

/// A page on its way into a document.
#[derive(Debug)]
pub(super) struct Article<'a> {
    number: usize,
    /// What is shown.
    pub(super) page: &'a ShownPage,
    unread: Vec<Unread>,
}

impl<'a> Article<'a> {
    /// The page of a number.
    pub(super) fn new(number: usize, page: &'a ShownPage) -> Self {
        let figures = page.mentions.iter().flat_map(|mention| &mention.facts);
        let figures = figures.filter(|fact| Family::of(&fact.field).is_figure() && fact.has_words(&page.text));
        let taken: Vec<Span> = figures.map(|fact| Span::new(fact.start, fact.end)).collect();
        Self { number, page, unread: unread(&page.text, &taken) }
    }

    /// Its id.
    pub(super) fn id(&self) -> String {
        format!("p{}", self.number)
    }

    /// Number of facts of a family.
    pub(super) fn facts_of(&self, family: Family) -> usize {
        self.facts().filter(|(_, _, fact)| Family::of(&fact.field) == family).count()
    }

    /// Number of unread sums or dates.
    pub(super) fn unread_of(&self, kind: UnreadKind) -> usize {
        self.unread.iter().filter(|unread| unread.kind == kind).count()
    }

    /// All facts with the numbers of their projects and their own, both from 1.
    fn facts(&self) -> impl Iterator<Item = (usize, usize, &'a PageFact)> {
        let projects = self.page.mentions.iter().enumerate();
        let facts = projects.flat_map(|(project, mention)| mention.facts.iter().map(move |fact| (project + 1, fact)));
        facts.enumerate().map(|(number, (project, fact))| (project, number + 1, fact))
    }

    /// The page.
    pub(super) fn markup(&self) -> Markup {
        let (id, page) = (self.id(), self.page);
        let words: Vec<Words> = self
            .facts()
            .filter(|(_, _, fact)| fact.has_words(&page.text))
            .map(|(project, number, fact)| {
                let family = Family::of(&fact.field).name();
                Words { start: fact.start, end: fact.end, family, number, project }
            })
            .collect();
        let text = MarkedText::new(&page.text, &words, &self.unread);
        html! {
            article id=(id) aria-labelledby={ (id) "-title" } {
                h2 id={ (id) "-title" } { (outside(&page.place)) }
                @if let Some(url) = page.url.as_deref().filter(|url| *url != page.place) { p class="url" { (link(url)) } }
                @if let Some(silence) = page.silence.as_deref().filter(|_| page.mentions.is_empty()) {
                    p class="silence" { b { (t("explain.silent")) } " " (value("silence", silence)) "." }
                }
                div class="sides" {
                    section class="text" aria-labelledby={ (id) "-text " (id) "-title" } {
                        h3 class="visually-hidden" id={ (id) "-text" } { (t("explain.text")) }
                        // Whatever language it is in.
                        div class="words" lang="" { (text.markup(&id)) }
                    }
                    section class="facts" aria-labelledby={ (id) "-facts " (id) "-title" } tabindex="0" {
                        h3 class="visually-hidden" id={ (id) "-facts" } { (t("explain.facts")) }
                        @if page.mentions.len() > 1 { (self.choice()) }
                        (self.projects())
                        (self.left_over())
                    }
                }
            }
        }
    }

    /// The buttons that show one project alone.
    fn choice(&self) -> Markup {
        html! {
            div class="choice" role="group" aria-labelledby={ (self.id()) "-choice" } {
                span class="visually-hidden" id={ (self.id()) "-choice" } { (t("explain.projects")) }
                button type="button" data-project="" aria-pressed="true" { (t("explain.all_projects")) }
                @for (at, mention) in self.page.mentions.iter().enumerate() {
                    button type="button" class={ "q" (at % HUES) } data-project=(at + 1) aria-pressed="false" {
                        b { (at + 1) } " " span { (outside(&name(mention))) }
                    }
                }
            }
        }
    }

    fn projects(&self) -> Markup {
        // Numbers go on from project to project.
        let starts = self.page.mentions.iter().scan(0, |next, mention| {
            *next += mention.facts.len();
            Some(*next - mention.facts.len())
        });
        html! {
            @for (at, before) in starts.enumerate() { (self.project(at, before)) }
        }
    }

    /// One project: its facts by families, its checks and doubts. `before` is the number of facts before its own.
    fn project(&self, at: usize, before: usize) -> Markup {
        let (page, mention) = (self.id(), &self.page.mentions[at]);
        let checks = Check::all(mention);
        let fact_id = |fact: usize| format!("{page}f{}", before + fact + 1);
        let check_id = |check: usize| format!("{page}m{}c{}", at + 1, check + 1);
        let row = |fact: usize| Row {
            mention,
            fact: &mention.facts[fact],
            number: before + fact + 1,
            id: fact_id(fact),
            words: Some(&mention.facts[fact])
                .filter(|fact| fact.has_words(&self.page.text))
                .map(|fact| format!("{page}w{}", fact.start)),
            checks: checks
                .iter()
                .enumerate()
                .filter(|(_, check)| check.ties.contains(&fact))
                .map(|(number, check)| (check_id(number), check))
                .collect(),
        };
        let of_field = |field: &str| {
            let is_of = |fact: &usize| mention.facts[*fact].field.split('[').next() == Some(field);
            (0..mention.facts.len()).filter(is_of).map(fact_id).collect::<Vec<_>>()
        };
        html! {
            section class={ "project q" (at % HUES) } data-of=(at + 1) {
                h3 {
                    @if self.page.mentions.len() > 1 { span class="badge" { (at + 1) } " " }
                    (outside(&name(mention)))
                }
                @let proof = plain(&mention.fields["proof"]);
                p class={ "proof " (proof_class(&proof)) } { (t("explain.proof_of_page")) " " (value("proof", &proof)) ". " span class="means" { (value("proof", &format!("{proof}_means"))) " " (t("explain.proof_of_project")) } }
                @for family in Family::ALL {
                    @let facts: Vec<usize> = (0..mention.facts.len()).filter(|&fact| Family::of(&mention.facts[fact].field) == family).collect();
                    @if !facts.is_empty() {
                        h4 { mark class={ "f-" (family.name()) } { (t(&format!("common.family_{}", family.name()))) } }
                        ol class="rows" { @for fact in facts { (row(fact).markup()) } }
                    }
                }
                @if !checks.is_empty() {
                    h4 { (t("explain.checks")) }
                    ul class="checks" {
                        @for (number, check) in checks.iter().enumerate() {
                            @let tied: Vec<(String, usize)> = check.ties.iter().map(|&fact| (fact_id(fact), before + fact + 1)).collect();
                            (check.markup(&check_id(number), &tied))
                        }
                    }
                }
                (doubts(mention, of_field))
            }
        }
    }

    /// The sums and dates that nothing was read from.
    fn left_over(&self) -> Markup {
        html! {
            @if !self.unread.is_empty() {
                section class="left-over" {
                    h3 { (t("explain.left_over")) " (" (self.unread.len()) ")" }
                    ul {
                        @for unread in &self.unread {
                            li {
                                a href={ "#" (self.id()) "u" (unread.span.start) } { (visible(unread.span.of(&self.page.text))) }
                                " " span class="soft" { (t(unread_key(unread.kind))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a project is called: its title, or its number.
fn name(mention: &PageMention) -> String {
    let told = ["title", "agreement_number"].into_iter().map(|field| plain(&mention.fields[field]));
    told.into_iter().find(|name| !name.is_empty()).unwrap_or_else(|| "—".to_owned())
}

fn proof_class(proof: &str) -> &'static str {
    match proof {
        "proved" => "good",
        "consistent" => "fair",
        "contradicted" => "bad",
        _ => "none",
    }
}
