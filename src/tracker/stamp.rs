//! Stamping: the day of entry, written into one row.

use super::{
    Entered, Heading, RowNumber, Tracker, TrackerError,
    change::{Changed, change},
    row::is_day,
    sheet::Sheet,
};
use crate::template::date::show_date;

/// Writes the day of entry into the row of a tracker that `choose` picks, as `dd/mm/yyyy`, and says which
/// row it was. Where it picks none, the bytes are those that came in.
///
/// The row is picked among those that stand there now: between reading a tracker and writing into it,
/// somebody may have put a row above.
///
/// One cell of the document changes; the rest of its text and its other parts stay as they were, byte
/// for byte.
///
/// # Errors
/// When the document is no tracker, has no such row, or the row is already stamped, says something else
/// where the day goes, or has no cell of its own for it.
pub fn stamp(
    bytes: &[u8],
    choose: impl FnOnce(&Tracker) -> Option<RowNumber>,
    entered: &Entered,
) -> Changed<Option<RowNumber>> {
    let (stamped, row) = change(bytes, |page, pen| {
        let Some(row) = choose(&Tracker::of(page)) else { return Ok(None) };
        let found = Sheet::with_row(&page.sheets, row)?;
        let cell = found.own_cell(row, Heading::Entered)?;
        match found.text(Heading::Entered) {
            Some(text) if is_day(text) => return Err(TrackerError::AlreadyStamped(row)),
            Some(_) => return Err(TrackerError::NotADay(row)),
            None => {}
        }
        pen.write(cell, &show_date(entered.date()));
        Ok(Some(row))
    })?;
    Ok((if row.is_some() { stamped } else { bytes.to_vec() }, row))
}
