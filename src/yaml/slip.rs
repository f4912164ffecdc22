//! What somebody probably did where the grammar of YAML ends: told in their words, not in the parser's.

use super::{
    dash, fault,
    lines::{Line, line_at},
    near,
    table::Map,
};
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
    let here = line_at(text, at);
    let before = text[..here.start].trim_end();
    let before = if before.is_empty() { here.clone() } else { line_at(text, before.len()) };
    let slip = Slip { source, text, maps, open, at, kind: cause.kind(), here, before };
    slip.in_a_line().or_else(|| slip.of_what_belongs_together()).unwrap_or_else(|| slip.by_grammar())
}

/// The place, and what is known of it.
struct Slip<'t> {
    source: usize,
    text: &'t str,
    maps: &'t [&'t Map],
    open: Option<usize>,
    at: usize,
    kind: &'t ErrorKind,
    /// The line of the place, and the one above.
    here: Range<usize>,
    before: Range<usize>,
}

impl Slip<'_> {
    fn place(&self, range: Range<usize>) -> Place {
        Place { source: self.source, range }
    }

    fn rest(&self) -> Place {
        self.place(self.at..self.here.end)
    }

    /// First: what a line near the place shows by itself.
    fn in_a_line(&self) -> Option<Fault> {
        let Self { text, maps, here, before, .. } = self;
        let behind = line_at(text, (here.end + 1).min(text.len()));
        // The parser often sees a slip a line too late, and a tab a line too early.
        for line in [here, before, &behind] {
            if let Some(range) = near::no_break_space(text, line) {
                return Some(fault::no_break_space(self.place(range)));
            }
            if let Some(range) = near::tab(text, line) {
                return Some(fault::tab(self.place(range)));
            }
        }
        for line in [here, before] {
            if let Some((range, key)) = near::dash_without_space(text, maps, line) {
                return Some(fault::no_space(self.place(range), "-", &format!("- {key}: ..")));
            }
            if let Some((range, key)) = near::colon_without_space(text, maps, line) {
                return Some(fault::no_space(self.place(range), ":", &format!("{key}: ..")));
            }
            if let Some(range) = near::cut_in_braces(text, line) {
                return Some(fault::cut_off(self.place(range)));
            }
        }
        let (range, sign, key) = near::sign(text, here, self.at, self.open.is_some())?;
        let place = self.place(range.clone());
        Some(match sign {
            '-' if dash::is_list(maps, key) => fault::item_beside(place, key),
            _ => fault::sign_first(place, sign, &text[range]),
        })
    }

    /// Then: a bracket, a comma, a dash or a colon that is missing, and a line that is set in too far.
    fn of_what_belongs_together(&self) -> Option<Fault> {
        let Self { text, maps, here, at, .. } = self;
        if is_escape(self.kind) {
            return None;
        }
        if let Some(open) = self.open {
            let line = line_at(text, open);
            // In the line of the bracket it may be a comma that is missing; a line later it is another bracket.
            if *at <= open || *at > line.end || is_unclosed(self.kind) {
                let is_other = !is_quote(self.kind);
                return is_other.then(|| fault::not_closed(self.place(open..line.end), &text[open..=open]));
            }
            let (range, word) = near::no_comma(text, maps, *at)?;
            return Some(fault::no_comma(self.place(range), word));
        }
        if let Some((range, word)) = near::no_brace(text, maps, here) {
            return Some(fault::no_brace(self.place(range), word));
        }
        if is_quote(self.kind) {
            return None;
        }
        if let Some((range, first)) = dash::missing(text, maps, here) {
            return Some(fault::no_dash(self.place(range), first));
        }
        if let Some((range, key)) = near::no_colon(text, maps, here, *at) {
            return Some(fault::no_colon(self.place(range), key));
        }
        let (range, key, above) = near::too_far(text, maps, here)?;
        let Line { word, .. } = above;
        Some(fault::set_in_too_far(self.place(range), key, word, above.column()))
    }

    /// At last: what the grammar says.
    fn by_grammar(&self) -> Fault {
        let Self { text, here, before, .. } = self;
        let rest = self.rest();
        match self.kind {
            ErrorKind::CommentInterceptedScalar => {
                let cut = text[before.clone()]
                    .find(" #")
                    .map_or(rest, |hash| self.place(before.start + hash + 1..before.end));
                fault::cut_off(cut)
            }
            ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::DocumentIndicatorInQuotedScalar => fault::quote_not_closed(rest),
            ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
                fault::behind_quotes(rest)
            }
            kind if is_escape(kind) => {
                let sign = text[self.at..].find('\\').map_or(self.at, |sign| self.at + sign);
                let end = text[sign..].char_indices().nth(2).map_or(text.len(), |(length, _)| sign + length);
                fault::backslash(self.place(sign..end))
            }
            ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::MismatchedFlowCollectionEnd { .. }
            | ErrorKind::MisplacedFlowCollectionEnd
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofFlowSequence => fault::brackets(rest),
            _ if has_second_colon(&text[here.clone()]) => {
                fault::second_colon(rest, text[here.clone()].contains(['\u{201c}', '\u{201d}']))
            }
            ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::ExpectedBlockSequenceEntry
            | ErrorKind::InvalidIndentation => fault::set_in_otherwise(rest),
            _ => fault::no_yaml(rest),
        }
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

/// Whether it is about a text in quotes, or one that a comment cuts off.
fn is_quote(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::CommentInterceptedScalar
            | ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::DocumentIndicatorInQuotedScalar
            | ErrorKind::InvalidTrailingSingleQuotedScalar
            | ErrorKind::InvalidTrailingDoubleQuotedScalar
    )
}

/// Whether a backslash in double quotes means nothing that YAML knows.
fn is_escape(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
            | ErrorKind::InvalidUnicodeEscape
    )
}

fn has_second_colon(line: &str) -> bool {
    line.matches(": ").count() > 1 || line.trim_end().ends_with(':') && line.matches(':').count() > 1
}
