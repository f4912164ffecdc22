//! A form whose record turned out to be restricted: moved to the secure place, and cleaned up behind.

use super::{
    LARGEST, PlaceError, TakeError, TrackerFileError, TurnError, Workplace,
    documents::documents_of,
    forms::{known_answers, take_form},
    places::document_path,
    settings::RestrictedRows,
    sitting::take_turns,
    survey::{Closeness, survey},
    trackers::{Beside, hide_rows, tracker_in, trackers_in, wanted},
    work::{RowsAdded, add_secure_rows},
};
use crate::{
    form::{self, CompletedForm, FormNumber, Issue, NotAForm},
    share::{
        CreateError, FileLock, Holder, ReadError, backup_of, clear_leftovers, create_file, folder_of,
        hash_file, if_left_behind, open_elsewhere, read_file,
    },
    template::Pack,
    tracker::{Match, RowNumber, Tracker, TrackerError, TrackerRow, find_row},
    word::{Unreadable, Written},
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
    #[error(transparent)]
    Turn(#[from] TurnError),
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
    /// What is left on the share and could not be moved or cleaned, in words, each with what to do. It may name
    /// documents, which people call after children.
    pub left: Vec<Written>,
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
    let form = take_form(path, pack, now.date())?;
    if let Some(holder) = open_elsewhere(path) {
        return Err(RestrictError::Open { holder });
    }
    // What somebody who is at it notes from now on would be lost.
    let turns = take_turns(path, &form)?;
    let mut form = take_form(path, pack, now.date())?;
    let bytes = read_file(path, LARGEST)?;
    let (bytes, issue) = marked(&bytes, &form)?;
    form.identity.issue = Some(issue.clone());
    let secure = &workplace.places.secure;
    workplace.places.make(secure)?;
    let moved = document_path(secure, &form.definition.title, &issue.number.to_string())?;
    put(&moved, &bytes)?;
    let Belonging { files, folders, mut left } = Belonging::of(path, &form, &moved);
    for (from, to) in &files {
        copy(from, to)?;
    }
    let rows = (workplace.restricted_rows == RestrictedRows::NumberOnly)
        .then(|| add_secure_rows(&form, &rows_beside(path, &form), workplace, now));
    clean_rows(path, &form, workplace, &mut left);
    for (from, _) in &files {
        remove(from, &mut left);
    }
    for folder in &folders {
        remove_folder(folder, &mut left);
    }
    // The form goes last: where this is broken off, it can be done again.
    remove(path, &mut left);
    clear_leftovers(path);
    turns.into_iter().for_each(FileLock::end_for_good);
    tell_of_copies(&form, &issue, workplace, pack, now, &mut left);
    Ok(Restricted { form: moved, number: issue.number, others: files.len(), rows, left })
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

/// What belongs to a form, and where it goes.
#[derive(Default)]
struct Belonging {
    /// Files, each with its place in the secure one.
    files: Vec<(PathBuf, PathBuf)>,
    /// The folders that they lie in, those in others first.
    folders: Vec<PathBuf>,
    /// What stays, in words, each with what to do.
    left: Vec<Written>,
}

impl Belonging {
    /// What lies beside a form and belongs to it: files and the folder of its name, and the supporting documents
    /// that it lists.
    fn of(path: &Path, form: &CompletedForm, moved: &Path) -> Self {
        // As the names of what lies beside it are given.
        let path = &folder_of(path).join(path.file_name().unwrap_or_default());
        let stem_of = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (stem, stem_there) = (stem_of(path), stem_of(moved));
        let mut belonging = Self::default();
        for entry in fs::read_dir(folder_of(path)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let end = name.strip_prefix(&stem).filter(|end| {
                // What is a document is another form, or a copy of this one, and told of as such.
                end.is_empty() || end.starts_with('.') && !end.to_lowercase().ends_with(".docx")
            });
            let Some(end) = end.filter(|_| entry.path() != *path) else { continue };
            let to = moved.with_file_name(format!("{stem_there}{end}"));
            if entry.path().is_file() {
                belonging.files.push((entry.path(), to));
            } else {
                belonging.add(entry.path(), to);
            }
        }
        for document in documents_of(path, form).into_iter().filter(|document| document.is_listed) {
            match document.path {
                None => belonging.left.push(not_found(&document.name)),
                Some(file) if belonging.knows(&file) || is_the_form(&file, path) => {}
                Some(file) => {
                    let to = beside_or_in_its_folder(&file, moved);
                    belonging.add(file, to);
                }
            }
        }
        belonging
    }

    /// Adds a document, or a folder with the documents in it. What belongs to others as well stays.
    fn add(&mut self, from: PathBuf, to: PathBuf) {
        if !is_folder(&from) {
            return match why_left(&from) {
                None => self.files.push((from, to)),
                Some(why) => self.left.push(format!("{} {why}", from.display()).into()),
            };
        }
        for entry in fs::read_dir(&from).into_iter().flatten().flatten() {
            self.add(entry.path(), to.join(entry.file_name()));
        }
        self.folders.push(from);
    }

    /// Whether something was looked at already.
    fn knows(&self, file: &Path) -> bool {
        self.files.iter().any(|(known, _)| known == file)
            || self.folders.iter().any(|folder| file.starts_with(folder))
    }
}

/// Whether it is a folder itself: a link may lead round in circles, or to what belongs to others.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.is_dir())
}

/// Whether a document that the form lists is the form.
fn is_the_form(file: &Path, form: &Path) -> bool {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_ascii_lowercase();
    file.parent() == form.parent() && name(file) == name(form)
}

/// Why a document stays where it is, with what to do; None: it goes along.
fn why_left(document: &Path) -> Option<&'static str> {
    let Ok(bytes) = read_file(document, LARGEST) else {
        return Some("could not be read and was not moved: move it to your secure place yourself");
    };
    match form::glance(&bytes) {
        Ok(_) => Some(
            "is a form of its own and was not moved: if its record is restricted too, run stopgap restrict for it",
        ),
        Err(NotAForm::NotOurs) => match Tracker::read(&bytes) {
            Err(TrackerError::NotATracker | TrackerError::Unreadable(_)) => None,
            _ => Some(
                "is a tracker and was not moved: it tells of other children, so do not upload it to this record",
            ),
        },
        Err(_) => None,
    }
}

fn not_found(name: &Written) -> Written {
    let name = name.expose().trim();
    format!(
        "the form lists \u{201c}{name}\u{201d}, and it was not found beside the form: look for it on the share, and move it to your secure place"
    )
    .into()
}

/// Where a document that lies beside a form goes: beside it again or, where a file of another record has its name,
/// into the folder of the form.
fn beside_or_in_its_folder(document: &Path, moved: &Path) -> PathBuf {
    let name = document.file_name().unwrap_or_default();
    let beside = moved.with_file_name(name);
    let hash = |file: &Path| hash_file(file, LARGEST).ok();
    if beside.exists() && hash(&beside) != hash(document) {
        moved.with_extension("").join(name)
    } else {
        beside
    }
}

/// Copies a file, and makes the folder that it goes into.
fn copy(from: &Path, to: &Path) -> Result<(), RestrictError> {
    let folder = folder_of(to);
    fs::create_dir_all(folder).map_err(|source| PlaceError::NotMade { path: folder.to_owned(), source })?;
    put(to, &read_file(from, LARGEST)?)
}

fn remove(path: &Path, left: &mut Vec<Written>) {
    let removed = fs::remove_file(path);
    if removed.is_err_and(|error| error.kind() != io::ErrorKind::NotFound) {
        left.push(not_deleted(path));
    }
}

/// Removes a folder whose files were moved; what is left in it was told of.
fn remove_folder(folder: &Path, left: &mut Vec<Written>) {
    let is_empty = || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if fs::remove_dir(folder).is_err() && is_empty() {
        left.push(not_deleted(folder));
    }
}

fn not_deleted(path: &Path) -> Written {
    format!("{} could not be deleted: delete it yourself", path.display()).into()
}

/// Hides the form's rows in the trackers that lie beside it, and takes away the backups, which hold them in full.
fn clean_rows(path: &Path, form: &CompletedForm, workplace: &Workplace, left: &mut Vec<Written>) {
    if workplace.restricted_rows == RestrictedRows::Full {
        return;
    }
    let folder = folder_of(path);
    let trackers = match trackers_in(folder, Some(path)) {
        Ok(beside) => beside.into_list(),
        Err(error) => {
            left.push(format!("its row may still be in a tracker: {error}").into());
            return;
        }
    };
    for tracker in trackers {
        let number = form.identity.issue.as_ref().map(|issue| issue.number);
        match hide_rows(&tracker, |tracker| rows_of(tracker, form), number) {
            Ok(_) => remove(&backup_of(&tracker), left),
            Err(error) => left.push(by_hand(&tracker, &error).into()),
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
    if form.holds_yes("pass_on") {
        left.push("it was to be passed to another team: tell them that the record is restricted, and to delete the mail and their copy".into());
    }
    left.push("earlier versions may be kept where stopgap cannot look: version history and recycle bin of SharePoint or OneDrive, Previous Versions of the drive, mails that you sent. Ask your IT service to remove them".into());
}
