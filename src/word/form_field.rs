//! What the form fields of older Word show: their state is all that there is of it, and no text.

use super::Element;
use std::borrow::Cow;

/// What a field that is a tick box or a list shows, by its `ffData` (ECMA-376 part 1, 17.16.17). The result of a text
/// field is text, as that of other fields.
pub fn shown(field: Element<'_>) -> Option<Cow<'_, str>> {
    field.child("ffData")?.elements().find_map(|kind| match kind.local() {
        b"checkBox" => {
            // What it was before somebody touched it counts only until then.
            let state = kind.child("checked").or_else(|| kind.child("default"));
            Some(if state.is_some_and(Element::is_on) { "\u{2612}" } else { "\u{2610}" }.into())
        }
        b"ddList" => {
            let chosen = kind.child_value("result").or_else(|| kind.child_value("default"));
            let at = chosen.map_or(Some(0), |at| at.parse().ok())?;
            kind.elements().filter(|child| child.is("listEntry")).nth(at)?.attribute("val")
        }
        _ => None,
    })
}
