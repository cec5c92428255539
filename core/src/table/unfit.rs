//! Numbers that their column cannot hold without losing a digit: they are published as null, each with a problem.

use super::column::{Cell, Column, Kind};
use super::rows::{self, MentionRow};
use super::sheet::fits;
use crate::check::Mention;
use crate::reader::{Problem, ProblemStage};

/// The problems of mentions, each with the id of the source its page belongs to.
pub fn unfit<'m>(told: impl IntoIterator<Item = (&'m Mention, Option<&'m str>)>) -> Vec<Problem> {
    let mut columns: Vec<Column<MentionRow<'_>>> = rows::mention_columns();
    columns.retain(|column| matches!(column.spec.kind, Kind::Decimal(_) | Kind::Structs(_)));
    let mut problems = Vec::new();
    for (mention, source) in told {
        let row = MentionRow { mention, mention_id: String::new(), page_id: "", project_id: None };
        for column in &columns {
            let mut lost = Vec::new();
            lose(column.spec.kind, &(column.get)(&row), &mut lost);
            problems.extend(lost.iter().map(|number| too_long(mention, source, column.spec.name, number)));
        }
    }
    problems
}

fn lose(kind: Kind, cell: &Cell<'_>, lost: &mut Vec<String>) {
    match (kind, cell) {
        (Kind::Decimal(scale), Cell::Number(number)) if !fits(*number, scale) => lost.push(number.to_string()),
        (Kind::Structs(specs), Cell::Structs(records)) => {
            for record in records {
                specs.iter().zip(record).for_each(|(spec, cell)| lose(spec.kind, cell, lost));
            }
        }
        _ => {}
    }
}

fn too_long(mention: &Mention, source: Option<&str>, column: &str, number: &str) -> Problem {
    Problem {
        path: mention.source.path.clone(),
        url: mention.source.url.clone(),
        source: source.map(str::to_owned),
        stage: ProblemStage::Dataset,
        code: "number_too_long".to_owned(),
        message: format!("{column} cannot hold {number} exactly; it is published as null"),
        remedy: "look at the quote in `evidence`: the page prints more digits than a sum has".to_owned(),
    }
}
