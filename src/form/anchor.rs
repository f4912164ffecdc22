//! The names by which a field is found again in a document: tags, bookmarks, placeholders.
//!
//! Writer, filler and reader share them, so that they cannot drift apart.

use crate::{
    template::{Choice, Field, FieldId, FieldKind},
    word::{Element, is_showing_placeholder, is_words_own, text::text_without},
};

/// The tag of a field's control.
pub fn tag(field: &FieldId) -> String {
    field.to_string()
}

/// The tag of the control that takes a datetime's time of day.
pub fn time_tag(field: &FieldId) -> String {
    format!("{field}.time")
}

/// The tag of the tick box of the option at this place, from 0: `outcome.NFA`; where the code is not
/// one that a tag can hold as it is, `outcome.option3`.
pub fn option_tag(field: &FieldId, at: usize, choice: &Choice) -> String {
    let is_plain = choice.code.len() <= 30
        && choice.code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        && !choice.code.starts_with("option");
    if is_plain { format!("{field}.{}", choice.code) } else { format!("{field}.option{}", at + 1) }
}

/// The tag of a column's control in each row: `children[].surname`.
pub fn column_tag(table: &FieldId, column: &FieldId) -> String {
    // Word's dialogue takes 64 characters.
    format!("{table}[].{column}").chars().take(64).collect()
}

/// The bookmark round a field's control, or in the heading row of a table. Names of bookmarks know
/// letters, digits and `_` only.
pub fn bookmark(field: &FieldId) -> String {
    format!("sg_{field}")
}

/// Whether a bookmark can be one of ours: documents have many others.
pub fn may_be_ours(bookmark: &str) -> bool {
    bookmark.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("sg"))
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

/// Whether a text is what stands in a control of any kind until somebody writes: ours, or Word's own. A
/// placeholder that is changed one day has to stay known here, or older forms read as if it were an answer.
pub fn is_placeholder(text: &str) -> bool {
    let kinds = [
        FieldKind::Date,
        FieldKind::Time,
        FieldKind::YesNo,
        FieldKind::Number,
        FieldKind::Text,
        FieldKind::Choice(Vec::new()),
    ];
    let text = text.trim();
    kinds.iter().any(|kind| [false, true].iter().any(|is_column| text == placeholder(kind, *is_column)))
        || is_words_own(text)
}

/// Whether a control of a form says that it shows its placeholder, and does. Some programs put a text in and leave
/// the mark: that is an answer. Here it is known which words are placeholders; [`crate::word::is_unwritten`] is for
/// documents that others made.
pub fn is_left_blank(control: Element<'_>) -> bool {
    is_showing_placeholder(control) && {
        let (text, _) = text_without(control.elements(), &|_| false);
        text.is_blank() || is_placeholder(text.expose())
    }
}

/// See [`placeholder`]; for a time of day.
pub const TIME_PLACEHOLDER: &str = "hh:mm";

/// What stands behind the label of a needed answer.
pub const STAR: &str = "\u{a0}*";

/// The label as it is printed: needed answers bear a star.
pub fn printed_label(field: &Field) -> String {
    if field.required == crate::template::Required::Yes {
        format!("{}{STAR}", field.label)
    } else {
        field.label.clone()
    }
}
