//! Pages with their facts marked in place: the words at the left, what was read from them at the right, and what ties the two.
//!
//! Value, words, rule and check of a fact point at one another by links, so that they do without scripts and on paper too; the script
//! lights up what belongs together. Sums and dates that nothing was read from are shown as such.

mod article;
mod check;
mod doubt;
mod fact;
mod model;
mod text;
mod value;

#[cfg(test)]
mod tests;

pub use model::{PageFact, PageMention, ShownPage};
pub(in crate::report) use value::simple;

use crate::html::{Document, Family, outside, t, visible};
use crate::value::UnreadKind;
use article::Article;
use maud::{Markup, html};

const STYLE: &str = include_str!("../../html/assets/explain.css");
const SCRIPT: &str = include_str!("../../html/assets/explain.js");

/// One document that shows these pages, one after the other.
pub fn render(pages: &[ShownPage]) -> String {
    let articles: Vec<Article<'_>> = pages.iter().enumerate().map(|(number, page)| Article::new(number + 1, page)).collect();
    let name = match pages {
        [page] => visible(&page.place).into_owned(),
        _ => String::new(),
    };
    let body = html! {
        a class="skip" href="#facts" { (t("explain.skip")) }
        header {
            div class="head" {
                h1 { (t("explain.heading")) }
                (tools())
            }
            (legend(&articles))
        }
        @if articles.len() > 1 { (contents(&articles)) }
        main id="facts" tabindex="-1" {
            @for article in &articles { (article.markup()) }
        }
        footer { p { (t("explain.made_by")) } }
    };
    Document { title: ("explain.title", &name), style: STYLE, script: SCRIPT, data: Vec::new(), body }.into_string()
}

fn tools() -> Markup {
    html! {
        div class="tools" {
            button type="button" data-language="pl" { "Polski" }
            button type="button" data-language="en" { "English" }
            button type="button" data-theme-toggle { (t("common.light_dark")) }
            button type="button" data-numbers aria-pressed="false" { (t("explain.numbers")) }
        }
    }
}

/// What colours and lines mean, of what there is.
fn legend(articles: &[Article<'_>]) -> Markup {
    let families = Family::ALL.map(|family| (family, articles.iter().map(|article| article.facts_of(family)).sum::<usize>()));
    let unread = [(UnreadKind::Money, "unread_money"), (UnreadKind::Date, "unread_date")];
    html! {
        h2 class="visually-hidden" id="legend" { (t("explain.legend")) }
        ul class="legend" aria-labelledby="legend" {
            @for (family, number) in families.into_iter().filter(|(_, number)| *number > 0) {
                li { mark class={ "f-" (family.name()) } { (t(&format!("common.family_{}", family.name()))) } " " (number) }
            }
            @for (kind, key) in unread {
                @let number = articles.iter().map(|article| article.unread_of(kind)).sum::<usize>();
                @if number > 0 { li { span class="unread" { (t(&format!("explain.{key}"))) } " " (number) } }
            }
        }
        p class="keys" { (t("explain.keys")) }
    }
}

/// The pages of the document.
fn contents(articles: &[Article<'_>]) -> Markup {
    html! {
        nav class="contents" aria-labelledby="contents" {
            h2 id="contents" { (t("explain.pages")) " (" (articles.len()) ")" }
            ol {
                @for article in articles {
                    li {
                        a href={ "#" (article.id()) } { (outside(&article.page.place)) }
                        " " span class="soft" { (t("explain.projects")) ": " (article.page.mentions.len()) }
                    }
                }
            }
        }
    }
}
