//! Supporting documents: what belongs to a form and is uploaded with it.

use super::{LARGEST, file_name::is_by_the_way};
use crate::{
    form::{CompletedForm, SupportingDocument},
    share::{folder_of, hash_file},
    template::folded,
    word::Written,
};
use std::{
    ffi::OsStr,
    fmt, fs,
    path::{Component, Path, PathBuf},
};

/// A supporting document of a form.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    /// Its name, as the form lists it or as it lies there. People name files after children.
    pub name: Written,
    /// Where it is; None: it was not found.
    pub path: Option<PathBuf>,
    /// A hash of what is in it, to notice that it changed after it was uploaded.
    pub hash: Option<String>,
    /// The form lists it; else it was laid into the form's folder.
    pub is_listed: bool,
}

/// The supporting documents of a form: those that it lists, looked for beside it and in its folder, and all others
/// that lie in its folder. That is the folder beside the form which has its name: `Case note 7K3F-2`.
pub fn documents_of(path: &Path, form: &CompletedForm) -> Vec<Document> {
    let beside = folder_of(path);
    let own = path.with_extension("");
    let mut documents = Vec::new();
    for name in form.attached_files() {
        let found = [&own, beside].into_iter().find_map(|folder| file_in(folder, name.expose()));
        documents.push(Document::at(name, found, true));
    }
    let mut laid: Vec<PathBuf> =
        fs::read_dir(&own).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    laid.sort();
    for file in laid.into_iter().filter(|file| is_somebodys(file)) {
        if !documents.iter().any(|known| known.path.as_deref() == Some(&file)) {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            documents.push(Document::at(name.into(), Some(file), false));
        }
    }
    documents
}

/// Says neither its name nor its path, which ends in the name.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [listed, found] = [(self.is_listed, "listed"), (self.path.is_some(), "found")]
            .map(|(is_so, word)| if is_so { word.to_owned() } else { format!("not {word}") });
        write!(f, "Document({listed}, {found}, hidden)")
    }
}

impl Document {
    /// What a form is told of it.
    pub(super) fn as_supporting(&self) -> SupportingDocument {
        let (is_found, is_listed) = (self.path.is_some(), self.is_listed);
        SupportingDocument { name: self.name.clone(), is_found, hash: self.hash.clone(), is_listed }
    }

    fn at(name: Written, path: Option<PathBuf>, is_listed: bool) -> Self {
        // A film is larger than we read, and a letter may be open in Word: that it is there can be said all the same.
        let hash = path.as_ref().and_then(|path| hash_file(path, LARGEST).ok());
        let hash = hash.map(|hash| hash.to_hex()[..16].to_owned());
        Self { name, path, hash, is_listed }
    }
}

/// The file of a folder that somebody means: by its name, or by its name without the ending.
fn file_in(folder: &Path, said: &str) -> Option<PathBuf> {
    let said = said.trim();
    // What leads elsewhere is no name.
    let is_name = Path::new(said).components().all(|part| matches!(part, Component::Normal(_)));
    if said.is_empty() || !is_name || said.contains(['/', '\\']) {
        return None;
    }
    let exact = folder.join(said);
    if exact.is_file() {
        return Some(exact);
    }
    let plain = |name: &OsStr| folded(&name.to_string_lossy());
    let wanted = plain(OsStr::new(said));
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut fitting: Vec<PathBuf> = files
        .filter(|file| is_somebodys(file))
        .filter(|file| {
            file.file_name().is_some_and(|name| plain(name) == wanted)
                || file.file_stem().is_some_and(|stem| plain(stem) == wanted)
        })
        .collect();
    // `letter.pdf` and `letter.jpg` are both "letter": a person has to say which.
    (fitting.len() == 1).then(|| fitting.remove(0))
}

/// Whether it is a file that a person put there.
fn is_somebodys(file: &Path) -> bool {
    file.is_file() && !is_by_the_way(&file.file_name().unwrap_or_default().to_string_lossy())
}
