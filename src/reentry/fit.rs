//! Texts that are too long for their box, split where a reader would pause.

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
