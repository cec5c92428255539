#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::super::testing::{NOTICE, answer, correct, page, place, told, words};
use super::*;
use crate::correction::Words;
use crate::page::{self, Limits, Page};

fn corrector(corrections: Vec<Correction>) -> Corrector {
    Corrector::new(CorrectionsFile::of(std::path::Path::new("c.toml"), corrections))
}

/// Runs pages by; gives what they tell then.
fn run(corrector: &mut Corrector, pages: &[&Page]) -> Vec<Vec<Mention>> {
    let one = |page: &&Page| {
        let mut mentions = told(page);
        corrector.correct(&page.source, None, &page.text, &mut mentions);
        mentions
    };
    pages.iter().map(one).collect()
}

fn fates(corrector: &Corrector) -> Vec<Fate> {
    corrector.outcomes().iter().map(|outcome| outcome.fate).collect()
}

fn notice() -> Page {
    page("a.txt", NOTICE)
}

/// Two undertakings on one page.
fn two() -> Page {
    let second = NOTICE.replace("Nowa świetlica w Lipkach", "Remont drogi do Lipek").replace("1 000 000", "1 000 100");
    let html = format!("<html><body><h2>Projekt 1</h2><p>{NOTICE}</p><h2>Projekt 2</h2><p>{second}</p></body></html>");
    markup("b.html", &html)
}

fn markup(path: &str, html: &str) -> Page {
    let source = Source { path: Some(path.to_owned()), ..Source::default() };
    page::read(html.as_bytes(), source, None, &Limits::default()).unwrap()
}

fn status(id: &str, page: &Page) -> Correction {
    correct(id, place(page, 0), "status", Some("planned"))
}

#[test]
fn a_correction_holds_as_long_as_the_page_says_the_same() {
    let page = notice();
    let mut corrector = corrector(vec![status("c1", &page)]);
    let read = run(&mut corrector, &[&page]);
    assert_eq!(value_of(&read[0][0].notice, "status").as_deref(), Some("planned"));
    let outcomes = corrector.outcomes();
    assert_eq!((outcomes[0].fate, outcomes[0].mention_ids.clone()), (Fate::Applied, vec![mention_id(&read[0][0])]));
}

#[test]
fn a_counter_in_the_markup_does_not_lose_the_answer_but_changed_text_does() {
    let html = |counter: &str, text: &str| {
        format!("<html><body data-odwiedzin=\"{counter}\"><!-- {counter} --><p>{text}</p></body></html>")
    };
    let then = markup("a.html", &html("17", NOTICE));
    let later = markup("a.html", &html("18", NOTICE));
    let other = markup("a.html", &html("18", &NOTICE.replace("850", "860")));
    assert!(then.source.sha256 != later.source.sha256 && then.text == later.text);
    let mut one = corrector(vec![status("c1", &then)]);
    assert_eq!(run(&mut one, &[&later])[0][0].corrected.len(), 1);
    assert_eq!(fates(&one), [Fate::Applied]);
    let mut one = corrector(vec![status("c1", &then)]);
    assert!(run(&mut one, &[&other])[0][0].corrected.is_empty());
    assert_eq!(fates(&one), [Fate::PageChanged]);
    // Of several captures of a page one that says the same is enough.
    for pages in [[&other, &later], [&later, &other]] {
        let mut one = corrector(vec![status("c1", &then)]);
        run(&mut one, &pages);
        assert_eq!(fates(&one), [Fate::Applied]);
    }
}

/// Runs captures by, each of its day.
fn run_days(corrector: &mut Corrector, pages: &[(&Page, Option<&str>)]) -> Vec<Vec<Mention>> {
    let one = |(page, day): &(&Page, Option<&str>)| {
        let mut mentions = told(page);
        corrector.correct(&page.source, *day, &page.text, &mut mentions);
        mentions
    };
    pages.iter().map(one).collect()
}

#[test]
fn a_counter_of_visitors_between_the_lines_asks_nobody_again() {
    let counted = |number: u32, text: &str| page("a.txt", &format!("Przeczytano: {number} razy\n\n{text}"));
    let (then, later) = (counted(999, NOTICE), counted(2696, NOTICE));
    let pointed = words(&then.text, "850 000,00 zł");
    let action = Action::Correct {
        place: place(&then, 0),
        field: "total_cost".to_owned(),
        original: None,
        value: Some("1000001".to_owned()),
        words: Some(pointed),
    };
    let answers = || vec![status("c1", &then), answer("c2", action.clone())];
    let mut one = corrector(answers());
    let read = run(&mut one, &[&later]);
    assert_eq!(fates(&one), [Fate::Applied, Fate::Applied]);
    let evidence = &read[0][0].notice.total_cost.as_ref().unwrap().evidence;
    assert_eq!(later.text.get(evidence.start..evidence.end), Some("850 000,00 zł"));
    // Without the hash, or where the mention says something else, the question comes back.
    let old = Place { reading_sha256: None, ..place(&then, 0) };
    let mut one = corrector(vec![correct("c1", old, "status", Some("planned"))]);
    run(&mut one, &[&later]);
    assert_eq!(fates(&one), [Fate::PageChanged]);
    let mut one = corrector(answers());
    run(&mut one, &[&counted(2696, &NOTICE.replace("850", "860"))]);
    assert_eq!(fates(&one), [Fate::PageChanged; 2]);
    // Another page that reads the same is not this one.
    let elsewhere = page("b.txt", &later.text);
    let mut one = corrector(answers());
    assert!(run(&mut one, &[&elsewhere])[0][0].corrected.is_empty());
}

#[test]
fn a_reading_holds_only_while_the_words_pointed_at_are_there() {
    let with = |more: &str| page("a.txt", &format!("{NOTICE}\n\n{more}"));
    let (then, later) = (with("Budżet po zmianach ustalono w aneksie nr 2."), with("Szczegóły w biurze projektu."));
    let action = Action::Correct {
        place: place(&then, 0),
        field: "total_cost".to_owned(),
        original: None,
        value: Some("1200000".to_owned()),
        words: Some(words(&then.text, "w aneksie nr 2")),
    };
    assert_eq!(place(&then, 0).reading_sha256, place(&later, 0).reading_sha256);
    let mut one = corrector(vec![answer("c1", action)]);
    assert!(run(&mut one, &[&later])[0][0].corrected.is_empty());
    assert_eq!(fates(&one), [Fate::PageChanged]);
}

#[test]
fn of_several_captures_the_newest_says_what_became_of_an_answer() {
    let (then, now) = (notice(), page("a.txt", &NOTICE.replace("850", "860")));
    let (old, new) = (Some("2024-01-01T00:00:00Z"), Some("2026-01-01T00:00:00Z"));
    for pages in [[(&then, old), (&now, new)], [(&now, new), (&then, old)]] {
        let mut one = corrector(vec![status("c1", &then)]);
        run_days(&mut one, &pages);
        assert_eq!(fates(&one), [Fate::PageChanged], "the old capture still says it");
    }
    for pages in [[(&then, new), (&now, old)], [(&now, old), (&then, new)]] {
        let mut one = corrector(vec![status("c1", &then)]);
        run_days(&mut one, &pages);
        assert_eq!(fates(&one), [Fate::Applied], "the page has come back to it");
    }
    // A copy elsewhere does not hide that the page itself has changed.
    let copy = page("kopia.txt", NOTICE);
    let mut one = corrector(vec![status("c1", &then)]);
    run_days(&mut one, &[(&now, old), (&copy, new)]);
    assert_eq!(fates(&one), [Fate::PageChanged]);
}

#[test]
fn what_was_accepted_and_then_changed_by_another_answer_is_not_asked_again() {
    let page = notice();
    let value = value_of(&told(&page)[0].notice, "total_cost");
    let accept = answer("c1", Action::Accept { place: place(&page, 0), field: Some("total_cost".to_owned()), value });
    let amount = |id: &str, value: &str| correct(id, place(&page, 0), "amounts[0].value", Some(value));
    let mut one = corrector(vec![accept.clone(), amount("c2", "1100000")]);
    let read = run(&mut one, &[&page]);
    assert_eq!(value_of(&read[0][0].notice, "total_cost").as_deref(), Some("1100000"));
    assert_eq!(fates(&one), [Fate::Superseded, Fate::Applied]);
    // What stood before the accepted value was seen; that it is another one now is a question.
    let mut one = corrector(vec![amount("c1", "1100000"), accept]);
    run(&mut one, &[&page]);
    assert_eq!(fates(&one), [Fate::Applied, Fate::ReadOtherwise]);
}

#[test]
fn two_pages_of_the_same_bytes_can_be_parted() {
    let (one_page, other) = (page("a.txt", NOTICE), page("b.txt", NOTICE));
    let id = |page: &Page| mention_id(&told(page)[0]);
    let split = || answer("c1", Action::Split { mentions: vec![place(&one_page, 0)], from: vec![place(&other, 0)] });
    for pages in [[&one_page, &other], [&other, &one_page]] {
        let mut one = corrector(vec![split()]);
        run(&mut one, &pages);
        assert_eq!(one.bonds().apart, [(vec![id(&one_page)], vec![id(&other)])]);
        assert_eq!(fates(&one), [Fate::Applied]);
    }
}

#[test]
fn a_page_that_moved_keeps_its_answers_and_one_that_vanished_says_so() {
    let moved = page("nowe/miejsce.txt", NOTICE);
    let mut one = corrector(vec![status("c1", &notice())]);
    assert_eq!(run(&mut one, &[&moved])[0][0].corrected.len(), 1);
    assert_eq!(fates(&one), [Fate::Applied]);
    let mut one = corrector(vec![status("c1", &notice())]);
    run(&mut one, &[&two()]);
    assert_eq!(fates(&one), [Fate::PageVanished]);
}

#[test]
fn a_mention_is_found_by_its_title_where_it_is_counted_otherwise() {
    let page = two();
    assert_eq!(told(&page).len(), 2);
    let counted = Place { mention: 7, ..place(&page, 1) };
    let lost = Place { title: Some("Trzeci projekt".to_owned()), ..place(&page, 1) };
    let untitled = Place { title: None, ..place(&page, 1) };
    let corrections = [counted, lost, untitled].map(|place| correct("c", place, "status", Some("planned")));
    let mut one = corrector(corrections.to_vec());
    let read = run(&mut one, &[&page]);
    assert_eq!(fates(&one), [Fate::Applied, Fate::MentionLost, Fate::MentionLost]);
    assert!(read[0][0].corrected.is_empty() && read[0][1].corrected.len() == 1);
}

#[test]
fn a_title_that_is_put_right_does_not_hide_the_mention_from_other_answers() {
    let page = notice();
    let title = correct("c1", place(&page, 0), "title", Some("Świetlica w Lipkach"));
    let mut one = corrector(vec![title, status("c2", &page)]);
    assert_eq!(run(&mut one, &[&page])[0][0].corrected.len(), 2);
    assert_eq!(fates(&one), [Fate::Applied, Fate::Applied]);
}

#[test]
fn rejected_mentions_are_gone_and_the_others_keep_their_numbers() {
    let page = two();
    let reject = answer("c2", Action::Reject { mentions: vec![place(&page, 0)] });
    let mut one = corrector(vec![status("c1", &page), reject]);
    let read = run(&mut one, &[&page]);
    assert_eq!(read[0].iter().map(|mention| mention.mention).collect::<Vec<_>>(), [1]);
    assert_eq!(fates(&one), [Fate::Superseded, Fate::Applied]);
    assert_eq!(one.outcomes()[1].mention_ids, [mention_id(&told(&page)[0])]);
}

#[test]
fn the_last_answer_on_a_field_counts() {
    let page = notice();
    let of = |id: &str, value: &str| correct(id, place(&page, 0), "status", Some(value));
    let mut one = corrector(vec![of("c1", "planned"), of("c2", "applied"), of("c3", "completed")]);
    let read = run(&mut one, &[&page]);
    assert_eq!(value_of(&read[0][0].notice, "status").as_deref(), Some("completed"));
    assert_eq!(fates(&one), [Fate::Superseded, Fate::Superseded, Fate::Applied]);
    // What was read first is remembered, not what was said in between.
    assert_eq!(read[0][0].corrected[0].original, value_of(&told(&page)[0].notice, "status"));
}

#[test]
fn what_is_accepted_changes_nothing_and_holds_as_long_as_it_is_read() {
    let page = notice();
    let accept = |field: Option<&str>, value: Option<&str>| {
        let (field, value) = (field.map(str::to_owned), value.map(str::to_owned));
        answer("c", Action::Accept { place: place(&page, 0), field, value })
    };
    let mut one = corrector(vec![
        accept(Some("total_cost"), Some("1000000")),
        accept(Some("total_cost"), Some("1 000 000,00 zł")),
        accept(Some("total_cost"), Some("1000001")),
        accept(Some("participants"), None),
        accept(Some("participants"), Some("12")),
        accept(None, None),
    ]);
    let read = run(&mut one, &[&page]);
    assert_eq!(read[0], told(&page));
    let [holds, other] = [Fate::Applied, Fate::ReadOtherwise];
    assert_eq!(fates(&one), [holds, holds, other, holds, other, holds]);
    // A later correction of the field replaces it; what was corrected before can be accepted.
    let right = || correct("c", place(&page, 0), "total_cost", Some("1200000"));
    let mut one =
        corrector(vec![accept(Some("total_cost"), Some("1000000")), right(), accept(Some("total_cost"), Some("1200000"))]);
    run(&mut one, &[&page]);
    assert_eq!(fates(&one), [Fate::Superseded, Fate::Applied, Fate::Applied]);
}

#[test]
fn an_amount_that_is_read_otherwise_is_not_put_right() {
    let page = notice();
    let of = |field: &str, original: &str| {
        let (field, original, value) = (field.to_owned(), Some(original.to_owned()), Some("other".to_owned()));
        answer("c", Action::Correct { place: place(&page, 0), field, original, value, words: None })
    };
    let role = value_of(&told(&page)[0].notice, "amounts[0].role").unwrap();
    let mut one =
        corrector(vec![of("amounts[0].role", &role), of("amounts[1].role", "investment"), of("amounts[9].role", "own")]);
    let read = run(&mut one, &[&page]);
    assert_eq!(fates(&one), [Fate::Applied, Fate::ReadOtherwise, Fate::ReadOtherwise]);
    assert_eq!(value_of(&read[0][0].notice, "amounts[0].role").as_deref(), Some("other"));
}

#[test]
fn words_that_a_person_pointed_at_are_the_evidence_and_wrong_offsets_are_looked_for() {
    let page = notice();
    let right = words(&page.text, "850 000,00 zł");
    let moved = Words { start: right.start + 3, end: right.end + 3, ..right.clone() };
    let foreign = Words { start: 0, end: 3, quote: "xyz".to_owned() };
    let (right, fate) = ((right, "850 000,00 zł"), |foreign: bool| if foreign { Fate::ReadOtherwise } else { Fate::Applied });
    for (given, expected) in [right, (moved, "850 000,00 zł"), (foreign, "1 000 000,00 zł")] {
        let is_foreign = given.quote == "xyz";
        let action = Action::Correct {
            place: place(&page, 0),
            field: "total_cost".to_owned(),
            original: None,
            value: Some("1 100 000 zł".to_owned()),
            words: Some(given),
        };
        let mut one = corrector(vec![answer("c1", action)]);
        let read = run(&mut one, &[&page]);
        let evidence = &read[0][0].notice.total_cost.as_ref().unwrap().evidence;
        assert_eq!(evidence.quote, expected);
        // Words that are not there are not passed over: somebody is asked.
        assert_eq!(fates(&one), [fate(is_foreign)]);
        // Whatever was given, the evidence is the text's own words.
        for (_, evidence) in read[0][0].notice.evidence() {
            assert_eq!(page.text.get(evidence.start..evidence.end), Some(evidence.quote.as_str()));
        }
    }
}

#[test]
fn pages_in_any_order_tell_the_same() {
    let (first, second, moved) = (notice(), two(), page("kopia.txt", NOTICE));
    let corrections = || {
        let merge = answer("c3", Action::Merge { mentions: vec![place(&first, 0), place(&second, 1)] });
        vec![status("c1", &first), status("c2", &second), merge]
    };
    let pages = [&first, &second, &moved];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let results = orders.map(|order| {
        let mut one = corrector(corrections());
        let mut read: Vec<Mention> = run(&mut one, &order.map(|at| pages[at])).into_iter().flatten().collect();
        read.sort_by_key(mention_id);
        (read, one.outcomes(), one.bonds())
    });
    assert!(results.iter().all(|result| *result == results[0]));
    // The copy tells of the same project.
    assert_eq!(results[0].2.together[0].len(), 3);
}

#[test]
fn merges_and_splits_are_told_by_the_mentions_that_are_there() {
    let (first, second) = (notice(), two());
    let id = |page: &Page, at: usize| mention_id(&told(page)[at]);
    let gone = Place { page: "nie ma".to_owned(), sha256: "0".repeat(64), ..place(&first, 0) };
    let merge = |id: &str, mentions: Vec<Place>| answer(id, Action::Merge { mentions });
    let split = answer("c1", Action::Split { mentions: vec![place(&second, 0)], from: vec![place(&first, 0)] });
    let mut one = corrector(vec![
        split.clone(),
        merge("c2", vec![place(&first, 0), place(&second, 1), gone.clone()]),
        merge("c3", vec![place(&first, 0), gone]),
    ]);
    run(&mut one, &[&first, &second]);
    let mut tied = vec![id(&first, 0), id(&second, 1)];
    tied.sort();
    assert_eq!(one.bonds().together, [tied]);
    assert_eq!(one.bonds().apart, [(vec![id(&second, 0)], vec![id(&first, 0)])]);
    assert_eq!(fates(&one), [Fate::Applied, Fate::PageVanished, Fate::PageVanished]);
    // What is tied later is no longer apart; what is parted later was tied.
    let tie = merge("c2", vec![place(&first, 0), place(&second, 0)]);
    let mut one = corrector(vec![split.clone(), tie.clone()]);
    run(&mut one, &[&first, &second]);
    assert_eq!((one.bonds().apart.len(), fates(&one)), (0, vec![Fate::Superseded, Fate::Applied]));
    let mut one = corrector(vec![tie, split]);
    run(&mut one, &[&first, &second]);
    assert_eq!((one.bonds().apart.len(), fates(&one)), (1, vec![Fate::Applied, Fate::Applied]));
}

#[test]
fn pages_that_no_correction_is_about_are_passed_over() {
    let one = corrector(vec![status("c1", &notice())]);
    assert!(one.concerns(&notice().source) && one.concerns(&page("x.txt", NOTICE).source) && !one.concerns(&two().source));
}

#[test]
fn what_an_earlier_answer_brought_with_it_stays_when_a_later_one_changes_the_field() {
    let page = notice();
    let of = |id: &str, value: &str| correct(id, place(&page, 0), "total_cost", Some(value));
    // The first adds an amount, the second says what it is, the third is another value of the first.
    let amounts = told(&page)[0].notice.amounts.len();
    let role = correct("c2", place(&page, 0), &format!("amounts[{amounts}].role"), Some("eligible"));
    let added = correct("c1", place(&page, 0), "eu_contribution", Some("500000"));
    let again = correct("c3", place(&page, 0), "eu_contribution", Some("600000"));
    let mut one = corrector(vec![added, role, again]);
    run(&mut one, &[&page]);
    assert_eq!(fates(&one), [Fate::Superseded, Fate::Applied, Fate::Applied]);
    let mut one = corrector(vec![of("c1", "200000"), of("c2", "250000")]);
    let read = run(&mut one, &[&page]);
    assert_eq!(value_of(&read[0][0].notice, "total_cost").as_deref(), Some("250000"));
}

#[test]
fn of_two_mentions_of_one_title_the_one_that_reads_the_same_is_meant() {
    // Better rules find another mention of the same title before it.
    let page = two();
    let title = told(&page)[0].notice.title.clone();
    let twins = || {
        let mut twins = told(&page);
        twins[1].notice.title.clone_from(&title);
        twins
    };
    let second = Place::of(&page.source, &page.text, &twins()[1]);
    let mut one = corrector(vec![correct("c1", Place { mention: 0, ..second.clone() }, "status", Some("planned"))]);
    let mut mentions = twins();
    one.correct(&page.source, None, &page.text, &mut mentions);
    assert_eq!(mentions.iter().map(|mention| mention.corrected.len()).collect::<Vec<_>>(), [0, 1]);
    // Without the hash the number decides.
    let old = Place { reading_sha256: None, ..second };
    let mut one = corrector(vec![correct("c1", old, "status", Some("planned"))]);
    let mut mentions = twins();
    one.correct(&page.source, None, &page.text, &mut mentions);
    assert_eq!(mentions.iter().map(|mention| mention.corrected.len()).collect::<Vec<_>>(), [0, 1]);
}
