//! Mentions → projects, with ids.

use super::*;
use crate::check::{Mention, Proof};
use crate::notice::{Evidence, Fact, Notice};
use crate::page::Source;
use crate::value::PartialDate;
use std::collections::BTreeSet;

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
    Mention { source, mention: 0, notice, checks: Vec::new(), proof: Proof::Unproved, corrected: Vec::new() }
}

fn resolved(mentions: &[Mention]) -> Vec<Project> {
    resolve(&keys(&mentions.iter().collect::<Vec<_>>()))
}

fn groups(mentions: &[Mention]) -> Vec<(Vec<usize>, Join)> {
    resolved(mentions).into_iter().map(|project| (project.members, project.join)).collect()
}

#[test]
fn prefix_and_version_of_a_number_do_not_part_mentions() {
    let told = [
        told("a/1", ["Lokalne perspektywy", "UDA-RPWM.11.02.03-28-0063/17-00", "Ełk", "5000"]),
        told("b/1", ["LOKALNE PERSPEKTYWY", "RPWM.11.02.03-28-0063/17", "", ""]),
        told("c/1", ["", "RPWM.11.02.03-28-0063/17-01", "", "7000"]),
    ];
    assert_eq!(groups(&told), [(vec![0, 1, 2], Join::Number)]);
    let projects = resolved(&told);
    assert_eq!((projects[0].best, projects[0].agree, projects[0].pages), (0, false, 3));
    assert!(projects[0].score > 0.8 && projects[0].score < 1.0);
}

#[test]
fn an_umbrella_number_does_not_join_different_projects() {
    let number = "POPC.05.01.00-00-0001/21-00";
    let told = [
        told("a/1", ["Cyfrowa Gmina", number, "Ełk", "100000"]),
        told("b/1", ["Cyfrowa Gmina", number, "Toruń", "200000"]),
        told("c/1", ["Granty PPGR dla uczniów", number, "Ełk", "100000"]),
        told("d/1", ["Cyfrowa gmina", number, "Ełk", "100000"]),
    ];
    assert_eq!(groups(&told), [(vec![0, 3], Join::Number), (vec![1], Join::Number), (vec![2], Join::Number)]);
    let ids: BTreeSet<String> = resolved(&told).into_iter().map(|project| project.id).collect();
    assert_eq!(ids.len(), 3);
}

#[test]
fn a_title_joins_with_place_and_figure_and_alone_only_what_it_fits() {
    let number = "RPWM.11.02.03-28-0063/17";
    let told = [
        told("a/1", ["Asystent osobisty", "", "Ełk", "100300"]),
        told("b/1", ["ASYSTENT OSOBISTY", "3/2021", "Ełk", "100300.00"]),
        told("c/1", ["Asystent osobisty", "", "Iława", "100300"]),
        told("d/1", ["Nowe otwarcie", number, "Ełk", "9100"]),
        told("e/1", ["Nowe otwarcie", "", "Ełk", "9100"]),
        told("f/1", ["Zupełnie co innego", "", "", ""]),
    ];
    let expected = [(vec![0, 1], Join::Title), (vec![2], Join::Alone), (vec![3, 4], Join::Number), (vec![5], Join::Alone)];
    assert_eq!(groups(&told), expected);
}

#[test]
fn a_project_keeps_its_id_when_pages_change_and_more_of_them_tell_of_it() {
    let first = [
        told("a/1", ["Lokalne perspektywy", "RPWM.11.02.03-28-0063/17", "Ełk", "5000"]),
        told("b/1", ["Zielony plac zabaw", "", "Ełk", "8000.50"]),
        told("c/1", ["Festyn", "", "", ""]),
    ];
    let mut second = vec![
        told("a/0", ["Lokalne perspektywy", "UDA-RPWM.11.02.03-28-0063/17-01", "Ełk", "6000"]),
        told("b/0", ["Zielony plac zabaw", "", "Ełk", "8000.50"]),
    ];
    second.extend(first.clone());
    // A counter on the page was counted on.
    second.iter_mut().for_each(|mention| mention.source.sha256 = "11".repeat(32));
    let (one, other) = (resolved(&first), resolved(&second));
    let ids = |projects: &[Project]| projects.iter().map(|project| project.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&one), ids(&other));
    assert_eq!(other.iter().map(|project| project.members.len()).collect::<Vec<_>>(), [2, 2, 1]);
    assert!(ids(&one).iter().all(|id| id.len() == 16));
}

#[test]
fn a_footer_on_hundreds_of_pages_is_one_project() {
    let mentions: Vec<Mention> =
        (0..400).map(|page| told(&format!("site/{page}.html"), ["Modernizacja oczyszczalni", "", "", ""])).collect();
    let projects = resolved(&mentions);
    assert_eq!((projects.len(), projects[0].pages, projects[0].score), (1, 400, 1.0));
}

#[test]
fn two_editions_are_kept_apart_though_a_page_without_a_year_is_like_both() {
    let mut mentions = vec![
        told("a/1", ["Ciepły dom", "", "Rypin", "51000.50"]),
        told("a/2", ["Ciepły dom", "", "Rypin", "64000.75"]),
        told("a/3", ["Ciepły dom", "", "Rypin", ""]),
    ];
    for (mention, year) in mentions.iter_mut().zip([2021, 2022]) {
        mention.notice.start_date = fact(PartialDate { year, month: Some(1), day: Some(1) });
    }
    assert_eq!(groups(&mentions).len(), 3);
}

#[test]
fn nothing_resolves_to_nothing() {
    assert!(resolve(&[]).is_empty());
}
