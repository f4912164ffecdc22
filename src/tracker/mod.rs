//! Stage 3: the rows of work, and the day each was entered.
//!
//! A tracker is a Word table that a person keeps during an outage: a row for each piece of work, and in
//! its last column the day on which it was entered into Liquidlogic. People make and edit it by hand,
//! so nothing marks it but its headings. [`Tracker::read`] reads it, [`stamp`] writes the day into one
//! row, [`write_pin`] the PIN of a child who had none, [`pass`] that its work went to another team, and [`add`]
//! puts a row below the others. They change nothing else in the document, and only an [`Entered`] stamps.

mod add;
mod blank;
mod change;
mod entered;
mod find;
mod findings;
mod headings;
mod hide;
mod owner;
mod pass;
mod passed;
mod pin;
mod recorded;
mod row;
mod sheet;
mod stamp;
mod words;

pub use add::{NewRow, add, add_missing};
pub use blank::{blank, blank_headed, file_name};
pub use change::Changed;
pub use entered::Entered;
pub use find::{Match, Wanted, find_row, find_row_beside};
pub use findings::TrackerFinding;
pub use headings::Heading;
pub use hide::hide;
pub use pass::pass;
pub use passed::{Passed, Way, is_same_team};
pub use pin::{PinWritten, write_pin};
pub use recorded::Recorded;
pub use row::{NotARowNumber, RowNumber, TrackerRow};
pub use stamp::stamp;

use crate::word::{
    Package, Unreadable, Written,
    package::{all_was_read, tree},
};
use change::Page;
use sheet::Sheet;

/// A tracker as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracker {
    rows: Vec<TrackerRow>,
    /// How many tables have its headings.
    tables: usize,
    /// Headings that none of them has.
    missing: Vec<Heading>,
    your_name: Option<Written>,
    team_name: Option<Written>,
}

/// Why a tracker could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum TrackerError {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error(
        "no table in it has the tracker's headings, such as \"{}\" and \"{}\": choose the tracker, or type them above its columns",
        Heading::Pin,
        Heading::Entered
    )]
    NotATracker,
    #[error("the tracker has no column \"{0}\": put one into its table in Word, with this heading")]
    NoColumn(Heading),
    #[error("there is no row {row} in the tracker, which has {rows}: look up the row's number again")]
    NoRow { row: RowNumber, rows: usize },
    #[error("row {0} is already stamped: if the date there is wrong, correct it in Word")]
    AlreadyStamped(RowNumber),
    #[error("in row {0} words stand where the date goes: look at them, and put the date there in Word")]
    NotADay(RowNumber),
    #[error(
        "in row {row} the cell below \"{heading}\" is merged with another one: write there in Word, or split the cells"
    )]
    Merged { row: RowNumber, heading: Heading },
}

impl Tracker {
    /// Reads a tracker from a Word document.
    ///
    /// # Errors
    /// When the bytes are no Word document that can be read, or no table in it has the headings.
    pub fn read(bytes: &[u8]) -> Result<Self, TrackerError> {
        let mut package = Package::open(bytes)?;
        let text = package.main_text()?;
        let tree = tree(package.main_part(), &text)?;
        let tracker = Page::of(&tree).map(|page| Self::of(&page));
        // Where it was not, the headings may be what was missed.
        all_was_read(package.main_part(), &tree)?;
        tracker
    }

    fn of(page: &Page<'_>) -> Self {
        let Page { root, sheets } = page;
        let work = sheets.iter().flat_map(Sheet::work);
        Self {
            rows: RowNumber::all().zip(work).map(|(number, row)| TrackerRow::read(number, &row)).collect(),
            tables: sheets.len(),
            missing: Heading::ALL.into_iter().filter(|h| !sheets.iter().any(|sheet| sheet.has(*h))).collect(),
            your_name: owner::written_beside(*root, sheets, "your name"),
            team_name: owner::written_beside(*root, sheets, "team name"),
        }
    }

    /// The rows of work in the document's order; blank rows and the "(e.g.)" samples are not among them.
    pub fn rows(&self) -> &[TrackerRow] {
        &self.rows
    }

    /// The row with this number.
    pub fn row(&self, number: RowNumber) -> Option<&TrackerRow> {
        self.rows.get(number.index())
    }

    /// Who keeps it, from beside "Your Name".
    pub fn your_name(&self) -> Option<&Written> {
        self.your_name.as_ref()
    }

    /// Their team, from beside "Team Name".
    pub fn team_name(&self) -> Option<&Written> {
        self.team_name.as_ref()
    }
}
