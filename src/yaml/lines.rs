//! A line of a file as a person sees it: how far it is set in, and with which word it begins.

use std::ops::Range;

/// A line that is not blank and no comment.
#[derive(Clone, Copy)]
pub struct Line<'t> {
    /// Where it starts in the text, and where its first word does.
    pub start: usize,
    pub word_at: usize,
    pub end: usize,
    /// How far it is set in.
    pub indent: usize,
    pub has_dash: bool,
    /// Its first key, or `{`.
    pub word: &'t str,
    /// Nothing stands behind its key: what belongs to it is below.
    pub is_header: bool,
}

impl<'t> Line<'t> {
    /// The line of this stretch, if it is one.
    pub fn of(text: &'t str, range: &Range<usize>) -> Option<Self> {
        let inside = text[range.clone()].trim_end();
        let all = inside.trim_start_matches(' ');
        if all.is_empty() || all.starts_with('#') {
            return None;
        }
        let has_dash = all.starts_with("- ");
        let item = if has_dash { all[1..].trim_start() } else { all };
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ');
        let (word, is_header) = match item.split_once(':') {
            _ if item.starts_with('{') => (&item[..1], false),
            Some((word, value)) if word.chars().all(is_word) => {
                (word, value.trim().is_empty() || value.trim().starts_with('#'))
            }
            _ => ("", false),
        };
        let end = range.start + inside.len();
        let indent = inside.len() - all.len();
        Some(Self { start: range.start, word_at: end - item.len(), end, indent, has_dash, word, is_header })
    }

    /// How far its first word is set in, behind its dash.
    pub fn column(&self) -> usize {
        self.word_at - self.start
    }

    /// What stands in it from its first word on.
    pub fn item(&self, text: &'t str) -> &'t str {
        &text[self.word_at..self.end]
    }

    pub fn above(&self, text: &'t str) -> Option<Self> {
        let mut start = self.start;
        while start > 0 {
            let range = line_at(text, start - 1);
            if let Some(line) = Self::of(text, &range) {
                return Some(line);
            }
            start = range.start;
        }
        None
    }

    /// All lines above, the nearest first.
    pub fn all_above(&self, text: &'t str) -> impl Iterator<Item = Self> {
        std::iter::successors(self.above(text), |line| line.above(text))
    }

    pub fn below(&self, text: &'t str) -> Option<Self> {
        let mut end = line_at(text, self.end).end;
        while end < text.len() {
            let range = line_at(text, end + 1);
            if let Some(line) = Self::of(text, &range) {
                return Some(line);
            }
            end = range.end;
        }
        None
    }

    /// The line whose text it goes on with, as YAML reads it: the nearest that is set in less, if a text stands there.
    pub fn goes_on_from(&self, text: &'t str) -> Option<Self> {
        let outer = self.all_above(text).find(|line| line.column() < self.column())?;
        (!outer.is_header && !outer.word.is_empty() && outer.word != "{").then_some(outer)
    }
}

/// The line that a place is in, without its end.
pub fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    start..text[at..].find('\n').map_or(text.len(), |length| at + length)
}
