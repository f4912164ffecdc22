//! The places of a document where answers can stand, found in one walk: controls, bookmarks, labels, tables.

use super::{anchor, completed::Anchor};
use crate::{
    template::{Field, folded},
    word::{
        Element,
        control::{Control, bookmarks},
        table::{Row, Table, is_deleted, tables},
        text::text_within,
        xml::Children,
    },
};
use std::collections::{HashMap, HashSet};

/// The places of one document.
pub struct Places<'t> {
    by_tag: HashMap<String, Vec<Place<'t>>>,
    /// Marks can lie within one another.
    by_bookmark: HashMap<String, Bookmark<'t>>,
    /// The cell to the right of each label; None where two labels are the same: neither can be trusted.
    by_label: HashMap<String, Option<Element<'t>>>,
    pub tables: Vec<Table<'t>>,
    /// The tables in which controls stand that are not of a row, by their tags.
    table_tags: HashMap<String, Vec<usize>>,
    /// The rows in which controls of rows stand, each with the tag of its field.
    pub row_tags: Vec<(RowPlace, String)>,
    /// The heading rows of tables, by their bookmark.
    headings: HashMap<String, RowPlace>,
    /// The rows in which a cell begins with these words, folded.
    row_texts: HashMap<String, Vec<RowPlace>>,
}

/// A row: the number of its table in the document, and its own in the table.
pub type RowPlace = (usize, usize);

/// Where an answer may stand.
#[derive(Clone)]
pub struct Place<'t> {
    pub elements: Vec<Element<'t>>,
    /// The cell of a table that it is in: people write behind a box as well.
    pub cell: Option<Element<'t>>,
}

/// What stands between two marks, and where the first of them stands, once the walk has met it.
struct Bookmark<'t> {
    between: Children<'t>,
    around: Option<Around<'t>>,
}

/// What the walk comes through.
#[derive(Clone, Copy, Default)]
struct Around<'t> {
    cell: Option<Element<'t>>,
    /// Where the innermost row starts.
    row: Option<usize>,
}

impl<'t> Places<'t> {
    pub fn new(root: Element<'t>) -> Self {
        let tables = tables(root);
        let mut places = Self {
            by_tag: HashMap::new(),
            by_bookmark: HashMap::new(),
            by_label: HashMap::new(),
            tables: Vec::new(),
            table_tags: HashMap::new(),
            row_tags: Vec::new(),
            headings: HashMap::new(),
            row_texts: HashMap::new(),
        };
        let mut rows = HashMap::new();
        for (number, table) in tables.iter().enumerate() {
            for (at, row) in table.rows.iter().enumerate() {
                rows.insert(row.element.range().start, (number, at));
                if !row.deleted {
                    places.note_row(row, (number, at));
                }
            }
        }
        let bookmarks = bookmarks(root, anchor::may_be_ours).into_iter();
        places.by_bookmark =
            bookmarks.map(|(name, between)| (name, Bookmark { between, around: None })).collect();
        places.walk(root, Around::default(), &rows);
        for (name, bookmark) in &places.by_bookmark {
            let row = bookmark.around.and_then(|around| around.row);
            if let Some(row) = row.and_then(|start| rows.get(&start)) {
                places.headings.insert(name.clone(), *row);
            }
        }
        places.tables = tables;
        places
    }

    fn note_row(&mut self, row: &Row<'t>, place: RowPlace) {
        if let [left, right] = &row.cells[..]
            && let Some(label) = begins_with(left.element)
        {
            let cell = self.by_label.entry(label);
            cell.and_modify(|cell| *cell = None).or_insert(Some(right.element));
        }
        for cell in &row.cells {
            if let Some(text) = begins_with(cell.element).filter(|text| !text.is_empty()) {
                self.row_texts.entry(text).or_default().push(place);
            }
        }
    }

    fn walk(&mut self, element: Element<'t>, mut around: Around<'t>, rows: &HashMap<usize, RowPlace>) {
        match element.local() {
            b"del" | b"moveFrom" | b"Fallback" | b"sdtPr" => return,
            b"tr" if is_deleted(element) => return,
            b"tr" => around = Around { cell: None, row: Some(element.range().start) },
            b"tc" => around.cell = Some(element),
            b"bookmarkStart" => {
                let name = element.attribute("name").filter(|name| anchor::may_be_ours(name));
                if let Some(bookmark) = name.and_then(|name| self.by_bookmark.get_mut(&name.to_lowercase())) {
                    bookmark.around.get_or_insert(around);
                }
            }
            b"sdt" => self.note(Control { element }, around, rows),
            _ => {}
        }
        for child in element.elements() {
            self.walk(child, around, rows);
        }
    }

    fn note(&mut self, control: Control<'t>, around: Around<'t>, rows: &HashMap<usize, RowPlace>) {
        let Some(tag) = control.tag() else { return };
        if let Some(row) = around.row.and_then(|start| rows.get(&start)) {
            if let Some((of_rows, _column)) = tag.split_once("[].") {
                self.row_tags.push((*row, of_rows.to_owned()));
                return;
            }
            let tables = self.table_tags.entry(tag.clone().into_owned()).or_default();
            if tables.last() != Some(&row.0) {
                tables.push(row.0);
            }
        }
        let places = self.by_tag.entry(tag.into_owned()).or_default();
        // What stands within a control of the same tag is part of that.
        let last = places.last().map_or(0, |last| last.elements[0].range().end);
        if control.element.range().start >= last {
            places.push(Place { elements: vec![control.element], cell: around.cell });
        }
    }

    /// What stands to the right of a label.
    pub fn beside(&self, label: &str) -> Option<Place<'t>> {
        let cell = (*self.by_label.get(&folded(label))?)?;
        Some(Place { elements: inside(cell), cell: None })
    }

    /// The controls with this tag or, where there are none, what stands between these bookmarks.
    pub fn by_tag_or_bookmark(&self, tag: &str, bookmark: &str) -> Option<(Vec<Place<'t>>, Anchor)> {
        if let Some(places) = self.by_tag.get(tag) {
            return Some((places.clone(), Anchor::Tag));
        }
        let bookmark = self.by_bookmark.get(&bookmark.to_lowercase())?;
        let elements = bookmark.between.clone().filter_map(|node| node.element()).collect();
        let cell = bookmark.around.and_then(|around| around.cell);
        Some((vec![Place { elements, cell }], Anchor::Bookmark))
    }

    /// The row in which this bookmark stands.
    pub fn marked(&self, bookmark: &str) -> Option<RowPlace> {
        self.headings.get(&bookmark.to_lowercase()).copied()
    }

    /// The tables with controls of these fields, which are no tables themselves.
    pub fn tables_with(&self, fields: &HashSet<&str>) -> HashSet<usize> {
        // `outcome.NFA` is a control of `outcome`.
        let is_theirs = |tag: &str| fields.contains(tag.split_once('.').map_or(tag, |(field, _)| field));
        let tagged = self.table_tags.iter().filter(|(tag, _)| is_theirs(tag));
        tagged.flat_map(|(_, tables)| tables.iter().copied()).collect()
    }

    /// The rows in which the name of every column stands, in the order of the document.
    pub fn headed(&self, columns: &[Field]) -> Vec<RowPlace> {
        let rows_with = |column: &Field| {
            self.row_texts.get(&folded(&anchor::printed_label(column))).map_or(&[][..], Vec::as_slice)
        };
        let Some((first, others)) = columns.split_first() else { return Vec::new() };
        // Many fields can have the same columns.
        if !self.tables.first().is_some_and(|table| table.element.may_read(rows_with(first).len(), 0)) {
            return Vec::new();
        }
        let mut rows = rows_with(first).to_vec();
        rows.dedup();
        // Rows are noted in order.
        rows.retain(|row| others.iter().all(|column| rows_with(column).binary_search(row).is_ok()));
        rows
    }
}

/// No label is longer, in bytes: what is longer is an answer.
const LONGEST_LABEL: usize = 2_000;

/// The first paragraph of a cell, folded: a label, with its small print below it. None where it is no label.
pub fn begins_with(cell: Element<'_>) -> Option<String> {
    let first = cell.elements().find(|element| !element.is("tcPr"));
    match first.filter(|element| !element.is("tbl")) {
        Some(first) => Some(folded(text_within(first, LONGEST_LABEL)?.expose())),
        None => Some(String::new()),
    }
}

/// What a cell holds, and its properties, which say whether it was put in or taken out with Track Changes on. Of one
/// that was taken out these are all.
pub fn inside(cell: Element<'_>) -> Vec<Element<'_>> {
    let is_gone = is_deleted(cell);
    cell.elements().filter(|element| !is_gone || element.is("tcPr")).collect()
}
