//! The end of a record: the tracker's row is stamped, and what is known of it noted.
//!
//! The person's confirmation is on the disk before anything is stamped, and each stamp is noted when it is there.
//! So whatever a crash leaves behind, the next start finds what is missing and does it, once.

use super::{RecordStamp, Sitting, SittingError, Stamp};
use crate::{
    desk::{Outcome, TrackerFileError, add_row, trackers},
    form::Pin,
    reentry::{Confirmation, Deed, Ending, Record, Stamped, Want},
    tracker::{Entered, Match, PinWritten, RowNumber, Tracker, Wanted, find_row_beside},
};
use std::path::Path;

/// Whether nothing is left to be noted about a record that was saved.
pub(super) fn is_settled(confirmation: &Confirmation, is_part: bool) -> bool {
    is_part || confirmation.stamped.contains(&Stamped::Tracker)
}

impl Sitting {
    /// Stamps for each record that was confirmed to be saved what is not stamped yet.
    pub(super) fn stamp_what_is_saved(&mut self) -> Result<(), SittingError> {
        for record in 0..self.session.records().len() {
            let Record { key, .. } = &self.session.records()[record];
            let key = key.clone();
            let Some(confirmation) = self.session.progress().confirmation(&key) else { continue };
            let Some(entered) = self.session.entered(&key) else { continue };
            let was_tried = self.stamps.iter().any(|stamp| stamp.record == record);
            if was_tried || is_settled(confirmation, false) {
                continue;
            }
            let (stamp, is_added) = self.stamp(record, entered);
            if matches!(stamp, Stamp::Done(_) | Stamp::Already(_) | Stamp::ByHand(_)) {
                let now = self.now();
                let deed = Deed::Stamped { child: key, what: Stamped::Tracker };
                self.session.progress_mut().note(deed, now.wall);
                self.keep()?;
            }
            self.stamps.push(RecordStamp { record, stamp, is_added });
        }
        Ok(())
    }

    /// Notes what came of it, once the session has ended.
    pub(super) fn see_whether_it_has_ended(&mut self) {
        let Want::Done(ending) = self.session.want() else { return };
        if self.outcome.is_some() {
            return;
        }
        let stamped = self.stamps.iter().filter(|stamp| stamp.stamp.is_stamped()).count();
        let earlier = self.session.records().len() - self.stamps.len();
        let is_stamped = ending == Ending::Saved
            && !self.stamps.is_empty()
            && stamped + earlier == self.session.records().len();
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

    /// Whether the record is a brother's or a sister's, and the row of the form's own child is in the tracker.
    fn is_own_row_here(&self, record: usize) -> bool {
        let stamp = self.stamps.iter().find(|stamp| stamp.record == 0).map(|stamp| &stamp.stamp);
        let was_stamped_before = stamp.is_none();
        record > 0 && (was_stamped_before || stamp.is_some_and(Stamp::is_stamped))
    }

    fn add_stamped(
        &self,
        path: &Path,
        record: usize,
        entered: Entered,
    ) -> Result<RowNumber, TrackerFileError> {
        let record = &self.session.records()[record];
        let mut work = trackers::work_of(&record.form, (self.clock)());
        work.pin.clone_from(&record.child.pin);
        let row = add_row(path, &work)?;
        trackers::stamp_row(path, |_| Some(row), &entered)?;
        Ok(row)
    }

    /// What is known of the row of a record, and of those of the others.
    fn wanted(&self, record: usize) -> (Wanted, Vec<Wanted>) {
        let mut all: Vec<Wanted> = self.session.records().iter().map(wanted).collect();
        let wanted = all.remove(record);
        (wanted, all)
    }

    /// A new PIN goes into the tracker at once: it is kept nowhere else.
    pub(super) fn write_new_pin(&mut self) {
        let Some(learned) = self.session.learned().last() else { return };
        let Some(pin) = Pin::read(learned.given.expose()) else { return };
        let record = self.session.records().iter().position(|record| record.key == learned.child);
        let by_hand = "Write it there in place of NEW yourself.";
        let record = record.unwrap_or(0);
        // The row says NEW yet, or another PIN, which has to be told.
        let (mut wanted, others) = self.wanted(record);
        wanted.pin = trackers::wanted(&self.session.records()[record].form).pin;
        let choose = |tracker: &Tracker| match find_row_beside(tracker, &wanted, &others) {
            Match::One(row) | Match::Entered(row) => Some(row),
            Match::Several(_) | Match::None => None,
        };
        let written = self.tracker.as_ref().map(|path| (path, trackers::put_pin(path, choose, &pin)));
        let trouble = match written {
            Some((_, Ok(Some((_, PinWritten::Done | PinWritten::Same))))) => None,
            Some((path, Ok(Some((row, PinWritten::Another))))) => Some(format!(
                "Row {row} of {} bears another PIN: look at both and correct it in Word.",
                path.display()
            )),
            Some((_, Err(error))) => Some(format!("The PIN is not in the tracker: {error}. {by_hand}")),
            None | Some((_, Ok(None))) => Some(format!(
                "No row of a tracker is surely this form's, so the PIN was not written into one. {by_hand}"
            )),
        };
        if let Some(trouble) = trouble {
            self.session.tell(trouble);
        }
    }
}

fn wanted(record: &Record) -> Wanted {
    Wanted { pin: record.child.pin.clone(), ..trackers::wanted(&record.form) }
}
