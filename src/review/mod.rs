//! The review desk: a web application on this machine, where a person sees what is doubtful and puts it right.

mod answer;
mod desk;
mod error;
mod guard;
mod index;
mod listener;
mod page;
mod queue;
mod rebuild;
mod reply;
mod room;
mod server;
mod settled;
mod view;

pub use error::ReviewError;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

/// Builds the edition anew with the corrections as they are; says its folder, or why it could not.
pub type Rebuild = Arc<dyn Fn() -> Result<PathBuf, String> + Send + Sync>;

/// Hears how many mentions of an edition are read, and of how many.
pub type Opening = Arc<dyn Fn(usize, usize) + Send + Sync>;

/// Hears that something is still waited for.
pub type Waiting = Arc<dyn Fn() + Send + Sync>;

/// What a review works on.
#[derive(Clone)]
pub struct Desk {
    /// Folder of the edition.
    pub edition: PathBuf,
    /// The file of corrections.
    pub corrections: PathBuf,
    /// Port on 127.0.0.1; 0 for any that is free. Without one it is [`PORT`], or any that is free if that is taken.
    pub port: Option<u16>,
    /// Who reviews, if they say so.
    pub by: Option<String>,
    /// How the edition is built anew.
    pub rebuild: Option<Rebuild>,
    /// Hears how far the opening is.
    pub opening: Option<Opening>,
    /// Hears that the desk is closed and only waits for a rebuild to end.
    pub waiting: Option<Waiting>,
}

/// The port of a desk that none was asked for: always the same, so that the browser finds what was typed there in an earlier run.
pub const PORT: u16 = 8137;

/// Serves until `stop` ends, and a rebuild that is under way then has ended too. `ready` hears the address and the link with the token.
///
/// # Errors
/// When the edition cannot be opened, the corrections are malformed, the port that was asked for is taken, or somebody else reviews with the same corrections.
pub fn serve(
    desk: Desk,
    ready: &dyn Fn(SocketAddr, &str),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ReviewError> {
    let listener = bind(desk.port)?;
    let address = listener.local_addr().map_err(ReviewError::Serve)?;
    let guard = guard::Guard::new(address.port()).map_err(ReviewError::Serve)?;
    let link = guard.link();
    let shared = server::Shared::new(desk::Work::begin(desk)?, guard);
    ready(address, &link);
    server::answer_until(Arc::new(shared), listener, stop)
}

/// On the port that was asked for, or on the usual one; if that is taken, on any that is free.
fn bind(port: Option<u16>) -> Result<TcpListener, ReviewError> {
    let on = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match port {
        None => on(PORT).or_else(|_| on(0)).map_err(ReviewError::Serve),
        Some(port) => on(port).map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => ReviewError::Port { port },
            _ => ReviewError::Serve(error),
        }),
    }
}
