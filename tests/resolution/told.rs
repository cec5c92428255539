//! A mention as data: the facts a page would tell, turned into what the extractor hands over.

use metryczka::check::{Mention, checks, proof};
use metryczka::notice::{Amount, Evidence, Fact, Notice, Scope};
use metryczka::page::Source;
use metryczka::value::{Currency, PartialDate};
use metryczka::vocabulary::Role;
use rust_decimal::Decimal;
use serde::Deserialize;

/// The facts of one mention; what is not given the page does not tell.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Told {
    /// Which project it tells of: mentions of one label belong together.
    pub project: String,
    pub url: Option<String>,
    pub path: Option<String>,
    /// Its number on the page.
    pub mention: usize,
    pub title: Option<String>,
    pub number: Option<String>,
    pub programme: Option<String>,
    pub body: Option<String>,
    pub implementer: Option<String>,
    pub partners: Vec<String>,
    pub municipality: Option<String>,
    pub teryt: Option<String>,
    pub total: Option<String>,
    pub eligible: Option<String>,
    pub grant: Option<String>,
    pub own: Option<String>,
    pub partner_share: Option<String>,
    pub currency: Option<String>,
    /// Whether its sums are called approximate.
    pub approximate: bool,
    pub start: Option<String>,
    pub end: Option<String>,
}

/// Hands out the places of facts on a page.
struct Places(usize);

impl Places {
    fn fact<T>(&mut self, value: T) -> Fact<T> {
        self.0 += 10;
        Fact { value, evidence: Evidence { start: self.0, end: self.0 + 1, quote: "-".to_owned(), rule: "test" } }
    }

    fn text(&mut self, value: Option<&String>) -> Option<Fact<String>> {
        value.map(|value| self.fact(value.clone()))
    }
}

impl Told {
    pub fn mention(&self) -> Mention {
        let mut places = Places(0);
        let mut notice = Notice {
            title: places.text(self.title.as_ref()),
            agreement_number: places.text(self.number.as_ref()),
            programme_code: places.text(self.programme.as_ref()),
            beneficiary: places.text(self.body.as_ref()),
            implementer: places.text(self.implementer.as_ref()),
            municipality: places.text(self.municipality.as_ref()),
            teryt: places.text(self.teryt.as_ref()),
            partners: self.partners.iter().map(|partner| places.fact(partner.clone())).collect(),
            start_date: self.start.as_ref().map(|date| places.fact(day(date))),
            end_date: self.end.as_ref().map(|date| places.fact(day(date))),
            currency: self.currency.as_deref().or(Some("PLN")).map(|code| places.fact(currency(code))),
            ..Notice::default()
        };
        let sums = [
            (Role::Total, &self.total),
            (Role::Eligible, &self.eligible),
            (Role::Grant, &self.grant),
            (Role::Own, &self.own),
            (Role::PartnerShare, &self.partner_share),
        ];
        for (role, printed) in sums {
            let Some(printed) = printed else { continue };
            let fact = places.fact(sum(printed));
            notice.amounts.push(self.amount(role, &fact));
            match role {
                Role::Total => notice.total_cost = Some(fact),
                Role::Eligible => notice.eligible_cost = Some(fact),
                Role::Grant => notice.cofinancing = Some(fact),
                Role::Own => notice.own_contribution = Some(fact),
                _ => {}
            }
        }
        if notice.amounts.is_empty() {
            notice.currency = None;
        }
        let checks = checks(&notice);
        let source = Source { path: self.path.clone(), url: self.url.clone(), sha256: "00".repeat(32) };
        Mention { source, mention: self.mention, proof: proof(&checks), notice, checks, corrected: Vec::new() }
    }

    fn amount(&self, role: Role, fact: &Fact<Decimal>) -> Amount {
        Amount {
            role,
            value: fact.value,
            currency: None,
            rate: None,
            rate_basis: None,
            scope: if role == Role::PartnerShare { Scope::Partner } else { Scope::Project },
            stage: None,
            approximate: self.approximate,
            in_words: None,
            evidence: fact.evidence.clone(),
        }
    }
}

fn sum(printed: &str) -> Decimal {
    let mut sum: Decimal = printed.replace([' ', '_'], "").parse().expect("a sum");
    sum.rescale(2);
    sum
}

fn day(printed: &str) -> PartialDate {
    let mut parts = printed.split('-').map(|part| part.parse::<u32>().expect("a date"));
    let year = i32::try_from(parts.next().expect("a year")).expect("a year");
    PartialDate { year, month: parts.next(), day: parts.next() }
}

fn currency(code: &str) -> Currency {
    match code {
        "EUR" => Currency::Eur,
        _ => Currency::Pln,
    }
}
