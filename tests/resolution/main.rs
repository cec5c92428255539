//! Which mentions are put together: a labelled set of invented projects and of hard cases, with floors.
//!
//! `cargo test --test resolution -- --nocapture` prints what was measured, and for each threshold what it would do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and shows what it measured"
)]

mod generator;
mod measure;
mod random;
mod told;

use measure::{Measure, put_together};
use metryczka::resolve::{THRESHOLDS, Thresholds};
use std::collections::BTreeMap;
use told::Told;

/// Floors of the issue: a wrong join is worse than a missed one.
const PRECISION: f64 = 0.99;
const RECALL: f64 = 0.95;

const SEED: u64 = 20_261_122;
const PROJECTS: usize = 500;

#[test]
fn invented_projects_are_put_together() {
    let told = generator::invent(SEED, PROJECTS);
    let projects = put_together(&told, &THRESHOLDS);
    let measure = Measure::of(&told, &projects);
    println!("generated: {} mentions of {PROJECTS} projects: {measure:.4?}", told.len());
    if std::env::var_os("SHOW_WRONG").is_some() {
        show_wrong(&told, &projects);
    }
    assert!(measure.pair_precision >= PRECISION && measure.pair_recall >= RECALL, "{measure:?}");
}

fn show_wrong(told: &[Told], projects: &[metryczka::resolve::Project]) {
    let mut homes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, project) in projects.iter().enumerate() {
        let mut labels: Vec<&str> = project.members.iter().map(|&member| told[member].project.as_str()).collect();
        labels.sort_unstable();
        labels.dedup();
        if labels.len() > 1 {
            println!("JOINED {:?} score {:.3}", labels, project.score);
            project.members.iter().for_each(|&member| println!("    {:?}", told[member]));
        }
        labels.into_iter().for_each(|label| homes.entry(label).or_default().push(number));
    }
    for (label, numbers) in homes.into_iter().filter(|(_, numbers)| numbers.len() > 1) {
        println!("PARTED {label}");
        for number in numbers {
            println!("  --");
            projects[number].members.iter().for_each(|&member| println!("    {:?}", told[member]));
        }
    }
}

#[test]
fn thresholds_and_what_they_do() {
    let told = generator::invent(SEED, PROJECTS);
    println!("| join | attach | precision | recall | B-cubed precision | B-cubed recall |");
    println!("|---|---|---|---|---|---|");
    for join in [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95] {
        let thresholds = Thresholds { join, attach: THRESHOLDS.attach };
        let m = Measure::of(&told, &put_together(&told, &thresholds));
        println!(
            "| {join:.2} | {:.2} | {:.4} | {:.4} | {:.4} | {:.4} |",
            thresholds.attach, m.pair_precision, m.pair_recall, m.cubed_precision, m.cubed_recall
        );
    }
}

#[test]
fn the_order_of_mentions_changes_nothing() {
    let told = generator::invent(7, 120);
    let ids = |told: &[Told]| {
        let projects = put_together(told, &THRESHOLDS);
        let mut sorted: Vec<(String, Vec<String>)> = projects
            .iter()
            .map(|project| {
                let mut members: Vec<String> = project.members.iter().map(|&member| format!("{:?}", told[member])).collect();
                members.sort_unstable();
                (project.id.clone(), members)
            })
            .collect();
        sorted.sort_unstable();
        sorted
    };
    let mut turned = told.clone();
    turned.reverse();
    turned.rotate_left(37);
    let (one, other) = (ids(&told), ids(&turned));
    assert!(one == other);
    let mut unique: Vec<&String> = one.iter().map(|(id, _)| id).collect();
    unique.dedup();
    assert_eq!(unique.len(), one.len());
}
