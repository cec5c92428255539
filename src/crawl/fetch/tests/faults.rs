//! Servers that fail, dawdle or lie.

use super::server::{Server, Step};
use super::*;
use crate::archive::Answer;
use crate::crawl::plan::{FetchLimits, Plan};
use std::time::Instant;
use tokio::net::TcpListener;

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";

fn say(text: impl AsRef<[u8]>) -> Step {
    Step::Say(text.as_ref().to_vec())
}

fn pause(milliseconds: u64) -> Step {
    Step::Pause(Duration::from_millis(milliseconds))
}

async fn ask(steps: Vec<Step>) -> Result<Answer, FetchError> {
    ask_with(&fetcher(), steps).await
}

async fn ask_with(fetcher: &Fetcher, steps: Vec<Step>) -> Result<Answer, FetchError> {
    let server = Server::new(steps).await;
    let start = Instant::now();
    let fetched = fetch(fetcher, &server.url("/")).await;
    assert!(start.elapsed() < Duration::from_secs(20), "bounded in time");
    fetched.map(|fetched| fetched.exchange.answer.unwrap())
}

/// The code of an answer that sizes end, not time, however slow this machine is.
async fn code_in_time(steps: Vec<Step>) -> &'static str {
    let minute = Duration::from_secs(60);
    let fetch = FetchLimits { total: minute, patience: minute, ..limits() };
    let patient = Fetcher::new(&Plan { fetch, ..plan() }).unwrap();
    ask_with(&patient, steps).await.unwrap_err().code()
}

/// Body length and the mark of a cut answer.
async fn cut(steps: Vec<Step>) -> (usize, Option<&'static str>) {
    let answer = ask(steps).await.unwrap();
    assert_eq!(answer.status, 200);
    (answer.body.len(), answer.truncated)
}

async fn code(steps: Vec<Step>) -> &'static str {
    ask(steps).await.unwrap_err().code()
}

#[tokio::test]
async fn a_body_without_end_is_cut_at_the_limit() {
    let endless = Step::Repeat(vec![b'x'; 4096], 50, Duration::ZERO);
    assert_eq!(cut(vec![say(format!("{HEAD}\r\n")), endless.clone()]).await, (10_000, Some("length")));
    let announced = format!("{HEAD}Content-Length: 999999999999999\r\n\r\n");
    assert_eq!(cut(vec![say(announced), endless]).await, (10_000, Some("length")));
    let exact = format!("{HEAD}Content-Length: 10000\r\n\r\n{}", "x".repeat(10_000));
    assert_eq!(cut(vec![say(exact)]).await, (10_000, None));
}

#[tokio::test]
async fn an_ask_may_have_a_limit_of_its_own() {
    let server = Server::saying(&format!("{HEAD}Content-Length: 9\r\n\r\n123456789")).await;
    let (fetcher, url) = (fetcher(), server.url("/robots.txt"));
    for (limit, body, truncated) in [(4, &b"1234"[..], Some("length")), (0, b"", Some("length")), (9, b"123456789", None)] {
        let fetched = fetcher.fetch(&Ask { url: &url, validators: None, max_bytes: Some(limit) }).await.unwrap();
        let answer = fetched.exchange.answer.unwrap();
        assert_eq!((&answer.body[..], answer.truncated), (body, truncated));
    }
}

#[tokio::test]
async fn large_bodies_wait_for_room_and_the_wait_is_not_held_against_them() {
    let half = vec![b'x'; 400 << 10];
    let head = format!("{HEAD}Content-Length: {}\r\n\r\n", 1000 << 10);
    let server = Server::new(vec![say(head), say(&half), say(&half), pause(150), say(&half[..200 << 10])]).await;
    let mut plan = plan();
    plan.fetch = FetchLimits { max_bytes: 30 << 20, patience: Duration::from_millis(390), ..limits() };
    let fetcher = Fetcher::new(&plan).unwrap();
    let start = Instant::now();
    let tasks: Vec<_> = (0..3)
        .map(|_| {
            let (fetcher, url) = (fetcher.clone(), server.url("/duzy.pdf"));
            tokio::spawn(async move { fetch(&fetcher, &url).await })
        })
        .collect();
    for task in tasks {
        let answer = task.await.unwrap().unwrap().exchange.answer.unwrap();
        assert_eq!((answer.body.len(), answer.truncated), (1000 << 10, None));
    }
    assert!(start.elapsed() < Duration::from_millis(900));
    let small = Server::saying(&format!("{HEAD}\r\n{}", "x".repeat(1_000))).await;
    assert!(fetch(&fetcher, &small.url("/")).await.is_ok());
}

#[tokio::test]
async fn a_slow_body_is_cut_when_patience_ends() {
    let trickle = Step::Repeat(b"x".to_vec(), 90, Duration::from_millis(5));
    let (length, truncated) = cut(vec![say(format!("{HEAD}\r\n")), trickle]).await;
    assert!((1..60).contains(&length), "{length}");
    assert_eq!(truncated, Some("time"));
    let head = format!("{HEAD}Content-Length: 20\r\n\r\n");
    assert_eq!(code(vec![say(head), pause(600)]).await, "timeout", "nothing came at all");
}

#[tokio::test]
async fn a_body_that_comes_fast_enough_is_cut_by_the_total_time_only() {
    let steady = Step::Repeat(vec![b'x'; 60], 90, Duration::from_millis(8));
    let start = Instant::now();
    let (length, truncated) = cut(vec![say(format!("{HEAD}\r\n")), steady]).await;
    assert!(length >= 200 && start.elapsed() >= Duration::from_millis(390), "{length} {:?}", start.elapsed());
    assert_eq!(truncated, Some("time"));
}

#[tokio::test]
async fn a_head_that_comes_letter_by_letter_is_given_up() {
    let trickle = Step::Repeat(b"X-A: 1\r\n".to_vec(), 60, Duration::from_millis(10));
    assert_eq!(code(vec![say(HEAD), trickle]).await, "timeout");
    assert_eq!(code(vec![pause(700)]).await, "timeout");
}

#[tokio::test]
async fn a_head_without_end_is_given_up() {
    let lines = Step::Repeat(b"X-A: 1\r\n".to_vec(), 100_000, Duration::ZERO);
    assert_eq!(code_in_time(vec![say(HEAD), lines]).await, "header_too_large", "too many lines");
    let line = Step::Repeat(vec![b'x'; 4096], 500, Duration::ZERO);
    assert_eq!(code_in_time(vec![say(format!("{HEAD}X-A: ")), line]).await, "header_too_large", "one line too long");
    let large = format!("{HEAD}X-A: {}\r\nContent-Length: 0\r\n\r\n", "x".repeat(2_000));
    assert_eq!(code_in_time(vec![say(large)]).await, "header_too_large", "past the plan's limit");
}

#[tokio::test]
async fn a_length_longer_than_the_body_leaves_a_cut_answer() {
    assert_eq!(cut(vec![say(format!("{HEAD}Content-Length: 500\r\n\r\ngmina"))]).await, (5, Some("disconnect")));
    assert_eq!(code(vec![say(format!("{HEAD}Content-Length: 500\r\n\r\n"))]).await, "disconnected");
}

#[tokio::test]
async fn a_length_shorter_than_the_body_is_believed_and_the_rest_is_no_second_answer() {
    let answer = format!("{HEAD}Content-Length: 5\r\n\r\ngminaHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nzly");
    let server = Server::new(vec![say(answer), Step::Next]).await;
    let fetcher = fetcher();
    for _ in 0..3 {
        let answer = fetch(&fetcher, &server.url("/")).await.unwrap().exchange.answer.unwrap();
        assert_eq!(answer.body, b"gmina");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn two_lengths_that_differ_are_no_answer() {
    assert_eq!(code(vec![say(format!("{HEAD}Content-Length: 5\r\nContent-Length: 6\r\n\r\ngmina"))]).await, "not_http");
}

#[tokio::test]
async fn a_reset_in_the_middle_keeps_what_came() {
    let head = format!("{HEAD}Content-Length: 500\r\n\r\ngmina");
    assert_eq!(cut(vec![say(head), pause(20), Step::Reset]).await, (5, Some("disconnect")));
    assert_eq!(code(vec![say("HTTP/1.1 20"), pause(20), Step::Reset]).await, "disconnected");
    assert_eq!(code(vec![]).await, "disconnected", "closed without a word");
}

#[tokio::test]
async fn garbage_between_chunks_keeps_what_came() {
    let head = format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n");
    assert_eq!(cut(vec![say(format!("{head}5\r\ngmina\r\nzzz\r\n"))]).await, (5, Some("unspecified")));
    assert_eq!(cut(vec![say(format!("{head}5\r\ngmina\r\nffffffffffffffffff\r\n"))]).await, (5, Some("unspecified")));
    assert_eq!(cut(vec![say(format!("{head}5\r\ngmina\r\n"))]).await, (5, Some("disconnect")));
    assert_eq!(code(vec![say(format!("{head}zzz\r\n"))]).await, "not_http");
}

#[tokio::test]
async fn what_is_not_http_is_no_answer() {
    for garbage in
        ["SSH-2.0-OpenSSH_9.6\r\n", "<html>gmina</html>", "HTTP/1.1 abc\r\n\r\n", "HTTP/7.1 200 OK\r\n\r\n", "\0\0\0\0\r\n\r\n"]
    {
        let error = ask(vec![say(garbage)]).await.unwrap_err();
        assert_eq!(error.code(), "not_http", "{garbage:?}: {error}");
        assert!(error.counts_against_host());
    }
}

#[tokio::test]
async fn nobody_listening_is_told_from_an_unknown_host() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error = fetch(&fetcher(), &url(&format!("http://127.0.0.1:{port}/"))).await.unwrap_err();
    assert_eq!(error.code(), "unreachable", "{error}");
    assert!(error.counts_against_host());
}

#[tokio::test]
async fn a_plain_server_on_the_secure_port_is_a_fault_of_its_encryption() {
    let server = Server::saying("HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let mut plan = plan();
    plan.unverified_hosts.insert("localhost".to_owned());
    let fetcher = Fetcher::new(&plan).unwrap();
    let error = fetch(&fetcher, &url(&format!("https://localhost:{}/", server.port))).await.unwrap_err();
    assert!(["tls", "disconnected", "timeout"].contains(&error.code()), "{error:?}");
    assert!(error.counts_against_host());
    // With or without root certificates on this machine, an unencrypted answer is never taken for a page.
    let error = fetch(&fetcher, &url(&format!("https://127.0.0.1:{}/", server.port))).await.unwrap_err();
    assert!(["tls", "disconnected", "timeout", "no_root_certificates"].contains(&error.code()), "{error:?}");
}
