//! One municipality: its name, hosts and notices, drawn from the seed and its number alone.

use crate::Settings;
use crate::names::Place;
use crate::notice::{Genre, Project, Scheme, region};
use crate::random::Random;
use std::net::Ipv4Addr;

/// Whose site a host is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HostKind {
    /// The municipality's own site.
    Main,
    /// Its public information bulletin (BIP), usually on a vendor's machine.
    Bip,
    /// Its social welfare centre.
    Welfare,
    /// A school.
    School,
}

/// The content management system of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Joomla: readable addresses, with the K2 extension, or old ones with `task=view`.
    Joomla,
    /// WordPress.
    WordPress,
    /// A BIP vendor with addresses such as `?c=article&id=`.
    BipPhp,
    /// A BIP vendor with addresses such as `/bipkod/…` or `start.asp?id=`.
    BipAsp,
    /// A portal in the manner of the government's, which vendors sell to municipalities.
    Portal,
    /// Static files from a desktop editor, often with frames.
    Plain,
}

/// A host of a municipality.
#[derive(Debug, Clone)]
pub struct Host {
    /// Its name.
    pub name: String,
    /// Whose site it is.
    pub kind: HostKind,
    /// Its system.
    pub family: Family,
    /// The machine it stands on.
    pub machine: Ipv4Addr,
}

/// From where a notice is linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Linked {
    /// A section of projects somewhere in the menu.
    ProjectMenu,
    /// The archive of news only.
    News,
    /// The public information bulletin only.
    Bip,
    /// Attached to a page that does not tell.
    Attachment,
    /// The footer of every page of the site.
    Footer,
}

impl Linked {
    /// The name in the truth table.
    pub fn name(self) -> &'static str {
        match self {
            Self::ProjectMenu => "project_menu",
            Self::News => "news",
            Self::Bip => "bip",
            Self::Attachment => "attachment",
            Self::Footer => "footer",
        }
    }
}

/// A notice and where it stands.
#[derive(Debug, Clone)]
pub struct Notice {
    /// What kind of text it is.
    pub genre: Genre,
    /// From where it is linked.
    pub linked: Linked,
    /// On which host.
    pub host: HostKind,
    /// The projects it tells of.
    pub projects: Vec<Project>,
    /// 0: the page itself; 1: a PDF attached to it; 2: a DOCX attached to it.
    pub form: usize,
    /// What its wording is drawn from.
    pub seed: u64,
}

/// An invented municipality.
#[derive(Debug, Clone)]
pub struct Municipality {
    /// Its number in the web, from 0.
    pub index: usize,
    /// Its name.
    pub place: Place,
    /// Its invented number in the register of territorial units: a real county, a municipality beyond those of it.
    pub teryt: String,
    /// Its hosts, its own site first.
    pub hosts: Vec<Host>,
    /// Its notices.
    pub notices: Vec<Notice>,
    /// Pages it is to have, roughly, over all hosts.
    pub pages: usize,
}

/// Articles among the pages a host is to have: a tenth goes to pages of lists, about a quarter to files.
pub fn articles_of(pages: usize) -> usize {
    pages * 62 / 100
}

/// Notices have numbers of 16 bits.
const MAX_NOTICES: usize = u16::MAX as usize;

/// Machines of BIP vendors: a handful serves most municipalities.
const VENDORS: u8 = 5;

impl Municipality {
    /// The municipality of a number.
    pub fn of(settings: &Settings, index: usize) -> Self {
        let mut random = Random::of(&[settings.seed, 2, index as u64]);
        let place = Place::municipality(settings.seed, index);
        let teryt = format!("{}{:02}{:02}{}", region(index), index / 16 % 11 + 1, 60 + index / 176 % 40, random.between(1, 3));
        let hosts = hosts(settings, &mut random, &place, index);
        let (least, most) = settings.pages;
        // Most sites are small: the smaller of two draws.
        let pages = random.between(least, most).min(random.between(least, most));
        let wanted = settings.notices.map(|percent| (articles_of(pages) * percent / 100).min(MAX_NOTICES));
        let notices = notices(&mut random, &hosts, &teryt, pages, wanted);
        Self { index, place, teryt, hosts, notices, pages }
    }
}

fn hosts(settings: &Settings, random: &mut Random, place: &Place, index: usize) -> Vec<Host> {
    let label = place.host_label();
    let own = own_machine(index % settings.machines.max(1));
    let family = match random.weighted(&[36, 36, 14, 8, 6]) {
        0 => Family::Joomla,
        1 => Family::WordPress,
        2 => Family::Portal,
        3 => Family::Plain,
        _ => Family::BipPhp,
    };
    let main = random.pick(&["www.gmina-", "www.", "www.ug-", "www."]);
    let mut hosts = vec![Host { name: format!("{main}{label}.test"), kind: HostKind::Main, family, machine: own }];
    if random.chance(75) {
        let vendor = random.below(VENDORS as usize) as u8;
        let machine = if random.chance(85) { Ipv4Addr::new(127, 1, 0, vendor + 1) } else { own };
        let family = if vendor.is_multiple_of(2) { Family::BipPhp } else { Family::BipAsp };
        hosts.push(Host { name: format!("bip.{label}.test"), kind: HostKind::Bip, family, machine });
    }
    let small = |random: &mut Random| match random.below(3) {
        0 => Family::Joomla,
        1 => Family::WordPress,
        _ => Family::Plain,
    };
    if random.chance(35) {
        let name = format!("{}.{label}.test", random.pick(&["gops", "mops", "ops"]));
        let family = small(random);
        hosts.push(Host {
            name,
            kind: HostKind::Welfare,
            family,
            machine: Ipv4Addr::new(127, 2, 0, random.between(1, 20) as u8),
        });
    }
    if random.chance(20) {
        let name = format!("www.{}{label}.test", random.pick(&["sp-", "zs-", "szkola-"]));
        let family = small(random);
        hosts.push(Host { name, kind: HostKind::School, family, machine: Ipv4Addr::new(127, 2, 1, random.between(1, 20) as u8) });
    }
    hosts
}

/// The loopback address of a municipality's own server.
fn own_machine(number: usize) -> Ipv4Addr {
    Ipv4Addr::new(127, 10 + (number / 62_500) as u8, (number / 250 % 250) as u8, (number % 250 + 1) as u8)
}

fn notices(random: &mut Random, hosts: &[Host], teryt: &str, pages: usize, wanted: Option<usize>) -> Vec<Notice> {
    let has = |kind| hosts.iter().any(|host| host.kind == kind);
    let mut out = Vec::new();
    let usual = (4 + random.below(10) + pages / 100).min(25);
    for _ in 0..wanted.unwrap_or(usual) {
        let linked = [Linked::ProjectMenu, Linked::News, Linked::Bip, Linked::Attachment][random.weighted(&[60, 25, 10, 5])];
        let linked = if linked == Linked::Bip && !has(HostKind::Bip) { Linked::ProjectMenu } else { linked };
        let people = random.chance(45);
        let host = match linked {
            Linked::Bip => HostKind::Bip,
            Linked::ProjectMenu if people && has(HostKind::Welfare) && random.chance(30) => HostKind::Welfare,
            Linked::ProjectMenu | Linked::News if has(HostKind::School) && random.chance(8) => HostKind::School,
            _ => HostKind::Main,
        };
        out.push(notice(random, linked, host, people, teryt));
    }
    if random.chance(15) {
        out.push(notice(random, Linked::Footer, HostKind::Main, false, teryt));
    }
    out
}

fn notice(random: &mut Random, linked: Linked, host: HostKind, people: bool, teryt: &str) -> Notice {
    let genre = match linked {
        Linked::Footer => Genre::Footer,
        Linked::News => Genre::News,
        Linked::Bip => [Genre::PartnerNotice, Genre::StateFunding, Genre::EuDescription][random.weighted(&[50, 30, 20])],
        Linked::Attachment => [Genre::EuDescription, Genre::StateFunding][random.below(2)],
        Linked::ProjectMenu => [Genre::EuDescription, Genre::StateFunding, Genre::List, Genre::PartnerNotice, Genre::News]
            [random.weighted(&[48, 30, 8, 6, 8])],
    };
    let count = if genre == Genre::List { random.between(3, 9) } else { 1 };
    let state = match genre {
        Genre::StateFunding => true,
        Genre::News => random.chance(50),
        Genre::List => random.chance(30),
        _ => false,
    };
    let projects = (0..count)
        .map(|_| {
            let people = people || genre == Genre::PartnerNotice;
            let scheme = if state { Scheme::state(random) } else { Scheme::european(random, teryt, people) };
            Project::of(random, scheme, teryt)
        })
        .collect();
    let form = match linked {
        Linked::Attachment => random.between(1, 2),
        Linked::ProjectMenu | Linked::Bip if random.chance(5) => random.between(1, 2),
        _ => 0,
    };
    Notice { genre, linked, host, projects, form, seed: random.next() }
}
