//! Fetches the pages of municipalities into an archive, politely, and remembers what it saw.
//!
//! A *source* has hosts; every host is crawled by one task that asks for one page at a time. What comes back is written to the archive
//! first, and then told to the state as a [`Visit`]: the archive is the truth, the state (SQLite) an index of it that can be made
//! again. Which address comes next is decided by what is known of the host alone, so a crawl that was interrupted goes on as if it
//! had not been.
//!
//! | file | what it owns |
//! |---|---|
//! | `plan` | what to crawl and how |
//! | `address`, `scope`, `traps` | which addresses are the same, which belong to a source, which lead nowhere |
//! | `robots`, `sitemap` | what a site says of itself |
//! | `score`, `frontier` | what a link promises, and which comes next |
//! | `fetch`, `manners` | one request within limits, and when it may be sent |
//! | `verdict` | content, or a login, a challenge, a page that is not there |
//! | `visit`, `state`, `schedule` | what is remembered, and when a page is looked at again |
//! | `engine` | hosts → visits → archive and state |
//! | `captures`, `explain` | what a crawl leaves for everything downstream, and why an address would be fetched |

mod address;
mod captures;
mod engine;
mod error;
mod event;
mod explain;
mod fetch;
mod frontier;
mod key;
mod manners;
mod plan;
mod report;
mod robots;
mod schedule;
mod scope;
mod score;
mod sitemap;
mod state;
mod traps;
mod verdict;
mod visit;

pub use captures::{Captures, Crawled, Version, captures, versions};
pub use engine::{Stop, crawl, end_run, rebuild, report};
pub use error::CrawlError;
pub use event::{Event, Observer};
pub use explain::{Explanation, explain};
pub use fetch::forbidden_range;
pub use key::{Key, host_of};
pub use plan::{Budget, FetchLimits, HostBudget, Manners, Order, Plan, Revisit, SourcePlan};
pub use report::{Coverage, CrawlProblem, Report};
pub use state::Availability;
pub use visit::{BodyDigest, Candidate, Purpose, Skips, Validators, Verdict, Visit};
