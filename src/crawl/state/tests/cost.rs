//! What the state costs. Slow, so only on request: `cargo test -- --ignored costs_of_the_state --nocapture`.

#![allow(clippy::print_stderr)]

use super::*;

/// Resident memory in MiB, where the system tells.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) / 1024.0
}

/// Seconds this thread has worked, where the system tells: others' work on the same machine does not count.
fn worked() -> f64 {
    let status = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    status.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
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
    // As many hosts at a time as by default, one visit to each in turn.
    for (hosts, round) in hosts.chunks(64).flat_map(|hosts| (0..200_usize).map(move |round| (hosts, round))) {
        let made: Vec<Visit> = hosts
            .iter()
            .map(|host| Visit {
                links: (0..10).map(|number| link(host, round * 10 + number)).collect(),
                ..content(link(host, round), START, 1)
            })
            .collect();
        let begun = worked();
        for (host, visit) in hosts.iter().zip(&made) {
            state.apply(visit, host, START + DAY, visit.position).unwrap();
            visits += 1;
            if visits % 256 == 0 {
                state.commit().unwrap();
            }
        }
        applying += worked() - begun;
    }
    state.commit().unwrap();
    eprintln!("apply with 10 links: {:.1} µs; memory grew by {:.1} MiB", applying * 1e6 / f64::from(visits), resident() - before);

    let begun = worked();
    let keys: usize = hosts.iter().map(|host| state.keys(SOURCE, host).unwrap().len()).sum();
    eprintln!("{keys} keys: {:.2} s", worked() - begun);
    let begun = worked();
    let waiting = state.waiting(&Waiting { host: &hosts[7], ..query(START, 1) }).unwrap().len();
    eprintln!("{waiting} waiting of 2 000: {:.2} ms", (worked() - begun) * 1e3);
    let (begun, mut count) = (worked(), 0);
    state
        .current(&mut |_| {
            count += 1;
            true
        })
        .unwrap();
    eprintln!("{count} current: {:.2} s; memory {:.1} MiB above the start", worked() - begun, resident() - before);
    let begun = worked();
    let size = std::fs::metadata(folder.path().join(FILE)).unwrap().len();
    let fresh = state.problems(1000).unwrap().len();
    eprintln!("{fresh} problems: {:.2} s; file {} MiB", (worked() - begun), size >> 20);
}
