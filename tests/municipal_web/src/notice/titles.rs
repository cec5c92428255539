//! What a notice is called in lists and menus: sometimes telling, often not.

use super::{Genre, Project};
use crate::names::Place;
use crate::random::Random;

const SILENT: [&str; 16] = [
    "Podpisanie umowy",
    "Ważna inwestycja w {loc}",
    "Dobre wiadomości dla mieszkańców",
    "Umowa podpisana",
    "Spotkanie w urzędzie wojewódzkim",
    "Wizyta marszałka",
    "Zmienia się {name}",
    "Dzieje się w {loc}",
    "Rozpoczęły się prace",
    "Wielki dzień dla naszej gminy",
    "Koniec prac w {loc}",
    "Idzie nowe",
    "Kolejny krok naprzód",
    "Uroczyste otwarcie",
    "Szkoła w {loc} jak nowa",
    "Czek dla gminy",
];

const TELLING: [&str; 12] = [
    "{title}",
    "Dofinansowanie na zadanie: {title}",
    "{grant} dla gminy {name}",
    "Umowa na dofinansowanie projektu podpisana",
    "{title} – umowa podpisana",
    "Środki z {programme} dla naszej gminy",
    "Gmina {name} z dofinansowaniem",
    "Ruszył projekt „{title}”",
    "Pozyskaliśmy środki zewnętrzne",
    "Promesa dla gminy {name}",
    "Unijne pieniądze dla {gen}",
    "Nowy projekt w gminie",
];

/// The headline of a notice among the news: in one of four cases only the lead or the page itself tells what it is about.
pub fn headline(random: &mut Random, project: &Project, place: &Place) -> String {
    let telling = !random.chance(25);
    let frame = if telling { random.pick(&TELLING) } else { random.pick(&SILENT) };
    fill(frame, project, place, random)
}

/// The headline of a notice in a section of projects.
pub fn menu_headline(random: &mut Random, project: &Project, genre: Genre, place: &Place) -> String {
    let frame = match genre {
        Genre::PartnerNotice => random.pick(&[
            "Projekt partnerski „{title}”",
            "Ogłoszenie o realizacji projektu partnerskiego",
            "Informacja o partnerstwie",
            "{title}",
        ]),
        Genre::List => random.pick(&[
            "Zrealizowane projekty",
            "Projekty w trakcie realizacji",
            "Wykaz projektów",
            "Lata 2014-2020",
            "Zestawienie inwestycji",
        ]),
        Genre::StateFunding => random.pick(&[
            "{title}",
            "{title}",
            "Dofinansowanie z budżetu państwa – {title}",
            "Środki z {programme}",
            "Zadanie nr {day}",
        ]),
        _ => {
            random.pick(&["{title}", "{title}", "„{title}”", "Projekt „{title}”", "{title} – informacja o projekcie", "{first}"])
        }
    };
    fill(frame, project, place, random)
}

/// The headline of the page that an attached notice hangs on: never telling.
pub fn attachment_headline(random: &mut Random) -> String {
    random
        .pick(&["Do pobrania", "Dokumenty", "Plakat informacyjny", "Materiały", "Informacja", "Załączniki", "Komunikat wójta"])
        .to_owned()
}

fn fill(frame: &str, project: &Project, place: &Place, random: &mut Random) -> String {
    let first: Vec<&str> = project.title.split(' ').take(3).collect();
    frame
        .replace("{title}", &project.title)
        .replace("{first}", &first.join(" "))
        .replace("{name}", &place.name)
        .replace("{loc}", &place.locative)
        .replace("{gen}", &place.genitive)
        .replace("{programme}", &project.scheme.genitive)
        .replace("{day}", &random.between(1, 20).to_string())
        .replace("{grant}", &rounded(project.money.grant))
}

fn rounded(groszy: u64) -> String {
    let thousands = groszy / 100_000;
    if thousands >= 1_000 {
        format!("Ponad {},{} mln zł", thousands / 1_000, thousands % 1_000 / 100)
    } else {
        format!("{thousands} tys. zł")
    }
}
