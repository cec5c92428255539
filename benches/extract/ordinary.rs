//! Pages as municipal sites make them: a notice, or none, amid menus, news boxes, scripts and styles.

use std::fmt::Write as _;

const MENU: &[&str] = &[
    "Aktualności",
    "Urząd Miasta",
    "Rada Miejska",
    "Gospodarka odpadami",
    "Pomoc społeczna",
    "Świadczenia rodzinne",
    "Edukacja",
    "Sport i rekreacja",
    "Kultura",
    "Turystyka",
    "Mapa gminy",
    "Podatki i opłaty",
    "Sołectwa",
    "Ochrona środowiska",
    "Kontakt",
];

const NEWS: &[&str] = &[
    "Urząd informuje mieszkańców o zmianie godzin pracy kasy.",
    "Zapraszamy na koncert w sobotę o godz. 18.00.",
    "Zmiana organizacji ruchu na ul. Wojska Polskiego od 12.06.2019 r.",
    "Opłata wynosi 17,00 zł i płatna jest w kasie.",
    "Telefon 87 732 62 10, pokój nr 12.",
    "Harmonogram wywozu odpadów na drugie półrocze.",
];

/// Numbers that are the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// Whole pages of 30–100 kB around the notices.
pub fn notices(notices: &[Vec<u8>], count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|i| page(i as u64, Some(&notices[i % notices.len()]))).collect()
}

/// Whole pages of which one in twenty holds a notice.
pub fn mix(notices: &[Vec<u8>], count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|i| page(i as u64, (i % 20 == 0).then(|| &notices[i / 20 % notices.len()][..]))).collect()
}

/// One page of about `bytes` bytes that tells of nothing.
pub fn quiet(bytes: usize) -> String {
    let mut page = String::from_utf8(page(1, None)).unwrap_or_default();
    while page.len() < bytes {
        let more = page.clone();
        page.push_str(&more);
    }
    page.truncate(page.floor_char_boundary(bytes));
    page
}

fn page(seed: u64, notice: Option<&[u8]>) -> Vec<u8> {
    let mut dice = Dice(seed + 1);
    let target = 30_000 + dice.roll(70_000);
    let mut head =
        String::from("<!DOCTYPE html><html lang=\"pl\"><head><meta charset=\"utf-8\"><title>Urząd Miasta</title><style>");
    for i in 0..60 {
        let _ = write!(head, ".wp-block-{i}{{margin:0 {}px;color:#{:06x}}}", dice.roll(40), dice.roll(0xff_ffff));
    }
    head.push_str("</style><script>var c={\"ajax\":\"/wp-admin/admin-ajax.php\"};if(1<2){document.write('<b>'+c.ajax+'</b>')}</script></head>");
    head.push_str("<body><header><h2>Oficjalny portal</h2>");
    menu(&mut head, &mut dice, 60);
    head.push_str("</header><main><article>");
    let mut foot = String::from("</article></main><section class=\"related\">");
    while head.len() + foot.len() + notice.map_or(0, <[u8]>::len) < target {
        news(&mut foot, &mut dice);
    }
    foot.push_str("</section><footer><p>ul. Piłsudskiego 4, NIP 000-00-00-000</p></footer></body></html>");
    // The fixtures are in three encodings; a page is in one.
    let body = notice.map(super::decode).unwrap_or_default();
    format!("{head}{body}{foot}").into_bytes()
}

fn menu(out: &mut String, dice: &mut Dice, entries: usize) {
    out.push_str("<nav><ul class=\"menu\" role=\"menu\">");
    for i in 0..entries {
        let name = MENU[dice.roll(MENU.len())];
        let _ = write!(
            out,
            "<li id=\"menu-item-{}\" class=\"menu-item menu-item-type-post_type\"><a href=\"/pl/{}/{i}.html\" title=\"{name}\"><span>{name}</span></a></li>",
            dice.roll(99_999),
            dice.roll(9_999)
        );
    }
    out.push_str("</ul></nav>");
}

fn news(out: &mut String, dice: &mut Dice) {
    let _ = write!(
        out,
        "<div class=\"news-box col-md-4\"><a href=\"/news/{}\"><img src=\"/foto/{}.jpg\" alt=\"zdjęcie\"></a><h3><a href=\"#\">{}</a></h3><span class=\"date\">{}.06.2019</span><p>",
        dice.roll(99_999),
        dice.roll(9_999),
        NEWS[dice.roll(NEWS.len())],
        1 + dice.roll(28)
    );
    for _ in 0..4 {
        out.push_str(NEWS[dice.roll(NEWS.len())]);
        out.push(' ');
    }
    out.push_str("</p></div>");
}
