//! From which score on two mentions are one project, with what these thresholds were measured to do.
//!
//! Pairwise precision and recall (and those of B-cubed, which count mentions) on the labelled set of `tests/resolution`: 3 378 mentions
//! of some 1 220 invented projects and of the hard cases. `cargo test --test resolution -- --nocapture` prints the table anew.
//!
//! | join | attach | precision | recall | B-cubed precision | B-cubed recall |
//! |---|---|---|---|---|---|
//! | 0.50 | 0.50 | 0.9973 | 0.9815 | 0.9982 | 0.9846 |
//! | 0.65 | 0.65 | 0.9997 | 0.9807 | 0.9994 | 0.9835 |
//! | 0.80 | 0.65 | 0.9997 | 0.9807 | 0.9994 | 0.9835 |
//! | **0.80** | **0.75** | **0.9997** | **0.9782** | **0.9994** | **0.9818** |
//! | 0.80 | 0.90 | 0.9998 | 0.9679 | 0.9997 | 0.9727 |
//! | 0.95 | 0.90 | 0.9998 | 0.9639 | 0.9997 | 0.9681 |
//! | 0.99 | 0.99 | 1.0000 | 0.7487 | 1.0000 | 0.7953 |
//!
//! Precision hangs on what contradicts (`score.rs`) more than on the thresholds; they stand where recall is still high and a mention that
//! has only names joins nothing by one name alone. Invented projects have few words and few places in common with real ones: the
//! thresholds are set above where the table would allow them, because a wrong join is worse than a missed one.

/// The scores, from 0 to 1, that decide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// Two mentions that agree in a number, a sum or a date join from here on, unless anything contradicts.
    pub join: f64,
    /// A mention that has nothing but names joins the only project it fits from here on.
    pub attach: f64,
}

/// The thresholds that [`super::resolve()`] goes by.
pub const THRESHOLDS: Thresholds = Thresholds { join: 0.80, attach: 0.75 };

impl Default for Thresholds {
    fn default() -> Self {
        THRESHOLDS
    }
}
