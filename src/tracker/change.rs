//! One change to a tracker's document, all else in it as it was.

use super::{TrackerError, sheet::Sheet};
use crate::word::{Element, Package, Pen, Revision, package::tree};

/// The author of what stopgap writes where Track Changes is on.
const AUTHOR: &str = "stopgap";

/// A document after a change, and what came of it.
pub type Changed<T> = Result<(Vec<u8>, T), TrackerError>;

/// A tracker's document as it stands before a change.
pub(super) struct Page<'t, 'a> {
    pub root: &'t Element<'a>,
    pub sheets: Vec<Sheet<'t, 'a>>,
}

/// The document with what `write` writes into it, and what `write` gives. The rest of its text and its
/// other parts are the bytes that they were.
pub(super) fn change<T>(
    bytes: &[u8],
    write: impl FnOnce(&Page<'_, '_>, &mut Pen<'_>) -> Result<T, TrackerError>,
) -> Changed<T> {
    let mut package = Package::open(bytes)?;
    let text = package.main_text()?;
    let root = tree(package.main_part(), &text)?;
    let page = Page { sheets: Sheet::all_in(&root)?, root: &root };
    let mut pen = Pen::new(&text, Revision::of_typing(&mut package, &root, AUTHOR)?);
    let result = write(&page, &mut pen)?;
    Ok((package.with_main_text(&pen.finish())?, result))
}
