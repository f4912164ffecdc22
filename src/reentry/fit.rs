//! Texts made fit for their box: as it takes dates, lines and characters.

use crate::{
    form::Value,
    template::{Charset, Field, Fit, LineBreaks, date},
    word::Written,
};
use jiff::civil::Date;
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

/// A date with its day of the week, to be compared with what the box made of it: "Mon 16 Nov 2026". None for
/// answers of other kinds.
pub fn day_of_week(value: &Value) -> Option<Written> {
    let shown = |day: Date| day.strftime("%a %-d %b %Y").to_string().into();
    match value {
        Value::Date(day) => Some(shown(*day)),
        Value::DateTime(at) => Some(shown(at.date())),
        _ => None,
    }
}

/// A text as its box takes it.
pub struct Fitted {
    pub text: String,
    /// Characters that do not go into the box as they were written, each with what stands in its place; nothing
    /// stands where it is left out.
    pub replaced: Vec<(char, &'static str)>,
    /// Line breaks that became something else.
    pub joined: usize,
    line_breaks: LineBreaks,
}

/// Makes a text fit for its box. Nothing is left out but what no box could show, and line breaks at its end,
/// which no clipboard keeps.
pub fn for_box(text: &str, fit: Fit) -> Fitted {
    let text = text.trim_end_matches(['\n', '\r']);
    let mut replaced = Vec::new();
    let text = match fit.charset {
        Charset::Any => text.to_owned(),
        Charset::Plain | Charset::Strict => {
            let mut plain = String::with_capacity(text.len());
            // What is written as a letter and an accent behind it is one letter on a keyboard.
            for c in text.nfc() {
                let unknown = (fit.charset == Charset::Strict && !is_on_keyboard(c)).then_some("?");
                if let Some(instead) = alike(c).or(spelt(c)).or(unknown) {
                    replaced.push((c, instead));
                    plain.push_str(instead);
                } else {
                    plain.push(c);
                }
            }
            plain
        }
    };
    let joined = |with: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(with)
    };
    let breaks = text.matches('\n').count();
    let (text, joined) = match fit.line_breaks {
        LineBreaks::Keep => (text, 0),
        LineBreaks::Space => (joined(" "), breaks),
        LineBreaks::Semicolon => (joined("; "), breaks),
    };
    Fitted { text, replaced, joined, line_breaks: fit.line_breaks }
}

impl Fitted {
    /// "Changed for this box: … to ..., tab to space; 2 line breaks became spaces"; None when nothing was.
    pub fn changes(&self) -> Option<Written> {
        let mut pairs: Vec<String> = Vec::new();
        for (from, to) in &self.replaced {
            let pair = match *to {
                "" => format!("{} left out", name_of(*from)),
                " " => format!("{} to space", name_of(*from)),
                "\n" => format!("{} to line break", name_of(*from)),
                to => format!("{} to {to}", name_of(*from)),
            };
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        let joined = match (self.joined, self.line_breaks) {
            (0, _) | (_, LineBreaks::Keep) => None,
            (1, LineBreaks::Space) => Some("1 line break became a space".to_owned()),
            (many, LineBreaks::Space) => Some(format!("{many} line breaks became spaces")),
            (1, LineBreaks::Semicolon) => Some("1 line break became a semicolon".to_owned()),
            (many, LineBreaks::Semicolon) => Some(format!("{many} line breaks became semicolons")),
        };
        let pairs = (!pairs.is_empty()).then(|| pairs.join(", "));
        let changes: Vec<String> = pairs.into_iter().chain(joined).collect();
        (!changes.is_empty()).then(|| format!("Changed for this box: {}", changes.join("; ")).into())
    }
}

/// A character as it can be told of: those that cannot be seen have names.
fn name_of(c: char) -> String {
    let name = match c {
        '\t' => "tab",
        '\u{a0}' | '\u{202f}' => "non-breaking space",
        '\u{2000}'..='\u{200a}' => "wide or narrow space",
        '\u{2028}' | '\u{2029}' => "line separator",
        '\u{ad}' => "soft hyphen",
        '\u{2011}' => "non-breaking hyphen",
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => "mark without width",
        c if c.is_control() => "control character",
        c => return c.to_string(),
    };
    name.to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        fits("an end\n\n", LineBreaks::Keep, Charset::Any, "an end");
    }

    #[test]
    fn what_is_changed_is_told() {
        let told = |text: &str, charset, line_breaks| {
            for_box(text, Fit { line_breaks, charset }).changes().map(|words| words.expose().to_owned())
        };
        assert_eq!(
            told("\u{201c}Wait\u{2026} \u{1f600}\u{2026}\u{201d}", Charset::Strict, LineBreaks::Keep)
                .as_deref(),
            Some("Changed for this box: \u{201c} to \", \u{2026} to ..., \u{1f600} to ?, \u{201d} to \"")
        );
        assert_eq!(
            told("a\tb\u{a0}\u{200b}\nc", Charset::Plain, LineBreaks::Space).as_deref(),
            Some(
                "Changed for this box: tab to space, non-breaking space to space, mark without width left out; 1 line break became a space"
            )
        );
        assert_eq!(told("e\u{301} \u{1f600}", Charset::Plain, LineBreaks::Keep), None);
        assert_eq!(told("\u{201c}", Charset::Any, LineBreaks::Keep), None);
    }

    #[test]
    fn a_date_has_its_day_of_the_week() {
        let day = Value::Date(Date::constant(2026, 11, 16));
        assert_eq!(day_of_week(&day).unwrap().expose(), "Mon 16 Nov 2026");
        assert_eq!(day_of_week(&Value::Bool(true)), None);
    }

    proptest! {
        /// What goes into a box is what was written, but for what is told to be replaced.
        #[test]
        fn nothing_is_changed_without_a_word(text in "[ -~\\n\\t“”’–…\u{a0}\u{200b}é½😀]{0,200}") {
            for charset in [Charset::Any, Charset::Plain, Charset::Strict] {
                let fitted = for_box(&text, Fit { line_breaks: LineBreaks::Keep, charset });
                let mut told = fitted.replaced.iter().copied().peekable();
                let replaced = |c: char| match told.next_if(|(from, _)| *from == c) {
                    Some((_, to)) => to.to_owned(),
                    None => c.to_string(),
                };
                let again: String = text.trim_end_matches(['\n', '\r']).chars().map(replaced).collect();
                prop_assert_eq!(again, fitted.text);
            }
        }
    }
}
