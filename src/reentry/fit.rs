//! Texts made fit for their box: as it takes dates, lines and characters, and split where they are too long.

use crate::{
    form::Value,
    template::{Charset, Field, Fit, LineBreaks, date},
    word::Written,
};
use unicode_normalization::UnicodeNormalization;

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

/// A text as its box takes it.
pub struct Fitted {
    pub text: String,
    /// Characters that the person will miss, each with what stands in its place.
    pub replaced: Vec<(char, &'static str)>,
}

/// Makes a text fit for its box. Nothing is left out but what no box could show.
pub fn for_box(text: &str, fit: Fit) -> Fitted {
    let mut replaced = Vec::new();
    let text = match fit.charset {
        Charset::Any => text.to_owned(),
        Charset::Plain | Charset::Strict => {
            let mut plain = String::with_capacity(text.len());
            // What is written as a letter and an accent behind it is one letter on a keyboard.
            for c in text.nfc() {
                let spelt =
                    spelt(c).or((fit.charset == Charset::Strict && !is_on_keyboard(c)).then_some("?"));
                match (alike(c), spelt) {
                    (Some(alike), _) => plain.push_str(alike),
                    (None, Some(spelt)) => {
                        replaced.push((c, spelt));
                        plain.push_str(spelt);
                    }
                    (None, None) => plain.push(c),
                }
            }
            plain
        }
    };
    let joined = |with: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(with)
    };
    let text = match fit.line_breaks {
        LineBreaks::Keep => text,
        LineBreaks::Space => joined(" "),
        LineBreaks::Semicolon => joined("; "),
    };
    Fitted { text, replaced }
}

impl Fitted {
    /// "2 characters were replaced: … by ..., ½ by 1/2"; None when none was.
    pub fn replaced_words(&self) -> Option<Written> {
        let mut pairs: Vec<String> = Vec::new();
        for (from, to) in &self.replaced {
            let pair = format!("{from} by {to}");
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        let count = match self.replaced.len() {
            0 => return None,
            1 => "1 character was".to_owned(),
            many => format!("{many} characters were"),
        };
        Some(format!("{count} replaced: {}", pairs.join(", ")).into())
    }
}

/// What a keyboard has for a typographic character, and what looks the same.
fn alike(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' => "'",
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2022}' | '\u{00b7}' => "-",
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\t' => " ",
        '\u{2028}' | '\u{2029}' => "\n",
        // They have no width; some of them Word puts in by itself.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => "",
        _ => return None,
    })
}

/// What is typed for a character that no keyboard has.
fn spelt(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{2026}' => "...",
        '\u{bc}' => "1/4",
        '\u{bd}' => "1/2",
        '\u{be}' => "3/4",
        '\u{2153}' => "1/3",
        '\u{2154}' => "2/3",
        '\u{d7}' => "x",
        '\u{2192}' => "->",
        '\u{2190}' => "<-",
        _ => return None,
    })
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
/// The parts joined are the text: nothing is cut, nothing added. A line break begins a part and never
/// ends one: at the end of what is copied the clipboard leaves it out, and two lines would become one.
pub fn split(text: &str, max: usize) -> Vec<&str> {
    let max = max.max(2);
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let full = fitting(rest, max);
        if full.len() == rest.len() {
            parts.push(rest);
            return parts;
        }
        let at = if rest[full.len()..].starts_with('\n') { full.len() } else { break_in(full) };
        let at = match full[..at].trim_end_matches('\n').len() {
            // Nothing but line breaks.
            0 => at,
            before => before,
        };
        let (part, after) = rest.split_at(at);
        parts.push(part);
        rest = after;
    }
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

/// Where to break a stretch that is full: at its last paragraph, behind its last sentence or word. A
/// break in the first third would leave a box nearly empty, so a later one of a lesser kind is taken.
fn break_in(full: &str) -> usize {
    let least = full.len() / 3;
    let sentences = [". ", "? ", "! "];
    let candidates = [
        full.rfind("\n\n").or_else(|| full.rfind('\n')),
        sentences.iter().filter_map(|end| full.rfind(end).map(|at| at + end.len())).max(),
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
        check("First paragraph.\n\nSecond one.", 22, &["First paragraph.", "\n\nSecond one."]);
        check("Ann\nBob", 7, &["Ann", "\nBob"]);
        check("One sentence. Another one.", 20, &["One sentence. ", "Another one."]);
        check("seven words in a row without end", 14, &["seven words ", "in a row ", "without end"]);
        check("unbreakable", 5, &["unbre", "akabl", "e"]);
    }

    #[track_caller]
    fn fits(text: &str, line_breaks: LineBreaks, charset: Charset, expected: &str) {
        assert_eq!(for_box(text, Fit { line_breaks, charset }).text, expected);
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
        fits("cafe\u{301}\u{200b} \u{bd}\u{2026}", LineBreaks::Keep, Charset::Plain, "caf\u{e9} 1/2...");
    }

    #[test]
    fn what_is_replaced_is_told() {
        let told = |text: &str, charset| {
            let fit = Fit { charset, ..Fit::default() };
            for_box(text, fit).replaced_words().map(|words| words.expose().to_owned())
        };
        let strict = told("\u{201c}Wait\u{2026} \u{1f600}\u{2026}\u{201d}", Charset::Strict);
        assert_eq!(strict.as_deref(), Some("3 characters were replaced: \u{2026} by ..., \u{1f600} by ?"));
        assert_eq!(told("\u{201c}Mum\u{2019}s\u{201d} e\u{301}\u{a0}", Charset::Strict), None);
        assert_eq!(told("\u{1f600}", Charset::Plain), None);
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
            let (_, but_last) = parts.split_last().unwrap();
            let keeps = |part: &&str| !part.ends_with('\n') || part.trim_end_matches('\n').is_empty();
            prop_assert!(but_last.iter().all(keeps), "{parts:?}");
        }
    }
}
