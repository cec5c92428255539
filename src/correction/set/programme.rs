//! Which programme: code, name and period go together where the vocabulary is sure.

use super::evidence::{fact, put};
use super::typed::{fold, is_code, line, named, vocabulary};
use crate::notice::{Doubt, Evidence, Notice};
use crate::vocabulary::{Programme, Table};

/// A programme's code: one that is known, whatever its capitals, the code of a programme that is named, or what is written as a code.
pub(super) fn code(text: &str) -> Option<String> {
    let text = line(text)?;
    let known =
        |code: &str| vocabulary().programmes.iter().filter_map(|entry| entry.code.as_deref()).find(|known| *known == code);
    if let Some(code) = known(&text.to_uppercase()) {
        return Some(code.to_owned());
    }
    let entries = entries(&text);
    let first = entries.first().and_then(|entry| entry.code.clone());
    if first.is_some() && entries.iter().all(|entry| entry.code == first) {
        return first;
    }
    is_code(&text).then_some(text)
}

/// A programme's name as the vocabulary has it; a name that it does not know as it is typed; none if several programmes are meant.
pub(super) fn name(text: &str) -> Option<String> {
    let text = line(text)?;
    match entries(&text)[..] {
        [] => (text.len() <= 300 && text.chars().any(char::is_alphabetic)).then_some(text),
        [only] => Some(only.name.clone()),
        [..] => shared_name(&entries(&text)),
    }
}

/// The programmes that a text names, narrowed by the years in it.
fn entries(text: &str) -> Vec<&'static Programme> {
    let folded = fold(text);
    let programmes = &vocabulary().programmes;
    let same: Vec<&Programme> = programmes.iter().filter(|entry| fold(&entry.name) == folded).collect();
    if !same.is_empty() {
        return same;
    }
    let mut found: Vec<&Programme> = named(Table::Programme, text).into_iter().map(|entry| &programmes[entry]).collect();
    let years = |entry: &&Programme| entry.period.as_deref().is_some_and(|period| folded.contains(period));
    if found.iter().any(years) {
        found.retain(years);
    }
    found
}

/// The name that several periods of one programme share, without the years.
fn shared_name(entries: &[&Programme]) -> Option<String> {
    let bare = |entry: &Programme| entry.name.strip_suffix(entry.period.as_deref()?).map(|name| name.trim_end().to_owned());
    let name = bare(entries.first()?)?;
    entries.iter().all(|entry| bare(entry).as_ref() == Some(&name)).then_some(name)
}

/// Sets the code. The name and the period follow if the code is of one programme; of several periods the one stays that was read before,
/// else the period is open, and the programmes are told as a doubt.
pub(super) fn set_code(notice: &mut Notice, code: Option<&str>, evidence: &Evidence) -> Vec<Doubt> {
    notice.programme_code = code.map(|code| fact(code.to_owned(), evidence));
    let Some(code) = code else { return Vec::new() };
    let mut entries: Vec<&Programme> =
        vocabulary().programmes.iter().filter(|entry| entry.code.as_deref() == Some(code)).collect();
    let of = |fact: &Option<crate::notice::Fact<String>>| fact.as_ref().map(|fact| fact.value.clone());
    let (name, period) = (of(&notice.programme), of(&notice.period));
    narrow(&mut entries, |entry| Some(&entry.name) == name.as_ref());
    narrow(&mut entries, |entry| entry.period.is_some() && entry.period == period);
    follow(notice, &entries, evidence)
}

fn follow(notice: &mut Notice, entries: &[&Programme], evidence: &Evidence) -> Vec<Doubt> {
    match entries {
        [] => Vec::new(),
        [only] => {
            put(&mut notice.programme, Some(only.name.clone()), evidence);
            put(&mut notice.period, only.period.clone(), evidence);
            Vec::new()
        }
        several => {
            put(&mut notice.programme, shared_name(several), evidence);
            notice.period = None;
            let candidates = several.iter().map(|entry| entry.name.clone()).collect();
            vec![Doubt { field: "programme", reason: "ambiguous_programme", candidates }]
        }
    }
}

/// Sets the name. Code and period follow if the name is of one programme.
pub(super) fn set_name(notice: &mut Notice, name: Option<&str>, evidence: &Evidence) {
    notice.programme = name.map(|name| fact(name.to_owned(), evidence));
    let mut same = vocabulary().programmes.iter().filter(|entry| Some(entry.name.as_str()) == name);
    if let (Some(only), None) = (same.next(), same.next()) {
        put(&mut notice.programme_code, only.code.clone(), evidence);
        put(&mut notice.period, only.period.clone(), evidence);
    }
}

/// Sets the period. The name follows if the code has one programme of that period.
pub(super) fn set_period(notice: &mut Notice, period: Option<&str>, evidence: &Evidence) {
    notice.period = period.map(|period| fact(period.to_owned(), evidence));
    let Some(code) = notice.programme_code.as_ref().map(|fact| fact.value.as_str()) else { return };
    let of = |entry: &&Programme| entry.code.as_deref() == Some(code) && entry.period.as_deref() == period;
    let mut same = vocabulary().programmes.iter().filter(of);
    if let (Some(only), None) = (same.next(), same.next()) {
        put(&mut notice.programme, Some(only.name.clone()), evidence);
    }
}

/// Keeps what fits, unless nothing does.
fn narrow(entries: &mut Vec<&Programme>, fits: impl Fn(&Programme) -> bool) {
    if entries.len() > 1 && entries.iter().any(|entry| fits(entry)) {
        entries.retain(|entry| fits(entry));
    }
}
