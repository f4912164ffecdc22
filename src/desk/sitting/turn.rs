//! The turn at a form: whoever enters it has it, and nobody else enters, moves or passes it in the meantime.

use super::kept::{last_at, progress_beside};
use crate::{
    form::CompletedForm,
    share::{FileLock, LockError, lock},
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::Duration,
};

/// Why the turn at a form could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum TurnError {
    #[error("{} is entering {} at this moment: ask them, and try again when they have stopped", .who.as_deref().unwrap_or("somebody"), .path.display())]
    Taken { path: PathBuf, who: Option<String> },
    #[error(transparent)]
    Lock(LockError),
}

/// Keeps others away from a form, or from somebody else's part of it, or says who has it.
pub(super) fn take_turn(form: &Path, by: Option<&str>) -> Result<FileLock, TurnError> {
    turn_at(&progress_beside(form, by), form)
}

/// The same by the file that the progress of the form is in.
pub(super) fn turn_at(progress: &Path, form: &Path) -> Result<FileLock, TurnError> {
    lock(progress, Duration::ZERO).map_err(|error| match error {
        LockError::Busy(_) => TurnError::Taken { path: form.to_owned(), who: last_at(progress) },
        error => TurnError::Lock(error),
    })
}

/// Keeps others away from a form and from every part of it.
///
/// # Errors
/// When somebody is entering one of them.
pub fn take_turns(path: &Path, form: &CompletedForm) -> Result<Vec<FileLock>, TurnError> {
    parts(form).into_iter().map(|by| take_turn(path, by)).collect()
}

/// The parts of a form that have a progress of their own: the worker's, and those of others.
pub fn parts(form: &CompletedForm) -> BTreeSet<Option<&str>> {
    let others = form.definition.screens().iter().filter_map(|screen| screen.by.as_deref());
    others.map(Some).chain([None]).collect()
}
