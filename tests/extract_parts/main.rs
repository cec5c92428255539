//! Drives `metryczka extract --tables`: parts that come out the same whatever happens on the way, and pages that harm no other page.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod damage;
mod parts;
mod refused;
mod resume;
mod world;
