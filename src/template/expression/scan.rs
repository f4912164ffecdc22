//! The one reader of tags: cuts an expression into pieces as Tera's own lexer does.
//!
//! What guards and what rewrites must see the same words as Tera, or a quote in the right place makes one of
//! them look away. So it is read once, here, and what could be read in two ways is refused: comments, and
//! backslashes within tags.

use super::ExpressionError;

/// A stretch of an expression. All of them, one behind the other, are the whole text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'s> {
    pub kind: Kind,
    pub text: &'s str,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What stands outside tags.
    Outside,
    /// `{{` or `{%`, with the `-` that belongs to it.
    Open,
    /// `}}` or `%}`.
    Close,
    Name,
    Number,
    /// A text in quotes, quotes included.
    Quoted,
    Sign,
    Space,
}

/// Cuts a text into its pieces.
pub fn pieces(source: &str) -> Result<Vec<Piece<'_>>, ExpressionError> {
    if source.contains("{#") {
        return Err(ExpressionError("`{#` begins a comment, which is not for these texts".into()));
    }
    let mut pieces = Vec::new();
    let mut rest = source;
    while !rest.is_empty() {
        let open = ["{{", "{%"].iter().filter_map(|mark| rest.find(mark)).min().unwrap_or(rest.len());
        push(&mut pieces, Kind::Outside, &mut rest, open);
        if !rest.is_empty() {
            rest = tag(rest, &mut pieces)?;
        }
    }
    Ok(pieces)
}

/// Cuts a tag into its pieces and gives what stands behind it.
fn tag<'s>(mut rest: &'s str, pieces: &mut Vec<Piece<'s>>) -> Result<&'s str, ExpressionError> {
    let (open, close) = if rest.starts_with("{%") { ("{%", "%}") } else { ("{{", "}}") };
    let length = if rest[2..].starts_with('-') { 3 } else { 2 };
    push(pieces, Kind::Open, &mut rest, length);
    while let Some(first) = rest.chars().next() {
        if rest.starts_with(close) {
            push(pieces, Kind::Close, &mut rest, close.len());
            return Ok(rest);
        }
        let (kind, length) = match first {
            '"' | '\'' | '`' => (Kind::Quoted, quoted(rest, first)?),
            c if c.is_ascii_whitespace() => (Kind::Space, 1),
            c if c.is_ascii_digit() => (Kind::Number, number(rest)),
            c if is_of_name(c) => (Kind::Name, rest.find(|c| !is_of_name(c)).unwrap_or(rest.len())),
            '\u{2018}'..='\u{201f}' => {
                return Err(ExpressionError(format!("`{first}` is a quote of Word: write `\"` or `'`")));
            }
            c if SIGNS.contains(c) => (Kind::Sign, 1),
            _ => {
                return Err(ExpressionError(format!(
                    "`{first}` has no meaning between `{open}` and `{close}`"
                )));
            }
        };
        push(pieces, kind, &mut rest, length);
    }
    Err(ExpressionError(format!("`{open}` has no `{close}` behind it")))
}

const SIGNS: &str = "+-*/%!.,:~|=<>()[]{}?";

fn push<'s>(pieces: &mut Vec<Piece<'s>>, kind: Kind, rest: &mut &'s str, length: usize) {
    let (text, behind) = rest.split_at(length);
    *rest = behind;
    if !text.is_empty() {
        pieces.push(Piece { kind, text });
    }
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Digits with one point at most.
fn number(text: &str) -> usize {
    let mut points = 0;
    let is_over = |c: char| {
        points += usize::from(c == '.');
        !c.is_ascii_digit() && (c != '.' || points > 1)
    };
    text.find(is_over).unwrap_or(text.len())
}

/// How long a text in quotes is, its quotes included.
fn quoted(text: &str, quote: char) -> Result<usize, ExpressionError> {
    let no = |why: String| Err(ExpressionError(why));
    let Some(length) = text[1..].find(quote) else {
        return no(format!("a `{quote}` is opened and not closed"));
    };
    // To Tera `\'` is a quote that does not end the text.
    if text[1..=length].contains('\\') {
        return no("a `\\` within `{{ }}` or `{% %}` is not for these texts".into());
    }
    Ok(length + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let read = pieces(source).map_or_else(
            |error| error.to_string(),
            |pieces| {
                assert_eq!(pieces.iter().map(|piece| piece.text).collect::<String>(), source);
                let shown = pieces.iter().filter(|piece| piece.kind != Kind::Space);
                shown.map(|piece| piece.text).collect::<Vec<_>>().join(" ")
            },
        );
        assert_eq!(read, expected);
    }

    #[test]
    fn tags_end_where_tera_ends_them() {
        check("a {{ b }} c", "a  {{ b }}  c");
        check("{%- if a -%}", "{%- if a - %}");
        check("{{ '}}' ~ \"%}\" }}", "{{ '}}' ~ \"%}\" }}");
        check("{{ a %} b }}", "{{ a % } b }}");
        check("{{ 1.5.code }}", "{{ 1.5 . code }}");
        check("{ { a } }", "{ { a } }");
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        check("{# {{ ' #}", "`{#` begins a comment, which is not for these texts");
        check(r"{{ a ~ '\'' }}", r"a `\` within `{{ }}` or `{% %}` is not for these texts");
        check(r"{{ a \ b }}", r"`\` has no meaning between `{{` and `}}`");
        check("{{ a", "`{{` has no `}}` behind it");
        check("{% if a == 'b %}", "a `'` is opened and not closed");
        check("{{ a ~ \u{201c}b\u{201d} }}", "`\u{201c}` is a quote of Word: write `\"` or `'`");
        check("{{ caf\u{e9} }}", "`\u{e9}` has no meaning between `{{` and `}}`");
    }
}
