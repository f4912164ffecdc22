//! One change to a tracker's document, all else in it as it was.

use super::{TrackerError, sheet::Sheet};
use crate::word::{
    Element, Package, Pen, Revision, Tree,
    package::{all_was_read, tree},
};

/// The author of what stopgap writes where Track Changes is on.
const AUTHOR: &str = "stopgap";

/// A document after a change, and what came of it.
pub type Changed<T> = Result<(Vec<u8>, T), TrackerError>;

/// A tracker's document as it stands before a change.
pub(super) struct Page<'t> {
    pub root: Element<'t>,
    pub sheets: Vec<Sheet<'t>>,
}

impl<'t> Page<'t> {
    pub fn of(tree: &'t Tree<'t>) -> Result<Self, TrackerError> {
        let root = tree.root();
        Ok(Self { root, sheets: Sheet::all_in(root)? })
    }
}

/// The document with what `write` writes into it, and what `write` gives. The rest of its text and its
/// other parts are the bytes that they were.
pub(super) fn change<T>(
    bytes: &[u8],
    write: impl FnOnce(&Page<'_>, &mut Pen<'_>) -> Result<T, TrackerError>,
) -> Changed<T> {
    let mut package = Package::open(bytes)?;
    let text = package.main_text()?;
    let tree = tree(package.main_part(), &text)?;
    let page = Page::of(&tree)?;
    let mut pen = Pen::new(&text, Revision::of_typing(&mut package, page.root, AUTHOR)?);
    let result = write(&page, &mut pen)?;
    let main = package.main_part().to_owned();
    // Before that, also what was written into a blank cell could stand in one that says something.
    all_was_read(&main, &tree)?;
    Ok((package.with_edits(&main, pen.into_edits())?, result))
}
