//! How a command ends. The only place that knows exit codes.

use metryczka::correction::CorrectionError;
use metryczka::crawl::CrawlError;
use metryczka::dataset::DatasetError;
use metryczka::review::ReviewError;
use std::process::ExitCode;

/// A command that did its job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All good: 0.
    Good,
    /// Done, but with more problems than the settings allow: 1.
    Problems,
    /// Stopped by a signal before all was done; what was fetched is kept: 130, as shells report an interrupt.
    Interrupted,
}

impl Outcome {
    /// The number of the exit code.
    pub fn number(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Problems => 1,
            Self::Interrupted => INTERRUPTED,
        }
    }

    /// The graver of two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self.number() < other.number() { other } else { self }
    }
}

/// What a shell reports of a program that Ctrl-C ended: 128 and the number of SIGINT.
pub const INTERRUPTED: u8 = 130;

/// A command that did not.
#[derive(Debug)]
pub enum Failure {
    /// It was asked wrongly: 2.
    Usage {
        /// What is wrong.
        message: String,
        /// What to do about it.
        hint: String,
    },
    /// It could not do the job: 3.
    Cannot {
        /// What is wrong.
        message: String,
        /// What to do about it.
        hint: String,
    },
    /// Whoever read the output has closed it; nothing is wrong.
    ClosedPipe,
}

impl Failure {
    /// A command that was asked wrongly.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), hint: hint.into() }
    }

    /// A command that could not do the job.
    pub fn cannot(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Cannot { message: message.into(), hint: hint.into() }
    }

    /// Standard output cannot be written.
    pub fn output(error: &std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        Self::cannot(format!("cannot write output: {error}"), "check the free space where the output goes")
    }
}

impl From<DatasetError> for Failure {
    fn from(error: DatasetError) -> Self {
        match error {
            DatasetError::Name(_) => Self::usage(error.to_string(), error.remedy()),
            _ => Self::cannot(error.to_string(), error.remedy()),
        }
    }
}

impl From<CorrectionError> for Failure {
    fn from(error: CorrectionError) -> Self {
        match error {
            CorrectionError::Malformed { .. } | CorrectionError::Value { .. } => {
                Self::usage(format!("corrections: {error}"), error.remedy())
            }
            _ => Self::cannot(error.to_string(), error.remedy()),
        }
    }
}

impl From<CrawlError> for Failure {
    fn from(error: CrawlError) -> Self {
        match error {
            CrawlError::NothingToCrawl | CrawlError::Address(_) => Self::usage(error.to_string(), error.remedy()),
            _ => Self::cannot(error.to_string(), error.remedy()),
        }
    }
}

impl From<ReviewError> for Failure {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::Dataset(error) => error.into(),
            ReviewError::Correction(CorrectionError::Malformed { .. }) => Self::usage(error.to_string(), error.remedy()),
            _ => Self::cannot(error.to_string(), error.remedy()),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::output(&error)
    }
}

/// How a command ends whose work is done, but of which something could not be told: the first failure, and the outcome itself if
/// only nobody wanted to hear it.
///
/// # Errors
/// The first of those handed over that is more than a closed pipe.
pub fn settle(outcome: Outcome, told: impl IntoIterator<Item = Result<(), Failure>>) -> Result<Outcome, Failure> {
    let failed = told.into_iter().filter_map(Result::err).find(|failure| !matches!(failure, Failure::ClosedPipe));
    failed.map_or(Ok(outcome), Err)
}

/// The number of a command's exit code.
pub fn number(result: &Result<Outcome, Failure>) -> u8 {
    match result {
        Ok(outcome) => outcome.number(),
        Err(Failure::ClosedPipe) => 0,
        Err(Failure::Usage { .. }) => 2,
        Err(Failure::Cannot { .. }) => 3,
    }
}

/// The exit code of a command.
pub fn code(result: &Result<Outcome, Failure>) -> ExitCode {
    ExitCode::from(number(result))
}

/// The exit code of a command line that is help, or wrong.
pub fn of_clap(error: &clap::Error) -> ExitCode {
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}
