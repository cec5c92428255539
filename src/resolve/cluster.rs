//! Mentions → projects: the same project told on several pages is one row.
//!
//! Three steps, each more careful than the last:
//! 1. an agreement number of a programme's grammar joins, without prefix and version — unless the titles clearly differ, or both
//!    the body and the sums do: umbrella numbers are shared by hundreds of grantees;
//! 2. a mention without such a number joins by title, body and total cost, also to a numbered project if exactly one fits;
//! 3. everything else stays alone. A title and nothing more joins nothing: yearly programmes carry one title everywhere.

use super::ids::{hex, mention_id};
use super::likeness::fold;
use super::project::{Join, Project};
use crate::check::Mention;
use crate::notice::{Fact, Notice};
use crate::value::printed_number;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Joins mentions, which must stand in page order, into projects, in the order of their first mention.
pub fn resolve(mentions: &[&Mention]) -> Vec<Project> {
    let mut groups = by_number(mentions);
    by_title(mentions, &mut groups);
    groups.sort_by_key(|group| group.members[0]);
    groups.into_iter().map(|group| group.into_project(mentions)).collect()
}

/// Mentions on their way to becoming a project.
struct Group {
    key: String,
    join: Join,
    members: Vec<usize>,
}

impl Group {
    fn into_project(mut self, mentions: &[&Mention]) -> Project {
        self.members.sort_unstable();
        let told: Vec<&Mention> = self.members.iter().map(|&member| mentions[member]).collect();
        let best = self.members.iter().copied().max_by_key(|&m| (mentions[m].notice.filled_fields(), std::cmp::Reverse(m)));
        let pages: BTreeSet<_> = told.iter().map(|mention| (&mention.source.path, &mention.source.url)).collect();
        Project {
            id: hex(&Sha256::digest(self.key.as_bytes())[..8]),
            join: self.join,
            best: best.unwrap_or(self.members[0]),
            pages: pages.len(),
            agree: agree(&told),
            members: self.members,
        }
    }
}

/// Step 1. Mentions with a title come first, so that one without can see how many projects share its number.
fn by_number(mentions: &[&Mention]) -> Vec<Group> {
    let mut numbers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (position, mention) in mentions.iter().enumerate() {
        let number = mention.notice.agreement_number.as_ref().and_then(|fact| printed_number::joining(&fact.value));
        if let Some(number) = number {
            numbers.entry(number).or_default().push(position);
        }
    }
    let mut groups = Vec::new();
    for (number, mut members) in numbers {
        members.sort_by_key(|&member| (mentions[member].notice.title.is_none(), member));
        let mut shared: Vec<Vec<usize>> = Vec::new();
        for member in members {
            let notice = &mentions[member].notice;
            match shared.iter_mut().find(|group| group.iter().all(|&other| may_be_same(notice, &mentions[other].notice))) {
                Some(group) => group.push(member),
                None => shared.push(vec![member]),
            }
        }
        let alone = shared.len() == 1;
        groups.extend(shared.into_iter().map(|members| {
            let key = if alone { number.clone() } else { format!("{number}\n{}", title_key(&mentions[members[0]].notice)) };
            Group { key, join: Join::Number, members }
        }));
    }
    unique(&mut groups, mentions);
    groups
}

/// Step 2 and 3.
fn by_title(mentions: &[&Mention], groups: &mut Vec<Group>) {
    let numbered: BTreeSet<usize> = groups.iter().flat_map(|group| group.members.iter().copied()).collect();
    let mut known: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        for key in group.members.iter().filter_map(|&member| join_key(&mentions[member].notice)) {
            known.entry(key).or_default().insert(number);
        }
    }
    let mut titled: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (position, mention) in mentions.iter().enumerate().filter(|(position, _)| !numbered.contains(position)) {
        match join_key(&mention.notice) {
            Some(key) => titled.entry(key).or_default().push(position),
            None => groups.push(Group { key: mention_id(mention), join: Join::Alone, members: vec![position] }),
        }
    }
    for (key, members) in titled {
        match known.get(&key).map(|numbers| numbers.iter().copied().collect::<Vec<_>>()).as_deref() {
            Some([number]) => groups[*number].members.extend(members),
            _ => groups.push(Group { key, join: Join::Title, members }),
        }
    }
}

/// Keys of groups that share a number and a title get the first mention's id besides.
fn unique(groups: &mut [Group], mentions: &[&Mention]) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for group in groups {
        if !seen.insert(group.key.clone()) {
            group.key = format!("{}\n{}", group.key, mention_id(mentions[group.members[0]]));
        }
    }
}

/// Title, body and total cost — or, without a total, the start — folded; none if the title stands alone.
fn join_key(notice: &Notice) -> Option<String> {
    let title = notice.title.as_ref()?;
    let body = notice.beneficiary.as_ref().or(notice.municipality.as_ref()).map(|fact| fold(&fact.value)).unwrap_or_default();
    let total = notice.total_cost.as_ref().map(|fact| fact.value.normalize().to_string());
    let start = || notice.start_date.as_ref().map(|fact| fact.value.to_string());
    let figure = total.or_else(start)?;
    Some(format!("{}\n{body}\n{figure}", fold(&title.value)))
}

fn title_key(notice: &Notice) -> String {
    notice.title.as_ref().map(|fact| fold(&fact.value)).unwrap_or_default()
}

/// Whether two mentions of one number can tell of one project.
fn may_be_same(a: &Notice, b: &Notice) -> bool {
    let titles = match (&a.title, &b.title) {
        (Some(a), Some(b)) => alike(&fold(&a.value), &fold(&b.value)),
        _ => true,
    };
    titles && !(bodies_differ(a, b) && sums_differ(a, b))
}

/// Titles are alike if one holds the other or they share half their words.
fn alike(a: &str, b: &str) -> bool {
    if a.contains(b) || b.contains(a) {
        return true;
    }
    let (a, b): (BTreeSet<_>, BTreeSet<_>) = (a.split(' ').collect(), b.split(' ').collect());
    2 * a.intersection(&b).count() >= a.len().max(b.len())
}

fn bodies_differ(a: &Notice, b: &Notice) -> bool {
    let differ = |a: &Option<Fact<String>>, b: &Option<Fact<String>>| match (a, b) {
        (Some(a), Some(b)) => Some(fold(&a.value) != fold(&b.value)),
        _ => None,
    };
    differ(&a.municipality, &b.municipality).or_else(|| differ(&a.beneficiary, &b.beneficiary)).unwrap_or(false)
}

fn sums(notice: &Notice) -> [Option<Decimal>; 4] {
    [&notice.total_cost, &notice.eligible_cost, &notice.cofinancing, &notice.own_contribution]
        .map(|fact| fact.as_ref().map(|fact| fact.value))
}

/// Whether the mentions have sums of one kind, and none of them is the same.
fn sums_differ(a: &Notice, b: &Notice) -> bool {
    let pairs: Vec<_> = sums(a).into_iter().zip(sums(b)).filter_map(|(a, b)| Some((a?, b?))).collect();
    !pairs.is_empty() && pairs.iter().all(|(a, b)| a != b)
}

/// Whether no two mentions print different sums or dates. `2018-09` agrees with `2018-09-01`.
fn agree(mentions: &[&Mention]) -> bool {
    let dates = |notice: &Notice| [&notice.start_date, &notice.end_date].map(|fact| fact.as_ref().map(|f| f.value.to_string()));
    mentions.iter().enumerate().all(|(number, a)| {
        mentions.iter().skip(number + 1).all(|b| {
            let (a, b) = (&a.notice, &b.notice);
            let same_sums = sums(a).iter().zip(&sums(b)).all(|(a, b)| a.is_none() || b.is_none() || a == b);
            let same_dates = dates(a).iter().zip(&dates(b)).all(|pair| match pair {
                (Some(a), Some(b)) => a.starts_with(b.as_str()) || b.starts_with(a.as_str()),
                _ => true,
            });
            same_sums && same_dates
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Proof;
    use crate::notice::Evidence;
    use crate::page::Source;

    fn fact<T>(value: T) -> Option<Fact<T>> {
        Some(Fact { value, evidence: Evidence { start: 0, end: 0, quote: String::new(), rule: "test" } })
    }

    /// A mention on page `path` from: title, number, municipality, total.
    fn told(path: &str, [title, number, municipality, total]: [&str; 4]) -> Mention {
        let text = |text: &str| if text.is_empty() { None } else { fact(text.to_owned()) };
        let notice = Notice {
            title: text(title),
            agreement_number: text(number),
            municipality: text(municipality),
            total_cost: total.parse().ok().and_then(fact),
            ..Notice::default()
        };
        let source = Source { path: Some(path.to_owned()), url: None, sha256: "00".repeat(32) };
        Mention { source, mention: 0, notice, checks: Vec::new(), proof: Proof::Unproved }
    }

    fn groups(mentions: &[Mention]) -> Vec<(Vec<usize>, Join)> {
        let mentions: Vec<&Mention> = mentions.iter().collect();
        resolve(&mentions).into_iter().map(|project| (project.members, project.join)).collect()
    }

    #[test]
    fn prefix_and_version_of_a_number_do_not_part_mentions() {
        let told = [
            told("a", ["Lokalne perspektywy", "UDA-RPWM.11.02.03-28-0063/17-00", "Ełk", "5"]),
            told("b", ["LOKALNE PERSPEKTYWY", "RPWM.11.02.03-28-0063/17", "", ""]),
            told("c", ["", "RPWM.11.02.03-28-0063/17-01", "", "7"]),
        ];
        assert_eq!(groups(&told), [(vec![0, 1, 2], Join::Number)]);
        let projects = resolve(&told.iter().collect::<Vec<_>>());
        assert_eq!((projects[0].best, projects[0].agree, projects[0].pages), (0, false, 3));
    }

    #[test]
    fn an_umbrella_number_does_not_join_different_projects() {
        let number = "POPC.05.01.00-00-0001/21-00";
        let told = [
            told("a", ["Cyfrowa Gmina", number, "Ełk", "100"]),
            told("b", ["Cyfrowa Gmina", number, "Toruń", "200"]),
            told("c", ["Granty PPGR dla uczniów", number, "Ełk", "100"]),
            told("d", ["Cyfrowa gmina", number, "Ełk", "100"]),
        ];
        assert_eq!(groups(&told), [(vec![0, 3], Join::Number), (vec![1], Join::Number), (vec![2], Join::Number)]);
        let ids: BTreeSet<String> = resolve(&told.iter().collect::<Vec<_>>()).into_iter().map(|project| project.id).collect();
        assert_eq!(ids.len(), 3);
    }

    #[test]
    fn a_title_joins_only_with_body_and_figure() {
        let number = "RPWM.11.02.03-28-0063/17";
        let told = [
            told("a", ["Asystent osobisty", "", "Ełk", "100"]),
            told("b", ["ASYSTENT OSOBISTY", "3/2021", "Ełk", "100.00"]),
            told("c", ["Asystent osobisty", "", "Ełk", ""]),
            told("d", ["Asystent osobisty", "", "Iława", "100"]),
            told("e", ["Nowe otwarcie", number, "Ełk", "9"]),
            told("f", ["Nowe otwarcie", "", "Ełk", "9"]),
        ];
        let expected = [(vec![0, 1], Join::Title), (vec![2], Join::Alone), (vec![3], Join::Title), (vec![4, 5], Join::Number)];
        assert_eq!(groups(&told), expected);
    }
}
