//! What is published of a project and whose pages tell it → the units it belongs to.

use super::body::{self, Body, Lead};
use super::model::{Level, Location, LocationBasis};
use super::settle::{Beside, Claim, Found, Role, Settled, settle};
use super::share;
use crate::correction;
use crate::notice::Notice;
use crate::resolve::Published;
use crate::vocabulary::{Places, Vocabulary};
use rust_decimal::Decimal;

/// What the whole country is called.
const NATION: &str = "Polska";

/// A mention of the project.
#[derive(Debug, Clone, Copy)]
pub(in crate::dataset) struct Told<'a> {
    /// What it says.
    pub(in crate::dataset) notice: &'a Notice,
    /// TERYT number of the municipality (6 or 7 digits), county or voivodeship on whose page it stands, if the configuration says so.
    pub(in crate::dataset) owner: Option<&'a str>,
}

/// The units a project belongs to, the smallest first, then by number; none if nothing tells.
///
/// A body's name says whose it is, then the municipality the page names; only where neither names a unit does the page's owner
/// count. A municipality that a person has put right stands above both. A name that several units bear counts where something decides — its kind (`Gmina Miejska`), the county or voivodeship, the
/// programme's voivodeship, another name of the notice, the page's owner — and else only as the county or voivodeship that all of
/// them share. What a county or a voivodeship carries out is no municipality's, whatever town is named on the page.
pub(in crate::dataset) fn locate(published: &Published, told: &[Told<'_>], vocabulary: &Vocabulary) -> Vec<Location> {
    let (notice, places) = (&published.mention.notice, vocabulary.places());
    let read = |name: &str| body::read(name, vocabulary);
    let leader = notice.beneficiary.as_ref().map(|fact| read(&fact.value)).unwrap_or_default();
    let implementer = notice.implementer.as_ref().map(|fact| read(&fact.value)).unwrap_or_default();
    let partners: Vec<Body> = notice.partners.iter().map(|fact| read(&fact.value)).collect();
    let page = page(notice, vocabulary);
    let is_wider = leader.lead.as_ref().is_some_and(|lead| lead.level > Level::Municipality);
    let is_outsider = leader.lead.is_none() && notice.beneficiary.is_some();

    let bodies = [&leader, &implementer].into_iter().chain(&partners);
    let around = bodies.flat_map(|body| body.around.iter().cloned()).chain(page.around.iter().cloned());
    let beside = Beside { regions: around.chain(region(notice, vocabulary)).collect(), owners: owners(told, places) };

    let mut claims = Vec::new();
    let mut claim = |lead: Option<Lead>, role| claims.extend(lead.map(|lead| Claim { lead, role }));
    // Who carries it out is the beneficiary's own unit, unless that is an association.
    let acting = if leader.lead.is_none() && !implementer.is_funder { implementer.lead } else { None };
    // Where a person has said whose project it is, no name says otherwise.
    let own = leader.lead.or(acting).filter(|_| !is_said(notice));
    claim(own.map(|lead| of_unknown(lead, &beside, places)), Role::Leader);
    claim(page.lead.filter(|_| !is_wider || is_said(notice)), Role::Page);
    partners.iter().filter(|body| !body.is_funder).for_each(|body| claim(body.lead.clone(), Role::Partner));
    let mut settled = settle(claims, &beside, places);
    if settled.units.is_empty() && !is_wider {
        from_page(&mut settled, notice, &beside, told);
    }
    // An association with several partners spreads its project beyond the one unit that is known.
    let spreads = is_outsider && notice.partners.len() > 1;
    let is_whole = !settled.is_partial && !spreads;
    let shares = share::shares(told, published, vocabulary);
    locations(&settled, places, |number| match shares.get(number) {
        Some(share) => *share,
        None => (is_whole && settled.units.len() == 1).then_some(Decimal::ONE),
    })
}

/// Whether a person has put the municipality right.
fn is_said(notice: &Notice) -> bool {
    notice.teryt.as_ref().is_some_and(|fact| fact.evidence.rule == correction::RULE)
}

/// The unit of a name that the gazetteer lacks is the page's owner, if the gazetteer lacks that too.
fn of_unknown(mut lead: Lead, beside: &Beside, places: &Places) -> Lead {
    if let ([], [owner], Level::Municipality) = (&lead.candidates[..], &beside.owners[..], lead.level) {
        let is_unknown = owner.len() >= 6 && places.by_teryt(owner).is_none();
        lead.candidates.extend(is_unknown.then(|| owner.clone()));
    }
    lead
}

/// What the page says of the municipality in its own words.
fn page(notice: &Notice, vocabulary: &Vocabulary) -> Body {
    if let Some(teryt) = &notice.teryt {
        let number = known(&teryt.value, vocabulary.places());
        return Body { lead: Some(Lead::firm(Level::Municipality, vec![number])), ..Body::default() };
    }
    let mut body = notice.municipality.as_ref().map(|fact| body::read(&fact.value, vocabulary)).unwrap_or_default();
    // What the page itself left of several units of a name.
    let left = notice.doubts.iter().find(|doubt| doubt.field == "teryt" && !doubt.candidates.is_empty());
    if let (Some(lead), Some(left)) = (body.lead.as_mut().filter(|lead| lead.level == Level::Municipality), left) {
        lead.candidates.clone_from(&left.candidates);
    }
    body
}

/// The number as the gazetteer has it, which may know the unit's kind or not.
fn known(teryt: &str, places: &Places) -> String {
    let place = teryt.get(..6).and_then(|six| places.by_teryt(six));
    place.map_or_else(|| teryt.to_owned(), |place| place.teryt.clone())
}

/// TERYT number of the voivodeship that the notice names, or whose programme pays.
fn region(notice: &Notice, vocabulary: &Vocabulary) -> Vec<String> {
    let code = notice.programme_code.as_ref().map(|fact| &fact.value);
    let programme = code.and_then(|code| vocabulary.programmes.iter().find(|programme| programme.code.as_ref() == Some(code)));
    let named = notice.voivodeship.as_ref().and_then(|fact| voivodeship(&fact.value));
    programme.and_then(|programme| programme.voivodeship.clone()).into_iter().chain(named).collect()
}

/// The number of a voivodeship by its name.
fn voivodeship(name: &str) -> Option<String> {
    let numbers = (1..=16).map(|number| format!("{:02}", 2 * number));
    numbers.into_iter().find(|number| Places::voivodeship_name(number).is_some_and(|known| known == name.to_lowercase()))
}

/// The municipalities on whose pages the project stands.
fn owners(told: &[Told<'_>], places: &Places) -> Vec<String> {
    let mut owners: Vec<String> = told.iter().filter_map(|told| told.owner).map(|owner| known(owner, places)).collect();
    owners.sort_unstable();
    owners.dedup();
    owners
}

/// Where no name tells: the owners of the pages, else the voivodeship that is named.
fn from_page(settled: &mut Settled, notice: &Notice, beside: &Beside, told: &[Told<'_>]) {
    let level = |number: &str| match number.len() {
        2 => Some(Level::Voivodeship),
        4 => Some(Level::County),
        6 | 7 => Some(Level::Municipality),
        _ => None,
    };
    for owner in &beside.owners {
        let found = Found { basis: LocationBasis::PageOwner, is_exact: true };
        settled.units.extend(level(owner).map(|level| ((level, owner.clone()), found)));
    }
    // A mention on a page of which nobody says whose it is may be of somewhere else.
    settled.is_partial |= told.iter().any(|told| told.owner.is_none());
    if settled.units.is_empty() {
        let named = notice.voivodeship.as_ref().and_then(|fact| voivodeship(&fact.value));
        let found = Found { basis: LocationBasis::Named, is_exact: false };
        settled.units.extend(named.map(|number| ((Level::Voivodeship, number), found)));
    }
}

fn locations(settled: &Settled, places: &Places, share: impl Fn(&str) -> Option<Decimal>) -> Vec<Location> {
    let name = |level: Level, number: &str| match level {
        Level::Municipality => places.by_teryt(number).map(|place| place.name.clone()),
        Level::County => places.county(number).map(|county| county.name.clone()),
        Level::Voivodeship => Places::voivodeship_name(number).map(str::to_owned),
        Level::Nation => Some(NATION.to_owned()),
    };
    let of = |((level, number), found): (&(Level, String), &Found)| Location {
        level: *level,
        teryt: Some(number.clone()).filter(|number| !number.is_empty()),
        name: name(*level, number).unwrap_or_else(|| number.clone()),
        is_exact: found.is_exact,
        share: share(number),
        basis: found.basis,
    };
    settled.units.iter().map(of).collect()
}
