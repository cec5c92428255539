//! Notices of publicly funded projects: what is true of a project, and how a page of each genre tells it.

mod frames;
mod project;
mod titles;
mod write;

pub use project::{Project, Scheme, region};
pub use titles::{attachment_headline, headline, menu_headline};
pub use write::{Printed, write};

/// What kind of text a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genre {
    /// Description of a project paid by the European Union, as its rules ask beneficiaries to publish.
    EuDescription,
    /// Notice of a partnership, article 33 of the act of 11 July 2014.
    PartnerNotice,
    /// Notice of money from the state, with the labels of the regulation of 7 May 2021 or in sentences.
    StateFunding,
    /// News of a grant.
    News,
    /// One page that lists several projects.
    List,
    /// One sentence in the footer of every page.
    Footer,
}

impl Genre {
    /// The name of the genre in the data contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::EuDescription => "eu_description",
            Self::PartnerNotice => "partner_notice",
            Self::StateFunding => "state_funding_notice",
            Self::News => "news",
            Self::List => "eu_description",
            Self::Footer => "eu_description",
        }
    }
}
