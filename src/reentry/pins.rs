//! PINs that children got since their form was written, and those that rows of others have already.

use super::{Child, ChildKey};
use crate::{
    form::Pin,
    tracker::{RowNumber, TrackerRow},
    word::Written,
};
use std::path::Path;

/// What the rows of one form say of its children's PINs: who was NEW in the form may have one by now, given at an
/// earlier sitting or entered by a colleague.
#[derive(Clone, Default)]
pub struct KnownPins {
    rows: Vec<(Child, Option<Pin>)>,
}

impl KnownPins {
    /// Of the rows that are surely the form's.
    pub fn of<'r>(rows: impl IntoIterator<Item = &'r TrackerRow>) -> Self {
        Self { rows: rows.into_iter().map(|row| (child_of(row), row.pin_issued())).collect() }
    }

    /// The PIN of one of the form's children, who is NEW in it. None where it is not plain: rows do not tell twins
    /// apart.
    pub(super) fn of_child(&self, child: &Child, all: &[Child]) -> Option<&Pin> {
        if !child.is_new() {
            return None;
        }
        let mut rows = self.rows.iter().filter(|(known, _)| known.is(child));
        let ((known, pin), None) = (rows.next()?, rows.next()) else { return None };
        let is_only = all.iter().filter(|other| known.is(other)).count() == 1;
        pin.as_ref().filter(|_| is_only)
    }
}

fn child_of(row: &TrackerRow) -> Child {
    Child {
        pin: None,
        born: row.born(),
        forename: Written::default(),
        surname: row.surname().unwrap_or_default(),
    }
}

/// A PIN that stands in a row of the team's trackers: who is NEW should not get it from a record that was open by
/// mistake.
pub struct NotedPin {
    pin: Pin,
    /// "row 3 of `SCNorth_JaneSmith.docx`", "a row of the team".
    place: String,
    row: TrackerRow,
    /// The child of the form at hand whose own row it is.
    own: Option<ChildKey>,
}

impl NotedPin {
    /// Of a row; None where no PIN stands there. `own` is the child of the form at hand whose row it is.
    pub fn of(row: &TrackerRow, tracker: &Path, own: Option<ChildKey>) -> Option<Self> {
        // Where a restricted record is noted is nobody else's concern.
        let place =
            if row.is_restricted() { "a row of the team".to_owned() } else { place(row.row, tracker) };
        Some(Self { pin: row.pin_issued()?, place, row: row.clone(), own })
    }

    /// Which of them speak against this PIN for a child of the form at hand.
    pub(super) fn against<'n>(
        noted: &'n [Self],
        pin: &Pin,
        key: &ChildKey,
        child: &Child,
    ) -> Option<TakenPin<'n>> {
        let mut rows =
            noted.iter().filter(|noted| noted.pin == *pin && noted.own.as_ref() != Some(key)).peekable();
        let first = rows.peek()?.place.as_str();
        let (mut others, mut is_another) = (0, false);
        for noted in rows {
            others += 1;
            is_another |= noted.is_another(child);
        }
        Some(TakenPin { first, more: others - 1, is_another })
    }

    /// Whether the row is plainly about another child. Of twins nobody can tell.
    fn is_another(&self, child: &Child) -> bool {
        let born = self.row.born();
        self.row.is_named(&child.surname) == Some(false)
            || born.is_some() && child.born.is_some() && born != child.born
    }
}

fn place(row: RowNumber, tracker: &Path) -> String {
    format!("row {row} of {}", tracker.display())
}

/// Where a PIN stands already. What the rows say is not told.
pub(super) struct TakenPin<'n> {
    first: &'n str,
    /// So many rows more.
    more: usize,
    is_another: bool,
}

impl TakenPin<'_> {
    /// "row 3 of `SCNorth_JaneSmith.docx` has this PIN for another child".
    pub fn said(&self) -> String {
        let what = if self.is_another { "for another child" } else { "already" };
        match self.more {
            0 => format!("{} has this PIN {what}", self.first),
            1 => format!("{} and 1 row more have this PIN {what}", self.first),
            more => format!("{} and {more} rows more have this PIN {what}", self.first),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn child(forename: &str, pin: &str) -> Child {
        Child {
            pin: Pin::read(pin),
            born: Some(date(2020, 2, 1)),
            forename: forename.into(),
            surname: "Samplesson".into(),
        }
    }

    /// The PINs that the rows say; NEW is none.
    fn rows(pins: &[&str]) -> KnownPins {
        let known = |pin: &&str| {
            let pin = Pin::read(pin).filter(Pin::is_issued);
            (Child { pin: None, ..child("", "") }, pin)
        };
        KnownPins { rows: pins.iter().map(known).collect() }
    }

    #[test]
    fn who_was_new_has_the_pin_of_the_row() {
        let alva = child("Alva", "NEW");
        assert_eq!(
            rows(&["8123477"]).of_child(&alva, &[child("Alva", "NEW")]),
            Pin::read("8123477").as_ref()
        );
        assert_eq!(rows(&["NEW"]).of_child(&alva, &[child("Alva", "NEW")]), None);
        let known = child("Alva", "8123499");
        assert_eq!(rows(&["8123477"]).of_child(&known, &[child("Alva", "8123499")]), None);
    }

    #[test]
    fn twins_are_not_taken_for_each_other() {
        let twins = [child("Alva", "NEW"), child("Bea", "NEW")];
        assert_eq!(rows(&["8123477"]).of_child(&twins[1], &twins), None);
        assert_eq!(rows(&["8123477", "NEW"]).of_child(&twins[1], &twins), None);
    }
}
