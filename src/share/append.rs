//! A file that is only added to, in whole lines.

use super::{WriteError, replace};
use std::{
    fs::{File, OpenOptions},
    io::{self, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// A file of lines that grows and is otherwise left alone. Each addition is on the disk when [`Self::append`]
/// comes back; a power cut can only tear the line that was being written.
pub struct GrowingFile {
    path: PathBuf,
    /// How many bytes are whole lines; what stands behind them was torn off.
    whole: u64,
    /// It stays open: opening a file on a shared drive takes longer than writing to it.
    open: Option<File>,
}

impl GrowingFile {
    /// A file of which so many bytes are whole lines. It need not be there yet.
    pub fn new(path: &Path, whole: u64) -> Self {
        Self { path: path.to_owned(), whole, open: None }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds lines, each with its end.
    ///
    /// # Errors
    /// When they could not be brought to the disk. The file then holds what it held before, or a torn line
    /// that the next addition takes the place of.
    pub fn append(&mut self, lines: &str) -> Result<(), WriteError> {
        let added = self.try_to_append(lines);
        if added.is_err() {
            // The drive may have gone and come back.
            self.open = None;
        }
        added.map_err(|error| replace::failure(&self.path, error))
    }

    fn try_to_append(&mut self, lines: &str) -> io::Result<()> {
        let file = match &mut self.open {
            Some(file) => file,
            none => {
                let is_new = !self.path.exists();
                let file = OpenOptions::new().create(true).truncate(false).write(true).open(&self.path)?;
                file.set_len(self.whole)?;
                if is_new {
                    replace::sync_folder(&self.path);
                }
                none.insert(file)
            }
        };
        file.seek(SeekFrom::Start(self.whole))?;
        file.write_all(lines.as_bytes())?;
        file.sync_data()?;
        self.whole += lines.len() as u64;
        Ok(())
    }
}
