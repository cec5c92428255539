//! What a person sends, before anything of it is believed.

use serde::Deserialize;

/// What a person wants to be so.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::review) enum Draft {
    /// A field of a mention holds another value, or none.
    Correct {
        mention_id: String,
        field: String,
        /// As it is typed; none if the page says nothing of it.
        value: Option<String>,
        /// Bytes of the page's text that say so.
        words: Option<Bytes>,
        reason: Option<String>,
        /// Other mentions of which the same is true.
        #[serde(default)]
        also: Vec<String>,
    },
    /// What is published is right.
    Accept { project_id: String, field: Option<String>, reason: Option<String> },
    /// It is no project.
    Reject {
        project_id: Option<String>,
        #[serde(default)]
        mentions: Option<Vec<String>>,
        reason: Option<String>,
    },
    /// They are one project.
    Merge { projects: Vec<String>, reason: Option<String> },
    /// They are another project than the rest.
    Split { mentions: Vec<String>, reason: Option<String> },
}

/// A span of a page's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::review) struct Bytes {
    pub(super) start: usize,
    pub(super) end: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_has_foreseen_is_refused_and_not_passed_over() {
        let read = |text: &str| serde_json::from_str::<Draft>(text);
        assert!(
            read(r#"{"action":"correct","mention_id":"m","field":"title","value":null,"words":{"start":1,"end":2}}"#).is_ok()
        );
        assert!(read(r#"{"action":"reject","project_id":"p","reason":"no project"}"#).is_ok());
        for wrong in [
            r#"{"action":"delete","project_id":"p"}"#,
            r#"{"action":"accept","project_id":"p","everything":true}"#,
            r#"{"action":"correct","mention_id":"m","field":"title","words":{"start":-1,"end":2}}"#,
            r#"{"project_id":"p"}"#,
            "[]",
            "",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
