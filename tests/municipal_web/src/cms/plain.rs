//! Static files from a desktop editor: frames in one variant, tables and font tags in all.

use super::frame::{Shell, foot, head, link, menu};
use crate::site::{Node, Site};
use crate::text::escape;

pub fn address(site: &Site, node: Node) -> String {
    match node {
        Node::Frame(false) => "/menu.htm".to_owned(),
        Node::Frame(true) => "/start.htm".to_owned(),
        Node::Section(section, 0) => format!("/{}.htm", site.sections[section as usize].slug),
        Node::Section(section, page) => format!("/{}_{}.htm", site.sections[section as usize].slug, page + 1),
        Node::Article(index) => {
            let section = &site.sections[site.articles[index as usize].section as usize].slug;
            format!("/{section}/art{}.html", index + 1)
        }
        Node::File(index) => format!("/pliki/{}", site.files[index as usize].name),
        Node::Month(month) => format!("/kalendarz_{month}.htm"),
        _ => "/".to_owned(),
    }
}

pub fn page(site: &Site, shell: &Shell) -> String {
    let head = head(site, &shell.title, "<meta name=\"GENERATOR\" content=\"Pajaczek NxG\">\n");
    if site.frames() {
        return match shell.node {
            Node::Home => format!(
                "<HTML>\n{head}<FRAMESET cols=\"200,*\" border=\"0\"><FRAME src=\"menu.htm\" name=\"menu\"><FRAME src=\"start.htm\" name=\"tresc\"></FRAMESET></HTML>\n"
            ),
            Node::Frame(false) => format!("<HTML>\n{head}<BODY bgcolor=\"#EEEEEE\">{}</BODY></HTML>\n", menu(site, None)),
            _ => format!(
                "<HTML>\n{head}<BODY><FONT size=\"4\">{}</FONT><HR>\n{}<HR>{}</BODY></HTML>\n",
                escape(&shell.title),
                shell.content,
                foot(site)
            ),
        };
    }
    format!(
        "<HTML>\n{head}<BODY bgcolor=\"#FFFFEE\"><TABLE width=\"760\"><TR><TD valign=\"top\" width=\"180\">{}</TD>\n<TD valign=\"top\"><CENTER><FONT size=\"5\"><B>{}</B></FONT></CENTER>\n{}<P>{}</P></TD></TR></TABLE>\n{}</BODY></HTML>\n",
        menu(site, shell.section),
        escape(&shell.title),
        shell.content,
        link(site, Node::Home, "powrót"),
        foot(site)
    )
}
