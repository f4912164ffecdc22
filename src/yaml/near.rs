//! Slips that a line shows by itself, near the place where the grammar of YAML ends.

use super::{
    lines::Line,
    table::{Key, Map},
};
use std::ops::Range;

/// A tab in front of the first word, with the line.
pub fn tab(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let inside = &text[line.clone()];
    let white = inside.len() - inside.trim_start_matches([' ', '\t']).len();
    let tab = inside[..white].find('\t')?;
    // An arrow under nothing would not be seen: the line goes with it.
    (white < inside.trim_end().len()).then(|| line.start + tab..line.start + inside.trim_end().len())
}

/// A space that is none to YAML where one has a meaning: in front of the first word, or beside the `:` of a key.
pub fn no_break_space(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let inside = &text[line.clone()];
    let word = inside.find(|c: char| !c.is_whitespace() && c != '-').unwrap_or(inside.len());
    let colon = inside[word..].find(':').map(|colon| word + colon);
    let beside = colon.and_then(|colon| {
        let behind = inside[colon + 1..].chars().next().filter(|c| is_no_break(*c)).map(|_| colon + 1);
        let before = inside[..colon].chars().next_back().filter(|c| is_no_break(*c));
        behind.or(before.map(|c| colon - c.len_utf8()))
    });
    let at = inside[..word].find(is_no_break).or(beside)?;
    let length = inside[at..].chars().next()?.len_utf8();
    Some(line.start + at..line.start + at + length)
}

fn is_no_break(c: char) -> bool {
    c.is_whitespace() && !c.is_ascii_whitespace()
}

/// `-id: x`, with the key that it is.
pub fn dash_without_space<'t>(
    text: &'t str,
    maps: &[&Map],
    line: &Range<usize>,
) -> Option<(Range<usize>, &'t str)> {
    let item = text[line.clone()].trim_start();
    let key = item.strip_prefix('-')?.split(':').next()?;
    let start = line.end - item.len();
    is_key(maps, key).then(|| (start..start + 1 + key.len(), key))
}

/// `label:Agency`, with the key that it is.
pub fn colon_without_space<'t>(
    text: &'t str,
    maps: &[&Map],
    line: &Range<usize>,
) -> Option<(Range<usize>, &'t str)> {
    let item = text[line.clone()].trim_start().trim_start_matches("- ").trim_start();
    let (key, value) = item.split_once(':')?;
    let start = line.end - item.len();
    let is_slip = is_key(maps, key) && value.starts_with(|c: char| !c.is_whitespace());
    is_slip.then(|| (start..start + item.trim_end().len(), key))
}

/// ` # 3, type: text }`: a comment that takes the closing bracket along.
pub fn cut_in_braces(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let inside = &text[line.clone()];
    let hash = inside.find(" #")? + 1;
    let is_open = |open: char, close: char| {
        inside[..hash].matches(open).count() > inside[..hash].matches(close).count()
    };
    let takes = inside[hash..].contains(['}', ']']) && (is_open('{', '}') || is_open('[', ']'));
    takes.then(|| line.start + hash..line.start + inside.trim_end().len())
}

/// `label: @home`: a sign at the start of a text that means something else there, with the text and the key before it.
pub fn sign<'t>(
    text: &'t str,
    line: &Range<usize>,
    at: usize,
    is_in_bracket: bool,
) -> Option<(Range<usize>, char, &'t str)> {
    let sign = text[at..].chars().next().filter(|c| matches!(c, '@' | '%' | '`' | '>' | '|' | '-' | '?'))?;
    let before = text[line.start..at].trim_end();
    let ends: &[char] = if is_in_bracket { &[':', ',', '{', '['] } else { &[':', '-'] };
    if !before.ends_with(ends) {
        return None;
    }
    let rest = &text[at..line.end];
    let end = if is_in_bracket { rest.find([',', '}', ']']).unwrap_or(rest.len()) } else { rest.len() };
    let key = before.trim_end_matches(':').rsplit(['{', ',', ' ']).next().unwrap_or_default();
    Some((at..at + rest[..end].trim_end().len(), sign, key))
}

/// `label Room`: a key that lacks its colon, where the grammar ends at it or in the line below; with the line.
pub fn no_colon(
    text: &str,
    maps: &[&Map],
    line: &Range<usize>,
    at: usize,
) -> Option<(Range<usize>, &'static str)> {
    let here = Line::of(text, line)?;
    if at == here.word_at {
        return bare_key(text, maps, here).map(|(key, _)| (here.word_at..here.end, key));
    }
    let before = here.above(text)?;
    let (key, rest) = bare_key(text, maps, before)?;
    let is_beside = here.column() == before.column() || rest.is_empty() && here.column() > before.column();
    // The line of a long text may begin with such a word.
    let is_text = before.goes_on_from(text).is_some() && !before.has_dash;
    (is_beside && !is_text).then_some((before.word_at..before.end, key))
}

/// The key that a line begins with, and what stands behind it, without a colon.
fn bare_key<'t>(text: &'t str, maps: &[&Map], line: Line<'t>) -> Option<(&'static str, &'t str)> {
    let item = line.item(text);
    let rest = |key: &Key| item.strip_prefix(key.name).filter(|rest| !rest.starts_with(is_of_a_word));
    let found = keys(maps).filter_map(|key| Some((key.name, rest(key)?)));
    // `fields` is no `field`, and `in order` no `in`.
    found.max_by_key(|(name, _)| name.len()).filter(|(_, rest)| !rest.contains(':'))
}

fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// A line with a key that is set in further than the text above, which YAML lets go on in it; with the key, and the
/// line above.
pub fn too_far<'t>(
    text: &'t str,
    maps: &[&Map],
    line: &Range<usize>,
) -> Option<(Range<usize>, &'t str, Line<'t>)> {
    let here = Line::of(text, line).filter(|here| !here.has_dash && is_key(maps, here.word))?;
    let above = here.goes_on_from(text).filter(|above| is_key(maps, above.word))?;
    Some((here.start..here.end, here.word, above))
}

/// `{ code: 'A' label: B }`: the key that a comma is missing in front of.
pub fn no_comma<'t>(text: &'t str, maps: &[&Map], at: usize) -> Option<(Range<usize>, &'t str)> {
    let rest = &text[at..];
    // The parser stops at the key, or behind it at its colon.
    let range = if rest.starts_with(':') {
        let before = text[..at].trim_end();
        let word = before.rsplit(|c: char| !is_of_a_word(c)).next().unwrap_or_default();
        before.len() - word.len()..before.len()
    } else {
        at..at + rest.find(|c: char| !is_of_a_word(c))?
    };
    let word = &text[range.clone()];
    let is_followed = text[range.end..].trim_start().starts_with(':');
    let is_first = text[..range.start].trim_end().ends_with(['{', ',']);
    (is_key(maps, word) && is_followed && !is_first).then_some((range, word))
}

/// `- code: A, label: B }`: a line whose `{` was left out; with the key that it is missing in front of.
pub fn no_brace<'t>(text: &'t str, maps: &[&Map], line: &Range<usize>) -> Option<(Range<usize>, &'t str)> {
    let here = Line::of(text, line)?;
    let item = here.item(text);
    let is_closed = item.ends_with('}') && !item.contains('{') && item.contains(',');
    (is_closed && is_key(maps, here.word)).then_some((here.word_at..here.end, here.word))
}

fn is_key(maps: &[&Map], word: &str) -> bool {
    keys(maps).any(|key| key.name == word)
}

fn keys(maps: &[&Map]) -> impl Iterator<Item = &'static Key> {
    maps.iter().flat_map(|map| map.keys)
}
