//! Texts made fit for their box: as it takes dates, lines and characters, and split where they are too long.

use crate::{
    form::Value,
    template::{Charset, Field, Fit, LineBreaks, date},
    word::Written,
};

/// An answer as it is pasted: as people see it, dates in the field's own format (`d mmm yyyy`).
pub fn formatted(value: &Value, field: &Field) -> Written {
    let Some(format) = &field.format else { return value.shown(field) };
    match value {
        Value::Date(at) => date::formatted(*at, None, format).into(),
        Value::DateTime(at) => date::formatted(at.date(), Some(at.time()), format).into(),
        Value::Time(time) => date::time_formatted(*time, format).into(),
        _ => value.shown(field),
    }
}

/// A text as its box takes it. Nothing is left out but what no box could show.
pub fn for_box(text: &str, fit: Fit) -> String {
    let text = match fit.charset {
        Charset::Any => text.to_owned(),
        Charset::Plain | Charset::Strict => text.chars().map(plain).collect(),
    };
    let text: String = match fit.charset {
        Charset::Strict => text.chars().map(|c| if is_on_keyboard(c) { c } else { '?' }).collect(),
        Charset::Any | Charset::Plain => text,
    };
    let joined = |with: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(with)
    };
    match fit.line_breaks {
        LineBreaks::Keep => text,
        LineBreaks::Space => joined(" "),
        LineBreaks::Semicolon => joined("; "),
    }
}

/// What a keyboard has in place of a typographic character.
fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2022}' | '\u{00b7}' => '-',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\t' => ' ',
        _ => c,
    }
}

fn is_on_keyboard(c: char) -> bool {
    c == '\n'
        || c.is_ascii_graphic()
        || c == ' '
        || matches!(c, '\u{a3}' | '\u{ac}' | '\u{20ac}')
        || c.is_alphabetic()
}

/// How long a text is in a box of the browser: UTF-16 units, as `maxlength` counts them, and two for
/// each line break, because a form is sent with CRLF and the server counts what it gets
/// (HTML standard, "form entry list", newline normalisation).
pub fn length(text: &str) -> usize {
    text.chars().map(unit_length).sum()
}

fn unit_length(c: char) -> usize {
    if c == '\n' { 2 } else { c.len_utf16() }
}

/// Splits a text into parts that each fit into `max` UTF-16 units: between paragraphs where that can
/// be, else between sentences, else between words, and inside a word only when it is longer than a box.
/// The parts joined are the text: nothing is cut, nothing added.
pub fn split(text: &str, max: usize) -> Vec<&str> {
    let max = max.max(2);
    let mut parts = Vec::new();
    let mut rest = text;
    while length(rest) > max {
        let fitting = fitting(rest, max);
        let at = break_in(fitting);
        let (part, after) = rest.split_at(at);
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

/// The longest start of a text that fits.
fn fitting(text: &str, max: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += unit_length(c);
        if used > max {
            return &text[..at];
        }
    }
    text
}

/// Where to break a stretch that is full: behind its last paragraph, sentence or word. A break in the
/// first third would leave a box nearly empty, so a later one of a lesser kind is taken.
fn break_in(full: &str) -> usize {
    let least = full.len() / 3;
    let behind = |mark: &str| full.rfind(mark).map(|at| at + mark.len());
    let sentences = [". ", "? ", "! ", ".\n", "?\n", "!\n"];
    let candidates = [
        behind("\n\n").or_else(|| behind("\n")),
        sentences.iter().filter_map(|end| behind(end)).max(),
        full.char_indices().rev().find(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8()),
    ];
    candidates.into_iter().flatten().find(|at| *at > least).unwrap_or(full.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, max: usize, expected: &[&str]) {
        assert_eq!(split(text, max), expected);
    }

    #[test]
    fn breaks_where_a_reader_would_pause() {
        check("short", 100, &["short"]);
        check("First paragraph.\n\nSecond one.", 22, &["First paragraph.\n\n", "Second one."]);
        check("One sentence. Another one.", 20, &["One sentence. ", "Another one."]);
        check("seven words in a row without end", 14, &["seven words ", "in a row ", "without end"]);
        check("unbreakable", 5, &["unbre", "akabl", "e"]);
    }

    #[track_caller]
    fn fits(text: &str, line_breaks: LineBreaks, charset: Charset, expected: &str) {
        assert_eq!(for_box(text, Fit { line_breaks, charset }), expected);
    }

    #[test]
    fn as_the_box_takes_it() {
        fits(
            "1 Nowhere Lane\n\nMadeup\nZZ99",
            LineBreaks::Semicolon,
            Charset::Any,
            "1 Nowhere Lane; Madeup; ZZ99",
        );
        fits("one\ntwo", LineBreaks::Space, Charset::Any, "one two");
        fits(
            "\u{201c}Mum\u{2019}s\u{201d} \u{2013} \u{2022}",
            LineBreaks::Keep,
            Charset::Plain,
            "\"Mum's\" - -",
        );
        fits("caf\u{e9} \u{1f600}", LineBreaks::Keep, Charset::Strict, "caf\u{e9} ?");
    }

    #[test]
    fn counts_as_the_browser_and_the_server_do() {
        assert_eq!(length("a\nb"), 4);
        assert_eq!(length("😀"), 2);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_part_fits(text in "[a-z \\n.😀é]{0,300}", max in 2_usize..60) {
            let parts = split(&text, max);
            prop_assert_eq!(parts.concat(), text.as_str());
            prop_assert!(parts.iter().all(|part| length(part) <= max));
        }
    }
}
