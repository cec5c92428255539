//! Work that comes in order, is done on several threads at once, and is handed on in order.
//!
//! No thread only reads and none only writes: each does whatever is due, hands on what is finished, or else takes the next piece and
//! works on it. So one thread is one core's work and two are twice that, nobody waits for the slowest of a batch, and a writer that
//! waits for the disk holds up one thread alone. How many pieces are taken and not handed on yet is bounded, and memory with it.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Why it ended early.
#[derive(Debug)]
pub enum Stopped<E> {
    /// Taking or handing on failed.
    Failed(E),
    /// A thread could not be started.
    Thread(io::Error),
    /// A thread has panicked: a fault of the program.
    Fault,
}

/// The threads.
#[derive(Debug, Clone, Copy)]
pub struct Threads {
    /// How many.
    pub number: usize,
    /// Bytes of the stack of each.
    pub stack: usize,
    /// Begins their names.
    pub name: &'static str,
}

/// Takes pieces until there are none, works on them, and hands on what came of each, in the order in which they were taken.
///
/// # Errors
/// The first failure; then pieces that were taken later are not handed on.
pub fn flow<P, D: Send, E: Send>(
    threads: Threads,
    take: impl FnMut() -> Result<Option<P>, E> + Send,
    work: impl Fn(P) -> D + Sync,
    hand_on: impl FnMut(D) -> Result<(), E> + Send,
) -> Result<(), Stopped<E>> {
    let number = threads.number.max(1);
    let flow = Flow {
        board: Mutex::new(Board::default()),
        news: Condvar::new(),
        take: Mutex::new(take),
        work,
        hand_on: Mutex::new(hand_on),
        most: number as u64 + 2,
    };
    std::thread::scope(|scope| {
        let mut begun = Vec::with_capacity(number);
        for thread in 0..number {
            let builder = std::thread::Builder::new().name(format!("{}{thread}", threads.name)).stack_size(threads.stack);
            match builder.spawn_scoped(scope, || flow.run()) {
                Ok(thread) => begun.push(thread),
                Err(error) => {
                    flow.stop(Stopped::Thread(error));
                    break;
                }
            }
        }
        // The scope itself panics for a thread that nobody has joined; the watch has told of a panic already.
        for thread in begun {
            let _ = thread.join();
        }
    });
    let board = flow.board.into_inner().unwrap_or_else(PoisonError::into_inner);
    board.stopped.map_or(Ok(()), Err)
}

/// Who does what, and what lies ready.
struct Board<D, E> {
    /// Number of the next piece to be taken.
    taken: u64,
    /// Number of the next one to be handed on.
    handed_on: u64,
    /// What is worked out and not handed on yet.
    done: BTreeMap<u64, D>,
    is_taking: bool,
    is_handing_on: bool,
    is_ended: bool,
    stopped: Option<Stopped<E>>,
}

impl<D, E> Default for Board<D, E> {
    fn default() -> Self {
        Self {
            taken: 0,
            handed_on: 0,
            done: BTreeMap::new(),
            is_taking: false,
            is_handing_on: false,
            is_ended: false,
            stopped: None,
        }
    }
}

impl<D, E> Board<D, E> {
    /// Ends everything; the first reason stays.
    fn stop(&mut self, why: Stopped<E>) {
        self.stopped.get_or_insert(why);
    }
}

struct Flow<D, E, T, W, H> {
    board: Mutex<Board<D, E>>,
    news: Condvar,
    take: Mutex<T>,
    work: W,
    hand_on: Mutex<H>,
    /// Pieces that may be under way at a time.
    most: u64,
}

/// What a thread is to do.
enum Due<D> {
    HandOn(D),
    Take(u64),
    Nothing,
}

impl<P, D, E, T, W, H> Flow<D, E, T, W, H>
where
    T: FnMut() -> Result<Option<P>, E>,
    W: Fn(P) -> D,
    H: FnMut(D) -> Result<(), E>,
{
    fn run(&self) {
        let _watch = Watch(self);
        loop {
            match self.due() {
                Due::HandOn(done) => {
                    let result = (*lock(&self.hand_on))(done);
                    // In one step: between the two, another thread would hand on what comes behind what failed.
                    self.tell(|board| {
                        board.is_handing_on = false;
                        board.handed_on += 1;
                        result.unwrap_or_else(|error| board.stop(Stopped::Failed(error)));
                    });
                }
                Due::Take(number) => {
                    let taken = (*lock(&self.take))();
                    let mut piece = None;
                    self.tell(|board| {
                        board.is_taking = false;
                        match taken {
                            Ok(Some(taken)) => {
                                board.taken += 1;
                                piece = Some(taken);
                            }
                            Ok(None) => board.is_ended = true,
                            Err(error) => board.stop(Stopped::Failed(error)),
                        }
                    });
                    if let Some(piece) = piece {
                        let done = (self.work)(piece);
                        self.tell(|board| drop(board.done.insert(number, done)));
                    }
                }
                Due::Nothing => return,
            }
        }
    }

    /// Waits until there is something to do.
    fn due(&self) -> Due<D> {
        let mut board = lock(&self.board);
        loop {
            if board.stopped.is_some() {
                return Due::Nothing;
            }
            let next = board.handed_on;
            if !board.is_handing_on
                && let Some(done) = board.done.remove(&next)
            {
                board.is_handing_on = true;
                return Due::HandOn(done);
            }
            if !board.is_taking && !board.is_ended && board.taken - board.handed_on < self.most {
                board.is_taking = true;
                return Due::Take(board.taken);
            }
            if board.is_ended && board.taken == board.handed_on {
                return Due::Nothing;
            }
            board = self.news.wait(board).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<D, E, T, W, H> Flow<D, E, T, W, H> {
    fn tell(&self, change: impl FnOnce(&mut Board<D, E>)) {
        change(&mut lock(&self.board));
        self.news.notify_all();
    }

    /// Ends everything; the first reason stays.
    fn stop(&self, why: Stopped<E>) {
        self.tell(|board| board.stop(why));
    }
}

/// Tells the others if its thread panics: what they wait for will not come.
struct Watch<'f, D, E, T, W, H>(&'f Flow<D, E, T, W, H>);

impl<D, E, T, W, H> Drop for Watch<'_, D, E, T, W, H> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop(Stopped::Fault);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    fn threads(number: usize) -> Threads {
        Threads { number, stack: 1 << 20, name: "test-" }
    }

    #[test]
    fn what_is_finished_early_waits_for_its_turn_and_little_is_under_way() {
        for number in [1, 2, 7] {
            let (mut next, under_way, most) = (0u64, AtomicU64::new(0), AtomicU64::new(0));
            let mut out = Vec::new();
            let take = || -> Result<Option<u64>, ()> {
                most.fetch_max(under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                next += 1;
                Ok((next <= 200).then_some(next))
            };
            let work = |piece: u64| {
                // Every tenth takes much longer than the others.
                std::thread::sleep(Duration::from_micros(if piece.is_multiple_of(10) { 2000 } else { 50 }));
                piece
            };
            let hand_on = |piece| {
                under_way.fetch_sub(1, Ordering::SeqCst);
                out.push(piece);
                Ok(())
            };
            flow(threads(number), take, work, hand_on).unwrap();
            assert_eq!(out, (1..=200).collect::<Vec<_>>(), "{number} threads");
            assert!(most.into_inner() <= number as u64 + 3, "{number} threads");
        }
    }

    #[test]
    fn a_failure_or_a_panic_ends_it_instead_of_leaving_the_others_waiting() {
        let forever = || -> Result<Option<u32>, &str> { Ok(Some(1)) };
        let mut left = 20;
        let full = |_| {
            left -= 1;
            if left == 0 { Err("the disk is full") } else { Ok(()) }
        };
        assert!(matches!(flow(threads(3), forever, |piece| piece, full), Err(Stopped::Failed("the disk is full"))));
        assert!(matches!(
            flow(threads(3), || Err::<Option<u32>, _>("gone"), |piece| piece, |_| Ok(())),
            Err(Stopped::Failed("gone"))
        ));
        let mut number = 0;
        let take = || -> Result<Option<u32>, &str> {
            number += 1;
            Ok(Some(number))
        };
        let work = |piece| if piece == 5 { std::panic::resume_unwind(Box::new("fault")) } else { piece };
        assert!(matches!(flow(threads(3), take, work, |_| Ok(())), Err(Stopped::Fault)));
        let lost = || -> Result<Option<u32>, &str> { std::panic::resume_unwind(Box::new("fault")) };
        assert!(matches!(flow(threads(3), lost, |piece| piece, |_| Ok(())), Err(Stopped::Fault)));
        let broken = |_| std::panic::resume_unwind(Box::new("fault"));
        assert!(matches!(flow(threads(3), forever, |piece| piece, broken), Err(Stopped::Fault)));
    }

    #[test]
    fn behind_what_could_not_be_written_nothing_is_written_although_it_is_ready() {
        // Which thread comes first is chance: one run in two went wrong.
        for _ in 0..200 {
            let (mut next, mut written) = (0, Vec::new());
            let take = || {
                next += 1;
                Ok((next <= 12).then_some(next))
            };
            let full = |piece| {
                written.push(piece);
                // Meanwhile the others have the next pieces ready.
                std::thread::sleep(Duration::from_micros(200));
                if piece == 5 { Err("the disk is full") } else { Ok(()) }
            };
            assert!(matches!(flow(threads(4), take, |piece: u32| piece, full), Err(Stopped::Failed("the disk is full"))));
            assert_eq!(written, [1, 2, 3, 4, 5]);
        }
    }

    #[test]
    fn what_could_not_be_read_is_not_asked_for_again() {
        for _ in 0..200 {
            let mut asked = 0;
            let take = || {
                asked += 1;
                if asked == 5 { Err("the file is gone") } else { Ok(Some(asked)) }
            };
            assert!(matches!(flow(threads(4), take, |piece: u32| piece, |_| Ok(())), Err(Stopped::Failed("the file is gone"))));
            assert_eq!(asked, 5);
        }
    }
}
