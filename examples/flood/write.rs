//! Writing a page: sentences with values in them, each value with its place in the text.

use crate::invent::Dice;
use metryczka::notice::{Amount, Evidence, Fact, Genre, Indicator, Notice, Scope, Status, TargetGroup};
use metryczka::value::{Currency, PartialDate};
use metryczka::vocabulary::{Place, Role};
use rust_decimal::Decimal;
use std::fmt::Display;

const DEEDS: &[&str] = &["Budowa", "Przebudowa", "Modernizacja", "Rozwój", "Wsparcie", "Utworzenie", "Remont", "Doposażenie"];
const THINGS: &[&str] = &[
    "drogi gminnej",
    "sieci kanalizacyjnej",
    "świetlicy wiejskiej",
    "usług opiekuńczych",
    "klubu seniora",
    "pracowni szkolnych",
    "stacji uzdatniania wody",
    "placówki wsparcia dziennego",
    "żłobka gminnego",
    "ścieżki rowerowej",
    "oświetlenia ulicznego",
    "biblioteki publicznej",
];
const NAMES: &[&str] = &[
    "Lipowa",
    "Zielone Wzgórze",
    "Nad Jeziorem",
    "Stary Młyn",
    "Polna",
    "Leśna Dolina",
    "Akacjowa",
    "Słoneczna",
    "Rynek",
    "Podgaje",
];
/// Programme, its number in the country's regions, its name, its period, its fund.
const PROGRAMMES: &[(&str, &str, &str, &str, &str)] = &[
    ("RPWM", "28", "Regionalny Program Operacyjny Województwa Warmińsko-Mazurskiego", "2014-2020", "EFRR"),
    ("RPKP", "04", "Regionalny Program Operacyjny Województwa Kujawsko-Pomorskiego", "2014-2020", "EFS"),
    ("RPPM", "22", "Regionalny Program Operacyjny Województwa Pomorskiego", "2014-2020", "EFS"),
    ("POWR", "00", "Program Operacyjny Wiedza Edukacja Rozwój", "2014-2020", "EFS"),
    ("POIS", "00", "Program Operacyjny Infrastruktura i Środowisko", "2014-2020", "FS"),
];
const GROUPS: &[(&str, &str)] = &[
    ("seniorów", "seniors"),
    ("uczniów", "pupils"),
    ("osób z niepełnosprawnościami", "disabled"),
    ("bezrobotnych", "unemployed"),
];
const FILLER: &[&str] = &[
    "Zapraszamy mieszkańców do udziału w działaniach, które potrwają przez cały okres realizacji.",
    "Szczegółowe informacje można uzyskać w urzędzie w godzinach pracy.",
    "Regulamin rekrutacji wraz z załącznikami znajduje się w zakładce dokumenty.",
    "Dziękujemy wszystkim, którzy przyczynili się do powstania tego przedsięwzięcia.",
];

/// A page that is being written.
#[derive(Default)]
pub struct Draft {
    pub text: String,
}

impl Draft {
    /// Writes words and a value after them.
    fn say<T>(&mut self, words: &str, quote: &str, value: T) -> Option<Fact<T>> {
        let evidence = self.quote(words, quote);
        Some(Fact { value, evidence })
    }

    fn quote(&mut self, words: &str, quote: &str) -> Evidence {
        self.text.push_str(words);
        let start = self.text.len();
        self.text.push_str(quote);
        let end = self.text.len();
        self.text.push('\n');
        Evidence { start, end, quote: quote.to_owned(), rule: "invented" }
    }

    fn words(&mut self, words: &str, value: &str) -> Option<Fact<String>> {
        self.say(words, value, value.to_owned())
    }

    fn count(&mut self, words: &str, value: u32) -> Option<Fact<u32>> {
        self.say(words, &value.to_string(), value)
    }

    fn date(&mut self, words: &str, date: PartialDate) -> Option<Fact<PartialDate>> {
        self.say(words, &date.to_string(), date)
    }

    fn sum(&mut self, words: &str, role: Role, grosze: i64, amounts: &mut Vec<Amount>) -> Option<Fact<Decimal>> {
        let value = Decimal::new(grosze, 2);
        let fact = self.say(words, &format!("{value} zł"), value)?;
        amounts.push(Amount {
            role,
            value,
            currency: Some(Currency::Pln),
            rate: None,
            rate_basis: None,
            scope: Scope::Project,
            stage: None,
            approximate: false,
            in_words: None,
            evidence: fact.evidence.clone(),
        });
        Some(fact)
    }

    /// Writes a project as one page tells it; the first telling is the fullest.
    pub fn project(&mut self, project: u64, copy: u64, places: &[&Place]) -> Notice {
        let mut dice = Dice::of(project);
        let mut notice = Notice { genre: Some(Genre::EuDescription), ..Notice::default() };
        let place = places[dice.roll(places.len() as u64) as usize];
        let (deed, thing, name) = (dice.pick(DEEDS), dice.pick(THINGS), dice.pick(NAMES));
        let title = format!("{deed} {thing} {name} {} w gminie {}", 1 + dice.roll(900), place.name);
        let title = if copy == 2 { title.to_uppercase() } else { title };
        notice.title = self.words("Projekt pn. ", &title);
        notice.beneficiary = self.words("Beneficjent: ", &format!("Gmina {}", place.name));
        notice.municipality = self.words("Miejsce realizacji: gmina ", &place.name);
        notice.teryt = notice.municipality.as_ref().map(|fact| Fact { value: place.teryt.clone(), ..fact.clone() });
        notice.voivodeship = self.words("Województwo: ", place.voivodeship);
        self.programme(project, copy, &mut dice, &mut notice);
        self.money(copy, &mut dice, &mut notice);
        self.time(&mut dice, &mut notice);
        self.people(copy, &mut dice, &mut notice);
        notice
    }

    fn programme(&mut self, project: u64, copy: u64, dice: &mut Dice, notice: &mut Notice) {
        let (code, region, name, period, fund) = PROGRAMMES[dice.roll(PROGRAMMES.len() as u64) as usize];
        let (axis, measure, part) = (1 + project / 9_999 % 12, 1 + project / 119_988 % 8, 1 + project / 959_904);
        notice.programme = self.words("Program: ", name);
        notice.programme_code = notice.programme.as_ref().map(|fact| Fact { value: code.to_owned(), ..fact.clone() });
        notice.period = self.words("na lata ", period);
        notice.funds.extend(self.words("Fundusz: ", fund));
        notice.priority_axis = self.words("Oś priorytetowa: ", &axis.to_string());
        notice.measure_code = self.words("Działanie: ", &format!("{code}.{axis:02}.{measure:02}.{part:02}"));
        if dice.chance(70) && copy != 1 {
            let serial = 1 + project % 9_999;
            let number = format!("{code}.{axis:02}.{measure:02}.{part:02}-{region}-{serial:04}/{}", 15 + project % 9);
            notice.agreement_number = self.words("Nr umowy: ", &number);
        }
    }

    fn money(&mut self, copy: u64, dice: &mut Dice, notice: &mut Notice) {
        let total = 1_000_000 + dice.roll(900_000_000) as i64;
        let rate = [50, 63, 75, 85, 95][dice.roll(5) as usize];
        let grant = total * rate / 100;
        // What is printed on the fourth page has been amended.
        let total = if copy == 3 { total + 1_000 } else { total };
        let mut amounts = Vec::new();
        notice.total_cost = self.sum("Wartość projektu: ", Role::Total, total, &mut amounts);
        notice.cofinancing = self.sum("Dofinansowanie: ", Role::Grant, grant, &mut amounts);
        if dice.chance(60) {
            notice.own_contribution = self.sum("Wkład własny: ", Role::Own, total - grant, &mut amounts);
        }
        if dice.chance(30) {
            notice.eligible_cost = self.sum("Koszty kwalifikowalne: ", Role::Eligible, total / 10 * 9, &mut amounts);
        }
        if dice.chance(40) {
            notice.cofinancing_rate = self.say("Poziom dofinansowania: ", &format!("{rate}%"), Decimal::from(rate));
        }
        notice.currency = self.say("Waluta: ", "PLN", Currency::Pln);
        notice.amounts = amounts;
    }

    fn time(&mut self, dice: &mut Dice, notice: &mut Notice) {
        let (year, month, months) = (2015 + dice.roll(8) as i32, 1 + dice.roll(12) as u32, 6 + dice.roll(36) as u32);
        let end = month + months;
        let is_exact = dice.chance(70);
        let date = |year, month, day| PartialDate { year, month: Some(month), day: is_exact.then_some(day) };
        notice.start_date = self.date("Rozpoczęcie: ", date(year, month, 1));
        notice.end_date = self.date("Zakończenie: ", date(year + ((end - 1) / 12) as i32, (end - 1) % 12 + 1, 28));
        if dice.chance(20) {
            notice.duration_months = self.count("Liczba miesięcy: ", months);
        }
        if dice.chance(25) {
            notice.signed_date = self.date("Umowę podpisano: ", PartialDate { year, month: Some(1), day: Some(15) });
        }
        let status = if year < 2020 { ("zakończony", Status::Completed) } else { ("w realizacji", Status::Ongoing) };
        notice.status = self.say("Stan: ", status.0, status.1);
    }

    fn people(&mut self, copy: u64, dice: &mut Dice, notice: &mut Notice) {
        for number in 0..dice.roll(3) {
            notice.partners.extend(self.words("Partner: ", &format!("Fundacja {} {number}", dice.pick(NAMES))));
        }
        if dice.chance(45) {
            let (women, men) = (5 + dice.roll(80) as u32, 5 + dice.roll(80) as u32);
            notice.participants = self.count("Liczba uczestników: ", women + men);
            notice.women = self.count("w tym kobiet: ", women);
            notice.men = self.count("w tym mężczyzn: ", men);
            let (group, category) = GROUPS[dice.roll(GROUPS.len() as u64) as usize];
            let evidence = self.quote("Grupa docelowa: ", group);
            let (text, category) = (group.to_owned(), category.to_owned());
            notice.target_categories.push(category.clone());
            notice.target_groups.push(TargetGroup { text, category, count: Some(women + men), women: None, men: None, evidence });
        }
        if copy > 0 {
            return;
        }
        for number in 0..dice.roll(4) {
            let (value, unit) = (Decimal::from(1 + dice.roll(500)), Some("osoby".to_owned()));
            let evidence = self.quote("Wskaźnik: liczba osób objętych wsparciem – ", &value.to_string());
            let name = format!("liczba osób objętych wsparciem w zakresie {number}");
            notice.indicators.push(Indicator { name, value, unit, evidence });
            notice.tasks.extend(self.words("Zadanie: ", &task(number, dice.pick(THINGS))));
        }
    }

    /// Fills the page up with what tells nothing.
    pub fn rest(&mut self, dice: &mut Dice) {
        for _ in 0..4 + dice.roll(20) {
            self.text.push_str(dice.pick(FILLER));
            self.text.push('\n');
        }
    }
}

fn task(number: u64, thing: impl Display) -> String {
    format!("Zadanie {number}: przygotowanie i przeprowadzenie prac przy obiekcie „{thing}” wraz z odbiorem")
}
