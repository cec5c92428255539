//! The same visits give the same state, however those of different hosts interleave.

use super::*;

const OTHER: &str = "bip.olszyny.test";

fn other(path: &str, score: i32, depth: u16) -> Candidate {
    candidate(&format!("https://{OTHER}{path}"), score, depth)
}

fn robots(host: &str) -> Candidate {
    Candidate { purpose: Purpose::Robots, ..candidate(&format!("https://{host}/robots.txt"), 0, 0) }
}

/// Two hosts that tell of each other's pages, over two runs.
fn visits() -> (Vec<Visit>, Vec<Visit>) {
    let with = |visit: Visit, links: Vec<Candidate>| Visit { links, skips: [("scope", 2)].into(), ..visit };
    let rules = |host: &str, time, text: &str| Visit { rules: Some(text.to_owned()), ..content(robots(host), time, 1) };
    let first = vec![
        rules(HOST, START, "User-agent: *\nDisallow: /tajne"),
        with(content(page("/"), START + 1, 1), vec![page("/a"), page("/b"), other("/x", 3, 2), other("/y", 9, 1)]),
        content(page("/a"), START + 3, 2),
        with(found(page("/b"), START + 5, Verdict::Missing, Some(404)), vec![page("/c")]),
        Visit { run: 2, ..found(page("/a"), START + 9 * DAY, Verdict::Failed("reset".into()), None) },
        Visit { run: 2, ..rules(HOST, START + 9 * DAY, "User-agent: *\nDisallow: /") },
    ];
    let second = vec![
        rules(OTHER, START + 1, ""),
        with(content(other("/", 0, 0), START + 2, 7), vec![other("/x", 5, 1), other("/z", 1, 1), page("/c"), page("/d")]),
        with(content(other("/x", 5, 1), START + 4, 8), vec![other("/y", 2, 2)]),
        Visit { run: 2, ..content(other("/x", 5, 1), START + 8 * DAY, 9) },
    ];
    (first, second)
}

/// Applies the visits, each time from the host that `turn` names, committing as often as `turn` likes.
fn replay(mut turn: impl FnMut(usize) -> bool) -> State {
    let mut state = State::in_memory().unwrap();
    state.enter(SOURCE, HOST, &[page("/")]).unwrap();
    state.enter(SOURCE, OTHER, &[other("/", 0, 0)]).unwrap();
    let (first, second) = visits();
    let (mut first, mut second) = (first.into_iter().peekable(), second.into_iter().peekable());
    for step in 0.. {
        let from_first = if turn(step) { first.peek().is_some() } else { second.peek().is_none() };
        let Some(visit) = (if from_first { first.next() } else { second.next() }) else { break };
        apply_to(&mut state, if from_first { HOST } else { OTHER }, &visit);
        if step % 3 == 0 {
            state.commit().unwrap();
        }
    }
    state.commit().unwrap();
    state
}

#[test]
fn hosts_that_interleave_in_any_way_give_the_same_tables() {
    let whole = dump(&replay(|_| true));
    assert!(whole.len() > 20, "{whole:#?}");
    assert_eq!(whole, dump(&replay(|_| false)));
    for pattern in 0..256_usize {
        assert_eq!(whole, dump(&replay(|step| pattern >> (step % 8) & 1 == 1)), "{pattern:b}");
    }
}

#[test]
fn a_state_made_again_answers_as_the_first_did() {
    let state = replay(|step| step % 2 == 0);
    let mut again = replay(|step| step % 3 == 0);
    again.clear().unwrap();
    assert!(dump(&again).is_empty());
    again.enter(SOURCE, HOST, &[page("/")]).unwrap();
    again.enter(SOURCE, OTHER, &[other("/", 0, 0)]).unwrap();
    let (first, second) = visits();
    second.iter().for_each(|visit| apply_to(&mut again, OTHER, visit));
    first.iter().for_each(|visit| apply_to(&mut again, HOST, visit));
    again.commit().unwrap();
    assert_eq!(dump(&state), dump(&again));
    assert_eq!(state.hosts(SOURCE).unwrap(), [OTHER, HOST]);
    let order = |state: &State| state.waiting(&Waiting { order: Order::BreadthFirst, ..query(START + 99 * DAY, 3) }).unwrap();
    assert_eq!(order(&state), order(&again));
}

#[test]
fn a_start_address_entered_late_counts_as_one_and_forgets_nothing() {
    let mut state = State::in_memory().unwrap();
    apply(&mut state, &Visit { links: vec![candidate(&format!("https://{HOST}/a"), 7, 4)], ..content(page("/"), START, 1) });
    state.enter(SOURCE, HOST, &[candidate(&format!("https://{HOST}/a"), 9, 0)]).unwrap();
    let waiting = state.waiting(&query(START + DAY, 1)).unwrap();
    assert_eq!((waiting[0].score, waiting[0].depth), (9, 0));
    assert_eq!(state.keys(SOURCE, HOST).unwrap().len(), 2);
}

#[test]
fn an_unfinished_run_is_taken_up_again_under_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = State::open(folder.path()).unwrap();
    assert_eq!(state.begin_run(START).unwrap(), 1);
    drop(state);
    let mut state = State::open(folder.path()).unwrap();
    assert_eq!(state.begin_run(START + 5).unwrap(), 1);
    state.end_run(START + 9).unwrap();
    assert_eq!(state.begin_run(START + 10).unwrap(), 2);
    state.end_run(START + 11).unwrap();
    state.end_run(START + 99).unwrap();
    assert!(dump(&state).iter().any(|line| line == "run: number=Integer(2) begun=Integer(1700000010) ended=Integer(1700000011)"));
}

#[test]
fn a_run_known_from_visits_alone_is_unfinished() {
    let mut state = State::in_memory().unwrap();
    apply(&mut state, &Visit { run: 4, ..content(page("/"), START, 1) });
    assert_eq!(state.begin_run(START + 5).unwrap(), 4);
    state.end_run(START + 6).unwrap();
    assert_eq!(state.begin_run(START + 7).unwrap(), 5);
}
