//! Forms as files: made for a person, and taken up when they come back.

use super::{
    LARGEST,
    document_name::{NotADocumentName, document_name},
};
use crate::{
    form::{self, Answers, CompletedForm, FormNumber, Issue, NotAForm, NotSet},
    share::{CreateError, ReadError, create_file, read_file},
    template::{Pack, TemplateDef, UnknownTemplate},
    word::{Letterhead, Unreadable, control},
};
use jiff::civil::Date;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Why a form was not made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error(transparent)]
    Template(#[from] UnknownTemplate),
    #[error(transparent)]
    Answer(#[from] NotSet),
    #[error("the system gives no random numbers ({0}): try again")]
    Random(#[from] getrandom::Error),
    #[error("the form could not be laid out: {0}")]
    Layout(#[from] Unreadable),
    #[error("the form that was made could not be read back: {0}")]
    Unread(Box<NotAForm>),
    #[error(transparent)]
    Name(#[from] NotADocumentName),
    #[error(transparent)]
    Save(#[from] CreateError),
}

/// A form that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeForm {
    /// Where it was asked for, with `.docx` behind a name that ended in nothing.
    pub path: PathBuf,
    pub number: FormNumber,
}

/// Makes a form with a number of its own and these answers (`ID=VALUE`) and saves it as a new file.
///
/// # Errors
/// When there is no such template or field, a value does not fit, the name is not that of a Word document,
/// or the file is there already.
pub fn make_form(pack: &Pack, template: &str, answers: &[String], to: &Path) -> Result<MadeForm, MakeError> {
    make_form_headed(&Letterhead::default(), pack, template, answers, to)
}

/// The same, with the council's name and logo at its top.
pub(super) fn make_form_headed(
    letterhead: &Letterhead,
    pack: &Pack,
    template: &str,
    answers: &[String],
    to: &Path,
) -> Result<MadeForm, MakeError> {
    let definition = pack.template_called(template)?;
    let path = document_name(to)?;
    let known = known_answers(definition, answers)?;
    let issue = Issue::random()?;
    let blank = form::blank_headed(definition, letterhead, Some(&issue))?;
    create_file(&path, &form::fill(&blank, definition, &known)?)?;
    Ok(MadeForm { path, number: issue.number })
}

/// Answers from lines `ID=VALUE`.
pub(super) fn known_answers(definition: &TemplateDef, lines: &[String]) -> Result<Answers, NotSet> {
    let mut known = Answers::default();
    for line in lines {
        known.set(definition, line)?;
    }
    Ok(known)
}

/// Why a form was not taken up. Says which file.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("the folder {} cannot be read: ask its owner or your IT service for access", .path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error("{}: {source}", .path.display())]
    NotAForm { path: PathBuf, source: NotAForm },
}

/// Reads a completed form from a file, by today's definitions.
///
/// # Errors
/// When the file cannot be read, or is no form of ours.
pub fn take_form(path: &Path, pack: &Pack, today: Date) -> Result<CompletedForm, TakeError> {
    let bytes = read_file(path, LARGEST)?;
    form::read(&bytes, pack, today).map_err(|source| TakeError::NotAForm { path: path.to_owned(), source })
}

/// Every named content control of any Word document, as JSON: by tag, or by title where there is no tag,
/// its text, or the texts of several; tick boxes give `"true"` or `"false"`.
///
/// # Errors
/// When the file cannot be read as a Word document.
pub fn controls_of(path: &Path) -> Result<serde_json::Value, TakeError> {
    let bytes = read_file(path, LARGEST)?;
    let texts = control::named_texts(&bytes)
        .map_err(|error| TakeError::NotAForm { path: path.to_owned(), source: error.into() })?;
    let mut named = serde_json::Map::new();
    for (name, mut texts) in texts {
        let value = if texts.len() == 1 { texts.remove(0).into() } else { texts.into() };
        named.insert(name, value);
    }
    Ok(named.into())
}

/// The Word documents that a path means: itself, or those in the folder that it names, by name.
///
/// # Errors
/// When the folder cannot be listed.
pub fn word_documents(path: &Path) -> Result<Vec<PathBuf>, TakeError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    let failed = |source| TakeError::Folder { path: path.to_owned(), source };
    for entry in fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_document = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("docx"));
        // Word's owner files are named like documents.
        if is_document && !name.starts_with(['~', '.']) {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}
