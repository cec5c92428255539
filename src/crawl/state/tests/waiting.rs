//! Which addresses come next.

use super::*;

fn with_links(links: Vec<Candidate>) -> State {
    let mut state = State::in_memory().unwrap();
    state.enter(SOURCE, HOST, &[page("/")]).unwrap();
    apply(&mut state, &Visit { links, ..content(page("/"), START, 1) });
    state
}

fn scored(path: &str, score: i32, depth: u16) -> Candidate {
    candidate(&format!("https://{HOST}{path}"), score, depth)
}

#[test]
fn best_first_goes_by_score_and_then_by_address_never_by_chance() {
    let state = with_links(vec![scored("/z", 5, 1), scored("/b", 9, 3), scored("/a", 5, 2), scored("/c", -2, 1)]);
    assert_eq!(paths(&state.waiting(&query(START, 1)).unwrap()), ["/b", "/a", "/z", "/c"]);
    assert_eq!(paths(&state.waiting(&Waiting { limit: 2, ..query(START, 1) }).unwrap()), ["/b", "/a"]);
}

#[test]
fn breadth_first_goes_by_depth_and_then_by_the_order_of_entering() {
    let mut state = with_links(vec![scored("/z", 5, 1), scored("/b", 9, 3), scored("/a", 5, 1)]);
    apply(&mut state, &Visit { links: vec![scored("/0", 0, 1)], ..content(page("/z"), START, 1) });
    let order = Order::BreadthFirst;
    assert_eq!(paths(&state.waiting(&Waiting { order, ..query(START, 1) }).unwrap()), ["/a", "/0", "/b"]);
}

#[test]
fn a_candidate_comes_back_as_it_was_told_of() {
    let told = Candidate { hops: 3, purpose: Purpose::Feed, ..scored("/rss?id=1", -7, 12) };
    let state = with_links(vec![told.clone()]);
    assert_eq!(state.waiting(&query(START, 1)).unwrap(), [told]);
}

#[test]
fn a_page_comes_again_when_it_is_due_and_in_a_later_run_only() {
    let state = with_links(Vec::new());
    assert!(state.waiting(&query(START + 6 * DAY, 2)).unwrap().is_empty());
    assert_eq!(state.waiting(&query(START + 7 * DAY, 2)).unwrap().len(), 1);
    assert!(state.waiting(&query(START + 7 * DAY, 1)).unwrap().is_empty());
}

#[test]
fn since_makes_everything_due_once() {
    let mut state = with_links(Vec::new());
    let query = Waiting { since: Some(START + DAY), ..query(START + DAY, 2) };
    assert_eq!(state.waiting(&query).unwrap().len(), 1);
    apply(&mut state, &Visit { run: 2, ..content(page("/"), START, 1) });
    assert!(state.waiting(&query).unwrap().is_empty());
}

#[test]
fn a_passing_failure_is_asked_again_in_the_run_but_not_for_ever() {
    let mut state = State::in_memory().unwrap();
    let mut time = START;
    for look in 1..=3 {
        let visit = found(page("/a"), time, Verdict::Failed("timeout".into()), None);
        apply(&mut state, &visit);
        assert_eq!(state.waiting(&query(time, 1)).unwrap().len(), usize::from(look < 3));
        time = history(&state, &page("/a")).due;
    }
    assert_eq!(state.waiting(&query(time, 2)).unwrap().len(), 1);
}

#[test]
fn what_robots_txt_forbids_waits_until_the_rules_change() {
    let robots = Candidate { purpose: Purpose::Robots, ..page("/robots.txt") };
    let rules = |time, text: &str| Visit { rules: Some(text.to_owned()), ..content(robots.clone(), time, 1) };
    let mut state = with_links(vec![page("/a"), page("/tajne")]);
    assert_eq!(state.rules(SOURCE, HOST).unwrap(), None);
    apply(&mut state, &rules(START, "User-agent: *\nDisallow: /tajne"));
    state.close_by_robots(SOURCE, HOST, page("/tajne").key, true).unwrap();
    assert_eq!(paths(&state.waiting(&query(START, 1)).unwrap()), ["/a"]);
    // The same rules again forbid the same.
    apply(&mut state, &rules(START + DAY, "User-agent: *\nDisallow: /tajne"));
    assert_eq!(paths(&state.waiting(&query(START, 1)).unwrap()), ["/a"]);
    assert_eq!(state.rules(SOURCE, HOST).unwrap().unwrap(), (START + DAY, Some(200), "User-agent: *\nDisallow: /tajne".into()));
    apply(&mut state, &rules(START + 2 * DAY, ""));
    assert_eq!(paths(&state.waiting(&query(START, 1)).unwrap()), ["/a", "/tajne"]);
    state.close_by_robots(SOURCE, HOST, page("/tajne").key, true).unwrap();
    state.close_by_robots(SOURCE, HOST, page("/tajne").key, false).unwrap();
    assert_eq!(state.waiting(&query(START, 1)).unwrap().len(), 2);
}

#[test]
fn rules_survive_a_304_and_wait_for_the_end_of_a_redirect() {
    let robots = Candidate { purpose: Purpose::Robots, ..page("/robots.txt") };
    let mut state = State::in_memory().unwrap();
    apply(&mut state, &found(robots.clone(), START, Verdict::Redirect, Some(301)));
    assert_eq!(state.rules(SOURCE, HOST).unwrap(), None);
    apply(&mut state, &Visit { rules: Some("reguły".into()), ..content(robots.clone(), START + 1, 1) });
    apply(&mut state, &found(robots.clone(), START + DAY, Verdict::NotModified, Some(304)));
    assert_eq!(state.rules(SOURCE, HOST).unwrap(), Some((START + DAY, Some(200), "reguły".into())));
    apply(&mut state, &found(robots.clone(), START + 2 * DAY, Verdict::Failed("timeout".into()), None));
    assert_eq!(state.rules(SOURCE, HOST).unwrap(), Some((START + 2 * DAY, None, String::new())));
    apply(&mut state, &found(robots, START + 3 * DAY, Verdict::Missing, Some(404)));
    assert_eq!(state.rules(SOURCE, HOST).unwrap(), Some((START + 3 * DAY, Some(404), String::new())));
}

#[test]
fn robots_txt_is_never_among_the_waiting() {
    let state = with_links(vec![Candidate { purpose: Purpose::Robots, ..page("/robots.txt") }]);
    assert!(state.waiting(&query(START, 1)).unwrap().is_empty());
}

#[test]
fn sources_that_share_a_host_do_not_share_its_addresses() {
    let mut state = with_links(vec![page("/a")]);
    let neighbour = Visit { source: "kamionka".into(), links: vec![page("/a"), page("/b")], ..content(page("/"), START, 1) };
    apply(&mut state, &neighbour);
    assert_eq!(state.keys(SOURCE, HOST).unwrap().len(), 2);
    assert_eq!(state.keys("kamionka", HOST).unwrap().len(), 3);
}
