//! Stand-ins for `metryczka::archive`, `metryczka::page::read` and `metryczka::Extractor` until they land. To be deleted.
#![allow(missing_docs)]

use metryczka::check::{Check, Identity, Mention, Proof, Verdict};
use metryczka::notice::{Amount, Doubt, Evidence, Fact, Indicator, Notice, Scope, TargetGroup};
use metryczka::page::Page;
use metryczka::value::{Currency, PartialDate};
use metryczka::vocabulary::{Role, Vocabulary};

pub mod archive {
    use super::page::Limits;
    use metryczka::page::Source;
    use sha2::{Digest, Sha256};
    use std::path::{Path, PathBuf};

    #[derive(Debug)]
    pub struct Capture {
        pub source: Source,
        pub bytes: Vec<u8>,
        pub declared_charset: Option<String>,
        pub fetched: Option<String>,
    }

    #[derive(Debug, thiserror::Error)]
    #[error("cannot read: {path}: {source}")]
    pub struct ArchiveError {
        path: PathBuf,
        source: std::io::Error,
    }

    impl ArchiveError {
        pub fn code(&self) -> &'static str {
            "read_failed"
        }
        pub fn remedy(&self) -> &'static str {
            "check the file's rights"
        }
        pub fn path(&self) -> Option<&Path> {
            Some(&self.path)
        }
    }

    pub fn captures<'a>(paths: &'a [PathBuf], _: &'a Limits) -> impl Iterator<Item = Result<Capture, ArchiveError>> + 'a {
        paths.iter().flat_map(|path| files(path)).map(|path| {
            let path = path?;
            let bytes = std::fs::read(&path).map_err(|source| ArchiveError { path: path.clone(), source })?;
            let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            let source = Source { path: Some(path.to_string_lossy().into_owned()), url: None, sha256 };
            Ok(Capture { source, bytes, declared_charset: None, fetched: None })
        })
    }

    fn files(path: &Path) -> Vec<Result<PathBuf, ArchiveError>> {
        if !path.is_dir() {
            return vec![Ok(path.to_owned())];
        }
        match std::fs::read_dir(path) {
            Ok(entries) => {
                let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
                paths.sort();
                paths.iter().flat_map(|path| files(path)).collect()
            }
            Err(source) => vec![Err(ArchiveError { path: path.to_owned(), source })],
        }
    }
}

pub mod page {
    use metryczka::page::{Page, Source};

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Limits {
        pub max_bytes: usize,
        pub max_depth: usize,
        pub max_elements: usize,
        pub max_attributes: usize,
        pub max_steps_per_byte: usize,
    }

    impl Default for Limits {
        fn default() -> Self {
            Self { max_bytes: 4 << 20, max_depth: 512, max_elements: 200_000, max_attributes: 256, max_steps_per_byte: 4 }
        }
    }

    #[derive(Debug, thiserror::Error)]
    #[error("the page is empty")]
    pub struct PageError;

    impl PageError {
        pub fn code(&self) -> &'static str {
            "page_empty"
        }
        pub fn remedy(&self) -> &'static str {
            "fetch the page again"
        }
    }

    pub fn read(bytes: &[u8], source: Source, _: Option<&str>, _: &Limits) -> Result<Page, PageError> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if text.trim().is_empty() {
            return Err(PageError);
        }
        Ok(Page { source, charset: "UTF-8".into(), title: None, text, blocks: Vec::new() })
    }
}

#[derive(Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    NothingFunded,
}

#[derive(Debug)]
pub struct Extraction {
    pub mentions: Vec<Mention>,
    pub silence: Option<Silence>,
}

#[derive(Debug)]
pub struct Extractor;

/// Reads lines `field: value`; a `---` line parts notices, `panic` panics.
impl Extractor {
    pub fn new(_: Vocabulary) -> Self {
        Self
    }

    pub fn builtin() -> &'static Self {
        &Self
    }

    pub fn vocabulary(&self) -> &Vocabulary {
        Vocabulary::builtin()
    }

    pub fn extract(&self, page: &Page) -> Extraction {
        let mut mentions = Vec::new();
        let mut start = 0;
        for part in page.text.split_inclusive("---\n") {
            if let Some(notice) = notice(part, start) {
                let checks = checks(&notice);
                let proof = if checks.is_empty() { Proof::Unproved } else { Proof::Proved };
                mentions.push(Mention { source: page.source.clone(), mention: mentions.len(), notice, checks, proof });
            }
            start += part.len();
        }
        let silence = mentions.is_empty().then_some(Silence::NothingFunded);
        Extraction { mentions, silence }
    }
}

fn checks(notice: &Notice) -> Vec<Check> {
    let (Some(total), Some(grant)) = (&notice.total_cost, &notice.cofinancing) else { return Vec::new() };
    let difference = Some(total.value - grant.value);
    vec![Check { identity: Identity::TotalIsGrantPlusOwn, verdict: Verdict::Exact, difference, scope: "project" }]
}

#[allow(clippy::panic)]
fn notice(part: &str, start: usize) -> Option<Notice> {
    let mut notice = Notice::default();
    let mut at = start;
    for line in part.split_inclusive('\n') {
        if line.trim() == "panic" {
            panic!("asked to");
        }
        if let Some((key, _)) = line.split_once(": ") {
            let begin = at + key.len() + 2;
            let quote = line[key.len() + 2..].trim_end().to_owned();
            set(&mut notice, key, Evidence { start: begin, end: begin + quote.len(), quote, rule: "stub" });
        }
        at += line.len();
    }
    notice.title.is_some().then_some(notice)
}

fn set(notice: &mut Notice, key: &str, evidence: Evidence) {
    let text = || Some(Fact { value: evidence.quote.clone(), evidence: evidence.clone() });
    let money = |value| Fact { value, evidence: evidence.clone() };
    let amount = |role, value| Amount {
        role,
        value,
        currency: Some(Currency::Pln),
        rate: None,
        rate_basis: None,
        scope: Scope::Project,
        stage: None,
        approximate: false,
        evidence: evidence.clone(),
    };
    let number = evidence.quote.parse::<rust_decimal::Decimal>().ok();
    match key {
        "title" => notice.title = text(),
        "number" => notice.agreement_number = text(),
        "municipality" => notice.municipality = text(),
        "beneficiary" => notice.beneficiary = text(),
        "programme" => notice.programme_code = text(),
        "partner" => notice.partners.extend(text()),
        "total" => {
            notice.total_cost = number.map(money);
            notice.amounts.extend(number.map(|value| amount(Role::Total, value)));
        }
        "grant" => {
            notice.cofinancing = number.map(money);
            notice.amounts.extend(number.map(|value| amount(Role::Grant, value)));
        }
        "rate" => notice.cofinancing_rate = number.map(money),
        "start" => {
            let mut parts = evidence.quote.split('-').map(|part| part.parse::<u32>().ok());
            let year = parts.next().flatten().unwrap_or(2000);
            let value = PartialDate { year: year as i32, month: parts.next().flatten(), day: parts.next().flatten() };
            notice.start_date = Some(Fact { value, evidence: evidence.clone() });
            notice.end_date = Some(Fact { value, evidence: evidence.clone() });
        }
        "people" => {
            let count = evidence.quote.parse().ok();
            notice.participants = count.map(|value| Fact { value, evidence: evidence.clone() });
            notice.target_groups.push(TargetGroup {
                text: evidence.quote.clone(),
                category: "seniors".into(),
                count,
                women: None,
                men: None,
                evidence: evidence.clone(),
            });
            notice.target_categories = vec!["seniors".into()];
            notice.indicators.push(Indicator {
                name: "osoby".into(),
                value: number.unwrap_or_default(),
                unit: Some("osoby".into()),
                evidence: evidence.clone(),
            });
            notice.doubts.push(Doubt { field: "women", reason: "not_printed", candidates: vec!["1".into(), "2".into()] });
        }
        _ => {}
    }
}
