//! The PIN of a child who had none when the work was noted.

use super::{Heading, RowNumber, TrackerError, change::change, sheet::Sheet};
use crate::form::Pin;

/// Writes the PIN that the case system issued into a row of a tracker, in place of "NEW". A row with
/// another PIN is left as it is: the person sees both, and only they can know which is right.
///
/// The rest of the document's text and its other parts stay as they were, byte for byte.
///
/// # Errors
/// When the document is no tracker, has no such row, or the row has no cell of its own for the PIN.
pub fn write_pin(bytes: &[u8], row: RowNumber, pin: &Pin) -> Result<Vec<u8>, TrackerError> {
    let (written, ()) = change(bytes, |sheets, pen| {
        let (sheet, found) = Sheet::with_row(sheets, row)?;
        let cell = sheet.own_cell(found, row, Heading::Pin)?;
        let there = sheet.text(found, Heading::Pin).and_then(|text| Pin::read(text.expose()));
        if !matches!(there, Some(Pin::Issued(_))) {
            pen.rewrite(cell, pin.written().expose());
        }
        Ok(())
    })?;
    Ok(written)
}
