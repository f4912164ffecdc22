//! What was found out about this desk, kept among the person's own files on this computer.

use super::{per_user, settings::AdvanceBy};
use crate::{
    reentry::Advance,
    share::{ReadError, WriteError, read_file, save_file},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fs, io, path::PathBuf};

const FILE_NAME: &str = "desk.json";
const LARGEST: u64 = 1 << 16;

/// What was found out about a desk: one computer, as one person uses it. It holds nothing about a child and
/// nothing that was entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThisDesk {
    /// `stopgap clipboard-check` has passed: pastes are seen, and nothing else reads.
    #[serde(default)]
    pub by_paste: bool,
    /// When it was checked, yyyy-mm-dd.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<jiff::civil::Date>,
}

/// The desks that the person has used, by the name of the computer: a profile can follow them to another one.
type Desks = BTreeMap<String, ThisDesk>;

/// Why it could not be kept what was found out.
#[derive(Debug, thiserror::Error)]
pub enum ThisDeskError {
    #[error("you have no folder of your own on this computer, so the result is not kept")]
    NoFolder,
    #[error("the folder {} cannot be made, so the result is not kept: ask your IT service for access", .path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl ThisDesk {
    /// What is known. Nothing, where nothing was kept or what was kept cannot be read.
    pub fn known() -> Self {
        desks().remove(&computer()).unwrap_or_default()
    }

    /// Keeps it for the next start, and says in which file.
    ///
    /// # Errors
    /// When the person has no folder of their own, or it cannot be written.
    ///
    /// # Panics
    /// Never: it is names, days, and yes or no.
    pub fn keep(self) -> Result<PathBuf, ThisDeskError> {
        let path = path().ok_or(ThisDeskError::NoFolder)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .map_err(|source| ThisDeskError::Folder { path: folder.to_owned(), source })?;
        }
        let mut desks = desks();
        desks.insert(computer(), self);
        let text = serde_json::to_vec_pretty(&desks).expect("names and days can be written as JSON");
        save_file(&path, &text)?;
        Ok(path)
    }
}

/// How a person goes on at this desk from one answer to the next, where the settings want it so.
pub fn advance_here(wanted: AdvanceBy) -> Advance {
    match wanted {
        AdvanceBy::Paste => Advance::Paste,
        AdvanceBy::Checked if ThisDesk::known().by_paste => Advance::Paste,
        AdvanceBy::Checked | AdvanceBy::Key => Advance::Key,
    }
}

fn desks() -> Desks {
    let read = |path: PathBuf| -> Result<Desks, ReadError> {
        Ok(serde_json::from_slice(&read_file(&path, LARGEST)?).unwrap_or_default())
    };
    path().and_then(|path| read(path).ok()).unwrap_or_default()
}

fn path() -> Option<PathBuf> {
    per_user::folder_here().map(|folder| folder.join(FILE_NAME))
}

/// The name of this computer.
fn computer() -> String {
    #[cfg(unix)]
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    let name = std::env::var("COMPUTERNAME").unwrap_or_default();
    name
}
