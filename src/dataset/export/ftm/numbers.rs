//! Texts by numbers, so that what is held of every mention is small.

use std::collections::HashMap;
use std::rc::Rc;

/// Numbers from 0, in the order in which their texts were first met.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    numbers: HashMap<Rc<str>, u32>,
    texts: Vec<Rc<str>>,
}

impl Numbers {
    /// The number of a text; a new one if it is new.
    pub(super) fn of(&mut self, text: &str) -> u32 {
        if let Some(number) = self.get(text) {
            return number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let text: Rc<str> = Rc::from(text);
        self.numbers.insert(Rc::clone(&text), number);
        self.texts.push(text);
        number
    }

    /// The number of a text that was met.
    pub(super) fn get(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    /// The text of a number; empty for a number that no text has.
    pub(super) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", AsRef::as_ref)
    }
}
