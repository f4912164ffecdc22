//! Who works at this desk, kept among the person's own files so that it is asked once.

use super::per_user;
use crate::share::{ReadError, WriteError, read_file, save_file};
use serde::{Deserialize, Serialize};
use std::{fs, io, path::PathBuf};

const FILE_NAME: &str = "me.json";
const LARGEST: u64 = 1 << 16;

/// Who works at this desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub name: String,
    /// The team, as the settings name it.
    pub team: String,
    /// The person's folder in that of the team, if a colleague of the same name has theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
}

/// Why it could not be kept or read who works here.
#[derive(Debug, thiserror::Error)]
pub enum MeError {
    #[error("you have no folder of your own on this computer: say who you are with --name and --team")]
    NoFolder,
    #[error("the folder {} cannot be made: ask your IT service for access", .path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error("{} cannot be read: delete it, and you are asked again", .0.display())]
    Unreadable(PathBuf),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl Me {
    /// Who said so at an earlier start; None when nobody did.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn known() -> Result<Option<Self>, MeError> {
        let Some(path) = path() else { return Ok(None) };
        match read_file(&path, LARGEST) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|_| MeError::Unreadable(path)),
            Err(ReadError::Missing(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps it for the next start.
    ///
    /// # Errors
    /// When the person has no folder of their own, or it cannot be written.
    ///
    /// # Panics
    /// Never: it is texts alone.
    pub fn keep(&self) -> Result<(), MeError> {
        let path = path().ok_or(MeError::NoFolder)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .map_err(|source| MeError::Folder { path: folder.to_owned(), source })?;
        }
        let text = serde_json::to_vec_pretty(self).expect("texts can be written as JSON");
        Ok(save_file(&path, &text)?)
    }
}

fn path() -> Option<PathBuf> {
    per_user::folder().map(|folder| folder.join(FILE_NAME))
}
