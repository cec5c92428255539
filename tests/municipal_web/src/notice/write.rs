//! From a project to the text of a notice, and to what that text prints.

use super::{Genre, Project, frames};
use crate::names::Place;
use crate::random::Random;
use crate::text::{Day, escape, printed_sum};

/// A piece of a notice, for HTML and documents alike.
#[derive(Debug, Clone)]
pub enum Block {
    /// A sentence or several.
    Paragraph(String),
    /// A label and its value.
    Label(String, String),
}

/// Which facts of a project a text prints.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Printed {
    /// The programme's name.
    pub programme: bool,
    /// The fund's name.
    pub fund: bool,
    /// Number of the agreement.
    pub agreement: bool,
    /// The whole sum.
    pub total: bool,
    /// The grant.
    pub grant: bool,
    /// The own contribution.
    pub own: bool,
    /// First day.
    pub start: bool,
    /// Last day.
    pub end: bool,
    /// Day of signing.
    pub signed: bool,
}

/// A notice as text.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its pieces.
    pub blocks: Vec<Block>,
    /// What is printed of each project, in the order of the projects.
    pub printed: Vec<Printed>,
    /// How labels are laid out in HTML: 0 strong, 1 table, 2 list, 3 bullet characters with line breaks.
    layout: usize,
}

/// The notice of a genre on its projects. Only lists take more than one.
pub fn write(random: &mut Random, genre: Genre, projects: &[Project], place: &Place) -> Written {
    let mut pen = Pen { place, sum: random.below(6), date: random.below(2), blocks: Vec::new(), printed: Vec::new() };
    let layout = random.below(4);
    for project in projects {
        pen.printed.push(Printed::default());
        pen.notice(random, genre, project);
    }
    Written { blocks: pen.blocks, printed: pen.printed, layout }
}

struct Pen<'a> {
    place: &'a Place,
    sum: usize,
    date: usize,
    blocks: Vec<Block>,
    printed: Vec<Printed>,
}

impl Pen<'_> {
    fn notice(&mut self, random: &mut Random, genre: Genre, project: &Project) {
        match genre {
            Genre::Footer => self.sentence(random, &frames::FOOTER, project),
            Genre::List => self.sentence(random, &frames::ITEM, project),
            Genre::News => {
                self.sentence(random, &frames::NEWS_INTRO, project);
                self.sentence(random, &frames::NEWS_SUMS, project);
                self.sometimes(random, 30, &frames::PERIOD, project);
                self.sometimes(random, 60, &frames::AIM, project);
            }
            Genre::EuDescription if random.chance(45) => self.labels(random, project),
            Genre::EuDescription => {
                self.sentence(random, &frames::EU_INTRO, project);
                self.sentence(random, &frames::AIM, project);
                self.sentence(random, &frames::EU_SUMS, project);
                self.sometimes(random, 60, &frames::PERIOD, project);
            }
            Genre::PartnerNotice => {
                self.sentence(random, &frames::PARTNER_INTRO, project);
                self.sometimes(random, 70, &frames::AIM, project);
                self.sentence(random, &frames::EU_SUMS, project);
                self.sometimes(random, 80, &frames::PERIOD, project);
            }
            Genre::StateFunding if random.chance(35) => self.labels(random, project),
            Genre::StateFunding => {
                self.sentence(random, &frames::STATE_INTRO, project);
                self.sentence(random, &frames::STATE_SUMS, project);
                self.sometimes(random, 40, &frames::PERIOD, project);
                self.sometimes(random, 40, &frames::AIM, project);
            }
        }
    }

    fn sometimes(&mut self, random: &mut Random, percent: usize, frames: &[&str], project: &Project) {
        if random.chance(percent) {
            self.sentence(random, frames, project);
        }
    }

    fn sentence(&mut self, random: &mut Random, frames: &[&str], project: &Project) {
        let usable: Vec<&str> = frames.iter().copied().filter(|frame| suits(frame, project)).collect();
        let frame = if usable.is_empty() { frames[0] } else { random.pick(&usable) };
        let text = self.fill(frame, project);
        self.blocks.push(Block::Paragraph(text));
    }

    fn labels(&mut self, random: &mut Random, project: &Project) {
        for (label, value, percent) in frames::LABELS {
            if suits(value, project) && random.chance(percent) {
                let label = if project.scheme.national { label.replace("projektu", "zadania") } else { label.to_owned() };
                let value = self.fill(value, project);
                self.blocks.push(Block::Label(label, value));
            }
        }
    }

    fn day(&self, day: Day) -> String {
        if self.date == 0 { day.dotted() } else { day.words() }
    }

    fn fill(&mut self, frame: &str, project: &Project) -> String {
        let mut out = String::with_capacity(frame.len() * 2);
        let mut rest = frame;
        while let Some((before, after)) = rest.split_once('{') {
            let (word, after) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(before);
            out.push_str(&self.value(word, project));
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn value(&mut self, word: &str, project: &Project) -> String {
        let (name, sum) = (&self.place.name, self.sum);
        let mut printed = self.printed.pop().unwrap_or_default();
        let value = match word {
            "title" => project.title.clone(),
            "Gmina" => format!("Gmina {name}"),
            "gmina" => format!("Gmina {name}"),
            "gminy" => format!("Gminy {name}"),
            "gminę" => format!("Gminę {name}"),
            "name" => name.clone(),
            "loc" => self.place.locative.clone(),
            "partner" => project.partner.clone(),
            "participants" => project.participants.to_string(),
            "programme" | "programme2" => {
                printed.programme = true;
                if word == "programme" { project.scheme.genitive.clone() } else { nominative(&project.scheme.genitive) }
            }
            "fund" | "fund2" => {
                printed.fund = true;
                let fund = project.scheme.fund.unwrap_or_default();
                if word == "fund" { fund.to_owned() } else { nominative(fund) }
            }
            "agreement" => mark(&mut printed.agreement, project.agreement.clone()),
            "total" => mark(&mut printed.total, printed_sum(project.money.total, sum)),
            "grant" => mark(&mut printed.grant, printed_sum(project.money.grant, sum)),
            "own" => mark(&mut printed.own, printed_sum(project.money.own, sum)),
            "start" => mark(&mut printed.start, self.day(project.start)),
            "end" => mark(&mut printed.end, self.day(project.end)),
            "signed" => mark(&mut printed.signed, self.day(project.signed)),
            _ => String::new(),
        };
        self.printed.push(printed);
        value
    }
}

fn mark(printed: &mut bool, value: String) -> String {
    *printed = true;
    value
}

/// Whether a frame asks for nothing that the project has not: state money has no European fund, a full grant no own share.
fn suits(frame: &str, project: &Project) -> bool {
    let own = !frame.contains("{own}") || project.money.own > 0;
    let fund = !frame.contains("{fund") || project.scheme.fund.is_some();
    own && fund
}

/// The nominative of the programmes' and funds' names, which are kept in the genitive.
fn nominative(genitive: &str) -> String {
    let pairs = [
        ("Regionalnego Programu Operacyjnego", "Regionalny Program Operacyjny"),
        ("Programu Operacyjnego", "Program Operacyjny"),
        ("Programu Rozwoju", "Program Rozwoju"),
        ("programu Fundusze", "Fundusze"),
        ("resortowego programu", "Resortowy program"),
        ("Rządowego Programu", "Rządowy Program"),
        ("Rządowego Funduszu", "Rządowy Fundusz"),
        ("programu „", "Program „"),
        ("Europejskiego Funduszu Rolnego", "Europejski Fundusz Rolny"),
        ("Europejskiego Funduszu Społecznego", "Europejski Fundusz Społeczny"),
        ("Europejskiego Funduszu", "Europejski Fundusz"),
    ];
    for (from, to) in pairs {
        if let Some(rest) = genitive.strip_prefix(from) {
            return format!("{to}{}", rest.replace("Programu Inwestycji", "Program Inwestycji"));
        }
    }
    genitive.to_owned()
}

impl Written {
    /// The notice as HTML.
    pub fn html(&self) -> String {
        let mut out = String::new();
        let mut rows: Vec<(&str, &str)> = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Label(label, value) => rows.push((label, value)),
                Block::Paragraph(text) => {
                    out.push_str(&self.rows(&rows));
                    rows.clear();
                    out.push_str(&format!("<p>{}</p>\n", escape(text)));
                }
            }
        }
        out.push_str(&self.rows(&rows));
        out
    }

    fn rows(&self, rows: &[(&str, &str)]) -> String {
        if rows.is_empty() {
            return String::new();
        }
        let each = |form: &dyn Fn(&str, &str) -> String| -> String {
            rows.iter().map(|(label, value)| form(&escape(label), &escape(value))).collect()
        };
        match self.layout {
            0 => each(&|label, value| format!("<p><strong>{label}:</strong> {value}</p>\n")),
            1 => format!(
                "<table border=\"1\">{}</table>\n",
                each(&|label, value| format!("<tr><td>{label}</td><td>{value}</td></tr>\n"))
            ),
            2 => format!("<ul>{}</ul>\n", each(&|label, value| format!("<li>{label}: {value}</li>\n"))),
            _ => format!("<p>{}</p>\n", each(&|label, value| format!("• {label}: <b>{value}</b><br />\n"))),
        }
    }

    /// The notice as lines of text, for documents.
    pub fn lines(&self) -> Vec<String> {
        let line = |block: &Block| match block {
            Block::Paragraph(text) => text.clone(),
            Block::Label(label, value) => format!("{label}: {value}"),
        };
        self.blocks.iter().map(line).collect()
    }
}
