//! Copying a file of any size, never over one that is there.

use super::{
    CreateError, ReadError, create,
    read::{self, MOST},
    replace::{Temporary, sync_folder},
};
use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

/// Why a file was not copied. Nothing is left behind then.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Create(#[from] CreateError),
}

/// Copies a file piece by piece: a film does not have to fit into memory. Its bytes go to a file beside the copy and to
/// the disk, and only then get the name. Where the same is there already, nothing is done.
///
/// # Errors
/// When the file cannot be read, or the copy cannot be written, or something else has its name.
pub fn copy_file(from: &Path, to: &Path) -> Result<(), CopyError> {
    let failed = |error| create::failure(to, error);
    let mut source = read::opened(from, MOST)?;
    if to.exists() && is_same_file(from, to)? {
        return Ok(());
    }
    let (copy, mut file) = Temporary::beside(to, None).map_err(failed)?;
    // What fails here may be of either: a drive that is gone is named by the copy.
    io::copy(&mut source, &mut file).and_then(|_| file.sync_all()).map_err(failed)?;
    // Windows renames no file that is open.
    drop(file);
    // A rename would take the place of what somebody put there meanwhile, so the name is taken first.
    drop(File::create_new(to).map_err(failed)?);
    copy.rename_to(to).map_err(|error| {
        let _ = fs::remove_file(to);
        failed(error)
    })?;
    sync_folder(to);
    Ok(())
}

/// Whether two files hold the same, whatever their size.
///
/// # Errors
/// When one of them cannot be read.
pub fn is_same_file(one: &Path, other: &Path) -> Result<bool, ReadError> {
    let (mut left, mut right) = (read::opened(one, MOST)?, read::opened(other, MOST)?);
    let (mut piece, mut there) = (Vec::new(), Vec::new());
    loop {
        for (path, file, piece) in [(one, &mut left, &mut piece), (other, &mut right, &mut there)] {
            piece.clear();
            file.take(PIECE).read_to_end(piece).map_err(|error| read::failure(path, error))?;
        }
        if piece != there || piece.is_empty() {
            return Ok(piece == there);
        }
    }
}

const PIECE: u64 = 1 << 20;
