//! The threads that read answers, and the way to them.

use super::super::error::CrawlError;
use super::super::robots::{Origin, Rules};
use super::keeper::{Keeper, Kept, Parcel};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
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
pub(super) struct Workers {
    sender: Mutex<Option<SyncSender<Job>>>,
    receiver: Mutex<Receiver<Job>>,
}

impl Workers {
    /// A queue for a number of hosts.
    pub fn new(hosts: usize) -> Self {
        let (sender, receiver) = sync_channel(hosts.max(1));
        Self { sender: Mutex::new(Some(sender)), receiver: Mutex::new(receiver) }
    }

    /// Does jobs until [`Workers::end`].
    pub fn work(&self, keeper: &Keeper<'_>) {
        loop {
            let job = self.receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
            // Whoever asked may have been given up; then nobody misses the reply.
            match job {
                Ok(Job::Keep(parcel, reply)) => drop(reply.send(keeper.keep(*parcel))),
                Ok(Job::Rules { status, text, url, reply }) => drop(reply.send(read_rules(status, &text, &url))),
                Err(_) => return,
            }
        }
    }

    /// Lets the workers end when the queue is empty.
    pub fn end(&self) {
        self.sender.lock().unwrap_or_else(PoisonError::into_inner).take();
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
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        sender.as_ref().and_then(|sender| sender.send(job).ok()).ok_or(CrawlError::Worker)
    }
}

/// The rules that an answer's status and text make; without a status there was no answer.
pub(super) fn read_rules(status: Option<u16>, text: &str, url: &Url) -> Rules {
    let origin = match status {
        Some(status) => Origin::Answer { status, body: text.as_bytes(), content_type: None },
        None => Origin::Unreachable,
    };
    Rules::read(origin, url)
}
