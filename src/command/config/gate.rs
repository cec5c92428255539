//! The tables `[[expect]]`: what an edition has to look like to be published.

use super::findings::Said;
use super::keys::Keys;
use metryczka::dataset::{Bounds, Expectation, Figure, Spec, Table, tables};
use rust_decimal::Decimal;

/// What a bound can be.
#[derive(Clone, Copy)]
enum Scale {
    /// A number of rows.
    Count,
    /// A part of the whole.
    Share,
    /// A sum.
    Sum,
}

/// Reads all of them.
pub(super) fn all(expected: Vec<Keys<'_>>) -> Vec<Expectation> {
    let known = tables();
    let mut expectations = Vec::new();
    for keys in expected {
        expectations.extend(one(&keys, &known));
        keys.close();
    }
    expectations
}

fn one(keys: &Keys<'_>, known: &[Table]) -> Vec<Expectation> {
    let (table, column) = (keys.text("table"), keys.text("column"));
    let [rows, filled, sum] =
        [("rows", Scale::Count), ("filled", Scale::Share), ("sum", Scale::Sum)].map(|(key, scale)| bounds(keys, key, scale));
    let is_astray = astray(keys);
    if !is_astray && !["rows", "filled", "sum"].iter().any(|key| keys.has(key)) {
        let remedy = "add rows = { min = 100 }; or name a column, and add filled = { min = 0.5 } or sum = { drop = 0.1 }";
        keys.error(keys.line(), "nothing is expected", remedy);
    }
    if !keys.has("table") {
        keys.error(keys.line(), "table: missing", format!("name one: {}", names(known.iter().map(|table| table.name))));
    }
    let Some(table) = table.and_then(|name| find_table(keys, name, known)) else { return Vec::new() };
    let column = of_column(keys, column, table);
    let [filled, sum] = [(filled, false), (sum, true)].map(|(bounds, is_sum)| {
        let spec = column.filter(|spec| !is_sum || may_be_summed(keys, spec, table))?;
        let figure = if is_sum { Figure::Sum(table.name, spec.name) } else { Figure::Filled(table.name, spec.name) };
        bounds.map(|bounds| Expectation { figure, bounds })
    });
    let rows = rows.map(|bounds| Expectation { figure: Figure::Rows(table.name), bounds });
    [rows, filled, sum].into_iter().flatten().collect()
}

/// Whether a bound stands beside the figure it is meant for; says so of each.
fn astray(keys: &Keys<'_>) -> bool {
    let found: Vec<&str> = ["min", "max", "drop"].into_iter().filter(|bound| keys.has(bound)).collect();
    for bound in &found {
        // Asked for, so that it is not an unknown key besides.
        keys.number(bound, "a number", |_| true);
        let remedy = format!("{bound} goes inside rows, filled or sum: rows = {{ {bound} = … }}");
        keys.error(keys.line_of(bound), format!("{bound}: of which figure?"), remedy);
    }
    !found.is_empty()
}

fn find_table<'k>(keys: &Keys<'_>, name: Said<String>, known: &'k [Table]) -> Option<&'k Table> {
    let found = known.iter().find(|table| table.name == name.value);
    if found.is_none() {
        let remedy = format!("name one: {}", names(known.iter().map(|table| table.name)));
        keys.error(name.line, format!("table: an edition has no table `{}`", name.value), remedy);
    }
    found
}

/// The column that is meant, if one is and has to be.
fn of_column<'t>(keys: &Keys<'_>, name: Option<Said<String>>, table: &'t Table) -> Option<&'t Spec> {
    let Some(name) = name else {
        if !keys.has("column") {
            keys.idle(&["filled", "sum"], "no column is named");
        }
        return None;
    };
    if !keys.has("filled") && !keys.has("sum") {
        keys.idle(&["column"], "rows are the table's; of a column `filled` and `sum` can be expected");
    }
    let found = table.columns.iter().find(|spec| spec.name == name.value);
    if found.is_none() {
        let remedy = format!("it has: {}", names(table.columns.iter().map(|spec| spec.name)));
        keys.error(name.line, format!("column: {} has no column `{}`", table.name, name.value), remedy);
    }
    found
}

fn may_be_summed(keys: &Keys<'_>, spec: &Spec, table: &Table) -> bool {
    if keys.has("sum") && !spec.has_sum() {
        let remedy = format!(
            "of {} these can: {}",
            table.name,
            names(table.columns.iter().filter(|spec| spec.has_sum()).map(|spec| spec.name))
        );
        keys.error(keys.line_of("sum"), format!("sum: {}.{} cannot be added up", table.name, spec.name), remedy);
    }
    spec.has_sum()
}

/// The bounds of a figure; none if it is left out or says nothing.
fn bounds(keys: &Keys<'_>, key: &str, scale: Scale) -> Option<Bounds> {
    let table = keys.table(key);
    let (wanted, fits): (_, fn(&Decimal) -> bool) = match scale {
        Scale::Count => ("a whole number", |number| number.is_integer() && !number.is_sign_negative()),
        Scale::Share => (A_SHARE, is_share),
        Scale::Sum => ("a number", |_| true),
    };
    let [min, max] = ["min", "max"].map(|key| table.number(key, wanted, fits));
    let bounds = Bounds { min, max, drop: table.number("drop", A_SHARE, is_share) };
    if let (Some(min), Some(max)) = (bounds.min, bounds.max)
        && min > max
    {
        table.complain("min", format!("{min}, but max is {max}"));
    }
    if !table.is_missing() && !["min", "max", "drop"].iter().any(|key| table.has(key)) {
        keys.error(keys.line_of(key), format!("{key}: neither min nor max nor drop"), format!("write {key} = {{ min = … }}"));
    }
    table.close();
    (!bounds.is_empty()).then_some(bounds)
}

const A_SHARE: &str = "a share between 0 and 1";

fn is_share(number: &Decimal) -> bool {
    (Decimal::ZERO..=Decimal::ONE).contains(number)
}

fn names<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::super::findings::Findings;
    use super::*;
    use std::path::Path;

    fn read(text: &str) -> (Vec<Expectation>, Vec<String>) {
        let findings = Findings::of(text);
        let config = Config::parse(text, Path::new(""), &findings);
        let told = findings.into_faults().into_iter().map(|fault| format!("{} {} ({})", fault.line, fault.message, fault.remedy));
        (config.expectations, told.collect())
    }

    fn expect(text: &str) -> (Vec<Expectation>, Vec<String>) {
        read(&format!("[[expect]]\n{text}\n"))
    }

    #[test]
    fn one_table_may_expect_several_things() {
        let (found, faults) = expect(
            "table = \"projects\"\nrows = { min = 1_000, drop = 0.2 }\ncolumn = \"total_cost\"\nfilled = { min = 1 }\nsum = { max = 1e6 }",
        );
        assert_eq!(faults, Vec::<String>::new());
        let number = |text: &str| text.parse::<Decimal>().ok();
        let none = Bounds::default();
        let wanted = [
            (Figure::Rows("projects"), Bounds { min: number("1000"), drop: number("0.2"), ..none }),
            (Figure::Filled("projects", "total_cost"), Bounds { min: number("1"), ..none }),
            (Figure::Sum("projects", "total_cost"), Bounds { max: number("1000000"), ..none }),
        ];
        assert_eq!(found, wanted.map(|(figure, bounds)| Expectation { figure, bounds }));
    }

    #[test]
    fn a_name_that_is_none_is_told_with_those_that_are() {
        let (found, faults) = expect("table = \"project\"\nrows = { min = 1 }");
        assert!(found.is_empty());
        assert!(faults.len() == 1 && faults[0].starts_with("2 expect.table: an edition has no table `project`"), "{faults:?}");
        assert!(faults[0].contains("projects, municipalities"), "{faults:?}");
        let (_, faults) = expect("table = \"projects\"\ncolumn = \"cost\"\nfilled = { min = 1 }");
        assert!(faults.len() == 1 && faults[0].starts_with("3 expect.column: projects has no column `cost`"), "{faults:?}");
        assert!(faults[0].contains("total_cost"), "{faults:?}");
        let (_, faults) = expect("table = \"projects\"\nrow = { min = 1 }\nrows = { least = 1, min = 1 }");
        assert!(
            faults.len() == 2 && faults[0].contains("is `rows` meant?") && faults[1].contains("expect.rows.least"),
            "{faults:?}"
        );
    }

    #[test]
    fn what_cannot_be_added_up_has_no_sum() {
        for column in ["title", "cofinancing_rate", "start_date"] {
            let (found, faults) = expect(&format!("table = \"projects\"\ncolumn = \"{column}\"\nsum = {{ min = 1 }}"));
            assert!(found.is_empty() && faults.len() == 1 && faults[0].contains("cannot be added up"), "{column}: {faults:?}");
            assert!(faults[0].contains("participants"), "{faults:?}");
        }
    }

    #[test]
    fn a_bound_beside_its_figure_is_told_where_it_goes() {
        let (_, faults) = expect("table = \"projects\"\nrows = { min = 1 }\ndrop = 0.2");
        assert!(faults.len() == 1 && faults[0].starts_with("4 expect.drop: of which figure?"), "{faults:?}");
        assert!(faults[0].contains("drop goes inside rows, filled or sum"), "{faults:?}");
        let (_, faults) = expect("table = \"projects\"\ndrop = 0.2");
        assert_eq!(faults.len(), 1, "{faults:?}");
    }

    #[test]
    fn the_documents_examples_are_configurations() {
        let text = std::fs::read_to_string("docs/comparing.md").unwrap();
        let blocks: Vec<&str> = text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert!(!blocks.is_empty());
        for block in blocks {
            let (found, faults) = read(block);
            assert_eq!(faults, Vec::<String>::new(), "{block}");
            assert!(!found.is_empty(), "{block}");
        }
    }

    #[test]
    fn expectations_that_say_nothing_are_faults() {
        for (wrong, told) in [
            ("table = \"projects\"", "1 expect.nothing is expected"),
            ("rows = { min = 1 }", "1 expect.table: missing"),
            ("table = \"projects\"\nrows = {}", "3 expect.rows: neither min nor max nor drop"),
            ("table = \"projects\"\nfilled = { min = 1 }", "3 expect.filled: for nothing: no column is named"),
            ("table = \"projects\"\ncolumn = \"title\"\nrows = { min = 1 }", "3 expect.column: for nothing"),
            ("table = \"projects\"\nrows = { min = 2, max = 1 }", "3 expect.rows.min: 2, but max is 1"),
            ("table = \"projects\"\nrows = { min = 0.5 }", "3 expect.rows.min: float where a whole number"),
            ("table = \"projects\"\nrows = { min = -5 }", "3 expect.rows.min: integer where a whole number"),
            ("table = \"projects\"\nrows = { drop = 20 }", "3 expect.rows.drop: integer where a share"),
            ("table = \"projects\"\nrows = { drop = nan }", "3 expect.rows.drop: float where a share"),
            ("table = \"projects\"\nrows = 5", "3 expect.rows: integer where a table"),
            ("table = 5\nrows = { min = 1 }", "2 expect.table: integer where a text"),
        ] {
            let (_, faults) = expect(wrong);
            assert!(faults.len() == 1 && faults[0].starts_with(told), "{wrong}: {faults:?}");
        }
    }
}
