//! What an expression may not do, so that each one ends soon and stays small.
//!
//! A form carries its definition, so an expression can come from outside. Without loops, assignments,
//! calls and filters that make texts longer, its size bounds its work. Nor may it compare what never compares as meant:
//! an answer is a text, so `visits == 3` holds for none, and `visits > "20"` for 3.

use super::{
    ExpressionError,
    scan::{Kind, Piece},
};
use crate::diagnostic::listed;

/// Longer than the longest that is of use.
pub const LONGEST: usize = 4000;
/// Brackets in brackets; Tera reads them by recursion.
const DEEPEST: usize = 32;
/// Texts joined with `~`: each joining copies what was joined before.
const MOST_JOINED: usize = 32;

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

/// Looks the pieces of an expression over before Tera reads it.
pub fn look_over(pieces: &[Piece<'_>]) -> Result<(), ExpressionError> {
    let mut joined = 0;
    for tag in pieces.split(|piece| piece.kind == Kind::Outside || piece.kind == Kind::Close) {
        let words: Vec<Piece<'_>> = tag.iter().copied().filter(|piece| piece.kind != Kind::Space).collect();
        let Some((open, words)) = words.split_first() else { continue };
        if open.text.starts_with("{%") {
            look_at_tag(words.first())?;
        }
        look_at_words(words)?;
        joined += words.iter().filter(|word| word.text == "~").count();
    }
    if joined > MOST_JOINED {
        return Err(ExpressionError(format!("it joins more than {MOST_JOINED} texts with `~`")));
    }
    Ok(())
}

fn look_at_tag(first: Option<&Piece<'_>>) -> Result<(), ExpressionError> {
    let tag = first.map_or("", |word| word.text);
    if TAGS.contains(&tag) {
        return Ok(());
    }
    Err(ExpressionError(format!("`{tag}` is not for these texts: use {}", listed(TAGS.iter().copied()))))
}

fn look_at_words(words: &[Piece<'_>]) -> Result<(), ExpressionError> {
    let no = |why: String| Err(ExpressionError(why));
    let word = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| word.text);
    // An answer, and not what a filter makes of it.
    let is_answer = |at: Option<usize>| {
        let is_name = at.and_then(|at| words.get(at)).is_some_and(|word| word.kind == Kind::Name);
        is_name && word(at.and_then(|at| at.checked_sub(1))) != "|" && !OPERATORS.contains(&word(at))
    };
    let mut depth = 0_usize;
    for (at, piece) in words.iter().enumerate() {
        let (before, behind) = (word(at.checked_sub(1)), word(Some(at + 1)));
        match (piece.kind, piece.text) {
            (Kind::Sign, "(" | "[" | "{") => depth += 1,
            (Kind::Sign, ")" | "]" | "}") => depth = depth.saturating_sub(1),
            // `[a for a in b]` is a loop as well.
            (Kind::Name, "for") => return no("`for` is not for these texts: there are no loops".into()),
            (Kind::Name, name) if before == "|" && FILTERS.contains(&name) => {}
            (Kind::Name, name) if before == "|" => {
                let known = listed(FILTERS.iter().copied());
                return no(format!("`{name}` is not a filter here: use {known}"));
            }
            (Kind::Sign, sign @ ("<" | ">")) if is_answer(at.checked_sub(1)) => {
                return no(format!(
                    "`{sign}` goes by letters, and 3 comes behind 20: use `range` for a number, and the check `in order` for dates"
                ));
            }
            (Kind::Number, number)
                if before == "="
                    && matches!(word(at.checked_sub(2)), "=" | "!")
                    && is_answer(at.checked_sub(3)) =>
            {
                return no(format!(
                    "an answer is a text, which is never {number}: write \"{number}\" in quotes"
                ));
            }
            (Kind::Name, name) if behind == "(" && !OPERATORS.contains(&name) => {
                // `a is containing(..)` and `a is not containing(..)`; a bare `not` comes before anything.
                let is_test = before == "is" || before == "not" && word(at.checked_sub(2)) == "is";
                if !is_test {
                    return no(format!("`{name}` cannot be called here"));
                }
            }
            _ => {}
        }
        if depth > DEEPEST {
            return no(format!("it has more than {DEEPEST} brackets in one another"));
        }
    }
    Ok(())
}
