//! What each HTML element means for the text of a page.

use html5ever::{LocalName, QualName, local_name, ns};

/// An element, as far as the text of a page depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// Flows with the text around it: `<span>`, `<b>`, and every element not named here.
    Inline,
    /// Stands on lines of its own.
    Block,
    Heading(u8),
    ListItem,
    Table,
    Row,
    Cell,
    HeaderCell,
    Caption,
    DefinitionList,
    Term,
    Definition,
    Anchor,
    Break,
    Superscript,
    Preformatted,
    Button,
    Head,
    Title,
    Link,
    Html,
    Body,
    Main,
    Article,
    Nav,
    Header,
    Footer,
    Aside,
    /// Never shown, or shown as something else than text.
    Unseen,
}

impl Tag {
    /// Looks an element up.
    pub(super) fn of(name: &QualName) -> Self {
        if name.ns == ns!(html) {
            Self::html(&name.local)
        } else if name.ns == ns!(svg) {
            Self::Unseen
        } else {
            Self::Inline
        }
    }

    fn html(name: &LocalName) -> Self {
        match *name {
            local_name!("a") => Self::Anchor,
            local_name!("br") => Self::Break,
            local_name!("li") => Self::ListItem,
            local_name!("td") => Self::Cell,
            local_name!("tr") => Self::Row,
            local_name!("th") => Self::HeaderCell,
            local_name!("table") => Self::Table,
            local_name!("caption") => Self::Caption,
            local_name!("dl") => Self::DefinitionList,
            local_name!("dt") => Self::Term,
            local_name!("dd") => Self::Definition,
            local_name!("h1") => Self::Heading(1),
            local_name!("h2") => Self::Heading(2),
            local_name!("h3") => Self::Heading(3),
            local_name!("h4") => Self::Heading(4),
            local_name!("h5") => Self::Heading(5),
            local_name!("h6") => Self::Heading(6),
            local_name!("sup") => Self::Superscript,
            local_name!("pre") | local_name!("xmp") | local_name!("listing") | local_name!("plaintext") => Self::Preformatted,
            local_name!("html") => Self::Html,
            local_name!("head") => Self::Head,
            local_name!("title") => Self::Title,
            local_name!("link") => Self::Link,
            local_name!("body") => Self::Body,
            local_name!("main") => Self::Main,
            local_name!("article") => Self::Article,
            local_name!("nav") => Self::Nav,
            local_name!("header") => Self::Header,
            local_name!("footer") => Self::Footer,
            local_name!("aside") => Self::Aside,
            local_name!("button") => Self::Button,
            local_name!("script")
            | local_name!("style")
            | local_name!("template")
            | local_name!("noscript")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("iframe")
            | local_name!("textarea")
            | local_name!("select")
            | local_name!("option")
            | local_name!("optgroup")
            | local_name!("datalist")
            | local_name!("canvas")
            | local_name!("audio")
            | local_name!("video")
            | local_name!("progress")
            | local_name!("meter")
            | local_name!("rp")
            | local_name!("input") => Self::Unseen,
            local_name!("p")
            | local_name!("div")
            | local_name!("ul")
            | local_name!("ol")
            | local_name!("section")
            | local_name!("blockquote")
            | local_name!("center")
            | local_name!("address")
            | local_name!("fieldset")
            | local_name!("legend")
            | local_name!("figure")
            | local_name!("figcaption")
            | local_name!("form")
            | local_name!("hr")
            | local_name!("hgroup")
            | local_name!("details")
            | local_name!("summary")
            | local_name!("dialog")
            | local_name!("menu")
            | local_name!("dir")
            | local_name!("search")
            | local_name!("thead")
            | local_name!("tbody")
            | local_name!("tfoot") => Self::Block,
            _ => Self::Inline,
        }
    }

    /// Whether the class or id of such an element may tell a part of the page: that of a box, not of a line of text.
    pub(super) fn opens_region(self) -> bool {
        self.is_block() && !matches!(self, Self::Heading(_) | Self::ListItem | Self::Row | Self::Html | Self::Body)
    }

    /// Whether text before, inside and behind the element stands on different lines.
    pub(super) fn is_block(self) -> bool {
        !matches!(
            self,
            Self::Inline
                | Self::Anchor
                | Self::Break
                | Self::Superscript
                | Self::Button
                | Self::Unseen
                | Self::Link
                | Self::Title
        )
    }
}

/// Whether the parser keeps an element of this name in its list of formatting elements, which it searches for every further one.
pub(super) fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}
