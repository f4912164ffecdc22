//! Taking a form up, where it was left or from the start.

use super::{
    Kept, Options, Sitting, SittingError, elsewhere,
    finish::{file_hash, is_settled},
    kept::progress_beside,
    new_child::Looking,
    renamed::{left_behind, progress_of_form},
    turn::{take_turn, turn_at},
};
use crate::{
    clipboard::{self, Clipboard},
    desk::{
        Beside, Document, TrackerFileError, documents_of, take_form, tracker_beside, tracker_in, trackers,
    },
    diagnostic::suggestion,
    form::{CompletedForm, Issue, SOME_SYSTEM},
    reentry::{
        Abilities, Changes, Deed, KnownPins, Moment, OtherChildren, Planning, Progress, Record, Session,
        Task, TooManyChildren, document_key, needed_blanks, records,
    },
    share::{FileLock, move_file},
    template::{date::show_date_time, ids},
    tracker::Tracker,
};
use jiff::civil::DateTime;
use std::{
    collections::BTreeSet,
    mem,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

impl Sitting {
    /// Takes a form up, where it was left or from the start.
    ///
    /// # Errors
    /// When the form or its progress cannot be read or noted, somebody else is at it, it was entered already, it is for
    /// more children than are entered at once, or its record is restricted and this person or place is not the one.
    pub fn open(path: &Path, mut options: Options<'_>) -> Result<Self, SittingError> {
        let mut opened = Opened::read(path, &mut options)?;
        let now = (options.clock)();
        let rows = opened.tracker.as_deref().and_then(|tracker| tracker_in(tracker).ok());
        let is_first = opened.begin_or_take_up(now)?;
        let planning = Planning {
            by: opened.by.clone(),
            hands: mem::take(&mut options.hands),
            are_parts_marked: options.are_parts_marked,
            now,
            ..known_from(rows.as_ref(), &opened.form)
        };
        let taken = TakenUp::of(&opened.form, &planning, &opened.progress)
            .map_err(|source| too_many(path, &opened.form, source))?;
        if is_first {
            opened.look_elsewhere(&taken.records, rows.as_ref(), now)?;
        }
        if let Some(entered) = opened.entered_already(&taken, options.number_only.is_some()) {
            return Err(entered);
        }
        if taken.is_news {
            opened.progress.note(Deed::FoundChanges(Box::new(taken.changes)), now);
        }
        let looking = Looking {
            form: path,
            tracker: opened.tracker.as_deref(),
            team: options.team.as_deref(),
            pack: options.pack,
            today: now.date(),
        };
        let (alike, noted_pins) = looking.look(&taken.records);
        let task = Task {
            system: opened.form.system().unwrap_or(SOME_SYSTEM).to_owned(),
            records: taken.records,
            blanks: needed_blanks(&opened.form, opened.by.as_deref()),
            noted_pins,
            addresses: options.addresses,
            abilities: abilities(options.clipboard.as_deref()),
            advance: options.advance,
        };
        opened.kept.keep(&mut opened.progress)?;
        let started = Instant::now();
        let mut clipboard = options.clipboard;
        let mut sitting = Self {
            path: opened.path,
            kept: opened.kept,
            is_given: opened.is_given,
            by: opened.by,
            session: Session::new(task, opened.progress, Moment { wall: now, running: Duration::ZERO }),
            tracker: opened.tracker,
            number_only: options.number_only,
            number_only_stamp: None,
            beside: opened.beside,
            news: clipboard.as_mut().and_then(|clipboard| clipboard.news()),
            keys: clipboard::Keys::default(),
            clipboard,
            offered: None,
            offered_before: None,
            is_filled: false,
            _turn: opened.turn,
            clock: options.clock,
            started,
            stamps: Vec::new(),
            pins_left: Vec::new(),
            pins_late: Vec::new(),
            outcome: None,
            changed: taken.come_again,
            taken_out: taken.taken_out,
            alike,
            documents: opened.documents,
            seen: opened.seen,
            form: opened.form,
            was_called: opened.was_called,
        };
        sitting.begin()?;
        Ok(sitting)
    }

    fn begin(&mut self) -> Result<(), SittingError> {
        let is_restricted = self.form.is_restricted();
        if let Some(clipboard) = self.clipboard.as_mut().filter(|_| is_restricted) {
            clipboard.set_restricted(true);
        }
        // What was confirmed at an earlier sitting and could not be stamped then.
        self.stamp_what_is_saved()?;
        self.see_whether_it_has_ended();
        if self.outcome.is_none()
            && let Some(clipboard) = &mut self.clipboard
        {
            // Without them one presses a key in stopgap's own window.
            self.keys = clipboard.set_keys(true).unwrap_or_default();
        }
        Ok(())
    }
}

impl Options<'_> {
    /// The procedure wants restricted records off the share, and entered by their worker in person. [`Sitting::open`]
    /// sees to it; this is for whoever has to know before.
    ///
    /// # Errors
    /// When this form is not to be entered so.
    pub fn refuse_restricted(&self, path: &Path, form: &CompletedForm) -> Result<(), SittingError> {
        if !form.is_restricted() {
            return Ok(());
        }
        if self.hands.on_behalf_of.is_some() {
            return Err(SittingError::RestrictedForAnother);
        }
        match &self.places {
            Some(places) if places.is_shared(path) => Err(SittingError::RestrictedOnShare(path.to_owned())),
            _ => Ok(()),
        }
    }
}

/// A form that was read, and how far it is, with nobody else at it.
struct Opened {
    path: PathBuf,
    /// Whose part is entered.
    by: Option<String>,
    form: CompletedForm,
    /// A hash of the file as it was before it was read.
    seen: Option<blake3::Hash>,
    /// Its number is not in the file.
    is_given: bool,
    documents: Vec<Document>,
    tracker: Option<PathBuf>,
    beside: Option<Result<Beside, TrackerFileError>>,
    kept: Kept,
    progress: Progress,
    turn: FileLock,
    /// The name that the form had when it was begun, where it has another now.
    was_called: Option<PathBuf>,
}

impl Opened {
    /// Reads a form, its progress, and what lies beside it.
    fn read(path: &Path, options: &mut Options<'_>) -> Result<Self, SittingError> {
        let by = options.by.take();
        let form = take_form(path, options.pack, (options.clock)().date())?;
        options.refuse_restricted(path, &form)?;
        find_part(&form, by.as_ref())?;
        let turn = take_turn(path, by.as_deref())?;
        // Before it is read: a change from then on is one that the answers at hand do not have. And read anew:
        // until now another stopgap may have moved the form, or passed it on.
        let seen = file_hash(path);
        let mut form = take_form(path, options.pack, (options.clock)().date())?;
        options.refuse_restricted(path, &form)?;
        let progress_path = progress_beside(path, by.as_deref());
        let was_called = take_over(path, &progress_path, by.as_deref(), &form)?;
        let named = options.tracker.take();
        let beside = (named.is_none() && by.is_none()).then(|| tracker_beside(path));
        let tracker = match &beside {
            Some(Ok(Beside::One(beside))) => Some(beside.clone()),
            _ => named,
        };
        let (kept, mut progress) = Kept::open(&progress_path)?;
        progress.set_person(options.hands.entered_by.clone());
        let is_given = give_number(&mut form, path, &progress)?;
        let documents = documents_of(path, &form);
        form.documents = documents.iter().map(Document::as_supporting).collect();
        let path = path.to_owned();
        Ok(Self {
            path,
            by,
            form,
            seen,
            is_given,
            documents,
            tracker,
            beside,
            kept,
            progress,
            turn,
            was_called,
        })
    }

    /// Notes that it is begun, or taken up again; whether it is begun.
    fn begin_or_take_up(&mut self, now: DateTime) -> Result<bool, SittingError> {
        if !self.progress.is_begun() {
            let beginning = Progress::beginning(&self.form, self.is_given);
            self.progress.note(Deed::Began(Box::new(beginning)), now);
            return Ok(true);
        }
        if !self.progress.is_of(&self.form) {
            let progress = progress_beside(&self.path, self.by.as_deref());
            return Err(SittingError::ProgressOfAnother(progress));
        }
        self.progress.note(Deed::TookUp, now);
        Ok(false)
    }

    /// Looks whether it was entered before: a copy of a form, or one that was renamed, comes without its progress.
    fn look_elsewhere(
        &mut self,
        records: &[Record],
        rows: Option<&Tracker>,
        now: DateTime,
    ) -> Result<(), SittingError> {
        let tracker = self.tracker.as_deref().zip(rows).filter(|_| self.by.is_none());
        let by = self.by.as_deref();
        elsewhere::look(&self.path, &self.form, records, by, tracker, &mut self.progress, now)
    }

    /// Why there is nothing left to enter or to stamp; None while there is.
    fn entered_already(&self, taken: &TakenUp, has_number_only: bool) -> Option<SittingError> {
        let mut last = None;
        for record in &taken.records {
            let confirmation = self.progress.confirmation(&record.key)?;
            let has_number_only = has_number_only && record.key.is_own();
            let is_settled = is_settled(confirmation, self.by.is_some(), has_number_only);
            if taken.changes.reopened.contains(&record.key) || !is_settled {
                return None;
            }
            last = Some(confirmation);
        }
        let last = last?;
        Some(SittingError::AlreadyEntered {
            path: self.path.clone(),
            at: show_date_time(last.at),
            who: last.who.clone(),
            changed: taken.changed.clone(),
        })
    }
}

/// Gives a number to a form that came without one, the same as at an earlier sitting; whether it did.
fn give_number(form: &mut CompletedForm, path: &Path, progress: &Progress) -> Result<bool, SittingError> {
    if form.identity.issue.is_some() {
        return Ok(false);
    }
    form.identity.issue = Some(match given_earlier(path, form, progress) {
        Some(issue) => issue,
        None => Issue::random()?,
    });
    Ok(true)
}

/// What the tracker says of the form's children and of others.
fn known_from(tracker: Option<&Tracker>, form: &CompletedForm) -> Planning {
    let Some(tracker) = tracker else { return Planning::default() };
    Planning {
        others: OtherChildren::of(tracker, form),
        pins: KnownPins::of(tracker.rows_of(&trackers::wanted(form))),
        ..Planning::default()
    }
}

/// Looks whether the form has a part for this person.
fn find_part(form: &CompletedForm, by: Option<&String>) -> Result<(), SittingError> {
    let Some(by) = by else { return Ok(()) };
    let parts: Vec<&str> = form.definition.screens().iter().filter_map(|s| s.by.as_deref()).collect();
    if parts.contains(&by.as_str()) {
        return Ok(());
    }
    Err(SittingError::NoSuchPart { by: by.clone(), help: suggestion(by, parts) })
}

/// Has the progress of a form that was renamed since bear its name, too. Gives the name that the form had.
fn take_over(
    path: &Path,
    progress: &Path,
    by: Option<&str>,
    form: &CompletedForm,
) -> Result<Option<PathBuf>, SittingError> {
    if progress.exists() {
        return Ok(None);
    }
    let Some(before) = left_behind(path, by, form) else { return Ok(None) };
    // Whoever is at the form still, under the name that it had when they opened it, goes on writing there.
    let _turn = turn_at(&before, path)?;
    move_file(&before, progress)?;
    Ok(Some(before))
}

fn abilities(clipboard: Option<&dyn Clipboard>) -> Abilities {
    let Some(clipboard) = clipboard else { return Abilities::default() };
    let clipboard::Abilities { sees_pastes, tells_readers_apart, .. } = clipboard.abilities();
    Abilities { copies: true, sees_pastes, tells_readers_apart }
}

/// What a form has come to since it was last read.
struct TakenUp {
    records: Vec<Record>,
    changes: Changes,
    is_news: bool,
    /// Labels of all answers that are other ones now.
    changed: Vec<String>,
    /// Of those that have steps.
    come_again: Vec<String>,
    /// Of those that were entered and have none any more.
    taken_out: Vec<String>,
}

impl TakenUp {
    /// Plans the form anew, and looks which records want something more.
    fn of(form: &CompletedForm, planning: &Planning, progress: &Progress) -> Result<Self, TooManyChildren> {
        let done = progress.fields_done();
        let (records, children) = records(form, planning, progress.children())?;
        let mut changes = progress.changes(form);
        let is_news =
            !changes.fields.is_empty() || !changes.renamed.is_empty() || children != progress.children();
        changes.children = children;
        let mut then = progress.clone();
        then.note(Deed::FoundChanges(Box::new(changes.clone())), planning.now);
        let wants_more = |record: &&Record| {
            progress.confirmation(&record.key).is_some()
                && !changes.fields.is_empty()
                && record.steps.iter().any(|step| then.state(&step.id).is_none())
        };
        // What was added since is not in the record: it is not stamped over, but entered.
        changes.reopened =
            records.iter().filter(wants_more).map(|record| record.key.clone()).collect::<BTreeSet<_>>();
        let has_step = |id: &str| {
            let mut steps = records.iter().flat_map(|record| &record.steps);
            steps.any(|step| step.field.as_ref().is_some_and(|field| field.as_str() == id))
        };
        let labels = |fits: &dyn Fn(&str) -> bool| -> Vec<String> {
            let fields = changes.fields.iter().filter(|id| fits(id));
            // In the order of the form, as people look for them.
            let ids: BTreeSet<&String> = fields.collect();
            let of_form = form.definition.fields().filter(|field| ids.contains(&field.id.to_string()));
            let laid =
                ids.iter().any(|id| is_laid_there(form, id)).then(|| "Documents in its folder".to_owned());
            of_form.map(|field| field.label.clone()).chain(laid).collect()
        };
        Ok(Self {
            changed: labels(&|_| true),
            come_again: labels(&has_step),
            taken_out: labels(&|id| done.contains(id) && !has_step(id)),
            is_news,
            changes,
            records,
        })
    }
}

fn too_many(path: &Path, form: &CompletedForm, source: TooManyChildren) -> SittingError {
    let table =
        form.definition.field(ids::ALSO_FOR).map_or(ids::ALSO_FOR, |field| field.label.as_str()).to_owned();
    SittingError::TooManyChildren { path: path.to_owned(), table, source }
}

/// Whether it stands for a document that lies in the form's folder and is not listed in it.
fn is_laid_there(form: &CompletedForm, id: &str) -> bool {
    let Some(issue) = &form.identity.issue else { return false };
    let mut laid = form.documents.iter().filter(|document| !document.is_listed);
    laid.any(|document| document_key(issue, document).as_str() == id)
}

/// The number and secret that a form without its own was given: for this part, or for the worker's.
fn given_earlier(path: &Path, form: &CompletedForm, progress: &Progress) -> Option<Issue> {
    if progress.is_begun() {
        return progress.given_issue();
    }
    let (_, of_worker) = Kept::open(&progress_of_form(path, None, form)).ok()?;
    of_worker.given_issue()
}
