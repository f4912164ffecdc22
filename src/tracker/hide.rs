//! Hiding: the rows of a record that turned out to be restricted say no more whose they are.

use super::{
    Heading, RowNumber, Tracker,
    add::HIDDEN,
    change::{Changed, change},
    sheet::Sheet,
};
use crate::form::FormNumber;

/// Takes all that tells of the child and of the work out of the rows of a tracker that `choose` picks. What
/// stays is that there is a restricted record, when it was recorded and entered, and the form's number. Gives
/// the rows.
///
/// It is gone for good, also where Track Changes is on; the rest of the document stays as it was, byte for byte.
///
/// # Errors
/// When the document is no tracker, or a cell of a row is merged with one of another row: what is written there
/// belongs to both.
pub fn hide(
    bytes: &[u8],
    choose: impl FnOnce(&Tracker) -> Vec<RowNumber>,
    number: Option<FormNumber>,
) -> Changed<Vec<RowNumber>> {
    let (hidden, rows) = change(bytes, |page, pen| {
        let rows = choose(&Tracker::of(page));
        for row in &rows {
            let found = Sheet::with_row(&page.sheets, *row)?;
            for cell in &found.row.cells {
                let heading = found.sheet.heading_over(cell);
                if matches!(heading, Some(Heading::Recorded | Heading::Entered)) {
                    continue;
                }
                if cell.is_merged() {
                    let heading = heading.unwrap_or(Heading::Nature);
                    return Err(super::TrackerError::Merged { row: *row, heading });
                }
                let is_first = heading.is_some_and(|heading| {
                    found.cell(heading).is_some_and(|first| first.column == cell.column)
                });
                let text = match heading.filter(|_| is_first) {
                    Some(Heading::Pin | Heading::Child) => HIDDEN.to_owned(),
                    Some(Heading::Restricted) => "x".to_owned(),
                    Some(Heading::Nature) => number.map_or(String::new(), |number| format!("({number})")),
                    _ => String::new(),
                };
                pen.wipe(cell, &text);
            }
        }
        Ok(rows)
    })?;
    Ok((if rows.is_empty() { bytes.to_vec() } else { hidden }, rows))
}
