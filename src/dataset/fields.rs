//! The tables `fields` (what is published of a project, value by value, and by which rule) and `statements` (what every page says).

use super::history::Span;
use crate::check::Mention;
use crate::notice::Notice;
use crate::resolve::{Field, Published, Rule, is_sum, values};
use crate::table::Kind::{Count, Enum, Flag, Text};
use crate::table::Named;
use crate::table::{Cell, Column, column};

/// A published value of a project.
pub(super) struct FieldRow<'a> {
    pub(super) project_id: &'a str,
    pub(super) field: &'a Field,
    /// The mention the value is taken from.
    pub(super) mention_id: &'a str,
    /// The times of the editions that had it.
    pub(super) span: &'a Span,
    /// Whether a person has put it right.
    pub(super) is_corrected: bool,
}

/// What one page states of one field.
pub(super) struct StatementRow<'a> {
    pub(super) project_id: &'a str,
    pub(super) field: &'static str,
    pub(super) mention_id: &'a str,
    pub(super) page_id: &'a str,
    /// When the page was fetched.
    pub(super) date: Option<&'a str>,
    pub(super) value: String,
    pub(super) is_published: bool,
}

/// Everything that a mention states, beside what is published of its project.
pub(super) fn stated<'a>(
    project_id: &'a str,
    published: &'a Published,
    mention: &'a Mention,
    [mention_id, page_id]: [&'a str; 2],
    date: Option<&'a str>,
) -> impl Iterator<Item = StatementRow<'a>> {
    let currency = |notice: &Notice| notice.currency.as_ref().map(|fact| fact.value);
    let printed = currency(&mention.notice).zip(currency(&published.mention.notice));
    let is_other = printed.is_some_and(|(printed, published)| printed != published);
    let is_published = move |field: &str, value: &str| {
        let chosen = || published.fields.iter().any(|chosen| chosen.field == field && chosen.value == value);
        !(is_other && is_sum(field)) && chosen()
    };
    values(&mention.notice).into_iter().map(move |(field, value)| StatementRow {
        project_id,
        field,
        mention_id,
        page_id,
        date,
        is_published: is_published(field, &value),
        value,
    })
}

/// Whether a person has put a published value right, in the mention it is taken from.
pub(super) fn is_corrected(field: &Field, taken_from: &Mention) -> bool {
    taken_from.corrected.iter().any(|corrected| corrected.field == field.field)
}

/// Columns of `fields`.
pub(super) fn fields<'a>() -> Vec<Column<FieldRow<'a>>> {
    vec![
        column("project_id", Text, "The project.", |r: &FieldRow| Cell::text(Some(r.project_id))),
        column("field", Text, "The column of `projects`.", |r| Cell::text(Some(r.field.field))),
        column("value", Text, "The published value; numbers in plain decimal notation, dates as far as printed.", |r| {
            Cell::text(Some(&r.field.value))
        }),
        column("rule", Enum(Rule::NAMES), "Why this value is published and not another one.", |r| Cell::name(Some(r.field.rule))),
        column(
            "mention_id",
            Text,
            "The mention it is taken from; null if no page tells the project any more: it stands in the edition of `last_seen`.",
            |r| Cell::text(Some(r.mention_id)),
        ),
        column("stated", Count, "Number of mentions that state the field.", |r| Cell::size(r.field.stated)),
        column("disagreeing", Count, "Number of those that state another value.", |r| Cell::size(r.field.disagreeing)),
        column("first_seen", Text, "Time of the first edition that published the field of this project, in UTC.", |r| {
            Cell::text(Some(&r.span.first_seen))
        }),
        column("last_seen", Text, "Time of the newest edition for which a page stated it, in UTC.", |r| {
            Cell::text(Some(&r.span.last_seen))
        }),
        column(
            "last_changed",
            Text,
            "Time of the edition that first published this value, in UTC: another spelling of a text, a date printed more or less \
             precisely, 1000 for 1000.00 are the same value. Earlier values stand in `history`.",
            |r| Cell::text(Some(&r.span.last_changed)),
        ),
        column(
            "corrected",
            Flag,
            "Whether a person has put the value right, or it follows from such a one; `corrections` has what was read.",
            |r| Cell::Flag(r.is_corrected),
        ),
    ]
}

/// Columns of `statements`.
pub(super) fn statements<'a>() -> Vec<Column<StatementRow<'a>>> {
    vec![
        column("project_id", Text, "The project.", |r: &StatementRow| Cell::text(Some(r.project_id))),
        column("field", Text, "The column of `mentions`.", |r| Cell::text(Some(r.field))),
        column("mention_id", Text, "The mention that states it.", |r| Cell::text(Some(r.mention_id))),
        column("page_id", Text, "Its page.", |r| Cell::text(Some(r.page_id))),
        column("date", Text, "When the page was fetched, as the archive says.", |r| Cell::text(r.date)),
        column("value", Text, "What it states, in the form of `fields`.", |r| Cell::text(Some(&r.value))),
        column("published", Flag, "Whether this is the published value.", |r| Cell::Flag(r.is_published)),
    ]
}
