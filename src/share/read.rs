//! Reading a file whole.

use super::is_held;
use std::{
    error::Error,
    fmt,
    fs::{self, File},
    io::{self, ErrorKind, Read},
    path::{Path, PathBuf},
};

/// Why a file could not be read.
#[derive(Debug)]
pub enum ReadError {
    Missing(PathBuf),
    Folder(PathBuf),
    TooLarge { path: PathBuf, limit: u64 },
    NoPermission(PathBuf),
    InUse(PathBuf),
    Failed { path: PathBuf, source: io::Error },
}

impl ReadError {
    /// What is wrong.
    pub fn message(&self) -> String {
        match self {
            Self::Missing(path) => format!("there is no file {}", path.display()),
            Self::Folder(path) => format!("{} is a folder", path.display()),
            Self::TooLarge { path, limit } => {
                format!(
                    "{} has more than {} MB, far more than a form or a tracker",
                    path.display(),
                    limit >> 20
                )
            }
            Self::NoPermission(path) => format!("you have no permission to read {}", path.display()),
            Self::InUse(path) => {
                format!("{} is open in another program that does not share it", path.display())
            }
            Self::Failed { path, .. } => format!("{} could not be read", path.display()),
        }
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Missing(_) => "look whether it was moved or renamed",
            Self::Folder(_) => "name a file in it",
            Self::TooLarge { .. } => "look whether it is the right file",
            Self::NoPermission(_) => "ask its owner or your IT service",
            Self::InUse(_) => "close it there, and try again",
            Self::Failed { .. } => "look whether the drive is connected, and try again",
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message(), self.help())
    }
}

impl Error for ReadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Failed { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// The limit of what is not kept in memory: none.
pub(super) const MOST: u64 = u64::MAX;

/// Reads a whole file of at most `limit` bytes.
///
/// # Errors
/// When there is no such file, it is none, it is larger, or the system does not let us read it.
pub fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    // It may grow meanwhile.
    let read = opened(path, limit)?.take(limit + 1).read_to_end(&mut bytes);
    within(path, limit, read.map_err(|error| failure(path, error))? as u64)?;
    Ok(bytes)
}

/// A hash of a file of at most `limit` bytes, which are not kept: supporting documents are large.
///
/// # Errors
/// As [`read_file`].
pub fn hash_file(path: &Path, limit: u64) -> Result<blake3::Hash, ReadError> {
    let mut file = opened(path, limit)?.take(limit + 1);
    let (mut hasher, mut piece, mut length) = (blake3::Hasher::new(), vec![0; 1 << 16], 0);
    loop {
        let read = file.read(&mut piece).map_err(|error| failure(path, error))?;
        if read == 0 {
            within(path, limit, length)?;
            return Ok(hasher.finalize());
        }
        length += read as u64;
        hasher.update(&piece[..read]);
    }
}

pub(super) fn opened(path: &Path, limit: u64) -> Result<File, ReadError> {
    let failed = |error| failure(path, error);
    // Asked first: opening a folder fails on Windows with "access denied", which would send people wrong.
    let about = fs::metadata(path).map_err(failed)?;
    if about.is_dir() {
        return Err(ReadError::Folder(path.to_owned()));
    }
    within(path, limit, about.len())?;
    File::open(path).map_err(failed)
}

fn within(path: &Path, limit: u64, length: u64) -> Result<(), ReadError> {
    if length > limit {
        return Err(ReadError::TooLarge { path: path.to_owned(), limit });
    }
    Ok(())
}

pub(super) fn failure(path: &Path, source: io::Error) -> ReadError {
    let path = path.to_owned();
    match source.kind() {
        _ if is_held(&source) => ReadError::InUse(path),
        ErrorKind::NotFound | ErrorKind::NotADirectory => ReadError::Missing(path),
        ErrorKind::PermissionDenied => ReadError::NoPermission(path),
        _ => ReadError::Failed { path, source },
    }
}
