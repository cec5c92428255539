//! Names of places in all their forms, and the search for the longest of them.

use crate::text::Word;

/// Names of one sort: their forms as folded words joined by one space, in alphabetical order.
#[derive(Clone, Debug)]
pub(super) struct Names<T> {
    /// All forms, one after the other.
    text: String,
    /// For each form where it begins and ends in `text`, and what it names.
    forms: Vec<(u32, u32, T)>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { text: String::new(), forms: Vec::new() }
    }
}

impl<T: Copy + Ord> Names<T> {
    /// Adds a form made of parts. To be followed by [`Self::sort`].
    pub(super) fn add(&mut self, parts: [&str; 2], value: T) {
        let start = self.text.len();
        for part in parts {
            // Appended word by word: a hyphen is as good as a space.
            for (number, word) in part.split('-').enumerate() {
                if number > 0 {
                    self.text.push(' ');
                }
                self.text.push_str(word);
            }
        }
        // The embedded files are far smaller than 4 GiB, and so is a text that may replace them.
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.forms.push((offset(start), offset(self.text.len()), value));
    }

    pub(super) fn sort(&mut self) {
        let bytes = self.text.as_bytes();
        let form = |entry: &(u32, u32, T)| bytes.get(entry.0 as usize..entry.1 as usize).unwrap_or_default();
        // The first eight letters as a number settle nearly every comparison.
        let mut keyed: Vec<(u64, (u32, u32, T))> = self
            .forms
            .iter()
            .map(|entry| {
                (form(entry).iter().chain([0; 8].iter()).take(8).fold(0, |key, byte| key << 8 | u64::from(*byte)), *entry)
            })
            .collect();
        keyed.sort_unstable_by(|(a_key, a), (b_key, b)| {
            a_key.cmp(b_key).then_with(|| form(a).cmp(form(b)).then_with(|| a.2.cmp(&b.2)))
        });
        keyed.dedup_by(|(a_key, a), (b_key, b)| a_key == b_key && a.2 == b.2 && form(a) == form(b));
        self.forms = keyed.into_iter().map(|(_, entry)| entry).collect();
    }

    fn form(&self, entry: &(u32, u32, T)) -> &str {
        self.text.get(entry.0 as usize..entry.1 as usize).unwrap_or("")
    }

    /// The entries of a form, and whether longer forms go on after it with another word.
    pub(super) fn get(&self, wanted: &str) -> (&[(u32, u32, T)], bool) {
        let from = &self.forms[self.forms.partition_point(|entry| self.form(entry) < wanted)..];
        let (equal, after) = from.split_at(from.iter().take_while(|entry| self.form(entry) == wanted).count());
        let longer =
            after.first().is_some_and(|entry| self.form(entry).strip_prefix(wanted).is_some_and(|rest| rest.starts_with(' ')));
        (equal, longer)
    }

    /// The values of the longest name that begins at a word, and the number of the word after it.
    pub(super) fn at(&self, folded: &str, words: &[Word], at: usize) -> Option<(Vec<T>, usize)> {
        let mut before = words.get(at)?;
        let mut form = before.span.of(folded).to_owned();
        let (mut best, mut longer) = self.get(&form);
        let mut end_word = at + 1;
        for (number, word) in words.iter().enumerate().skip(at + 1) {
            let gap = folded.get(before.span.end..word.span.start).unwrap_or("");
            if !longer || !gap.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b'-')) {
                break;
            }
            form.push(' ');
            form.push_str(word.span.of(folded));
            let equal;
            (equal, longer) = self.get(&form);
            if !equal.is_empty() {
                (best, end_word) = (equal, number + 1);
            }
            before = word;
        }
        (!best.is_empty()).then(|| (best.iter().map(|entry| entry.2).collect(), end_word))
    }
}
