//! Sitemaps and feeds written in XML.

use super::{SitemapCaps, SitemapError, Told, date};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// Reads a file by its root element.
pub(super) fn read(text: &str, caps: &SitemapCaps) -> Result<Told, SitemapError> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    // Feeds are written by hand and by old programs: a wrong end tag or a bare `&` is no reason to lose the rest.
    (config.check_end_names, config.allow_unmatched_ends, config.allow_dangling_amp) = (false, true, true);
    let mut walk = Walk { caps, open: Vec::new(), known: false, text: None, item: Item::default(), told: Told::default() };
    loop {
        let goes_on = match reader.read_event() {
            Ok(Event::Eof) => {
                if !walk.open.is_empty() {
                    walk.told.cut = Some("truncated");
                }
                break;
            }
            Ok(event) => walk.take(&event)?,
            Err(_) => {
                walk.told.cut = Some("malformed");
                break;
            }
        };
        if !goes_on {
            break;
        }
    }
    if walk.known { Ok(walk.told) } else { Err(SitemapError::Other) }
}

/// What the elements that matter mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    /// `urlset`, `sitemapindex`, `rss`, `RDF`, `feed`
    Root,
    /// `url`, `item`, `entry`
    Page,
    /// `sitemap`
    Sitemap,
    /// `loc`, `link`
    Address,
    /// `guid`
    Guid,
    /// `lastmod`, `pubDate`, `date`, `updated`
    Time,
    Other,
}

impl Name {
    fn of(local: &[u8]) -> Self {
        match local {
            b"urlset" | b"sitemapindex" | b"rss" | b"RDF" | b"feed" => Self::Root,
            b"url" | b"item" | b"entry" => Self::Page,
            b"sitemap" => Self::Sitemap,
            b"loc" | b"link" => Self::Address,
            b"guid" => Self::Guid,
            b"lastmod" | b"pubDate" | b"date" | b"updated" => Self::Time,
            _ => Self::Other,
        }
    }
}

/// A page as far as it has been told.
#[derive(Debug, Default)]
struct Item {
    address: Option<String>,
    guid: Option<String>,
    time: Option<i64>,
}

struct Walk<'c> {
    caps: &'c SitemapCaps,
    open: Vec<Name>,
    /// Whether the root is one of those that tell addresses.
    known: bool,
    /// The text of the element being read; none where it does not matter or cannot be read.
    text: Option<String>,
    item: Item,
    told: Told,
}

impl Walk<'_> {
    /// Takes what comes next; returns whether more is wanted.
    fn take(&mut self, event: &Event<'_>) -> Result<bool, SitemapError> {
        match event {
            Event::Start(start) => {
                self.begin(start)?;
                if self.open.len() > self.caps.depth {
                    self.told.cut = Some("depth");
                    return Ok(false);
                }
            }
            Event::Empty(start) => {
                self.begin(start)?;
                return Ok(self.end());
            }
            Event::End(_) => return Ok(self.end()),
            Event::Text(text) => self.add(std::str::from_utf8(text).unwrap_or_default()),
            Event::CData(text) => self.add(std::str::from_utf8(text).unwrap_or_default()),
            Event::GeneralRef(reference) => {
                let name = std::str::from_utf8(reference).unwrap_or_default();
                match reference.resolve_char_ref() {
                    Ok(Some(letter)) => self.add(letter.encode_utf8(&mut [0; 4])),
                    Ok(None) => match resolve_predefined_entity(name) {
                        Some(text) => self.add(text),
                        // Entities of the file's own are never expanded: what holds one is not read.
                        None => self.text = None,
                    },
                    Err(_) => self.text = None,
                }
            }
            // A document type may define entities; it is passed over with all of them.
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(true)
    }

    fn begin(&mut self, start: &BytesStart<'_>) -> Result<(), SitemapError> {
        let local = start.local_name();
        let mut name = Name::of(local.as_ref());
        if self.open.is_empty() && !self.known {
            if name != Name::Root {
                return Err(if local.as_ref().eq_ignore_ascii_case(b"html") { SitemapError::Page } else { SitemapError::Other });
            }
            self.known = true;
        }
        self.text = None;
        let is_page = |name: &Name| matches!(name, Name::Page | Name::Sitemap);
        if is_page(&name) && self.open.iter().any(is_page) {
            // The `<url>` of a picture inside an item of a feed.
            name = Name::Other;
        }
        let parent = self.open.last().copied();
        match name {
            Name::Page | Name::Sitemap => self.item = Item::default(),
            Name::Address | Name::Guid | Name::Time if matches!(parent, Some(Name::Page | Name::Sitemap)) => {
                self.text = Some(String::new());
                if name == Name::Address {
                    self.atom_link(start);
                }
                if name == Name::Guid && attribute(start, b"isPermaLink").as_deref() == Some("false") {
                    self.text = None;
                }
            }
            _ => {}
        }
        self.open.push(name);
        Ok(())
    }

    /// Atom writes the address of an entry as an attribute; only the link to the page itself counts.
    fn atom_link(&mut self, start: &BytesStart<'_>) {
        let relation = attribute(start, b"rel");
        if relation.is_none_or(|relation| relation == "alternate")
            && self.item.address.is_none()
            && let Some(href) = attribute(start, b"href")
        {
            self.item.address = Some(href);
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(gathered) = &mut self.text {
            if gathered.len() + text.len() > self.caps.address {
                self.text = None;
            } else {
                gathered.push_str(text);
            }
        }
    }

    /// Ends the element that was opened last; returns whether more is wanted.
    fn end(&mut self) -> bool {
        let Some(name) = self.open.pop() else { return true };
        let text = self.text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        match name {
            Name::Address if text.is_some() && self.item.address.is_none() => self.item.address = text,
            Name::Guid => self.item.guid = text.filter(|guid| guid.starts_with("http")),
            Name::Time if self.item.time.is_none() => self.item.time = text.and_then(|text| date::read(&text)),
            Name::Page | Name::Sitemap => return self.tell(name),
            _ => {}
        }
        true
    }

    fn tell(&mut self, name: Name) -> bool {
        let Item { address, guid, time } = std::mem::take(&mut self.item);
        let Some(address) = address.or(guid).filter(|address| address.len() <= self.caps.address) else { return true };
        if self.told.count() >= self.caps.addresses {
            self.told.cut = Some("addresses");
            return false;
        }
        match name {
            Name::Sitemap => self.told.sitemaps.push(address),
            _ => self.told.addresses.push((address, time)),
        }
        true
    }
}

/// The value of an attribute, its references read.
fn attribute(start: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let found = start.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.unescape_value().ok()?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}
