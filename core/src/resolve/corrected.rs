//! Projects of mentions that people have put right: a correction changes what is published of a project, never which project it is.
//!
//! Which mentions tell of one project, and what it is called, follows from what their pages say. What people have put right can only join
//! more: a number that was read wrong may be another project's. Nothing but a person's word ([`Bonds`]) parts.

use super::bonds::{Bonds, bind, join};
use super::key::Key;
use super::project::{Project, resolve};
use std::collections::BTreeMap;

/// Joins mentions into projects, in the order of their first mention. `read` are the keys of what the pages say, `told`, by position, those
/// of the mentions that people have put right; `position` finds a mention that a bond names by its id.
pub fn resolve_corrected(
    mut read: Vec<Key>,
    told: &BTreeMap<usize, Key>,
    bonds: &Bonds,
    position: &dyn Fn(&str) -> Option<usize>,
) -> Vec<Project> {
    let mut projects = resolve(&read);
    if !told.is_empty() {
        // A million keys are not held twice.
        let beside = told.iter().map(|(&at, key)| (at, key.beside(&read[at])));
        let mut exchanged: BTreeMap<usize, Key> = beside.collect();
        exchange(&mut read, &mut exchanged);
        let joined = resolve(&read);
        exchange(&mut read, &mut exchanged);
        let about = joined.iter().filter(|project| project.members.iter().any(|member| told.contains_key(member)));
        projects = join(projects, &about.collect::<Vec<_>>(), &read);
    }
    let mut projects = bind(projects, bonds, &read, position);
    for (&at, key) in told {
        read[at].clone_from(key);
    }
    // What is said of how a project's mentions agree is said of what is published.
    for project in projects.iter_mut().filter(|project| project.members.iter().any(|member| told.contains_key(member))) {
        project.retell(&read);
    }
    projects
}

fn exchange(keys: &mut [Key], with: &mut BTreeMap<usize, Key>) {
    with.iter_mut().for_each(|(&at, key)| std::mem::swap(&mut keys[at], key));
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;
    use crate::check::{Mention, Proof};
    use crate::notice::{Evidence, Fact, Notice};
    use crate::page::Source;
    use crate::resolve::keys;

    fn fact(text: &str) -> Option<Fact<String>> {
        let evidence = Evidence { start: 0, end: 0, quote: String::new(), rule: "test" };
        (!text.is_empty()).then(|| Fact { value: text.to_owned(), evidence })
    }

    fn told(path: &str, title: &str, number: &str) -> Mention {
        let notice =
            Notice { title: fact(title), agreement_number: fact(number), municipality: fact("Lipowiec"), ..Notice::default() };
        let source = Source { path: Some(path.to_owned()), url: None, sha256: "00".repeat(32) };
        Mention { source, mention: 0, notice, checks: Vec::new(), proof: Proof::Unproved, corrected: Vec::new() }
    }

    const ROAD: &str = "RPWM.01.02.03-28-0063/17-00";
    const HALL: &str = "RPWM.01.02.03-28-0064/17-00";

    /// A road on two pages, a hall on one.
    fn mentions() -> Vec<Mention> {
        vec![
            told("a", "Remont drogi do Lipek", ROAD),
            told("b", "Remont drogi do Lipek", ROAD),
            told("c", "Nowa świetlica w Gruszkach", HALL),
        ]
    }

    type Change = fn(&mut Notice);

    fn projects(changes: &[(usize, Change)]) -> Vec<Project> {
        let read = mentions();
        let mut corrected = read.clone();
        changes.iter().for_each(|(at, change)| change(&mut corrected[*at].notice));
        let all = keys(&corrected.iter().collect::<Vec<_>>());
        let told = changes.iter().map(|(at, _)| (*at, all[*at].clone())).collect();
        resolve_corrected(keys(&read.iter().collect::<Vec<_>>()), &told, &Bonds::default(), &|_| None)
    }

    fn grouped(projects: &[Project]) -> Vec<(String, Vec<usize>)> {
        projects.iter().map(|project| (project.id.clone(), project.members.clone())).collect()
    }

    #[test]
    fn whatever_is_put_right_of_one_page_parts_no_project_and_names_none_anew() {
        let plain = grouped(&projects(&[]));
        let changes: [fn(&mut Notice); 4] = [
            |notice| notice.title = fact("Zupełnie inne przedsięwzięcie"),
            |notice| notice.agreement_number = fact("RPWM.09.09.09-28-0999/18-00"),
            |notice| notice.beneficiary = fact("Gmina Mrągowo"),
            |notice| *notice = Notice::default(),
        ];
        for change in changes {
            for at in 0..3 {
                assert_eq!(grouped(&projects(&[(at, change)])), plain);
            }
        }
    }

    #[test]
    fn a_number_put_right_joins_the_project_whose_number_it_is() {
        let plain = projects(&[]);
        let joined = projects(&[(2, |notice| {
            notice.agreement_number = fact(ROAD);
            notice.title = fact("Remont drogi do Lipek");
        })]);
        assert_eq!(grouped(&joined), [(plain[0].id.clone(), vec![0, 1, 2])]);
    }

    #[test]
    fn what_is_taken_away_joins_nothing() {
        let emptied = projects(&[(2, |notice| {
            notice.agreement_number = None;
            notice.title = None;
        })]);
        assert_eq!(grouped(&emptied), grouped(&projects(&[])));
    }
}
