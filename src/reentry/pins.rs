//! PINs that children got since their form was written.

use super::Child;
use crate::{form::Pin, tracker::TrackerRow, word::Written};

/// What the rows of one form say of its children's PINs: who was NEW in the form may have one by now, given at an
/// earlier sitting or entered by a colleague.
#[derive(Clone, Default)]
pub struct KnownPins {
    rows: Vec<(Child, Option<Pin>)>,
}

impl KnownPins {
    /// Of the rows that are surely the form's.
    pub fn of<'r>(rows: impl IntoIterator<Item = &'r TrackerRow>) -> Self {
        let known = |row: &TrackerRow| {
            let child = Child {
                pin: None,
                born: row.born(),
                forename: Written::default(),
                surname: row.surname().unwrap_or_default(),
            };
            (child, row.pin_or_new().filter(|pin| matches!(pin, Pin::Issued(_))))
        };
        Self { rows: rows.into_iter().map(known).collect() }
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
            let pin = Pin::read(pin).filter(|pin| matches!(pin, Pin::Issued(_)));
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
