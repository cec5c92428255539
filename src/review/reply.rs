//! Answers of the server: JSON, and refusals that say what to do.

use super::error::ReviewError;
use crate::correction::CorrectionError;
use crate::dataset::DatasetError;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

/// What a handler gives back.
pub(super) type Reply = Result<Response, Refusal>;

/// Why a request is not answered as it was meant. Texts are keys of the interface's words where they begin with `review.`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) error: String,
    pub(super) remedy: String,
    /// The same in the program's own words, with names and values in it.
    pub(super) detail: Option<String>,
    /// What fills the holes of the texts.
    pub(super) values: Option<Value>,
}

impl Refusal {
    /// Of a kind that has words in both languages: `review.err_<name>` and `review.err_<name>_remedy`.
    pub(super) fn of(status: StatusCode, name: &str) -> Self {
        Self {
            status,
            error: format!("review.err_{name}"),
            remedy: format!("review.err_{name}_remedy"),
            detail: None,
            values: None,
        }
    }

    /// With what the program has to say besides.
    pub(super) fn saying(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    /// The draft asks for something that cannot be done.
    pub(super) fn draft(name: &str) -> Self {
        Self::of(StatusCode::UNPROCESSABLE_ENTITY, name)
    }

    /// There is nothing of that name.
    pub(super) fn unknown() -> Self {
        Self::of(StatusCode::NOT_FOUND, "unknown")
    }

    /// A fault of the program.
    pub(super) fn fault() -> Self {
        Self::of(StatusCode::INTERNAL_SERVER_ERROR, "fault")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let told = json!({ "error": self.error, "remedy": self.remedy, "detail": self.detail, "values": self.values });
        json_of(self.status, &told)
    }
}

impl From<DatasetError> for Refusal {
    fn from(error: DatasetError) -> Self {
        Self::of(StatusCode::INTERNAL_SERVER_ERROR, "edition").saying(format!("{error}; {}", error.remedy()))
    }
}

impl From<CorrectionError> for Refusal {
    fn from(error: CorrectionError) -> Self {
        let (status, name) = match &error {
            CorrectionError::Value { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "value"),
            CorrectionError::Changed { .. } => (StatusCode::CONFLICT, "changed"),
            CorrectionError::Malformed { .. } => (StatusCode::CONFLICT, "malformed"),
            CorrectionError::Taken { .. } => (StatusCode::CONFLICT, "taken"),
            CorrectionError::Io { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "file"),
        };
        let refusal = Self::of(status, name).saying(error.to_string());
        match error {
            CorrectionError::Malformed { line, remedy, .. } => {
                let detail = refusal.detail.map(|detail| format!("{detail}; {remedy}"));
                Self { values: Some(json!({ "line": line })), detail, ..refusal }
            }
            _ => refusal,
        }
    }
}

impl From<ReviewError> for Refusal {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::Dataset(error) => error.into(),
            ReviewError::Correction(error) => error.into(),
            error => Self::fault().saying(error.to_string()),
        }
    }
}

/// A good answer.
pub(super) fn ok(value: &impl Serialize) -> Reply {
    Ok(json_of(StatusCode::OK, value))
}

/// An answer in JSON.
pub(super) fn json_of(status: StatusCode, value: &impl Serialize) -> Response {
    let Ok(text) = serde_json::to_string(value) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    response
}
