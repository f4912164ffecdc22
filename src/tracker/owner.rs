//! Who keeps a tracker: "Your Name" and "Team Name", above the headings.

use super::{sheet::Sheet, words::words};
use crate::word::{
    Element, Written,
    table::{Row, row},
    text::text_of,
};

/// What was written beside a label that stands above the first headings: in the next cell, or behind
/// the label itself.
pub(super) fn written_beside(root: Element<'_>, sheets: &[Sheet<'_>], label: &str) -> Option<Written> {
    let end = sheets.first()?.headings().element.range().start;
    let above = |name: &'static str| {
        let elements = root.descendants().take_while(move |element| element.range().start < end);
        elements.filter(move |element| element.is(name) && element.range().end <= end)
    };
    let mut rows = above("tr").map(row);
    let mut paragraphs = above("p").map(|paragraph| text_of([paragraph]).0);
    rows.find_map(|row| beside(&row, label)).or_else(|| paragraphs.find_map(|text| behind(&text, label)))
}

fn beside(row: &Row<'_>, label: &str) -> Option<Written> {
    let cells = row.cells.windows(2).find(|cells| words(cells[0].text().expose()) == label)?;
    trimmed(cells[1].text().expose())
}

fn behind(paragraph: &Written, label: &str) -> Option<Written> {
    let (before, behind) = paragraph.expose().split_once(':')?;
    (words(before) == label).then(|| trimmed(behind))?
}

fn trimmed(text: &str) -> Option<Written> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.into())
}
