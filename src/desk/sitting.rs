//! A sitting: a session joined to the clipboard, the progress file, the tracker and the clock.

use super::{Beside, LARGEST, TakeError, TrackerFileError, take_form, tracker_beside, tracker_in, trackers};
use crate::{
    clipboard::{Clipboard, ClipboardError, Goods},
    diagnostic::suggestion,
    form::{CompletedForm, FindingKind, FormNumber, Issue, Pin, Value},
    reentry::{ChildCheck, Ending, Input, Progress, Session, Step, Want, others, plan},
    share::{FileLock, LockError, ReadError, WriteError, lock, read_file, save_file},
    template::{Field, Pack, Section},
    tracker::{Match, PinWritten, RowNumber, Tracker, TrackerError, find_row},
};
use jiff::civil::DateTime;
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

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
    #[error("{} was entered on {at}: it is not entered twice. If something has to be added, do it in the record itself{}", .path.display(), changed_since(.changed))]
    AlreadyEntered { path: PathBuf, at: String, changed: Vec<String> },
    #[error("row {row} of {} bears a date already, so {} was entered: it is not entered twice. If that is wrong, correct the tracker in Word", .tracker.display(), .path.display())]
    StampedAlready { path: PathBuf, tracker: PathBuf, row: RowNumber },
    #[error("somebody is entering {} at this moment: ask who it is, and try again when they have stopped", .0.display())]
    Taken(PathBuf),
    #[error("the form has no part for `{by}`: {help}")]
    NoSuchPart { by: String, help: String },
    #[error("the progress file {} cannot be read: move it away to begin this form anew", .0.display())]
    BadProgress(PathBuf),
    #[error("the progress file {} is of another form, or the child was changed in this one: move it away to begin anew", .0.display())]
    ProgressOfAnother(PathBuf),
    #[error("the system gives no random numbers ({0}): try again")]
    Random(#[from] getrandom::Error),
    #[error(transparent)]
    ReadProgress(#[from] ReadError),
    #[error(transparent)]
    Lock(LockError),
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
    /// The number is in the progress file only: the form came from a blank without one.
    is_given: bool,
    /// A progress file lies beside the form.
    is_kept: bool,
    surname: String,
    form: CompletedForm,
    by: Option<String>,
    session: Session,
    tracker: Option<PathBuf>,
    beside: Option<Result<Beside, TrackerFileError>>,
    clipboard: Option<Box<dyn Clipboard>>,
    /// The number of the offer that the clipboard holds.
    offered: Option<u64>,
    /// Something of ours may be on the clipboard.
    is_filled: bool,
    /// Keeps others from entering the same form at the same time.
    _turn: FileLock,
    clock: fn() -> DateTime,
    outcome: Option<Outcome>,
    /// Answers that were changed since an earlier sitting, by label: their steps come again.
    changed: Vec<String>,
    /// Answers that were entered and are blank in the form now, by label.
    taken_out: Vec<String>,
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
    /// The tracker does not take it, now or later: a person writes it.
    ByHand(TrackerFileError),
}

impl Stamp {
    fn failed(error: TrackerFileError) -> Self {
        match error {
            // Between reading it and writing, somebody wrote the date.
            TrackerFileError::Tracker { source: TrackerError::AlreadyStamped(row), .. } => Self::Already(row),
            error if error.may_pass() => Self::Pending(error),
            error => Self::ByHand(error),
        }
    }
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
        let mut form = take_form(path, pack, clock().date())?;
        if let Some(by) = &by {
            let parts: Vec<&str> = form.definition.screens().iter().filter_map(|s| s.by.as_deref()).collect();
            if !parts.contains(&by.as_str()) {
                return Err(SittingError::NoSuchPart { by: by.clone(), help: suggestion(by, parts) });
            }
        }
        let progress_path = progress_beside(path, by.as_deref());
        let turn = match lock(&progress_path, Duration::ZERO) {
            Ok(turn) => turn,
            Err(LockError::Busy(_)) => return Err(SittingError::Taken(path.to_owned())),
            Err(error) => return Err(SittingError::Lock(error)),
        };
        let beside = (tracker.is_none() && by.is_none()).then(|| tracker_beside(path));
        let tracker = match &beside {
            Some(Ok(Beside::One(beside))) => Some(beside.clone()),
            _ => tracker,
        };
        let kept = read_progress(&progress_path)?;
        let is_given = form.identity.issue.is_none();
        if is_given {
            form.identity.issue = Some(match given_earlier(path, kept.as_ref()) {
                Some(issue) => issue,
                None => Issue::random()?,
            });
        }
        let number = form.identity.issue.as_ref().map(|issue| issue.number);
        let is_kept = kept.is_some();
        let mut progress =
            kept.unwrap_or_else(|| if is_given { Progress::giving(&form) } else { Progress::new(&form) });
        if !progress.is_of(&form) {
            return Err(SittingError::ProgressOfAnother(progress_path));
        }
        if let (true, Some(tracker)) = (!is_kept && by.is_none(), &tracker)
            && let Ok(read) = tracker_in(tracker)
            && let Match::Entered(row) = find_row(&read, &trackers::wanted(&form))
            && number.is_some_and(|number| read.row(row).is_some_and(|row| row.form_number() == Some(number)))
        {
            // A copy of the form, or one that was renamed: its progress did not come along.
            return Err(SittingError::StampedAlready {
                path: path.to_owned(),
                tracker: tracker.clone(),
                row,
            });
        }
        let done = progress.fields_done();
        let changed = progress.forget_changed(&form);
        let steps = plan(&form, by.as_deref(), clock());
        let has_step = |id: &str| steps.iter().any(|s| s.field.as_ref().is_some_and(|f| f.as_str() == id));
        let labels = |fits: &dyn Fn(&str) -> bool| -> Vec<String> {
            let fields = changed.iter().filter(|id| fits(id)).filter_map(|id| form.definition.field(id));
            fields.map(|field| field.label.clone()).collect()
        };
        let come_again = labels(&has_step);
        let taken_out = labels(&|id| done.contains(id) && !has_step(id));
        if let Some(at) = progress.confirmed {
            if steps.iter().any(|step| progress.state(&step.id).is_none()) && !changed.is_empty() {
                // What was added since is not in the record: it is not stamped over, but entered.
                progress.confirmed = None;
                progress.unstamped = false;
            } else if !progress.unstamped {
                let at = crate::template::date::show_date_time(at);
                return Err(SittingError::AlreadyEntered {
                    path: path.to_owned(),
                    at,
                    changed: labels(&|_| true),
                });
            }
        }
        let system = form.system().unwrap_or("the case system").to_owned();
        let unstamped = progress.unstamped;
        let session = Session::new(system, steps, ChildCheck::new(&form), progress);
        let mut sitting = Self {
            path: path.to_owned(),
            progress_path,
            title: form.definition.title.clone(),
            number,
            is_given,
            is_kept,
            surname: form.text("child_surname").trim().to_owned(),
            tracker,
            beside,
            form,
            by,
            session,
            clipboard,
            offered: None,
            is_filled: false,
            _turn: turn,
            clock,
            outcome: None,
            changed: come_again,
            taken_out,
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

    /// The number that stopgap gave to a form that came without one.
    pub fn given_number(&self) -> Option<FormNumber> {
        self.number.filter(|_| self.is_given)
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

    /// What was found where a tracker was looked for beside the form: none was named, and the part that
    /// is entered is the worker's.
    pub fn beside(&self) -> Option<&Result<Beside, TrackerFileError>> {
        self.beside.as_ref()
    }

    /// Labels of answers that were changed since an earlier sitting; their steps come again.
    pub fn changed(&self) -> &[String] {
        &self.changed
    }

    /// Labels of answers that were entered earlier and are not in the form any more.
    pub fn taken_out(&self) -> &[String] {
        &self.taken_out
    }

    /// Whether answers go to the clipboard.
    pub fn copies(&self) -> bool {
        self.clipboard.is_some()
    }

    /// Whether what the step offers is on the clipboard; also where it offers nothing, or nothing is copied.
    pub fn is_copied(&self) -> bool {
        match (&self.clipboard, self.session.offer()) {
            (Some(_), Some(offer)) => self.offered == Some(offer.number),
            _ => true,
        }
    }

    /// Whether nothing of ours is on the clipboard.
    pub fn is_cleared(&self) -> bool {
        !self.is_filled
    }

    /// What came of it, once it has ended.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// Takes an answer in: notes the progress, puts the next text on the clipboard or clears it, and
    /// at the end stamps the tracker.
    ///
    /// # Errors
    /// When progress cannot be noted, or the clipboard is held by another program. Then the session
    /// stays at a step that was not copied until it is.
    pub fn answer(&mut self, input: Input) -> Result<(), SittingError> {
        if input == Input::Next && !self.is_copied() {
            // Going on would leave an older text on the clipboard for the next box.
            self.sync_clipboard()?;
            self.session.tell("It is copied now. Paste it, then press Enter.");
            return Ok(());
        }
        let known = self.session.learned().len();
        self.session.answer(input, (self.clock)());
        if self.session.learned().len() > known {
            self.write_new_pin();
        }
        self.save()?;
        // A clipboard that another program holds must not hold up the stamp.
        let is_at_its_end = matches!(self.session.want(), Want::Done(_)) && self.outcome.is_none();
        let finished = if is_at_its_end { self.finish() } else { Ok(()) };
        let synced = self.sync_clipboard();
        finished.and(synced)
    }

    /// A new PIN goes into the tracker at once: it is kept nowhere else.
    fn write_new_pin(&mut self) {
        let Some((_, pin)) = self.session.learned().last() else { return };
        let Some(pin) = Pin::read(pin.expose()) else { return };
        let by_hand = "Write it there in place of NEW yourself.";
        let wanted = trackers::wanted(&self.form);
        let choose = |tracker: &Tracker| match find_row(tracker, &wanted) {
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

    /// What is odd about the answer that the step is about, in words.
    pub fn findings(&self, step: &Step) -> Vec<&str> {
        let of_step = self.form.findings.iter().filter(|f| step.field.is_some() && f.field == step.field);
        of_step.filter(|f| f.kind != FindingKind::Blank).map(|f| f.message.as_str()).collect()
    }

    /// Who the form says enters it; None where it does not say.
    pub fn entered_by(&self) -> Option<String> {
        let named = |id: &str, else_: &str| match self.form.text(id).trim() {
            "" => else_.to_owned(),
            name => name.to_owned(),
        };
        match self.form.value("reenter_by").filter(|_| self.by.is_none()) {
            Some(Value::Choice(who)) if who == "Me" => Some(named("worker_name", "who wrote it")),
            Some(Value::Choice(who)) if who == "My team" => {
                Some(format!("the team that wrote it ({})", named("worker_team", "not named")))
            }
            Some(Value::Choice(who)) if who == "Receiving team" => {
                Some(format!("the receiving team ({})", named("receiving_team", "not named")))
            }
            _ => None,
        }
    }

    /// How many other children the form says that the same record is for.
    pub fn other_children(&self) -> usize {
        match self.form.value("also_for") {
            Some(Value::Rows(rows)) => rows.len(),
            _ => 0,
        }
    }

    /// Labels of answers that the form needs and that are blank, of what this sitting enters.
    pub fn blanks(&self) -> Vec<&str> {
        let sections = self.form.definition.sections.iter();
        let entered = sections.filter(|section| section.screen.is_some() && section.by == self.by);
        let is_blank = |field: &&Field| {
            self.form
                .findings
                .iter()
                .any(|f| f.kind == FindingKind::Blank && f.field.as_ref() == Some(&field.id))
        };
        let fields = entered.flat_map(Section::fields).filter(|field| field.into.is_some());
        fields.filter(is_blank).map(|field| field.label.as_str()).collect()
    }

    fn save(&mut self) -> Result<(), SittingError> {
        let progress = self.session.progress();
        // A number that was given is in no other place, and the first box may bear it already.
        let is_begun = !progress.is_untouched() || (self.is_given && self.session.position().0 > 0);
        // What was taken back has to go from the file, too.
        if is_begun || self.is_kept {
            save_file(&self.progress_path, progress.text().as_bytes())?;
            self.is_kept = true;
        }
        Ok(())
    }

    fn sync_clipboard(&mut self) -> Result<(), SittingError> {
        let Some(clipboard) = &mut self.clipboard else { return Ok(()) };
        match self.session.offer() {
            Some(offer) if self.offered == Some(offer.number) => {}
            Some(offer) => {
                self.offered = None;
                self.is_filled = true;
                clipboard.offer(&Goods::text(offer.text.expose()))?;
                self.offered = Some(offer.number);
            }
            // Also where nothing of ours should be there: an earlier clear may have failed.
            None => {
                clipboard.clear()?;
                self.offered = None;
                self.is_filled = false;
            }
        }
        Ok(())
    }

    /// Stamps, if the record is saved. The progress says "unstamped" before and "stamped" after, so
    /// that a crash in between is made good at the next start.
    fn finish(&mut self) -> Result<(), SittingError> {
        let Want::Done(ending) = self.session.want() else { return Ok(()) };
        let stamp = self.stamp();
        let settled =
            matches!(stamp, Stamp::Done(_) | Stamp::Already(_) | Stamp::ByHand(_)) || self.by.is_some();
        if ending == Ending::Saved && settled {
            self.session.note_stamped();
            self.save()?;
        }
        self.outcome = Some(Outcome { ending, stamp });
        Ok(())
    }

    fn stamp(&self) -> Stamp {
        // A part that is for somebody else is not the work that the worker's row tells of.
        let Some(entered) = self.session.entered().filter(|_| self.by.is_none()) else { return Stamp::None };
        let Some(path) = &self.tracker else { return Stamp::NoTracker };
        let wanted = trackers::wanted(&self.form);
        let mut found = Match::None;
        let choose = |tracker: &Tracker| {
            found = find_row(tracker, &wanted);
            if let Match::One(row) = found { Some(row) } else { None }
        };
        match (trackers::stamp_row(path, choose, &entered), found) {
            (Err(error), _) => Stamp::failed(error),
            (Ok(Some(row)), _) => Stamp::Done(row),
            (Ok(None), Match::Entered(row)) => Stamp::Already(row),
            (Ok(None), _) => Stamp::NoRow,
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

/// What an error adds about answers that were changed too late, by label.
fn changed_since(labels: &[String]) -> String {
    if labels.is_empty() {
        return String::new();
    }
    format!(". Changed in the form since: {}", labels.join(", "))
}

/// The number and secret that a form without its own was given: for this part, or for the worker's.
fn given_earlier(form: &Path, kept: Option<&Progress>) -> Option<Issue> {
    match kept {
        Some(progress) => progress.given_issue(),
        None => read_progress(&progress_beside(form, None)).ok()??.given_issue(),
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
