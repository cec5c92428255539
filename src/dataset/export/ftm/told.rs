//! Which pages tell of which project, and which bodies they name.

use super::documents::Documents;
use super::names::Names;
use super::numbers::Numbers;
use super::slices::Slices;
use crate::dataset::error::DatasetError;
use std::path::Path;

/// Pages by project, and by project and body: numbers only, sorted.
#[derive(Default)]
pub(super) struct Told {
    /// Project, page.
    pages: Vec<(u32, u32)>,
    /// Project, body's name levelled, page.
    naming: Vec<(u32, u32, u32)>,
}

impl Told {
    /// Reads the mentions; `ids` gives projects their numbers.
    pub(super) fn read(
        edition: &Path,
        documents: &Documents,
        ids: &mut Numbers,
        names: &mut Names,
    ) -> Result<Self, DatasetError> {
        let mut told = Self::default();
        let wanted = ["project_id", "page_id", "beneficiary", "implementer", "partners"];
        Slices::open(edition, "mentions", &wanted)?.each(|row| {
            let (Some(project), Some(page)) = (row.text("project_id"), row.text("page_id").and_then(|id| documents.number(id)))
            else {
                return Ok(());
            };
            let project = ids.of(project);
            told.pages.push((project, page));
            let partners = row.texts("partners");
            let single = [row.text("beneficiary"), row.text("implementer")];
            for name in single.into_iter().flatten().chain(partners.iter().map(String::as_str)) {
                told.naming.push((project, names.body(name), page));
            }
            Ok(())
        })?;
        told.pages.sort_unstable();
        told.pages.dedup();
        told.naming.sort_unstable();
        told.naming.dedup();
        Ok(told)
    }

    /// Numbers of the pages that tell of a project, in page order.
    pub(super) fn pages(&self, project: u32) -> impl Iterator<Item = u32> {
        let start = self.pages.partition_point(|(other, _)| *other < project);
        self.pages[start..].iter().take_while(move |(other, _)| *other == project).map(|(_, page)| *page)
    }

    /// Numbers of those among them that name a body, in page order.
    pub(super) fn naming(&self, project: u32, body: u32) -> impl Iterator<Item = u32> {
        let key = (project, body);
        let start = self.naming.partition_point(|(p, b, _)| (*p, *b) < key);
        self.naming[start..].iter().take_while(move |(p, b, _)| (*p, *b) == key).map(|(_, _, page)| *page)
    }
}
