//! What an expression may not do, so that each one ends soon and stays small.
//!
//! A form carries its definition, so an expression can come from outside. Without loops, assignments,
//! calls and filters that make texts longer, its size bounds its work.

use super::ExpressionError;
use crate::diagnostic::listed;

/// Longer than the longest that is of use.
const LONGEST: usize = 4000;
/// Brackets in brackets; Tera reads them by recursion.
const DEEPEST: usize = 32;

const TAGS: &[&str] = &["if", "elif", "else", "endif"];
/// Those that make no text longer than it was, by more than a date's worth.
pub const FILTERS: &[&str] = &[
    "date",
    "rows",
    "first_line",
    "initials",
    "surname",
    "upper",
    "lower",
    "title",
    "capitalize",
    "trim",
    "truncate",
    "default",
    "length",
];
/// Words before a bracket that are not calls.
const OPERATORS: &[&str] = &["and", "or", "not", "in", "if", "elif", "else"];

/// Looks an expression over before Tera reads it.
pub fn look_over(source: &str) -> Result<(), ExpressionError> {
    let no = |why: String| Err(ExpressionError(why));
    if source.len() > LONGEST {
        return no(format!("it is longer than {LONGEST} characters"));
    }
    let mut rest = source;
    while let Some(open) = ["{{", "{%"].iter().filter_map(|mark| rest.find(mark)).min() {
        let is_tag = rest[open..].starts_with("{%");
        let inside = &rest[open + 2..];
        let end = end_of_tag(inside);
        let words = words(&inside[..end]);
        if let (true, Some(Word::Name(tag))) = (is_tag, words.first())
            && !TAGS.contains(tag)
        {
            return no(format!("`{tag}` is not for these texts: use {}", listed(TAGS.iter().copied())));
        }
        look_at_words(&words)?;
        rest = &inside[end..];
    }
    Ok(())
}

fn look_at_words(words: &[Word<'_>]) -> Result<(), ExpressionError> {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &words[at]);
        let is_test = matches!(before, Some(Word::Name("is" | "not")));
        match word {
            Word::Sign('(' | '[' | '{') => depth += 1,
            Word::Sign(')' | ']' | '}') => depth = depth.saturating_sub(1),
            Word::Name(name) if matches!(before, Some(Word::Sign('|'))) => {
                if !FILTERS.contains(name) {
                    let known = listed(FILTERS.iter().copied());
                    return Err(ExpressionError(format!("`{name}` is not a filter here: use {known}")));
                }
            }
            Word::Name(name) if matches!(words.get(at + 1), Some(Word::Sign('('))) => {
                if !OPERATORS.contains(name) && !is_test {
                    return Err(ExpressionError(format!("`{name}` cannot be called here")));
                }
            }
            Word::Name(_) | Word::Sign(_) => {}
        }
        if depth > DEEPEST {
            return Err(ExpressionError(format!("it has more than {DEEPEST} brackets in one another")));
        }
    }
    Ok(())
}

/// A name, or a sign that stands alone. What stands in quotes is left out.
enum Word<'s> {
    Name(&'s str),
    Sign(char),
}

fn words(source: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' | '\'' | '`' => quoted(rest, c),
            c if is_of_name(c) => rest.find(|c| !is_of_name(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        match c {
            '"' | '\'' | '`' => {}
            c if is_of_name(c) => words.push(Word::Name(&rest[..length])),
            c if c.is_whitespace() || c == '-' => {}
            c => words.push(Word::Sign(c)),
        }
        rest = &rest[length..];
    }
    words
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How long a text in quotes is, its quotes included.
fn quoted(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |at| at + 2)
}

/// Where a tag ends; marks in quotes do not end it.
fn end_of_tag(inside: &str) -> usize {
    let mut at = 0;
    while let Some(c) = inside[at..].chars().next() {
        at += match c {
            '"' | '\'' | '`' => quoted(&inside[at..], c),
            _ if inside[at..].starts_with("}}") || inside[at..].starts_with("%}") => return at,
            c => c.len_utf8(),
        };
    }
    inside.len()
}
