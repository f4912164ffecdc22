//! A piece of work begun: a form in the worker's own folder, and its rows in their tracker.

use super::{
    MadeForm, MakeError, PlaceError, Places, TrackerFileError, Workplace, add_missing_rows,
    forms::{known_answers, make_form_headed},
    handover::clear_old_mails,
    places::document_path,
    settings::{RestrictedRows, Settings},
    trackers::{new_tracker_headed, stamp_row, works_of},
};
use crate::{
    form::{self, CompletedForm, FormNumber, Issue, Pin},
    share::{CreateError, create_file},
    template::{Pack, ids},
    tracker::{self, Entered, NewRow, RowNumber, TrackerError, TrackerRow},
};
use jiff::civil::DateTime;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What has to be known of a child before a row can be written.
const NEEDED: [&str; 4] = [ids::PIN, ids::CHILD_SURNAME, ids::CHILD_DOB, ids::RESTRICTED];

/// Why a piece of work was not begun. Nothing was made then.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    #[error(transparent)]
    Make(#[from] MakeError),
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error("the tracker's row needs {0}: say it with --set ID=VALUE, or at a terminal, where you are asked")]
    Unknown(String),
}

/// A form that was made, and what became of its rows.
#[derive(Debug)]
pub struct Begun {
    pub form: PathBuf,
    pub number: FormNumber,
    pub is_restricted: bool,
    pub rows: Vec<RowsAdded>,
}

/// The rows of a form in one tracker, and whether they are there.
#[derive(Debug)]
pub struct RowsAdded {
    pub tracker: PathBuf,
    pub added: Result<Vec<RowNumber>, TrackerFileError>,
}

/// Makes a form for a worker and notes it in their tracker, which is made if it is not there. The form's name
/// says what it is and bears its number, and no child's name.
///
/// A form of a restricted record goes into the secure place and is noted in a tracker there; the tracker on
/// the share gets a row that says its number and time, or what the council's settings want.
///
/// # Errors
/// When an answer does not fit or is missing, or the form cannot be made. A row that could not be added is no
/// error: the form is there.
pub fn begin(
    workplace: &Workplace,
    pack: &Pack,
    template: &str,
    answers: &[String],
    now: DateTime,
) -> Result<Begun, BeginError> {
    let definition = pack.template_called(template).map_err(MakeError::from)?;
    let known = known_answers(definition, answers).map_err(MakeError::from)?;
    let missing: Vec<&str> =
        NEEDED.into_iter().filter(|id| definition.field(id).is_some() && known.get(id).is_none()).collect();
    if !missing.is_empty() {
        return Err(BeginError::Unknown(missing.join(", ")));
    }
    let is_restricted = known.is_restricted(definition);
    let folder = workplace.folder_for(is_restricted);
    let issue = issue_apart_from(folder).map_err(MakeError::from)?;
    let letterhead = workplace.council.letterhead_at_hand();
    let blank = form::blank_headed(definition, &letterhead, Some(&issue)).map_err(MakeError::from)?;
    let bytes = form::fill(&blank, definition, &known).map_err(MakeError::from)?;
    // Read back: what the rows say is what the form says.
    let made = form::read(&bytes, pack, now.date()).map_err(|error| MakeError::Unread(Box::new(error)))?;
    let path = document_path(folder, &definition.title, &issue.number.to_string())?;
    workplace.places.make(folder)?;
    clear_old_mails(folder, now);
    create_file(&path, &bytes).map_err(MakeError::from)?;
    let rows = add_rows_of(&made, workplace, now);
    Ok(Begun { form: path, number: issue.number, is_restricted, rows })
}

/// A number that no form in this folder bears: there are a million, and among a few hundred forms two can have
/// the same by chance. A person's rows are found by it.
pub(super) fn issue_apart_from(folder: &Path) -> Result<Issue, getrandom::Error> {
    let names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    loop {
        let issue = Issue::random()?;
        let number = issue.number.to_string();
        if !names.iter().any(|name| name.contains(&number)) {
            return Ok(issue);
        }
    }
}

/// Adds the rows that a form asks for to the worker's trackers, which are made if they are not there.
pub fn add_rows_of(form: &CompletedForm, workplace: &Workplace, now: DateTime) -> Vec<RowsAdded> {
    let works = works_by_folder(form, workplace, now);
    works.into_iter().map(|(folder, works)| added(workplace, folder, &works)).collect()
}

/// The folders whose trackers note a form, each with the rows that it asks for there.
pub(super) fn works_by_folder<'w>(
    form: &CompletedForm,
    workplace: &'w Workplace,
    now: DateTime,
) -> Vec<(&'w Path, Vec<NewRow>)> {
    let rows_on_share = workplace.restricted_rows;
    let shared = (workplace.folder(), rows_for(form, Some(rows_on_share), now));
    let secure = (&*workplace.places.secure, rows_for(form, None, now));
    match (form.is_restricted(), rows_on_share) {
        (false, _) | (true, RestrictedRows::Full) => vec![shared],
        (true, RestrictedRows::NumberOnly) => vec![secure, shared],
    }
}

/// Adds the rows of a restricted form to the worker's tracker in the secure place, with what the rows that it had
/// `before` say and the form does not: the PIN of a child who was NEW, and the day of entry.
pub(super) fn add_secure_rows(
    form: &CompletedForm,
    before: &[TrackerRow],
    workplace: &Workplace,
    now: DateTime,
) -> RowsAdded {
    let mut works = works_of(form, now);
    let rows: Vec<Option<&TrackerRow>> = works.iter().map(|work| work.only_row_among(before)).collect();
    for (work, row) in works.iter_mut().zip(&rows) {
        let issued = row.and_then(TrackerRow::pin_issued);
        if matches!(work.pin, None | Some(Pin::New)) && issued.is_some() {
            work.pin = issued;
        }
    }
    let mut done = added(workplace, &workplace.places.secure, &works);
    let numbers = done.added.as_ref().map_or_else(|_| Vec::new(), Clone::clone);
    for (number, row) in numbers.into_iter().zip(rows) {
        let Some(day) = row.and_then(TrackerRow::entered_on) else { continue };
        let stamped = stamp_row(&done.tracker, |_| Some(number), &Entered::by_hand(day));
        // Done at a try that was broken off.
        let is_there =
            matches!(stamped, Err(TrackerFileError::Tracker { source: TrackerError::AlreadyStamped(_), .. }));
        if let Err(error) = stamped
            && !is_there
        {
            done.added = Err(error);
        }
    }
    done
}

/// The rows that a form asks for: in a tracker on the share as the council wants them there (`on_share`), in
/// one's own secure place in full.
pub fn rows_for(form: &CompletedForm, on_share: Option<RestrictedRows>, now: DateTime) -> Vec<NewRow> {
    let works = works_of(form, now);
    if form.is_restricted() && on_share == Some(RestrictedRows::NumberOnly) {
        // One row, whatever the number of children: how many there are is nobody's business either.
        return works.into_iter().take(1).map(|work| NewRow { is_hidden: true, ..work }).collect();
    }
    works
}

fn added(workplace: &Workplace, folder: &Path, works: &[NewRow]) -> RowsAdded {
    let own = folder.join(tracker::file_name(&workplace.me.name, &workplace.me.team));
    let tracker = match workplace.tracker_in(folder) {
        Ok(tracker) => tracker,
        Err(error) => return RowsAdded { tracker: own, added: Err(error) },
    };
    let added = tracker_made(workplace, &tracker).and_then(|()| add_missing_rows(&tracker, works));
    RowsAdded { tracker, added: added.map(|rows| rows.into_iter().map(|(row, _)| row).collect()) }
}

/// Makes the worker's tracker, unless it is there.
pub(super) fn tracker_made(workplace: &Workplace, path: &Path) -> Result<(), TrackerFileError> {
    if path.exists() {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        workplace.places.make(folder)?;
    }
    let letterhead = workplace.council.letterhead_at_hand();
    match new_tracker_headed(&letterhead, &workplace.me.name, &workplace.me.team, Some(path)) {
        // Another stopgap of the same person was quicker.
        Err(TrackerFileError::Create(CreateError::Exists(_))) => Ok(()),
        made => made.map(|_| ()),
    }
}

/// Makes a form where the worker says, as [`super::make_form`] does, with the council's name and logo, and notes it in
/// no tracker.
///
/// # Errors
/// As that; and when it is of a restricted record and would lie in the shared folder.
pub fn make_form_at(
    settings: &Settings,
    pack: &Pack,
    template: &str,
    answers: &[String],
    to: &Path,
) -> Result<MadeForm, BeginError> {
    let definition = pack.template_called(template).map_err(MakeError::from)?;
    let known = known_answers(definition, answers).map_err(MakeError::from)?;
    let is_restricted = known.is_restricted(definition);
    if is_restricted && Places::of(settings)?.is_shared(to) {
        return Err(PlaceError::RestrictedOnShare(to.to_owned()).into());
    }
    Ok(make_form_headed(&settings.council.letterhead_at_hand(), pack, template, answers, to)?)
}
