//! Numbers, texts, lists and closed lists as bytes.

use super::{Coded, Decoder, Encoder};
use crate::check::{Identity, Proof, Verdict};
use crate::notice::{Genre, RateBasis, Scope, Status};
use crate::table::Named;
use crate::value::Currency;
use crate::vocabulary::{Role, Stage};
use rust_decimal::Decimal;

impl Decoder<'_> {
    fn take(&mut self, length: usize) -> Option<&[u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
impl Coded for u64 {
    fn put(&self, to: &mut Encoder<'_>) {
        let mut rest = *self;
        while rest >= 0x80 {
            to.bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        to.bytes.push(rest as u8);
    }

    fn get(from: &mut Decoder<'_>) -> Option<Self> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = *from.take(1)?.first()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

impl Coded for usize {
    fn put(&self, to: &mut Encoder<'_>) {
        (*self as u64).put(to);
    }

    fn get(from: &mut Decoder<'_>) -> Option<Self> {
        u64::get(from)?.try_into().ok()
    }
}

impl Coded for u32 {
    fn put(&self, to: &mut Encoder<'_>) {
        u64::from(*self).put(to);
    }

    fn get(from: &mut Decoder<'_>) -> Option<Self> {
        u64::get(from)?.try_into().ok()
    }
}

/// Small numbers of either sign are short: 0, −1, 1, −2 …
impl Coded for i64 {
    fn put(&self, to: &mut Encoder<'_>) {
        ((self << 1) ^ (self >> 63)).cast_unsigned().put(to);
    }

    fn get(from: &mut Decoder<'_>) -> Option<Self> {
        let folded = u64::get(from)?;
        Some((folded >> 1).cast_signed() ^ -(folded & 1).cast_signed())
    }
}

impl Coded for i32 {
    fn put(&self, to: &mut Encoder<'_>) {
        i64::from(*self).put(to);
    }

    fn get(from: &mut Decoder<'_>) -> Option<Self> {
        i64::get(from)?.try_into().ok()
    }
}

impl Coded for bool {
    fn put(&self, to: &mut Encoder<'_>) {
        u64::from(*self).put(to);
    }

    fn get(from: &mut Decoder<'_>) -> Option<Self> {
        match u64::get(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

/// With its scale: 5.10 stays 5.10.
impl Coded for Decimal {
    fn put(&self, to: &mut Encoder<'_>) {
        to.bytes.extend_from_slice(&self.serialize());
    }

    fn get(from: &mut Decoder<'_>) -> Option<Self> {
        Some(Self::deserialize(from.take(16)?.try_into().ok()?))
    }
}

impl Coded for String {
    fn put(&self, to: &mut Encoder<'_>) {
        self.len().put(to);
        to.bytes.extend_from_slice(self.as_bytes());
    }

    fn get(from: &mut Decoder<'_>) -> Option<Self> {
        let length = usize::get(from)?;
        String::from_utf8(from.take(length)?.to_vec()).ok()
    }
}

impl Coded for &'static str {
    fn put(&self, to: &mut Encoder<'_>) {
        to.names.number(self).put(to);
    }

    fn get(from: &mut Decoder<'_>) -> Option<Self> {
        let number = usize::get(from)?;
        from.names.name(number)
    }
}

impl<T: Coded> Coded for Option<T> {
    fn put(&self, to: &mut Encoder<'_>) {
        self.is_some().put(to);
        if let Some(value) = self {
            value.put(to);
        }
    }

    fn get(from: &mut Decoder<'_>) -> Option<Self> {
        if bool::get(from)? { T::get(from).map(Some) } else { Some(None) }
    }
}

impl<T: Coded> Coded for Vec<T> {
    fn put(&self, to: &mut Encoder<'_>) {
        self.len().put(to);
        self.iter().for_each(|value| value.put(to));
    }

    fn get(from: &mut Decoder<'_>) -> Option<Self> {
        let length = usize::get(from)?;
        (0..length).map(|_| T::get(from)).collect()
    }
}

/// Members of closed lists, by their place in the list.
macro_rules! listed {
    ($($list:ty)+) => {
        $(impl Coded for $list {
            fn put(&self, to: &mut Encoder<'_>) {
                let place = Self::NAMES.iter().position(|name| *name == self.name());
                place.unwrap_or(Self::NAMES.len()).put(to);
            }

            fn get(from: &mut Decoder<'_>) -> Option<Self> {
                Self::MEMBERS.get(usize::get(from)?).copied()
            }
        })+
    };
}

listed!(Currency Genre Identity Proof RateBasis Role Scope Stage Status Verdict);
