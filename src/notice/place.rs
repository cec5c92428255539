//! Where: the municipality as named.

use super::model::Notice;
use super::names;
use super::reading::Scope;
use crate::vocabulary::OrganisationKind;

/// Reads the municipality.
pub(crate) fn read(scope: &Scope<'_, '_>, notice: &mut Notice) {
    let named = names::find(scope);
    let local = named.iter().find(|name| name.kind == OrganisationKind::Municipality);
    if let Some(rest) = local.and_then(|name| name.rest) {
        notice.municipality = Some(scope.reading.fact(scope.reading.printed(rest), rest, "municipality:named"));
    }
}
