//! Who the council is, as its documents say it.

use crate::{
    diagnostic,
    share::{ReadError, read_file},
    word::{
        Letterhead, Picture,
        picture::{LARGEST, NotAPicture},
    },
};
use std::path::PathBuf;

/// The council's name and logo, as the settings have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Council {
    pub name: Option<String>,
    pub logo: Option<LogoFile>,
}

/// Where the council's logo lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoFile {
    /// As it was written; of settings that were read from a file, as it is on this computer.
    pub path: PathBuf,
    /// Where the settings say so.
    pub(super) place: diagnostic::Place,
}

/// Why a logo cannot be printed.
#[derive(Debug, thiserror::Error)]
pub enum LogoError {
    #[error(transparent)]
    Read(ReadError),
    #[error(transparent)]
    Picture(#[from] NotAPicture),
}

impl Council {
    /// What stands at the top of the council's documents.
    ///
    /// # Errors
    /// When there is a logo that cannot be read, or is none that can be printed.
    pub fn letterhead(&self) -> Result<Letterhead, LogoError> {
        let logo = self.logo.as_ref().map(LogoFile::read).transpose()?;
        Ok(Letterhead { name: self.name.clone(), logo })
    }

    /// The same for a document that somebody needs now: a logo that cannot be printed is left out. Whoever runs
    /// `stopgap settings`, `doctor` or `publish` is told of it.
    pub fn letterhead_at_hand(&self) -> Letterhead {
        self.letterhead().unwrap_or_else(|_| Letterhead { name: self.name.clone(), logo: None })
    }
}

impl LogoFile {
    fn read(&self) -> Result<Picture, LogoError> {
        let bytes = read_file(&self.path, LARGEST as u64).map_err(|error| match error {
            ReadError::TooLarge { .. } => LogoError::Picture(NotAPicture::TooLarge),
            other => LogoError::Read(other),
        })?;
        Ok(Picture::read(bytes)?)
    }
}
