//! The places of a document where answers can stand, found in one walk: controls, bookmarks, labels, tables.

use super::{
    anchor,
    completed::Anchor,
    table::{self, TablePlace},
};
use crate::{
    template::{Field, folded},
    word::{
        Element, Node,
        control::{Control, ControlKind, bookmarks, content_of},
        table::{Table, tables},
    },
};
use std::collections::HashMap;

/// The places of one document.
pub struct Places<'t, 'a> {
    by_tag: HashMap<String, Vec<Place<'t, 'a>>>,
    by_bookmark: HashMap<String, Place<'t, 'a>>,
    /// The cell to the right of each label; None where two labels are the same: neither can be trusted.
    by_label: HashMap<String, Option<&'t Element<'a>>>,
    pub tables: Vec<Table<'t, 'a>>,
    /// The tables in which a field's rows, or their marks, stand: by the tag or the bookmark.
    table_tags: HashMap<String, Vec<usize>>,
    table_bookmarks: HashMap<String, usize>,
}

/// Where an answer may stand.
#[derive(Clone)]
pub struct Place<'t, 'a> {
    pub elements: Vec<&'t Element<'a>>,
    /// The cell of a table that it is in: people write behind a box as well.
    pub cell: Option<&'t Element<'a>>,
}

/// What the walk comes through.
#[derive(Clone, Copy, Default)]
struct Around<'t, 'a> {
    cell: Option<&'t Element<'a>>,
    /// The start of the innermost table.
    table: Option<usize>,
}

impl<'t, 'a> Places<'t, 'a> {
    pub fn new(root: &'t Element<'a>) -> Self {
        let tables = tables(root);
        let mut places = Self {
            by_tag: HashMap::new(),
            by_bookmark: HashMap::new(),
            by_label: HashMap::new(),
            tables: Vec::new(),
            table_tags: HashMap::new(),
            table_bookmarks: HashMap::new(),
        };
        let numbers: HashMap<usize, usize> =
            tables.iter().enumerate().map(|(at, table)| (table.element.range.start, at)).collect();
        let mut marks = HashMap::new();
        places.walk(root, Around::default(), &numbers, &mut marks);
        for (name, between) in bookmarks(root) {
            let around = marks.get(&name).copied().unwrap_or_default();
            let elements = between.iter().filter_map(Node::element).collect();
            if let Some(table) = around.table.and_then(|start| numbers.get(&start)) {
                places.table_bookmarks.insert(name.clone(), *table);
            }
            places.by_bookmark.insert(name, Place { elements, cell: around.cell });
        }
        for row in tables.iter().flat_map(|table| &table.rows).filter(|row| !row.deleted) {
            let [left, right] = &row.cells[..] else { continue };
            let Some(first) = left.element.elements().find(|e| e.local() != "tcPr") else { continue };
            let label = folded(content_of([first]).text.expose());
            places.by_label.entry(label).and_modify(|cell| *cell = None).or_insert(Some(right.element));
        }
        places.tables = tables;
        places
    }

    fn walk(
        &mut self,
        element: &'t Element<'a>,
        mut around: Around<'t, 'a>,
        numbers: &HashMap<usize, usize>,
        marks: &mut HashMap<String, Around<'t, 'a>>,
    ) {
        match element.local() {
            "del" | "moveFrom" | "Fallback" | "sdtPr" => return,
            "tbl" => around = Around { cell: None, table: Some(element.range.start) },
            "tc" => around.cell = Some(element),
            "bookmarkStart" => {
                if let Some(name) = element.attribute("name") {
                    marks.entry(name.to_lowercase()).or_insert(around);
                }
            }
            "sdt" => self.note(&Control::new(element), around, numbers),
            _ => {}
        }
        for child in element.elements() {
            self.walk(child, around, numbers, marks);
        }
    }

    fn note(&mut self, control: &Control<'t, 'a>, around: Around<'t, 'a>, numbers: &HashMap<usize, usize>) {
        let Some(tag) = control.tag() else { return };
        let table = around.table.and_then(|start| numbers.get(&start)).copied();
        let of_rows = match tag.split_once("[].") {
            Some((table, _column)) => Some(table),
            None => (control.kind == ControlKind::RepeatingSection).then_some(&*tag),
        };
        if let (Some(of_rows), Some(table)) = (of_rows, table) {
            let tables = self.table_tags.entry(of_rows.to_owned()).or_default();
            if tables.last() != Some(&table) {
                tables.push(table);
            }
            return;
        }
        let place = Place { elements: vec![control.element], cell: around.cell };
        self.by_tag.entry(tag.into_owned()).or_default().push(place);
    }

    /// What stands to the right of a label.
    pub fn beside(&self, label: &str) -> Option<Place<'t, 'a>> {
        let cell = (*self.by_label.get(&folded(label))?)?;
        Some(Place { elements: inside(cell), cell: None })
    }

    /// The controls with this tag or, where there are none, what stands between these bookmarks.
    pub fn by_tag_or_bookmark(&self, tag: &str, bookmark: &str) -> Option<(Vec<Place<'t, 'a>>, Anchor)> {
        if let Some(places) = self.by_tag.get(tag) {
            return Some((places.clone(), Anchor::Tag));
        }
        let place = self.by_bookmark.get(&bookmark.to_lowercase())?;
        Some((vec![place.clone()], Anchor::Bookmark))
    }

    /// The tables that hold a field's rows, in the order of the document.
    pub fn tables_of(&self, field: &Field, columns: &[Field]) -> (Vec<TablePlace>, Anchor) {
        let bookmark = anchor::bookmark(&field.id);
        let marked = self.table_bookmarks.get(&bookmark.to_lowercase()).copied();
        let (mut found, anchor) = match (self.table_tags.get(&anchor::tag(&field.id)), marked) {
            (Some(tagged), _) => (tagged.clone(), Anchor::Tag),
            (None, Some(marked)) => (vec![marked], Anchor::Bookmark),
            (None, None) => {
                let mut headed =
                    self.tables.iter().enumerate().filter_map(|(at, table)| {
                        table::heading(table, columns, None).is_some().then_some(at)
                    });
                let found: Vec<usize> = headed.next().into_iter().collect();
                // Two tables with these headings: neither can be trusted.
                if headed.next().is_some() || found.is_empty() {
                    (Vec::new(), Anchor::Missing)
                } else {
                    (found, Anchor::Label)
                }
            }
        };
        found.sort_unstable();
        found.dedup();
        let place = |at: usize| TablePlace {
            table: at,
            heading: table::heading(&self.tables[at], columns, Some(&bookmark)),
        };
        (found.into_iter().map(place).collect(), anchor)
    }
}

/// What a cell holds, without its properties.
pub fn inside<'t, 'a>(cell: &'t Element<'a>) -> Vec<&'t Element<'a>> {
    cell.elements().filter(|element| element.local() != "tcPr").collect()
}
