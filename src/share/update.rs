//! Changing a file that others may be changing too.

use super::{
    Holder, LockError, ReadError, WriteError, lock, open_elsewhere, read_file, replace::clear_leftovers,
    replace_file,
};
use std::{
    convert::Infallible,
    path::{Path, PathBuf},
    time::Duration,
};

/// What a file that we change may hold; a tracker of a thousand rows has 100 kB.
const LIMIT: u64 = 64 << 20;

/// Why a file was not changed; `E` is what the change itself can say.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError<E> {
    #[error("{} is {holder}: close it there, and try again{}", .path.display(), if_left_behind(.holder))]
    Open { path: PathBuf, holder: Holder },
    #[error("{} was changed by another program at the same moment: try again", .0.display())]
    Changed(PathBuf),
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error(transparent)]
    Change(E),
}

impl<E> UpdateError<E> {
    /// Parts what the change itself said from all else.
    ///
    /// # Errors
    /// With all else.
    pub fn of_change(self) -> Result<E, UpdateError<Infallible>> {
        Err(match self {
            Self::Change(error) => return Ok(error),
            Self::Open { path, holder } => UpdateError::Open { path, holder },
            Self::Changed(path) => UpdateError::Changed(path),
            Self::Lock(error) => UpdateError::Lock(error),
            Self::Read(error) => UpdateError::Read(error),
            Self::Write(error) => UpdateError::Write(error),
        })
    }
}

/// What to do about a sign that a crash left behind; goes on after an error about a holder.
pub(crate) fn if_left_behind(holder: &Holder) -> String {
    let sign = holder.sign.as_ref();
    sign.map_or_else(String::new, |sign| format!("; if nobody has it open, delete {}", sign.display()))
}

/// Changes a file: reads it, asks `change` for the new bytes, and replaces it if they are other ones.
///
/// It waits up to `wait` for other stopgaps, so none of their changes is lost, and leaves a file alone
/// that Word or LibreOffice has open. For what happens to the old file, see [`replace_file`].
///
/// # Errors
/// When the file is open, busy, cannot be read or written, or `change` fails. The file is as it was
/// then, unless the error is one of [`WriteError`] that says otherwise.
pub fn update_file<E>(
    path: &Path,
    wait: Duration,
    change: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<(), UpdateError<E>> {
    let _turn = lock(path, wait)?;
    clear_leftovers(path);
    let old = read_file(path, LIMIT)?;
    let new = change(&old).map_err(UpdateError::Change)?;
    if new == old {
        // The copy beside it is of what was there before the last change, and stays so.
        return Ok(());
    }
    // As late as can be: only other programs can come between, and on Windows the rename finds those.
    if let Some(holder) = open_elsewhere(path) {
        return Err(UpdateError::Open { path: path.to_owned(), holder });
    }
    if read_file(path, LIMIT)? != old {
        return Err(UpdateError::Changed(path.to_owned()));
    }
    Ok(replace_file(path, &new)?)
}
