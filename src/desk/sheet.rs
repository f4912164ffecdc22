//! A re-entry sheet written for a desk where the program may not run.

use super::{
    Options, PlaceError, Sitting, SittingError,
    document_name::{NotADocumentName, document_name},
};
use crate::{
    reentry::ReentrySheet,
    share::{CreateError, create_file},
    word::Unreadable,
};
use std::path::{Path, PathBuf};

/// Why there is no sheet: no document was written then.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    #[error(transparent)]
    Name(#[from] NotADocumentName),
    #[error(transparent)]
    Sitting(#[from] SittingError),
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error("{} is entered: nothing is left for a sheet", .0.display())]
    NothingLeft(PathBuf),
    #[error("the sheet could not be laid out: {0}")]
    Layout(#[from] Unreadable),
    #[error(transparent)]
    Create(#[from] CreateError),
}

/// Writes all that is still to enter of a form as a new Word document, and gives its path: `.docx` is added to a name
/// that ends in nothing. The form is taken up for that as for a session, so what keeps one from being entered twice,
/// or by two people, holds here too, and its record says who took it up. `notice` is what the settings say of the
/// form's system.
///
/// # Errors
/// When the form cannot be taken up, nothing of it is left to enter, the document is there already or cannot be
/// written, or would lie in the shared folder although the record is restricted.
pub fn make_sheet(
    path: &Path,
    to: &Path,
    notice: Option<&str>,
    options: Options<'_>,
) -> Result<PathBuf, SheetError> {
    let to = document_name(to)?;
    if to.exists() {
        return Err(CreateError::Exists(to).into());
    }
    let (by, clock) = (options.by.clone(), options.clock);
    let (made_by, places) = (options.hands.said(), options.places.clone());
    let sitting = Sitting::open(path, Options { clipboard: None, ..options })?;
    if sitting.form().is_restricted() && places.is_some_and(|places| places.is_shared(&to)) {
        return Err(PlaceError::RestrictedOnShare(to).into());
    }
    if sitting.outcome().is_some() {
        return Err(SheetError::NothingLeft(path.to_owned()));
    }
    let session = sitting.session();
    let sheet = ReentrySheet {
        form: sitting.form(),
        records: session.records(),
        progress: session.progress(),
        alike: &sitting.alike_of_records(),
        by: by.as_deref(),
        blanks: &session.blanks(),
        notice,
        made_by: &made_by,
        made: clock(),
    };
    create_file(&to, &sheet.document()?)?;
    Ok(to)
}
