//! What a new document is called.

use std::path::{Path, PathBuf};

/// Why a path is no name for a new document.
#[derive(Debug, thiserror::Error)]
pub enum NotADocumentName {
    #[error("{} is a folder: add a file name", .0.display())]
    Folder(PathBuf),
    #[error("there is no folder {}: make it first, or choose another", .0.display())]
    NoFolder(PathBuf),
    #[error("{} is not named as a Word document: call it {}", .0.display(), .0.with_extension("docx").display())]
    NotDocx(PathBuf),
}

/// The longest ending that is taken for the kind of a file: `dotx`, `docm`.
const LONGEST_ENDING: usize = 4;

/// A path as Word wants it: Windows opens nothing without `.docx`, and Word refuses a document that is called
/// `.doc`.
///
/// # Errors
/// When it is a folder, or ends as another kind of file does.
pub fn document_name(path: &Path) -> Result<PathBuf, NotADocumentName> {
    if path.is_dir() {
        return Err(NotADocumentName::Folder(path.to_owned()));
    }
    if path.to_string_lossy().ends_with(std::path::is_separator) {
        return Err(NotADocumentName::NoFolder(path.to_owned()));
    }
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    // `visit 12.04` and `J. Smith` end in no kind of file.
    let is_kind = (1..=LONGEST_ENDING).contains(&ending.len())
        && ending.chars().all(|c| c.is_ascii_alphanumeric())
        && ending.contains(|c: char| c.is_ascii_alphabetic());
    if ending.eq_ignore_ascii_case("docx") {
        return Ok(path.to_owned());
    }
    if is_kind {
        return Err(NotADocumentName::NotDocx(path.to_owned()));
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".docx");
    Ok(name.into())
}
