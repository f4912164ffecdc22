//! A published folder, brought up to date.

use super::{
    Publication, PublishedFile,
    manifest::{Entry, MANIFEST, Manifest, hash},
    publication::manifest_of,
};
use crate::{
    desk::{LARGEST, file_name::is_by_the_way},
    share::{
        FileLock, Holder, LockError, ReadError, WriteError, clear_leftovers, folder_of, if_left_behind, lock,
        open_elsewhere, read_file, save_file,
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

/// How long a second administrator's publishing waits for the first: a pack takes a few seconds.
const WAIT: Duration = Duration::from_secs(20);

/// Whether to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Write,
    /// Says what would be done, and writes nothing.
    DryRun,
}

/// What came of publishing; names are those within the folder.
#[derive(Debug)]
pub struct Published {
    /// Every file of the publication and the manifest, in the order of writing.
    pub files: Vec<(String, Done)>,
    /// Made by an earlier publishing and not any more. Left alone.
    pub stale: Vec<String>,
    /// Not put there by stopgap. Left alone; a folder ends in "/".
    pub foreign: Vec<String>,
}

/// What was done about a file, or in a dry run would be.
#[derive(Debug)]
pub enum Done {
    Made,
    Changed,
    /// It was as it should be, and was not touched.
    Unchanged,
    NotWritten(NotWritten),
}

/// Why a file was not written. It is as it was; says which file.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    #[error("{} is {holder}: close it there, and publish again{}", .path.display(), if_left_behind(.holder))]
    Open { path: PathBuf, holder: Holder },
    #[error(
        "{} is not as stopgap left it, so somebody may have written in it: look at it, move it away, and publish again",
        .0.display()
    )]
    Altered(PathBuf),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error("the folder {} cannot be made: ask its owner or your IT service for access", .path.display())]
    Folder { path: PathBuf, source: io::Error },
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error("there is no folder {}: look whether the drive is connected, or make it first", .0.display())]
    NoParent(PathBuf),
    #[error("{} is a file: name a folder", .0.display())]
    NotAFolder(PathBuf),
    #[error("the folder {} cannot be made or read: ask its owner or your IT service for access", .path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error("{} is not stopgap's: move it away, or publish into another folder", .0.display())]
    ForeignManifest(PathBuf),
    #[error("somebody else is publishing into {} at this moment: wait until they are done, and publish again", .0.display())]
    Busy(PathBuf),
    #[error(transparent)]
    Lock(LockError),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Brings a folder to the state of a publication and makes it if it is not there.
///
/// What is as it should be is not touched. What somebody altered, what is open in Word and what cannot be
/// written is left as it is and told; the others are written. The manifest says beforehand what is about
/// to be written, and at last what is there, so that publishing again makes whole what was broken off.
/// Two people who publish at once take turns: each finds a whole folder.
///
/// `tell` hears of each file that is settled.
///
/// # Errors
/// When the folder or its manifest cannot be used; then nothing else was written.
pub fn publish(
    publication: &Publication,
    to: &Path,
    mode: Mode,
    mut tell: impl FnMut(&str),
) -> Result<Published, PublishError> {
    check_place(to)?;
    let _turn = (mode == Mode::Write).then(|| turn(to)).transpose()?;
    let old_bytes = manifest_in(to)?;
    let old = match &old_bytes {
        Some(bytes) => {
            Manifest::read(bytes).ok_or_else(|| PublishError::ForeignManifest(to.join(MANIFEST)))?
        }
        None => Manifest::new(Vec::new(), Vec::new()),
    };
    let there = files_in(to)?;
    let mut looks: Vec<Look> = publication.files().iter().map(|file| Look::at(file, to, &old)).collect();
    if mode == Mode::Write {
        announce(&looks, &old, to)?;
        for look in &mut looks {
            look.write(to, &old);
            tell(&look.file.name);
        }
    }
    let current: BTreeSet<String> = publication.files().iter().map(|file| as_compared(&file.name)).collect();
    let is_stale =
        |entry: &&Entry| !current.contains(&as_compared(&entry.name)) && there.contains(&entry.name);
    let stale: BTreeMap<&str, &Entry> =
        old.entries().filter(is_stale).map(|entry| (entry.name.as_str(), entry)).collect();
    let is_ours =
        |name: &str| name == MANIFEST || current.contains(&as_compared(name)) || stale.contains_key(name);
    let foreign = there.iter().filter(|name| !is_ours(name)).cloned().collect();
    let entries = looks.iter().filter_map(Look::entry).collect();
    let manifest = Manifest::new(entries, stale.values().copied().cloned().collect()).bytes();
    let done = match &old_bytes {
        Some(bytes) if *bytes == manifest => Done::Unchanged,
        Some(_) => Done::Changed,
        None => Done::Made,
    };
    if mode == Mode::Write && manifest_in(to)?.as_ref() != Some(&manifest) {
        save(&to.join(MANIFEST), &manifest)?;
    }
    tell(MANIFEST);
    let stale = stale.into_keys().map(str::to_owned).collect();
    let files = looks.into_iter().map(|look| (look.file.name.clone(), look.done));
    Ok(Published { files: files.chain([(MANIFEST.to_owned(), done)]).collect(), stale, foreign })
}

/// Makes the folder, and waits for the turn at it.
fn turn(to: &Path) -> Result<FileLock, PublishError> {
    fs::create_dir_all(to).map_err(|source| PublishError::Folder { path: to.to_owned(), source })?;
    lock(&to.join(MANIFEST), WAIT).map_err(|error| match error {
        LockError::Busy(_) => PublishError::Busy(to.to_owned()),
        other => PublishError::Lock(other),
    })
}

/// Writes into the manifest what is about to be written: else nobody could tell, if that is broken off
/// and the definitions are changed before it begins again, whether a file is half-published or somebody's.
fn announce(looks: &[Look<'_>], old: &Manifest, to: &Path) -> Result<(), PublishError> {
    let new = looks.iter().filter(|look| matches!(look.done, Done::Made | Done::Changed));
    let new = new.map(|look| Entry::of(look.file)).filter(|entry| !old.entries().any(|known| known == entry));
    let new: Vec<Entry> = new.collect();
    if new.is_empty() {
        return Ok(());
    }
    // Of an earlier publishing that was broken off as well, either may be what is there.
    let writing = old.writing.iter().cloned().chain(new).collect();
    Ok(save(&to.join(MANIFEST), &old.announcing(writing).bytes())?)
}

fn manifest_in(to: &Path) -> Result<Option<Vec<u8>>, PublishError> {
    match read_file(&to.join(MANIFEST), LARGEST) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(ReadError::Missing(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A file as it should be, and what was found in its place.
struct Look<'p> {
    file: &'p PublishedFile,
    done: Done,
    /// What the manifest says of the file that is there.
    known: Option<Entry>,
}

impl<'p> Look<'p> {
    fn at(file: &'p PublishedFile, to: &Path, old: &Manifest) -> Self {
        let path = to.join(&file.name);
        let mut entries = old.entries().filter(|entry| as_compared(&entry.name) == as_compared(&file.name));
        match read_file(&path, LARGEST) {
            Ok(bytes) if bytes == file.bytes => Self { file, done: Done::Unchanged, known: None },
            Ok(bytes) => {
                let found = hash(&bytes);
                let known = entries.clone().find(|entry| entry.blake3 == found);
                let done = match (known, open_elsewhere(&path)) {
                    (None, _) => Done::NotWritten(NotWritten::Altered(path)),
                    (Some(_), Some(holder)) => Done::NotWritten(NotWritten::Open { path, holder }),
                    (Some(_), None) => Done::Changed,
                };
                Self { file, done, known: known.or_else(|| entries.next()).cloned() }
            }
            Err(ReadError::Missing(_)) => Self { file, done: Done::Made, known: None },
            Err(error) => Self { file, done: Done::NotWritten(error.into()), known: entries.next().cloned() },
        }
    }

    /// Writes it, if it has to be and can be.
    fn write(&mut self, to: &Path, old: &Manifest) {
        if matches!(self.done, Done::Unchanged | Done::NotWritten(_)) {
            return;
        }
        // Somebody may have begun to write in it while the others were written.
        *self = Self::at(self.file, to, old);
        if matches!(self.done, Done::Made | Done::Changed)
            && let Err(trouble) = write(&to.join(&self.file.name), &self.file.bytes)
        {
            self.done = Done::NotWritten(trouble);
        }
    }

    /// What the manifest is to say of it: where nothing was written, what it said before.
    fn entry(&self) -> Option<Entry> {
        match self.done {
            Done::NotWritten(_) => self.known.clone(),
            Done::Made | Done::Changed | Done::Unchanged => Some(Entry::of(self.file)),
        }
    }
}

impl Published {
    /// Why files were not written.
    pub fn troubles(&self) -> impl Iterator<Item = &NotWritten> {
        self.files.iter().filter_map(|(_, done)| match done {
            Done::NotWritten(trouble) => Some(trouble),
            _ => None,
        })
    }
}

/// A wrong letter in a long path must not make folders where nobody looks: only the last may be new.
fn check_place(to: &Path) -> Result<(), PublishError> {
    let parent = folder_of(to);
    match () {
        () if to.is_dir() => Ok(()),
        () if to.exists() => Err(PublishError::NotAFolder(to.to_owned())),
        () if !parent.is_dir() => Err(PublishError::NoParent(parent.to_owned())),
        () => Ok(()),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), NotWritten> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .map_err(|source| NotWritten::Folder { path: folder.to_owned(), source })?;
    }
    Ok(save(path, bytes)?)
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    clear_leftovers(path);
    save_file(path, bytes)
}

/// The files of a published folder by their names within it. A folder that is none of ours is named
/// once, and not looked into.
fn files_in(to: &Path) -> Result<BTreeSet<String>, PublishError> {
    let mut names = BTreeSet::new();
    for inside in ["", "definitions/", "definitions/lists/", "definitions/shared/"] {
        let folder = to.join(inside);
        if !folder.is_dir() {
            continue;
        }
        let failed = |source| PublishError::Folder { path: folder.clone(), source };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_by_the_way(&name) {
                continue;
            }
            let slash = if entry.path().is_dir() { "/" } else { "" };
            names.insert(format!("{inside}{name}{slash}"));
        }
    }
    for ours in ["definitions/", "definitions/lists/", "definitions/shared/"] {
        names.remove(ours);
    }
    Ok(names)
}

/// The documents of a published folder that are as stopgap put them there: nobody's work. One that somebody wrote in is.
pub(in crate::desk) struct Blanks(Vec<Entry>);

impl Blanks {
    /// Those of a folder; none where it has no manifest of ours.
    pub fn of(folder: &Path) -> Self {
        Self(manifest_of(folder).map_or_else(Vec::new, |manifest| manifest.entries().cloned().collect()))
    }

    pub fn has(&self, name: &str, path: &Path) -> bool {
        let is_it = |entry: &&Entry| as_compared(&entry.name) == as_compared(name);
        let known: Vec<&Entry> = self.0.iter().filter(is_it).collect();
        let is_as_made = |bytes: Vec<u8>| {
            let found = hash(&bytes);
            known.iter().any(|entry| entry.blake3 == found)
        };
        !known.is_empty() && read_file(path, LARGEST).is_ok_and(is_as_made)
    }
}

/// A name as the system compares it: Windows does not tell capitals from small letters, so a title that
/// differs in them alone is still the same file.
fn as_compared(name: &str) -> String {
    if cfg!(windows) { name.to_lowercase() } else { name.to_owned() }
}
