//! WordPress: dated articles, categories, tags, uploads.

use super::frame::{Shell, foot, head, menu, path};
use crate::site::{Node, Site};
use crate::text::{escape, slug};

pub fn address(site: &Site, node: Node) -> String {
    let paged = |page: u16| if page == 0 { String::new() } else { format!("page/{}/", page + 1) };
    match node {
        Node::Section(section, page) => format!("/category/{}/{}", path(site, section), paged(page)),
        Node::Article(index) => {
            let (year, month, _) = site.articles[index as usize].day.civil();
            format!("/{year}/{month:02}/{}-{}/", slug(&site.title(index)), index + 2)
        }
        Node::File(index) => {
            let file = &site.files[index as usize];
            let (year, month, _) = site.articles[file.article as usize].day.civil();
            format!("/wp-content/uploads/{year}/{month:02}/{}", file.name)
        }
        Node::Tag(tag, page) => format!("/tag/{}/{}", site.tags[tag as usize], paged(page)),
        Node::Month(month) => format!("/wydarzenia/{}-{:02}/", month / 12, month % 12 + 1),
        _ => "/".to_owned(),
    }
}

pub fn page(site: &Site, shell: &Shell) -> String {
    let head = head(
        site,
        &shell.title,
        "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/feed/\" />\n<link rel=\"https://api.w.org/\" href=\"/wp-json/\" />\n<meta name=\"generator\" content=\"WordPress 6.4\" />\n",
    );
    let day = shell.day.as_deref().map_or(String::new(), |day| format!("<time class=\"entry-date\">{day}</time>\n"));
    format!(
        "<!DOCTYPE html>\n<html lang=\"pl-PL\">\n{head}<body class=\"wp-site\">\n<header><nav class=\"main-navigation\">{}</nav></header>\n\
         <main id=\"main\"><article class=\"hentry\"><h1 class=\"entry-title\">{}</h1>{day}<div class=\"entry-content\">\n{}</div></article></main>\n\
         <aside class=\"widget-area\"><form role=\"search\" action=\"/\"><input name=\"s\" /></form></aside>\n<footer>{}</footer>\n</body>\n</html>\n",
        menu(site, shell.section),
        escape(&shell.title),
        shell.content,
        foot(site)
    )
}
