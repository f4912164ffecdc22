//! What was entered elsewhere: from a copy of the form, or by hand.

use super::SittingError;
use crate::{
    desk::trackers,
    form::{CompletedForm, EnteredNote},
    reentry::{Deed, Progress, Record, changed_since},
    template::date::{show_date, show_date_time},
    tracker::{Match, RowNumber, Tracker, find_row},
};
use jiff::civil::DateTime;
use std::{collections::BTreeSet, path::Path};

/// What says that a record was entered.
enum Evidence<'f> {
    /// The form does, in its office-use block.
    Note(&'f EnteredNote),
    /// The tracker does, in a row with the form's number.
    Row(RowNumber),
}

/// Looks which records a form that is opened for the first time was entered into already, as it says itself or as
/// the worker's tracker says, and notes it: the others are still to be entered.
///
/// # Errors
/// When it was entered into all of them.
pub(super) fn look(
    path: &Path,
    form: &CompletedForm,
    records: &[Record],
    part: Option<&str>,
    tracker: Option<(&Path, &Tracker)>,
    progress: &mut Progress,
    now: DateTime,
) -> Result<(), SittingError> {
    let found: Vec<Option<Evidence<'_>>> = records
        .iter()
        .map(|record| {
            let child = record.child.in_tracker();
            let is_about = |note: &&EnteredNote| note.is_about(part, child.expose(), record.key.is_own());
            let note = form.entered.iter().rfind(is_about).map(Evidence::Note);
            note.or_else(|| stamped_row(tracker?.1, &record.form).map(Evidence::Row))
        })
        .collect();
    if found.iter().all(Option::is_some) {
        return Err(match (found.into_iter().flatten().next(), tracker) {
            (Some(Evidence::Row(row)), Some((tracker, _))) => {
                SittingError::StampedAlready { path: path.to_owned(), tracker: tracker.to_owned(), row }
            }
            (Some(Evidence::Note(note)), _) => entered(path, form, note),
            (Some(Evidence::Row(_)) | None, _) => return Ok(()),
        });
    }
    for (record, evidence) in records.iter().zip(found) {
        let (when, by) = match evidence {
            Some(Evidence::Note(note)) => (note.at, who(note)),
            Some(Evidence::Row(_)) => (now, None),
            None => continue,
        };
        progress.note(Deed::FoundEntered { child: record.key.clone(), when, by }, now);
    }
    Ok(())
}

fn entered(path: &Path, form: &CompletedForm, note: &EnteredNote) -> SittingError {
    let midnight = note.at.time() == jiff::civil::Time::midnight();
    let at = if midnight { show_date(note.at.date()) } else { show_date_time(note.at) };
    let then = &form.identity.entered;
    let changed = if then.is_empty() { BTreeSet::new() } else { changed_since(form, then) };
    let changed = form.definition.fields().filter(|field| changed.contains(field.id.as_str()));
    SittingError::EnteredElsewhere {
        path: path.to_owned(),
        at,
        who: who(note),
        changed: changed.map(|field| field.label.clone()).collect(),
    }
}

/// Who entered it, for the progress file and for an error, where nothing may stand that a person wrote into the form.
fn who(note: &EnteredNote) -> Option<String> {
    note.by.as_ref().filter(|_| note.is_ours).map(|by| by.expose().to_owned())
}

/// The row that bears the form's number and a date.
fn stamped_row(tracker: &Tracker, form: &CompletedForm) -> Option<RowNumber> {
    let number = form.identity.issue.as_ref().map(|issue| issue.number)?;
    let Match::Entered(row) = find_row(tracker, &trackers::wanted(form)) else { return None };
    tracker.row(row).filter(|row| row.form_number() == Some(number)).map(|row| row.row)
}
