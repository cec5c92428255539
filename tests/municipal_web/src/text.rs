//! Small tools for text: slugs, escaping, dates, sums, and sentences that fill pages without saying anything.

use crate::random::Random;

/// The text in ASCII letters, digits and hyphens, as content management systems make addresses of titles.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match plain_letter(letter) {
            letter if letter.is_ascii_alphanumeric() => out.push(letter),
            _ if out.ends_with('-') || out.is_empty() => {}
            _ => out.push('-'),
        }
    }
    out.truncate(out.trim_end_matches('-').len().min(70));
    out.trim_end_matches('-').to_owned()
}

fn plain_letter(letter: char) -> char {
    match letter {
        'ą' => 'a',
        'ć' => 'c',
        'ę' => 'e',
        'ł' => 'l',
        'ń' => 'n',
        'ó' => 'o',
        'ś' => 's',
        'ź' | 'ż' => 'z',
        other => other,
    }
}

/// The text for HTML, attributes included.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i32);

const MONTHS: [&str; 12] = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
];

impl Day {
    /// The first day of a month; months beyond 12 run into the next years.
    pub fn first_of(year: i32, month: i32) -> Self {
        let (year, month) = (year + (month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
        Self(days_from_civil(year, month, 1))
    }

    /// Year, month and day.
    pub fn civil(self) -> (i32, u32, u32) {
        // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": civil_from_days.
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        (yoe + era * 400 + i32::from(month <= 2), month as u32, (doy - (153 * mp + 2) / 5 + 1) as u32)
    }

    /// 2018-09-01
    pub fn iso(self) -> String {
        let (year, month, day) = self.civil();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// 01.09.2018
    pub fn dotted(self) -> String {
        let (year, month, day) = self.civil();
        format!("{day:02}.{month:02}.{year:04}")
    }

    /// 1 września 2018
    pub fn words(self) -> String {
        let (year, month, day) = self.civil();
        format!("{day} {} {year}", MONTHS[month as usize - 1])
    }

    /// Sat, 01 Sep 2018 08:00:00 GMT (RFC 9110, section 5.6.7)
    pub fn http(self) -> String {
        const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (year, month, day) = self.civil();
        let name = NAMES[month as usize - 1];
        format!("{}, {day:02} {name} {year:04} 08:00:00 GMT", DAYS[self.0.rem_euclid(7) as usize])
    }
}

fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let yoe = year.rem_euclid(400);
    let doy = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

/// A sum of money in groszy, as the decimal of the data contract: 1149808.80.
pub fn decimal(groszy: u64) -> String {
    format!("{}.{:02}", groszy / 100, groszy % 100)
}

/// A sum of money as one of the ways in which pages print it.
pub fn printed_sum(groszy: u64, style: usize) -> String {
    let (whole, rest) = (groszy / 100, groszy % 100);
    match style % 6 {
        0 => format!("{},{rest:02} zł", grouped(whole, " ")),
        1 => format!("{},{rest:02} zł", grouped(whole, ".")),
        2 => format!("{},{rest:02} PLN", grouped(whole, "\u{a0}")),
        3 => format!("{whole},{rest:02} zł"),
        4 => format!("{},{rest:02}zł", grouped(whole, " ")),
        _ => format!("{},{rest:02} złotych", grouped(whole, " ")),
    }
}

fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

const SUBJECTS: [&str; 24] = [
    "Wójt",
    "Rada gminy",
    "Sołtys",
    "Zespół szkół",
    "Ochotnicza straż pożarna",
    "Biblioteka",
    "Koło gospodyń",
    "Drużyna seniorów",
    "Komisja konkursowa",
    "Referat gospodarki komunalnej",
    "Młodzieżowa rada",
    "Chór parafialny",
    "Orkiestra dęta",
    "Urząd",
    "Świetlica wiejska",
    "Przedszkole samorządowe",
    "Klub sportowy",
    "Dom kultury",
    "Straż gminna",
    "Zakład komunalny",
    "Stowarzyszenie miłośników ziemi",
    "Komitet organizacyjny",
    "Delegacja z gminy partnerskiej",
    "Grupa teatralna",
];
const VERBS: [&str; 20] = [
    "zaprasza na",
    "przypomina o terminie",
    "dziękuje za udział w",
    "informuje o zmianie godzin",
    "przygotowuje",
    "podsumowuje",
    "zachęca do udziału w",
    "ogłasza wyniki",
    "prosi mieszkańców o uwagi do",
    "organizuje",
    "przesuwa termin",
    "otwiera zapisy na",
    "nagrodziła laureatów",
    "przedstawia program",
    "rozpoczyna przygotowania do",
    "zakończyła",
    "odwołuje",
    "udostępnia nagranie z",
    "czeka na zgłoszenia do",
    "ma już plan",
];
const OBJECTS: [&str; 24] = [
    "dożynek gminnych",
    "turnieju piłki nożnej",
    "konkursu plastycznego",
    "zebrania wiejskiego",
    "odbioru odpadów wielkogabarytowych",
    "biegu niepodległości",
    "festynu rodzinnego",
    "warsztatów rękodzieła",
    "spotkania z autorem",
    "kiermaszu świątecznego",
    "zawodów pożarniczych",
    "szczepień psów",
    "akcji krwiodawstwa",
    "przeglądu kolęd",
    "konsultacji społecznych",
    "dnia seniora",
    "rajdu rowerowego",
    "ferii w bibliotece",
    "obchodów święta plonów",
    "przerwy w dostawie wody",
    "naboru na ławników",
    "kursu tańca",
    "sprzątania świata",
    "zbiórki elektrośmieci",
];
const TAILS: [&str; 16] = [
    "Wstęp wolny.",
    "Szczegóły w sekretariacie, pokój nr 7.",
    "W razie deszczu spotykamy się w remizie.",
    "Zapisy przyjmuje biblioteka.",
    "Prosimy o punktualne przybycie.",
    "Regulamin dostępny jest na miejscu.",
    "Dziękujemy wszystkim, którzy pomogli.",
    "Zdjęcia znajdą Państwo w galerii.",
    "Serdecznie zapraszamy mieszkańców i gości.",
    "Za utrudnienia przepraszamy.",
    "Liczba miejsc jest ograniczona.",
    "Nagrody wręczono na scenie głównej.",
    "Było głośno, wesoło i smacznie.",
    "Kolejne spotkanie już za miesiąc.",
    "Czekamy na Państwa pomysły.",
    "Telefon kontaktowy: 00 000 00 00.",
];

/// A headline of ordinary news.
pub fn headline(random: &mut Random) -> String {
    format!("{} {} {}", random.pick(&SUBJECTS), random.pick(&VERBS), random.pick(&OBJECTS))
}

/// Paragraphs of ordinary sentences as HTML.
pub fn paragraphs(random: &mut Random, count: usize) -> String {
    let mut out = String::new();
    for _ in 0..count {
        out.push_str("<p>");
        for _ in 0..random.between(2, 6) {
            out.push_str(&headline(random));
            out.push_str(". ");
            if random.chance(50) {
                out.push_str(random.pick(&TAILS));
                out.push(' ');
            }
        }
        out.push_str("</p>\n");
    }
    out
}
