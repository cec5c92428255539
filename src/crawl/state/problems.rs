//! What went wrong and still is.

use super::codes::{availability_code, purpose_code, verdict, verdict_code};
use super::history::no_such;
use super::model::Availability;
use super::{State, StateError};
use crate::crawl::fetch::FetchError;
use crate::crawl::report::CrawlProblem;
use crate::crawl::visit::{Purpose, Verdict};
use rusqlite::{Row, params};

impl State {
    /// The addresses whose newest look went wrong, by source and address. That a link leads nowhere is how the web is, and no
    /// problem; that a start address does, or a page that was content, is one. Rules that are not there or not given forbid nothing
    /// (RFC 9309 §2.3.1.3) and are none.
    ///
    /// # Errors
    /// Those of reading.
    pub fn problems(&self, limit: usize) -> Result<Vec<CrawlProblem>, StateError> {
        let sql = "SELECT host.source, url, verdict, detail, status, purpose FROM address JOIN host ON host.id = address.host
            WHERE verdict IN (?5, ?6) OR (purpose <> ?12 AND (verdict IN (?1, ?2, ?3, ?4)
                OR (verdict IN (?7, ?8, ?9) AND (address.entered < 0 OR availability = ?10))))
            ORDER BY host.source, url LIMIT ?11";
        self.ask(|connection| {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let parameters = params![
                verdict_code(&Verdict::Login),
                verdict_code(&Verdict::Maintenance),
                verdict_code(&Verdict::Challenge),
                verdict_code(&Verdict::Refused),
                verdict_code(&Verdict::ServerError),
                verdict_code(&Verdict::Failed(String::new())),
                verdict_code(&Verdict::Gone),
                verdict_code(&Verdict::Missing),
                verdict_code(&Verdict::SoftMissing),
                availability_code(Availability::Unreachable),
                limit,
                purpose_code(Purpose::Robots)
            ];
            connection.prepare_cached(sql)?.query_map(parameters, problem)?.collect()
        })
    }
}

fn problem(row: &Row<'_>) -> rusqlite::Result<CrawlProblem> {
    let found = verdict(row.get(2)?, row.get(3)?).ok_or_else(|| no_such(2))?;
    let status: Option<u16> = row.get(4)?;
    let robots = row.get::<_, i64>(5)? == purpose_code(Purpose::Robots);
    let (code, message, remedy) = words(&found, status);
    // What to do is the same; what it costs is more.
    let remedy = if robots {
        format!("{remedy}; until its robots.txt can be read, nothing is fetched from the host")
    } else {
        remedy.to_owned()
    };
    Ok(CrawlProblem { source: row.get(0)?, url: row.get(1)?, code, message, remedy })
}

/// What to do about a failure of this code.
fn remedy_of(code: &str) -> &'static str {
    match code {
        "undecodable" => "look whether a browser opens the address; raise the limit max_decoded_bytes if the page is a real one",
        "cut_short" => "the next run asks again; raise the time limits if the server is known to be slow",
        "internal" => "report it, with the address: this is a fault of the program",
        "sitemap_malformed" | "sitemap_no_text" | "sitemap_too_large" => {
            "nothing to do: links lead to the pages as well; tell the site's operator"
        }
        _ => FetchError::remedy_of(code).unwrap_or("the next run asks again; check the address if it persists"),
    }
}

/// Code, message and remedy.
fn words(verdict: &Verdict, status: Option<u16>) -> (String, String, &'static str) {
    let answered = status.map_or_else(|| "no status".to_owned(), |status| format!("status {status}"));
    let (code, message, remedy) = match verdict {
        Verdict::Failed(code) => {
            return (code.clone(), format!("no usable answer: {code}"), remedy_of(code));
        }
        Verdict::ServerError => ("server_error", "the server cannot answer", "the next run asks again"),
        Verdict::Refused => ("refused", "the server will not answer", "ask the operator, or leave the address out"),
        Verdict::Login => ("login", "a login in place of the page", "leave the address out, if it was never public"),
        Verdict::Maintenance => ("maintenance", "the site is being worked on", "the next run asks again"),
        Verdict::Challenge => ("challenge", "a test for humans in place of the page", "ask the operator to let the crawler in"),
        Verdict::Gone => ("gone", "the server says it is gone", "correct the start address"),
        Verdict::Missing => ("missing", "the page is not there", "correct the address if it is a start address"),
        Verdict::SoftMissing => {
            ("soft_missing", "an error page in place of the page", "correct the address if it is a start address")
        }
        Verdict::Content | Verdict::NotModified | Verdict::Redirect | Verdict::Unreadable => ("none", "nothing wrong", ""),
    };
    (code.to_owned(), format!("{message} ({answered})"), remedy)
}
