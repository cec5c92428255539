//! Ctrl-C, and the signal that systemd sends: during the crawl once stops it cleanly and twice ends the program at once; after the
//! crawl the program ends at once, as if nobody listened.

use super::super::exit::INTERRUPTED;
use super::super::output::Console;
use indicatif::MultiProgress;
use metryczka::crawl::Stop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Signals within this time are one.
const ONE_PRESS: Duration = Duration::from_millis(500);

/// As long as it lives, a signal stops the crawl; afterwards it ends the program.
#[derive(Debug)]
pub struct Listening(Arc<AtomicBool>);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

/// Listens for as long as the process lives. Where signals cannot be listened to, Ctrl-C ends the process at once; the archive is
/// mended by the next run.
pub fn listen(stop: &Stop, lines: &MultiProgress, console: &Console) -> Listening {
    let is_over = Arc::new(AtomicBool::new(false));
    let (over, stop, lines, console) = (Arc::clone(&is_over), stop.clone(), lines.clone(), *console);
    let listener = move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        let note = |text: &str| lines.suspend(|| console.note(text));
        runtime.block_on(async {
            signalled().await;
            if !over.load(Ordering::Acquire) {
                stop.now();
                note("stopping: what is under way is fetched and kept; Ctrl-C again to give it up");
                // Some shells and wrappers send one Ctrl-C twice.
                tokio::time::sleep(ONE_PRESS).await;
                signalled().await;
            }
            note(match over.load(Ordering::Acquire) {
                true => "given up; what was fetched is kept, nothing is half published",
                false => "given up; nothing fetched before is lost, the next run mends the archive's end",
            });
            std::process::exit(INTERRUPTED.into());
        });
    };
    // Without the thread Ctrl-C does what it always does.
    let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(listener);
    Listening(is_over)
}

/// Returns at the next Ctrl-C or SIGTERM. Without a handler the signal itself ends the program.
pub async fn signalled() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
