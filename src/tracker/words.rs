//! What people type by hand, as words for comparing.

/// A text as words in lower case with single spaces between: no matter how it was typed, quoted or
/// broken into lines. `template::folded` keeps the marks, of which an option's label may need each.
pub(super) fn words(text: &str) -> String {
    // "Child's" and "D.O.B." are words; any other mark parts words.
    let kept = text.chars().filter(|c| !matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '.' | '-' | '\u{ad}'));
    let spaced: String = kept.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
