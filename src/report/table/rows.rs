//! The rows of the table: what is seen of a project at a glance.

use super::read::{Record, each};
use crate::dataset::{Cell, DatasetError, StageClass};
use crate::report::figures::is_checked;
use crate::report::read::each as columns_of;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// The currencies in the order in which their sums are sorted; sums of two currencies are never compared by number.
const CURRENCIES: [&str; 5] = ["PLN", "EUR", "USD", "CHF", "CZK"];

/// A project at a glance.
#[derive(Debug, Default, Clone)]
pub(super) struct Row {
    pub(super) id: String,
    /// The mention that tells most; none if no page tells the project any more.
    pub(super) mention_id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) municipality: Option<String>,
    pub(super) voivodeship: Option<String>,
    pub(super) programme: Option<String>,
    pub(super) period: Option<String>,
    pub(super) total: Option<Decimal>,
    pub(super) grant: Option<Decimal>,
    pub(super) currency: Option<String>,
    /// `requested`, `awarded`, `received`.
    pub(super) stage: Option<String>,
    /// How far its money has come, by the rule of all sums: `granted`, `requested`, `unstated`. Those of two are never added.
    pub(super) class: &'static str,
    /// As far as printed, as the end.
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
    pub(super) participants: Option<i64>,
    pub(super) pages: i64,
    pub(super) proof: Option<String>,
    pub(super) status: Option<String>,
    pub(super) presence: Option<String>,
    pub(super) categories: Vec<String>,
    pub(super) number: Option<String>,
    pub(super) beneficiary: Option<String>,
    pub(super) doubts: Vec<Doubt>,
    /// Fields that a person has put right.
    pub(super) corrected: Vec<String>,
    /// Whether the figures that prove themselves are partly a person's.
    pub(super) is_mended: bool,
    /// Where it stands or stood.
    pub(super) place: Option<String>,
}

/// What is doubtful of a project.
#[derive(Debug, Default, Clone)]
pub(super) struct Doubt {
    pub(super) field: String,
    pub(super) reason: String,
    pub(super) candidates: Vec<String>,
}

/// Reads the projects of an edition: the largest grant first, currency by currency, then those that print none.
pub(super) fn read(edition: &Path) -> Result<Vec<Row>, DatasetError> {
    let mut rows = Vec::new();
    each(edition, "projects", |record| rows.push(row(record)))?;
    take_doubts(edition, &mut rows)?;
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    Ok(rows)
}

type Order<'a> = (bool, usize, Reverse<Option<Decimal>>, Reverse<Option<Decimal>>, Option<&'a str>, &'a str);

fn order(row: &Row) -> Order<'_> {
    let rank = |code: &str| CURRENCIES.iter().position(|of| *of == code);
    let currency = row.currency.as_deref().and_then(rank).unwrap_or(CURRENCIES.len());
    (row.grant.is_none(), currency, Reverse(row.grant), Reverse(row.total), row.title.as_deref(), &row.id)
}

fn row(record: &Record<'_>) -> Row {
    let corrected = record.texts("corrected");
    Row {
        id: record.owned("project_id").unwrap_or_default(),
        mention_id: record.owned("mention_id"),
        title: record.owned("title"),
        municipality: record.owned("municipality"),
        voivodeship: record.owned("voivodeship"),
        programme: record.owned("programme_code"),
        period: record.owned("period"),
        total: record.number("total_cost"),
        grant: record.number("cofinancing"),
        currency: record.owned("currency"),
        stage: record.owned("grant_stage"),
        class: class(record),
        start: record.date("start_date", "start_precision"),
        end: record.date("end_date", "end_precision"),
        participants: record.count("participants"),
        pages: record.count("pages").unwrap_or(0),
        proof: record.owned("proof"),
        status: record.owned("status"),
        presence: record.owned("presence"),
        categories: record.texts("target_categories"),
        number: record.owned("agreement_number"),
        beneficiary: record.owned("beneficiary"),
        doubts: doubts(record.cell("doubts")),
        is_mended: corrected.iter().any(|field| is_checked(field)),
        corrected,
        place: record.owned("url").or_else(|| record.owned("path")),
    }
}

/// Takes up what the chosen mention leaves in doubt of values that are published: `projects` tells only of fields that are empty. What
/// a person has put right is in doubt no more.
fn take_doubts(edition: &Path, rows: &mut [Row]) -> Result<(), DatasetError> {
    let chosen: HashMap<String, usize> =
        rows.iter().enumerate().filter_map(|(at, row)| Some((row.mention_id.clone()?, at))).collect();
    columns_of(edition, "mentions", &["mention_id", "doubts"], |line| {
        let Some(row) = line.text(0).and_then(|id| chosen.get(&id)).and_then(|at| rows.get_mut(*at)) else { return };
        for doubt in doubts(line.cell(1)) {
            let is_known = row.doubts.iter().any(|known| (&known.field, &known.reason) == (&doubt.field, &doubt.reason));
            if !is_known && !row.corrected.contains(&doubt.field) {
                row.doubts.push(doubt);
            }
        }
    })
}

/// The class of a project's money.
fn class(record: &Record<'_>) -> &'static str {
    let (status, stage, genre) = (record.text("status"), record.text("grant_stage"), record.text("genre"));
    let is_signed = record.cell("signed_date").as_date().is_some();
    match StageClass::of_words(status.as_deref(), stage.as_deref(), genre.as_deref(), is_signed) {
        StageClass::Awarded | StageClass::Completed => "granted",
        StageClass::Requested => "requested",
        StageClass::Unstated => "unstated",
    }
}

fn doubts(cell: Cell<'_>) -> Vec<Doubt> {
    let Cell::Structs(doubts) = cell else { return Vec::new() };
    let text = |cell: Option<&Cell<'_>>| cell.and_then(Cell::as_text).unwrap_or_default().to_owned();
    let doubt = |record: Vec<Cell<'_>>| Doubt {
        field: text(record.first()),
        reason: text(record.get(1)),
        candidates: record.get(2).map(|cell| cell.as_texts().iter().map(ToString::to_string).collect()).unwrap_or_default(),
    };
    doubts.into_iter().map(doubt).collect()
}

/// The rows column by column for the script: texts that repeat are told once, sums in hundredths.
pub(super) fn columns(rows: &[Row]) -> Value {
    let marked = |is: fn(&Row) -> bool| rows.iter().enumerate().filter(|(_, row)| is(row)).map(|(at, _)| at).collect::<Vec<_>>();
    json!({
        "count": rows.len(),
        "title": rows.iter().map(|row| &row.title).collect::<Vec<_>>(),
        "number": rows.iter().map(|row| &row.number).collect::<Vec<_>>(),
        "municipality": repeated(rows, |row| row.municipality.as_deref()),
        "voivodeship": repeated(rows, |row| row.voivodeship.as_deref()),
        "programme": repeated(rows, |row| row.programme.as_deref()),
        "period": repeated(rows, |row| row.period.as_deref()),
        "currency": repeated(rows, |row| row.currency.as_deref()),
        "stage": repeated(rows, |row| row.stage.as_deref()),
        "class": repeated(rows, |row| Some(row.class)),
        "start": repeated(rows, |row| row.start.as_deref()),
        "end": repeated(rows, |row| row.end.as_deref()),
        "proof": repeated(rows, |row| row.proof.as_deref()),
        "status": repeated(rows, |row| row.status.as_deref()),
        "presence": repeated(rows, |row| row.presence.as_deref()),
        "beneficiary": repeated(rows, |row| row.beneficiary.as_deref()),
        "total": rows.iter().map(|row| hundredths(row.total)).collect::<Vec<_>>(),
        "grant": rows.iter().map(|row| hundredths(row.grant)).collect::<Vec<_>>(),
        "participants": rows.iter().map(|row| row.participants).collect::<Vec<_>>(),
        "pages": rows.iter().map(|row| row.pages).collect::<Vec<_>>(),
        "categories": lists(rows),
        "doubt": marked(|row| !row.doubts.is_empty()),
        "corrected": marked(|row| !row.corrected.is_empty()),
        "mended": marked(|row| row.is_mended),
        "id": rows.iter().map(|row| &row.id).collect::<Vec<_>>(),
    })
}

/// A column of texts: each of them once, in their order, and for each row its place among them (-1: none).
fn repeated<'a>(rows: &'a [Row], get: fn(&'a Row) -> Option<&'a str>) -> Value {
    let mut texts: BTreeMap<&str, usize> = rows.iter().filter_map(get).map(|text| (text, 0)).collect();
    texts.values_mut().enumerate().for_each(|(at, place)| *place = at);
    let place = |row| get(row).and_then(|text| texts.get(text)).map_or(json!(-1), |place| json!(place));
    json!({ "texts": texts.keys().collect::<Vec<_>>(), "rows": rows.iter().map(place).collect::<Vec<_>>() })
}

fn lists(rows: &[Row]) -> Value {
    let mut texts: BTreeMap<&str, usize> = rows.iter().flat_map(|row| &row.categories).map(|text| (text.as_str(), 0)).collect();
    texts.values_mut().enumerate().for_each(|(at, place)| *place = at);
    let places = |row: &Row| row.categories.iter().filter_map(|text| texts.get(text.as_str())).copied().collect::<Vec<_>>();
    json!({ "texts": texts.keys().collect::<Vec<_>>(), "rows": rows.iter().map(places).collect::<Vec<_>>() })
}

/// A sum as a whole number of hundredths; as a text if a script would round it.
fn hundredths(sum: Option<Decimal>) -> Value {
    const EXACT: i128 = 9_007_199_254_740_991;
    let Some(mut sum) = sum else { return Value::Null };
    sum.rescale(2);
    let units = sum.mantissa();
    match i64::try_from(units) {
        Ok(number) if units.abs() <= EXACT => json!(number),
        _ => json!(units.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paid(id: &str, grant: Option<&str>, currency: Option<&str>) -> Row {
        Row {
            id: id.to_owned(),
            grant: grant.map(|grant| grant.parse().unwrap()),
            currency: currency.map(str::to_owned),
            ..Row::default()
        }
    }

    #[test]
    fn euros_are_not_sorted_among_zlotys_and_a_missing_grant_is_not_the_smallest() {
        let mut rows = [
            paid("none", None, Some("PLN")),
            paid("euro", Some("900"), Some("EUR")),
            paid("zloty", Some("1"), Some("PLN")),
            paid("more", Some("500"), Some("PLN")),
            paid("unnamed", Some("10000"), None),
        ];
        rows.sort_by(|a, b| order(a).cmp(&order(b)));
        assert_eq!(rows.map(|row| row.id), ["more", "zloty", "euro", "unnamed", "none"]);
    }

    #[test]
    fn a_sum_reaches_the_script_unrounded() {
        let sum = |text: &str| hundredths(text.parse().ok());
        assert_eq!(sum("1149808.8"), json!(114_980_880));
        assert_eq!(sum("90071992547409.93"), json!("9007199254740993"));
        assert_eq!(sum(""), Value::Null);
    }

    #[test]
    fn a_missing_text_is_no_text() {
        let rows = [paid("a", None, Some("PLN")), paid("b", None, None)];
        assert_eq!(repeated(&rows, |row| row.currency.as_deref()), json!({"texts": ["PLN"], "rows": [0, -1]}));
    }
}
