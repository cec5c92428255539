//! The threads that read answers, and the way to them.

use super::super::error::CrawlError;
use super::super::robots::{Origin, Rules};
use super::keeper::Keeper;
use super::parcel::{Kept, Parcel};
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;
use url::Url;

/// Something for a worker to do.
enum Job {
    /// Read an answer and put it away.
    Keep(Box<Parcel>, oneshot::Sender<Result<Kept, CrawlError>>),
    /// Read a host's rules.
    Rules { status: Option<u16>, text: String, url: Url, reply: oneshot::Sender<Rules> },
}

/// A queue of jobs. A host has one at most in it, so it is never longer than the number of hosts at work.
///
/// One thread is woken for a job, and none while all are at work: over a crawl, waking costs as much as sending does.
#[derive(Default)]
pub(super) struct Workers {
    queue: Mutex<Queue>,
    news: Condvar,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    /// Threads that wait for one.
    idle: usize,
    is_ended: bool,
}

impl Workers {
    /// Does jobs until [`Workers::end`].
    pub fn work(&self, keeper: &Keeper<'_>) {
        // Whoever asked may have been given up; then nobody misses the reply.
        while let Some(job) = self.next() {
            match job {
                Job::Keep(parcel, reply) => drop(reply.send(keeper.keep(*parcel))),
                Job::Rules { status, text, url, reply } => drop(reply.send(read_rules(status, &text, &url))),
            }
        }
    }

    /// The next job; nothing if there will be none.
    fn next(&self) -> Option<Job> {
        let mut queue = self.queue();
        loop {
            if let Some(job) = queue.jobs.pop_front() {
                return Some(job);
            }
            if queue.is_ended {
                return None;
            }
            queue.idle += 1;
            queue = self.news.wait(queue).unwrap_or_else(PoisonError::into_inner);
            queue.idle -= 1;
        }
    }

    /// Lets the workers end when the queue is empty.
    pub fn end(&self) {
        self.queue().is_ended = true;
        self.news.notify_all();
    }

    /// No change under the lock can stop halfway.
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has an answer read and put away.
    pub async fn keep(&self, parcel: Parcel) -> Result<Kept, CrawlError> {
        let (reply, kept) = oneshot::channel();
        self.send(Job::Keep(Box::new(parcel), reply))?;
        kept.await.map_err(|_| CrawlError::Worker)?
    }

    /// Has a host's rules read.
    pub async fn rules(&self, status: Option<u16>, text: String, url: Url) -> Result<Rules, CrawlError> {
        let (reply, rules) = oneshot::channel();
        self.send(Job::Rules { status, text, url, reply })?;
        rules.await.map_err(|_| CrawlError::Worker)
    }

    fn send(&self, job: Job) -> Result<(), CrawlError> {
        let mut queue = self.queue();
        if queue.is_ended {
            return Err(CrawlError::Worker);
        }
        queue.jobs.push_back(job);
        let is_anyone_idle = queue.idle > 0;
        drop(queue);
        if is_anyone_idle {
            self.news.notify_one();
        }
        Ok(())
    }
}

/// The rules that an answer's status and text make; without a status there was no answer.
pub(super) fn read_rules(status: Option<u16>, text: &str, url: &Url) -> Rules {
    let origin = match status {
        Some(status) => Origin::Answer { status, body: text.as_bytes() },
        None => Origin::Unreachable,
    };
    Rules::read(origin, url)
}
