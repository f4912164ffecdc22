//! Replacing a file whole or not at all.

use super::{beside, folder_of, is_held, open_elsewhere};
use std::{
    ffi::OsStr,
    fs::{self, File, Permissions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

/// Why a file was not replaced. Unless it says otherwise, the file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("there is no folder {}: look whether the drive is connected", .0.display())]
    NoFolder(PathBuf),
    #[error("you have no permission to change {}: ask its owner or your IT service", .0.display())]
    NoPermission(PathBuf),
    #[error("{} is open in another program: close it there, and try again", .0.display())]
    InUse(PathBuf),
    #[error("there is no room left for {}: make room on the drive, and try again", .0.display())]
    Full(PathBuf),
    #[error(
        "{} was written, but reads back differently: look at it, and if it is wrong, take {} in its stead if there is one",
        .path.display(),
        .backup.display()
    )]
    ReadsBackDifferently { path: PathBuf, backup: PathBuf },
    #[error("{} could not be written: look whether the drive is connected, and try again", .path.display())]
    Failed { path: PathBuf, source: io::Error },
}

/// Replaces a file, or makes it if there is none.
///
/// The new bytes go to a file beside it and to the disk, and only then take the name, in one step: a
/// reader sees the old file or the new one, and so does whoever comes after a crash or a power cut. The
/// old file is kept as [`backup_of`] it, in place of an earlier backup. At last it is read back and compared.
///
/// # Errors
/// When any of this fails. No half-made file is left behind.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    put(path, bytes, Backup::Kept)
}

/// Replaces a file of stopgap's own, or makes it, as [`replace_file`] does but without a backup: for
/// what is written again and again and can be made anew.
///
/// # Errors
/// As [`replace_file`].
pub fn save_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    put(path, bytes, Backup::None)
}

/// Gives a file another name in its folder, in one step. For whoever has the turn at both.
///
/// # Errors
/// When the system does not let us; then it has the name that it had.
pub fn move_file(from: &Path, to: &Path) -> Result<(), WriteError> {
    fs::rename(from, to).map_err(|error| failure(from, error))?;
    sync_folder(to);
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Backup {
    Kept,
    None,
}

fn put(path: &Path, bytes: &[u8], keep: Backup) -> Result<(), WriteError> {
    let failed = |error| failure(path, error);
    // A link stays a link: what it leads to is replaced.
    let target = if path.is_symlink() { fs::canonicalize(path).map_err(failed)? } else { path.to_owned() };
    let backup = backup_of(&target);
    let permissions = fs::metadata(&target).ok().map(|old| old.permissions());
    if permissions.as_ref().is_some_and(Permissions::readonly) {
        return Err(WriteError::NoPermission(path.to_owned()));
    }
    let new = Temporary::with(&target, bytes, permissions.clone()).map_err(failed)?;
    if permissions.is_some() && keep == Backup::Kept {
        let old = fs::read(&target).map_err(failed)?;
        let old = Temporary::with(&target, &old, permissions).map_err(failed)?;
        old.rename_to(&backup).map_err(failed)?;
    }
    new.rename_to(&target).map_err(failed)?;
    sync_folder(&target);
    if fs::read(&target).map_err(failed)? == bytes {
        Ok(())
    } else {
        Err(WriteError::ReadsBackDifferently { path: path.to_owned(), backup })
    }
}

/// The one backup of a file that [`replace_file`] keeps: `NAME.bak` beside it. It holds what the file
/// held, so it belongs in no other folder.
pub fn backup_of(path: &Path) -> PathBuf {
    beside(path, "", ".bak")
}

/// Removes the backup of a file, if there is one. It holds what the file held: where the file is whole, and
/// nothing more is to come, it is one copy too many.
pub fn remove_backup(path: &Path) {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let _ = fs::remove_file(backup_of(&target));
}

/// A file that goes when it is not renamed.
pub(super) struct Temporary {
    path: PathBuf,
}

impl Temporary {
    /// A new file with these bytes, on the disk; otherwise as [`Self::beside`].
    fn with(target: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<Self> {
        let (this, mut file) = Self::beside(target, permissions)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(this)
    }

    /// A new file in the same folder, since a rename is one step only within a drive, and with the permissions of the
    /// file that it is to replace. Nobody can guess its name, so nobody can put a link there for us to write through.
    /// OneDrive leaves `.tmp` alone.
    pub(super) fn beside(target: &Path, permissions: Option<Permissions>) -> io::Result<(Self, File)> {
        let random = getrandom::u64().map_err(io::Error::other)?;
        let path = beside(target, ".", &format!(".{random:016x}.tmp"));
        let file = File::create_new(&path)?;
        let this = Self { path };
        // Before a byte is in it that others may not read.
        permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions))?;
        Ok((this, file))
    }

    /// Gives it its name, in one step and in place of the file that has it.
    pub(super) fn rename_to(self, name: &Path) -> io::Result<()> {
        // On Windows a virus scanner or a sync client may hold a file for a moment after it was written.
        let mut patience = if cfg!(windows) { 20 } else { 0 };
        loop {
            match fs::rename(&self.path, name) {
                Err(error) if patience > 0 && is_denied(&error) => {
                    patience -= 1;
                    thread::sleep(Duration::from_millis(50));
                }
                done => return done,
            }
        }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // After a rename there is nothing to remove, and that is well.
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes what stopgaps that were killed while they replaced a file left beside it: copies of a
/// tracker that nobody would look for. Only for whoever has the turn at the file, or can make it anew:
/// else one of them may still be in use.
pub(crate) fn clear_leftovers(path: &Path) {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let start = beside(&target, ".", ".");
    let Some(start) = start.file_name().and_then(OsStr::to_str) else { return };
    for entry in fs::read_dir(folder_of(&target)).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let random = name.to_str().and_then(|name| name.strip_prefix(start)?.strip_suffix(".tmp"));
        if random.is_some_and(|r| r.len() == 16 && r.bytes().all(|b| b.is_ascii_hexdigit())) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Makes the rename last through a power cut. Only Unix lets a folder be opened for that, and a share
/// may refuse it; the file itself is safe already.
pub(super) fn sync_folder(path: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(folder_of(path))
    {
        let _ = folder.sync_all();
    }
}

fn is_denied(error: &io::Error) -> bool {
    is_held(error) || error.kind() == ErrorKind::PermissionDenied
}

pub(super) fn failure(path: &Path, source: io::Error) -> WriteError {
    let (file, folder) = (path.to_owned(), folder_of(path).to_owned());
    match source.kind() {
        // To rename over an open file is "access denied" on Windows.
        _ if is_denied(&source) && open_elsewhere(path).is_some() => WriteError::InUse(file),
        ErrorKind::NotFound | ErrorKind::NotADirectory => WriteError::NoFolder(folder),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => WriteError::NoPermission(file),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => WriteError::Full(file),
        _ => WriteError::Failed { path: file, source },
    }
}
