//! The dash in front of an item of a list, where it was left out.

use super::{
    lines::Line,
    table::{Map, Shape},
};
use std::ops::Range;

/// The first word of an item that lacks its dash, near the line where the grammar ends; with the line's rest.
pub fn missing<'t>(text: &'t str, maps: &[&Map], here: &Range<usize>) -> Option<(Range<usize>, &'t str)> {
    let here = Line::of(text, here)?;
    let before = here.above(text);
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
    let first = outer.below(text)?;
    let is_one = !first.has_dash && (first.word == item.word || is_of_list(maps, outer));
    (outer.is_header && is_one && !first.word.is_empty()).then_some(first)
}

/// Whether a list always stands below this line.
fn is_of_list(maps: &[&Map], line: Line<'_>) -> bool {
    line.is_header && is_list(maps, line.word)
}

/// Whether a list always stands behind a key.
pub fn is_list(maps: &[&Map], word: &str) -> bool {
    let mut keys = maps.iter().flat_map(|map| map.keys).filter(|key| key.name == word).peekable();
    keys.peek().is_some() && keys.all(|key| matches!(key.shape, Shape::List { .. }))
}

/// The nearest line above that is not set in further.
fn not_deeper<'t>(text: &'t str, from: Line<'t>) -> Option<Line<'t>> {
    from.all_above(text).find(|line| line.indent <= from.indent)
}
