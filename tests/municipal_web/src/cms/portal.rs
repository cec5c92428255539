//! A portal with short addresses and attachments without extensions, in the manner of the government's.

use super::frame::{Shell, crumbs, foot, head, menu};
use crate::random::Random;
use crate::site::{Node, Site};
use crate::text::{escape, slug};

pub fn address(site: &Site, node: Node) -> String {
    let organisation = format!("/web/gmina-{}", slug(&site.place.name));
    match node {
        Node::Section(section, 0) => format!("{organisation}/{}", site.sections[section as usize].slug),
        Node::Section(section, page) => format!("{organisation}/{}?page={}", site.sections[section as usize].slug, page + 1),
        Node::Article(index) if site.habits.variant == 1 => {
            let section = site.articles[index as usize].section;
            format!("/wiadomosci/{section}/wiadomosc/{}/{}", 400_000 + index, slug(&site.title(index)))
        }
        Node::Article(index) => format!("{organisation}/{}-{}", slug(&site.title(index)), index + 2),
        Node::File(index) => {
            let mut random = Random::of(&[site.seed, 6, u64::from(index)]);
            format!(
                "/attachment/{:08x}-{:04x}-4{:03x}-{:012x}",
                random.below(1 << 32),
                random.below(1 << 16),
                random.below(1 << 12),
                random.below(1 << 48)
            )
        }
        Node::Month(month) => format!("{organisation}/kalendarz?rok={}&miesiac={}", month / 12, month % 12 + 1),
        _ => "/".to_owned(),
    }
}

pub fn page(site: &Site, shell: &Shell) -> String {
    let head = head(
        site,
        &shell.title,
        "<meta name=\"viewport\" content=\"width=device-width\" />\n<script>window.dataLayer = window.dataLayer || [];</script>\n",
    );
    let day = shell.day.as_deref().map_or(String::new(), |day| format!("<p class=\"event-date\">{day}</p>\n"));
    format!(
        "<!DOCTYPE html>\n<html lang=\"pl\">\n{head}<body>\n<a class=\"skip\" href=\"#main\">Przejdź do treści</a>\n<nav id=\"unit-submenu\">{}</nav>\n<nav class=\"breadcrumbs\">{}</nav>\n\
         <main><article class=\"article-area__article\"><h2>{}</h2>\n{day}<div class=\"editor-content\">{}</div></article></main>\n<footer>{}</footer>\n</body></html>\n",
        menu(site, shell.section),
        crumbs(site, shell.section),
        escape(&shell.title),
        shell.content,
        foot(site)
    )
}
