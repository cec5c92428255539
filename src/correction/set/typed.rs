//! What a person types, read with the same recognisers that read a page.

use crate::text::{Folded, Word, words};
use crate::value::{CodeKind, Currency, Found, Headcount, PartialDate, Recognisers, Values};
use crate::vocabulary::{Cue, Table, Vocabulary};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::sync::OnceLock;

/// Nobody types more: a whole page given by mistake is refused.
const LONGEST: usize = 20_000;

/// The vocabulary that corrections are read with: the embedded one, so that a file means the same in every build.
pub(super) fn vocabulary() -> &'static Vocabulary {
    Vocabulary::builtin()
}

/// Every value of a text.
pub(super) fn values(text: &str) -> Values {
    static RECOGNISERS: OnceLock<Recognisers> = OnceLock::new();
    let codes = || vocabulary().programmes.iter().filter_map(|programme| programme.code.as_deref());
    RECOGNISERS.get_or_init(|| Recognisers::new(codes())).read(&Folded::new(text), &[])
}

/// A text in one line, without what cannot be seen; none if nothing is left.
pub(super) fn line(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let seen = text.chars().filter(|c| !is_invisible(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// Marks of no width and those that turn the direction of writing.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A text folded, for comparison.
pub(super) fn fold(text: &str) -> String {
    Folded::new(text.trim()).as_str().to_owned()
}

/// The entries of one knowledge file that a text names, each once, in the order in which they are named.
pub(super) fn named(table: Table, text: &str) -> Vec<usize> {
    let folded = Folded::new(text);
    let words: Vec<Word> = words(folded.as_str());
    let mut found: Vec<usize> = Vec::new();
    for cue in vocabulary().find(folded.as_str(), &words).iter().filter(|cue: &&Cue| cue.table == table) {
        if !found.contains(&cue.entry) {
            found.push(cue.entry);
        }
    }
    found
}

/// A sum as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    pub value: Decimal,
    /// The currency typed with it.
    pub currency: Option<Currency>,
    pub approximate: bool,
}

/// A sum of money that can be read in one way only.
pub(super) fn sum(text: &str) -> Option<Sum> {
    let text = line(text)?;
    let text = unlabelled(&text);
    if let Some(value) = plain(text) {
        return Some(Sum { value, currency: None, approximate: false });
    }
    if !is_all_sum(text) {
        return None;
    }
    one_sum(text).or_else(|| {
        // `1149808,8` or `85` is a sum only with its currency.
        let sum = one_sum(&format!("{text} zł"))?;
        Some(Sum { currency: None, ..sum })
    })
}

/// A text without a name before a colon (`Wartość projektu: 100 zł`).
fn unlabelled(text: &str) -> &str {
    match text.rsplit_once(':') {
        Some((label, rest)) if !label.bytes().any(|byte| byte.is_ascii_digit()) => rest.trim_start(),
        _ => text,
    }
}

/// Words that may stand beside the digits of a sum: currencies, scales, and what says how sure it is.
const OF_SUMS: &[&str] = &[
    "zl",
    "zlote",
    "zloty",
    "zlotych",
    "pln",
    "eur",
    "euro",
    "usd",
    "chf",
    "czk",
    "gr",
    "groszy",
    "grosze",
    "tys",
    "tysiac",
    "tysiace",
    "tysiecy",
    "mln",
    "milion",
    "miliona",
    "miliony",
    "milionow",
    "mld",
    "miliard",
    "miliarda",
    "miliardy",
    "miliardow",
    "ok",
    "okolo",
    "ponad",
    "prawie",
    "blisko",
    "niemal",
    "brutto",
    "netto",
    "r",
];

/// Whether a text is a sum and nothing else: `500-` and `minus 500 zł` are none to be added, and in `1 640 OOO zł` letters are typed.
fn is_all_sum(text: &str) -> bool {
    let folded = fold(text);
    let mut letters = folded.split(|c: char| !c.is_alphabetic()).filter(|run| !run.is_empty());
    // A dash stands for no grosze (`500,- zł`), and for nothing else.
    let bare = [",--", ",-", ",\u{2013}", ",\u{2014}"].iter().fold(text.to_owned(), |text, dash| text.replace(dash, " "));
    let is_sign = |c: char| matches!(c, '.' | ',' | '\'' | '’' | '"' | '„' | '”' | '“' | '«' | '»' | '€' | '$' | '£');
    letters.all(|run| OF_SUMS.contains(&run))
        && bare.chars().all(|c| c.is_ascii_digit() || c.is_alphabetic() || c.is_whitespace() || is_sign(c))
}

fn one_sum(text: &str) -> Option<Sum> {
    let read = values(text);
    let [found] = &read.money[..] else { return None };
    let sure = matches!(found.doubt, None | Some("blank_in_number" | "damaged_currency" | "no_currency"));
    if !sure || found.value.alternative.is_some() || !alone(text, found) || found.value.amount > most() {
        return None;
    }
    Some(Sum { value: found.value.amount, currency: found.value.currency, approximate: found.value.approximate })
}

/// The greatest sum that the tables hold.
fn most() -> Decimal {
    Decimal::new(999_999_999_999_999_999, 2)
}

/// Whether no digit and no minus stands beside what was found.
fn alone<T>(text: &str, found: &Found<T>) -> bool {
    let folded = Folded::new(text);
    let (before, after) = (&folded.as_str()[..found.span.start], &folded.as_str()[found.span.end..]);
    let digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    let minus = |c: char| matches!(c, '-' | '\u{2212}' | '\u{2013}');
    let less = before.trim_end().ends_with(minus) || before.split_whitespace().any(|word| word == "minus");
    !digit(before) && !digit(after) && !less && !after.trim_start().starts_with(minus)
}

/// A number in plain notation with at most two decimals after a point: the form in which sums are compared.
fn plain(text: &str) -> Option<Decimal> {
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(whole, decimals)| (whole, Some(decimals)));
    let digits = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole, 16) || decimals.is_some_and(|decimals| !digits(decimals, 2)) {
        return None;
    }
    let mut value = text.parse::<Decimal>().ok()?;
    value.rescale(2);
    Some(value)
}

/// A rate in percent, from 0 to 100.
pub(super) fn rate(text: &str) -> Option<Decimal> {
    let text = line(text)?;
    let of = |text: &str| {
        let read = values(text);
        let [found] = &read.percents[..] else { return None };
        alone(text, found).then_some(found.value.value)
    };
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.').then(|| text.parse().ok()).flatten();
    let rate = number(&text).or_else(|| of(&text)).or_else(|| of(&format!("{text}%")))?;
    (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&rate).then(|| rate.normalize())
}

/// A currency by its code, sign or word.
pub(super) fn currency(text: &str) -> Option<Currency> {
    let known = [Currency::Pln, Currency::Eur, Currency::Usd, Currency::Chf, Currency::Czk];
    let text = line(text)?;
    let by_code = known.into_iter().find(|currency| currency.code().eq_ignore_ascii_case(&text));
    by_code
        .or_else(|| if text.bytes().any(|byte| byte.is_ascii_digit()) { None } else { one_sum(&format!("100 {text}"))?.currency })
}

/// Which end of a stretch of time is meant where one is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    First,
    Last,
}

/// A date as far as it is known; of a stretch of time the end that is meant.
pub(super) fn date(text: &str, end: Option<End>) -> Option<PartialDate> {
    let text = line(text)?;
    if let Some(date) = iso(&text).or_else(|| year(&text)) {
        return Some(date);
    }
    let read = values(&text);
    if !read.damaged_dates.is_empty() {
        return None;
    }
    let of_period = || {
        let [found] = &read.periods[..] else { return None };
        match end? {
            End::First => found.value.start,
            End::Last => found.value.end,
        }
    };
    match &read.dates[..] {
        [only] if read.periods.is_empty() => Some(only.value),
        _ => of_period(),
    }
}

/// `2018-09-01`, `2018-09`.
fn iso(text: &str) -> Option<PartialDate> {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |at: usize, width: usize| {
        let part = parts.get(at).filter(|part| part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        part.parse::<u32>().ok()
    };
    let (year, month) = (i32::try_from(number(0, 4)?).ok()?, number(1, 2)?);
    let day = match parts.len() {
        2 => None,
        3 => Some(number(2, 2)?),
        _ => return None,
    };
    real(PartialDate { year, month: Some(month), day })
}

/// `2018`, `2018 r.`, `rok 2018`.
fn year(text: &str) -> Option<PartialDate> {
    let folded = fold(text);
    let number = folded.trim_start_matches("rok").trim_end_matches('.').trim_end_matches("roku").trim_end_matches("rok");
    let number = number.trim_end_matches('r').trim();
    let digits = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    real(PartialDate { year: digits.then(|| number.parse().ok()).flatten()?, month: None, day: None })
}

/// The date, if the calendar has it.
fn real(date: PartialDate) -> Option<PartialDate> {
    let exists = NaiveDate::from_ymd_opt(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1)).is_some();
    (exists && (1900..=2100).contains(&date.year)).then_some(date)
}

/// A whole number, with or without blanks between its thousands.
pub(super) fn whole(text: &str) -> Option<u32> {
    let text = line(text)?;
    let groups: Vec<&str> = text.split([' ', '\u{a0}', '\u{202f}']).collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3) && (groups.len() == 1 || groups[0].len() <= 3);
    (grouped && groups.iter().all(digits)).then(|| groups.concat().parse().ok()).flatten()
}

/// A duration in months.
pub(super) fn months(text: &str) -> Option<u32> {
    let of = |text: &str| {
        let read = values(text);
        let [found] = &read.durations[..] else { return None };
        alone(text, found).then_some(found.value)
    };
    whole(text).filter(|months| (1..=240).contains(months)).or_else(|| of(&line(text)?))
}

/// Whom a headcount counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    All,
    Women,
    Men,
}

/// A number of people.
pub(super) fn people(text: &str, who: Who) -> Option<u32> {
    let of = |text: &str| {
        let read = values(text);
        let [found] = &read.headcounts[..] else { return None };
        if !alone(text, found) || found.doubt.is_some() {
            return None;
        }
        let Headcount { count, women, men, .. } = found.value;
        let split = women.is_some() || men.is_some();
        match who {
            Who::All => Some(count),
            Who::Women => women.or((!split).then_some(count)),
            Who::Men => men.or((!split).then_some(count)),
        }
    };
    whole(text).or_else(|| of(&line(text)?))
}

/// The number of a call, agreement or application: in its canonical form where its grammar is known.
pub(super) fn number(text: &str) -> Option<String> {
    let text = line(text)?;
    if text.len() > 100 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let read = values(&text);
    let codes: Vec<_> = read.codes.iter().filter(|found| found.value.kind != CodeKind::Measure).collect();
    match codes[..] {
        [only] if alone(&text, only) => Some(only.value.canonical.clone()),
        _ => Some(text),
    }
}

/// The levels of a measure, and the programme its own prefix names: `RPWM.11.02.03`, `Poddziałanie 11.2.3`, `11.2.3`, `IX.2`.
pub(super) fn measure(text: &str) -> Option<(Vec<u32>, Option<String>)> {
    let text = line(text)?;
    let read = values(&text);
    let full: Vec<_> = read.codes.iter().collect();
    match full[..] {
        [only] if only.value.kind == CodeKind::Measure && alone(&text, only) && !only.value.levels.is_empty() => {
            return Some((only.value.levels.clone(), only.value.programme.clone()));
        }
        [] => {}
        _ => return None,
    }
    let short = |text: &str| {
        let read = values(text);
        let [found] = &read.short_codes[..] else { return None };
        alone(text, found).then(|| found.value.levels.clone())
    };
    dotted(&text).or_else(|| Some((short(&text).or_else(|| short(&format!("Działanie {text}")))?, None)))
}

/// `PROW.413`, `11.2.3`: levels with a stop between, perhaps after a programme's letters.
fn dotted(text: &str) -> Option<(Vec<u32>, Option<String>)> {
    let mut parts: Vec<&str> = text.split('.').collect();
    let letters = parts.first().filter(|first| is_code(first)).map(|first| (*first).to_owned());
    if letters.is_some() {
        parts.remove(0);
    }
    let level = |part: &&str| {
        let digits = (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<u32>().ok()).flatten().filter(|level| *level > 0)
    };
    let levels: Vec<u32> = parts.iter().map(level).collect::<Option<_>>()?;
    ((1..=4).contains(&levels.len()) && (levels.len() > 1 || levels[0] >= 100)).then_some((levels, letters))
}

/// Whether a text is written as a programme's code is.
pub(super) fn is_code(text: &str) -> bool {
    (3..=10).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '+')
}

/// A measure as it is published: `RPWM.11.02.05`, or `11.2.5` where the programme has no code.
pub(super) fn written(levels: &[u32], programme: Option<&str>) -> String {
    match programme {
        Some(code) => levels.iter().fold(code.to_owned(), |out, level| format!("{out}.{level:02}")),
        None => levels.iter().map(ToString::to_string).collect::<Vec<_>>().join("."),
    }
}

/// A priority axis: `11`, `XI`, `Oś Priorytetowa XI`.
pub(super) fn axis(text: &str) -> Option<u32> {
    let of = |text: &str| {
        let read = values(text);
        let [found] = &read.short_codes[..] else { return None };
        (alone(text, found) && found.value.axis).then(|| found.value.levels.first().copied()).flatten()
    };
    let line = line(text)?;
    let axis = whole(text).or_else(|| of(&line)).or_else(|| of(&format!("Oś Priorytetowa {line}")))?;
    (1..=999).contains(&axis).then_some(axis)
}

/// Years: `2014-2020`, or one.
pub(super) fn period(text: &str) -> Option<String> {
    let folded = fold(text);
    let years: Vec<i32> = folded
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let fits = |year: &i32| (1990..=2100).contains(year);
    match years[..] {
        [only] if fits(&only) => Some(only.to_string()),
        [from, to] if fits(&from) && fits(&to) && from < to => Some(format!("{from}-{to}")),
        // `2007-13`
        [from, to] if fits(&from) && (0..100).contains(&to) && from / 100 * 100 + to > from => {
            Some(format!("{from}-{}", from / 100 * 100 + to))
        }
        _ => None,
    }
}
