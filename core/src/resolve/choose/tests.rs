use super::*;
use crate::notice::{Evidence, Status};
use crate::page::Source;
use crate::value::PartialDate;

fn fact<T>(value: T, start: usize) -> Option<Fact<T>> {
    Some(Fact { value, evidence: Evidence { start, end: start + 1, quote: "-".to_owned(), rule: "test" } })
}

fn text(value: &str) -> Option<Fact<String>> {
    fact(value.to_owned(), 1)
}

fn sum(value: i64, start: usize) -> Option<Fact<Decimal>> {
    fact(Decimal::from(value), start)
}

fn year(year: i32, month: Option<u32>) -> Option<Fact<PartialDate>> {
    fact(PartialDate { year, month, day: None }, 5)
}

fn mention(notice: Notice) -> Mention {
    let checks = checks(&notice);
    Mention { source: Source::default(), mention: 0, proof: proof(&checks), notice, checks, corrected: Vec::new() }
}

fn published(mentions: &[Mention]) -> Published {
    let statements: Vec<Statement<'_>> =
        mentions.iter().map(|mention| Statement { mention, date: None, is_gone: false }).collect();
    publish(&statements).unwrap()
}

fn standing(published: &Published, field: &str) -> (String, usize, Rule, usize, usize) {
    let found = published.fields.iter().find(|known| known.field == field).unwrap();
    (found.value.clone(), found.from, found.rule, found.stated, found.disagreeing)
}

fn money(total: i64, grant: i64, own: i64) -> Notice {
    Notice { total_cost: sum(total, 10), cofinancing: sum(grant, 20), own_contribution: sum(own, 30), ..Notice::default() }
}

fn amount(role: Role, value: i64, scope: Scope, start: usize) -> Amount {
    let evidence = Evidence { start, end: start + 1, quote: "-".to_owned(), rule: "test" };
    let value = Decimal::from(value);
    Amount {
        role,
        value,
        currency: None,
        rate: None,
        rate_basis: None,
        scope,
        stage: None,
        approximate: false,
        in_words: None,
        evidence,
    }
}

#[test]
fn sums_come_from_the_page_whose_figures_add_up_and_not_from_several() {
    let told = [mention(money(100, 95, 50)), mention(money(100, 85, 15)), mention(money(120, 95, 50))];
    let published = published(&told);
    assert_eq!(standing(&published, "cofinancing"), ("85".to_owned(), 1, Rule::BestProved, 3, 2));
    assert_eq!(standing(&published, "own_contribution").0, "15");
    assert_eq!(published.mention.proof, Proof::Proved);
}

#[test]
fn a_partners_part_is_never_the_projects() {
    let mut partner = money(0, 30, 5);
    partner.total_cost = None;
    partner.amounts = vec![amount(Role::PartnerShare, 35, Scope::Partner, 40), amount(Role::Grant, 30, Scope::Project, 20)];
    let whole = Notice { total_cost: sum(100, 10), ..Notice::default() };
    let published = published(&[mention(partner), mention(whole)]);
    assert_eq!(standing(&published, "total_cost"), ("100".to_owned(), 1, Rule::Unanimous, 1, 0));
    assert!(published.mention.notice.cofinancing.is_none());
}

#[test]
fn a_sum_that_is_missing_comes_from_a_page_that_agrees_in_another() {
    let first = Notice { total_cost: sum(100, 10), cofinancing: sum(85, 20), ..Notice::default() };
    let second = Notice { total_cost: sum(100, 10), own_contribution: sum(15, 30), ..Notice::default() };
    let other = Notice { total_cost: sum(90, 10), eligible_cost: sum(80, 30), ..Notice::default() };
    let published = published(&[mention(first), mention(second), mention(other)]);
    assert_eq!(standing(&published, "own_contribution").1, 1);
    assert!(published.mention.notice.eligible_cost.is_none());
    assert_eq!(published.mention.proof, Proof::Proved);
}

#[test]
fn a_date_known_to_the_year_does_not_disagree_with_its_month() {
    let told = [
        mention(Notice { start_date: year(2018, None), ..Notice::default() }),
        mention(Notice { start_date: year(2018, Some(9)), end_date: year(2020, Some(12)), ..Notice::default() }),
        mention(Notice { end_date: year(2021, Some(3)), ..Notice::default() }),
    ];
    let published = published(&told);
    assert_eq!(standing(&published, "start_date"), ("2018-09".to_owned(), 1, Rule::Unanimous, 2, 0));
    assert_eq!(standing(&published, "end_date"), ("2020-12".to_owned(), 1, Rule::MostComplete, 2, 1));
}

#[test]
fn the_status_is_the_newest_pages_and_without_dates_the_furthest() {
    let of = |status| mention(Notice { status: fact(status, 3), ..Notice::default() });
    let told = [of(Status::Completed), of(Status::Ongoing)];
    assert_eq!(standing(&published(&told), "status"), ("completed".to_owned(), 0, Rule::Furthest, 2, 1));
    let dates = ["2019-01-01T00:00:00Z", "2021-01-01T00:00:00Z"];
    let statements: Vec<Statement<'_>> =
        told.iter().zip(dates).map(|(mention, date)| Statement { mention, date: Some(date), is_gone: false }).collect();
    assert_eq!(standing(&publish(&statements).unwrap(), "status"), ("ongoing".to_owned(), 1, Rule::Newest, 2, 1));
}

#[test]
fn the_title_is_what_most_pages_print_and_not_what_one_shouts() {
    let of = |title: &str| mention(Notice { title: text(title), ..Notice::default() });
    let told = [of("LOKALNE PERSPEKTYWY"), of("Lokalne perspektywy"), of("Lokalne perspektywy – rozwój usług społecznych")];
    let published = published(&told);
    assert_eq!(standing(&published, "title"), ("Lokalne perspektywy".to_owned(), 1, Rule::Unanimous, 3, 0));
}

#[test]
fn the_place_is_the_beneficiarys_and_not_the_partners_whose_page_it_is() {
    let of = |municipality: &str, teryt: &str| {
        mention(Notice {
            beneficiary: text("Gmina Miasto Ełk"),
            municipality: text(municipality),
            teryt: text(teryt),
            ..Notice::default()
        })
    };
    let told = [of("Olecko", "281304"), of("Olecko", "281304"), of("Ełk", "2805011")];
    let published = published(&told);
    assert_eq!(standing(&published, "municipality"), ("Ełk".to_owned(), 2, Rule::OfBeneficiary, 3, 2));
    assert_eq!(standing(&published, "teryt").0, "2805011");
}

#[test]
fn of_no_statement_nothing_is_published() {
    assert!(publish(&[]).is_none());
}

#[test]
fn money_awarded_is_published_though_the_request_adds_up_better() {
    let staged = |mut notice: Notice, grant: i64, stage| {
        notice.amounts = vec![Amount { stage: Some(stage), ..amount(Role::Grant, grant, Scope::Project, 20) }];
        mention(notice)
    };
    let awarded = Notice { cofinancing: sum(70, 20), ..Notice::default() };
    let told = [
        staged(money(100, 85, 15), 85, crate::vocabulary::Stage::Requested),
        staged(awarded, 70, crate::vocabulary::Stage::Awarded),
    ];
    assert_eq!(standing(&published(&told), "cofinancing"), ("70".to_owned(), 1, Rule::BestProved, 2, 1));
}

#[test]
fn a_hundred_euros_do_not_agree_with_a_hundred_zlotys() {
    use crate::value::Currency;
    let of = |currency| mention(Notice { total_cost: sum(100, 10), currency: fact(currency, 11), ..Notice::default() });
    let published = published(&[of(Currency::Pln), of(Currency::Eur)]);
    assert_eq!(standing(&published, "total_cost"), ("100".to_owned(), 0, Rule::BestProved, 2, 1));
}
