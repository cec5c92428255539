//! Reading a published edition back: is every file what it was, does every quote stand where it says?
//!
//! Only the columns that are compared are read, a slice at a time; of keys the hashes are kept, of texts those of a few pages.

use super::edition::{DocumentFile, Edition, TableFile, fingerprint};
use super::error::DatasetError;
use super::parquet::{self, slices};
use super::schema::{may_be_null, tables};
use polars::prelude::{DataFrame, DataType, PolarsResult};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Rows that are looked at together.
const ROWS: usize = 65_536;
/// Pages whose texts are looked at together.
const PAGES: usize = 1024;

/// The rule of values that a person has given.
const CORRECTED: &str = "corrected";

/// What was verified, and what failed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Things that were looked at, by kind, in the order they were looked at.
    pub verified: Vec<(&'static str, usize)>,
    /// What is not as it should be, each naming its row.
    pub failures: Vec<String>,
}

/// Verifies an edition: tables and documents against `edition.json`, evidence against the pages' text, links between the tables, and the counts
/// of people.
///
/// # Errors
/// When the folder is no edition, or one whose tables are of another form than this program's. What can be read but is wrong is a
/// failure in the result.
pub fn verify(folder: &Path) -> Result<Verification, DatasetError> {
    let edition = Edition::open(folder)?;
    let mut verifying = Verifying { folder, readable: BTreeSet::new(), keys: HashMap::new(), result: Verification::default() };
    verifying.files(&edition);
    verifying.documents(&edition);
    for step in [Verifying::links, Verifying::evidence, Verifying::people] {
        // A table that breaks off where its last lines say nothing of it.
        if let Err(error) = step(&mut verifying) {
            verifying.result.failures.push(error.to_string());
        }
    }
    Ok(verifying.result)
}

/// An edition under examination.
struct Verifying<'f> {
    folder: &'f Path,
    /// Tables whose files are there and can be opened.
    readable: BTreeSet<&'static str>,
    /// Hashes of the keys of tables that others point to.
    keys: HashMap<&'static str, HashSet<u64>>,
    result: Verification,
}

/// Words that a page is said to hold.
struct Quote {
    row: usize,
    page: String,
    range: Option<Range<usize>>,
    words: Option<String>,
    /// Whether a person has given the value: then there may be no words for it.
    is_corrected: bool,
    /// The mention and the field.
    of: String,
}

impl Verifying<'_> {
    fn path(&self, table: &str) -> PathBuf {
        self.folder.join(format!("{table}.parquet"))
    }

    fn can_read(&self, tables: &[&str]) -> bool {
        tables.iter().all(|table| self.readable.contains(table))
    }

    /// Size, hash and rows of every table's file.
    fn files(&mut self, edition: &Edition) {
        let mut rows = 0;
        for table in tables() {
            match edition.tables.get(table.name) {
                Some(expected) => rows += self.file(table.name, expected),
                None => self.result.failures.push(format!("{}: not in edition.json", table.name)),
            }
        }
        self.result.verified.push(("table files", self.readable.len()));
        self.result.verified.push(("rows", rows));
    }

    /// Size and hash of what says what the tables mean.
    fn documents(&mut self, edition: &Edition) {
        for (name, expected) in &edition.documents {
            let failure = match DocumentFile::of(&self.folder.join(name)) {
                Ok(found) if found == *expected => continue,
                Ok(found) => format!("{name}: not the published file ({} bytes, {} expected)", found.bytes, expected.bytes),
                Err(error) => error.to_string(),
            };
            self.result.failures.push(failure);
        }
        self.result.verified.push(("documents", edition.documents.len()));
    }

    /// Number of rows of one.
    fn file(&mut self, name: &'static str, expected: &TableFile) -> usize {
        let path = self.path(name);
        let failures = &mut self.result.failures;
        match fingerprint(&path) {
            Ok((_, sha256)) if sha256 == expected.sha256 => {}
            Ok((bytes, _)) => {
                failures.push(format!("{name}.parquet: not the published file ({bytes} bytes, {} expected)", expected.bytes));
            }
            Err(error) => {
                failures.push(error.to_string());
                return 0;
            }
        }
        match parquet::rows(&path) {
            Ok(rows) => {
                if rows != expected.rows {
                    failures.push(format!("{name}: {rows} rows, {} expected", expected.rows));
                }
                self.readable.insert(name);
                rows
            }
            Err(error) => {
                failures.push(error.to_string());
                0
            }
        }
    }

    /// Every key that points to another table finds its row there.
    fn links(&mut self) -> Result<(), DatasetError> {
        let mut seen = 0;
        for table in tables() {
            for (column, target) in table.links {
                if !self.can_read(&[table.name, target]) {
                    continue;
                }
                if !self.keys.contains_key(target) {
                    self.keys.insert(target, keys(&self.path(target), column)?);
                }
                let known = &self.keys[target];
                let path = self.path(table.name);
                each_text(&path, column, |row, key| {
                    seen += usize::from(key.is_some());
                    let is_found = key.map_or(may_be_null(table.name, column), |key| known.contains(&hash(key)));
                    if !is_found {
                        let key = key.unwrap_or("null");
                        self.result.failures.push(format!("{} row {row}: {column} {key:?} is not in {target}", table.name));
                    }
                })?;
            }
        }
        self.result.verified.push(("links between tables", seen));
        Ok(())
    }

    /// `text[start..end] == quote`, in bytes, for every row of `evidence`. Only a value that a person has given may have no words: then
    /// its place is the beginning.
    ///
    /// Evidence stands in the order of the pages, so that both are gone through side by side. What stands elsewhere is looked for in
    /// a second passage.
    fn evidence(&mut self) -> Result<(), DatasetError> {
        if !self.can_read(&["evidence", "pages"]) {
            return Ok(());
        }
        let (path, pages_path) = (self.path("evidence"), self.path("pages"));
        let known = self.keys.remove("pages").map_or_else(|| keys(&pages_path, "page_id"), Ok)?;
        let mut pages = slices(&pages_path, &["page_id", "text"], PAGES)?;
        let (mut window, mut seen, mut strays) = (HashMap::new(), 0, Vec::new());
        for slice in slices(&path, &["mention_id", "page_id", "field", "start", "end", "quote", "rule"], ROWS)? {
            let slice = slice?;
            for quote in quotes(&slice, seen).map_err(DatasetError::table("read", &path))? {
                if !known.contains(&hash(&quote.page)) {
                    self.compare(&quote, None);
                    continue;
                }
                while !window.contains_key(&quote.page) {
                    let Some(next) = pages.next() else { break };
                    window = texts(&next?).map_err(DatasetError::table("read", &pages_path))?;
                }
                match window.get(&quote.page) {
                    Some(text) => self.compare(&quote, Some(text)),
                    None => strays.push(quote),
                }
            }
            seen += slice.height();
        }
        self.strays(&strays, &pages_path)?;
        self.result.verified.push(("quotes in their pages", seen));
        Ok(())
    }

    fn strays(&mut self, strays: &[Quote], pages_path: &Path) -> Result<(), DatasetError> {
        if strays.is_empty() {
            return Ok(());
        }
        for slice in slices(pages_path, &["page_id", "text"], PAGES)? {
            let texts = texts(&slice?).map_err(DatasetError::table("read", pages_path))?;
            for quote in strays {
                if let Some(text) = texts.get(&quote.page) {
                    self.compare(quote, Some(text));
                }
            }
        }
        Ok(())
    }

    fn compare(&mut self, quote: &Quote, text: Option<&String>) {
        let found = text.and_then(|text| text.get(quote.range.clone()?));
        let is_empty = found == Some("") && !(quote.is_corrected && quote.range == Some(0..0));
        if found.is_none() || found != quote.words.as_deref() || is_empty {
            let words = quote.words.as_deref().unwrap_or("");
            let told = format!("evidence row {}: {}: the page has {found:?}, the quote is {words:?}", quote.row, quote.of);
            self.result.failures.push(told);
        }
    }

    /// A check that calls women + men = participants exact is right.
    fn people(&mut self) -> Result<(), DatasetError> {
        if !self.can_read(&["checks", "mentions"]) {
            return Ok(());
        }
        let (checks, mentions) = (self.path("checks"), self.path("mentions"));
        let (mut wanted, mut rows, mut seen): (HashMap<String, usize>, usize, usize) = (HashMap::new(), 0, 0);
        for slice in slices(&checks, &["mention_id", "identity", "verdict", "scope"], ROWS)? {
            let slice = slice?;
            let found = exact_counts(&slice).map_err(DatasetError::table("read", &checks))?;
            seen += found.len();
            wanted.extend(found.into_iter().map(|(row, mention)| (mention, rows + row)));
            rows += slice.height();
        }
        for slice in slices(&mentions, &["mention_id", "women", "men", "participants"], ROWS)? {
            for (mention, is_right) in sums(&slice?).map_err(DatasetError::table("read", &mentions))? {
                if let Some(row) = wanted.remove(&mention)
                    && !is_right
                {
                    self.result.failures.push(format!("checks row {row}: {mention}: women + men is not participants"));
                }
            }
        }
        self.result.verified.push(("counts of people", seen));
        Ok(())
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Hashes of a key column.
fn keys(path: &Path, column: &str) -> Result<HashSet<u64>, DatasetError> {
    let mut keys = HashSet::new();
    each_text(path, column, |_, key| keys.extend(key.map(hash)))?;
    Ok(keys)
}

/// Every value of a column of texts, with its row.
fn each_text(path: &Path, column: &str, mut each: impl FnMut(usize, Option<&str>)) -> Result<(), DatasetError> {
    let mut start = 0;
    for slice in slices(path, &[column], ROWS)? {
        let slice = slice?;
        let texts = slice.column(column).and_then(|column| column.str()).map_err(DatasetError::table("read", path))?;
        texts.iter().enumerate().for_each(|(row, text)| each(start + row, text));
        start += slice.height();
    }
    Ok(())
}

/// The rows of a slice of `evidence` that begins at a row.
fn quotes(slice: &DataFrame, first: usize) -> PolarsResult<Vec<Quote>> {
    let text = |name: &str| slice.column(name)?.str();
    let (mentions, pages, fields, words) = (text("mention_id")?, text("page_id")?, text("field")?, text("quote")?);
    let rules = text("rule")?;
    let (starts, ends) = (slice.column("start")?.i64()?, slice.column("end")?.i64()?);
    let place = |place: Option<i64>| usize::try_from(place?).ok();
    let quote = |row| Quote {
        row: first + row,
        page: pages.get(row).unwrap_or("").to_owned(),
        range: place(starts.get(row)).zip(place(ends.get(row))).map(|(start, end)| start..end),
        words: words.get(row).map(str::to_owned),
        is_corrected: rules.get(row) == Some(CORRECTED),
        of: format!("{} {}", mentions.get(row).unwrap_or("?"), fields.get(row).unwrap_or("?")),
    };
    Ok((0..slice.height()).map(quote).collect())
}

/// The texts of a slice of `pages`.
fn texts(slice: &DataFrame) -> PolarsResult<HashMap<String, String>> {
    let (ids, texts) = (slice.column("page_id")?.str()?, slice.column("text")?.str()?);
    let of = |(id, text): (Option<&str>, Option<&str>)| Some((id?.to_owned(), text?.to_owned()));
    Ok(ids.iter().zip(texts.iter()).filter_map(of).collect())
}

/// The rows of a slice of `checks` that call the sum of women and men exact, with their mentions.
fn exact_counts(slice: &DataFrame) -> PolarsResult<Vec<(usize, String)>> {
    let text = |name: &str| slice.column(name)?.cast(&DataType::String);
    let columns = [text("mention_id")?, text("identity")?, text("verdict")?, text("scope")?];
    let [mentions, identities, verdicts, scopes] = [columns[0].str()?, columns[1].str()?, columns[2].str()?, columns[3].str()?];
    let is_exact =
        |row| [identities.get(row), verdicts.get(row), scopes.get(row)] == ["women_plus_men", "exact", "project"].map(Some);
    let rows = (0..slice.height()).filter(|&row| is_exact(row));
    Ok(rows.filter_map(|row| Some((row, mentions.get(row)?.to_owned()))).collect())
}

/// The mentions of a slice that print women, men and participants, and whether these add up.
fn sums(slice: &DataFrame) -> PolarsResult<Vec<(String, bool)>> {
    let ids = slice.column("mention_id")?.str()?;
    let count = |name: &str| slice.column(name)?.i64();
    let (women, men, participants) = (count("women")?, count("men")?, count("participants")?);
    let of = |row| Some((ids.get(row)?.to_owned(), women.get(row)?.checked_add(men.get(row)?)? == participants.get(row)?));
    Ok((0..slice.height()).filter_map(of).collect())
}
