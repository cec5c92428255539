//! The command line.

use std::path::PathBuf;
use std::str::FromStr;

pub const HELP: &str = "Writes invented pages of municipalities. The same numbers give the same bytes, whatever the machine.

  N                 pages (10000), each with an address of its own, of as many municipalities as there are
  --out DIR         where they are written (output/pages)
  --files K         into so many archives, gzip WARC with one record a member (1)
  --seed S          what everything is drawn from (7)
  --notices SHARE   so many of them are notices, 0 to 1; without it as the invented web has them, one or two of a hundred.
                    Some sites tell of a project at the foot of every page, too
  --poison          among them stand pages and records that cannot be read
  --parquet         writes Parquet files for Spark and others instead: url, path, content, charset, fetched
  --both            writes both
";

/// What was asked for.
pub struct Arguments {
    pub pages: usize,
    pub out: PathBuf,
    pub files: usize,
    pub seed: u64,
    /// Notices among a million pages.
    pub notices: Option<usize>,
    pub poison: bool,
    pub warc: bool,
    pub parquet: bool,
}

impl Arguments {
    pub fn parse() -> Result<Self, String> {
        let mut parsed = Self {
            pages: 10_000,
            out: PathBuf::from("output/pages"),
            files: 1,
            seed: 7,
            notices: None,
            poison: false,
            warc: true,
            parquet: false,
        };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value; see --help"));
            match word.as_str() {
                "--out" => parsed.out = PathBuf::from(value()?),
                "--files" => parsed.files = number(&value()?)?,
                "--seed" => parsed.seed = number(&value()?)?,
                "--notices" => parsed.notices = Some((number::<f64>(&value()?)?.clamp(0.0, 1.0) * 1e6) as usize),
                "--poison" => parsed.poison = true,
                "--parquet" => (parsed.warc, parsed.parquet) = (false, true),
                "--both" => (parsed.warc, parsed.parquet) = (true, true),
                pages => parsed.pages = number(pages)?,
            }
        }
        let files = parsed.files;
        if files == 0 || files > parsed.pages {
            return Err(format!("{} pages do not fill {files} files", parsed.pages));
        }
        Ok(parsed)
    }

    /// The page with which an archive begins.
    pub fn first_of(&self, file: usize) -> usize {
        (file as u128 * self.pages as u128 / self.files as u128) as usize
    }
}

fn number<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{text}: neither a number nor an option; see --help"))
}
