//! From which score on two mentions are one project, with what these thresholds were measured to do.

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
