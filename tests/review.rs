//! The review desk as a browser sees it: a real server, asked over a socket.
#![cfg(feature = "review")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "review/town.rs"]
mod town;

use metryczka::correction::CorrectionError;
use metryczka::dataset::DatasetError;
use metryczka::review::ReviewError;
use serde_json::{Value, json};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use town::{Server, Town};

#[test]
fn only_the_browser_with_the_link_comes_in() {
    let town = Town::new();
    let server = town.serve();
    let (host, cookie, key) = (format!("Host: {}", server.host()), server.cookie(), server.key());
    let status = |lines: &[&str]| server.raw(lines, "").0;
    let room = server.room();
    let get = &format!("GET {room}/api/state HTTP/1.1");
    assert_eq!(status(&[get, &host, &cookie, &key]), 200);
    assert_eq!(status(&[get, &host, &key]), 403, "no cookie");
    let name = cookie.split('=').next().unwrap();
    assert_eq!(status(&[get, &host, &key, &format!("{name}=00000000000000000000000000000000")]), 403, "another token");
    for foreign in ["Host: evil.example", "Host: 127.0.0.1", "Host: 127.0.0.1.evil.example:80"] {
        assert_eq!(status(&[get, foreign, &cookie, &key]), 421, "{foreign}");
    }
    assert_eq!(status(&[get, &host, &cookie, &key, "Sec-Fetch-Site: cross-site"]), 403);
    assert_eq!(status(&[&format!("GET {room}/?token=00000000000000000000000000000000 HTTP/1.1"), &host]), 403);
    let long = "x".repeat(5_000);
    assert_eq!(status(&[&format!("GET {room}/api/queue?find={long} HTTP/1.1"), &host, &cookie, &key]), 414);
    for method in ["PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"] {
        assert_eq!(status(&[&format!("{method} {room}/api/state HTTP/1.1"), &host, &cookie, &key]), 405, "{method}");
    }
    assert_eq!(status(&[&format!("POST {room}/api/state HTTP/1.1"), &host, &cookie, &key, &server.origin(), JSON]), 405);
    assert_eq!(status(&[&format!("GET {room}/api/undo HTTP/1.1"), &host, &cookie, &key]), 405);
    let (status, headers, text) = server.raw(&[&format!("GET {room}/ HTTP/1.1"), &host], "");
    assert_eq!(status, 403);
    assert!(text.contains("odnośnik") && text.contains("link"), "a person is told what to do: {text}");
    assert!(!headers.contains("set-cookie"));
}

#[test]
fn whoever_was_sent_the_cookie_on_another_port_learns_and_changes_nothing() {
    let town = Town::new();
    let server = town.serve();
    let (host, cookie, room) = (format!("Host: {}", server.host()), server.cookie(), server.room());
    for path in
        ["/", "/api/state", "/api/queue", "/0000000000000000000000000000000a/", "/0000000000000000000000000000000a/api/state"]
    {
        let (status, _, text) = server.raw(&[&format!("GET {path} HTTP/1.1"), &host, &cookie], "");
        assert_eq!(status, 403, "{path}");
        assert!(!text.contains(room.trim_start_matches('/')), "where the room is, is not told: {text}");
    }
    let state = |more: &[&str]| server.raw(&[&[&*format!("GET {room}/api/state HTTP/1.1"), &host, &cookie], more].concat(), "").0;
    assert_eq!(state(&[]), 403, "the room and the cookie, but not the key of the page");
    assert_eq!(state(&["X-Metryczka-Key: 00000000000000000000000000000000"]), 403);
    assert_eq!(state(&[&server.key()]), 200);
    let lines = [&*format!("POST {room}/api/undo HTTP/1.1"), &host, &cookie, &server.origin(), JSON, "Content-Length: 11"];
    assert_eq!(server.raw(&lines, r#"{"id":"c1"}"#).0, 403);
    let (cookie, key) = (cookie.split('=').nth(1).unwrap(), server.key());
    assert!(!key.contains(cookie), "the key is in no cookie");
}

#[test]
fn requests_that_never_end_do_not_shut_the_desk_out() {
    let town = Town::new();
    let server = town.serve();
    let (host, cookie, key) = (format!("Host: {}", server.host()), server.cookie(), server.key());
    let mut body = TcpStream::connect(server.host()).unwrap();
    let head = [
        &*format!("POST {}/api/undo HTTP/1.1", server.room()),
        &host,
        &cookie,
        &key,
        &server.origin(),
        JSON,
        "Content-Length: 99",
    ];
    body.write_all(format!("{}\r\n\r\n{{", head.join("\r\n")).as_bytes()).unwrap();
    let mut slow: Vec<TcpStream> = (0..63).map(|_| TcpStream::connect(server.host()).unwrap()).collect();
    let began = Instant::now();
    let is_let_in = |stream: &mut TcpStream| stream.write_all(b"G").is_ok();
    assert!(slow.iter_mut().all(is_let_in));
    std::thread::sleep(Duration::from_millis(500));
    let mut late = TcpStream::connect(server.host()).unwrap();
    late.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut told = String::new();
    late.read_to_string(&mut told).unwrap();
    assert!(told.starts_with("HTTP/1.1 503 "), "who finds no place is told so at once: {told:?}");
    // They drip on, each byte in time.
    while began.elapsed() < Duration::from_secs(14) {
        for stream in &mut slow {
            let _ = stream.write_all(b"E");
        }
        std::thread::sleep(Duration::from_secs(1));
    }
    assert!(server.get("state")["edition"].is_string(), "they have been shut out, and the desk answers");
    body.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut told = [0; 12];
    body.read_exact(&mut told).unwrap();
    assert_eq!(&told, b"HTTP/1.1 408");
}

const JSON: &str = "Content-Type: application/json";

#[test]
fn no_page_of_anybody_else_can_change_anything() {
    let town = Town::new();
    let server = town.serve();
    let (host, key, origin) = (format!("Host: {}", server.host()), server.key(), server.origin());
    let cookie = format!("{}\r\n{key}", server.cookie());
    let room = server.room();
    let body = "{}";
    let length = format!("Content-Length: {}", body.len());
    let post =
        |lines: &[&str]| server.raw(&[&[&*format!("POST {room}/api/rebuild HTTP/1.1"), &host, &length], lines].concat(), body).0;
    assert_eq!(post(&[&cookie, &origin, JSON]), 409, "all is well, but this desk cannot build");
    assert_eq!(post(&[&cookie, JSON]), 403, "no origin");
    for foreign in ["Origin: http://evil.example", "Origin: null", &origin.replace("http:", "https:")] {
        assert_eq!(post(&[&cookie, foreign, JSON]), 403, "{foreign}");
    }
    assert_eq!(post(&[&origin, JSON]), 403, "no cookie");
    for kind in ["Content-Type: text/plain", "Content-Type: application/x-www-form-urlencoded", "X-Type: none"] {
        assert_eq!(post(&[&cookie, &origin, kind]), 415, "{kind}");
    }
    let large = format!("{{\"id\":\"{}\"}}", "x".repeat(70_000));
    let length = format!("Content-Length: {}", large.len());
    let lines = [&*format!("POST {room}/api/undo HTTP/1.1"), &host, &cookie, &origin, JSON];
    assert_eq!(server.raw(&[&lines[..], &[&length]].concat(), &large).0, 413, "said to be large");
    let chunked = format!("{:x}\r\n{large}\r\n0\r\n\r\n", large.len());
    assert_eq!(server.raw(&[&lines[..], &["Transfer-Encoding: chunked"]].concat(), &chunked).0, 413, "found to be large");
    assert_eq!(server.post("undo", &json!({ "id": "c1", "more": 1 })).0, 400);
    assert_eq!(server.raw(&[&lines[..], &["Content-Length: 1"]].concat(), "{").0, 400);
    assert!(!town.corrections().exists(), "nothing was written");
}

#[test]
fn the_link_gives_a_cookie_that_no_script_and_no_other_site_sees() {
    let town = Town::new();
    let server = town.serve();
    let (status, headers, _) =
        server.raw(&[&format!("GET {} HTTP/1.1", server.entrance()), &format!("Host: {}", server.host())], "");
    assert_eq!(status, 303);
    let room = server.room();
    assert!(headers.contains(&format!("\r\nlocation: {room}/\r\n")), "the token stays in no address: {headers}");
    let path = format!("Path={room}/");
    assert!(headers.contains("HttpOnly") && headers.contains("SameSite=Strict") && headers.contains(&path), "{headers}");
    for path in ["/", "/api/state", "/nowhere", "/favicon.ico"] {
        let (_, headers, _) = server.get_whole(path);
        for header in [
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cache-control: no-store",
            "cross-origin-opener-policy: same-origin",
            "cross-origin-resource-policy: same-origin",
            "frame-ancestors 'none'",
        ] {
            assert!(headers.contains(header), "{path} lacks {header}: {headers}");
        }
        assert!(!headers.contains("access-control-"), "{headers}");
    }
    let (_, headers, page) = server.get_whole("/");
    assert!(headers.contains("text/html") && headers.contains("connect-src 'self'") && headers.contains("default-src 'none'"));
    assert!(!headers.contains("unsafe") && page.starts_with("<!DOCTYPE html>"), "{headers}");
}

#[test]
fn no_path_of_a_request_reaches_the_disk() {
    let town = Town::new();
    fs::write(town.path("secret"), "top secret").unwrap();
    let server = town.serve();
    for path in [
        "/../secret",
        "/..%2f..%2fsecret",
        "/%2e%2e/secret",
        "/api/pages/..%2f..%2fsecret",
        "/api/pages/%2e%2e%2fsecret",
        "/api/projects/..%5c..%5csecret",
        "/api/pages/%00",
        "/api/pages/%ff%fe",
        "/etc/passwd",
        "//etc/passwd",
        "/assets/app.js",
    ] {
        let (status, _, text) = server.get_whole(path);
        assert_eq!(status, 404, "{path}: {text}");
        assert!(!text.contains("top secret") && !text.contains("root:"), "{path}");
    }
}

#[test]
fn the_most_valuable_questions_come_first_and_an_answer_takes_them_out() {
    let town = Town::new();
    let server = town.serve();
    let queue = server.get("queue");
    let kinds: Vec<&str> = queue["items"].as_array().unwrap().iter().map(|item| text(&item["reasons"][0]["kind"])).collect();
    let mut sorted = kinds.clone();
    sorted
        .sort_by_key(|kind| ["contradicted", "lapsed", "ambiguous", "disagreeing", "unproved"].iter().position(|of| of == kind));
    assert_eq!(kinds, sorted, "{queue}");
    assert_eq!(kinds[0], "contradicted");
    for kind in ["ambiguous", "disagreeing"] {
        assert!(kinds.contains(&kind), "the town has one: {queue}");
    }
    assert_eq!((queue["done"].as_u64(), queue["open"].as_u64()), (Some(0), Some(kinds.len() as u64)));
    let first = queue["items"][0].clone();
    assert_eq!(first["title"], "Aktywny senior");
    let identities: Vec<&str> = first["reasons"].as_array().unwrap().iter().map(|reason| text(&reason["detail"][0])).collect();
    assert!(identities.contains(&"total_is_grant_plus_own"), "{first}");

    let found = server.get("queue?find=AKTYWNY%20senior");
    assert_eq!((found["total"].as_u64(), &found["items"][0]["project_id"]), (Some(1), &first["project_id"]));
    assert_eq!(server.get("queue?find=nikt").get("total"), Some(&json!(0)));
    assert_eq!(server.get("queue?reason=contradicted")["total"], 1);
    assert_eq!(server.get("queue?limit=1&offset=1")["items"][0], queue["items"][1]);

    let id = text(&first["project_id"]);
    // One figure, even of the same family, does not answer that the figures contradict each other; all of them do.
    let accept = |field: &str| {
        let draft = json!({ "action": "accept", "project_id": id, "field": field, "reason": null });
        assert_eq!(server.post("corrections", &draft).0, 201);
        server.get("queue?reason=contradicted")["open"].as_u64().unwrap()
    };
    assert_eq!(["currency", "total_cost", "cofinancing"].map(accept), [1, 1, 1]);
    assert_eq!(accept("own_contribution"), 0);
    for id in ["c4", "c3", "c2", "c1"] {
        assert_eq!(server.post("undo", &json!({ "id": id })).0, 200);
    }
    let (status, kept) =
        server.post("corrections", &json!({ "action": "accept", "project_id": id, "field": null, "reason": "tak" }));
    assert_eq!((status, &kept["ids"]), (201, &json!(["c5"])), "{kept}");
    let queue = server.get("queue");
    assert_eq!((queue["done"].as_u64(), queue["open"].as_u64()), (Some(1), Some(kinds.len() as u64 - 1)));
    assert!(queue["items"].as_array().unwrap().iter().all(|item| item["project_id"] != first["project_id"]));
    assert_eq!(server.get("queue?state=done")["items"][0]["answered"], true);
    let project = server.get(&format!("projects/{id}"));
    assert_eq!((&project["corrections"][0]["pending"], &project["answered"]), (&json!(true), &json!(true)));
    assert_eq!(server.post("undo", &json!({ "id": "c5" })).0, 200);
    assert_eq!(server.get("queue")["open"], kinds.len());
}

#[test]
fn an_answer_is_seen_before_it_is_kept_and_can_be_taken_back() {
    let town = Town::new();
    let server = town.serve();
    let (project, mention) = server.told("Aktywny senior");
    let page = server.get(&format!("pages/{}", text(&mention["page_id"])));
    let start = text(&page["text"]).find("15 000,00 zł").unwrap();
    let words = json!({ "start": start, "end": start + "15 000,00 zł".len() });
    let draft = |value: &str, words: &Value, reason: Value| {
        json!({ "action": "correct", "mention_id": mention["mention_id"], "field": "total_cost", "value": value, "words": words,
                "reason": reason })
    };
    let (status, seen) = server.post("preview", &draft("100 000,00 zł", &Value::Null, json!("brakuje zera")));
    assert_eq!((status, &seen["normalised"]), (200, &json!("100000")), "{seen}");
    let field = &seen["impact"]["fields"].as_array().unwrap().iter().find(|of| of["field"] == "total_cost").unwrap().clone();
    assert_eq!((&field["before"], &field["after"]), (&json!("10000"), &json!("100000")), "{seen}");
    assert!(!town.corrections().exists(), "a preview keeps nothing");

    let refused = |draft: &Value| {
        let (status, body) = server.post("corrections", draft);
        (status, text(&body["error"]).to_owned())
    };
    assert_eq!(refused(&draft("100 000,00 zł", &Value::Null, Value::Null)), (422, "review.err_reason".to_owned()));
    assert_eq!(refused(&draft("100 000,00 zł", &Value::Null, json!("  "))), (422, "review.err_reason".to_owned()));
    assert_eq!(refused(&draft("dużo pieniędzy", &words, Value::Null)), (422, "review.err_value_money".to_owned()));
    assert_eq!(refused(&draft("10 000,00 zł", &Value::Null, json!("tak"))), (422, "review.err_same".to_owned()));
    for (start, end) in [(5, 5), (9, 3), (0, usize::MAX), (usize::MAX, usize::MAX)] {
        let words = json!({ "start": start, "end": end });
        assert_eq!(refused(&draft("100 000,00 zł", &words, Value::Null)), (422, "review.err_words".to_owned()), "{start}..{end}");
    }
    let inside = text(&page["text"]).find('ł').unwrap() + 1;
    let halved = json!({ "start": inside, "end": inside + 4 });
    assert_eq!(refused(&draft("1", &halved, Value::Null)).1, "review.err_words", "half a letter is no word");
    let (status, seen) = server.post("preview", &draft("100 000,00 zł", &words, Value::Null));
    assert_eq!((status, &seen["warnings"][0]), (200, &json!("review.warn_words")), "the words say 15 000: {seen}");

    let (status, kept) = server.post("corrections", &draft("100 000,00 zł", &Value::Null, json!("brakuje \"zera\"\n= 'x'")));
    assert_eq!(status, 201, "{kept}");
    assert_eq!((&kept["state"]["pending"], &kept["state"]["last"]["id"]), (&json!(1), &json!("c1")));
    let file = town.read_corrections();
    let correction = &file["correction"][0];
    assert_eq!(correction["field"].as_str(), Some("total_cost"));
    assert_eq!((correction["original"].as_str(), correction["value"].as_str()), (Some("10000"), Some("100000")));
    assert_eq!(correction["reason"].as_str(), Some("brakuje \"zera\"\n= 'x'"));
    assert_eq!(correction["by"].as_str(), Some("A. Nowak"));
    assert_eq!(correction["sha256"].as_str(), page["sha256"].as_str());
    let shown = server.get(&format!("projects/{project}"));
    assert_eq!(shown["corrections"][0]["value"], "100000");
    let (_, again) = server.post("preview", &draft("90 000,00 zł", &Value::Null, json!("jednak")));
    assert!(again["warnings"].as_array().unwrap().contains(&json!("review.warn_again")), "{again}");

    assert_eq!(server.post("undo", &json!({ "id": "c7" })).0, 409, "another tab has undone it already");
    assert_eq!(server.post("undo", &json!({ "id": "c1" })).0, 200);
    assert_eq!(server.post("undo", &json!({ "id": "c1" })).0, 409);
    assert!(town.read_corrections().get("correction").is_none_or(|of| of.as_array().unwrap().is_empty()));
    let (_, kept) = server.post("corrections", &draft("100 000,00 zł", &words, Value::Null));
    assert_eq!(kept["ids"], json!(["c2"]), "an id is never given twice");
    assert_eq!(town.read_corrections()["correction"][0]["words"]["quote"].as_str(), Some("15 000,00 zł"));
}

#[test]
fn what_a_draft_names_has_to_be_there() {
    let town = Town::new();
    let server = town.serve();
    let (project, mention) = server.told("Zielona szkoła");
    let (other, _) = server.told("Aktywny senior");
    let mention = text(&mention["mention_id"]);
    let refused = |draft: Value| server.post("preview", &draft);
    let unknown = [
        json!({ "action": "accept", "project_id": "0000000000000000", "field": null, "reason": null }),
        json!({ "action": "reject", "project_id": "../../x", "reason": "x" }),
        json!({ "action": "merge", "projects": [project, "nie ma"], "reason": "x" }),
        json!({ "action": "split", "mentions": ["-1", mention], "reason": "x" }),
        json!({ "action": "correct", "mention_id": "", "field": "title", "value": "x", "words": null, "reason": "x" }),
    ];
    for draft in unknown {
        let (status, body) = refused(draft.clone());
        assert_eq!((status, &body["error"]), (404, &json!("review.err_unknown")), "{draft}: {body}");
    }
    let wrong = [
        (json!({ "action": "accept", "project_id": project, "field": "project_id", "reason": null }), "field"),
        (
            json!({ "action": "correct", "mention_id": mention, "field": "amounts[0]", "value": "1", "words": null, "reason": "x" }),
            "field",
        ),
        (json!({ "action": "reject", "reason": "x" }), "nothing"),
        (json!({ "action": "reject", "mentions": [], "reason": "x" }), "nothing"),
        (json!({ "action": "merge", "projects": [project, project], "reason": "x" }), "merge"),
        (json!({ "action": "split", "mentions": [mention], "reason": "x" }), "split"),
        (json!({ "action": "accept", "project_id": project, "field": null, "reason": "x".repeat(9_000) }), "long"),
    ];
    for (draft, name) in wrong {
        let (status, body) = refused(draft.clone());
        assert_eq!((status, text(&body["error"])), (422, format!("review.err_{name}").as_str()), "{draft}: {body}");
    }
    let good = [
        json!({ "action": "reject", "project_id": project, "reason": "to nie projekt" }),
        json!({ "action": "merge", "projects": [project, other], "reason": "to jeden projekt" }),
        json!({ "action": "accept", "project_id": project, "field": "total_cost", "reason": null }),
    ];
    for draft in good {
        let (status, body) = server.post("corrections", &draft);
        assert_eq!(status, 201, "{draft}: {body}");
    }
    assert_eq!(server.get("state")["corrections"], 3);
}

#[test]
fn the_same_words_on_another_page_are_put_right_with_it() {
    let town = Town::new();
    let server = town.serve();
    let project = server.get("projects?find=Most%20nad%20rzeka")["items"][0].clone();
    let told = server.get(&format!("projects/{}", text(&project["project_id"])));
    let mentions = told["mentions"].as_array().unwrap();
    assert_eq!(mentions.len(), 2, "two pages tell of it: {told}");
    let draft = json!({
        "action": "correct", "mention_id": mentions[0]["mention_id"], "field": "title", "value": "Most nad rzeką Łyną",
        "words": null, "reason": "pełna nazwa", "also": [mentions[1]["mention_id"], mentions[0]["mention_id"]],
    });
    let (status, kept) = server.post("corrections", &draft);
    assert_eq!((status, &kept["ids"]), (201, &json!(["c1", "c2"])), "each mention once: {kept}");
    let split = json!({ "action": "split", "mentions": [mentions[1]["mention_id"]], "reason": "to inny most" });
    assert_eq!(server.post("corrections", &split).0, 201);
    let file = town.read_corrections();
    assert_eq!(file["correction"][2]["from"].as_array().unwrap().len(), 1);
}

#[test]
fn an_answer_for_several_places_goes_as_it_came_whoever_takes_it_back() {
    let town = Town::new();
    let server = town.serve();
    let project = server.get("projects?find=Most%20nad%20rzeka")["items"][0].clone();
    let told = server.get(&format!("projects/{}", text(&project["project_id"])));
    let mentions: Vec<&Value> = told["mentions"].as_array().unwrap().iter().map(|mention| &mention["mention_id"]).collect();
    let correct = |field: &str, value: &str, at: &Value, also: &[&Value]| {
        json!({
            "action": "correct", "mention_id": at, "field": field, "value": value, "words": null, "reason": "pismo", "also": also,
        })
    };
    // At once, one after the other: a second is too long to tell them apart by.
    assert_eq!(server.post("corrections", &correct("title", "Most", mentions[0], &[mentions[1]])).0, 201);
    assert_eq!(server.post("corrections", &correct("title", "Mosty", mentions[0], &[mentions[1]])).0, 201);
    assert_eq!(server.post("corrections", &correct("title", "Mostek", mentions[1], &[mentions[0]])).0, 201);
    assert_eq!(server.post("undo", &json!({ "id": "c6" })).1["ids"], json!(["c5", "c6"]));
    drop(server);
    // Another day nobody remembers which belong together.
    let server = town.serve();
    let last = server.get("state")["last"].clone();
    assert_eq!((&last["id"], &last["ids"], &last["by"]), (&json!("c4"), &json!(["c3", "c4"]), &json!("A. Nowak")), "{last}");
    assert!(text(&last["made"]).ends_with('Z'), "{last}");
    assert_eq!(server.post("undo", &json!({ "id": "c3" })).0, 409, "not by half");
    let (status, undone) = server.post("undo", &json!({ "id": "c4" }));
    assert_eq!((status, &undone["ids"]), (200, &json!(["c3", "c4"])), "{undone}");
    assert_eq!(undone["state"]["corrections"], 2, "{undone}");
    assert_eq!(server.post("undo", &json!({ "id": "c2" })).1["ids"], json!(["c1", "c2"]));
    assert_eq!(server.get("state")["last"], Value::Null);
}

#[test]
fn a_file_that_a_person_has_changed_meanwhile_is_read_anew_and_nothing_is_lost() {
    let town = Town::new();
    let server = town.serve();
    let (project, _) = server.told("Zielona szkoła");
    let accept = json!({ "action": "accept", "project_id": project, "field": null, "reason": null });
    assert_eq!(server.post("corrections", &accept).0, 201);
    let by_hand =
        fs::read_to_string(town.corrections()).unwrap().replace("[[correction]]", "# sprawdzone w urzędzie\n[[correction]]");
    fs::write(town.corrections(), &by_hand).unwrap();
    let (status, body) = server.post("corrections", &accept);
    assert_eq!((status, text(&body["error"])), (409, "review.err_changed"), "{body}");
    assert!(!text(&body["remedy"]).is_empty());
    assert_eq!(fs::read_to_string(town.corrections()).unwrap(), by_hand, "what the person wrote stands");
    assert_eq!(server.post("corrections", &accept).0, 201, "now it is known");
    let text_now = fs::read_to_string(town.corrections()).unwrap();
    assert!(text_now.contains("# sprawdzone w urzędzie") && text_now.contains("c2"), "{text_now}");

    fs::write(town.corrections(), "version = 1\n[[correction]]\nid = 5\n").unwrap();
    let (status, body) = server.post("corrections", &accept);
    assert_eq!((status, text(&body["error"])), (409, "review.err_malformed"), "{body}");
    assert!(text(&body["detail"]).contains("corrections.toml:3"), "the line is told: {body}");
    assert_eq!(server.get("state")["corrections"], 2, "what was known stays");
}

#[test]
fn a_second_reviewer_is_told_and_the_first_is_not_disturbed() {
    let town = Town::new();
    let server = town.serve();
    let error = town.try_serve().expect_err("somebody else reviews");
    assert!(matches!(error, ReviewError::Correction(CorrectionError::Taken { .. })), "{error}");
    assert!(error.to_string().contains("another review") && error.remedy().contains("--corrections"));
    assert_eq!(server.get("state")["corrections"], 0);
    drop(server);
    drop(town.serve());
}

#[test]
fn what_cannot_be_reviewed_says_why() {
    let town = Town::new();
    fs::write(
        town.corrections(),
        "version = 1\n\n[[correction]]\nid = \"c1\"\nmade = \"2026-11-22T05:32:10Z\"\naction = \"mend\"\n",
    )
    .unwrap();
    let error = town.try_serve().expect_err("malformed");
    assert!(matches!(&error, ReviewError::Correction(CorrectionError::Malformed { line: 6, .. })), "{error}");
    assert!(error.to_string().contains("corrections.toml:6") && !error.remedy().is_empty(), "{error}");
    fs::remove_file(town.corrections()).unwrap();

    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = town.try_serve_on(port, None).expect_err("taken");
    assert!(matches!(error, ReviewError::Port { port: told } if told == port) && error.remedy().contains("--port 0"), "{error}");

    let description = town.edition().join("edition.json");
    let mut older: Value = serde_json::from_str(&fs::read_to_string(&description).unwrap()).unwrap();
    older["schema"] = json!(1);
    fs::write(&description, older.to_string()).unwrap();
    let error = town.try_serve().expect_err("older form");
    assert!(matches!(&error, ReviewError::Dataset(DatasetError::Schema { found: 1, .. })), "{error}");
    assert!(error.remedy().contains("publish anew"));
    fs::remove_file(&description).unwrap();
    assert!(matches!(town.try_serve().expect_err("none"), ReviewError::Dataset(DatasetError::NotAnEdition { .. })));
}

#[test]
fn an_empty_edition_has_nothing_to_ask_and_says_so() {
    let town = Town::empty();
    let server = town.serve();
    let state = server.get("state");
    assert_eq!((&state["projects"], &state["mentions"]), (&json!(0), &json!(0)));
    let queue = server.get("queue?state=all");
    assert_eq!((&queue["total"], &queue["items"]), (&json!(0), &json!([])));
    assert_eq!(server.get("projects?find=x")["items"], json!([]));
    assert_eq!(server.get_whole("/").0, 200);
}

#[test]
fn a_rebuild_puts_the_new_edition_on_the_desk() {
    let town = Arc::new(Town::new());
    let builder = town.clone();
    let server = town.serve_with(Arc::new(move || Ok(builder.publish("second"))));
    let (project, mention) = server.told("Aktywny senior");
    let draft = json!({
        "action": "correct", "mention_id": mention["mention_id"], "field": "total_cost", "value": "100 000 zł", "words": null,
        "reason": "brakuje zera",
    });
    assert_eq!(server.post("corrections", &draft).0, 201);
    let (status, begun) = server.post("rebuild", &json!({}));
    assert_eq!((status, &begun["state"]["rebuild"]["possible"]), (202, &json!(true)));
    let state = server.rebuilt();
    assert_eq!((&state["rebuild"]["status"], &state["edition"]), (&json!("done"), &json!("second")), "{state}");
    assert_eq!((&state["pending"], &state["corrections"]), (&json!(0), &json!(1)));
    let shown = server.get(&format!("projects/{project}"));
    let total = shown["fields"].as_array().unwrap().iter().find(|field| field["field"] == "total_cost").unwrap();
    assert_eq!((&total["value"], &total["corrected"]), (&json!("100000"), &json!(true)));
    assert_eq!((&shown["corrections"][0]["fate"], &shown["corrections"][0]["pending"]), (&json!("applied"), &json!(false)));
    assert_eq!(server.get("queue?reason=contradicted")["total"], 0, "it adds up now");

    town.tell("senior", &town::notice("Aktywny senior", "Gmina Wierzbno", ["20 000,00", "85 000,00", "15 000,00"], ""));
    let builder = town.clone();
    drop(server);
    let server = town.serve_edition("second", Some(Arc::new(move || Ok(builder.publish("third")))));
    assert_eq!(server.post("rebuild", &json!({})).0, 202);
    assert_eq!(server.rebuilt()["edition"], "third");
    let queue = server.get("queue?find=senior");
    let reasons = queue["items"][0]["reasons"].as_array().unwrap();
    let lapsed: Vec<&Value> = reasons.iter().filter(|reason| reason["kind"] == "lapsed").collect();
    assert_eq!(lapsed.len(), 1, "the page has changed, so it is asked again: {queue}");
    assert_eq!((&lapsed[0]["detail"], &lapsed[0]["field"]), (&json!(["c1", "page_changed"]), &json!("total_cost")));
    assert_eq!(reasons[0]["kind"], "contradicted", "and what the page says now does not add up either");
    assert_eq!(server.post("undo", &json!({ "id": "c1" })).0, 200);
    assert_eq!(server.get("queue?reason=lapsed")["total"], 0, "what was taken back asks nothing");
}

#[test]
fn a_rebuild_that_fails_says_why_and_the_edition_before_stays() {
    let town = Town::new();
    let calls = Arc::new(AtomicUsize::new(0));
    let gate = Arc::new(Mutex::new(()));
    let (counted, held) = (calls.clone(), gate.clone());
    let server = town.serve_with(Arc::new(move || {
        drop(held.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        match counted.fetch_add(1, Ordering::SeqCst) {
            0 => Err("nothing published: pages/ is not there\ncheck the spelling".to_owned()),
            1 => panic!("a fault of the program"),
            _ => Ok("/nowhere/at/all".into()),
        }
    }));
    let closed = gate.lock().unwrap();
    assert_eq!(server.post("rebuild", &json!({})).0, 202);
    assert_eq!(server.get("state")["rebuild"]["status"], "running");
    let (status, body) = server.post("rebuild", &json!({}));
    assert_eq!((status, text(&body["error"])), (409, "review.err_rebuilding"));
    drop(closed);
    let first = server.rebuilt();
    assert_eq!(first["rebuild"]["status"], "failed");
    assert_eq!(first["rebuild"]["message"], "nothing published: pages/ is not there");
    assert_eq!(first["rebuild"]["remedy"], "check the spelling");
    for message in ["review.err_fault", "no edition"] {
        assert_eq!(server.post("rebuild", &json!({})).0, 202);
        let state = server.rebuilt();
        assert_eq!((&state["rebuild"]["status"], &state["edition"]), (&json!("failed"), &json!("first")), "{state}");
        assert!(text(&state["rebuild"]["message"]).contains(message), "{state}");
    }
    assert!(server.get("queue")["total"].as_u64().unwrap() > 0, "the desk goes on");
}

#[test]
fn a_desk_that_is_closed_finishes_the_edition_it_is_building() {
    let town = Town::new();
    let (begun, is_begun) = std::sync::mpsc::channel();
    let (begun, is_done) = (Mutex::new(begun), Arc::new(AtomicUsize::new(0)));
    let done = is_done.clone();
    let server = town.serve_with(Arc::new(move || {
        begun.lock().unwrap().send(()).unwrap();
        std::thread::sleep(Duration::from_secs(8));
        done.store(1, Ordering::SeqCst);
        Err("it does not matter".to_owned())
    }));
    assert_eq!(server.post("rebuild", &json!({})).0, 202);
    is_begun.recv().unwrap();
    drop(server);
    assert_eq!(is_done.load(Ordering::SeqCst), 1, "it was torn off");
}

#[test]
fn what_a_hostile_page_says_is_data_and_never_markup() {
    let hostile = "</script><script>alert(1)</script> javascript:alert(2) \u{202e}gnp.exe";
    let title = "Zły <img src=x onerror=alert(3)> senior";
    let town = Town::new();
    let escaped = |text: &str| text.replace('<', "&lt;").replace('>', "&gt;");
    let sums = ["100 000,00", "85 000,00", "16 000,00"];
    town.tell("hostile", &town::notice(&escaped(title), "Gmina Wierzbno", sums, &format!("<p>{}</p>", escaped(hostile))));
    town.publish("hostile");
    let server = town.serve_edition("hostile", None);
    let (status, headers, body) = server.get_whole("/api/queue?state=all");
    assert_eq!(status, 200);
    assert!(headers.contains("content-type: application/json"), "{headers}");
    let queue: Value = serde_json::from_str(&body).unwrap();
    assert!(
        queue["items"].as_array().unwrap().iter().any(|item| text(&item["title"]).contains("<img src=x")),
        "as it is: {queue}"
    );
    let (_, mention) = server.told("Zły");
    let page = server.get(&format!("pages/{}", text(&mention["page_id"])));
    assert!(text(&page["text"]).contains(hostile), "{page}");
    let (_, _, document) = server.get_whole("/");
    assert!(!document.contains("onerror") && !document.contains("alert("), "the document holds nothing of pages");
}

#[test]
fn the_desk_closes_though_a_browser_keeps_a_connection_open() {
    let town = Town::new();
    let server = town.serve();
    let mut idle = TcpStream::connect(server.host()).unwrap();
    idle.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    let began = Instant::now();
    drop(server);
    assert!(began.elapsed() < Duration::from_secs(20), "it waits a moment, not for ever");
    idle.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut rest = Vec::new();
    let _ = idle.read_to_end(&mut rest);
    assert!(!String::from_utf8_lossy(&rest).contains("200 OK"));
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

impl Server {
    /// The state when the rebuild is over.
    fn rebuilt(&self) -> Value {
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            let state = self.get("state");
            if state["rebuild"]["status"] != "running" {
                return state;
            }
            assert!(Instant::now() < end, "it takes too long: {state}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The id of the project of a title, and its first mention.
    fn told(&self, title: &str) -> (String, Value) {
        let words = title.replace(' ', "%20");
        let project = self.get(&format!("projects?find={words}"))["items"][0].clone();
        let id = text(&project["project_id"]).to_owned();
        assert!(!id.is_empty(), "{title}");
        let told = self.get(&format!("projects/{id}"));
        (id, told["mentions"][0].clone())
    }
}

fn of_total(mention: &Value, value: &str) -> Value {
    json!({ "action": "correct", "mention_id": mention["mention_id"], "field": "total_cost", "value": value, "words": null,
            "reason": "sprawdzone w umowie" })
}

#[test]
fn an_answer_taken_back_after_it_was_built_in_waits_for_the_next_build() {
    let town = Arc::new(Town::new());
    let builder = town.clone();
    let server = town.serve_with(Arc::new(move || Ok(builder.publish("second"))));
    let (_, mention) = server.told("Aktywny senior");
    assert_eq!(server.post("corrections", &of_total(&mention, "100 000 zł")).0, 201);
    assert_eq!(server.post("rebuild", &json!({})).0, 202);
    assert_eq!(server.rebuilt()["pending"], 0);
    let (status, undone) = server.post("undo", &json!({ "id": "c1" }));
    assert_eq!((status, &undone["state"]["pending"]), (200, &json!(1)), "the edition still has it");
    // To say it again is an answer, not what stands there already.
    let (_, mention) = server.told("Aktywny senior");
    let (status, kept) = server.post("corrections", &of_total(&mention, "100 000 zł"));
    assert_eq!(status, 201, "{kept}");
}

#[test]
fn an_answer_holds_over_a_counter_of_visitors_and_one_given_upon_it_too() {
    let town = Arc::new(Town::new());
    let senior = |counter: &str, total: &str| {
        let more = format!("<p>Przeczytano: {counter} razy</p>");
        town.tell("senior", &town::notice("Aktywny senior", "Gmina Wierzbno", [total, "85 000,00", "15 000,00"], &more));
    };
    senior("99", "10 000,00");
    town.publish("counted");
    let (builder, builds) = (town.clone(), AtomicUsize::new(2));
    let build = move || Ok(builder.publish(&format!("build-{}", builds.fetch_add(1, Ordering::SeqCst))));
    let server = town.serve_edition("counted", Some(Arc::new(build)));
    let (_, mention) = server.told("Aktywny senior");
    assert_eq!(server.post("corrections", &of_total(&mention, "100 000 zł")).0, 201);
    senior("2696", "10 000,00");
    assert_eq!(server.post("rebuild", &json!({})).0, 202);
    assert_eq!(server.rebuilt()["pending"], 0);
    let (project, mention) = server.told("Aktywny senior");
    assert_eq!(server.get(&format!("projects/{project}"))["corrections"][0]["fate"], "applied");
    assert_eq!(server.post("corrections", &of_total(&mention, "100 001 zł")).0, 201);
    senior("2697", "10 000,00");
    assert_eq!(server.post("rebuild", &json!({})).0, 202);
    server.rebuilt();
    let (project, _) = server.told("Aktywny senior");
    let shown = server.get(&format!("projects/{project}"));
    let fates: Vec<&Value> = shown["corrections"].as_array().unwrap().iter().map(|one| &one["fate"]).collect();
    assert_eq!(fates, ["superseded", "applied"], "{shown}");
}

#[test]
fn what_could_never_be_applied_is_refused_and_not_kept() {
    let town = Town::new();
    let bare = "<html><body><h1>Projekt</h1><p>Gmina Wierzbno zrealizowała projekt pn. „Plac zabaw przy remizie” ze środków \
                Europejskiego Funduszu Społecznego.</p><p>Wartość projektu: 50 000,00 zł</p></body></html>";
    town.tell("bare", bare);
    town.publish("first-2");
    let server = town.serve_edition("first-2", None);
    let (_, senior) = server.told("Aktywny senior");
    let (_, bare) = server.told("Plac zabaw przy remizie");
    let refused = |mention: &Value, field: &str, value: &str| {
        let (status, body) = server.post("corrections", &json!({
            "action": "correct", "mention_id": mention["mention_id"], "field": field, "value": value, "words": null, "reason": "bo tak",
        }));
        (status, text(&body["error"]).to_owned())
    };
    assert_eq!(refused(&bare, "grant_stage", "awarded"), (422, "review.err_no_grant".to_owned()));
    assert_eq!(refused(&senior, "total_cost", "100 EUR"), (422, "review.err_two_currencies".to_owned()));
    assert_eq!(refused(&senior, "amounts[99].role", "total"), (422, "review.err_no_amount".to_owned()));
    assert_eq!(refused(&senior, "total_cost", "500-"), (422, "review.err_value_money".to_owned()));
    assert!(!town.corrections().exists(), "nothing was kept");
    // With the grant that waits for the build, its stage fits.
    let grant = json!({ "action": "correct", "mention_id": bare["mention_id"], "field": "cofinancing", "value": "42 500 zł",
                        "words": null, "reason": "z umowy" });
    assert_eq!(server.post("corrections", &grant).0, 201);
    let stage = json!({ "action": "correct", "mention_id": bare["mention_id"], "field": "grant_stage", "value": "awarded",
                        "words": null, "reason": "z umowy" });
    let (status, body) = server.post("corrections", &stage);
    assert_eq!(status, 201, "{body}");
}

#[test]
fn what_a_person_wrote_into_the_file_is_on_the_desk_after_a_rebuild() {
    let town = Arc::new(Town::new());
    let builder = town.clone();
    let server = town.serve_with(Arc::new(move || Ok(builder.publish("second"))));
    let (project, mention) = server.told("Aktywny senior");
    assert_eq!(server.post("corrections", &of_total(&mention, "100 000 zł")).0, 201);
    let by_hand = fs::read_to_string(town.corrections()).unwrap().replace("value = \"100000\"", "value = \"100001\"");
    fs::write(town.corrections(), by_hand).unwrap();
    assert_eq!(server.post("rebuild", &json!({})).0, 202);
    let state = server.rebuilt();
    assert_eq!((&state["rebuild"]["status"], &state["pending"]), (&json!("done"), &json!(0)), "{state}");
    let shown = server.get(&format!("projects/{project}"));
    assert_eq!(shown["corrections"][0]["value"], "100001");
}

#[test]
fn candidates_that_are_numbers_come_with_the_names_of_the_municipalities() {
    let town = Town::new();
    let server = town.serve();
    let (project, mention) = server.told("Świetlica w remizie");
    let doubt = mention["doubts"].as_array().unwrap().iter().find(|doubt| doubt["field"] == "teryt").unwrap().clone();
    let candidates = doubt["candidates"].as_array().unwrap();
    assert!(candidates.len() > 1);
    for number in candidates {
        let label = text(&doubt["labels"][text(number)]);
        assert!(label.starts_with("Biskupiec, ") && label.contains("powiat "), "{doubt}");
    }
    let shown = server.get(&format!("projects/{project}"));
    let reason = shown["reasons"].as_array().unwrap().iter().find(|reason| reason["field"] == "teryt").unwrap().clone();
    assert_eq!(reason["labels"], doubt["labels"]);
}

#[test]
fn a_project_accepted_as_a_whole_is_asked_about_again_when_one_more_page_tells_it() {
    let town = Town::new();
    {
        let server = town.serve();
        let (bridge, _) = server.told("Most nad rzeką");
        let accept = json!({ "action": "accept", "project_id": bridge, "field": null, "reason": "tak" });
        let (status, kept) = server.post("corrections", &accept);
        assert_eq!((status, &kept["ids"]), (201, &json!(["c1", "c2"])), "both its mentions are: {kept}");
        assert_eq!(server.get("queue?find=most")["open"], 0);
    }
    let number = "<p>Numer umowy: RPWM.11.02.03-28-0118/18-00</p>";
    town.tell("bridge-3", &town::notice("Most nad rzeką", "Gmina Wierzbno", ["990 000,00", "357 000,00", "63 000,00"], number));
    town.publish("second");
    let server = town.serve_edition("second", None);
    assert_eq!(server.get("queue?find=most")["open"], 1, "nobody has seen the third page: {}", server.get("queue?find=most"));
}
