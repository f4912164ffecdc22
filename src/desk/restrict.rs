//! A form whose record turned out to be restricted: moved to the secure place, and cleaned up behind.

use super::{
    LARGEST, PlaceError, TakeError, TrackerFileError, TurnError, Workplace,
    documents::documents_of,
    forms::{completed_forms, known_answers, take_form},
    places::document_path,
    settings::RestrictedRows,
    sitting::{self, parts, progress_beside, take_turns},
    survey::{Closeness, progress_of_form, survey},
    trackers::{hide_rows, tracker_in, wanted},
    work::{RowsAdded, add_secure_rows},
};
use crate::{
    form::{self, CompletedForm, FormNumber, Issue, NotAForm},
    share::{
        CreateError, FileLock, Holder, ReadError, UpdateError, WriteError, backup_of, clear_leftovers,
        create_file, folder_of, hash_file, if_left_behind, open_elsewhere, read_file,
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
    let Belonging { files, folders, mut left, mut undone } = Belonging::of(path, &form, &moved);
    for (from, to) in &files {
        copy(from, to)?;
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

/// What belongs to a form, and where it goes.
#[derive(Default)]
struct Belonging {
    /// Files, each with its place in the secure one.
    files: Vec<(PathBuf, PathBuf)>,
    /// The folders that they lie in, those in others first.
    folders: Vec<PathBuf>,
    /// What stays, in words, each with what to do.
    left: Vec<Written>,
    /// What could not be read, in the same way.
    undone: Vec<Written>,
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
        // Its progress bears the name that the form had when it was begun.
        for by in parts(form) {
            let progress = sitting::progress_of_form(path, by, form);
            if progress.is_file() && !belonging.knows(&progress) {
                belonging.files.push((progress, progress_beside(moved, by)));
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
            let Ok(bytes) = read_file(&from, LARGEST) else {
                let why = "could not be read and was not moved: move it to your secure place yourself";
                self.undone.push(format!("{} {why}", from.display()).into());
                return;
            };
            return match why_left(&bytes) {
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
fn why_left(document: &[u8]) -> Option<&'static str> {
    match form::glance(document) {
        Ok(_) => Some(
            "is a form of its own and was not moved: if its record is restricted too, run stopgap restrict for it",
        ),
        Err(NotAForm::NotOurs) => match Tracker::read(document) {
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

/// The trackers that lie beside a form and may have its rows; none where the council wants these as they are.
#[derive(Default)]
struct Trackers {
    list: Vec<PathBuf>,
    /// Why a document that may be a tracker could not be read.
    unread: Vec<TrackerFileError>,
}

impl Trackers {
    /// Looks for them, and whether those that have to be changed can be: before anything is moved, as what is not
    /// moved can be tried again.
    fn of(path: &Path, form: &CompletedForm, workplace: &Workplace) -> Result<Self, TrackerFileError> {
        let mut trackers = Self::default();
        if workplace.restricted_rows == RestrictedRows::Full {
            return Ok(trackers);
        }
        let name = path.file_name();
        for file in completed_forms(folder_of(path))?.into_iter().filter(|file| file.file_name() != name) {
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
    fn rows(&self, form: &CompletedForm) -> Vec<TrackerRow> {
        let read = self.list.iter().filter_map(|tracker| tracker_in(tracker).ok());
        read.flat_map(|tracker| {
            let rows = rows_of(&tracker, form).into_iter();
            rows.filter_map(|row| tracker.row(row).cloned()).collect::<Vec<_>>()
        })
        .collect()
    }

    /// Hides the form's rows in them, and takes away the backups, which hold them in full; whether nothing is left
    /// that would go well another time.
    fn clean(&self, form: &CompletedForm, undone: &mut Vec<Written>) -> bool {
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
