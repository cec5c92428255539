//! Whether a stretch says, in one sentence, that a local body was given money or applied for it.

use super::reading::{Reading, Scope};
use crate::text::Span;
use crate::vocabulary::{Cue, LabelKind, OrganisationKind, Role, Table, WordList};

/// Whether a sentence of the stretch tells of a grant to a local body (`Gmina Kącik otrzymała dotację`): an award or application, the
/// money, and who gets it, all three in one sentence.
pub(crate) fn told(scope: &Scope<'_, '_>) -> bool {
    let kinds = [LabelKind::Award, LabelKind::Signed, LabelKind::Applied];
    // `programy finansowane`, `programów finansowanych`: what pays for several is no grant to one.
    let several = |cue: &&Cue| scope.reading.slice(scope.reading.words[cue.first_word].span).ends_with("nych");
    scope.labels(&kinds).filter(|cue| !several(cue)).any(|cue| {
        let sentence = sentence(scope.reading, cue);
        let works = || scope.reading.label(cue) == Some(LabelKind::Applied) && speaks_of_works(scope.reading, sentence);
        (speaks_of_money(scope.reading, sentence) || works())
            && of_receiver(scope.reading, sentence)
            && !of_many(scope.reading, sentence)
    })
}

/// The sentence of a cue; of a text that never ends one, only what stands near.
fn sentence(reading: &Reading<'_>, cue: &Cue) -> Span {
    const FAR: usize = 1000;
    let sentence = reading.sentence_at(cue.span.start);
    Span::new(sentence.start.max(cue.span.start.saturating_sub(FAR)), sentence.end.min(cue.span.end + FAR))
}

/// Whether a sentence of the stretch says that one undertaking is paid from outside (`Operacja została dofinansowana`).
pub(crate) fn funded(scope: &Scope<'_, '_>) -> bool {
    let reading = scope.reading;
    let pays = reading.vocabulary.word_list(WordList::PayVerbs);
    let kinds = [LabelKind::Award];
    scope.labels(&kinds).filter(|cue| pays.has(reading.slice(cue.span))).any(|cue| {
        let sentence = sentence(reading, cue);
        let one = reading.labels_in(Span::new(sentence.start, cue.span.start)).any(|kind| kind == LabelKind::Undertaking);
        one && !of_many(reading, sentence)
    })
}

/// Whether a sentence names works (`złożyła wnioski na remont`).
fn speaks_of_works(reading: &Reading<'_>, sentence: Span) -> bool {
    let works = reading.vocabulary.word_list(WordList::PurposeWorks);
    reading.words_in(sentence).iter().any(|word| works.has(reading.slice(word.span)))
}

/// Whether a sentence has a word for a grant, or a sum.
fn speaks_of_money(reading: &Reading<'_>, sentence: Span) -> bool {
    let grants = reading.vocabulary.word_list(WordList::SignedGrant);
    let role = |cue: &Cue| matches!(reading.vocabulary.roles[cue.entry].role, Role::Grant | Role::Eu | Role::State);
    reading.cues_of(Table::Role, sentence).any(role)
        || reading.words_in(sentence).iter().any(|word| grants.has(reading.slice(word.span)))
        || reading.among(&reading.values.money, sentence).next().is_some()
}

/// Whether a sentence names a local body that is not the giver (`z budżetu gminy`), or speaks of `us`.
fn of_receiver(reading: &Reading<'_>, sentence: Span) -> bool {
    let receiver = |cue: &&Cue| {
        let kind = reading.vocabulary.organisations[cue.entry].kind;
        let before = cue.first_word.checked_sub(1).map_or("", |before| reading.slice(reading.words[before].span));
        !matches!(kind, OrganisationKind::Funder | OrganisationKind::Voivodeship) && !before.starts_with("budzet")
    };
    let words = reading.words_in(sentence);
    // `Kącik otrzymał`: a place's name that begins the sentence.
    let from = reading.words_before(sentence.start);
    let place = words.first().is_some_and(|word| reading.folded.is_upper(word.span.start))
        && reading.vocabulary.places().at(reading.text(), &reading.words, from).is_some();
    let us = |text: &str| text.ends_with("lismy") || text.starts_with("nasz");
    place
        || reading.cues_of(Table::Organisation, sentence).find(receiver).is_some()
        || words.iter().any(|word| us(reading.slice(word.span)))
}

/// Whether a sentence counts projects, applications or agreements: then it tells of a call (`52 umowy`).
fn of_many(reading: &Reading<'_>, sentence: Span) -> bool {
    let many = reading.vocabulary.word_list(WordList::ManyProjects);
    reading.words_in(sentence).windows(2).any(|pair| {
        let number = reading.slice(pair[0].span);
        number.len() <= 4 && number != "1" && number.bytes().all(|b| b.is_ascii_digit()) && many.has(reading.slice(pair[1].span))
    })
}
