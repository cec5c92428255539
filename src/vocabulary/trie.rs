//! The index of the patterns by their first word.

use super::phrase::Form;

/// A trie over the first words and stems of all patterns. Looking a word up costs no more than its letters.
#[derive(Debug, Clone)]
pub(super) struct Trie {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    /// Next letters, in no order: a node has few.
    edges: Vec<(u8, u32)>,
    /// Patterns whose first word may go on with any letters from here.
    stems: Vec<u32>,
    /// Patterns whose first word ends here.
    exact: Vec<u32>,
}

impl Default for Trie {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

impl Trie {
    /// Adds a pattern under one form of its first word.
    pub(super) fn add(&mut self, form: &Form, pattern: u32) {
        let mut at = 0;
        for &byte in form.text().as_bytes() {
            let next = self.nodes[at].edges.iter().find(|(label, _)| *label == byte).map(|(_, next)| *next);
            at = match next {
                Some(next) => next as usize,
                None => {
                    let next = self.nodes.len();
                    self.nodes.push(Node::default());
                    self.nodes[at].edges.push((byte, u32::try_from(next).unwrap_or(u32::MAX)));
                    next
                }
            };
        }
        let list = if form.is_stem() { &mut self.nodes[at].stems } else { &mut self.nodes[at].exact };
        if list.last() != Some(&pattern) {
            list.push(pattern);
        }
    }

    /// Calls `found` with every pattern that a word can begin.
    pub(super) fn look_up(&self, word: &[u8], mut found: impl FnMut(u32)) {
        let mut node = &self.nodes[0];
        for byte in word {
            let Some((_, next)) = node.edges.iter().find(|(label, _)| label == byte) else { return };
            node = &self.nodes[*next as usize];
            for &pattern in &node.stems {
                found(pattern);
            }
        }
        for &pattern in &node.exact {
            found(pattern);
        }
    }
}
