//! What stands around the parts: the head of the page, the contents, the landmarks.

use super::figures::Figures;
use super::sections::Part;
use super::words;
use crate::html::{t, visible};
use maud::{Markup, html};

/// Id of the table of projects.
pub(super) const TABLE: &str = "table";

/// The page around its parts and the table of projects.
pub(super) fn frame(figures: &Figures, parts: &[Part], table: &Markup) -> Markup {
    html! {
        a.skip href="#summary" { (t("report.skip")) }
        (head(figures))
        main {
            div.columns {
                (contents(parts))
                div.parts {
                    @for part in parts {
                        section id=(part.id) aria-labelledby={ "h-" (part.id) } {
                            h2 id={ "h-" (part.id) } { (t(&format!("report.{}", part.id))) }
                            (part.body)
                        }
                    }
                }
            }
            // It needs all the room there is.
            section.whole-width id=(TABLE) aria-labelledby={ "h-" (TABLE) } {
                h2 id={ "h-" (TABLE) } { (t(&format!("report.{TABLE}"))) }
                (table)
            }
        }
        footer { p { (t("report.footer")) } }
    }
}

fn head(figures: &Figures) -> Markup {
    let edition = &figures.edition;
    let day = edition.created.get(..10).unwrap_or(&edition.created);
    html! {
        header.masthead {
            div.inner {
                p.brand { "metryczka" }
                div.tools role="group" aria-label="Język / Language" {
                    button type="button" data-language="pl" { "Polski" }
                    button type="button" data-language="en" { "English" }
                    button type="button" data-theme-toggle { (t("common.light_dark")) }
                }
                h1 { (t("report.heading")) }
                p.sub {
                    (words::say("report.edition_named", &[("name", words::Part::Text(&edition.edition))]))
                    " · " (t("report.made")) " " time datetime=(visible(&edition.created)) { (crate::html::date(&visible(day))) }
                }
            }
        }
    }
}

fn contents(parts: &[Part]) -> Markup {
    html! {
        nav.contents aria-labelledby="contents" {
            h2 id="contents" { (t("report.contents")) }
            ol {
                @for id in parts.iter().map(|part| part.id).chain([TABLE]) {
                    li { a href={ "#" (id) } { (t(&format!("report.{id}"))) } }
                }
            }
        }
    }
}
