//! What a whole run may cost.

use super::super::plan::Budget;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// What is left of a run's budget. It belongs to the thread that drives all connections.
#[derive(Debug)]
pub(super) struct RunBudget {
    pages: Cell<u64>,
    bytes: Cell<u64>,
    deadline: Option<Instant>,
    spent: Cell<bool>,
}

impl RunBudget {
    pub fn new(budget: &Budget) -> Self {
        Self {
            pages: Cell::new(budget.pages.unwrap_or(u64::MAX)),
            bytes: Cell::new(budget.bytes.unwrap_or(u64::MAX)),
            deadline: budget.time.and_then(|time| Instant::now().checked_add(time)),
            spent: Cell::new(false),
        }
    }

    /// Takes one page out of the budget; false if nothing is left.
    pub fn take_page(&self) -> bool {
        let late = self.deadline.is_some_and(|deadline| Instant::now() >= deadline);
        if late || self.pages.get() == 0 || self.bytes.get() == 0 {
            self.spent.set(true);
            return false;
        }
        self.pages.set(self.pages.get() - 1);
        true
    }

    /// Whether there is no time left to wait for so long.
    pub fn ends_within(&self, time: Duration) -> bool {
        let end = Instant::now().checked_add(time);
        self.deadline.is_some_and(|deadline| end.is_none_or(|end| end >= deadline))
    }

    /// Takes bytes received out of the budget.
    pub fn take_bytes(&self, bytes: u64) {
        self.bytes.set(self.bytes.get().saturating_sub(bytes));
    }

    /// Notes that a fetch was given up for want of time.
    pub fn end(&self) {
        self.spent.set(true);
    }

    /// Whether a fetch was refused for want of budget.
    pub fn is_spent(&self) -> bool {
        self.spent.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_ends_with_its_pages_its_bytes_or_its_time() {
        let pages = RunBudget::new(&Budget { pages: Some(2), ..Budget::default() });
        assert!(pages.take_page() && pages.take_page() && !pages.take_page() && pages.is_spent());
        let bytes = RunBudget::new(&Budget { bytes: Some(10), ..Budget::default() });
        assert!(bytes.take_page());
        bytes.take_bytes(12);
        assert!(!bytes.take_page());
        let time = RunBudget::new(&Budget { time: Some(Duration::ZERO), ..Budget::default() });
        assert!(!time.take_page());
        assert!(RunBudget::new(&Budget::default()).take_page());
    }
}
