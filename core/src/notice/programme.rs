//! Which programme pays: by its name, by a number's prefix, by what the page says to all its undertakings.
//!
//! One abbreviation may stand for several programmes, one name for several periods. What the page says decides (the years beside the
//! name, the funds, the voivodeship, the undertaking's own dates); where it does not, the candidates are kept as a doubt.

use super::model::{Doubt, Fact, Notice};
use super::reading::{Reading, Scope};
use super::{funds, unit, years};
use crate::page::Region;
use crate::text::{Folded, Span};
use crate::value::{Code, Found};
use crate::vocabulary::{Cue, LabelKind, Programme, Table, WordList};
use std::collections::{BTreeSet, HashMap};

/// A mention of a programme: the entries that share its words, narrowed by what stands beside them.
#[derive(Clone)]
pub(crate) struct Named<'v> {
    span: Span,
    entries: Vec<&'v Programme>,
}

impl Named<'_> {
    /// Whether two mentions leave the same entries.
    fn repeats(&self, other: &Self) -> bool {
        self.entries.len() == other.entries.len() && self.entries.iter().zip(&other.entries).all(|(a, b)| std::ptr::eq(*a, *b))
    }
}

/// Reads programme, period and funds; also from what the page says to all its undertakings, where a notice names none itself. The
/// mention that stays undecided is given back.
pub(crate) fn read<'v>(scope: &Scope<'_, 'v>, wide: &Scope<'_, 'v>, notice: &mut Notice) -> Option<Named<'v>> {
    funds::read(scope, notice);
    if notice.funds.is_empty() {
        funds::read(wide, notice);
    }
    let open = programme(scope, notice);
    if open.is_some() || notice.programme.is_some() || notice.programme_code.is_some() {
        return open;
    }
    let open = programme(wide, notice);
    if notice.programme.is_none() && open.is_none() {
        by_title(scope.reading, notice);
    }
    open
}

fn programme<'v>(scope: &Scope<'_, 'v>, notice: &mut Notice) -> Option<Named<'v>> {
    let reading = scope.reading;
    let mut named = mentions(scope);
    for mention in &mut named {
        by_funds(mention, notice);
    }
    let code = scope.values(&reading.values.codes).find(|found| found.value.programme.is_some());
    let Some(best) = best(&named, code) else {
        if let Some(found) = code {
            from_code(reading, found, notice);
        }
        return None;
    };
    publish(scope, agreed(best, &named), code, notice)
}

fn mentions<'v>(scope: &Scope<'_, 'v>) -> Vec<Named<'v>> {
    let reading = scope.reading;
    let mut named: Vec<Named<'v>> = Vec::new();
    // A number's own prefix names no programme beside it.
    let in_number = |cue: &&Cue| {
        let at = reading.values.codes.partition_point(|code| code.span.end <= cue.span.start);
        reading.values.codes.get(at).is_some_and(|code| code.span.contains(cue.span))
    };
    // `PO WER realizowany na zasadach programu Erasmus+` names whose rules hold, not who pays.
    let rules = reading.vocabulary.word_list(WordList::ProgrammeRules);
    let by_rules = |cue: &&Cue| {
        let before = reading.words_in(Span::new(cue.span.start.saturating_sub(30), cue.span.start));
        before.iter().rev().take(2).any(|word| rules.has(reading.slice(word.span)))
    };
    let cues: Vec<&Cue> = scope.cues(Table::Programme).filter(|cue| !in_number(cue)).collect();
    let ruled = cues.iter().any(|cue| !by_rules(cue));
    for cue in cues.into_iter().filter(|cue| !(ruled && by_rules(cue))) {
        let entry = &reading.vocabulary.programmes[cue.entry];
        match named.last_mut().filter(|last| last.span == cue.span) {
            Some(last) => last.entries.push(entry),
            None => named.push(Named { span: cue.span, entries: vec![entry] }),
        }
    }
    for mention in &mut named {
        if let Some(from) = years::beside(reading, mention.span) {
            keep(&mut mention.entries, |entry| years::first(entry) == Some(from));
        }
    }
    named
}

/// Keeps the entries that fit, if any does.
fn keep(entries: &mut Vec<&Programme>, fits: impl Fn(&Programme) -> bool) {
    if entries.len() > 1 && entries.iter().any(|entry| fits(entry)) {
        entries.retain(|entry| fits(entry));
    }
}

/// A fund that is not among those of a programme rules it out: regional programmes of 2007-2013 spent no EFS.
fn by_funds(mention: &mut Named<'_>, notice: &Notice) {
    let pays = |entry: &Programme, fund: &String| entry.funds.is_empty() || entry.funds.contains(fund);
    for fund in &notice.funds {
        keep(&mut mention.entries, |entry| pays(entry, &fund.value));
    }
}

/// The mention that agrees with the number's programme; else the clearest and most repeated one.
fn best<'n, 'v>(named: &'n [Named<'v>], code: Option<&Found<Code>>) -> Option<&'n Named<'v>> {
    let coded = |mention: &&Named<'_>| {
        // Erasmus+ numbers are also given to mobility that FERS or POWER pay for.
        let wanted = code.and_then(|found| found.value.programme.as_deref()).filter(|code| *code != "ERASMUS");
        wanted.is_some() && mention.entries.iter().any(|entry| entry.code.as_deref() == wanted)
    };
    named.iter().filter(coded).min_by_key(|mention| mention.entries.len()).or_else(|| {
        let mut repeats: HashMap<&str, usize> = HashMap::new();
        for run in named.chunk_by(Named::repeats) {
            for entry in run.iter().take(1).flat_map(|mention| &mention.entries) {
                *repeats.entry(&entry.id).or_default() += run.len();
            }
        }
        let weight = |mention: &&Named<'_>| {
            let first = mention.entries[0];
            (!ambiguous(mention), !first.national, repeats[first.id.as_str()], std::cmp::Reverse(mention.span.start))
        };
        named.iter().max_by_key(weight)
    })
}

/// A mention narrowed by the others of the same programme: `RPO WP … RPO Województwa Podlaskiego 2014-2020`.
fn agreed<'v>(best: &Named<'v>, named: &[Named<'v>]) -> Named<'v> {
    let mut best = best.clone();
    // What is said again narrows no further.
    for other in named.chunk_by(Named::repeats).filter_map(|run| run.first()) {
        keep(&mut best.entries, |entry| other.entries.iter().any(|known| known.id == entry.id));
    }
    best
}

/// Whether a mention could be two different programmes, not only two periods of one.
fn ambiguous(mention: &Named<'_>) -> bool {
    mention.entries.iter().any(|entry| entry.code != mention.entries[0].code)
}

/// Publishes a mention as far as it is decided; gives it back where it is not.
fn publish<'v>(
    scope: &Scope<'_, 'v>,
    mut mention: Named<'v>,
    code: Option<&Found<Code>>,
    notice: &mut Notice,
) -> Option<Named<'v>> {
    let reading = scope.reading;
    let entries = &mut mention.entries;
    if let Some(found) = code {
        keep(entries, |entry| entry.code == found.value.programme);
        if entries.iter().all(|entry| entry.code == found.value.programme) {
            years::by_number(entries, &found.value);
        }
    }
    if ambiguous(&mention) {
        years::by_letters(reading, mention.span, &mut mention.entries);
    }
    if ambiguous(&mention) {
        years::by_region(reading, &mut mention.entries);
    }
    if !ambiguous(&mention) {
        years::by_period_named(scope, &mut mention.entries);
        years::by_dates(&mut mention.entries, notice);
    }
    state(reading, mention, notice)
}

/// Says what a mention says; what is left open becomes a doubt and is given back.
fn state<'v>(reading: &Reading<'_>, mention: Named<'v>, notice: &mut Notice) -> Option<Named<'v>> {
    let rule = "programme:named";
    let first = mention.entries[0];
    if !ambiguous(&mention) {
        notice.programme_code = first.code.clone().map(|code| reading.fact(code, mention.span, rule));
    }
    if mention.entries.len() > 1 {
        let candidates = mention.entries.iter().map(|entry| entry.name.clone()).collect();
        notice.doubts.push(Doubt { field: "programme", reason: "ambiguous_programme", candidates });
        // The page names the programme, and leaves its period open.
        notice.programme = years::shared_name(&mention.entries).map(|name| reading.fact(name, mention.span, rule));
        return Some(mention);
    }
    notice.programme = Some(reading.fact(first.name.clone(), mention.span, rule));
    notice.period = first.period.clone().map(|period| reading.fact(period, mention.span, rule));
    None
}

/// Decides what was left open by the voivodeship of the municipality.
pub(crate) fn settle<'v>(reading: &Reading<'_>, open: Option<Named<'v>>, notice: &mut Notice) {
    let Some(mut mention) = open.filter(ambiguous) else { return };
    // Without a municipality the page's postcodes decide, where all but one of the candidates lie elsewhere.
    let postal = || {
        let near =
            |entry: &&&Programme| entry.voivodeship.as_deref().is_some_and(|region| unit::has_postcode_of(reading, region));
        let regions: BTreeSet<_> = mention.entries.iter().filter(near).filter_map(|entry| years::voivodeship(entry)).collect();
        regions.first().filter(|_| regions.len() == 1).map(|region| (*region).to_owned())
    };
    let Some(voivodeship) = notice.voivodeship.as_ref().map(|fact| fact.value.clone()).or_else(postal) else { return };
    let here = |entry: &Programme| years::voivodeship(entry) == Some(voivodeship.as_str());
    if mention.entries.iter().any(|entry| here(entry)) {
        mention.entries.retain(|entry| here(entry));
        years::by_dates(&mut mention.entries, notice);
        notice.doubts.retain(|doubt| doubt.reason != "ambiguous_programme");
        state(reading, mention, notice);
    }
}

/// The one programme that the rest of a page names, for notices of which none names its own: a board, a footer, a neighbour block.
pub(crate) fn of_page<'n>(reading: &Reading<'_>, notices: impl Iterator<Item = &'n mut Notice>) {
    let mut notices: Vec<&mut Notice> = notices.collect();
    if notices.is_empty() || notices.iter().any(|notice| notice.programme.is_some() || notice.programme_code.is_some()) {
        return;
    }
    let spans: Vec<Span> = reading.sentences.iter().copied().filter(|sentence| frames(reading, *sentence)).collect();
    let scope = Scope { reading, spans };
    let named = mentions(&scope);
    let Some(first) = named.iter().find(|mention| !ambiguous(mention)) else { return };
    let code = |mention: &Named<'_>| mention.entries[0].code.clone().unwrap_or_else(|| mention.entries[0].id.clone());
    let one = named.iter().filter(|mention| !ambiguous(mention)).all(|mention| code(mention) == code(first));
    if !one {
        return;
    }
    for notice in &mut notices {
        if notice.funds.is_empty() {
            funds::read(&scope, notice);
        }
        let mut mention = agreed(first, &named);
        by_funds(&mut mention, notice);
        publish(&scope, mention, None, notice);
    }
}

/// Whether a sentence outside the menus names a programme as what pays.
fn frames(reading: &Reading<'_>, sentence: Span) -> bool {
    let Some(line) = reading.line_at(sentence.start) else { return false };
    if reading.region(line) == Region::Navigation || reading.cues_of(Table::Programme, sentence).next().is_none() {
        return false;
    }
    let pays = |kind: LabelKind| matches!(kind, LabelKind::Award | LabelKind::Granted | LabelKind::Programme);
    reading.labels_in(sentence).any(pays) || reading.slice(sentence).contains("finansowan")
}

/// The programme whose name is the undertaking's: `Opieka wytchnieniowa – edycja 2023`.
fn by_title(reading: &Reading<'_>, notice: &mut Notice) {
    let Some(title) = &notice.title else { return };
    let folded = Folded::new(&title.value);
    let title: Vec<&str> = bare(folded.as_str()).collect();
    let mut found = reading.vocabulary.national_names().filter(|(_, name)| bare(name).eq(title.iter().copied()));
    if let (Some((entry, _)), None) = (found.next(), found.next())
        && let Some(fact) = &notice.title
    {
        let fact = fact.clone();
        notice.programme = Some(Fact { value: entry.name.clone(), evidence: fact.evidence });
    }
}

/// A name without the word for a programme, the edition and the marks: `program „opieka wytchnieniowa” - edycja 2023`.
fn bare(name: &str) -> impl Iterator<Item = &str> {
    let name = name.split(" edycja").next().unwrap_or(name);
    let words = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '+').filter(|word| !word.is_empty());
    words.skip_while(|word| matches!(*word, "program" | "rzadowy" | "wieloletni"))
}

/// A page that prints a number and no programme still names it by the number's prefix.
fn from_code(reading: &Reading<'_>, found: &Found<Code>, notice: &mut Notice) {
    let Some(code) = &found.value.programme else { return };
    let rule = "programme:number";
    notice.programme_code = Some(reading.fact(code.clone(), found.span, rule));
    let mut entries: Vec<&Programme> =
        reading.vocabulary.programmes.iter().filter(|entry| entry.code.as_ref() == Some(code)).collect();
    years::by_number(&mut entries, &found.value);
    if let [entry] = entries[..] {
        notice.programme = Some(reading.fact(entry.name.clone(), found.span, rule));
        notice.period = entry.period.clone().map(|period| reading.fact(period, found.span, rule));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::notice;
    use crate::notice::Notice;

    fn read(text: &str) -> Notice {
        notice(&format!("{text} Wartość projektu: 120 000,00 zł, dofinansowanie: 100 000,00 zł."))
    }

    /// Programme, code and measure.
    fn told(notice: &Notice) -> [Option<&str>; 3] {
        [&notice.programme, &notice.programme_code, &notice.measure_code]
            .map(|fact| fact.as_ref().map(|fact| fact.value.as_str()))
    }

    #[test]
    fn short_years_after_the_name_are_its_period() {
        for years in ["(2007-13)", "2007 - 2013", "na lata 2007-20013"] {
            let text = format!(
                "Projekt „Razem w Lipkach” współfinansowany w ramach Regionalnego Programu Operacyjnego Województwa Pomorskiego {years}."
            );
            let expected = Some("Regionalny Program Operacyjny dla Województwa Pomorskiego 2007-2013");
            assert_eq!(told(&read(&text))[0], expected, "{years}");
        }
    }

    #[test]
    fn a_name_without_its_first_word_is_the_programmes() {
        let text = "Projekt „Razem w Lipkach” współfinansowany w ramach Programu Operacyjnego Województwa Lubelskiego na lata 2014-2020.";
        assert_eq!(told(&read(text))[1], Some("RPLU"));
    }

    #[test]
    fn a_fund_the_older_programme_did_not_spend_rules_it_out() {
        let text = "Projekt „Razem w Lipkach” współfinansowany z Europejskiego Funduszu Społecznego w ramach Regionalnego Programu \
            Operacyjnego Województwa Łódzkiego.";
        assert_eq!(told(&read(text))[0], Some("Regionalny Program Operacyjny Województwa Łódzkiego 2014-2020"));
    }

    #[test]
    fn an_open_period_leaves_the_name_without_years() {
        let notice = read("Projekt „Razem w Lipkach” współfinansowany w ramach Programu Rozwoju Obszarów Wiejskich.");
        assert_eq!(told(&notice)[0], Some("Program Rozwoju Obszarów Wiejskich"));
        assert!(notice.period.is_none() && notice.doubts.iter().any(|doubt| doubt.reason == "ambiguous_programme"));
    }

    #[test]
    fn pomorskie_inside_a_longer_name_decides_nothing() {
        let text =
            "Projekt „Razem w Lipkach” w ramach RPO WP na lata 2014-2020, województwo kujawsko-pomorskie, realizuje Gmina.";
        assert_eq!(told(&read(text))[1], None);
    }

    #[test]
    fn printed_letters_tell_abbreviations_apart_where_the_page_keeps_them() {
        let text = |short: &str| format!("Projekt „Razem w Lipkach” współfinansowany z {short} na lata 2014-2020 dla miasta.");
        assert_eq!(told(&read(&text("RPO WŁ")))[1], Some("RPLD"));
        assert_eq!(told(&read(&text("RPO WL")))[1], Some("RPLU"));
        assert_eq!(told(&read(&text("RPO WP")))[1], None);
    }

    #[test]
    fn a_measure_stands_right_after_a_short_name() {
        let notice = read("Projekt „Razem w Lipkach” współfinansowany ze środków WRPO 2.1.2 w latach 2016-2018.");
        assert_eq!(told(&notice)[1..], [Some("RPWP"), Some("RPWP.02.01.02")]);
        let notice =
            read("Projekt „Razem w Lipkach” finansowany z Narodowego Programu Rozwoju Czytelnictwa 2.0 na lata 2021-2025.");
        assert_eq!(told(&notice)[2], None);
    }

    #[test]
    fn the_programme_whose_rules_are_followed_does_not_pay() {
        let notice = read("Szkoła realizuje projekt „Razem w Lipkach”, PO WER na zasadach programu Erasmus+.");
        assert_eq!(told(&notice)[1], Some("POWR"));
    }

    #[test]
    fn a_postcode_decides_between_voivodeships_far_apart() {
        let notice = read("Projekt „Razem w Lipkach” z RPO WM na lata 2014-2020. Biuro: ul. Długa 1, 33-399 Lipki.");
        assert_eq!(told(&notice)[1], Some("RPMP"));
    }

    #[test]
    fn a_footer_names_the_programme_of_the_pages_one_undertaking() {
        let text = "Gmina Borowa realizuje projekt pn. „Razem w Lipkach”. Wartość projektu: 120 000 zł, dofinansowanie: 100 000 zł.\n\n\
            Aktualności\n\nPortal współfinansowany w ramach Regionalnego Programu Operacyjnego Województwa Lubelskiego na lata 2007 - 2013";
        assert_eq!(told(&notice(text))[1], Some("RPLU"));
    }

    #[test]
    fn a_mobility_number_yields_to_the_programme_that_pays() {
        let text = "Projekt „Razem w Lipkach” nr 2023-1-PL01-KA122-SCH-000123456 współfinansowany z programu Fundusze Europejskie dla \
            Rozwoju Społecznego 2021-2027.";
        assert_eq!(told(&read(text))[1], Some("FERS"));
        let text = "Projekt „Razem w Lipkach” nr 2016-1-PL01-KA101-012345 realizujemy z programu Erasmus+.";
        assert_eq!(told(&read(text))[0], Some("Erasmus+ 2014-2020"));
    }

    #[test]
    fn a_project_by_the_rules_of_erasmus_is_not_its() {
        let text = "Projekt „Razem w Lipkach” finansowany z Programu Operacyjnego Wiedza Edukacja Rozwój realizowany na zasadach programu \
            Erasmus+.";
        assert_eq!(told(&read(text))[1], Some("POWR"));
    }

    #[test]
    fn an_old_measure_may_be_followed_by_its_name() {
        let text = "Projekt „Razem w Lipkach” z PROW 2007-2013 w ramach działania 413 Wdrażanie lokalnych strategii rozwoju.";
        assert_eq!(told(&read(text))[2], Some("PROW.413"));
    }
}
