//! A whole document in one file: its styles, scripts and data inside, and nothing let in from outside.

use super::texts::{Language, word};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;
use sha2::{Digest, Sha256};

const BASE_STYLE: &str = include_str!("assets/base.css");
const BASE_SCRIPT: &str = include_str!("assets/base.js");

/// A document on its way to a file.
#[derive(Debug)]
pub struct Document<'a> {
    /// Key of its title, and what follows it (the name of an edition).
    pub title: (&'a str, &'a str),
    /// Style sheet after the one of all documents.
    pub style: &'a str,
    /// Script after the one of all documents; both are one module.
    pub script: &'a str,
    /// Data for the script: id and JSON, each an element `script type="application/json"`.
    pub data: Vec<(&'a str, Value)>,
    /// What stands in the body.
    pub body: Markup,
}

impl Document<'_> {
    /// Writes it. Its Content-Security-Policy lets through its own style and script by their hashes, and nothing else.
    pub fn into_string(self) -> String {
        self.written("").1
    }

    /// Writes it for a server that its script may talk to, and only that one. Gives the policy, to be sent as a header as well, and
    /// the document.
    pub fn served(self) -> (String, String) {
        self.written("; connect-src 'self'")
    }

    fn written(self, more: &str) -> (String, String) {
        let style = format!("{BASE_STYLE}\n{}", self.style);
        let script = format!("{BASE_SCRIPT}\n{}", self.script);
        let policy = format!(
            "default-src 'none'; style-src '{}'; script-src '{}'; img-src data:; base-uri 'none'; form-action 'none'{more}",
            hash(&style),
            hash(&script)
        );
        let title = format!("{} {}", word(self.title.0, Language::Pl), self.title.1);
        let page = html! {
            (DOCTYPE)
            html lang="pl" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(&policy);
                    meta name="referrer" content="no-referrer";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title.trim()) }
                    style { (PreEscaped(&style)) }
                }
                body {
                    (self.body)
                    @for (id, value) in &self.data {
                        script type="application/json" id=(id) { (json(value)) }
                    }
                    script type="module" { (PreEscaped(&script)) }
                }
            }
        };
        (policy, page.into_string())
    }
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

/// JSON that can stand inside a `script` element, whatever its strings hold.
pub fn json(value: &Value) -> Markup {
    let text = value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    PreEscaped(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json as value;

    #[test]
    fn data_cannot_end_its_element() {
        let text = json(&value!({"a": "</script><script>alert(1)</script><!--"})).into_string();
        assert!(!text.contains('<'), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["a"], "</script><script>alert(1)</script><!--");
    }

    #[test]
    fn a_document_lets_nothing_in() {
        let document = Document {
            title: ("common.title", "<x>"),
            style: "p{}",
            script: "1",
            data: vec![("d", value!(1))],
            body: html! { p { "x" } },
        };
        let text = document.into_string();
        assert!(text.contains("default-src 'none'") && text.contains("script-src 'sha256-"), "{text}");
        assert!(!text.contains("unsafe-inline") && text.contains("&lt;x&gt;</title>"), "{text}");
        assert!(!text.contains("connect-src"), "nothing is fetched from a file");
    }

    #[test]
    fn a_served_document_may_talk_to_its_own_server_alone() {
        let title = ("common.title", "");
        let (policy, text) = Document { title, style: "", script: "", data: Vec::new(), body: html! {} }.served();
        assert!(policy.contains("connect-src 'self'") && !policy.contains('*'), "{policy}");
        assert!(text.contains(&policy.replace('\'', "&#39;")) || text.contains(&policy), "{text}");
    }
}
