//! The tracker's table in a document: its headings, and what stands below them.

use super::{RowNumber, TrackerError, headings::Heading, words::words};
use crate::word::{
    Element, Written,
    grid::Grid,
    table::{Cell, Row, Table, tables},
};
use std::{
    cmp::Reverse,
    ops::{Range, RangeInclusive},
};

/// The headings stand in one of the first rows; above them are names and instructions.
const ROWS_ABOVE: usize = 8;

/// How many of the six headings a tracker has at least.
const FEWEST: usize = 4;

/// How many columns it can have: at most four times what Word allows.
const COLUMNS: RangeInclusive<usize> = FEWEST..=4 * 63;

/// A table with a tracker's headings. A document can have several: people paste one below another.
pub(super) struct Sheet<'t> {
    pub table: Table<'t>,
    grid: Grid,
    columns: Vec<Column>,
    headings_at: usize,
    below: Vec<Reading>,
}

struct Column {
    /// `None` where a team added a column of its own.
    heading: Option<Heading>,
    place: Range<usize>,
}

/// What a row says: read once, as most of a change's time goes into that.
pub(super) struct Reading {
    at: usize,
    /// Below each heading, in the order of [`Heading::ALL`].
    pub texts: [Option<Written>; Heading::ALL.len()],
    /// Below which headings words are struck out or hidden.
    pub struck: Vec<Heading>,
    /// It tells of work: it is neither blank nor a sample.
    pub is_work: bool,
}

/// A row below the headings of its sheet that is there: neither deleted, nor the headings once more.
#[derive(Clone, Copy)]
pub(super) struct SheetRow<'s, 't> {
    pub sheet: &'s Sheet<'t>,
    pub row: &'s Row<'t>,
    pub reading: &'s Reading,
}

impl<'t> Sheet<'t> {
    /// The document's tables with a tracker's headings; at least one.
    pub fn all_in(root: Element<'t>) -> Result<Vec<Self>, TrackerError> {
        let sheets: Vec<Self> = tables(root).into_iter().filter_map(Self::of).collect();
        if sheets.is_empty() { Err(TrackerError::NotATracker) } else { Ok(sheets) }
    }

    fn of(table: Table<'t>) -> Option<Self> {
        let (headings_at, columns) = table
            .rows
            .iter()
            .take(ROWS_ABOVE)
            .enumerate()
            .find_map(|(at, row)| Some((at, columns(row, row.cells.iter().map(Cell::text))?)))?;
        let mut sheet = Self { grid: Grid::of(&table), table, columns, headings_at, below: Vec::new() };
        sheet.below = (headings_at + 1..sheet.table.rows.len()).filter_map(|at| sheet.read(at)).collect();
        Some(sheet)
    }

    /// Reads the row at this place of the table, if it is there.
    fn read(&self, at: usize) -> Option<Reading> {
        let row = &self.table.rows[at];
        if row.deleted {
            return None;
        }
        let read: Vec<_> = row.cells.iter().map(Cell::read).collect();
        if columns(row, read.iter().map(|(text, _)| text.clone())).is_some() {
            return None;
        }
        let texts = [const { None }; Heading::ALL.len()];
        let mut reading = Reading { at, texts, struck: Vec::new(), is_work: false };
        let mut is_first = true;
        for (cell, (text, signs)) in row.cells.iter().zip(read) {
            let Some(shown) = shown(cell, text) else { continue };
            reading.is_work |= is_first && !is_sample(shown.expose());
            is_first = false;
            let Some(heading) = self.heading_over(cell) else { continue };
            if signs.struck || signs.hidden {
                reading.struck.push(heading);
            }
            let said: &mut Option<Written> = &mut reading.texts[heading as usize];
            *said = Some(match said.take() {
                None => shown,
                // People split cells.
                Some(before) => format!("{} {}", before.expose(), shown.expose()).into(),
            });
        }
        Some(reading)
    }

    /// The row of work with this number.
    pub fn with_row(sheets: &[Self], number: RowNumber) -> Result<SheetRow<'_, 't>, TrackerError> {
        let mut work = sheets.iter().flat_map(Self::work);
        work.nth(number.index()).ok_or_else(|| TrackerError::NoRow { row: number, rows: Self::count(sheets) })
    }

    /// How many rows of work there are.
    pub fn count(sheets: &[Self]) -> usize {
        sheets.iter().flat_map(Self::work).count()
    }

    /// The row with the headings.
    pub fn headings(&self) -> &Row<'t> {
        &self.table.rows[self.headings_at]
    }

    /// The rows below the headings that are there.
    pub fn below(&self) -> impl DoubleEndedIterator<Item = SheetRow<'_, 't>> {
        self.below.iter().map(|reading| SheetRow { sheet: self, row: &self.table.rows[reading.at], reading })
    }

    /// The rows of work: neither blank nor samples.
    pub fn work(&self) -> impl Iterator<Item = SheetRow<'_, 't>> {
        self.below().filter(|row| row.reading.is_work)
    }

    /// Whether the table has a column for this.
    pub fn has(&self, heading: Heading) -> bool {
        self.columns.iter().any(|column| column.heading == Some(heading))
    }

    /// A row's first cell below a heading; none where it is merged into the one beside it.
    pub fn cell<'r>(&self, row: &'r Row<'t>, heading: Heading) -> Option<&'r Cell<'t>> {
        row.cells.iter().find(|cell| self.heading_over(cell) == Some(heading))
    }

    /// The heading that shares most of a cell's width.
    pub fn heading_over(&self, cell: &Cell<'_>) -> Option<Heading> {
        let place = cell.columns();
        // Nearly every cell lies right below one.
        if let Some(column) = self.columns.iter().find(|column| column.place == place) {
            return column.heading;
        }
        let shared = |column: &&Column| self.grid.shared(&column.place, &place);
        self.columns.iter().filter(|column| shared(column) > 0).min_by_key(|c| Reverse(shared(c)))?.heading
    }
}

impl<'s, 't> SheetRow<'s, 't> {
    /// What it says below a heading.
    pub fn text(&self, heading: Heading) -> Option<&'s Written> {
        self.reading.texts[heading as usize].as_ref()
    }

    /// Its first cell below a heading, see [`Sheet::cell`].
    pub fn cell(&self, heading: Heading) -> Option<&'s Cell<'t>> {
        self.sheet.cell(self.row, heading)
    }

    /// The cell below a heading, for writing: what is written into a cell that is merged with another
    /// one is not shown, or is shown elsewhere.
    pub fn own_cell(&self, number: RowNumber, heading: Heading) -> Result<&'s Cell<'t>, TrackerError> {
        let cell = self.cell(heading).filter(|cell| cell.is_shown());
        cell.ok_or(TrackerError::Merged { row: number, heading })
    }
}

/// Whether a row that begins so is one of the samples that the council's tracker opens with: "(e.g.) 123455". Without
/// brackets only as people write it in a sentence: "EG 1234" is a PIN, and "E.G. Hansen" a child.
fn is_sample(first: &str) -> bool {
    if first.starts_with(['(', '[']) {
        let words = words(first);
        return words.split(' ').next() == Some("eg") || words.starts_with("e g");
    }
    let behind = ["e.g", "E.g", "e. g", "eg"].iter().find_map(|start| first.strip_prefix(start));
    behind.is_some_and(|behind| !behind.starts_with(char::is_alphanumeric))
}

/// What a cell with this text shows, without white space around it. An unticked box says nothing, and what stands
/// in a cell that continues the one above is not shown.
fn shown(cell: &Cell<'_>, text: Written) -> Option<Written> {
    if cell.continues {
        return None;
    }
    let shown = text.trimmed();
    let says_nothing = shown.expose().trim_matches(['☐', ' ']).is_empty();
    (!says_nothing).then_some(shown)
}

/// The columns that a row heads, if it has the headings of a tracker: where the day goes, and at least
/// three of the five others. `texts` are those of its cells.
fn columns(row: &Row<'_>, texts: impl IntoIterator<Item = Written>) -> Option<Vec<Column>> {
    let mut left = row.cells.len();
    if row.deleted || !COLUMNS.contains(&left) {
        return None;
    }
    let (mut read, mut known): (Vec<Written>, Vec<Heading>) = Default::default();
    for text in texts {
        left -= 1;
        known.extend(Heading::meant_by(text.expose()).filter(|meant| !known.contains(meant)));
        read.push(text);
        // Most rows are none, and each word takes folding: no further than it can still be one.
        if known.len() + left < FEWEST {
            return None;
        }
    }
    let headings = Heading::of_row(&read).into_iter().zip(&row.cells);
    let columns: Vec<Column> =
        headings.map(|(heading, cell)| Column { heading, place: cell.columns() }).collect();
    let has_day = columns.iter().any(|column| column.heading == Some(Heading::Entered));
    (has_day && known.len() >= FEWEST).then_some(columns)
}
