//! Tiles: sums that stand each on a line of its own above their labels.

use super::place::Place;
use crate::vocabulary::Cue;

impl<'r> Place<'r, '_> {
    /// For a sum alone on its line in a run of sums each with its label below (tiles): the label under it. A run that begins with a
    /// label or ends with a sum is read the other way.
    pub(super) fn label_below(&self) -> Option<&'r Cue> {
        const LONGEST_RUN: usize = 8;
        let number = self.reading.line_number(self.span.start);
        if !self.is_sum_line(number) {
            return None;
        }
        let below = self.label_only(number + 1)?;
        let mut first = number;
        for _ in 0..LONGEST_RUN {
            if first >= 2 && self.label_only(first - 1).is_some() && self.is_sum_line(first - 2) {
                first -= 2;
            }
        }
        let mut last = number + 1;
        for _ in 0..LONGEST_RUN {
            if self.is_sum_line(last + 1) && self.label_only(last + 2).is_some() {
                last += 2;
            }
        }
        let headed = first >= 1 && self.label_only(first - 1).is_some();
        (!headed && !self.is_sum_line(last + 1)).then_some(below)
    }

    /// Whether a line is one sum and nothing else.
    fn is_sum_line(&self, number: usize) -> bool {
        let Some(line) = self.reading.lines.get(number) else { return false };
        let cell = self.reading.page.blocks.get(line.block).is_some_and(|block| block.cell.is_some());
        let mut sums = self.reading.among(&self.reading.values.money, line.span);
        let Some(sum) = sums.next() else { return false };
        !cell && sum.span.len() + 3 >= line.span.len() && sums.next().is_none()
    }

    /// The phrase of a line that is a label alone.
    fn label_only(&self, number: usize) -> Option<&'r Cue> {
        const LONGEST_LABEL: usize = 60;
        let line = self.reading.lines.get(number).filter(|line| line.span.len() <= LONGEST_LABEL)?;
        let sums = self.reading.among(&self.reading.values.money, line.span).count();
        let cue = self.cues_in(line.span).max_by_key(|cue| (cue.span.end, cue.span.len()))?;
        (sums == 0 && cue.span.start <= line.span.start + 3).then_some(cue)
    }
}
