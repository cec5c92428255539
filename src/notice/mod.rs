//! Page → notices.

mod model;

pub use model::{Amount, Doubt, Evidence, Fact, Genre, Indicator, Notice, RateBasis, Scope, Status, TargetGroup};
