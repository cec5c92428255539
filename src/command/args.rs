//! The command line as it is typed.

use super::clock;
use super::config::budget_option;
use clap::{Args, Parser, Subcommand, ValueEnum};
use metryczka::crawl::Budget;
use std::path::PathBuf;

/// Reads Polish municipal notices of publicly funded projects into one comparable, evidenced dataset.
#[derive(Debug, Parser)]
#[command(name = "metryczka", version, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do; nothing greets.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
}

const EXAMPLES: &str = "Examples:
  metryczka run                                   read fixtures/, publish an edition under output/, print its table
  metryczka crawl --budget time=1h                fetch the pages of the municipalities in metryczka.toml
  metryczka extract notice.html                   print the facts of a page, one project a line
  metryczka explain notice.html                   show the page with its facts marked
  metryczka diff 2026-10                          say what has changed since an edition
  metryczka verify                                check the newest edition's quotes, files and links

Exit codes: 0 good, 1 finished with more problems than allowed, 2 wrong usage, 3 could not do the job,
130 stopped by a signal; what was fetched is kept.";

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Folder of vocabulary files to lay over the built-in ones.
    #[arg(long, global = true, value_name = "DIR")]
    pub vocabulary: Option<PathBuf>,
    /// Number of threads that read pages [default: one a core].
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Colours in the output.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Form of messages on standard error: for people, or one JSON object a line with every event of a crawl.
    #[arg(long, global = true, value_enum, default_value_t = LogForm::Text)]
    pub log: LogForm,
    /// No progress and no warnings.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Every problem, and whole pages in `explain`.
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// Forms of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogForm {
    /// For people, with progress on a terminal.
    Text,
    /// One JSON object a line, with its time.
    Json,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Crawl and read the sources of a configuration, publish an edition, print its table.
    Run(RunArgs),
    /// Fetch the pages of a configuration's municipalities into the archive.
    Crawl(CrawlArgs),
    /// Publish an edition of the pages under some paths, without a configuration.
    Build(BuildArgs),
    /// Print what pages say, one project a line.
    Extract(ExtractArgs),
    /// Show a page with its facts marked, and where every fact comes from.
    Explain(ExplainArgs),
    /// Say what two editions have and have not in common.
    Diff(super::diff::DiffArgs),
    /// Set an edition against the official lists of projects.
    Reconcile(super::reconcile::ReconcileArgs),
    /// Write an edition in other forms: CSV, XLSX, DuckDB, FollowTheMoney.
    Export(super::export::ExportArgs),
    /// Write the report of an edition: one HTML file for people.
    Report(super::report::ReportArgs),
    /// Go through what is doubtful of an edition and put it right, in the browser.
    Review(super::review::ReviewArgs),
    /// Check a published edition: files, quotes, links.
    Verify(VerifyArgs),
    /// Print completions for a shell.
    Completions(super::help::CompletionsArgs),
    /// Print the manual page.
    Man(super::help::ManArgs),
    /// See whether the sources of a configuration are what is meant.
    #[command(subcommand)]
    Sources(SourcesCommand),
    /// Complete the gazetteer of municipalities.
    #[command(subcommand)]
    Places(PlacesCommand),
}

/// Options of `run`.
#[derive(Debug, Default, Args)]
#[command(after_help = "Examples:
  metryczka run                         the sources of ./metryczka.toml if there is one, else fixtures/
  metryczka run towns.toml              the sources of another configuration
  metryczka run --edition 2026-11       name the edition instead of taking the time
  metryczka run --budget time=4h        crawl for four hours at most, then publish
  metryczka run --offline               read the archive as it is, without fetching
  metryczka run --force                 publish although nothing has changed
  metryczka run --force 'the site was rebuilt'
                                        publish although the configuration expects something else ([[expect]])

If nothing has changed since the newest edition, none is published, unless it is named or --force is given. If an edition is not as
the configuration expects, it is not published (exit code 3), and what was published before stays; --force with a reason publishes it
all the same, and edition.json keeps the reason.

metryczka.example.toml holds every key of a configuration with its default.")]
pub struct RunArgs {
    /// Configuration [default: ./metryczka.toml if there is one].
    pub config: Option<PathBuf>,
    /// Name of the edition [default: the time, UTC].
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
    /// Folder of editions, in place of the configuration's.
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Fetch nothing: read what the archive holds.
    #[arg(long, conflicts_with_all = ["budget", "since", "metrics"])]
    pub offline: bool,
    /// Publish although nothing has changed since the newest edition; with a reason, also an edition that is not as expected.
    #[arg(long, value_name = "REASON", value_parser = reason)]
    pub force: Option<Option<String>>,
    /// The edition from which the history of projects goes on: a name, a folder, or `none` to begin it anew [default: latest].
    #[arg(long, value_name = "EDITION")]
    pub previous: Option<String>,
    /// File of corrections to apply [default: that of the configuration, else corrections.toml beside it if it is there].
    #[arg(long, value_name = "FILE")]
    pub corrections: Option<PathBuf>,
    /// How to crawl.
    #[command(flatten)]
    pub over: CrawlOptions,
}

/// Options of every command that crawls, over the configuration.
#[derive(Debug, Clone, Default, Args)]
pub struct CrawlOptions {
    /// What the whole crawl may cost: pages=N,bytes=SIZE,time=DURATION.
    #[arg(long, value_name = "LIMITS", value_parser = budget_option)]
    pub budget: Option<Budget>,
    /// Look again at everything not looked at since this day (UTC), whatever its schedule.
    #[arg(long, value_name = "DATE", value_parser = clock::parse)]
    pub since: Option<i64>,
    /// File for the figures of the run, in Prometheus' text format.
    #[arg(long, value_name = "FILE")]
    pub metrics: Option<PathBuf>,
}

impl CrawlOptions {
    /// Whether none is given.
    pub fn is_empty(&self) -> bool {
        self.budget.is_none() && self.since.is_none() && self.metrics.is_none()
    }
}

/// Options of `crawl`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka crawl                                    the municipalities of ./metryczka.toml
  metryczka crawl towns.toml --budget pages=500,time=20m
  metryczka crawl --since 2026-11-01                 look again at everything not looked at since then
  metryczka crawl --dry-run --budget pages=20        fetch and follow a little, keep nothing
  metryczka crawl --explain 'https://gmina.example/kalendarz?d=2031-05'
  metryczka crawl --rebuild                          make the state again from the archive, without fetching
  metryczka --log json crawl --metrics /var/lib/node_exporter/metryczka.prom

Ctrl-C once stops cleanly: everything fetched is kept, and the next crawl goes on. Twice: at once.")]
pub struct CrawlArgs {
    /// Configuration [default: ./metryczka.toml].
    pub config: Option<PathBuf>,
    /// How to crawl.
    #[command(flatten)]
    pub over: CrawlOptions,
    /// Fetch and follow, but keep neither archive nor state, nor the configuration's metrics.
    #[arg(long)]
    pub dry_run: bool,
    /// Follow links in the order in which they are found, not the promising ones first.
    #[arg(long)]
    pub breadth_first: bool,
    /// Make the state again from the archive; fetch nothing.
    #[arg(long, conflicts_with_all = ["budget", "since", "dry_run", "breadth_first", "metrics"])]
    pub rebuild: bool,
    /// Say why an address would or would not be fetched; fetch nothing.
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["rebuild", "dry_run", "metrics", "budget", "since"])]
    pub explain: Option<String>,
}

/// Options of `build`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka build pages/                        publish output/<time>/
  metryczka build a.html b.warc.gz --output data --edition spring
  metryczka extract crawl/ --tables extracted   read the pages, here or with Spark on many machines …
  metryczka build --extracted extracted         … and publish the edition that these pages make
  metryczka build --extracted 2025 --extracted 2026
                                                the pages of both; those captured twice count once

An edition of an extraction is the one of its pages, but for the texts and titles of pages that tell of no project: an extraction does
not keep them. It has to be finished, of this version's schema, and read with the same vocabulary (--vocabulary).")]
pub struct BuildArgs {
    /// Files, folders and WARC archives.
    #[arg(required_unless_present = "extracted", conflicts_with = "extracted")]
    pub paths: Vec<PathBuf>,
    /// Folder of tables that `extract --tables`, Spark or Daft has written, instead of pages; may be repeated.
    #[arg(long, value_name = "DIR")]
    pub extracted: Vec<PathBuf>,
    /// Folder of editions.
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
    /// Name of the edition [default: the time, UTC].
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
    /// Publish although something keeps the edition back, for this reason; edition.json keeps it.
    #[arg(long, value_name = "REASON", value_parser = reason)]
    pub force: Option<String>,
    /// The edition from which the history of projects goes on: a name, a folder, or `none` to begin it anew [default: latest].
    #[arg(long, value_name = "EDITION")]
    pub previous: Option<String>,
    /// File of corrections to apply [default: corrections.toml if it is there].
    #[arg(long, value_name = "FILE")]
    pub corrections: Option<PathBuf>,
}

/// A reason that says something.
fn reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() { Err("say why: whoever reads the edition wants to know".to_owned()) } else { Ok(text.to_owned()) }
}

/// Options of `extract`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka extract notice.html
  metryczka extract pages/ archive.warc.gz --format csv --output projects.csv
  metryczka extract archive.warc.gz --format parquet --output mentions.parquet
  metryczka extract warc/ --tables extracted             all tables, in parts; the same command again goes on where it was stopped
  metryczka extract warc/ --tables extracted --restart   the same from the beginning
  metryczka --log json extract warc/ --tables extracted --part-pages 5000 2> extract.log
  curl -s https://example.org/projekt | metryczka extract - --format json

--tables writes what single pages say: DIR/mentions/part-00000.parquet and so on for amounts, target_groups, indicators, evidence,
checks, problems and pages. DIR/parts/00000.json is the mark of a whole part: rows, captures, SHA-256 of them and of its files. Until it is
there, the part does not count. DIR/extract.json says what everything was made of; the totals stand in it once all is done. The same
pages give the same bytes, whatever --threads and however often it was stopped. Memory does not grow with the number of pages.
The same command again first reads the files of all whole parts once and compares their SHA-256: a part that differs is made again.
Which mentions are one project, only `metryczka build` and `run` say.")]
pub struct ExtractArgs {
    /// Files, folders and WARC archives; `-` reads one page or archive from standard input.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Ndjson)]
    pub format: Format,
    /// File to write instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Folder for all tables as Parquet files, in parts; a run that was stopped goes on behind the last whole part.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["format", "output"])]
    pub tables: Option<PathBuf>,
    /// Captured pages of a part (with --tables).
    #[arg(long, value_name = "N", default_value_t = PART_PAGES, requires = "tables", value_parser = part_pages)]
    pub part_pages: usize,
    /// Begin anew (with --tables): remove the parts that are there, and nothing else.
    #[arg(long, requires = "tables")]
    pub restart: bool,
}

/// Pages of a part unless told otherwise: a minute or less of work, and fifty parts for a million pages.
pub const PART_PAGES: usize = 20_000;

fn part_pages(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|pages| (1..=100_000_000).contains(pages)).ok_or_else(|| "write a number from 1 up".to_owned())
}

/// Forms of `extract`'s output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object a line.
    Ndjson,
    /// One JSON array.
    Json,
    /// Flat columns; lists of texts parted by `; `, lists of records left out.
    Csv,
    /// The table `mentions` as one file (with --output).
    Parquet,
}

/// Options of `explain`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka explain notice.html
  metryczka explain 3f1c0a9be7d25a44-91bb02c7-0          a mention of the newest edition
  metryczka explain notice.html --html notice-facts.html a document for the browser, with every fact beside its words
  metryczka explain notice.html --color always | less -R
  metryczka explain --what-if my-words/                  what these vocabulary files would change of ./metryczka.toml's edition
  metryczka explain pages/ --what-if my-words/ --verbose the same of some pages, with every change

--what-if reads every page with the vocabulary as it is and with the folder laid over it, makes an edition of both in a temporary
folder (TMPDIR), and tells what differs. Nothing is fetched, nothing is published.")]
pub struct ExplainArgs {
    /// Files, folders and archives, `-`, or identifiers of mentions, projects or pages of an edition; with --what-if only paths
    /// [default there: the sources of ./metryczka.toml, with its archive].
    #[arg(required_unless_present = "what_if")]
    pub what: Vec<String>,
    /// Write one HTML document instead, for the browser: to standard output, or to a file.
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    pub html: Option<Option<PathBuf>>,
    /// Tell what a folder of vocabulary files would change, before it is taken.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["html", "output"])]
    pub what_if: Option<PathBuf>,
    /// Form of what --what-if tells.
    #[arg(long, value_enum, default_value_t = WhatIfFormat::Text, requires = "what_if")]
    pub format: WhatIfFormat,
    /// Folder of editions in which identifiers are looked up [default: that of ./metryczka.toml, else output].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// Forms of what `explain --what-if` tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WhatIfFormat {
    /// For people.
    Text,
    /// One JSON object with every change.
    Json,
}

/// Options of `verify`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka verify                      output/latest
  metryczka verify 2026-11              output/2026-11
  metryczka verify /data/edition        a folder anywhere")]
pub struct VerifyArgs {
    /// Name of an edition, or its folder [default: latest].
    pub edition: Option<String>,
    /// Folder of editions [default: that of ./metryczka.toml, else output].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// The commands of `sources`.
#[derive(Debug, Subcommand)]
pub enum SourcesCommand {
    /// Print the municipalities of a configuration and everything that is wrong with it. Nothing is fetched.
    Check(SourcesCheckArgs),
}

/// Options of `sources check`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  metryczka sources check               ./metryczka.toml
  metryczka sources check towns.toml    another configuration

Every fault is named with its file and line, not only the first. Exit code: 0 without faults, 2 with.")]
pub struct SourcesCheckArgs {
    /// Configuration [default: ./metryczka.toml].
    pub config: Option<PathBuf>,
}

/// The commands of `places`.
#[derive(Debug, Subcommand)]
pub enum PlacesCommand {
    /// Read the register of territorial units (TERC) that GUS publishes, and write it as vocabulary files.
    Import(PlacesImportArgs),
}

/// Options of `places import`.
#[derive(Debug, Args)]
#[command(
    after_help = "The built-in gazetteer lacks some sixty small municipalities, and of most others the kind: their TERYT numbers have six
digits. The register has them all. Download TERC (CSV or XML) at eteryt.stat.gov.pl, unpack it, and import it.
Inflected forms are the built-in ones; a name that is new is found in the nominative only, and named here.

Examples:
  metryczka places import TERC_Urzedowy_2026-01-01.csv --into vocabulary
  metryczka run --vocabulary vocabulary"
)]
pub struct PlacesImportArgs {
    /// The register, as CSV or XML.
    pub file: PathBuf,
    /// Folder for `places.csv` and `regions.csv`; to be given as `--vocabulary`.
    #[arg(long, value_name = "DIR", default_value = "vocabulary")]
    pub into: PathBuf,
}
