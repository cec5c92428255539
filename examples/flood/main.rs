//! Publishes an edition of invented mentions, to see what a million of them cost: `cargo run --example flood -- --help`.
#![allow(clippy::print_stdout, clippy::print_stderr)] // A program for people to look at.

#[cfg(feature = "dataset")]
mod flood;
#[cfg(feature = "dataset")]
mod invent;
#[cfg(feature = "dataset")]
mod reopen;
#[cfg(feature = "dataset")]
mod write;

#[cfg(feature = "dataset")]
fn main() -> std::process::ExitCode {
    flood::main()
}

#[cfg(not(feature = "dataset"))]
fn main() {
    eprintln!("editions need the feature `dataset`");
}
