//! A new PIN, written over NEW in the row of a child who had none.

use super::{Heading, RowNumber, TrackerError, sheet::Sheet};
use crate::{
    template::folded,
    word::{Edits, Package, Written, package::tree, xml::escaped},
};

/// Writes the PIN that the case system has given to a child into the row, in place of NEW. A row that
/// bears another PIN is left as it is: then the document comes back unchanged.
///
/// # Errors
/// When the document is no tracker or has no such row.
pub fn write_pin(bytes: &[u8], row: RowNumber, pin: &Written) -> Result<Vec<u8>, TrackerError> {
    let mut package = Package::open(bytes)?;
    let text = package.main_text()?;
    let root = tree(package.main_part(), &text)?;
    let sheets = Sheet::all_in(&root)?;
    let mut work = sheets.iter().flat_map(|sheet| sheet.work().map(move |row| (sheet, row)));
    let Some((sheet, found)) = work.nth(row.index()) else {
        let rows = sheets.iter().map(|sheet| sheet.work().count()).sum();
        return Err(TrackerError::NoRow { row, rows });
    };
    let is_new = sheet.text(found, Heading::Pin).is_some_and(|text| folded(text.expose()) == "new");
    let Some(cell) = sheet.cell(found, Heading::Pin).filter(|_| is_new) else { return Ok(bytes.to_owned()) };
    let mut edits = Edits::new(&text);
    // Word may have split NEW over several runs: the first takes the PIN, the others are emptied.
    let texts = cell.element.descendants().filter(|e| e.local() == "t" && !e.is_empty_tag());
    for (at, run) in texts.enumerate() {
        edits.replace(run.inner.clone(), if at == 0 { escaped(pin.expose().trim()) } else { String::new() });
    }
    Ok(package.with_main_text(&edits.finish())?)
}
