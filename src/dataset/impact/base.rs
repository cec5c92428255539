//! What of an edition is held so that a correction's consequences can be told at once.

use crate::dataset::error::DatasetError;
use crate::dataset::measures::{Measures, Yardsticks};
use crate::dataset::parquet;
use crate::dataset::reopen::narrowed;
use crate::dataset::rows::TableReader;
use crate::dataset::schema;
use crate::resolve::{Blocks, Key, values};
use crate::table::Named;
use crate::table::Spec;
use crate::value::Currency;
use polars::prelude::DataType;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::LazyLock;

use super::answers::Answers;
use super::elsewhere::Quotes;
use crate::check::Mention;

/// Rows of `projects` that are counted at once.
const SLICE: usize = 4_096;

/// Sums of a year's prices and figures per inhabitant follow the sums they are made of: no file of them is needed here.
static YARDSTICKS: LazyLock<Yardsticks> = LazyLock::new(Yardsticks::default);

/// What is held.
pub(in crate::dataset) struct Base {
    /// The municipalities with their projects, counted as in the edition.
    pub(super) measures: Measures<'static>,
    /// The total costs in PLN of all published projects.
    /// Total costs and grants of all projects, in PLN.
    pub(super) published_pln: [Decimal; 2],
    /// TERYT numbers of the sources, by their ids.
    pub(super) teryt: HashMap<String, String>,
    /// What joins the mentions, by their positions, as they are told.
    pub(super) keys: Vec<Key>,
    /// Of those that people have put right, as they were read.
    pub(super) read: BTreeMap<u32, Key>,
    pub(super) blocks: Blocks,
    pub(super) quotes: Quotes,
    /// What people have put right already.
    pub(super) answers: Answers,
}

impl Default for Base {
    fn default() -> Self {
        Self {
            measures: Measures::new(&YARDSTICKS, ""),
            published_pln: [Decimal::ZERO; 2],
            teryt: HashMap::new(),
            keys: Vec::new(),
            read: BTreeMap::new(),
            blocks: Blocks::default(),
            quotes: Quotes::default(),
            answers: Answers::default(),
        }
    }
}

impl Base {
    /// Reads it; the keys and the quotes are of all mentions.
    pub(in crate::dataset) fn read(
        edition: &Path,
        keys: Vec<Key>,
        read: BTreeMap<u32, Key>,
        mut quotes: Quotes,
    ) -> Result<Self, DatasetError> {
        let (measures, published_pln) = counted(edition)?;
        quotes.settle();
        let blocks = Blocks::new(&keys);
        let (teryt, answers) = (sources(edition)?, Answers::read(edition)?);
        Ok(Self { measures, published_pln, teryt, keys, read, blocks, quotes, answers })
    }
}

/// Counts the projects of the edition, and adds up what is published of them.
fn counted(edition: &Path) -> Result<(Measures<'static>, [Decimal; 2]), DatasetError> {
    let mut measures = Measures::new(&YARDSTICKS, "");
    let (mut grosze, locations) = ([0i128; 2], parquet::read(&edition.join("locations.parquet"))?);
    let columns = schema::projects();
    let names: Vec<&str> = columns.iter().map(|column| column.spec).filter(is_counted).map(|spec| spec.name).collect();
    let slices = parquet::slices(&edition.join("projects.parquet"), &names, SLICE)?;
    measures.take_each(slices, &locations, |projects| {
        let currencies = projects.column("currency")?.cast(&DataType::String)?;
        let currencies = currencies.str()?;
        for (column, grosze) in ["total_cost", "cofinancing"].into_iter().zip(&mut grosze) {
            let sums = projects.column(column)?.decimal()?.physical().clone();
            let in_pln = currencies.iter().zip(sums.iter()).filter(|(currency, _)| *currency == Some(Currency::Pln.name()));
            *grosze += in_pln.filter_map(|(_, sum)| sum).sum::<i128>();
        }
        Ok(())
    })?;
    Ok((measures, grosze.map(|grosze| Decimal::try_from_i128_with_scale(grosze, 2).unwrap_or_default())))
}

fn is_counted(spec: &Spec) -> bool {
    !matches!(spec.name, "doubts" | "url" | "path" | "resolved_id" | "first_seen" | "last_seen" | "last_changed")
}

fn sources(edition: &Path) -> Result<HashMap<String, String>, DatasetError> {
    let mut sources = HashMap::new();
    for rows in TableReader::open(edition, &narrowed("coverage", &["source", "teryt"]))?.groups() {
        let rows = rows?;
        for row in 0..rows.height() {
            let (source, teryt) = (rows.cell(row, 0), rows.cell(row, 1));
            sources.extend(source.as_text().zip(teryt.as_text()).map(|(source, teryt)| (source.to_owned(), teryt.to_owned())));
        }
    }
    Ok(sources)
}

/// What a mention states of the fields that have words of their own, with those words.
pub(super) fn stated(mention: &Mention) -> Vec<(&'static str, String, &str)> {
    let evidence = mention.notice.evidence();
    let quote = |field: &str| evidence.iter().find(|(name, _)| name == field).map(|(_, evidence)| evidence.quote.as_str());
    values(&mention.notice).into_iter().filter_map(|(field, value)| Some((field, value, quote(field)?))).collect()
}
