//! The tracker's table in a document: its headings, and what stands below them.

use super::{RowNumber, TrackerError, headings::Heading, words::words};
use crate::word::{
    Element, Unreadable, Written,
    grid::Grid,
    table::{Cell, Row, Table, tables},
};
use std::{cmp::Reverse, ops::Range};

/// The headings stand in one of the first rows; above them are names and instructions.
const ROWS_ABOVE: usize = 8;

/// How many of the six headings a tracker has at least.
const FEWEST: usize = 4;

/// So many bytes of a page hold no heading: what is longer need not be read to know that.
const LONGEST_HEADING: usize = 1 << 16;

/// What the rows of all tables may say, in bytes; a tracker of a thousand rows says 200 kB. It is twice what a page
/// holds: a table in a cell is said once more by the row round it.
const MOST_TEXT: usize = 16 << 20;

/// A table with a tracker's headings. A document can have several: people paste one below another.
pub(super) struct Sheet<'t> {
    pub table: Table<'t>,
    grid: Grid,
    columns: Vec<Column>,
    headings_at: usize,
    below: Vec<Below>,
}

struct Column {
    /// `None` where a team added a column of its own.
    heading: Option<Heading>,
    place: Range<usize>,
}

/// A row below the headings as it was read: once, as most of a change's time goes into the reading of rows.
struct Below {
    at: usize,
    texts: Texts,
    is_work: bool,
}

/// What a row says below each heading, in the order of [`Heading::ALL`].
pub(super) type Texts = [Option<Written>; Heading::ALL.len()];

/// A row below the headings of its sheet that is there: neither deleted, nor the headings once more.
#[derive(Clone, Copy)]
pub(super) struct Line<'s, 't> {
    pub sheet: &'s Sheet<'t>,
    pub row: &'s Row<'t>,
    pub texts: &'s Texts,
    /// It tells of work: it is neither blank nor a sample.
    pub is_work: bool,
}

impl<'t> Sheet<'t> {
    /// The document's tables with a tracker's headings; at least one.
    pub fn all_in(root: Element<'t>) -> Result<Vec<Self>, TrackerError> {
        let mut room = MOST_TEXT;
        let mut sheets = Vec::new();
        for table in tables(root) {
            sheets.extend(Self::of(table, &mut room)?);
        }
        if sheets.is_empty() { Err(TrackerError::NotATracker) } else { Ok(sheets) }
    }

    /// The table, if it has the headings. What its rows say is taken off the room.
    fn of(table: Table<'t>, room: &mut usize) -> Result<Option<Self>, Unreadable> {
        let mut first_rows = table.rows.iter().take(ROWS_ABOVE).enumerate();
        let Some((headings_at, columns)) =
            first_rows.find_map(|(at, row)| Some((at, columns(row, |nth| heading_text(&row.cells[nth]))?)))
        else {
            return Ok(None);
        };
        let mut sheet = Self { grid: Grid::of(&table), table, columns, headings_at, below: Vec::new() };
        for at in headings_at + 1..sheet.table.rows.len() {
            let below = sheet.read(at, room)?;
            sheet.below.extend(below);
        }
        Ok(Some(sheet))
    }

    /// The row at this place of the table, if it is there.
    fn read(&self, at: usize, room: &mut usize) -> Result<Option<Below>, Unreadable> {
        let row = &self.table.rows[at];
        if row.deleted {
            return Ok(None);
        }
        let said: Vec<Option<Written>> = row.cells.iter().map(shown).collect();
        let length = said.iter().flatten().map(|text| text.expose().len()).sum();
        *room = room.checked_sub(length).ok_or_else(|| {
            Unreadable::Unsafe("its tables lie within one another again and again".to_owned())
        })?;
        let is_there = self::columns(row, |nth| said[nth].clone()).is_none();
        let is_work = said.iter().flatten().next().is_some_and(|first| !is_sample(first.expose()));
        Ok(is_there.then(|| Below { at, texts: self.below_headings(row, said), is_work }))
    }

    /// What the cells say, below their headings. People may split a cell.
    fn below_headings(&self, row: &Row<'t>, said: Vec<Option<Written>>) -> Texts {
        let mut texts = [const { None }; Heading::ALL.len()];
        for (cell, said) in row.cells.iter().zip(said) {
            let Some((said, heading)) = said.zip(self.heading_over(cell)) else { continue };
            let text: &mut Option<Written> = &mut texts[heading as usize];
            *text = Some(match text.take() {
                None => said,
                Some(before) => format!("{} {}", before.expose(), said.expose()).into(),
            });
        }
        texts
    }

    /// The row of work with this number.
    pub fn with_row(sheets: &[Self], number: RowNumber) -> Result<Line<'_, 't>, TrackerError> {
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
    pub fn below(&self) -> impl DoubleEndedIterator<Item = Line<'_, 't>> {
        self.below.iter().map(|Below { at, texts, is_work }| Line {
            sheet: self,
            row: &self.table.rows[*at],
            texts,
            is_work: *is_work,
        })
    }

    /// The rows of work: neither blank nor samples.
    pub fn work(&self) -> impl Iterator<Item = Line<'_, 't>> {
        self.below().filter(|line| line.is_work)
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

impl<'s, 't> Line<'s, 't> {
    /// What it says below a heading.
    pub fn text(&self, heading: Heading) -> Option<&'s Written> {
        self.texts[heading as usize].as_ref()
    }

    /// Its first cell below a heading, see [`Sheet::cell`].
    pub fn cell(&self, heading: Heading) -> Option<&'s Cell<'t>> {
        self.sheet.cell(self.row, heading)
    }

    /// The cell below a heading, for writing: what is written into a cell that is merged with another
    /// one is not shown, or is shown elsewhere.
    pub fn own_cell(&self, number: RowNumber, heading: Heading) -> Result<&'s Cell<'t>, TrackerError> {
        let cell = self.cell(heading).filter(|cell| !cell.continues);
        cell.ok_or(TrackerError::Merged { row: number, heading })
    }
}

/// Whether a row that begins so is one of the samples that the council's tracker opens with: "(e.g.) 123455".
fn is_sample(first: &str) -> bool {
    matches!(words(first).split(' ').collect::<Vec<_>>()[..], ["eg", ..] | ["e", "g", ..])
}

/// What a cell shows, without white space around it. An unticked box says nothing, and what stands in
/// a cell that continues the one above is not shown.
fn shown(cell: &Cell<'_>) -> Option<Written> {
    let shown = if cell.continues { return None } else { cell.text().trimmed() };
    let says_nothing = shown.expose().trim_matches(['☐', ' ']).is_empty();
    (!says_nothing).then_some(shown)
}

/// What a cell shows that can be a heading.
fn heading_text(cell: &Cell<'_>) -> Option<Written> {
    if cell.element.range().len() > LONGEST_HEADING { None } else { shown(cell) }
}

/// The columns that a row heads, if it has the headings of a tracker: where the day goes, and at least
/// three of the five others. `text` gives what its n-th cell shows.
fn columns(row: &Row<'_>, text: impl Fn(usize) -> Option<Written>) -> Option<Vec<Column>> {
    if row.deleted {
        return None;
    }
    let (mut texts, mut known): (Vec<Written>, Vec<Heading>) = Default::default();
    for nth in 0..row.cells.len() {
        // Most rows are none, and each word takes folding: no further than it can still be one.
        if known.len() + row.cells.len() - nth < FEWEST {
            return None;
        }
        texts.push(text(nth).unwrap_or_default());
        known.extend(Heading::meant_by(texts[nth].expose()).filter(|meant| !known.contains(meant)));
    }
    let headings = Heading::of_row(&texts).into_iter().zip(&row.cells);
    let columns: Vec<Column> =
        headings.map(|(heading, cell)| Column { heading, place: cell.columns() }).collect();
    let has_day = columns.iter().any(|column| column.heading == Some(Heading::Entered));
    (has_day && known.len() >= FEWEST).then_some(columns)
}
