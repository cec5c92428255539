//! What the notices of the web say: the table a crawl and an extraction are judged by.

use crate::municipality::{Linked, Municipality};
use crate::notice::{self, Printed, Project};
use crate::random::Random;
use crate::site::Site;
use crate::text::{Day, decimal};
use crate::web::Web;
use serde::Serialize;
use std::io::{self, Write as _};
use std::path::Path;

/// One project as one page tells it; absent facts are not printed there. Field names are those of the data contract; `linked_from`,
/// `form`, `closed` and `host` tell about the web.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Truth {
    /// Address of the page or document.
    pub url: String,
    /// Its host.
    pub host: String,
    /// Number of the project on the page, from 0.
    pub mention: usize,
    /// Kind of text.
    pub genre: &'static str,
    /// From where the page is linked: `project_menu`, `news`, `bip`, `attachment`, `footer`.
    pub linked_from: &'static str,
    /// `page`, `pdf` or `docx`.
    pub form: &'static str,
    /// Whether robots.txt forbids the host.
    pub closed: bool,
    /// Name of the municipality.
    pub municipality: String,
    /// Its number in the register.
    pub teryt: String,
    /// Title of the project.
    pub title: String,
    /// Code of the programme, if its name or a number that begins with the code is printed.
    pub programme_code: Option<String>,
    /// Number of the agreement.
    pub agreement_number: Option<String>,
    /// Short names of the funds, if one is printed.
    pub funds: Vec<&'static str>,
    /// Total, as a decimal.
    pub total_cost: Option<String>,
    /// Grant.
    pub cofinancing: Option<String>,
    /// Own contribution.
    pub own_contribution: Option<String>,
    /// First day.
    pub start_date: Option<String>,
    /// Last day.
    pub end_date: Option<String>,
    /// Day of signing.
    pub signed_date: Option<String>,
    /// Who carries it out.
    pub beneficiary: String,
}

impl Web {
    /// The truth table, municipality by municipality.
    pub fn truth(&self) -> impl Iterator<Item = Truth> + '_ {
        self.municipalities().flat_map(|municipality| self.truth_of(&municipality))
    }

    /// The truth table of a municipality.
    pub fn truth_of(&self, municipality: &Municipality) -> Vec<Truth> {
        let mut out = Vec::new();
        for host in &municipality.hosts {
            let Some(site) = self.site(&host.name) else { continue };
            for number in 0..site.notices.len() {
                if let Some(address) = address(&site, number) {
                    out.extend(rows(&site, number, &address));
                }
            }
        }
        out
    }
}

fn address(site: &Site, number: usize) -> Option<String> {
    let notice = &site.notices[number];
    if notice.linked == Linked::Footer {
        return (notice.host == site.host.kind).then(|| if site.frames() { "/start.htm".to_owned() } else { "/".to_owned() });
    }
    site.address_of_notice(number as u16)
}

fn rows(site: &Site, number: usize, address: &str) -> Vec<Truth> {
    let notice = &site.notices[number];
    let written = notice::write(&mut Random::of(&[notice.seed]), notice.genre, &notice.projects, &site.place);
    let row = |(mention, (project, printed)): (usize, (&Project, &Printed))| Truth {
        url: format!("http://{}{address}", site.host.name),
        host: site.host.name.clone(),
        mention,
        genre: notice.genre.name(),
        linked_from: notice.linked.name(),
        form: ["page", "pdf", "docx"][notice.form],
        closed: crate::robots::closed(site),
        municipality: site.place.name.clone(),
        teryt: site.teryt.clone(),
        title: project.title.clone(),
        programme_code: project
            .scheme
            .code
            .clone()
            .filter(|code| printed.programme || printed.agreement && project.agreement.starts_with(code)),
        agreement_number: printed.agreement.then(|| project.agreement.clone()),
        funds: if printed.fund { project.scheme.funds.clone() } else { Vec::new() },
        total_cost: printed.total.then(|| decimal(project.money.total)),
        cofinancing: printed.grant.then(|| decimal(project.money.grant)),
        own_contribution: printed.own.then(|| decimal(project.money.own)),
        start_date: day(printed.start, project.start),
        end_date: day(printed.end, project.end),
        signed_date: day(printed.signed, project.signed),
        beneficiary: format!("Gmina {}", site.place.name),
    };
    notice.projects.iter().zip(&written.printed).enumerate().map(row).collect()
}

fn day(printed: bool, day: Day) -> Option<String> {
    printed.then(|| day.iso())
}

impl Web {
    /// Writes `metryczka.toml` and `truth.jsonl` for this web, served at a port, into a folder.
    ///
    /// # Errors
    /// If the folder cannot be made or written to.
    pub fn write_out(&self, folder: &Path, port: u16) -> io::Result<()> {
        std::fs::create_dir_all(folder)?;
        std::fs::write(folder.join("metryczka.toml"), self.config_toml(port, Path::new("archive"), Path::new("edition")))?;
        let mut file = io::BufWriter::new(std::fs::File::create(folder.join("truth.jsonl"))?);
        for row in self.truth() {
            serde_json::to_writer(&mut file, &row)?;
            file.write_all(b"\n")?;
        }
        file.flush()
    }
}
