//! Trackers as people make them are read, stamped and added to, and nothing else in them changes.

/// Rows are added: into blank ones, or behind the last, and any text reads back.
mod adding;
/// The tracker that lies beside a form, or the lack of one that is surely it.
mod beside;
/// The commands show, add and stamp.
mod commands;
/// Trackers drawn as lines of text, and how the others look at them.
pub mod drawn;
/// A form finds its row, or a person is asked.
mod finding;
/// What is odd about a tracker kept by hand is told.
mod findings;
/// The row of a restricted record says no more whose it is.
mod hiding;
/// No bytes and no document make a panic.
mod hostile;
/// A row says to whom its work was passed.
mod passing;
/// A PIN takes the place of NEW.
mod pins;
/// Headings in any wording and order; merged, split, deleted and wrapped rows and cells.
mod reading;
/// A date goes into one cell, however that cell was made.
mod stamping;
