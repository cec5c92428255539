//! A file of corrections while it is reviewed.

use super::super::error::CorrectionError;
use super::super::model::{Action, Correction};
use super::super::set::{is_field, may_be_empty, normalise};
use super::append::{Seam, beginning, like, line_end, written};
use super::lock::Lock;
use super::replace::{replace, target};
use super::{BOM, CorrectionsFile, VERSION, read, text_of};
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
    /// Where corrections can be added to the text.
    seam: Option<Seam>,
    /// What was added last and is still as it was: ids, and where in the text each begins.
    added: Vec<(String, usize)>,
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
        let mut editor = Self { file, target, text: None, next: 1, seam: None, added: Vec::new(), _lock: lock };
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

    /// Whether the file still says what was read or written last.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn is_as_read(&self) -> Result<bool, CorrectionError> {
        Ok(text_of(&self.target)? == self.text)
    }

    /// Takes a text for the file's.
    fn take(&mut self, text: Option<String>) -> Result<(), CorrectionError> {
        let parsed = read::parse(text.as_deref().unwrap_or_default(), &self.file.path)?;
        let highest =
            parsed.corrections.iter().filter_map(|correction| correction.id.strip_prefix('c')?.parse::<u64>().ok()).max();
        // What this review has removed is not given again either, though somebody may have edited `next` away.
        self.next = self.next.max(parsed.next).max(highest.map_or(1, |highest| highest.saturating_add(1)));
        self.file.corrections = parsed.corrections;
        self.seam = parsed.seam;
        self.added.clear();
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
        self.must_be_as_read()?;
        let mut next = self.next;
        for correction in &mut corrections {
            correction.id = format!("c{next}");
            next = next.saturating_add(1);
        }
        let ids = corrections.iter().map(|correction| correction.id.clone()).collect();
        self.append(corrections, next)?;
        Ok(ids)
    }

    /// Adds corrections at the end of the text; what stands in it is neither read nor written anew.
    fn append(&mut self, corrections: Vec<Correction>, next: u64) -> Result<(), CorrectionError> {
        let tables: Vec<String> = corrections.iter().map(written).collect();
        // What could not be read again is not kept.
        let alone = read::parse(&format!("version = {VERSION}\n{}", tables.concat()), &self.file.path)?;
        if alone.corrections != corrections {
            return Err(self.malformed("correction: not one that can be read again".to_owned()));
        }
        let (mut text, mut seam) = self.extendable()?;
        let moved = seam.set_next(&mut text, next);
        let end = line_end(&text);
        if !text.ends_with('\n') {
            text.push_str(end);
        }
        let mut added: Vec<(String, usize)> =
            self.added.iter().map(|(id, at)| (id.clone(), at.saturating_add_signed(moved))).collect();
        for (table, correction) in tables.iter().zip(&corrections) {
            added.push((correction.id.clone(), text.len()));
            text.push_str(&table.replace('\n', end));
        }
        self.write(&text)?;
        (self.text, self.seam, self.added, self.next) = (Some(text), Some(seam), added, next);
        self.file.corrections.extend(corrections);
        Ok(())
    }

    /// The text, so that tables can be added at its end.
    fn extendable(&self) -> Result<(String, Seam), CorrectionError> {
        let text = self.text.clone().filter(|text| !text.trim_matches(|c: char| c == BOM || c.is_whitespace()).is_empty());
        if let (Some(text), Some(seam)) = (&text, &self.seam) {
            return Ok((text.clone(), seam.clone()));
        }
        let text = match text {
            None => beginning(),
            // A person has written the list inline: it becomes one of tables.
            Some(_) => {
                let mut document = self.document()?;
                document.entry("version").or_insert(value(VERSION));
                if let Some(list) = document.get_mut("correction") {
                    self.tables(list)?;
                }
                self.shown(&document)
            }
        };
        let seam = read::parse(&text, &self.file.path)?.seam;
        let seam = seam.ok_or_else(|| self.malformed("correction: no list of tables".to_owned()))?;
        Ok((text, seam))
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
        self.must_be_as_read()?;
        let place = |id: &String| self.file.corrections.iter().position(|correction| correction.id == *id);
        let Some(places) = ids.iter().map(place).collect::<Option<BTreeSet<usize>>>() else { return Ok(false) };
        if let Some(kept) = self.before(&places) {
            self.write(&kept)?;
            self.added.truncate(self.added.len() - places.len());
            self.file.corrections.truncate(self.file.corrections.len() - places.len());
            self.text = Some(kept);
            return Ok(true);
        }
        let mut document = self.document()?;
        let Some(list) = document.get_mut("correction") else { return Ok(false) };
        let list = self.tables(list)?;
        for at in places.into_iter().rev() {
            list.remove(at);
        }
        self.keep(document, self.next)?;
        Ok(true)
    }

    /// The text without corrections that were added a moment ago and stand at its end.
    fn before(&self, places: &BTreeSet<usize>) -> Option<String> {
        let from = self.file.corrections.len().checked_sub(places.len())?;
        let first = self.added.len().checked_sub(places.len())?;
        let (_, start) = self.added.get(first)?;
        (places.first() == Some(&from)).then(|| self.text.as_ref()?.get(..*start).map(str::to_owned))?
    }

    fn must_be_as_read(&self) -> Result<(), CorrectionError> {
        if self.is_as_read()? { Ok(()) } else { Err(CorrectionError::Changed { path: self.file.path.clone() }) }
    }

    /// The file as a document that can be changed.
    fn document(&self) -> Result<DocumentMut, CorrectionError> {
        let text = self.text.as_deref().unwrap_or_default();
        let parsed = text.trim_start_matches(BOM).parse();
        parsed.map_err(|error: toml_edit::TomlError| self.malformed(format!("not TOML: {}", error.message())))
    }

    /// A document as text, with the lines of the file as they ended.
    fn shown(&self, document: &DocumentMut) -> String {
        like(&document.to_string(), self.text.as_deref().unwrap_or_default())
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
        let text = self.shown(&document);
        read::parse(&text, &self.file.path)?;
        self.write(&text)?;
        self.next = next;
        self.take(Some(text))
    }

    fn write(&self, text: &str) -> Result<(), CorrectionError> {
        let failed = |error| CorrectionError::Io { doing: "write", path: self.file.path.clone(), error };
        replace(&self.target, text.as_bytes()).map_err(failed)
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
