//! All evidence of a notice under the names of its fields.

use super::model::{Evidence, Fact, Notice};
use serde::ser::{Serialize, SerializeMap, Serializer};

impl Notice {
    /// Every fact's evidence with the name of its field, in the order of the fields: `title`, and for lists `amounts[0]`,
    /// `partners[1]`.
    pub fn evidence(&self) -> Vec<(String, &Evidence)> {
        let mut all = Collector::default();
        all.one("title", self.title.as_ref());
        all.one("programme_code", self.programme_code.as_ref());
        all.one("programme", self.programme.as_ref());
        all.one("period", self.period.as_ref());
        all.many("funds", self.funds.iter().map(|fact| &fact.evidence));
        all.one("priority_axis", self.priority_axis.as_ref());
        all.one("measure_code", self.measure_code.as_ref());
        all.one("call_number", self.call_number.as_ref());
        all.one("agreement_number", self.agreement_number.as_ref());
        all.one("total_cost", self.total_cost.as_ref());
        all.one("eligible_cost", self.eligible_cost.as_ref());
        all.one("cofinancing", self.cofinancing.as_ref());
        all.one("own_contribution", self.own_contribution.as_ref());
        all.one("currency", self.currency.as_ref());
        all.one("cofinancing_rate", self.cofinancing_rate.as_ref());
        all.many("amounts", self.amounts.iter().map(|amount| &amount.evidence));
        all.one("start_date", self.start_date.as_ref());
        all.one("end_date", self.end_date.as_ref());
        all.one("signed_date", self.signed_date.as_ref());
        all.one("duration_months", self.duration_months.as_ref());
        all.one("status", self.status.as_ref());
        all.one("beneficiary", self.beneficiary.as_ref());
        all.one("implementer", self.implementer.as_ref());
        all.many("partners", self.partners.iter().map(|fact| &fact.evidence));
        all.one("municipality", self.municipality.as_ref());
        all.one("teryt", self.teryt.as_ref());
        all.one("voivodeship", self.voivodeship.as_ref());
        all.one("participants", self.participants.as_ref());
        all.one("women", self.women.as_ref());
        all.one("men", self.men.as_ref());
        all.many("target_groups", self.target_groups.iter().map(|group| &group.evidence));
        all.many("indicators", self.indicators.iter().map(|indicator| &indicator.evidence));
        all.many("tasks", self.tasks.iter().map(|fact| &fact.evidence));
        all.0
    }

    /// Number of fields that hold something; a list counts once.
    pub fn filled_fields(&self) -> usize {
        self.evidence().iter().filter(|(field, _)| !field.ends_with(']') || field.ends_with("[0]")).count()
    }
}

#[derive(Default)]
struct Collector<'a>(Vec<(String, &'a Evidence)>);

impl<'a> Collector<'a> {
    fn one<T>(&mut self, field: &str, fact: Option<&'a Fact<T>>) {
        self.0.extend(fact.map(|fact| (field.to_owned(), &fact.evidence)));
    }

    fn many(&mut self, field: &str, evidence: impl Iterator<Item = &'a Evidence>) {
        self.0.extend(evidence.enumerate().map(|(number, evidence)| (format!("{field}[{number}]"), evidence)));
    }
}

/// A notice's evidence as a JSON object `{field: {start, end, quote, rule}}`, in the order of the fields.
#[derive(Debug)]
pub struct EvidenceMap<'a>(pub Vec<(String, &'a Evidence)>);

impl Serialize for EvidenceMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (field, evidence) in &self.0 {
            map.serialize_entry(field, evidence)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(quote: &str) -> Fact<String> {
        let evidence = Evidence { start: 0, end: quote.len(), quote: quote.to_owned(), rule: "test" };
        Fact { value: quote.to_owned(), evidence }
    }

    #[test]
    fn scalars_by_name_and_lists_by_number() {
        let notice = Notice { title: Some(fact("T")), partners: vec![fact("A"), fact("B")], ..Notice::default() };
        let fields: Vec<String> = notice.evidence().into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["title", "partners[0]", "partners[1]"]);
        assert_eq!(notice.filled_fields(), 2);
    }
}
