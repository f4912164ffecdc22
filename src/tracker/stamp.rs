//! Stamping: the day of entry, written into one row.

use super::{AUTHOR, Entered, Heading, RowNumber, TrackerError, sheet::Sheet};
use crate::{
    form::date::show_date,
    word::{Edits, Package, Revision, package::tree, splice::write_in_cell},
};

/// Writes the day of entry into a row of a tracker, as `dd/mm/yyyy`.
///
/// One cell of the document changes; the rest of its text and its other parts stay as they were, byte
/// for byte.
///
/// # Errors
/// When the document is no tracker, has no such row, or the row is already stamped or has no cell of
/// its own for the day.
pub fn stamp(bytes: &[u8], row: RowNumber, entered: &Entered) -> Result<Vec<u8>, TrackerError> {
    let mut package = Package::open(bytes)?;
    let text = package.main_text()?;
    let root = tree(package.main_part(), &text)?;
    let sheets = Sheet::all_in(&root)?;
    let mut work = sheets.iter().flat_map(|sheet| sheet.work().map(move |row| (sheet, row)));
    let Some((sheet, found)) = work.nth(row.index()) else {
        let rows = sheets.iter().map(|sheet| sheet.work().count()).sum();
        return Err(TrackerError::NoRow { row, rows });
    };
    let cell = sheet.cell(found, Heading::Entered).filter(|cell| !cell.continues);
    let cell = cell.ok_or(TrackerError::Merged(row))?;
    if sheet.text(found, Heading::Entered).is_some() {
        return Err(TrackerError::AlreadyStamped(row));
    }
    let mut edits = Edits::new(&text);
    let mut revision = Revision::of_typing(&mut package, &root, AUTHOR)?;
    write_in_cell(&mut edits, cell, &show_date(entered.date()), &mut revision);
    Ok(package.with_main_text(&edits.finish())?)
}
