//! Pages that are no notices: texts about funds without a project, tenders, budgets, and ordinary information.

use crate::names::Place;
use crate::random::Random;
use crate::text::{paragraphs, printed_sum};

/// Tags of news.
pub const TAGS: [&str; 12] = [
    "gmina",
    "sport",
    "kultura",
    "oswiata",
    "dotacje",
    "dozynki",
    "inwestycje",
    "zdrowie",
    "seniorzy",
    "drogi",
    "srodowisko",
    "osp",
];

/// Kinds: titles, and a sentence that stands in lists and in the text. 0–4 speak of funds, 5–6 are tenders, 7–9 acts of the council.
const KINDS: [(&[&str], &[&str]); 10] = [
    (
        &[
            "Nabór wniosków w ramach funduszy europejskich",
            "Rusza nabór wniosków o dotacje",
            "Dotacje dla przedsiębiorców – nabór",
            "Konkurs ofert dla organizacji",
        ],
        &[
            "Wnioski o dofinansowanie należy składać do końca miesiąca. Kwota przeznaczona na nabór wynosi {sum}.",
            "O wsparcie mogą ubiegać się gminy, stowarzyszenia i przedsiębiorcy. Maksymalna kwota dotacji: {sum}.",
        ],
    ),
    (
        &[
            "Punkt informacyjny funduszy europejskich zaprasza",
            "Bezpłatne szkolenie z pozyskiwania środków",
            "Mobilny punkt informacyjny",
            "Dyżur doradcy ds. funduszy",
        ],
        &[
            "Na spotkaniu dowiedzą się Państwo, jak napisać wniosek o środki unijne.",
            "Szkolenie współfinansowane przez Unię Europejską. Udział jest bezpłatny.",
        ],
    ),
    (
        &[
            "Nowa perspektywa finansowa",
            "Fundusze dla rolników",
            "Ponad miliard na drogi w województwie",
            "Dni otwarte funduszy europejskich",
        ],
        &[
            "W całym województwie do podziału jest {sum}.",
            "Zarząd województwa przyjął listę 52 przedsięwzięć o łącznej wartości {sum}.",
        ],
    ),
    (
        &[
            "Czyste powietrze – dotacje na wymianę pieca",
            "Program usuwania azbestu – nabór",
            "Stypendia szkolne",
            "Dodatek węglowy",
            "Rekrutacja do projektu szkoleniowego",
        ],
        &["Mieszkańcy mogą uzyskać dofinansowanie do {sum}.", "Formularze zgłoszeniowe są dostępne w urzędzie."],
    ),
    (
        &[
            "Zapytanie ofertowe w ramach projektu",
            "Regulamin rekrutacji",
            "Harmonogram zajęć",
            "Logotypy i znaki",
            "Zasady promocji projektów",
            "Ankieta dotycząca planów inwestycyjnych",
        ],
        &["Szczegóły zawiera załącznik.", "Dokument wchodzi w życie z dniem podpisania."],
    ),
    (
        &[
            "Ogłoszenie o zamówieniu – przebudowa drogi",
            "Przetarg nieograniczony na dostawę oleju",
            "Informacja z otwarcia ofert",
            "Unieważnienie postępowania",
            "Wybór najkorzystniejszej oferty",
        ],
        &[
            "Wartość zamówienia: {sum}. Wadium: 5 000,00 zł.",
            "Zamówienie dotyczy zadania współfinansowanego ze środków zewnętrznych. Oferty do godz. 10:00.",
        ],
    ),
    (
        &["Przetarg na sprzedaż działki", "Wykaz nieruchomości do dzierżawy", "Sprzedaż drewna", "Zapytanie ofertowe – nadzór"],
        &["Cena wywoławcza {sum}.", "Wykaz wywiesza się na okres 21 dni."],
    ),
    (
        &[
            "Uchwała w sprawie zmian w budżecie",
            "Uchwała w sprawie emisji obligacji",
            "Uchwała w sprawie zaciągnięcia pożyczki",
            "Uchwała budżetowa",
            "Uchwała w sprawie wieloletniej prognozy",
        ],
        &[
            "Zwiększa się dochody w dziale 600 rozdz. 60016 § 6350 o kwotę {sum}.",
            "Zaciąga się pożyczkę w kwocie {sum} na programy i projekty realizowane ze środków unijnych.",
        ],
    ),
    (
        &[
            "Zarządzenie w sprawie inwentaryzacji",
            "Protokół z sesji",
            "Oświadczenie majątkowe",
            "Zarządzenie wójta",
            "Sprawozdanie z wykonania budżetu",
        ],
        &["Dochody wykonano w kwocie {sum}, w tym dotacje celowe.", "Wykonanie zarządzenia powierza się sekretarzowi."],
    ),
    (
        &["Sprawozdanie Rb-27S", "Opinia regionalnej izby", "Raport o stanie gminy", "Plan zagospodarowania – wyłożenie"],
        &["Wydatki majątkowe zaplanowano w kwocie {sum}.", "Dokument można przeglądać w pokoju nr 12."],
    ),
];

/// The title of a distracting page.
pub fn title(kind: u8, random: &mut Random, place: &Place) -> String {
    let title = random.pick(KINDS[kind as usize].0);
    match random.below(4) {
        0 => format!("{title} nr {}/{}", random.between(1, 300), random.between(2012, 2025)),
        1 => format!("{title} – {}", place.name),
        _ => title.to_owned(),
    }
}

/// Its first sentence.
pub fn lead(kind: u8, random: &mut Random, _place: &Place) -> String {
    let sum = printed_sum(random.between(5_000, 9_000_000) as u64 * 100, random.below(6));
    random.pick(KINDS[kind as usize].1).replace("{sum}", &sum)
}

/// Its text.
pub fn body(random: &mut Random, lead: &str) -> String {
    let count = random.between(1, 5);
    format!("<p>{lead}</p>\n{}", paragraphs(random, count))
}

/// How many files hang on it.
pub fn files(kind: u8, random: &mut Random) -> usize {
    match kind {
        5 | 6 if random.chance(60) => random.between(1, 4),
        7..=9 if random.chance(55) => 1,
        4 => random.between(0, 2),
        _ => 0,
    }
}

/// The title of a lasting text of a section.
pub fn information(random: &mut Random, section: &str) -> String {
    let word = random.pick(&[
        "informacje",
        "zasady",
        "wykaz",
        "godziny",
        "kontakt",
        "opłaty",
        "formularze",
        "pytania i odpowiedzi",
        "podstawa prawna",
    ]);
    format!("{section} – {word}")
}
