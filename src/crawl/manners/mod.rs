//! When the next request to a server may be sent.
//!
//! Three clocks: the [`Limiter`] spaces requests to a host and to the machine behind it, the [`Backoff`] of a host grows with its
//! failures, and [`Hours`] keep the whole crawl to some part of the day.

mod backoff;
mod hours;
mod limiter;
#[cfg(test)]
mod tests;

pub use backoff::{Backoff, Pause};
pub use hours::Hours;
pub use limiter::Limiter;
