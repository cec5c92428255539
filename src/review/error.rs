//! Why a review cannot be held.

use crate::correction::CorrectionError;
use crate::dataset::DatasetError;
use thiserror::Error;

/// Why a review cannot be held.
#[derive(Debug, Error)]
pub enum ReviewError {
    /// The edition cannot be read.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    /// The corrections cannot be read or kept.
    #[error(transparent)]
    Correction(#[from] CorrectionError),
    /// The port is taken.
    #[error("port {port} of 127.0.0.1 is taken")]
    Port {
        /// The port.
        port: u16,
    },
    /// The server could not be started.
    #[error("cannot serve on 127.0.0.1: {0}")]
    Serve(std::io::Error),
}

impl ReviewError {
    /// What to do.
    pub fn remedy(&self) -> String {
        match self {
            Self::Dataset(error) => error.remedy().to_string(),
            Self::Correction(error) => error.remedy(),
            Self::Port { .. } => "choose another: --port 0 takes any that is free".to_owned(),
            Self::Serve(_) => "see whether the system lets this program listen on 127.0.0.1".to_owned(),
        }
    }
}
