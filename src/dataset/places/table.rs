//! The table `locations`.

use super::{Level, Location, LocationBasis};
use crate::table::Kind::{Decimal, Enum, Flag, Text};
use crate::table::Named;
use crate::table::{Cell, Column, column, measured};

/// A project in a place.
pub(in crate::dataset) struct LocationRow<'a> {
    pub(in crate::dataset) project_id: &'a str,
    pub(in crate::dataset) location: &'a Location,
}

/// Columns of `locations`.
pub(in crate::dataset) fn locations<'a>() -> Vec<Column<LocationRow<'a>>> {
    vec![
        column("project_id", Text, "The project.", |r: &LocationRow| Cell::text(Some(r.project_id))),
        column("level", Enum(Level::NAMES), "How large the unit is.", |r| Cell::name(Some(r.location.level))),
        column("teryt", Text, "TERYT number: 6 or 7 digits of a municipality, 4 of a county, 2 of a voivodeship.", |r| {
            Cell::text(r.location.teryt.as_deref())
        }),
        column("name", Text, "Its name.", |r| Cell::text(Some(&r.location.name))),
        column(
            "exact",
            Flag,
            "Whether the project is this unit's own. If not, it belongs to a municipality or county in the unit that cannot be told: \
             its name is one of several there.",
            |r| Cell::Flag(r.location.is_exact),
        ),
        measured(
            "share",
            Decimal(10),
            "fraction",
            "Its part of the project's money (derived): 1 of a sole unit; of several, the part that its own page prints by the total cost, half up to ten places; null where nobody tells. Cast it to DOUBLE before multiplying: the digits of two decimals add up, and may overflow.",
            |r| Cell::number(r.location.share),
        ),
        column(
            "basis",
            Enum(LocationBasis::NAMES),
            "What it follows from: the page names the municipality, else a body's name holds the unit, else the configuration says whose page it is.",
            |r| Cell::name(Some(r.location.basis)),
        ),
    ]
}
