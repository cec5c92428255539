//! One request, one answer, within limits.
