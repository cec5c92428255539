//! A vendor of bulletins with one script and parameters: `/?c=647`, `?c=article&id=132`.

use super::frame::{Shell, crumbs, foot, head, menu};
use crate::site::{Node, Site};
use crate::text::escape;

pub fn address(site: &Site, node: Node) -> String {
    let script = if site.habits.variant == 1 { "/index.php" } else { "/" };
    match node {
        Node::Section(section, 0) => format!("{script}?c={}", 600 + section),
        Node::Section(section, page) => format!("{script}?c={}&p={}", 600 + section, page + 1),
        Node::Article(index) => format!("{script}?c=article&id={}", index + 100),
        Node::File(index) if site.habits.variant == 2 => format!("/?c=getfile&id={}", index + 1),
        Node::File(index) => format!("/upload/{}", site.files[index as usize].name),
        Node::Month(month) => format!("{script}?c=calendar&y={}&m={}", month / 12, month % 12 + 1),
        _ => "/".to_owned(),
    }
}

pub fn page(site: &Site, shell: &Shell) -> String {
    let head = head(site, &shell.title, "<meta name=\"robots\" content=\"index,follow\" />\n");
    let day = shell.day.as_deref().unwrap_or("brak");
    let metrics = if matches!(shell.node, Node::Article(_)) {
        format!(
            "<div class=\"metryka\"><h3>Metryka</h3><table><tr><td>Wytworzył:</td><td>Sekretariat</td></tr><tr><td>Data publikacji:</td><td>{day}</td></tr><tr><td>Liczba odsłon:</td><td>{}</td></tr></table></div>",
            site.seed % 9_000
        )
    } else {
        String::new()
    };
    format!(
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n<html lang=\"pl\">\n{head}<body>\n\
         <table id=\"layout\"><tr><td colspan=\"2\"><a href=\"https://www.bip.gov.pl/\"><img src=\"/img/bip.gif\" alt=\"Biuletyn Informacji Publicznej\" /></a> Gmina {}</td></tr>\n\
         <tr><td class=\"lewa\">{}</td><td class=\"bip-tresc\">{}<h1>{}</h1>\n{}{metrics}</td></tr></table>\n{}</body></html>\n",
        escape(&site.place.name),
        menu(site, shell.section),
        crumbs(site, shell.section),
        escape(&shell.title),
        shell.content,
        foot(site)
    )
}
