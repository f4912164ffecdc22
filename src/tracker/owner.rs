//! Who keeps a tracker: "Your Name" and "Team Name", above the headings.

use super::{sheet::Sheet, words::words};
use crate::word::{Element, Written, table::tables, text::text_of};

/// What was written beside a label that stands above the first headings: in the next cell, or behind
/// the label itself.
pub(super) fn written_beside(root: Element<'_>, sheets: &[Sheet<'_>], label: &str) -> Option<Written> {
    let end = sheets.first()?.headings().element.range().start;
    beside_in_table(root, label, end).or_else(|| behind_in_paragraph(root, label, end))
}

fn beside_in_table(root: Element<'_>, label: &str, end: usize) -> Option<Written> {
    let tables = tables(root);
    let rows = tables.iter().flat_map(|table| &table.rows).filter(|row| row.element.range().end <= end);
    rows.flat_map(|row| row.cells.windows(2))
        .find(|cells| words(cells[0].text().expose()) == label)
        .and_then(|cells| trimmed(cells[1].text().expose()))
}

fn behind_in_paragraph(root: Element<'_>, label: &str, end: usize) -> Option<Written> {
    let paragraphs = root.descendants().filter(|e| e.local() == "p" && e.range().end <= end);
    paragraphs.map(|paragraph| text_of([paragraph]).0).find_map(|text| {
        let (before, behind) = text.expose().split_once(':')?;
        (words(before) == label).then(|| trimmed(behind))?
    })
}

fn trimmed(text: &str) -> Option<Written> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.into())
}
