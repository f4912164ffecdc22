//! Trackers as files.

use super::{
    LARGEST, PATIENCE, PlaceError, TakeError,
    document_name::{NotADocumentName, document_name},
    word_documents,
};
use crate::{
    form::{CompletedForm, FormNumber, Pin, Value},
    reentry::for_each_child,
    share::{
        CreateError, ReadError, UpdateError, create_file, folder_of, read_file, remove_backup, update_file,
    },
    template::ids,
    tracker::{
        self, Entered, Match, NewRow, Passed, PinWritten, Recorded, RowNumber, Tracker, TrackerError,
        TrackerRow, Wanted, find_row,
    },
    word::{Letterhead, Unreadable, Written},
};
use jiff::civil::{Date, DateTime};
use std::{
    convert::Infallible,
    path::{Path, PathBuf},
};

/// Why a tracker could not be read or written. Says which file.
#[derive(Debug, thiserror::Error)]
pub enum TrackerFileError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Folder(#[from] TakeError),
    #[error(transparent)]
    Name(#[from] NotADocumentName),
    #[error(transparent)]
    Create(#[from] CreateError),
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error("several documents are trackers, and none is called as yours: {}. Keep one, or name yours after team and person", listed(.0))]
    Several(Vec<PathBuf>),
    #[error("the tracker could not be laid out: {0}")]
    Layout(#[from] Unreadable),
    #[error("{}: {source}", .path.display())]
    Tracker { path: PathBuf, source: TrackerError },
    #[error(transparent)]
    Update(UpdateError<Infallible>),
}

impl TrackerFileError {
    /// Whether it may go well another time, because of the file and not of what it says.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Read(_) | Self::Folder(_) | Self::Update(_) | Self::Place(_) | Self::Several(_) => true,
            Self::Name(_) | Self::Create(_) | Self::Layout(_) | Self::Tracker { .. } => false,
        }
    }

    fn update(path: &Path, error: UpdateError<TrackerError>) -> Self {
        match error.of_change() {
            Ok(source) => Self::Tracker { path: path.to_owned(), source },
            Err(error) => Self::Update(error),
        }
    }
}

/// Makes a blank tracker for a person as a new file: at `to`, or here under its own name.
///
/// # Errors
/// When `to` is no name for a document, or the file is there already or cannot be written.
pub fn new_tracker(name: &str, team: &str, to: Option<&Path>) -> Result<PathBuf, TrackerFileError> {
    new_tracker_headed(&Letterhead::default(), name, team, to)
}

/// The same, with the council's name and logo at its top.
///
/// # Errors
/// As [`new_tracker`].
pub fn new_tracker_headed(
    letterhead: &Letterhead,
    name: &str,
    team: &str,
    to: Option<&Path>,
) -> Result<PathBuf, TrackerFileError> {
    let path = to.map_or_else(|| Ok(PathBuf::from(tracker::file_name(name, team))), document_name)?;
    create_file(&path, &tracker::blank_headed(name, team, letterhead)?)?;
    Ok(path)
}

/// Reads a tracker from a file.
///
/// # Errors
/// When the file cannot be read or is no tracker.
pub fn tracker_in(path: &Path) -> Result<Tracker, TrackerFileError> {
    let bytes = read_file(path, LARGEST)?;
    Tracker::read(&bytes).map_err(|source| TrackerFileError::Tracker { path: path.to_owned(), source })
}

/// Adds a row to a tracker and says which one it is.
///
/// # Errors
/// When the tracker is open elsewhere or cannot be read or written; then it is as it was.
pub fn add_row(path: &Path, row: &NewRow) -> Result<RowNumber, TrackerFileError> {
    change_tracker(path, |bytes| tracker::add(bytes, row))
}

/// Adds the rows of one form that a tracker does not have yet, and gives for each its number and whether it
/// is new.
///
/// # Errors
/// As [`add_row`].
pub fn add_missing_rows(path: &Path, works: &[NewRow]) -> Result<Vec<(RowNumber, bool)>, TrackerFileError> {
    change_tracker(path, |bytes| tracker::add_missing(bytes, works))
}

/// Stamps the row of a tracker that `choose` picks, and says which it was. It picks while it has the turn at
/// the file: no row can come between.
///
/// With the last row that was open the work is over, and the backup goes: it says of each child what the
/// tracker says, and nobody needs it any more.
///
/// # Errors
/// As [`add_row`]; also when the row is stamped already.
pub fn stamp_row(
    path: &Path,
    choose: impl FnOnce(&Tracker) -> Option<RowNumber>,
    entered: &Entered,
) -> Result<Option<RowNumber>, TrackerFileError> {
    let mut is_last = false;
    let choose = |tracker: &Tracker| {
        let row = choose(tracker);
        let mut open = tracker.rows().iter().filter(|row| row.is_open());
        is_last = open.all(|open| Some(open.row) == row) && row.is_some();
        row
    };
    let stamped = change_tracker(path, |bytes| tracker::stamp(bytes, choose, entered))?;
    if is_last {
        remove_backup(path);
    }
    Ok(stamped)
}

/// Writes the PIN that a child has been given into the row that `choose` picks, in place of NEW, and says
/// which row it was and whether it stands there.
///
/// # Errors
/// As [`add_row`].
pub(super) fn put_pin(
    path: &Path,
    choose: impl FnOnce(&Tracker) -> Option<RowNumber>,
    pin: &Pin,
) -> Result<Option<(RowNumber, PinWritten)>, TrackerFileError> {
    change_tracker(path, |bytes| tracker::write_pin(bytes, choose, pin))
}

/// Hides the rows of a tracker that `choose` picks, see [`tracker::hide`].
///
/// # Errors
/// As [`add_row`].
pub(super) fn hide_rows(
    path: &Path,
    choose: impl FnOnce(&Tracker) -> Vec<RowNumber>,
    number: Option<FormNumber>,
) -> Result<Vec<RowNumber>, TrackerFileError> {
    change_tracker(path, |bytes| tracker::hide(bytes, choose, number))
}

/// What became of the rows of work that was passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassedRows {
    /// These say so now.
    Said(Vec<RowNumber>),
    /// None bears the form's number, and these may be its row: a person has to say which. Nothing was written.
    Unsure(Vec<RowNumber>),
}

/// Whether it is news that work was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passing {
    IsNews,
    /// It was noted at an earlier time: rows that stand there stay as people have made them.
    WasNoted,
}

/// Says in the rows of a form, which are added as far as they are missing, that its work was passed. A row that is
/// hidden says nothing of that either.
///
/// # Errors
/// As [`add_row`].
pub(super) fn pass_rows(
    path: &Path,
    works: &[NewRow],
    wanted: &Wanted,
    passed: &Passed,
    passing: Passing,
) -> Result<PassedRows, TrackerFileError> {
    let number = wanted.number;
    let numbers = |rows: Vec<&TrackerRow>| -> Vec<RowNumber> { rows.iter().map(|row| row.row).collect() };
    change_tracker(path, |bytes| {
        let mut bytes = bytes.to_vec();
        let tracker = Tracker::read(&bytes)?;
        let rows = numbers(tracker.numbered(number));
        let found = rows.len();
        if passing == Passing::WasNoted && found >= works.len() {
            return Ok((bytes, PassedRows::Said(rows)));
        }
        if found == 0 {
            match find_row(&tracker, wanted) {
                Match::One(row) => bytes = tracker::pass(&bytes, |_| vec![row], passed, number)?.0,
                Match::Several(rows) => return Ok((bytes, PassedRows::Unsure(rows))),
                Match::None | Match::Entered(_) => {}
            }
        }
        if found < works.len() {
            bytes = tracker::add_missing(&bytes, works)?.0;
        }
        let open = |tracker: &Tracker| {
            numbers(tracker.numbered(number).into_iter().filter(|row| !row.is_hidden()).collect())
        };
        let (bytes, _) = tracker::pass(&bytes, open, passed, number)?;
        let rows = numbers(Tracker::read(&bytes)?.numbered(number));
        Ok((bytes, PassedRows::Said(rows)))
    })
}

/// Changes a tracker's file and gives what the change gave.
fn change_tracker<T>(
    path: &Path,
    change: impl FnOnce(&[u8]) -> Result<(Vec<u8>, T), TrackerError>,
) -> Result<T, TrackerFileError> {
    let mut given = None;
    update_file(path, PATIENCE, |bytes| {
        let (changed, what) = change(bytes)?;
        given = Some(what);
        Ok(changed)
    })
    .map_err(|error| TrackerFileError::update(path, error))?;
    Ok(given.expect("a file that was updated was changed"))
}

/// The trackers that lie beside a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beside {
    None,
    One(PathBuf),
    /// Colleagues keep theirs in the same folder: a person has to say which.
    Several(Vec<PathBuf>),
}

impl Beside {
    /// All of them.
    pub fn into_list(self) -> Vec<PathBuf> {
        match self {
            Self::None => Vec::new(),
            Self::One(tracker) => vec![tracker],
            Self::Several(trackers) => trackers,
        }
    }
}

/// Looks for the tracker that lies beside a form.
///
/// # Errors
/// When the folder or a document in it cannot be read: it may be the tracker that is to be stamped, and
/// the one beside it a colleague's.
pub fn tracker_beside(form: &Path) -> Result<Beside, TrackerFileError> {
    trackers_in(folder_of(form), Some(form))
}

/// Looks for the tracker in a folder, `except` being none.
///
/// # Errors
/// As [`tracker_beside`].
pub(super) fn trackers_in(folder: &Path, except: Option<&Path>) -> Result<Beside, TrackerFileError> {
    let files = word_documents(folder)?;
    let mut trackers = Vec::new();
    for file in files {
        // Named as the person named the form: without a folder where that has none.
        let file = file.strip_prefix(".").map(Path::to_owned).unwrap_or(file);
        if Some(file.as_path()) == except {
            continue;
        }
        match tracker_in(&file) {
            Ok(_) => trackers.push(file),
            Err(TrackerFileError::Tracker { source: TrackerError::NotATracker, .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(match trackers.len() {
        0 => Beside::None,
        1 => Beside::One(trackers.remove(0)),
        _ => Beside::Several(trackers),
    })
}

fn listed(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// The row that a form asks for in its tracker.
pub fn work_of(form: &CompletedForm, now: DateTime) -> NewRow {
    NewRow {
        pin: Pin::read(form.text(ids::PIN)),
        surname: written(form, ids::CHILD_SURNAME).unwrap_or_default(),
        born: born(form),
        restricted: form.is_restricted(),
        nature: form.nature().into(),
        number: form.identity.issue.as_ref().map(|issue| issue.number),
        recorded: recorded(form).unwrap_or_else(|| now.into()),
        is_hidden: false,
    }
}

/// The rows that a form asks for: one for each child whose record it goes into.
pub fn works_of(form: &CompletedForm, now: DateTime) -> Vec<NewRow> {
    for_each_child(form).iter().map(|form| work_of(form, now)).collect()
}

/// The rows of a tracker that are surely a form's.
pub(super) fn rows_of(tracker: &Tracker, form: &CompletedForm) -> Vec<RowNumber> {
    tracker.rows_of(&wanted(form)).iter().map(|row| row.row).collect()
}

/// What is known of a form's row.
pub(super) fn wanted(form: &CompletedForm) -> Wanted {
    Wanted {
        number: form.identity.issue.as_ref().map(|issue| issue.number),
        pin: Pin::read(form.text(ids::PIN)),
        surname: written(form, ids::CHILD_SURNAME),
        born: born(form),
        recorded: recorded(form),
        natures: vec![form.definition.title.clone(), form.nature()],
    }
}

fn written(form: &CompletedForm, id: &str) -> Option<Written> {
    form.answer(id).map(|answer| answer.text.clone()).filter(|text| !text.is_blank())
}

fn born(form: &CompletedForm) -> Option<Date> {
    match form.value(ids::CHILD_DOB) {
        Some(Value::Date(date)) => Some(*date),
        _ => None,
    }
}

/// When it was recorded: when it was written down or, where nobody said, when it happened. A day that was said
/// without a time is the day, whatever else has one.
fn recorded(form: &CompletedForm) -> Option<Recorded> {
    moment(form, [ids::WRITTEN_AT, ids::EVENT_AT])
}

/// What the first of these questions that is answered with a day says.
pub(super) fn moment<const N: usize>(form: &CompletedForm, ids: [&str; N]) -> Option<Recorded> {
    ids.into_iter().find_map(|id| match form.value(id) {
        Some(Value::DateTime(at)) => Some((*at).into()),
        Some(Value::Date(day)) => Some((*day).into()),
        _ => None,
    })
}
