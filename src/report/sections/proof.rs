//! How far the figures prove themselves.

use super::{nothing, table};
use crate::html::{count, t, value};
use crate::report::charts::scale::{at, float};
use crate::report::figures::Figures;
use crate::report::words::{Part, say, share};
use maud::{Markup, html};
use rust_decimal::Decimal;

/// All of them, the surest first.
const PROOFS: [&str; 4] = ["proved", "consistent", "unproved", "contradicted"];

pub(super) fn body(figures: &Figures) -> Markup {
    let projects = &figures.projects;
    if projects.count == 0 {
        return nothing("report.no_projects");
    }
    let of = |proof: &str| projects.proofs.get(proof).copied().unwrap_or_default();
    html! {
        p.lead { (t("report.proof_lead")) }
        figure.chart aria-labelledby="proofs" {
            h3 id="proofs" { (t("report.by_proof")) }
            (strip(&PROOFS.map(|proof| (proof, of(proof))), projects.count))
            dl.proofs {
                @for proof in PROOFS {
                    div {
                        dt { (sign(proof)) (value("proof", proof)) }
                        dd {
                            b { (count(of(proof))) } " · " (share(of(proof), projects.count))
                            @if let Some(mended) = projects.mended.get(proof) { " · " (say("report.proof_mended", &[("n", Part::Count(*mended))])) }
                            br; (value("proof", &format!("{proof}_means")))
                        }
                    }
                }
            }
        }
        h3 { (t("report.identities")) }
        @if figures.identities.is_empty() { (nothing("report.no_checks")) } @else { (identities(figures)) }
    }
}

/// One strip of parts beside one another.
fn strip(parts: &[(&str, u64)], all: u64) -> Markup {
    let place =
        |number: u64| float((Decimal::from(number) * Decimal::ONE_HUNDRED).checked_div(Decimal::from(all)).unwrap_or_default());
    let mut from = 0;
    let mut placed = Vec::new();
    for (name, number) in parts.iter().filter(|(_, number)| *number > 0) {
        placed.push((*name, place(from), place(*number)));
        from += number;
    }
    html! {
        svg.strip viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            @for (name, start, width) in placed {
                rect class={ "p-" (name) } x=(at(start)) y="0" height="10" width=(at(width)) {}
            }
        }
    }
}

/// A shape beside the colour.
fn sign(proof: &str) -> Markup {
    html! {
        svg.sign class={ "p-" (proof) } viewBox="0 0 12 12" aria-hidden="true" focusable="false" {
            @match proof {
                "proved" => { path d="M2 6l3 3 5-6" {} }
                "consistent" => { circle cx="6" cy="6" r="4" {} }
                "contradicted" => { path d="M2.5 2.5l7 7m0-7l-7 7" {} }
                _ => { path d="M2 6h8" {} }
            }
        }
    }
}

fn identities(figures: &Figures) -> Markup {
    let rows: Vec<Vec<Markup>> = figures
        .identities
        .iter()
        .map(|(identity, verdicts)| {
            vec![value("identity", identity), count(verdicts.broken), count(verdicts.near), count(verdicts.held)]
        })
        .collect();
    html! {
        p.lead { (t("report.identities_lead")) }
        (table(&[
            ("report.head_identity", false), ("report.head_broken", true), ("report.head_near", true), ("report.head_held", true),
        ], &rows))
    }
}
