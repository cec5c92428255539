//! Ctrl-C, and the signal that systemd sends: once, the crawl stops cleanly; twice, at once.

use super::super::output::Console;
use metryczka::crawl::Stop;
use std::time::Duration;

/// What a shell reports of a program that Ctrl-C ended: 128 and the number of SIGINT.
const INTERRUPTED: i32 = 130;

/// Signals within this time are one.
const ONE_PRESS: Duration = Duration::from_millis(500);

/// Listens for as long as the process lives. Where signals cannot be listened to, Ctrl-C ends the process at once; the archive is
/// mended by the next run.
pub fn listen(stop: &Stop, console: &Console) {
    let (stop, console) = (stop.clone(), *console);
    let listener = move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(async {
            wait().await;
            stop.now();
            console.note("stopping: what is under way is fetched and kept; Ctrl-C again to give it up");
            // Some shells and wrappers send one Ctrl-C twice.
            tokio::time::sleep(ONE_PRESS).await;
            wait().await;
            console.note("given up; nothing fetched before is lost, the next run mends the archive's end");
            std::process::exit(INTERRUPTED);
        });
    };
    // Without the thread Ctrl-C does what it always does.
    let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(listener);
}

/// Returns at the next signal.
async fn wait() {
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
