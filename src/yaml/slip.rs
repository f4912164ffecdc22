//! What somebody probably did where the grammar of YAML ends: told in their words, not in the parser's.

use super::{dash, fault, table::Map};
use crate::diagnostic::{Fault, Place};
use serde_yaml::granit_parser::{ErrorKind, ScanError};
use std::ops::Range;

/// The fault for a place where YAML's grammar ends. `open` is where a bracket stands that is not closed there.
pub fn slip(
    source: usize,
    text: &str,
    maps: &[&Map],
    open: Option<usize>,
    at: usize,
    cause: &ScanError,
) -> Fault {
    let is_key = |word: &str| maps.iter().flat_map(|map| map.keys).any(|key| key.name == word);
    let here = line_at(text, at);
    let before = text[..here.start].trim_end();
    let before = if before.is_empty() { here.clone() } else { line_at(text, before.len()) };
    let behind = line_at(text, (here.end + 1).min(text.len()));
    let place = |range: Range<usize>| Place { source, range };
    // The parser often sees a slip a line too late, and a tab a line too early.
    for line in [&here, &before, &behind] {
        if let Some(range) = tab_in_front(text, line) {
            return fault::tab(place(range));
        }
    }
    for line in [&here, &before] {
        if let Some((range, key)) = dash_without_space(text, line, &is_key) {
            return fault::no_space(place(range), "-", &format!("- {key}: .."));
        }
        if let Some((range, key)) = colon_without_space(text, line, &is_key) {
            return fault::no_space(place(range), ":", &format!("{key}: .."));
        }
        if let Some(range) = cut_in_braces(text, line) {
            return fault::cut_off(place(range));
        }
    }
    let rest = place(at..here.end);
    let is_quote = matches!(
        cause.kind(),
        ErrorKind::CommentInterceptedScalar
            | ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::DocumentIndicatorInQuotedScalar
            | ErrorKind::InvalidTrailingSingleQuotedScalar
            | ErrorKind::InvalidTrailingDoubleQuotedScalar
    );
    match open.map(|open| (open, line_at(text, open))) {
        _ if is_quote => {}
        // In the line of the bracket it may be a comma that is missing; a line later it is another bracket.
        Some((open, line)) if at <= open || at > line.end || is_unclosed(cause.kind()) => {
            return fault::not_closed(place(open..line.end), &text[open..=open]);
        }
        Some(_) => {}
        None => {
            if let Some((range, first)) = dash::missing(text, maps, &here) {
                return fault::no_dash(place(range), first);
            }
        }
    }
    match cause.kind() {
        ErrorKind::CommentInterceptedScalar => {
            let cut = text[before.clone()]
                .find(" #")
                .map_or(rest, |hash| place(before.start + hash + 1..before.end));
            fault::cut_off(cut)
        }
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => fault::quote_not_closed(rest),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            fault::behind_quotes(rest)
        }
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence => fault::brackets(rest),
        _ if has_second_colon(&text[here.clone()]) => {
            fault::second_colon(rest, text[here].contains(['\u{201c}', '\u{201d}']))
        }
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::InvalidIndentation => fault::set_in_otherwise(rest),
        _ => fault::no_yaml(rest),
    }
}

/// Whether a bracket has no fellow, or not the one that it should have.
pub fn is_unclosed(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::MismatchedFlowCollectionEnd { .. }
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofFlowSequence
    )
}

/// The line that a place is in, without its end.
pub fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    start..text[at..].find('\n').map_or(text.len(), |length| at + length)
}

fn tab_in_front(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let inside = &text[line.clone()];
    let white = inside.len() - inside.trim_start_matches([' ', '\t']).len();
    let tab = inside[..white].find('\t')?;
    // An arrow under nothing would not be seen: the line goes with it.
    (white < inside.trim_end().len()).then(|| line.start + tab..line.start + inside.trim_end().len())
}

/// `-id: x`, with the key that it is.
fn dash_without_space<'t>(
    text: &'t str,
    line: &Range<usize>,
    is_key: &impl Fn(&str) -> bool,
) -> Option<(Range<usize>, &'t str)> {
    let item = text[line.clone()].trim_start();
    let key = item.strip_prefix('-')?.split(':').next()?;
    let start = line.end - item.len();
    is_key(key).then(|| (start..start + 1 + key.len(), key))
}

/// `label:Agency`, with the key that it is.
fn colon_without_space<'t>(
    text: &'t str,
    line: &Range<usize>,
    is_key: &impl Fn(&str) -> bool,
) -> Option<(Range<usize>, &'t str)> {
    let item = text[line.clone()].trim_start().trim_start_matches("- ").trim_start();
    let (key, value) = item.split_once(':')?;
    let start = line.end - item.len();
    let is_slip = is_key(key) && value.starts_with(|c: char| !c.is_whitespace());
    is_slip.then(|| (start..start + item.trim_end().len(), key))
}

/// ` # 3, type: text }`: a comment that takes the closing bracket along.
fn cut_in_braces(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let inside = &text[line.clone()];
    let hash = inside.find(" #")? + 1;
    let is_open = |open: char, close: char| {
        inside[..hash].matches(open).count() > inside[..hash].matches(close).count()
    };
    let takes = inside[hash..].contains(['}', ']']) && (is_open('{', '}') || is_open('[', ']'));
    takes.then(|| line.start + hash..line.start + inside.trim_end().len())
}

fn has_second_colon(line: &str) -> bool {
    line.matches(": ").count() > 1 || line.trim_end().ends_with(':') && line.matches(':').count() > 1
}
