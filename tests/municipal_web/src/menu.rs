//! Menus: which sections a site has and what is published in each.

use crate::municipality::HostKind;
use crate::random::Random;
use crate::site::{About, Section};
use crate::text::slug;

/// What is published in a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Nothing of its own: only further sections.
    Sections,
    /// News.
    News,
    /// Lasting texts.
    Information,
    /// Notices of projects, and what editors mistake for them.
    Projects,
    /// Tenders.
    Tenders,
    /// Resolutions, budgets, reports.
    Acts,
    /// Pictures.
    Gallery,
    /// Calls for applications, trainings, announcements.
    Calls,
}

impl Holds {
    /// How much is published in such a section.
    pub fn weight(self) -> usize {
        match self {
            Self::Sections => 0,
            Self::News => 120,
            Self::Information => 3,
            Self::Projects => 1,
            Self::Tenders => 40,
            Self::Acts => 40,
            Self::Gallery => 12,
            Self::Calls => 14,
        }
    }

    /// What an ordinary article of such a section is about.
    pub fn about(self, random: &mut Random) -> About {
        match self {
            Self::News if random.chance(12) => About::Distraction(random.below(4) as u8),
            Self::Projects => About::Distraction(random.below(5) as u8),
            Self::Tenders => About::Distraction(5 + random.below(2) as u8),
            Self::Acts => About::Distraction(7 + random.below(3) as u8),
            Self::Calls => About::Distraction(random.below(4) as u8),
            Self::Gallery => About::Gallery,
            Self::News => About::News,
            _ => About::Information,
        }
    }
}

type Entry = (&'static str, Holds, &'static [(&'static str, Holds)]);

const ABOUT_GMINA: [(&str, Holds); 9] = [
    ("O gminie", Holds::Information),
    ("Władze", Holds::Information),
    ("Historia", Holds::Information),
    ("Sołectwa", Holds::Information),
    ("Statystyka", Holds::Information),
    ("Jednostki organizacyjne", Holds::Information),
    ("Herb i flaga", Holds::Information),
    ("Gminy partnerskie", Holds::Information),
    ("Mapa", Holds::Information),
];
const FOR_PEOPLE: [(&str, Holds); 9] = [
    ("Załatw sprawę", Holds::Information),
    ("Gospodarka odpadami", Holds::Information),
    ("Podatki i opłaty", Holds::Information),
    ("Oświata", Holds::Information),
    ("Pomoc społeczna", Holds::Information),
    ("Zdrowie", Holds::Information),
    ("Bezpieczeństwo", Holds::Calls),
    ("Rolnictwo", Holds::Calls),
    ("Organizacje pozarządowe", Holds::Calls),
];
const CULTURE: [(&str, Holds); 4] = [
    ("Biblioteka", Holds::Information),
    ("Kluby sportowe", Holds::Information),
    ("Zabytki", Holds::Information),
    ("Galeria zdjęć", Holds::Gallery),
];

/// Where projects stand, from the top: the last one or two hold notices.
const PROJECT_PATHS: [&[&str]; 14] = [
    &["Gmina", "Rozwój", "Projekty"],
    &["Fundusze europejskie"],
    &["Fundusze zewnętrzne", "Projekty w realizacji"],
    &["Inwestycje"],
    &["Inwestycje", "Dofinansowania"],
    &["Gmina", "Strategia i rozwój", "Projekty unijne"],
    &["Dla mieszkańca", "Projekty", "Realizowane"],
    &["Projekty UE"],
    &["Środki zewnętrzne"],
    &["Dla inwestora", "Inwestycje gminne"],
    &["Urząd", "Programy i projekty"],
    &["Gmina", "Inwestycje"],
    &["Współpraca", "Unia Europejska"],
    &["Pozyskane środki", "Krajowe"],
];
/// Second place of projects on the same site: national money, schools, welfare.
const MORE_PATHS: [&[&str]; 10] = [
    &["Rządowe programy"],
    &["Dofinansowanie z budżetu państwa"],
    &["Dla mieszkańca", "Pomoc społeczna", "Programy"],
    &["Dla mieszkańca", "Oświata", "Projekty w szkołach"],
    &["Gmina", "Ochrona środowiska"],
    &["Polski Ład"],
    &["Gmina", "Drogi"],
    &["RFIL"],
    &["Dla mieszkańca", "Różne"],
    &["Inne"],
];

/// The sections of a site.
pub fn sections(random: &mut Random, kind: HostKind, has_others: bool) -> Vec<Section> {
    let mut menu = Menu { sections: Vec::new() };
    match kind {
        HostKind::Main => main(&mut menu, random, has_others),
        HostKind::Bip => bip(&mut menu, random),
        HostKind::Welfare => {
            entries(
                &mut menu,
                &[
                    ("Aktualności", Holds::News, &[]),
                    ("O nas", Holds::Information, &[("Kadra", Holds::Information), ("Statut", Holds::Information)]),
                    (
                        "Świadczenia",
                        Holds::Information,
                        &[("Zasiłki", Holds::Information), ("Dodatki", Holds::Information), ("Formularze", Holds::Information)],
                    ),
                    ("Ogłoszenia", Holds::Calls, &[]),
                ],
            );
            menu.path(random.pick::<[&str]>(&[
                &["Projekty"],
                &["Programy"],
                &["Działalność", "Programy i projekty"],
                &["Realizowane zadania"],
            ]));
        }
        HostKind::School => {
            entries(
                &mut menu,
                &[
                    ("Aktualności", Holds::News, &[]),
                    (
                        "Szkoła",
                        Holds::Information,
                        &[("Nauczyciele", Holds::Information), ("Historia szkoły", Holds::Information)],
                    ),
                    (
                        "Dla rodziców",
                        Holds::Information,
                        &[("Podręczniki", Holds::Information), ("Jadłospis", Holds::Information)],
                    ),
                    ("Galeria", Holds::Gallery, &[]),
                ],
            );
            menu.path(random.pick::<[&str]>(&[&["Projekty"], &["Szkoła", "Projekty unijne"], &["Innowacje"]]));
        }
    }
    menu.sections
}

fn main(menu: &mut Menu, random: &mut Random, has_bip: bool) {
    menu.add(random.pick(&["Aktualności", "Wiadomości", "Co słychać", "News"]), Holds::News, None);
    let gmina = menu.add("Gmina", Holds::Sections, None);
    for (title, holds) in some(random, &ABOUT_GMINA) {
        menu.add(title, holds, Some(gmina));
    }
    let people = menu.add("Dla mieszkańca", Holds::Sections, None);
    for (title, holds) in some(random, &FOR_PEOPLE) {
        menu.add(title, holds, Some(people));
    }
    let culture = menu.add(random.pick(&["Kultura i sport", "Turystyka", "Czas wolny"]), Holds::Information, None);
    for (title, holds) in some(random, &CULTURE) {
        menu.add(title, holds, Some(culture));
    }
    menu.path(random.pick::<[&str]>(&PROJECT_PATHS));
    for _ in 0..random.between(0, 2) {
        menu.path(random.pick::<[&str]>(&MORE_PATHS));
    }
    menu.add(random.pick(&["Ogłoszenia", "Komunikaty", "Tablica ogłoszeń"]), Holds::Calls, None);
    if !has_bip || random.chance(30) {
        menu.add("Przetargi", Holds::Tenders, None);
        menu.add("Uchwały", Holds::Acts, None);
    }
    for title in ["Do pobrania", "Deklaracja dostępności", "Ochrona danych", "Kontakt"] {
        if random.chance(75) {
            menu.add(title, Holds::Information, None);
        }
    }
}

fn bip(menu: &mut Menu, random: &mut Random) {
    entries(
        menu,
        &[
            (
                "Podstawowe informacje",
                Holds::Information,
                &[
                    ("Dane teleadresowe", Holds::Information),
                    ("Statut gminy", Holds::Information),
                    ("Redakcja", Holds::Information),
                ],
            ),
            (
                "Organy",
                Holds::Sections,
                &[
                    ("Wójt", Holds::Information),
                    ("Rada gminy", Holds::Information),
                    ("Oświadczenia majątkowe", Holds::Acts),
                    ("Sesje", Holds::Acts),
                ],
            ),
            (
                "Prawo lokalne",
                Holds::Sections,
                &[("Uchwały", Holds::Acts), ("Zarządzenia", Holds::Acts), ("Budżet", Holds::Acts), ("Sprawozdania", Holds::Acts)],
            ),
            ("Zamówienia publiczne", Holds::Tenders, &[("Zapytania ofertowe", Holds::Tenders), ("Plan postępowań", Holds::Acts)]),
            ("Nabór pracowników", Holds::Calls, &[]),
            ("Petycje", Holds::Information, &[]),
            ("Rejestry", Holds::Information, &[]),
        ],
    );
    let paths: [&[&str]; 7] = [
        &["Projekty"],
        &["Programy i projekty"],
        &["Ogłoszenia", "Inne"],
        &["Ogłoszenia"],
        &["Informacje urzędu", "Projekty unijne"],
        &["Inne informacje"],
        &["Urząd gminy", "Informacje dodatkowe", "Pozostałe"],
    ];
    menu.path(random.pick::<[&str]>(&paths));
}

fn entries(menu: &mut Menu, entries: &[Entry]) {
    for (title, holds, children) in entries {
        let parent = menu.add(title, *holds, None);
        for (title, holds) in *children {
            menu.add(title, *holds, Some(parent));
        }
    }
}

fn some(random: &mut Random, of: &[(&'static str, Holds)]) -> Vec<(&'static str, Holds)> {
    of.iter().copied().filter(|_| random.chance(75)).collect()
}

struct Menu {
    sections: Vec<Section>,
}

impl Menu {
    fn add(&mut self, title: &str, holds: Holds, parent: Option<u16>) -> u16 {
        if let Some(found) = self.sections.iter().position(|section| section.title == title && section.parent == parent) {
            if holds == Holds::Projects {
                self.sections[found].holds = holds;
            }
            return found as u16;
        }
        let known = self.sections.iter().filter(|section| slug(&section.title) == slug(title)).count();
        let slug = if known == 0 { slug(title) } else { format!("{}-{}", slug(title), known + 1) };
        self.sections.push(Section { title: title.to_owned(), slug, parent, articles: Vec::new(), holds });
        self.sections.len() as u16 - 1
    }

    /// Adds sections inside one another, of which the last holds projects.
    fn path(&mut self, titles: &[&str]) {
        let mut parent = None;
        for (depth, title) in titles.iter().enumerate() {
            let holds = if depth + 1 == titles.len() { Holds::Projects } else { Holds::Sections };
            parent = Some(self.add(title, holds, parent));
        }
    }
}
