//! What resolution needs of a mention, compact: a million of them are held at once.

use super::body::BodyKey;
use super::ids::{hash32, hash64};
use super::likeness::{TitleKey, fold};
use crate::check::Mention;
use crate::notice::{Amount, Fact, Notice, Scope};
use crate::page::Source;
use crate::value::{PartialDate, printed_number};
use crate::vocabulary::Role;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// All that resolution needs of a mention: some 250 bytes with what it points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Number of its page, in page order.
    pub page: u32,
    /// A hash of its page's place (path and address) and its number on the page: what names it where nothing else does.
    pub(super) fallback: u64,
    /// Everything else: two mentions that agree in it tell the same.
    pub(super) told: Told,
    /// How many fields it tells.
    pub(super) filled: u8,
}

/// What a mention tells of a project, ready for comparison. Ordered by content, so that no result hangs on the order of pages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Told {
    /// The number's body without prefix and version, of the programmes' grammars.
    pub number: Option<Box<str>>,
    pub title: Option<TitleKey>,
    /// Who receives the grant, or leads.
    pub body: Option<BodyKey>,
    /// Hashes of the groups of partners and of the acting unit, sorted.
    pub others: Box<[u32]>,
    /// Hash of the name of the acting unit, where it is of no municipality that we know: a village's school.
    pub unit: Option<u32>,
    /// Hash of a number of another grammar (`55/OPS/D/2024`).
    pub local_number: Option<u32>,
    /// The six digits of the municipality's TERYT number.
    pub teryt: Option<u32>,
    /// Its kind: the seventh digit.
    pub kind: u8,
    /// Hash of the municipality's name.
    pub municipality: Option<u32>,
    /// Hash of the name of the municipality that the body is or belongs to.
    pub home: Option<u32>,
    /// Hash of the programme's code.
    pub programme: Option<u32>,
    pub sums: Sums,
    pub start: Day,
    pub end: Day,
    /// Hash of the site: the host, or the folder of a saved page.
    pub site: u32,
}

/// Sums of the whole project, in grosze (or cents).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Sums {
    /// Total, eligible, grant, own contribution; 0 is none.
    pub values: [i64; 4],
    /// A bit for each that the page calls approximate.
    pub approximate: u8,
    /// The currency's number, from 1; 0 is none.
    pub currency: u8,
}

/// The places of the sums in [`Sums::values`].
pub(super) const TOTAL: usize = 0;
/// See [`TOTAL`].
pub(super) const ELIGIBLE: usize = 1;
/// See [`TOTAL`].
pub(super) const GRANT: usize = 2;
/// See [`TOTAL`].
pub(super) const OWN: usize = 3;

/// A date as far as it is known: year, month and day as one number, each 0 where it is not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Day(u32);

impl Day {
    fn new(date: PartialDate) -> Self {
        let year = u32::try_from(date.year).unwrap_or(0);
        Self(year * 10_000 + date.month.unwrap_or(0) * 100 + date.day.unwrap_or(0))
    }

    pub(super) const fn year(self) -> Option<u32> {
        if self.0 == 0 { None } else { Some(self.0 / 10_000) }
    }

    pub(super) const fn month(self) -> Option<u32> {
        let month = self.0 / 100 % 100;
        if month == 0 { None } else { Some(month) }
    }

    pub(super) const fn day(self) -> Option<u32> {
        let day = self.0 % 100;
        if day == 0 { None } else { Some(day) }
    }

    /// Whether it is the same as far as both are known.
    pub(super) fn agrees(self, other: Self) -> bool {
        let same = |a: Option<u32>, b: Option<u32>| a.is_none() || b.is_none() || a == b;
        same(self.year(), other.year()) && same(self.month(), other.month()) && same(self.day(), other.day())
    }

    /// Months since the year 0, if the month is known.
    pub(super) fn months(self) -> Option<u32> {
        Some(self.year()? * 12 + self.month()?)
    }
}

impl Key {
    /// Reads a mention; `page` is the number of its page, in page order.
    pub fn of(mention: &Mention, page: u32) -> Self {
        let notice = &mention.notice;
        let printed = notice.agreement_number.as_ref().map(|fact| fact.value.as_str());
        let number = printed.and_then(printed_number::joining).map(without_zeros);
        let local_number = printed.filter(|_| number.is_none()).map(|printed| hash32(&fold(printed)));
        let body = notice.beneficiary.as_ref().map(|fact| BodyKey::new(&fact.value)).filter(|key| !key.folded.is_empty());
        let title = notice.title.as_ref().map(|fact| TitleKey::new(&fact.value)).filter(|key| !key.folded.is_empty());
        let (teryt, kind) = notice.teryt.as_ref().map_or((None, 0), |fact| teryt(&fact.value));
        let place = format!(
            "{}\0{}\0{}",
            mention.source.path.as_deref().unwrap_or_default(),
            mention.source.url.as_deref().unwrap_or_default(),
            mention.mention
        );
        let home = body.as_ref().filter(|body| body.place_name().is_some()).map(BodyKey::group);
        let told = Told {
            home,
            number: number.map(String::into_boxed_str),
            title,
            body,
            others: others(notice),
            unit: unit(notice),
            local_number,
            teryt,
            kind,
            municipality: notice.municipality.as_ref().map(|fact| hash32(&fold(&fact.value))),
            programme: notice.programme_code.as_ref().map(|fact| hash32(&fact.value)),
            sums: sums(notice),
            start: day(notice.start_date.as_ref()),
            end: day(notice.end_date.as_ref()),
            site: site(&mention.source),
        };
        let filled = u8::try_from(notice.filled_fields()).unwrap_or(u8::MAX);
        Self { page, fallback: hash64(place.as_bytes()), told, filled }
    }

    /// Bytes that it takes, with what it points to.
    pub fn size(&self) -> usize {
        let told = &self.told;
        size_of::<Self>()
            + told.number.as_ref().map_or(0, |text| text.len())
            + told.title.as_ref().map_or(0, |key| key.folded.len())
            + told.body.as_ref().map_or(0, |key| key.folded.len())
            + size_of_val(&*told.others)
    }
}

impl Key {
    /// This one as it is set beside others where people have put it right: what they have taken away joins nothing, so there what was read
    /// stands.
    pub(super) fn beside(&self, read: &Self) -> Self {
        let mut key = self.clone();
        let (told, read) = (&mut key.told, &read.told);
        if told.number.is_none() && told.local_number.is_none() {
            (told.number, told.local_number) = (read.number.clone(), read.local_number);
        }
        if told.body.is_none() {
            (told.body, told.home) = (read.body.clone(), read.home);
        }
        if told.others.is_empty() {
            told.others.clone_from(&read.others);
        }
        if told.teryt.is_none() {
            (told.teryt, told.kind) = (read.teryt, read.kind);
        }
        told.title = told.title.take().or_else(|| read.title.clone());
        told.unit = told.unit.or(read.unit);
        told.municipality = told.municipality.or(read.municipality);
        told.programme = told.programme.or(read.programme);
        for (sum, was) in told.sums.values.iter_mut().zip(read.sums.values).filter(|(sum, _)| **sum == 0) {
            *sum = was;
        }
        let filled = |day: Day, was: Day| if day == Day::default() { was } else { day };
        (told.start, told.end) = (filled(told.start, read.start), filled(told.end, read.end));
        key
    }
}

impl Told {
    /// What groups mentions by place or body: the municipality and its units are one group.
    pub(super) fn group(&self) -> Option<u32> {
        self.body.as_ref().map(BodyKey::group).or(self.municipality)
    }

    /// Whether it stands on the page of a municipality that the body is not of: a partner's.
    pub(super) fn is_foreign(&self) -> bool {
        self.municipality.is_some_and(|municipality| self.home.is_some_and(|home| home != municipality))
    }

    /// The municipality whose project it is: the body's, or where no body is named the page's, unless it is a partner's.
    pub(super) fn owner(&self) -> Option<u32> {
        if self.body.is_some() {
            return self.home;
        }
        self.municipality.filter(|municipality| self.others.binary_search(municipality).is_err())
    }

    /// Whether it has anything besides the title, the body, the place and the programme that tells projects of one title apart.
    pub(super) fn is_bare(&self) -> bool {
        self.number.is_none()
            && self.local_number.is_none()
            && self.sums.values == [0; 4]
            && self.start == Day::default()
            && self.end == Day::default()
    }
}

/// Keys of mentions that stand in page order.
pub fn keys(mentions: &[&Mention]) -> Vec<Key> {
    let mut page = 0;
    let mut keys = Vec::with_capacity(mentions.len());
    for (at, mention) in mentions.iter().enumerate() {
        let is_new = at.checked_sub(1).is_some_and(|before| mentions[before].source != mention.source);
        page += u32::from(is_new);
        keys.push(Key::of(mention, page));
    }
    keys
}

/// A number without the zeros before its serial, which pages lose. Where the number names an institution (`-IZ.00-`) they stay: there
/// three digits are a call's and four an agreement's.
fn without_zeros(number: String) -> String {
    let Some((head, year)) = number.rsplit_once('/') else { return number };
    let Some((head, serial)) = head.rsplit_once('-') else { return number };
    if head.contains('-') && head.split('-').any(|part| part.starts_with('I') && part.contains('.')) {
        return number;
    }
    format!("{head}-{}/{year}", serial.trim_start_matches('0'))
}

fn teryt(printed: &str) -> (Option<u32>, u8) {
    let six = printed.get(..6).and_then(|six| six.parse().ok());
    let kind = printed.as_bytes().get(6).map_or(0, |digit| digit.saturating_sub(b'0'));
    (six, kind)
}

fn day(fact: Option<&Fact<PartialDate>>) -> Day {
    fact.map_or_else(Day::default, |fact| Day::new(fact.value))
}

fn unit(notice: &Notice) -> Option<u32> {
    let unit = BodyKey::new(&notice.implementer.as_ref()?.value);
    unit.place_name().is_none().then(|| hash32(&unit.folded))
}

fn others(notice: &Notice) -> Box<[u32]> {
    let named = notice.partners.iter().chain(&notice.implementer);
    let mut groups: Vec<u32> = named.map(|fact| BodyKey::new(&fact.value).group()).collect();
    groups.sort_unstable();
    groups.dedup();
    groups.into()
}

/// The sums of the whole project: what belongs to one partner, one year or a part is none of them.
fn sums(notice: &Notice) -> Sums {
    let facts = [&notice.total_cost, &notice.eligible_cost, &notice.cofinancing, &notice.own_contribution];
    let part: Option<Decimal> = notice.amounts.iter().find(|amount| amount.role == Role::PartnerShare).map(|amount| amount.value);
    let value = |fact: &Option<Fact<Decimal>>| fact.as_ref().map(|fact| fact.value);
    // Beside a partner's part, a grant that fits into it is the partner's, and so is the own contribution.
    let of_part = part.is_some_and(|part| value(&notice.cofinancing).is_some_and(|grant| grant <= part));
    let mut sums = Sums { currency: notice.currency.as_ref().map_or(0, |fact| fact.value as u8 + 1), ..Sums::default() };
    for (at, fact) in facts.into_iter().enumerate() {
        let Some(fact) = fact else { continue };
        let amount = amount_of(notice, fact);
        let partners = of_part && (at == GRANT || at == OWN) || Some(fact.value) == part && at != TOTAL;
        if partners || amount.is_some_and(|amount| amount.scope != Scope::Project) {
            continue;
        }
        sums.values[at] = fact.value.checked_mul(Decimal::ONE_HUNDRED).and_then(|grosze| grosze.round().to_i64()).unwrap_or(0);
        sums.approximate |= u8::from(amount.is_some_and(|amount| amount.approximate)) << at;
    }
    sums
}

/// The sum of the list that a fact was chosen from.
pub(super) fn amount_of<'n>(notice: &'n Notice, fact: &Fact<Decimal>) -> Option<&'n Amount> {
    notice.amounts.iter().find(|amount| amount.evidence.start == fact.evidence.start && amount.value == fact.value)
}

/// The host of an address, or the folder of a path.
fn site(source: &Source) -> u32 {
    let host = source
        .url
        .as_deref()
        .and_then(|url| url.split_once("://"))
        .map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(rest));
    let folder = || source.path.as_deref().and_then(|path| path.rsplit_once(['/', '\\'])).map_or("", |(folder, _)| folder);
    hash32(host.map_or_else(folder, |host| host.strip_prefix("www.").unwrap_or(host)))
}
