//! Tool: files on a shared drive, where others work too.
//!
//! A file is replaced whole or not at all, never while Word or LibreOffice has it open, and two stopgaps
//! at one file take turns. [`update_file`] joins it all; the other functions are its parts.

mod append;
mod copy;
mod create;
mod holder;
mod lock;
mod read;
mod replace;
mod update;

pub use append::GrowingFile;
pub use copy::{CopyError, copy_file, is_same_file};
pub use create::{CreateError, create_file};
pub use holder::{Holder, Program, open_elsewhere};
pub use lock::{FileLock, LockError, lock};
pub use read::{ReadError, hash_file, read_file};
pub use replace::{WriteError, backup_of, move_file, remove_backup, replace_file, save_file};
pub use update::{UpdateError, update_file};

pub(crate) use {replace::clear_leftovers, update::if_left_behind};

use std::{
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
};

/// The file beside `path` whose name is that of `path` between these two.
fn beside(path: &Path, before: &str, after: &str) -> PathBuf {
    let mut name = OsString::from(before);
    name.push(path.file_name().unwrap_or(OsStr::new("file")));
    name.push(after);
    path.with_file_name(name)
}

/// The folder that a file is in: `.` where its path names none.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether another program has the file open and shares it with nobody (Windows: `ERROR_SHARING_VIOLATION`,
/// `ERROR_LOCK_VIOLATION`).
fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}
