//! A vendor of bulletins with numbers for everything: `/bipkod/27941604`, or `start.asp?podmiot=…&id=…`.

use super::frame::{Shell, crumbs, foot, head, menu};
use crate::site::{Node, Site};
use crate::text::escape;

pub fn address(site: &Site, node: Node) -> String {
    let numbered = |number: usize| match site.habits.variant {
        0 => format!("/start.asp?podmiot={}&id={number}", site.seed % 900),
        _ => format!("/bipkod/{}", 27_000_000 + number),
    };
    match node {
        Node::Section(section, 0) => numbered(section as usize + 1),
        Node::Section(section, page) => {
            let first = numbered(section as usize + 1);
            format!("{first}{}strona={}", if first.contains('?') { '&' } else { '?' }, page + 1)
        }
        Node::Article(index) => numbered(index as usize + 1_000),
        Node::File(index) => format!("/res/serwisy/bip-{}/komunikaty/{}", site.seed % 900, site.files[index as usize].name),
        Node::Month(month) => format!("/kalendarz.asp?rok={}&miesiac={}", month / 12, month % 12 + 1),
        _ => "/".to_owned(),
    }
}

pub fn page(site: &Site, shell: &Shell) -> String {
    let head = head(site, &shell.title, "<link rel=\"stylesheet\" href=\"/res/style.css\" type=\"text/css\" />\n");
    let day = shell.day.as_deref().map_or(String::new(), |day| format!("<p class=\"info\">Data udostępnienia: {day}</p>\n"));
    format!(
        "<!DOCTYPE html>\n<html lang=\"pl\">\n{head}<body>\n<div class=\"naglowek\">BIP - Gmina {} <a href=\"?fontsize=big\">A+</a> <a href=\"?contrast=1\">kontrast</a></div>\n\
         <div class=\"menu-lewe\">{}</div>\n<div class=\"sciezka\">{}</div>\n<div id=\"tresc\"><h2>{}</h2>\n{}{day}<a href=\"#\">Historia zmian</a></div>\n<div class=\"stopka\">{}</div>\n</body></html>\n",
        escape(&site.place.name),
        menu(site, shell.section),
        crumbs(site, shell.section),
        escape(&shell.title),
        shell.content,
        foot(site)
    )
}
