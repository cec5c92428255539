//! Character references in links: `&amp;` in addresses, `&nbsp;` and `&oacute;` in their names.

use encoding_rs::WINDOWS_1252;
use html5ever::data::NAMED_ENTITIES;
use memchr::memchr;
use std::borrow::Cow;

/// Bytes of the longest name of a character reference (`CounterClockwiseContourIntegral;`).
const LONGEST_NAME: usize = 32;

/// A text with its character references read.
///
/// Names count only with their semicolon: without one, `&copy=1` and `&lang=pl` in an address are parameters.
pub(super) fn read(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut read = String::with_capacity(text.len());
    let (mut rest, mut at) = (text, first);
    loop {
        let (before, reference) = rest.split_at(at);
        read.push_str(before);
        rest = match one(&mut read, reference) {
            Some(length) => &reference[length..],
            None => {
                read.push('&');
                &reference[1..]
            }
        };
        let Some(next) = memchr(b'&', rest.as_bytes()) else { break };
        at = next;
    }
    read.push_str(rest);
    Cow::Owned(read)
}

/// Reads the reference at the beginning of a text; returns its length.
fn one(into: &mut String, text: &str) -> Option<usize> {
    let rest = &text[1..];
    let Some(number) = rest.strip_prefix('#') else {
        let length = rest.bytes().take(LONGEST_NAME).position(|byte| byte == b';')? + 1;
        let &(letter, second) = NAMED_ENTITIES.get(rest.get(..length)?)?;
        for letter in [letter, second].into_iter().filter(|&letter| letter != 0) {
            into.push(char::from_u32(letter)?);
        }
        return Some(length + 1);
    };
    let (digits, radix, before) = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => (hexadecimal, 16, 3),
        None => (number, 10, 2),
    };
    let length = digits.bytes().take(8).take_while(|byte| char::from(*byte).is_digit(radix)).count();
    let value = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
    match u8::try_from(value) {
        // Numbers that are no characters mean those of windows-1252.
        Ok(byte @ 0x80..=0x9f) => into.push_str(&WINDOWS_1252.decode_without_bom_handling(&[byte]).0),
        _ => into.push(char::from_u32(value).filter(|&letter| letter != '\0')?),
    }
    let semicolon = usize::from(digits.as_bytes().get(length) == Some(&b';'));
    Some(before + length + semicolon)
}
