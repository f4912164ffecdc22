//! A form whose record turned out to be restricted: moved to the secure place, and cleaned up behind.

use super::{
    LARGEST, PlaceError, TakeError, TrackerFileError, Workplace,
    forms::{known_answers, take_form},
    places::document_path,
    settings::RestrictedRows,
    survey::{Closeness, survey},
    trackers::{Beside, hide_rows, tracker_in, trackers_in, wanted},
    work::{RowsAdded, add_secure_rows},
};
use crate::{
    form::{self, CompletedForm, FormNumber, Issue},
    share::{
        CreateError, Holder, ReadError, backup_of, clear_leftovers, create_file, folder_of, if_left_behind,
        open_elsewhere, read_file,
    },
    template::Pack,
    tracker::{Match, RowNumber, Tracker, TrackerRow, find_row},
    word::Unreadable,
};
use jiff::civil::DateTime;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Why a form was not moved. It is where it was, and nothing on the share was changed.
#[derive(Debug, thiserror::Error)]
pub enum RestrictError {
    #[error(transparent)]
    Take(#[from] TakeError),
    #[error("the form is {holder}: close it there, and try again{}", if_left_behind(.holder))]
    Open { holder: Holder },
    #[error("the form is not in the shared folder, so there is nothing to move it away from")]
    NotShared,
    #[error(
        "the form has no question whether the record is restricted: answer it in Word, and move the form by hand"
    )]
    NoQuestion,
    #[error("the system gives no random numbers ({0}): try again")]
    Random(#[from] getrandom::Error),
    #[error("the form could not be written anew: {0}")]
    Layout(#[from] Unreadable),
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Create(#[from] CreateError),
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
    /// What is left on the share and could not be cleaned, in words, each with what to do.
    pub left: Vec<String>,
}

/// Moves a form from the share to the worker's secure place with all that belongs to it, marks it as restricted,
/// and takes what tells of the child out of the rows on the share. What it puts into the secure place is there,
/// whole, before anything on the share is touched.
///
/// # Errors
/// When the form is open or cannot be read, or the secure place cannot be written.
pub fn restrict(
    path: &Path,
    workplace: &Workplace,
    pack: &Pack,
    now: DateTime,
) -> Result<Restricted, RestrictError> {
    if !workplace.places.is_shared(path) {
        return Err(RestrictError::NotShared);
    }
    let mut form = take_form(path, pack, now.date())?;
    if let Some(holder) = open_elsewhere(path) {
        return Err(RestrictError::Open { holder });
    }
    let bytes = read_file(path, LARGEST)?;
    let (bytes, issue) = marked(&bytes, &form)?;
    form.identity.issue = Some(issue.clone());
    let secure = &workplace.places.secure;
    workplace.places.make(secure)?;
    let moved = document_path(secure, &form.definition.title, &issue.number.to_string())?;
    put(&moved, &bytes)?;
    let belonging = belonging_to(path, &form);
    for (from, name) in &belonging {
        let stem = moved.file_stem().unwrap_or_default();
        copy_all(from, &secure.join(name.beside(stem)))?;
    }
    let rows = (workplace.restricted_rows == RestrictedRows::NumberOnly)
        .then(|| add_secure_rows(&form, &rows_beside(path, &form), workplace, now));
    let mut left = Vec::new();
    clean_rows(path, &form, workplace, &mut left);
    // The form goes last: where this is broken off, it can be done again.
    for from in belonging.iter().map(|(from, _)| from.as_path()).chain([path]) {
        remove(from, &mut left);
    }
    clear_leftovers(path);
    tell_of_copies(&form, &issue, workplace, pack, now, &mut left);
    Ok(Restricted { form: moved, number: issue.number, others: belonging.len(), rows, left })
}

/// The form with yes where it asks whether the record is restricted, and with a number.
fn marked(bytes: &[u8], form: &CompletedForm) -> Result<(Vec<u8>, Issue), RestrictError> {
    let definition = form.identity.definition.as_ref().unwrap_or(&form.definition);
    let yes =
        known_answers(definition, &["restricted=yes".to_owned()]).map_err(|_| RestrictError::NoQuestion)?;
    let bytes = form::fill(bytes, definition, &yes)?;
    if let Some(issue) = &form.identity.issue {
        return Ok((bytes, issue.clone()));
    }
    let issue = Issue::random()?;
    Ok((form::issued(&bytes, &issue)?, issue))
}

/// Puts a file there, unless the same is there already from a try that was broken off.
fn put(path: &Path, bytes: &[u8]) -> Result<(), RestrictError> {
    match create_file(path, bytes) {
        Err(CreateError::Exists(_)) if read_file(path, LARGEST).is_ok_and(|there| there == bytes) => Ok(()),
        done => Ok(done?),
    }
}

/// What a file that belongs to a form is called in the secure place.
enum Name {
    /// The form's own name with another end: `.progress.jsonl`, or a folder of the same name.
    OfForm(String),
    Own(PathBuf),
}

impl Name {
    fn beside(&self, stem: &std::ffi::OsStr) -> PathBuf {
        match self {
            Self::OfForm(end) => format!("{}{end}", stem.to_string_lossy()).into(),
            Self::Own(name) => name.clone(),
        }
    }
}

/// What lies beside a form and belongs to it: files and the folder of its name, and the supporting documents
/// that it lists.
fn belonging_to(path: &Path, form: &CompletedForm) -> Vec<(PathBuf, Name)> {
    let folder = folder_of(path);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut belonging = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let end = name.strip_prefix(&stem).filter(|end| {
            // What is a document is another form, or a copy of this one, and told of as such.
            end.is_empty() || end.starts_with('.') && !end.to_lowercase().ends_with(".docx")
        });
        if let Some(end) = end.filter(|_| entry.path() != path) {
            belonging.push((entry.path(), Name::OfForm(end.to_owned())));
        }
    }
    for file in form.attached_files() {
        let name = PathBuf::from(file.expose().trim());
        let is_plain = name.components().count() == 1;
        let from = folder.join(&name);
        if is_plain && from.is_file() && !belonging.iter().any(|(known, _)| *known == from) {
            belonging.push((from, Name::Own(name)));
        }
    }
    belonging
}

/// Copies a file, or a folder with all that is in it.
fn copy_all(from: &Path, to: &Path) -> Result<(), RestrictError> {
    let failed = |source| PlaceError::NotMade { path: to.to_owned(), source };
    if !from.is_dir() {
        return put(to, &read_file(from, LARGEST)?);
    }
    fs::create_dir_all(to).map_err(failed)?;
    for entry in fs::read_dir(from).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        copy_all(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

fn remove(path: &Path, left: &mut Vec<String>) {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            left.push(format!("{} could not be deleted: delete it yourself", path.display()));
        }
        _ => {}
    }
}

/// Hides the form's rows in the trackers that lie beside it, and takes away the backups, which hold them in full.
fn clean_rows(path: &Path, form: &CompletedForm, workplace: &Workplace, left: &mut Vec<String>) {
    if workplace.restricted_rows == RestrictedRows::Full {
        return;
    }
    let folder = folder_of(path);
    let trackers = match trackers_in(folder, Some(path)) {
        Ok(beside) => beside.into_list(),
        Err(error) => {
            left.push(format!("its row may still be in a tracker: {error}"));
            return;
        }
    };
    for tracker in trackers {
        let number = form.identity.issue.as_ref().map(|issue| issue.number);
        match hide_rows(&tracker, |tracker| rows_of(tracker, form), number) {
            Ok(_) => remove(&backup_of(&tracker), left),
            Err(error) => left.push(by_hand(&tracker, &error)),
        }
    }
}

/// The form's rows in the trackers that lie beside it, as they are before they are hidden.
fn rows_beside(path: &Path, form: &CompletedForm) -> Vec<TrackerRow> {
    let trackers = trackers_in(folder_of(path), Some(path)).map_or_else(|_| Vec::new(), Beside::into_list);
    let read = trackers.iter().filter_map(|tracker| tracker_in(tracker).ok());
    read.flat_map(|tracker| {
        let rows = rows_of(&tracker, form).into_iter();
        rows.filter_map(|row| tracker.row(row).cloned()).collect::<Vec<_>>()
    })
    .collect()
}

fn by_hand(tracker: &Path, error: &TrackerFileError) -> String {
    format!(
        "its row in {} still says whose it is ({error}): write Restricted over PIN and child yourself",
        tracker.display()
    )
}

/// All rows that bear the form's number, one for each of its children, or the one that it is found by.
pub(super) fn rows_of(tracker: &Tracker, form: &CompletedForm) -> Vec<RowNumber> {
    let number = form.identity.issue.as_ref().map(|issue| issue.number);
    let rows = tracker.rows().iter();
    let numbered: Vec<RowNumber> =
        rows.filter(|row| number.is_some() && row.form_number() == number).map(|row| row.row).collect();
    match find_row(tracker, &wanted(form)) {
        Match::One(row) | Match::Entered(row) if numbered.is_empty() => vec![row],
        _ => numbered,
    }
}

/// Says where else something of it may be.
fn tell_of_copies(
    form: &CompletedForm,
    issue: &Issue,
    workplace: &Workplace,
    pack: &Pack,
    now: DateTime,
    left: &mut Vec<String>,
) {
    if let Ok(surveyed) =
        survey(&workplace.places.share, None, pack, Closeness::Glance, now.date(), |_, _| {})
    {
        let forms = surveyed.folders.iter().flat_map(|folder| &folder.forms);
        for copy in forms.filter(|copy| copy.issue.as_ref() == Some(issue)) {
            left.push(format!("a copy of it is {}: tell whoever keeps it", copy.file.display()));
        }
    }
    if form.holds_yes("pass_on") {
        left.push("it was to be passed to another team: tell them that the record is restricted, and to delete the mail and their copy".to_owned());
    }
    left.push("earlier versions may be kept where stopgap cannot look: version history and recycle bin of SharePoint or OneDrive, Previous Versions of the drive, mails that you sent. Ask your IT service to remove them".to_owned());
}
