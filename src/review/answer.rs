//! What a person sends → corrections.

use super::desk::Work;
use super::reply::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
pub(super) struct Draft {}

pub(super) fn preview(work: &Work, draft: Draft) -> Result<Value, Refusal> {
    let _ = (work, draft);
    Ok(json!({}))
}

pub(super) fn keep(work: &Work, draft: Draft) -> Result<Vec<String>, Refusal> {
    let _ = (work, draft);
    Ok(Vec::new())
}
