//! A text in parts that each fit into their box: nothing is cut, nothing is said twice.

/// How long a text is in a box of the browser: UTF-16 units, as `maxlength` counts them, and two for
/// each line break, because a form is sent with CRLF and the server counts what it gets
/// (HTML standard, "form entry list", newline normalisation).
pub fn length(text: &str) -> usize {
    text.chars().map(unit_length).sum()
}

fn unit_length(c: char) -> usize {
    if c == '\n' { 2 } else { c.len_utf16() }
}

/// A number as people read it: "3,812".
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// In a smaller box a mark would take the room of the text.
const LEAST_FOR_MARKS: usize = 60;

/// A text in parts that each fit into `max` UTF-16 units; one part if it fits whole. With marks, each of
/// several parts begins with its number: "(1 of 3) ".
pub fn parts(text: &str, max: Option<usize>, are_marked: bool) -> Vec<String> {
    let max = max.unwrap_or(usize::MAX);
    let whole = split(text, max);
    if whole.len() == 1 || !are_marked || max < LEAST_FOR_MARKS {
        return whole.into_iter().map(str::to_owned).collect();
    }
    let mut count = whole.len();
    loop {
        let parts = split(text, max - mark(count, count).len() - 1);
        if parts.len() <= count {
            let count = parts.len();
            return parts.into_iter().enumerate().map(|(at, part)| marked(at + 1, count, part)).collect();
        }
        count = parts.len();
    }
}

/// The mark of a part: "(1 of 3)".
pub fn mark(part: usize, parts: usize) -> String {
    format!("({part} of {parts})")
}

fn marked(part: usize, parts: usize, text: &str) -> String {
    let space = if text.starts_with('\n') { "" } else { " " };
    format!("{}{space}{text}", mark(part, parts))
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

    #[test]
    fn counts_as_the_browser_and_the_server_do() {
        assert_eq!(length("a\nb"), 4);
        assert_eq!(length("😀"), 2);
    }

    #[test]
    fn parts_say_which_they_are_if_asked_to() {
        let text =
            "One sentence that is not short at all.\nAnother one that is not short either, and a third.";
        assert_eq!(
            parts(text, Some(64), true),
            [
                "(1 of 2) One sentence that is not short at all.",
                "(2 of 2)\nAnother one that is not short either, and a third."
            ]
        );
        assert_eq!(parts("short", Some(60), true), ["short"]);
        assert_eq!(parts("seven words in a row without end", Some(20), true).len(), 2);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_part_fits(text in "[a-z \\n.😀é]{0,300}", max in 2_usize..60) {
            let parts = split(&text, max);
            prop_assert_eq!(parts.concat(), text.as_str());
            prop_assert!(parts.iter().all(|part| length(part) <= max));
            let (_, but_last) = parts.split_last().unwrap();
            let keeps = |part: &&str| !part.ends_with('\n') || part.trim_end_matches('\n').is_empty();
            prop_assert!(but_last.iter().all(keeps), "the clipboard would leave a line break out");
        }

        #[test]
        fn marks_take_nothing_from_the_text(text in "[a-z \\n.😀é]{0,1500}", max in 60_usize..200) {
            let all = parts(&text, Some(max), true);
            prop_assert!(all.iter().all(|part| length(part) <= max));
            let bare = |(at, part): (usize, &String)| {
                let part = part.strip_prefix(&mark(at + 1, all.len())).unwrap_or(part);
                if all.len() > 1 { part.strip_prefix(' ').unwrap_or(part).to_owned() } else { part.to_owned() }
            };
            // A part may begin with a space of its own, which no mark stands before.
            let again: String = all.iter().enumerate().map(bare).collect();
            prop_assert_eq!(again, text);
        }
    }
}
