//! What was read of a mention, as one hash: whether a page whose text has changed still tells the same of it.

use crate::notice::Notice;
use crate::page::sha256;
use crate::resolve::values;
use serde_json::{Value, json};

/// SHA-256 over everything that was read: fields with their values, words with the names of what was read from them, amounts with
/// their roles; in order, without offsets, and without doubts and the names of rules. A counter of visitors between the lines changes
/// nothing of it.
pub(super) fn reading(notice: &Notice) -> String {
    let fields = values(notice).into_iter().map(|(field, value)| json!([field, value]));
    let words = notice.evidence().into_iter().map(|(field, evidence)| json!([field, evidence.quote]));
    let amounts = notice.amounts.iter().map(|amount| {
        let value = amount.value.normalize().to_string();
        json!([amount.role, value, amount.currency.map(|currency| currency.code()), amount.scope, amount.stage])
    });
    let said: [Vec<Value>; 3] = [fields.collect(), words.collect(), amounts.collect()];
    sha256(Value::from(said.map(Value::Array).to_vec()).to_string().as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use super::super::testing::{NOTICE, mention, page, told};
    use super::*;

    #[test]
    fn words_that_only_moved_read_the_same_and_another_sum_does_not() {
        let of = |text: &str| reading(&told(&page("a.txt", text))[0].notice);
        let read = reading(&mention().notice);
        assert_eq!(of(&format!("Przeczytano: 2696 razy.\n\n{NOTICE}")), read);
        assert_ne!(of(&NOTICE.replace("850 000,00", "850 000,01")), read);
        // Another word for the same value is another reading: the page has been edited.
        assert_ne!(of(&NOTICE.replace("1 000 000,00 zł", "1 mln zł")), read);
    }

    #[test]
    fn the_role_of_an_amount_counts_and_a_doubt_does_not() {
        let read = mention().notice;
        let mut other = read.clone();
        other.doubts.push(crate::notice::Doubt { field: "title", reason: "shared_name", candidates: Vec::new() });
        assert_eq!(reading(&other), reading(&read));
        other.amounts.last_mut().unwrap().role = crate::vocabulary::Role::Ineligible;
        assert_ne!(reading(&other), reading(&read));
    }
}
