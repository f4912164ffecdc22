//! Stamping: the day of entry, written into one row.

use super::{Entered, Heading, RowNumber, TrackerError, change::change, sheet::Sheet};
use crate::template::date::show_date;

/// Writes the day of entry into a row of a tracker, as `dd/mm/yyyy`.
///
/// One cell of the document changes; the rest of its text and its other parts stay as they were, byte
/// for byte.
///
/// # Errors
/// When the document is no tracker, has no such row, or the row is already stamped or has no cell of
/// its own for the day.
pub fn stamp(bytes: &[u8], row: RowNumber, entered: &Entered) -> Result<Vec<u8>, TrackerError> {
    let (stamped, ()) = change(bytes, |sheets, pen| {
        let (sheet, found) = Sheet::with_row(sheets, row)?;
        let cell = sheet.own_cell(found, row, Heading::Entered)?;
        if sheet.text(found, Heading::Entered).is_some() {
            return Err(TrackerError::AlreadyStamped(row));
        }
        pen.write(cell, &show_date(entered.date()));
        Ok(())
    })?;
    Ok(stamped)
}
