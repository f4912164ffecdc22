//! A form that was renamed: its progress lies beside it, under the name that the form had before.
//!
//! People put a child's name into the name of a form, or take it out. What was entered must not come again for that.

use super::kept::{PROGRESS, progress_beside};
use crate::{
    desk::LARGEST,
    form::{CompletedForm, FormNumber},
    reentry::{Beginning, Deed, Entry, Progress, entries},
    share::{folder_of, read_file},
    template::TemplateDef,
};
use std::{
    collections::HashSet,
    fs::{self, File},
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

/// So many progress files without a form are looked into in one folder.
const MOST: usize = 200;
/// The first line of one has a hash for each answer of the form.
const LONGEST_LINE: u64 = 1 << 18;

/// A progress file without the form of its name.
pub(in crate::desk) struct LeftBehind {
    path: PathBuf,
    /// Its name without the ending; behind that of the form, whose part it is.
    stem: String,
    beginning: Beginning,
}

impl LeftBehind {
    /// Those in the folder that a file is in. A folder that cannot be read has none.
    pub fn beside(file: &Path) -> Vec<Self> {
        let names = fs::read_dir(folder_of(file)).into_iter().flatten().flatten();
        let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
        Self::among(file.parent().unwrap_or(Path::new("")), &names.collect::<Vec<_>>())
    }

    /// Those in a folder that has files of these names.
    pub fn among(folder: &Path, names: &[String]) -> Vec<Self> {
        let progress: Vec<&str> = names.iter().filter_map(|name| name.strip_suffix(PROGRESS)).collect();
        if progress.is_empty() {
            return Vec::new();
        }
        let forms: HashSet<&str> = names.iter().filter_map(|name| stem_of_document(name)).collect();
        let has_form = |stem: &str| {
            let of_part = stem.rsplit_once('.').is_some_and(|(form, _)| forms.contains(form));
            of_part || forms.contains(stem)
        };
        let mut left: Vec<&str> = progress.into_iter().filter(|stem| !has_form(stem)).collect();
        left.sort_unstable();
        let read = |stem: &str| {
            let path = folder.join(format!("{stem}{PROGRESS}"));
            Some(Self { stem: stem.to_owned(), beginning: beginning(&path)?, path })
        };
        left.into_iter().take(MOST).filter_map(read).collect()
    }

    /// Whether it is that of a form with this number, of the worker's part or of somebody else's.
    pub fn is_of(&self, number: FormNumber, definition: Option<&TemplateDef>, by: Option<&str>) -> bool {
        self.beginning.given.is_none()
            && self.beginning.form.as_deref() == Some(number.to_string().as_str())
            && self.is_of_part(definition, by)
    }

    /// The same of a form, which may have no number of its own: then it is known by its answers, all of which are
    /// those that were read last.
    pub fn is_of_form(&self, form: &CompletedForm, by: Option<&str>) -> bool {
        if let Some(issue) = &form.identity.issue {
            return self.is_of(issue.number, Some(&form.definition), by);
        }
        let Some(given) = &self.beginning.given else { return false };
        if given.template != form.identity.template.as_str()
            || !self.is_of_part(Some(&form.definition), by)
            || form.answers.iter().all(|answer| answer.value.is_none())
        {
            return false;
        }
        let progress = read_file(&self.path, LARGEST).ok().and_then(|bytes| entries(&bytes).ok());
        let Some(progress) = progress.map(|(entries, _)| Progress::of(&entries)) else { return false };
        let mut form = form.clone();
        form.identity.issue = progress.given_issue();
        form.identity.issue.is_some() && progress.changes(&form).fields.is_empty()
    }

    /// Behind the name of the form stands whose part it is that is not the worker's.
    fn is_of_part(&self, definition: Option<&TemplateDef>, by: Option<&str>) -> bool {
        let is_of = |part: &str| self.stem.strip_suffix(part).is_some_and(|stem| stem.ends_with('.'));
        if let Some(by) = by {
            return is_of(by);
        }
        let screens = definition.map(TemplateDef::screens).into_iter().flatten();
        !screens.filter_map(|section| section.by.as_deref()).any(is_of)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Where the progress of a form lies, or of somebody else's part of it: beside it under its name or, where none does,
/// under the name that it had before it was renamed.
pub(in crate::desk) fn progress_of_form(path: &Path, by: Option<&str>, form: &CompletedForm) -> PathBuf {
    let own = progress_beside(path, by);
    left_behind(path, by, form).filter(|_| !own.exists()).unwrap_or(own)
}

/// The progress that a form left behind when it was renamed; of several the longest, which says most. None while a
/// form of that name lies there: then this one is a copy.
pub(super) fn left_behind(path: &Path, by: Option<&str>, form: &CompletedForm) -> Option<PathBuf> {
    let left = LeftBehind::beside(path).into_iter().filter(|left| left.is_of_form(form, by));
    left.max_by_key(|left| fs::metadata(&left.path).map_or(0, |data| data.len())).map(|left| left.path)
}

fn stem_of_document(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    ending.eq_ignore_ascii_case("docx").then_some(stem)
}

/// What its first line says, if that is how a progress file begins.
fn beginning(path: &Path) -> Option<Beginning> {
    let mut line = Vec::new();
    BufReader::new(File::open(path).ok()?.take(LONGEST_LINE)).read_until(b'\n', &mut line).ok()?;
    match serde_json::from_slice(&line).ok()? {
        Entry { deed: Deed::Began(beginning), .. } => Some(*beginning),
        _ => None,
    }
}
