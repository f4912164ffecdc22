//! The end of a record: the tracker's row is stamped, and what is known of it noted.
//!
//! The person's confirmation is on the disk before anything is stamped, and each stamp is noted when it is there.
//! So whatever a crash leaves behind, the next start finds what is missing and does it, once.

use super::{RecordStamp, Sitting, SittingError, Stamp};
use crate::{
    desk::{LARGEST, Outcome, PATIENCE, TrackerFileError, add_row, tracker_in, trackers},
    form::{EnteredNote, note_entered},
    reentry::{ChildKey, Confirmation, Deed, Ending, Record, Stamped, Want},
    share::{UpdateError, hash_file, remove_backup, update_file},
    tracker::{Entered, Match, NewRow, RowNumber, Tracker, Wanted, find_row_beside},
    word::{Unreadable, Written},
};
use std::path::Path;

/// Whether nothing is left to be noted about a record that was saved. A part that is for somebody else has no row,
/// and only the form's own child may have one on the share beside it.
pub(super) fn is_settled(confirmation: &Confirmation, is_part: bool, has_number_only: bool) -> bool {
    let is_stamped = |what| confirmation.stamped.contains(&what);
    is_stamped(Stamped::Form)
        && (is_part || is_stamped(Stamped::Tracker))
        && (!has_number_only || is_stamped(Stamped::NumberOnly))
}

/// A hash of a file; None where it cannot be read.
pub(super) fn file_hash(path: &Path) -> Option<blake3::Hash> {
    hash_file(path, LARGEST).ok()
}

impl Sitting {
    /// Notes for each record that was confirmed to be saved, in the tracker and in the form, what is not noted yet.
    pub(super) fn stamp_what_is_saved(&mut self) -> Result<(), SittingError> {
        for record in 0..self.session.records().len() {
            let key = self.session.records()[record].key.clone();
            let Some(confirmation) = self.session.progress().confirmation(&key).cloned() else { continue };
            let was_tried = self.stamps.iter().any(|stamp| stamp.record == record);
            if was_tried || is_settled(&confirmation, self.by.is_some(), false) {
                continue;
            }
            self.try_pins_again();
            let (mut stamp, mut is_added) = (None, false);
            if !confirmation.stamped.contains(&Stamped::Tracker)
                && let Some(entered) = self.session.entered(&key)
            {
                let (stamped, added) = self.stamp(record, entered);
                // Before the stamp is noted: what a crash cuts off in between is done at the next start.
                if record == 0 && stamped.is_stamped() {
                    self.add_rows_of_others();
                }
                if stamped.is_final() {
                    self.note_stamped(&key, Stamped::Tracker)?;
                }
                (stamp, is_added) = (Some(stamped), added);
            }
            let mut not_in_form = None;
            if !confirmation.stamped.contains(&Stamped::Form) {
                match self.note_in_form(record, &confirmation) {
                    Ok(()) => self.note_stamped(&key, Stamped::Form)?,
                    Err(error) => not_in_form = Some(error),
                }
            }
            let says_new = stamp.as_ref().is_some_and(|stamp| self.still_says_new(record, stamp));
            self.stamps.push(RecordStamp { record, stamp, is_added, says_new, not_in_form });
        }
        self.stamp_number_only()
    }

    pub(super) fn note_stamped(&mut self, child: &ChildKey, what: Stamped) -> Result<(), SittingError> {
        let at = self.now().wall;
        self.session.progress_mut().note(Deed::Stamped { child: child.clone(), what }, at);
        self.keep()
    }

    /// Has the form itself say that it was entered: it may come back as a copy, or by mail.
    fn note_in_form(
        &mut self,
        record: usize,
        confirmation: &Confirmation,
    ) -> Result<(), UpdateError<Unreadable>> {
        let records = self.session.records();
        let child = (records.len() > 1).then(|| records[record].child.in_tracker());
        let system = self.form.system().unwrap_or(self.session.system()).to_owned();
        let (at, by) = (confirmation.at, confirmation.who.as_deref().map(Written::from));
        let note = EnteredNote { system, part: self.by.clone(), child, at, by, is_ours: true };
        let issue = self.form.identity.issue.as_ref();
        let answers = self.session.progress().answers();
        let mut is_as_read = false;
        update_file(&self.path, PATIENCE, |bytes| {
            is_as_read = self.seen == Some(blake3::hash(bytes));
            note_entered(bytes, &note, issue, answers)
        })?;
        // The form says no less than before: there is nothing that the old one is good for.
        remove_backup(&self.path);
        // What somebody saved meanwhile is still to be noticed before the next child's record is confirmed.
        if is_as_read {
            self.seen = file_hash(&self.path);
        }
        Ok(())
    }

    /// Whether the form's file is another one than it was when it was read.
    pub(super) fn has_form_changed(&self) -> bool {
        let now = file_hash(&self.path);
        now.is_some() && now != self.seen
    }

    /// Notes what came of it, once the session has ended.
    pub(super) fn see_whether_it_has_ended(&mut self) {
        let Want::Done(ending) = self.session.want() else { return };
        if self.outcome.is_some() {
            return;
        }
        self.try_pins_again();
        let is_row_stamped = |stamp: &RecordStamp| stamp.stamp.as_ref().is_none_or(Stamp::is_stamped);
        let is_stamped = ending == Ending::Saved
            && self.by.is_none()
            && !self.stamps.is_empty()
            && self.stamps.iter().all(is_row_stamped)
            && self.number_only_stamp.as_ref().is_none_or(Stamp::is_stamped);
        self.outcome = Some(Outcome { ending, is_stamped });
        if let Some(clipboard) = &mut self.clipboard {
            // They belong to other programs, too.
            let _ = clipboard.set_keys(false);
        }
    }

    /// Stamps the row of a record; adds one for a brother or a sister who has none, if the form's own child has.
    fn stamp(&self, record: usize, entered: Entered) -> (Stamp, bool) {
        // A part that is for somebody else is not the work that the worker's row tells of.
        if self.by.is_some() {
            return (Stamp::None, false);
        }
        let Some(path) = &self.tracker else { return (Stamp::NoTracker, false) };
        let (wanted, others) = self.wanted(record);
        let mut found = Match::None;
        let choose = |tracker: &Tracker| {
            found = find_row_beside(tracker, &wanted, &others);
            if let Match::One(row) = found { Some(row) } else { None }
        };
        match (trackers::stamp_row(path, choose, &entered), found) {
            (Err(error), _) => (Stamp::failed(error), false),
            (Ok(Some(row)), _) => (Stamp::Done(row), false),
            (Ok(None), Match::Entered(row)) => (Stamp::Already(row), false),
            (Ok(None), Match::None) if self.is_own_row_here(record) => {
                match self.add_stamped(path, record, entered) {
                    Ok(row) => (Stamp::Done(row), true),
                    Err(error) => (Stamp::failed(error), false),
                }
            }
            (Ok(None), _) => (Stamp::NoRow, false),
        }
    }

    /// Adds a row for each brother and sister who has none and is still to be entered. With the row of the form's
    /// own child stamped, nothing else would say that there is work left.
    fn add_rows_of_others(&mut self) {
        let Some(path) = self.tracker.clone().filter(|_| self.by.is_none()) else { return };
        let mut told = Vec::new();
        for record in 1..self.session.records().len() {
            if self.session.progress().confirmation(&self.session.records()[record].key).is_some() {
                continue;
            }
            let (wanted, others) = self.wanted(record);
            let has_none = |tracker: &Tracker| find_row_beside(tracker, &wanted, &others) == Match::None;
            let added = match tracker_in(&path) {
                Ok(tracker) if has_none(&tracker) => add_row(&path, &self.work_of(record)),
                Ok(_) => continue,
                Err(error) => Err(error),
            };
            let child = self.session.records()[record].child.in_tracker();
            told.push(match added {
                Ok(row) => format!("Row {row} of {} is added for {}.", path.display(), child.expose()),
                Err(error) => format!(
                    "{} has no row in the tracker, and none could be added: {error}. Add it in Word, or nothing says that the child is still to be entered.",
                    child.expose()
                ),
            });
        }
        if !told.is_empty() {
            self.session.tell(told.join(" "));
        }
    }

    /// Whether the record is a brother's or a sister's, and the row of the form's own child is in the tracker.
    fn is_own_row_here(&self, record: usize) -> bool {
        let own = self.stamps.iter().find(|stamp| stamp.record == 0).and_then(|own| own.stamp.as_ref());
        let was_stamped_before = own.is_none();
        record > 0 && (was_stamped_before || own.is_some_and(Stamp::is_stamped))
    }

    fn add_stamped(
        &self,
        path: &Path,
        record: usize,
        entered: Entered,
    ) -> Result<RowNumber, TrackerFileError> {
        let row = add_row(path, &self.work_of(record))?;
        trackers::stamp_row(path, |_| Some(row), &entered)?;
        Ok(row)
    }

    /// The row that a record asks for.
    fn work_of(&self, record: usize) -> NewRow {
        let Record { form, child, .. } = &self.session.records()[record];
        NewRow { pin: child.pin.clone(), ..trackers::work_of(form, (self.clock)()) }
    }

    /// What is known of the row of a record, and of those of the others.
    pub(super) fn wanted(&self, record: usize) -> (Wanted, Vec<Wanted>) {
        let mut all: Vec<Wanted> = self.session.records().iter().map(wanted).collect();
        let wanted = all.remove(record);
        (wanted, all)
    }
}

pub(in crate::desk) fn wanted(record: &Record) -> Wanted {
    Wanted { pin: record.child.pin.clone(), ..trackers::wanted(&record.form) }
}
