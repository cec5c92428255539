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

#[test]
fn projects_that_nobody_looked_at_are_put_together_as_well() {
    for seed in 1..=3 {
        let told = generator::invent(seed, 200);
        let measure = Measure::of(&told, &put_together(&told, &THRESHOLDS));
        println!("generated, seed {seed}: {} mentions: {measure:.4?}", told.len());
        if std::env::var_os("SHOW_WRONG").is_some() {
            show_wrong(&told, &put_together(&told, &THRESHOLDS));
        }
        assert!(measure.pair_precision >= PRECISION && measure.pair_recall >= RECALL, "{measure:?}");
    }
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
    for join in [0.5, 0.65, 0.8, 0.9, 0.95, 0.99] {
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

/// A hard case.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    name: String,
    mention: Vec<Told>,
}

#[derive(serde::Deserialize)]
struct Stories {
    story: Vec<Story>,
}

fn stories() -> Vec<Story> {
    let text = std::fs::read_to_string("fixtures/resolution/hard.toml").unwrap();
    toml::from_str::<Stories>(&text).unwrap().story
}

#[test]
fn hard_cases_are_told_apart() {
    let mut wrong = Vec::new();
    let mut all = Vec::new();
    for (number, story) in stories().into_iter().enumerate() {
        let projects = put_together(&story.mention, &THRESHOLDS);
        let mut found: Vec<Vec<String>> = projects
            .iter()
            .map(|project| project.members.iter().map(|&member| format!("{}/{member}", story.mention[member].project)).collect())
            .collect();
        found.sort();
        let measure = Measure::of(&story.mention, &projects);
        if measure.pair_precision < 1.0 || measure.pair_recall < 1.0 {
            wrong.push(format!("{}: {found:?}", story.name));
        }
        all.extend(story.mention.into_iter().map(|told| Told { project: format!("{number} {}", told.project), ..told }));
    }
    let measure = Measure::of(&all, &put_together(&all, &THRESHOLDS));
    println!("hard cases, all at once: {} mentions: {measure:.4?}", all.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(measure.pair_precision >= PRECISION && measure.pair_recall >= RECALL, "{measure:?}");
}

/// `GROWTH=200000 cargo test --test resolution grows -- --nocapture` prints the time per mention as their number grows.
#[test]
fn time_per_mention_does_not_grow() {
    let Some(most) = std::env::var("GROWTH").ok().and_then(|most| most.parse::<usize>().ok()) else { return };
    let mut worlds = most / 16 / 1_000;
    while worlds <= most / 1_000 {
        // Every world has places of its own; the words of titles are those of all.
        let told = (0..worlds)
            .flat_map(|world| generator::invent(world as u64 + 100, 360).into_iter().map(move |told| elsewhere(told, world)));
        let mentions: Vec<_> = told.map(|told| told.mention()).collect();
        let keys = metryczka::resolve::keys(&mentions.iter().collect::<Vec<_>>());
        drop(mentions);
        let size: usize = keys.iter().map(metryczka::resolve::Key::size).sum::<usize>() / keys.len();
        let begun = std::time::Instant::now();
        let found = metryczka::resolve::resolve(&keys);
        let each = begun.elapsed().as_micros() as f64 / keys.len() as f64;
        println!("{} mentions, {size} bytes each: {} projects, {each:.1} µs each", keys.len(), found.len());
        worlds *= 2;
    }
}

/// The same mention in another world.
fn elsewhere(told: Told, world: usize) -> Told {
    let name = |name: String| format!("{name} {world}x");
    let teryt = |teryt: String| format!("{:06}{}", (teryt[..6].parse::<usize>().unwrap() + world * 37) % 990_000, &teryt[6..]);
    Told {
        url: told.url.map(|url| url.replace(".example", &format!(".{world}.example"))),
        number: told.number.map(|number| number.replacen(['1', '2', '3'], &format!("{}", world % 1000), 1)),
        body: told.body.map(name),
        municipality: told.municipality.map(name),
        teryt: told.teryt.map(teryt),
        partners: told.partners.into_iter().map(name).collect(),
        ..told
    }
}
