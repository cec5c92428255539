//! Who: beneficiary, leader, partners and implementer, in the nominative.

use super::model::{Fact, Notice};
use super::names::{self, Named};
use super::reading::{Reading, Scope};
use crate::text::{Span, Word};
use crate::vocabulary::{Cue, LabelKind, OrganisationKind, WordList};
use std::collections::HashMap;

/// How far after a label a name can begin.
const REACH: usize = 60;

/// More names than a project has partners, or a sentence subjects.
const NAMES: usize = 60;

/// Verbs and states whose subject carries the project.
const CARRIES: &[LabelKind] =
    &[LabelKind::Award, LabelKind::Applied, LabelKind::Planned, LabelKind::Ongoing, LabelKind::Completed, LabelKind::Signed];

/// Reads the organisations of a notice; its beneficiary also from what the page says to all its undertakings.
pub(crate) fn read(scope: &Scope<'_, '_>, wide: &Scope<'_, '_>, notice: &mut Notice) {
    let named = names::find(scope);
    let leader = labelled(scope, &named, LabelKind::Leader);
    let beneficiary = labelled(scope, &named, LabelKind::Beneficiary);
    let implementer = labelled(scope, &named, LabelKind::Implementer);
    notice.partners = partners(scope, &named);
    let not_partner = |fact: &Fact<String>| !notice.partners.iter().any(|partner| partner.evidence.start == fact.evidence.start);
    let acting = acting(scope.reading, &named, notice);
    let subject_here = subject(scope, &acting, &notice.partners);
    // Who carries the work out by the page's own words goes before a unit that merely stands in the sentence.
    let governs = subject_here
        .as_ref()
        .is_some_and(|(_, name)| matches!(name.kind, OrganisationKind::Municipality | OrganisationKind::County));
    let carries = || implementer.clone().filter(not_partner);
    notice.beneficiary = beneficiary
        .filter(not_partner)
        .or(leader)
        .or_else(|| headed(scope, &named, notice))
        .or_else(|| if governs { None } else { carries() })
        .or_else(|| subject_here.map(|(fact, _)| fact))
        .or_else(carries)
        .or_else(|| if ours(scope) { owner(scope.reading) } else { None })
        .or_else(|| subject(wide, &names::find(wide), &notice.partners).map(|(fact, _)| fact))
        .or_else(|| most_named(scope, &acting, &notice.partners))
        .or_else(|| owner(scope.reading))
        .or_else(|| most_named(scope, &named, &notice.partners))
        .or_else(|| only_named(scope.reading));
    notice.implementer = implementer;
}

/// The names that can act: those of the title, or of any name in quotation marks, say what the work is about.
fn acting(reading: &Reading<'_>, named: &[Named], notice: &Notice) -> Vec<Named> {
    let title = notice.title.as_ref().map(|title| reading.folded.folded(Span::new(title.evidence.start, title.evidence.end)));
    let told = title.map_or("", |title| reading.slice(title));
    let quoted = |span: Span| {
        let next = reading.quoted.partition_point(|quoted| quoted.outer.start <= span.start);
        reading.quoted[..next].iter().rev().take(2).any(|quoted| quoted.inner.contains(span))
    };
    let repeated = |span: Span| {
        let line = reading.line_at(span.start).map_or(span, |line| line.span);
        let again = reading.slice(line).find(told).filter(|_| !told.is_empty()).map(|at| line.start + at);
        again.is_some_and(|at| Span::new(at, at + told.len()).contains(span))
    };
    let acts =
        |name: &&Named| !title.is_some_and(|title| title.contains(name.span)) && !quoted(name.span) && !repeated(name.span);
    named.iter().filter(acts).cloned().collect()
}

/// Whether a notice speaks of its page's owner as ours (`nasza szkoła realizuje`).
pub(crate) fn ours(scope: &Scope<'_, '_>) -> bool {
    let reading = scope.reading;
    let bodies = reading.vocabulary.word_list(WordList::OurBodies);
    scope.spans.iter().any(|span| {
        let words = reading.words_in(*span);
        words.windows(2).any(|pair| reading.slice(pair[0].span).starts_with("nasz") && bodies.has(reading.slice(pair[1].span)))
    })
}

/// Whether a body speaks without its name: as ours, or by its mayor's (`Wójt Gminy Jan Wilk`).
pub(crate) fn speaks_for_itself(scope: &Scope<'_, '_>) -> bool {
    let reading = scope.reading;
    let officers = reading.vocabulary.word_list(WordList::Officers);
    let officer = |span: &Span| {
        let words = reading.words_in(*span);
        words
            .windows(2)
            .any(|pair| matches!(reading.slice(pair[1].span), "gminy" | "miasta") && officers.has(reading.slice(pair[0].span)))
    };
    ours(scope) || scope.spans.iter().any(officer)
}

/// The one public body that a page names in all, for an undertaking whose own words name none.
fn only_named(reading: &Reading<'_>) -> Option<Fact<String>> {
    let name = names::of_page(reading)?;
    Some(reading.fact(name.nominative.clone(), name.span, "organisation:page_names_one"))
}

/// The body whose name heads the line of the title (`Gmina Przodkowo: „Kontynuacja programu …”`).
fn headed(scope: &Scope<'_, '_>, named: &[Named], notice: &Notice) -> Option<Fact<String>> {
    let reading = scope.reading;
    let title = notice.title.as_ref()?;
    let title = reading.folded.folded(Span::new(title.evidence.start, title.evidence.end));
    let line = reading.line_at(title.start)?;
    let heads = |name: &&Named| name.span.start == line.span.start && name.span.end < title.start;
    let closes = |name: &&Named| reading.slice(Span::new(name.span.end, title.start)).trim().trim_end_matches('"').trim() == ":";
    let name = named.iter().filter(heads).find(closes)?;
    Some(reading.fact(name.nominative.clone(), name.span, "organisation:heads_title"))
}

/// The public body the notice names most, where no word says who carries the project.
fn most_named(scope: &Scope<'_, '_>, named: &[Named], partners: &[Fact<String>]) -> Option<Fact<String>> {
    let mut repeats: HashMap<&str, usize> = HashMap::new();
    for name in named {
        *repeats.entry(&name.nominative).or_default() += 1;
    }
    let best = named
        .iter()
        .filter(|name| name.is_public() && name.rest.is_some())
        .filter(|name| !partners.iter().any(|partner| partner.value == name.nominative))
        .max_by_key(|name| (repeats[name.nominative.as_str()], std::cmp::Reverse(name.span.start)))?;
    Some(scope.reading.fact(best.nominative.clone(), best.span, "organisation:named"))
}

/// The page's owner, by its header or footer.
pub(crate) fn owner(reading: &Reading<'_>) -> Option<Fact<String>> {
    names::of_owner(reading).map(|name| {
        let legal = super::place::legal_person(reading, &name).unwrap_or(name.nominative);
        reading.fact(legal, name.span, "organisation:page_owner")
    })
}

/// The name that follows a label (`Beneficjent: Gmina Gruta`), stands on the next line, or has the label behind it
/// (`Gmina X – Lider projektu`).
fn labelled(scope: &Scope<'_, '_>, named: &[Named], kind: LabelKind) -> Option<Fact<String>> {
    let kinds = [kind];
    let found = scope
        .labels(&kinds)
        .find_map(|cue| before_label(scope.reading, named, cue).or_else(|| after_label(scope.reading, named, cue)));
    found.map(|(value, span)| scope.reading.fact(value, span, rule(kind)))
}

const fn rule(kind: LabelKind) -> &'static str {
    match kind {
        LabelKind::Leader => "organisation:leader",
        LabelKind::Partner => "organisation:partner",
        LabelKind::Implementer => "organisation:implementer",
        _ => "organisation:beneficiary",
    }
}

fn after_label(reading: &Reading<'_>, named: &[Named], cue: &Cue) -> Option<(String, Span)> {
    let line = reading.line_at(cue.span.start)?;
    let rest = Span::new(cue.span.end, line.span.end);
    let text = reading.slice(rest).trim_start_matches([' ', ':', '-', '\t', '.']);
    let value = if text.is_empty() {
        reading.lines.get(reading.line_number(cue.span.start) + 1)?.span
    } else {
        Span::new(rest.end - text.len(), rest.end)
    };
    let near = |name: &&Named| {
        name.kind != OrganisationKind::Funder
            && name.span.start >= value.start
            && name.span.start <= (value.start + REACH).min(value.end)
    };
    let label_closes = reading.slice(Span::new(cue.span.end, value.start)).contains([':', '-', '\n', '\t']);
    let from = named.partition_point(|name| name.span.start < value.start);
    match named[from..].iter().take_while(|name| name.span.start <= value.end).find(near) {
        Some(name) if label_closes || name.span.start <= cue.span.end + 25 => Some((name.nominative.clone(), name.span)),
        _ if label_closes => names::plain(reading, value),
        _ => None,
    }
}

/// A name with its role behind it, on the same line, with nothing but a dash or bracket between.
fn before_label(reading: &Reading<'_>, named: &[Named], cue: &Cue) -> Option<(String, Span)> {
    let line = reading.line_at(cue.span.start)?;
    let before = |name: &&Named| line.span.contains(name.span) && name.span.end <= cue.span.start;
    let to = named.partition_point(|name| name.span.start < cue.span.start);
    let name = named[..to]
        .iter()
        .rev()
        .take_while(|name| name.span.start >= line.span.start)
        .find(before)
        .filter(|name| name.kind != OrganisationKind::Funder)?;
    let gap = reading.slice(Span::new(name.span.end, cue.span.start));
    // `Lider: Gmina X` after a dash belongs to what follows.
    let closed = !reading.slice(Span::new(cue.span.end, line.span.end)).trim_start().starts_with([':', '-']);
    let tight = gap.len() <= 6 && gap.contains(['-', '(', ',']);
    (tight && closed).then(|| (name.nominative.clone(), name.span))
}

/// The subject of the sentence that tells of award or work: the first name in it that is not a funder or partner.
fn subject<'n>(scope: &Scope<'_, '_>, named: &'n [Named], partners: &[Fact<String>]) -> Option<(Fact<String>, &'n Named)> {
    let reading = scope.reading;
    let free = |name: &&Named| {
        let original = reading.folded.original(name.span);
        name.kind != OrganisationKind::Funder && !partners.iter().any(|partner| partner.evidence.start == original.start)
    };
    let mut best: Option<(i32, &'n Named)> = None;
    for cue in scope.labels(CARRIES) {
        let sentence = reading.sentence_at(cue.span.start);
        let from = named.partition_point(|name| name.span.start < sentence.start);
        // A voivodeship that awards and signs gives the money; only its own work makes it the one who carries it.
        let works = matches!(reading.label(cue), Some(LabelKind::Ongoing | LabelKind::Completed | LabelKind::Applied));
        let free = |name: &&Named| free(name) && (name.kind != OrganisationKind::Voivodeship || works && name.is_nominative);
        for name in named[from..].iter().take_while(|name| name.span.end <= sentence.end).take(NAMES).filter(free) {
            let weight = weight(reading, name, cue);
            if best.is_none_or(|(known, _)| weight > known) {
                best = Some((weight, name));
            }
        }
    }
    let name = best?.1;
    Some((reading.fact(completed(reading, named, name), name.span, "organisation:subject"), name))
}

/// A unit's full name where the sentence has its head only (`MOPS realizuje`): as the notice or the page's owner has it.
fn completed(reading: &Reading<'_>, named: &[Named], name: &Named) -> String {
    let full = |other: &&Named| other.rest.is_some() && other.nominative.starts_with(&name.nominative);
    let owner = || names::of_owner(reading).filter(|owner| full(&owner));
    let other = || named.iter().find(full).cloned().or_else(owner);
    let other = if name.rest.is_none() { other() } else { None };
    other.map_or_else(|| name.nominative.clone(), |other| other.nominative)
}

/// How likely a name is the subject of a verb: near, before it, a public body.
fn weight(reading: &Reading<'_>, name: &Named, cue: &Cue) -> i32 {
    let before = i32::from(name.span.end <= cue.span.start);
    let words = reading.words_in(Span::new(name.span.end.min(cue.span.end), name.span.start.max(cue.span.start))).len();
    let near = i32::try_from(words.min(40)).unwrap_or(40);
    let public = match name.kind {
        OrganisationKind::Municipality | OrganisationKind::County => 14,
        OrganisationKind::MunicipalUnit | OrganisationKind::CountyUnit => 12,
        OrganisationKind::Voivodeship | OrganisationKind::RegionalUnit => 4,
        OrganisationKind::Ngo => 6,
        OrganisationKind::Institution | OrganisationKind::Funder => 0,
    };
    let words = &reading.words[..reading.words_before(name.span.start)];
    let blank = |word: &&Word| reading.slice(Span::new(word.span.end, name.span.start)) == " ";
    let word_before = words.last().filter(blank).map_or("", |word| reading.slice(word.span));
    let placed = reading.vocabulary.word_list(WordList::NamePlaced).has(word_before);
    let head = reading.slice(name.span).split(' ').next().unwrap_or("");
    let receives = !placed && reading.vocabulary.word_list(WordList::NameReceives).has(head);
    let nominative = if name.is_nominative || receives || word_before == "przez" { 10 } else { 0 };
    let heads_line = reading.line_at(name.span.start).is_some_and(|line| line.span.start == name.span.start);
    before * 10 + public + nominative + 4 * i32::from(heads_line) - 8 * i32::from(placed) - near / 3
}

/// Partners: the names after a label, in its sentence and in the list that follows it.
fn partners(scope: &Scope<'_, '_>, named: &[Named]) -> Vec<Fact<String>> {
    let reading = scope.reading;
    let mut partners: Vec<Fact<String>> = Vec::new();
    let leaders: Vec<Span> = scope.labels(&[LabelKind::Leader]).map(|label| label.span).collect();
    // `Partner Wiodący` leads.
    let leads = |cue: &&Cue| {
        let next = leaders.partition_point(|span| span.start <= cue.span.start);
        next.checked_sub(1).is_some_and(|at| leaders[at].contains(cue.span))
    };
    // A name on a line that calls someone the leader.
    let leader_beside = |name: &Named| {
        let Some(line) = reading.line_at(name.span.start).filter(|line| line.span.contains(name.span)) else { return false };
        let next = leaders.partition_point(|span| span.start < line.span.start);
        leaders.get(next).is_some_and(|leader| leader.start < line.span.end)
    };
    for cue in scope.labels(&[LabelKind::Partner]).filter(|cue| !leads(cue)) {
        let end = list_end(scope, cue);
        let mut last = cue.span.end;
        if let Some((value, span)) = names::unknown(reading, named, Span::new(cue.span.end, end)) {
            last = span.end;
            partners.push(reading.fact(value, span, "organisation:partner"));
        }
        let from = named.partition_point(|name| name.span.start < cue.span.end);
        for name in named[from..].iter().take_while(|name| name.span.end <= end).take(NAMES) {
            if name.span.start > last + REACH || partners.len() >= NAMES {
                break;
            }
            last = name.span.end;
            let known = partners.iter().any(|partner| partner.value == name.nominative);
            if !known && !leader_beside(name) && name.kind != OrganisationKind::Funder {
                partners.push(reading.fact(name.nominative.clone(), name.span, "organisation:partner"));
            }
        }
    }
    partners
}

/// Where the names of a partner label end: its sentence, or where it closes its line with a colon, the list below it.
fn list_end(scope: &Scope<'_, '_>, cue: &Cue) -> usize {
    let reading = scope.reading;
    let number = reading.line_number(cue.span.start);
    let Some(line) = reading.lines.get(number) else { return cue.span.end };
    if !reading.slice(line.span).ends_with(':') || cue.span.end + 60 < line.span.end {
        return reading.sentence_at(cue.span.start).end.min(line.span.end);
    }
    let item = |line: &&super::reading::Line| {
        let text = reading.slice(line.span);
        let bullet = text.starts_with(['-', '\u{1}', '*']) || text.starts_with(|c: char| c.is_ascii_digit());
        let listed = reading.page.blocks[line.block].kind == crate::page::BlockKind::ListItem;
        let short = reading.words_in(line.span).len() <= 24 && !text.contains(':');
        (bullet || listed || short) && scope.owns(line.span)
    };
    let items = reading.lines[number + 1..].iter().take(30).take_while(item);
    items.last().map_or(line.span.end, |last| last.span.end)
}
