//! A form whose record turned out to be restricted: moved to the secure place, and cleaned up behind.

mod belonging;
mod trackers;

use self::{belonging::Belonging, trackers::Trackers};
use super::{
    LARGEST, PlaceError, TakeError, TrackerFileError, TurnError, Workplace,
    forms::{known_answers, take_form},
    places::document_path,
    settings::RestrictedRows,
    sitting::{is_progress, take_turns},
    survey::{Closeness, progress_of_form, survey},
    work::{RowsAdded, add_secure_rows},
};
use crate::{
    form::{self, CompletedForm, FormNumber, Issue},
    share::{
        CopyError, CreateError, FileLock, Holder, ReadError, clear_leftovers, copy_file, create_file,
        folder_of, if_left_behind, open_elsewhere, read_file,
    },
    template::{Pack, ids},
    word::{Unreadable, Written},
};
use jiff::civil::DateTime;
use std::{
    fs, io, mem,
    path::{Path, PathBuf},
};

/// Why a form was not moved. It is where it was, and nothing on the share was changed.
#[derive(Debug, thiserror::Error)]
pub enum RestrictError {
    #[error(transparent)]
    Take(#[from] TakeError),
    #[error("the form is {holder}: close it there, and try again{}", if_left_behind(.holder))]
    Open { holder: Holder },
    #[error(transparent)]
    Turn(#[from] TurnError),
    #[error("the form is not in the shared folder, so there is nothing to move it away from")]
    NotShared,
    #[error(
        "the form has no question whether the record is restricted: answer it in Word, and move the form by hand"
    )]
    NoQuestion,
    #[error("nothing was moved, as a tracker cannot be changed now: {0}")]
    Tracker(#[from] TrackerFileError),
    #[error("the form could not be written anew: {0}")]
    Layout(#[from] Unreadable),
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Create(#[from] CreateError),
    #[error(transparent)]
    Copy(#[from] CopyError),
}

/// What came of it.
#[derive(Debug)]
pub struct Restricted {
    /// Where the form is now.
    pub form: PathBuf,
    pub number: FormNumber,
    /// How many other files went with it: its progress, its supporting documents.
    pub others: usize,
    /// Its rows in the worker's tracker in the secure place.
    pub rows: Option<RowsAdded>,
    /// What is for a person to look after, in words, each with what to do. It may name documents, which people call
    /// after children.
    pub left: Vec<Written>,
    /// What could not be moved, cleaned or deleted, in the same way.
    pub undone: Vec<Written>,
    /// A row could not be moved or cleaned, so the form stays on the share, too: it can be done again.
    pub is_still_there: bool,
}

/// Moves a form from the share to the worker's secure place with all that belongs to it, marks it as restricted,
/// and takes what tells of the child out of the rows on the share. What it puts into the secure place is there,
/// whole, before anything on the share is touched.
///
/// # Errors
/// When the form is open or cannot be read, somebody is entering it, a tracker that has to be changed is open, or the
/// secure place cannot be written.
pub fn restrict(
    path: &Path,
    workplace: &Workplace,
    pack: &Pack,
    now: DateTime,
) -> Result<Restricted, RestrictError> {
    if !workplace.places.is_shared(path) {
        return Err(RestrictError::NotShared);
    }
    let form = take_form(path, pack, now.date())?;
    if let Some(holder) = open_elsewhere(path) {
        return Err(RestrictError::Open { holder });
    }
    // What somebody who is at it notes from now on would be lost.
    let turns = take_turns(path, &form)?;
    let mut form = take_form(path, pack, now.date())?;
    let bytes = read_file(path, LARGEST)?;
    let (bytes, issue) = marked(path, &bytes, &form)?;
    form.identity.issue = Some(issue.clone());
    let trackers = Trackers::of(path, &form, workplace)?;
    let secure = &workplace.places.secure;
    workplace.places.make(secure)?;
    let moved = document_path(secure, &form.definition.title, &issue.number.to_string())?;
    put(&moved, &bytes)?;
    let Belonging { mut files, folders, mut left, mut undone } = Belonging::of(path, &form, &moved);
    for (from, to) in mem::take(&mut files) {
        match copy(&from, &to) {
            Ok(()) => files.push((from, to)),
            // Without it, what was entered already would be entered again.
            Err(error) if is_progress(&from) => return Err(error),
            Err(error) => undone.push(not_moved(&from, &error)),
        }
    }
    let rows = (workplace.restricted_rows == RestrictedRows::NumberOnly)
        .then(|| add_secure_rows(&form, &trackers.rows(&form), workplace, now));
    let are_rows_there = rows.as_ref().is_none_or(|rows| rows.added.is_ok());
    let is_still_there = !(are_rows_there && trackers.clean(&form, &mut undone));
    if !is_still_there {
        for (from, _) in &files {
            remove(from, &mut undone);
        }
        for folder in &folders {
            remove_folder(folder, &mut undone);
        }
        // The form goes last: where this is broken off, it can be done again.
        remove(path, &mut undone);
        clear_leftovers(path);
        if !path.exists() {
            turns.into_iter().for_each(FileLock::end_for_good);
        }
        tell_of_copies(&form, &issue, workplace, pack, now, &mut left);
    }
    let (form, number, others) = (moved, issue.number, files.len());
    Ok(Restricted { form, number, others, rows, left, undone, is_still_there })
}

/// The form with yes where it asks whether the record is restricted, and with a number: its own, or the one that it
/// was given when it was first entered, or one that is the same when this is done again.
fn marked(path: &Path, bytes: &[u8], form: &CompletedForm) -> Result<(Vec<u8>, Issue), RestrictError> {
    let definition = form.identity.definition.as_ref().unwrap_or(&form.definition);
    let yes =
        known_answers(definition, &["restricted=yes".to_owned()]).map_err(|_| RestrictError::NoQuestion)?;
    let filled = form::fill(bytes, definition, &yes)?;
    if let Some(issue) = &form.identity.issue {
        return Ok((filled, issue.clone()));
    }
    let given = progress_of_form(path, form).and_then(|progress| progress.given);
    let issue = given.unwrap_or_else(|| Issue::of_copy(bytes));
    Ok((form::issued(&filled, &issue)?, issue))
}

/// Puts a file there, unless the same is there already from a try that was broken off.
fn put(path: &Path, bytes: &[u8]) -> Result<(), RestrictError> {
    match create_file(path, bytes) {
        Err(CreateError::Exists(_)) if read_file(path, LARGEST).is_ok_and(|there| there == bytes) => Ok(()),
        done => Ok(done?),
    }
}

/// Copies a file, and makes the folder that it goes into.
fn copy(from: &Path, to: &Path) -> Result<(), RestrictError> {
    let folder = folder_of(to);
    fs::create_dir_all(folder).map_err(|source| PlaceError::NotMade { path: folder.to_owned(), source })?;
    // We have the turn at the form, so whoever left half a copy is gone.
    clear_leftovers(to);
    Ok(copy_file(from, to)?)
}

fn not_moved(path: &Path, error: &RestrictError) -> Written {
    format!("{} was not moved ({error}): move it to your secure place yourself", path.display()).into()
}

fn remove(path: &Path, undone: &mut Vec<Written>) {
    let removed = fs::remove_file(path);
    if removed.is_err_and(|error| error.kind() != io::ErrorKind::NotFound) {
        undone.push(not_deleted(path));
    }
}

/// Removes a folder whose files were moved; what is left in it was told of.
fn remove_folder(folder: &Path, undone: &mut Vec<Written>) {
    let is_empty = || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if fs::remove_dir(folder).is_err() && is_empty() {
        undone.push(not_deleted(folder));
    }
}

fn not_deleted(path: &Path) -> Written {
    format!("{} could not be deleted: delete it yourself", path.display()).into()
}

/// Says where else something of it may be.
fn tell_of_copies(
    form: &CompletedForm,
    issue: &Issue,
    workplace: &Workplace,
    pack: &Pack,
    now: DateTime,
    left: &mut Vec<Written>,
) {
    if let Ok(surveyed) =
        survey(&workplace.places.share, None, pack, Closeness::Glance, now.date(), |_, _| {})
    {
        let forms = surveyed.folders.iter().flat_map(|folder| &folder.forms);
        for copy in forms.filter(|copy| copy.issue.as_ref() == Some(issue)) {
            left.push(format!("a copy of it is {}: tell whoever keeps it", copy.file.display()).into());
        }
    }
    if form.holds_yes(ids::PASS_ON) {
        left.push("it was to be passed to another team: tell them that the record is restricted, and to delete the mail and their copy".into());
    }
    left.push("earlier versions may be kept where stopgap cannot look: version history and recycle bin of SharePoint or OneDrive, Previous Versions of the drive, mails that you sent. Ask your IT service to remove them".into());
}
