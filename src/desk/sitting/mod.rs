//! A sitting: a session joined to the clipboard, the progress file, the tracker and the clock.

mod drive;
mod elsewhere;
mod finish;
mod kept;
mod new_child;
mod number_only;
mod open;
mod renamed;
mod turn;

pub(super) use {
    finish::wanted,
    kept::{deeds_in, is_progress},
    renamed::{LeftBehind, progress_of_form},
    turn::{parts, take_turns},
};
pub use {kept::progress_beside, new_child::PinLeft, turn::TurnError};

use super::{Beside, Document, LARGEST, Places, TakeError, TrackerFileError};
use crate::{
    clipboard::{Clipboard, ClipboardError, Keys, News, Offer},
    form::{CompletedForm, FindingKind, FormNumber},
    handover::ReenterBy,
    overview::Alike,
    reentry::{
        Addresses, Advance, Child, Ending, Hands, Moment, Session, Step, TooManyChildren, UnreadLine, Want,
        other_parts,
    },
    share::{FileLock, ReadError, UpdateError, WriteError},
    template::{Pack, ids},
    tracker::{RowNumber, TrackerError},
    word::{Unreadable, Written},
};
use jiff::civil::DateTime;
use kept::{Kept, PROGRESS};
use std::{
    path::{Path, PathBuf},
    sync::mpsc::Receiver,
    time::Instant,
};

/// How a form is to be entered.
pub struct Options<'o> {
    pub pack: &'o Pack,
    /// Whose part is entered, where a definition gives parts to others; None: the worker's.
    pub by: Option<String>,
    /// The tracker to stamp; None: the one that lies beside the form, which is the worker's.
    pub tracker: Option<PathBuf>,
    /// The tracker on the share in which a restricted record has a row with nothing but its number: it is stamped,
    /// too.
    pub number_only: Option<PathBuf>,
    /// The folder of the whole team: other forms and rows of a child who is NEW are looked for there.
    pub team: Option<PathBuf>,
    /// None: nothing is copied, the person types.
    pub clipboard: Option<Box<dyn Clipboard>>,
    pub advance: Advance,
    /// Who enters it, and for whom. Nobody enters a restricted record for another.
    pub hands: Hands,
    /// The council's folders: a restricted record is not entered from the shared one. None: nothing is said of them.
    pub places: Option<Places>,
    /// Where the case system is live, and where it is Read Only.
    pub addresses: Addresses,
    /// Whether parts of a long answer say which they are: "(1 of 3)".
    pub are_parts_marked: bool,
    pub clock: fn() -> DateTime,
}

impl<'o> Options<'o> {
    /// The worker's own part, with nothing copied, and nothing said of the people and the addresses.
    pub fn new(pack: &'o Pack, clock: fn() -> DateTime) -> Self {
        Self {
            pack,
            by: None,
            tracker: None,
            number_only: None,
            team: None,
            clipboard: None,
            advance: Advance::default(),
            hands: Hands::default(),
            places: None,
            addresses: Addresses::default(),
            are_parts_marked: false,
            clock,
        }
    }
}

/// Why a form cannot be entered, or cannot go on being entered. Nothing that was done is lost.
#[derive(Debug, thiserror::Error)]
pub enum SittingError {
    #[error(transparent)]
    Take(#[from] TakeError),
    #[error("{} was entered on {at}{}: it is not entered twice. If something has to be added, do it in the record itself{}", .path.display(), by(.who.as_ref()), changed_since(.changed))]
    AlreadyEntered { path: PathBuf, at: String, who: Option<String>, changed: Vec<String> },
    #[error("{} says that it was entered on {at}{}: it is not entered twice. Write that day into its row in your tracker, if it has none. If it was not entered, take the line out under \"Office use\" in Word{}", .path.display(), by(.who.as_ref()), check_again(.changed))]
    EnteredElsewhere { path: PathBuf, at: String, who: Option<String>, changed: Vec<String> },
    #[error("row {row} of {} bears a date already, so {} was entered: it is not entered twice. If that is wrong, correct the tracker in Word", .tracker.display(), .path.display())]
    StampedAlready { path: PathBuf, tracker: PathBuf, row: RowNumber },
    #[error("the record is restricted: its worker enters it in person, and nobody else")]
    RestrictedForAnother,
    #[error("the record is restricted, and its form lies in the shared folder: run stopgap restrict \"{}\", then enter it from your secure place", .0.display())]
    RestrictedOnShare(PathBuf),
    #[error(transparent)]
    Turn(#[from] TurnError),
    #[error("the form has no part for `{by}`: {help}")]
    NoSuchPart { by: String, help: String },
    #[error("{source} in the progress file {}: move it away to begin this form anew", .path.display())]
    BadProgress { path: PathBuf, source: UnreadLine },
    #[error("the progress file {} is of another form, or the child was changed in this one: move it away to begin anew", .0.display())]
    ProgressOfAnother(PathBuf),
    #[error("{} is {source}: nothing of it was entered. In Word, save copies of it with one of these children at the top of each, share the rows of `{table}` out among them, and enter one after the other", .path.display())]
    TooManyChildren { path: PathBuf, table: String, source: TooManyChildren },
    #[error("the system gives no random numbers ({0}): try again")]
    Random(#[from] getrandom::Error),
    #[error(transparent)]
    ReadProgress(#[from] ReadError),
    #[error("how far you are could not be noted ({0}): the step is not counted as done")]
    WriteProgress(#[from] WriteError),
    #[error(transparent)]
    Clipboard(#[from] ClipboardError),
}

/// What an error adds about answers that were changed too late, by label.
fn changed_since(labels: &[String]) -> String {
    if labels.is_empty() {
        return String::new();
    }
    format!(". Changed in the form since: {}", labels.join(", "))
}

/// The same for a copy, of which only its own hashes tell.
fn check_again(labels: &[String]) -> String {
    if labels.is_empty() {
        return String::new();
    }
    format!(". Check again in the record what was changed in the form since: {}", labels.join(", "))
}

fn by(who: Option<&String>) -> String {
    who.map_or(String::new(), |who| format!(" by {who}"))
}

/// One form being entered by one person.
pub struct Sitting {
    path: PathBuf,
    kept: Kept,
    form: CompletedForm,
    /// The number is in the progress file only: the form came from a blank without one.
    is_given: bool,
    by: Option<String>,
    session: Session,
    tracker: Option<PathBuf>,
    number_only: Option<PathBuf>,
    number_only_stamp: Option<Stamp>,
    beside: Option<Result<Beside, TrackerFileError>>,
    clipboard: Option<Box<dyn Clipboard>>,
    /// Where the clipboard is heard, until a face takes it.
    news: Option<Receiver<News>>,
    keys: Keys,
    /// What the clipboard holds: the session's number of it, and the clipboard's own.
    offered: Option<(u64, Offer)>,
    /// The offer before.
    offered_before: Option<(u64, Offer)>,
    /// Something of ours may be on the clipboard.
    is_filled: bool,
    /// Keeps others from entering the same form at the same time.
    _turn: FileLock,
    clock: fn() -> DateTime,
    started: Instant,
    stamps: Vec<RecordStamp>,
    /// New PINs that are not in their rows yet.
    pins_left: Vec<PinLeft>,
    /// Rows that got theirs late.
    pins_late: Vec<RowNumber>,
    outcome: Option<Outcome>,
    /// Answers that were changed since an earlier sitting, by label: their steps come again.
    changed: Vec<String>,
    /// Answers that were entered and are blank in the form now, by label.
    taken_out: Vec<String>,
    /// For each record, where else of the team its child may be, who is new.
    alike: Vec<Vec<Alike>>,
    /// The supporting documents that go with the form.
    documents: Vec<Document>,
    /// A hash of the form's file as it was read, to notice a change while it is entered.
    seen: Option<blake3::Hash>,
    /// The progress file of the name that the form had before it was renamed: it was taken over.
    was_called: Option<PathBuf>,
}

/// What came of a sitting that ended.
#[derive(Debug)]
pub struct Outcome {
    pub ending: Ending,
    /// Every record that the form goes into is saved, and its row bears the date.
    pub is_stamped: bool,
}

/// What was noted of one record, once it was saved.
#[derive(Debug)]
pub struct RecordStamp {
    /// Which of the form's records, from 0.
    pub record: usize,
    /// In the tracker; None where that was done at an earlier sitting.
    pub stamp: Option<Stamp>,
    /// There was no row for a brother or a sister, so one was added.
    pub is_added: bool,
    /// The row bears the date and says NEW, and the PIN was given at an earlier sitting.
    pub says_new: bool,
    /// Why the form does not say yet that it was entered; it is done at the next start.
    pub not_in_form: Option<UpdateError<Unreadable>>,
}

/// What became of the tracker's row.
#[derive(Debug)]
pub enum Stamp {
    /// The part that was entered is not what the worker's row tells of.
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

    /// Whether there is nothing more that stopgap can do about it.
    fn is_final(&self) -> bool {
        matches!(self, Self::Done(_) | Self::Already(_) | Self::ByHand(_))
    }

    /// Whether the tracker bears the date.
    pub fn is_stamped(&self) -> bool {
        matches!(self, Self::Done(_) | Self::Already(_))
    }
}

impl Sitting {
    /// What is wanted next.
    pub fn want(&self) -> Want<'_> {
        self.session.want()
    }

    /// The session, to be shown.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// This moment, by both clocks.
    pub fn now(&self) -> Moment {
        Moment { wall: (self.clock)(), running: self.started.elapsed() }
    }

    /// When the session wants to be woken, if nothing happens before.
    pub fn deadline(&self) -> Option<Instant> {
        self.session.deadline().map(|after| self.started + after)
    }

    /// Where the clipboard and the global keys are heard: the first call gives it.
    pub fn take_news(&mut self) -> Option<Receiver<News>> {
        self.news.take()
    }

    /// The global keys that are on.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The form's title and number: "New contact 7K3F-2".
    pub fn title(&self) -> String {
        let number = self.number().map_or(String::new(), |number| format!(" {number}"));
        format!("{}{number}", self.form.definition.title)
    }

    /// The same with the child's surname, for before the record is proved to be the child's; of a restricted
    /// record without it.
    pub fn heading(&self) -> String {
        let surname = self.session.here().child.surname.expose();
        if self.form.is_restricted() || surname.is_empty() {
            return self.title();
        }
        format!("{} \u{b7} {surname}", self.title())
    }

    /// Whose record it is, for every step once that is proved: "Samplesson 10/06/2019 · PIN 8123499"; of a
    /// restricted record only that it is one.
    pub fn banner(&self) -> Option<String> {
        if !self.session.is_proved() {
            return None;
        }
        if self.form.is_restricted() {
            return Some("Restricted record".to_owned());
        }
        let Child { pin, .. } = &self.session.here().child;
        let pin = match pin {
            Some(pin) => format!("PIN {}", pin.written().expose()),
            None => "no PIN".to_owned(),
        };
        let name = self.session.here().child.in_tracker();
        let name = if name.is_blank() { String::new() } else { format!("{} \u{b7} ", name.expose()) };
        let records = self.session.records().len();
        let of = match records {
            1 => String::new(),
            many => format!(" \u{b7} child {} of {many}", self.session.record_number()),
        };
        Some(format!("{name}{pin}{of}"))
    }

    /// The form's number.
    pub fn number(&self) -> Option<FormNumber> {
        self.form.identity.issue.as_ref().map(|issue| issue.number)
    }

    /// The number that stopgap gave to a form that came without one.
    pub fn given_number(&self) -> Option<FormNumber> {
        self.number().filter(|_| self.is_given)
    }

    /// Who else has a part of the form to enter.
    pub fn others(&self) -> Vec<String> {
        other_parts(&self.form).into_iter().filter(|other| Some(other) != self.by.as_ref()).collect()
    }

    /// The supporting document that an upload step names.
    pub fn document(&self, name: &Written) -> Option<&Document> {
        self.documents.iter().find(|document| document.name == *name)
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

    /// What the form was called when it was begun, without its ending, if it was renamed since.
    pub fn was_called(&self) -> Option<String> {
        let name = self.was_called.as_ref()?.file_name()?.to_string_lossy().into_owned();
        let ending = self.by.as_ref().map_or(PROGRESS.to_owned(), |by| format!(".{by}{PROGRESS}"));
        name.strip_suffix(&ending).map(str::to_owned)
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
            (Some(_), Some(offer)) => self.offered.is_some_and(|(number, _)| number == offer.number),
            _ => true,
        }
    }

    /// Whether nothing of ours is on the clipboard.
    pub fn is_cleared(&self) -> bool {
        !self.is_filled
    }

    /// What became of the rows of the records that were saved, in this sitting, in order.
    pub fn stamps(&self) -> &[RecordStamp] {
        &self.stamps
    }

    /// What came of it, once it has ended.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// The file of the form.
    pub fn path(&self) -> &Path {
        &self.path
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
        Some(match ReenterBy::said_in(&self.form).filter(|_| self.by.is_none())? {
            ReenterBy::Writer => named(ids::WORKER_NAME, "who wrote it"),
            ReenterBy::WritersTeam => {
                format!("the team that wrote it ({})", named(ids::WORKER_TEAM, "not named"))
            }
            ReenterBy::ReceivingTeam => {
                format!("the receiving team ({})", named(ids::RECEIVING_TEAM, "not named"))
            }
        })
    }
}
