//! What a request says, and how its answer is kept.

use super::server::{Server, Step};
use super::*;
use crate::crawl::visit::Validators;

fn keep_alive(answer: &str) -> Vec<Step> {
    vec![Step::Say(answer.as_bytes().to_vec()), Step::Next]
}

#[tokio::test]
async fn what_is_archived_as_the_request_is_what_went_over_the_wire() {
    let mut server = Server::new(keep_alive("HTTP/1.1 304 Not Modified\r\nETag: W/\"a\"\r\n\r\n")).await;
    let mut plan = plan();
    plan.contact = Some("mailto:robot@kontakt.example".to_owned());
    let fetcher = Fetcher::new(&plan).unwrap();
    let seen =
        Validators { etag: Some("W/\"\u{17c}\"".to_owned()), last_modified: Some("Sun, 06 Nov 1994 08:49:37 GMT".to_owned()) };
    let broken = Validators { etag: Some("\"a\r\nX: y\"".to_owned()), last_modified: None };
    for (path, validators) in [("/", None), ("/a b/%C5%82?x=1&y=|[]#tu", Some(&seen)), ("/?", Some(&broken))] {
        let url = server.url(path);
        let fetched = fetcher.fetch(&Ask { url: &url, validators, max_bytes: None }).await.unwrap();
        let sent = server.request().await;
        assert_eq!(String::from_utf8_lossy(&fetched.exchange.request), String::from_utf8_lossy(&sent));
    }
    let url = server.url("/a?b");
    let fetched = fetcher.fetch(&Ask { url: &url, validators: Some(&seen), max_bytes: None }).await.unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let expected = format!(
        "GET /a?b HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUser-Agent: metryczka/{version} (+mailto:robot@kontakt.example)\r\n\
         From: robot@kontakt.example\r\nAccept: text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf;q=0.9,*/*;q=0.8\r\n\
         Accept-Language: pl\r\nAccept-Encoding: gzip, br\r\nIf-None-Match: W/\"\u{17c}\"\r\n\
         If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n",
        server.port
    );
    assert_eq!(String::from_utf8_lossy(&fetched.exchange.request), expected);
    assert_eq!(fetched.exchange.time, 1_767_225_600);
}

#[tokio::test]
async fn a_contact_that_is_a_page_is_no_mail_address() {
    let mut server = Server::new(keep_alive("HTTP/1.1 204 No Content\r\n\r\n")).await;
    let plan = Plan { contact: Some("https://kontakt.example/@robot".to_owned()), ..plan() };
    fetch(&Fetcher::new(&plan).unwrap(), &server.url("/")).await.unwrap();
    let sent = String::from_utf8(server.request().await).unwrap();
    assert!(sent.contains("(+https://kontakt.example/@robot)\r\n") && !sent.contains("From:"), "{sent}");
}

#[tokio::test]
async fn answers_without_a_body_end_at_their_head_and_keep_the_connection() {
    for (head, status) in [("204 No Content", 204), ("304 Not Modified\r\nContent-Length: 500", 304)] {
        let server = Server::new(keep_alive(&format!("HTTP/1.1 {head}\r\n\r\n"))).await;
        let fetcher = fetcher();
        for _ in 0..3 {
            let answer = fetch(&fetcher, &server.url("/")).await.unwrap().exchange.answer.unwrap();
            assert_eq!((answer.status, answer.body.len(), answer.truncated), (status, 0, None));
        }
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn pages_of_one_host_come_over_one_connection_and_clones_share_it() {
    let server = Server::new(keep_alive("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ngmina")).await;
    let fetcher = fetcher();
    for number in 0..10 {
        let (fetcher, url) = (fetcher.clone(), server.url(&format!("/{number}")));
        let fetched = tokio::spawn(async move { fetch(&fetcher, &url).await }).await.unwrap().unwrap();
        assert_eq!(fetched.exchange.answer.unwrap().body, b"gmina");
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn cookies_are_not_kept() {
    let mut server = Server::new(keep_alive("HTTP/1.1 200 OK\r\nSet-Cookie: sesja=1\r\nContent-Length: 0\r\n\r\n")).await;
    let fetcher = fetcher();
    for _ in 0..2 {
        fetch(&fetcher, &server.url("/")).await.unwrap();
        assert!(!String::from_utf8(server.request().await).unwrap().to_lowercase().contains("cookie"));
    }
}

#[tokio::test]
async fn a_compressed_body_in_chunks_is_kept_compressed_and_joined() {
    let server = Server::saying(
        "HTTP/1.1 200 Wszystko dobrze\r\nContent-Encoding: gzip\r\nX-A: 1\r\nTransfer-Encoding: chunked\r\nx-a: 2\r\n\r\n\
         4\r\n\x1f\x7f\x08\0\r\n3;znak=x\r\nabc\r\n0\r\nTrailer: y\r\n\r\n",
    )
    .await;
    let answer = fetch(&fetcher(), &server.url("/")).await.unwrap().exchange.answer.unwrap();
    assert_eq!((answer.status, &answer.body[..], answer.truncated), (200, &b"\x1f\x7f\x08\0abc"[..], None));
    let all: Vec<_> = answer.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("x-a")).collect();
    assert_eq!(all.len(), 2, "repeated lines are all kept");
}

#[tokio::test]
async fn an_early_hint_is_not_the_answer() {
    let hint = "HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    let server = Server::saying(hint).await;
    assert_eq!(fetch(&fetcher(), &server.url("/")).await.unwrap().exchange.answer.unwrap().status, 404);
}

#[tokio::test]
async fn an_old_server_is_understood_as_browsers_do() {
    let answer =
        "HTTP/1.0 200\r\nServer : stary\r\nContent-Type: text/html;\r\n charset=iso-8859-2\r\nX\u{f3}: zly\r\n\r\n<p>gmina";
    let server = Server::saying(answer).await;
    let answer = fetch(&fetcher(), &server.url("/")).await.unwrap().exchange.answer.unwrap();
    assert_eq!((answer.status, &answer.body[..], answer.truncated), (200, &b"<p>gmina"[..], None));
    assert!(answer.header("content-type").unwrap().contains("iso-8859-2"));
}
