//! What all systems share: the menu, links, and the parts a page is put together from.

use super::address;
use crate::municipality::Family;
use crate::site::{Node, Site};
use crate::text::escape;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// The text of a page and where it stands.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The page.
    pub node: Node,
    /// Its headline.
    pub title: String,
    /// Its text, as HTML.
    pub content: String,
    /// The section it belongs to.
    pub section: Option<u16>,
    /// The day of publication, in words.
    pub day: Option<String>,
}

/// A link within the site, in the site's habits.
pub fn link(site: &Site, node: Node, text: &str) -> String {
    format!("<a href=\"{}\">{}</a>", href(site, node), escape(text))
}

/// The address as links have it: with a session number where the site hands them out.
pub fn href(site: &Site, node: Node) -> String {
    let address = address(site, node);
    if site.habits.sessions && matches!(node, Node::Article(_) | Node::Section(..)) {
        let joint = if address.contains('?') { '&' } else { '?' };
        return escape(&format!("{address}{joint}PHPSESSID={:016x}", site.seed));
    }
    escape(&address)
}

/// The menu as nested lists: whole, or only the top and the branch one is in.
pub fn menu(site: &Site, current: Option<u16>) -> String {
    let mut out = String::from("<ul class=\"menu\">\n");
    let _ = writeln!(out, "<li>{}</li>", link(site, Node::Home, "Strona główna"));
    let mut open = Vec::new();
    let mut at = current;
    while let Some(section) = at {
        open.push(section);
        at = site.sections[section as usize].parent;
    }
    branch(site, None, &open, &mut out);
    if site.habits.calendar {
        let _ = writeln!(out, "<li>{}</li>", link(site, Node::Month(crate::page::this_month()), "Kalendarz wydarzeń"));
    }
    for other in ["https://www.facebook.com/", "https://www.gov.pl/"] {
        let _ = writeln!(out, "<li><a href=\"{other}\">Zobacz także</a></li>");
    }
    out.push_str("</ul>\n");
    out
}

fn branch(site: &Site, parent: Option<u16>, open: &[u16], out: &mut String) {
    for (index, section) in site.sections.iter().enumerate().filter(|(_, section)| section.parent == parent) {
        let index = index as u16;
        let _ = write!(out, "<li class=\"item-{index}\">{}", link(site, Node::Section(index, 0), &section.title));
        let has_children = site.sections.iter().any(|section| section.parent == Some(index));
        if has_children && (site.habits.whole_menu || open.contains(&index)) {
            out.push_str("<ul>\n");
            branch(site, Some(index), open, out);
            out.push_str("</ul>");
        }
        out.push_str("</li>\n");
    }
}

/// The way from the start page down to a section.
pub fn crumbs(site: &Site, section: Option<u16>) -> String {
    let mut way = Vec::new();
    let mut at = section;
    while let Some(index) = at {
        way.push(link(site, Node::Section(index, 0), &site.sections[index as usize].title));
        at = site.sections[index as usize].parent;
    }
    way.push(link(site, Node::Home, "Start"));
    way.reverse();
    way.join(" » ")
}

/// The slugs of a section and those above it, joined with slashes.
pub fn path(site: &Site, section: u16) -> String {
    let section = &site.sections[section as usize];
    match section.parent {
        Some(parent) => format!("{}/{}", path(site, parent), section.slug),
        None => section.slug.clone(),
    }
}

/// What stands at the foot of every page, a project's sentence included if the site was paid by one.
pub fn foot(site: &Site) -> String {
    let sentence = match site.footer() {
        Some(notice) => crate::page::notice_html(site, notice),
        None => String::new(),
    };
    format!("{sentence}<p>© {} · realizacja: Studio Stron</p>", escape(&site.place.name))
}

/// The head of a page, with what the site says of its encoding.
pub fn head(site: &Site, title: &str, more: &str) -> String {
    let charset = crate::page::claimed_charset(site);
    let style = if matches!(site.host.family, Family::Plain) { "" } else { STYLE.as_str() };
    format!("<head>\n{charset}<title>{} - {}</title>\n{more}{style}</head>\n", escape(title), escape(&site.place.name))
}

/// Rules and scripts that real pages carry in their head: bytes without a word to read.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    let mut out = String::from("<style>\n");
    for number in 0..70 {
        let _ = writeln!(
            out,
            ".block-{number} .widget>a:hover{{margin:0 auto {number}px;padding:{}px 1em;color:#3{number:02}}}",
            number % 7
        );
    }
    out.push_str("</style>\n<script>\n");
    for number in 0..40 {
        let _ = writeln!(out, "window.settings['module{number}'] = {{\"interval\":{},\"effect\":\"fade\"}};", number * 250);
    }
    out.push_str("</script>\n");
    out
});
