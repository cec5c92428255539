//! Ending a crawl from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Notify;

/// A wish to stop: fetches under way are finished and kept, no new ones begin.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    asked: AtomicBool,
    wake: Notify,
}

impl Stop {
    /// Asks the crawl to stop.
    pub fn now(&self) {
        self.0.asked.store(true, Ordering::Release);
        self.0.wake.notify_waiters();
    }

    /// Whether someone has asked.
    pub fn is_asked(&self) -> bool {
        self.0.asked.load(Ordering::Acquire)
    }

    /// Waits, but not beyond the wish to stop.
    pub(super) async fn sleep(&self, time: Duration) {
        let woken = self.0.wake.notified();
        tokio::pin!(woken);
        woken.as_mut().enable();
        if !self.is_asked() {
            let _ = tokio::time::timeout(time, woken).await;
        }
    }

    /// Does something that may be given up when someone asks to stop; nothing if it was.
    pub(super) async fn or<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let woken = self.0.wake.notified();
        tokio::pin!(woken);
        woken.as_mut().enable();
        if self.is_asked() {
            return None;
        }
        tokio::select! {
            biased;
            done = work => Some(done),
            () = woken => None,
        }
    }
}
