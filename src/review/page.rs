//! The page of the review desk: what its script finds when it begins.
//!
//! What is seen is made by the script from answers of the server; the document holds the rooms, their headings and buttons, so that the
//! order of reading and of the keyboard stands here in one place.

use crate::html::t;
use maud::{Markup, html};

/// Its styles, after those of all documents.
pub(super) const STYLE: &str = include_str!("assets/app.css");

/// Its script, after the one of all documents: one module, first what it shares with the report, its parts in the order in which they need each other.
pub(super) const SCRIPT: &str = concat!(
    include_str!("../html/assets/shared.js"),
    include_str!("assets/text.js"),
    include_str!("assets/state.js"),
    include_str!("assets/queue.js"),
    include_str!("assets/notice.js"),
    include_str!("assets/answer.js"),
    include_str!("assets/form.js"),
    include_str!("assets/save.js"),
    include_str!("assets/keys.js"),
);

/// What stands in the body.
pub(super) fn body() -> Markup {
    html! {
        a class="skip" href="#case" { (t("review.skip")) }
        (head())
        p id="banner" role="alert" hidden {}
        main {
            (queue())
            (notice())
            (answer())
        }
        div id="toasts" role="status" {}
        p id="said" class="visually-hidden" role="status" {}
        (help())
        (merge())
        (ask())
    }
}

/// What the whole desk is about: the edition, how far one is, and what is always at hand.
fn head() -> Markup {
    html! {
        header {
            div class="name" {
                h1 { (t("review.heading")) }
                p id="edition" {}
            }
            div class="far" {
                label for="progress" id="progress-words" {}
                progress id="progress" max="1" value="0" {}
                p { span id="pending" {} " " span id="rebuild-state" role="status" {} }
                details id="rebuild-details" hidden {
                    summary { (t("review.details")) }
                    div id="rebuild-told" lang="en-GB" {}
                }
            }
            div class="tools" {
                (button("rebuild", "r", "main", Some("rebuild")))
                (button("undo", "u", "", Some("undo")))
                (button("help", "?", "", None))
                button type="button" data-language="pl" lang="pl-PL" { "Polski" }
                button type="button" data-language="en" lang="en-GB" { "English" }
                button type="button" data-theme-toggle { (t("common.light_dark")) }
            }
        }
    }
}

/// A button that says which key does the same.
fn button(action: &str, key: &str, class: &str, id: Option<&str>) -> Markup {
    html! {
        button type="button" id=[id] class=[(!class.is_empty()).then_some(class)] data-action=(action) aria-keyshortcuts=(key) {
            (t(&format!("review.do_{action}"))) " " kbd aria-hidden="true" { (key) }
        }
    }
}

fn queue() -> Markup {
    html! {
        section id="queue" aria-labelledby="queue-title" {
            h2 id="queue-title" { (t("review.queue")) }
            form id="filters" role="search" data-label="review.filters" {
                input id="find" type="search" autocomplete="off" maxlength="200" data-label="review.find" data-placeholder="review.find";
                select id="reason-filter" data-label="review.filter_reason" {}
                select id="state-filter" data-label="review.filter_state" {
                    @for state in ["open", "done", "all"] {
                        // Elements within an option are not seen: the script writes its text.
                        option value=(state) data-text=(format!("review.state_{state}")) {}
                    }
                }
            }
            p id="found" role="status" {}
            button type="button" id="earlier" hidden { (t("review.earlier")) }
            ol id="cases" {}
            button type="button" id="more" hidden { (t("review.more")) }
        }
    }
}

fn notice() -> Markup {
    html! {
        section id="notice" aria-labelledby="case" {
            h2 id="case" tabindex="-1" dir="auto" {}
            p id="case-about" {}
            div class="row" {
                (button("previous", "k", "", None))
                (button("next", "j", "", None))
            }
            div id="tabs" role="tablist" data-label="review.mentions" hidden {}
            p id="source" {}
            // Its text can be walked with a caret, as one that can be edited; the script lets nothing be written.
            div id="text" role="textbox" aria-readonly="true" aria-multiline="true" contenteditable="true" inputmode="none"
                spellcheck="false" translate="no" data-label="review.text_of_page" dir="auto" {}
            div id="text-tools" class="row" hidden {
                button type="button" id="take" { (t("review.take")) " " kbd aria-hidden="true" { "Enter" } }
                (button("next_figure", "n", "", None))
                span class="soft" { mark class="unread" { "123" } " " (t("review.legend_unread")) }
            }
        }
    }
}

fn answer() -> Markup {
    html! {
        section id="answer" aria-labelledby="answer-title" {
            h2 id="answer-title" { (t("review.answer")) }
            div id="actions" class="row" {
                @for (action, key) in [("correct", "c"), ("accept", "a"), ("reject", "x"), ("merge", "m"), ("split", "s")] {
                    (button(action, key, "", None))
                }
            }
            (draft())
            h3 { (t("review.to_decide")) }
            div id="questions" {}
            h3 { (t("review.facts")) }
            div id="facts" {}
            div id="history" hidden {
                h3 { (t("review.history")) }
                ul id="history-list" {}
            }
        }
    }
}

/// What a person says, and what it would change: saving comes after seeing.
fn draft() -> Markup {
    html! {
        form id="draft" hidden aria-labelledby="draft-title" autocomplete="off" {
            h3 id="draft-title" {}
            div id="form-body" {}
            div id="error" role="alert" {}
            p id="lacks" class="soft" role="status" {}
            div id="radius" {}
            div class="row" {
                button type="button" id="save" class="main" { (t("review.do_save")) " " kbd aria-hidden="true" { "Ctrl+Enter" } }
                button type="button" id="save-stay" { (t("review.do_save_stay")) }
                (button("drop", "d", "", None))
            }
        }
    }
}

fn help() -> Markup {
    html! {
        dialog id="help" aria-labelledby="help-title" {
            h2 id="help-title" { (t("review.help_title")) }
            p { (t("review.help_how")) }
            table { tbody id="help-keys" {} }
            p { label { input type="checkbox" id="keys-on"; " " (t("review.keys_on")) } }
            button type="button" data-close { (t("review.close")) }
        }
    }
}

fn merge() -> Markup {
    html! {
        dialog id="merge" aria-labelledby="merge-title" {
            h2 id="merge-title" { (t("review.merge_title")) }
            form id="merge-form" role="search" data-label="review.merge_find" {
                input id="merge-find" type="search" autocomplete="off" maxlength="200" data-label="review.merge_find"
                    data-placeholder="review.merge_find";
            }
            ul id="merge-found" {}
            div id="merge-sides" {}
            button type="button" data-close { (t("review.close")) }
        }
    }
}

/// Whether an answer of another day, or of somebody else, is to be taken back.
fn ask() -> Markup {
    html! {
        dialog id="ask" aria-labelledby="ask-title" aria-describedby="ask-what ask-who" {
            h2 id="ask-title" { (t("review.undo_title")) }
            p id="ask-what" {}
            p id="ask-who" {}
            div class="row" {
                button type="button" id="ask-no" data-close { (t("review.undo_no")) }
                button type="button" id="ask-yes" class="main" { (t("review.undo_yes")) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::keys;
    use std::collections::BTreeSet;

    /// Keys that are written out in the script or the markup, not those put together from a list's name.
    fn named_keys(text: &str) -> impl Iterator<Item = &str> {
        text.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.'))
            .filter(|word| word.strip_prefix("review.").is_some_and(|rest| !rest.is_empty() && !rest.ends_with('_')))
    }

    #[test]
    fn every_text_the_page_asks_for_is_there() {
        let known: BTreeSet<&str> = keys().collect();
        let page = body().into_string();
        let lacking: Vec<&str> = named_keys(SCRIPT).chain(named_keys(&page)).filter(|key| !known.contains(key)).collect();
        assert!(lacking.is_empty(), "{lacking:?}");
    }

    #[test]
    fn the_script_puts_no_markup_together_and_the_page_needs_nothing_inline() {
        for unsafe_way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", ".cssText"]
        {
            assert!(!SCRIPT.contains(unsafe_way), "{unsafe_way}");
        }
        let page = body().into_string();
        assert!(!page.contains(" style=") && !page.contains(" onclick="), "{page}");
    }
}
