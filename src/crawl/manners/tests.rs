#![allow(clippy::unwrap_used)]

use super::*;
use crate::crawl::plan::Manners;
use chrono::DateTime;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::{Duration, Instant};

const MACHINE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));
const OTHER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 8));

fn milliseconds(count: u64) -> Duration {
    Duration::from_millis(count)
}

fn limiter(address_delay: u64) -> Limiter {
    Limiter::new(&Manners { address_delay: milliseconds(address_delay), ..Manners::default() })
}

#[tokio::test]
async fn turns_of_a_host_are_spaced_and_the_first_comes_at_once() {
    let (limiter, start) = (limiter(0), Instant::now());
    limiter.turn("gmina.test", MACHINE, milliseconds(80)).await;
    assert!(start.elapsed() < milliseconds(70));
    limiter.turn("gmina.test", MACHINE, milliseconds(80)).await;
    limiter.turn("gmina.test", MACHINE, milliseconds(80)).await;
    assert!(start.elapsed() >= milliseconds(160));
    limiter.turn("inna.test", MACHINE, milliseconds(80)).await;
    assert!(start.elapsed() < milliseconds(230), "another host need not wait");
}

#[tokio::test]
async fn two_host_names_on_one_machine_share_its_limit() {
    let (limiter, start) = (limiter(80), Instant::now());
    limiter.turn("bip.a.test", MACHINE, milliseconds(1)).await;
    limiter.turn("bip.b.test", MACHINE, milliseconds(1)).await;
    limiter.turn("bip.c.test", "::ffff:192.0.2.7".parse().unwrap(), milliseconds(1)).await;
    assert!(start.elapsed() >= milliseconds(160));
    let start = Instant::now();
    limiter.turn("bip.d.test", OTHER, milliseconds(1)).await;
    assert!(start.elapsed() < milliseconds(70), "another machine need not wait");
}

#[tokio::test]
async fn turns_come_in_the_order_they_were_asked_for() {
    let limiter = Arc::new(limiter(0));
    let order = Arc::new(std::sync::Mutex::new(Vec::new()));
    let mut tasks = Vec::new();
    for number in 0..5 {
        let (limiter, order) = (Arc::clone(&limiter), Arc::clone(&order));
        tasks.push(tokio::spawn(async move {
            limiter.turn("gmina.test", MACHINE, milliseconds(5)).await;
            order.lock().unwrap().push(number);
        }));
        tokio::task::yield_now().await;
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3, 4]);
}

#[tokio::test]
async fn a_host_with_a_long_crawl_delay_does_not_hold_up_its_neighbours() {
    let limiter = Arc::new(limiter(1));
    limiter.turn("powolna.test", MACHINE, Duration::from_secs(3600)).await;
    let waiting = tokio::spawn({
        let limiter = Arc::clone(&limiter);
        async move { limiter.turn("powolna.test", MACHINE, Duration::from_secs(3600)).await }
    });
    tokio::task::yield_now().await;
    let start = Instant::now();
    limiter.turn("szybka.test", MACHINE, milliseconds(1)).await;
    assert!(start.elapsed() < milliseconds(100));
    assert!(!waiting.is_finished());
    waiting.abort();
}

#[tokio::test]
async fn thousands_of_hosts_asked_once_are_forgotten() {
    let limiter = limiter(1);
    for number in 0..20_000_u32 {
        limiter.turn(&format!("gmina-{number}.test"), IpAddr::V4(Ipv4Addr::from_bits(number)), Duration::from_nanos(1)).await;
    }
    assert!(limiter.remembered() <= 12_000, "{}", limiter.remembered());
}

#[tokio::test]
async fn whoever_stops_waiting_leaves_the_queue() {
    let limiter = limiter(0);
    limiter.turn("gmina.test", MACHINE, milliseconds(30)).await;
    let turn = limiter.turn("gmina.test", MACHINE, Duration::from_secs(60));
    assert!(tokio::time::timeout(milliseconds(5), turn).await.is_err());
    let turn = limiter.turn("gmina.test", MACHINE, milliseconds(1));
    assert!(tokio::time::timeout(milliseconds(500), turn).await.is_ok());
}

#[test]
fn pauses_double_until_the_failures_are_counted_out() {
    let manners = Manners { max_wait: Duration::from_secs(18), ..Manners::default() };
    let mut backoff = Backoff::new(&manners);
    let pauses: Vec<_> = (0..6).map(|_| backoff.failed(None)).collect();
    let wait = |seconds| Pause::Wait(Duration::from_secs(seconds));
    let gone = Pause::GiveUp("failures");
    assert_eq!(pauses, [wait(5), wait(10), wait(18), wait(18), gone, gone]);
    backoff.succeeded();
    assert_eq!(backoff.failed(None), wait(5));
}

#[test]
fn a_run_that_was_killed_does_not_forget_how_often_a_host_failed() {
    let manners = Manners { max_failures: 3, ..Manners::default() };
    let mut backoff = Backoff::new(&manners).after(2);
    assert!(!backoff.is_exhausted());
    assert_eq!(backoff.failed(None), Pause::GiveUp("failures"));
    assert!(backoff.is_exhausted() && Backoff::new(&manners).after(3).is_exhausted());
}

#[test]
fn a_server_that_says_when_is_never_asked_earlier() {
    let mut backoff = Backoff::for_host(&Manners::default(), "gmina.test");
    assert_eq!(backoff.failed(Some(Duration::from_secs(100))), Pause::Wait(Duration::from_secs(100)));
    assert_eq!(backoff.failed(Some(Duration::from_secs(121))), Pause::GiveUp("retry_after"));
    let Pause::Wait(pause) = backoff.failed(Some(Duration::ZERO)) else { unreachable!() };
    assert!(pause >= Duration::from_secs(20), "come back at once, says a server that just failed for the third time");
}

#[test]
fn hosts_that_fell_together_come_back_apart_and_the_same_in_every_run() {
    let pause = |host: &str| Backoff::for_host(&Manners::default(), host).failed(None);
    assert_eq!(pause("a.test"), pause("a.test"));
    let mut pauses: Vec<_> = (0..20)
        .map(|number| match pause(&format!("bip-{number}.test")) {
            Pause::Wait(pause) => pause,
            Pause::GiveUp(reason) => unreachable!("{reason}"),
        })
        .collect();
    assert!(pauses.iter().all(|pause| (5_000..6_250).contains(&pause.as_millis())), "{pauses:?}");
    pauses.sort();
    pauses.dedup();
    assert!(pauses.len() >= 15, "{pauses:?}");
}

#[test]
fn no_count_of_failures_overflows_a_pause() {
    let day = Duration::from_secs(86_400);
    let manners = Manners { max_failures: u32::MAX, backoff: Duration::MAX, max_wait: day, ..Manners::default() };
    let mut backoff = Backoff::for_host(&manners, "gmina.test");
    assert!((0..100).all(|_| backoff.failed(None) == Pause::Wait(day)));
}

fn moment(text: &str) -> i64 {
    DateTime::parse_from_rfc3339(text).unwrap().timestamp()
}

fn hours(from: u8, to: u8) -> Option<Hours> {
    Hours::of(&Manners { hours: Some((from, to)), ..Manners::default() })
}

#[test]
fn a_window_over_midnight_is_polish_time() {
    let night = hours(22, 6).unwrap();
    for (utc, wait) in [
        ("2026-01-10T20:59:59Z", 1), // 21:59:59 in winter
        ("2026-01-10T21:00:00Z", 0),
        ("2026-01-11T04:59:59Z", 0),
        ("2026-01-11T05:00:00Z", 16 * 3600),
        ("2026-07-10T19:30:00Z", 1800), // 21:30 in summer
        ("2026-07-10T20:00:00Z", 0),
        ("2026-07-11T04:00:00Z", 16 * 3600),
    ] {
        assert_eq!(night.wait(moment(utc)), Duration::from_secs(wait), "{utc}");
        assert_eq!(night.contain(moment(utc)), wait == 0, "{utc}");
    }
}

#[test]
fn the_window_moves_with_the_change_of_clocks() {
    // In 2026 the clocks change on 29 March and on 25 October, at 01:00 UTC.
    let day = hours(8, 16).unwrap();
    for (utc, wait) in [
        ("2026-03-28T06:59:59Z", 1),         // winter: 8:00 is 07:00 UTC
        ("2026-03-28T15:00:00Z", 15 * 3600), // the night is an hour shorter
        ("2026-03-29T06:00:00Z", 0),         // summer: 8:00 is 06:00 UTC
        ("2026-10-24T14:00:00Z", 17 * 3600), // the night is an hour longer
        ("2026-10-25T06:59:59Z", 1),
        ("2026-10-25T07:00:00Z", 0),
    ] {
        assert_eq!(day.wait(moment(utc)), Duration::from_secs(wait), "{utc}");
    }
}

#[test]
fn a_window_in_the_hour_that_is_left_out_opens_the_next_night() {
    let window = hours(2, 3).unwrap();
    let before = moment("2026-03-29T00:30:00Z"); // 1:30; then comes 3:00
    assert!(!window.contain(moment("2026-03-29T01:00:00Z")));
    assert_eq!(window.wait(before), Duration::from_secs(23 * 3600 + 1800));
    assert!(window.contain(moment("2026-03-30T00:00:00Z")));
    let twice = moment("2026-10-25T00:30:00Z"); // 2:30 for the first time
    assert!(window.contain(twice) && window.contain(twice + 3600) && !window.contain(twice + 7200));
}

#[test]
fn odd_hours_and_odd_times_do_no_harm() {
    assert_eq!(hours(0, 24), None);
    assert_eq!(hours(7, 7), None);
    assert_eq!(Hours::of(&Manners::default()), None);
    assert_eq!(hours(22, 30), hours(22, 6));
    for now in [i64::MIN, -1, 0, i64::MAX] {
        assert!(hours(3, 4).unwrap().wait(now) <= Duration::from_secs(48 * 3600));
    }
}
