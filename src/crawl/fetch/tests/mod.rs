//! Requests against tiny servers on loopback.
#![allow(clippy::unwrap_used)]

mod faults;
mod requests;
mod retry_after;
mod safety;
mod server;
mod tls;

use super::*;
use crate::crawl::plan::{FetchLimits, Plan};
use std::time::Duration;
use url::Url;

/// Limits small enough for tests to run into them.
fn limits() -> FetchLimits {
    FetchLimits {
        max_bytes: 10_000,
        max_header_bytes: 2_000,
        connect: Duration::from_millis(500),
        total: Duration::from_millis(400),
        min_bytes_per_second: 1_000,
        patience: Duration::from_millis(100),
        ..FetchLimits::default()
    }
}

fn plan() -> Plan {
    Plan { allow_loopback: true, fetch: limits(), fixed_time: Some(1_767_225_600), ..Plan::default() }
}

fn fetcher() -> Fetcher {
    Fetcher::new(&plan()).unwrap()
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

async fn fetch(fetcher: &Fetcher, url: &Url) -> Result<Fetched, FetchError> {
    fetcher.fetch(&Ask { url, validators: None, max_bytes: None }).await
}
