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
use std::{collections::HashMap, ops::Range};

/// No row has more cells that are looked at. Word's own limit is 63.
pub const MOST_CELLS: usize = 252;

/// The column that a cell answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    pub column: usize,
    /// Whether its controls say two things, or another thing than the heading above.
    pub is_doubtful: bool,
}

/// Says of the cells of a table's rows which column each of them answers.
pub struct Columns {
    /// The columns by the tags of their controls.
    tags: HashMap<String, usize>,
    count: usize,
    grid: Grid,
    /// The grid columns that each heading covers, and the column of the field that it names, if any.
    headings: Vec<(Range<usize>, Option<usize>)>,
}

impl Columns {
    pub fn of(table: &Table<'_>, heading: Option<usize>, field: &Field, columns: &[Field]) -> Self {
        let cells = heading.map_or(&[][..], |at| &table.rows[at].cells);
        let cells = &cells[..cells.len().min(MOST_CELLS)];
        let labels: Vec<String> =
            columns.iter().map(|column| folded(&anchor::printed_label(column))).collect();
        let by_label = |cell: &Cell<'_>| {
            // Below it stands its help.
            let label = begins_with(cell.element)?;
            labels.iter().position(|known| *known == label)
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
        let tags =
            columns.iter().enumerate().map(|(at, column)| (anchor::column_tag(&field.id, &column.id), at));
        Self { tags: tags.rev().collect(), count: columns.len(), grid: Grid::of(table), headings }
    }

    /// The column that a cell answers: by the tag of a control in it, by the heading that it stands
    /// under, or where there is no heading by its place in the row. None: somebody added it.
    pub fn answered_by(&self, cell: &Cell<'_>, place: usize) -> Option<Answered> {
        let mut tagged = self.by_tags(cell);
        let by_heading = self.by_heading(cell);
        let Some(column) = tagged.next() else {
            let by_place = Some(place).filter(|place| self.headings.is_empty() && *place < self.count);
            return by_heading.or(by_place).map(|column| Answered { column, is_doubtful: false });
        };
        let is_another = |other: usize| other != column;
        let is_doubtful = by_heading.is_some_and(is_another) || tagged.any(is_another);
        Some(Answered { column, is_doubtful })
    }

    /// The column whose heading it stands under, for the most part.
    fn by_heading(&self, cell: &Cell<'_>) -> Option<usize> {
        let columns = cell.columns();
        // They stand in the order of the grid.
        let first = self.headings.partition_point(|(heading, _)| heading.end <= columns.start);
        let above = self.headings[first..].iter().take_while(|(heading, _)| heading.start < columns.end);
        let above: Vec<_> = above.collect();
        above.into_iter().rev().max_by_key(|(heading, _)| self.grid.shared(heading, &columns))?.1
    }

    fn by_tags(&self, cell: &Cell<'_>) -> impl Iterator<Item = usize> {
        // A control may stand round several cells: then it says nothing of one of them.
        let around =
            cell.control.filter(|control| holds_one_cell(*control)).map(|element| Control { element });
        let tags = around.into_iter().chain(controls(cell.element)).filter_map(Control::tag);
        tags.filter_map(|tag| self.tags.get(&*tag).copied())
    }
}

fn holds_one_cell(control: Element<'_>) -> bool {
    let content = control.child("sdtContent");
    content.is_some_and(|content| content.elements().filter(|element| element.is("tc")).count() == 1)
}
