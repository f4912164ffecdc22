//! The names by which a field is found again in a document: tags, bookmarks, placeholders.
//!
//! Writer, filler and reader share them, so that they cannot drift apart.

use crate::template::{Choice, Field, FieldId, FieldKind};

/// The tag of a field's control.
pub fn tag(field: &FieldId) -> String {
    field.to_string()
}

/// The tag of the control that takes a datetime's time of day.
pub fn time_tag(field: &FieldId) -> String {
    format!("{field}.time")
}

/// The tag of one option's tick box: `outcome.NFA`. What a code cannot bring into a tag becomes `_`;
/// Word's dialogue takes 64 characters.
pub fn option_tag(field: &FieldId, choice: &Choice) -> String {
    let code: String =
        choice.code.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    let tag = format!("{field}.{code}");
    tag.chars().take(64).collect()
}

/// The tag of a column's control in each row: `children[].surname`.
pub fn column_tag(table: &FieldId, column: &FieldId) -> String {
    format!("{table}[].{column}")
}

/// The bookmark round a field's control, or in the heading row of a table. Names of bookmarks know
/// letters, digits and `_` only.
pub fn bookmark(field: &FieldId) -> String {
    format!("sg_{field}")
}

/// The bookmark round the control of a datetime's time of day.
pub fn time_bookmark(field: &FieldId) -> String {
    format!("sgt_{field}")
}

/// The bookmark round the tick box of the option at this place, from 0.
pub fn option_bookmark(field: &FieldId, option: usize) -> String {
    format!("sg{}_{field}", option + 1)
}

/// What stands in a control until somebody writes. LibreOffice forgets that it is a placeholder, so the
/// reader compares. In a table, and on paper, long words would be in the way.
pub fn placeholder(kind: &FieldKind, is_column: bool) -> &'static str {
    match kind {
        FieldKind::Date | FieldKind::Datetime => "dd/mm/yyyy",
        FieldKind::Time => TIME_PLACEHOLDER,
        FieldKind::Choice(_) if is_column => "Choose",
        FieldKind::Choice(_) => "Choose one",
        FieldKind::YesNo => "Yes or No",
        FieldKind::Tick | FieldKind::Choices(_) | FieldKind::Table(_) => "",
        _ if is_column => "\u{2026}",
        FieldKind::Number => "Number",
        _ => "Click here to write",
    }
}

/// See [`placeholder`]; for a time of day.
pub const TIME_PLACEHOLDER: &str = "hh:mm";

/// The label as it is printed: needed answers bear a star.
pub fn printed_label(field: &Field) -> String {
    if field.required == crate::template::Required::Yes {
        format!("{}\u{a0}*", field.label)
    } else {
        field.label.clone()
    }
}
