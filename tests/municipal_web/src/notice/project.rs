//! What is true of an invented project.

use crate::names::Place;
use crate::random::Random;
use crate::text::Day;

/// Where a project's money comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Code of the programme as the data contract has it (RPWM, FERS, RFIL); none: known by name only.
    pub code: Option<String>,
    /// Name in the genitive, as sentences print it.
    pub genitive: String,
    /// The fund in the genitive, if one stands behind the programme.
    pub fund: Option<&'static str>,
    /// Short names of the funds.
    pub funds: Vec<&'static str>,
    /// Whether the money is the state's own.
    pub national: bool,
    /// Share of the grant in percent: least and most.
    share: (usize, usize),
    /// What is paid for: 0 works, 1 people, 2 equipment.
    purpose: usize,
    /// Years in which such projects begin.
    years: (i32, i32),
}

/// Sums of a project in groszy. Own contribution and grant always make up the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// The whole.
    pub total: u64,
    /// What is granted.
    pub grant: u64,
    /// What the municipality adds; 0 if all is granted.
    pub own: u64,
}

/// An invented project.
#[derive(Debug, Clone)]
pub struct Project {
    /// Its title, without quotation marks.
    pub title: String,
    /// Who pays.
    pub scheme: Scheme,
    /// Number of the agreement.
    pub agreement: String,
    /// Its sums.
    pub money: Money,
    /// First day.
    pub start: Day,
    /// Last day.
    pub end: Day,
    /// Day on which the agreement was signed.
    pub signed: Day,
    /// Name of the association it is carried out with, where a partner notice needs one.
    pub partner: String,
    /// Number of people taking part, for projects with people.
    pub participants: usize,
}

/// Voivodeships: TERYT, genitive adjective, code 2014-2020, name and code 2021-2027.
const REGIONS: [(&str, &str, &str, &str, &str); 16] = [
    ("02", "Dolnośląskiego", "RPDS", "Dolnego Śląska", "FEDS"),
    ("04", "Kujawsko-Pomorskiego", "RPKP", "Kujaw i Pomorza", "FEKP"),
    ("06", "Lubelskiego", "RPLU", "Lubelskiego", "FELU"),
    ("08", "Lubuskiego", "RPLB", "Lubuskiego", "FELB"),
    ("10", "Łódzkiego", "RPLD", "Łódzkiego", "FELD"),
    ("12", "Małopolskiego", "RPMP", "Małopolski", "FEMP"),
    ("14", "Mazowieckiego", "RPMA", "Mazowsza", "FEMA"),
    ("16", "Opolskiego", "RPOP", "Opolskiego", "FEOP"),
    ("18", "Podkarpackiego", "RPPK", "Podkarpacia", "FEPK"),
    ("20", "Podlaskiego", "RPPD", "Podlaskiego", "FEPD"),
    ("22", "Pomorskiego", "RPPM", "Pomorza", "FEPM"),
    ("24", "Śląskiego", "RPSL", "Śląskiego", "FESL"),
    ("26", "Świętokrzyskiego", "RPSW", "Świętokrzyskiego", "FESW"),
    ("28", "Warmińsko-Mazurskiego", "RPWM", "Warmii i Mazur", "FEWM"),
    ("30", "Wielkopolskiego", "RPWP", "Wielkopolski", "FEWP"),
    ("32", "Zachodniopomorskiego", "RPZP", "Pomorza Zachodniego", "FEPZ"),
];

const ERDF: &str = "Europejskiego Funduszu Rozwoju Regionalnego";
const ESF: &str = "Europejskiego Funduszu Społecznego";
const ESF_PLUS: &str = "Europejskiego Funduszu Społecznego Plus";
const RURAL: &str = "Europejskiego Funduszu Rolnego na rzecz Rozwoju Obszarów Wiejskich";

/// The voivodeship of a municipality's number, spread evenly.
pub fn region(index: usize) -> &'static str {
    REGIONS[index % REGIONS.len()].0
}

impl Scheme {
    /// One of the programmes of the European Union.
    pub fn european(random: &mut Random, teryt: &str, people: bool) -> Self {
        let region = REGIONS.iter().find(|region| teryt.starts_with(region.0)).unwrap_or(&REGIONS[0]);
        let scheme = |code: Option<&str>, genitive: String, fund, funds: &[&'static str], share, purpose, years| Self {
            code: code.map(str::to_owned),
            genitive,
            fund: Some(fund),
            funds: funds.to_vec(),
            national: false,
            share,
            purpose,
            years,
        };
        let old = format!("Regionalnego Programu Operacyjnego Województwa {} na lata 2014-2020", region.1);
        let new = format!("programu Fundusze Europejskie dla {} 2021-2027", region.3);
        let power = "Programu Operacyjnego Wiedza Edukacja Rozwój 2014-2020".to_owned();
        let fers = "programu Fundusze Europejskie dla Rozwoju Społecznego 2021-2027".to_owned();
        match (people, random.weighted(&[40, 30, 15, 15])) {
            (true, 0) => scheme(Some(region.2), old, ESF, &["EFS"], (85, 95), 1, (2016, 2021)),
            (true, 1) => scheme(Some(region.4), new, ESF_PLUS, &["EFS+"], (85, 95), 1, (2023, 2025)),
            (true, 2) => scheme(Some("POWR"), power, ESF, &["EFS"], (90, 97), 1, (2016, 2021)),
            (true, _) => scheme(Some("FERS"), fers, ESF_PLUS, &["EFS+"], (85, 97), 1, (2023, 2025)),
            (false, 0) => scheme(Some(region.2), old, ERDF, &["EFRR"], (60, 85), 0, (2015, 2021)),
            (false, 1) => scheme(Some(region.4), new, ERDF, &["EFRR"], (55, 85), 0, (2023, 2025)),
            (false, 2) => {
                let name = "Programu Rozwoju Obszarów Wiejskich na lata 2014-2020".to_owned();
                scheme(Some("PROW"), name, RURAL, &["EFRROW"], (63, 63), 0, (2016, 2022))
            }
            (false, _) => {
                let name = "Programu Operacyjnego Polska Cyfrowa na lata 2014-2020".to_owned();
                scheme(Some("POPC"), name, ERDF, &["EFRR"], (85, 100), 2, (2018, 2022))
            }
        }
    }

    /// One of the programmes of the state.
    pub fn state(random: &mut Random) -> Self {
        // Code, name, share of the grant, purpose, years.
        type Row = (Option<&'static str>, &'static str, (usize, usize), usize, (i32, i32));
        let table: [Row; 9] = [
            (Some("RFIL"), "Rządowego Funduszu Inwestycji Lokalnych", (50, 100), 0, (2020, 2021)),
            (None, "Rządowego Funduszu Polski Ład: Programu Inwestycji Strategicznych", (80, 95), 0, (2021, 2023)),
            (Some("RFRD"), "Rządowego Funduszu Rozwoju Dróg", (50, 80), 0, (2020, 2024)),
            (None, "programu „Posiłek w szkole i w domu”", (60, 80), 1, (2019, 2024)),
            (None, "programu „Senior+”", (40, 80), 1, (2018, 2024)),
            (None, "resortowego programu „Maluch+”", (60, 80), 1, (2018, 2023)),
            (None, "programu „Asystent osobisty osoby z niepełnosprawnością”", (100, 100), 1, (2021, 2024)),
            (None, "Rządowego Programu Odbudowy Zabytków", (90, 98), 0, (2022, 2024)),
            (None, "programu „Aktywna tablica”", (80, 80), 2, (2018, 2023)),
        ];
        let (code, genitive, share, purpose, years) = table[random.below(table.len())];
        let genitive = genitive.to_owned();
        Self { code: code.map(str::to_owned), genitive, fund: None, funds: Vec::new(), national: true, share, purpose, years }
    }

    fn agreement(&self, random: &mut Random, teryt: &str, year: i32) -> String {
        let two = year.rem_euclid(100);
        let serial = random.between(1, 899);
        let (axis, measure) = (random.between(1, 11), random.between(1, 4));
        match self.code.as_deref() {
            Some("PROW") => format!("{:05}-65151-UM{}{:05}/{two:02}", random.between(1, 99), "0600", serial),
            Some("POWR") => format!("POWR.{axis:02}.{measure:02}.00-00-{serial:04}/{two:02}-00"),
            Some("POPC") => format!("POPC.05.01.00-00-{serial:04}/{two:02}"),
            Some(code) if code.starts_with("RP") => {
                let part = random.between(0, 3);
                format!("{code}.{axis:02}.{measure:02}.{part:02}-{}-{serial:04}/{two:02}-00", &teryt[..2])
            }
            Some(code) if code.starts_with("FE") => format!("{code}.{axis:02}.{measure:02}-IZ.00-{serial:04}/{two:02}"),
            _ => format!("{serial}/{}/{year}", random.pick(&["WP", "OPS/D", "RM", "PS", "FS"])),
        }
    }
}

impl Project {
    /// A project of a municipality.
    pub fn of(random: &mut Random, scheme: Scheme, teryt: &str) -> Self {
        let start = Day::first_of(
            scheme.years.0 + random.below((scheme.years.1 - scheme.years.0 + 1) as usize) as i32,
            random.between(1, 12) as i32,
        );
        let (year, month, _) = start.civil();
        let months = if scheme.purpose == 1 { random.between(9, 36) } else { random.between(5, 24) } as i32;
        let end = Day(Day::first_of(year, month as i32 + months).0 - 1);
        let money = Money::of(random, &scheme);
        let village = Place::village(random);
        Self {
            title: title(random, scheme.purpose, &village),
            agreement: scheme.agreement(random, teryt, year),
            money,
            start,
            end,
            signed: Day(start.0 - random.between(5, 60) as i32),
            partner: format!(
                "Stowarzyszenie „{}”",
                random.pick(&["Razem", "Przystań", "Nasza Ziemia", "Krok Dalej", "Most", "Ogrody"])
            ),
            participants: random.between(2, 40) * 5,
            scheme,
        }
    }
}

impl Money {
    fn of(random: &mut Random, scheme: &Scheme) -> Self {
        let whole = match scheme.purpose {
            0 => random.between(300_000, 9_000_000),
            1 => random.between(40_000, 1_800_000),
            _ => random.between(20_000, 700_000),
        } as u64;
        let total = whole * 100 + if random.chance(70) { random.below(100) as u64 } else { 0 };
        let grant = total * random.between(scheme.share.0, scheme.share.1) as u64 / 100;
        Self { total, grant, own: total - grant }
    }
}

fn title(random: &mut Random, purpose: usize, village: &Place) -> String {
    let place = &village.locative;
    match purpose {
        0 => {
            let work = random.pick(&["Budowa", "Przebudowa", "Rozbudowa", "Modernizacja", "Remont", "Poprawa stanu"]);
            let object = random.pick(&[
                "drogi gminnej",
                "sieci kanalizacji sanitarnej",
                "stacji uzdatniania wody",
                "budynku szkoły podstawowej",
                "świetlicy wiejskiej",
                "oczyszczalni ścieków",
                "oświetlenia ulicznego",
                "ścieżki rowerowej",
                "dachu remizy",
                "placu zabaw i siłowni plenerowej",
                "instalacji fotowoltaicznych",
                "zabytkowego dworu",
                "sieci wodociągowej",
                "ulicy Ogrodowej",
                "gminnego przedszkola",
                "centrum przesiadkowego",
            ]);
            format!("{work} {object} w miejscowości {}", if random.chance(50) { &village.name } else { place })
        }
        1 => {
            let first = random.pick(&[
                "Aktywni mieszkańcy",
                "Lepszy start",
                "Nowe kompetencje",
                "Usługi bliżej rodziny",
                "Przedszkole na szóstkę",
                "Klub malucha",
                "Pomocna dłoń",
                "Razem łatwiej",
                "Szkoła ćwiczeń",
                "Wiem więcej",
                "Dobry opiekun",
                "Czas dla seniora",
            ]);
            let second = random.pick(&[
                "wsparcie osób zagrożonych wykluczeniem",
                "rozwój edukacji przedszkolnej",
                "zajęcia dla uczniów szkół podstawowych",
                "opieka nad osobami niesamodzielnymi",
                "nowe miejsca opieki nad dziećmi do lat 3",
                "aktywizacja bezrobotnych",
                "dożywianie dzieci i seniorów",
                "usługi asystenckie",
            ]);
            if random.chance(30) { format!("{first} w {place}") } else { format!("{first} – {second}") }
        }
        _ => {
            let thing = random.pick(&[
                "Zakup sprzętu komputerowego dla szkół",
                "Cyfrowa gmina",
                "E-usługi dla mieszkańców",
                "Tablice interaktywne",
                "Wyposażenie pracowni przyrodniczych",
                "Bezpieczny urząd",
                "Laptopy dla uczniów",
                "Szerokopasmowa sieć szkolna",
            ]);
            format!("{thing} w {place}")
        }
    }
}
