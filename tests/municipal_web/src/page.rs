//! From a page of the plan to its bytes.

use crate::attachment;
use crate::cms::{self, Shell, link};
use crate::encoding::Encoding;
use crate::municipality::{Family, Notice};
use crate::notice;
use crate::random::Random;
use crate::site::{About, Node, PER_PAGE, Site, TODAY, pages_of};
use crate::text::{Day, escape, headline, paragraphs};
use std::fmt::Write as _;

/// The month of the first look: months since year 0.
pub fn this_month() -> i32 {
    let (year, month, _) = TODAY.civil();
    year * 12 + month as i32 - 1
}

/// How a site writes its pages.
pub fn encoding(site: &Site) -> Encoding {
    let old = match site.host.family {
        Family::Plain => 85,
        Family::Joomla if site.habits.variant == 2 => 60,
        Family::BipPhp | Family::BipAsp => 15,
        _ => 0,
    };
    let mut random = Random::of(&[site.seed, 7]);
    match (random.chance(old), site.host.family) {
        (true, Family::Plain) => Encoding::Windows1250,
        (true, _) => Encoding::Iso88592,
        _ => Encoding::Utf8,
    }
}

/// The encoding a site names in its pages, wrongly in one of fifteen; one of ten names none. Both only where the header tells.
pub fn claimed_charset(site: &Site) -> String {
    let name = match Random::of(&[site.seed, 8]).below(30) {
        0 => "iso-8859-1",
        1 => "utf-8",
        2..=4 => return String::new(),
        _ => encoding(site).name(),
    };
    format!("<meta http-equiv=\"Content-Type\" content=\"text/html; charset={name}\" />\n")
}

/// What the header says: always the truth where the page lies or is silent, else at random.
pub fn content_type(site: &Site) -> String {
    let unclear = Random::of(&[site.seed, 8]).below(30) < 5;
    if unclear || Random::of(&[site.seed, 9]).chance(60) {
        format!("text/html; charset={}", encoding(site).name())
    } else {
        "text/html".to_owned()
    }
}

/// A page as text, or a document as bytes with its type.
pub enum Body {
    /// HTML, still to be encoded.
    Html(String),
    /// A document.
    Document(Vec<u8>, &'static str),
}

/// How a site looks on a day.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look {
    /// Days since the first look.
    pub day: u32,
    /// How often the page was edited until then.
    pub version: u32,
    /// Whether the menu has vanished.
    pub no_menu: bool,
}

/// The content of a page.
pub fn body(site: &Site, node: Node, look: Look) -> Body {
    if let Node::File(index) = node {
        return attachment::body(site, index);
    }
    let mut shell = match node {
        Node::Home | Node::Frame(_) => home(site, node),
        Node::Section(section, page) => section_page(site, section, page),
        Node::Article(index) => article(site, index),
        Node::Tag(tag, page) => {
            let articles = site.tagged(tag);
            let content = list(site, &articles, page as usize, &|page| Node::Tag(tag, page as u16));
            Shell { node, title: format!("Tag: {}", site.tags[tag as usize]), content, section: None, day: None }
        }
        Node::Month(month) => calendar(site, month),
        Node::File(_) => unreachable!("documents are written above"),
    };
    if look.version > 0 {
        let _ = writeln!(
            shell.content,
            "<p>Uzupełniono po raz {}.: {}.</p>",
            look.version,
            headline(&mut Random::of(&[site.seed, 12, look.version.into()]))
        );
    }
    if site.habits.dated {
        let _ = writeln!(
            shell.content,
            "<p class=\"today\">Dziś jest {}. Imieniny obchodzą: Anna, Jan.</p>",
            Day(TODAY.0 + look.day as i32).words()
        );
    }
    if look.no_menu {
        return Body::Html(format!(
            "<html><head><title>{0}</title></head><body><h1>{0}</h1>{1}</body></html>",
            escape(&shell.title),
            strip_links(&shell.content)
        ));
    }
    Body::Html(cms::page(site, &shell))
}

fn strip_links(html: &str) -> String {
    let mut out = String::new();
    for part in html.split("<a ") {
        out.push_str(part.split_once('>').map_or(part, |(tag, rest)| if tag.contains("href") { rest } else { part }));
    }
    out
}

fn home(site: &Site, node: Node) -> Shell {
    let mut random = Random::of(&[site.seed, 10]);
    let mut content = paragraphs(&mut random, 1);
    let news: Vec<u32> = (0..site.articles.len() as u32)
        .filter(|index| matches!(site.articles[*index as usize].about, About::News))
        .take(6)
        .collect();
    for index in news {
        let _ = writeln!(
            content,
            "<div class=\"news\"><h3>{}</h3><p>{}</p></div>",
            link(site, Node::Article(index), &site.title(index)),
            escape(&lead_or_nothing(site, index))
        );
    }
    let projects = site.sections.iter().position(|section| section.holds == crate::menu::Holds::Projects);
    if let Some(section) = projects.filter(|_| site.habits.banner) {
        // Banners are pictures: what they link to stands in a file name at best.
        let address = escape(&cms::address(site, Node::Section(section as u16, 0)));
        let alt = random.pick(&["", "", "baner", "Fundusze Europejskie"]);
        let _ = writeln!(
            content,
            "<a href=\"{address}\"><img src=\"/images/banery/{}.png\" alt=\"{alt}\" /></a>",
            random.pick(&["ue", "baner3", "logo-fe", "flaga", "1"])
        );
    }
    let _ = writeln!(content, "<img src=\"/images/flaga-ue.png\" alt=\"Unia Europejska\" /> <a href=\"/rss.xml\">RSS</a>");
    Shell { node, title: format!("Gmina {}", site.place.name), content, section: None, day: None }
}

fn lead_or_nothing(site: &Site, index: u32) -> String {
    if site.habits.leads { site.lead(index) } else { String::new() }
}

fn section_page(site: &Site, index: u16, page: u16) -> Shell {
    let section = &site.sections[index as usize];
    let mut content = String::new();
    for (child, section) in site.sections.iter().enumerate().filter(|(_, section)| section.parent == Some(index)) {
        let _ = writeln!(content, "<p>{}</p>", link(site, Node::Section(child as u16, 0), &section.title));
    }
    content.push_str(&list(site, &section.articles, page as usize, &|page| Node::Section(index, page as u16)));
    Shell { node: Node::Section(index, page), title: section.title.clone(), content, section: Some(index), day: None }
}

fn list(site: &Site, articles: &[u32], page: usize, at: &dyn Fn(usize) -> Node) -> String {
    let mut out = String::from("<ul class=\"lista\">\n");
    for index in articles.iter().skip(page * PER_PAGE).take(PER_PAGE) {
        let day = site.articles[*index as usize].day.dotted();
        let _ = write!(out, "<li><span class=\"data\">{day}</span> {}", link(site, Node::Article(*index), &site.title(*index)));
        if site.habits.leads {
            let more = format!("<a href=\"{}\">czytaj więcej</a>", escape(&cms::address(site, Node::Article(*index))));
            let _ = write!(out, "<p>{} {more}</p>", escape(&site.lead(*index)));
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
    out.push_str(&pager(site, pages_of(articles.len()), page, at));
    out
}

fn pager(site: &Site, pages: usize, page: usize, at: &dyn Fn(usize) -> Node) -> String {
    let mut out = String::new();
    if pages < 2 {
        return out;
    }
    if page > 0 {
        let _ = write!(out, "{} ", link(site, at(page - 1), "« poprzednia"));
    }
    if site.habits.numbered {
        for other in (0..pages).filter(|other| *other != page && (*other < 2 || other.abs_diff(page) < 4 || *other + 1 == pages))
        {
            let _ = write!(out, "{} ", link(site, at(other), &(other + 1).to_string()));
        }
    }
    if page + 1 < pages {
        let _ = write!(out, "{} ", link(site, at(page + 1), "następna »"));
    }
    let sorted = cms::address(site, at(page));
    let joint = if sorted.contains('?') { '&' } else { '?' };
    if !sorted.ends_with(".htm") {
        let _ = write!(
            out,
            "<a href=\"{0}\">sortuj wg daty</a> <a href=\"{1}\">sortuj wg tytułu</a>",
            escape(&format!("{sorted}{joint}sort=date&order=asc")),
            escape(&format!("{sorted}{joint}sort=title"))
        );
    }
    format!("<div class=\"pagination\">{out}</div>\n")
}

fn article(site: &Site, index: u32) -> Shell {
    let article = &site.articles[index as usize];
    let mut random = Random::of(&[article.seed, 11]);
    let mut content = match article.about {
        About::Notice(number) => notice_article(site, number, &mut random),
        About::Distraction(_) => crate::distract::body(&mut random, &escape(&site.lead(index))),
        About::Gallery => gallery(&mut random, index),
        _ => {
            let count = random.between(1, 7);
            format!("<p>{}</p>\n{}", escape(&site.lead(index)), paragraphs(&mut random, count))
        }
    };
    for file in &article.files {
        let text = random.pick(&["Załącznik", "Pobierz", "Załącznik nr 1", "plik", "Treść ogłoszenia", "skan"]);
        let kind = if site.files[*file as usize].name.ends_with("docx") { "DOCX" } else { "PDF" };
        let _ = writeln!(
            content,
            "<p class=\"zalacznik\">{} ({kind}, {} KB)</p>",
            link(site, Node::File(*file), text),
            random.between(20, 900)
        );
    }
    content.push_str(&around(site, index, article.section));
    let day = Some(article.day.words());
    Shell { node: Node::Article(index), title: site.title(index), content, section: Some(article.section), day }
}

/// What stands under an article: print view, neighbours, tag.
fn around(site: &Site, index: u32, section: u16) -> String {
    let mut out = String::new();
    if let Some(twin) = cms::print_twin(site, Node::Article(index)) {
        let _ = writeln!(out, "<a href=\"{}\" rel=\"nofollow\">Drukuj</a>", escape(&twin));
    }
    if site.frames() {
        return out;
    }
    let articles = &site.sections[section as usize].articles;
    if let Some(at) = articles.iter().position(|other| *other == index) {
        if let Some(other) = at.checked_sub(1).and_then(|at| articles.get(at)) {
            let _ = write!(out, "{} | ", link(site, Node::Article(*other), "Poprzedni artykuł"));
        }
        if let Some(other) = articles.get(at + 1) {
            let _ = writeln!(out, "{}", link(site, Node::Article(*other), "Następny artykuł"));
        }
    }
    if !site.tags.is_empty() {
        let tag = (site.articles[index as usize].seed % site.tags.len() as u64) as u8;
        let _ = writeln!(
            out,
            "<p>Tagi: {} <a href=\"/?p={}\">link bezpośredni</a></p>",
            link(site, Node::Tag(tag, 0), site.tags[tag as usize]),
            index + 2
        );
    }
    out
}

fn notice_article(site: &Site, number: u16, random: &mut Random) -> String {
    let notice = &site.notices[number as usize];
    if notice.form > 0 {
        return format!(
            "<p>{}</p>\n",
            random.pick(&["Zapraszamy do zapoznania się z dokumentem.", "W załączeniu.", "Treść w załączniku."])
        );
    }
    let (before, after) = (random.below(2), random.below(3));
    format!("{}{}{}", paragraphs(random, before), notice_html(site, notice), paragraphs(random, after))
}

/// The text of a notice.
pub fn notice_html(site: &Site, notice: &Notice) -> String {
    notice::write(&mut Random::of(&[notice.seed]), notice.genre, &notice.projects, &site.place).html()
}

fn gallery(random: &mut Random, index: u32) -> String {
    (0..random.between(4, 24)).fold(String::new(), |mut out, picture| {
        let _ = writeln!(out, "<a href=\"/images/galeria/{index}/{picture}.jpg\"><img src=\"/images/galeria/{index}/m_{picture}.jpg\" alt=\"\" /></a>");
        out
    })
}

fn calendar(site: &Site, month: i32) -> Shell {
    let (year, number) = (month / 12, month % 12 + 1);
    let mut content = format!("<table class=\"kalendarz\"><caption>{number}/{year}</caption>");
    for week in 0..5 {
        content.push_str("<tr>");
        (1..=7).for_each(|day| content.push_str(&format!("<td>{}</td>", week * 7 + day)));
        content.push_str("</tr>\n");
    }
    content.push_str("</table>\n<p>Brak wydarzeń.</p>\n");
    let _ = write!(
        content,
        "{} {}",
        link(site, Node::Month(month - 1), "poprzedni miesiąc"),
        link(site, Node::Month(month + 1), "następny miesiąc")
    );
    Shell { node: Node::Month(month), title: "Kalendarz wydarzeń".to_owned(), content, section: None, day: None }
}
