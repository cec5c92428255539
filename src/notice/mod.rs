//! Page → notices.

mod evidence;
mod model;

pub use evidence::EvidenceMap;
pub use model::{Amount, Doubt, Evidence, Fact, Genre, Indicator, Notice, RateBasis, Scope, Status, TargetGroup};
