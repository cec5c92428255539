//! Joomla in three ages: articles under their section, K2 items, and old addresses with `task=view`.

use super::frame::{Shell, crumbs, foot, head, menu, path};
use crate::site::{Node, PER_PAGE, Site};
use crate::text::slug;

pub fn address(site: &Site, node: Node) -> String {
    if site.habits.variant == 2 {
        return old(site, node);
    }
    match node {
        Node::Section(section, page) => with_start(&format!("/index.php/{}", path(site, section)), page),
        Node::Article(index) => {
            let section = path(site, site.articles[index as usize].section);
            let item = if site.habits.variant == 1 { "item/" } else { "" };
            format!("/index.php/{section}/{item}{}-{}", index + 11, slug(&site.title(index)))
        }
        Node::File(index) => format!("/images/pliki/{}", site.files[index as usize].name),
        Node::Month(month) => format!("/index.php/kalendarz/{}/{}/-", month / 12, month % 12 + 1),
        _ => "/".to_owned(),
    }
}

fn old(site: &Site, node: Node) -> String {
    match node {
        Node::Section(section, 0) => format!("/index.php?option=com_content&task=category&id={0}&Itemid={0}", section + 20),
        Node::Section(section, page) => {
            let start = page as usize * PER_PAGE;
            format!("/index.php?option=com_content&task=category&id={0}&Itemid={0}&limit=10&limitstart={start}", section + 20)
        }
        Node::Article(index) => {
            let section = site.articles[index as usize].section + 20;
            format!("/index.php?option=com_content&task=view&id={}&Itemid={section}", index + 11)
        }
        Node::File(index) => format!("/images/stories/{}", site.files[index as usize].name),
        Node::Month(month) => {
            format!("/index.php?option=com_events&task=view_month&year={}&month={:02}", month / 12, month % 12 + 1)
        }
        _ => "/".to_owned(),
    }
}

fn with_start(address: &str, page: u16) -> String {
    if page == 0 { address.to_owned() } else { format!("{address}?start={}", page as usize * PER_PAGE) }
}

pub fn page(site: &Site, shell: &Shell) -> String {
    let head = head(
        site,
        &shell.title,
        "<meta name=\"generator\" content=\"Joomla! - Open Source Content Management\" />\n<link href=\"/media/system/css/system.css\" rel=\"stylesheet\" />\n",
    );
    let day = shell.day.as_deref().map_or(String::new(), |day| format!("<p class=\"createdate\">Opublikowano: {day}</p>\n"));
    let item = if site.habits.variant == 1 { "itemView" } else { "item-page" };
    format!(
        "<!DOCTYPE html>\n<html lang=\"pl-pl\">\n{head}<body class=\"site com_content\">\n<div id=\"left\"><div class=\"moduletable_menu\">{}</div></div>\n\
         <div class=\"breadcrumbs\">{}</div>\n<div id=\"content\"><div class=\"{item}\"><h2>{}</h2>\n{day}{}</div></div>\n<div id=\"footer\">{}</div>\n</body></html>\n",
        menu(site, shell.section),
        crumbs(site, shell.section),
        crate::text::escape(&shell.title),
        shell.content,
        foot(site)
    )
}
