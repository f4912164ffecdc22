//! The tracker's table in a document: its headings, and what stands below them.

use super::{RowNumber, TrackerError, headings::Heading, words::words};
use crate::word::{
    Element, Written,
    grid::Grid,
    table::{Cell, Row, Table, tables},
};
use std::{cmp::Reverse, ops::Range};

/// The headings stand in one of the first rows; above them are names and instructions.
const ROWS_ABOVE: usize = 8;

/// How many of the six headings a tracker has at least.
const FEWEST: usize = 4;

/// A table with a tracker's headings. A document can have several: people paste one below another.
pub(super) struct Sheet<'t> {
    pub table: Table<'t>,
    grid: Grid,
    columns: Vec<Column>,
    headings_at: usize,
    /// Which rows lie below the headings and are there, and which of them tell of work: found once, as it
    /// takes looking at their words.
    below: Vec<usize>,
    work: Vec<usize>,
}

struct Column {
    /// `None` where a team added a column of its own.
    heading: Option<Heading>,
    place: Range<usize>,
}

impl<'t> Sheet<'t> {
    /// The document's tables with a tracker's headings; at least one.
    pub fn all_in(root: Element<'t>) -> Result<Vec<Self>, TrackerError> {
        let sheets: Vec<Self> = tables(root).into_iter().filter_map(Self::of).collect();
        if sheets.is_empty() { Err(TrackerError::NotATracker) } else { Ok(sheets) }
    }

    fn of(table: Table<'t>) -> Option<Self> {
        let (headings_at, columns) =
            table.rows.iter().take(ROWS_ABOVE).enumerate().find_map(|(at, row)| Some((at, columns(row)?)))?;
        let is_there = |at: &usize| !table.rows[*at].deleted && self::columns(&table.rows[*at]).is_none();
        let below: Vec<usize> = (headings_at + 1..table.rows.len()).filter(is_there).collect();
        let work = below.iter().copied().filter(|at| is_work(&table.rows[*at])).collect();
        Some(Self { grid: Grid::of(&table), table, columns, headings_at, below, work })
    }

    /// The row of work with this number, and its table.
    pub fn with_row(sheets: &[Self], number: RowNumber) -> Result<(&Self, &Row<'t>), TrackerError> {
        let mut work = sheets.iter().flat_map(|sheet| sheet.work().map(move |row| (sheet, row)));
        work.nth(number.index()).ok_or_else(|| TrackerError::NoRow { row: number, rows: Self::count(sheets) })
    }

    /// How many rows of work there are.
    pub fn count(sheets: &[Self]) -> usize {
        sheets.iter().map(|sheet| sheet.work.len()).sum()
    }

    /// The row with the headings.
    pub fn headings(&self) -> &Row<'t> {
        &self.table.rows[self.headings_at]
    }

    /// The rows below the headings that are there: neither deleted, nor the headings once more.
    pub fn below(&self) -> impl DoubleEndedIterator<Item = &Row<'t>> {
        self.below.iter().map(|at| &self.table.rows[*at])
    }

    /// The rows of work: neither blank nor samples.
    pub fn work(&self) -> impl Iterator<Item = &Row<'t>> {
        self.work.iter().map(|at| &self.table.rows[*at])
    }

    /// Whether the table has a column for this.
    pub fn has(&self, heading: Heading) -> bool {
        self.columns.iter().any(|column| column.heading == Some(heading))
    }

    /// The row's first cell below a heading; none where it is merged into the one beside it.
    pub fn cell<'r>(&'r self, row: &'r Row<'t>, heading: Heading) -> Option<&'r Cell<'t>> {
        row.cells.iter().find(|cell| self.heading_over(cell) == Some(heading))
    }

    /// The cell below a heading, for writing: what is written into a cell that is merged with another
    /// one is not shown, or is shown elsewhere.
    pub fn own_cell<'r>(
        &'r self,
        row: &'r Row<'t>,
        number: RowNumber,
        heading: Heading,
    ) -> Result<&'r Cell<'t>, TrackerError> {
        let cell = self.cell(row, heading).filter(|cell| !cell.continues);
        cell.ok_or(TrackerError::Merged { row: number, heading })
    }

    /// What a row says below a heading.
    pub fn text(&self, row: &Row<'t>, heading: Heading) -> Option<Written> {
        self.texts(row)[heading as usize].take()
    }

    /// What a row says below each heading, in the order of [`Heading::ALL`]. People may split a cell.
    pub fn texts(&self, row: &Row<'t>) -> [Option<Written>; Heading::ALL.len()] {
        let mut texts = [const { None }; Heading::ALL.len()];
        for cell in &row.cells {
            let Some((heading, text)) = self.heading_over(cell).zip(shown(cell)) else { continue };
            let said: &mut Option<Written> = &mut texts[heading as usize];
            *said = Some(match said.take() {
                None => text,
                Some(before) => format!("{} {}", before.expose(), text.expose()).into(),
            });
        }
        texts
    }

    /// The heading that shares most of a cell's width.
    pub fn heading_over(&self, cell: &Cell<'_>) -> Option<Heading> {
        let place = cell.columns();
        let shared = |column: &&Column| self.grid.shared(&column.place, &place);
        self.columns.iter().filter(|column| shared(column) > 0).min_by_key(|c| Reverse(shared(c)))?.heading
    }
}

/// Whether a row tells of work.
pub(super) fn is_work(row: &Row<'_>) -> bool {
    row.cells.iter().find_map(shown).is_some_and(|first| {
        // The council's tracker opens with samples: "(e.g.) 123455".
        !matches!(words(first.expose()).split(' ').collect::<Vec<_>>()[..], ["eg", ..] | ["e", "g", ..])
    })
}

/// What a cell shows, without white space around it. An unticked box says nothing, and what stands in
/// a cell that continues the one above is not shown.
fn shown(cell: &Cell<'_>) -> Option<Written> {
    let text = if cell.continues { Written::default() } else { cell.text() };
    let shown = text.expose().trim();
    (!shown.trim_matches(['☐', ' ']).is_empty()).then(|| shown.into())
}

/// The columns that a row heads, if it has the headings of a tracker: where the day goes, and at least
/// three of the five others.
fn columns(row: &Row<'_>) -> Option<Vec<Column>> {
    if row.deleted {
        return None;
    }
    let (mut texts, mut known): (Vec<Written>, Vec<Heading>) = Default::default();
    for (before, cell) in row.cells.iter().enumerate() {
        // Most rows are none, and each word takes folding: no further than it can still be one.
        if known.len() + row.cells.len() - before < FEWEST {
            return None;
        }
        texts.push(cell.text());
        known.extend(Heading::meant_by(texts[before].expose()).filter(|meant| !known.contains(meant)));
    }
    let headings = Heading::of_row(&texts).into_iter().zip(&row.cells);
    let columns: Vec<Column> =
        headings.map(|(heading, cell)| Column { heading, place: cell.columns() }).collect();
    let has_day = columns.iter().any(|column| column.heading == Some(Heading::Entered));
    (has_day && known.len() >= FEWEST).then_some(columns)
}
