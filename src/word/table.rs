//! Tables by rows and grid columns, whatever content controls, merged cells or tracked changes lie around them.

use super::{
    Element, Written,
    placeholder::{holds_placeholder, is_showing_placeholder},
    text::{Signs, text_of},
};
use std::ops::Range;

/// A table of the document.
pub struct Table<'t> {
    pub element: Element<'t>,
    pub rows: Vec<Row<'t>>,
}

/// A row; rows that were deleted with Track Changes on are there, and marked.
pub struct Row<'t> {
    pub element: Element<'t>,
    pub cells: Vec<Cell<'t>>,
    pub deleted: bool,
}

/// A cell at its place in the grid. The n-th cell is not the n-th column where cells are merged.
pub struct Cell<'t> {
    pub element: Element<'t>,
    /// The first grid column that it covers, from 0.
    pub column: usize,
    /// How many grid columns it covers.
    pub span: usize,
    /// It is merged with the cell above (`vMerge` other than `restart`): what is written there is not shown.
    pub continues: bool,
    /// It is the first of cells that are merged downwards (`vMerge="restart"`).
    pub is_above_others: bool,
    /// It was deleted with Track Changes on.
    pub deleted: bool,
    /// The content control that stands around the whole cell.
    pub control: Option<Element<'t>>,
}

impl<'t> Row<'t> {
    /// The cell that covers a grid column.
    pub fn cell(&self, column: usize) -> Option<&Cell<'t>> {
        self.cells.iter().find(|cell| cell.columns().contains(&column))
    }
}

impl Cell<'_> {
    /// The grid columns that it covers.
    pub fn columns(&self) -> Range<usize> {
        self.column..self.column + self.span
    }

    /// Whether it is one with a cell of another row.
    pub fn is_merged(&self) -> bool {
        self.continues || self.is_above_others
    }

    /// Whether what is written there is shown, once all tracked changes are accepted.
    pub fn is_shown(&self) -> bool {
        !self.continues && !self.deleted
    }

    /// Its text, see [`text_of`].
    pub fn text(&self) -> Written {
        self.read().0
    }

    /// Its text, and what was seen beside it.
    pub fn read(&self) -> (Written, Signs) {
        if self.deleted {
            return Default::default();
        }
        // A control can stand round several cells, of which somebody wrote into one.
        if self.control.is_some_and(is_showing_placeholder) && holds_placeholder(self.element.elements()) {
            return Default::default();
        }
        text_of(self.element.elements())
    }
}

/// All tables below an element in document order, those inside other tables too.
pub fn tables(root: Element<'_>) -> Vec<Table<'_>> {
    root.descendants().filter(|e| e.is("tbl")).map(table).collect()
}

/// One table, from its `tbl` element.
pub fn table(element: Element<'_>) -> Table<'_> {
    let mut found = Vec::new();
    collect(element, "tr", Around::default(), &mut found);
    let rows = found.into_iter().map(|(tr, around)| {
        let row = row(tr);
        Row { deleted: row.deleted || around.deleted, ..row }
    });
    Table { element, rows: rows.collect() }
}

/// One row, from its `tr` element.
pub fn row(element: Element<'_>) -> Row<'_> {
    let properties = element.child("trPr");
    let mut column = properties.map_or(0, |p| number(p, "gridBefore").unwrap_or(0));
    let mut found = Vec::new();
    collect(element, "tc", Around::default(), &mut found);
    let cells = found
        .into_iter()
        .map(|(tc, around)| {
            let cell = cell(tc, column, around.control);
            column += cell.span;
            cell
        })
        .collect();
    Row { element, cells, deleted: is_deleted(element) }
}

/// Whether a row or a cell was deleted with Track Changes on. Word marks what stands in it as well; others do not.
pub fn is_deleted(element: Element<'_>) -> bool {
    let (properties, mark) = if element.is("tr") { ("trPr", "del") } else { ("tcPr", "cellDel") };
    element.child(properties).is_some_and(|properties| properties.child(mark).is_some())
}

fn cell<'t>(element: Element<'t>, column: usize, control: Option<Element<'t>>) -> Cell<'t> {
    let properties = element.child("tcPr");
    let span = properties.and_then(|p| number(p, "gridSpan")).unwrap_or(1).max(1);
    let continues = properties
        .and_then(|p| p.child("vMerge"))
        .is_some_and(|merge| merge.attribute("val").is_none_or(|v| v != "restart"));
    let is_above_others = !continues && properties.is_some_and(|p| p.child("vMerge").is_some());
    Cell { element, column, span, continues, is_above_others, deleted: is_deleted(element), control }
}

fn number(properties: Element<'_>, name: &str) -> Option<usize> {
    // Word's own limit is 63 columns; a larger number is a hostile one.
    properties.child_value(name)?.parse().ok().filter(|n| *n <= 63)
}

/// What stands around a row or a cell, between it and its table or row.
#[derive(Clone, Copy, Default)]
struct Around<'t> {
    deleted: bool,
    control: Option<Element<'t>>,
}

/// Rows of a table or cells of a row: content controls, custom XML and tracked moves are transparent.
fn collect<'t>(
    parent: Element<'t>,
    wanted: &str,
    around: Around<'t>,
    found: &mut Vec<(Element<'t>, Around<'t>)>,
) {
    for child in parent.elements() {
        let around = match child.local() {
            _ if child.is(wanted) => {
                found.push((child, around));
                continue;
            }
            b"sdtContent" | b"customXml" | b"smartTag" | b"ins" | b"moveTo" => around,
            b"sdt" => Around { control: Some(child), ..around },
            b"del" | b"moveFrom" => Around { deleted: true, ..around },
            _ => continue,
        };
        collect(child, wanted, around, found);
    }
}
