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
use metryczka::resolve::{Project, THRESHOLDS, Thresholds};
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

/// Seeds that no rule was tried on: the same floors hold. Each is a world of its own, since the generator has few words.
#[test]
fn projects_that_nobody_looked_at_are_put_together_as_well() {
    let worlds: Vec<Vec<Told>> = (11..=16).map(|seed| generator::invent(seed, 120)).collect();
    let (all, projects) = resolved(&worlds, &THRESHOLDS);
    let measure = Measure::of(&all, &projects);
    println!("generated, other seeds: {} mentions: {measure:.4?}", all.len());
    if std::env::var_os("SHOW_WRONG").is_some() {
        show_wrong(&all, &projects);
    }
    assert!(measure.pair_precision >= PRECISION && measure.pair_recall >= RECALL, "{measure:?}");
}

/// Puts every world together on its own.
fn resolved(worlds: &[Vec<Told>], thresholds: &Thresholds) -> (Vec<Told>, Vec<Project>) {
    let (mut all, mut projects) = (Vec::new(), Vec::new());
    for (number, told) in worlds.iter().enumerate() {
        let before = all.len();
        projects.extend(put_together(told, thresholds).into_iter().map(|mut project| {
            project.members.iter_mut().for_each(|member| *member += before);
            project
        }));
        all.extend(told.iter().cloned().map(|told| Told { project: format!("{number} {}", told.project), ..told }));
    }
    (all, projects)
}

fn show_wrong(told: &[Told], projects: &[Project]) {
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
    let mut worlds: Vec<Vec<Told>> = (11..=16).map(|seed| generator::invent(seed, 120)).collect();
    worlds.push(generator::invent(SEED, PROJECTS));
    worlds.push(hard_cases());
    println!("| join | attach | precision | recall | B-cubed precision | B-cubed recall |");
    println!("|---|---|---|---|---|---|");
    let at = |join, attach| Thresholds { join, attach };
    for thresholds in [at(0.5, 0.5), at(0.65, 0.65), at(0.8, 0.65), at(0.8, 0.75), at(0.8, 0.9), at(0.95, 0.9), at(0.99, 0.99)] {
        let (all, projects) = resolved(&worlds, &thresholds);
        let m = Measure::of(&all, &projects);
        let row = format!(
            "| {:.2} | {:.2} | {:.4} | {:.4} | {:.4} | {:.4} |",
            thresholds.join, thresholds.attach, m.pair_precision, m.pair_recall, m.cubed_precision, m.cubed_recall
        );
        println!("{row}");
        let told = include_str!("../../core/src/resolve/thresholds.rs").replace("**", "");
        assert!(told.contains(&row), "core/src/resolve/thresholds.rs tells other figures");
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

/// The mentions of all of them.
fn hard_cases() -> Vec<Told> {
    let labelled = |(number, story): (usize, Story)| {
        story.mention.into_iter().map(move |told| Told { project: format!("{number} {}", told.project), ..told })
    };
    stories().into_iter().enumerate().flat_map(labelled).collect()
}

#[test]
fn hard_cases_are_told_apart() {
    let mut wrong = Vec::new();
    for story in stories() {
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
    }
    let all = hard_cases();
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
