//! Drives the binary: every command as a person or a script calls it.
//!
//! One program for all of them, for each would carry polars: linking them took longer than running them.
#![cfg(feature = "cli")]

mod attachments;
mod cli;
mod corrections;
mod crawl_command;
mod crawl_options;
mod crawl_web;
mod explain;
mod pipeline;
mod publishing;
mod reconcile;
mod sources;
