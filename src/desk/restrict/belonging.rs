//! What lies on the share beside a form and belongs to it.

use crate::{
    desk::{
        LARGEST,
        documents::documents_of,
        sitting::{self, parts, progress_beside},
    },
    form::{self, CompletedForm, NotAForm},
    share::{ReadError, folder_of, is_same_file, read_file},
    tracker::{Tracker, TrackerError},
    word::Written,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What belongs to a form, and where it goes.
#[derive(Default)]
pub(super) struct Belonging {
    /// Files, each with its place in the secure one.
    pub(super) files: Vec<(PathBuf, PathBuf)>,
    /// The folders that they lie in, those in others first.
    pub(super) folders: Vec<PathBuf>,
    /// What stays, in words, each with what to do.
    pub(super) left: Vec<Written>,
    /// What could not be read, in the same way.
    pub(super) undone: Vec<Written>,
}

impl Belonging {
    /// What lies beside a form and belongs to it: files and the folder of its name, and the supporting documents
    /// that it lists.
    pub(super) fn of(path: &Path, form: &CompletedForm, moved: &Path) -> Self {
        // As the names of what lies beside it are given.
        let path = &folder_of(path).join(path.file_name().unwrap_or_default());
        let stem_of = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (stem, stem_there) = (stem_of(path), stem_of(moved));
        let mut belonging = Self::default();
        for entry in fs::read_dir(folder_of(path)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let end = name.strip_prefix(&stem).filter(|end| {
                // What is a document is another form, or a copy of this one, and told of as such.
                end.is_empty() || end.starts_with('.') && !end.to_lowercase().ends_with(".docx")
            });
            let Some(end) = end.filter(|_| entry.path() != *path) else { continue };
            let to = moved.with_file_name(format!("{stem_there}{end}"));
            if entry.path().is_file() {
                belonging.files.push((entry.path(), to));
            } else {
                belonging.add(entry.path(), to);
            }
        }
        // Its progress bears the name that the form had when it was begun.
        for by in parts(form) {
            let progress = sitting::progress_of_form(path, by, form);
            if progress.is_file() && !belonging.knows(&progress) {
                belonging.files.push((progress, progress_beside(moved, by)));
            }
        }
        for document in documents_of(path, form).into_iter().filter(|document| document.is_listed) {
            match document.path {
                None => belonging.left.push(not_found(&document.name)),
                Some(file) if belonging.knows(&file) || is_the_form(&file, path) => {}
                Some(file) => {
                    let to = beside_or_in_its_folder(&file, moved);
                    belonging.add(file, to);
                }
            }
        }
        belonging
    }

    /// Adds a document, or a folder with the documents in it. What belongs to others as well stays.
    fn add(&mut self, from: PathBuf, to: PathBuf) {
        if !is_folder(&from) {
            let why = match read_file(&from, LARGEST) {
                Ok(bytes) => why_left(&bytes),
                // A recording of an interview; no form and no tracker is so large.
                Err(ReadError::TooLarge { .. }) => None,
                Err(_) => {
                    let why = "could not be read and was not moved: move it to your secure place yourself";
                    self.undone.push(format!("{} {why}", from.display()).into());
                    return;
                }
            };
            return match why {
                None => self.files.push((from, to)),
                Some(why) => self.left.push(format!("{} {why}", from.display()).into()),
            };
        }
        for entry in fs::read_dir(&from).into_iter().flatten().flatten() {
            self.add(entry.path(), to.join(entry.file_name()));
        }
        self.folders.push(from);
    }

    /// Whether something was looked at already.
    fn knows(&self, file: &Path) -> bool {
        self.files.iter().any(|(known, _)| known == file)
            || self.folders.iter().any(|folder| file.starts_with(folder))
    }
}

/// Whether it is a folder itself: a link may lead round in circles, or to what belongs to others.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.is_dir())
}

/// Whether a document that the form lists is the form.
fn is_the_form(file: &Path, form: &Path) -> bool {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_ascii_lowercase();
    file.parent() == form.parent() && name(file) == name(form)
}

/// Why a document stays where it is, with what to do; None: it goes along.
fn why_left(document: &[u8]) -> Option<&'static str> {
    match form::glance(document) {
        Ok(_) => Some(
            "is a form of its own and was not moved: if its record is restricted too, run stopgap restrict for it",
        ),
        Err(NotAForm::NotOurs) => match Tracker::read(document) {
            Err(TrackerError::NotATracker | TrackerError::Unreadable(_)) => None,
            _ => Some(
                "is a tracker and was not moved: it tells of other children, so do not upload it to this record",
            ),
        },
        Err(_) => None,
    }
}

fn not_found(name: &Written) -> Written {
    let name = name.expose().trim();
    format!(
        "the form lists \u{201c}{name}\u{201d}, and it was not found beside the form: look for it on the share, and move it to your secure place"
    )
    .into()
}

/// Where a document that lies beside a form goes: beside it again or, where a file of another record has its name,
/// into the folder of the form.
fn beside_or_in_its_folder(document: &Path, moved: &Path) -> PathBuf {
    let name = document.file_name().unwrap_or_default();
    let beside = moved.with_file_name(name);
    if beside.exists() && !is_same_file(&beside, document).unwrap_or(false) {
        moved.with_extension("").join(name)
    } else {
        beside
    }
}
