//! Finding what stands at an offset without searching all of a text.

/// Bytes of text that one entry stands for.
const STEP: usize = 64;

/// Where in a list sorted by start the things of each piece of a text begin: a look-up searches the few of one piece, which is what
/// rules do for every cue and every sum.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// For each piece, how many things begin before it.
    before: Vec<u32>,
}

impl Index {
    /// An index of things that begin at these offsets, in order, in a text of this length.
    pub(crate) fn new(starts: impl Iterator<Item = usize>, length: usize) -> Self {
        let mut before = Vec::with_capacity(length / STEP + 2);
        let mut count = 0;
        for start in starts {
            if start / STEP >= before.len() {
                before.resize(start / STEP + 1, count);
            }
            count += 1;
        }
        before.resize(before.len().max(length / STEP + 1), count);
        Self { before }
    }

    /// How many of the indexed things begin before an offset. The same as `things.partition_point(|thing| start(thing) < at)`.
    pub(crate) fn before<T>(&self, things: &[T], at: usize, start: impl Fn(&T) -> usize) -> usize {
        let place = |piece: usize| self.before.get(piece).map_or(things.len(), |&before| before as usize);
        let from = place(at / STEP).min(things.len());
        let to = place(at / STEP + 1).clamp(from, things.len());
        from + things[from..to].partition_point(|thing| start(thing) < at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_up_finds_what_a_search_of_all_finds() {
        let starts = [0, 0, 3, 63, 64, 64, 65, 200, 511, 512, 700];
        for length in [701, 1000] {
            let index = Index::new(starts.iter().copied(), length);
            for at in 0..1100 {
                assert_eq!(index.before(&starts, at, |&start| start), starts.partition_point(|&start| start < at), "{at}");
            }
        }
        assert_eq!(Index::new(std::iter::empty(), 0).before(&[] as &[usize], 5, |&start| start), 0);
    }
}
