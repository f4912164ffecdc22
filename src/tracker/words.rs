//! What people type by hand, as words for comparing.

/// A text as words in lower case with single spaces between: no matter how it was typed, quoted or
/// broken into lines. `template::folded` keeps the marks, of which an option's label may need each.
pub(super) fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for c in text.trim_end_matches(|c: char| !c.is_alphanumeric()).chars() {
        match c {
            // "Child's" and "D.O.B." are words; any other mark parts words.
            '\'' | '\u{2018}' | '\u{2019}' | '.' | '-' | '\u{ad}' => {}
            _ if c.is_alphanumeric() => words.extend(c.to_lowercase()),
            _ if words.is_empty() || words.ends_with(' ') => {}
            _ => words.push(' '),
        }
    }
    words
}
