//! Verdicts by identity, and problems by code.

use crate::dataset::DatasetError;
use crate::report::read::{Line, each};
use std::collections::BTreeMap;
use std::path::Path;

/// How often an identity held, nearly held, or did not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::report) struct Verdicts {
    /// To the grosz, or within rounding.
    pub(in crate::report) held: u64,
    /// Near, but beyond rounding.
    pub(in crate::report) near: u64,
    /// Not.
    pub(in crate::report) broken: u64,
}

/// Verdicts by identity: those broken most first.
pub(super) fn identities(edition: &Path) -> Result<Vec<(String, Verdicts)>, DatasetError> {
    let mut of: BTreeMap<String, Verdicts> = BTreeMap::new();
    each(edition, "checks", &["identity", "verdict"], |line| {
        let verdicts = of.entry(line.text(0).unwrap_or_default()).or_default();
        match line.text(1).as_deref() {
            Some("exact" | "rounding") => verdicts.held += 1,
            Some("near") => verdicts.near += 1,
            _ => verdicts.broken += 1,
        }
    })?;
    let mut all: Vec<_> = of.into_iter().collect();
    all.sort_by(|a, b| (b.1.broken, b.1.near, b.1.held).cmp(&(a.1.broken, a.1.near, a.1.held)).then_with(|| a.0.cmp(&b.0)));
    Ok(all)
}

/// A kind of problem.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct ProblemKind {
    /// Where it arises.
    pub(in crate::report) stage: String,
    /// Its code.
    pub(in crate::report) code: String,
    /// How often.
    pub(in crate::report) count: u64,
    /// What one of them says.
    pub(in crate::report) message: String,
    /// What to do about that one.
    pub(in crate::report) remedy: String,
    /// Where it stands.
    pub(in crate::report) place: String,
}

/// Problems by kind: the most frequent first.
pub(super) fn problems(edition: &Path) -> Result<Vec<ProblemKind>, DatasetError> {
    let mut of: BTreeMap<(String, String), ProblemKind> = BTreeMap::new();
    each(edition, "problems", &["stage", "code", "message", "remedy", "url", "path"], |line| {
        let [stage, code] = [0, 1].map(|column| line.text(column).unwrap_or_default());
        let kind = of.entry((stage.clone(), code.clone())).or_insert_with(|| first(line, stage, code));
        kind.count += 1;
    })?;
    let mut all: Vec<ProblemKind> = of.into_values().collect();
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| (&a.stage, &a.code).cmp(&(&b.stage, &b.code))));
    Ok(all)
}

fn first(line: &Line<'_>, stage: String, code: String) -> ProblemKind {
    let place = line.text(4).or_else(|| line.text(5)).unwrap_or_default();
    let [message, remedy] = [2, 3].map(|column| line.text(column).unwrap_or_default());
    ProblemKind { stage, code, count: 0, message, remedy, place }
}
