//! `explain --what-if`: what another vocabulary would change, before it is taken.
//!
//! Every page is read twice in one pass, with the vocabulary as it is and with a folder laid over it. What differs is told mention by
//! mention; then both sides become editions in a temporary folder, made by the same functions as published ones, and are compared.

mod editions;
mod radius;
mod tell;

use super::super::args::{BuildArgs, ExplainArgs, Global, RunArgs};
use super::super::config::Config;
use super::super::exit::{Failure, Outcome, settle};
use super::super::make::judge;
use super::super::output::{Console, Level};
use super::super::pipeline::{self, stream_beside};
use super::super::settings::{Making, extractor, find_config, overlay};
use super::super::summary;
use editions::Sides;
use radius::Radius;
use std::path::{Path, PathBuf};

/// Tells what a folder of vocabulary files would change. Nothing is written.
///
/// # Errors
/// When the folder holds a faulty entry (named with its file), a source cannot be read, or there is no room for temporary files.
pub fn run(args: &ExplainArgs, folder: &Path, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    let (making, config) = making(args, global)?;
    let folders: Vec<&Path> = overlay(global, &config).into_iter().chain([folder]).collect();
    let other = extractor(&folders)?;
    let is_same = other.vocabulary().digest() == making.reading.extractor.vocabulary().digest();
    if is_same {
        console.note(format_args!("{} adds nothing to the vocabulary: both sides know the same", folder.display()));
    }
    let mut sides = Sides::begin(&making)?;
    let mut radius = Radius::new(console.verbose || args.format == super::super::args::WhatIfFormat::Json);
    let mut problems = Vec::new();
    let progress = console.progress();
    let passed = stream_beside(&making.input, &making.reading, other, |outcome, beside| {
        match outcome {
            pipeline::Outcome::Page(page) => {
                radius.take(&page, &beside.mentions);
                sides.take(*page, beside)?;
            }
            pipeline::Outcome::Problem(problem) => problems.push(problem),
        }
        progress.inc(1);
        Ok(())
    })?;
    progress.set_message("comparing both editions");
    radius.settle();
    radius.editions = sides.compare(&making, other, &problems)?;
    progress.finish_and_clear();
    console.event(Level::Info, &radius.event());
    let told = tell::print(&radius, args.format, console);
    summary::warn(&problems, &passed.skipped, console, false);
    settle(judge(radius.pages, problems.len(), &making.reading, console), [told])
}

/// What is read: the paths that are named, or what the configuration names, with its archive as it is.
fn making(args: &ExplainArgs, global: &Global) -> Result<(Making, Config), Failure> {
    if !args.what.is_empty() {
        let paths: Vec<PathBuf> = args.what.iter().map(PathBuf::from).collect();
        let build = BuildArgs {
            paths,
            extracted: Vec::new(),
            output: PathBuf::new(),
            edition: None,
            force: None,
            previous: None,
            corrections: None,
        };
        return Ok((Making::of_build(&build, global)?, Config::default()));
    }
    let (_, config) = find_config(None)?;
    Ok((Making::of_run(&RunArgs::default(), global, &config)?, config))
}
