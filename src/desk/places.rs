//! The folders that the settings name, as they are on this computer.

use super::{
    file_name::{is_file_name, plain},
    settings::{Service, Settings, Team},
};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// Word opens no longer path (260 with the end that Windows counts; support.microsoft.com, "Maximum
/// path length in Office"). Counted in UTF-16 units, as Windows does.
pub(super) const LONGEST_PATH: usize = 259;
/// What stopgap and Word put beside a document is called after it, and longer by this: `.progress.jsonl`.
const ROOM_FOR_OTHERS: usize = 15;

/// The folders of a council on this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The shared folder.
    pub share: PathBuf,
    /// Where blank forms and their definitions are published.
    pub published: PathBuf,
    /// Where this worker keeps restricted records.
    pub secure: PathBuf,
}

/// Why a place cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    #[error(
        "the settings name a folder by %{0}%, and this computer does not know it: ask your administrator"
    )]
    NoVariable(String),
    #[error("{} cannot be reached: look whether the drive is connected", .0.display())]
    NotThere(PathBuf),
    #[error("the folder {} cannot be made: ask its owner or your IT service for access", .path.display())]
    NotMade { path: PathBuf, source: io::Error },
    #[error(
        "{} would have {length} characters in its path, and Word opens no more than {LONGEST_PATH}: ask your administrator for shorter names of folders",
        .path.display()
    )]
    TooLong { path: PathBuf, length: usize },
    #[error("{} lies in the shared folder, and the record is restricted: save it in your secure place", .0.display())]
    RestrictedOnShare(PathBuf),
    #[error("your name gives no folder that Windows takes: say it otherwise with --name")]
    NoName,
    #[error("the secure place {} lies in the shared folder: restricted records cannot be kept there. Tell your administrator", .0.display())]
    SecureIsShared(PathBuf),
}

impl Places {
    /// What the settings name, with the names between % signs replaced by what this computer knows.
    ///
    /// # Errors
    /// When it does not know one.
    pub fn of(settings: &Settings) -> Result<Self, PlaceError> {
        let places = Self {
            share: expanded(&settings.share)?,
            published: expanded(&settings.published)?,
            secure: expanded(&settings.secure)?,
        };
        if places.is_shared(&places.secure) {
            return Err(PlaceError::SecureIsShared(places.secure));
        }
        Ok(places)
    }

    /// The folder of a team: below the shared one, by service area.
    pub fn team(&self, service: &Service, team: &Team) -> PathBuf {
        self.share.join(&service.folder).join(&team.folder)
    }

    /// The folder of the team in whose folder something lies.
    pub fn team_of(&self, settings: &Settings, path: &Path) -> Option<PathBuf> {
        settings.teams().map(|(service, team)| self.team(service, team)).find(|folder| lies_in(path, folder))
    }

    /// The folder of a person: below the shared one, by service area and team.
    ///
    /// # Errors
    /// When nothing is left of the name as a name of a folder.
    pub fn person(&self, service: &Service, team: &Team, name: &str) -> Result<PathBuf, PlaceError> {
        let name = plain(name);
        let team = self.team(service, team);
        is_file_name(&name).then(|| as_it_is_there(&team, &name)).ok_or(PlaceError::NoName)
    }

    /// Whether something lies in the shared folder, by whatever path it is named.
    pub fn is_shared(&self, path: &Path) -> bool {
        lies_in(path, &self.share)
    }

    /// Whether something lies in the secure place, by whatever path it is named.
    pub fn is_secure(&self, path: &Path) -> bool {
        lies_in(path, &self.secure)
    }

    /// Makes a folder below the share, or the secure one. The share itself is never made: where it is
    /// missing, the drive is not connected, and what was written there would be on nobody's share.
    ///
    /// # Errors
    /// When the share is not there, or the folder cannot be made.
    pub fn make(&self, folder: &Path) -> Result<(), PlaceError> {
        if folder.starts_with(&self.share) && !self.share.is_dir() {
            return Err(PlaceError::NotThere(self.share.clone()));
        }
        fs::create_dir_all(folder).map_err(|source| PlaceError::NotMade { path: folder.to_owned(), source })
    }
}

/// A path for a new document, of which Word and stopgap can open what lies beside it, too.
///
/// # Errors
/// When it is too long, even with all but the end of its name (`tail`) left out.
pub fn document_path(folder: &Path, title: &str, tail: &str) -> Result<PathBuf, PlaceError> {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let mut title = plain(title);
    loop {
        let path = folder.join(format!("{title} {tail}.docx").trim_start());
        let length = path.to_string_lossy().encode_utf16().count() + ROOM_FOR_OTHERS;
        if length <= LONGEST_PATH {
            return Ok(path);
        }
        if title.pop().is_none() {
            return Err(PlaceError::TooLong { path, length });
        }
        title.truncate(title.trim_end().len());
    }
}

/// Whether a path is a folder or lies in it. Both are looked up as far as they exist, so that drive letters,
/// links and `..` do not matter; Windows' capitals do not either.
fn lies_in(path: &Path, folder: &Path) -> bool {
    let compared = |path: &Path| {
        let path = resolved(path);
        if cfg!(windows) { PathBuf::from(path.to_string_lossy().to_lowercase()) } else { path }
    };
    compared(path).starts_with(compared(folder))
}

/// A path with all links in it followed, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut missing = Vec::new();
    let mut there = whole.as_path();
    loop {
        if let Ok(found) = fs::canonicalize(there) {
            return missing.into_iter().rev().fold(found, |path, name| path.join(name));
        }
        match (there.parent(), there.file_name()) {
            (Some(parent), Some(name)) => {
                missing.push(name.to_owned());
                there = parent;
            }
            _ => return whole.clone(),
        }
    }
}

/// The folder of this name, in the capitals that it has if it is there: people make theirs by hand.
fn as_it_is_there(parent: &Path, name: &str) -> PathBuf {
    let wanted = parent.join(name);
    if wanted.is_dir() {
        return wanted;
    }
    let folded = crate::template::folded(name);
    let found = fs::read_dir(parent).into_iter().flatten().flatten().find(|entry| {
        crate::template::folded(&entry.file_name().to_string_lossy()) == folded && entry.path().is_dir()
    });
    found.map_or(wanted, |entry| entry.path())
}

/// A path as it was written in the settings, on this computer: `%NAME%` and `~` replaced.
///
/// # Errors
/// When a name is not known here.
pub(super) fn expanded(path: &str) -> Result<PathBuf, PlaceError> {
    let known = |name: &str| {
        env::var(name)
            .ok()
            .filter(|value| !value.is_empty())
            .ok_or_else(|| PlaceError::NoVariable(name.to_owned()))
    };
    let mut out = String::new();
    let mut rest = path;
    if let Some(behind) =
        path.strip_prefix('~').filter(|behind| behind.is_empty() || behind.starts_with(['/', '\\']))
    {
        out.push_str(&known(if cfg!(windows) { "USERPROFILE" } else { "HOME" })?);
        rest = behind;
    }
    while let Some((before, behind)) = rest.split_once('%') {
        let Some((name, after)) = behind.split_once('%') else { break };
        out.push_str(before);
        out.push_str(&known(name)?);
        rest = after;
    }
    out.push_str(rest);
    Ok(PathBuf::from(out))
}
