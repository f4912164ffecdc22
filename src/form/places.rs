//! The places of a form in a document: by tag, by bookmark, by label.

use super::{anchor, completed::Anchor};
use crate::{
    template::{Field, folded},
    word::{
        Content, Element,
        control::{Control, ControlKind, bookmarked, content_of, controls},
        table::{Row, Table, tables},
    },
};
use std::collections::BTreeMap;

/// A field's content and by what it was found.
pub type Located = (Vec<Content>, Anchor);

/// The places of one document, found once.
pub struct Places<'t, 'a> {
    root: &'t Element<'a>,
    by_tag: BTreeMap<String, Vec<Control<'t, 'a>>>,
    pub tables: Vec<Table<'t, 'a>>,
}

impl<'t, 'a> Places<'t, 'a> {
    pub fn new(root: &'t Element<'a>) -> Self {
        let mut by_tag: BTreeMap<String, Vec<Control<'t, 'a>>> = BTreeMap::new();
        for control in controls(root) {
            if let Some(tag) = control.tag() {
                by_tag.entry(tag.into_owned()).or_default().push(control);
            }
        }
        Self { root, by_tag, tables: tables(root) }
    }

    /// What stands to the right of a label.
    pub fn beside(&self, label: &str) -> Option<Vec<&'t Element<'a>>> {
        let label = folded(label);
        let rows = self.tables.iter().flat_map(|table| &table.rows).filter(|row| !row.deleted);
        let mut beside = rows.filter_map(|row| {
            let [left, right] = &row.cells[..] else { return None };
            let first = left.element.elements().find(|e| e.local() != "tcPr")?;
            (folded(content_of([first]).text.expose()) == label).then(|| right.element.elements().collect())
        });
        let found = beside.next();
        // Two fields with one label: neither place can be trusted.
        if beside.next().is_some() { None } else { found }
    }

    /// What the controls with this tag hold, or, where there are none, what stands between these bookmarks.
    pub fn by_tag_or_bookmark(&self, tag: &str, bookmark: &str) -> Option<Located> {
        if let Some(controls) = self.by_tag.get(tag) {
            return Some((controls.iter().map(Control::content).collect(), Anchor::Tag));
        }
        let between = bookmarked(self.root, bookmark)?;
        Some((vec![content_of(between)], Anchor::Bookmark))
    }

    /// The table of a field and its heading row.
    pub fn table(&self, field: &Field, columns: &[Field]) -> Option<(usize, usize, Anchor)> {
        let tables = || self.tables.iter().enumerate();
        let tag = anchor::tag(&field.id);
        let by_tag = tables().find(|(_, table)| {
            controls(table.element)
                .iter()
                .any(|c| c.kind == ControlKind::RepeatingSection && c.tag().is_some_and(|t| t == tag))
        });
        if let Some((at, _)) = by_tag {
            return Some((at, 0, Anchor::Tag));
        }
        let bookmark = anchor::bookmark(&field.id);
        let by_bookmark = tables().find(|(_, table)| {
            table.element.descendants().any(|e| {
                e.local() == "bookmarkStart"
                    && e.attribute("name").is_some_and(|n| n.eq_ignore_ascii_case(&bookmark))
            })
        });
        if let Some((at, _)) = by_bookmark {
            return Some((at, 0, Anchor::Bookmark));
        }
        let is_heading = |row: &Row<'_, '_>| {
            row.cells.len() == columns.len()
                && row.cells.iter().zip(columns).all(|(cell, column)| {
                    folded(cell.text().expose()) == folded(&anchor::printed_label(column))
                })
        };
        let mut by_heading = tables()
            .filter_map(|(at, table)| Some((at, table.rows.iter().position(is_heading)?, Anchor::Label)));
        let found = by_heading.next();
        if by_heading.next().is_some() { None } else { found }
    }
}
