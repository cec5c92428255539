//! Words in `class` and `id` that tell which part of a page an element is. Data, read by [`super::region`].
//!
//! Classes and ids are cut into words at `-`, `_`, blanks, digits and capitals (`leftMenu2` → `left`, `menu`). Gathered from 415
//! home pages of Polish public bodies and from the templates of WordPress, Joomla, Drupal, Liferay and the BIP systems. Keep each
//! list in alphabetical order, and add a word only if hardly any page uses it for its main text.

use super::Region;

/// A word and the region it tells.
pub(super) const WORDS: &[(&str, Region)] = &[
    // Cookie bars and consent dialogs.
    ("ciasteczka", Region::Consent),
    ("ciasteczkach", Region::Consent),
    ("consent", Region::Consent),
    ("cookie", Region::Consent),
    ("cookiebar", Region::Consent),
    ("cookieconsent", Region::Consent),
    ("cookies", Region::Consent),
    ("cookielaw", Region::Consent),
    ("gdpr", Region::Consent),
    ("rodopopup", Region::Consent),
    // Menus, breadcrumbs, pagers, switches.
    ("breadcrumb", Region::Navigation),
    ("breadcrumbs", Region::Navigation),
    ("crumb", Region::Navigation),
    ("crumbs", Region::Navigation),
    ("dropdown", Region::Navigation),
    ("menu", Region::Navigation),
    ("menubar", Region::Navigation),
    ("menus", Region::Navigation),
    ("nav", Region::Navigation),
    ("navbar", Region::Navigation),
    ("navi", Region::Navigation),
    ("navigation", Region::Navigation),
    ("nawigacja", Region::Navigation),
    ("okruszki", Region::Navigation),
    ("pager", Region::Navigation),
    ("pagination", Region::Navigation),
    ("pasek", Region::Navigation),
    ("pathway", Region::Navigation),
    ("sciezka", Region::Navigation),
    ("sitemap", Region::Navigation),
    ("skiplinks", Region::Navigation),
    ("stronicowanie", Region::Navigation),
    ("submenu", Region::Navigation),
    ("topmenu", Region::Navigation),
    // The site's head.
    ("banner", Region::Header),
    ("header", Region::Header),
    ("masthead", Region::Header),
    ("naglowek", Region::Header),
    ("topbar", Region::Header),
    // The site's foot.
    ("colophon", Region::Footer),
    ("copyright", Region::Footer),
    ("foot", Region::Footer),
    ("footer", Region::Footer),
    ("licznik", Region::Footer),
    ("stopka", Region::Footer),
    ("stopki", Region::Footer),
    // Columns and boxes beside the text.
    ("aside", Region::Aside),
    ("bok", Region::Aside),
    ("kalendarz", Region::Aside),
    ("newsletter", Region::Aside),
    ("pogoda", Region::Aside),
    ("powiazane", Region::Aside),
    ("related", Region::Aside),
    ("sidebar", Region::Aside),
    ("widget", Region::Aside),
    ("widgets", Region::Aside),
];

/// Words that say an element holds the page's text, or only speaks of a part it has or lacks, so that no other word of the same
/// class counts (`article-header`, `content-with-menu`, `no-sidebar`).
pub(super) const CONTENT: &[&str] =
    &["article", "artykul", "bez", "content", "entry", "has", "layout", "no", "post", "tresc", "with", "without"];

/// Words beside which `header` means the heading of a text and not the head of a site (`page-header`).
pub(super) const HEADING: &[&str] = &["block", "box", "item", "page", "panel", "section"];
