//! Where everything is printed: data to standard output, messages for people to standard error.

use super::args::{Color, Global, LogForm};
use super::clock;
use super::exit::Failure;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt::Display;
use std::io::{BufWriter, IsTerminal, Stdout, StdoutLock, Write, stderr, stdout};
use std::path::Path;
use std::time::Duration;

/// How much an event of the log matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As it should be.
    Info,
    /// Not as it should be.
    Warning,
}

/// How to talk to the person at the terminal.
#[derive(Debug, Clone, Copy)]
pub struct Console {
    /// Whether to use colours on standard output.
    pub color: bool,
    /// Whether to say everything.
    pub verbose: bool,
    quiet: bool,
    color_messages: bool,
    /// Messages are a log of JSON lines.
    logs: bool,
}

impl Console {
    /// Follows the options, NO_COLOR, and whether there is a terminal.
    pub fn new(global: &Global) -> Self {
        let allowed = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let color = |terminal: bool| match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => allowed && terminal,
        };
        Self {
            color: color(stdout().is_terminal()),
            color_messages: color(stderr().is_terminal()),
            verbose: global.verbose,
            quiet: global.quiet,
            logs: global.log == LogForm::Json,
        }
    }

    /// Standard output.
    #[expect(clippy::unused_self, reason = "printing goes through the console")]
    pub fn out(&self) -> BufWriter<StdoutLock<'static>> {
        BufWriter::new(stdout().lock())
    }

    /// Standard output for a writer that goes from thread to thread.
    #[expect(clippy::unused_self, reason = "printing goes through the console")]
    pub fn shared_out(&self) -> BufWriter<Stdout> {
        BufWriter::new(stdout())
    }

    /// Whether messages are a log of JSON lines.
    pub fn is_log(&self) -> bool {
        self.logs && !self.quiet
    }

    /// Says why a command failed.
    pub fn failure(&self, failure: &Failure) {
        match failure {
            Failure::Usage { message, hint } | Failure::Cannot { message, hint } => self.say("error", "1;31", message, hint),
            Failure::ClosedPipe => {}
        }
    }

    /// Says that something is not as it should be.
    pub fn warning(&self, message: impl Display, hint: impl Display) {
        if !self.quiet {
            self.say("warning", "1;33", message, hint);
        }
    }

    /// Says something worth knowing.
    pub fn note(&self, message: impl Display) {
        if !self.quiet {
            self.say("note", "1", message, "");
        }
    }

    /// Logs something that happened; people see it as progress or in the summary instead.
    pub fn event(&self, level: Level, event: &impl Serialize) {
        if self.logs && !self.quiet {
            let mut line = json!({ "time": clock::moment(), "level": level });
            if let (Value::Object(line), Ok(Value::Object(event))) = (&mut line, serde_json::to_value(event)) {
                line.extend(event);
            }
            log(&line);
        }
    }

    fn say(&self, kind: &str, style: &str, message: impl Display, hint: impl Display) {
        let (message, hint) = (message.to_string(), hint.to_string());
        if self.logs {
            let mut line = json!({ "time": clock::moment(), "level": kind, "message": message });
            if !hint.is_empty() {
                line["hint"] = hint.into();
            }
            return log(&line);
        }
        let mut text = format!("{}: {message}\n", paint(self.color_messages, style, kind));
        if !hint.is_empty() {
            text.push_str(&format!("{}: {hint}\n", paint(self.color_messages, "1;36", "hint")));
        }
        // A message that cannot be printed has nowhere else to go.
        let _ = stderr().lock().write_all(text.as_bytes());
    }

    /// Whether nothing that moves is drawn.
    fn is_still(&self) -> bool {
        self.quiet || self.logs || !stderr().is_terminal()
    }

    /// Lines that show what is under way; visible on a terminal only.
    pub fn progress_lines(&self) -> MultiProgress {
        let target = if self.is_still() { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(5) };
        MultiProgress::with_draw_target(target)
    }

    /// A bar of bytes read of all there are, or without a number of them a counter; with whatever is told beside it. Visible on a terminal
    /// only.
    pub fn journey(&self, bytes: Option<u64>) -> ProgressBar {
        if self.is_still() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::stderr_with_hz(5));
        let template =
            if bytes.is_some() { "{spinner} [{bar:24}] {percent}% {wide_msg}" } else { "{spinner} {elapsed} {wide_msg}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }

    /// A counter of pages; visible on a terminal only.
    pub fn progress(&self) -> ProgressBar {
        if self.is_still() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} pages, {per_sec}, {elapsed} {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}

/// Writes a line of the log, whole, so that lines of several threads do not mix.
fn log(line: &Value) {
    // A message that cannot be printed has nowhere else to go.
    let _ = stderr().lock().write_all(format!("{line}\n").as_bytes());
}

/// Text in a colour, if colours are on.
pub fn paint(on: bool, style: &str, text: &str) -> String {
    if on { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// A path as it is typed in a shell.
pub fn shell(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+:@%,=".contains(c);
    if !text.is_empty() && text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// Columns of the terminal; none where the output goes into a file or a pipe. `COLUMNS` overrides both.
pub fn width() -> Option<usize> {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    told.or_else(|| terminal_size::terminal_size_of(stdout()).map(|(width, _)| width.0.into()))
}
