//! What is published of a project whose pages may disagree: which mention's value, and by which rule.
//!
//! Values that belong together are taken from one mention, so that they stay coherent: the sums of money, the ends of the time, the
//! counts of people. The others are chosen one by one. What a page tells of a partner's part is never the project's.

mod agree;
mod pick;

use super::key::amount_of;
use super::statement::{is_sum, values};
use crate::check::{Check, Mention, Proof, Verdict, checks, proof};
use crate::notice::{Amount, Fact, Notice, Scope};
use crate::vocabulary::Role;
use agree::Agreement;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A project as one page tells it.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'m> {
    /// The mention.
    pub mention: &'m Mention,
    /// When its page was fetched, if the archive says so.
    pub date: Option<&'m str>,
    /// Whether the page is gone.
    pub is_gone: bool,
}

/// Why a value is published and not another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Every mention that states the field states this.
    Unanimous,
    /// Sums: all of them from a mention whose grant was awarded if there is one, and of those from the one whose figures prove
    /// themselves best; of several, from a page that is still there, with
    /// money awarded rather than requested, exact rather than approximate, with the most sums, the newest, the first.
    BestProved,
    /// Time and people: all of them from the one mention that tells most of them; of several, from a page that is still there, the
    /// newest, the most precise, the first.
    MostComplete,
    /// Names, numbers and codes: what most mentions state; of several, the longest, from a page that is still there, the newest.
    MostFrequent,
    /// The status of the newest dated page.
    Newest,
    /// The status furthest along, where no page is dated.
    Furthest,
    /// The place of the beneficiary, where a partner's page names the partner's.
    OfBeneficiary,
}

/// A published value and its standing among what the pages state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The column.
    pub field: &'static str,
    /// The value, as text.
    pub value: String,
    /// The statement it is taken from, by its place among the project's.
    pub from: usize,
    /// Why it and not another one.
    pub rule: Rule,
    /// Number of statements of the field.
    pub stated: usize,
    /// Number of those that state another value. Dates agree as far as both are printed, titles and bodies if they are alike, sums to
    /// the grosz.
    pub disagreeing: usize,
}

/// A project as it is published.
#[derive(Debug, Clone)]
pub struct Published {
    /// The chosen values, put together as if one page told them; its checks are those of the published figures.
    pub mention: Mention,
    /// Every published single value.
    pub fields: Vec<Field>,
}

/// What one page tells of the project: without what is a partner's.
struct Told<'m> {
    statement: Statement<'m>,
    notice: Cow<'m, Notice>,
    proof: Proof,
    values: Vec<(&'static str, String)>,
}

impl<'m> Told<'m> {
    fn new(statement: Statement<'m>) -> Self {
        let notice = of_project(&statement.mention.notice);
        let proof = match &notice {
            Cow::Borrowed(_) => statement.mention.proof,
            Cow::Owned(notice) => proof(&checks(notice)),
        };
        let values = values(&notice);
        Self { statement, notice, proof, values }
    }
}

/// The choices made: for each field the statement it is taken from, and why.
type Choices = BTreeMap<&'static str, (usize, Rule)>;

/// Chooses. There must be at least one statement; of none, nothing comes.
pub fn publish(statements: &[Statement<'_>]) -> Option<Published> {
    let told: Vec<Told<'_>> = statements.iter().map(|statement| Told::new(*statement)).collect();
    let fullest = |number: &usize| (told[*number].values.len(), told[*number].notice.filled_fields(), std::cmp::Reverse(*number));
    let best = (0..told.len()).max_by_key(fullest)?;
    let mut choices = Choices::new();
    let mut notice = pick::choose(&told, &mut choices);
    let rest = &told[best].notice;
    notice.genre = rest.genre;
    let longest = |of: fn(&Notice) -> usize| {
        (0..told.len()).max_by_key(|&at| (of(&told[at].notice), std::cmp::Reverse(at))).unwrap_or(best)
    };
    notice.indicators = told[longest(|notice| notice.indicators.len())].notice.indicators.clone();
    notice.tasks = told[longest(|notice| notice.tasks.len())].notice.tasks.clone();
    notice.partners = told[longest(|notice| notice.partners.len())].notice.partners.clone();
    let open = |field: &str| !choices.contains_key(field);
    notice.doubts = rest.doubts.iter().filter(|doubt| open(doubt.field)).cloned().collect();
    let fields = fields(&told, &notice, &choices);
    let checks = checks(&notice);
    let mention = Mention {
        source: statements[best].mention.source.clone(),
        mention: statements[best].mention.mention,
        proof: proof(&checks),
        notice,
        checks,
        corrected: Vec::new(),
    };
    Some(Published { mention, fields })
}

/// The standing of every published value.
fn fields(told: &[Told<'_>], notice: &Notice, choices: &Choices) -> Vec<Field> {
    let mut agreement = Agreement::default();
    let published = values(notice).into_iter();
    let currency = notice.currency.as_ref().map(|fact| fact.value);
    let other_currency =
        |told: &Told<'_>| told.notice.currency.as_ref().zip(currency).is_some_and(|(theirs, mine)| theirs.value != mine);
    published
        .map(|(field, value)| {
            let first = || told.iter().position(|told| told.values.contains(&(field, value.clone()))).unwrap_or(0);
            let (from, rule) = choices.get(field).copied().unwrap_or_else(|| (first(), rule_beside(field)));
            let of = |told: &'_ &Told<'_>| told.values.iter().any(|(name, _)| *name == field);
            let stated: Vec<&Told<'_>> = told.iter().filter(of).collect();
            let mut disagrees = |told: &&&Told<'_>| {
                let other = told.values.iter().find(|(name, _)| *name == field).map_or("", |(_, value)| value.as_str());
                // A hundred euros are not a hundred zlotys.
                is_sum(field) && other_currency(told) || !agreement.agree(field, &value, other)
            };
            let disagreeing = stated.iter().filter(|told| disagrees(told)).count();
            let rule = if disagreeing == 0 { Rule::Unanimous } else { rule };
            Field { field, value, from, rule, stated: stated.len(), disagreeing }
        })
        .collect()
}

/// The rule of a field that comes with others: parts of the grant with the sums, lists with the mention that has most.
fn rule_beside(field: &str) -> Rule {
    match field {
        "eu_contribution" | "state_contribution" | "grant_stage" => Rule::BestProved,
        "partners" | "tasks" | "target_categories" => Rule::MostComplete,
        _ => Rule::MostFrequent,
    }
}

/// A notice without the sums that are a partner's part: those of the scope of a partner, and a grant and an own contribution that fit
/// into the part the page names where they do not fit the whole.
fn of_project(notice: &Notice) -> Cow<'_, Notice> {
    let share = notice.amounts.iter().find(|amount| amount.role == Role::PartnerShare).map(|amount| amount.value);
    let total = notice.total_cost.as_ref().map(|fact| fact.value);
    let within = |fact: &Option<Fact<Decimal>>| {
        let value = fact.as_ref().map(|fact| fact.value);
        let closes = total
            .zip(value)
            .zip(notice.own_contribution.as_ref())
            .is_some_and(|((total, value), own)| value.checked_add(own.value) == Some(total));
        value.zip(share).is_some_and(|(value, share)| value <= share) && total != share && !closes
    };
    let of_partner = |fact: &Option<Fact<Decimal>>| {
        fact.as_ref().and_then(|fact| amount_of(notice, fact)).is_some_and(|amount: &Amount| amount.scope == Scope::Partner)
    };
    let grant_within = within(&notice.cofinancing);
    let drop = [
        of_partner(&notice.total_cost),
        of_partner(&notice.eligible_cost),
        of_partner(&notice.cofinancing) || grant_within,
        of_partner(&notice.own_contribution) || grant_within,
    ];
    if drop == [false; 4] {
        return Cow::Borrowed(notice);
    }
    let mut notice = notice.clone();
    let [total, eligible, grant, own] = drop;
    for (drop, fact) in [
        (total, &mut notice.total_cost),
        (eligible, &mut notice.eligible_cost),
        (grant, &mut notice.cofinancing),
        (own, &mut notice.own_contribution),
    ] {
        if drop {
            *fact = None;
        }
    }
    if grant {
        notice.cofinancing_rate = None;
    }
    Cow::Owned(notice)
}

/// Whether none of the verdicts on a notice's figures is broken.
fn holds(checks: &[Check]) -> bool {
    checks.iter().all(|check| check.verdict != Verdict::Broken)
}

#[cfg(test)]
mod tests;
