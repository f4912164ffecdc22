//! The words that stand in a control until somebody writes.

use super::{Element, text::text_without};

/// What Word shows where a control has no placeholder of its own.
const OWN: [&str; 6] = [
    "Click or tap here to enter text.",
    "Click here to enter text.",
    "Choose an item.",
    "Click or tap to enter a date.",
    "Click here to enter a date.",
    "Choose a building block.",
];

/// The style that Word gives to a placeholder, and takes away when somebody writes.
const STYLE: &str = "PlaceholderText";

/// Whether this is a control that says of itself that it shows its placeholder. Some programs put a text in and leave
/// that mark: see [`is_unwritten`].
pub fn is_showing_placeholder(control: Element<'_>) -> bool {
    control.is("sdt") && control.child("sdtPr").is_some_and(|properties| properties.switch("showingPlcHdr"))
}

/// Whether a control says that it shows its placeholder, and holds nothing that a person can have written.
pub fn is_unwritten(control: Element<'_>) -> bool {
    is_showing_placeholder(control) && holds_placeholder(control.elements())
}

/// Whether what stands in a control that bears the mark is blank, or looks like a placeholder: it is one of Word's own,
/// stands in square brackets as those of Word's templates do, or all of it has the style of placeholders and no digit
/// in it. Programs that put in a day leave the style as well.
pub fn holds_placeholder<'t>(elements: impl Iterator<Item = Element<'t>> + Clone) -> bool {
    let (text, _) = text_without(elements.clone(), &|_| false);
    let is_bracketed = |text: &str| text.starts_with('[') && text.ends_with(']');
    if text.is_blank() || is_words_own(text.expose()) || is_bracketed(text.expose().trim()) {
        return true;
    }
    let (others, _) = text_without(elements, &has_style);
    others.is_blank() && !text.expose().contains(|c: char| c.is_ascii_digit())
}

/// Whether a text is what Word shows where a control has no placeholder of its own, or lost it.
pub fn is_words_own(text: &str) -> bool {
    OWN.contains(&text.trim())
}

fn has_style(element: Element<'_>) -> bool {
    let style = || element.child("rPr")?.child_value("rStyle");
    element.is("r") && style().is_some_and(|style| style == STYLE)
}
