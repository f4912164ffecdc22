//! The PIN of a child who had none when the work was noted.

use super::{
    Heading, RowNumber, Tracker,
    change::{Changed, change},
    sheet::Sheet,
};
use crate::form::Pin;

/// What became of a PIN that was to be written into a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinWritten {
    Done,
    /// It stands there already.
    Same,
    /// Another one stands there: a person has to look at both, only they can know which is right.
    Another,
}

/// Writes the PIN that the case system issued into the row of a tracker that `choose` picks, in place of
/// "NEW" or of whatever is no PIN. Where nothing is to be written, the bytes are those that came in.
///
/// The rest of the document's text and its other parts stay as they were, byte for byte.
///
/// # Errors
/// When the document is no tracker, has no such row, or the row has no cell of its own for the PIN.
pub fn write_pin(
    bytes: &[u8],
    choose: impl FnOnce(&Tracker) -> Option<RowNumber>,
    pin: &Pin,
) -> Changed<Option<(RowNumber, PinWritten)>> {
    let (written, what) = change(bytes, |page, pen| {
        let Some(row) = choose(&Tracker::of(page)) else { return Ok(None) };
        let found = Sheet::with_row(&page.sheets, row)?;
        let cell = found.own_cell(row, Heading::Pin)?;
        let what = match found.text(Heading::Pin).and_then(|text| Pin::read(text.expose())) {
            Some(there) if there == *pin => PinWritten::Same,
            Some(Pin::Issued(_)) => PinWritten::Another,
            Some(Pin::New) | None => {
                pen.rewrite(cell, pin.written().expose());
                PinWritten::Done
            }
        };
        Ok(Some((row, what)))
    })?;
    let is_written = matches!(what, Some((_, PinWritten::Done)));
    Ok((if is_written { written } else { bytes.to_vec() }, what))
}
