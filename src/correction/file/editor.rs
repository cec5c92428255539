//! A file of corrections while it is reviewed.

use super::super::error::CorrectionError;
use super::super::model::{Action, Correction};
use super::super::set::{is_field, may_be_empty, normalise};
use super::lock::Lock;
use super::replace::{replace, target};
use super::write::{HEADER, table};
use super::{CorrectionsFile, VERSION, read, text_of};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use toml_edit::{ArrayOfTables, DocumentMut, Item, value};

/// A file of corrections that one review holds. What a person wrote into the file (comments, order) is kept when it is changed.
#[derive(Debug)]
pub struct Editor {
    file: CorrectionsFile,
    /// The file itself, where the path is a link.
    target: PathBuf,
    /// Its text as it was read or written last; none as long as there is no file.
    text: Option<String>,
    /// Number of the next correction.
    next: u64,
    _lock: Lock,
}

impl Editor {
    pub(super) fn lock(path: &Path) -> Result<Self, CorrectionError> {
        let failed = |error| CorrectionError::Io { doing: "read", path: path.to_owned(), error };
        let target = target(path).map_err(failed)?;
        let lock = Lock::take(&target).map_err(|error| match error {
            CorrectionError::Taken { .. } => CorrectionError::Taken { path: path.to_owned() },
            other => other,
        })?;
        let file = CorrectionsFile::of(path, Vec::new());
        let mut editor = Self { file, target, text: None, next: 1, _lock: lock };
        editor.reload()?;
        Ok(editor)
    }

    /// The corrections as they stand in the file.
    pub fn file(&self) -> &CorrectionsFile {
        &self.file
    }

    /// Reads the file anew, whoever has changed it.
    ///
    /// # Errors
    /// When it cannot be read, or is malformed; what was read before stays.
    pub fn reload(&mut self) -> Result<(), CorrectionError> {
        let text = text_of(&self.target)?;
        self.take(text)
    }

    /// Takes a text for the file's.
    fn take(&mut self, text: Option<String>) -> Result<(), CorrectionError> {
        let parsed = read::parse(text.as_deref().unwrap_or_default(), &self.file.path)?;
        let highest =
            parsed.corrections.iter().filter_map(|correction| correction.id.strip_prefix('c')?.parse::<u64>().ok()).max();
        // What this review has removed is not given again either, though somebody may have edited `next` away.
        self.next = self.next.max(parsed.next).max(highest.map_or(1, |highest| highest.saturating_add(1)));
        self.file.corrections = parsed.corrections;
        self.text = text;
        Ok(())
    }

    /// Adds corrections at the end of the file, in their order. Their ids are given here, whatever stands in them: `c1`, `c2`, …; none is
    /// ever given twice. Says the ids.
    ///
    /// # Errors
    /// [`CorrectionError::Changed`] if the file was changed on disk meanwhile; when a correction is not one that could be read again,
    /// or the file cannot be written. Nothing is kept then.
    pub fn add(&mut self, mut corrections: Vec<Correction>) -> Result<Vec<String>, CorrectionError> {
        if corrections.is_empty() {
            return Ok(Vec::new());
        }
        corrections.iter().try_for_each(check)?;
        let mut document = self.document()?;
        let mut next = self.next;
        for correction in &mut corrections {
            correction.id = format!("c{next}");
            next = next.saturating_add(1);
        }
        let list = document.entry("correction").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        self.tables(list)?.extend(corrections.iter().map(|correction| {
            let mut table = table(correction);
            table.decor_mut().set_prefix("\n");
            table
        }));
        self.keep(document, next)?;
        Ok(corrections.into_iter().map(|correction| correction.id).collect())
    }

    /// Removes a correction, with the comments right above it; says whether there was one of that id.
    ///
    /// # Errors
    /// [`CorrectionError::Changed`] if the file was changed on disk meanwhile; when it cannot be written.
    pub fn remove(&mut self, id: &str) -> Result<bool, CorrectionError> {
        self.remove_all(&[id.to_owned()])
    }

    /// Removes corrections together, each with the comments right above it; says whether all of them were there. If not, all stay.
    ///
    /// # Errors
    /// As [`Editor::remove`].
    pub fn remove_all(&mut self, ids: &[String]) -> Result<bool, CorrectionError> {
        let mut document = self.document()?;
        let place = |id: &String| self.file.corrections.iter().position(|correction| correction.id == *id);
        let Some(places) = ids.iter().map(place).collect::<Option<BTreeSet<usize>>>() else { return Ok(false) };
        let Some(list) = document.get_mut("correction") else { return Ok(false) };
        let list = self.tables(list)?;
        for at in places.into_iter().rev() {
            list.remove(at);
        }
        self.keep(document, self.next)?;
        Ok(true)
    }

    /// The file as a document that can be changed, if it is still what was read.
    fn document(&self) -> Result<DocumentMut, CorrectionError> {
        if text_of(&self.target)? != self.text {
            return Err(CorrectionError::Changed { path: self.file.path.clone() });
        }
        let text = self.text.as_deref().filter(|text| !text.trim().is_empty());
        let new = format!("{HEADER}version = {VERSION}\n");
        let parsed = text.unwrap_or(&new).parse();
        parsed.map_err(|error: toml_edit::TomlError| self.malformed(format!("not TOML: {}", error.message())))
    }

    /// The list of corrections; a person may have written it inline, which cannot be added to without rewriting it.
    fn tables<'i>(&self, item: &'i mut Item) -> Result<&'i mut ArrayOfTables, CorrectionError> {
        if let Some(array) = item.as_array().cloned() {
            let tables = Item::Value(array.into()).into_array_of_tables().unwrap_or_default();
            *item = Item::ArrayOfTables(tables);
        }
        item.as_array_of_tables_mut().ok_or_else(|| self.malformed("correction: no list of tables".to_owned()))
    }

    fn malformed(&self, message: String) -> CorrectionError {
        let remedy = "write every correction under a line [[correction]]".to_owned();
        CorrectionError::Malformed { path: self.file.path.clone(), line: 1, message, remedy }
    }

    /// Writes the file, unless what is to be written could not be read again.
    fn keep(&mut self, mut document: DocumentMut, next: u64) -> Result<(), CorrectionError> {
        document.entry("version").or_insert(value(VERSION));
        set_next(&mut document, next);
        let text = document.to_string();
        read::parse(&text, &self.file.path)?;
        let failed = |error| CorrectionError::Io { doing: "write", path: self.file.path.clone(), error };
        replace(&self.target, text.as_bytes()).map_err(failed)?;
        self.next = next;
        self.take(Some(text))
    }
}

/// Whether a correction names a field that there is and a value that fits it.
fn check(correction: &Correction) -> Result<(), CorrectionError> {
    match &correction.action {
        Action::Correct { field, value: Some(value), .. } => normalise(field, value).map(|_| ()),
        Action::Correct { field, .. } if !may_be_empty(field) => normalise(field, "").map(|_| ()),
        Action::Accept { field: Some(field), .. } if !is_field(field) => normalise(field, "").map(|_| ()),
        _ => Ok(()),
    }
}

fn set_next(document: &mut DocumentMut, next: u64) {
    let next = i64::try_from(next).unwrap_or(i64::MAX);
    match document.get_mut("next").and_then(Item::as_value_mut) {
        Some(known) => {
            // The blanks and the comment around it stay.
            let decor = known.decor().clone();
            *known = next.into();
            *known.decor_mut() = decor;
        }
        None => document["next"] = value(next),
    }
}
