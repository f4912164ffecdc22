//! The other files of a mail, laid beside its form: photos, letters, and what had better not be opened.

use super::{file_name::safe, places::LONGEST_PATH};
use crate::{
    handover::{MailFile, is_program},
    share::{create_file, read_file},
    tracker::Tracker,
};
use std::{
    fmt, fs,
    path::{Path, PathBuf},
};

/// So many files of one name come from one mail at most, and their names end in a number.
const MOST_ALIKE: usize = 99;

/// What became of the other files of a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SavedFiles {
    pub folder: PathBuf,
    /// How many lie there now, those from an earlier time counted.
    pub saved: usize,
    /// Files that were left in the mail, each with the reason.
    pub left: Vec<(String, WhyLeft)>,
}

/// Why a file was left in its mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyLeft {
    /// It would run as a program.
    Program,
    /// It is somebody's tracker, which tells of other children.
    Tracker,
    /// It could not be written, or its path would be too long.
    NotWritten,
}

impl fmt::Display for WhyLeft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Program => "it could run as a program: ask the sender what it is",
            Self::Tracker => "it is a tracker, and tells of other children: tell the sender",
            Self::NotWritten => "it could not be written: save it out of the mail yourself",
        })
    }
}

/// Saves the files of a mail into the folder of its form. What is there stays; the same file is not saved twice.
pub(super) fn save_files(folder: &Path, files: &[MailFile]) -> SavedFiles {
    let mut saved = SavedFiles { folder: folder.to_owned(), ..SavedFiles::default() };
    for (at, file) in files.iter().enumerate() {
        let name = safe(&file.name, &format!("file {}", at + 1));
        match save(folder, &name, file) {
            Ok(()) => saved.saved += 1,
            Err(why) => saved.left.push((name, why)),
        }
    }
    saved
}

fn save(folder: &Path, name: &str, file: &MailFile) -> Result<(), WhyLeft> {
    // As it was called and as it would be called: neither may hide what it is.
    if is_program(name) || is_program(&file.name) {
        return Err(WhyLeft::Program);
    }
    if file.bytes.starts_with(b"PK") && Tracker::read(&file.bytes).is_ok() {
        return Err(WhyLeft::Tracker);
    }
    fs::create_dir_all(folder).map_err(|_| WhyLeft::NotWritten)?;
    for nth in 1..=MOST_ALIKE {
        let path = path_of(folder, name, nth).ok_or(WhyLeft::NotWritten)?;
        if !path.exists() {
            return create_file(&path, &file.bytes).map_err(|_| WhyLeft::NotWritten);
        }
        if read_file(&path, file.bytes.len() as u64).is_ok_and(|there| there == file.bytes) {
            return Ok(());
        }
    }
    Err(WhyLeft::NotWritten)
}

/// Where the nth file of this name goes, shortened as far as it has to be.
fn path_of(folder: &Path, name: &str, nth: usize) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) => (stem, format!(".{ending}")),
        None => (name, String::new()),
    };
    let count = if nth == 1 { String::new() } else { format!(" ({nth})") };
    let mut stem = stem.to_owned();
    while !stem.is_empty() {
        let path = folder.join(format!("{}{count}{ending}", stem.trim_end()));
        if path.to_string_lossy().encode_utf16().count() <= LONGEST_PATH {
            return Some(path);
        }
        stem.pop();
    }
    None
}
