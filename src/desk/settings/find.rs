//! Which settings are in force: where they are looked for, in this order.

use super::{LogoError, Settings, fault};
use crate::{
    desk::{per_user, places::expanded},
    diagnostic::{Fault, Faults},
    share::{ReadError, folder_of, read_file},
    word::Letterhead,
};
use std::{
    env,
    path::{Path, PathBuf},
};

/// The name of the file.
pub const FILE_NAME: &str = "stopgap.yaml";
/// More than any settings have.
const LARGEST: u64 = 1 << 20;
/// Names a settings file for whoever cannot pass `--settings`: a shortcut on the desktop, a script.
const VARIABLE: &str = "STOPGAP_SETTINGS";

/// Where settings may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Behind `--settings`.
    Named,
    /// Behind the variable `STOPGAP_SETTINGS`.
    Variable,
    /// Beside the program.
    Program,
    /// In the folder where one stands, or in one above it: the top of the share.
    Share,
    /// Among one's own files.
    User,
}

impl Place {
    /// Whether somebody named the file, so that it has to be there.
    fn is_named(self) -> bool {
        matches!(self, Self::Named | Self::Variable)
    }

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Named => "behind --settings",
            Self::Variable => "behind the variable STOPGAP_SETTINGS",
            Self::Program => "beside the program",
            Self::Share => "in this folder or above it",
            Self::User => "among your own files",
        }
    }
}

/// Settings that are in force, and where they were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsFile {
    pub path: PathBuf,
    pub place: Place,
    pub settings: Settings,
}

/// Why there are no settings although there is a file, or one was named.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("{} is not in UTF-8: save it as UTF-8", .0.display())]
    NotUtf8(PathBuf),
    #[error("the settings in {} have faults\n\n{faults}", .path.display())]
    Faulty { path: PathBuf, faults: Faults },
}

/// Where settings are looked for by somebody who stands in `from`, in order; the first file that is there is
/// in force. `named` is what stands behind `--settings`: then nothing else is looked at.
pub fn places_of_settings(named: Option<&Path>, from: &Path) -> Vec<(Place, PathBuf)> {
    if let Some(named) = named {
        return vec![(Place::Named, named.to_owned())];
    }
    if let Some(variable) = env::var_os(VARIABLE).filter(|path| !path.is_empty()) {
        return vec![(Place::Variable, variable.into())];
    }
    let mut places = Vec::new();
    if let Some(folder) = env::current_exe().ok().as_deref().and_then(Path::parent) {
        places.push((Place::Program, folder.join(FILE_NAME)));
    }
    if let Ok(from) = std::path::absolute(from) {
        places.extend(from.ancestors().map(|folder| (Place::Share, folder.join(FILE_NAME))));
    }
    places.extend(per_user::folder().map(|folder| (Place::User, folder.join(FILE_NAME))));
    places
}

/// The file that is in force for somebody who stands in `from`, faulty or not.
pub fn settings_in_force(named: Option<&Path>, from: &Path) -> Option<PathBuf> {
    let mut places = places_of_settings(named, from).into_iter();
    places.find(|(place, path)| place.is_named() || path.exists()).map(|(_, path)| path)
}

/// The settings that are in force for somebody who stands in `from`; None when there are none.
///
/// # Errors
/// When the file that is in force cannot be read or has faults. The next one is not taken then: it would
/// put records where nobody looks for them.
pub fn find_settings(named: Option<&Path>, from: &Path) -> Result<Option<SettingsFile>, SettingsError> {
    for (place, path) in places_of_settings(named, from) {
        match read_settings(&path) {
            Ok(settings) => return Ok(Some(SettingsFile { path, place, settings })),
            Err(SettingsError::Read(ReadError::Missing(_))) if !place.is_named() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

fn read_settings(path: &Path) -> Result<Settings, SettingsError> {
    let text = settings_text(path)?;
    let mut settings = Settings::read(&path.display().to_string(), &text)
        .map_err(|faults| SettingsError::Faulty { path: path.to_owned(), faults })?;
    find_logo(&mut settings, path);
    Ok(settings)
}

/// What there is to say about a settings file, and about the logo that it names.
///
/// # Errors
/// When it cannot be read. Its faults are no error here.
pub fn check_settings(path: &Path) -> Result<(Option<Settings>, Faults), SettingsError> {
    let text = settings_text(path)?;
    let (mut settings, mut faults) = Settings::check(&path.display().to_string(), &text);
    if let Some(settings) = &mut settings {
        find_logo(settings, path);
        if let Some(fault) =
            settings.council.letterhead().err().and_then(|error| logo_fault(settings, &error))
        {
            faults.list.push(fault);
            faults.sort();
        }
    }
    Ok((settings, faults))
}

/// What stands at the top of the documents of a council with these settings.
///
/// # Errors
/// When the logo that they name cannot be printed: with all that is wrong with the settings.
pub fn letterhead_of(file: &SettingsFile) -> Result<Letterhead, SettingsError> {
    file.settings.council.letterhead().or_else(|_| {
        let (_, faults) = check_settings(&file.path)?;
        Err(SettingsError::Faulty { path: file.path.clone(), faults })
    })
}

/// A logo lies beside the settings, or where they say.
fn find_logo(settings: &mut Settings, file: &Path) {
    let Some(logo) = &mut settings.council.logo else { return };
    // Where a name between % signs is not known here, there is no such file.
    let path = expanded(&logo.path.to_string_lossy()).unwrap_or_else(|_| logo.path.clone());
    logo.path = folder_of(file).join(path);
}

fn logo_fault(settings: &Settings, error: &LogoError) -> Option<Fault> {
    let logo = settings.council.logo.as_ref()?;
    Some(fault::no_logo(logo.place.clone(), error))
}

fn settings_text(path: &Path) -> Result<String, SettingsError> {
    let bytes = read_file(path, LARGEST)?;
    let text = String::from_utf8(bytes).map_err(|_| SettingsError::NotUtf8(path.to_owned()))?;
    // Notepad puts a mark in front.
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}
