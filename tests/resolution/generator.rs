//! Invented projects, each told on one to six pages by people who shorten, inflect, round, leave out and mistype.

use crate::random::Random;
use crate::told::Told;
use std::collections::BTreeSet;

/// Name, genitive, locative, six digits of the TERYT number, seventh digit. Town and commune of one name stand side by side.
const PLACES: [(&str, &str, &str, &str, char); 30] = [
    ("Ełk", "Ełku", "Ełku", "280501", '1'),
    ("Ełk", "Ełku", "Ełku", "280502", '2'),
    ("Bartoszyce", "Bartoszyc", "Bartoszycach", "280101", '1'),
    ("Bartoszyce", "Bartoszyc", "Bartoszycach", "280103", '2'),
    ("Iława", "Iławy", "Iławie", "280701", '1'),
    ("Iława", "Iławy", "Iławie", "280703", '2'),
    ("Mrągowo", "Mrągowa", "Mrągowie", "281001", '1'),
    ("Mrągowo", "Mrągowa", "Mrągowie", "281003", '2'),
    ("Ostróda", "Ostródy", "Ostródzie", "281501", '1'),
    ("Ostróda", "Ostródy", "Ostródzie", "281509", '2'),
    ("Chełmża", "Chełmży", "Chełmży", "041501", '1'),
    ("Chełmża", "Chełmży", "Chełmży", "041502", '2'),
    ("Rypin", "Rypina", "Rypinie", "041201", '1'),
    ("Rypin", "Rypina", "Rypinie", "041204", '2'),
    ("Augustów", "Augustowa", "Augustowie", "200101", '1'),
    ("Augustów", "Augustowa", "Augustowie", "200102", '2'),
    ("Zambrów", "Zambrowa", "Zambrowie", "201401", '1'),
    ("Zambrów", "Zambrowa", "Zambrowie", "201405", '2'),
    ("Toruń", "Torunia", "Toruniu", "046301", '1'),
    ("Włocławek", "Włocławka", "Włocławku", "046401", '1'),
    ("Gruta", "Gruty", "Grucie", "040602", ' '),
    ("Dydnia", "Dydni", "Dydni", "180203", ' '),
    ("Łasin", "Łasina", "Łasinie", "040603", ' '),
    ("Pakość", "Pakości", "Pakości", "040707", ' '),
    ("Kruszwica", "Kruszwicy", "Kruszwicy", "040706", ' '),
    ("Żnin", "Żnina", "Żninie", "041906", ' '),
    ("Olecko", "Olecka", "Olecku", "281304", ' '),
    ("Gołdap", "Gołdapi", "Gołdapi", "281803", ' '),
    ("Pisz", "Pisza", "Piszu", "281603", ' '),
    ("Nidzica", "Nidzicy", "Nidzicy", "281104", ' '),
];

/// A head in the nominative and in the genitive, for titles.
const DEEDS: [(&str, &str); 10] = [
    ("Utworzenie", "Utworzenia"),
    ("Rozwój", "Rozwoju"),
    ("Aktywizacja", "Aktywizacji"),
    ("Akademia", "Akademii"),
    ("Integracja", "Integracji"),
    ("Wsparcie", "Wsparcia"),
    ("Uruchomienie", "Uruchomienia"),
    ("Podniesienie", "Podniesienia"),
    ("Adaptacja", "Adaptacji"),
    ("Wzmocnienie", "Wzmocnienia"),
];

const OBJECTS: [&str; 16] = [
    "usług opiekuńczych",
    "klubu seniora",
    "kompetencji cyfrowych",
    "placówek wsparcia dziennego",
    "mieszkań chronionych",
    "rodzin zastępczych",
    "ogniska wychowawczego",
    "pracowni przyrodniczej",
    "żłobka samorządowego",
    "centrum wolontariatu",
    "świetlicy środowiskowej",
    "doradztwa zawodowego",
    "terapii uzależnień",
    "osób bezrobotnych",
    "młodych rolników",
    "opiekunów nieformalnych",
];

const TAILS: [&str; 12] = [
    "na obszarze pojezierza",
    "poprzez szkolenia i staże",
    "metodą małych kroków",
    "z myślą o najmłodszych",
    "bez barier",
    "w duchu dialogu pokoleń",
    "z wykorzystaniem nowych technologii",
    "krok po kroku",
    "w sercu doliny",
    "blisko ludzi",
    "na nowo odkryta",
    "razem raźniej",
];

const SLOGANS: [&str; 14] = [
    "Lepszy start",
    "Zielona przystań",
    "Mosty pokoleń",
    "Nowy rozdział",
    "Otwarte drzwi",
    "Siła sąsiedztwa",
    "Barwy jesieni",
    "Skrzydła",
    "Latarnia",
    "Dobry kierunek",
    "Pod jednym dachem",
    "Złota nić",
    "Kuźnia talentów",
    "Czas na zmianę",
];

const STREETS: [&str; 12] = [
    "Lipowej",
    "Dębowej",
    "Szkolnej",
    "Polnej",
    "Leśnej",
    "Ogrodowej",
    "Kościuszki",
    "Mickiewicza",
    "Wiejskiej",
    "Krótkiej",
    "Spacerowej",
    "Nadrzecznej",
];

const VILLAGES: [&str; 8] = ["Borki", "Kąty", "Zawada", "Nowinka", "Podlesie", "Rogale", "Sosnówka", "Wymysły"];

const YEARLY: [&str; 5] = [
    "Asystent osobisty osoby z niepełnosprawnością",
    "Opieka wytchnieniowa",
    "Posiłek w szkole i w domu",
    "Wakacyjny piknik profilaktyczny",
    "Bezpieczna droga do szkoły",
];

const REGIONS: [(&str, &str, &str); 3] = [("04", "RPKP", "FEKP"), ("28", "RPWM", "FEWM"), ("20", "RPPD", "FEPD")];

const NGOS: [&str; 10] = [
    "Stowarzyszenie Alternatywa",
    "Fundacja Dobry Krok",
    "Stowarzyszenie „Nasza Ziemia”",
    "Fundacja Horyzonty",
    "Stowarzyszenie Przyjaciół Doliny",
    "Fundacja Aktywni",
    "Towarzystwo Oświatowe „Od Nowa”",
    "Fundacja Rozwoju Pojezierza",
    "Stowarzyszenie Razem dla Wsi",
    "Spółdzielnia Socjalna „Motyl”",
];

/// What is true of an invented project.
#[derive(Debug, Clone, Default)]
struct Project {
    label: String,
    title: String,
    subtitle: Option<String>,
    /// What stands at the end of the title and must not be lost: `edycja 2023`, `etap II`.
    mark: Option<String>,
    number: Option<String>,
    /// Whether the number is the operator's.
    umbrella: bool,
    programme: Option<String>,
    /// The leader's names: the one it is called by, then others.
    body: Vec<String>,
    /// A unit that acts for it.
    unit: Option<String>,
    /// Partners: name and place.
    partners: Vec<(String, usize)>,
    place: usize,
    /// Grosze.
    total: i64,
    grant: i64,
    start: (u32, u32),
    months: u32,
    /// How many pages tell of it at most.
    pages: usize,
}

pub struct Generator {
    random: Random,
    serial: usize,
    /// What was invented once: the same place, title and year again would be the same project.
    known: BTreeSet<(String, usize, u32)>,
}

/// Invents projects until there are this many, and tells them.
pub fn invent(seed: u64, projects: usize) -> Vec<Told> {
    let mut generator = Generator { random: Random::new(seed), serial: 0, known: BTreeSet::new() };
    let mut all = Vec::new();
    while generator.serial < projects {
        let family = match generator.random.below(100) {
            0..40 => vec![generator.social()],
            40..50 => generator.yearly(),
            50..58 => generator.umbrella(),
            58..68 => generator.roads(),
            68..76 => generator.schools(),
            76..84 => generator.stages(),
            84..92 => generator.lookalikes(),
            _ => vec![generator.small()],
        };
        for project in family {
            if !generator.known.insert((project.title.clone(), project.place, project.start.0)) {
                continue;
            }
            let mut told = generator.tell(&project);
            all.append(&mut told);
        }
    }
    // Pages do not come project by project.
    for at in (1..all.len()).rev() {
        all.swap(at, generator.random.below(at + 1));
    }
    all
}

impl Generator {
    fn label(&mut self, kind: &str) -> String {
        self.serial += 1;
        format!("{kind}-{}", self.serial)
    }

    fn place(&mut self) -> usize {
        self.random.below(PLACES.len())
    }

    /// The names of a municipality.
    fn municipality(&mut self, place: usize) -> Vec<String> {
        let (name, genitive, _, _, kind) = PLACES[place];
        match kind {
            '1' => vec![
                format!("Gmina Miasto {name}"),
                format!("Miasto {name}"),
                format!("Gmina Miejska {name}"),
                format!("Gmina Miasta {genitive}"),
            ],
            '2' => vec![format!("Gmina {name}"), format!("Gmina Wiejska {name}"), format!("Gmina {name}")],
            _ => vec![format!("Gmina {name}"), format!("Gmina {name}"), format!("Urząd Gminy {name}")],
        }
    }

    fn unit(&mut self, place: usize) -> String {
        let (_, _, locative, _, kind) = PLACES[place];
        if kind == '1' {
            format!("Miejski Ośrodek Pomocy Społecznej w {locative}")
        } else {
            format!("Gminny Ośrodek Pomocy Społecznej w {locative}")
        }
    }

    fn money(&mut self, least: usize, most: usize) -> i64 {
        let zlotys = self.random.between(least, most) as i64;
        match self.random.below(10) {
            0 => zlotys / 1000 * 100_000,
            1..4 => zlotys * 100,
            _ => zlotys * 100 + self.random.below(100) as i64,
        }
    }

    fn number(&mut self, place: usize, year: u32) -> (String, String) {
        let region = REGIONS.iter().find(|(teryt, _, _)| PLACES[place].3.starts_with(teryt)).unwrap_or(&REGIONS[1]);
        let serial = self.serial * 7 + self.random.below(7);
        if year >= 2022 {
            (
                format!(
                    "{}.{:02}.{:02}-IZ.00-{serial:04}/{}",
                    region.2,
                    self.random.between(5, 10),
                    self.random.between(1, 24),
                    year % 100
                ),
                region.2.to_owned(),
            )
        } else {
            (
                format!(
                    "{}.{:02}.{:02}.0{}-{}-{serial:04}/{}",
                    region.1,
                    self.random.between(8, 11),
                    self.random.between(1, 3),
                    self.random.between(0, 5),
                    region.0,
                    (year - 1) % 100
                ),
                region.1.to_owned(),
            )
        }
    }

    fn social_title(&mut self) -> (String, Option<String>) {
        let (deed, _) = DEEDS[self.random.below(DEEDS.len())];
        let object = OBJECTS[self.random.below(OBJECTS.len())];
        let tail = TAILS[self.random.below(TAILS.len())];
        if self.random.chance(50) {
            let slogan = SLOGANS[self.random.below(SLOGANS.len())];
            (format!("{slogan} {}", self.random.pick(&TAILS)), Some(format!("{} {object}", deed.to_lowercase())))
        } else {
            (format!("{deed} {object} {tail}"), None)
        }
    }

    /// A project of the cohesion policy, with a number, a leader and perhaps partners.
    fn social(&mut self) -> Project {
        let place = self.place();
        let year = self.random.between(2016, 2024) as u32;
        let label = self.label("social");
        let (number, programme) = self.number(place, year);
        let (title, subtitle) = self.social_title();
        let total = self.money(300_000, 9_000_000);
        let led_by_ngo = self.random.chance(35);
        let names = if led_by_ngo { vec![self.random.pick(&NGOS).to_owned()] } else { self.municipality(place) };
        let partners: Vec<(String, usize)> = (0..self.random.below(5))
            .map(|_| {
                let place = self.place();
                (self.municipality(place)[0].clone(), place)
            })
            .filter(|partner| !names.contains(&partner.0))
            .collect();
        Project {
            label,
            title,
            subtitle,
            number: Some(number),
            programme: Some(programme),
            unit: (!led_by_ngo && self.random.chance(60)).then(|| self.unit(place)),
            body: names,
            partners,
            place,
            total,
            grant: total / 100 * self.random.between(80, 95) as i64,
            start: (year, self.random.between(1, 12) as u32),
            months: self.random.between(12, 40) as u32,
            pages: 6,
            ..Project::default()
        }
    }

    /// One programme, every year again, in several municipalities.
    fn yearly(&mut self) -> Vec<Project> {
        let title = self.random.pick(&YEARLY).to_owned();
        let first = self.random.between(2019, 2022) as u32;
        let mut all = Vec::new();
        for _ in 0..self.random.between(1, 3) {
            let place = self.place();
            for year in first..first + self.random.between(2, 4) as u32 {
                let grant = self.money(20_000, 400_000);
                let named = self.random.chance(70);
                all.push(Project {
                    label: self.label("yearly"),
                    title: title.clone(),
                    mark: named.then(|| if self.random.chance(50) { format!("edycja {year}") } else { year.to_string() }),
                    programme: Some("FS".to_owned()),
                    body: self.municipality(place),
                    unit: Some(self.unit(place)),
                    place,
                    total: grant,
                    grant,
                    start: (year, 1),
                    months: 12,
                    pages: 3,
                    ..Project::default()
                });
            }
        }
        all
    }

    /// Grants of many municipalities under the operator's one number.
    fn umbrella(&mut self) -> Vec<Project> {
        // A municipality has one grant of a scheme.
        let known = self.random.chance(50) && !self.known.iter().any(|(title, _, _)| title == "Cyfrowa Gmina");
        let serial = self.serial;
        let title = if known { "Cyfrowa Gmina".to_owned() } else { format!("Sprawny samorząd {}", self.random.pick(&TAILS)) };
        let number = format!("POPC.05.01.00-00-{serial:04}/21");
        let mut places: Vec<usize> = (0..self.random.between(3, 9)).map(|_| self.place()).collect();
        places.sort_unstable();
        places.dedup();
        places
            .into_iter()
            .map(|place| {
                let total = if self.random.chance(20) { 10_000_000 } else { self.money(100_000, 900_000) };
                Project {
                    label: self.label("umbrella"),
                    title: title.clone(),
                    number: Some(number.clone()),
                    umbrella: true,
                    programme: Some("POPC".to_owned()),
                    body: self.municipality(place),
                    place,
                    total,
                    grant: total,
                    start: (2022, self.random.between(1, 9) as u32),
                    months: 18,
                    pages: 3,
                    ..Project::default()
                }
            })
            .collect()
    }

    /// Streets of one town: the same words but for the name.
    fn roads(&mut self) -> Vec<Project> {
        let place = self.place();
        let year = self.random.between(2019, 2024) as u32;
        let (deed, code) = if self.random.chance(50) {
            ("Przebudowa ulicy", None)
        } else {
            ("Remont drogi gminnej w miejscowości", Some("RFRD"))
        };
        let mut names: Vec<&str> = if code.is_none() { STREETS.to_vec() } else { VILLAGES.to_vec() };
        (0..self.random.between(2, 4))
            .map(|_| {
                let name = names.swap_remove(self.random.below(names.len()));
                let total = self.money(200_000, 4_000_000);
                let (_, _, locative, _, _) = PLACES[place];
                Project {
                    label: self.label("road"),
                    title: if code.is_none() { format!("{deed} {name} w {locative}") } else { format!("{deed} {name}") },
                    programme: code.map(str::to_owned),
                    body: self.municipality(place),
                    place,
                    total,
                    grant: total / 2,
                    start: (year, self.random.between(3, 6) as u32),
                    months: self.random.between(4, 9) as u32,
                    pages: 4,
                    ..Project::default()
                }
            })
            .collect()
    }

    /// One programme in several schools of one municipality.
    fn schools(&mut self) -> Vec<Project> {
        // The commune around a town has no school in it.
        let place = self.place();
        let place = if PLACES[place].4 == '2' { place - 1 } else { place };
        let (_, _, locative, _, _) = PLACES[place];
        let year = self.random.between(2019, 2024) as u32;
        let title = format!(
            "{} {}",
            self.random.pick(&["Aktywna tablica", "Nowoczesna pracownia", "Czytam, więc jestem"]),
            self.random.pick(&["", "w mojej szkole"])
        )
        .trim()
        .to_owned();
        let chance = self.random.chance(40);
        let same = self.money(10_000, 60_000);
        (1..=self.random.between(2, 5))
            .map(|number| {
                let total = if chance { same } else { self.money(10_000, 60_000) };
                Project {
                    label: self.label("school"),
                    title: title.clone(),
                    body: vec![
                        format!("Szkoła Podstawowa nr {number} w {locative}"),
                        format!("Szkoła Podstawowa nr {number} im. Jana Nowaka w {locative}"),
                        format!("SP nr {number} w {locative}"),
                    ],
                    place,
                    total,
                    grant: total * 8 / 10,
                    start: (year, 9),
                    months: 10,
                    pages: 3,
                    ..Project::default()
                }
            })
            .collect()
    }

    /// An undertaking in stages or parts.
    fn stages(&mut self) -> Vec<Project> {
        let place = self.place();
        let (_, genitive, _, _, _) = PLACES[place];
        let first = self.random.between(2015, 2021) as u32;
        let title = format!(
            "{} {genitive}",
            self.random.pick(&[
                "Budowa sieci wodociągowej na terenie",
                "Modernizacja oświetlenia na terenie",
                "Rewitalizacja centrum"
            ])
        );
        let word = self.random.pick(&["etap", "część", "faza"]);
        let roman = self.random.chance(60);
        (1..=self.random.between(2, 3))
            .map(|stage| {
                let total = self.money(400_000, 6_000_000);
                let shown = if roman { ["I", "II", "III"][stage - 1].to_owned() } else { stage.to_string() };
                let (number, programme) = self.number(place, first + stage as u32);
                Project {
                    label: self.label("stage"),
                    title: title.clone(),
                    mark: Some(format!("{word} {shown}")),
                    number: self.random.chance(50).then_some(number),
                    programme: Some(programme),
                    body: self.municipality(place),
                    place,
                    total,
                    grant: total / 100 * 63,
                    start: (first + stage as u32, self.random.between(1, 12) as u32),
                    months: 14,
                    pages: 4,
                    ..Project::default()
                }
            })
            .collect()
    }

    /// Two projects of one body, in one year, of one call, with titles that share most of their words.
    fn lookalikes(&mut self) -> Vec<Project> {
        let one = self.social();
        let mut other = one.clone();
        other.label = self.label("lookalike");
        let object = OBJECTS[self.random.below(OBJECTS.len())];
        let (deed, _) = DEEDS[self.random.below(DEEDS.len())];
        other.title = format!("{deed} {object} {}", self.random.pick(&TAILS));
        other.subtitle = None;
        let (number, _) = self.number(one.place, one.start.0);
        other.number = Some(number);
        other.total = self.money(300_000, 9_000_000);
        other.grant = other.total / 100 * 85;
        vec![one, other]
    }

    /// Something little, told once or twice, without number.
    fn small(&mut self) -> Project {
        let place = self.place();
        let (title, subtitle) = self.social_title();
        let total = self.money(5_000, 90_000);
        Project {
            label: self.label("small"),
            title,
            subtitle,
            body: vec![self.random.pick(&NGOS).to_owned()],
            place,
            total,
            grant: total * 9 / 10,
            start: (self.random.between(2016, 2025) as u32, self.random.between(1, 12) as u32),
            months: self.random.between(2, 12) as u32,
            pages: 3,
            ..Project::default()
        }
    }

    fn tell(&mut self, project: &Project) -> Vec<Told> {
        let pages = self.random.between(1, project.pages);
        let mut told: Vec<Told> = (0..pages).map(|page| self.page(project, page)).collect();
        // A footer repeats the title on every page of the site.
        let told_by_title = !project.label.starts_with("yearly") && !project.label.starts_with("road") || project.mark.is_some();
        if told_by_title && self.random.chance(8) {
            let short = Told {
                total: None,
                grant: None,
                own: None,
                start: None,
                end: None,
                eligible: None,
                number: project.number.clone(),
                ..told[0].clone()
            };
            for repeat in 0..self.random.between(3, 12) {
                told.push(Told {
                    url: Some(format!("https://{}/strona/{repeat}", host(project.place, "urzad"))),
                    title: told[0].title.clone().or_else(|| Some(project.title.clone())),
                    ..short.clone()
                });
            }
        }
        told
    }

    fn page(&mut self, project: &Project, page: usize) -> Told {
        let whose = if project.partners.is_empty() || self.random.chance(55) {
            None
        } else {
            Some(self.random.below(project.partners.len()))
        };
        let place = whose.map_or(project.place, |at| project.partners[at].1);
        let (name, _, _, teryt, kind) = PLACES[place];
        let site = ["urzad", "bip", "mops", "aktualnosci"][self.random.below(4)];
        let body = self.body(project);
        let mut told = Told {
            project: project.label.clone(),
            url: Some(format!("https://{}/{}/{page}.html", host(place, site), self.random.below(100_000))),
            mention: self.random.below(3),
            title: Some(self.title(project)),
            number: project
                .number
                .clone()
                .filter(|_| self.random.chance(65))
                .map(|number| self.printed_number(&number, project.umbrella)),
            programme: project.programme.clone().filter(|_| self.random.chance(60)),
            body,
            municipality: self.random.chance(75).then(|| name.to_owned()),
            ..Told::default()
        };
        if told.municipality.is_some() && self.random.chance(80) {
            told.teryt = Some(format!("{teryt}{kind}").trim().to_owned());
        }
        if self.random.chance(40) {
            told.partners = project.partners.iter().map(|partner| partner.0.clone()).collect();
        }
        if told.body.is_none() && whose.is_none() && self.random.chance(60) {
            told.implementer = project.unit.clone();
        }
        self.money_of(project, whose.is_some(), &mut told);
        self.time_of(project, &mut told);
        self.thin(project, &mut told);
        told
    }

    /// Who the page says it is: the leader in one of its names, its unit, nobody; on a partner's page now and then the partner.
    fn body(&mut self, project: &Project) -> Option<String> {
        let name = match self.random.below(100) {
            0..15 => return None,
            15..30 => project.unit.clone().map(|unit| {
                if self.random.chance(50) {
                    unit.replace("Miejski Ośrodek Pomocy Społecznej", "MOPS").replace("Gminny Ośrodek Pomocy Społecznej", "GOPS")
                } else {
                    unit
                }
            }),
            30..60 => Some(project.body[self.random.below(project.body.len())].clone()),
            _ => None,
        };
        let name = name.unwrap_or_else(|| project.body[0].clone());
        Some(match self.random.below(10) {
            0 => name.to_uppercase(),
            1 => name
                .replace("Stowarzyszenie", "Stowarzyszenia")
                .replace("Fundacja", "Fundacji")
                .replace("Gmina", "Gminy")
                .replace("Towarzystwo", "Towarzystwa"),
            2 if project.unit.is_some() => format!("{name}/{}", project.unit.clone().unwrap_or_default()),
            _ => name,
        })
    }

    fn title(&mut self, project: &Project) -> String {
        let mut title = project.title.clone();
        if let Some(subtitle) = project.subtitle.as_ref().filter(|_| self.random.chance(50)) {
            title = format!("{title} – {subtitle}");
        }
        title = match self.random.below(12) {
            0 => title.to_uppercase(),
            1 => title.chars().map(plain).collect(),
            2 => self.mistyped(&title),
            3 => DEEDS
                .iter()
                .find(|(deed, _)| title.starts_with(deed))
                .map_or(title.clone(), |(deed, genitive)| title.replacen(deed, genitive, 1)),
            4 => format!("„{title}”"),
            5 if title.split(' ').count() > 5 && project.mark.is_none() => {
                title.rsplit_once(' ').map_or(title.clone(), |(rest, _)| rest.to_owned())
            }
            6 => format!("Projekt pn. {title}"),
            7 => title.replace(" i ", " oraz "),
            _ => title,
        };
        match &project.mark {
            Some(mark) if self.random.chance(92) => match self.random.below(3) {
                0 => format!("{title} – {mark}"),
                1 => format!("{title} ({mark})"),
                _ => format!("{title} {mark}"),
            },
            _ => title,
        }
    }

    /// One letter doubled, dropped, exchanged or replaced, in a long word.
    fn mistyped(&mut self, title: &str) -> String {
        let mut letters: Vec<char> = title.chars().collect();
        if letters.len() < 12 {
            return title.to_owned();
        }
        let at = self.random.between(6, letters.len() - 3);
        if !letters[at].is_alphabetic() || !letters[at + 1].is_alphabetic() || !letters[at - 1].is_alphabetic() {
            return title.to_owned();
        }
        match self.random.below(4) {
            0 => letters.insert(at, letters[at]),
            1 => _ = letters.remove(at),
            2 => letters.swap(at, at + 1),
            _ => letters[at] = 'e',
        }
        letters.into_iter().collect()
    }

    fn printed_number(&mut self, number: &str, umbrella: bool) -> String {
        match self.random.below(if umbrella { 5 } else { 14 }) {
            0 => format!("{number}-00"),
            1 => format!("UDA-{number}-0{}", self.random.below(5)),
            2 => format!("WND-{number}"),
            3 => number.to_lowercase(),
            // One digit of the serial is wrong.
            5 => {
                let slash = number.rfind('/').unwrap_or(number.len());
                let digit = (number.as_bytes()[slash - 1] - b'0' + 1 + self.random.below(8) as u8) % 10;
                format!("{}{digit}{}", &number[..slash - 1], &number[slash..])
            }
            // A zero is lost.
            6 => number.replacen("-00", "-0", 1).replacen("-0-", "-00-", 1),
            _ => number.to_owned(),
        }
    }

    fn money_of(&mut self, project: &Project, partners_page: bool, told: &mut Told) {
        let mut total = project.total;
        let mut grant = project.grant;
        // An annex changed the sums.
        if project.number.is_some() && !project.umbrella && told.number.is_some() && self.random.chance(7) {
            total += total / 100 * self.random.between(1, 9) as i64;
            grant = total / 100 * 85;
        }
        let own = total - grant;
        if partners_page && self.random.chance(50) {
            let share = total / 100 * self.random.between(8, 40) as i64;
            told.total = self.random.chance(55).then(|| printed(total));
            told.partner_share = self.random.chance(70).then(|| printed(share));
            // The partner's part of grant and own contribution, and not always a word on that.
            if self.random.chance(60) {
                let part = share / 100 * 90;
                told.grant = Some(printed(part));
                told.own = self.random.chance(60).then(|| printed(share - part));
            }
            return;
        }
        match self.random.below(20) {
            0..2 => {}
            2 => {
                // Two figures: `ok. 390 tys. zł`.
                let step = 10_i64.pow(total.max(1).ilog10() - 1);
                told.total = Some(printed((total + step / 2) / step * step));
                told.approximate = true;
            }
            3 => told.grant = Some(printed(total)),
            4..8 => told.grant = Some(printed(grant)),
            8..12 => told.total = Some(printed(total)),
            _ => {
                told.total = Some(printed(total));
                told.grant = Some(printed(grant));
                told.own = (own > 0 && self.random.chance(60)).then(|| printed(own));
                told.eligible = self.random.chance(20).then(|| printed(total));
            }
        }
    }

    fn time_of(&mut self, project: &Project, told: &mut Told) {
        let (year, month) = project.start;
        let mut last = year * 12 + month - 1 + project.months - 1;
        if self.random.chance(10) {
            // The project was prolonged.
            last += self.random.between(1, 3) as u32;
        }
        let (end_year, end_month) = (last / 12, last % 12 + 1);
        match self.random.below(10) {
            0..3 => {}
            3 => (told.start, told.end) = (Some(year.to_string()), Some(end_year.to_string())),
            4 => (told.start, told.end) = (Some(format!("{year}-{month:02}")), Some(format!("{end_year}-{end_month:02}"))),
            5 => told.start = Some(format!("{year}-{month:02}-01")),
            6 => told.end = Some(format!("{end_year}-{end_month:02}-28")),
            _ => (told.start, told.end) = (Some(format!("{year}-{month:02}-01")), Some(format!("{end_year}-{end_month:02}-28"))),
        }
    }

    /// Some pages tell hardly anything; but a page from which nobody could tell which project it means is none to be judged by.
    fn thin(&mut self, project: &Project, told: &mut Told) {
        if project.number.is_some() && told.number.is_some() && !project.umbrella && self.random.chance(10) {
            told.title = None;
        }
        let figures = told.total.is_some() || told.grant.is_some();
        let dates = told.start.is_some() || told.end.is_some();
        let numbered = told.number.is_some() && !project.umbrella;
        let one_of_many = project.label.starts_with("yearly")
            || project.label.starts_with("school")
            || project.umbrella
            || project.mark.is_some();
        if one_of_many && told.body.is_none() {
            told.body = Some(project.body[0].clone());
        }
        if one_of_many && !numbered && !(figures || dates) || project.label.starts_with("yearly") && !dates && !figures {
            told.start = Some(project.start.0.to_string());
            told.total = Some(printed(project.total));
        }
        if told.body.is_none() && told.municipality.is_none() && told.number.is_none() {
            told.body = Some(project.body[0].clone());
        }
    }
}

fn host(place: usize, site: &str) -> String {
    format!("{site}.{}.example", PLACES[place].3)
}

fn printed(grosze: i64) -> String {
    format!("{}.{:02}", grosze / 100, grosze % 100)
}

/// A letter without its diacritic.
fn plain(letter: char) -> char {
    let with: Vec<char> = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ".chars().collect();
    let without: Vec<char> = "acelnoszzACELNOSZZ".chars().collect();
    with.iter().position(|known| *known == letter).map_or(letter, |at| without[at])
}
