//! What of an element's attributes the text of a page depends on, taken while the parser has them at hand.

use super::hidden::style_hides;
use super::region::{Mark, by_role, by_words};
use super::tag::Tag;
use html5ever::{Attribute, QualName, local_name};

/// An element.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub name: QualName,
    pub tag: Tag,
    /// Whether it says of itself that it is not shown. `aria-hidden` does not say so: it hides from screen readers what everyone
    /// else sees.
    pub is_hidden: bool,
    /// Whether it is a link and not only an anchor.
    pub has_href: bool,
    /// Whether its role says that it only lays out the page.
    pub is_layout: bool,
    /// The region its role, id or class tells.
    pub mark: Option<Mark>,
    /// Columns and rows a cell spans.
    pub columns: u16,
    pub rows: u16,
}

impl Element {
    /// An element without attributes.
    pub(super) const fn bare(name: QualName, tag: Tag) -> Self {
        Self { name, tag, is_hidden: false, has_href: false, is_layout: false, mark: None, columns: 1, rows: 1 }
    }

    /// Reads an element's attributes.
    pub(super) fn new(name: QualName, attributes: &[Attribute]) -> Self {
        let tag = Tag::of(&name);
        let mut element = Self::bare(name, tag);
        // A page that hides all of itself shows itself by script later.
        if matches!(tag, Tag::Html | Tag::Body) {
            return element;
        }
        for attribute in attributes {
            element.take(attribute);
        }
        element
    }

    fn take(&mut self, attribute: &Attribute) {
        let value = &*attribute.value;
        match attribute.name.local {
            local_name!("hidden") => self.is_hidden = true,
            local_name!("style") => self.is_hidden |= style_hides(value),
            local_name!("href") => self.has_href = true,
            local_name!("colspan") => self.columns = span(value),
            local_name!("rowspan") => self.rows = span(value),
            local_name!("role") => {
                self.is_layout = matches!(value, "presentation" | "none");
                self.mark = by_role(value).map(Mark::Element).or(self.mark);
            }
            local_name!("class") | local_name!("id") if self.mark.is_none() && self.tag.opens_region() => {
                self.mark = by_words(value).map(Mark::Class);
            }
            _ => {}
        }
    }
}

/// How many columns or rows a cell spans.
fn span(value: &str) -> u16 {
    value.trim().parse().unwrap_or(1).clamp(1, 1000)
}

/// The address in a `<link rel="canonical">`.
pub(super) fn canonical(attributes: &[Attribute]) -> Option<String> {
    let value = |name| attributes.iter().find(|attribute| attribute.name.local == name).map(|attribute| attribute.value.trim());
    let is_canonical = value(local_name!("rel"))?.eq_ignore_ascii_case("canonical");
    value(local_name!("href")).filter(|href| is_canonical && href.starts_with("http")).map(str::to_owned)
}
