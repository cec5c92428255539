//! What a location is.

use rust_decimal::Decimal;

/// How large the unit is that a project belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A municipality (gmina).
    Municipality,
    /// A county (powiat).
    County,
    /// A voivodeship.
    Voivodeship,
    /// The whole country.
    Nation,
}

/// What a location follows from; of several the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LocationBasis {
    /// The page names the place.
    Named,
    /// A body's name holds it: the beneficiary's, a partner's.
    Body,
    /// The configuration says whose page it is.
    PageOwner,
}

/// A unit that a project belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Location {
    /// Its size.
    pub level: Level,
    /// TERYT number: 6 or 7 digits of a municipality, 4 of a county, 2 of a voivodeship; none for the nation.
    pub teryt: Option<String>,
    /// Its name; the number again where the gazetteer has none.
    pub name: String,
    /// Whether the project is this unit's own; else it is that of a municipality or county in it that cannot be told.
    pub is_exact: bool,
    /// Its part of the project's money, from 0 to 1, if it can be told.
    pub share: Option<Decimal>,
    /// What it follows from.
    pub basis: LocationBasis,
}
