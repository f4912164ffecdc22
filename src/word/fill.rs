//! Content put into a control as Word itself puts it in, and nothing else changed.

use super::{Edits, Element, pen::run};

/// The glyphs of a ticked and an unticked box, as our own controls name them (`w14:checkedState`).
const TICKED: char = '\u{2612}';
const UNTICKED: char = '\u{2610}';

/// Writes a text into a control in place of its placeholder or of what stood there.
pub fn write(control: Element<'_>, text: &str, edits: &mut Edits<'_>) {
    drop_placeholder(control, edits);
    if let Some(content) = control.child("sdtContent") {
        edits.replace(content.inner(), run(control.prefix(), "", text));
    }
}

/// Writes a day into a date control: `shown` on the page, `iso` (`yyyy-mm-dd`) for the calendar.
pub fn pick_date(control: Element<'_>, shown: &str, iso: &str, edits: &mut Edits<'_>) {
    write(control, shown, edits);
    if let Some(date) = control.child("sdtPr").and_then(|properties| properties.child("date")) {
        let name_end = date.range().start + 1 + date.name().len();
        if date.attribute("fullDate").is_none() {
            edits.insert(name_end, format!(" w:fullDate=\"{iso}T00:00:00Z\""));
        }
    }
}

/// Ticks a box, or takes the tick away.
pub fn tick(control: Element<'_>, on: bool, edits: &mut Edits<'_>) {
    let state = control
        .child("sdtPr")
        .and_then(|properties| properties.child("checkbox"))
        .and_then(|tick_box| tick_box.child("checked"));
    if let Some(state) = state {
        edits.replace(state.range(), format!("<{name} w14:val=\"{}\"/>", u8::from(on), name = state.name()));
    }
    let glyph = control.descendants().filter(|e| e.is("t")).last();
    if let Some(glyph) = glyph {
        edits.replace(glyph.inner(), if on { TICKED } else { UNTICKED });
    }
}

/// Takes away what says that the control shows its placeholder.
fn drop_placeholder(control: Element<'_>, edits: &mut Edits<'_>) {
    if let Some(flag) = control.child("sdtPr").and_then(|properties| properties.child("showingPlcHdr")) {
        edits.replace(flag.range(), "");
    }
}
