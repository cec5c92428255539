//! Drives `metryczka extract`: parts that come out the same whatever happens on the way, pages that harm no other page, and an output
//! that is whole or not there.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod damage;
mod output;
mod parts;
mod refused;
mod resume;
mod world;
