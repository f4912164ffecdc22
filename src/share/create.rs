//! Making a new file, never over one that is there.

use super::folder_of;
use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

/// Why a file was not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    #[error("{} is there already and was left as it is: choose another name", .0.display())]
    Exists(PathBuf),
    #[error("there is no folder {}: make it first, or choose another", .0.display())]
    NoFolder(PathBuf),
    #[error("you have no permission to write {}: choose another folder", .0.display())]
    NoPermission(PathBuf),
    #[error("{} could not be written: look whether the drive is connected and has room", .path.display())]
    Failed { path: PathBuf, source: io::Error },
}

/// Makes a file with these bytes, on the disk when this returns.
///
/// # Errors
/// When a file of this name is there, or it cannot be written; then nothing is left behind.
pub fn create_file(path: &Path, bytes: &[u8]) -> Result<(), CreateError> {
    let mut file = File::create_new(path).map_err(|error| failure(path, error))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| {
        // It is ours, and half of it is worse than none.
        let _ = fs::remove_file(path);
        failure(path, error)
    })
}

pub(super) fn failure(path: &Path, source: io::Error) -> CreateError {
    match source.kind() {
        ErrorKind::AlreadyExists | ErrorKind::IsADirectory => CreateError::Exists(path.to_owned()),
        ErrorKind::NotFound | ErrorKind::NotADirectory => CreateError::NoFolder(folder_of(path).to_owned()),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            CreateError::NoPermission(path.to_owned())
        }
        _ => CreateError::Failed { path: path.to_owned(), source },
    }
}
