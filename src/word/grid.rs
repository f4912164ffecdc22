//! The grid of a table: how wide its columns are, and so what stands under what.

use super::{Element, table::Table};
use std::ops::Range;

/// The widths of a table's grid columns (`tblGrid`).
///
/// Dragging the border of one cell splits a grid column in two, and then the cells of a column no
/// longer start at one grid line. Which of two headings such a cell stands under, widths decide.
pub struct Grid {
    widths: Vec<u64>,
}

impl Grid {
    /// The grid of this table. Columns whose width is not given count as equally wide.
    pub fn of(table: &Table<'_>) -> Self {
        let columns = table.element.child("tblGrid").into_iter().flat_map(Element::elements);
        Self {
            // 31680 twips is the widest that Word allows (22 inches); `u16` keeps a hostile sum in bounds.
            widths: columns
                .filter(|column| column.is("gridCol"))
                .map(|column| column.attribute("w").and_then(|w| w.parse::<u16>().ok()).unwrap_or(1).into())
                .collect(),
        }
    }

    /// The width of the columns that both ranges cover; only good for comparison.
    pub fn shared(&self, a: &Range<usize>, b: &Range<usize>) -> u64 {
        let width = |column: usize| self.widths.get(column).map_or(1, |width| *width.max(&1));
        (a.start.max(b.start)..a.end.min(b.end)).map(width).sum()
    }
}
