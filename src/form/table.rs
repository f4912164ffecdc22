//! A table that holds rows of a field: which column each cell answers.

use super::{anchor, places::begins_with};
use crate::{
    template::{Field, folded},
    word::{
        Element,
        control::{Control, controls},
        grid::Grid,
        table::{Cell, Table},
    },
};

/// A table of the document that holds rows of a field.
#[derive(Debug, Clone, Copy)]
pub struct TablePlace {
    /// Its place among the tables of the document.
    pub table: usize,
    /// Its heading row; None where somebody deleted it.
    pub heading: Option<usize>,
}

/// Says of the cells of a table's rows which column each of them answers.
pub struct Columns<'f> {
    field: &'f Field,
    fields: &'f [Field],
    grid: Grid,
    /// The grid columns that each heading covers, and the column of the field that it names, if any.
    headings: Vec<(std::ops::Range<usize>, Option<usize>)>,
}

impl<'f> Columns<'f> {
    pub fn of(table: &Table<'_>, heading: Option<usize>, field: &'f Field, columns: &'f [Field]) -> Self {
        let cells = heading.map_or(&[][..], |at| &table.rows[at].cells);
        let by_label = |cell: &Cell<'_>| {
            // Below it stands its help.
            let label = begins_with(cell.element)?;
            columns.iter().position(|column| folded(&anchor::printed_label(column)) == label)
        };
        let named: Vec<Option<usize>> = cells.iter().map(by_label).collect();
        // A heading that somebody reworded still stands where it stood.
        let in_order = cells.len() == columns.len();
        let headings = cells
            .iter()
            .zip(&named)
            .enumerate()
            .map(|(at, (cell, name))| {
                let place = Some(at).filter(|at| in_order && !named.contains(&Some(*at)));
                (cell.columns(), name.or(place))
            })
            .collect();
        Self { field, fields: columns, grid: Grid::of(table), headings }
    }

    /// The column that a cell answers: by the tag of a control in it, by the heading that it stands
    /// under, or where there is no heading by its place in the row. None: somebody added it.
    pub fn answered_by(&self, cell: &Cell<'_>, place: usize) -> Option<usize> {
        self.by_tag(cell).or_else(|| {
            if self.headings.is_empty() {
                return (place < self.fields.len()).then_some(place);
            }
            let shared = |heading: &std::ops::Range<usize>| self.grid.shared(heading, &cell.columns());
            let widest = self.headings.iter().rev().max_by_key(|(heading, _)| shared(heading))?;
            widest.1.filter(|_| shared(&widest.0) > 0)
        })
    }

    fn by_tag(&self, cell: &Cell<'_>) -> Option<usize> {
        let around: Option<Element<'_>> = cell.control;
        let tagged = around.into_iter().flat_map(controls).chain(controls(cell.element));
        tagged.filter_map(Control::tag).find_map(|tag| {
            self.fields.iter().position(|column| anchor::column_tag(&self.field.id, &column.id) == *tag)
        })
    }
}
