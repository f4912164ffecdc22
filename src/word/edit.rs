//! Changes to a part as bytes: what is not changed stays exactly as it was.

use std::ops::Range;

/// Changes to one source, put in where they belong when all are known.
pub struct Edits<'s> {
    source: &'s str,
    changes: Vec<(Range<usize>, String)>,
}

impl<'s> Edits<'s> {
    /// No changes to this source yet.
    pub fn new(source: &'s str) -> Self {
        Self { source, changes: Vec::new() }
    }

    /// The source as it was.
    pub fn source(&self) -> &'s str {
        self.source
    }

    /// Puts `text` in place of a range.
    pub fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.changes.push((range, text.into()));
    }

    /// Takes a range out; one that is taken out already stays so.
    pub fn take_out(&mut self, range: Range<usize>) {
        let is_out = |(other, text): &(Range<usize>, String)| *other == range && text.is_empty();
        if !self.changes.iter().any(is_out) {
            self.replace(range, "");
        }
    }

    /// Puts `text` in before the byte at `place`. Several at one place stand in the order of the calls.
    pub fn insert(&mut self, place: usize, text: impl Into<String>) {
        self.replace(place..place, text);
    }

    /// The source with all changes made.
    ///
    /// # Panics
    /// When two changes overlap: an error of the caller, never of a document.
    pub fn finish(mut self) -> String {
        self.pieces().concat()
    }

    /// As [`Edits::finish`], piece by piece: a page need not stand in memory twice.
    ///
    /// # Panics
    /// As there.
    pub fn pieces(&mut self) -> Vec<&str> {
        self.changes.sort_by_key(|(range, _)| range.start);
        let mut pieces = Vec::with_capacity(2 * self.changes.len() + 1);
        let mut done = 0;
        for (range, text) in &self.changes {
            assert!(done <= range.start, "changes overlap");
            pieces.extend([&self.source[done..range.start], text]);
            done = range.end;
        }
        pieces.push(&self.source[done..]);
        pieces
    }
}
