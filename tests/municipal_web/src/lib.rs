//! A web of invented municipalities on loopback, for trying and testing a crawler.
//!
//! Nothing of it is kept: a page is written when it is asked for, from the seed and its address. The same seed gives the same
//! bytes. See [`Web`] for pages without a network, [`serve`] for a server, [`Web::truth`] for what the notices say.

mod answer;
mod attachment;
mod cms;
mod config;
mod distract;
mod encoding;
mod faults;
mod menu;
mod municipality;
mod names;
mod notice;
mod page;
mod random;
mod robots;
mod server;
mod site;
mod sitemap;
mod text;
mod truth;
mod web;

pub use answer::{Asked, Response, Wire};
pub use faults::{Fault, Kind};
pub use municipality::{Family, HostKind, Linked, Municipality};
pub use server::{Background, Running, serve, serve_in_background};
pub use truth::Truth;
pub use web::{Focus, Web};

/// What the web is like.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Municipalities, at most 2 479 with distinct names and numbers.
    pub municipalities: usize,
    /// The number everything is drawn from.
    pub seed: u64,
    /// Pages of a municipality over all its hosts: least and most, roughly; small ones are more frequent.
    pub pages: (usize, usize),
    /// How many of a hundred articles are notices; none: a few a site, as real sites have them.
    pub notices: Option<usize>,
    /// Whether three in ten hosts misbehave; see [`Web::faults`].
    pub faults: bool,
    /// What `Crawl-delay` is multiplied by, so that demonstrations end. 1: the values of real sites.
    pub delay_factor: f64,
    /// Loopback addresses of municipalities' own servers; beyond that number servers are shared.
    pub machines: usize,
    /// Bytes of finished pages kept to answer the same request again; 0: none.
    pub cache_bytes: usize,
    /// Whether answers carry validators (ETag, Last-Modified) as a mix of real sites does; else none.
    pub validators: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            municipalities: 50,
            seed: 7,
            pages: (300, 2_000),
            notices: None,
            faults: false,
            delay_factor: 0.002,
            machines: 300,
            cache_bytes: 32 << 20,
            validators: true,
        }
    }
}
