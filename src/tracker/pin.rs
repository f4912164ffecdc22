//! The PIN of a child who had none when the work was noted.

use super::{Heading, RowNumber, TrackerError, change::change, sheet::Sheet};
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

/// Writes the PIN that the case system issued into a row of a tracker, in place of "NEW" or of whatever
/// is no PIN. Where nothing is to be written, the bytes are those that came in.
///
/// The rest of the document's text and its other parts stay as they were, byte for byte.
///
/// # Errors
/// When the document is no tracker, has no such row, or the row has no cell of its own for the PIN.
pub fn write_pin(bytes: &[u8], row: RowNumber, pin: &Pin) -> Result<(Vec<u8>, PinWritten), TrackerError> {
    let (written, what) = change(bytes, |sheets, pen| {
        let (sheet, found) = Sheet::with_row(sheets, row)?;
        let cell = sheet.own_cell(found, row, Heading::Pin)?;
        match sheet.text(found, Heading::Pin).and_then(|text| Pin::read(text.expose())) {
            Some(there) if there == *pin => Ok(PinWritten::Same),
            Some(Pin::Issued(_)) => Ok(PinWritten::Another),
            Some(Pin::New) | None => {
                pen.rewrite(cell, pin.written().expose());
                Ok(PinWritten::Done)
            }
        }
    })?;
    Ok((if what == PinWritten::Done { written } else { bytes.to_vec() }, what))
}
