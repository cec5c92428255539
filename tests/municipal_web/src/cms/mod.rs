//! Content management systems: addresses of pages and the markup around their text.

mod bip_asp;
mod bip_php;
mod frame;
mod joomla;
mod plain;
mod portal;
mod wordpress;

pub use frame::{Shell, link};

use crate::municipality::Family;
use crate::site::{Node, Site};

/// Path and query of a page.
pub fn address(site: &Site, node: Node) -> String {
    if let Node::Home = node {
        return "/".to_owned();
    }
    match site.host.family {
        Family::Joomla => joomla::address(site, node),
        Family::WordPress => wordpress::address(site, node),
        Family::BipPhp => bip_php::address(site, node),
        Family::BipAsp => bip_asp::address(site, node),
        Family::Portal => portal::address(site, node),
        Family::Plain => plain::address(site, node),
    }
}

/// The whole page around a text.
pub fn page(site: &Site, shell: &Shell) -> String {
    match site.host.family {
        Family::Joomla => joomla::page(site, shell),
        Family::WordPress => wordpress::page(site, shell),
        Family::BipPhp => bip_php::page(site, shell),
        Family::BipAsp => bip_asp::page(site, shell),
        Family::Portal => portal::page(site, shell),
        Family::Plain => plain::page(site, shell),
    }
}

/// The address of the same page for printing, where the system has one.
pub fn print_twin(site: &Site, node: Node) -> Option<String> {
    let address = address(site, node);
    let with = |more: &str| format!("{address}{}{more}", if address.contains('?') { '&' } else { '?' });
    match site.host.family {
        Family::Joomla => Some(with("tmpl=component&print=1&layout=default&page=")),
        Family::BipPhp => Some(with("print=1")),
        Family::BipAsp => Some(with("druk=tak")),
        Family::Portal => Some(with("fontsize=big")),
        Family::WordPress if site.habits.variant == 1 => Some(with("print=pdf")),
        _ => None,
    }
}

/// Parameters that make twins of a page: its content does not depend on them.
const TWINS: [&str; 22] = [
    "tmpl",
    "print",
    "layout",
    "fontsize",
    "contrast",
    "druk",
    "PHPSESSID",
    "sid",
    "utm_source",
    "utm_medium",
    "fbclid",
    "replytocom",
    "sort",
    "order",
    "lang",
    "font",
    "kontrast",
    "cmd",
    "size",
    "filter",
    "view_mode",
    "rozmiar",
];

/// The address without what makes twins, and whether any of it was there.
pub fn without_twins(address: &str) -> (String, bool) {
    let address = address.split('#').next().unwrap_or_default();
    let Some((path, query)) = address.split_once('?') else { return (address.to_owned(), false) };
    let keeps = |part: &&str| {
        let name = part.split('=').next().unwrap_or_default();
        !part.is_empty() && !TWINS.contains(&name) && *part != "page=" && *part != "start=0"
    };
    let kept: Vec<&str> = query.split('&').filter(keeps).collect();
    let twin = kept.len() != query.split('&').count();
    (if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }, twin)
}
