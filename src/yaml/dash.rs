//! The dash in front of an item of a list, where it was left out.

use super::{
    slip::line_at,
    table::{Map, Shape},
};
use std::ops::Range;

/// A line that is not blank and no comment.
#[derive(Clone, Copy)]
struct Line<'t> {
    /// Where it starts in the text, and where its first word does.
    start: usize,
    word_at: usize,
    end: usize,
    /// How far it is set in.
    indent: usize,
    has_dash: bool,
    /// Its first key, or `{`.
    word: &'t str,
    /// Nothing stands behind its key: what belongs to it is below.
    is_header: bool,
}

/// The first word of an item that lacks its dash, near the line where the grammar ends; with the line's rest.
pub fn missing<'t>(text: &'t str, maps: &[&Map], here: &Range<usize>) -> Option<(Range<usize>, &'t str)> {
    let here = line(text, here)?;
    let before = above(text, here);
    let first = [Some(here), before].into_iter().flatten().find(|line| lacks_dash(text, maps, *line));
    let found = first.or_else(|| first_of_list(text, maps, here))?;
    Some((found.word_at..found.end, found.word))
}

/// Whether a line without a dash is an item of a list.
fn lacks_dash(text: &str, maps: &[&Map], line: Line<'_>) -> bool {
    if line.has_dash || line.word.is_empty() {
        return false;
    }
    let Some(outer) = not_deeper(text, line) else { return false };
    let is_bracket = line.word == "{";
    let is_beside = outer.has_dash && outer.indent == line.indent && (is_bracket || outer.word == line.word);
    // `{ .. }` below another, set in like its text.
    let is_below = outer.has_dash && is_bracket && outer.word == "{";
    is_beside || is_below || outer.indent < line.indent && is_of_list(maps, outer)
}

/// Where an item has its dash and the first of its list has none: that one.
fn first_of_list<'t>(text: &'t str, maps: &[&Map], item: Line<'t>) -> Option<Line<'t>> {
    if !item.has_dash {
        return None;
    }
    let outer = not_deeper(text, item)?;
    if outer.indent == item.indent {
        let is_one =
            !outer.has_dash && !outer.word.is_empty() && (outer.word == "{" || outer.word == item.word);
        return is_one.then_some(outer);
    }
    let first = below(text, outer)?;
    let is_one = !first.has_dash && (first.word == item.word || is_of_list(maps, outer));
    (outer.is_header && is_one && !first.word.is_empty()).then_some(first)
}

/// Whether what stands below a key is always a list.
fn is_of_list(maps: &[&Map], line: Line<'_>) -> bool {
    let is_list = |word: &str| {
        let mut keys = maps.iter().flat_map(|map| map.keys).filter(|key| key.name == word).peekable();
        keys.peek().is_some() && keys.all(|key| matches!(key.shape, Shape::List { .. }))
    };
    line.is_header && is_list(line.word)
}

/// The nearest line above that is not set in further.
fn not_deeper<'t>(text: &'t str, from: Line<'t>) -> Option<Line<'t>> {
    let mut line = above(text, from)?;
    while line.indent > from.indent {
        line = above(text, line)?;
    }
    Some(line)
}

fn above<'t>(text: &'t str, from: Line<'t>) -> Option<Line<'t>> {
    let mut start = from.start;
    while start > 0 {
        let range = line_at(text, start - 1);
        if let Some(line) = line(text, &range) {
            return Some(line);
        }
        start = range.start;
    }
    None
}

fn below<'t>(text: &'t str, from: Line<'t>) -> Option<Line<'t>> {
    let mut end = line_at(text, from.end).end;
    while end < text.len() {
        let range = line_at(text, end + 1);
        if let Some(line) = line(text, &range) {
            return Some(line);
        }
        end = range.end;
    }
    None
}

fn line<'t>(text: &'t str, range: &Range<usize>) -> Option<Line<'t>> {
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
    Some(Line { start: range.start, word_at: end - item.len(), end, indent, has_dash, word, is_header })
}
