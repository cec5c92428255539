//! The plan of one host: its sections, articles and files, and the address of each. Pages are written from it on request.

use crate::cms;
use crate::menu;
use crate::municipality::{Family, Host, HostKind, Linked, Municipality, Notice, articles_of};
use crate::names::Place;
use crate::notice;
use crate::random::{Random, number_of};
use crate::text::{self, Day};
use std::collections::HashMap;

/// Articles on one page of a list.
pub const PER_PAGE: usize = 10;
/// The day on which the web is looked at first; `Web::advance` counts from it.
pub const TODAY: Day = Day(20_468);

/// A page of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Node {
    /// The start page.
    Home,
    /// The menu and the first text of a site with frames.
    Frame(bool),
    /// A page of a section, counted from 0.
    Section(u16, u16),
    /// An article.
    Article(u32),
    /// An attached document.
    File(u32),
    /// A page of the articles with a tag.
    Tag(u8, u16),
    /// A month of the calendar: months since year 0. Without end in either direction.
    Month(i32),
}

/// A section of the menu.
#[derive(Debug, Clone)]
pub struct Section {
    /// What the menu says.
    pub title: String,
    /// Its part of an address.
    pub slug: String,
    /// The section it stands under.
    pub parent: Option<u16>,
    /// Its articles, newest first.
    pub articles: Vec<u32>,
    /// What is published in it.
    pub holds: menu::Holds,
}

/// What an article is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Ordinary news.
    News,
    /// Words about funds without a project: calls, trainings, tenders, loans, resolutions. The number is a kind of `distract`.
    Distraction(u8),
    /// A text of the section: how to settle something, who is who.
    Information,
    /// A gallery of pictures.
    Gallery,
    /// A notice, in the page or attached to it.
    Notice(u16),
}

/// An article.
#[derive(Debug, Clone)]
pub struct Article {
    /// Where it stands.
    pub section: u16,
    /// What it is about.
    pub about: About,
    /// When it was published.
    pub day: Day,
    /// What its words are drawn from.
    pub seed: u64,
    /// Its attached files.
    pub files: Vec<u32>,
}

/// An attached document.
#[derive(Debug, Clone)]
pub struct File {
    /// The article it hangs on.
    pub article: u32,
    /// Its name, with extension.
    pub name: String,
    /// The notice it holds.
    pub notice: Option<u16>,
    /// A picture in a PDF: no text.
    pub poster: bool,
}

/// Habits of a site that do not depend on its system.
#[derive(Debug, Clone, Copy)]
pub struct Habits {
    /// Lists show the first words of articles.
    pub leads: bool,
    /// The menu shows all levels; else only the top and the branch one is in.
    pub whole_menu: bool,
    /// A calendar without end is linked.
    pub calendar: bool,
    /// Links carry a session number.
    pub sessions: bool,
    /// Lists link all their pages; else only the next and the previous one.
    pub numbered: bool,
    /// Every page prints today's date, so that no two days have the same bytes.
    pub dated: bool,
    /// Variant of the system.
    pub variant: usize,
    /// The section of projects is linked by a picture on the start page, too.
    pub banner: bool,
}

/// The plan of a host.
#[derive(Debug)]
pub struct Site {
    /// What everything on the site is drawn from.
    pub seed: u64,
    /// The host.
    pub host: Host,
    /// The municipality.
    pub place: Place,
    /// Its number in the register.
    pub teryt: String,
    /// Habits.
    pub habits: Habits,
    /// The menu.
    pub sections: Vec<Section>,
    /// All articles.
    pub articles: Vec<Article>,
    /// All files.
    pub files: Vec<File>,
    /// Tags; none on systems without them.
    pub tags: Vec<&'static str>,
    /// The municipality's notices; not all stand here.
    pub notices: Vec<Notice>,
    lookup: HashMap<String, Node>,
    /// Second addresses: `Itemid=` of old systems only moves the highlight in the menu.
    twins: HashMap<String, Node>,
}

impl Site {
    /// The plan of a host of a municipality.
    pub fn of(seed: u64, municipality: &Municipality, host: &Host) -> Self {
        let seed = seed ^ number_of(&host.name);
        let mut random = Random::of(&[seed, 3]);
        let habits = habits(&mut random, host);
        let tags = if host.family == Family::WordPress { crate::distract::TAGS.to_vec() } else { Vec::new() };
        let mut site = Self {
            seed,
            host: host.clone(),
            place: municipality.place.clone(),
            teryt: municipality.teryt.clone(),
            habits,
            sections: menu::sections(&mut random, host.kind, municipality.hosts.len() > 1),
            articles: Vec::new(),
            files: Vec::new(),
            tags,
            notices: municipality.notices.clone(),
            lookup: HashMap::new(),
            twins: HashMap::new(),
        };
        site.place_notices(&mut random);
        site.fill(&mut random, share(municipality, host.kind));
        site.sort();
        site.attach(&mut random);
        site.index();
        site
    }

    fn place_notices(&mut self, random: &mut Random) {
        for index in 0..self.notices.len() {
            let notice = &self.notices[index];
            if notice.host != self.host.kind || notice.linked == Linked::Footer {
                continue;
            }
            let wanted = match notice.linked {
                Linked::News => menu::Holds::News,
                Linked::Attachment if random.chance(50) => menu::Holds::Information,
                _ => menu::Holds::Projects,
            };
            let day = Day((notice.projects[0].signed.0 + random.between(1, 40) as i32).min(TODAY.0 - 3));
            let section = self.section_that_holds(random, wanted);
            self.articles.push(Article {
                section,
                about: About::Notice(index as u16),
                day,
                seed: random.next(),
                files: Vec::new(),
            });
        }
    }

    fn section_that_holds(&self, random: &mut Random, wanted: menu::Holds) -> u16 {
        let fitting: Vec<u16> =
            (0..self.sections.len() as u16).filter(|index| self.sections[*index as usize].holds == wanted).collect();
        if fitting.is_empty() { 0 } else { fitting[random.below(fitting.len())] }
    }

    fn fill(&mut self, random: &mut Random, pages: usize) {
        let wanted = articles_of(pages);
        let weights: Vec<usize> = self.sections.iter().map(|section| section.holds.weight()).collect();
        for section in 0..self.sections.len() {
            if matches!(self.sections[section].holds, menu::Holds::Information | menu::Holds::Projects) && random.chance(85) {
                self.article(random, section);
            }
        }
        while self.articles.len() < wanted {
            let section = random.weighted(&weights);
            self.article(random, section);
        }
    }

    fn article(&mut self, random: &mut Random, section: usize) {
        let about = self.sections[section].holds.about(random);
        let day = Day(TODAY.0 - 2 - random.below(14 * 365).min(random.below(14 * 365)) as i32);
        self.articles.push(Article { section: section as u16, about, day, seed: random.next(), files: Vec::new() });
    }

    fn sort(&mut self) {
        self.articles.sort_by_key(|article| (std::cmp::Reverse(article.day), article.seed));
        for (index, article) in self.articles.iter().enumerate() {
            self.sections[article.section as usize].articles.push(index as u32);
        }
    }

    fn attach(&mut self, random: &mut Random) {
        for index in 0..self.articles.len() {
            let count = match self.articles[index].about {
                About::Distraction(kind) => crate::distract::files(kind, random),
                About::Information if random.chance(25) => random.between(1, 3),
                About::News if random.chance(6) => 1,
                _ => 0,
            };
            let notice = match self.articles[index].about {
                About::Notice(notice) => Some((notice, self.notices[notice as usize].form)),
                _ => None,
            };
            if let Some((notice, form)) = notice.filter(|notice| notice.1 > 0) {
                for _ in 0..random.below(4) {
                    self.file(random, index, None, 1);
                }
                self.file(random, index, Some(notice), form);
            } else if notice.is_some() && random.chance(20) {
                self.file(random, index, None, 0);
            }
            for _ in 0..count {
                self.file(random, index, None, 1);
            }
        }
    }

    /// Adds a file to an article; form 0 is a poster, 1 a PDF, 2 a DOCX.
    fn file(&mut self, random: &mut Random, article: usize, notice: Option<u16>, form: usize) {
        let number = self.files.len();
        let stem = random.pick(&[
            "zalacznik",
            "plakat",
            "skan",
            "dokument",
            "ogloszenie",
            "formularz",
            "informacja",
            "z",
            "uchwala",
            "Plik",
        ]);
        let form = if notice.is_none() && form == 1 && random.chance(20) { 2 } else { form };
        let name = format!(
            "{stem}_{}{}.{}",
            number + 1,
            random.pick(&["", "_v2", "_ost", "-1"]),
            if form == 2 { "docx" } else { "pdf" }
        );
        self.files.push(File { article: article as u32, name, notice, poster: form == 0 });
        self.articles[article].files.push(number as u32);
    }

    fn index(&mut self) {
        let nodes = self.nodes();
        self.lookup = nodes.into_iter().map(|node| (cms::address(self, node), node)).collect();
        let without = |(address, node): (&String, &Node)| {
            let (before, after) = address.split_once("&Itemid=")?;
            Some((format!("{before}{}", after.trim_start_matches(|letter: char| letter.is_ascii_digit())), *node))
        };
        self.twins = self.lookup.iter().filter_map(without).collect();
    }

    /// Every real page: start page, lists with their pages, articles, files, tags. Twins for printing, sessions or font sizes and
    /// the calendar are not among them.
    pub fn nodes(&self) -> Vec<Node> {
        let mut nodes = vec![Node::Home];
        if self.frames() {
            nodes.extend([Node::Frame(false), Node::Frame(true)]);
        }
        for (index, section) in self.sections.iter().enumerate() {
            nodes.extend((0..pages_of(section.articles.len())).map(|page| Node::Section(index as u16, page as u16)));
        }
        nodes.extend((0..self.articles.len() as u32).map(Node::Article));
        nodes.extend((0..self.files.len() as u32).map(Node::File));
        for tag in 0..self.tags.len() as u8 {
            nodes.extend((0..pages_of(self.tagged(tag).len())).map(|page| Node::Tag(tag, page as u16)));
        }
        nodes
    }

    /// The page at an address (path and query, without what makes twins).
    pub fn node(&self, address: &str) -> Option<Node> {
        self.lookup.get(address).or_else(|| self.twins.get(address)).copied()
    }

    /// What kind of page it is, for people who ask where a crawl spent its budget.
    pub fn kind_of(&self, node: Node) -> &'static str {
        let section = |index: u16| match self.sections[index as usize].holds {
            menu::Holds::Projects => "list of projects",
            menu::Holds::Sections => "list of sections",
            menu::Holds::News => "list of news",
            _ => "other list",
        };
        match node {
            Node::Home | Node::Frame(_) => "start page",
            Node::Section(index, _) => section(index),
            Node::Tag(..) => "list by tag",
            Node::Month(_) => "calendar",
            Node::File(file) if self.files[file as usize].notice.is_some() => "document with a notice",
            Node::File(_) => "other document",
            Node::Article(index) => match self.articles[index as usize].about {
                About::News => "news",
                About::Distraction(0..=4) => "words about funds",
                About::Distraction(5..=6) => "tender",
                About::Distraction(_) => "act",
                About::Information => "information",
                About::Gallery => "gallery",
                About::Notice(number) if self.notices[number as usize].form > 0 => "page around a document with a notice",
                About::Notice(_) => "notice",
            },
        }
    }

    /// Distinct real pages: those of [`Site::nodes`] and 24 months of the calendar, as far as a visitor may look.
    pub fn pages(&self) -> usize {
        self.lookup.len() + if self.habits.calendar { 24 } else { 0 }
    }

    /// Whether the start page is a frameset.
    pub fn frames(&self) -> bool {
        self.host.family == Family::Plain && self.habits.variant == 0
    }

    /// The articles with a tag.
    pub fn tagged(&self, tag: u8) -> Vec<u32> {
        let count = self.tags.len().max(1) as u64;
        (0..self.articles.len() as u32).filter(|index| self.articles[*index as usize].seed % count == u64::from(tag)).collect()
    }

    /// The notice in the footer of the site.
    pub fn footer(&self) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.linked == Linked::Footer && notice.host == self.host.kind)
    }

    /// What links to an article say.
    pub fn title(&self, index: u32) -> String {
        let article = &self.articles[index as usize];
        let mut random = Random::of(&[article.seed, 4]);
        match article.about {
            About::News | About::Gallery => text::headline(&mut random),
            About::Distraction(kind) => crate::distract::title(kind, &mut random, &self.place),
            About::Information => crate::distract::information(&mut random, &self.sections[article.section as usize].title),
            About::Notice(notice) => self.headline(notice, &mut random),
        }
    }

    /// What links to a notice say.
    fn headline(&self, notice: u16, random: &mut Random) -> String {
        let notice = &self.notices[notice as usize];
        let project = &notice.projects[0];
        match notice.linked {
            Linked::Attachment => notice::attachment_headline(random),
            Linked::News => notice::headline(random, project, &self.place),
            _ => notice::menu_headline(random, project, notice.genre, &self.place),
        }
    }

    /// The first words of an article, as lists show them.
    pub fn lead(&self, index: u32) -> String {
        let article = &self.articles[index as usize];
        let mut random = Random::of(&[article.seed, 5]);
        let text = match article.about {
            About::Notice(number) if self.notices[number as usize].form == 0 && random.chance(70) => {
                let notice = &self.notices[number as usize];
                let written = notice::write(&mut Random::of(&[notice.seed]), notice.genre, &notice.projects, &self.place);
                written.lines().into_iter().next().unwrap_or_default()
            }
            About::Distraction(kind) => crate::distract::lead(kind, &mut random, &self.place),
            _ => format!("{}. {}.", text::headline(&mut random), text::headline(&mut random)),
        };
        match text.char_indices().nth(150) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }

    /// The address of a notice's page or document.
    pub fn address_of_notice(&self, number: u16) -> Option<String> {
        if let Some(file) = self.files.iter().position(|file| file.notice == Some(number)) {
            return Some(cms::address(self, Node::File(file as u32)));
        }
        let article = self.articles.iter().position(|article| article.about == About::Notice(number))?;
        Some(cms::address(self, Node::Article(article as u32)))
    }
}

/// Pages of a list, at least one.
pub fn pages_of(articles: usize) -> usize {
    articles.div_ceil(PER_PAGE).max(1)
}

fn habits(random: &mut Random, host: &Host) -> Habits {
    Habits {
        leads: random.chance(85),
        whole_menu: random.chance(65),
        calendar: random.chance(40) && host.kind != HostKind::Bip && host.family != Family::Plain,
        sessions: random.chance(25) && host.family == Family::BipPhp,
        numbered: random.chance(70),
        dated: random.chance(15),
        variant: random.below(3),
        banner: random.chance(50),
    }
}

/// Pages of a host among those of its municipality.
fn share(municipality: &Municipality, kind: HostKind) -> usize {
    let others = municipality.hosts.len().saturating_sub(1);
    match kind {
        HostKind::Main if others > 0 => municipality.pages * 60 / 100,
        HostKind::Main => municipality.pages,
        HostKind::Bip => municipality.pages * if others == 1 { 40 } else { 28 } / 100,
        HostKind::Welfare => municipality.pages * 8 / 100 + 20,
        HostKind::School => municipality.pages * 6 / 100 + 20,
    }
}
