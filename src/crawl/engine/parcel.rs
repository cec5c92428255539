//! What came of a fetch, on its way to archive and state and back.

use super::super::fetch::{FetchError, Fetched};
use super::super::robots::Rules;
use super::super::state::History;
use super::super::visit::{Candidate, Validators, Verdict, Visit};
use super::digest::Digested;
use super::mind::Mind;
use super::notes::Notes;
use crate::archive::{Answer, Exchange, Profile, Revisit};

/// What came of a fetch, to be put away.
pub(super) struct Parcel {
    /// What was fetched, for whom.
    pub notes: Notes,
    /// What was known of the address before.
    pub known: Option<History>,
    /// What passed.
    pub exchange: Exchange,
    /// How long it took.
    pub milliseconds: u64,
    /// The host's mind.
    pub mind: Mind,
}

/// What the host's task wants to know of it.
pub(super) struct Kept {
    pub mind: Option<Mind>,
    pub verdict: Verdict,
    pub status: Option<u16>,
    pub bytes: u64,
    pub milliseconds: u64,
    /// New addresses of the same host.
    pub links: Vec<Candidate>,
    /// Where a redirect leads.
    pub location: Option<String>,
    /// What robots.txt means.
    pub rules: Option<Rules>,
    /// Whether the address may be asked for once more in this run.
    pub again: bool,
}

impl Parcel {
    /// Packs what came of a fetch at a time.
    pub fn new(mut notes: Notes, outcome: Result<Fetched, FetchError>, known: Option<History>, mind: Mind, now: i64) -> Self {
        let (mut exchange, milliseconds) = match outcome {
            Ok(fetched) => {
                notes.unverified = fetched.unverified;
                (fetched.exchange, fetched.milliseconds)
            }
            Err(error) => {
                notes.error = Some(error.code().to_owned());
                (nothing(&notes.target), 0)
            }
        };
        exchange.time = now;
        exchange.notes = notes.write();
        Self { notes, known, exchange, milliseconds, mind }
    }
}

/// A fetch that came to nothing.
fn nothing(target: &Candidate) -> Exchange {
    Exchange { url: target.url.to_string(), time: 0, address: None, request: Vec::new(), answer: None, notes: Vec::new() }
}

/// How the archive refers to what it holds already, if an answer brings nothing new.
pub(super) fn revisit(digested: &Digested, known: Option<&History>, target: &Candidate) -> Option<Revisit> {
    let known = known.filter(|known| known.position.is_some())?;
    let profile = match digested.verdict {
        Verdict::NotModified => Profile::NotModified,
        Verdict::Content if digested.digest.is_some() && digested.digest == known.digest => Profile::IdenticalPayload,
        _ => return None,
    };
    Some(Revisit { profile, refers_to_url: target.url.to_string(), refers_to_time: known.fetched? })
}

/// The visit an answer makes.
pub(super) fn visit(notes: Notes, time: i64, answer: Option<&Answer>, digested: Digested) -> (Visit, Option<Rules>) {
    let header = |name: &str| answer.and_then(|answer| answer.header(name)).map(str::to_owned);
    let (text, rules) = digested.rules.unzip();
    let visit = Visit {
        run: notes.run,
        source: notes.source,
        target: notes.target,
        time,
        verdict: digested.verdict,
        status: answer.map(|answer| answer.status),
        bytes: answer.map_or(0, |answer| answer.body.len() as u64),
        validators: Validators { etag: header("etag"), last_modified: header("last-modified") },
        digest: digested.digest,
        position: None,
        rules: text,
        relevance: digested.relevance,
        links: digested.links,
        skips: digested.skips,
    };
    (visit, rules)
}
