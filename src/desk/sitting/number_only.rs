//! The row of a restricted record on the share, which says nothing but its number: stamped beside the full one.

use super::{Options, Sitting, SittingError, Stamp};
use crate::{
    desk::{TrackerFileError, Workplace, settings::RestrictedRows, trackers},
    form::{CompletedForm, FormNumber},
    reentry::{ChildKey, Stamped},
    tracker::{Entered, RowNumber, Tracker},
};
use std::path::Path;

impl Options<'_> {
    /// Has the rows stamped, too, that a restricted form has on the share: as the council wants them there, the only
    /// ones, or beside those in the worker's secure place.
    ///
    /// # Errors
    /// When it cannot be told which tracker on the share is the worker's.
    pub fn stamp_on_share(
        &mut self,
        form: &CompletedForm,
        workplace: &Workplace,
    ) -> Result<(), TrackerFileError> {
        if form.is_restricted() && self.by.is_none() {
            let shared = workplace.tracker_in(workplace.folder())?;
            match workplace.restricted_rows {
                RestrictedRows::NumberOnly => self.number_only = Some(shared),
                RestrictedRows::Full => self.tracker = self.tracker.take().or(Some(shared)),
            }
        }
        Ok(())
    }
}

impl Sitting {
    /// The tracker on the share, and what became of the row there that bears nothing but the form's number, once all
    /// records are saved.
    pub fn number_only(&self) -> Option<(&Path, &Stamp)> {
        self.number_only.as_deref().zip(self.number_only_stamp.as_ref())
    }

    /// Stamps it once every record of the form is saved: it tells of all of them.
    pub(super) fn stamp_number_only(&mut self) -> Result<(), SittingError> {
        let Some(path) = self.number_only.clone().filter(|_| self.number_only_stamp.is_none()) else {
            return Ok(());
        };
        let progress = self.session.progress();
        let keys: Vec<ChildKey> = self.session.records().iter().map(|record| record.key.clone()).collect();
        let saved: Option<Vec<_>> =
            keys.iter().map(|key| Some((progress.confirmation(key)?, self.session.entered(key)?))).collect();
        let Some((_, entered)) = saved.and_then(|all| all.into_iter().max_by_key(|(of, _)| of.at)) else {
            return Ok(());
        };
        // Noted with the form's own child, whichever of them was the last.
        let own = ChildKey::own();
        let is_noted =
            progress.confirmation(&own).is_some_and(|own| own.stamped.contains(&Stamped::NumberOnly));
        if is_noted {
            return Ok(());
        }
        let stamp = match self.number() {
            Some(number) => stamp_rows(&path, number, entered),
            None => Stamp::NoRow,
        };
        if stamp.is_final() {
            self.note_stamped(&own, Stamped::NumberOnly)?;
        }
        self.number_only_stamp = Some(stamp);
        Ok(())
    }
}

/// Stamps all hidden rows that bear the number: where a form became restricted later, each of its children has one.
fn stamp_rows(path: &Path, number: FormNumber, entered: Entered) -> Stamp {
    let mut done: Option<RowNumber> = None;
    loop {
        let mut there = Vec::new();
        let choose = |tracker: &Tracker| {
            let rows =
                tracker.rows().iter().filter(|row| row.is_hidden() && row.form_number() == Some(number));
            there = rows.map(|row| (row.row, row.is_entered())).collect();
            there.iter().find(|(_, is_entered)| !is_entered).map(|(row, _)| *row)
        };
        match trackers::stamp_row(path, choose, &entered) {
            Ok(Some(row)) => done = Some(row),
            Ok(None) => {
                return match (done, there.first()) {
                    (Some(row), _) => Stamp::Done(row),
                    (None, Some((row, _))) => Stamp::Already(*row),
                    (None, None) => Stamp::NoRow,
                };
            }
            Err(error) => return Stamp::failed(error),
        }
    }
}
