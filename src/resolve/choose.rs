//! What is published of a project whose pages may disagree: which mention's value, and by which rule.

use super::statement::values;
use crate::check::Mention;

/// A project as one page tells it.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'m> {
    /// The mention.
    pub mention: &'m Mention,
    /// When its page was fetched, if the archive says so.
    pub date: Option<&'m str>,
    /// Whether the page is gone.
    pub is_gone: bool,
}

/// Why a value is published and not another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Every mention that states the field states this.
    Unanimous,
    /// It stands in the mention that tells most.
    Fullest,
}

/// A published value and its standing among what the pages state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The column.
    pub field: &'static str,
    /// The value, as text.
    pub value: String,
    /// The statement it is taken from, by its place among the project's.
    pub from: usize,
    /// Why it and not another one.
    pub rule: Rule,
    /// Number of statements of the field.
    pub stated: usize,
    /// Number of those that state another value.
    pub disagreeing: usize,
}

/// A project as it is published.
#[derive(Debug, Clone)]
pub struct Published {
    /// The chosen values, put together as if one page told them.
    pub mention: Mention,
    /// Every published single value.
    pub fields: Vec<Field>,
}

/// Chooses. There must be at least one statement; of none, nothing comes.
pub fn publish(statements: &[Statement<'_>]) -> Option<Published> {
    let fullest = |number: &usize| (statements[*number].mention.notice.filled_fields(), std::cmp::Reverse(*number));
    let best = (0..statements.len()).max_by_key(fullest)?;
    let told: Vec<_> = statements.iter().map(|statement| values(&statement.mention.notice)).collect();
    let field = |(field, value): &(&'static str, String)| {
        let stated: Vec<&String> = told.iter().flatten().filter(|(name, _)| name == field).map(|(_, value)| value).collect();
        let disagreeing = stated.iter().filter(|other| **other != value).count();
        let rule = if disagreeing == 0 { Rule::Unanimous } else { Rule::Fullest };
        Field { field, value: value.clone(), from: best, rule, stated: stated.len(), disagreeing }
    };
    Some(Published { mention: statements[best].mention.clone(), fields: told[best].iter().map(field).collect() })
}
