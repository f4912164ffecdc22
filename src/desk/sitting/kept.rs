//! The progress file: what was noted, beside the form, so that a colleague can carry on.

use super::{LARGEST, SittingError};
use crate::{
    reentry::{Entry, Progress, entries},
    share::{GrowingFile, ReadError, WriteError, read_file},
};
use std::path::{Path, PathBuf};

/// How the name of a progress file ends, behind that of its form.
pub(super) const PROGRESS: &str = ".progress.jsonl";

/// Where the progress of a form, or of somebody else's part of it, is kept: beside it.
pub fn progress_beside(form: &Path, by: Option<&str>) -> PathBuf {
    let ending = &PROGRESS[1..];
    match by {
        None => form.with_extension(ending),
        Some(by) => form.with_extension(format!("{by}.{ending}")),
    }
}

/// Whether a file is the progress of some form.
pub fn is_progress(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(PROGRESS))
}

/// What was done, as a progress file says it line by line; nothing where there is none.
pub fn deeds_in(progress: &Path) -> Result<Vec<Entry>, SittingError> {
    Ok(read(progress)?.0)
}

/// The progress file of a sitting.
pub(super) struct Kept {
    file: GrowingFile,
}

impl Kept {
    /// Reads what was noted at earlier sittings.
    pub fn open(path: &Path) -> Result<(Self, Progress), SittingError> {
        let (entries, whole) = read(path)?;
        Ok((Self { file: GrowingFile::new(path, whole as u64) }, Progress::of(&entries)))
    }

    /// Adds what is not in the file yet.
    pub fn keep(&mut self, progress: &mut Progress) -> Result<(), WriteError> {
        if progress.fresh().is_empty() {
            return Ok(());
        }
        let lines: String = progress.fresh().iter().map(Entry::line).collect();
        self.file.append(&lines)?;
        progress.mark_kept();
        Ok(())
    }
}

/// Who was at a form last, if the file says so.
pub(super) fn last_at(path: &Path) -> Option<String> {
    let (entries, _) = read(path).ok()?;
    Progress::of(&entries).last().map(str::to_owned)
}

fn read(path: &Path) -> Result<(Vec<Entry>, usize), SittingError> {
    let bytes = match read_file(path, LARGEST) {
        Ok(bytes) => bytes,
        Err(ReadError::Missing(_)) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    entries(&bytes).map_err(|source| SittingError::BadProgress { path: path.to_owned(), source })
}
