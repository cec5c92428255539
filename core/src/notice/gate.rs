//! Notice or not: a named undertaking that a body applied for, was granted, carries out or has finished, and one more fact.

use super::model::{Fact, Genre, Notice};
use super::reading::Scope;
use super::title::Strength;
use super::{award, names, organisations};
use crate::text::Span;
use crate::vocabulary::{LabelKind, OrganisationKind, Role, Stage, Table};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Why a page, or a part of it, tells of no project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// The page holds no text.
    NoText,
    /// Nothing in it speaks of an undertaking with public money.
    NothingFunded,
    /// It names an undertaking, but tells no sum, number, programme, fund or period of it.
    NoFacts,
    /// It speaks of money, but no body applied for, received or carries out anything.
    NoAward,
    /// It is a call, tender, resolution, sale, fee or job.
    CallOrResolution,
}

impl Silence {
    /// Its name in the tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoText => "no_text",
            Self::NothingFunded => "nothing_funded",
            Self::NoFacts => "no_facts",
            Self::NoAward => "no_award",
            Self::CallOrResolution => "call_or_resolution",
        }
    }
}

/// What speaks for and against a notice.
struct Signs {
    strength: Option<Strength>,
    awards: usize,
    told: usize,
    against: usize,
    sums: usize,
    frame: bool,
    number: bool,
    body: bool,
    /// A line is a label and its sum, as on a board.
    board: bool,
    /// One sentence says that the undertaking is paid from outside.
    funded: bool,
    /// One sentence tells of a grant to a local body.
    grant: bool,
    /// It stands among other things.
    aside: bool,
}

/// Whether the facts read from a stretch are a notice.
pub(crate) fn judge(scope: &Scope<'_, '_>, strength: Option<Strength>, notice: &Notice, aside: bool) -> Result<(), Silence> {
    let count = |kinds: &[LabelKind]| scope.labels(kinds).count();
    let against = count(&[LabelKind::NoNotice]);
    let figures = [&notice.total_cost, &notice.cofinancing, &notice.own_contribution, &notice.eligible_cost];
    // In a call, a sum with `do` or `ok.` is what one may get, and so is the only sum beside a name that may be no project's.
    let vague = |start: usize| notice.amounts.iter().any(|amount| amount.approximate && amount.evidence.start == start);
    let told = |figure: &&Fact<Decimal>| against == 0 || !vague(figure.evidence.start);
    let mut sums: BTreeSet<_> =
        figures.iter().flat_map(|figure| figure.as_ref()).filter(told).map(|figure| figure.value).collect();
    let weak = strength.is_some_and(|strength| strength < Strength::Heading);
    if weak && sums.len() == 1 && figures.into_iter().flatten().all(|figure| vague(figure.evidence.start)) {
        sums.clear();
    }
    let sums = sums.len();
    let signs = Signs {
        strength,
        awards: count(&[LabelKind::Award, LabelKind::Signed]) + granted(notice),
        told: count(&[LabelKind::Applied, LabelKind::Planned, LabelKind::Ongoing, LabelKind::Completed]),
        against,
        sums,
        frame: notice.programme.is_some()
            || notice.programme_code.is_some()
            || !notice.funds.is_empty()
            || state_fund(scope)
            || ambiguous(notice)
            || union(scope),
        number: notice.agreement_number.is_some(),
        body: local_body(scope),
        board: board(scope),
        funded: award::funded(scope),
        grant: award::told(scope),
        aside,
    };
    let period = notice.start_date.is_some() || notice.end_date.is_some() || notice.signed_date.is_some();
    signs.verdict(period)
}

impl Signs {
    fn verdict(&self, period: bool) -> Result<(), Silence> {
        let named = self.strength >= Some(Strength::Purpose);
        let sure = self.strength >= Some(Strength::Introduced);
        if !named && self.sums == 0 && !self.number && !self.grant {
            return Err(Silence::NothingFunded);
        }
        let facts = self.sums > 0 || self.frame || self.number || period;
        let granted = named && self.grant;
        if !facts && !granted {
            return Err(Silence::NoFacts);
        }
        // Money of the project or a frame it is paid from must be told, and something must be done about it.
        let paid = self.sums > 0 || self.frame || self.number || sure && period || granted;
        // A sum, its frame and nothing of calls around it: a board or a card needs no verb.
        let told = (self.sums > 0 || self.number) && self.frame && (self.against == 0 || self.strength >= Some(Strength::Object))
            || sure && self.against == 0;
        let done = self.awards + self.told > 0 || self.sums >= 2 || told;
        if !paid || !done {
            return Err(Silence::NoAward);
        }
        if self.against > 0 && !self.outweighs() {
            return Err(Silence::CallOrResolution);
        }
        // Among other things, money must be told, and the undertaking surely named or surely granted.
        let money = self.sums > 0 || self.frame || self.number;
        let told = sure || self.grant || named && (self.sums > 0 || self.number);
        if self.aside && !(money && told || named && self.grant) {
            return Err(Silence::NoFacts);
        }
        // A page whose undertaking only its heading names must tell more.
        let tells_money = self.sums > 0 || self.number;
        let enough = if sure {
            paid
        } else if named {
            // An application is enough where its sentence has the money and the frame is known.
            let told = self.frame && self.grant;
            tells_money || told || (self.frame || self.grant) && self.awards > 0
        } else {
            // What only a heading names, with no local body anywhere, is a programme's or a ministry's news.
            let local = self.number || self.sums >= 2 || self.body || period;
            let board = self.board && self.frame && self.against == 0 && self.strength >= Some(Strength::Heading);
            let funded = self.funded && self.frame && self.sums > 0 && self.against == 0;
            self.grant || board || funded || local && tells_money && (self.frame || self.sums >= 2)
        };
        if enough { Ok(()) } else { Err(Silence::NoAward) }
    }

    /// Whether what was awarded outweighs the words of calls and resolutions.
    fn outweighs(&self) -> bool {
        let sure = match self.strength {
            Some(Strength::Labelled) => 3,
            Some(Strength::Introduced) => 1,
            _ => 0,
        };
        let pair = usize::from(self.sums >= 2);
        let local = self.body || self.number || pair > 0;
        local
            && 2 * self.awards.min(4)
                + 6 * pair
                + 4 * usize::from(self.number)
                + 2 * sure
                + 4 * usize::from(self.grant || self.board)
                > 3 * self.against.min(5)
    }
}

/// Sums whose label says that they were granted or paid.
fn granted(notice: &Notice) -> usize {
    notice.amounts.iter().filter(|amount| matches!(amount.stage, Some(Stage::Awarded | Stage::Received))).count()
}

/// Whether a line begins with the label of a sum and ends with the sum, or the sum is the next line.
fn board(scope: &Scope<'_, '_>) -> bool {
    let reading = scope.reading;
    scope.cues(Table::Role).any(|cue| {
        let Some(line) = reading.line_at(cue.span.start) else { return false };
        let role = reading.vocabulary.roles[cue.entry].role;
        let next = reading.lines.get(reading.line_number(cue.span.start) + 1).map(|line| line.span);
        let closes =
            |span: Span| reading.among(&reading.values.money, span).next_back().is_some_and(|sum| sum.span.end + 3 > span.end);
        cue.span.start == line.span.start
            && matches!(role, Role::Total | Role::Grant | Role::Eu | Role::State)
            && (closes(line.span) || line.span.end <= cue.span.end + 2 && next.is_some_and(closes))
    })
}

/// Whether a municipality, county or a unit of theirs is named, in the text or as the page's owner, or speaks of itself.
fn local_body(scope: &Scope<'_, '_>) -> bool {
    use OrganisationKind::{Funder, Voivodeship};
    let local = |kind: OrganisationKind| !matches!(kind, Funder | Voivodeship);
    names::find(scope).iter().any(|name| local(name.kind))
        || names::of_owner(scope.reading).is_some()
        || organisations::speaks_for_itself(scope)
}

/// Whether a programme is named by an abbreviation that several share.
fn ambiguous(notice: &Notice) -> bool {
    notice.doubts.iter().any(|doubt| doubt.reason == "ambiguous_programme")
}

/// Whether the European Union or its funds are named without a fund of their own.
fn union(scope: &Scope<'_, '_>) -> bool {
    ["unii europejskiej", "unie europejska", "funduszy europejskich"]
        .iter()
        .any(|words| scope.spans.iter().any(|span| scope.reading.slice(*span).contains(words)))
}

/// Whether a national fund is named.
fn state_fund(scope: &Scope<'_, '_>) -> bool {
    scope.cues(Table::Fund).any(|cue| !scope.reading.vocabulary.funds[cue.entry].eu)
}

/// The kind of page, by what it says of itself.
pub(crate) fn genre(scope: &Scope<'_, '_>, notice: &Notice) -> Genre {
    let has = |words: &str| scope.spans.iter().any(|span| scope.reading.slice(*span).contains(words));
    let national = notice.programme.as_ref().is_some_and(|fact| {
        scope.reading.vocabulary.programmes.iter().any(|programme| programme.national && programme.name == fact.value)
    });
    if has("art. 33 ust") || has("art.33 ust") {
        Genre::PartnerNotice
    } else if ["sprawozdani", "podsumowani", "raport z"].iter().any(|word| heading_has(scope, word)) {
        Genre::Report
    } else if notice.funds.is_empty() && (national || state_fund(scope)) {
        Genre::StateFundingNotice
    } else if scope.labels(&[LabelKind::Signed, LabelKind::OtherDate]).count() > 0 && notice.start_date.is_none() {
        Genre::News
    } else {
        Genre::EuDescription
    }
}

fn heading_has(scope: &Scope<'_, '_>, word: &str) -> bool {
    scope.lines().any(|line| scope.reading.heading(line).is_some() && scope.reading.slice(line.span).contains(word))
}

#[cfg(test)]
mod tests {
    use crate::notice::testing::notices;

    #[test]
    fn a_market_inquiry_inside_a_project_is_none() {
        let page = "<h1>Zapytanie ofertowe</h1><p>Zaproszenie do złożenia oferty o wartości szacunkowej do 90 000 zł w trybie rozeznania \
                    rynku.</p><p>Tryb postępowania</p><p>Postępowanie jest realizowane w ramach projektu pn. Wsparcie domowe w Gminie \
                    Kącik, w ramach Programu Operacyjnego Wiedza Edukacja Rozwój.</p>";
        assert_eq!(notices(page).len(), 0);
    }

    #[test]
    fn a_voivodeships_limit_is_no_grant() {
        let page = "<h1>Podział pieniędzy na drogi</h1><p>Rozdzielono środki z Rządowego Funduszu Rozwoju Dróg. Limit na dofinansowanie \
                    zadań samorządów wyniesie 91 mln zł: 45 mln zł na zadania powiatowe i 46 mln zł na zadania gminne. Może i do naszej \
                    gminy coś trafi.</p>";
        assert_eq!(notices(page).len(), 0);
    }

    #[test]
    fn an_application_in_news_of_a_call_is_told() {
        let page = "<p>Nabór wniosków z Regionalnego Programu Operacyjnego Województwa Łódzkiego na lata 2007-2013 już się skończył. Swój \
                    wniosek złożyła też gmina Kącik; ubiega się ona o dotację w wysokości ponad 310 tys. zł z przeznaczeniem na przebudowę \
                    biblioteki w Kąciku. Całkowita wartość projektu to ponad 390 tys. zł.</p>";
        assert_eq!(notices(page).len(), 1);
    }
}
