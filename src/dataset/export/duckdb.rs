//! A script for DuckDB: a view a table, with the data dictionary as comments, and the way from a value to its words.

use crate::dataset::edition::Edition;
use crate::dataset::error::DatasetError;
use crate::table::Kind;
use crate::table::Table;
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// The name of the script.
pub(super) const FILE: &str = "views.sql";

/// The way from a published value to the words it was read from, and back to the page.
const WORDS_OF: &str = "\
CREATE OR REPLACE MACRO words_of(project, field_name) AS TABLE
SELECT m.mention_id, e.field, e.quote, e.rule, coalesce(m.url, m.path) AS page
FROM mentions AS m JOIN evidence AS e USING (mention_id)
WHERE m.project_id = project AND (e.field = field_name OR starts_with(e.field, field_name || '['));
";

/// The script for a folder, from which the edition is found.
pub(super) fn views(edition: &Path, into: &Path, described: &Edition, tables: &[Table]) -> Result<String, DatasetError> {
    let edition = edition.canonicalize().map_err(DatasetError::io("read", edition))?;
    let into = into.canonicalize().map_err(DatasetError::io("read", into))?;
    let folder = relative(&edition, &into);
    let mut sql = format!(
        "-- Views of the edition {}. Paths are relative to the folder of this file: start DuckDB there.\n\
         --   cd {} && duckdb -init {FILE}\n\
         -- `SELECT * FROM words_of('…', 'total_cost')` gives the words behind a project's value, with their page;\n\
         -- `SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'projects'` says what a column means.\n\n",
        described.edition,
        into.display(),
    );
    for table in tables {
        let (name, path) = (table.name, folder.join(format!("{}.parquet", table.name)));
        // Writing into a String cannot fail.
        let _ = writeln!(
            sql,
            "CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet({}, hive_partitioning = false);\n\
             COMMENT ON VIEW {name} IS {};",
            literal(&path.to_string_lossy().replace('\\', "/")),
            literal(table.doc),
        );
        for spec in &table.columns {
            let unit = if spec.unit.is_empty() { String::new() } else { format!(" Unit: {}.", spec.unit) };
            let values =
                if let Kind::Enum(names) = spec.kind { format!(" One of: {}.", names.join(", ")) } else { String::new() };
            let comment = literal(&format!("{}{unit}{values}", spec.doc));
            let _ = writeln!(sql, "COMMENT ON COLUMN {name}.\"{}\" IS {comment};", spec.name);
        }
        sql.push('\n');
    }
    if ["mentions", "evidence"].iter().all(|needed| tables.iter().any(|table| table.name == *needed)) {
        sql.push_str(WORDS_OF);
    }
    Ok(sql)
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The way to a folder from another; the folder itself where there is none (another drive).
fn relative(to: &Path, from: &Path) -> PathBuf {
    let (to_parts, from_parts): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (to.components().collect(), from.components().collect());
    let common = to_parts.iter().zip(&from_parts).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return to.to_owned();
    }
    let up = from_parts[common..].iter().map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(to_parts[common..].iter().copied()).collect();
    if path.as_os_str().is_empty() { PathBuf::from(".") } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_is_relative_so_that_both_folders_can_move_together() {
        let way = |to: &str, from: &str| relative(Path::new(to), Path::new(from)).to_string_lossy().into_owned();
        assert_eq!(way("/data/output/2026", "/data/sql"), "../output/2026");
        assert_eq!(way("/data/output/2026", "/data"), "output/2026");
        assert_eq!(way("/data/a", "/data/a"), ".");
    }

    #[test]
    fn an_apostrophe_ends_no_literal() {
        assert_eq!(literal("it's"), "'it''s'");
    }
}
