//! Tells what an answer is.
