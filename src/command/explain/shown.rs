//! Pages on their way to be shown: read just now, or looked up in an edition.

use super::super::exit::Failure;
use super::super::settings::find_output;
use metryczka::dataset::{Found, PageRecord, find, find_edition};
use metryczka::report::page::{PageFact, PageMention, ShownPage};
use serde_json::Value;
use std::path::Path;

/// The pages of mentions, projects and pages, by their identifiers in the newest edition.
///
/// # Errors
/// When there is no edition, or one of them is not in it.
pub fn looked_up(ids: &[&String], output: Option<&Path>) -> Result<Vec<ShownPage>, Failure> {
    let mut pages = Vec::new();
    for id in ids {
        let edition = find_edition(&find_output(output), None);
        let hint = "name a saved page, or a mention_id, project_id or page_id of the newest edition";
        if !edition.exists() {
            return Err(Failure::cannot(format!("no such file, and no edition to look in: {id}"), hint));
        }
        let found = find(&edition, id)?;
        if found.is_empty() {
            return Err(Failure::cannot(format!("neither a file nor in {}: {id}", edition.display()), hint));
        }
        pages.extend(found.iter().map(of_found));
    }
    Ok(pages)
}

/// A page that was read just now.
pub fn of_page(page: &PageRecord) -> ShownPage {
    let mentions = page.mentions.iter().map(|mention| {
        let evidence = mention.notice.evidence();
        let facts = evidence.into_iter().map(|(field, evidence)| PageFact {
            field,
            start: evidence.start,
            end: evidence.end,
            quote: evidence.quote.clone(),
            rule: evidence.rule.to_owned(),
        });
        PageMention { fields: serde_json::to_value(mention).unwrap_or_default(), facts: facts.collect() }
    });
    ShownPage {
        place: page.source.path.as_ref().or(page.source.url.as_ref()).cloned().unwrap_or_default(),
        url: page.source.url.clone(),
        text: page.text.clone(),
        silence: page.silence.clone(),
        mentions: mentions.collect(),
    }
}

/// A page of an edition.
fn of_found(found: &Found) -> ShownPage {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let offset = |value: &Value| value.as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let mentions = found.mentions.iter().map(|mention| {
        let own = found.evidence.iter().filter(|row| row["mention_id"] == mention["mention_id"]);
        let facts = own.map(|row| PageFact {
            field: text(&row["field"]),
            start: offset(&row["start"]),
            end: offset(&row["end"]),
            quote: text(&row["quote"]),
            rule: text(&row["rule"]),
        });
        PageMention { fields: mention.clone(), facts: facts.collect() }
    });
    ShownPage {
        place: if found.page["path"].is_null() { text(&found.page["url"]) } else { text(&found.page["path"]) },
        url: found.page["url"].as_str().map(str::to_owned),
        text: text(&found.page["text"]),
        silence: found.page["silence"].as_str().map(str::to_owned),
        mentions: mentions.collect(),
    }
}
