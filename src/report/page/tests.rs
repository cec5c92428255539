//! What a page of strangers may hold, and what has to be tied to what.

use super::*;
use crate::extractor::extract;
use crate::html::keys;
use crate::page::{Limits, Source, read};
use serde_json::json;

const NOTICE: &str = "<p>Gmina Lipowiec realizuje projekt pn. „Nowa świetlica w Borkach”. Całkowita wartość projektu: 120 000,00 zł, \
    dofinansowanie z Europejskiego Funduszu Społecznego: 100 000,00 zł, wkład własny: 20 000,00 zł. Umowę podpisano 12.03.2021 r. \
    <p>W sekretariacie można nabyć mapę za 35,00 zł; urząd powstał 5 maja 1990 r.";

/// A page as `explain` hands it over.
fn shown(html: &str) -> ShownPage {
    let page = read(html.as_bytes(), Source::default(), None, &Limits::default()).unwrap();
    let told = extract(&page);
    let mentions = told.mentions.iter().map(|mention| PageMention {
        fields: serde_json::to_value(mention).unwrap(),
        facts: mention
            .notice
            .evidence()
            .into_iter()
            .map(|(field, evidence)| PageFact {
                field,
                start: evidence.start,
                end: evidence.end,
                quote: evidence.quote.clone(),
                rule: evidence.rule.to_owned(),
            })
            .collect(),
    });
    ShownPage { place: "a.html".to_owned(), text: page.text, mentions: mentions.collect(), ..ShownPage::default() }
}

fn fact(field: &str, start: usize, end: usize, text: &str) -> PageFact {
    PageFact { field: field.to_owned(), start, end, quote: text[start..end].to_owned(), rule: "test:rule".to_owned() }
}

fn page(text: &str, fields: serde_json::Value, facts: Vec<PageFact>) -> ShownPage {
    let mentions = vec![PageMention { fields, facts }];
    ShownPage { place: "a.html".to_owned(), text: text.to_owned(), mentions, ..ShownPage::default() }
}

/// The text of an element and what stands in it, without its marks, footnotes and words for those who do not see.
fn stripped(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tag = &rest[at..];
        let ends = |end: &str| tag.find(end).unwrap() + end.len();
        let passed = if tag.starts_with("<sup") {
            ends("</sup>")
        } else if tag.starts_with("<summary") {
            ends("</summary>")
        } else if tag.starts_with("<span class=\"visually-hidden\"") {
            // It holds two languages: it ends where the third of its elements does.
            tag.match_indices("</span>").nth(2).unwrap().0 + "</span>".len()
        } else {
            tag.find('>').unwrap() + 1
        };
        rest = &tag[passed..];
    }
    out.push_str(rest);
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What stands between the text's element and its end.
fn words(html: &str) -> &str {
    let from = html.split_once("<div class=\"words\" lang=\"\">").unwrap().1;
    from.split_once("</div>").unwrap().0
}

/// The words that carry a fact, pieces joined.
fn marked(html: &str, fact: &str) -> String {
    let pieces = words(html).split("<mark ").skip(1).filter(|piece| {
        let facts = piece.split_once("data-fact=\"").unwrap().1.split_once('"').unwrap().0;
        facts.split(' ').any(|of| of == fact)
    });
    pieces.map(|piece| stripped(&format!("<mark {}", piece.split_once("</mark>").unwrap().0))).collect()
}

#[test]
fn the_marked_words_of_every_fact_are_its_quote_and_the_text_is_whole() {
    let page = shown(NOTICE);
    let html = render(std::slice::from_ref(&page));
    assert_eq!(stripped(words(&html)), page.text);
    let facts: Vec<&PageFact> = page.mentions.iter().flat_map(|mention| &mention.facts).collect();
    assert!(facts.len() > 8, "{facts:?}");
    for (at, fact) in facts.into_iter().enumerate() {
        let id = format!("p1f{}", at + 1);
        assert_eq!(marked(&html, &id), fact.quote, "{}", fact.field);
        assert!(html.contains(&format!("id=\"{id}\" data-fact")), "{} has a row", fact.field);
    }
}

#[test]
fn every_link_within_a_document_leads_somewhere_and_no_id_stands_twice() {
    let html = render(&[shown(NOTICE), shown(NOTICE)]);
    let ids: Vec<&str> = html.split(" id=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), ids.len());
    for to in html.split("href=\"#").skip(1).map(|rest| rest.split_once('"').unwrap().0) {
        assert!(sorted.binary_search(&to).is_ok(), "#{to}");
    }
}

#[test]
fn facts_that_overlap_are_all_tied_to_their_words() {
    let text = "projekt „Droga za 300 zł” w gminie";
    let start = text.find("Droga").unwrap();
    let sum = text.find("300").unwrap();
    let facts = vec![fact("title", start, sum + 7, text), fact("total_cost", sum, sum + 7, text)];
    let html = render(&[page(text, json!({"title": "Droga za 300 zł", "total_cost": "300.00", "currency": "PLN"}), facts)]);
    assert_eq!(marked(&html, "p1f1"), "Droga za 300 zł");
    assert_eq!(marked(&html, "p1f2"), "300 zł");
    assert!(html.contains("data-fact=\"p1f1 p1f2\"") && html.contains("f-money several"), "both families are seen");
    assert!(html.contains("<sup class=\"number\">1,2</sup>"), "on paper both numbers stand behind the words");
}

#[test]
fn unread_sums_and_dates_are_shown_and_read_ones_are_not() {
    let html = render(&[shown(NOTICE)]);
    let unread: Vec<String> = words(&html)
        .split("<span class=\"unread\"")
        .skip(1)
        .map(|rest| rest.split_once('>').unwrap().1.split_once("<span").unwrap().0.to_owned())
        .collect();
    assert_eq!(unread, ["35,00 zł", "5 maja 1990"]);
}

#[test]
fn a_sum_inside_a_title_is_unread_if_only_the_title_was_read() {
    let text = "projekt „Droga za 300 zł” w gminie";
    let start = text.find("Droga").unwrap();
    let end = text.find('”').unwrap();
    let html = render(&[page(text, json!({"title": "Droga za 300 zł"}), vec![fact("title", start, end, text)])]);
    assert!(words(&html).contains(">300 zł<span class=\"visually-hidden\">"), "{}", words(&html));
    assert_eq!(marked(&html, "p1f1"), "Droga za 300 zł");
}

#[test]
fn a_check_ties_the_facts_it_compares_and_no_others() {
    let html = render(&[shown(NOTICE)]);
    let page = shown(NOTICE);
    let facts = &page.mentions[0].facts;
    let check = html.split("<li class=\"check ").skip(1).find(|part| part.contains("total = grant + own")).unwrap();
    let ties = check.split_once("data-ties=\"").unwrap().1.split_once('"').unwrap().0;
    let mut tied: Vec<&str> =
        ties.split(' ').map(|id| facts[id.trim_start_matches("p1f").parse::<usize>().unwrap() - 1].field.as_str()).collect();
    tied.sort_unstable();
    tied.retain(|field| !field.starts_with("amounts["));
    assert_eq!(tied, ["cofinancing", "own_contribution", "total_cost"]);
}

#[test]
fn what_strangers_write_stays_text() {
    let hostile =
        "</div></script><script>alert(1)</script><img src=x onerror=alert(1)> javascript:alert(1) \u{202e}tekst\u{202c} 5 zł";
    let mut page = page(
        hostile,
        json!({"title": hostile, "agreement_number": hostile, "doubts": [{"field": hostile, "reason": hostile, "candidates": [hostile]}],
            "checks": [{"identity": hostile, "verdict": hostile, "difference": "1", "scope": hostile}], "proof": hostile}),
        vec![fact("title", 0, hostile.len(), hostile), fact(hostile, 0, 3, hostile)],
    );
    page.place = hostile.to_owned();
    page.url = Some("javascript:alert(1)//".to_owned());
    page.mentions[0].facts[0].rule = hostile.to_owned();
    let silent = ShownPage { silence: Some(hostile.to_owned()), place: "\"><script>".to_owned(), ..ShownPage::default() };
    let html = render(&[page, silent]);
    assert_eq!(html.matches("<script").count(), 1, "only our own");
    assert!(!html.contains("<img") && !html.contains("href=\"javascript") && !html.contains('\u{202e}'));
    assert!(!html.contains("onerror=alert(1)>"), "{html}");
    assert_eq!(html.matches("https://").count() + html.matches("http://").count(), 0, "nothing leads outside");
}

#[test]
fn a_mark_that_does_not_fit_the_text_is_left_out_and_its_row_stays() {
    let text = "żółw";
    let mut odd = fact("title", 0, 2, text);
    odd.end = 3;
    let mut far = odd.clone();
    (far.start, far.end) = (900, 901);
    let none = PageFact { start: 0, end: 0, rule: "corrected".to_owned(), ..odd.clone() };
    let fields = json!({"title": "x", "corrected": [{"field": "title", "original": "Żółw", "quote": null, "reason": null}]});
    let html = render(&[page(text, fields, vec![odd, far, none])]);
    assert!(!words(&html).contains("<mark"));
    assert_eq!(html.matches("<li class=\"fact").count(), 3);
    assert!(html.contains("bez słów na stronie") && html.contains("poprawione ręcznie"));
}

#[test]
fn a_page_without_a_notice_says_why() {
    let silent =
        ShownPage { silence: Some("no_award".to_owned()), text: "Budżet: 5 000 zł".to_owned(), ..ShownPage::default() };
    let html = render(&[silent]);
    assert!(html.contains("nie wiadomo, kto je dostał") && html.contains("class=\"unread\""), "{html}");
}

#[test]
fn a_long_menu_is_folded_up_and_nothing_of_it_is_lost() {
    let menu: String = (0..40).map(|line| format!("Zakładka {line}\n")).collect();
    let text = format!("{menu}Koszt: 5 zł\n{menu}");
    let start = text.find("5 zł").unwrap();
    let facts = vec![fact("total_cost", start, start + 5, &text)];
    let html = render(&[page(&text, json!({"total_cost": "5.00"}), facts)]);
    assert_eq!(stripped(words(&html)), text);
    assert_eq!(html.matches("<details class=\"gap\"").count(), 2);
    let folded = words(&html).split_once("</summary>").unwrap().1.split_once("</details>").unwrap().0;
    assert_eq!(folded.lines().next(), Some("Zakładka 3"));
    let told = words(&html).split_once("lines without facts:</span> ").unwrap().1.split_once(' ').unwrap().0;
    assert_eq!(told.parse::<usize>().unwrap(), folded.lines().count());
}

#[test]
fn a_date_of_an_edition_keeps_the_precision_it_is_printed_with() {
    let text = "od września 2018";
    let fields = json!({"start_date": "2018-09-01", "start_precision": "month"});
    let html = render(&[page(text, fields, vec![fact("start_date", 3, text.len(), text)])]);
    assert!(html.contains("09.2018") && !html.contains("1.09.2018"), "{html}");
}

#[test]
fn every_word_the_page_needs_is_there() {
    let known: std::collections::BTreeSet<&str> = keys().collect();
    let needed = |list: &str, names: &[serde_json::Value]| {
        for name in names {
            let key = format!("value.{list}.{}", name.as_str().unwrap());
            assert!(known.contains(key.as_str()), "{key}");
        }
    };
    use crate::check::{Identity, Proof, Verdict};
    use crate::notice::{Silence, Status};
    use crate::vocabulary::Role;
    let all = |values: Vec<serde_json::Value>| values;
    needed("proof", &all([Proof::Proved, Proof::Consistent, Proof::Unproved, Proof::Contradicted].map(|p| json!(p)).into()));
    needed("verdict", &all([Verdict::Exact, Verdict::Rounding, Verdict::Near, Verdict::Broken].map(|v| json!(v)).into()));
    needed("status", &all([Status::Applied, Status::Planned, Status::Ongoing, Status::Completed].map(|s| json!(s)).into()));
    let silences = [Silence::NoText, Silence::NothingFunded, Silence::NoFacts, Silence::NoAward, Silence::CallOrResolution];
    needed("silence", &all(silences.map(|s| json!(s)).into()));
    needed(
        "role",
        &all([Role::Total, Role::Grant, Role::PartnerShare, Role::NonInvestment, Role::Other].map(|r| json!(r)).into()),
    );
    let identities = [
        Identity::TotalIsGrantPlusOwn,
        Identity::GrantIsEuPlusState,
        Identity::TotalIsEligiblePlusIneligible,
        Identity::PartsSumToParent,
        Identity::RateTimesBase,
        Identity::WomenPlusMen,
        Identity::GroupsSumToParticipants,
        Identity::DurationMatchesDates,
        Identity::StartBeforeEnd,
        Identity::CodeMatchesText,
        Identity::WordsMatchDigits,
        Identity::PartWithinTotal,
        Identity::EligibleWithinTotal,
        Identity::PartWithinParticipants,
    ];
    needed("identity", &all(identities.map(|i| json!(i)).into()));
}
