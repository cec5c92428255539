//! Money by programme, programming period and voivodeship.

use super::{nothing, numbers, table};
use crate::html::{count, outside, t};
use crate::report::charts::bars::{Bar, bars};
use crate::report::figures::{Figures, Group};
use crate::report::words::{Part, or_none, say, short};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// So many rows have a bar of their own.
const ROWS: usize = 15;

pub(super) fn body(figures: &Figures) -> Markup {
    let projects = &figures.projects;
    if projects.count == 0 {
        return nothing("report.no_projects");
    }
    let programme = |code: &str| match projects.programme_names.get(code) {
        Some(name) if name != code => html! { (outside(name)) " " span.code { (outside(code)) } },
        _ => outside(code),
    };
    html! {
        p.lead { (t("report.money_lead")) }
        (legend())
        (chart("programmes", "report.by_programme", &projects.programmes, programme, "report.no_programme"))
        (chart("periods", "report.by_period", &projects.periods, outside, "report.no_period"))
        (chart("voivodeships", "report.by_voivodeship", &projects.voivodeships, outside, "report.no_voivodeship"))
        p.lead { (t("report.voivodeship_meant")) }
    }
}

/// What the two parts of a bar are.
fn legend() -> Markup {
    html! {
        p.legend {
            span {
                svg.swatch viewBox="0 0 24 12" aria-hidden="true" { rect.part width="24" height="12" {} }
                (t("report.legend_grant"))
            }
            span {
                svg.swatch viewBox="0 0 24 12" aria-hidden="true" { rect.whole width="24" height="12" {} }
                (t("report.legend_total"))
            }
        }
    }
}

/// A group with its name.
type Row<'a> = (Option<&'a str>, Group);

fn chart(
    id: &str,
    heading: &str,
    groups: &BTreeMap<Option<String>, Group>,
    label: impl Fn(&str) -> Markup,
    unnamed: &str,
) -> Markup {
    let mut rows: Vec<Row<'_>> = groups.iter().map(|(name, group)| (name.as_deref(), *group)).collect();
    rows.sort_by(|(a, x), (b, y)| {
        let key = |group: &Group| (group.granted.grant.value(), group.granted.total.value(), group.projects);
        // Those without a name come last, however much they are.
        a.is_none().cmp(&b.is_none()).then_with(|| key(y).cmp(&key(x))).then_with(|| a.cmp(b))
    });
    let named = rows.iter().filter(|(name, _)| name.is_some()).count();
    let (all_named, unnamed_row) = rows.split_at(named);
    // A single one left over has room of its own.
    let (shown, rest) = all_named.split_at(if named > ROWS + 1 { ROWS } else { named });
    let name = |row: &Row<'_>| row.0.map_or_else(|| html! { em { (t(unnamed)) } }, &label);
    let mut all: Vec<Bar> = shown.iter().map(|row| bar(name(row), &row.1, true)).collect();
    if !rest.is_empty() {
        let mut others = Group::default();
        rest.iter().for_each(|(_, group)| others.add(group));
        all.push(bar(html! { em { (say("report.others", &[("n", Part::Count(rest.len() as u64))])) } }, &others, false));
    }
    all.extend(unnamed_row.iter().map(|row| bar(name(row), &row.1, false)));
    let is_bare = |(_, group): &Row<'_>| group.granted.is_empty();
    let bare = !rest.is_empty() || unnamed_row.iter().any(|row| !is_bare(row));
    let cells: Vec<Vec<Markup>> = rows.iter().map(|row| line(name(row), &row.1)).collect();
    html! {
        figure.chart aria-labelledby=(id) {
            h3 id=(id) { (t(heading)) }
            (bars(&all, None))
            @if bare { p.lead { (t("report.no_bar")) } }
            (numbers(&html! { p.lead { (t("report.money_table")) } (table(&HEADS, &cells)) }))
        }
    }
}

/// A row. What is no single programme, period or voivodeship has its figures only: its bar would dwarf those that can be compared.
fn bar(label: Markup, group: &Group, is_drawn: bool) -> Bar {
    let (grant, total) = (group.granted.grant.value(), group.granted.total.value());
    let value = html! {
        @match (grant, total) {
            (None, None) => { span.none { (t("report.no_sum")) } }
            (grant, total) => {
                @if let Some(grant) = grant { b { (short(grant, "PLN")) } } @else { span.none { (t("report.no_sum")) } }
                @if let Some(total) = total { span.of { " / " (short(total, "PLN")) } }
            }
        }
    };
    Bar { label, part: grant.filter(|_| is_drawn), whole: total.filter(|_| is_drawn), value }
}

/// Heads of the table of numbers.
const HEADS: [(&str, bool); 7] = [
    ("report.head_name", false),
    ("report.head_projects", true),
    ("report.head_grant", true),
    ("report.head_total", true),
    ("report.head_requested", true),
    ("report.head_unstated", true),
    ("report.head_foreign", true),
];

fn line(name: Markup, group: &Group) -> Vec<Markup> {
    vec![
        name,
        count(group.projects),
        or_none(group.granted.grant.value(), "PLN"),
        or_none(group.granted.total.value(), "PLN"),
        or_none(group.requested.grant.value(), "PLN"),
        or_none(group.unstated.grant.value(), "PLN"),
        count(group.foreign),
    ]
}
