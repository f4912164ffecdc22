//! Turns: two stopgaps at one file.

use super::{beside, folder_of};
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

/// How often a waiting stopgap asks again. Each time is a message to the file server.
const PAUSE: Duration = Duration::from_millis(25);

/// The turn at a file; it ends when this goes, or with the process, however that ends.
#[derive(Debug)]
pub struct FileLock {
    _file: File,
    path: PathBuf,
}

impl FileLock {
    /// Ends the turn at a file that is gone for good, and takes the lock file away, which has its name. Only where
    /// nobody waits, or where whoever comes in then looks for the file first.
    pub fn end_for_good(self) {
        let _ = fs::remove_file(self.path);
    }
}

/// Why a file could not be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error("another stopgap is writing to {}: try again in a minute", .0.display())]
    Busy(PathBuf),
    #[error("there is no folder {}: look whether the drive is connected", .0.display())]
    NoFolder(PathBuf),
    #[error("you have no permission to write in the folder of {}: ask its owner or your IT service", .0.display())]
    NoPermission(PathBuf),
    #[error("{} could not be kept from other stopgaps: look whether the drive is connected, and try again", .path.display())]
    Failed { path: PathBuf, source: io::Error },
}

/// Waits up to `wait` for the turn at a file.
///
/// What is locked is `.NAME.stopgap-lock` beside it: the file itself is replaced by every write, and a
/// lock on it would go with the old one. The lock file is empty and stays, since to remove it would let a
/// third stopgap in while a second waits at it.
///
/// # Errors
/// When the time is over and another stopgap still has the turn, or the lock file cannot be made.
pub fn lock(path: &Path, wait: Duration) -> Result<FileLock, LockError> {
    let start = Instant::now();
    let lock_path = beside(path, ".", ".stopgap-lock");
    let file = lock_file().open(&lock_path).map_err(|error| failure(path, error))?;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(FileLock { _file: file, path: lock_path }),
            Err(TryLockError::Error(error)) => return Err(failure(path, error)),
            Err(TryLockError::WouldBlock) if start.elapsed() >= wait => {
                return Err(LockError::Busy(path.to_owned()));
            }
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
        }
    }
}

fn lock_file() -> OpenOptions {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(windows)]
    {
        // A dot hides nothing there: FILE_ATTRIBUTE_HIDDEN does.
        std::os::windows::fs::OpenOptionsExt::attributes(&mut options, 2);
    }
    options
}

fn failure(path: &Path, source: io::Error) -> LockError {
    let (path, folder) = (path.to_owned(), folder_of(path).to_owned());
    match source.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => LockError::NoFolder(folder),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => LockError::NoPermission(path),
        _ => LockError::Failed { path, source },
    }
}
