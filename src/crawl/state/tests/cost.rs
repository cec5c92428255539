//! What the state costs. Slow, so only on request: `cargo test -- --ignored costs_of_the_state --nocapture`.

#![allow(clippy::print_stderr)]

use super::*;
use std::time::Instant;

/// Resident memory in MiB, where the system tells.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) / 1024.0
}

#[test]
#[ignore = "writes a quarter of a gigabyte"]
fn costs_of_the_state_with_a_million_addresses() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = State::open(folder.path()).unwrap();
    let hosts: Vec<String> = (0..500).map(|number| format!("www.gmina-{number}.test")).collect();
    let link = |host: &str, number: usize| {
        candidate(&format!("https://{host}/index.php/aktualnosci/{number}-dofinansowanie-{}", number * 7919 % 100_000), 3, 2)
    };
    let (before, mut applying, mut visits) = (resident(), 0.0, 0_u32);
    for round in 0..200_usize {
        let made: Vec<Visit> = hosts
            .iter()
            .map(|host| Visit {
                links: (0..10).map(|number| link(host, round * 10 + number)).collect(),
                position: Some(Position { file: 0, offset: u64::from(visits) }),
                ..content(link(host, round), START, 1)
            })
            .collect();
        let begun = Instant::now();
        for (host, visit) in hosts.iter().zip(&made) {
            state.apply(visit, host, START + DAY, visit.position).unwrap();
            visits += 1;
            if visits % 256 == 0 {
                state.commit().unwrap();
            }
        }
        applying += begun.elapsed().as_secs_f64();
    }
    state.commit().unwrap();
    eprintln!("apply with 10 links: {:.1} µs; memory grew by {:.1} MiB", applying * 1e6 / f64::from(visits), resident() - before);

    let begun = Instant::now();
    let keys: usize = hosts.iter().map(|host| state.keys(SOURCE, host).unwrap().len()).sum();
    eprintln!("{keys} keys: {:.2} s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    let waiting = state.waiting(&Waiting { host: &hosts[7], ..query(START, 1) }).unwrap().len();
    eprintln!("{waiting} waiting of 2 000: {:.2} ms", begun.elapsed().as_secs_f64() * 1e3);
    let (begun, mut count) = (Instant::now(), 0);
    state
        .current(&mut |_| {
            count += 1;
            true
        })
        .unwrap();
    eprintln!("{count} current: {:.2} s; memory {:.1} MiB above the start", begun.elapsed().as_secs_f64(), resident() - before);
    let begun = Instant::now();
    let size = std::fs::metadata(folder.path().join(FILE)).unwrap().len();
    let fresh = state.problems(1000).unwrap().len();
    eprintln!("{fresh} problems: {:.2} s; file {} MiB", begun.elapsed().as_secs_f64(), size >> 20);
}
