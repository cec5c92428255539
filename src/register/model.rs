//! What a list holds, row by row, and what is said of it as a whole.

use crate::value::Currency;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A row of an official list. What a cell does not hold, or cannot be read, is `None`; the latter is one of `problems` too.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listed {
    /// Number of the row in the file, from 1, with everything above it counted.
    pub row: u64,
    /// Number of the agreement or decision, as printed: with prefix and version.
    pub number: Option<String>,
    /// Title of the project. Some systems cut it at 255 letters.
    pub title: Option<String>,
    /// Who signed the agreement; of a partnership its leader.
    pub beneficiary: Option<String>,
    /// The beneficiary's tax number.
    pub nip: Option<String>,
    /// Name of the programme, as printed.
    pub programme: Option<String>,
    /// Deepest measure given.
    pub measure: Option<String>,
    /// The EU fund, as printed.
    pub fund: Option<String>,
    /// Whole cost, in `currency`.
    pub total: Option<Decimal>,
    /// Eligible cost.
    pub eligible: Option<Decimal>,
    /// The EU's part.
    pub eu: Option<Decimal>,
    /// The whole public grant; only the lists of 2007-2013 have it.
    pub grant: Option<Decimal>,
    /// Rate of the EU's part, in per cent.
    pub rate: Option<Decimal>,
    /// The currency of the sums; none where the header leaves zł or euro open and the row names no programme.
    pub currency: Option<Currency>,
    /// First day.
    pub start: Option<NaiveDate>,
    /// Last day.
    pub end: Option<NaiveDate>,
    /// Day of signature.
    pub signed: Option<NaiveDate>,
    /// Where the project is carried out; empty where the list does not say.
    pub places: Vec<ListedPlace>,
    /// Whether it is settled.
    pub finished: Option<bool>,
    /// Cells that cannot be read.
    pub problems: Vec<Problem>,
}

/// A place of a project, as far as the list names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ListedPlace {
    /// Voivodeship; none stands for the whole country.
    pub voivodeship: Option<String>,
    /// County: adjective, or the name of a city.
    pub county: Option<String>,
    /// Municipality, without the words for its kind.
    pub municipality: Option<String>,
    /// What those words say.
    pub hint: Option<PlaceHint>,
}

/// Which of two municipalities of one name is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceHint {
    /// The town.
    Urban,
    /// The villages around it.
    Rural,
}

/// A cell that cannot be read, or a row that is not as it should be. The row is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Row in the file, from 1.
    pub row: u64,
    /// Header of the column, as printed, or its letter; none where the whole row is meant.
    pub column: Option<String>,
    /// What stands there, cut where it is long.
    pub value: String,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

/// What is wrong with a cell or a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// Not a sum of money.
    Amount,
    /// A sum with more than two decimal places that is no rounding of a binary number.
    Places,
    /// A dot or comma before three digits, and nothing above it in its column tells whether it parts thousands or grosze.
    Ambiguous,
    /// Not a date, or one outside 1990–2060: a serial number of another kind.
    Date,
    /// Neither yes nor no.
    Flag,
    /// A fault of the spreadsheet (`#REF!`, `#N/A`), or a cell whose content is broken.
    Fault,
    /// Letters that the file's character set does not have.
    Letters,
    /// The row has more or fewer cells than the header; its figures are not read, for they may stand under the wrong one.
    Width,
    /// Neither title nor number: a sum or a remark below the list.
    Nameless,
    /// More text than a cell can hold; cut.
    Long,
}

impl ProblemKind {
    /// Short, stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::Places => "decimal_places",
            Self::Ambiguous => "ambiguous_sum",
            Self::Date => "date",
            Self::Flag => "yes_or_no",
            Self::Fault => "cell_error",
            Self::Letters => "letters",
            Self::Width => "cells",
            Self::Nameless => "nameless",
            Self::Long => "too_long",
        }
    }

    /// What is wrong, in words.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Amount => "not a sum of money",
            Self::Places => "a sum with more than two decimal places",
            Self::Ambiguous => "a dot or comma that may part thousands or grosze",
            Self::Date => "not a date between 1990 and 2060",
            Self::Flag => "neither yes nor no",
            Self::Fault => "a fault of the spreadsheet",
            Self::Letters => "letters lost to another character set",
            Self::Width => "another number of cells than the header; figures not read",
            Self::Nameless => "neither title nor number",
            Self::Long => "more text than a cell can hold; cut",
        }
    }
}

/// What a list may cost. A list is input from strangers: a file of some kilobytes can unpack to gigabytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub max_bytes: u64,
    /// Bytes all parts of a workbook unpack to.
    pub max_inflated: u64,
    /// Bytes the table of shared texts of a workbook unpacks to; the only part that is held in memory.
    pub max_shared: u64,
    /// Rows looked through for the header.
    pub head_rows: usize,
    /// Columns that are read; a sheet has 16 384.
    pub max_columns: usize,
    /// Letters of a cell; a spreadsheet holds 32 767.
    pub max_cell: usize,
    /// Lines a quoted cell may go over. A quotation mark that is never closed swallows the rows after it.
    pub max_cell_lines: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 1 << 30,
            max_inflated: 4 << 30,
            max_shared: 1 << 30,
            head_rows: 30,
            max_columns: 256,
            max_cell: 32_767,
            max_cell_lines: 200,
        }
    }
}

/// A list as a whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListSummary {
    /// Name of the file.
    pub file: String,
    /// Sheet of the workbook.
    pub sheet: Option<String>,
    /// Character set of a CSV file.
    pub charset: Option<&'static str>,
    /// Separator of a CSV file.
    pub separator: Option<char>,
    /// Row of the header, from 1.
    pub header_row: u64,
    /// The columns that are read: what they hold and how they are headed.
    pub columns: Vec<(crate::vocabulary::ListColumn, String)>,
    /// Headers of columns that are not.
    pub unread: Vec<String>,
    /// Rows of projects.
    pub rows: u64,
    /// Rows that only repeat the header or number the columns.
    pub skipped: u64,
    /// The day to which the list holds, if a row above the header says so.
    pub state_of: Option<NaiveDate>,
    /// Programming period.
    pub period: Option<String>,
    /// Rows of each programme, by the code that begins its numbers (`RPWM`) or, failing that, the code of the programme named.
    pub programmes: BTreeMap<String, u64>,
    /// Problems by kind.
    pub problems: BTreeMap<ProblemKind, u64>,
}

impl ListSummary {
    /// Whether the list would hold a project of a programme and period, were it funded: it has rows of that programme, and is of
    /// that period. Of a list that names no programmes, or whose period is not known, that cannot be told.
    pub fn covers(&self, programme: &str, period: Option<&str>) -> bool {
        let same_period = match (self.period.as_deref(), period) {
            (Some(own), Some(other)) => own == other,
            (Some(_), None) => true,
            (None, _) => false,
        };
        same_period && self.programmes.contains_key(programme)
    }
}
