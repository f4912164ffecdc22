//! The words that stand in a control until somebody writes.

use super::Element;

/// Whether this is a control that shows its placeholder: then its text is ours or Word's, not a person's.
pub fn is_showing_placeholder(control: Element<'_>) -> bool {
    control.is("sdt") && control.child("sdtPr").is_some_and(|properties| properties.switch("showingPlcHdr"))
}
