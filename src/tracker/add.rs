//! Adding a row of work below the others.

use super::{
    Heading, Recorded, RowNumber, Tracker, TrackerError, TrackerRow, Wanted,
    change::{Changed, change},
    sheet::{Sheet, SheetRow},
};
use crate::{
    form::{FormNumber, Pin},
    template::date::show_date,
    word::{Pen, Written, new_row::Model},
};
use jiff::civil::Date;

/// A piece of work to be noted in a tracker. It has no `Debug`, which would show when a child was born.
#[derive(Clone)]
pub struct NewRow {
    /// The child's PIN in EHM or LCS, or "NEW"; blank where neither is known.
    pub pin: Option<Pin>,
    pub surname: Written,
    pub born: Option<Date>,
    pub restricted: bool,
    /// What was done, as "New Contact, Progress to referral".
    pub nature: Written,
    /// The number of the form that tells of it.
    pub number: Option<FormNumber>,
    pub recorded: Recorded,
    /// Of a restricted record where others read along: the row says when it was recorded and the number of its
    /// form, and nothing of the child or the work.
    pub is_hidden: bool,
}

/// Adds the rows of one form that are not there yet, and gives for each its number and whether it is new. A row
/// is there if it bears the form's number and is not plainly another child's.
///
/// # Errors
/// As [`add`].
pub fn add_missing(bytes: &[u8], works: &[NewRow]) -> Changed<Vec<(RowNumber, bool)>> {
    let there = Tracker::read(bytes)?;
    let mut bytes = bytes.to_vec();
    let mut rows: Vec<(RowNumber, bool)> = Vec::new();
    for work in works {
        let is_taken = |row: &TrackerRow| rows.iter().any(|(taken, _)| *taken == row.row);
        let is_its = |row: &&TrackerRow| {
            work.number.is_some()
                && row.form_number() == work.number
                && !is_taken(row)
                && (work.is_hidden || !row.is_of_another(&work.child()))
        };
        if let Some(row) = there.rows().iter().find(is_its) {
            rows.push((row.row, false));
        } else {
            let (changed, row) = add(&bytes, work)?;
            bytes = changed;
            rows.push((row, true));
        }
    }
    Ok((bytes, rows))
}

/// What stands for PIN and child in a row that is hidden.
pub(super) const HIDDEN: &str = "Restricted";

/// Adds a row to a tracker and gives its number: the first blank row below the last used one, or else
/// a new one shaped like the last.
///
/// The rest of the document's text and its other parts stay as they were, byte for byte.
///
/// # Errors
/// When the document is no tracker, or has no column for something that the row says.
pub fn add(bytes: &[u8], new: &NewRow) -> Changed<RowNumber> {
    let cells = new.cells();
    change(bytes, |page, pen| {
        let sheets = &page.sheets;
        match blank_row(sheets, &cells) {
            Some(row) => fill(pen, row, &cells),
            None => append(pen, sheets.last().ok_or(TrackerError::NotATracker)?, &cells)?,
        }
        Ok(RowNumber::after(Sheet::count(sheets)))
    })
}

impl NewRow {
    /// Its child, as far as one can look for a row of theirs.
    fn child(&self) -> Wanted {
        Wanted { pin: self.pin.clone(), born: self.born, ..Wanted::default() }
    }

    /// The row among these that is about the same child; none where several may be, as those of twins.
    pub fn only_row_among<'r>(&self, rows: &'r [TrackerRow]) -> Option<&'r TrackerRow> {
        let child = self.child();
        let mut rows = rows.iter().filter(|row| !row.is_of_another(&child));
        let (row, None) = (rows.next()?, rows.next()) else { return None };
        Some(row)
    }

    /// What goes into its cells; those that stay blank are left out.
    fn cells(&self) -> Vec<Said> {
        if self.is_hidden {
            return self.hidden_cells();
        }
        let born = self.born.map(|born| format!(" {}", show_date(born))).unwrap_or_default();
        let nature = self.nature.expose();
        let number = self.number.filter(|number| FormNumber::at_end_of(nature) != Some(*number));
        let number = number.map(|number| format!(" ({number})")).unwrap_or_default();
        let cells = [
            (Heading::Pin, self.pin.as_ref().map(Pin::written).unwrap_or_default()),
            (Heading::Child, format!("{}{born}", self.surname.expose()).into()),
            (Heading::Restricted, if self.restricted { "x" } else { "" }.into()),
            (Heading::Recorded, self.recorded.to_string().into()),
            (Heading::Nature, format!("{nature}{number}").into()),
        ];
        cells.into_iter().filter(|(_, text)| !text.is_blank()).collect()
    }

    fn hidden_cells(&self) -> Vec<Said> {
        let number = self.number.map_or_else(|| HIDDEN.to_owned(), |number| format!("({number})"));
        vec![
            (Heading::Pin, HIDDEN.into()),
            (Heading::Child, HIDDEN.into()),
            (Heading::Restricted, "x".into()),
            (Heading::Recorded, self.recorded.to_string().into()),
            (Heading::Nature, number.into()),
        ]
    }
}

/// What a new row says below a heading.
type Said = (Heading, Written);

fn fill(pen: &mut Pen<'_>, row: SheetRow<'_, '_>, cells: &[Said]) {
    for (heading, text) in cells {
        if let Some(cell) = row.cell(*heading) {
            pen.write(cell, text.expose());
        }
    }
}

fn append(pen: &mut Pen<'_>, sheet: &Sheet<'_>, cells: &[Said]) -> Result<(), TrackerError> {
    if let Some((heading, _)) = cells.iter().find(|(heading, _)| !sheet.has(*heading)) {
        return Err(TrackerError::NoColumn(*heading));
    }
    let model = model(sheet, cells);
    pen.append_row(&sheet.table, &model, |cell| {
        let goes_here = |heading| sheet.cell(model.row, heading).is_some_and(|c| c.column == cell.column);
        cells.iter().find(|(heading, _)| goes_here(*heading)).map_or("", |(_, text)| text.expose())
    });
    Ok(())
}

/// The first wholly blank row below the last row of work that has a cell of its own for each text.
fn blank_row<'s, 't>(sheets: &'s [Sheet<'t>], cells: &[Said]) -> Option<SheetRow<'s, 't>> {
    let rows: Vec<_> = sheets.iter().flat_map(Sheet::below).collect();
    let unused = rows.iter().rposition(|row| row.reading.is_work).map_or(0, |last| last + 1);
    rows[unused..].iter().copied().find(|row| {
        let is_blank = row.row.cells.iter().all(|cell| cell.is_shown() && cell.text().is_blank());
        is_blank && has_cells(row, cells)
    })
}

/// The last row with a cell for each text, or else the headings.
fn model<'s, 't>(sheet: &'s Sheet<'t>, cells: &[Said]) -> Model<'s, 't> {
    match sheet.below().rev().find(|row| has_cells(row, cells)) {
        Some(row) => Model { row: row.row, is_heading: false },
        None => Model { row: sheet.headings(), is_heading: true },
    }
}

/// Whether a row has a cell for each text, and one for the day of entry.
fn has_cells(row: &SheetRow<'_, '_>, cells: &[Said]) -> bool {
    let mut headings = cells.iter().map(|(heading, _)| *heading).chain([Heading::Entered]);
    headings.all(|heading| row.cell(heading).is_some())
}
