//! The rows on the share that tell of a form's child.

use super::remove;
use crate::{
    desk::{
        TrackerFileError, Workplace,
        forms::word_documents,
        settings::RestrictedRows,
        trackers::{hide_rows, rows_of, tracker_in},
    },
    form::CompletedForm,
    share::{UpdateError, WriteError, backup_of, folder_of, open_elsewhere},
    tracker::{TrackerError, TrackerRow},
    word::Written,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The trackers that lie beside a form and may have its rows; none where the council wants these as they are.
#[derive(Default)]
pub(super) struct Trackers {
    list: Vec<PathBuf>,
    /// Why a document that may be a tracker could not be read.
    unread: Vec<TrackerFileError>,
}

impl Trackers {
    /// Looks for them, and whether those that have to be changed can be: before anything is moved, as what is not
    /// moved can be tried again.
    pub(super) fn of(
        path: &Path,
        form: &CompletedForm,
        workplace: &Workplace,
    ) -> Result<Self, TrackerFileError> {
        let mut trackers = Self::default();
        if workplace.restricted_rows == RestrictedRows::Full {
            return Ok(trackers);
        }
        let name = path.file_name();
        for file in word_documents(folder_of(path))?.into_iter().filter(|file| file.file_name() != name) {
            match tracker_in(&file) {
                Ok(tracker) => {
                    let tells = |row| tracker.row(row).is_some_and(|row| !row.is_hidden());
                    if rows_of(&tracker, form).into_iter().any(tells) {
                        can_be_changed(&file)?;
                    }
                    trackers.list.push(file);
                }
                Err(TrackerFileError::Tracker { source: TrackerError::NotATracker, .. }) => {}
                Err(error) if open_elsewhere(&file).is_some() => return Err(error),
                Err(error) => trackers.unread.push(error),
            }
        }
        let own = workplace.tracker_in(&workplace.places.secure)?;
        can_be_changed(&own)?;
        Ok(trackers)
    }

    /// The form's rows in them, as they are before they are hidden.
    pub(super) fn rows(&self, form: &CompletedForm) -> Vec<TrackerRow> {
        let read = self.list.iter().filter_map(|tracker| tracker_in(tracker).ok());
        read.flat_map(|tracker| {
            let rows = rows_of(&tracker, form).into_iter();
            rows.filter_map(|row| tracker.row(row).cloned()).collect::<Vec<_>>()
        })
        .collect()
    }

    /// Hides the form's rows in them, and takes away the backups, which hold them in full; whether nothing is left
    /// that would go well another time.
    pub(super) fn clean(&self, form: &CompletedForm, undone: &mut Vec<Written>) -> bool {
        let number = form.identity.issue.as_ref().map(|issue| issue.number);
        let mut is_final = true;
        for tracker in &self.list {
            match hide_rows(tracker, |tracker| rows_of(tracker, form), number) {
                Ok(_) => remove(&backup_of(tracker), undone),
                Err(error) => {
                    is_final &= !error.may_pass();
                    undone.push(still_says(tracker, &error).into());
                }
            }
        }
        let by_hand = "if it is a tracker with its row, write Restricted over PIN and child yourself";
        undone.extend(self.unread.iter().map(|error| format!("{error}; {by_hand}").into()));
        is_final
    }
}

/// Whether a tracker can be changed, as far as can be seen before it is.
fn can_be_changed(tracker: &Path) -> Result<(), TrackerFileError> {
    let path = tracker.to_owned();
    if let Some(holder) = open_elsewhere(tracker) {
        return Err(TrackerFileError::Update(UpdateError::Open { path, holder }));
    }
    if fs::metadata(tracker).is_ok_and(|data| data.permissions().readonly()) {
        return Err(TrackerFileError::Update(WriteError::NoPermission(path).into()));
    }
    Ok(())
}

/// What is said of a tracker that could not be cleaned: what may pass is done again, all else is done by hand.
fn still_says(tracker: &Path, error: &TrackerFileError) -> String {
    let (shown, backup) = (tracker.display(), backup_of(tracker));
    let backup = backup.exists().then(|| backup.display().to_string());
    if error.may_pass() {
        let as_well = backup.map_or(String::new(), |backup| format!(", and so may {backup}"));
        return format!("its row in {shown} still says whose it is{as_well}: {error}");
    }
    let delete = backup.map_or(String::new(), |backup| format!(", and delete {backup}"));
    format!(
        "its row in {shown} still says whose it is ({error}): write Restricted over PIN and child yourself{delete}"
    )
}
