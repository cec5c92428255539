//! Reads a body chunk by chunk, within size, time and patience.

use super::error::{FetchError, failed};
use crate::crawl::plan::FetchLimits;
use reqwest::Response;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

/// Bytes up to which a body is read without asking for room, and most bytes set aside because a server announced them.
const SMALL: usize = 512 << 10;

/// Bytes that all larger bodies may take together while they are read.
const ROOM: usize = 32 << 20;

/// Room for bodies larger than most: so many may be read at the same time, however many hosts send theirs. The others wait with
/// what they have; the server's next bytes wait in the network.
pub(super) fn room(limits: &FetchLimits) -> Semaphore {
    Semaphore::new((ROOM / limits.max_bytes.max(1)).clamp(1, 64))
}

/// A body as sent.
pub(super) struct Body {
    pub bytes: Vec<u8>,
    /// Why it is not whole, in the words of WARC-Truncated (WARC 1.1 §5.13): `length`, `time`, `disconnect`, `unspecified`.
    pub truncated: Option<&'static str>,
}

/// Reads until the body's end, `max` bytes or the deadline. What came before something went wrong is kept, and marked; if nothing
/// came, that is an error. Time spent waiting for room is not the server's.
pub(super) async fn read(
    response: &mut Response,
    limits: &FetchLimits,
    max: usize,
    deadline: Instant,
    room: &Semaphore,
) -> Result<Body, FetchError> {
    let announced = usize::try_from(response.content_length().unwrap_or(0)).unwrap_or(max).min(max);
    let mut bytes = Vec::with_capacity(announced.min(SMALL));
    let mut pace = Pace::new(limits, deadline);
    let mut has_room = None;
    loop {
        let cut = match timeout_at(pace.look_at, response.chunk()).await {
            Ok(Ok(None)) => return Ok(Body { bytes, truncated: None }),
            Ok(Ok(Some(chunk))) => {
                if has_room.is_none() && bytes.len() + chunk.len() > SMALL {
                    let asked = Instant::now();
                    has_room = room.acquire().await.ok();
                    pace.put_off(asked.elapsed());
                    bytes.reserve_exact(announced.saturating_sub(bytes.len()));
                }
                let left = max - bytes.len();
                bytes.extend_from_slice(&chunk[..chunk.len().min(left)]);
                if chunk.len() > left {
                    return Ok(Body { bytes, truncated: Some("length") });
                }
                continue;
            }
            Ok(Err(error)) => Cut::from(failed(&error, limits.max_header_bytes)),
            Err(_) if pace.keeps_up(bytes.len()) => continue,
            Err(_) => Cut::from(FetchError::Timeout { stage: "the body" }),
        };
        return if bytes.is_empty() { Err(cut.error) } else { Ok(Body { bytes, truncated: Some(cut.word) }) };
    }
}

/// Why a body ends too early.
struct Cut {
    word: &'static str,
    error: FetchError,
}

impl From<FetchError> for Cut {
    fn from(error: FetchError) -> Self {
        let word = match error {
            FetchError::Timeout { .. } => "time",
            FetchError::Disconnected { .. } => "disconnect",
            _ => "unspecified",
        };
        Self { word, error }
    }
}

/// Watches how fast a body comes: in every stretch of [`FetchLimits::patience`] at least [`FetchLimits::min_bytes_per_second`].
struct Pace {
    deadline: Instant,
    limits: FetchLimits,
    /// Bytes there were when the stretch began.
    before: usize,
    /// End of the stretch, or the deadline.
    look_at: Instant,
}

impl Pace {
    fn new(limits: &FetchLimits, deadline: Instant) -> Self {
        let look_at = stretch_end(limits, deadline);
        Self { deadline, limits: *limits, before: 0, look_at }
    }

    /// The body could not be taken for so long.
    fn put_off(&mut self, wait: Duration) {
        self.deadline += wait;
        self.look_at += wait;
    }

    /// At the end of a stretch: whether the body may go on. Begins the next stretch.
    fn keeps_up(&mut self, bytes: usize) -> bool {
        let needed = self.limits.patience.as_secs_f64() * self.limits.min_bytes_per_second as f64;
        let kept_up = Instant::now() < self.deadline && (bytes - self.before) as f64 >= needed;
        self.before = bytes;
        self.look_at = stretch_end(&self.limits, self.deadline);
        kept_up
    }
}

fn stretch_end(limits: &FetchLimits, deadline: Instant) -> Instant {
    Instant::now().checked_add(limits.patience).map_or(deadline, |end| end.min(deadline))
}
