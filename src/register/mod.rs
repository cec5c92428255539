//! The official lists of projects, as the ministry publishes them.
