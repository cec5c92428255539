//! Sitemaps, of which few are what they should be, and feeds.

use crate::answer::{Response, gzip};
use crate::cms;
use crate::municipality::Family;
use crate::random::Random;
use crate::site::{About, Node, Site};
use crate::text::escape;
use std::fmt::Write as _;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    None,
    Complete,
    Index,
    Stale,
    Malformed,
}

fn kind(site: &Site) -> Kind {
    let weights = match site.host.family {
        Family::WordPress => [15, 20, 45, 12, 8],
        Family::Plain => [90, 5, 0, 5, 0],
        _ => [60, 18, 5, 10, 7],
    };
    [Kind::None, Kind::Complete, Kind::Index, Kind::Stale, Kind::Malformed][Random::of(&[site.seed, 19]).weighted(&weights)]
}

/// Whether robots.txt names the sitemap.
pub fn listed(site: &Site) -> bool {
    kind(site) != Kind::None && Random::of(&[site.seed, 20]).chance(60)
}

/// The sitemap or a part of it, if the path is that of one.
pub fn answer(site: &Site, path: &str) -> Option<Response> {
    let xml = |text: String| Some(Response::html(200, "application/xml", text.into_bytes()));
    let root =
        if site.host.family == Family::WordPress && kind(site) == Kind::Index { "/wp-sitemap.xml" } else { "/sitemap.xml" };
    match (kind(site), path) {
        (Kind::Index, "/wp-sitemap.xml") if root != "/wp-sitemap.xml" => None,
        (Kind::Index, "/sitemap.xml") if root != "/sitemap.xml" => Some(Response::redirect(301, root.to_owned())),
        (Kind::Index, "/sitemap.xml" | "/wp-sitemap.xml") => xml(index(site)),
        (Kind::Index, _) => {
            let part: usize = path.strip_prefix("/sitemap-czesc-")?.strip_suffix(".xml.gz")?.parse().ok()?;
            let nodes = nodes(site);
            let nodes = nodes.chunks(300).nth(part)?;
            Some(Response::html(200, "application/x-gzip", gzip(urlset(site, nodes, false).as_bytes())))
        }
        (Kind::Complete, "/sitemap.xml") => xml(urlset(site, &nodes(site), false)),
        (Kind::Stale, "/sitemap.xml") => {
            let nodes = nodes(site);
            xml(urlset(site, &nodes[nodes.len() / 2..], true))
        }
        (Kind::Malformed, "/sitemap.xml") => {
            let text = urlset(site, &nodes(site), false);
            xml(match site.seed % 3 {
                0 => text.chars().take(text.len() / 2).collect(),
                1 => format!(
                    "\n\n<!DOCTYPE urlset [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>{}",
                    text.replace("</loc>", "&b;</loc>")
                ),
                _ => text.replace("<loc>", "<loc> & "),
            })
        }
        _ => None,
    }
}

fn nodes(site: &Site) -> Vec<Node> {
    let keeps = |node: &Node| matches!(node, Node::Home | Node::Article(_) | Node::Section(_, 0));
    site.nodes().into_iter().filter(keeps).collect()
}

fn index(site: &Site) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for part in 0..nodes(site).len().div_ceil(300) {
        let _ = writeln!(out, "<sitemap><loc>http://{}/sitemap-czesc-{part}.xml.gz</loc></sitemap>", site.host.name);
    }
    out.push_str("</sitemapindex>\n");
    out
}

fn urlset(site: &Site, nodes: &[Node], stale: bool) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (number, node) in nodes.iter().enumerate() {
        let _ = write!(out, "<url><loc>http://{}{}</loc>", site.host.name, escape(&cms::address(site, *node)));
        if let Node::Article(index) = node {
            let _ = write!(out, "<lastmod>{}</lastmod>", site.articles[*index as usize].day.iso());
        }
        out.push_str("</url>\n");
        if stale && number % 5 == 0 {
            let _ = writeln!(out, "<url><loc>http://{}/stary-serwis/{number}.html</loc></url>", site.host.name);
        }
    }
    out.push_str("</urlset>\n");
    out
}

/// The feed of the newest news.
pub fn feed(site: &Site) -> Response {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>{}</title>\n",
        escape(&site.place.name)
    );
    let is_news =
        |index: &u32| matches!(site.articles[*index as usize].about, About::News | About::Distraction(_) | About::Notice(_));
    for index in (0..site.articles.len() as u32).filter(is_news).take(15) {
        let address = escape(&cms::address(site, Node::Article(index)));
        let _ = writeln!(
            out,
            "<item><title>{}</title><link>http://{}{address}</link><description>{}</description></item>",
            escape(&site.title(index)),
            site.host.name,
            escape(&site.lead(index))
        );
    }
    out.push_str("</channel></rss>\n");
    Response::html(200, "application/rss+xml; charset=utf-8", out.into_bytes())
}
