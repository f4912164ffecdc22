//! The bracket that is open where the grammar of a file ends.

use super::lines::line_at;

/// Where the innermost bracket stands that is open in front of a place. `known` are those that were open at `from`: behind it
/// the parser had looked, and said nothing yet.
pub fn open(text: &str, known: &[usize], from: usize, to: usize) -> Option<usize> {
    let mut open = known.to_vec();
    let mut at = from;
    let mut is_start = true;
    while let Some(c) = text[at..].chars().next().filter(|_| at < to) {
        let next = at + c.len_utf8();
        let is_free = is_start || !open.is_empty();
        at = match c {
            '"' | '\'' if is_start => next + quoted(&text[next..], c),
            '#' if text[..at].ends_with([' ', '\t', '\n']) => line_at(text, at).end,
            '{' | '[' if is_free => {
                open.push(at);
                next
            }
            '}' | ']' => {
                let opening = if c == '}' { "{" } else { "[" };
                open.pop_if(|open| text[*open..].starts_with(opening));
                next
            }
            _ => next,
        };
        is_start = match c {
            '\n' | '{' | '[' | ',' => true,
            ':' | '-' => is_start || c == ':',
            c if c.is_whitespace() => is_start,
            _ => false,
        };
    }
    open.pop()
}

/// How long a text in quotes is, the closing one included.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        if c == quote && !is_escaped {
            return at + 1;
        }
        is_escaped = quote == '"' && c == '\\' && !is_escaped;
    }
    text.len()
}
