//! The configuration with which the program crawls the web.

use crate::web::Web;
use std::fmt::Write as _;
use std::path::Path;

impl Web {
    /// A `metryczka.toml` for this web, served at a port: archive and output are folders as the file is to name them.
    pub fn config_toml(&self, port: u16, archive: &Path, output: &Path) -> String {
        let mut out = format!(
            "# Written for a web of {} invented municipalities, seed {}.\nsources = []\noutput = {}\n\n[crawl]\narchive = {}\nallow_loopback = true\n\
             delay = \"1ms\"\naddress_delay = \"1ms\"\nbackoff = \"10ms\"\nmax_wait = \"2s\"\n\n[crawl.resolve]\n",
            self.settings().municipalities,
            self.settings().seed,
            quoted(&output.to_string_lossy()),
            quoted(&archive.to_string_lossy()),
        );
        for municipality in self.municipalities() {
            for host in &municipality.hosts {
                let _ = writeln!(out, "{} = \"{}:{port}\"", quoted(&host.name), host.machine);
            }
        }
        for municipality in self.municipalities() {
            let (first, others) =
                municipality.hosts.split_first().map_or(("", &[][..]), |(first, others)| (first.name.as_str(), others));
            let start: Vec<String> = std::iter::once(first)
                .chain(others.iter().map(|host| host.name.as_str()))
                .map(|host| quoted(&format!("http://{host}/")))
                .collect();
            let _ = write!(
                out,
                "\n[[municipality]]\nname = {}\nteryt = \"{}\"\nstart = [{}]\n",
                quoted(&municipality.place.name),
                municipality.teryt,
                start.join(", "),
            );
        }
        out
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
