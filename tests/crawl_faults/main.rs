//! What a crawl does when sites misbehave, and when the machine does: one test a trap. The sites are those of the municipal web, or,
//! where a trap needs an answer to the byte, a listener of a few lines ([`little`]). Nothing beyond loopback is asked.
#![cfg(feature = "crawl")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod archive;
mod coverage;
mod incremental;
mod little;
mod politeness;
mod safety;
mod state;
mod world;
