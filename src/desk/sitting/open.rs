//! Taking a form up, where it was left or from the start.

use super::{
    Kept, Options, Sitting, SittingError, elsewhere,
    finish::{file_hash, is_settled},
    kept::{last_at, progress_beside},
    new_child::{Looking, own_rows},
    renamed::{left_behind, progress_of_form},
};
use crate::{
    clipboard::{self, Clipboard},
    desk::{Beside, Document, documents_of, take_form, tracker_beside, tracker_in},
    diagnostic::suggestion,
    form::{CompletedForm, Issue, SOME_SYSTEM},
    reentry::{
        Abilities, Changes, Deed, KnownPins, Moment, OtherChildren, Planning, Progress, Record, Session,
        Task, document_key, needed_blanks, records,
    },
    share::{FileLock, LockError, lock, move_file},
    template::date::show_date_time,
    tracker::Tracker,
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

impl Sitting {
    /// Takes a form up, where it was left or from the start.
    ///
    /// # Errors
    /// When the form or its progress cannot be read or noted, somebody else is at it, or it was entered already.
    pub fn open(path: &Path, options: Options<'_>) -> Result<Self, SittingError> {
        let Options { pack, by, tracker, mut clipboard, clock, .. } = options;
        // Before it is read: a change from then on is one that the answers at hand do not have.
        let seen = file_hash(path);
        let mut form = take_form(path, pack, clock().date())?;
        find_part(&form, by.as_ref())?;
        let progress_path = progress_beside(path, by.as_deref());
        let turn = take_turn(path, &progress_path)?;
        let was_called = take_over(path, &progress_path, by.as_deref(), &form)?;
        let beside = (tracker.is_none() && by.is_none()).then(|| tracker_beside(path));
        let tracker = match &beside {
            Some(Ok(Beside::One(beside))) => Some(beside.clone()),
            _ => tracker,
        };
        let (mut kept, mut progress) = Kept::open(&progress_path)?;
        progress.is_with(options.hands.entered_by.clone());
        let is_given = give_number(&mut form, path, &progress)?;
        let documents = documents_of(path, &form);
        form.documents = documents.iter().map(Document::as_supporting).collect();
        let now = clock();
        let read = tracker.as_ref().and_then(|tracker| tracker_in(tracker).ok());
        if progress.is_begun() {
            if !progress.is_of(&form) {
                return Err(SittingError::ProgressOfAnother(progress_path));
            }
            progress.note(Deed::TookUp, now);
        } else {
            progress.note(Deed::Began(Box::new(Progress::beginning(&form, is_given))), now);
        }
        let is_first = progress.fresh().iter().any(|entry| matches!(entry.deed, Deed::Began(_)));
        let planning = Planning {
            by: by.clone(),
            hands: options.hands,
            are_parts_marked: options.are_parts_marked,
            now,
            ..known_from(read.as_ref(), &form)
        };
        let taken = TakenUp::of(&form, &planning, &progress);
        if is_first {
            // A copy of the form, or one that was renamed: its progress did not come along.
            let tracker = tracker.as_deref().zip(read.as_ref()).filter(|_| by.is_none());
            elsewhere::look(path, &form, &taken.records, by.as_deref(), tracker, &mut progress, now)?;
        }
        if let Some(entered) =
            entered_already(&taken, &progress, path, by.is_some(), options.number_only.is_some())
        {
            return Err(entered);
        }
        if taken.is_news {
            progress.note(Deed::FoundChanges(Box::new(taken.changes)), now);
        }
        let looking = Looking {
            form: path,
            tracker: tracker.as_deref(),
            team: options.team.as_deref(),
            pack,
            today: now.date(),
        };
        let (alike, noted_pins) = looking.look(&taken.records);
        let task = Task {
            system: form.system().unwrap_or(SOME_SYSTEM).to_owned(),
            records: taken.records,
            blanks: needed_blanks(&form, by.as_deref()),
            noted_pins,
            addresses: options.addresses,
            abilities: abilities(clipboard.as_deref()),
            advance: options.advance,
        };
        kept.keep(&mut progress)?;
        let started = Instant::now();
        let mut sitting = Self {
            path: path.to_owned(),
            kept,
            is_given,
            by,
            session: Session::new(task, progress, Moment { wall: now, running: Duration::ZERO }),
            tracker,
            number_only: options.number_only,
            number_only_stamp: None,
            beside,
            news: clipboard.as_mut().and_then(|clipboard| clipboard.news()),
            keys: clipboard::Keys::default(),
            clipboard,
            offered: None,
            offered_before: None,
            is_filled: false,
            _turn: turn,
            clock,
            started,
            stamps: Vec::new(),
            pins_left: Vec::new(),
            pins_late: Vec::new(),
            outcome: None,
            changed: taken.come_again,
            taken_out: taken.taken_out,
            alike,
            documents,
            seen,
            form,
            was_called,
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
        pins: KnownPins::of(own_rows(tracker, form)),
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

/// Keeps others away from the form, or says who has it.
fn take_turn(path: &Path, progress: &Path) -> Result<FileLock, SittingError> {
    lock(progress, Duration::ZERO).map_err(|error| match error {
        LockError::Busy(_) => SittingError::Taken { path: path.to_owned(), who: last_at(progress) },
        error => SittingError::Lock(error),
    })
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
    let _turn = take_turn(path, &before)?;
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
    fn of(form: &CompletedForm, planning: &Planning, progress: &Progress) -> Self {
        let done = progress.fields_done();
        let (records, children) = records(form, planning, progress.children());
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
        Self {
            changed: labels(&|_| true),
            come_again: labels(&has_step),
            taken_out: labels(&|id| done.contains(id) && !has_step(id)),
            is_news,
            changes,
            records,
        }
    }
}

/// Whether it stands for a document that lies in the form's folder and is not listed in it.
fn is_laid_there(form: &CompletedForm, id: &str) -> bool {
    let Some(issue) = &form.identity.issue else { return false };
    let mut laid = form.documents.iter().filter(|document| !document.is_listed);
    laid.any(|document| document_key(issue, document).as_str() == id)
}

/// Whether there is nothing left to enter or to stamp.
fn entered_already(
    taken: &TakenUp,
    progress: &Progress,
    path: &Path,
    is_part: bool,
    has_number_only: bool,
) -> Option<SittingError> {
    let mut last = None;
    for record in &taken.records {
        let confirmation = progress.confirmation(&record.key)?;
        let has_number_only = has_number_only && record.key.is_own();
        let is_settled = is_settled(confirmation, is_part, has_number_only);
        if taken.changes.reopened.contains(&record.key) || !is_settled {
            return None;
        }
        last = Some(confirmation);
    }
    let last = last?;
    Some(SittingError::AlreadyEntered {
        path: path.to_owned(),
        at: show_date_time(last.at),
        who: last.who.clone(),
        changed: taken.changed.clone(),
    })
}

/// The number and secret that a form without its own was given: for this part, or for the worker's.
fn given_earlier(path: &Path, form: &CompletedForm, progress: &Progress) -> Option<Issue> {
    if progress.is_begun() {
        return progress.given_issue();
    }
    let (_, of_worker) = Kept::open(&progress_of_form(path, None, form)).ok()?;
    of_worker.given_issue()
}
