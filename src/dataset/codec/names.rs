//! Names out of the program's own text, which come back as the very same.

use std::collections::HashMap;

/// The names of rules, fields and reasons that were met, by number. There are some hundred of them, whatever the number of pages.
#[derive(Debug, Default)]
pub(in crate::dataset) struct Names {
    all: Vec<&'static str>,
    numbers: HashMap<&'static str, usize>,
}

impl Names {
    /// The number of a name.
    pub(super) fn number(&mut self, name: &'static str) -> usize {
        let all = &mut self.all;
        *self.numbers.entry(name).or_insert_with(|| {
            all.push(name);
            all.len() - 1
        })
    }

    /// The name of a number.
    pub(super) fn name(&self, number: usize) -> Option<&'static str> {
        self.all.get(number).copied()
    }
}
