//! What another vocabulary changes of what pages say: mentions that come, go or say something else.

use super::super::super::figures::word;
use super::editions::Compared;
use metryczka::check::Mention;
use metryczka::dataset::PageRecord;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Changes that are kept while there is no need to keep all; the largest stay.
const KEPT: usize = 2_000;

/// Fields whose values are sums of money.
pub const MONEY: [&str; 4] = ["total_cost", "cofinancing", "eligible_cost", "own_contribution"];

/// Keys of a mention that are no facts of a project, or follow from its facts.
const ASIDE: [&str; 4] = ["source", "mention", "checks", "corrected"];

/// How far a change of vocabulary reaches.
#[derive(Debug, Default, Serialize)]
pub struct Radius {
    /// Pages read.
    pub pages: usize,
    /// Pages that say something else.
    pub pages_touched: usize,
    /// Mentions by what happens to them.
    pub mentions: BTreeMap<Kind, usize>,
    /// How many values of every field appear, change and vanish.
    pub fields: BTreeMap<String, Values>,
    /// The changes, the largest sums first.
    pub changes: Vec<Change>,
    /// Changes that are counted and not kept.
    pub not_kept: usize,
    /// Both sides as editions.
    pub editions: Compared,
    #[serde(skip)]
    keeps_all: bool,
}

/// What happens to a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is told only with the other vocabulary.
    Appeared,
    /// It is told only with the one as it is.
    Gone,
    /// It says something else.
    Changed,
}

/// Number of values by what happens to them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Values {
    /// There was none.
    pub appeared: usize,
    /// There was another.
    pub changed: usize,
    /// There is none any more.
    pub vanished: usize,
}

/// One change of what a page says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// What happens to the mention.
    pub kind: Kind,
    /// Its page: the address, which names a page of an archive, or else the file.
    pub page: String,
    /// Its title.
    pub title: Option<String>,
    /// The field; none where the whole mention comes or goes.
    pub field: Option<String>,
    /// The value as it is read now; of a mention that goes its largest sum.
    pub before: Option<String>,
    /// The value as it would be read; of a mention that comes its largest sum.
    pub after: Option<String>,
    /// Currency of the mention's sums.
    pub currency: Option<String>,
    /// By how much a sum changes: what changes are put in order by.
    #[serde(skip)]
    pub weight: Decimal,
}

impl Radius {
    /// Nothing changed yet. `keeps_all`: every change will be told.
    pub fn new(keeps_all: bool) -> Self {
        Self { keeps_all, ..Self::default() }
    }

    /// Takes in a page, with what the other vocabulary says of it.
    pub fn take(&mut self, page: &PageRecord, after: &[Mention]) {
        self.pages += 1;
        if page.mentions == after {
            return;
        }
        let place = page.source.url.as_ref().or(page.source.path.as_ref()).cloned().unwrap_or_default();
        let record = |mention: &Mention| serde_json::to_value(mention).unwrap_or_default();
        let (before, after): (Vec<Value>, Vec<Value>) =
            (page.mentions.iter().map(record).collect(), after.iter().map(record).collect());
        let known = self.mentions.values().sum::<usize>();
        for (before, after) in pairs(&before, &after) {
            self.compare(&place, before, after);
        }
        self.pages_touched += usize::from(self.mentions.values().sum::<usize>() > known);
        if !self.keeps_all && self.changes.len() > 2 * KEPT {
            self.prune();
        }
    }

    /// Puts the changes in order.
    pub fn settle(&mut self) {
        self.changes.sort_by(|one, other| other.weight.cmp(&one.weight).then_with(|| one.cmp(other)));
    }

    fn prune(&mut self) {
        self.settle();
        self.not_kept += self.changes.len().saturating_sub(KEPT);
        self.changes.truncate(KEPT);
    }

    /// Whether nothing is read otherwise.
    pub fn is_nothing(&self) -> bool {
        self.mentions.is_empty()
    }

    /// What the log says of it.
    pub fn event(&self) -> Value {
        let projects = &self.editions.projects;
        json!({ "event": "what_if", "pages": self.pages, "pages_touched": self.pages_touched, "mentions": self.mentions,
            "fields": self.fields, "projects": projects, "sums": self.editions.sums })
    }

    /// Counts what differs between a mention and itself as it would be.
    fn compare(&mut self, place: &str, before: Option<&Value>, after: Option<&Value>) {
        let kind = match (before, after) {
            (Some(_), Some(_)) => Kind::Changed,
            (None, _) => Kind::Appeared,
            (_, None) => Kind::Gone,
        };
        let told = after.or(before);
        let text = |field: &str| told.and_then(|mention| shown(&mention[field]));
        let change = Change {
            kind,
            page: place.to_owned(),
            title: text("title").or_else(|| text("agreement_number")),
            field: None,
            before: before.and_then(largest).map(|sum| sum.to_string()),
            after: after.and_then(largest).map(|sum| sum.to_string()),
            currency: text("currency"),
            weight: told.and_then(largest).unwrap_or_default(),
        };
        let fields = told.and_then(Value::as_object).into_iter().flat_map(|fields| fields.keys());
        let mut differs = kind != Kind::Changed;
        for field in fields.filter(|field| !ASIDE.contains(&field.as_str())) {
            let value = |mention: Option<&'_ Value>| mention.map_or(Value::Null, |mention| mention[field].clone());
            let (old, new) = (value(before), value(after));
            let (before, after) = (shown(&old), shown(&new));
            if before == after {
                continue;
            }
            differs = true;
            let counts = self.fields.entry(field.clone()).or_default();
            match (&before, &after) {
                (None, _) => counts.appeared += 1,
                (_, None) => counts.vanished += 1,
                _ => counts.changed += 1,
            }
            if kind == Kind::Changed {
                let (before, after) = apart(&old, &new).unwrap_or((before, after));
                let weight = if MONEY.contains(&field.as_str()) { gap(&before, &after) } else { Decimal::ZERO };
                self.changes.push(Change { field: Some(field.clone()), before, after, weight, ..change.clone() });
            }
        }
        if kind != Kind::Changed {
            self.changes.push(change);
        }
        if differs {
            *self.mentions.entry(kind).or_default() += 1;
        }
    }
}

/// Of two lists the items that only one of them has; nothing if they are none, or differ in their order alone.
fn apart(before: &Value, after: &Value) -> Option<(Option<String>, Option<String>)> {
    let (before, after) = (before.as_array()?, after.as_array()?);
    let only = |of: &[Value], other: &[Value]| {
        let items: Vec<String> = of.iter().filter(|item| !other.contains(item)).filter_map(item).collect();
        (!items.is_empty()).then(|| items.join("; "))
    };
    let (gone, come) = (only(before, after), only(after, before));
    (gone.is_some() || come.is_some()).then_some((gone, come))
}

/// An item of a list; of a sum, what it is for and how much it is.
fn item(value: &Value) -> Option<String> {
    if value["role"].is_null() {
        return shown(value);
    }
    let parts = ["role", "value", "currency"].into_iter().filter_map(|part| shown(&value[part]));
    Some(parts.collect::<Vec<_>>().join(" "))
}

/// By how much two sums differ; one that is not there counts as nothing here, for the order alone.
fn gap(before: &Option<String>, after: &Option<String>) -> Decimal {
    let sum = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Decimal>().ok()).unwrap_or_default();
    sum(after).checked_sub(sum(before)).unwrap_or(Decimal::MAX).abs()
}

/// The largest sum of a mention.
fn largest(mention: &Value) -> Option<Decimal> {
    MONEY.iter().filter_map(|field| mention[*field].as_str()?.parse().ok()).max()
}

/// Which mention is which: those that say the same, then those of one title, then of one number, then of one place in the page's
/// text as far as their amounts tell it. What is left has gone or come.
fn pairs<'v>(before: &'v [Value], after: &'v [Value]) -> Vec<(Option<&'v Value>, Option<&'v Value>)> {
    let keys: [fn(&Value) -> Option<String>; 4] = [
        |mention| Some(facts(mention)),
        |mention| shown(&mention["title"]).map(|title| title.to_lowercase()),
        |mention| shown(&mention["agreement_number"]),
        |mention| shown(&mention["amounts"]),
    ];
    let (mut old, mut new): (Vec<&Value>, Vec<&Value>) = (before.iter().collect(), after.iter().collect());
    let mut pairs = Vec::new();
    for key in keys {
        old.retain(|mention| {
            let known = key(mention);
            let found = new.iter().position(|other| known.is_some() && key(other) == known);
            if let Some(at) = found {
                pairs.push((Some(*mention), Some(new.remove(at))));
            }
            found.is_none()
        });
    }
    pairs.extend(old.into_iter().map(|mention| (Some(mention), None)));
    pairs.extend(new.into_iter().map(|mention| (None, Some(mention))));
    pairs
}

/// A mention without its number on the page.
fn facts(mention: &Value) -> String {
    let fields = mention.as_object().into_iter().flatten().filter(|(key, _)| *key != "mention");
    json!(fields.collect::<BTreeMap<_, _>>()).to_string()
}

/// A value as text; nothing for null and for empty lists.
fn shown(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().filter_map(shown).collect::<Vec<_>>().join("; "),
        Value::Object(fields) => fields.values().filter_map(shown).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    };
    (!text.is_empty()).then_some(text)
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&word(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(title: &str, total: &str) -> Value {
        json!({ "mention": 0, "title": title, "total_cost": total, "currency": "PLN", "funds": [] })
    }

    fn told(before: &[Value], after: &[Value]) -> Radius {
        let mut radius = Radius::new(true);
        for (before, after) in pairs(before, after) {
            radius.compare("a.html", before, after);
        }
        radius.settle();
        radius
    }

    #[test]
    fn a_mention_that_moves_up_because_another_is_gone_has_not_changed() {
        let radius = told(&[mention("A", "1.00"), mention("B", "2.00")], &[mention("B", "2.00")]);
        assert_eq!(radius.mentions, BTreeMap::from([(Kind::Gone, 1)]));
        assert_eq!(radius.changes[0].title.as_deref(), Some("A"));
    }

    #[test]
    fn the_largest_sum_stands_first_and_an_empty_list_is_no_value() {
        let mut other = mention("A", "1.00");
        other["funds"] = json!(["EFS"]);
        let radius = told(&[mention("A", "1.00"), mention("B", "2.00")], &[other, mention("B", "900.00")]);
        let fields: Vec<&str> = radius.changes.iter().filter_map(|change| change.field.as_deref()).collect();
        assert_eq!(fields, ["total_cost", "funds"]);
        assert_eq!(radius.fields["funds"], Values { appeared: 1, ..Values::default() });
    }

    #[test]
    fn of_a_list_only_what_differs_is_told() {
        let amounts =
            |role: &str| json!([{"role": "total", "value": "9.00"}, {"role": role, "value": "2.00", "currency": "PLN"}]);
        let (mut before, mut after) = (mention("A", "9.00"), mention("A", "9.00"));
        (before["amounts"], after["amounts"]) = (amounts("other"), amounts("own"));
        let radius = told(&[before], &[after]);
        let change = &radius.changes[0];
        assert_eq!((change.before.as_deref(), change.after.as_deref()), (Some("other 2.00 PLN"), Some("own 2.00 PLN")));
    }

    #[test]
    fn changes_are_counted_when_they_are_too_many_to_keep() {
        let mut radius = Radius::new(false);
        for number in 0..(2 * KEPT + 1) {
            radius.compare("a.html", None, Some(&mention(&number.to_string(), &number.to_string())));
        }
        radius.prune();
        assert_eq!((radius.changes.len(), radius.not_kept), (KEPT, KEPT + 1));
        assert_eq!(radius.changes[0].weight, Decimal::from(2 * KEPT));
    }
}
