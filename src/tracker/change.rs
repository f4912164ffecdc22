//! One change to a tracker's document, all else in it as it was.

use super::{TrackerError, sheet::Sheet};
use crate::word::{Package, Pen, Revision, package::tree};

/// The author of what stopgap writes where Track Changes is on.
const AUTHOR: &str = "stopgap";

/// The document with what `write` writes into it, and what `write` gives. The rest of its text and its
/// other parts are the bytes that they were.
pub(super) fn change<T>(
    bytes: &[u8],
    write: impl FnOnce(&[Sheet<'_, '_>], &mut Pen<'_>) -> Result<T, TrackerError>,
) -> Result<(Vec<u8>, T), TrackerError> {
    let mut package = Package::open(bytes)?;
    let text = package.main_text()?;
    let root = tree(package.main_part(), &text)?;
    let sheets = Sheet::all_in(&root)?;
    let mut pen = Pen::new(&text, Revision::of_typing(&mut package, &root, AUTHOR)?);
    let result = write(&sheets, &mut pen)?;
    Ok((package.with_main_text(&pen.finish())?, result))
}
