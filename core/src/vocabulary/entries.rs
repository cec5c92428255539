//! The entries of the knowledge files, as they are written in TOML.
//!
//! Every entry has `patterns` (see [`super::phrase`]) and `examples`: sentences or words in which one of its patterns must be
//! found; the words of `words.toml` stand in [`super::word_list`]. A field that a file does not know is an error.

use serde::Deserialize;

/// A funding programme (`programmes.toml`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Unique name of the entry, e.g. `rpwm-2014`.
    pub id: String,
    /// The code that begins its project numbers (`RPWM`), if it has one.
    pub code: Option<String>,
    /// Canonical Polish name.
    pub name: String,
    /// Programming period (`2014-2020`), if the programme belongs to one.
    pub period: Option<String>,
    /// Ids of the funds that pay for it when the page names none.
    #[serde(default)]
    pub funds: Vec<String>,
    /// TERYT number of the voivodeship, for a regional programme.
    pub voivodeship: Option<String>,
    /// Whether it spends national money only.
    #[serde(default)]
    pub national: bool,
    /// Patterns of its names and of abbreviations that no other programme shares. Entries of two periods may share a pattern;
    /// the years printed beside the name decide between them.
    pub patterns: Vec<String>,
    /// Texts in which one of the patterns is found.
    pub examples: Vec<String>,
    /// Patterns of abbreviations that other programmes share: they name a candidate, never decide alone.
    #[serde(default)]
    pub ambiguous: Vec<String>,
}

/// An EU or national fund (`funds.toml`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fund {
    /// Unique short code, as published in the `funds` column (`EFS`, `EFRR`).
    pub id: String,
    /// Full Polish name.
    pub name: String,
    /// Whether it is a fund of the European Union or EFTA (published in `funds`), not of the state.
    pub eu: bool,
    /// Patterns of its name.
    pub patterns: Vec<String>,
    /// Texts in which one of the patterns is found.
    pub examples: Vec<String>,
}

/// What a sum of money is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The whole cost of the project.
    Total,
    /// The eligible part of the cost.
    Eligible,
    /// The ineligible part of the cost.
    Ineligible,
    /// The grant: what the page calls dofinansowanie or dotacja, whatever its sources.
    Grant,
    /// The part paid by the European Union.
    Eu,
    /// The part paid by the state budget or a state fund.
    State,
    /// The beneficiary's own contribution.
    Own,
    /// The part of one partner.
    PartnerShare,
    /// Investment expenditure.
    Investment,
    /// Current expenditure.
    NonInvestment,
    /// A sum that is not one of the project's figures (allocation, deposit, unit price).
    Other,
}

/// How far the money has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Applied for.
    Requested,
    /// Granted.
    Awarded,
    /// Paid out.
    Received,
}

/// Phrases that give a sum its role (`roles.toml`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RolePhrase {
    /// Unique name of the entry.
    pub id: String,
    /// The role.
    pub role: Role,
    /// The stage the phrase tells, if it does.
    pub stage: Option<Stage>,
    /// Whether the phrase stands after the sum it names (`X zł dofinansowania`) as often as before it.
    #[serde(default)]
    pub after: bool,
    /// The most words between the phrase and its sum, where it names a sum only from near by: a verb (`otrzyma`), a bare `z EFRR`.
    #[serde(default)]
    pub within: Option<usize>,
    /// Patterns.
    pub patterns: Vec<String>,
    /// Texts in which one of the patterns is found.
    pub examples: Vec<String>,
}

/// What an announcing phrase announces (`labels.toml`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelKind {
    /// The project's title follows.
    Title,
    /// A word for the undertaking itself: `projekt`, `zadanie`, `inwestycja`.
    Undertaking,
    /// The programme follows.
    Programme,
    /// The project's period follows.
    Period,
    /// The start follows.
    Start,
    /// The end follows.
    End,
    /// The date of the grant agreement follows or stands near.
    Signed,
    /// An agreement or application number follows.
    Agreement,
    /// A call number follows.
    CallNumber,
    /// The beneficiary follows.
    Beneficiary,
    /// The leader follows.
    Leader,
    /// A partner follows.
    Partner,
    /// The implementing unit follows.
    Implementer,
    /// A description of the recipients follows.
    TargetGroup,
    /// A number of participants follows or stands near.
    Participants,
    /// Indicators or results follow.
    Indicators,
    /// Tasks follow.
    Tasks,
    /// Wording of a project applied for.
    Applied,
    /// Wording that money was promised or an agreement signed: of itself it says that the work is still to come.
    Granted,
    /// Wording of a project still to begin.
    Planned,
    /// Wording of a project under way.
    Ongoing,
    /// Wording of a finished project.
    Completed,
    /// Wording that a body was given money: what makes a page a notice.
    Award,
    /// Wording of an open call, tender, resolution, sale or job: what makes a page no notice.
    NoNotice,
    /// A date that is never the project's (publication, recruitment, event).
    OtherDate,
    /// The duration of the durability obligation or of a strategy: a period that is never the project's.
    OtherPeriod,
}

/// Phrases that announce a fact (`labels.toml`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Unique name of the entry.
    pub id: String,
    /// What is announced.
    pub kind: LabelKind,
    /// Patterns.
    pub patterns: Vec<String>,
    /// Texts in which one of the patterns is found.
    pub examples: Vec<String>,
}

/// A category of recipients (`target_groups.toml`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetGroup {
    /// The category, from the closed list of the data contract (`seniors`, `disabled`, …).
    pub id: String,
    /// Patterns of its words.
    pub patterns: Vec<String>,
    /// Texts in which one of the patterns is found.
    pub examples: Vec<String>,
}

/// What kind of body an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// A municipality (gmina, miasto).
    Municipality,
    /// A county (powiat).
    County,
    /// A voivodeship.
    Voivodeship,
    /// A unit of a municipality: welfare centre, school, library.
    MunicipalUnit,
    /// A unit of a county.
    CountyUnit,
    /// A unit of a voivodeship.
    RegionalUnit,
    /// An association, foundation or other private body.
    Ngo,
    /// A university or other institution.
    Institution,
    /// A body that gives money or runs a programme: never the beneficiary.
    Funder,
}

/// A kind of organisation by the head of its name (`organisations.toml`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Unique name of the entry.
    pub id: String,
    /// What kind of body it is.
    pub kind: OrganisationKind,
    /// The head of the name in the nominative (`Miejski Ośrodek Pomocy Społecznej`).
    pub nominative: String,
    /// Whether the head names the holder of an office, after whom the municipality's name stands in the genitive.
    #[serde(default)]
    pub holder: bool,
    /// Whether the head says whom the body serves (`Klub Seniora`); else the words of a name say nothing of recipients.
    #[serde(default)]
    pub for_recipients: bool,
    /// Patterns of the head in every case; abbreviations too.
    pub patterns: Vec<String>,
    /// Texts in which one of the patterns is found.
    pub examples: Vec<String>,
}

/// A legal citation, whose numbers and dates are not the project's (`citations.toml`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Unique name of the entry.
    pub id: String,
    /// Patterns of the words that open the citation.
    pub patterns: Vec<String>,
    /// Texts in which one of the patterns is found.
    pub examples: Vec<String>,
}
