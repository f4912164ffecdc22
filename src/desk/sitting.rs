//! A sitting: a session joined to the clipboard, the progress file, the tracker and the clock.

use super::{LARGEST, TakeError, TrackerFileError, take_form, tracker_beside, tracker_in, trackers};
use crate::{
    clipboard::{Clipboard, ClipboardError},
    diagnostic::suggestion,
    form::{CompletedForm, FormNumber},
    reentry::{ChildCheck, Ending, Input, Progress, Session, Want, others, plan},
    share::{ReadError, WriteError, read_file, save_file},
    template::Pack,
    tracker::{Match, RowNumber, find_row},
};
use jiff::civil::DateTime;
use std::path::{Path, PathBuf};

/// How a form is to be entered.
pub struct Options<'o> {
    pub pack: &'o Pack,
    /// Whose part is entered, where a definition gives parts to others; None: the worker's.
    pub by: Option<String>,
    /// The tracker to stamp; None: the one that lies beside the form, which is the worker's.
    pub tracker: Option<PathBuf>,
    /// None: nothing is copied, the person types.
    pub clipboard: Option<Box<dyn Clipboard>>,
    pub clock: fn() -> DateTime,
}

/// Why a form cannot be entered, or cannot go on being entered. Nothing that was done is lost.
#[derive(Debug, thiserror::Error)]
pub enum SittingError {
    #[error(transparent)]
    Take(#[from] TakeError),
    #[error("{} was entered on {at}: it is not entered twice. If something has to be added, do it in the record itself", .path.display())]
    AlreadyEntered { path: PathBuf, at: String },
    #[error("the form has no part for `{by}`: {help}")]
    NoSuchPart { by: String, help: String },
    #[error("the progress file {} cannot be read: move it away to begin this form anew", .0.display())]
    BadProgress(PathBuf),
    #[error("the progress file {} belongs to another form: move it away", .0.display())]
    ProgressOfAnother(PathBuf),
    #[error(transparent)]
    ReadProgress(#[from] ReadError),
    #[error("how far you are could not be noted ({0}): the step is not counted as done")]
    WriteProgress(#[from] WriteError),
    #[error(transparent)]
    Clipboard(#[from] ClipboardError),
}

/// One form being entered by one person.
pub struct Sitting {
    path: PathBuf,
    progress_path: PathBuf,
    title: String,
    number: Option<FormNumber>,
    surname: String,
    form: CompletedForm,
    by: Option<String>,
    session: Session,
    tracker: Option<PathBuf>,
    clipboard: Option<Box<dyn Clipboard>>,
    /// The number of the offer that the clipboard holds.
    offered: Option<u64>,
    clock: fn() -> DateTime,
    outcome: Option<Outcome>,
    /// Answers that were changed since an earlier sitting, by label: their steps come again.
    changed: Vec<String>,
}

/// What came of a sitting that ended.
#[derive(Debug)]
pub struct Outcome {
    pub ending: Ending,
    pub stamp: Stamp,
}

/// What became of the tracker's row.
#[derive(Debug)]
pub enum Stamp {
    /// Nothing was to be stamped: the record is not saved.
    None,
    Done(RowNumber),
    /// There is no tracker to stamp.
    NoTracker,
    /// The tracker has no row that is surely this form's.
    NoRow,
    /// The row bore a date already.
    Already(RowNumber),
    /// It could not be written; it is done at the next start.
    Pending(TrackerFileError),
}

impl Outcome {
    /// Whether the tracker bears the date.
    pub fn is_stamped(&self) -> bool {
        matches!(self.stamp, Stamp::Done(_) | Stamp::Already(_))
    }
}

impl Sitting {
    /// Takes a form up, where it was left or from the start.
    ///
    /// # Errors
    /// When the form or its progress cannot be read, or it was entered already.
    pub fn open(path: &Path, options: Options<'_>) -> Result<Self, SittingError> {
        let Options { pack, by, tracker, clipboard, clock } = options;
        let form = take_form(path, pack, clock().date())?;
        if let Some(by) = &by {
            let parts: Vec<&str> = form.definition.sections.iter().filter_map(|s| s.by.as_deref()).collect();
            if !parts.contains(&by.as_str()) {
                return Err(SittingError::NoSuchPart { by: by.clone(), help: suggestion(by, parts) });
            }
        }
        let number = form.identity.issue.as_ref().map(|issue| issue.number);
        let progress_path = progress_beside(path, by.as_deref());
        let mut progress = read_progress(&progress_path)?.unwrap_or_else(|| Progress::new(&form));
        if !progress.is_of(number) {
            return Err(SittingError::ProgressOfAnother(progress_path));
        }
        if let Some(at) = progress.confirmed
            && !progress.unstamped
        {
            let at = crate::template::date::show_date_time(at);
            return Err(SittingError::AlreadyEntered { path: path.to_owned(), at });
        }
        let changed = progress.forget_changed(&form);
        let labels = changed
            .iter()
            .filter_map(|id| form.definition.field(id))
            .map(|field| field.label.clone())
            .collect();
        let system = form.system().unwrap_or("the case system").to_owned();
        let steps = plan(&form, by.as_deref(), clock());
        let unstamped = progress.unstamped;
        let session = Session::new(system, steps, ChildCheck::new(&form), progress);
        let mut sitting = Self {
            path: path.to_owned(),
            progress_path,
            title: form.definition.title.clone(),
            number,
            surname: form.text("child_surname").trim().to_owned(),
            tracker: tracker.or_else(|| if by.is_none() { tracker_beside(path) } else { None }),
            form,
            by,
            session,
            clipboard,
            offered: None,
            clock,
            outcome: None,
            changed: labels,
        };
        if unstamped {
            sitting.session.take_up_confirmed();
            sitting.finish()?;
        }
        Ok(sitting)
    }

    /// What is wanted next.
    pub fn want(&self) -> Want<'_> {
        self.session.want()
    }

    /// The session, to be shown.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The form's title, number and child, for the line above each step: "New contact 7K3F-2 · Samplesson".
    pub fn heading(&self) -> String {
        let number = self.number.map_or(String::new(), |number| format!(" {number}"));
        let who = if self.form.is_restricted() || self.surname.is_empty() {
            String::new()
        } else {
            format!(" \u{b7} {}", self.surname)
        };
        format!("{}{number}{who}", self.title)
    }

    /// Who else has a part of the form to enter.
    pub fn others(&self) -> Vec<String> {
        others(&self.form).into_iter().filter(|other| Some(other) != self.by.as_ref()).collect()
    }

    /// The completed form.
    pub fn form(&self) -> &CompletedForm {
        &self.form
    }

    /// The tracker that will be stamped.
    pub fn tracker(&self) -> Option<&Path> {
        self.tracker.as_deref()
    }

    /// Labels of answers that were changed since an earlier sitting; their steps come again.
    pub fn changed(&self) -> &[String] {
        &self.changed
    }

    /// Whether answers go to the clipboard.
    pub fn copies(&self) -> bool {
        self.clipboard.is_some()
    }

    /// What came of it, once it has ended.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// Takes an answer in: notes the progress, puts the next text on the clipboard or clears it, and
    /// at the end stamps the tracker.
    ///
    /// # Errors
    /// When progress cannot be noted, or the clipboard is held by another program; the same answer
    /// may be given again.
    pub fn answer(&mut self, input: Input) -> Result<(), SittingError> {
        self.session.answer(input, (self.clock)());
        self.save()?;
        self.sync_clipboard()?;
        if let Want::Done(_) = self.session.want()
            && self.outcome.is_none()
        {
            self.finish()?;
        }
        Ok(())
    }

    fn save(&self) -> Result<(), SittingError> {
        let progress = self.session.progress();
        if progress.is_untouched() {
            return Ok(());
        }
        Ok(save_file(&self.progress_path, progress.text().as_bytes())?)
    }

    fn sync_clipboard(&mut self) -> Result<(), SittingError> {
        let Some(clipboard) = &mut self.clipboard else { return Ok(()) };
        match self.session.offer() {
            Some(offer) if self.offered == Some(offer.number) => {}
            Some(offer) => {
                self.offered = None;
                clipboard.offer(offer.text.expose())?;
                self.offered = Some(offer.number);
            }
            // Also where nothing of ours should be there: an earlier clear may have failed.
            None => {
                clipboard.clear()?;
                self.offered = None;
            }
        }
        Ok(())
    }

    /// Stamps, if the record is saved. The progress says "unstamped" before and "stamped" after, so
    /// that a crash in between is made good at the next start.
    fn finish(&mut self) -> Result<(), SittingError> {
        let Want::Done(ending) = self.session.want() else { return Ok(()) };
        let stamp = self.stamp();
        let settled = matches!(stamp, Stamp::Done(_) | Stamp::Already(_));
        if ending == Ending::Saved && settled {
            self.session.note_stamped();
            self.save()?;
        }
        self.outcome = Some(Outcome { ending, stamp });
        Ok(())
    }

    fn stamp(&self) -> Stamp {
        let Some(entered) = self.session.entered() else { return Stamp::None };
        let Some(path) = &self.tracker else { return Stamp::NoTracker };
        let tracker = match tracker_in(path) {
            Ok(tracker) => tracker,
            Err(error) => return Stamp::Pending(error),
        };
        let row = match find_row(&tracker, &trackers::wanted(&self.form)) {
            Match::One(row) => row,
            Match::Entered(row) => return Stamp::Already(row),
            Match::Several(_) | Match::None => return Stamp::NoRow,
        };
        let pin = self.session.learned().iter().rev().find(|(field, _)| field.as_str() == "pin");
        match trackers::stamp_row(path, row, &entered, pin.map(|(_, pin)| pin)) {
            Ok(()) => Stamp::Done(row),
            Err(error) => Stamp::Pending(error),
        }
    }

    /// The file of the form.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Where the progress of a form, or of somebody else's part of it, is kept: beside it, so that a
/// colleague can carry on.
pub fn progress_beside(form: &Path, by: Option<&str>) -> PathBuf {
    match by {
        None => form.with_extension("progress.json"),
        Some(by) => form.with_extension(format!("{by}.progress.json")),
    }
}

fn read_progress(path: &Path) -> Result<Option<Progress>, SittingError> {
    let bytes = match read_file(path, LARGEST) {
        Ok(bytes) => bytes,
        Err(ReadError::Missing(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let bad = || SittingError::BadProgress(path.to_owned());
    let text = String::from_utf8(bytes).map_err(|_| bad())?;
    Progress::parse(&text).map(Some).map_err(|_| bad())
}
