#![allow(clippy::unwrap_used)]
use super::*;
use crate::vocabulary::web::{Addresses, Web};
use proptest::prelude::*;
use url::Url;

fn quirks() -> &'static Addresses {
    &Web::builtin().addresses
}

fn url(address: &str) -> Url {
    Url::parse("http://gmina.test/").unwrap().join(address).unwrap()
}

fn canon(address: &str) -> String {
    let canonical = canonical(&url(address), quirks());
    assert_eq!(super::canonical(&canonical, quirks()), canonical, "not stable: {address}");
    canonical.as_str().strip_prefix("http://gmina.test").map_or_else(|| canonical.to_string(), str::to_owned)
}

fn same(addresses: &[&str], canonical: &str) {
    for address in addresses {
        assert_eq!(canon(address), canonical, "{address}");
    }
}

fn taken(address: &str) -> Result<String, &'static str> {
    found(&url("/aktualnosci/lista.html"), address, quirks()).map(|found| found.url.to_string())
}

fn refused(addresses: &[&str], reason: &str) {
    for address in addresses {
        assert_eq!(taken(address), Err(reason), "{address}");
    }
}

#[test]
fn the_table_is_read() {
    assert!(quirks().quirks().len() > 30);
}
