//! Stamping: the day of entry, written into one row.

use super::{Entered, Heading, RowNumber, TrackerError, change::change, row::is_day, sheet::Sheet};
use crate::template::date::show_date;

/// Writes the day of entry into a row of a tracker, as `dd/mm/yyyy`.
///
/// One cell of the document changes; the rest of its text and its other parts stay as they were, byte
/// for byte.
///
/// # Errors
/// When the document is no tracker, has no such row, or the row is already stamped, says something else
/// where the day goes, or has no cell of its own for it.
pub fn stamp(bytes: &[u8], row: RowNumber, entered: &Entered) -> Result<Vec<u8>, TrackerError> {
    let (stamped, ()) = change(bytes, |sheets, pen| {
        let (sheet, found) = Sheet::with_row(sheets, row)?;
        let cell = sheet.own_cell(found, row, Heading::Entered)?;
        match sheet.text(found, Heading::Entered) {
            Some(text) if is_day(&text) => return Err(TrackerError::AlreadyStamped(row)),
            Some(_) => return Err(TrackerError::NotADay(row)),
            None => {}
        }
        pen.write(cell, &show_date(entered.date()));
        Ok(())
    })?;
    Ok(stamped)
}
