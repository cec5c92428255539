//! Addresses that lead nowhere: calendars without end, filters in every combination, folders within themselves.
//!
//! No guard is sure, so each is loose: an ordinary site meets none of them, and the budget of each pattern bounds what all of them let
//! through.

use super::address::{parameters, pattern};
use super::key::Key;
use super::plan::HostBudget;
use crate::vocabulary::web::{Addresses, Web};
use std::collections::BTreeMap;
use url::Url;

/// Segments of a path; real ones reach about ten.
const MAX_SEGMENTS: usize = 16;
/// Parameters; the wordiest forms of Joomla write eight.
const MAX_PARAMETERS: usize = 10;
/// How often one word may stand in a path.
const MAX_REPEATS: usize = 2;
/// Parameters that choose among a list's entries or their order; sites link two (a year and a category), filters in every combination
/// have three and more.
const MAX_FILTERS: usize = 2;
/// Pages of a list: at ten entries a page, all that an office says in twenty years.
const MAX_PAGE: u64 = 500;
/// Entries before the one a page of a list begins with.
const MAX_OFFSET: u64 = 10_000;
/// How many times the budget of a pattern promising addresses may fill: on many sites every article has an address of one pattern
/// (`?c=article&id=`), and those that came first are not the best.
const PROMISING: u32 = 10;
/// The years in which a municipal calendar holds anything: from Poland's accession, the first programmes, to the end of the next
/// ones. Fixed, so that a crawl does not depend on the day it is made on.
const YEARS: std::ops::RangeInclusive<u64> = 2004..=2040;

/// What one host was seen to have of each pattern.
#[derive(Debug)]
pub struct Traps {
    words: &'static Addresses,
    per_pattern: u32,
    patterns: usize,
    counts: BTreeMap<Key, u32>,
}

impl Traps {
    /// Nothing seen yet.
    pub fn new(budget: &HostBudget) -> Self {
        Self {
            words: &Web::builtin().addresses,
            per_pattern: budget.per_pattern,
            patterns: usize::try_from(budget.addresses).unwrap_or(usize::MAX),
            counts: BTreeMap::new(),
        }
    }

    /// Takes an address that is not known yet; it is counted. To be asked once an address, in the order in which they are found.
    /// One that promises a notice passes where the budget of its pattern is spent on others.
    ///
    /// # Errors
    /// The reason why it is not worth remembering: `deep_path`, `repeated_path`, `many_parameters`, `far_date`, `endless_pages`,
    /// `facets`, `pattern_budget`.
    pub fn admit(&mut self, url: &Url, is_promising: bool) -> Result<(), &'static str> {
        self.check_path(url)?;
        let filters = self.check_query(url)?;
        // A list in another order promises what the list does.
        let most = if is_promising && filters == 0 { self.per_pattern.saturating_mul(PROMISING) } else { self.per_pattern };
        let key = Key::of(&pattern(url));
        let known = self.counts.len();
        match self.counts.get_mut(&key) {
            Some(count) if *count >= most => Err("pattern_budget"),
            Some(count) => {
                *count += 1;
                Ok(())
            }
            // No more patterns than addresses may be remembered.
            None if known >= self.patterns || self.per_pattern == 0 => Err("pattern_budget"),
            None => {
                self.counts.insert(key, 1);
                Ok(())
            }
        }
    }

    fn check_path(&self, url: &Url) -> Result<(), &'static str> {
        let segments: Vec<&str> = url.path().split('/').filter(|segment| !segment.is_empty()).take(MAX_SEGMENTS + 1).collect();
        if segments.len() > MAX_SEGMENTS {
            return Err("deep_path");
        }
        if goes_in_circles(&segments) {
            return Err("repeated_path");
        }
        for pair in segments.windows(2) {
            let [name, value] = pair else { continue };
            // `/1970/01/`: only with a month behind it is a number a year.
            if name.len() == 4
                && number(name).is_some_and(|year| !YEARS.contains(&year))
                && number(value).is_some_and(|month| (1..=12).contains(&month))
                && value.len() <= 2
            {
                return Err("far_date");
            }
            if self.words.is_page_parameter(name) && number(value).is_some_and(|page| page > MAX_PAGE) {
                return Err("endless_pages");
            }
        }
        Ok(())
    }

    /// Checks the parameters; how many of them choose among a list's entries.
    fn check_query(&self, url: &Url) -> Result<usize, &'static str> {
        let parameters = parameters(url);
        if parameters.len() > MAX_PARAMETERS {
            return Err("many_parameters");
        }
        let mut filters = 0;
        for (name, value) in parameters {
            let value = value.unwrap_or_default();
            // Values chosen from a set are written `name[]=` or `name[3]=`, the brackets escaped or not.
            let base = name.split(['[', '%']).next().unwrap_or_default();
            filters += usize::from(!value.is_empty() && (base.len() < name.len() || self.words.is_filter_parameter(base)));
            if self.words.is_page_parameter(name) && number(value).is_some_and(|page| page > MAX_PAGE)
                || self.words.is_offset_parameter(name) && number(value).is_some_and(|offset| offset > MAX_OFFSET)
            {
                return Err("endless_pages");
            }
            if self.words.is_date_parameter(name) && year(value).is_some_and(|year| !YEARS.contains(&year)) {
                return Err("far_date");
            }
        }
        if filters > MAX_FILTERS { Err("facets") } else { Ok(filters) }
    }
}

/// Whether a path goes through the same folders again: a word three times, or two and more segments repeated at once (`/a/b/a/b`), as
/// relative links do that were written without their folder. Numbers may repeat: `/2022/05/05`.
fn goes_in_circles(segments: &[&str]) -> bool {
    let named = |segment: &str| !segment.bytes().all(|byte| byte.is_ascii_digit());
    let often = |segment: &&str| named(segment) && segments.iter().filter(|other| other == &segment).count() > MAX_REPEATS;
    if segments.iter().any(often) {
        return true;
    }
    (2..=segments.len() / 2).any(|length| {
        segments.windows(2 * length).any(|window| {
            let (once, again) = window.split_at(length);
            once == again && once.iter().any(|segment| named(segment))
        })
    })
}

fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // A number that is too large for a number is still a number.
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

/// The year of a date parameter's value: `2031`, `2031-05`, `20310517`, `17.05.2031`.
fn year(value: &str) -> Option<u64> {
    let lengths = |part: &str| number(part).filter(|_| part.len() == 4);
    if let Some(found) = value.split(|letter: char| !letter.is_ascii_digit()).find_map(lengths) {
        return Some(found);
    }
    let month = value.get(4..6).and_then(number).filter(|month| (1..=12).contains(month));
    let compact = matches!(value.len(), 6 | 8) && number(value).is_some() && month.is_some();
    compact.then(|| value.get(..4).and_then(number)).flatten()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn verdict(traps: &mut Traps, address: &str) -> Result<(), &'static str> {
        traps.admit(&Url::parse(&format!("http://gmina.test{address}")).unwrap(), false)
    }

    fn alone(address: &str) -> Result<(), &'static str> {
        verdict(&mut Traps::new(&HostBudget::default()), address)
    }

    #[test]
    fn ordinary_addresses_pass() {
        for address in [
            "/",
            "/index.php?option=com_content&view=article&id=12:alias&catid=3&Itemid=82&lang=pl",
            "/projekty/projekty/unijne",
            "/2022/05/05/",
            "/a/1/b/1/c/1",
            "/historia/1939/wrzesien",
            "/strategia/2050",
            "/?start=120",
            "/aktualnosci?page=37",
            "/przetargi?rok=2019&typ=2",
            "/start.asp?podmiot=gmina&id=20190517",
            "/?date=2019-05-17",
            "/mapa?x=587812&y=576641",
            "/?data=576641",
        ] {
            assert_eq!(alone(address), Ok(()), "{address}");
        }
    }

    #[test]
    fn relative_links_without_their_folder_lead_in_circles() {
        assert_eq!(alone("/bip/urzad/bip/urzad/x"), Err("repeated_path"));
        assert_eq!(alone("/a/b/c/a/b/c"), Err("repeated_path"));
        assert_eq!(alone("/a/x/a/y/a"), Err("repeated_path"));
        assert_eq!(alone(&"/x/1".repeat(5)), Err("repeated_path"));
        assert_eq!(alone("/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q"), Err("deep_path"));
    }

    #[test]
    fn calendars_end_where_no_notice_can_be() {
        for address in [
            "/kalendarz/2055/03",
            "/kalendarz?year=1970&month=1",
            "/?date=2199-01-01",
            "/?m=204105",
            "/?rok=0001",
            "/?dzien=17.05.2041",
        ] {
            assert_eq!(alone(address), Err("far_date"), "{address}");
        }
    }

    #[test]
    fn lists_end_after_as_many_pages_as_an_office_can_fill() {
        for address in ["/?page=501", "/aktualnosci/page/9999", "/?start=10001", "/?page=99999999999999999999999", "/strona/501/"]
        {
            assert_eq!(alone(address), Err("endless_pages"), "{address}");
        }
    }

    #[test]
    fn filters_in_every_combination_are_refused() {
        assert_eq!(alone("/?sort=a&dir=asc&limit=20"), Err("facets"));
        assert_eq!(alone("/?f%5B0%5D=a&f%5B1%5D=b&f[2]=c"), Err("facets"));
        assert_eq!(alone("/?sort=a&dir=asc"), Ok(()));
        let many: Vec<String> = (0..11).map(|number| format!("p{number}=1")).collect();
        assert_eq!(alone(&format!("/?{}", many.join("&"))), Err("many_parameters"));
    }

    #[test]
    fn no_pattern_takes_more_than_its_budget() {
        let mut traps = Traps::new(&HostBudget { per_pattern: 3, ..HostBudget::default() });
        for day in 1..=3 {
            assert_eq!(verdict(&mut traps, &format!("/kalendarz/dzien-{day}")), Ok(()));
        }
        assert_eq!(verdict(&mut traps, "/kalendarz/dzien-4"), Err("pattern_budget"));
        assert_eq!(verdict(&mut traps, "/projekty/4"), Ok(()));
    }

    #[test]
    fn a_promising_address_passes_where_a_sitemap_has_spent_the_budget_of_its_pattern() {
        let mut traps = Traps::new(&HostBudget { per_pattern: 2, ..HostBudget::default() });
        let mut admit = |number: u32, is_promising: bool| {
            traps.admit(&Url::parse(&format!("http://bip.gmina.test/?c=article&id={number}")).unwrap(), is_promising)
        };
        assert!((0..2).all(|number| admit(number, false).is_ok()));
        assert_eq!(admit(2, false), Err("pattern_budget"));
        assert!((2..20).all(|number| admit(number, true).is_ok()));
        assert_eq!(admit(20, true), Err("pattern_budget"));
    }

    #[test]
    fn patterns_without_number_are_bounded_too() {
        let mut traps = Traps::new(&HostBudget { addresses: 2, ..HostBudget::default() });
        assert_eq!(verdict(&mut traps, "/a"), Ok(()));
        assert_eq!(verdict(&mut traps, "/b"), Ok(()));
        assert_eq!(verdict(&mut traps, "/c"), Err("pattern_budget"));
        assert_eq!(verdict(&mut traps, "/a"), Ok(()));
    }
}
