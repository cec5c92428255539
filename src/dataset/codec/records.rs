//! A mention and its parts as bytes: every field, in the order of the declaration.

use super::{Coded, Decoder, Encoder};
use crate::check::{Check, Corrected};
use crate::notice::{Amount, Doubt, Evidence, Fact, Indicator, Notice, TargetGroup};
use crate::value::PartialDate;

/// Declares the fields of a record; one that is left out does not compile.
macro_rules! record {
    ($type:ident { $($field:ident)+ }) => {
        impl $crate::dataset::codec::Coded for $type {
            fn put(&self, to: &mut $crate::dataset::codec::Encoder<'_>) {
                let Self { $($field),+ } = self;
                $($field.put(to);)+
            }

            fn get(from: &mut $crate::dataset::codec::Decoder<'_>) -> Option<Self> {
                Some(Self { $($field: $crate::dataset::codec::Coded::get(from)?),+ })
            }
        }
    };
}
pub(in crate::dataset) use record;

record!(Evidence { start end quote rule });
record!(PartialDate { year month day });
record!(Amount { role value currency rate rate_basis scope stage approximate in_words evidence });
record!(TargetGroup { text category count women men evidence });
record!(Indicator { name value unit evidence });
record!(Doubt { field reason candidates });
record!(Check { identity verdict difference scope });
record!(Corrected { field original quote reason });
record!(Notice {
    genre title programme_code programme period funds priority_axis measure_code call_number agreement_number
    total_cost eligible_cost cofinancing own_contribution currency cofinancing_rate amounts
    start_date end_date signed_date duration_months status beneficiary implementer partners municipality teryt voivodeship
    participants women men target_groups target_categories indicators tasks doubts
});

impl<T: Coded> Coded for Fact<T> {
    fn put(&self, to: &mut Encoder<'_>) {
        let Self { value, evidence } = self;
        value.put(to);
        evidence.put(to);
    }

    fn get(from: &mut Decoder<'_>) -> Option<Self> {
        Some(Self { value: T::get(from)?, evidence: Evidence::get(from)? })
    }
}
