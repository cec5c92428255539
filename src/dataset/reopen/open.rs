//! Reading an edition's mentions back, a row group at a time.

use super::fault::Fault;
use super::pages::Pages;
use super::retell::{Columns, Row};
use super::words::EvidenceReader;
use super::{Entry, ProjectEntry, Reopened, Told};
use crate::check::Mention;
use crate::dataset::codec::{Names, encode};
use crate::dataset::edition::Edition;
use crate::dataset::error::DatasetError;
use crate::dataset::impact::{Base, Quotes};
use crate::dataset::mended::as_read;
use crate::dataset::rows::{Rows, TableReader};
use crate::dataset::spool::Spool;
use crate::resolve::Key;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

/// After how many mentions the progress is told.
const STEP: usize = 512;

/// Opens an edition.
pub(super) fn open(edition: &Path, spool: Arc<Spool>, progress: &dyn Fn(usize, usize)) -> Result<Reopened, DatasetError> {
    Edition::open(edition)?;
    let (mentions, evidence) = (TableReader::named(edition, "mentions")?, TableReader::named(edition, "evidence")?);
    let all = mentions.height();
    progress(0, all);
    let (pages, fetched) = Pages::read(edition)?;
    let (keys, quotes) = (Vec::with_capacity(all), Quotes::default());
    let reopened = Reopened {
        edition: edition.to_owned(),
        spool,
        names: Names::default(),
        pages,
        mentions: Vec::with_capacity(all),
        projects: Vec::new(),
        numbers: HashMap::new(),
        base: Base::default(),
    };
    let mut opening = Opening {
        reopened,
        fetched,
        columns: Rc::new(Columns::of(&mentions)),
        words: EvidenceReader::new(&evidence),
        keys,
        read: BTreeMap::new(),
        quotes,
        all,
        progress,
    };
    for rows in mentions.groups() {
        opening.take(&rows?)?;
    }
    if !opening.words.is_done()? {
        // Both tables are written in one pass; rows left over belong to another edition.
        return Err(Fault::Row("evidence").of(edition, "that `mentions` does not have"));
    }
    let Opening { mut reopened, keys, read, quotes, .. } = opening;
    reopened.base = Base::read(edition, keys, read, quotes)?;
    progress(all, all);
    Ok(reopened)
}

/// An edition that is being opened.
struct Opening<'t> {
    reopened: Reopened,
    /// When each page was fetched.
    fetched: Vec<Option<Box<str>>>,
    columns: Rc<Columns>,
    words: EvidenceReader<'t>,
    keys: Vec<Key>,
    read: BTreeMap<u32, Key>,
    quotes: Quotes,
    all: usize,
    progress: &'t dyn Fn(usize, usize),
}

impl Opening<'_> {
    fn take(&mut self, rows: &Rows) -> Result<(), DatasetError> {
        for row in 0..rows.height() {
            let columns = Rc::clone(&self.columns);
            let row = Row { rows, row, columns: &columns };
            let id = row.text("mention_id").map_err(|fault| fault.of(&self.reopened.edition, "?"))?;
            self.take_row(row, &id).map_err(|fault| fault.of(&self.reopened.edition, &id))?;
            if self.reopened.mentions.len() % STEP == 0 {
                (self.progress)(self.reopened.mentions.len(), self.all);
            }
        }
        Ok(())
    }

    fn take_row(&mut self, row: Row<'_>, id: &str) -> Result<(), Fault> {
        let words = self.words.of(id)?;
        let mention = row.mention(words)?;
        let reopened = &mut self.reopened;
        let page = reopened.pages.row(&row.text("page_id")?).ok_or(Fault::Row("mentions"))?;
        self.quotes.add(reopened.mentions.len() as u32, &mention);
        let key = Key::of(&mention, page);
        if !mention.corrected.is_empty() {
            let read = Key::of(&as_read(&mention), page);
            self.read.extend((read != key).then_some((reopened.mentions.len() as u32, read)));
        }
        self.keys.push(key);
        let Mention { source, mention: number, notice, checks, proof, corrected } = mention;
        let fetched = self.fetched[page as usize].as_deref().map(str::to_owned);
        let project = reopened.project(row.text("project_id")?);
        let told = Told { source, fetched, number, notice, checks, proof, corrected };
        let kept = reopened.spool.put(&encode(&told, &mut reopened.names))?;
        let position = reopened.mentions.len() as u32;
        let number = u32::try_from(number).map_err(|_| Fault::Row("mentions"))?;
        reopened.pages.add_mention(page, position);
        reopened.projects[project as usize].members.push(position);
        reopened.mentions.push(Entry { kept, page, number, project });
        Ok(())
    }
}

impl Reopened {
    /// The position of a project, which is new if its id is.
    fn project(&mut self, id: String) -> u32 {
        let id = id.into_boxed_str();
        if let Some(&number) = self.numbers.get(&id) {
            return number;
        }
        let number = self.projects.len() as u32;
        self.projects.push(ProjectEntry { id: id.clone(), members: Vec::new() });
        self.numbers.insert(id, number);
        number
    }
}
